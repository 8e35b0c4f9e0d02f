"""Percentages, temperatures and units: only after a number, case as written, plural from two up."""

import re
from collections.abc import Callable
from dataclasses import replace

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.lexicon import Lexicon, Unit
from audiobrief.speech.numbers import (
    Quantity,
    parse_quantity,
    say_cardinal,
    say_counted,
    say_decimals,
    say_fraction,
    say_of,
)
from audiobrief.speech.patterns import (
    DIGITS,
    GAP,
    HYPHEN,
    LOWER,
    NUMBER,
    NUMBER_START,
    QUOTIENT_START,
    SCREEN_BEFORE,
    SIGN,
    SPACE,
    SPACES,
    STREET,
    TIMES_SIGN,
    WORD_END,
    match_any,
)
from audiobrief.speech.rule import Context, Piece, Rule, Said, is_quoted, say_constant

# `km/h`: units that need no number before them to be known as units.
_COMPOUND = lazy_regex(r"[A-Za-zµ]+\.?/[A-Za-z]+[²³]?")
_WITH_EXPONENT = lazy_regex(r"[A-Za-z]+[²³]")
# Where `ch.` is rooms: `Hôtel de 30 ch.`
_LODGING = lazy_regex(
    r"(?i)\b(?:hôtels?|hotel|gîtes?|auberges?|pensions?|résidences?|logements?|hébergements?|châteaux?|villas?|maisons?|manoir|"
    r"appartements?|chambres?|lits?|pers|motel|relais|demi-pension)\b"
)
_SERIES_BEFORE = lazy_regex(r"(?i)\b(?:séries?|relais)\sde\s$")
_PLURAL_BEFORE = lazy_regex(
    r"(?i)\b(?:les|des|en|aux|quelques|plusieurs|(?:million|milliard|millier|centaine|dizaine)s?\sde)\s$"
)
# Before any unit without a number: `quelques km plus loin`.
_SOME = (
    r"(?i:(?<=\bquelques\s)|(?<=\bplusieurs\s)|(?<=\bcentaines\sde\s)|(?<=\bcentaine\sde\s)|(?<=\bmilliers\sde\s)"
    r"|(?<=\bdizaines\sde\s)|(?<=\bdizaine\sde\s)|(?<=\bquinzaine\sde\s)|(?<=\bvingtaine\sde\s)|(?<=\bmillier\sde\s)"
    r"|(?<=\bmillions\sde\s)|(?<=\bcombien\sde\s)|(?<=\bnombre\sde\s))"
)
# What one counts by: `10 € par kg`, `chaque km`.
_EACH = r"(?i:(?<=\bpar\s)|(?<=\bchaque\s))"
# What may be a unit or what one counts by; the lexicon tells whether it is.
_SYMBOL = r"[^\W\d_²³¹]{1,10}(?:[²³]|[23](?![\w]))?"
# Before the name of a unit: `exprimé en mol`.
_EXPRESSED = r"\b(?:[eE]n|[sS]ymbole(?:\s:)?|[uU]nités?)"
# Words, after `en`, more often than units.
_NEVER_NAMED = {"bar", "cal", "sec", "ch", "min", "po", "pi", "pc", "pt", "or", "Pa", "MP", "UI"}
# `par ch` and `chaque min` are no units.
_NEVER_EACH = {"ch", "cv", "CV", "sec", "cal", "min"}
_SOLD_IN_LINE = lazy_regex(
    r"(?i)\b(?:bois|clôtures?|grillages?|tissus?|moquettes?|planches?|lames?|plinthes?|tuyaux?|câbles?|gaines?|tubes?|bordures?|murs?"
    r"|haies?|rayonnages?|étagères?|archives|tranchées?|canalisations?|chevrons?|poutres?|corniches?|gouttières?|rails?|linéaires?)\b"
)
_QUOTIENT_BEFORE = lazy_regex(r"(?i)(?:\b(?:en|des|les|de|aux)\s|\(|[=:]\s?)$")
_STREET_FOLLOWS = lazy_regex(rf",?\s{STREET}\s")
_TO_DIGIT = str.maketrans("¹²³", "123")
# How the power of a unit of length is said, and that of another.
_POWERS = {"1": ("", ""), "2": (" au carré", " carré"), "3": (" au cube", " cube")}
_BEFORE_ARTICLE = {"article", "articles", "art.", "annexe", "annexes"}
# Before the car: `une 4L`.
_BEFORE_CAR = {"la", "une", "en", "le", "sa", "ma", "ta", "leur", "notre", "votre", "cette", "renault", "d", "vieille"}


def _say_measure(match: re.Match[str], context: Context) -> Said:
    """`12 km`, `1,80 m`, `10 à 15 %`, `3 kg/jour`."""
    if _is_no_measure(match, context):
        return None
    symbol, unit = match["unit"], context.lexicon.find_unit(match["unit"])
    number = parse_quantity(match["number"])
    said = say_counted(number, unit.one, unit.many, feminine=unit.feminine)
    if match["from"]:
        said = _say_measure_range(match, unit, said, context)
    elif symbol == "m" and len(number.decimals) == 2 and number.decimals != "00":
        said = _say_height(number, unit) or said
    if not (_are_known(match["per"], context) and _are_known(match["inverse"], context)):
        # `12 km/Paris`: the slash and what follows it are no part of the measure.
        return [Piece(match.start(), match.end("unit"), said)]
    said += _say_denominators(match["per"], context) + _say_inverses(match["inverse"], context)
    return said


def _are_known(written: str | None, context: Context) -> bool:
    """Whether every symbol in a row of denominators or inverses is a unit, or something to count by."""
    symbols = re.findall(rf"{_SYMBOL}", written or "")
    return all(symbol in context.lexicon.units or symbol in context.lexicon.denominators for symbol in symbols)


def _is_no_measure(match: re.Match[str], context: Context) -> bool:
    """Whether what looks like a measure is something else."""
    if match[0] == "2nds":
        return True
    if match[0] == "4L" and context.find_word_before(match.start()).lower().strip("’'") in _BEFORE_CAR:
        return True
    if _STREET_FOLLOWS.match(context.text, match.end()) and match[0][-1].isupper():
        # 115L, rue du Port
        return True
    if len(match["unit"]) == 1 and match["unit"].isupper() and _is_law(match, context):
        return True
    if match["link"] == "/" and context.lexicon.find_unit(match["unit"]).parts and len(match["from"]) == 1:
        # `1 1/4 lb` has a rule among those for fractions.
        return _value(match["from"]) < _value(match["number"]) <= 8
    stop = "." in (match[0][-1], context.get_text_after(match.end(), 1))
    if match["unit"] == "al" and stop:
        # A paragraph, no light-year: `l’article 6 al. 1`.
        return True
    if match["unit"] == "ch" and stop and (len(match["number"]) == 1 or context.find_once(_LODGING)):
        # Rooms, not horses.
        return True
    # `5V` is a name as often as five volts, `5 V` is not.
    return context.lexicon.find_unit(match["unit"]).spaced and not re.search(rf"\d{SPACE}", match[0])


def _is_law(match: re.Match[str], context: Context) -> bool:
    """Whether a letter after a number is part of the number of an article: `l’article 125 A`, `L 5214-16 V`."""
    falling = match["from"] and match["link"] in "-–" and _value(match["from"]) > _value(match["number"])
    return bool(falling) or context.find_word_before(match.start()).lower() in _BEFORE_ARTICLE


def _value(written: str) -> float:
    return parse_quantity(written).value


def _say_height(number: Quantity, unit: Unit) -> str:
    """Metres with two decimals as heights and lengths are said: « un mètre quatre-vingts »; else nothing."""
    if 1 <= number.value < 100:
        metres = say_counted(replace(number, decimals=""), unit.one, unit.many)
        return f"{metres} {say_decimals(number.decimals)}"
    if number.value < 1:
        centimetres = replace(number, whole=number.decimals.lstrip("0"), decimals="")
        return say_counted(centimetres, "centimètre", "centimètres")
    return ""


def _say_measure_range(match: re.Match[str], unit: Unit, said: str, context: Context) -> str:
    """`10 à 15 km`, `10-15 km`, `5 km à 10 km`; `said` is what the last one is said as."""
    first, last = parse_quantity(match["from"]), parse_quantity(match["number"])
    rising = first.value < last.value
    shared = unit.one.endswith("octet")
    quotient = "sur" if unit.one.endswith("mercure") else "et" if shared else "à" if rising else "ou"
    link = {"-": "à", "–": "à", "/": quotient}.get(match["link"], match["link"])
    if match["link"] in "-–" and context.find_word_before(match.start()) == "à" and not first.decimals:
        link = ""
    opening = f"{unit.many if first.plural else unit.one} " if match["twice"] else ""
    return " ".join(f"{first.say(feminine=unit.feminine)} {opening}{link} {said}".split())


def _say_denominators(written: str | None, context: Context) -> str:
    """`/kg/h`: « par kilogramme et par heure »."""
    symbols = [symbol.strip() for symbol in (written or "").split("/")[1:]]
    return " et".join(f" par {_name_denominator(symbol, context)}" for symbol in symbols)


def _say_inverses(written: str | None, context: Context) -> str:
    """`.s-2`, `·m⁻³`: what a negative exponent divides by."""
    said = ""
    for symbol, exponent in re.findall(r"([^\W\d_²³¹]+)[-⁻−]([1-3¹²³])", written or ""):
        name, power = _name_denominator(symbol, context), exponent.translate(_TO_DIGIT)
        said += f" par {name}{_POWERS[power][symbol.endswith('m')]}"
    return said


def _name_denominator(symbol: str, context: Context) -> str:
    unit = context.lexicon.units.get(symbol)
    return unit.one if unit else context.lexicon.denominators.get(symbol, symbol)


def _say_dimensions(match: re.Match[str], context: Context) -> Said:
    """`30 x 40 cm`: thirty by forty; `4 x 100 m`: four times a hundred."""
    unit = context.lexicon.find_unit(match["unit"])
    numbers = [parse_quantity(part) for part in re.split(rf"\s?{TIMES_SIGN}\s?", match["sizes"])]
    said = [number.say(feminine=unit.feminine) for number in numbers]
    # `4 × 100 m` is run or swum; `une salle de 12 × 25 m` is as long and as wide.
    # No surface is measured in kilometres by as many as a relay has stages.
    repeated = len(numbers) == 2 and numbers[0].value <= 12 and numbers[1].value >= 25 and match["unit"] in ("m", "km")
    large = context.find_word_before(match.start()).lower() == "de" and not _SERIES_BEFORE.search(
        context.text, max(0, match.start() - 16), match.start()
    )
    multiplied = not unit.length or (repeated and (match["unit"] == "km" or not large))
    return f"{(' fois ' if multiplied else ' sur ').join(said)} {unit.many}"


def _say_part(match: re.Match[str], context: Context) -> Said:
    """`1/2 l`, `3/4 h`, `1/100 s`: part of a unit."""
    unit, top, bottom = context.lexicon.find_unit(match["unit"]), int(match["top"]), int(match["bottom"])
    if not 0 < top < bottom:
        return None
    if (top, bottom) == (1, 2):
        return f"un{'e' if unit.feminine else ''} demi-{unit.one}"
    return f"{say_fraction(top, bottom)} {say_of(unit.one)}"


def _say_alone(match: re.Match[str], context: Context) -> Said:
    """`le prix du m²`, `au kg`: a unit without a number."""
    unit, start = context.lexicon.find_unit(match["unit"]), match.start("unit")
    many = _PLURAL_BEFORE.search(context.text, max(0, start - 24), start)
    return [Piece(*match.span("unit"), unit.many if many else unit.one)]


def _say_many(match: re.Match[str], context: Context) -> Said:
    return context.lexicon.find_unit(match["unit"]).many


def _say_some(match: re.Match[str], context: Context) -> Said:
    """`quelques km`."""
    unit = context.lexicon.units.get(match["unit"])
    return unit.many if unit and not unit.spaced else None


def _say_named(match: re.Match[str], context: Context) -> Said:
    """`exprimé en mol`, `en kPa`; `la mole, symbole mol`."""
    symbol = match["unit"]
    unit = context.lexicon.units.get(symbol) if len(symbol) > 1 and symbol not in _NEVER_NAMED else None
    if unit is None or unit.spaced:
        return None
    said = unit.many if match[0][:2].lower() == "en" else unit.one
    return [Piece(*match.span("unit"), said)]


def _say_one(match: re.Match[str], context: Context) -> Said:
    """`par kg`; `par l` and `chaque s` are no units."""
    symbol = match["unit"]
    unit = context.lexicon.units.get(symbol) if len(symbol) > 1 and symbol not in _NEVER_EACH else None
    return unit.one if unit and not unit.spaced else None


def _say_priced(match: re.Match[str], context: Context) -> Said:
    """`3 € le ml`: what is sold."""
    unit = context.lexicon.units.get(match["unit"])
    if unit is None or unit.spaced:
        return None
    # Wood and cloth are sold by the metre in line.
    return "mètre linéaire" if match["unit"] == "ml" and context.find_once(_SOLD_IN_LINE) else unit.one


def _say_bare_quotient(match: re.Match[str], context: Context) -> Said:
    """`en mg/kg/jour`: a quotient of units without a number, after a word that tells it from `H/F`."""
    units = context.lexicon.units
    if match[0] in units or match["unit"] not in units or not _are_known(match["per"], context):
        # It has a name of its own (`km/h`), or is no quotient of units.
        return None
    unit = context.lexicon.find_unit(match["unit"])
    announced = _QUOTIENT_BEFORE.search(context.get_text_before(match.start(), 12))
    if not announced and (len(match["unit"]) < 2 or len(match["per"].strip("/ ")) < 2):
        return None
    return unit.many + _say_denominators(match["per"], context)


def _say_after_power(match: re.Match[str], context: Context) -> Said:
    """`3 × 10⁸ m/s`: what a power of ten counts."""
    return f" {context.lexicon.find_unit(match['unit']).many}"


def _say_inches(match: re.Match[str], context: Context) -> Said:
    """`un écran de 6,7"`: inches, where the mark closes no quotation."""
    if is_quoted(context.text, match.start()):
        return None
    if not {",", "."} & {*match["number"]} and not SCREEN_BEFORE.search(context.get_text_before(match.start(), 40)):
        return None
    number = parse_quantity(match["number"])
    return f"{number.say()} pouce{'s' if number.plural else ''}"


def _say_all_caps_measure(match: re.Match[str], context: Context) -> Said:
    """`À 500 M`: units are in capitals with their line."""
    if not context.is_all_caps(match.start()):
        return None
    unit = context.lexicon.find_unit(match["unit"].lower())
    return say_counted(parse_quantity(match["number"]), unit.one, unit.many, feminine=unit.feminine)


def _say_unit_and_hundredths(match: re.Match[str], context: Context) -> Said:
    """`1m80`, `4ha50`: metres or hectares, then what is more of them as a bare numeral."""
    unit = context.lexicon.find_unit(match["unit"])
    return f"{say_counted(parse_quantity(match['whole']), unit.one, unit.many)} {parse_quantity(match['rest']).say()}"


def _say_and_half(match: re.Match[str], context: Context) -> Said:
    """`2 cm 1/2`: « deux centimètres et demi »."""
    unit = context.lexicon.find_unit(match["unit"])
    said = say_counted(parse_quantity(match["number"]), unit.one, unit.many, feminine=unit.feminine)
    return f"{said} et demi{'e' if unit.feminine else ''}"


def _say_land(match: re.Match[str], context: Context) -> Said:
    """`2 ha 50 a 12 ca`: hectares, ares and centiares."""
    parts = [(match["ha"], "hectare"), (match["a"], "are"), (match["ca"], "centiare")]
    return " ".join(say_counted(parse_quantity(number), name, f"{name}s") for number, name in parts if number)


def _match_units(lexicon: Lexicon, wanted: Callable[[str, Unit], object] = lambda symbol, unit: True) -> str:
    """A pattern for the symbols of the units that are `wanted`. Spaces inside a symbol may be missing."""
    pattern = match_any((symbol for symbol, unit in lexicon.units.items() if wanted(symbol, unit)), space=GAP)
    # A converter of PDF may leave a space before an exponent: `m ²`.
    return re.sub("(?=[²³])", lambda exponent: GAP, pattern)


def build_part_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """The rules that stand before those for dates and hours: `3/4 h`."""
    return (
        Rule(
            "decimal",
            # 5 ,2 %
            lazy_regex(rf"{NUMBER_START}(?P<whole>\d{{1,3}})[{SPACES}],(?P<decimals>\d{{1,2}})(?=\s?[%€$])"),
            lambda match, context: Quantity(match["whole"], match["decimals"]).say(),
            needs_any=tuple(f"{space}," for space in SPACES),
            has_digits=True,
        ),
        Rule(
            "sign",
            # +/- 5
            lazy_regex(r"\+\s?/\s?[-−–]\s?(?=\d)"),
            say_constant("plus ou moins "),
            needs=frozenset("+"),
            has_digits=True,
        ),
        Rule(
            "unit",
            # 2 cm 1/2
            lazy_regex(rf"{NUMBER_START}(?P<number>\d{{1,3}}){GAP}(?P<unit>[ck]?m|kg|l|L){SPACE}(?:1/2|½)(?![\w/])"),
            _say_and_half,
            needs=frozenset("/½"),
            has_digits=True,
        ),
        Rule(
            "unit",
            # 30 ml/min/1,73 m²
            lazy_regex(r"(?<=[a-zA-Z])\s?/\s?(?=1[.,]73\s?m[²2])"),
            say_constant(" pour "),
            needs=frozenset("/"),
            has_digits=True,
        ),
        Rule(
            "unit",
            # 60 mg/kg/24 h
            lazy_regex(rf"(?<=[a-z]g)\s?/\s?24{GAP}h(?!\w)"),
            say_constant(" par vingt-quatre heures"),
            needs=frozenset("/"),
            has_digits=True,
        ),
        Rule(
            "unit",
            # 15 mg/kg/6 h
            lazy_regex(rf"(?:(?<=[a-z]g)|(?<=prise))\s?/\s?(?P<hours>[2-9]|1\d){GAP}h(?!\w)"),
            lambda match, context: f" toutes les {say_cardinal(int(match['hours']))} heures",
            needs=frozenset("/"),
            has_digits=True,
        ),
        Rule(
            "unit",
            lazy_regex(
                rf"""
                {QUOTIENT_START}(?<!\d{SPACE})(?P<top>\d)/(?P<bottom>[2-9]|10|100|1000){GAP}        # 3/4 h
                (?P<unit>{_match_units(lexicon, lambda symbol, unit: unit.parts)})
                (?![\w²³/’'])
                """,
                re.X,
            ),
            _say_part,
            needs=frozenset("/"),
            has_digits=True,
        ),
    )


def build_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """The rules for the units of `lexicon`."""
    unit = _match_units(lexicon)
    alone = [symbol for symbol, entry in lexicon.units.items() if entry.alone]
    return (
        Rule(
            "unit",
            # 6,7"
            lazy_regex(rf"(?<![\w.,\"”])(?P<number>\d{{1,3}}(?:[.,]\d{{1,2}})?){GAP}(?:[\"”″]|''){WORD_END}"),
            _say_inches,
            needs=frozenset("\"”″'"),
            has_digits=True,
        ),
        Rule(
            "unit",
            # 10⁸ m/s
            lazy_regex(rf"(?<=[⁰¹²³⁴-⁹]){GAP}(?P<unit>{unit})(?![\w²³°’'])"),
            _say_after_power,
            needs=frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹"),
        ),
        Rule(
            "unit",
            # 10-9 m, 3 x 10-34 J
            lazy_regex(
                rf"(?:(?<=(?<![\w.,/-])10[-−–][1-9])|(?<=[x×*.·]\s10[-−–]\d\d)){SPACE}(?P<unit>{unit})(?![\w²³°’'])"
            ),
            _say_after_power,
            needs_any=("10-", "10−", "10–"),
        ),
        Rule(
            "unit",
            # 2 ha 50 a, 3 a 12 ca
            lazy_regex(
                rf"{NUMBER_START}(?:(?P<ha>\d{{1,4}}){GAP}ha{SPACE})?(?P<a>\d\d?){GAP}a(?:{SPACE}(?P<ca>\d\d?){GAP}ca)?{WORD_END}"
                r"(?(ha)|(?(ca)|(?!)))"
            ),
            _say_land,
            needs=frozenset("a"),
            has_digits=True,
        ),
        Rule(
            "unit",
            # 1m80
            lazy_regex(rf"{NUMBER_START}(?P<whole>\d{{1,3}}){GAP}(?P<unit>m|ha){GAP}(?P<rest>\d\d)(?!\w|[.,]\d)"),
            _say_unit_and_hundredths,
            needs=frozenset("mh"),
            has_digits=True,
        ),
        Rule(
            "unit",
            lazy_regex(
                rf"""
                {NUMBER_START}(?P<sizes>{NUMBER}(?:\s?{TIMES_SIGN}\s?{NUMBER}){{1,2}})    # 30 x 40
                {GAP}(?P<unit>{unit})(?![\w²³°/])                                         # cm
                """,
                re.X,
            ),
            _say_dimensions,
            needs=frozenset("x×"),
            has_digits=True,
        ),
        Rule(
            "unit",
            lazy_regex(
                rf"""
                \b(?:au|le|les|ces|du|des?|en|par)[{SPACES}]
                (?P<unit>{match_any(alone, space=GAP)})(?![\w/]|\.\s[a-zé])                # au kg
                """,
                re.X,
            ),
            _say_alone,
            needs=frozenset(symbol[0] for symbol in alone),
        ),
        Rule(
            "unit",
            lazy_regex(
                rf"""
                {NUMBER_START}
                (?:(?P<from>{SIGN}?{NUMBER}){GAP}(?P<twice>{unit})?{GAP}                  # 5, 5 km
                  (?P<link>(?<!\s)[-–/]|(?<=\s){HYPHEN}(?=\s)|(?<=\s)à(?=\s)){GAP})?      # -, à
                (?P<number>{SIGN}?{NUMBER}){GAP}                                          # 10
                (?P<unit>(?(twice)(?P=twice)(?!/)|(?:{unit})))(?![\w²³°’']|\.[a-z]\.)     # km
                (?P<per>(?:\s?/\s?{_SYMBOL}(?![\w²³’'])){{1,3}})?                           # /kg/jour
                (?P<inverse>(?:[.·⋅{SPACES}]?{_SYMBOL}[-⁻−][123¹²³](?!\w)){{1,2}})?         # .s-2
                (?:\.(?=[{SPACES}]{LOWER}))?                                              # 8 j. ouvrés
                """,
                re.X,
            ),
            _say_measure,
            needs=DIGITS,
        ),
        Rule(
            "unit",
            # en mg/kg
            lazy_regex(rf"(?<![\w.,/’'-])(?P<unit>{_SYMBOL})(?P<per>(?:/{_SYMBOL}(?![\w²³’'-])){{1,3}})(?![\w²³/])"),
            _say_bare_quotient,
            needs=frozenset("/"),
        ),
        Rule(
            "unit",
            # quelques km
            lazy_regex(rf"{_SOME}(?P<unit>{_SYMBOL})(?![\w/’'-]|\.\w)"),
            _say_some,
            needs_any=("quelques", "plusieurs", "aine", "milli", "combien", "nombre"),
        ),
        Rule(
            "unit",
            # en mol, symbole kPa
            lazy_regex(rf"{_EXPRESSED}\s(?P<unit>{_SYMBOL})(?=\s?[,;:.)]|\s(?:d[eu]s?|par|et|ou|pour|sont|est)\s|$)"),
            _say_named,
            needs_any=("en", "symbole", "unité"),
        ),
        Rule(
            "unit",
            # 3 € le ml, 12 euros le m
            lazy_regex(rf"(?:(?<=€\sle\s)|(?<=\beuros\sle\s))(?P<unit>{_SYMBOL})(?![\w/’'-]|\.\w)"),
            _say_priced,
            needs_any=("€", "euros le"),
        ),
        Rule(
            "unit",
            # par kg
            lazy_regex(rf"{_EACH}(?P<unit>{_SYMBOL})(?![\w/’'-])"),
            _say_one,
            needs_any=("par", "chaque"),
        ),
        Rule(
            "unit",
            # les km/h
            lazy_regex(
                rf"{QUOTIENT_START}(?P<unit>{_match_units(lexicon, lambda symbol, _: _COMPOUND.fullmatch(symbol))})"
                r"(?![\w²³/])"
            ),
            _say_many,
            needs=frozenset("/"),
        ),
        Rule(
            "unit",
            # le m²
            lazy_regex(
                rf"{NUMBER_START}(?P<unit>{_match_units(lexicon, lambda symbol, _: _WITH_EXPONENT.fullmatch(symbol))})"
                r"(?![\w²³/])"
            ),
            _say_alone,
            needs=frozenset("²³"),
        ),
        Rule(
            "unit",
            # À 500 M
            lazy_regex(rf"{NUMBER_START}(?P<number>{NUMBER}){GAP}(?P<unit>KM/H|[KC]?M|KG|T|H|MIN|HA){WORD_END}"),
            _say_all_caps_measure,
            needs=frozenset("MTGHA"),
            has_digits=True,
        ),
    )
