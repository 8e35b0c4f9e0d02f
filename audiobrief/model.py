"""The frozen dataclasses that are passed between the stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from audiobrief.messages import Message

BlockKind = Literal["heading", "paragraph", "quotation", "list_item", "caption"]
Codec = Literal["aac", "opus", "flac", "mp2"]
"""How the master is encoded for sound files beside the MP3."""
Role = Literal["title", "heading", "text", "quotation", "caption"]
SpokenKind = Literal["words", "letters", "foreign"]
# How a voice says foreign words: with a voice of that language, by a French respelling, or as if they were French.
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
    """An article as it was read, with what is known about its origin.

    `title` is empty if the article has none; `title_guessed` tells that it was made from the opening words, which are
    also in the text and must not be read out twice.
    `source` is the publication or site, `address` the file or URL the article was read from. `complete` is false if the
    rest of the article is elsewhere, as behind a paywall; `remarks` are what a listener should be told of the reading.
    `published_at` is the moment of publication with its time zone, if the hour is known; `published` is its day there.

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
    complete: bool = True
    remarks: tuple[Message, ...] = ()
    published_at: datetime | None = None

    @property
    def web_address(self) -> str:
        """The address on the web; empty for a local file, whose path is private."""
        return self.address if self.address.startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said for the characters `start:end` of an utterance's text.

    `text` is empty for what is not read aloud, such as an emoji or a footnote mark. With kind `letters`, it is a run of
    capital letters that are said by their names (`SNCF`); with kind `foreign`, it is in `language` (BCP 47).
    `respelling`, if the lexicon has one, spells a foreign name for voices that speak French only, or a word that every
    voice would misread. `rule` names the rule that decided (for `--why`); it is empty for plain words. `phonemes`, from
    a user's lexicon, is how the span is pronounced, in the International Phonetic Alphabet. `rising` tells that its
    last question mark ends a question at which the voice rises.
    """

    start: int
    end: int
    text: str
    kind: SpokenKind = "words"
    language: str = "fr"
    respelling: str = ""
    rule: str = ""
    phonemes: str = ""
    rising: bool = False


# The spans of an utterance, or of a part of one, in order.
Speech = Sequence[Spoken]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation: the characters `start:end` of an utterance's text, without its marks. The outermost `depth` is 1."""

    start: int
    end: int
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence, spoken without a break.

    `speech` is empty until the speech stage has run; then its spans are in order, do not overlap, and cover the whole
    `text`.
    """

    text: str
    role: Role = "text"
    pause_after: Pause = "sentence"
    speech: tuple[Spoken, ...] = ()
    quotes: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title for display, its utterances, which include a spoken heading, and the blocks of the article
    that it was made of."""

    title: str
    utterances: tuple[Utterance, ...]
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """The text of a programme: chapters of utterances, each with its text as written and as spoken.

    >>> [chapter.title for chapter in script(b"# Le pont\\n\\nIl a 21 ans.").chapters]
    ['Le pont']
    """

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class TimedWord:
    """The characters `start:end` of a text, and the PCM frames `first:last` in which they are heard."""

    start: int
    end: int
    first: int
    last: int

    def move(self, characters: int, frames: int) -> TimedWord:
        """The same word in a longer text and sound, that have so many characters and frames before these."""
        return TimedWord(self.start + characters, self.end + characters, self.first + frames, self.last + frames)


@dataclass(frozen=True, slots=True)
class Clip:
    """Mono 16-bit little-endian PCM audio at `sample_rate` Hz: `len(pcm) // 2` frames.

    `words` are the words that are heard, in order, if the voice knows their times. Their characters are counted in what
    is said: in the texts of the spans, one after the other.
    """

    pcm: bytes
    sample_rate: int
    words: tuple[TimedWord, ...] = ()

    @property
    def frames(self) -> int:
        return len(self.pcm) // 2


@dataclass(frozen=True, slots=True)
class Cue:
    """The PCM frames `start:end` of the programme in which an utterance is heard, without pauses.

    `words` are the words of the utterance's text, without the marks around them, in order; their frames are those of
    the programme and do not overlap. There are none if the voice does not know their times.
    """

    start: int
    end: int
    utterance: Utterance
    words: tuple[TimedWord, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """The PCM frames `start:end` of a chapter. Chapters are contiguous; the first starts at 0."""

    start: int
    end: int
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The positions of utterances and chapters in the programme, in PCM frames at `sample_rate` Hz; `frames` is its
    length. `music` are the starts and ends of music that is heard alone."""

    sample_rate: int
    frames: int
    cues: tuple[Cue, ...]
    chapters: tuple[ChapterMark, ...]
    music: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Loudness:
    """A loudness measurement (ITU-R BS.1770-4): `integrated` in LUFS, `true_peak` in dBTP.

    `range` is in LU (EBU Tech 3342); `momentary` and `short_term` are the maxima in LUFS (EBU Tech 3341). They are None
    if they were not measured.
    """

    integrated: float
    true_peak: float
    range: float | None = None
    momentary: float | None = None
    short_term: float | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """The result of decoding a file: the number of frames, and the loudness, which is None for silence."""

    frames: int
    loudness: Loudness | None
