"""What a sound file contains, whatever program made it. Times are in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audiobrief.delivery.radio.bext import Bext
from audiobrief.delivery.radio.cart import Cart
from audiobrief.messages import Message

SoundKind = Literal["mp3", "wav", "m4b", "opus", "flac", "mp2"]
ProvenanceState = Literal["trusted", "valid", "invalid", "unchecked"]


@dataclass(frozen=True, slots=True)
class ChapterInfo:
    """A chapter of a file. `end` is None if the file has only start times, as WAV files do."""

    start: float
    end: float | None
    title: str


@dataclass(frozen=True, slots=True)
class TitleInfo:
    """A title, and the place in the file where it stands."""

    place: str
    title: str


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of a file, empty if missing. `cover` is the media type of the picture, `cover_bytes` its size.

    `source_type` is the IPTC's URI of how the sound was made, `voice` the synthetic voice that speaks.
    """

    version: str = ""
    title: str = ""
    artist: str = ""
    album: str = ""
    date: str = ""
    language: str = ""
    genre: str = ""
    encoder: str = ""
    comment: str = ""
    lyrics: str = ""
    cover: str = ""
    cover_bytes: int = 0
    source_type: str = ""
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The Content Credentials of a file.

    `state` is `trusted` or `valid` if the file is as it was when `signer` signed it (whether or not the signer is one
    that is trusted here), `invalid` for the `reason` given, and `unchecked` without the library that checks it. `maker`
    is the program that made the file, `source_type` the IPTC's URI of how the sound was made.
    """

    state: ProvenanceState
    signer: str = ""
    maker: str = ""
    source_type: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """A sound file before it is decoded.

    `bitrate` is the average in kbit/s, `constant` whether all frames have it. `bits` is the sample size of linear PCM,
    else 0. `header` is `Info`, `Xing`, `VBRI` or empty. `contents` lists chapters by index in the order of the table of
    contents, None if there is none. `titles` are all titles of a WAV, which can have several. `faults` says what is
    damaged.
    """

    format: SoundKind
    size: int
    sample_rate: int
    channels: int
    bitrate: float
    constant: bool
    bits: int = 0
    header: str = ""
    tags: Tags = Tags()
    titles: tuple[TitleInfo, ...] = ()
    chapters: tuple[ChapterInfo, ...] = ()
    contents: tuple[int, ...] | None = None
    bext: Bext | None = None
    cart: Cart | None = None
    provenance: Provenance | None = None
    faults: tuple[Message, ...] = ()
