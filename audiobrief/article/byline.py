"""Find who wrote an article and when in its first lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from audiobrief.lazy_regex import lazy_regex
from audiobrief.system.toml_files import load_shipped

_CAPITAL = r"[A-ZÀ-ÞŒ][\w’'.-]*"
_NAME_SEPARATOR = lazy_regex(
    r"\s*(?:[,;|/•·]|\s[-–—]\s|\bet (?=l’?'?[A-ZÀ-Þ]|[A-ZÀ-Þ])|\(?\b(?:avec|AVEC)\b|\("
    r"|\b(?:le|publié|Publié) (?=\d|le\b))\s*"
)
_MONTH_FIRST = lazy_regex(r"\b(?P<month>[^\W\d]{3,9}\.?) (?P<day>\d{1,2}), (?P<year>\d{4})\b")
_PERIOD = lazy_regex(r"(?:du|au|jusqu.au)\b", re.I)
# « France 24 », « 20 Minutes », « TF1 »: names of houses, not dates.
_NUMBERED_HOUSE = lazy_regex(r"(?:France|Canal|Arte|Radio) ?\d{1,2}|\d{2} Minutes", re.I)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The author and the date that a line gives. `updated`: it is the date of a change, not of publication."""

    byline: str = ""
    published: date | None = None
    updated: bool = False

    def merge(self, other: Attribution) -> Attribution:
        """This attribution, completed by `other`. A date of publication is preferred to that of a change."""
        takes_other = self.published is None or (self.updated and other.published is not None and not other.updated)
        dated = other if takes_other else self
        return Attribution(self.byline or other.byline, dated.published, dated.updated)


def match_byline(line: str, start: int) -> tuple[int, Attribution] | None:
    """The byline at `start` (« Par Anne Le Roux, à Brest, et l'AFP »): where it ends, and the names in it."""
    found = _compile_byline().match(line, start)
    return (found.end(), Attribution(found["names"].strip(" ,") if found["by"] else found[0])) if found else None


def match_full_byline(line: str) -> Attribution | None:
    """The name in a line that is a byline with an occupation (« Par Anne Le Roux, professeure de droit »)."""
    # Most lines do not begin so, and the pattern takes long to compile.
    found = _compile_full_byline().fullmatch(line) if line.startswith(("Par ", "par ", "PAR ")) else None
    return Attribution(found["names"].strip()) if found else None


def match_timestamp(line: str, start: int) -> tuple[int, Attribution] | None:
    """The date of publication or of a change at `start` (« Mis à jour le 3 mars 2024 à 10h12 »), and where it ends."""
    found = _compile_timestamp().match(line, start)
    return (found.end(), Attribution("", parse_day(found[0]), found["updated"] is not None)) if found else None


def match_bare_date(line: str, start: int) -> tuple[int, Attribution] | None:
    """A date with its year at `start`, after a place or not (« Lannévez, le 3 mars 2024 »), and where it ends."""
    found = _compile_bare_date().match(line, start)
    return (found.end(), Attribution("", parse_day(found[0]))) if found else None


def is_person(line: str) -> bool:
    """Whether a line is nothing but a person's name, as below an article."""
    return len(line) <= 40 and bool(_compile_person().fullmatch(line.strip(" .—–-")))


def parse_day(text: str) -> date | None:
    """The first date in `text`; None if there is none, or if it has no year."""
    found = _compile_date().search(text)
    if not found:
        return None
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["name"]:
            return date(int(found["year"]), _number_months()[found["name"].lower()], int(found["day"]))
        year = int(found["y"])
        return date(year + 2000 if year < 100 else year, int(found["m"]), int(found["d"]))
    except (TypeError, ValueError):
        return None


def find_only_day(text: str) -> date | None:
    """The day of the only date in `text`, which may be written as in English (« mars 9, 2021 »); None if there is none
    or more than one, or if it is the end of a period."""
    turned = _MONTH_FIRST.sub(lambda found: f"{found['day']} {found['month']} {found['year']}", text)
    if _PERIOD.match(turned) or len(_compile_date().findall(turned)) != 1:
        return None
    return parse_day(turned)


def list_agencies() -> list[str]:
    """The names of news agencies, the longest first."""
    return sorted(_load_words()["agencies"], key=len, reverse=True)


@cache
def _load_words() -> dict[str, Any]:
    return load_shipped(__package__, "byline")


def _join_alternatives(entries: list[str]) -> str:
    return "(?:" + "|".join(sorted(entries, key=len, reverse=True)) + ")"


@cache
def _number_months() -> dict[str, int]:
    return {name: number for number, names in enumerate(_load_words()["months"], 1) for name in names}


@cache
def _compile_date() -> re.Pattern[str]:
    months = "|".join(re.escape(name) for name in sorted(_number_months(), key=len, reverse=True))
    return re.compile(
        rf"(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<day>\d{{1,2}})(?:er)? (?P<name>{months})(?!\w)(?: (?P<year>\d{{4}})(?!\d))?"
        r"|(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4}|\d{2})(?!\d)",
        re.I,
    )


def _strip_group_names(pattern: str) -> str:
    """The pattern without the names of its groups, for use inside another."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


@cache
def _build_time_patterns() -> tuple[str, str, str]:
    """Patterns for a date, a time of day and a time relative to now."""
    weekday = _join_alternatives([re.escape(name) for name in _load_words()["weekdays"]])
    hour = r"(?:\s?[,–|·@-]?\s?(?:à|a)?\s?\d{1,2}\s?[h:]\s?(?:\d\d)?(?!\d)(?:\s?\(heure de Paris\))?)"
    return (
        rf"(?:(?:le )?(?:{weekday},? )?(?:{_strip_group_names(_compile_date().pattern)}))",
        hour,
        _join_alternatives(_load_words()["relative"]),
    )


@cache
def _compile_timestamp() -> re.Pattern[str]:
    day, hour, relative = _build_time_patterns()
    published, updated = _join_alternatives(_load_words()["published"]), _join_alternatives(_load_words()["updated"])
    return re.compile(
        rf"(?:(?:article )?{published}|(?:article )?(?P<updated>{updated}))\s?:?\s?"
        rf"(?:(?:{day}|{relative}){hour}?|{hour})(?!\w)",
        re.I,
    )


@cache
def _compile_bare_date() -> re.Pattern[str]:
    day, hour, _ = _build_time_patterns()
    return re.compile(rf"(?:{_CAPITAL}(?:[ -][\w’']+){{0,3}}, (?=le ))?(?i:{day}){hour}?(?!\w)")


@cache
def _build_people_patterns() -> tuple[str, str, str]:
    """Patterns for a news agency, for a person, and for one or several authors of any kind."""
    known = _load_words()
    particle = _join_alternatives(known["particles"])
    word = rf"(?!{_join_alternatives(known['not_names'])}(?!\w)|Le \d){_CAPITAL}"
    agency = rf"(?:l.)?{_join_alternatives(known['agencies'])}(?!\w)"
    person = rf"{word}(?: (?:{particle} ?)?{word}){{1,4}}"
    staff = rf"(?i:{_join_alternatives(known['collective'])})(?: (?:de |du |d.)?{word}){{0,3}}"
    place = rf",? (?:à|au|aux|en) {word}(?:[ -]{word}){{0,3}}"
    role = rf",? \(?(?i:{_join_alternatives(known['roles'])})\)?"
    author = rf"(?:{staff}|{agency}|{person})(?:{role})?(?:{place})?(?:{role})?"
    with_agency = rf",? ?\(?avec (?:les agences |notre partenaire )?{agency}(?:(?:, | et ){agency}){{0,3}}\)?"
    return agency, person, rf"{author}(?:(?:, et | et |, | & | / ){author}){{0,5}}(?:{with_agency})?"


@cache
def _compile_byline() -> re.Pattern[str]:
    agency, person, people = _build_people_patterns()
    with_by = rf"(?P<by>(?i:{_join_alternatives(_load_words()['by'])}) ?:? )(?P<names>{people})"
    by_agency = rf"\(?[Aa]vec {agency}\)?|\({agency}\)|{agency}|{person},? \(?avec {agency}\)?|{person} \({agency}\)"
    by_staff = rf"(?i:{_join_alternatives(_load_words()['collective'])})(?: avec {agency})?"
    return re.compile(rf"(?:{with_by}|{by_agency}|{by_staff})(?!\w)")


@cache
def _compile_person() -> re.Pattern[str]:
    return re.compile(_build_people_patterns()[1])


@cache
def _compile_full_byline() -> re.Pattern[str]:
    people = _build_people_patterns()[2]
    return re.compile(rf"(?:[Pp]ar|PAR) (?P<names>{_CAPITAL}|{people}(?:,| \() ?[a-zà-ÿ][^.!?…]{{0,120}})")


def clean_byline(text: str) -> str:
    """The names in what a page gives as its author: without « Par », occupations, addresses, dates, and each once.

    >>> clean_byline("Par Anne Le Roux, journaliste, avec AFP, AFP")
    'Anne Le Roux, AFP'
    """
    plain = re.sub(r"https?://\S+|\S+@\S+|\(?@\w+\)?", " ", " ".join(text.split()))
    names: list[str] = []
    for part in _NAME_SEPARATOR.split(plain):
        name = _compile_name_prefix().sub("", part).strip(" .:()-–—")
        name = re.sub(r"^(?:l[’']|la |les )(?=(?:AFP|AP|ATS|agence)\b)|(?<=\w)\.(?:fr|com)$", "", name, flags=re.I)
        name = _compile_role_suffix().sub("", name)
        name = name.title() if name.isupper() and " " in name else name
        if not name or not any(mark.isalpha() for mark in name) or len(name) > 60 or _is_not_name(name):
            continue
        if name.lower() not in (other.lower() for other in names):
            names.append(name)
    return ", ".join(names[:8])


@cache
def _compile_name_prefix() -> re.Pattern[str]:
    by = _join_alternatives(_load_words()["by"])
    return re.compile(
        rf"^(?:(?:{by}|auteure?s?|par|by|publi[ée]e? par|de la rédaction de)\s*:?\s+)+|^auteure?s? ?: ?", re.I
    )


@cache
def _compile_role_suffix() -> re.Pattern[str]:
    words = _load_words()
    return re.compile(rf" +(?:{_join_alternatives([*words['roles'], *words['occupations']])})(?: .*)?$", re.I)


def _is_not_name(name: str) -> bool:
    """Whether a part of a byline is an occupation, a date or a button."""
    words = _load_words()
    if re.fullmatch(_join_alternatives(words["by"]), name, re.I):
        return True
    if _NUMBERED_HOUSE.fullmatch(name):
        return False
    if parse_day(name) or re.search(r"\d{2}| (?:fr|com|net|org)$", name, re.I):
        return True
    roles = _join_alternatives([*words["roles"], *words["occupations"]])
    return bool(
        re.fullmatch(rf"(?i:(?:{roles})(?: .*)?)", name)
        or (name[0].islower() and not re.match(_join_alternatives(words["particles"]), name))
        or name.split()[0] in words["not_names"]
    )
