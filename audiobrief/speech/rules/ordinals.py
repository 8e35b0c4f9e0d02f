"""Ordinals in figures: `1er`, `1re`, `2e`, `2nd`, `21e`, `1ers`, `9ème`."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.gender import is_feminine
from audiobrief.speech.numbers import parse_quantity, say_ordinal
from audiobrief.speech.patterns import DIGITS, INTEGER, LOWER, NUMBER_START, WORD_END, WORD_START
from audiobrief.speech.rule import Context, Rule, Said, say_constant

_SUPERSCRIPT = str.maketrans("ᵉʳᵈⁿˢᵐ", "erdnsm")
_FEMININE_BEFORE = {"la", "une", "cette", "sa", "ma", "ta"}


def _say_ordinal(match: re.Match[str], context: Context) -> Said:
    number = int(parse_quantity(match["number"]).whole)
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
        return f"{say_ordinal(1, feminine=feminine)}{plural}"
    # Whatever ending was written: `3ère` and `3nd` are as common as they are wrong.
    return f"{say_ordinal(number)}{plural}"


def _ranks_feminine(match: re.Match[str], context: Context) -> bool:
    """Whether what is ranked by an ordinal without a gender of its own (`1e`, `1ème`) is feminine."""
    following = context.find_words_after(match.end(), 1)
    return context.find_word_before(match.start()).lower() in _FEMININE_BEFORE or bool(
        following and is_feminine(following[0])
    )


RULES = (
    Rule(
        "ordinal",
        lazy_regex(
            rf"""
            {NUMBER_START}(?P<number>{INTEGER})
            (?:\s(?=(?:[eè]me|ère|e|er)\s{LOWER})|\s?\^)?           # 3 ème édition, 3^e
            (?P<ending>
              (?:ers?|[eè]res?|res?|nde?s?|des?|d|i?[eè]mes?|es?    # 1er, 2nde, 21e
              |ᵉʳˢ?|ʳᵉˢ?|ⁿᵈᵉ?|ᵈᵉ|ᵉˢ?)                               # 1ᵉʳ
              |ÈMES?|EMES?|ÈRE|ERE|ERS|NDE|ND|ER|RE|E               # 1ER in capitals
            )
            (?![\w’'])
            """,
            re.X,
        ),
        _say_ordinal,
        needs=DIGITS,
    ),
    # nième
    Rule(
        "ordinal",
        lazy_regex(rf"{WORD_START}[nN](?:-?i?[eè]me){WORD_END}"),
        say_constant("énième"),
        needs_any=("nième", "nieme", "nème", "neme", "n-i", "n-è", "n-e"),
    ),
)
