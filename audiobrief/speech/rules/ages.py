"""Ages on signs and tariffs: `enfants (-12 ans)` « moins de douze ans », `les + 65 ans` « les plus de »."""

import re

from audiobrief.speech.rule import Context, Rule, Said

_GAP = "[ \u00a0\u202f]"
_AGE = rf"(?=\d{{1,3}}{_GAP}?(?:ans|kg)\b)"
# A dash with a space behind it may part two thoughts: only after these words does it stand before an age.
_AGED = r"(?i:(?<=\bles )|(?<=\bdes )|(?<=\baux )|(?<=gratuit )|(?<=enfants )|(?<=jeunes )|(?<=adultes ))"


def _than(match: re.Match[str], context: Context) -> Said:
    if context.word_before(match.start()).lower() in ("de", "à", "est"):
        return None
    return "plus de " if "+" in match[0] else "moins de "


RULES = (
    Rule(
        "age",
        re.compile(rf"(?:(?<![^\s(])[-−+]{_AGE}|(?:(?<=\()|{_AGED})[-−–+]{_GAP}{_AGE})"),
        _than,
        needs=frozenset("-−–+"),
    ),
)
