"""Any number that no other rule has claimed."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.gender import counts_feminine
from audiobrief.speech.numbers import Quantity, drop_plural, parse_quantity, say_digits, say_of
from audiobrief.speech.patterns import DIGITS, NUMBER, NUMBER_START, SIGN, SPACE
from audiobrief.speech.rule import Context, Rule, Said

# After a singular article a number is a name: « au vingt et un rue des Lilas ».
_SINGULAR = {"le", "au", "du", "ce"}
# Years: `1980 a vu`; in others than these, and with a space, a number counts.
_YEAR = lazy_regex(r"1[1-9]\d\d|20\d\d")
# `n° 80`, `RN 80`
_NUMBERED_BEFORE = lazy_regex(r"(?:[nN][°ºᵒ]|\b(?:RN|RD|CD|N|D|A))\s?$")
# What has no parts, so that a comma before three digits marks thousands.
_COUNTED_WHOLE = (
    r"(?:hommes|femmes|personnes|habitants|soldats|prisonniers|chevaux|morts|blessés|exemplaires|ouvriers|élèves|enfants|"
    r"cavaliers|fantassins|volumes|abonnés|emplois|salariés|spectateurs|victimes|logements|maisons|étudiants|bêtes)"
)
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


def _say_thousands(match: re.Match[str], context: Context) -> Said:
    """`1,500 hommes`: nobody counts men by halves."""
    number = Quantity(match["thousands"] + match["rest"])
    return number.say(feminine=counts_feminine(context, match.end()))


RULES = (
    Rule(
        "cardinal",
        # 1,500 hommes, as old prints and English ones part thousands
        lazy_regex(rf"{NUMBER_START}(?P<thousands>[1-9]\d{{0,2}}),(?P<rest>\d{{3}})(?={SPACE}{_COUNTED_WHOLE}\b)"),
        _say_thousands,
        needs=frozenset(","),
        has_digits=True,
    ),
    Rule("cardinal", lazy_regex(r"[^\D0-9]{1,18}"), _say_other_script),
    Rule("cardinal", lazy_regex(rf"(?P<number>{SIGN}?{NUMBER})(?P<gap>{SPACE})?"), _say_cardinal, needs=DIGITS),
)
