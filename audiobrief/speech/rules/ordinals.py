"""Ordinals in figures: 1er, 1re, 2e, 2nd, 21e, 1ers, 9ème."""

import re

from audiobrief.speech.gender import is_feminine
from audiobrief.speech.numbers import INTEGER, ordinal, quantity
from audiobrief.speech.rule import DIGITS, Context, Rule, Said

_SUPERSCRIPT = str.maketrans("ᵉʳᵈⁿˢᵐ", "erdnsm")


def _ordinal(match: re.Match[str], context: Context) -> Said:
    number = int(quantity(match["number"]).whole)
    ending = match["ending"].lower().translate(_SUPERSCRIPT)
    plural = "s" if ending.endswith("s") else ""
    if number == 2 and ending.startswith(("nd", "d")):
        return f"second{'e' if 'de' in ending else ''}{plural}"
    if ending.startswith("d"):
        return None
    if number == 1:
        feminine = ending.startswith(("re", "ère", "ere")) or (
            not ending.startswith("er") and _ranks_feminine(match, context)
        )
        return f"{ordinal(1, feminine=feminine)}{plural}"
    # Whatever ending was written: `3ère` and `3nd` are as common as they are wrong.
    return f"{ordinal(number)}{plural}"


_FEMININE_BEFORE = {"la", "une", "cette", "sa", "ma", "ta"}


def _ranks_feminine(match: re.Match[str], context: Context) -> bool:
    """Whether what an ordinal without a gender of its own (`1e`, `1ème`) ranks is feminine."""
    following = context.words_after(match.end(), 1)
    return context.word_before(match.start()).lower() in _FEMININE_BEFORE or bool(
        following and is_feminine(following[0])
    )


def _nth(match: re.Match[str], context: Context) -> Said:
    return "énième"


RULES = (
    Rule(
        "ordinal",
        re.compile(
            rf"(?<![\w.,])(?P<number>{INTEGER})(?: (?=(?:[eè]me|ère|e|er)\s[a-zà-ÿ]))?"
            r"(?P<ending>(?:ers?|[eè]res?|res?|nde?s?|des?|d|i?[eè]mes?|es?|ᵉʳˢ?|ʳᵉˢ?|ⁿᵈᵉ?|ᵈᵉ|ᵉˢ?)|"
            r"ÈMES?|EMES?|ÈRE|ERE|ERS|NDE|ND|ER|RE|E)(?![\wà-ÿ’'])"
        ),
        _ordinal,
        needs=DIGITS,
    ),
    Rule("ordinal", re.compile(r"(?<![\w])[nN](?:-?i?[eè]me)(?!\w)"), _nth, needs=frozenset("nN")),
)
