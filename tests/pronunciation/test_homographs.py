"""Words written alike and pronounced differently: `cases/homographs.tsv` is marked by the rules of grammar."""

from collections.abc import Sequence
from importlib import resources

import pytest

from audiobrief.model import Spoken
from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.homographs import choose_reading, list_homographs
from audiobrief.pronunciation.words import Word, split_speech
from tests.pronunciation.analysis import analyse, read_kinds, read_marked

TABLE = "homographs.tsv"


@pytest.mark.parametrize("kind", read_kinds(TABLE))
def test_reading_is_the_one_that_the_sentence_asks_for(kind: str) -> None:
    wrong = [
        (sentence, said)
        for sentence, words, at, expected in read_marked(TABLE, kind)
        if not any(matches(said := read_word(words, at), each) for each in expected.split("|"))
    ]
    assert not wrong


@pytest.mark.parametrize("kind", read_kinds(TABLE))
def test_what_stands_in_other_sentences_says_nothing(kind: str) -> None:
    others = "Il pleut. ", " Il vente."
    skipped = len(split_speech([Spoken(0, len(others[0]), others[0])]))
    wrong = []
    for sentence, words, at, _ in read_marked(TABLE, kind):
        beside = analyse(others[0] + sentence.replace("[", "").replace("]", "") + others[1])
        if read_word(beside, skipped + at) != read_word(words, at):
            wrong.append(sentence)
    assert not wrong


def read_word(words: Sequence[Word], at: int) -> str:
    reading = choose_reading(words, at) or find_readings(words[at].lower)[0]
    return reading.phonemes


def matches(said: str, expected: str) -> bool:
    """`expected` are phonemes, or their end behind a tilde."""
    return said.endswith(expected[1:]) if expected.startswith("~") else said == expected


@pytest.mark.parametrize("text", ["La maison bleue.", "nation", ""])
def test_other_words_have_no_rule(text: str) -> None:
    words = analyse(text)
    assert [choose_reading(words, at) for at in range(len(words))] == [None] * len(words)


def test_all_pairs_of_the_dictionary_are_decided() -> None:
    lines = (
        resources.files("audiobrief.pronunciation").joinpath("dictionary.txt").read_text(encoding="utf-8").splitlines()
    )
    pairs = {word for word, _, readings in (line.partition("\t") for line in lines) if ";" in readings}
    decided = {word for word in pairs if word in list_homographs() or word.endswith("tions")}
    # Past tenses that are hardly used: of choir and transir.
    assert pairs - decided == {"chut", "transit"}
    assert len(decided) > 70


LISTED = [
    ("supporter", ("sypɔʁte", "sypɔʁtœʁ")),
    ("président", ("pʁezid", "pʁezidɑ̃")),
    ("fils", ("fis", "fil")),
    ("vis", ("vi", "vis")),
    ("est", ()),
]


@pytest.mark.parametrize(("word", "said"), LISTED)
def test_a_homograph_is_listed_with_both_of_its_sounds(word: str, said: tuple[str, ...]) -> None:
    assert list_homographs()[word] == said
