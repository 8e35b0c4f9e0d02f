"""The moment at which an article was published, where its metadata gives the time of day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from audiobrief.article.front_matter import parse_date
from audiobrief.lazy_regex import lazy_regex

# A time of day behind a date: `T18:45:00+01:00`, `18:45 Europe/Paris`, « à 18 h 45 ».
_TIME = lazy_regex(
    r"(?:(?<=\d)T|(?<![\d:.,+-]))(?P<hour>[01]?\d|2[0-3])(?::|\s?[hH]\s?)(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?"
    r"(?!\d)\s?(?P<zone>Z\b|[+-]\d\d(?::?\d\d)?(?!\d)|(?:UTC|GMT|CET|CEST)\b|[A-Z][a-z]+/[A-Z][A-Za-z_]+)?"
)
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "CET": 1, "CEST": 2}


def parse_moment(value: Any) -> datetime | None:
    """The date and time in a value of metadata (ISO 8601, RFC 5322, `2026-03-12 18:45 Europe/Paris`); None unless it
    has both.

    A time without a zone is that of this machine. Midnight is no time: programs write it where only the day is known.
    """
    if not isinstance(value, str):
        return None
    text = " ".join(value[:200].split())
    moment = _parse_written(text) or _parse_mail_date(text)
    if moment is None or not (moment.hour or moment.minute or moment.second):
        return None
    try:
        return moment if moment.tzinfo else moment.astimezone()
    except (OSError, OverflowError, ValueError):  # the first and last years, and on Windows those before 1970
        return None


def _parse_written(text: str) -> datetime | None:
    day, found = parse_date(text), _TIME.search(text)
    if not day or not found:
        return None
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_find_zone(found["zone"] or ""))


def _parse_mail_date(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # RFC 5322, 3.3: -0000 is a time in UTC at an unknown place.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _find_zone(name: str) -> tzinfo | None:
    if not name:
        return None
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    if name[0] in "+-":
        digits = name[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(-offset if name[0] == "-" else offset) if offset < timedelta(hours=24) else None
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # an unknown zone, or a system without their table
        return None
