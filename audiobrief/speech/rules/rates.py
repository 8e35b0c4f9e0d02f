"""Rates: what stands behind a slash after a quantity. `12 euros/kg` « douze euros par kilo », `31 mm/24h`
« en vingt-quatre heures », `1 train/2` « un train sur deux »."""

import re

from audiobrief.speech.numbers import GAP, NUMBER, cardinal, quantity
from audiobrief.speech.rule import Context, Piece, Rule, Said

# What is written short behind a slash.
SHORT = {
    "j": "jour", "sem.": "semaine", "sem": "semaine", "pers.": "personne", "pers": "personne", "hab.": "habitant",
    "h": "heure", "min": "minute", "l": "litre", "L": "litre", "kg": "kilo", "g": "gramme", "t": "tonne",
    "m²": "mètre carré", "m2": "mètre carré", "m³": "mètre cube", "m3": "mètre cube", "km²": "kilomètre carré",
    "km2": "kilomètre carré", "km": "kilomètre", "ha": "hectare", "kWh": "kilowattheure", "MWh": "mégawattheure",
    "kW": "kilowatt", "m": "mètre", "b": "baril", "oz": "once",
}  # fmt: skip
_QUANTITY = rf"(?<![\w.,/]){NUMBER}{GAP}?(?P<what>[kM]?€|c€|[$£]|x|[^\W\d_]{{1,20}}\.?)(?:[²³23](?!\w))?"


def _per(match: re.Match[str], context: Context) -> Said:
    noun = match["noun"] if match["noun"] in SHORT else match["noun"].rstrip(".")
    if f"{match['what']}/{noun}" in context.lexicon.units:
        return None
    said = SHORT.get(noun) or (noun if noun in context.lexicon.words["denominators"] else None)
    return [Piece(match.start("slash"), match.start("noun") + len(noun), f" par {said}")] if said else None


def _of_several(match: re.Match[str], context: Context) -> Said:
    """The slash before figures: what follows says what it means."""
    if match["what"] == "l" and match["amount"]:
        # Litres for a hundred kilometres have a name.
        return None
    if match["amount"]:
        link = " pour " if match["what"].isalpha() and not match["what"].startswith("euro") else " les "
    else:
        link = " en " if match["hours"] else " pour " if match["thousands"] else " sur "
    return [Piece(*match.span("slash"), link)]


def _out_of_thousands(match: re.Match[str], context: Context) -> Said:
    """`12/100 000`: twelve in a hundred thousand; `au 1/10 000` is a scale."""
    if match["top"] == "1" and context.word_before(match.start()).lower() in ("le", "au"):
        return None
    bottom = int(quantity(match["bottom"]).whole)
    return f"{quantity(match['top']).say()} pour {cardinal(bottom)}"


RULES = (
    Rule(
        "rate",
        re.compile(rf"(?<![\w.,/])(?P<top>{NUMBER})\s?/\s?(?P<bottom>10{{0,2}}{GAP}000)(?![\w/]|{GAP}\d{{3}})"),
        _out_of_thousands,
        needs=frozenset("/"),
    ),
    Rule(
        "rate",
        re.compile(rf"{_QUANTITY}(?P<slash>\s?/\s?)(?P<noun>(?:k?m[²³23]|[^\W\d_]+)\.?)(?![\w²³/’'])"),
        _per,
        scans=True,
        needs=frozenset("/"),
    ),
    Rule(
        "rate",
        re.compile(
            rf"{_QUANTITY}(?P<slash>\s?/\s?)"
            rf"(?:(?P<hours>\d{{1,2}}{GAP}?h\b)|(?P<amount>\d{{1,3}}(?:{GAP}000)?{GAP}?(?:g|kg|ml|cl|l|L|km)\b)"
            rf"|(?P<thousands>10{{0,2}}{GAP}?000(?!\d))|(?P<several>[2-9]|\d\d)(?!{GAP}?[€$£%°A-Z]|{GAP}?\w*s\b|\w|[.,/]\d))"
        ),
        _of_several,
        scans=True,
        needs=frozenset("/"),
    ),
    Rule(
        "rate",
        re.compile(r"(?<![\w.,/])\d{1,3}(?:e|er|re|ème)(?P<slash>/)(?P<several>\d{1,3})(?![\w/])"),
        lambda match, context: [Piece(*match.span("slash"), " sur ")],
        scans=True,
        needs=frozenset("/"),
    ),
)
