"""Sentences of tables, as tagged words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from audiobrief.model import Spoken
from audiobrief.pronunciation.tagging import tag_words
from audiobrief.pronunciation.words import Word, split_speech

CASES = Path(__file__).parent / "cases"


def analyse(text: str) -> tuple[Word, ...]:
    words = split_speech([Spoken(0, len(text), text)])
    return tuple(replace(word, tag=tag) for word, tag in zip(words, tag_words(words), strict=True))


def read_marked(name: str) -> Iterator[tuple[str, tuple[Word, ...], int, str]]:
    """The rows of a table: kind, tagged words, which of them is marked by brackets, and what is expected of it."""
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        kind, sentence, expected = line.split("\t")
        before, _, rest = sentence.partition("[")
        words = analyse(re.sub(r"[\[\]]", "", sentence))
        at = len(split_speech([Spoken(0, len(before), before)]))
        assert words[at].text == rest.partition("]")[0], sentence
        yield kind, words, at, expected
