"""Words written alike and pronounced differently: `cases/homographs.tsv` is marked by the rules of grammar."""

import pytest

from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.homographs import choose_reading
from audiobrief.pronunciation.words import Word
from tests.pronunciation.analysis import analyse, read_marked

ROWS = list(read_marked("homographs.tsv"))


@pytest.mark.parametrize(
    ("words", "at", "expected"),
    [pytest.param(words, at, expected, id=f"{at} {kind}") for kind, words, at, expected in ROWS],
)
def test_reading_is_the_one_that_the_sentence_asks_for(words: tuple[Word, ...], at: int, expected: str) -> None:
    reading = choose_reading(words, at) or find_readings(words[at].lower)[0]
    if expected.startswith("~"):
        assert reading.phonemes.endswith(expected[1:])
    else:
        assert reading.phonemes in expected.split("|")


@pytest.mark.parametrize("text", ["La maison bleue.", "nation", ""])
def test_other_words_have_no_rule(text: str) -> None:
    words = analyse(text)
    assert [choose_reading(words, at) for at in range(len(words))] == [None] * len(words)
