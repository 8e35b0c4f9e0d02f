"""An utterance as phonemes for a neural voice, with its punctuation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from audiobrief.model import Speech, Spoken
from audiobrief.pronunciation.foreign import clean_phonemes
from audiobrief.pronunciation.pronounce import pronounce_speech
from audiobrief.pronunciation.words import Word

# Part of the identity of voices that speak these phonemes: change it with every change of them.
REVISION = 30
_MARKS = re.compile(r"([,.;:?!…—()]+)")


@dataclass(frozen=True, slots=True)
class PhonemeWord:
    """The characters `start:end` of what is said, and their phonemes `first:last` in a line of these."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PhonemeLine:
    """Phonemes with punctuation, and the words in them in order. Characters are counted in the texts of the spans, one
    after the other. `rising` are the places in `text` of the question marks at which the voice rises."""

    text: str
    words: tuple[PhonemeWord, ...] = ()
    rising: tuple[int, ...] = ()

    def move(self, characters: int) -> PhonemeLine:
        """The same line, with so many characters said before it."""
        words = (replace(word, start=word.start + characters, end=word.end + characters) for word in self.words)
        return replace(self, words=tuple(words))

    def cut(self, first: int, last: int) -> PhonemeLine:
        """The phonemes `first:last`, with the words of which there are some."""
        words = (
            replace(word, first=max(word.first, first) - first, last=min(word.last, last) - first)
            for word in self.words
            if word.first < last and word.last > first
        )
        rising = (place - first for place in self.rising if first <= place < last)
        return PhonemeLine(self.text[first:last], tuple(words), tuple(rising))


def place_phonemes(
    speech: Speech,
    transcribe_text: Callable[[str], str],
    transcribe_foreign: Callable[[Spoken], str] = lambda span: "",
) -> PhonemeLine:
    """As `transcribe_speech`, with the words and the questions that rise."""
    begins = accumulate((len(span.text) for span in speech), initial=0)
    rising = {begin + span.text.rfind("?") for span, begin in zip(speech, begins, strict=False) if span.rising}
    return _line_up(pronounce_speech(speech, transcribe_text, transcribe_foreign), rising)


def transcribe_speech(
    speech: Speech,
    transcribe_text: Callable[[str], str],
    transcribe_foreign: Callable[[Spoken], str] = lambda span: "",
) -> str:
    """The phonemes of `speech` in the International Phonetic Alphabet, with punctuation.

    `transcribe_text` transcribes French by eSpeak NG, `transcribe_foreign` a foreign name; it returns an empty text if
    the name is best read as if it were French.
    """
    return format_phonemes(pronounce_speech(speech, transcribe_text, transcribe_foreign))


def place_other_language(speech: Speech, transcribe_text: Callable[[str], str]) -> PhonemeLine:
    """The phonemes of `speech` for a voice that is not French: as `transcribe_text`, which transcribes the language of
    that voice by eSpeak NG, gives them, with punctuation."""
    text, places = _write_plainly(speech)
    line = ""
    placed: list[PhonemeWord] = []
    for piece in re.finditer(rf"{_MARKS.pattern}|[^,.;:?!…—()]+", text):
        if _MARKS.fullmatch(piece[0]):
            line += _simplify_mark(piece[0])
        elif piece[0].strip():
            phonemes = clean_phonemes(transcribe_text(piece[0]))
            line += " " if line else ""
            for start, end, first, last in _match_words(piece[0], phonemes, transcribe_text):
                begin = piece.start()
                placed.append(
                    PhonemeWord(places[begin + start], places[begin + end - 1] + 1, len(line) + first, len(line) + last)
                )
            line += phonemes
    return PhonemeLine(line, tuple(placed))


def _write_plainly(speech: Speech) -> tuple[str, list[int]]:
    """What is said as plain text with single spaces, and where each of its characters is in the texts of the spans."""
    marks: list[str] = []
    places: list[int] = []
    begin = 0
    for span in speech:
        for at, mark in enumerate(span.text):
            for each in (" ", mark) if at and span.kind == "letters" else (mark,):
                if not each.isspace() or (marks and marks[-1] != " "):
                    marks.append(" " if each.isspace() else each)
                    places.append(begin + at)
        begin += len(span.text)
    return "".join(marks), places


def _match_words(
    text: str, phonemes: str, transcribe_text: Callable[[str], str]
) -> Iterator[tuple[int, int, int, int]]:
    """The words of `text` with their part of its phonemes: characters `start:end`, phonemes `first:last`.

    eSpeak NG joins some words (« of the »). Where there are fewer words than in the text, its words are transcribed
    alone, and what these have in common with the whole tells where each ends.
    """
    words = [(word.start(), word.end()) for word in re.finditer(r"\S+", text)]
    said = [(word.start(), word.end()) for word in re.finditer(r"\S+", phonemes)]
    if len(words) != len(said):
        alone = [clean_phonemes(transcribe_text(text[start:end])) for start, end in words]
        edges = _map_edges(list(accumulate(map(len, alone), initial=0)), "".join(alone), phonemes)
        said = list(pairwise(edges))
    for (start, end), (first, last) in zip(words, said, strict=True):
        if last > first:
            yield start, end, first, last


def _map_edges(edges: Sequence[int], one: str, other: str) -> list[int]:
    """Where the places `edges` of a text are in another that is nearly the same."""
    from difflib import SequenceMatcher

    mapped = [len(other)] * len(edges)
    for _, start, end, first, last in reversed(SequenceMatcher(None, one, other, autojunk=False).get_opcodes()):
        for number, edge in enumerate(edges):
            if start <= edge < end or (edge == start == 0):
                mapped[number] = min(first + edge - start, last)
    return mapped


def format_phonemes(words: Sequence[Word]) -> str:
    """The phonemes of words with the marks that the neural voices pause at."""
    return _line_up(words).text


def _line_up(words: Sequence[Word], rising: Set[int] = frozenset()) -> PhonemeLine:
    """The phonemes of words, one space between those that are parted, and each mark behind its word.

    `rising` are the characters at which a question mark that rises stands.
    """
    line = ""
    placed: list[PhonemeWord] = []
    raised: list[int] = []
    for word in words:
        if word.kind == "mark":
            spaced, said = word.text[0] == "(" or word.text == "—", _simplify_mark(word.text)
        else:
            spaced, said = word.before not in ("", "-"), " ".join(word.phonemes.split())
        if not said:
            continue
        line += " " if spaced and line else ""
        if word.kind != "mark":
            placed.append(PhonemeWord(word.start, word.end, len(line), len(line) + len(said)))
        elif said == "?" and not rising.isdisjoint(range(word.start, word.end)):
            raised.append(len(line))
        line += said
    return PhonemeLine(line, tuple(placed), tuple(raised))


def _simplify_mark(marks: str) -> str:
    if "…" in marks or marks.startswith("..."):
        return "…"
    return marks[0]
