"""Codes and models: letters are spelled, digits read as a number: A380, G7, F-16, CO2, Covid-19, 49.3."""

import re

from audiobrief.speech.numbers import decimals, digits, dotted
from audiobrief.speech.rule import CAPITALS, DIGITS, LETTER, Context, Piece, Rule, Said
from audiobrief.speech.rules.acronyms import as_letters, reading

_DIGITS = r"\d{1,5}"
_SUBSCRIPT = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def _number(written: str) -> str:
    whole, _, rest = written.replace(",", ".").partition(".")
    return digits(whole) + (f" point {decimals(rest)}" if rest else "")


def _letters_digits(match: re.Match[str], context: Context) -> Said:
    """A380, RN7, F-16, H5N1: every run of letters, every run of digits, in turn."""
    pieces: list[Piece] = []
    for token in re.finditer(rf"{LETTER}+|[\d₀-₉]+(?:[.,]\d+)?|.", match[0]):
        at, end = match.start() + token.start(), match.start() + token.end()
        if token[0][0].isdigit() or token[0][0] in "₀₁₂₃₄₅₆₇₈₉":
            said = _number(token[0].translate(_SUBSCRIPT))
            pieces.append(Piece(at, end, f"{' ' if pieces else ''}{said}{'' if end == match.end() else ' '}"))
        elif token[0].isalpha():
            pieces.extend(
                [Piece(at, end, f" {token[0]}")]
                if token[0].islower()
                else reading(token[0], at, context)
                if len(token[0]) > 1
                else [Piece(at, end, token[0], "letters")]
            )
        else:
            pieces.append(Piece(at, end, " "))
    return pieces


def _digits_letters(match: re.Match[str], context: Context) -> Said:
    """5G, 3D, 2CV; `2E` in a shouted line is an ordinal."""
    if context.is_shouted(match.start()) and match["letters"] in _SHOUTED_ENDINGS:
        return None
    cut = match.end("number")
    return [
        Piece(match.start(), cut, f"{digits(match['number'])} "),
        Piece(cut, match.end(), as_letters(match["letters"]), "letters"),
    ]


def _word_number(match: re.Match[str], context: Context) -> Said:
    """Covid-19, Vélib-2: the hyphen is not said."""
    return [Piece(match.start("link"), match.end(), f" {digits(match['number'])}")]


def _article(match: re.Match[str], context: Context) -> Said:
    """49.3: the dot of a legal reference is not said; a hyphen is, but for the famous 49-3."""
    link = " tiret " if match["mark"] == "-" and match["left"] != "49" else " "
    return f"{digits(match['left'])}{link}{digits(match['right'])}"


def _version(match: re.Match[str], context: Context) -> Said:
    return dotted(match[0])


def _program(match: re.Match[str], context: Context) -> Said:
    """`Python 3.12`: behind a name, a full stop parts the numbers of a version, as it parts no decimals in French."""
    name = context.word_before(match.start())
    named = len(name) > 2 and any(letter.isupper() for letter in name) and not context.is_shouted(match.start())
    return _version(match, context) if named else None


def _reference(match: re.Match[str], context: Context) -> Said:
    """A law's or a file's number after n°: `2024-12`, `19-87.332`, `12/345`."""
    parts = re.split(r"([-–/])", match["number"])
    return "".join(_MARKS.get(part) or dotted(part) for part in parts)


_MARKS = {"-": " tiret ", "–": " tiret ", "/": " barre "}


def _law(match: re.Match[str], context: Context) -> Said:
    """`L. 121-3`: an article of a code by its letter, then its numbers one after the other."""
    return _spelled(match, match.end("letter"), _one_by_one(match["numbers"]))


def _spelled(match: re.Match[str], cut: int, rest: str) -> list[Piece]:
    """The match's letters up to `cut`, then `rest` for what is behind it."""
    letters = match[0][: cut - match.start()]
    return [Piece(match.start(), cut, letters, "letters"), Piece(cut, match.end(), f" {rest}")]


def _one_by_one(written: str) -> str:
    """Every number in `written`, one after the other."""
    return " ".join(digits(part) for part in re.findall(r"\d+", written))


def _countdown(match: re.Match[str], context: Context) -> Said:
    """J-1, N+2: so many before or after."""
    sign = "plus" if match["sign"] == "+" else "moins"
    return _spelled(match, match.end("letter"), f"{sign} {digits(match['number'])}")


def _section(match: re.Match[str], context: Context) -> Said:
    """`C.3.3.`: the number of a part."""
    return _spelled(match, match.start() + 1, _one_by_one(match[0]))


def _grade(match: re.Match[str], context: Context) -> Said:
    """`AA-`, `O-`: a rating or a blood group."""
    return _spelled(match, match.end() - 1, "moins")


_SHOUTED_ENDINGS = {"E", "ER", "RE", "ND", "NDE", "EME"}

RULES = (
    Rule(
        "code",
        re.compile(r"(?<!\w)(?P<letter>[JNHD])(?P<sign>[-–+])(?P<number>\d{1,3})(?!\w)"),
        _countdown,
        needs=frozenset("JNHD"),
    ),
    Rule(
        "code",
        re.compile(r"(?<![\w.])[A-Z](?:\.\d{1,2}){2,4}\.?(?!\w)"),
        _section,
        needs=CAPITALS,
    ),
    Rule("code", re.compile(r"(?<!\w)(?:AB|A{1,3}|B{1,3}|C{1,3}|O)-(?=[\s,.;:)]|$)"), _grade, needs=frozenset("ABCO")),
    Rule(
        "code",
        re.compile(
            r"(?<![\w])(?:(?<=article )|(?<=articles )|(?<=art\. )|(?=[LRDA]\.?[ \u00a0\u202f]?\d{1,4}-\d))"
            r"(?P<letter>[LRDA])(?P<numbers>\.?[ \u00a0\u202f]?\d{1,4}(?:-\d{1,4}){0,3})(?!\w)"
        ),
        _law,
        needs=frozenset("LRDA"),
    ),
    Rule(
        "code",
        re.compile(r"(?<![\w.,])(?P<left>49)(?P<mark>[.,-])(?P<right>3)(?![\d\w])"),
        _article,
        needs=frozenset("4"),
    ),
    Rule(
        "code",
        re.compile(
            r"(?<![\w.,])(?P<left>\d{1,3})(?P<mark>[.-])(?P<right>\d{1,2})(?=\s(?:du code|de la Constitution)\b)"
        ),
        _article,
        needs=DIGITS,
    ),
    Rule(
        "code",
        re.compile(
            r"(?<![\w])(?:(?<=n[°ºᵒo][ \u00a0\u202f])|(?<=n[°ºᵒ])|(?<=numéro )|(?<=N[°º][ \u00a0\u202f]))"
            r"(?P<number>\d+(?:[-–/]\d+(?:\.\d+)*)+)(?![\w])"
        ),
        _reference,
        needs=DIGITS,
    ),
    Rule(
        "code",
        re.compile(r"(?<![\w.,])(?!\d{1,3}(?:\.\d{3})+(?!\d|\.))\d{1,3}(?:\.\d{1,3}){2,}(?![\d\w])"),
        _version,
        needs=frozenset("."),
    ),
    Rule("code", re.compile(r"(?<![\w.,])\d{1,2}\.\d(?!\d|\s?[€$£%])(?!\d)"), _version, needs=frozenset(".")),
    Rule("code", re.compile(r"(?<=[^\W\d_] )\d{1,2}\.\d\d(?!\w|[.,]\d|\s?[€$£%°])"), _program, needs=frozenset(".")),
    Rule(
        "code",
        re.compile(
            rf"(?<![\w])[A-Z]{{1,5}}-?{_DIGITS}(?:[.,]\d{{1,2}}(?!\d))?(?:-?[A-Z]{{1,3}}\d{{0,3}}|[a-z]{{1,4}})*(?![\w])|(?<![\w])[A-Z]{{1,4}}[₀-₉]+"
        ),
        _letters_digits,
        needs=CAPITALS,
    ),
    Rule(
        "code",
        re.compile(r"(?<![\w.,])(?P<number>\d{1,4})(?P<letters>[A-Z]{1,3}|[ABbC](?=\s|$))(?![\w])"),
        _digits_letters,
        needs=CAPITALS | {"b"},
    ),
    Rule(
        "code",
        re.compile(r"(?<=[^\W\d_]{2})(?P<link>[-–])(?P<number>\d{1,4})(?![\w.,/-]\w)(?!\w)"),
        _word_number,
        needs=frozenset("-–"),
    ),
    Rule("code", re.compile(r"(?<=[^\W\d_])(?P<link>)(?P<number>\d{1,4})(?![\w])"), _word_number, needs=DIGITS),
)
