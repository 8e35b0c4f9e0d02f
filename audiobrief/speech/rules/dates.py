"""Dates in every written form. The first of the month is always « premier » (Grevisse, § 599)."""

import re
from datetime import date

from audiobrief.speech.numbers import cardinal, digits
from audiobrief.speech.rule import DIGITS, Context, Piece, Rule, Said, kept_stop
from audiobrief.speech.rules.times import clock

# What stands behind `1/2` where it means half so: `1/2 écrémé`.
HALVED = r"(?:écrémé|sel|gras|complet|teinte|fine?|bouteille)"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SHORT = r"janv\.|jan\.|févr\.|fév\.|fevr\.|avr\.|juill\.|juil\.|sept\.|oct\.|nov\.|déc\.|dec\."
_MONTH = rf"(?:(?:{'|'.join(MONTHS)}|fevrier|aout|decembre)\b|(?:{_SHORT}))"
_SHORT_WEEKDAY = r"lun\.|mar\.|mer\.|jeu\.|ven\.|sam\.|dim\."
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"


def day(number: int) -> str:
    return "premier" if number == 1 else cardinal(number)


def _valid(year: int, month: int, number: int) -> bool:
    try:
        date(year, month, number)
    except ValueError:
        return False
    return True


def _full(match: re.Match[str], context: Context) -> Said:
    number, month, year = int(match["day"]), int(match["month"]), match["year"]
    if not _valid(int(year) if len(year) == 4 else 2000, month, number):
        return None
    said = f"{day(number)} {MONTHS[month - 1]} {digits(year)}"
    hour = match.groupdict().get("hour")
    return f"{said} à {clock(hour, match['minute'])}" if hour else said


def _day_month(match: re.Match[str], context: Context) -> Said:
    number, month = int(match["day"]), int(match["month"])
    padded = match["day"].startswith("0") or match["month"].startswith("0")
    asked = re.search(
        rf"(?i)\b(?:le|du|au|dès le|{_WEEKDAY}|depuis le|jusqu’au)\s$",
        context.text[max(0, match.start() - 12) : match.start()],
    )
    if not _valid(2000, month, number) or not (padded or asked):
        return None
    return f"{day(number)} {MONTHS[month - 1]}"


def _month_year(match: re.Match[str], context: Context) -> Said:
    return f"{MONTHS[int(match['month']) - 1]} {digits(match['year'])}"


def _day(match: re.Match[str], context: Context) -> Said:
    """The day before a month's name, alone or the last of a span."""
    first, last = match["first"], match["last"]
    if not 1 <= int(last) <= 31:
        return None
    said = day(int(last))
    if not first:
        return said
    if not 1 <= int(first) <= 31:
        return None
    link = match["link"].strip().lower()
    if link in "-–" and int(last) == int(first) + 1 and context.word_before(match.start()).lower() == "les":
        link = "et"
    joined = {"-": "au", "–": "au", "/": "et"}.get(link, link)
    return f"{day(int(first))}{'' if joined == ',' else ' '}{joined} {said}"


def _short_month(match: re.Match[str], context: Context) -> Said:
    name = context.lexicon.abbreviations["months"][match["short"].lower()]
    end = match.end()
    closing = end == len(context.text) or re.match(r"\s+[A-ZÀ-ÖØ-Þ«]", context.text[end : end + 3])
    return [Piece(match.start(), end, name + ("." if closing else ""))]


def _weekday(match: re.Match[str], context: Context) -> Said:
    return context.lexicon.abbreviations["weekdays"][match[0].lower()] + kept_stop(match, context)


def _weekdays(match: re.Match[str], context: Context) -> Said:
    """`Lun-ven`, `du lun.-ven.`: from Monday to Friday."""
    names = context.lexicon.abbreviations["weekdays"]
    first, last = names[f"{match['first'].lower()}."], names[f"{match['last'].lower()}."]
    link = "au" if context.word_before(match.start()).lower() == "du" else "à"
    return f"{first} {link} {last}{kept_stop(match, context)}"


RULES = (
    Rule(
        "date",
        re.compile(
            r"(?<![\w/.-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
            r"(?:T(?P<hour>[01]\d|2[0-4]):(?P<minute>[0-5]\d)(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w/-])"
        ),
        _full,
        needs=frozenset("-"),
    ),
    Rule(
        "date",
        re.compile(
            r"(?<![\w/.,-])(?P<day>\d{1,2})(?:er)?(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d\d)(?![\w/-])"
        ),
        _full,
        needs=frozenset("/.-"),
    ),
    Rule(
        "date",
        re.compile(
            r"(?<![\w/.,-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/]|[ \u00a0\u202f]\d{3}(?!\d))"
            rf"(?! d(?:es?|u) | d[’']|[ -]final|[ \u00a0]{HALVED}"
            r"| (?:rue|avenue|boulevard|place|quai|impasse|allée|chemin|cours|route) )"
        ),
        _day_month,
        needs=frozenset("/"),
    ),
    Rule(
        "date",
        re.compile(
            # `n° 04/2024` is no month.
            r"(?<![\w/.,-])(?<![°º] )(?<![°º][\u00a0\u202f])(?<![°º])"
            r"(?P<month>0[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\w/])"
        ),
        _month_year,
        needs=frozenset("/"),
    ),
    Rule(
        "date",
        re.compile(
            r"(?<![\w.,/])(?:(?P<first>\d{1,2})(?:er|ᵉʳ)?(?P<link>\s?[-–/]\s?|\s(?:au|et|ou|à)\s|,\s))?"
            rf"(?P<last>\d{{1,2}})(?:er|ᵉʳ)?(?=[\s\u00a0\u202f-]{_MONTH})",
            re.I,
        ),
        _day,
        needs=DIGITS,
    ),
    # `30 juin-2 juillet`: a span from month to month.
    Rule(
        "date",
        re.compile(
            rf"(?:{'|'.join(f'(?<={name})' for name in (*MONTHS, *_SHORT.split('|')))})\s?[-–]\s?"
            rf"(?=\d{{1,2}}(?:er)?[\s\u00a0\u202f]{_MONTH})",
            re.I,
        ),
        lambda match, context: " au ",
        needs=frozenset("-–"),
    ),
    Rule(
        "weekday",
        re.compile(
            r"(?<!\w)(?P<first>lun|mar|mer|jeu|ven|sam|dim)\.?[-–](?P<last>lun|mar|mer|jeu|ven|sam|dim)\b\.?(?!\w)",
            re.I,
        ),
        _weekdays,
        needs=frozenset("-–"),
    ),
    Rule(
        "weekday",
        re.compile(
            rf"(?<!\w)(?:(?:{_SHORT_WEEKDAY})"
            rf"(?=[\s\u00a0]\d{{1,2}}(?:er)?[\s\u00a0,hH:]|-(?:{_SHORT_WEEKDAY})|[\s\u00a0]jusqu"
            rf"|,? (?:au|et|ou|à) (?:{_SHORT_WEEKDAY})|, (?:{_SHORT_WEEKDAY}))"
            rf"|(?<=\bau )(?:{_SHORT_WEEKDAY})|(?<=\bet )(?:{_SHORT_WEEKDAY})"
            rf"|(?<=\.-)(?:{_SHORT_WEEKDAY})|(?<=\bsf )(?:{_SHORT_WEEKDAY})"
            # `le jeu.` ends a match, `le mer.` is nothing.
            r"|(?<=\ble )(?:lun|mar|ven|sam|dim)\.(?=,| (?:et|ou|matin|midi|après-midi|soir)\b))",
            re.I,
        ),
        _weekday,
        needs=frozenset("."),
    ),
    # `sept.` may be the number seven at the end of a sentence, `dec.` and `jan.` names.
    Rule(
        "month",
        re.compile(
            r"(?<!\w)(?P<short>janv\.|févr\.|fév\.|avr\.|juill\.|juil\.|oct\.|nov\.|déc\.|"
            r"sept\.(?=[-–/] ?(?:oct|nov|déc)))",
            re.I,
        ),
        _short_month,
        needs=frozenset("."),
    ),
    Rule(
        "month",
        re.compile(
            rf"(?:(?<=\d[\s\u00a0\u202f])|(?<=er[\s\u00a0\u202f])|\b(?=\S{{3,6}}\s\d{{4}})|(?<=\b[Ee]n )|(?<=\bdébut )"
            rf"|(?<=\bfin )|(?<=\bà )|(?<=\bd[’']))(?P<short>{_SHORT})",
            re.I,
        ),
        _short_month,
        needs=frozenset("."),
    ),
)
