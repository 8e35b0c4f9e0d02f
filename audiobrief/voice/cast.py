"""The voices of a programme: for its text, its quotations and its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from audiobrief.model import Speech, Spoken, Utterance
from audiobrief.voice.engine import Engine, Manner
from audiobrief.voice.profiles import Profile, VoiceOverride, load_profile

# Shorter quotations are left to the reader of the sentence: a change of voice for a word or two sounds like a stumble.
_FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Reader:
    """An open engine, and how it speaks."""

    engine: Engine
    manner: Manner


@dataclass(frozen=True, slots=True)
class Part:
    """What one reader says in one go: a whole utterance, a quotation in it, or the words around one."""

    reader: Reader
    speech: Speech


@dataclass(frozen=True, slots=True)
class Cast:
    """The readers of a programme. The same reader may have several of these."""

    text: Reader
    quotes: Reader
    headings: Reader

    @property
    def online(self) -> bool:
        """Whether a reader sends its text to a service."""
        return any(reader.engine.online for reader in (self.text, self.quotes, self.headings))

    def with_rate(self, rate: int) -> Cast:
        """The cast with the text read at `rate` words a minute, and the other readers in proportion."""
        factor = rate / self.text.manner.rate

        def scale_rate(reader: Reader) -> Reader:
            return replace(reader, manner=replace(reader.manner, rate=round(reader.manner.rate * factor)))

        return Cast(scale_rate(self.text), scale_rate(self.quotes), scale_rate(self.headings))

    def assign_parts(self, utterance: Utterance) -> list[Part]:
        """Divide the spans of an utterance among the readers, in order. At least one part is returned."""
        if utterance.role in ("title", "heading"):
            return [Part(self.headings, utterance.speech)]
        if utterance.role == "quotation":
            return [Part(self.quotes, utterance.speech)]
        if self.quotes == self.text:
            return [Part(self.text, utterance.speech)]
        parts = [
            Part(self.quotes if quoted else self.text, tuple(span for _, span in spans))
            for quoted, spans in groupby(_mark_quoted(utterance), key=lambda pair: pair[0])
        ]
        return list(_merge_wordless(parts)) or [Part(self.text, utterance.speech)]


def open_cast(profile: Profile) -> Cast:
    """Open the engines of a profile, each once. Raises VoiceError, DataError."""
    text = Reader(profile.open(), profile.manner)
    return Cast(text, _open_reader(profile.quotes, profile, text), _open_reader(profile.headings, profile, text))


def make_solo_cast(reader: Reader) -> Cast:
    """A cast in which one reader reads everything."""
    return Cast(reader, reader, reader)


def _open_reader(override: VoiceOverride, profile: Profile, text: Reader) -> Reader:
    if override.voice and override.voice != profile.name:
        other = load_profile(override.voice)
        engine, manner = other.open(), replace(other.manner, rate=round(other.rate * profile.pace))
    else:
        engine, manner = text.engine, text.manner
    return Reader(
        engine,
        replace(
            manner,
            rate=override.rate or manner.rate,
            pitch=manner.pitch if override.pitch is None else override.pitch,
        ),
    )


def _mark_quoted(utterance: Utterance) -> Iterator[tuple[bool, Spoken]]:
    """Each span, and whether it is in a quotation for the other reader: a long one, or all that the utterance says."""
    quotes = [
        quote
        for quote in utterance.quotes
        if quote.depth == 1
        and (
            len(utterance.text[quote.start : quote.end].split()) >= _FEWEST_WORDS
            or not any(map(str.isalnum, utterance.text[: quote.start] + utterance.text[quote.end :]))
        )
    ]
    quoted = False
    for span in utterance.speech:
        # A span that is not said, such as a quotation mark, stays with the one before.
        if span.text.strip():
            quoted = any(quote.start <= span.start < quote.end for quote in quotes)
        yield quoted, span


def _merge_wordless(parts: Sequence[Part]) -> Iterator[Part]:
    """Merge parts without a word (marks, silences) into the part before, or else into the next."""
    pending: Part | None = None
    for part in parts:
        if pending is None:
            pending = part
        elif not _has_word(part):
            pending = replace(pending, speech=(*pending.speech, *part.speech))
        elif not _has_word(pending):
            pending = Part(part.reader, (*pending.speech, *part.speech))
        else:
            yield pending
            pending = part
    if pending is not None:
        yield pending


def _has_word(part: Part) -> bool:
    return any(mark.isalnum() for span in part.speech for mark in span.text)
