"""The rise at the end of a question: where it begins, and what it leaves as it is."""

import pytest

from audiobrief.model import Spoken
from audiobrief.pronunciation.phonemes import PhonemeLine
from audiobrief.voice.intonation import compute_intervals

# Phonemes whose last question mark rises, and those of them that are raised, from the first.
RISES = [
    ("vu vənˈe?", "ˈe?"),
    ("vu vənˈe dəmˈɛ̃?", "ˈɛ̃?"),
    ("la sˈɛ̃ plˈas?", "ˈas?"),
    ("sɛ pɔsˈiblə?", "ˈiblə?"),
    ("ɛ vu?", "u?"),
]


@pytest.mark.parametrize(("phonemes", "raised"), RISES)
def test_it_rises_from_the_last_vowel_that_bears_stress(phonemes, raised):
    intervals = compute_intervals(PhonemeLine(phonemes, rising=(len(phonemes) - 1,)))
    still = len(phonemes) - len(raised)
    assert intervals[:still] == [0.0] * still
    assert all(interval > 0 for interval in intervals[still:])
    assert intervals == sorted(intervals)


def test_what_follows_a_question_is_not_raised():
    phonemes = "vu vənˈe? dəmˈɑ̃d lə mˈɛʁ."
    intervals = compute_intervals(PhonemeLine(phonemes, rising=(phonemes.index("?"),)))
    assert not any(intervals[phonemes.index("?") + 1 :]) and intervals[phonemes.index("?")] > 0


@pytest.mark.parametrize("line", [PhonemeLine("vu vənˈe?"), PhonemeLine("?", rising=(0,)), PhonemeLine("")])
def test_nothing_rises_without_such_a_question(line):
    assert not any(compute_intervals(line))


def test_a_line_that_is_cut_keeps_its_question():
    line = PhonemeLine("vu vənˈe? nɔ̃.", rising=(8,))
    assert (line.cut(3, 14).rising, line.cut(0, 8).rising, line.cut(9, 13).rising) == ((5,), (), ())
    assert line.move(5).rising == (8,)


@pytest.mark.parametrize(
    ("spans", "places"),
    [
        ([("Vous venez ?", True)], ["?"]),
        ([("Vous venez ?", False)], []),
        ([("Vous venez ? ", True), ("demande le maire.", False)], ["?"]),
        ([("Quoi ? ", False), ("Vous venez ?!", True)], ["?"]),
    ],
)
def test_the_mark_is_found_among_the_phonemes(spans, places):
    espeak_library = pytest.importorskip("audiobrief.pronunciation.espeak_library")
    if missing := espeak_library.find_missing():
        pytest.skip(f"eSpeak NG: {missing}")
    from audiobrief.pronunciation.phonemes import place_phonemes

    speech = [Spoken(0, len(text), text, rising=rising) for text, rising in spans]
    line = place_phonemes(speech, espeak_library.transcribe_text)
    assert [line.text[place] for place in line.rising] == places
    if places:
        assert line.rising == (line.text.rindex("?"),)
