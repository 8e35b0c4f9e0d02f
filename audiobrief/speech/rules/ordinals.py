"""Ordinals in figures: 1er, 1re, 2e, 2nd, 21e, 1ers, 9ème."""

import re

from audiobrief.speech.numbers import INTEGER, ordinal, quantity
from audiobrief.speech.rule import DIGITS, Context, Rule, Said

_SUPERSCRIPT = str.maketrans("ᵉʳᵈⁿˢᵐ", "erdnsm")


def _ordinal(match: re.Match[str], context: Context) -> Said:
    number = int(quantity(match["number"]).whole)
    ending = match["ending"].lower().translate(_SUPERSCRIPT)
    plural = "s" if ending.endswith("s") else ""
    if ending.startswith(("nd", "d")):
        return f"second{'e' if 'de' in ending else ''}{plural}" if number == 2 else None
    if number == 1:
        feminine = ending.startswith(("re", "ère", "ere", "ière"))
        if not feminine and not ending.startswith("er"):
            return None
        return f"{ordinal(1, feminine=feminine)}{plural}"
    if ending.startswith(("er", "re", "ère", "ere")):
        return None
    return f"{ordinal(number)}{plural}"


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
