"""Dates in every written form. The first of the month is always « premier » (Grevisse, § 599)."""

import re
from datetime import date

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import drop_plural, say_cardinal, say_digits, say_ordinal
from audiobrief.speech.patterns import (
    DIGITS,
    HALVED,
    HYPHEN,
    MONTH,
    MONTHS,
    MORE_THOUSANDS,
    SPACE,
    SPACES,
    STREET,
    UPPERS,
    WEEKDAY,
    WORD_START,
)
from audiobrief.speech.rule import Context, Piece, Rule, Said, keep_full_stop, say_constant
from audiobrief.speech.rules.times import say_clock

_SHORT_MONTHS = (
    r"janv\.", r"jan\.", r"févr\.", r"fév\.", r"fevr\.", r"avr\.", r"juill\.", r"juil\.", r"sept\.", r"oct\.", r"nov\.",
    r"déc\.", r"dec\.",
)  # fmt: skip
_SHORT_MONTH = "|".join(_SHORT_MONTHS)
_ANY_MONTH = rf"(?:{MONTH}|(?:{_SHORT_MONTH}))"
# Where « à » stands after a month: « de juin à sept. », but « de six à sept ».
_MONTHS_BEFORE = "|".join(
    rf"(?<=\b{month}\sà\s)"
    for month in (
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre"),
        *("décembre", *_SHORT_MONTHS),
    )
)
# Of every month, written out, shortened or without its accent.
_MONTH_BEGINNINGS = (
    "janv",
    "jan.",
    "fév",
    "fev",
    "mars",
    "avr",
    "mai",
    "juin",
    "juil",
    "août",
    "aout",
    "sept",
    "oct",
    "nov",
    "déc",
    "dec",
)
_SHORT_WEEKDAY = r"(?:lun\.|mar\.|mer\.|jeu\.|ven\.|sam\.|dim\.)"
_WEEKDAY_STEM = "lun|mar|mer|jeu|ven|sam|dim"
# `1er`, `1ᵉʳ`.
_FIRST = "(?:er|ᵉʳ)?"
_DATE_BEFORE = lazy_regex(rf"(?i)\b(?:le|du|au|dès\sle|{WEEKDAY}|depuis\sle|jusqu’au)\s$")

_PRESSURE_BEFORE = lazy_regex(r"(?i)(?:\btension|\bTA\b)")
_NUMERO_BEFORE = lazy_regex(rf"(?:[nN][°ºᵒ]|numéro){SPACE}?$")
_VERSION_BEFORE = lazy_regex(r"(?i)(?:versions?|noyau|kernel|linux|release|v\.?)\s?$")


def say_day(number: int) -> str:
    """The day of the month."""
    return "premier" if number == 1 else say_cardinal(number)


def _is_valid(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _say_date(match: re.Match[str], context: Context) -> Said:
    """`28/01/2024`, `2024-01-28T14:30`."""
    day, month, year = int(match["day"]), int(match["month"]), match["year"]
    if _NUMERO_BEFORE.search(context.get_text_before(match.start(), 8)):
        # The number of a decision: `n° 2018-03-01`.
        return None
    if not _is_valid(int(year) if len(year) == 4 else 2000, month, day) or _is_version(match, context):
        return None
    said = f"{say_day(day)} {MONTHS[month - 1]} {say_digits(year)}"
    hour = match.groupdict().get("hour")
    return f"{said} à {say_clock(hour, match['minute'])}" if hour else said


def _is_version(match: re.Match[str], context: Context) -> bool:
    """Whether numbers with full stops are those of a version: `Linux 2.6.10`, but `le 2.6.10` and `28.01.24`."""
    if match.groupdict().get("mark") != "." or len(match["year"]) == 4:
        return False
    before = context.get_text_before(match.start(), 16)
    padded = len(match["day"]) == len(match["month"]) == 2
    return bool(_VERSION_BEFORE.search(before)) or not (padded or _DATE_BEFORE.search(before))


def _say_day_list(match: re.Match[str], context: Context) -> Said:
    """`17-18-19 juin`: the days, the last one after « et »."""
    days = [int(day) for day in re.findall(r"\d+", match[0])]
    if not all(1 <= day <= 31 for day in days) or days != sorted(set(days)):
        return None
    *firsts, last = map(say_day, days)
    return f"{', '.join(firsts)} et {last}"


def _say_day_and_month(match: re.Match[str], context: Context) -> Said:
    """`le 28/01`: a day where a zero or the words before it show that it is one."""
    day, month = int(match["day"]), int(match["month"])
    padded = match["day"].startswith("0") or match["month"].startswith("0")
    announced = _DATE_BEFORE.search(context.get_text_before(match.start(), 12))
    # No eleventh or twelfth is counted beyond one: `31/12`; a blood pressure may be.
    late = month > 10 and day > 12 and not _PRESSURE_BEFORE.search(context.get_text_before(match.start(), 30))
    if not _is_valid(2000, month, day) or not (padded or announced or late):
        return None
    return f"{say_day(day)} {MONTHS[month - 1]}"


def _say_month_and_year(match: re.Match[str], context: Context) -> Said:
    said = f"{MONTHS[int(match['month']) - 1]} {say_digits(match['year'])}"
    return f"en {said}" if match["article"] else said


def _say_days(match: re.Match[str], context: Context) -> Said:
    """The day before a month's name, alone or the last of a span: `1er mars`, `12-14 mars`, `12 et 13 mars`."""
    first, last = match["first"], match["last"]
    if not 1 <= int(last) <= 31:
        return None
    said = say_day(int(last))
    if not first:
        return said
    if not 1 <= int(first) <= 31:
        return None
    link = match["link"].strip().lower()
    if link in "-–" and int(last) == int(first) + 1 and context.find_word_before(match.start()).lower() == "les":
        link = "et"
    joined = {"-": "au", "–": "au", "/": "et"}.get(link, link)
    return f"{say_day(int(first))}{'' if joined == ',' else ' '}{joined} {said}"


def _say_short_month(match: re.Match[str], context: Context) -> Said:
    name = context.lexicon.abbreviations["months"][match["short"].lower()]
    end = match.end()
    closes = end == len(context.text) or re.match(rf"\s+[{UPPERS}«]", context.get_text_after(end, 3))
    return [Piece(match.start(), end, name + ("." if closes else ""))]


def _say_part_of_year(match: re.Match[str], context: Context) -> Said:
    """`T2 2025`, `S1 2026`: a quarter or a half of a year."""
    part = "semestre" if match["half"] else "trimestre"
    return [Piece(match.start(), match.start("year"), f"{say_ordinal(int(match['half'] or match['quarter']))} {part}")]


def _say_weekday(match: re.Match[str], context: Context) -> Said:
    return context.lexicon.abbreviations["weekdays"][match[0].lower()] + keep_full_stop(match, context)


def _say_weekdays(match: re.Match[str], context: Context) -> Said:
    """`Lun-ven`, `du lun.-ven.`: from Monday to Friday."""
    names = context.lexicon.abbreviations["weekdays"]
    first, last = names[f"{match['first'].lower()}."], names[f"{match['last'].lower()}."]
    link = "au" if context.find_word_before(match.start()).lower() == "du" else "à"
    return f"{first} {link} {last}{keep_full_stop(match, context)}"


def _say_decade(match: re.Match[str], context: Context) -> Said:
    """`les 80s`, `fin 1990s`: « années quatre-vingt »."""
    named = context.find_word_before(match.start()).lower().startswith("année")
    said = drop_plural(say_digits(match["decade"]))
    return said if named else f"années {said}"


RULES = (
    Rule(
        "date",
        # T2 2025
        lazy_regex(rf"(?<![\w-])(?:[TQ](?P<quarter>[1-4])|S(?P<half>[12]))(?P<year>[{SPACES}-](?:19|20)\d\d)(?!\w)"),
        _say_part_of_year,
        needs=frozenset("TQS"),
        has_digits=True,
    ),
    Rule(
        "date",
        # les 80s
        lazy_regex(r"(?<![\w.,])(?P<decade>(?:19|20)?[0-9]0)['’]?s(?!\w)"),
        _say_decade,
        needs=frozenset("s"),
        has_digits=True,
    ),
    Rule(
        "date",
        lazy_regex(
            r"""
            (?<![\w/.-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)       # 2024-01-28
            (?:T(?P<hour>[01]\d|2[0-4]):(?P<minute>[0-5]\d)                 # T14:30
              (?::\d\d(?:\.\d{1,6})?)?                                      # :00.000
              (?:Z|[+-]\d\d:?\d\d)?                                         # +01:00
            )?
            (?![\w/-])
            """,
            re.X,
        ),
        _say_date,
        needs=frozenset("-"),
        has_digits=True,
    ),
    Rule(
        "date",
        lazy_regex(
            r"""
            (?<![\w/.,-])(?P<day>\d{1,2})(?:er)?                            # 28/01/2024, 28.01.24
            (?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)
            (?![\w/-])
            """,
            re.X,
        ),
        _say_date,
        needs=frozenset("/.-"),
        has_digits=True,
    ),
    Rule(
        "date",
        lazy_regex(
            rf"""
            (?<![\w/.,-])(?P<day>\d{{1,2}}){_FIRST}/(?P<month>\d{{1,2}})            # le 28/01, 1er/09
            (?![\w/]|{MORE_THOUSANDS})
            (?!                                                             # but a fraction:
              \sd(?:es?|u)\s|\sd[’']                                     # 2/3 des élus
              |\s(?:tasse|cuill|c\.|lb|litre|paquet|sachet|boîte|pot|verre|pouce|mélange|part|tour)\w*   # 1/4 tasse
              |[\s-]final|-[a-zé]                                             # 1/2 finale, 1/3-temps
              |{SPACE}{HALVED}                                              # 1/2 écrémé
              |\s{STREET}\s                                               # or house numbers: 12/14 rue
              |\s{_ANY_MONTH}                                              # or two days: 1er/2 mars
            )
            """,
            re.X,
        ),
        _say_day_and_month,
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "date",
        lazy_regex(
            rf"""
            (?<![\w/.,-])(?<![°º]{SPACE})(?<![°º])                          # no month: n° 04/2024
            (?P<article>\ble\s)?                                           # le 09-2008
            (?P<month>0[1-9]|1[0-2])[/-](?P<year>(?:19|20)\d\d)             # 04/2024, 09-2008
            (?![\w/-])
            """,
            re.X,
        ),
        _say_month_and_year,
        needs=frozenset("/-"),
        has_digits=True,
    ),
    Rule(
        "date",
        # 17-18-19 juin
        lazy_regex(rf"(?<![\w.,/-])\d{{1,2}}(?:{HYPHEN}\d{{1,2}}){{2,5}}(?=\s{_ANY_MONTH})", re.I),
        _say_day_list,
        needs=frozenset("-–"),
        has_digits=True,
    ),
    Rule(
        "date",
        lazy_regex(
            rf"""
            (?<![\w.,/])
            (?:(?P<first>\d{{1,2}}){_FIRST}                                 # 12-14 mars
              (?P<link>\s?[-–/]\s?|\s(?:au|et|ou|à)\s|,\s))?                # 12 et 13 mars
            (?P<last>\d{{1,2}}){_FIRST}                                     # 1er mars
            (?=[\s-]{_ANY_MONTH})
            """,
            re.X | re.I,
        ),
        _say_days,
        needs=DIGITS,
        needs_any=_MONTH_BEGINNINGS,
    ),
    Rule(
        "date",
        # 30 juin-2 juillet
        lazy_regex(
            rf"""
            (?:{"|".join(f"(?<={name})" for name in (*MONTHS, *_SHORT_MONTHS))})
            \s?{HYPHEN}\s?
            (?=\d{{1,2}}(?:er)?\s{_ANY_MONTH})
            """,
            re.X | re.I,
        ),
        say_constant(" au "),
        needs=frozenset("-–"),
        has_digits=True,
    ),
    Rule(
        "weekday",
        # lun.-ven.
        lazy_regex(rf"{WORD_START}(?P<first>{_WEEKDAY_STEM})\.?{HYPHEN}(?P<last>{_WEEKDAY_STEM})\b\.?(?!\w)", re.I),
        _say_weekdays,
        needs=frozenset("-–"),
    ),
    Rule(
        "weekday",
        lazy_regex(
            rf"""
            {WORD_START}
            (?:{_SHORT_WEEKDAY}(?=
                \s\d{{1,2}}(?:er)?[\s,hH:]                                  # lun. 12 mars
                |-{_SHORT_WEEKDAY}                                          # lun.-ven.
                |\sjusqu                                                    # lun. jusqu’à
                |,?\s(?:au|et|ou|à)\s{_SHORT_WEEKDAY}                     # lun. au ven.
                |,\s{_SHORT_WEEKDAY}                                       # lun., mar.
                |(?:/|\set\s)(?:jours\s)?f[ée]ri[ée]s                      # dim. et fériés
                |(?-i:\s(?:à|dès|de)\s\d{{1,2}}\s?h)                     # dim. à 18h
              )
              |(?<=\bau\s){_SHORT_WEEKDAY}                                 # the last of those
              |(?<=\bet\s){_SHORT_WEEKDAY}
              |(?<=\.-){_SHORT_WEEKDAY}
              |(?<=\bsf\s){_SHORT_WEEKDAY}                                 # sf lun.: but on Mondays
              # le lun. soir; but `le jeu.` ends a match, and `le mer.` is nothing
              |(?<=\ble\s)(?:lun|mar|ven|sam|dim)\.(?=,|\s(?:et|ou|matin|midi|après-midi|soir)\b)
            )
            """,
            re.X | re.I,
        ),
        _say_weekday,
        needs_any=("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    ),
    Rule(
        "weekday",
        # Mer 03/03/2010, Sam 12 mars
        lazy_regex(
            rf"{WORD_START}(?:Lun|Mar|Mer|Jeu|Ven|Sam|Dim)(?=\s\d{{1,2}}(?:/\d{{1,2}}(?:/|(?!\d))|(?:er)?\s{_ANY_MONTH}))",
            re.I,
        ),
        lambda match, context: context.lexicon.abbreviations["weekdays"][f"{match[0].lower()}."],
        needs=DIGITS,
        needs_any=tuple(_WEEKDAY_STEM.split("|")),
    ),
    Rule(
        "month",
        # `sept.` may be the number seven at the end of a sentence, `dec.` and `jan.` names.
        lazy_regex(
            rf"""
            {WORD_START}
            (?P<short>janv\.|févr\.|fév\.|avr\.|juill\.|juil\.|oct\.|nov\.|déc\.
              |sept\.(?=[-–/]\s?(?:oct|nov|déc)))                          # sept.-oct.
            """,
            re.X | re.I,
        ),
        _say_short_month,
        needs_any=tuple(month.replace("\\", "") for month in _SHORT_MONTHS),
    ),
    Rule(
        "month",
        lazy_regex(
            rf"""
            (?:(?<=\d\s)|(?<=er\s)                                          # 12 sept., 1er sept.
              |\b(?=\S{{3,6}}\s\d{{4}})                                     # sept. 2024
              |(?<=\b[Ee]n\s)|(?<=\bdébut\s)|(?<=\bfin\s)               # en sept., fin sept.
              |{_MONTHS_BEFORE}                                             # de juin à sept.
              |(?<=\bd[’']))                                                # d’oct.
            (?P<short>{_SHORT_MONTH})
            """,
            re.X | re.I,
        ),
        _say_short_month,
        needs_any=tuple(month.replace("\\", "") for month in _SHORT_MONTHS),
    ),
)
