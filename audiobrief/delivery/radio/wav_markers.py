"""Markers in a WAV file: the `cue ` chunk, and their names in a LIST chunk of the kind `adtl`.

Multimedia Programming Interface and Data Specifications 1.0, chapter 3, « Cue-Points Chunk » and « Associated Data
Chunk ».
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from audiobrief.delivery.radio import riff
from audiobrief.delivery.radio.transliteration import transliterate

NAME = b"cue "
LIST_KIND = b"adtl"

_POINT = struct.Struct("<II4sIII")
_ID = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class Marker:
    """A named place, in frames from the start of the sound."""

    frame: int
    label: str


def pack_markers(markers: Sequence[Marker]) -> bytes:
    """The two chunks. Labels are ISO 8859-1, as RIFF strings are."""
    points = b"".join(
        _POINT.pack(number, marker.frame, b"data", 0, 0, marker.frame) for number, marker in enumerate(markers, 1)
    )
    labels = [
        riff.pack_chunk(b"labl", _ID.pack(number) + transliterate(marker.label, "latin-1").encode("latin-1") + b"\0")
        for number, marker in enumerate(markers, 1)
    ]
    return riff.pack_chunk(NAME, _ID.pack(len(markers)) + points) + riff.pack_list(LIST_KIND, labels)


def unpack_markers(points: bytes, labels: Sequence[bytes]) -> tuple[Marker, ...]:
    """The markers of a `cue ` chunk in the file's order, with the `labl` chunks that name them."""
    names = {}
    for label in labels:
        if len(label) >= _ID.size:
            names[_ID.unpack_from(label)[0]] = label[_ID.size :].split(b"\0", 1)[0].decode("latin-1")
    whole = (len(points) - _ID.size) // _POINT.size
    read = [_POINT.unpack_from(points, _ID.size + at * _POINT.size) for at in range(max(whole, 0))]
    return tuple(Marker(offset, names.get(number, "")) for number, _, _, _, _, offset in read)
