"""The signs of French sounds."""

import pytest

from audiobrief.french_sounds import CONSONANTS, VOWELS, explain_phonemes, normalize_phonemes


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


def test_the_signs_that_are_named_are_accepted():
    for sign in (*VOWELS, *CONSONANTS):
        assert explain_phonemes(f"a{sign}") is None
