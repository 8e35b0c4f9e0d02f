"""Codes and models: letters are spelled, digits read as a number: A380, G7, F-16, CO2, Covid-19, 49.3."""

import re
from dataclasses import replace

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import say_decimals, say_digits, say_name, say_version
from audiobrief.speech.patterns import (
    ABBREVIATION_START,
    CAPITALS,
    DIGITS,
    GAP,
    HYPHEN,
    LETTER,
    NUMBER_START,
    SPACE,
    WORD_END,
    WORD_LETTER,
    WORD_START,
)
from audiobrief.speech.rule import Context, Piece, Rule, Said
from audiobrief.speech.rules.acronyms import keep_letters, read_acronym

_SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉"
_FROM_SUBSCRIPT = str.maketrans(_SUBSCRIPTS, "0123456789")
_CODE_TOKEN = lazy_regex(rf"{LETTER}+|[\d₀-₉]+(?:[.,]\d+)?|.")
_ORDINAL_ENDINGS = {"E", "ER", "RE", "ND", "NDE", "EME"}
_FILE_BEFORE = lazy_regex(r"(?i)(?:[A-Z]-|n[°ºo]\s?|délibération\s|dossier\s|décision\s|directive\s|règlement\s)$")
_REFERENCE_MARKS = {"-": " tiret ", "–": " tiret ", "/": " barre "}
# A letter before the number of a law's article: `L. 121-3`.
_LAW_LETTER = r"(?:LO|[LRDA])"


def _say_code(match: re.Match[str], context: Context) -> Said:
    """A380, RN7, F-16, H5N1: every run of letters, every run of digits, in turn."""
    pieces: list[Piece] = []
    for token in _CODE_TOKEN.finditer(match[0]):
        written, at, end = token[0], match.start() + token.start(), match.start() + token.end()
        if written[0].isdigit() or written[0] in _SUBSCRIPTS:
            said = _say_number(written.translate(_FROM_SUBSCRIPT))
            pieces.append(Piece(at, end, f"{' ' if pieces else ''}{said}{'' if end == match.end() else ' '}"))
        elif not written.isalpha():
            pieces.append(Piece(at, end, " "))
        elif written.islower():
            pieces.append(Piece(at, end, f" {written}"))
        elif len(written) > 1:
            pieces += read_acronym(written, at, context)
        else:
            pieces.append(Piece(at, end, written, "letters"))
    return pieces


def _say_mixed_code(match: re.Match[str], context: Context) -> Said:
    """`HbA1c`: every letter, whatever its size, and the number."""
    pieces: list[Piece] = []
    for token in re.finditer(r"[A-Za-z]+|\d+", match[0]):
        at, end = match.start() + token.start(), match.start() + token.end()
        if token[0].isdecimal():
            pieces.append(Piece(at, end, f" {_say_number(token[0])}{'' if end == match.end() else ' '}"))
        else:
            pieces.append(Piece(at, end, keep_letters(token[0]), "letters"))
    return pieces


def _say_number(written: str) -> str:
    whole, mark, rest = re.split(r"([.,])", written) if re.search("[.,]", written) else (written, "", "")
    return say_name(whole) + (f" {'virgule' if mark == ',' else 'point'} {say_decimals(rest)}" if rest else "")


def _say_number_and_letters(match: re.Match[str], context: Context) -> Said:
    """5G, 3D, 2CV; `2E` in a line of capitals is an ordinal."""
    if context.is_all_caps(match.start()) and match["letters"] in _ORDINAL_ENDINGS:
        return None
    cut = match.end("number")
    return [
        Piece(match.start(), cut, f"{say_digits(match['number'])} "),
        Piece(cut, match.end(), keep_letters(match["letters"]), "letters"),
    ]


def _say_number_after_word(match: re.Match[str], context: Context) -> Said:
    """Covid-19, Vélib-2: the hyphen is not said."""
    return [Piece(match.start("link"), match.end(), f" {say_digits(match['number'])}")]


def _say_article(match: re.Match[str], context: Context) -> Said:
    """49.3: the full stop of a legal reference is not said; a hyphen is, but for the famous 49-3."""
    link = " tiret " if match["mark"] == "-" and match["left"] != "49" else " "
    return f"{say_digits(match['left'])}{link}{say_digits(match['right'])}"


def _say_version(match: re.Match[str], context: Context) -> Said:
    return say_version(match[0])


def _say_standard(match: re.Match[str], context: Context) -> Said:
    """`802.11ac`: a standard of the IEEE."""
    cut = match.end("number")
    number = Piece(match.start(), cut, say_version(match["number"]))
    if not match["letters"]:
        return [number]
    return [replace(number, text=f"{number.text} "), Piece(cut, match.end(), match["letters"].upper(), "letters")]


def _say_version_of_program(match: re.Match[str], context: Context) -> Said:
    """`Python 3.12`: after a name, a full stop separates the numbers of a version; elsewhere it marks decimals."""
    name = context.find_word_before(match.start())
    named = len(name) > 2 and any(letter.isupper() for letter in name) and not context.is_all_caps(match.start())
    return _say_version(match, context) if named else None


def _say_reference(match: re.Match[str], context: Context) -> Said:
    """A law's or a file's number after n°: `2024-12`, `19-87.332`, `12/345`."""
    if "-" not in match["number"] and "/" not in match["number"] and "–" not in match["number"]:
        # loi n° 78.17
        return _say_one_by_one(match["number"])
    parts = re.split(r"([-–/])", match["number"])
    return "".join(_REFERENCE_MARKS.get(part) or say_version(part) for part in parts)


def _say_file_number(match: re.Match[str], context: Context) -> Said:
    """`délibération 2012/107`: the year and number of a file; `2024/25` and `1998/1999` are spans of years."""
    year, number = match["year"], match["number"]
    if len(number) == 4 and number[:2] in ("19", "20"):
        return None
    spans = len(number) == 2 and 0 < int(number) - int(year) % 100 <= 5
    if spans and not _FILE_BEFORE.search(context.get_text_before(match.start(), 16)):
        return None
    return f"{say_digits(year)} barre {say_digits(number)}"


def _say_law(match: re.Match[str], context: Context) -> Said:
    """`L. 121-3`: an article of a code by its letter, then its numbers one after the other."""
    return _spell_letters(match, match.end("letter"), _say_one_by_one(match["numbers"]))


def _spell_letters(match: re.Match[str], cut: int, rest: str) -> list[Piece]:
    """The match's letters up to `cut`, then `rest` for what is after it."""
    letters = match[0][: cut - match.start()]
    return [Piece(match.start(), cut, letters, "letters"), Piece(cut, match.end(), f" {rest}")]


def _say_one_by_one(written: str) -> str:
    """Every number in `written`, one after the other."""
    return " ".join(say_digits(part) for part in re.findall(r"\d+", written))


def _say_countdown(match: re.Match[str], context: Context) -> Said:
    """J-1, N+2: so many before or after."""
    sign = "plus" if match["sign"] == "+" else "moins"
    return _spell_letters(match, match.end("letter"), f"{sign} {say_digits(match['number'])}")


def _say_section(match: re.Match[str], context: Context) -> Said:
    """`C.3.3.`: the number of a part."""
    return _spell_letters(match, match.start() + 1, _say_one_by_one(match[0]))


def _say_variant(match: re.Match[str], context: Context) -> Said:
    """`XBB.1.5`: a variant of a virus; a known acronym only begins a sentence that lacks its space."""
    if match["letters"] in context.lexicon.acronyms:
        return None
    return _spell_letters(match, match.end("letters"), _say_one_by_one(match[0]))


def _say_grade(match: re.Match[str], context: Context) -> Said:
    """`AA-`, `O-`: a rating or a blood group."""
    return _spell_letters(match, match.end() - 1, "moins")


RULES = (
    Rule(
        "code",
        # J-1
        lazy_regex(rf"{WORD_START}(?P<letter>[JNHD])(?P<sign>[-–+])(?P<number>\d{{1,3}}){WORD_END}"),
        _say_countdown,
        needs=frozenset("JNHD"),
        has_digits=True,
    ),
    Rule(
        "code",
        # C.3.3.
        lazy_regex(rf"{ABBREVIATION_START}[A-Z](?:\.\d{{1,2}}){{2,4}}\.?{WORD_END}"),
        _say_section,
        needs=CAPITALS,
        has_digits=True,
    ),
    Rule(
        "code",
        # BA.2, XBB.1.5
        lazy_regex(rf"{ABBREVIATION_START}(?P<letters>[A-Z]{{2,3}})(?:\.\d{{1,2}}){{1,4}}{WORD_END}(?![-.]\w)"),
        _say_variant,
        needs=frozenset("."),
        has_digits=True,
    ),
    Rule(
        "code",
        # AA-
        lazy_regex(rf"{WORD_START}(?:AB|A{{1,3}}|B{{1,3}}|C{{1,3}}|O)-(?=[\s,.;:)]|$)"),
        _say_grade,
        needs=frozenset("ABCO"),
    ),
    Rule(
        "code",
        lazy_regex(
            rf"""
            {WORD_START}
            (?:(?<=article\s)|(?<=articles\s)|(?<=art\.\s)           # article L3
              |(?={_LAW_LETTER}\.?{GAP}(?:\*{GAP})?\d{{1,4}}[-‐‑–]\d))     # L. 121-3, R. * 121-3
            (?P<letter>{_LAW_LETTER})
            (?P<numbers>\.?{GAP}(?:\*{GAP})?\d{{1,4}}(?:[-‐‑–]\d{{1,4}}){{0,3}})
            {WORD_END}
            """,
            re.X,
        ),
        _say_law,
        needs=frozenset("LRDA"),
        has_digits=True,
    ),
    Rule(
        "code",
        lazy_regex(rf"{NUMBER_START}(?P<left>49)(?P<mark>[.,-])(?P<right>3){WORD_END}"),
        _say_article,
        needs=frozenset("4"),
    ),
    Rule(
        "code",
        lazy_regex(
            rf"""
            {NUMBER_START}(?P<left>\d{{1,3}})(?P<mark>[.-])(?P<right>\d{{1,2}})
            (?=\s(?:du\scode|de\sla\sConstitution)\b)                # 16-1 du code civil
            """,
            re.X,
        ),
        _say_article,
        needs=DIGITS,
    ),
    Rule(
        "code",
        lazy_regex(
            rf"""
            {WORD_START}
            (?:(?<=n[°ºᵒo]{SPACE})|(?<=n[°ºᵒ])|(?<=numéro\s)|(?<=N[°º]{SPACE}))
            (?P<number>\d+(?:[-–/]\d+(?:\.\d+)*)+|[6-9]\d\.\d{{1,4}})   # n° 2024-12, n° 19-87.332, n° 78.17
            {WORD_END}
            """,
            re.X,
        ),
        _say_reference,
        needs=DIGITS,
        needs_any=("n°", "nº", "nᵒ", "no", "numéro"),
    ),
    Rule(
        "code",
        # 21-15.742: an appeal to the Court of cassation
        lazy_regex(rf"{NUMBER_START}(?P<number>\d\d-\d\d\.\d{{3}})(?![\w-]|[.,]\d)"),
        _say_reference,
        needs=frozenset("-"),
        has_digits=True,
    ),
    Rule(
        "code",
        # 2012/107
        lazy_regex(r"(?<![\w/.,])(?P<year>(?:19|20)\d\d)/(?P<number>\d{1,4})(?![\w/]|[.,]\d|\s?[€%])"),
        _say_file_number,
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "code",
        # 192.168.1.1, 3.12.1; but no number: 1.500.000
        lazy_regex(rf"{NUMBER_START}(?!\d{{1,3}}(?:\.\d{{3}})+(?!\d|\.))\d{{1,3}}(?:\.\d{{1,3}}){{2,}}{WORD_END}"),
        _say_version,
        needs=frozenset("."),
        has_digits=True,
    ),
    # 2.0, but no -1.0
    Rule(
        "code",
        lazy_regex(r"(?<![\w.,−-])\d{1,2}\.\d(?!\d|\s?[€$£%])"),
        _say_version,
        needs=frozenset("."),
        has_digits=True,
    ),
    # 802.11, 802.11n
    Rule(
        "code",
        lazy_regex(rf"{NUMBER_START}(?P<number>802\.\d{{1,2}})(?P<letters>[a-z]{{0,2}}){WORD_END}(?![.,]\d)"),
        _say_standard,
        needs=frozenset("8"),
    ),
    Rule(
        "code",
        # Python 3.12
        lazy_regex(rf"(?<={WORD_LETTER}\s)\d{{1,2}}\.\d\d(?!\w|[.,]\d|\s?[€$£%°])"),
        _say_version_of_program,
        needs=frozenset("."),
        has_digits=True,
    ),
    Rule(
        "code",
        lazy_regex(
            rf"""
            {WORD_START}[A-Z]{{1,5}}-?\d{{1,5}}                         # RN7, F-16
              (?:[.,]\d{{1,2}}(?!\d))?                                  # PM2.5
              (?:-?[A-Z]{{1,3}}\d{{0,3}}|[a-z]{{1,4}})*                 # H5N1, A320neo
              {WORD_END}
            |{WORD_START}[A-Z]{{1,4}}[₀-₉]+                             # CO₂
            """,
            re.X,
        ),
        _say_code,
        needs=CAPITALS,
    ),
    Rule(
        "code",
        # HbA1c
        lazy_regex(rf"{WORD_START}[A-Z][a-z][A-Z]\d{{1,2}}[a-z]?{WORD_END}"),
        _say_mixed_code,
        needs=CAPITALS,
        has_digits=True,
    ),
    Rule(
        "code",
        # magnitude Mw 7,8
        lazy_regex(rf"{WORD_START}M[wLsb](?={SPACE}(?:=\s)?\d[.,]\d)"),
        lambda match, context: [Piece(*match.span(), match[0].upper(), "letters")],
        needs=frozenset("M"),
        has_digits=True,
    ),
    Rule(
        "code",
        # IPv6
        lazy_regex(rf"{WORD_START}(?P<letters>[A-Z]{{2,4}}v)(?P<number>\d){WORD_END}"),
        lambda match, context: _spell_letters(match, match.end("letters"), say_digits(match["number"])),
        needs_any=tuple(f"v{digit}" for digit in range(10)),
    ),
    Rule(
        "code",
        # 22H2
        lazy_regex(rf"{NUMBER_START}\d{{1,2}}[A-Z]{{1,2}}\d{{1,6}}{WORD_END}"),
        _say_code,
        needs=CAPITALS,
        has_digits=True,
    ),
    Rule(
        "code",
        # 5G, 12b
        lazy_regex(rf"{NUMBER_START}(?P<number>\d{{1,4}})(?P<letters>[A-Z]{{1,3}}|[ABbC](?=\s|$)){WORD_END}"),
        _say_number_and_letters,
        needs=CAPITALS | {"b"},
        has_digits=True,
    ),
    Rule(
        "code",
        # Covid-19
        lazy_regex(rf"(?<={WORD_LETTER}{{2}})(?P<link>{HYPHEN})(?P<number>\d{{1,4}})(?![\w.,/-]\w){WORD_END}"),
        _say_number_after_word,
        needs=frozenset("-–"),
        has_digits=True,
    ),
    Rule(
        "code",
        # Vélib2
        lazy_regex(rf"(?<={WORD_LETTER})(?P<link>)(?P<number>\d{{1,4}}){WORD_END}"),
        _say_number_after_word,
        needs=DIGITS,
    ),
)
