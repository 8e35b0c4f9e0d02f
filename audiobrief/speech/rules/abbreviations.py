"""Abbreviations, each only before what it goes with: `M.` before a name or a title, `p.` before a number."""

import re

from audiobrief.speech.lexicon import builtin
from audiobrief.speech.rule import Context, Piece, Rule, Said

_GAP = r"[ \u00a0\u202f\u2009]"
_CAPITAL = r"(?=(?:d[’'])?[A-ZÀ-ÞŒ])"
_NAME = rf"(?={_GAP}+(?:de\s|du\s|d[’'])?[A-ZÀ-ÞŒ]|-[A-ZÀ-ÞŒ])"
_TITLE = rf"(?={_GAP}+(?:[A-ZÀ-ÞŒ]|l[ea]\s|l[’']|d[’']))"
_DIGIT = rf"(?={_GAP}*(?:\d|[IVXLC]+\b))"


def _any_of(table: str) -> str:
    return "|".join(re.escape(key) for key in sorted(builtin().abbreviations[table], key=len, reverse=True))


def _initials(table: str) -> frozenset[str]:
    return frozenset(key[0] for key in builtin().abbreviations[table])


def _reader(table: str):  # type: ignore[no-untyped-def]
    def say(match: re.Match[str], context: Context) -> Said:
        written = match["short"]
        said = context.lexicon.abbreviations[table][written]
        if written.endswith(".") and _ends_sentence(context.text, match.end()):
            said += "."
        tail = match.end("short")
        pieces = [Piece(match.start(), tail, said, entry=written)]
        if tail < match.end():
            pieces.append(Piece(tail, match.end(), " "))
        return pieces

    return say


def _ends_sentence(text: str, position: int) -> bool:
    following = text[position : position + 12]
    return bool(re.match(r"[\s»”\")\]]*$", following)) or bool(re.match(r"\s+(?:[A-ZÀ-Þ][a-zà-ÿ’']|[«“])", following))


def _title(match: re.Match[str], context: Context) -> Said:
    return [
        Piece(
            match.start(),
            match.end(),
            context.lexicon.abbreviations["before_title"][match["short"]],
            entry=match["short"],
        )
    ]


def _name(match: re.Match[str], context: Context) -> Said:
    written = match["short"]
    following = context.words_after(match.end(), 1)
    if following and following[0].lower() in context.lexicon.english:
        return None
    said = context.lexicon.abbreviations["before_name"][written]
    if written.startswith("St"):
        said = said.capitalize() if context.text.startswith("-", match.end()) else said
    pieces = [Piece(match.start(), match.end("short"), said, entry=written)]
    if match.end("short") < match.end():
        pieces.append(Piece(match.end("short"), match.end(), "-"))
    return pieces


def _digit(match: re.Match[str], context: Context) -> Said:
    written = match["short"]
    said = context.lexicon.abbreviations["before_digit"][written]
    after = context.text[match.end() : match.end() + 1]
    return [Piece(match.start(), match.end(), said + ("" if after.isspace() else " "), entry=written)]


def _note(match: re.Match[str], context: Context) -> Said:
    """`[NDLR : …]` keeps its words; the reader is told whose they are."""
    return "note de la rédaction,"


def _degree_number(match: re.Match[str], context: Context) -> Said:
    return "numéro"


RULES = (
    Rule(
        "abbreviation",
        re.compile(rf"(?<![\w.])(?P<short>{_any_of('anywhere')})(?![\w])"),
        _reader("anywhere"),
        needs=_initials("anywhere"),
    ),
    Rule(
        "abbreviation",
        re.compile(rf"(?<![\w.])(?P<short>{_any_of('before_digit')}){_DIGIT}"),
        _digit,
        needs=_initials("before_digit"),
    ),
    Rule(
        "courtesy",
        re.compile(rf"(?<![\w.])(?P<short>{_any_of('before_title')}){_TITLE}"),
        _title,
        needs=_initials("before_title"),
    ),
    Rule(
        "abbreviation",
        re.compile(rf"(?<![\w.])(?P<short>{_any_of('before_name')}){_NAME}"),
        _name,
        needs=_initials("before_name"),
    ),
)
