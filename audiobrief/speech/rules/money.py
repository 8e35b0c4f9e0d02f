"""Amounts of money: `12,50 €` « douze euros cinquante », `3,5 M€` « trois virgule cinq millions d'euros »."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.lexicon import Currency, Lexicon
from audiobrief.speech.numbers import Quantity, drop_plural, parse_quantity, say_cardinal, say_of
from audiobrief.speech.patterns import (
    DIGITS,
    GAP,
    HYPHEN,
    INTEGER,
    NUMBER,
    NUMBER_START,
    SIGN,
    SPACE,
    WORD_END,
    WORD_LETTER,
    WORD_START,
    match_any,
)
from audiobrief.speech.rule import Context, Rule, Said, keep_full_stop, say_constant

_BILLION = "MDS?|Mds?|Mrds?|mds?"
_SCALE = rf"(?:{_BILLION}|mrds?|M|k|K)"
_SCALE_WORD = rf"{GAP}(?:millions?|milliards?|billions?|mille)"
_PER = r"""
    (?:\s?/\s?
      (?P<per>mois|min|mn|minute|sem|an|jour|j|h|heure|semaine|personne|pers\.?|nuit|kg|l|L|litre|m²|m2|m³|t|tonne|MWh
        |kWh|baril|bbl|km|unité|tête|ha|part|action|repas|place)
      (?![\w²³])
    )
"""
# Where a number of F is a temperature: `un four à 350F`.
_OVEN_BEFORE = lazy_regex(r"(?i)\b(?:four|préchauff|enfourn|cui[rst]|tempér|thermom|interne)")
# What the price of a flat or a house includes.
_TERMS = {"cc": "charges comprises", "hc": "hors charges", "fai": "frais d’agence inclus"}
_SCALE_NAMES = {"k": "mille", "K": "mille", "M": "million", "m": "million", "mn": "million"}
# What is sold by so much that its price is a figure with a decimal, and no coins: `60,7 €/MWh`.
_WHOLESALE = {"MWh", "t", "tonne", "ha"}


def _say_scaled(number: Quantity, scale: str, currency: Currency) -> str:
    """`3,5 M€`: the scale in words, then `d’euros`."""
    name = _SCALE_NAMES.get(scale, "milliard")
    if name == "mille":
        if whole := _write_out_thousands(number):
            return _say_unscaled(whole, currency)
        return f"{_say_thousands(number)} {currency.many}"
    return f"{number.say()} {name}{'s' if number.plural else ''} {say_of(currency.many)}"


def _write_out_thousands(number: Quantity) -> Quantity | None:
    """`3,5 k` as 3500, `3,1255 k` as 3125,5; None where there is no decimal to write out."""
    if not number.decimals:
        return None
    whole = f"{number.whole}{number.decimals[:3].ljust(3, '0')}".lstrip("0") or "0"
    return Quantity(whole, number.decimals[3:].rstrip("0"), number.sign)


def _say_thousands(number: Quantity) -> str:
    """`80 k`: « quatre-vingt mille », and `1 k` « mille »."""
    said = number.say()
    return f"{said.removesuffix('un')}mille" if number.value == 1 else f"{drop_plural(said)} mille"


def _say_unscaled(number: Quantity, currency: Currency) -> str:
    """`12 €`, `12,50 €`, `0,05 €`."""
    if number.decimals and not int(number.decimals):
        number = Quantity(number.whole, "", number.sign)
    elif len(number.decimals) in (1, 2) and currency.cents:
        return _say_with_cents(number, currency)
    noun = currency.many if number.plural else currency.one
    said = number.say(feminine=currency.feminine)
    return f"{said} {say_of(noun)}" if number.round_million else f"{said} {noun}"


def _say_with_cents(number: Quantity, currency: Currency) -> str:
    cents = int(number.decimals.ljust(2, "0"))
    if not int(number.whole):
        sign = Quantity("0", "", number.sign).say().removesuffix("zéro")
        return f"{sign}{_say_cents(cents, currency)}"
    whole = _say_unscaled(Quantity(number.whole, "", number.sign), currency)
    if cents >= 10:
        return f"{whole} {say_cardinal(cents)}"
    # « huit cents » would be heard as a number.
    if currency.cents == "cent":
        return f"{whole} zéro {say_cardinal(cents)}"
    return f"{whole} et {_say_cents(cents, currency)}"


def _say_cents(number: int, currency: Currency) -> str:
    if currency.cents == "penny":
        return f"{say_cardinal(number)} {'pence' if number > 1 else 'penny'}"
    return f"{say_cardinal(number)} {currency.cents}{'s' if number > 1 else ''}"


def _say_amount(match: re.Match[str], context: Context) -> Said:
    """`12 €`, `3,5 M€`, `3 millions d’€`, `10-15 €`, `12 €/mois`, `$ 12`."""
    parts = match.groupdict()
    currency = context.lexicon.find_currency(parts["symbol"])
    number = parse_quantity(parts["number"].strip())
    if parts["symbol"] == "F" and re.match(r"-[A-Z\d]", context.get_text_after(match.end(), 2)):
        # arrêt n° 764 F-D
        return None
    if parts["symbol"] == "F":
        if parts.get("from") and parse_quantity(parts["from"]).value > number.value:
            # `l’article 74-0 F`
            return None
        if _OVEN_BEFORE.search(context.get_text_before(match.start(), 60)):
            return f"{number.say()} degrés Fahrenheit"
    scale, word = parts.get("scale"), parts.get("word")
    if scale:
        said = _say_scaled(number, scale, currency)
    elif word:
        noun = word.split()[0]
        said = f"{drop_plural(number.say()) if noun == 'mille' else number.say()} {noun} "
        said += currency.many if noun == "mille" else say_of(currency.many)
    elif len(number.decimals) == 1 and parts.get("per") in _WHOLESALE:
        said = f"{number.say()} {currency.many if number.plural else currency.one}"
    else:
        said = _say_unscaled(number, currency)
    if parts.get("from"):
        link = {"-": "à", "–": "à", "/": "ou"}.get(parts["link"], parts["link"])
        first = parse_quantity(parts["from"])
        said = f"{first.say(feminine=currency.feminine and not scale and not word)} {link} {said}"
    if per := parts.get("per"):
        said += f" par {context.lexicon.denominators.get(per, per)}"
    return said


def _say_named_amount(match: re.Match[str], context: Context) -> Said:
    """`12,50 euros`: the cents after the name, as they are said."""
    return _say_unscaled(parse_quantity(match["number"]), context.lexicon.derive(_index_names)[match["name"]])


def _index_names(lexicon: Lexicon) -> dict[str, Currency]:
    """Currencies that have cents, by their names in singular and plural where those are one word. Of several that share
    a name, the first in the lexicon counts."""
    with_cents = [entry for entry in lexicon.currencies.values() if entry.cents]
    return {name: entry for entry in reversed(with_cents) for name in (entry.one, entry.many) if len(name.split()) == 1}


def _say_cents_after_symbol(match: re.Match[str], context: Context) -> Said:
    """`3 €50`."""
    currency = context.lexicon.find_currency(match["symbol"])
    return _say_unscaled(Quantity(match["whole"], match["cents"]), currency)


def _say_euros(match: re.Match[str], context: Context) -> Said:
    """`18,5 ME`: the E stands for euros where a keyboard has no €."""
    return _say_scaled(parse_quantity(match["number"]), match["scale"], context.lexicon.find_currency("€"))


def _say_pair(match: re.Match[str], context: Context) -> Said:
    """`EUR/USD`: the rate of one currency in another, by their names."""
    names = [context.lexicon.find_currency(match[side]).one for side in ("sold", "bought")]
    return " ".join(name.removesuffix(" américain") for name in names)


def _say_price_unit(match: re.Match[str], context: Context) -> Said:
    """`en €/MWh`: what prices are given in."""
    symbol, per = match["symbol"], match["per"]
    name = "centimes" if symbol == "c€" else context.lexicon.find_currency(symbol).many
    return f"{name} par {context.lexicon.denominators.get(per, per)}"


def _say_bare_scale(match: re.Match[str], context: Context) -> Said:
    """`en M€`: the unit of a table."""
    name = _SCALE_NAMES.get(match["scale"], "milliard")
    return f"{'millier' if name == 'mille' else name}s {say_of(context.lexicon.find_currency(match['symbol']).many)}"


def _say_bare_cents(match: re.Match[str], context: Context) -> Said:
    number = parse_quantity(match["number"] or match["coin"])
    per = " par kilowattheure" if match["per"] else ""
    stop = keep_full_stop(match, context) if match["coin"] else ""
    return f"{number.say()} centime{'s' if number.plural else ''}{per}{stop}"


def _say_scale(match: re.Match[str], context: Context) -> Said:
    """`3 Mds d'euros`, `5 M d'habitants`, `10k abonnés`."""
    number, name = parse_quantity(match["number"]), _SCALE_NAMES.get(match["scale"] or "k", "milliard")
    if name == "mille":
        whole = _write_out_thousands(number)
        return whole.say() if whole else _say_thousands(number)
    return f"{number.say()} {name}{'s' if number.plural else ''}"


def _say_scaled_units(match: re.Match[str], context: Context) -> Said:
    """`25 Md km`, `3 M m³`."""
    return f"{_say_scale(match, context)} {say_of(context.lexicon.find_unit(match['unit']).many)}"


def _say_billions_or_millions(match: re.Match[str], context: Context) -> Said:
    if match["scale"]:
        return _say_scale(match, context)
    number = parse_quantity(match["number"])
    return f"{number.say()} million{'s' if number.plural else ''}"


def _is_code(symbol: str) -> bool:
    """Whether a currency's symbol is of letters, and so may be the beginning of a word."""
    return symbol.isalnum()


def build_rules(lexicon: Lexicon) -> tuple[Rule, ...]:
    """The rules for the currencies of `lexicon`."""
    currencies = lexicon.currencies
    symbols = [symbol for symbol in currencies if not _is_code(symbol)]
    codes = [symbol for symbol in currencies if _is_code(symbol)]
    codes_before = [code for code in codes if currencies[code].before]
    pairs = [code for code in codes if len(code) == 3 and code.isupper()]
    with_cents = [symbol for symbol in symbols if len(symbol) == 1 and currencies[symbol].cents]
    symbol = f"(?:{match_any(symbols, space=GAP)})"
    # What a text must hold if an amount is in it: a symbol up to a space, which may be missing.
    signs = tuple(sorted({sign for written in symbols for sign in written.split()[:1]}))
    return (
        Rule(
            "money",
            # EUR/USD
            lazy_regex(rf"(?<![\w/.-])(?P<sold>{match_any(pairs)})/(?P<bought>{match_any(pairs)})(?![\w/])"),
            _say_pair,
            needs=frozenset("/"),
            needs_any=tuple(pairs),
        ),
        Rule(
            "money",
            # 3 €50
            lazy_regex(
                rf"{NUMBER_START}(?P<whole>\d{{1,6}}){GAP}(?P<symbol>{match_any(with_cents)})(?P<cents>\d\d)(?!\d)"
            ),
            _say_cents_after_symbol,
            needs=frozenset(with_cents),
            has_digits=True,
        ),
        Rule(
            "money",
            # 10 €-15 €
            lazy_regex(rf"(?<=[€$£]){GAP}{HYPHEN}{GAP}(?={NUMBER}{GAP}[€$£])"),
            say_constant(" à "),
            needs=frozenset("€$£"),
            has_digits=True,
        ),
        Rule(
            "money",
            lazy_regex(
                rf"""
                {NUMBER_START}
                (?:(?P<from>{NUMBER}){GAP}(?P<link>[-–/]|à|et|ou){GAP})?        # 10-
                (?P<number>{SIGN}?{NUMBER})                                     # 15
                (?:{GAP}(?P<scale>{_SCALE})(?:\sd[’'])?                         # M, Mds d’
                  |(?P<word>{_SCALE_WORD}(?:\s(?:de\s|d[’']))?))?               # millions d’
                {GAP}(?P<symbol>{symbol}|(?:{match_any(codes)}){WORD_END})      # €, EUR
                {_PER}?                                                         # /mois
                """,
                re.X,
            ),
            _say_amount,
            needs=DIGITS,
            needs_any=(*signs, *codes),
        ),
        Rule(
            "money",
            lazy_regex(
                rf"""
                {WORD_START}
                (?P<symbol>{symbol}|(?:{match_any(codes_before)})(?={SPACE}))   # $, CHF
                \.?{GAP}(?P<number>{NUMBER})                                    # 350
                (?:{GAP}(?P<scale>{_SCALE}|bn|mn|m){WORD_END}                   # M, £3m
                  |(?P<word>{_SCALE_WORD}\b))?                                  # millions
                """,
                re.X,
            ),
            _say_amount,
            needs_any=(*signs, *codes_before),
            has_digits=True,
        ),
        Rule(
            "money",
            lazy_regex(
                rf"""
                {NUMBER_START}
                (?P<number>{SIGN}?(?:[1-9]\d{{0,2}}(?:\.\d{{3}})+|{INTEGER}),\d\d)
                {GAP}(?P<name>{match_any(lexicon.derive(_index_names))}){WORD_END}      # 12,50 euros
                """,
                re.X,
            ),
            _say_named_amount,
            needs=frozenset(","),
            needs_any=tuple(lexicon.derive(_index_names)),
            has_digits=True,
        ),
        Rule(
            "money",
            # 4F50; no code ends so, with five centimes or ten
            lazy_regex(r"(?<![\w.,/-])(?P<whole>\d{1,4})F(?P<cents>\d[05])(?![\w/-])"),
            lambda match, context: _say_unscaled(
                Quantity(match["whole"], match["cents"]), context.lexicon.find_currency("F")
            ),
            needs=frozenset("F"),
            has_digits=True,
        ),
        Rule(
            "money",
            # 18,5 ME
            lazy_regex(rf"{NUMBER_START}(?P<number>{SIGN}?{NUMBER}){GAP}(?P<scale>M|Mds?|k|K)E(?![\w/])"),
            _say_euros,
            needs=frozenset("E"),
            has_digits=True,
        ),
        Rule(
            "money",
            # 545 € cc, 80 000 € FAI
            lazy_regex(r"(?:(?<=€\s)|(?<=€/mois\s))(?P<terms>cc|CC|hc|HC|fai|FAI)(?![\w/])\.?"),
            lambda match, context: _TERMS[match["terms"].lower()] + ("." if match[0].endswith(".") else ""),
            needs=frozenset("€"),
        ),
        Rule(
            "money",
            # en €/MWh
            lazy_regex(
                rf"(?P<symbol>c€|{symbol})\s?/\s?"
                rf"(?P<per>{match_any({*lexicon.denominators, *lexicon.words['denominators']})})(?![\w²³])"
            ),
            _say_price_unit,
            needs=frozenset("/"),
        ),
        Rule(
            "money",
            # budget en M€
            lazy_regex(r"(?<![\w€])(?P<scale>k|K|M|Mds?)(?P<symbol>[€$£])(?![\w/€$£])(?!\s?\d)"),
            _say_bare_scale,
            needs=frozenset("€$£"),
        ),
        Rule(
            "money",
            # 50 cts
            lazy_regex(
                rf"{NUMBER_START}(?P<number>{NUMBER}){GAP}(?:c€|cts?\b|¢|c\.(?=\s(?:l[ae’']|pièce|par|pour|de\splus)))(?P<per>/kWh\b)?"
                rf"|(?:(?<=\bpièce\sde\s)|(?<=\bpièces\sde\s)|(?<=\btimbre\sà\s)|(?<=\btimbres\sà\s))(?P<coin>\d{{1,2}}){GAP}c{WORD_END}\.?"
            ),
            _say_bare_cents,
            needs_any=("c€", "ct", "¢", "c.", "pièce", "timbre"),
            has_digits=True,
        ),
        Rule(
            "scale",
            # 25 Md km
            lazy_regex(
                rf"{NUMBER_START}(?P<number>{NUMBER}){GAP}(?P<scale>{_BILLION}|(?<=\s)M)\s(?P<unit>km|km²|m²|m3|m³|t|kWh|l|L)(?![\w/²³’'])"
            ),
            _say_scaled_units,
            needs_any=("M", "md", "mrd"),
            has_digits=True,
        ),
        Rule(
            "scale",
            lazy_regex(
                rf"""
                {NUMBER_START}(?P<number>{SIGN}?{NUMBER})
                (?:{GAP}(?P<scale>{_BILLION})(?![\w€$£])                        # 3 Mds
                  |(?:\s|(?<!\b3))(?P<millions>M)(?=\sd(?:e\s|[’'])            # 5 M d’habitants, but no 3M
                    |(?<=\d[.,]\d\sM)\s(?:sur|contre|dans|pour|chez|et|l’an)\b))    # 3,4 M sur TikTok
                """,
                re.X,
            ),
            _say_billions_or_millions,
            needs_any=("M", "md", "mrd"),
            has_digits=True,
        ),
        Rule(
            "scale",
            lazy_regex(
                rf"""
                {NUMBER_START}
                (?![2458]K(?!\s{WORD_LETTER}+s\b))                              # a screen is 4K, but 4K abonnés
                (?P<number>{NUMBER})
                (?:(?P<scale>[kK])(?![\w€$£])                                   # 10k
                  |(?P<spaced>\s[kK])(?=\s(?!abs){WORD_LETTER}{{3,}}s\b))         # 12 K abonnés
                """,
                re.X,
            ),
            _say_scale,
            needs=frozenset("kK"),
            has_digits=True,
        ),
    )
