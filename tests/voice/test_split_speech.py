"""Long utterances are cut where a reader would breathe, names and acronyms stay whole."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Spoken
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.phonemes import place_phonemes, transcribe_speech
from audiobrief.voice.splitting import split_phonemes, split_speech


def spans(*parts):
    """Spans from texts; one between bars is letters, one between braces is foreign, `written=said` is respelled."""
    made, at = [], 0
    for part in parts:
        kind = {"|": "letters", "{": "foreign"}.get(part[0], "words")
        text, _, respelling = part.strip("|{}").partition("=")
        made.append(Spoken(at, at + len(text), text, kind, respelling=respelling))
        at += len(text)
    return tuple(made)


def texts(parts):
    return ["".join(span.text for span in part).strip() for part in parts]


CUTS = [
    (spans("Le maire a parlé."), 40, ["Le maire a parlé."]),
    (
        spans("Le maire a parlé longtemps, le conseil a voté."),
        30,
        ["Le maire a parlé longtemps,", "le conseil a voté."],
    ),
    (
        spans("Le maire a parlé longtemps hier et le conseil a voté sans débat"),
        40,
        ["Le maire a parlé longtemps hier", "et le conseil a voté sans débat"],
    ),
    # A name is longer than what is left of the part: it goes whole to the next.
    (
        spans("Le navire est parti hier de ", "{San Luis Obispo County}", " sans bruit"),
        30,
        ["Le navire est parti hier", "de San Luis Obispo County", "sans bruit"],
    ),
    (spans("La ligne de la ", "|SNCF|", " reprend demain"), 18, ["La ligne", "de la SNCF", "reprend demain"]),
    (spans("avant  ", "Le Goff=le gof", "  après"), 8, ["avant", "Le Goff", "après"]),
]


@pytest.mark.parametrize(("speech", "most", "expected"), CUTS)
def test_cuts(speech, most, expected):
    assert texts(split_speech(speech, most)) == expected


def test_a_name_with_phonemes_of_a_lexicon_stays_whole():
    speech = (
        Spoken(0, 14, "avant hier "),
        Spoken(14, 26, "Anne Lormeau", phonemes="anlɔʁmo"),
        Spoken(26, 32, " après"),
    )
    assert texts(split_speech(speech, 14)) == ["avant hier", "Anne Lormeau", "après"]


@given(st.lists(st.text("abé ,.;!?—\u00a0", min_size=1, max_size=40), min_size=1, max_size=8), st.integers(8, 60))
def test_nothing_is_lost_and_no_part_is_too_long(pieces, most):
    speech = tuple(Spoken(0, len(piece), piece) for piece in pieces)
    parts = texts(split_speech(speech, most))
    assert "".join("".join(parts).split()) == "".join("".join(pieces).split())
    assert all(len(" ".join(part.split())) <= most for part in parts)


def phonemes(speech):
    return transcribe_speech(speech, espeak_library.transcribe_text)


def split(speech):
    """The phonemes of the parts."""
    place = partial(place_phonemes, transcribe_text=espeak_library.transcribe_text)
    return [line.text for line in split_phonemes(speech, place, 500)]


def test_a_long_sentence_is_turned_into_phonemes_part_by_part():
    clause = "les producteurs de la vallée qui vendaient leurs légumes au marché attendent une réponse"
    whole = spans(", ".join([clause] * 12) + ".")
    parts = split(whole)
    assert len(parts) > 1
    assert all(len(part) <= 500 for part in parts) and len(parts[0]) > 300
    assert all(part[-1] in ",." for part in parts)
    assert " ".join(parts) == phonemes(whole)


def test_a_sentence_without_punctuation_is_cut_before_a_conjunction_or_a_relative():
    clause = "le conseil de la ville a voté le budget des écoles et "
    parts = split(spans(clause * 12 + "la séance est levée."))
    assert len(parts) > 1
    assert all(len(part) <= 500 for part in parts)
    assert all(part.startswith(("e ", "l")) for part in parts)


@pytest.mark.parametrize("text", ["a" * 2000, "Anticonstitutionnellement" * 60])
def test_even_a_word_without_end_is_spoken_in_parts(text):
    parts = split(spans(text))
    assert parts and all(0 < len(part) <= 500 for part in parts)


def test_nothing_to_say_has_no_parts():
    assert split(spans(" ")) == []
