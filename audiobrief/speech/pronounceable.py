"""Whether French can say a run of letters as a word.

Syllable by syllable: an onset that French allows, a vowel, at most one closing consonant inside the word, an ending
that French allows (onsets and codas as inventoried by Dell, Lingua 95, 1995).
"""

import re

_ONSET = r"(?:(?:[bcfgkpv][lr]|[dt]r|s[cpt]r?|sk|sl|sm|sn|ch|ph|th|gn|qu|gu|ps|pn|[bcçdfghjklmnpqrstvwxz]))"
_NUCLEUS = r"(?:eau|oui|[aeiouyàâäéèêëîïôöùûü]{1,2})"
_CODA = r"(?:[bcdfgklmnprstxz])"
_ENDING = r"(?:[bcdfgklmnprstvxz]|ct|ps|rs|ns|ls|rt|st|rd|nt|nd|lt|rm|rn|rc|rg|lf|sm|ff|ll|ss|tt|cs|x|ck|ch|ng)?"
_WORD = re.compile(rf"{_ONSET}?{_NUCLEUS}(?:{_CODA}?{_ONSET}{_NUCLEUS})*{_ENDING}")


def pronounceable(word: str) -> bool:
    """Whether a lower-case word of at most 20 letters can be read as French syllables."""
    return len(word) <= 20 and _WORD.fullmatch(word) is not None
