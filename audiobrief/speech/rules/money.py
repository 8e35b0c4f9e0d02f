"""Amounts of money: `12,50 €` « douze euros cinquante », `3,5 M€` « trois virgule cinq millions d'euros »."""

import re

from audiobrief.speech.lexicon import Unit
from audiobrief.speech.numbers import INTEGER, NUMBER, SIGN, Quantity, cardinal, of, quantity
from audiobrief.speech.rule import DIGITS, Context, Rule, Said
from audiobrief.speech.rules.rates import SHORT

_GAP = r"[ \u00a0\u202f\u2009]?"
_SYMBOL = r"(?:US\$|C\$|CA\$|\$US|\$CA|[€$£¥₽₴₺₹₩₪₿])"
_CODE = r"(?:EUR|USD|CAD|AUD|GBP|JPY|CNY|RMB|CHF|FCFA|XOF|RUB|TRY|INR|BTC|SEK|NOK|DKK|PLN|BRL|FF|FS|DH|DA|F)(?![\w])"
# Those that also stand before the amount: `CHF 350`.
_CODE_BEFORE = r"(?:EUR|USD|CAD|AUD|GBP|JPY|CNY|CHF|FCFA)(?=[ \u00a0\u202f])"
_SCALE = r"(?:MDS?|Mds?|Mrds?|mds?|mrds?|M|k|K)"
_WORD = rf"(?:{_GAP}(?:millions?|milliards?|billions?|mille)(?:\s(?:de\s|d[’']))?)"
_BARE_WORD = rf"(?:{_GAP}(?:millions?|milliards?|billions?|mille)\b)"
_PER = (
    r"(?:\s?/\s?(?P<per>mois|min|mn|minute|sem|an|jour|j|h|heure|semaine|personne|pers\.?|nuit|kg|l|L|litre|m²|m2|m³|t|tonne|MWh|kWh|baril|km|"
    r"unité|tête|ha|part|action|repas|place)(?![\w²³]))"
)
_SPAN = rf"(?:(?P<from>{NUMBER}){_GAP}(?P<link>[-–/]|à|et|ou){_GAP})"

# `4K` is a screen, `4K abonnés` are thousands.
_COUNTED = r"\s[^\W\d_]+s\b"

_SCALES = {"k": "mille", "K": "mille", "M": "million"}
_PER_SAID = {**SHORT, "mn": "minute"}


_NAMED = {"euro": "€", "euros": "€", "dollar": "$", "dollars": "$", "livre": "£", "livres": "£"}


def _scaled(number: Quantity, scale: str, unit: Unit) -> str:
    """`3,5 M€`: the scale in words, then `d’euros`."""
    name = _SCALES.get(scale, "milliard")
    if name == "mille":
        if whole := _in_full(number):
            return _plain(whole, unit)
        return f"{_thousands(number)} {unit.many}"
    plural = "s" if number.plural else ""
    return f"{number.say()} {name}{plural} {of(unit.many)}"


def _in_full(number: Quantity) -> Quantity | None:
    """`3,5 k` as 3500; None where there is no decimal to write out, or more than three."""
    if not 1 <= len(number.decimals) <= 3:
        return None
    return Quantity(f"{number.whole}{number.decimals.ljust(3, '0')}".lstrip("0") or "0", "", number.sign)


def _thousands(number: Quantity) -> str:
    """`80 k`: « quatre-vingt mille », and `1 k` « mille »."""
    said = number.say()
    return f"{said.removesuffix('un')}mille" if number.value == 1 else f"{_before_mille(said)} mille"


def _before_mille(said: str) -> str:
    """`vingt` and `cent` lose their s before mille."""
    return re.sub(r"(vingt|cent)s$", r"\1", said)


def _plain(number: Quantity, unit: Unit) -> str:
    two_digits = len(number.decimals) in (1, 2) and unit.cents
    if number.decimals and not int(number.decimals):
        number = Quantity(number.whole, "", number.sign)
    elif two_digits:
        cents = int(number.decimals.ljust(2, "0"))
        penny = _cents(cents, unit)
        if not int(number.whole):
            sign = Quantity("0", "", number.sign).say().removesuffix("zéro")
            return f"{sign}{penny}"
        whole = Quantity(number.whole, "", number.sign)
        if cents >= 10:
            return f"{_plain(whole, unit)} {cardinal(cents)}"
        # « huit cents » would be heard as a number.
        return (
            f"{_plain(whole, unit)} zéro {cardinal(cents)}"
            if unit.cents == "cent"
            else f"{_plain(whole, unit)} et {penny}"
        )
    noun = unit.many if number.plural else unit.one
    said = number.say(feminine=unit.feminine)
    return f"{said} {of(noun)}" if number.round_million else f"{said} {noun}"


def _cents(number: int, unit: Unit) -> str:
    if unit.cents == "penny":
        return f"{cardinal(number)} {'pence' if number > 1 else 'penny'}"
    return f"{cardinal(number)} {unit.cents}{'s' if number > 1 else ''}"


def _amount(match: re.Match[str], context: Context) -> Said:
    parts = match.groupdict()
    unit = context.lexicon.currencies[parts["symbol"]]
    number = quantity(parts["number"].strip())
    scale, word = parts.get("scale"), parts.get("word")
    if scale:
        said = _scaled(number, scale, unit)
    elif word:
        noun = word.split()[0]
        said = f"{_before_mille(number.say()) if noun == 'mille' else number.say()} {noun} "
        said += unit.many if noun == "mille" else of(unit.many)
    else:
        said = _plain(number, unit)
    if parts.get("from"):
        link = {"-": "à", "–": "à", "/": "ou"}.get(parts["link"], parts["link"])
        first = quantity(parts["from"])
        said = f"{first.say(feminine=unit.feminine and not scale and not word)} {link} {said}"
    if parts.get("per"):
        said += f" par {_PER_SAID.get(parts['per'], parts['per'])}"
    return said


def _named(match: re.Match[str], context: Context) -> Said:
    """`12,50 euros`: the cents after the name, as they are said."""
    return _plain(quantity(match["number"]), context.lexicon.currencies[_NAMED[match["name"]]])


def _after_symbol(match: re.Match[str], context: Context) -> Said:
    """`3 €50`: the cents after the symbol."""
    unit = context.lexicon.currencies[match["symbol"]]
    return _plain(Quantity(match["whole"], match["cents"]), unit)


def _cents_only(match: re.Match[str], context: Context) -> Said:
    number = quantity(match["number"])
    return f"{number.say()} centime{'s' if number.plural else ''}"


def _scale_of(match: re.Match[str], context: Context) -> Said:
    """`3 Mds d'euros`, `5 M d'habitants`, `10k abonnés`."""
    number, name = quantity(match["number"]), _SCALES.get(match["scale"], "milliard")
    if name == "mille":
        whole = _in_full(number)
        return whole.say() if whole else _thousands(number)
    return f"{number.say()} {name}{'s' if number.plural else ''}"


RULES = (
    Rule(
        "money",
        re.compile(rf"(?<![\w.,])(?P<whole>\d{{1,6}}){_GAP}(?P<symbol>[€£$])(?P<cents>\d\d)(?!\d)"),
        _after_symbol,
        needs=frozenset("€£$"),
    ),
    Rule(
        "money",
        re.compile(
            rf"(?<![\w.,]){_SPAN}?(?P<number>{SIGN}?{NUMBER})(?:{_GAP}(?P<scale>{_SCALE})(?:\sd[’'])?|(?P<word>{_WORD}))?{_GAP}"
            rf"(?P<symbol>{_SYMBOL}|{_CODE})(?:{_PER})?"
        ),
        _amount,
        needs=DIGITS,
    ),
    Rule(
        "money",
        re.compile(
            rf"(?<![\w])(?P<symbol>{_SYMBOL}|{_CODE_BEFORE}){_GAP}(?P<number>{NUMBER})(?:{_GAP}(?P<scale>{_SCALE})(?!\w)|(?P<word>{_BARE_WORD}))?"
        ),
        _amount,
        needs=frozenset("$€£¥₽₴₺₹₩₪₿RDPYFA"),
    ),
    Rule(
        "money",
        re.compile(
            rf"(?<![\w.,])(?P<number>{SIGN}?(?:[1-9]\d{{0,2}}(?:\.\d{{3}})+|{INTEGER}),\d\d){_GAP}(?P<name>{'|'.join(_NAMED)})(?!\w)"
        ),
        _named,
        needs=frozenset(","),
    ),
    Rule(
        "money",
        re.compile(rf"(?<![\w.,])(?P<number>{NUMBER}){_GAP}(?:c€|cts?\b|¢)"),
        _cents_only,
        needs=frozenset("c¢"),
    ),
    Rule(
        "scale",
        re.compile(
            rf"(?<![\w.,])(?P<number>{SIGN}?{NUMBER})(?:{_GAP}(?P<scale>MDS?|Mds?|Mrds?|mds?)(?![\w€$£])"
            rf"|(?:\s|(?<!\b3))(?P<scale2>M)(?=\sd(?:e\s|[’'])))"
        ),
        lambda match, context: _scale_of(match, context) if match["scale"] else _millions(match),
        needs=frozenset("Mm"),
    ),
    Rule(
        "scale",
        re.compile(rf"(?<![\w.,])(?![2458]K(?!{_COUNTED}))(?P<number>{NUMBER})(?P<scale>[kK])(?![\w€$£])"),
        _scale_of,
        needs=frozenset("kK"),
    ),
)


def _millions(match: re.Match[str]) -> str:
    number = quantity(match["number"])
    return f"{number.say()} million{'s' if number.plural else ''}"
