"""What books in ZIP archives have in common: how a file is put in, and which pictures are covers."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass

from audiobrief.errors import TargetError

_IMAGES = ((b"\xff\xd8\xff", "jpg", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "png", "image/png"))
# The earliest date of the zip format.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Image:
    """The file name and the media type of a cover."""

    name: str
    media_type: str


def identify_image(cover: bytes) -> Image:
    """The kind of a cover, by its first bytes. Raises TargetError if it is neither JPEG nor PNG."""
    for opening, suffix, media_type in _IMAGES:
        if cover.startswith(opening):
            return Image(f"cover.{suffix}", media_type)
    raise TargetError("The cover is neither a JPEG nor a PNG: give one of these.")


def add_file(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Put a file into an archive, always with the same date and rights."""
    entry = zipfile.ZipInfo(name, _NO_DATE)
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    archive.writestr(entry, data)
