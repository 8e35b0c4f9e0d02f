"""RIFF files as chunks: a four-character name, a length, the bytes, and a pad byte after an odd length.

Multimedia Programming Interface and Data Specifications 1.0 (IBM, Microsoft 1991), chapter 2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LARGEST = 0xFFFFFFFF
_HEAD = struct.Struct("<4sI")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Where a chunk's bytes are in a file: `length` as its head says, `held` as the file really has."""

    name: bytes
    start: int
    length: int
    held: int


def pack_chunk(name: bytes, data: bytes) -> bytes:
    """One chunk, padded to an even length."""
    return _HEAD.pack(name, len(data)) + data + b"\0" * (len(data) % 2)


def pack_list(kind: bytes, chunks: list[bytes]) -> bytes:
    """A LIST chunk of `kind` that holds `chunks`."""
    return pack_chunk(b"LIST", kind + b"".join(chunks))


def pack_head(name: bytes, length: int) -> bytes:
    """The head of a chunk whose bytes are written after it. Raises ValueError over 4 GiB."""
    if length > LARGEST:
        raise ValueError(f"a RIFF chunk holds at most {LARGEST} bytes, not {length}")
    return _HEAD.pack(name, length)


def is_wave(file: BinaryIO) -> bool:
    """Whether `file`, at its start, is a RIFF file of the form WAVE."""
    file.seek(0)
    start = file.read(12)
    return start[:4] == b"RIFF" and start[8:] == b"WAVE"


def find_chunks(file: BinaryIO, start: int = 12, end: int | None = None) -> Iterator[Chunk]:
    """The chunks from `start` to `end` (the file's end), in order; a last chunk that is cut short is one of them."""
    if end is None:
        end = file.seek(0, 2)
    while start + _HEAD.size <= end:
        file.seek(start)
        name, length = _HEAD.unpack(file.read(_HEAD.size))
        start += _HEAD.size
        yield Chunk(name, start, length, min(length, end - start))
        start += length + length % 2


def read_chunk(file: BinaryIO, place: Chunk, most: int | None = None) -> bytes:
    """The bytes of a chunk, all of them, or the first `most`."""
    file.seek(place.start)
    return file.read(place.held if most is None else min(place.held, most))
