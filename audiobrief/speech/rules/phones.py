"""Telephone numbers: two digits at a time in France, by groups abroad and for free ones, short ones by pairs."""

import re
from collections.abc import Iterable

from audiobrief.speech.numbers import cardinal, digits
from audiobrief.speech.rule import DIGITS, Context, Rule, Said

_NOT_COUNTED = r"(?!\d|[,.]\d|\s?[€$%£°]|[\s\u00a0\u202f](?:m|km|mètres|euros)\b)"
_GAP = r"[ .\-\u00a0\u202f\u2009]"


# `+12 500 000` is a growth: so few figures, in groups of three, are no telephone number.
_FEWEST, _FEWEST_BY_THREE = 9, 11
_THOUSANDS = re.compile(rf"\+\d{{1,3}}(?:{_GAP}\d{{3}})+")


def _said(groups: Iterable[str]) -> str:
    """Groups of digits, parted by colons: their pauses tell 60 12 from 72, and are understood better than commas'."""
    return " : ".join(map(digits, groups))


def _pairs(number: str) -> list[str]:
    return [number[at : at + 2] for at in range(0, len(number), 2)]


def _french(match: re.Match[str], context: Context) -> Said:
    return _said(_pairs(re.sub(r"\D", "", match[0])))


def _toll(match: re.Match[str], context: Context) -> Said:
    return f"zéro {_said(match.groups())}"


def _international(match: re.Match[str], context: Context) -> Said:
    figures = len(re.findall(r"\d", match[0]))
    if figures < _FEWEST or (figures < _FEWEST_BY_THREE and _THOUSANDS.fullmatch(match[0])):
        return None
    groups = re.findall(r"\d+", re.sub(r"\(0\)", "", match[0]))
    return f"plus {_said(part for group in groups for part in (_pairs(group) if len(group) > 3 else [group]))}"


# Round figures are a number to call only where one is told to call.
_CALLED = re.compile(r"(?i)\b(?:appel|compos|joign|numéro|répon|téléphon)\w*(?: (?:au|le|du|:))? $")


def _short(match: re.Match[str], context: Context) -> Said:
    following = context.words_after(match.end(), 1)
    counted = match[1].endswith("00") and not _CALLED.search(context.text, max(0, match.start() - 24), match.start())
    if counted or (following and following[0].endswith("s") and len(following[0]) > 3):
        return None
    return f"{cardinal(int(match[1][:2]))} {digits(match[1][2:])}"


RULES = (
    Rule(
        "phone",
        re.compile(rf"(?<![\w+])\+\d{{1,3}}(?:{_GAP}?\(0\))?(?:{_GAP}?\d{{1,4}}){{3,6}}(?!\d)"),
        _international,
        needs=DIGITS,
    ),
    Rule(
        "phone",
        re.compile(rf"(?<![\w.,])0{_GAP}?(8\d\d){_GAP}?(\d{{3}}){_GAP}?(\d{{3}})(?!\d)"),
        _toll,
        needs=DIGITS,
    ),
    Rule("phone", re.compile(rf"(?<![\w.,])0[1-9](?:{_GAP}?\d\d){{4}}(?!\d)"), _french, needs=DIGITS),
    Rule(
        "phone",
        re.compile(r"(?i:(?<=\ble )|(?<=\bau )|(?<=\bdu )|(?<=plateforme )|(?<=ligne ))(3[0-9]\d\d)" + _NOT_COUNTED),
        _short,
        needs=DIGITS,
    ),
    Rule(
        "phone",
        re.compile(r"(?i:(?<=\ble )|(?<=\bau )|(?<=\bdu )|(?<=numéro ))(11[68])[ \u00a0\u202f]?(\d{3})(?!\d)"),
        lambda match, context: _said(match.groups()),
        needs=DIGITS,
    ),
    Rule(
        "phone",
        re.compile(r"(?i:(?<=numéro )|(?<=composez )|(?<=appelez )|(?<=numéro : ))(3[0-9]\d\d)(?!\d)"),
        _short,
        needs=DIGITS,
    ),
)
