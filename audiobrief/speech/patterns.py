"""The pieces that the patterns of the rules are made of.

Long patterns are written with `re.X`. A space that is to be matched is `SPACE`, `GAP` or `\\s`, never a blank:
typographers and web pages set no-break and thin spaces where others type a plain one.
"""

import re
from collections.abc import Iterable

from audiobrief.lazy_regex import lazy_regex

# What goes inside brackets: f"[{UPPERS}«]".
SPACES = " \u00a0\u202f\u2009\u2007"  # plain, no-break, narrow no-break, thin, figure
UPPERS = "A-ZÀ-ÖØ-ÞŒŸ"
LOWERS = "a-zß-öø-ÿœ"

# Any space that does not end the line. (A class of those above takes Python fifteen times as long to compile.)
SPACE = r"[^\S\t\r\n]"
# Between a number and what it counts a space may be missing.
GAP = f"{SPACE}?"
UPPER = f"[{UPPERS}]"
LOWER = f"[{LOWERS}]"
# Any letter. Unlike `[^\W\d_]` it leaves out the superscripts and fractions that Unicode counts as word characters.
LETTER = r"[^\W\d_²³¹ªº¼-¾⁰-₟⅐-ↈ]"
# Any letter, as Unicode has it.
WORD_LETTER = r"[^\W\d_]"
HYPHEN = "[-–]"
APOSTROPHE = "[’']"
TIMES_SIGN = "[x×]"

# Where a match may begin and end.
WORD_START = r"(?<!\w)"
WORD_END = r"(?!\w)"
# Not after a letter, a digit or a full stop.
ABBREVIATION_START = r"(?<![\w.])"
# Not inside another number.
NUMBER_START = r"(?<![\w.,])"
# Nor after a slash: not inside a quotient.
QUOTIENT_START = r"(?<![\w.,/])"
# Nor after a slash or a hyphen: not inside a range.
RANGE_START = r"(?<![\w.,/-])"
# A group of three digits follows, so that the number goes on.
MORE_THOUSANDS = rf"{SPACE}\d{{3}}(?!\d)"

# Thousands are separated by spaces, or by apostrophes in Switzerland.
_THOUSANDS_SEPARATOR = f"[{SPACES}'’]"
# Longer runs of digits have a rule of their own, so that a page of digits costs no more than a page of words.
LONGEST_NUMBER = 40
INTEGER = (
    rf"(?:(?!0\d)\d{{1,3}}(?:{_THOUSANDS_SEPARATOR}\d{{3}}){{1,7}}(?!\d)"  # 12 500, 12'500
    r"|\d{1,3}(?:\.\d{3}){2,7}(?!\d)"  # 12.500.000
    r"|\d{1,3}(?:,\d{3}){2,7}(?!\d)"  # 12,500,000, as in English
    rf"|\d{{1,{LONGEST_NUMBER}}}(?!\d))"
)
NUMBER = (
    r"(?:[1-9]\d{0,2}(?:\.\d{3}){1,5},\d{1,3}(?!\d)"  # 12.500,75
    rf"|{INTEGER}(?:[.,]\d{{1,{LONGEST_NUMBER}}}(?!\d))?)"  # 12 500,75
)
# A sign stands after a space, an opening mark or nothing; elsewhere a hyphen joins two numbers.
SIGN = r"(?:(?<![^\s(\[«“\"’'<>])[-−–]|(?<![^\s(\[«“\"’'<>])\+)"
DIGITS = frozenset("0123456789")
CAPITALS = frozenset(letter for letter in map(chr, range(ord("A"), ord("Ž") + 1)) if letter.isupper())

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
MONTH = rf"(?:{'|'.join(MONTHS)}|fevrier|aout|decembre)\b"
WEEKDAY = "(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
# Kinds of streets, after which two numbers with a slash are two house numbers.
STREET = "(?:rue|avenue|boulevard|place|quai|impasse|allée|chemin|cours|route)"
# What is measured in inches.
SCREEN_BEFORE = lazy_regex(
    r"(?i)\b(?:écrans?|affichages?|télé|téléviseurs?|tv|moniteurs?|dalles?|diagonale|jantes?|roues?|pneus?|tablettes?|portables?"
    r"|smartphones?|(?:480|720|1080|1440|2160)p|full\shd)\b"
)
# Words before which `1/2` is « demi- »: `1/2 écrémé`.
HALVED = "(?:écrémé|sel|gras|complet|teinte|fine?|bouteille)"


def match_any(words: Iterable[str], *, space: str = SPACE) -> str:
    """A pattern for any of `words`, the longest first, so that `km/h` is not read as `km`; for no words, one that never
    matches. `space` is the pattern of a space inside a word.
    """
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", space) for word in longest_first) or "(?!)"
