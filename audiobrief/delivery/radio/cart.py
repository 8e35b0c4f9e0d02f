"""The `cart` chunk of radio automation (AES46-2002): labels for an item, and timers for what follows it.

Post timers are named by four characters: a type (AUD audio, INT intro, SEG segue, MRK marker …), then s for its start,
e for its end, or a number. Readers use those they know: Rivendell starts the next item at SEGs or SEC1 and shows INTs
to INTe as time to talk over, so chapters are marked with neither.

Dates are written with slashes: the table of the standard has yyyy-mm-dd, but automation systems write yyyy/mm/dd, and
some read nothing else.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from audiobrief.delivery.radio.transliteration import keep_first_words, transliterate

NAME = b"cart"
VERSION = "0101"
FIELD, URL = 64, 1024
MOST_TIMERS = 8
# AES46: the sample value of the 0 dB reference; here the full scale of 16 bits.
FULL_SCALE = 32_768

_FIXED = struct.Struct("<4s" + "64s" * 7 + "10s8s10s8s" + "64s" * 3 + "i" + "4sI" * MOST_TIMERS + "276s1024s")
# Some readers need a terminating zero byte.
_LONGEST = FIELD - 1
# The standard has no limit; libsndfile drops chunks that are much larger.
_LARGEST = 16 * 1024


@dataclass(frozen=True, slots=True)
class PostTimer:
    """A position in frames, and its four-character name."""

    use: str
    frame: int


@dataclass(frozen=True, slots=True)
class Cart:
    """The contents of the chunk. Dates are yyyy/mm/dd, times hh:mm:ss: the period in which it may be broadcast."""

    title: str
    artist: str
    cut_id: str
    client_id: str
    category: str
    classification: str
    out_cue: str
    start_date: str
    start_time: str
    end_date: str
    end_time: str
    producer_app: str
    producer_app_version: str
    user_text: str = ""
    level_reference: int = FULL_SCALE
    timers: tuple[PostTimer, ...] = ()
    url: str = ""
    tag_text: str = ""
    version: str = VERSION


def pack_cart(cart: Cart) -> bytes:
    """The bytes of the chunk without its header: 2048, then the tag text. Texts are transliterated to ASCII and cut
    between words.

    A URL that does not fit or cannot be encoded is left out. Raises ValueError for more than eight timers.
    """
    if len(cart.timers) > MOST_TIMERS:
        raise ValueError(f"{len(cart.timers)} post timers: a cart chunk holds {MOST_TIMERS}")
    timers = [*cart.timers, *[PostTimer("", 0)] * (MOST_TIMERS - len(cart.timers))]
    fixed = _FIXED.pack(
        cart.version.encode("ascii"),
        *(_encode_text(text) for text in (cart.title, cart.artist, cart.cut_id, cart.client_id, cart.category)),
        _encode_text(cart.classification),
        _encode_text(cart.out_cue),
        *(text.encode("ascii") for text in (cart.start_date, cart.start_time, cart.end_date, cart.end_time)),
        *(_encode_text(text) for text in (cart.producer_app, cart.producer_app_version, cart.user_text)),
        cart.level_reference,
        *(part for timer in timers for part in (timer.use.encode("ascii"), timer.frame)),
        b"",
        _encode_url(cart.url),
    )
    lines = "\r\n".join(transliterate(line) for line in cart.tag_text.splitlines())
    text = keep_first_words(lines, _LARGEST - _FIXED.size - 3)
    return fixed + (text.encode("ascii") + b"\r\n\0" if text else b"")


def unpack_cart(data: bytes) -> Cart:
    """Parse a chunk by any program; one that is too short is read as if padded with zeros."""
    fields = _FIXED.unpack(data[: _FIXED.size].ljust(_FIXED.size, b"\0"))
    texts = [_decode_text(field) for field in fields[1:15]]
    uses, places = fields[16:32:2], fields[17:32:2]
    return Cart(
        title=texts[0],
        artist=texts[1],
        cut_id=texts[2],
        client_id=texts[3],
        category=texts[4],
        classification=texts[5],
        out_cue=texts[6],
        start_date=texts[7],
        start_time=texts[8],
        end_date=texts[9],
        end_time=texts[10],
        producer_app=texts[11],
        producer_app_version=texts[12],
        user_text=texts[13],
        level_reference=fields[15],
        timers=tuple(
            PostTimer(_decode_text(use), frame) for use, frame in zip(uses, places, strict=True) if use.strip(b"\0")
        ),
        url=_decode_text(fields[33]),
        tag_text=_decode_text(data[_FIXED.size :]),
        version=_decode_text(fields[0]),
    )


def _encode_text(text: str) -> bytes:
    return keep_first_words(transliterate(text), _LONGEST).encode("ascii")


def _encode_url(address: str) -> bytes:
    from urllib.parse import quote

    try:
        # Only what RFC 3986 does not allow is quoted, so that a quoted URL stays as it is.
        url = quote(address, safe="!#$%&'()*+,/:;=?@[]~")
    except UnicodeEncodeError:  # a lone surrogate; any replacement would lead elsewhere
        return b""
    return url.encode("ascii") if len(url) < URL else b""


def _decode_text(field: bytes) -> str:
    text = field.split(b"\0", 1)[0]
    try:
        return text.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return text.decode("latin-1").rstrip("\r\n")
