"""What is heard in which order, and where a place in it is."""

import pytest

from audiobrief.model import Chapter, Script, Spoken, Utterance
from audiobrief.player.playlist import build_playlist, find_chapter_start, find_last_word, spell_word

PAUSES = {"none": 0.0, "phrase": 0.2, "sentence": 0.5, "paragraph": 1.0, "heading": 1.0, "chapter": 2.0}


def said(text, pause="sentence"):
    return Utterance(text, pause_after=pause, speech=(Spoken(0, len(text), text),))


PLAYLIST = build_playlist(
    Script(
        "Le bac",
        (
            Chapter("Le bac", (said("Le bac."), said("Il part.", "chapter"))),
            Chapter("Les prix", (said("Les prix.", "heading"), said("Il coûte."), said("Peu.", "chapter"))),
            Chapter("La fin", (said("La fin."),)),
        ),
    ),
    PAUSES,
)


def test_utterances_have_the_silence_of_their_kind():
    assert [utterance.text for utterance in PLAYLIST.utterances[:3]] == ["Le bac.", "Il part.", "Les prix."]
    assert PLAYLIST.pauses == (0.5, 2.0, 1.0, 0.5, 2.0, 0.5)
    assert PLAYLIST.starts == (0, 2, 5)


@pytest.mark.parametrize(("at", "chapter"), [(0, 0), (1, 0), (2, 1), (4, 1), (5, 2)])
def test_the_chapter_of_an_utterance(at, chapter):
    assert PLAYLIST.find_chapter(at) == chapter


@pytest.mark.parametrize(
    ("at", "by", "to"),
    [(0, 1, 2), (1, 1, 2), (3, 1, 5), (5, 1, 6), (4, -1, 2), (2, -1, 0), (5, -1, 2), (0, -1, 0), (1, -1, 0), (0, 2, 5)],
)
def test_a_step_back_goes_to_the_beginning_first(at, by, to):
    assert PLAYLIST.step_chapter(at, by) == to


@pytest.mark.parametrize(("number", "at"), [(1, 0), (2, 2), (3, 5), (0, None), (4, None)])
def test_chapters_are_numbered_from_one(number, at):
    assert find_chapter_start(PLAYLIST, number) == at


@pytest.mark.parametrize(("seconds", "at"), [(0, 0), (0.9, 0), (1.1, 1), (3.4, 1), (3.7, 2), (60, 5)])
def test_a_time_is_found_by_letters_and_pauses(seconds, at):
    """Seven letters a sentence at about fifteen a second, and the pauses."""
    assert PLAYLIST.find_time(seconds) == at


def test_what_is_left_is_letters_and_pauses():
    assert PLAYLIST.estimate_seconds(3, 5, 10.0) == pytest.approx(0.9 + 0.5 + 0.4 + 2.0)


SENTENCE = said("Hier, Mme Kerloc'h a reçu le préfet à Plouha.")


@pytest.mark.parametrize(
    ("heard", "word"),
    [(0.0, "Hier"), (0.3, "Kerloc'h"), (0.6, "Kerloc'h"), (1.0, "Plouha")],
)
def test_the_last_name_that_was_heard(heard, word):
    assert find_last_word(SENTENCE, heard) == word


def test_without_a_name_the_last_long_word():
    assert find_last_word(said("Le bac part à midi et il va au port."), 1.0) == "port"
    assert find_last_word(said("Il va."), 1.0) == "va"


def test_a_word_is_spelled_by_its_letters():
    assert spell_word("Kerloc'h")[0].text == "KERLOCH" and spell_word("Kerloc'h")[0].kind == "letters"
