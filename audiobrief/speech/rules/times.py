"""Hours and chronometers. Heure, minute and seconde are feminine: « vingt et une heures trente et une »."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import say_cardinal, say_digits, say_ordinal
from audiobrief.speech.patterns import (
    APOSTROPHE,
    GAP,
    HYPHEN,
    LOWER,
    LOWERS,
    MORE_THOUSANDS,
    NUMBER_START,
    QUOTIENT_START,
    SCREEN_BEFORE,
    UPPER,
    WORD_START,
)
from audiobrief.speech.rule import Context, Piece, Rule, Said, is_quoted, say_constant

# `14 h`, but no `14 ha` and no `14 h²`; a full stop belongs to it where the sentence goes on.
_HOUR = rf"(?:[01]?\d|2[0-4]){GAP}(?:h|H(?!\d(?!\d)))(?:\.(?=\s{LOWER}))?(?![A-Z{LOWERS}²])"
# `14h30`, `14 h 30`, but `14 h 30 km`.
_CLOCK = rf"{_HOUR}(?:{GAP}[0-5]\d(?!\d|[.,]\d|{GAP}(?:km|€|%)))?"
_PRIME = "[’'′]"
_DOUBLE_PRIME = rf"(?:{APOSTROPHE}{{2}}|[\"″”])"
_NOT_A_TIME = lazy_regex(r"(?i)(?:ratio|rapport|échelle|proportion|cote|format)\b.{0,8}$")


def say_clock(hour: str, minute: str) -> str:
    """`14`, `05`: « quatorze heures cinq »; minutes that are missing or zero are not said."""
    return _say_hours(int(hour)) + _say_minutes(minute)


def _say_hours(number: int) -> str:
    return f"{say_cardinal(number, feminine=True)} heure{'s' if number > 1 else ''}"


def _say_minutes(written: str) -> str:
    return f" {say_cardinal(int(written), feminine=True)}" if written and int(written) else ""


def _say_written_clock(written: str) -> str:
    """`14 h 05`."""
    hour, _, minute = re.sub(r"\D+", " ", written).strip().partition(" ")
    return say_clock(hour, minute)


def _say_hour(match: re.Match[str], context: Context) -> Said:
    return _say_written_clock(match[0])


def _say_hour_span(match: re.Match[str], context: Context) -> Said:
    """`14h-16h`, `14h30/16h`."""
    return f"{_say_written_clock(match['from'])} à {_say_written_clock(match['to'])}"


def _say_bare_span(match: re.Match[str], context: Context) -> Said:
    """`14-16h`."""
    return f"{say_cardinal(int(match['from']), feminine=True)} à {_say_written_clock(match['to'])}"


def _say_half_hour(match: re.Match[str], context: Context) -> Said:
    """`2 h ½`."""
    return f"{_say_hours(int(match['hours']))} et demie"


def _say_colon_time(match: re.Match[str], context: Context) -> Said:
    """`14:30`, `14:30:05`."""
    hour, minute, second = match["hour"], match["minute"], match["second"]
    if _NOT_A_TIME.search(context.text, max(0, match.start() - 20), match.start()):
        return None
    if second:
        return f"{_say_hours(int(hour))} {_say_count(minute, 'minute')} {_say_count(second, 'seconde')}"
    return say_clock(hour, minute)


def _say_chapter_mark(match: re.Match[str], context: Context) -> Said:
    """`02:35 La question du prix`: where a chapter of a video begins; no programme begins so early in the day."""
    minutes, seconds = _say_count(match["minutes"], "minute"), int(match["seconds"])
    return f"{minutes} {say_cardinal(seconds, feminine=True)}," if seconds else f"{minutes},"


def _say_zone(match: re.Match[str], context: Context) -> Said:
    """`UTC-5`, `GMT+2`: a time zone by its distance from the zero meridian's."""
    sign, cut = "plus" if match["sign"] == "+" else "moins", match.end("zone")
    said = f" {sign} {say_cardinal(int(match['hours']))}{_say_minutes(match['minutes'])}"
    return [Piece(match.start(), cut, match["zone"], "letters"), Piece(cut, match.end(), said)]


def _say_days_a_week(match: re.Match[str], context: Context) -> Said:
    """`5j/7`."""
    return f"{say_cardinal(int(match['days']))} jours sur sept"


def _say_match_minute(match: re.Match[str], context: Context) -> Said:
    """`à la 21'`: the twenty-first minute; `cuire 5'`: five minutes; not where the mark closes a quotation."""
    if context.first_single_quote < match.start():
        return None
    number = int(match["minute"])
    more = f" plus {say_digits(match['more'][1:])}" if match["more"] else ""
    if context.find_word_before(match.start()).lower() in ("la", "dès", "une"):
        return f"{say_ordinal(number, feminine=True)} minute{more}"
    return f"{_say_count(match['minute'], 'minute')}{more}"


def _say_hundredths(match: re.Match[str], context: Context) -> Said:
    """`1:47.32`: the minutes, seconds and hundredths of a race."""
    minutes, seconds = _say_count(match["minutes"], "minute"), _say_count(match["seconds"], "seconde")
    return f"{minutes} {seconds} {say_digits(match['rest'])}"


def _say_listing(match: re.Match[str], context: Context) -> Said:
    """`20.55 : le film`: as a television listing gives an hour."""
    return say_clock(match["hour"], match["minute"])


def _say_count(written: str, noun: str) -> str:
    number = int(written)
    return f"{say_cardinal(number, feminine=True)} {noun}{'s' if number > 1 else ''}"


def _say_unquoted_seconds(match: re.Match[str], context: Context) -> Said:
    """`12" d’avance`, where the mark closes no quotation: `l’"acte 2" du mouvement`."""
    return None if is_quoted(context.text, match.start()) else _say_seconds(match, context)


def _say_seconds(match: re.Match[str], context: Context) -> Said:
    """`12''`: seconds, unless a screen is measured."""
    if SCREEN_BEFORE.search(context.get_text_before(match.start(), 60)):
        return None
    return _say_chronometer(match, context)


def _say_chronometer(match: re.Match[str], context: Context) -> Said:
    """`2 h 05 min 12 s`, `3'12"4`: what is there of hours, minutes, seconds and hundredths."""
    groups = match.groupdict()
    parts = [
        _say_count(groups[name], noun)
        for name, noun in (("hours", "heure"), ("minutes", "minute"), ("seconds", "seconde"), ("second", "seconde"))
        if groups.get(name)
    ]
    if rest := groups.get("rest"):
        # Hundredths and thousandths, their zeros one by one.
        parts.append(say_digits(rest) if groups.get("seconds") else say_cardinal(int(rest), feminine=True))
    if groups.get("and"):
        parts.insert(-1, "et")
    return " ".join(parts)


RULES = (
    Rule(
        "time",
        # UTC-5, GMT+5:30
        lazy_regex(
            rf"{WORD_START}(?P<zone>UTC|GMT|TU)(?P<sign>[+\-−–])(?P<hours>[01]?\d)(?::(?P<minutes>[0-5]\d))?(?![\w:])"
        ),
        _say_zone,
        needs=frozenset("TG"),
        has_digits=True,
    ),
    Rule(
        "time",
        # 24h/24
        lazy_regex(rf"{NUMBER_START}24{GAP}h(?:eures)?{GAP}[/-]{GAP}24(?:{GAP}h)?(?!\d)"),
        say_constant("vingt-quatre heures sur vingt-quatre"),
        needs=frozenset("/-"),
        has_digits=True,
    ),
    Rule(
        "time",
        lazy_regex(rf"{QUOTIENT_START}24/24(?![\d/])"),
        say_constant("vingt-quatre heures sur vingt-quatre"),
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "time",
        # 7j/7
        lazy_regex(rf"{NUMBER_START}7{GAP}(?:j(?:ours)?)?{GAP}/{GAP}7(?:{GAP}j)?(?!\w)"),
        say_constant("sept jours sur sept"),
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "time",
        # 5j/7
        lazy_regex(rf"{NUMBER_START}(?P<days>[1-7]){GAP}j(?:ours?)?{GAP}/{GAP}7(?!\w)"),
        _say_days_a_week,
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "time",
        lazy_regex(rf"{QUOTIENT_START}24/7(?![\d/])"),
        say_constant("vingt-quatre heures sur vingt-quatre et sept jours sur sept"),
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "duration",
        lazy_regex(
            rf"""
            {NUMBER_START}(?:(?P<hours>\d{{1,3}}){GAP}h{GAP})?               # 2 h
            (?P<minutes>\d{{1,3}}){GAP}(?:min|mn)\.?{GAP}(?P<and>et\s)?       # 5 min et
            (?:(?P<seconds>[0-5]?\d){GAP}(?:sec|s)(?![\w/])                  # 12 s
              |(?P<rest>[0-5]\d)(?!\w|[.,]\d|\s?[%€]))                       # 12
            """,
            re.X,
        ),
        _say_chronometer,
        needs=frozenset("m"),
        has_digits=True,
    ),
    Rule(
        "duration",
        lazy_regex(
            rf"""
            {NUMBER_START}(?P<hours>\d{{1,3}}){GAP}h{GAP}(?P<minutes>[0-5]?\d)
            (?:{GAP}(?:min|mn)\b                                             # 2 h 05 min
              |{GAP}{_PRIME}{GAP}(?P<second>[0-5]\d){GAP}{_DOUBLE_PRIME}?(?!\w))   # 2h05'12"
            """,
            re.X,
        ),
        _say_chronometer,
        needs=frozenset("h"),
        has_digits=True,
    ),
    Rule(
        "duration",
        # 3'12"4
        lazy_regex(
            rf"""
            {NUMBER_START}(?P<minutes>\d{{1,2}}){_PRIME}(?P<seconds>[0-5]\d)
            (?:{_DOUBLE_PRIME}(?P<rest>\d{{1,3}})?)?
            (?!\d|[’'\"])
            """,
            re.X,
        ),
        _say_chronometer,
        needs=frozenset("’'′"),
        has_digits=True,
    ),
    Rule(
        "duration",
        # 9"58
        lazy_regex(rf"{NUMBER_START}(?P<seconds>\d{{1,2}}){_DOUBLE_PRIME}(?P<rest>\d{{1,3}})(?!\d)"),
        _say_chronometer,
        needs=frozenset("’'\"″”"),
        has_digits=True,
    ),
    Rule(
        "time",
        # 2 h ½
        lazy_regex(rf"{NUMBER_START}(?P<hours>\d{{1,2}}){GAP}h{GAP}(?:½|1/2(?![\w/]))"),
        _say_half_hour,
        needs=frozenset("h"),
        has_digits=True,
    ),
    Rule(
        "time",
        # 9h-12h/14h-17h
        lazy_regex(rf"{NUMBER_START}{_CLOCK}{GAP}[-–]{GAP}{_CLOCK}(?P<slash>\s?[/|]\s?)(?={_CLOCK}{GAP}[-–])"),
        lambda match, context: [Piece(*match.span("slash"), " et ")],
        scans=True,
        needs=frozenset("/|"),
        has_digits=True,
    ),
    Rule(
        "time",
        # 14h-16h
        lazy_regex(rf"{NUMBER_START}(?P<from>{_CLOCK}){GAP}[-–/]{GAP}(?P<to>{_CLOCK})"),
        _say_hour_span,
        needs=frozenset("hH"),
        has_digits=True,
    ),
    Rule(
        "time",
        # 14-16h
        lazy_regex(rf"{NUMBER_START}(?P<from>\d{{1,2}}){GAP}{HYPHEN}{GAP}(?P<to>{_CLOCK})"),
        _say_bare_span,
        needs=frozenset("hH"),
        has_digits=True,
    ),
    Rule(
        "time",
        # 1 à 2h, 21 à 23 h
        lazy_regex(rf"{NUMBER_START}(?P<from>[12]?1)(?=\s(?:à|ou)\s{_CLOCK})"),
        lambda match, context: say_cardinal(int(match["from"]), feminine=True),
        needs=frozenset("h"),
        has_digits=True,
    ),
    # 14h30
    Rule(
        "time",
        lazy_regex(rf"(?<![\w.,-]){_CLOCK}"),
        _say_hour,
        needs=frozenset("hH"),
        has_digits=True,
    ),
    # 120h30
    Rule(
        "duration",
        lazy_regex(rf"(?<![\w.,-])\d{{2,3}}{GAP}[hH][0-5]\d(?!\w)"),
        _say_hour,
        needs=frozenset("hH"),
        has_digits=True,
    ),
    Rule(
        "duration",
        # 1:47.32
        lazy_regex(r"(?<![\w.,:/])(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)[.,](?P<rest>\d{1,3})(?:\s?s\b)?(?!\d)"),
        _say_hundredths,
        needs=frozenset(":"),
        has_digits=True,
    ),
    Rule(
        "duration",
        # 12''
        lazy_regex(rf"{NUMBER_START}(?P<seconds>\d{{1,3}})(?:''|″)(?!\w)"),
        _say_seconds,
        needs=frozenset("'″"),
        has_digits=True,
    ),
    Rule(
        "duration",
        # 12" d’avance: elsewhere the mark may close a quotation
        lazy_regex(
            rf"""
            {QUOTIENT_START}(?P<seconds>\d{{1,3}})\"
            (?=\s(?:d[’']avance|de\sretard|d[’']écart|d[ue]\s|derrière|devant)
              |(?<=\bà\s\d\")\s?(?:[.,;)]|$)|(?<=\bà\s\d\d\")\s?(?:[.,;)]|$))    # 2. Roux à 43"
            """,
            re.X,
        ),
        _say_unquoted_seconds,
        needs=frozenset('"'),
        has_digits=True,
    ),
    Rule(
        "minute",
        # à la 90'+3
        lazy_regex(rf"(?<![\w.,'’′])(?P<minute>\d{{1,3}}){_PRIME}(?P<more>\+\d{{1,2}})?(?![\w'’′])"),
        _say_match_minute,
        needs=frozenset("'’′"),
        has_digits=True,
    ),
    Rule(
        "time",
        # 20.55 : le film
        lazy_regex(r"^\s*(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)(?=\s[:–-]\s)"),
        _say_listing,
        needs=frozenset("."),
        has_digits=True,
    ),
    Rule(
        "time",
        # 02:35 La question du prix
        lazy_regex(rf"^[\s(\[]*(?P<minutes>0?[0-4]):(?P<seconds>[0-5]\d)[)\]]?(?=\s(?:[-–—|:]\s)?[«“\"]?\s?{UPPER})"),
        _say_chapter_mark,
        needs=frozenset(":"),
        has_digits=True,
    ),
    Rule(
        "time",
        # 14:30, 14:30:05
        lazy_regex(
            rf"""
            (?<![\w.,:/])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?
            (?![\d:]|{MORE_THOUSANDS})
            """,
            re.X,
        ),
        _say_colon_time,
        needs=frozenset(":"),
        has_digits=True,
    ),
)
