"""Opus in Ogg (RFC 7845)."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.mp3 import make_tag_error
from audiobrief.delivery.sounds.vorbis_comments import list_comments, make_picture

# RFC 7845, 5.2.1: gains are in 256ths of a decibel, to a loudness of -23 LUFS.
_REFERENCE, _STEPS = -23.0, 256


def _tag_opus(rendition: Rendition, path: Path) -> None:
    from mutagen import MutagenError
    from mutagen import oggopus as untyped

    oggopus: Any = untyped
    comments = list_comments(rendition)
    comments.append(("R128_TRACK_GAIN", str(round((_REFERENCE - rendition.loudness.integrated) * _STEPS))))
    if rendition.cover:
        # The picture block of FLAC in base64 is what players read.
        picture = base64.b64encode(make_picture(rendition.cover).write()).decode("ascii")
        comments.append(("METADATA_BLOCK_PICTURE", picture))
    try:
        file = oggopus.OggOpus(path)
        file.tags.clear()
        file.tags.extend(comments)
        file.save()
    except (MutagenError, OSError) as error:
        raise make_tag_error(path.name, error) from error


EXPORTER = Exporter(
    "opus", ".opus", "Opus in Ogg: half the size of the MP3, with chapters and cover", _tag_opus, codec="opus"
)
