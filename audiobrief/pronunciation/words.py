"""The words of an utterance, as they are written and as they are pronounced.

A sentence goes through the stage as a sequence of `Word`, to which each step adds what it finds out (`pronounce.py`):

1. `split_speech` makes the words and marks.
2. `tagging.tag_words(words) -> tuple[str, ...]` gives each its word class.
3. The house lexicon, the dictionary, the names, the rules of inflection, the guesser give each its readings.
4. `homographs.choose_reading(words, at) -> Reading` chooses one of `words[at].readings`.
5. `liaison.link_word(words, at) -> str` gives the phonemes of `words[at].reading` before the next word: with the
   consonant that links, without one that falls silent (« six maisons »), with its nasal vowel opened (« bon ami »).
6. Stress is placed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from audiobrief.model import Speech

WordKind = Literal["word", "mark", "letters", "foreign"]
# Where a word's phonemes come from.
Source = Literal["house lexicon", "lexicon", "homograph rule", "name", "rule", "guess", "foreign", "letters", ""]


@dataclass(frozen=True, slots=True)
class Reading:
    """A pronunciation of a word.

    `phonemes` are IPA as eSpeak NG writes French, without stress. `classes` are the word classes that are said so
    (Universal Dependencies: NOUN, VERB, AUX, ADJ, …), the most frequent first; none if they are unknown. `aspirated`
    tells that it begins with an aspirated h, or another sound before which nothing links or elides.
    """

    phonemes: str
    classes: tuple[str, ...] = ()
    aspirated: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an utterance, or a mark of punctuation.

    `before` is what stands between the word and the one before it: a space, a hyphen, or nothing after an apostrophe
    (« l' » + « Est ») and before a mark. `spelling` is how it is to be read if that differs from `text`. `tag` is its
    word class, a tag of `tagging.toml` (PUNCT for marks), empty before tagging. `reading` is the one of `readings` that
    was chosen, `phonemes` what is said in this place, with liaison and stress. `start` and `end` are its characters in
    the texts of the spans, one after the other.
    """

    text: str
    kind: WordKind = "word"
    before: str = " "
    spelling: str = ""
    language: str = "fr"
    tag: str = ""
    readings: tuple[Reading, ...] = ()
    reading: Reading | None = None
    phonemes: str = ""
    source: Source = ""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)

    @property
    def lower(self) -> str:
        return self.text.lower()


# Marks that the neural voices pause at.
_MARK = r"[,.;:?!…—()]+"
# Words that lose their vowel before another: « l' », « qu' », « jusqu' ». The apostrophe belongs to them.
_ELIDED = r"(?:[cdjlmnstzCDJLMNSTZ]|(?:[Jj]us|[Ll]ors|[Pp]uis|[Qq]uoi|[Pp]res|[Qq]uel)?[Qq]u|[Ee]ntr)['’]"
_LETTERS = r"[^\W\d_]"
# Quotation marks, with the space inside them: nothing is heard of them.
_QUOTES = re.compile(r"[«“„]\s*|\s*[»”]")
_TOKEN = re.compile(
    rf"""
    (?P<mark>{_MARK})
  | (?P<whole>(?i:aujourd['’]hui|quelqu['’]une?|prud['’]hom\w+|grand['’]\w+|[a-z]?o['’]clock|entr['’]\w+)\b)
  | (?P<elided>{_ELIDED})(?={_LETTERS})
  | (?P<word>{_LETTERS}(?:{_LETTERS}|['’](?={_LETTERS}))*['’]?)
  | (?P<other>\d+|[^\s\w«»“”„"'’‘\-‐‑–]+)
    """,
    re.VERBOSE,
)


def split_speech(speech: Speech) -> tuple[Word, ...]:
    """The words and marks of what is said.

    Compounds are split at hyphens, and elided words at their apostrophe; `pronounce_speech` joins those that the
    dictionary has whole.
    """
    return tuple(_split_spans(speech))


def _split_spans(speech: Speech) -> Iterator[Word]:
    before = ""
    begin = end = 0
    for span in speech:
        begin, end = end, end + len(span.text)
        if span.kind != "words" or span.respelling or span.phonemes:
            kind: WordKind = "word" if span.kind == "words" else span.kind
            lead = span.text[: len(span.text) - len(span.text.lstrip())]
            if span.text.strip():
                readings = (Reading(span.phonemes),) if span.phonemes else ()
                yield Word(
                    span.text.strip(),
                    kind,
                    " " if lead else before,
                    span.respelling,
                    span.language,
                    readings=readings,
                    source="house lexicon" if readings else "",
                    start=begin + len(lead),
                    end=begin + len(span.text.rstrip()),
                )
                before = ""
            before = " " if span.text[-1:].isspace() else before
            continue
        # As long as what it replaces, so that characters keep their number.
        text = re.sub(r"\s[–—]\s", ",  ", span.text)
        at = 0
        for match in _TOKEN.finditer(text):
            gap = text[at : match.start()]
            at = match.end()
            before = _simplify_gap(before + gap)
            start, ending = begin + match.start(), begin + match.end()
            if match["mark"]:
                yield Word(match[0], "mark", before, tag="PUNCT", start=start, end=ending)
            else:
                yield Word(match[0].replace("’", "'"), "word", before, start=start, end=ending)
            before = ""
        before = _simplify_gap(before + text[at:])


def _simplify_gap(gap: str) -> str:
    gap = _QUOTES.sub("", gap)
    if not gap or any(mark.isspace() for mark in gap):
        return " " if gap else ""
    return "-" if gap.strip() in ("-", "‐", "‑", "–") else " " if gap.strip("'’") else ""
