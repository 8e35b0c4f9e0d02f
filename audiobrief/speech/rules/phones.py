"""Telephone numbers: two digits at a time in France, by groups abroad and for toll-free ones, short ones by pairs."""

import re
from collections.abc import Iterable

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import say_cardinal, say_digits
from audiobrief.speech.patterns import DIGITS, GAP, NUMBER_START, SPACES
from audiobrief.speech.rule import Context, Rule, Said

# Between the groups of a number.
_SEPARATOR = rf"[{SPACES}.\-]"
# `+12 500 000` is a growth: a telephone number has more digits than that, most of all in groups of three.
_FEWEST_DIGITS, _FEWEST_DIGITS_BY_THREE = 9, 11
_THOUSANDS = lazy_regex(rf"\+\d{{1,3}}(?:{_SEPARATOR}\d{{3}})+")
# Codes of countries of two digits (ITU-T E.164); the others have three, but for 1 and 7.
_TWO_DIGIT_CODE = lazy_regex(r"2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")
# Round numbers are numbers to call only where one is told to call.
_CALL_BEFORE = lazy_regex(r"(?i)\b(?:appel|compos|joign|numéro|répon|téléphon)\w*(?:\s(?:au|le|du|:))?\s$")


def _say_groups(groups: Iterable[str]) -> str:
    """Groups of digits, separated by colons: their pause tells 60 12 from 72, and is clearer than a comma's."""
    return " : ".join(map(say_digits, groups))


def _split_pairs(number: str) -> list[str]:
    return [number[at : at + 2] for at in range(0, len(number), 2)]


def _say_french(match: re.Match[str], context: Context) -> Said:
    return _say_groups(_split_pairs(re.sub(r"\D", "", match[0])))


def _say_toll_free(match: re.Match[str], context: Context) -> Said:
    return f"zéro {_say_groups(match.groups())}"


def _say_directory(match: re.Match[str], context: Context) -> Said:
    return _say_groups(match.groups())


def _say_international(match: re.Match[str], context: Context) -> Said:
    digits = len(re.findall(r"\d", match[0]))
    if digits < _FEWEST_DIGITS or (digits < _FEWEST_DIGITS_BY_THREE and _THOUSANDS.fullmatch(match[0])):
        return None
    if match[0][1:].isdecimal():
        return f"plus {_say_groups(_split_unparted(match[0][1:]))}"
    groups = re.findall(r"\d+", match[0].replace("(0)", " "))
    pairs = (part for group in groups for part in (_split_pairs(group) if len(group) > 3 else [group]))
    return f"plus {_say_groups(pairs)}"


def _say_dialled(match: re.Match[str], context: Context) -> Said:
    """`0033140203040`: as it is dialled, with the zeros before the code of the country."""
    return f"zéro zéro {_say_groups(_split_unparted(match['number']))}"


def _split_unparted(digits: str) -> list[str]:
    """`33140203040`: the code of a country, then pairs, after a first digit alone where their number is odd."""
    cut = 1 if digits[0] in "17" else 2 if _TWO_DIGIT_CODE.match(digits) else 3
    code, rest = digits[:cut], digits[cut:]
    return [code, *([rest[0]] if len(rest) % 2 else []), *_split_pairs(rest[len(rest) % 2 :])]


def _say_short(match: re.Match[str], context: Context) -> Said:
    following = context.find_words_after(match.end(), 1)
    round_number = match[1].endswith("00")
    if round_number and not _CALL_BEFORE.search(context.text, max(0, match.start() - 24), match.start()):
        return None
    if following and following[0].endswith("s") and len(following[0]) > 3:
        return None
    return f"{say_cardinal(int(match[1][:2]))} {say_digits(match[1][2:])}"


RULES = (
    Rule(
        "phone",
        lazy_regex(
            rf"""
            (?<![\w+])\+\d{{1,3}}                   # +33
            (?:{_SEPARATOR}?\(0\))?                 # (0)
            (?:{_SEPARATOR}?\d{{1,4}}){{3,6}}       # 6 12 34 56 78
            (?!\d)
            """,
            re.X,
        ),
        _say_international,
        needs=DIGITS,
    ),
    Rule(
        "phone",
        # 0033140203040
        lazy_regex(rf"{NUMBER_START}00(?=[1-9])(?P<number>\d{{9,13}})(?!\d)"),
        _say_dialled,
        needs=DIGITS,
    ),
    Rule(
        "phone",
        # 0 800 130 000
        lazy_regex(rf"{NUMBER_START}0{_SEPARATOR}?(8\d\d){_SEPARATOR}?(\d{{3}}){_SEPARATOR}?(\d{{3}})(?!\d)"),
        _say_toll_free,
        needs=DIGITS,
    ),
    Rule(
        "phone",
        # 022 730 61 11, as in Switzerland; 0475/12 34 56, as in Belgium
        lazy_regex(
            rf"{NUMBER_START}(?:0\d\d{_SEPARATOR}\d{{3}}{_SEPARATOR}\d\d{_SEPARATOR}\d\d"
            rf"|0\d{{1,3}}\s?/\s?\d\d\d?(?:{_SEPARATOR}\d\d){{2}})(?!\d)"
        ),
        lambda match, context: _say_groups(re.findall(r"\d+", match[0])),
        needs=DIGITS,
    ),
    Rule(
        "phone",
        # 04 77 21 60 12
        lazy_regex(rf"{NUMBER_START}(?!\d\d-\d\d-\d{{4}}[{SPACES}])0[1-9](?:{_SEPARATOR}?\d\d){{4}}(?!\d)"),
        _say_french,
        needs=DIGITS,
    ),
    Rule(
        "phone",
        lazy_regex(
            r"""
            (?i:(?<=\ble\s)|(?<=\bau\s)|(?<=\bdu\s)|(?<=plateforme\s)|(?<=ligne\s))
            (3[0-9]\d\d)                                                       # le 3919
            (?!\d|[,.]\d|\s?[€$%£°]|\s(?:m|km|mètres|euros)\b)       # but no amount: le 3900 m
            """,
            re.X,
        ),
        _say_short,
        needs=DIGITS,
    ),
    Rule(
        "phone",
        lazy_regex(
            rf"""
            (?i:(?<=\ble\s)|(?<=\bau\s)|(?<=\bdu\s)|(?<=numéro\s))
            (11[68]){GAP}(\d{{3}})(?!\d)          # le 118 218, le 116 117
            """,
            re.X,
        ),
        _say_directory,
        needs=DIGITS,
    ),
    Rule(
        "phone",
        lazy_regex(
            r"""
            (?i:(?<=numéro\s)|(?<=composez\s)|(?<=appelez\s)|(?<=numéro\s:\s))
            (3[0-9]\d\d)(?!\d)
            """,
            re.X,
        ),
        _say_short,
        needs=DIGITS,
    ),
)
