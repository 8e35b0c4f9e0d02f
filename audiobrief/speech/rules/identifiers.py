"""Numbers that name and do not count: `ISBN 978-2-07-036822-8`, `SIREN 552 100 554`, `commande n° 20231245`.

They are said digit by digit, in the groups that they are written in.
"""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import say_cardinal
from audiobrief.speech.patterns import DIGITS, NUMBER_START, SPACES, WORD_END, WORD_START
from audiobrief.speech.rule import Context, Piece, Rule, Said

# What a number of the book trade, of a company or of an account is called by.
_SERIAL = "ISBN(?:-1[03])?|ISSN|EAN|SIREN|SIRET|NIR|RPPS|ADELI|FINESS|UAI|IMEI|VIN|PMID|OCLC|AMM|CIP|RCS|TVA"
_NUMBER_WORD = r"(?:\s(?:n[°ºo]|numéro)|\s?:)?"
_GROUPS = rf"(?:\d{{2,}}|\d(?=-\d))(?:[{SPACES}-]?\d+){{0,8}}(?:[{SPACES}-]?X\b)?"
# After these a number of seven digits or more is a reference, and no amount.
_ORDER = (
    r"commande|dossier|contrat|référence|réf\.|facture|compte|licence|matricule|série|suivi|colis|client|adhérent|"
    r"procédure|brevet|permis|téléphone|passeport|n[°ºo]|numéro"
)


def _say_one_by_one(written: str) -> str:
    """Every digit in `written`, a pause between its groups; the X that checks an ISBN is its name."""
    groups = re.split(rf"[{SPACES}-]+", written)
    return ", ".join(
        " ".join("ixe" if digit == "X" else say_cardinal(int(digit)) for digit in group) for group in groups
    )


def _say_serial(match: re.Match[str], context: Context) -> Said:
    """`ISBN 2266106333`: the name has its own rule."""
    return [Piece(*match.span("number"), _say_one_by_one(match["number"]))]


def _say_account(match: re.Match[str], context: Context) -> Said:
    """`FR76 3000 6000`: the country and the digits of an account."""
    cut = match.start("number")
    return [
        Piece(match.start(), cut, match["country"], "letters"),
        Piece(cut, match.end(), f" {_say_one_by_one(match['number'])}"),
    ]


RULES = (
    Rule(
        "identifier",
        # ISBN 978-2-07-036822-8
        lazy_regex(rf"{WORD_START}(?:{_SERIAL})(?:\s[A-Z][a-z]+)?{_NUMBER_WORD}\s(?P<number>{_GROUPS}){WORD_END}"),
        _say_serial,
        scans=True,
        needs=DIGITS,
        needs_any=tuple(name.split("(")[0] for name in _SERIAL.split("|")),
    ),
    Rule(
        "identifier",
        # 395 062 540 RCS Nanterre
        lazy_regex(rf"{NUMBER_START}(?<!\d\s)(?P<number>\d{{3}}(?:[{SPACES}]\d{{3}}){{2}})(?=\s(?:RCS|R\.C\.S\.))"),
        _say_serial,
        needs_any=("RCS", "R.C.S"),
        has_digits=True,
    ),
    Rule(
        "identifier",
        # FR76 3000 6000 0112 3456 7890 189
        lazy_regex(
            rf"{WORD_START}(?P<country>[A-Z]{{2}})(?P<number>\d\d(?:[{SPACES}]?\d{{4}}){{3,7}}(?:[{SPACES}]?\d{{1,3}})?){WORD_END}"
        ),
        _say_account,
        needs=DIGITS,
    ),
    Rule(
        "identifier",
        # FR0003500008
        lazy_regex(rf"{WORD_START}(?P<country>[A-Z]{{2}})(?P<number>\d{{10}}){WORD_END}"),
        _say_account,
        needs=DIGITS,
    ),
    Rule(
        "identifier",
        # commande n° 20231245
        lazy_regex(
            rf"(?i){WORD_START}(?:{_ORDER})(?:\s(?:n[°ºo]|numéro)|\s?:)?\s?(?P<number>\d{{7,20}})(?![\w,.]\d|\w)"
        ),
        _say_serial,
        scans=True,
        needs=DIGITS,
        needs_any=(*(name for name in _ORDER.replace("\\.", ".").split("|") if "[" not in name), "n°", "nº", "no"),
    ),
)
