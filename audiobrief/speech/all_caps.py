"""Words in capitals: which stretches of a text are in capitals for effect, and which letters could be a word."""

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.lexicon import Lexicon
from audiobrief.speech.numbers import parse_roman
from audiobrief.speech.patterns import WORD_LETTER

_SEGMENT = lazy_regex(r"[^.:;!?…\n–—|]+")
_WORD = lazy_regex(rf"{WORD_LETTER}+")
# The share of letters that are capitals.
_MOSTLY = 0.75
# This many words in capitals are a headline, even if each is short.
_FEWEST_WORDS = 3
_SHORTEST_ORDINARY = 5

# Syllables: an onset that French allows, a vowel, at most one closing consonant inside the word, an ending that French
# allows (onsets and codas as inventoried by Dell, Lingua 95, 1995).
_ONSET = r"(?:[bcfgkpv][lr]|[dt]r|s[cpt]r?|sk|sl|sm|sn|ch|ph|th|gn|qu|gu|ps|pn|[bcçdfghjklmnpqrstvwxyz])"
_NUCLEUS = r"(?:eau|i?ou|ou[iïéeèa]e?|[ao]ie|ieu[rsx]?|ueu[rsx]?|[uioe]ée|[aeiouyàâäéèêëîïôöùûü]{1,2})"
_CODA = r"[bcdfgklmnprstxz]"
_ENDING = (
    r"(?:[bcdfgklmnprstvxz]|[cdfglnprt]s|[rn][cdt]s?|ngs?|sts?|ct|lf|lt|rm|rn|rg|sm|ff|ll|mm|nn|pp|ss|tt|tz|ck|ch)?"
)
_SYLLABLES = lazy_regex(rf"{_ONSET}?{_NUCLEUS}(?:{_CODA}?{_ONSET}{_NUCLEUS})*{_ENDING}")
_LONGEST_WORD = 20


def is_pronounceable(word: str) -> bool:
    """Whether a lower-case word of at most 20 letters can be read as French syllables."""
    return len(word) <= _LONGEST_WORD and _SYLLABLES.fullmatch(word) is not None


def find_all_caps(text: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """Character ranges of segments whose letters are mostly capitals and that hold an ordinary word.

    A row of acronyms alone (`ONU, OTAN`) is not a headline: some word must be a function word, or neither listed nor as
    short as an acronym.
    """
    ranges: list[tuple[int, int]] = []
    for segment in _SEGMENT.finditer(text):
        words = _WORD.findall(segment[0])
        if len(words) < 2:
            continue
        # Numerals are in capitals everywhere: `tome XVIII`.
        letters = "".join(word for word in words if len(word) < 2 or not parse_roman(word))
        if not letters or sum(letter.isupper() for letter in letters) < _MOSTLY * len(letters):
            continue
        ordinary = any(_is_ordinary(word, lexicon) for word in words if word.isupper())
        if ordinary or (len(words) >= _FEWEST_WORDS and any(_could_be_word(word, lexicon) for word in words)):
            ranges.append(segment.span())
    return tuple(ranges)


def _could_be_word(word: str, lexicon: Lexicon) -> bool:
    return len(word) >= 3 and word.isupper() and word not in lexicon.acronyms and is_pronounceable(word.lower())


def _is_ordinary(word: str, lexicon: Lexicon) -> bool:
    if len(word) >= 2 and word.lower() in lexicon.words["plain_words"]:
        return True
    return len(word) >= _SHORTEST_ORDINARY and word not in lexicon.acronyms and not parse_roman(word)
