"""Words of French: how common they are, which of them are verbs in the third person, and their stems.

The lists are read when they are first needed, which takes some 20 ms: for articles without headings, and labels.
"""

from __future__ import annotations

import gzip
from collections import Counter
from functools import cache
from typing import Literal

from audiobrief.lazy_regex import lazy_regex
from audiobrief.system.data_files import get_data_path

WORD = lazy_regex(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Letters of a stem: enough to tell most words apart, and the same for most forms of one (« agriculteur », « agricole »
# differ; « annoncer », « annoncent » do not).
_STEM = 6
# Classes of frequency (see `get_commonness`): words above it are grammatical, or say nothing of a subject.
_EMPTY = 5
_PLURAL = lazy_regex(r"(?:es?|[sx])$")


@cache
def _load_commonness() -> dict[str, int]:
    return {word: int(level) for word, _, level in (line.partition(" ") for line in _read_list("common_words"))}


@cache
def _load_verbs() -> tuple[frozenset[str], frozenset[str]]:
    """Forms in the third person that are verbs for certain, and forms that may be."""
    lines = _read_list("finite_verbs")
    middle = lines.index("")
    return frozenset(lines[:middle]), frozenset(lines[middle + 1 :])


def _read_list(name: str) -> list[str]:
    data = get_data_path(__package__, f"{name}.txt.gz").read_bytes()
    return gzip.decompress(data).decode().split("\n")


def get_commonness(word: str) -> int:
    """The class of frequency of a word in lower case: 0 for less than once in a million words, 9 for the commonest.

    Class n stands for 10^((n − 1) / 2) to 10^(n / 2) occurrences in a million words.
    """
    return _load_commonness().get(word, 0)


def classify_verb(word: str) -> Literal["verb", "maybe", ""]:
    """Whether a word in lower case is a verb in the third person, may be one, or is none."""
    certain, possible = _load_verbs()
    return "verb" if word in certain else "maybe" if word in possible else ""


def stem(word: str) -> str:
    """The common beginning of the forms of a word: its first letters, without the mark of the plural or feminine."""
    bare = word if len(word) <= _STEM else word[:_STEM]
    return _PLURAL.sub("", bare) if 4 <= len(word) <= _STEM else bare


def count_stems(text: str) -> Counter[str]:
    """How often each stem of the words that tell a subject occurs in `text`."""
    words = (found.group().lower() for found in WORD.finditer(text))
    return Counter(stem(word) for word in words if len(word) > 2 and get_commonness(word) <= _EMPTY)
