"""Abbreviations whose end is written above the line: `Mᵐᵉ Roux`, `Dʳ`, `M<sup>me</sup>`, `nᵒˢ 3 et 4`."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import parse_roman, say_ordinal
from audiobrief.speech.patterns import LOWERS, NUMBER_START, SPACE, UPPER, WORD_END, WORD_START
from audiobrief.speech.rule import Context, Piece, Rule, Said

_SUPERSCRIPTS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_TO_LETTERS = str.maketrans(_SUPERSCRIPTS, "abcdefghijklmnoprstuvwxyz")
_ORDINAL_ENDINGS = ("e", "er", "re", "es", "de", "d", "nd", "nde", "eme")
_NAME_FOLLOWS = lazy_regex(rf"\.?{SPACE}*(?:-|«?{SPACE}?{UPPER}|l[ae]s?\s|l[’'])")
_DIGIT_FOLLOWS = lazy_regex(rf"{SPACE}*\d")


def _say_superscript(match: re.Match[str], context: Context) -> Said:
    """What the lexicon says for the abbreviation, with or without its full stop; an unknown one as a word."""
    stem, above = match["stem"], (match["above"] or match["marked"]).translate(_TO_LETTERS)
    if parse_roman(stem) and above in _ORDINAL_ENDINGS:
        # `XXᵉ` has its own rule.
        return None
    for place in _find_places(match.end(), context):
        table = context.lexicon.abbreviations[place]
        for written in (f"{stem}{above}", f"{stem}{above}."):
            if said := table.get(written):
                return [Piece(*match.span(), said, entry=written)]
    return f"{stem}{above}"


def _find_places(end: int, context: Context) -> tuple[str, ...]:
    """The lexicon's tables of abbreviations for what stands at `end`."""
    if _DIGIT_FOLLOWS.match(context.text, end):
        return ("before_digit", "anywhere")
    if _NAME_FOLLOWS.match(context.text, end):
        return ("before_title", "before_name", "anywhere")
    return ("anywhere",)


def _say_ordinal(match: re.Match[str], context: Context) -> Said:
    """`1<sup>er</sup>`, `XX<sup>e</sup>`."""
    written = match["number"]
    number = int(written) if written.isdecimal() else parse_roman(written)
    if number is None:
        return None
    if match["ending"].startswith("n"):
        return "second" + match["ending"][2:]
    return say_ordinal(number, feminine=match["ending"].startswith("r"))


RULES = (
    Rule(
        "ordinal",
        lazy_regex(
            rf"{NUMBER_START}(?P<number>\d{{1,3}}|[IVX]{{1,6}})<sup>(?P<ending>er?|re|nde?|i?[eè]mes?)</sup>{WORD_END}"
        ),
        _say_ordinal,
        needs=frozenset("<"),
    ),
    Rule(
        "superscript",
        lazy_regex(
            rf"""
            {WORD_START}(?P<stem>[^\W\d_{_SUPERSCRIPTS}]{{1,6}})
            (?:\.?(?P<above>[{_SUPERSCRIPTS}]{{1,5}})                             # Mᵐᵉ
              |<sup>(?P<marked>[{LOWERS}]{{1,5}})</sup>)               # M<sup>me</sup>
            (?![\w<])
            """,
            re.X,
        ),
        _say_superscript,
        needs=frozenset(_SUPERSCRIPTS) | {"<"},
    ),
)
