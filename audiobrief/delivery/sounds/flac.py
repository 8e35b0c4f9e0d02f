"""FLAC (RFC 9639): the mastered sound without loss."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.mp3 import make_tag_error
from audiobrief.delivery.sounds.vorbis_comments import list_comments, make_picture


def _tag_flac(rendition: Rendition, path: Path) -> None:
    from mutagen import MutagenError
    from mutagen import flac as untyped

    flac: Any = untyped
    try:
        file = flac.FLAC(path)
        if file.tags is None:
            file.add_tags()
        file.tags.clear()
        file.tags.extend(list_comments(rendition))
        if rendition.cover:
            file.add_picture(make_picture(rendition.cover))
        file.save()
    except (MutagenError, OSError) as error:
        raise make_tag_error(path.name, error) from error


EXPORTER = Exporter("flac", ".flac", "FLAC: the sound without loss, with chapters and cover", _tag_flac, codec="flac")
