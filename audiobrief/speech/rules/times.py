"""Hours and chronometers. Heure, minute and seconde are feminine: « vingt et une heures trente et une »."""

import re
from functools import lru_cache

from audiobrief.speech.numbers import cardinal, digits, ordinal
from audiobrief.speech.rule import Context, Piece, Rule, Said

_GAP = r"[ \u00a0\u202f\u2009]?"
_HOUR = rf"(?:[01]?\d|2[0-4]){_GAP}[hH](?:\.(?=\s[a-zà-ÿ]))?(?![a-zA-Zà-ÿ²])"
_NOT_A_TIME = re.compile(r"(?i)(?:ratio|rapport|échelle|proportion|cote|format)\b.{0,8}$")
_CLOCK = rf"{_HOUR}(?:{_GAP}[0-5]\d(?!\d|[.,]\d|{_GAP}(?:km|€|%)))?"


def _hours(number: int) -> str:
    return f"{cardinal(number, feminine=True)} heure{'s' if number > 1 else ''}"


def _minutes(written: str) -> str:
    return f" {cardinal(int(written), feminine=True)}" if written and int(written) else ""


def clock(hour: str, minute: str) -> str:
    """`14`, `05`: « quatorze heures cinq »; minutes that are missing or zero are not said."""
    return _hours(int(hour)) + _minutes(minute)


def _clock(written: str) -> str:
    hour, minute = re.fullmatch(r"(\d+)\D+(\d*)", written).groups()  # type: ignore[union-attr]
    return clock(hour, minute)


def _hour(match: re.Match[str], context: Context) -> Said:
    return _clock(match[0].strip())


def _hour_span(match: re.Match[str], context: Context) -> Said:
    return f"{_clock(match['from'].strip())} à {_clock(match['to'].strip())}"


def _bare_span(match: re.Match[str], context: Context) -> Said:
    return f"{cardinal(int(match['from']), feminine=True)} à {_clock(match['to'].strip())}"


def _half_hour(match: re.Match[str], context: Context) -> Said:
    return f"{_hours(int(match['hours']))} et demie"


def _around_the_clock(match: re.Match[str], context: Context) -> Said:
    return "vingt-quatre heures sur vingt-quatre"


def _colon(match: re.Match[str], context: Context) -> Said:
    hour, minute, second = match["hour"], match["minute"], match["second"]
    if _NOT_A_TIME.search(context.text, max(0, match.start() - 20), match.start()):
        return None
    if second:
        return f"{_hours(int(hour))} {_count(minute, 'minute')} {_count(second, 'seconde')}"
    return clock(hour, minute)


def _zone(match: re.Match[str], context: Context) -> Said:
    """`UTC-5`, `GMT+2`: a time zone by its distance from the zero meridian's."""
    sign, cut = "plus" if match["sign"] == "+" else "moins", match.end("zone")
    said = f" {sign} {cardinal(int(match['hours']))}{_minutes(match['minutes'])}"
    return [Piece(match.start(), cut, match["zone"], "letters"), Piece(cut, match.end(), said)]


_OPENED = re.compile(r"(?<!\w)['‘](?=\w)")


@lru_cache(maxsize=1)
def _first_opened(text: str) -> int:
    """Where the first quotation in single marks opens; the text's length where none does. Kept for the text at hand,
    which may have a minute in each of its words."""
    found = _OPENED.search(text)
    return found.start() if found else len(text)


def _match_minute(match: re.Match[str], context: Context) -> Said:
    """`à la 21'`: the twenty-first minute; `cuire 5'`: five minutes; not where the mark closes a quotation."""
    if _first_opened(context.text) < match.start():
        return None
    number = int(match["minute"])
    more = f" plus {digits(match['more'][1:])}" if match["more"] else ""
    if context.word_before(match.start()).lower() in ("la", "dès", "une"):
        return f"{ordinal(number, feminine=True)} minute{more}"
    return f"{_count(match['minute'], 'minute')}{more}"


def _hundredths(match: re.Match[str], context: Context) -> Said:
    """`1:47.32`: the minutes, seconds and hundredths of a race."""
    minutes, seconds = _count(match["minutes"], "minute"), _count(match["seconds"], "seconde")
    return f"{minutes} {seconds} {digits(match['rest'])}"


def _listing(match: re.Match[str], context: Context) -> Said:
    """`20.55 : le film`: as a television listing gives an hour."""
    return clock(match["hour"], match["minute"])


def _count(written: str, noun: str) -> str:
    number = int(written)
    return f"{cardinal(number, feminine=True)} {noun}{'s' if number > 1 else ''}"


def _chronometer(match: re.Match[str], context: Context) -> Said:
    parts = [
        _count(match[name], noun)
        for name, noun in (("hours", "heure"), ("minutes", "minute"), ("seconds", "seconde"))
        if match[name]
    ]
    last = match.groupdict().get("second")
    if last:
        parts.append(_count(last, "seconde"))
    if match["rest"]:
        # Hundredths and thousandths, their zeros one by one.
        parts.append(digits(match["rest"]) if match["seconds"] else cardinal(int(match["rest"]), feminine=True))
    return " ".join(parts)


RULES = (
    Rule(
        "time",
        re.compile(r"(?<!\w)(?P<zone>UTC|GMT|TU)(?P<sign>[+\-−–])(?P<hours>1?\d)(?::(?P<minutes>[0-5]\d))?(?![\w:])"),
        _zone,
        needs=frozenset("TG"),
    ),
    Rule(
        "time",
        re.compile(rf"(?<![\w.,])24{_GAP}h(?:eures)?{_GAP}[/-]{_GAP}24(?:{_GAP}h)?(?!\d)"),
        _around_the_clock,
        needs=frozenset("/-"),
    ),
    Rule(
        "time",
        re.compile(r"(?<![\w.,/])24/24(?![\d/])"),
        lambda match, context: "vingt-quatre heures sur vingt-quatre",
        needs=frozenset("/"),
    ),
    Rule(
        "time",
        re.compile(rf"(?<![\w.,])7{_GAP}(?:j(?:ours)?)?{_GAP}/{_GAP}7(?:{_GAP}j)?(?![\d\w])"),
        lambda match, context: "sept jours sur sept",
        needs=frozenset("/"),
    ),
    Rule(
        "time",
        re.compile(r"(?<![\w.,])(?P<days>[1-7])(?:[ \u00a0\u202f]?j(?:ours?)?)[ \u00a0]?/[ \u00a0]?7(?![\d\w])"),
        lambda match, context: f"{cardinal(int(match['days']))} jours sur sept",
        needs=frozenset("/"),
    ),
    Rule(
        "time",
        re.compile(r"(?<![\w.,/])24/7(?![\d/])"),
        lambda match, context: "vingt-quatre heures sur vingt-quatre et sept jours sur sept",
        needs=frozenset("/"),
    ),
    Rule(
        "duration",
        re.compile(
            rf"(?<![\w.,])(?:(?P<hours>\d{{1,3}}){_GAP}h{_GAP})?(?P<minutes>\d{{1,3}}){_GAP}(?:min|mn)\.?{_GAP}"
            rf"(?:et )?(?:(?P<seconds>[0-5]?\d){_GAP}(?:sec|s)(?![\w/])|(?P<rest>[0-5]\d)(?!\w|[.,]\d|\s?[%€]))"
        ),
        _chronometer,
        needs=frozenset("m"),
    ),
    Rule(
        "duration",
        re.compile(
            rf"(?<![\w.,])(?P<hours>\d{{1,3}}){_GAP}h{_GAP}(?P<minutes>[0-5]?\d)"
            rf"(?:{_GAP}(?:min|mn)\b(?P<seconds>)(?P<rest>)|[’'′](?P<second>[0-5]\d)(?:[’']{{2}}|[\"″”])?(?!\w))"
        ),
        _chronometer,
        needs=frozenset("h"),
    ),
    Rule(
        "duration",
        re.compile(
            r"(?<![\w.,])(?P<hours>)(?P<minutes>\d{1,2})[’'′](?P<seconds>[0-5]\d)(?:(?:[’']{2}|[\"″”])(?P<rest>\d{1,3})?)?(?!\d|[’'\"])"
        ),
        _chronometer,
        needs=frozenset("’'′"),
    ),
    Rule(
        "duration",
        re.compile(r"(?<![\w.,])(?P<hours>)(?P<minutes>)(?P<seconds>\d{1,2})(?:[’']{2}|[\"″”])(?P<rest>\d{1,3})(?!\d)"),
        _chronometer,
        needs=frozenset("’'\"″”"),
    ),
    Rule(
        "time",
        re.compile(rf"(?<![\w.,])(?P<hours>\d{{1,2}}){_GAP}h{_GAP}(?:½|1/2(?![\w/]))"),
        _half_hour,
        needs=frozenset("h"),
    ),
    Rule(
        "time",
        re.compile(rf"(?<![\w.,])(?P<from>{_CLOCK}){_GAP}[-–/]{_GAP}(?P<to>{_CLOCK})"),
        _hour_span,
        needs=frozenset("hH"),
    ),
    Rule(
        "time",
        re.compile(rf"(?<![\w.,])(?P<from>\d{{1,2}}){_GAP}[-–]{_GAP}(?P<to>{_CLOCK})"),
        _bare_span,
        needs=frozenset("hH"),
    ),
    Rule("time", re.compile(rf"(?<![\w.,-]){_CLOCK}"), _hour, needs=frozenset("hH")),
    Rule("duration", re.compile(rf"(?<![\w.,-])\d{{2,3}}{_GAP}[hH][0-5]\d(?![\w])"), _hour, needs=frozenset("hH")),
    Rule(
        "duration",
        re.compile(r"(?<![\w.,:/])(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d)[.,](?P<rest>\d{1,3})(?!\d)"),
        _hundredths,
        needs=frozenset(":"),
    ),
    Rule(
        "duration",
        re.compile(r"(?<![\w.,])(?P<hours>)(?P<minutes>)(?P<seconds>\d{1,3})(?P<rest>)(?:''|″)(?!\w)"),
        _chronometer,
        needs=frozenset("'″"),
    ),
    Rule(
        "duration",
        re.compile(
            r"(?<![\w.,])(?P<hours>)(?P<minutes>)(?P<seconds>\d{1,3})(?P<rest>)\""
            r"(?= (?:d[’']avance|de retard|d[’']écart|d[ue] |derrière|devant))"
        ),
        _chronometer,
        needs=frozenset('"'),
    ),
    Rule(
        "minute",
        re.compile(r"(?<![\w.,'’′])(?P<minute>\d{1,3})[’'′](?P<more>\+\d{1,2})?(?![\w'’′])"),
        _match_minute,
        needs=frozenset("'’′"),
    ),
    Rule(
        "time",
        re.compile(r"^\s*(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)(?=\s[:–-]\s)"),
        _listing,
        needs=frozenset("."),
    ),
    Rule(
        "time",
        re.compile(
            r"(?<![\w.,:/])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
            r"(?![\d:]|[ \u00a0\u202f]\d{3}(?!\d))"
        ),
        _colon,
        needs=frozenset(":"),
    ),
)
