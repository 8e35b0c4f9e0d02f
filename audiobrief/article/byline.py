"""Who wrote an article and when, as its first lines say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from audiobrief.system.toml_files import load_shipped

_CAPITAL = r"[A-ZÀ-ÞŒ][\w’'.-]*"


@dataclass(frozen=True, slots=True)
class Signature:
    """What a line says of its article. `updated`: the date is that of a change, not of the first publication."""

    byline: str = ""
    published: date | None = None
    updated: bool = False

    def completed(self, other: Signature) -> Signature:
        """This signature, and what `other` knows more; the date of publication before that of a change."""
        later = self.published is None or (self.updated and other.published is not None and not other.updated)
        dated = other if later else self
        return Signature(self.byline or other.byline, dated.published, dated.updated)


def byline(line: str, start: int) -> tuple[int, Signature] | None:
    """The byline at `start` (« Par Anne Le Roux, à Brest, et l'AFP »): where it ends, and whom it names."""
    found = _byline().match(line, start)
    return (found.end(), Signature(found["names"].strip(" ,") if found["by"] else found[0])) if found else None


def free_byline(line: str) -> Signature | None:
    """A whole line « Par » a name and what its bearer does (« Par Anne Le Roux, professeure de droit »)."""
    found = _free_byline().fullmatch(line)
    return Signature(found["names"].strip()) if found else None


def stamp(line: str, start: int) -> tuple[int, Signature] | None:
    """The date of publication or of a change at `start` (« Mis à jour le 3 mars 2024 à 10h12 »)."""
    found = _stamp().match(line, start)
    return (found.end(), Signature("", day(found[0]), found["updated"] is not None)) if found else None


def bare_date(line: str, start: int) -> tuple[int, Signature] | None:
    """A day with its year at `start`, a place before it or not (« Lannévez, le 3 mars 2024 »)."""
    found = _bare_date().match(line, start)
    return (found.end(), Signature("", day(found[0]))) if found else None


def day(text: str) -> date | None:
    """The first day with its year that `text` names."""
    found = _date().search(text)
    if not found:
        return None
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["name"]:
            return date(int(found["year"]), _month_numbers()[found["name"].lower()], int(found["day"]))
        year = int(found["y"])
        return date(year + 2000 if year < 100 else year, int(found["m"]), int(found["d"]))
    except (TypeError, ValueError):
        return None


@cache
def _known() -> dict[str, Any]:
    return load_shipped(__package__, "byline")


def _one_of(entries: list[str]) -> str:
    return "(?:" + "|".join(sorted(entries, key=len, reverse=True)) + ")"


@cache
def _month_numbers() -> dict[str, int]:
    return {name: number for number, names in enumerate(_known()["months"], 1) for name in names}


@cache
def _date() -> re.Pattern[str]:
    months = "|".join(re.escape(name) for name in sorted(_month_numbers(), key=len, reverse=True))
    return re.compile(
        rf"(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<day>\d{{1,2}})(?:er)? (?P<name>{months})(?!\w)(?: (?P<year>\d{{4}})(?!\d))?"
        r"|(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4}|\d{2})(?!\d)",
        re.I,
    )


def _plain(pattern: str) -> str:
    """The pattern with its named groups unnamed, for use inside another."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


@cache
def _moments() -> tuple[str, str, str]:
    """Patterns of a day, an hour and a time relative to now."""
    weekday = _one_of([re.escape(name) for name in _known()["weekdays"]])
    an_hour = r"(?:\s?[,–|·@-]?\s?(?:à|a)?\s?\d{1,2}\s?[h:]\s?(?:\d\d)?(?!\d)(?:\s?\(heure de Paris\))?)"
    return rf"(?:(?:le )?(?:{weekday},? )?(?:{_plain(_date().pattern)}))", an_hour, _one_of(_known()["relative"])


@cache
def _stamp() -> re.Pattern[str]:
    a_day, an_hour, relative = _moments()
    published, updated = _one_of(_known()["published"]), _one_of(_known()["updated"])
    return re.compile(
        rf"(?:(?:article )?{published}|(?:article )?(?P<updated>{updated}))\s?:?\s?"
        rf"(?:(?:{a_day}|{relative}){an_hour}?|{an_hour})(?!\w)",
        re.I,
    )


@cache
def _bare_date() -> re.Pattern[str]:
    a_day, an_hour, _ = _moments()
    return re.compile(rf"(?:{_CAPITAL}(?:[ -][\w’']+){{0,3}}, (?=le ))?(?i:{a_day}){an_hour}?(?!\w)")


@cache
def _people() -> tuple[str, str, str]:
    """Patterns of a news agency, of a person and of whoever may sign, one or several."""
    known = _known()
    particle = _one_of(known["particles"])
    word = rf"(?!{_one_of(known['not_names'])}(?!\w)|Le \d){_CAPITAL}"
    agency = rf"(?:l.)?{_one_of(known['agencies'])}(?!\w)"
    person = rf"{word}(?: (?:{particle} ?)?{word}){{1,4}}"
    house = rf"(?i:{_one_of(known['collective'])})(?: (?:de |du |d.)?{word}){{0,3}}"
    place = rf",? (?:à|au|aux|en) {word}(?:[ -]{word}){{0,3}}"
    role = rf",? \(?(?i:{_one_of(known['roles'])})\)?"
    signer = rf"(?:{house}|{agency}|{person})(?:{role})?(?:{place})?(?:{role})?"
    with_agency = rf",? ?\(?avec (?:les agences |notre partenaire )?{agency}(?:(?:, | et ){agency}){{0,3}}\)?"
    return agency, person, rf"{signer}(?:(?:, et | et |, | & | / ){signer}){{0,5}}(?:{with_agency})?"


@cache
def _byline() -> re.Pattern[str]:
    agency, person, people = _people()
    signed = rf"(?P<by>(?i:{_one_of(_known()['by'])}) ?:? )(?P<names>{people})"
    by_agency = rf"\(?[Aa]vec {agency}\)?|\({agency}\)|{agency}|{person},? \(?avec {agency}\)?|{person} \({agency}\)"
    by_house = rf"(?i:{_one_of(_known()['collective'])})(?: avec {agency})?"
    return re.compile(rf"(?:{signed}|{by_agency}|{by_house})(?!\w)")


@cache
def _free_byline() -> re.Pattern[str]:
    people = _people()[2]
    return re.compile(rf"(?:[Pp]ar|PAR) (?P<names>{_CAPITAL}|{people}(?:,| \() ?[a-zà-ÿ][^.!?…]{{0,120}})")
