"""Any number that no other rule has claimed."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.gender import counts_feminine
from audiobrief.speech.numbers import drop_plural, parse_quantity, say_digits, say_of
from audiobrief.speech.patterns import DIGITS, NUMBER, SIGN, SPACE
from audiobrief.speech.rule import Context, Rule, Said

# After a singular article a number is a name: « au vingt et un rue des Lilas ».
_SINGULAR = {"le", "au", "du", "ce"}
# Years: `1980 a vu`; in others than these, and with a space, a number counts.
_YEAR = lazy_regex(r"1[1-9]\d\d|20\d\d")
# `n° 80`, `RN 80`
_NUMBERED_BEFORE = lazy_regex(r"(?:[nN][°ºᵒ]|\b(?:RN|RD|CD|N|D|A))\s?$")
# What stands after a round million and is not counted by it: `2 000 000 à Paris`.
_NOT_A_NOUN = lazy_regex(r"de|d[’'].*|et|ou|à|en|pour|dans|sur|par|avec|contre|selon|aux?|est|a|ont")


def _say_cardinal(match: re.Match[str], context: Context) -> Said:
    number = parse_quantity(match["number"])
    before = context.find_word_before(match.start()).lower()
    named = before in context.lexicon.words["identifiers"]
    ends_in_one = number.whole.endswith("1")
    said = number.say(
        feminine=ends_in_one and not named and before not in _SINGULAR and counts_feminine(context, match.end("number"))
    )
    following = context.find_words_after(match.end(), 1)
    year = _YEAR.fullmatch(match["number"]) and not (following and following[0].endswith(("s", "x")))
    if named or year or _NUMBERED_BEFORE.search(context.get_text_before(match.start(), 4)):
        # A numeral that ranks and does not count stays invariable: page quatre-vingt (Grevisse, § 598).
        said = drop_plural(said)
    if following and following[0].lower() in ("mille", "cents"):
        said = drop_plural(said)
    counted = number.round_million and following and not named and match["gap"]
    if counted and not _NOT_A_NOUN.fullmatch(following[0].lower()):
        noun = following[0]
        if noun.lower() in context.lexicon.words["aspirated_h"]:
            return f"{said} de "
        return f"{said} {say_of(noun).removesuffix(noun)}"
    return said + (match["gap"] or "")


def _say_other_script(match: re.Match[str], context: Context) -> Said:
    """Digits of another script (Arabic, Devanagari), which the other rules do not look for."""
    return say_digits(str(int(match[0])))


RULES = (
    Rule("cardinal", lazy_regex(r"(?:(?![0-9])\d){1,18}"), _say_other_script),
    Rule("cardinal", lazy_regex(rf"(?P<number>{SIGN}?{NUMBER})(?P<gap>{SPACE})?"), _say_cardinal, needs=DIGITS),
)
