"""Whether French can say a run of letters as a word.

Syllable by syllable: an onset that French allows, a vowel, at most one closing consonant inside the word, an ending
that French allows (onsets and codas as inventoried by Dell, Lingua 95, 1995).
"""

import re

_ONSET = r"(?:(?:[bcfgkpv][lr]|[dt]r|s[cpt]r?|sk|sl|sm|sn|ch|ph|th|gn|qu|gu|ps|pn|[bcçdfghjklmnpqrstvwxyz]))"
_NUCLEUS = r"(?:eau|ou[iïéeè]e?|[ao]ie|ieu[rsx]?|ueu[rsx]?|[uioe]ée|[aeiouyàâäéèêëîïôöùûü]{1,2})"
_CODA = r"(?:[bcdfgklmnprstxz])"
_ENDING = r"(?:[bcdfgklmnprstvxz]|[cdfglnprt]s|[rn][cdt]s?|ngs?|sts?|ct|lf|lt|rm|rn|rg|sm|ff|ll|ss|tt|ck|ch)?"
_WORD = re.compile(rf"{_ONSET}?{_NUCLEUS}(?:{_CODA}?{_ONSET}{_NUCLEUS})*{_ENDING}")


def pronounceable(word: str) -> bool:
    """Whether a lower-case word of at most 20 letters can be read as French syllables."""
    return len(word) <= 20 and _WORD.fullmatch(word) is not None
