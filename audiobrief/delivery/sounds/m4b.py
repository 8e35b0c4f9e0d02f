"""An audiobook in MPEG-4 (`.m4b`): AAC with chapters as QuickTime and Nero write them, which the encoder has put in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from audiobrief.delivery.disclosure import SOURCE_TYPE, VOICE
from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.mp3 import MUSIC_RIGHTS, make_tag_error
from audiobrief.delivery.sounds.tags import GENRE, LANGUAGE, collect_tags

# iTunes' media kind « audiobook ».
_AUDIOBOOK = 2
_FREE_FORM = "----:com.apple.iTunes:"


def _tag_m4b(rendition: Rendition, path: Path) -> None:
    from mutagen import MutagenError
    from mutagen import mp4 as untyped

    mp4: Any = untyped
    tags = collect_tags(rendition)
    texts = {
        "\xa9nam": tags.title,
        "\xa9ART": tags.artist,
        "aART": tags.album_artist,
        "cprt": tags.copyright,
        "\xa9alb": tags.album or tags.title,
        "\xa9day": tags.date,
        "\xa9gen": GENRE,
        "\xa9cmt": tags.notice,
        "desc": tags.notice,
        "\xa9too": tags.maker,
        "\xa9lyr": tags.text,
    }
    free = {"LANGUAGE": LANGUAGE, SOURCE_TYPE: tags.source_type, VOICE: tags.voice, "URL": tags.address}
    free[MUSIC_RIGHTS] = tags.music_rights
    try:
        file = mp4.MP4(path)
        if file.tags is None:
            file.add_tags()
        file.tags.clear()
        file.tags.update({name: [text] for name, text in texts.items() if text})
        file.tags.update({_FREE_FORM + name: [text.encode()] for name, text in free.items() if text})
        file.tags["stik"] = [_AUDIOBOOK]
        if tags.track:
            file.tags["trkn"] = [(tags.track, tags.tracks)]
        if tags.season:
            file.tags["disk"] = [(tags.season, 0)]
        if rendition.cover:
            kind = mp4.MP4Cover.FORMAT_PNG if rendition.cover.mime == "image/png" else mp4.MP4Cover.FORMAT_JPEG
            file.tags["covr"] = [mp4.MP4Cover(rendition.cover.picture, imageformat=kind)]
        file.save()
    except (MutagenError, OSError) as error:
        raise make_tag_error(path.name, error) from error


EXPORTER = Exporter("m4b", ".m4b", "an audiobook in MPEG-4: AAC with chapters and cover", _tag_m4b, codec="aac")
