"""What nothing links with: an aspirated h, half vowels that begin a word, « onze »."""

import pytest

from audiobrief.pronunciation.aspiration import is_aspirated

# A word, its phonemes, and whether nothing links with it (« les haricots », « le yaourt », « le onze »).
CASES = [
    ("haricot", "", True),
    ("homme", "", False),
    ("Hélène", "", False),
    ("Hambourg", "", True),
    ("yaourt", "jauʁt", True),
    ("yeux", "jø", False),
    ("yeuse", "jøz", False),
    ("Yonne", "jɔn", False),
    ("Yalta", "jalta", True),
    ("ypérite", "ipeʁit", False),
    ("Yvetot", "ivto", False),
    ("week-end", "wikɛnd", True),
    ("wagon", "vaɡɔ̃", False),
    ("yaourt", "", False),
    ("onze", "ɔ̃z", True),
    ("onzième", "ɔ̃zjɛm", True),
    ("oui", "wi", True),
    ("ouïe", "wi", False),
    ("uhlan", "ylɑ̃", True),
    ("usine", "yzin", False),
]


@pytest.mark.parametrize(("word", "phonemes", "aspirated"), CASES)
def test_whether_nothing_links_with_a_word(word, phonemes, aspirated):
    assert is_aspirated(word, phonemes) is aspirated
