"""Percentages, temperatures and units: only after a number, case as written, plural from two up."""

import re
from collections.abc import Iterable
from dataclasses import replace

from audiobrief.speech.lexicon import Unit, builtin
from audiobrief.speech.numbers import NUMBER, SIGN, count, decimals, fraction, of, quantity
from audiobrief.speech.rule import DIGITS, Context, Rule, Said

_GAP = r"[ \u00a0\u202f\u2009]?"


def _alternatives(symbols: Iterable[str]) -> str:
    """Longest first, so that `km/h` is not read as `km`. Spaces inside a symbol may be of any kind, or missing."""
    longest_first = sorted(symbols, key=len, reverse=True)
    return "|".join(re.escape(symbol).replace(r"\ ", "[ \u00a0\u202f]?") for symbol in longest_first)


def _bare(symbol: str) -> str:
    return "".join(symbol.split())


# Said in halves and thirds, beside spoons.
_PARTED = {"km", "h", "l", "L", "kg", "s"}
_SYMBOLS = {_bare(symbol): symbol for symbol in builtin().units}
_UNIT = _alternatives(builtin().units)
_IN_PARTS = _alternatives(symbol for symbol in builtin().units if symbol in _PARTED or "à" in symbol)
_COMPOUND = _alternatives(symbol for symbol in builtin().units if re.fullmatch(r"[A-Za-zµ]+\.?/[A-Za-z]+[²³]?", symbol))
_WITH_EXPONENT = _alternatives(symbol for symbol in builtin().units if re.fullmatch(r"[A-Za-z]+[²³]", symbol))
# Letters that are as often a name or a plain word as a unit: no space between 5 and V, no guess with one.
_PLUS = r"(?:(?<=\s)\+|(?<=\()\+|^\+)"
_SHY = {"T", "A", "K", "N", "V", "J", "o", "P"}


_PER = {"j": "jour", "sem": "semaine"}


def _unit(written: str, context: Context) -> Unit:
    """The unit whose symbol is written so, whatever the spaces in it."""
    return context.lexicon.units[_SYMBOLS[_bare(written)]]


def _denominator(symbol: str, context: Context) -> str:
    unit = context.lexicon.units.get(symbol)
    return f" par {unit.one if unit else _PER.get(symbol, symbol)}"


def _measure(match: re.Match[str], context: Context) -> Said:
    symbol = match["unit"]
    unit = _unit(symbol, context)
    if match[0] == "2nds" or (
        match[0] == "4L" and context.word_before(match.start()).lower() in ("la", "une", "en", "le")
    ):
        return None
    stop = "." in (match[0][-1], context.text[match.end() : match.end() + 1])
    if symbol == "ch" and stop and len(match["number"]) == 1:
        # Rooms, not horses.
        return None
    number = quantity(match["number"])
    if symbol in _SHY and not re.search(r"\d[ \u00a0\u202f]", match[0]):
        return None
    said = count(number, unit.one, unit.many, feminine=unit.feminine)
    to_the_centimetre = len(number.decimals) == 2 and number.decimals != "00"
    if symbol == "m" and to_the_centimetre and not match["from"] and 1 <= number.value < 100:
        # As heights and lengths are said: « un mètre quatre-vingts ».
        said = f"{count(replace(number, decimals=''), unit.one, unit.many)} {decimals(number.decimals)}"
    if symbol == "m" and to_the_centimetre and not match["from"] and number.value < 1:
        centimetres = replace(number, whole=number.decimals.lstrip("0"), decimals="")
        said = count(centimetres, "centimètre", "centimètres")
    if match["from"]:
        first = quantity(match["from"])
        rising = first.value < number.value
        link = {"-": "à", "–": "à", "/": "à" if rising else "ou"}.get(match["link"], match["link"])
        if match["link"] in "-–" and context.word_before(match.start()) == "à":
            link = ""
        opening = f"{unit.one if not first.plural else unit.many} " if match["twice"] else ""
        said = " ".join(f"{first.say(feminine=unit.feminine)} {opening}{link} {said}".split())
    if match["per"]:
        said += _denominator(match["per"], context)
    return said


_LENGTHS = {"km", "m", "dm", "cm", "mm", "µm", "μm", "nm", "px", "pouces", "m²", "m³", "cm³", "°"}


def _dimensions(match: re.Match[str], context: Context) -> Said:
    """`30 x 40 cm`: thirty by forty."""
    unit = _unit(match["unit"], context)
    numbers = [quantity(part) for part in re.split(r"\s?[x×]\s?", match["sizes"])]
    said = [number.say(feminine=unit.feminine) for number in numbers]
    # `4 × 100 m` is run or swum; `une salle de 12 × 25 m` is as long and as wide.
    repeated = len(numbers) == 2 and match["unit"] == "m" and numbers[0].value <= 12 and numbers[1].value >= 25
    large = context.word_before(match.start()).lower() == "de" and not _SERIES.search(
        context.text, max(0, match.start() - 16), match.start()
    )
    relay = match["unit"] not in _LENGTHS or (repeated and not large)
    return f"{(' fois ' if relay else ' sur ').join(said)} {unit.many}"


_SERIES = re.compile(r"(?i)\b(?:séries?|relais) de $")
_MANY = re.compile(r"(?i)\b(?:les|des|en|aux|quelques|plusieurs|(?:million|milliard|millier|centaine|dizaine)s? de)\s$")


def _part_of(match: re.Match[str], context: Context) -> Said:
    """`1/2 l`, `3/4 h`, `1/100 s`: part of a unit."""
    unit, top, bottom = _unit(match["unit"], context), int(match["top"]), int(match["bottom"])
    if not 0 < top < bottom:
        return None
    if (top, bottom) == (1, 2):
        return f"un{'e' if unit.feminine else ''} demi-{unit.one}"
    return f"{fraction(top, bottom)} {of(unit.one)}"


def _alone(match: re.Match[str], context: Context) -> Said:
    """`le prix du m²`: a unit that only its exponent shows to be one."""
    unit = _unit(match["unit"], context)
    many = _MANY.search(context.text, max(0, match.start() - 24), match.start())
    return unit.many if many else unit.one


_OPENED = re.compile(r"(?<!\w)[\"“](?=[^\"”]*$)")
_SCREEN = re.compile(
    r"(?i)\b(?:écrans?|télé|téléviseurs?|tv|moniteurs?|dalles?|diagonale|jantes?|roues?|pneus?|tablettes?|portables?)\b"
)


def _is_quoted(text: str, position: int) -> bool:
    """Whether a quotation is open at `position`. Only what stands behind the last closing mark is looked through."""
    last = max(text.rfind(mark, 0, position) for mark in '"”')
    return (last >= 0 or text.find("“", 0, position) >= 0) and bool(_OPENED.search(text, max(0, last), position))


def _inches(match: re.Match[str], context: Context) -> Said:
    """`un écran de 6,7"`: inches, where the mark closes no quotation."""
    if _is_quoted(context.text, match.start()):
        return None
    if "," not in match["number"] and not _SCREEN.search(context.text[max(0, match.start() - 40) : match.start()]):
        return None
    number = quantity(match["number"])
    return f"{number.say()} pouce{'s' if number.plural else ''}"


def _behind_power(match: re.Match[str], context: Context) -> Said:
    """`3 × 10⁸ m/s`: what a power of ten counts."""
    return f" {_unit(match['unit'], context).many}"


def _shouted(match: re.Match[str], context: Context) -> Said:
    """`À 500 M`: units are shouted too."""
    if not context.is_shouted(match.start()):
        return None
    unit = _unit(match["unit"].lower(), context)
    return count(quantity(match["number"]), unit.one, unit.many, feminine=unit.feminine)


def _height(match: re.Match[str], context: Context) -> Said:
    """`1m80`: metres, then centimetres as a bare numeral."""
    metres = quantity(match["metres"])
    return f"{metres.say()} mètre{'s' if metres.plural else ''} {quantity(match['rest']).say()}"


# Before dates and hours: `3/4 h`.
PARTS = (
    Rule(
        "sign",
        re.compile(r"\+ ?/ ?[-−–] ?(?=\d)"),
        lambda match, context: "plus ou moins ",
        needs=frozenset("+"),
    ),
    Rule(
        "unit",
        re.compile(
            r"(?<![\w.,/])(?P<top>\d)/(?P<bottom>[2-9]|10|100|1000)[ \u00a0\u202f]"
            rf"(?P<unit>{_IN_PARTS})(?![\w²³/’'])"
        ),
        _part_of,
        needs=frozenset("/"),
    ),
)

RULES = (
    Rule(
        "unit",
        re.compile(r"(?<![\w.,\"”])(?P<number>\d{1,3}(?:,\d{1,2})?)[ \u00a0\u202f]?[\"”″](?!\w)"),
        _inches,
        needs=frozenset('"”″'),
    ),
    Rule(
        "unit",
        re.compile(rf"(?<=[⁰¹²³⁴-⁹]){_GAP}(?P<unit>{_UNIT})(?![\w²³°’'])"),
        _behind_power,
        needs=frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹"),
    ),
    Rule(
        "unit",
        re.compile(r"(?<![\w.,])(?P<metres>\d{1,3}) ?m ?(?P<rest>\d\d)(?!\w|[.,]\d)"),
        _height,
        needs=frozenset("m"),
    ),
    Rule(
        "unit",
        re.compile(rf"(?<![\w.,])(?P<sizes>{NUMBER}(?:\s?[x×]\s?{NUMBER}){{1,2}}){_GAP}(?P<unit>{_UNIT})(?![\w²³°/])"),
        _dimensions,
        needs=frozenset("x×"),
    ),
    Rule(
        "unit",
        re.compile(
            r"(?:(?<=\bau )|(?<=\ble )|(?<=\bdu )|(?<=\bde )|(?<=\ben )|(?<=\bdes )|(?<=\bpar ))"
            r"(?P<unit>kg|km|cm|mm|m2|m3|km2|kWh|MWh|GWh|TWh|ha|Mo|Go)(?![\w/])"
        ),
        _alone,
        needs=frozenset("kcmMGTh"),
    ),
    Rule(
        "unit",
        re.compile(
            rf"(?<![\w.,])(?:(?P<from>{SIGN}?{NUMBER}){_GAP}(?P<twice>{_UNIT})?{_GAP}"
            rf"(?P<link>(?<!\s)[-–/]|(?<=\s)[-–](?=\s)|(?<=\s)à(?=\s)){_GAP})?"
            rf"(?P<number>{SIGN}?{NUMBER}){_GAP}(?P<unit>(?(twice)(?P=twice)(?!/)|(?:{_UNIT})))(?![\w²³°’']|\.[a-z]\.)"
            rf"(?:\s?/\s?(?P<per>{_UNIT}|an|mois|jour|j|semaine|sem|habitant|personne)(?![\w²³’']))?"
            # `8 j. ouvrés`: a stop that ends no sentence.
            r"(?:\.(?=[ \u00a0][a-zà-ÿ]))?"
        ),
        _measure,
        needs=DIGITS,
    ),
    Rule(
        "unit",
        re.compile(rf"(?<![\w.,/])(?P<unit>{_COMPOUND})(?![\w²³/])"),
        lambda match, context: _unit(match["unit"], context).many,
        needs=frozenset("/"),
    ),
    Rule("unit", re.compile(rf"(?<![\w.,])(?P<unit>{_WITH_EXPONENT})(?![\w²³/])"), _alone, needs=frozenset("²³")),
    Rule(
        "unit",
        re.compile(rf"(?<![\w.,])(?P<number>{NUMBER}){_GAP}(?P<unit>KM/H|[KC]?M|KG|T|H|MIN|HA)(?!\w)"),
        _shouted,
        needs=frozenset("MTGHA"),
    ),
)
