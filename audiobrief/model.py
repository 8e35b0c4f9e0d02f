"""The frozen dataclasses that pass between the stages. Nothing here does anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

BlockKind = Literal["heading", "paragraph", "quotation", "list_item", "caption"]
Role = Literal["title", "heading", "text", "quotation", "caption"]
SpokenKind = Literal["words", "letters", "foreign"]
# How a voice says foreign words: by its own voice of that language, by their respelling, or as if they were French.
Foreign = Literal["switch", "respell", "plain"]
Pause = Literal["none", "phrase", "sentence", "paragraph", "heading", "chapter"]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article in reading order. `level` is a heading's depth (1 = highest), else 0.

    >>> Block("heading", "La suite", level=2).text
    'La suite'
    """

    kind: BlockKind
    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """What was read: the words as written, and what is known of where they come from.

    `title` is empty where the writer gave none; `title_guessed` says that one was made from the opening words
    (which are in the text already and must not be read out twice).
    `source` is the publication or site, `address` the file or URL the article was read from.

    >>> article = Article("Le pont", (Block("paragraph", "Le pont a rouvert."),), byline="Jeanne Kerloc'h")
    >>> make(article, voice="espeak-fr", output="pont.mp3").article.byline
    "Jeanne Kerloc'h"
    """

    title: str
    blocks: tuple[Block, ...]
    byline: str = ""
    published: date | None = None
    source: str = ""
    address: str = ""
    language: str = "fr"
    title_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said for the characters `start:end` of an utterance's text.

    `text` is empty for what is not read aloud (an emoji, a footnote mark).
    kind `letters`: `text` is a run of capital letters, each said by its name (`SNCF`);
    kind `foreign`: `text` is in `language` (BCP 47). `respelling`, where the lexicon has one, spells a foreign name
    for a voice that speaks French only, and words for any voice that French spelling would mislead.
    `rule` names what decided (for `--why`); empty for plain words.
    """

    start: int
    end: int
    text: str
    kind: SpokenKind = "words"
    language: str = "fr"
    respelling: str = ""
    rule: str = ""


# What an utterance, or a part of one, says: its spans in order.
Speech = Sequence[Spoken]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quoted run, characters `start:end` of an utterance's text, marks left out. `depth` 1 is outermost."""

    start: int
    end: int
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence, spoken in one go.

    `speech` is empty until the speech stage has run; then its spans are ordered, disjoint and
    cover `text` from first to last character.
    """

    text: str
    role: Role = "text"
    pause_after: Pause = "sentence"
    speech: tuple[Spoken, ...] = ()
    quotes: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: a title that is shown, and the utterances that are heard (a spoken heading among them)."""

    title: str
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The programme as text: chapters of utterances, each with its words as written and what is said for them.

    >>> [chapter.title for chapter in script(b"# Le pont\\n\\nIl a 21 ans.").chapters]
    ['Le pont']
    """

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Clip:
    """Sound: mono 16-bit little-endian PCM. `len(pcm) // 2` frames at `sample_rate` Hz."""

    pcm: bytes
    sample_rate: int

    @property
    def frames(self) -> int:
        return len(self.pcm) // 2


@dataclass(frozen=True, slots=True)
class Cue:
    """When an utterance is heard: PCM frames `start:end` of the programme, pauses left out."""

    start: int
    end: int
    utterance: Utterance


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """A chapter's place: PCM frames `start:end`. Marks are contiguous; the first starts at 0."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where everything is in the programme, in PCM frames at `sample_rate` Hz; `frames` is the whole length."""

    sample_rate: int
    frames: int
    cues: tuple[Cue, ...]
    chapters: tuple[ChapterMark, ...]


@dataclass(frozen=True, slots=True)
class Loudness:
    """A measurement by ITU-R BS.1770-4, on the mono signal where there is one: LUFS and dBTP.

    `range` is in LU (EBU Tech 3342); `momentary` and `short_term` are the highest of each, in LUFS (EBU Tech 3341);
    None where they were not measured.
    """

    integrated: float
    true_peak: float
    range: float | None = None
    momentary: float | None = None
    short_term: float | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """What decoding a file gave: its frames, counted, and its loudness; None where nothing in it can be heard."""

    frames: int
    loudness: Loudness | None
