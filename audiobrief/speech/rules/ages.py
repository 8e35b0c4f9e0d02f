"""Ages on signs and price lists: `enfants (-12 ans)` « moins de douze ans », `les + 65 ans` « les plus de »."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.patterns import GAP, SPACE
from audiobrief.speech.rule import Context, Rule, Said

_AGE_FOLLOWS = rf"(?=\d{{1,3}}{GAP}(?:ans|kg)\b)"
# A dash with a space after it may separate two thoughts: only after these words does it stand before an age.
_PEOPLE_BEFORE = (
    r"(?i:(?<=\bles\s)|(?<=\bdes\s)|(?<=\baux\s)|(?<=gratuit\s)|(?<=enfants\s)|(?<=jeunes\s)|(?<=adultes\s))"
)


def _say_comparison(match: re.Match[str], context: Context) -> Said:
    if context.find_word_before(match.start()).lower() in ("de", "à", "est"):
        return None
    return "plus de " if "+" in match[0] else "moins de "


RULES = (
    Rule(
        "age",
        lazy_regex(
            rf"""
            (?<![^\s(])[-−+]{_AGE_FOLLOWS}                                 # (-12 ans), +65 ans
            |(?:(?<=\()|{_PEOPLE_BEFORE})[-−–+]{SPACE}{_AGE_FOLLOWS}       # les + 65 ans
            """,
            re.X,
        ),
        _say_comparison,
        needs=frozenset("-−–+"),
        has_digits=True,
    ),
)
