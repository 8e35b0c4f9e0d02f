"""Who reads what: the article's own words, the quotations, the headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from audiobrief.model import Speech, Spoken, Utterance
from audiobrief.voice.engine import Engine, Manner
from audiobrief.voice.profiles import Profile, Reading, load

# A quoted word or two stay with who reads the sentence: changing voices there is heard as a stumble.
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Reader:
    """A voice that is ready, and its manner."""

    engine: Engine
    manner: Manner


@dataclass(frozen=True, slots=True)
class Part:
    """What one reader says in one go: the whole of an utterance, or a quotation in it, or what stands around."""

    reader: Reader
    speech: Speech


@dataclass(frozen=True, slots=True)
class Cast:
    """The readers of a programme; one may have several parts."""

    text: Reader
    quotes: Reader
    headings: Reader

    @property
    def online(self) -> bool:
        return any(reader.engine.online for reader in (self.text, self.quotes, self.headings))

    def at(self, rate: int) -> Cast:
        """The same readers when who reads the text does so at `rate` words a minute: all in proportion."""
        factor = rate / self.text.manner.rate

        def paced(reader: Reader) -> Reader:
            return replace(reader, manner=replace(reader.manner, rate=round(reader.manner.rate * factor)))

        return Cast(paced(self.text), paced(self.quotes), paced(self.headings))

    def parts(self, utterance: Utterance) -> list[Part]:
        """The parts of an utterance in order: its spans, shared out whole. At least one."""
        if utterance.role in ("title", "heading"):
            return [Part(self.headings, utterance.speech)]
        if utterance.role == "quotation":
            return [Part(self.quotes, utterance.speech)]
        if self.quotes == self.text:
            return [Part(self.text, utterance.speech)]
        shared = [
            Part(self.quotes if quoted else self.text, tuple(span for _, span in spans))
            for quoted, spans in groupby(_quoted(utterance), key=lambda pair: pair[0])
        ]
        return list(_sounding(shared)) or [Part(self.text, utterance.speech)]


def _quoted(utterance: Utterance) -> Iterator[tuple[bool, Spoken]]:
    """Each span, and whether it stands in a quotation that is another's: a long one, or all that is said."""
    runs = [
        run
        for run in utterance.quotes
        if run.depth == 1
        and (
            len(utterance.text[run.start : run.end].split()) >= _FEWEST_WORDS
            or not any(map(str.isalnum, utterance.text[: run.start] + utterance.text[run.end :]))
        )
    ]
    inside = False
    for span in utterance.speech:
        # What is silent (a quotation mark) goes with what stands before it.
        if span.text.strip():
            inside = any(run.start <= span.start < run.end for run in runs)
        yield inside, span


def _sounding(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts that hold a word; the marks and silences of the others go to the part before, else to the next."""
    held: Part | None = None
    for part in parts:
        if held is None:
            held = part
        elif not _has_word(part):
            held = replace(held, speech=(*held.speech, *part.speech))
        elif not _has_word(held):
            held = Part(part.reader, (*held.speech, *part.speech))
        else:
            yield held
            held = part
    if held is not None:
        yield held


def _has_word(part: Part) -> bool:
    return any(mark.isalnum() for span in part.speech for mark in span.text)


def opened(profile: Profile) -> Cast:
    """The readers of a profile, each engine opened once. Raises VoiceError, DataError."""
    text = Reader(profile.open(), profile.manner)
    return Cast(text, _reader(profile.quotes, profile, text), _reader(profile.headings, profile, text))


def alone(reader: Reader) -> Cast:
    """One reader for everything."""
    return Cast(reader, reader, reader)


def _reader(reading: Reading, profile: Profile, text: Reader) -> Reader:
    if reading.voice and reading.voice != profile.name:
        other = load(reading.voice)
        engine, manner = other.open(), replace(other.manner, rate=round(other.rate * profile.pace))
    else:
        engine, manner = text.engine, text.manner
    return Reader(
        engine,
        replace(
            manner,
            rate=reading.rate or manner.rate,
            pitch=manner.pitch if reading.pitch is None else reading.pitch,
        ),
    )
