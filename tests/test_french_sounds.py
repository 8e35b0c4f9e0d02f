"""The signs of French sounds, and how French spells them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.french_sounds import CONSONANTS, VOWELS, explain_phonemes, normalize_phonemes, respell_phonemes


@pytest.mark.parametrize(
    ("written", "phonemes"),
    [
        ("ʃœlʃɛʁ", "ʃœlʃɛʁ"),
        ("/ʁɛ̃s/", "ʁɛ\u0303s"),
        ("ʁɛ\u0303s", "ʁɛ\u0303s"),  # a tilde of its own
        ("ˈma.ʁi", "maʁi"),  # stress and syllables
        ("garaʒ", "ɡaʁaʒ"),  # g and r of a keyboard
        ("nɥi", "nyi"),
        ("bõ", "bɔ\u0303"),
        ("t͡ʃad", "tʃad"),
    ],
)
def test_phonemes_are_written_in_the_signs_that_voices_know(written, phonemes):
    assert normalize_phonemes(written) == phonemes and explain_phonemes(written) is None


@pytest.mark.parametrize(
    ("written", "signs"), [("qθa", "'qθ'"), ("laþ", "'þ'"), ("1a", "'1'"), ("ʁl", "vowel"), ("a\u0303\u0303", "\u0303")]
)  # fmt: skip
def test_what_is_no_french_sound_is_told_with_the_signs_that_are(written, signs):
    reason = str(explain_phonemes(written))
    assert signs in reason and "ɑ̃" in reason


@pytest.mark.parametrize(
    ("phonemes", "spelled"),
    [
        ("lɔʁmo", "lormo"),
        ("ʁɛ\u0303s", "rinsse"),
        ("ʃœlʃɛʁ", "cheulchère"),
        ("ɡiz", "guize"),
        ("kɛ\u0303pɛʁ", "quinpère"),
        ("asi", "assi"),
        ("azi", "azi"),
        ("ʁwɑ\u0303", "rouan"),
        ("lwa", "loi"),
        ("majɛn", "maïyènne"),
        ("tʃad", "tchade"),
        ("", ""),
    ],
)
def test_phonemes_are_spelled_as_french_reads_them(phonemes, spelled):
    assert respell_phonemes(phonemes) == spelled


@given(st.lists(st.sampled_from([*VOWELS, *CONSONANTS]), min_size=1))
def test_every_sound_is_spelled_in_letters(sounds):
    phonemes = normalize_phonemes("".join(sounds))
    spelled = respell_phonemes(phonemes)
    assert spelled and set(spelled) <= set("abcdefghijklmnopqrstuvwxyzéèâïú")
