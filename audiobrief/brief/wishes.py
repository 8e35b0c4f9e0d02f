"""What is asked of the way, and what it tells on the way and gives at its end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from audiobrief.messages import Message
from audiobrief.model import Article, Script

if TYPE_CHECKING:
    from audiobrief.audio import Recording

ChapterMode = Literal["headings", "auto", "none"]
AcronymMode = Literal["say", "gloss"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the listener asked for. Empty texts, `rate` 0 and None mean the defaults.

    `rate` is in words a minute, `duration` (0: as it comes) in seconds, `cache_size` in bytes. `delivery` names a
    kind of delivery (delivery/profiles.toml); `say_title` None leaves it to that. `model` is a model of the user's own
    for an engine that takes one. `page`, `daisy` and `epub` ask for the self-contained page and the talking books
    beside the sound. `allow_private`: an address may lead into a network of one's own.
    """

    output: Path | None = None
    delivery: str = "podcast"
    voice: str = ""
    rate: int = 0
    duration: float = 0.0
    quotes_voice: str = ""
    fallback: str = ""
    chapters: ChapterMode = "auto"
    acronyms: AcronymMode = "say"
    lexicon: Path | None = None
    say_title: bool | None = None
    cover: Path | None = None
    model: Path | None = None
    page: bool = False
    daisy: bool = False
    epub: bool = False
    cached: bool = True
    cache_size: int = 0
    allow_private: bool = False

    def files(self) -> list[Path]:
        """The files that are named, to be read."""
        return [path for path in (self.lexicon, self.cover, self.model) if path]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the speaking is: utterances done of all, seconds of speech made, seconds gone by, seconds left (a guess
    from the letters that are left)."""

    done: int
    utterances: int
    spoken: float
    elapsed: float
    left: float


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice profile as `audiobrief voices` shows it; `missing` says what would make it usable, where it is not.
    `error` says what is wrong with its file: then no more is known of it than its name."""

    name: str
    description: str = ""
    engine: str = ""
    rate: int = 0
    missing: Message | None = None
    online: bool = False
    default: bool = False
    error: Message | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme on disk, with what it was made from. `path` is the MP3, `beside` what was written with it, `voice`
    the profile that spoke; `online` says that the article's text was sent out for it."""

    path: Path
    article: Article
    script: Script
    recording: Recording
    beside: tuple[Path, ...] = ()
    voice: str = ""
    online: bool = False
