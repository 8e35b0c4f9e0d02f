"""Any number no other rule has claimed."""

import re

from audiobrief.speech.gender import counts_feminine
from audiobrief.speech.numbers import NUMBER, SIGN, digits, of, quantity
from audiobrief.speech.rule import DIGITS, Context, Rule, Said

# After a singular article a number is a name: « au vingt et un rue des Lilas ».
_SINGULAR = {"le", "au", "du", "ce"}
_FINAL_S = re.compile(r"(vingt|cent)s$")


def _cardinal(match: re.Match[str], context: Context) -> Said:
    number = quantity(match["number"])
    before = context.word_before(match.start()).lower()
    named = before in context.lexicon.words["identifiers"]
    ends_in_one = number.whole.endswith("1")
    said = number.say(
        feminine=ends_in_one and not named and before not in _SINGULAR and counts_feminine(context, match.end("number"))
    )
    if named:
        # A numeral that ranks and does not count stays invariable: page quatre-vingt (Grevisse, § 598).
        said = _FINAL_S.sub(r"\1", said)
    following = context.words_after(match.end(), 1)
    if following and following[0].lower() in ("mille", "cents"):
        # vingt and cent take no s before mille (Grevisse, § 597).
        said = _FINAL_S.sub(r"\1", said)
    if number.round_million and following and not named and match["gap"] and not _LINK.fullmatch(following[0].lower()):
        noun = following[0]
        if noun.lower() in context.lexicon.words["aspirated_h"]:
            return f"{said} de "
        return f"{said} {of(noun).removesuffix(noun)}"
    return said + (match["gap"] or "")


_LINK = re.compile(r"de|d[’'].*|et|ou|à|en|pour|dans|sur|par|avec|contre|selon|aux?|est|a|ont")


def _other_script(match: re.Match[str], context: Context) -> Said:
    """Figures of another script (Arabic, Devanagari), which the other rules do not look for."""
    return digits(str(int(match[0])))


RULES = (
    Rule("cardinal", re.compile(r"(?:(?![0-9])\d){1,18}"), _other_script),
    Rule(
        "cardinal", re.compile(rf"(?P<number>{SIGN}?{NUMBER})(?P<gap>[ \u00a0\u202f\u2009])?"), _cardinal, needs=DIGITS
    ),
)
