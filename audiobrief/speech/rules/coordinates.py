"""Places on the globe: `48° 51′ 24″ N` « quarante-huit degrés cinquante et une minutes vingt-quatre secondes nord »."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import Quantity, parse_quantity
from audiobrief.speech.patterns import GAP, NUMBER_START
from audiobrief.speech.rule import Context, Rule, Said

_PRIME, _DOUBLE_PRIME = "[’'′]", r"(?:[’']{2}|[\"″”])"
_SIDE = r"(?:[NSEOW](?![\w.’'])|[NSEOW](?=\.(?:\s|$)))"
_SIDES = {"N": "nord", "S": "sud", "E": "est", "O": "ouest", "W": "ouest"}


def _parse_decimal(written: str) -> Quantity:
    """A number whose full stop always marks decimals: `21.398`."""
    return parse_quantity(written.replace(".", ","))


def _say_place(match: re.Match[str], context: Context) -> Said:
    degrees = _parse_decimal(match["degrees"])
    parts = [f"{degrees.say()} degré{'s' if degrees.plural else ''}"]
    for name, noun in (("minutes", "minute"), ("seconds", "seconde")):
        if written := match[name]:
            number = _parse_decimal(written)
            parts.append(f"{number.say(feminine=True)} {noun}{'s' if number.plural else ''}")
    if side := match["side"]:
        parts.append(_SIDES.get(side, side.lower()))
    return " ".join(parts)


def _say_decimal_place(match: re.Match[str], context: Context) -> Said:
    """`GPS : 48.117, -1.678`: in degrees, whose full stops mark decimals."""
    return ", ".join(_parse_decimal(match[name]).say() for name in ("latitude", "longitude"))


RULES = (
    Rule(
        "place",
        # 48.1173, -1.6778
        lazy_regex(
            r"(?:(?<=GPS\s)|(?<=GPS\s:\s)|(?=[-−]?\d{1,3}\.\d{4}))(?<![\w.,])(?P<latitude>[-−]?\d{1,3}\.\d{3,7})"
            r"\s?[,;]\s?(?P<longitude>[-−]?\d{1,3}\.\d{3,7})(?![\w]|[.,]\d)"
        ),
        _say_decimal_place,
        needs=frozenset(",;"),
        has_digits=True,
    ),
    Rule(
        "place",
        lazy_regex(
            rf"""
            {NUMBER_START}(?P<degrees>[-−]?\d{{1,3}}(?:[.,]\d{{1,6}})?){GAP}[°º]{GAP}
            (?:(?P<minutes>\d{{1,2}}(?:[.,]\d{{1,4}})?){GAP}{_PRIME}{GAP}                        # 51′
              (?:(?P<seconds>\d{{1,2}}(?:[.,]\d{{1,3}})?){GAP}{_DOUBLE_PRIME}{GAP})?             # 24″
              |(?={_SIDE}))                                                                  # 12° N
            (?P<side>{_SIDE}|(?(minutes)(?i:nord|sud|est|ouest)\b|(?!)))?
            """,
            re.X,
        ),
        _say_place,
        needs=frozenset("°º"),
        has_digits=True,
    ),
)
