"""Rates: a quantity, a slash and what it is counted by. `12 euros/kg` « douze euros par kilo », `31 mm/24h`
« en vingt-quatre heures », `1 train/2` « un train sur deux »."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import parse_quantity, say_cardinal
from audiobrief.speech.patterns import GAP, NUMBER, QUOTIENT_START, SPACE, WORD_LETTER
from audiobrief.speech.rule import Context, Piece, Rule, Said, keep_full_stop

# A number and what it counts.
_QUANTITY = rf"""
    {QUOTIENT_START}{NUMBER}{GAP}
    (?P<what>[kM]?€|c€|[$£]|x|{WORD_LETTER}{{1,20}}\.?)
    (?:[²³23](?!\w))?
"""
# Measures that are given again in grams or litres: `1 lb/500 g`, `1 tasse/250 ml`.
_CUSTOMARY = {
    "lb",
    "lbs",
    "oz",
    "po",
    "pouce",
    "pouces",
    "livre",
    "livres",
    "tasse",
    "tasses",
    "once",
    "onces",
    "pinte",
    "chopine",
}
_SLASH = r"(?P<slash>\s?/\s?)"


def _say_per(match: re.Match[str], context: Context) -> Said:
    noun = match["noun"] if match["noun"] in context.lexicon.denominators else match["noun"].rstrip(".")
    if f"{match['what']}/{noun}" in context.lexicon.units:
        return None
    said = context.lexicon.denominators.get(noun)
    if said is None and noun in context.lexicon.words["denominators"]:
        said = noun
    return [Piece(match.start("slash"), match.start("noun") + len(noun), f" par {said}")] if said else None


def _say_slash(match: re.Match[str], context: Context) -> Said:
    """The slash before digits: what follows decides what it means."""
    if match["what"] in ("l", "L", "kWh") and match["amount"]:
        # Litres for a hundred kilometres have a name.
        return None
    if match["amount"] and match["what"].rstrip(".").lower() in _CUSTOMARY:
        return [Piece(*match.span("slash"), " ou ")]
    if match["amount"]:
        link = " pour " if match["what"].isalpha() and not match["what"].startswith("euro") else " les "
    else:
        # A delay from so many hours to so many more; elsewhere so much within them.
        span = " à " if match["what"] == "h" else " en "
        link = span if match["hours"] else " pour " if match["thousands"] else " sur "
    return [Piece(*match.span("slash"), link)]


def _say_out_of_thousands(match: re.Match[str], context: Context) -> Said:
    """`12/100 000`: twelve in a hundred thousand; `au 1/10 000` is a scale."""
    if match["top"] == "1" and context.find_word_before(match.start()).lower() in ("le", "au"):
        return None
    bottom = int(parse_quantity(match["bottom"]).whole)
    return f"{parse_quantity(match['top']).say()} pour {say_cardinal(bottom)}"


def _say_rank(match: re.Match[str], context: Context) -> Said:
    return [Piece(*match.span("slash"), " sur ")]


RULES = (
    Rule(
        "rate",
        # PIB/hab.
        lazy_regex(r"(?<=[A-Z]{2})/(?:hab\.|hab(?!\w)|habitant\b)"),
        lambda match, context: " par habitant" + keep_full_stop(match, context),
        needs_any=("/hab",),
    ),
    Rule(
        "rate",
        lazy_regex(
            rf"""
            {QUOTIENT_START}(?P<top>{NUMBER})\s?/\s?
            (?P<bottom>10{{0,2}}{SPACE}000)             # 12/100 000
            (?![\w/]|{SPACE}\d{{3}})
            """,
            re.X,
        ),
        _say_out_of_thousands,
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "rate",
        lazy_regex(
            rf"""
            {_QUANTITY}{_SLASH}
            (?P<noun>(?:k?m[²³23]|{WORD_LETTER}+)\.?)   # 12 euros/kg, 3 bus/jour
            (?![\w²³/’'])
            """,
            re.X,
        ),
        _say_per,
        scans=True,
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "rate",
        # 95 g de CO2/km
        lazy_regex(
            rf"(?<![\w/-])(?P<what>(?:CO[2₂]|CH[4₄]|N[2₂]O|SO[2₂])(?:[- ]?[eé]q?\.?)?|NOx){_SLASH}"
            rf"(?P<noun>(?:k?m[²³23]|{WORD_LETTER}+)\.?)(?![\w²³/’'])"
        ),
        _say_per,
        scans=True,
        needs=frozenset("/"),
    ),
    Rule(
        "rate",
        lazy_regex(
            rf"""
            {_QUANTITY}{_SLASH}
            (?:(?P<hours>\d{{1,2}}{GAP}h\b)                                            # 31 mm/24h
            |(?P<amount>\d{{1,3}}(?:{SPACE}000)?{GAP}(?:g|kg|ml|mL|cl|l|L|km|cm)\b)          # 3 €/100 g
            |(?P<thousands>10{{0,2}}{GAP}000(?!\d))                                    # 12 cas/100 000
            |(?P<several>[2-9]|\d\d)(?!{GAP}[€$£%°A-Z]|{GAP}\w*s\b|\w|[.,/]\d))        # 1 train/2
            """,
            re.X,
        ),
        _say_slash,
        scans=True,
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "rate",
        # 3e/120
        lazy_regex(rf"{QUOTIENT_START}\d{{1,3}}(?:e|er|re|ème)(?P<slash>/)(?P<several>\d{{1,3}})(?![\w/])"),
        _say_rank,
        scans=True,
        needs=frozenset("/"),
        has_digits=True,
    ),
)
