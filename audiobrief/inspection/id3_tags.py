"""Reading the ID3 tags of an MP3 of unknown origin with bounded time and memory.

mutagen reads all frames of a tag, with chapters nested to any depth, and decompresses frames of any size. The requested
frames are therefore first copied to a small tag, uncompressed and not nested, with limits on their number and size.

ID3v2.2, ID3v2.3 and ID3v2.4 (main structure), and the ID3v2 Chapter Frame Addendum 1.0.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from audiobrief.messages import Message, counted, get_reason, message

# The bytes of a tag that are read: enough for a cover of a few megabytes and the text of a long book.
LARGEST_TAG = 64 << 20
MOST_FRAMES = 500_000
MOST_CHAPTERS = 2000
LONGEST_TEXT, LONGEST_LYRICS = 64 << 10, 16 << 20
# A chapter has a title, perhaps a picture and an address; all but the title is ignored.
_MOST_IN_CHAPTER = 64
_MOST_OF_ONE_KIND = 100
# Frames that have other names in ID3v2.2.
_NAMES_OF_2 = {
    "TT2": "TIT2", "TP1": "TPE1", "TAL": "TALB", "TYE": "TYER", "TDA": "TDAT", "TIM": "TIME",
    "TLA": "TLAN", "TCO": "TCON", "TSS": "TSSE", "COM": "COMM", "ULT": "USLT", "PIC": "APIC",
}  # fmt: skip
_DATES = frozenset({"TYER", "TDAT", "TIME"})
_NAME = re.compile(rb"[A-Z][A-Z0-9]{2,3}")
_HEAD, _ID3V1 = 10, 128


@dataclass(frozen=True, slots=True)
class Id3:
    """The tags of a file.

    `tags` is a mutagen ID3 object, None if there are none or they cannot be read. `picture_cut` is the number of bytes
    that are missing from the first picture. `faults` says what is damaged or was left out.
    """

    tags: Any = None
    picture_cut: int = 0
    faults: tuple[Message, ...] = ()


def read_id3(path: Path, wanted: Collection[str]) -> Id3:
    """Read the frames `wanted` (by their ID3v2.4 names) of the ID3v2 and ID3v1 tags of a file. Raises OSError."""
    with path.open("rb") as file:
        head, body, size = _read_parts(file)
        file.seek(max(0, file.seek(0, 2) - _ID3V1))
        last = file.read(_ID3V1)
    return _parse_tags(head, body, size, last if last.startswith(b"TAG") else b"", wanted)


def read_id3_chunk(data: bytes, wanted: Collection[str]) -> Id3:
    """Read the frames `wanted` of the ID3v2 tags that are all of `data`, as in a chunk of a WAV file."""
    return _parse_tags(*_read_parts(BytesIO(data)), b"", wanted)


def _parse_tags(head: bytes, body: bytes, size: int, last: bytes, wanted: Collection[str]) -> Id3:
    from mutagen import id3 as untyped

    module: Any = untyped
    copy = _TagCopier(frozenset(wanted) | (_DATES if "TDRC" in wanted else frozenset()))
    try:
        tag = copy.copy_tag(head, body) if head else bytes(_HEAD)
        if len(body) == LARGEST_TAG < size:
            copy.faults.append(
                message("The tags have {size} bytes: only the first {most} were read.", size=size, most=LARGEST_TAG)
            )
        elif len(body) < size:
            copy.faults.append(message("The tags should have {size} bytes but have {held}.", size=size, held=len(body)))
        tags = module.ID3(BytesIO(tag + last))
    except module.ID3NoHeaderError:
        return Id3()
    # A parser given arbitrary bytes may raise anything; the sound can still be inspected.
    except Exception as error:
        fault = message("The tags cannot be read ({reason}).", reason=get_reason(error))
        return Id3(faults=(*copy.faults, fault))
    return Id3(tags, copy.picture_cut, tuple(copy.list_faults()))


def _read_parts(file: BinaryIO) -> tuple[bytes, bytes, int]:
    """Header and body of the ID3v2 tag at the beginning, and the size that the header gives for the body."""
    head = file.read(_HEAD)
    size = _unpack_number(head[6:10], 7) if head.startswith(b"ID3") and len(head) == _HEAD else 0
    return (head if size else b""), file.read(min(size, LARGEST_TAG)), size


class _TagCopier:
    """Copies a tag frame by frame, and counts what is left out."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted
        self.picture_cut = 0
        self.faults: list[Message] = []
        # The bytes that compressed frames may still expand to.
        self._room = LARGEST_TAG
        self._kept: Counter[str] = Counter()
        self._left: Counter[str] = Counter()
        self._long: dict[str, int] = {}
        self._locked = self._damaged = 0

    def copy_tag(self, head: bytes, body: bytes) -> bytes:
        """The small tag. Raises ValueError for an unknown version."""
        version, flags = head[3], head[5]
        if version not in (2, 3, 4):
            raise ValueError(message("ID3v2.{version} is not known", version=version))
        if version == 2 and flags & 0x40:
            raise ValueError(message("they are compressed in a way that was never defined"))
        if flags & 0x80 and version < 4:
            body = _undo_unsynchronisation(body)
        start = _skip_extended_header(body, version) if flags & 0x40 else 0
        bits = 7 if version == 4 and not _has_plain_sizes(body, start) else 8
        # Before ID3v2.4 the whole tag is unsynchronised, since then each frame is.
        copied = b"".join(
            self._copy_frames(body, start, version, bits, unsynchronised=version == 4 and bool(flags & 0x80))
        )
        return head[:5] + b"\0" + _pack_number(len(copied), 7, 4) + copied

    def list_faults(self) -> Iterator[Message]:
        """One message for each kind of fault or omission."""
        yield from self.faults
        if more := self._left.pop("CHAP", 0):
            yield message(
                "There are {count} chapters: only the first {most} were read.",
                count=MOST_CHAPTERS + more,
                most=MOST_CHAPTERS,
            )
        for name, number in self._left.items():
            yield message(
                "There are {count} {name} frames: only the first {most} were read.",
                count=number + _MOST_OF_ONE_KIND,
                name=name,
                most=_MOST_OF_ONE_KIND,
            )
        for name, most in self._long.items():
            yield message("The frame {name} has more than {most} bytes.", name=name, most=most)
        if self._locked:
            yield counted(
                "{count} frame of the tags is encrypted.",
                "{count} frames of the tags are encrypted.",
                count=self._locked,
            )
        if self._damaged:
            yield counted(
                "{count} frame of the tags is damaged.", "{count} frames of the tags are damaged.", count=self._damaged
            )

    def _copy_frames(
        self, body: bytes, start: int, version: int, bits: int, *, unsynchronised: bool
    ) -> Iterator[bytes]:
        for seen, (name, flags, at, size) in enumerate(_walk_frames(body, start, version, bits)):
            if seen == MOST_FRAMES:
                self.faults.append(
                    message("The tags have more than {most} frames: the rest was not read.", most=MOST_FRAMES)
                )
                return
            if name not in self.wanted or not size:
                continue
            if self._kept[name] == (MOST_CHAPTERS if name == "CHAP" else _MOST_OF_ONE_KIND):
                self._left[name] += 1
                continue
            content = self._decode_content(body[at : at + size], name, flags, version, unsynchronised=unsynchronised)
            if content is None:
                continue
            if name == "CHAP":
                content = self._copy_chapter(content, version, bits)
            elif name == "CTOC":
                content = _copy_table(content)
            if content:
                self._kept[name] += 1
                yield _pack_frame(name, content, version)

    def _decode_content(
        self, content: bytes, name: str, flags: int, version: int, *, unsynchronised: bool = False
    ) -> bytes | None:
        """The content of a frame, decompressed (ID3v2.3, 3.3.1; ID3v2.4, 4.1.2) and cut to the size limit.

        None if it is encrypted or damaged.
        """
        packed, locked, grouped, measured, stuffed = _parse_flags(flags, version)
        if locked:
            self._locked += 1
            return None
        content = content[(1 if grouped else 0) + (4 if measured else 0) :]
        if stuffed or unsynchronised:
            content = _undo_unsynchronisation(content)
        if packed:
            try:
                content = zlib.decompressobj().decompress(content, self._room + 1)
            except zlib.error:
                self._damaged += 1
                return None
            self._room = max(0, self._room - len(content))
        if name == "APIC":
            return self._trim_picture(content)
        most = LONGEST_LYRICS if name == "USLT" else LONGEST_TEXT
        if len(content) <= most or name in ("CHAP", "CTOC"):
            return content
        self._long[name] = most
        return _cut_text(content, most)

    def _trim_picture(self, content: bytes) -> bytes:
        """The beginning of a picture: only its type and size are needed."""
        if len(content) > LONGEST_TEXT and not self._kept["APIC"]:
            self.picture_cut = len(content) - LONGEST_TEXT
        return content[:LONGEST_TEXT]

    def _copy_chapter(self, content: bytes, version: int, bits: int) -> bytes:
        """A chapter frame with its title as the only subframe, since others may be nested chapters."""
        end = content.find(b"\0") + 1
        if not end or len(content) < end + 16:
            self._damaged += 1
            return b""
        inside = _walk_frames(content, end + 16, version, bits)
        for seen, (name, flags, at, size) in enumerate(inside):
            if seen == _MOST_IN_CHAPTER:
                break
            if name == "TIT2" and size:
                title = self._decode_content(content[at : at + size], name, flags, version)
                return content[: end + 16] + (_pack_frame(name, title, version) if title else b"")
        return content[: end + 16]


def _copy_table(content: bytes) -> bytes:
    """A table of contents without subframes."""
    at = content.find(b"\0") + 1
    if not at or len(content) < at + 2:
        return b""
    number, at = content[at + 1], at + 2
    for _ in range(number):
        at = content.find(b"\0", at) + 1
        if not at:
            return b""
    return content[:at]


def _walk_frames(body: bytes, start: int, version: int, bits: int) -> Iterator[tuple[str, int, int, int]]:
    """Name (as in ID3v2.4), flags, offset and size of each frame, until padding or something that is not a frame."""
    long = 3 if version == 2 else 4
    head = 6 if version == 2 else 10
    while start + head <= len(body):
        name = body[start : start + long].rstrip(b"\0")
        if not _NAME.fullmatch(name):
            return
        size = _unpack_number(body[start + long : start + 2 * long], bits)
        flags = 0 if version == 2 else int.from_bytes(body[start + 8 : start + 10])
        start += head
        held = min(size, len(body) - start)
        text = name.decode("ascii")
        yield _NAMES_OF_2.get(text, text), flags, start, held
        start += size


def _has_plain_sizes(body: bytes, start: int) -> bool:
    """Whether the sizes of an ID3v2.4 tag have 8 bits a byte, as in files by iTunes: then more frames are found so."""

    def count_frames(bits: int) -> int:
        return sum(1 for _ in zip(range(1000), _walk_frames(body, start, 4, bits), strict=False))

    return count_frames(8) > count_frames(7)


def _parse_flags(flags: int, version: int) -> tuple[bool, bool, bool, bool, bool]:
    """Whether a frame is compressed, encrypted, grouped, preceded by its length, and unsynchronised."""
    if version == 4:
        packed, locked, grouped, measured, stuffed = (bool(flags & bit) for bit in (8, 4, 0x40, 1, 2))
        return packed, locked, grouped, measured or packed, stuffed
    return bool(flags & 0x80), bool(flags & 0x40), bool(flags & 0x20), bool(flags & 0x80), False


def _pack_frame(name: str, content: bytes, version: int) -> bytes:
    if version == 2:
        old = next(old for old, new in _NAMES_OF_2.items() if new == name)
        return old.encode("ascii") + _pack_number(len(content), 8, 3) + content
    return name.encode("ascii") + _pack_number(len(content), 7 if version == 4 else 8, 4) + b"\0\0" + content


def _cut_text(content: bytes, most: int) -> bytes:
    """The beginning of a text frame, cut between characters: an odd size, since UTF-16 follows the encoding byte."""
    part = content[: most | 1]
    return part[:1] + part[1:].decode("utf-8", "ignore").encode() if part[:1] == b"\3" else part


def _skip_extended_header(body: bytes, version: int) -> int:
    """The size of the extended header, 0 if it is missing, as in files by some programs."""
    if _NAME.fullmatch(body[:4]):
        return 0
    return 4 + _unpack_number(body[:4], 8) if version == 3 else _unpack_number(body[:4], 7)


def _undo_unsynchronisation(data: bytes) -> bytes:
    """Remove the zeros that unsynchronisation inserts after FF bytes (ID3v2.4, 6.1)."""
    return data.replace(b"\xff\x00", b"\xff")


def _unpack_number(data: bytes, bits: int) -> int:
    """A big-endian number with 7 or 8 bits in each byte."""
    number = 0
    for byte in data:
        number = number << bits | byte & (1 << bits) - 1
    return number


def _pack_number(number: int, bits: int, width: int) -> bytes:
    return bytes(number >> bits * place & (1 << bits) - 1 for place in reversed(range(width)))
