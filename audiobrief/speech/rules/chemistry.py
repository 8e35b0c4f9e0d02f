"""Formulas of chemistry: letters are spelled, digits read as numbers: `H₂SO₄`, `Na2SO4`, `Ca²⁺`, `Ca(OH)₂`."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import say_cardinal
from audiobrief.speech.rule import Context, Piece, Rule, Said

_LOW, _HIGH = "₀₁₂₃₄₅₆₇₈₉", "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_DIGITS = str.maketrans(_LOW + _HIGH, "0123456789" * 2)
_SIGNS = {"+": "plus", "⁺": "plus", "-": "moins", "⁻": "moins"}
_TOKEN = lazy_regex(rf"(?P<letters>[A-Za-z]+)|(?P<digits>[\d{_LOW}]+)|(?P<charge>[{_HIGH}]*[⁺⁻])|.")
# Elements of one letter that are met as ions: `K+`; `C+` and `B-` are marks.
_IONS = {"H", "K", "F", "I"}
# Elements of which isotopes are in the news.
_NAMES = {
    "C": "carbone", "U": "uranium", "I": "iode", "Cs": "césium", "Pu": "plutonium", "Co": "cobalt", "Sr": "strontium",
    "K": "potassium", "Tc": "technétium", "Ra": "radium", "Po": "polonium", "Th": "thorium", "N": "azote",
    "O": "oxygène", "F": "fluor", "Am": "américium",
}  # fmt: skip
_ATOM = rf"[A-Z][a-z]?[\d{_LOW}]{{0,3}}"
_GROUP = rf"\((?:{_ATOM}){{1,4}}\)[\d{_LOW}]{{0,2}}"


def _say_formula(match: re.Match[str], context: Context) -> Said:
    """The formula's elements, numbers and charge, unless it is made of other letters than those of elements."""
    pieces: list[Piece] = []
    written = match[0]
    elements = re.findall("[A-Z][a-z]?", written)
    marked = any(letter in _LOW or letter in "⁺⁻" for letter in written)
    if not all(element in context.lexicon.words["elements"] for element in elements):
        return None
    if not marked and (len(elements) < 2 or not any(element[1:] for element in elements)):
        # Without a small digit or a small letter it is a code as well: `H5N1`.
        return None
    for token in _TOKEN.finditer(written):
        at, end = match.start() + token.start(), match.start() + token.end()
        if token["letters"]:
            pieces.append(Piece(at, end, token[0].upper(), "letters"))
        elif token["digits"]:
            pieces.append(Piece(at, end, f" {say_cardinal(int(token[0].translate(_TO_DIGITS)))} "))
        elif token["charge"]:
            number = token[0][:-1].translate(_TO_DIGITS)
            said = f"{say_cardinal(int(number))} " if number else ""
            pieces.append(Piece(at, end, f" {said}{_SIGNS[token[0][-1]]}"))
        else:
            pieces.append(Piece(at, end, " "))
    last = pieces[-1]
    return [*pieces[:-1], Piece(last.start, last.end, last.text.rstrip(), last.kind)] if last.text.strip() else pieces


def _say_equivalent(match: re.Match[str], context: Context) -> Said:
    """`CO2e`, `CO₂-éq`: carbon dioxide and the other gases, counted as if they were carbon dioxide."""
    return [
        Piece(match.start(), match.start("two"), "CO", "letters"),
        Piece(*match.span("two"), " deux "),
        Piece(match.end("two"), match.end(), "équivalent"),
    ]


def _say_ion(match: re.Match[str], context: Context) -> Said:
    """`Na+`, `Ca2+`: the element's letters, then its charge."""
    element, charge = match["element"], match["charge"]
    known = element == "OH" or element in context.lexicon.words["elements"]
    if not known or (len(element) == 1 and element not in _IONS):
        return None
    number = f"{say_cardinal(int(charge[:-1]))} " if charge[:-1] else ""
    cut = match.end("element")
    return [
        Piece(match.start(), cut, element.upper(), "letters"),
        Piece(cut, match.end(), f" {number}{_SIGNS[charge[-1]]}"),
    ]


def _say_isotope(match: re.Match[str], context: Context) -> Said:
    """`²³⁵U`: the name of the element, then its mass."""
    return f"{_NAMES[match['element']]} {say_cardinal(int(match['mass'].translate(_TO_DIGITS)))}"


RULES = (
    Rule(
        "isotope",
        # ¹⁴C, ²³⁵U; one digit marks a note
        lazy_regex(rf"(?<![\w{_HIGH}])(?P<mass>[{_HIGH}]{{2,3}})(?P<element>{'|'.join(sorted(_NAMES))})(?!\w)"),
        _say_isotope,
        needs=frozenset(_HIGH),
    ),
    Rule(
        "formula",
        # 9 t de CO2e, 9 t CO2-éq
        lazy_regex(r"(?<!\w)CO(?P<two>[2₂])(?:[- ]?[eé]q(?:\.(?=\s?[a-z,;:)/]))?|e)(?!\w)"),
        _say_equivalent,
        needs_any=("CO2", "CO₂"),
    ),
    Rule(
        "formula",
        # Na+, Ca2+
        lazy_regex(r"(?<![\w.(+-])(?P<element>OH|[A-Z][a-z]?)(?P<charge>[1-4]?[+-])(?=[\s,.;)]|$)"),
        _say_ion,
        needs=frozenset("+-"),
    ),
    Rule(
        "formula",
        lazy_regex(
            rf"""
            (?<![\w.(])(?=[A-Za-z()]*[\d{_LOW}⁺⁻{_HIGH}])        # H₂SO₄, Na2SO4
            (?:{_ATOM}){{1,8}}(?:{_GROUP}(?:{_ATOM}){{0,4}}){{0,2}}       # Ca(OH)₂
            (?:[{_HIGH}]?[⁺⁻])?                                  # Ca²⁺
            (?![\w⁺⁻(])
            """,
            re.X,
        ),
        _say_formula,
        needs=frozenset(_LOW) | frozenset("0123456789⁺⁻"),
    ),
)
