"""The Broadcast Audio Extension chunk `bext`, version 2 (EBU Tech 3285, Version 2.0, clause 2.3)."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

from audiobrief.delivery.radio.transliteration import keep_first_words, transliterate

NAME = b"bext"
VERSION = 2
DESCRIPTION, ORIGINATOR, REFERENCE = 256, 32, 32

_FIXED = struct.Struct("<256s32s32s10s8sQH64s5h180s")
# Clause 2.4: 7FFFh means that a value is not used; so do values outside ±99.99.
_UNUSED = 0x7FFF
_LARGEST = 9999


@dataclass(frozen=True, slots=True)
class Bext:
    """The contents of the chunk. Dates are yyyy-mm-dd, times hh:mm:ss; `time_reference` is in frames since midnight.

    Loudness values are in LUFS, LU and dBTP, None if not given.
    """

    description: str
    originator: str
    originator_reference: str
    origination_date: str
    origination_time: str
    coding_history: str
    time_reference: int = 0
    version: int = VERSION
    loudness_value: float | None = None
    loudness_range: float | None = None
    max_true_peak_level: float | None = None
    max_momentary_loudness: float | None = None
    max_short_term_loudness: float | None = None


def pack_bext(bext: Bext) -> bytes:
    """The bytes of the chunk without its header. Texts are transliterated to ASCII and cut between words; the UMID is
    zero."""
    fixed = _FIXED.pack(
        _encode_text(bext.description, DESCRIPTION),
        _encode_text(bext.originator, ORIGINATOR),
        _encode_text(bext.originator_reference, REFERENCE),
        bext.origination_date.encode("ascii"),
        bext.origination_time.encode("ascii"),
        bext.time_reference,
        bext.version,
        b"",
        _to_hundredths(bext.loudness_value),
        _to_hundredths(bext.loudness_range),
        _to_hundredths(bext.max_true_peak_level),
        _to_hundredths(bext.max_momentary_loudness),
        _to_hundredths(bext.max_short_term_loudness),
        b"",
    )
    lines = (transliterate(line) for line in bext.coding_history.splitlines())
    return fixed + b"".join(line.encode("ascii") + b"\r\n" for line in lines)


def unpack_bext(data: bytes) -> Bext:
    """Parse a chunk by any program; one that is too short is read as if padded with zeros."""
    fields = _FIXED.unpack(data[: _FIXED.size].ljust(_FIXED.size, b"\0"))
    texts = [_decode_text(field) for field in fields[:5]]
    version = fields[6]
    value, span, true_peak, momentary, short_term = (
        _from_hundredths(number) if version >= VERSION else None for number in fields[8:13]
    )
    return Bext(
        description=texts[0],
        originator=texts[1],
        originator_reference=texts[2],
        origination_date=texts[3],
        origination_time=texts[4],
        coding_history=_decode_text(data[_FIXED.size :]),
        time_reference=fields[5],
        version=version,
        loudness_value=value,
        loudness_range=span,
        max_true_peak_level=true_peak,
        max_momentary_loudness=momentary,
        max_short_term_loudness=short_term,
    )


def format_coding_history(sample_rate: int, channels: int, bits: int, text: str) -> str:
    """A line of coding history for linear PCM (EBU R 98). Commas in `text` become semicolons, since they end it."""
    mode = {1: "mono", 2: "stereo"}.get(channels, f"{channels} channels")
    return f"A=PCM,F={sample_rate},W={bits},M={mode},T={text.replace(',', ';')}"


def _encode_text(text: str, length: int) -> bytes:
    return keep_first_words(transliterate(text), length).encode("ascii")


def _to_hundredths(value: float | None) -> int:
    if value is None or not math.isfinite(value):
        return _UNUSED
    rounded = math.floor(abs(value) * 100 + 0.5)
    return _UNUSED if rounded > _LARGEST else int(math.copysign(rounded, value))


def _from_hundredths(hundredths: int) -> float | None:
    return hundredths / 100 if abs(hundredths) <= _LARGEST else None


def _decode_text(field: bytes) -> str:
    """Decode up to the first zero byte: UTF-8 if valid, as some programs write it, else ISO 8859-1."""
    text = field.split(b"\0", 1)[0]
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")
