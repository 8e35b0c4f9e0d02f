"""Sentences of tables, as tagged words with their readings."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from audiobrief.model import Spoken
from audiobrief.pronunciation.aspiration import is_aspirated
from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.homographs import choose_reading
from audiobrief.pronunciation.tagging import tag_words
from audiobrief.pronunciation.words import Reading, Word, split_speech

CASES = Path(__file__).parent / "cases"
# After a word, the consonant that it links with, or 0 if it does not.
_MARK = re.compile(r"\+([a-zʁɡ]|0)")


def analyse(text: str) -> tuple[Word, ...]:
    words = split_speech([Spoken(0, len(text), text)])
    tagged = [replace(word, tag=tag) for word, tag in zip(words, tag_words(words), strict=True)]
    return tuple(replace(word, reading=_find_reading(tagged, at)) for at, word in enumerate(tagged))


def read_kinds(name: str) -> list[str]:
    """The kinds of rows of a table."""
    return list(dict.fromkeys(row[0] for row in _read_rows(name)))


def read_marked(name: str, kind: str) -> Iterator[tuple[str, tuple[Word, ...], int, str]]:
    """The rows of a kind: the sentence, its words, which of them is marked by brackets, and what is expected of it."""
    for row in _read_rows(name):
        if row[0] == kind:
            sentence, expected = row[1:]
            before, _, rest = sentence.partition("[")
            words = analyse(re.sub(r"[\[\]]", "", sentence))
            at = len(split_speech([Spoken(0, len(before), before)]))
            assert words[at].text == rest.partition("]")[0], sentence
            yield sentence, words, at, expected


def read_linked(name: str, kind: str) -> Iterator[tuple[str, tuple[Word, ...], list[tuple[int, str]]]]:
    """The rows of a kind: the sentence, its words, and for each marked word what it links with, or nothing."""
    for row in _read_rows(name):
        if row[0] == kind:
            marks, before = [], ""
            for piece in re.split(r"(\+(?:[a-zʁɡ]|0))", row[1]):
                if mark := _MARK.fullmatch(piece):
                    at = len(split_speech([Spoken(0, len(before), before)])) - 1
                    marks.append((at, mark[1].replace("0", "")))
                else:
                    before += piece
            yield row[1], analyse(before), marks


def _read_rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (CASES / name).read_text(encoding="utf-8").splitlines()]


def _find_reading(words: list[Word], at: int) -> Reading | None:
    word = words[at]
    if word.kind == "mark":
        return None
    if word.kind == "word" and (chosen := choose_reading(words, at)):
        return chosen
    readings = find_readings(word.lower)
    return readings[0] if readings else Reading("", (), is_aspirated(word.lower))
