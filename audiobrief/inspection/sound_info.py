"""What is found in a sound file, whoever made it. Times are in seconds."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.delivery.formats import FileFormat
from audiobrief.delivery.radio.bext import Bext
from audiobrief.delivery.radio.cart import Cart
from audiobrief.messages import Message


@dataclass(frozen=True, slots=True)
class ChapterInfo:
    """A chapter as the file has it. `end` is None where only starts are marked, as in a WAV file."""

    start: float
    end: float | None
    title: str


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tags say; empty where they say nothing. `cover` is the picture's type, `cover_bytes` its size."""

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


@dataclass(frozen=True, slots=True)
class SoundInfo:
    """A sound file as it stands, before it is decoded.

    `bitrate` is the average in kbit/s; `constant` says that every frame has it. `header` is Info, Xing, VBRI or empty.
    `contents` are the numbers of the chapters, from 0, as a table of contents lists them; None where there is none.
    `faults` are sentences on what is damaged.
    """

    format: FileFormat
    size: int
    sample_rate: int
    channels: int
    bitrate: float
    constant: bool
    bits: int = 0
    header: str = ""
    tags: Tags = Tags()
    chapters: tuple[ChapterInfo, ...] = ()
    contents: tuple[int, ...] | None = None
    bext: Bext | None = None
    cart: Cart | None = None
    faults: tuple[Message, ...] = ()
