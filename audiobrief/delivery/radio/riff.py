"""RIFF chunks, and the chunks for markers in WAV files.

A chunk is a four-character name, a length, the data, and a pad byte after an odd length. Multimedia Programming
Interface and Data Specifications 1.0 (IBM, Microsoft 1991), chapter 2; chapter 3, "Cue-Points Chunk" and "Associated
Data Chunk".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from audiobrief.sanitize import sanitize_text

LARGEST = 0xFFFFFFFF
MARKERS, MARKER_LABELS = b"cue ", b"adtl"
INFO, ID3 = b"INFO", b"id3 "
_HEAD = struct.Struct("<4sI")
_POINT = struct.Struct("<II4sIII")
_ID = struct.Struct("<I")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The place of a chunk's data in a file: `length` as in its header, `held` as the file really has."""

    name: bytes
    start: int
    length: int
    held: int


def pack_chunk(name: bytes, data: bytes) -> bytes:
    """One chunk, padded to an even length."""
    return _HEAD.pack(name, len(data)) + data + b"\0" * (len(data) % 2)


def pack_list(kind: bytes, chunks: list[bytes]) -> bytes:
    """A LIST chunk of the given kind."""
    return pack_chunk(b"LIST", kind + b"".join(chunks))


def pack_head(name: bytes, length: int) -> bytes:
    """The header of a chunk whose data are written separately. Raises ValueError over 4 GiB."""
    if length > LARGEST:
        raise ValueError(f"a RIFF chunk holds at most {LARGEST} bytes, not {length}")
    return _HEAD.pack(name, length)


def is_wave(file: BinaryIO) -> bool:
    """Whether `file` is a RIFF file of type WAVE."""
    file.seek(0)
    start = file.read(12)
    return start[:4] == b"RIFF" and start[8:] == b"WAVE"


def find_chunks(file: BinaryIO, start: int = 12, end: int | None = None) -> Iterator[Chunk]:
    """The chunks between the offsets `start` and `end` (default: the end of the file), a truncated last one
    included."""
    if end is None:
        end = file.seek(0, 2)
    while start + _HEAD.size <= end:
        file.seek(start)
        name, length = _HEAD.unpack(file.read(_HEAD.size))
        start += _HEAD.size
        yield Chunk(name, start, length, min(length, end - start))
        start += length + length % 2


def read_chunk(file: BinaryIO, place: Chunk, most: int | None = None) -> bytes:
    """The data of a chunk, or its first `most` bytes."""
    file.seek(place.start)
    return file.read(place.held if most is None else min(place.held, most))


@dataclass(frozen=True, slots=True)
class Marker:
    """A named position, in frames from the start of the sound."""

    frame: int
    label: str


def pack_markers(markers: Sequence[Marker]) -> bytes:
    """The `cue ` chunk and the LIST chunk with its labels."""
    points = b"".join(
        _POINT.pack(number, marker.frame, b"data", 0, 0, marker.frame) for number, marker in enumerate(markers, 1)
    )
    labels = [
        pack_chunk(b"labl", _ID.pack(number) + _encode_text(marker.label)) for number, marker in enumerate(markers, 1)
    ]
    return pack_chunk(MARKERS, _ID.pack(len(markers)) + points) + pack_list(MARKER_LABELS, labels)


def pack_info(texts: Mapping[bytes, str]) -> bytes:
    """The LIST chunk of kind INFO with the texts that are not empty (RIFF specification, chapter 2, "INFO List")."""
    return pack_list(INFO, [pack_chunk(name, _encode_text(text)) for name, text in texts.items() if text])


def _encode_text(text: str) -> bytes:
    """A text on one line in UTF-8.

    The specification of 1991 has ISO 8859-1, but ffmpeg, libsndfile, ExifTool and TagLib, which VLC and Liquidsoap
    stand on, read UTF-8; MediaInfo reads the `id3 ` chunk where there is one.
    """
    return " ".join(sanitize_text(text).split()).encode() + b"\0"


def decode_text(raw: bytes) -> str:
    """A text up to its first zero byte, in UTF-8, else in ISO 8859-1."""
    text = raw.split(b"\0", 1)[0]
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")


def unpack_markers(points: bytes, labels: Sequence[bytes]) -> tuple[Marker, ...]:
    """Parse the data of a `cue ` chunk and of the `labl` chunks with its labels; markers keep the order of the file."""
    names = {}
    for label in labels:
        if len(label) >= _ID.size:
            names[_ID.unpack_from(label)[0]] = decode_text(label[_ID.size :])
    whole = (len(points) - _ID.size) // _POINT.size
    read = [_POINT.unpack_from(points, _ID.size + at * _POINT.size) for at in range(max(whole, 0))]
    return tuple(Marker(offset, names.get(number, "")) for number, _, _, _, _, offset in read)
