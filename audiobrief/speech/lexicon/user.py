"""A user's own lexicon: a TOML file whose entries are added to the built-in ones, or replace them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from audiobrief.errors import DataError
from audiobrief.french_sounds import explain_phonemes
from audiobrief.messages import Message, get_reason, message
from audiobrief.speech.lexicon.load import (
    Abbreviation,
    Acronym,
    Currency,
    ForeignName,
    Lexicon,
    Pronunciation,
    Said,
    Unit,
)
from audiobrief.system.filesystem import read_text
from audiobrief.system.toml_files import TomlError, parse_toml
from audiobrief.validation import Fault, find_faults

# Superscripts and subscripts are digits too.
_Symbol = Annotated[
    str,
    Meta(pattern=r"^\s*[^\s\d¹²³⁰⁴-⁹₀-₉]", extra={"reason": message("a symbol must not begin with a digit")}),
]


class LexiconFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The schema of a user's lexicon: tables of entries by what is written."""

    words: dict[str, Said] = {}
    pronunciation: dict[str, Pronunciation] = {}
    acronyms: dict[str, Acronym] = {}
    foreign: dict[str, ForeignName] = {}
    abbreviations: dict[str, Said | Abbreviation] = {}
    units: dict[_Symbol, Unit] = {}
    currencies: dict[_Symbol, Currency] = {}


def add_user_lexicon(lexicon: Lexicon, path: Path) -> Lexicon:
    """`lexicon` with the user's lexicon at `path` over it.

    Raises DataError with the file, the line, the entry and the reason.
    """
    return _add_entries(lexicon, read_user_lexicon(path))


def read_user_lexicon(path: Path) -> LexiconFile:
    """The user's lexicon at `path`. Raises DataError with the file, the line, the entry and the reason."""
    try:
        text = read_text(path)
        tables = parse_toml(text)
    except OSError as error:
        raise DataError(
            "The lexicon '{path}' cannot be read ({reason}): check the path.", path=path, reason=get_reason(error)
        ) from error
    except (UnicodeDecodeError, TomlError) as error:
        raise DataError(
            "The lexicon '{path}' is not valid TOML: {reason}.", path=path, reason=get_reason(error)
        ) from error
    if fault := next(_find_faults(tables), None):
        table_and_entry, keys = fault.path[:2], fault.path[2:]
        reason = fault.reason
        if keys:
            reason = message("its key '{key}' {reason}", key=".".join(keys), reason=reason)
        raise DataError(
            "The lexicon '{path}', line {line}, entry '{key}': {reason}.",
            path=path,
            line=_find_line(text, *table_and_entry),
            key=table_and_entry[-1],
            reason=reason,
        )
    return msgspec.convert(tables, LexiconFile)


def _find_faults(tables: dict[str, Any]) -> Iterator[Fault]:
    yield from find_faults(LexiconFile, tables)
    for name, entry in tables.get("acronyms", {}).items():
        if entry["say"] == "as" and "as" not in entry:
            yield Fault(("acronyms", name), message('needs as = "…" beside say = "as"'))
    for name, entry in tables.get("pronunciation", {}).items():
        if reason := explain_pronunciation(name, **entry):
            yield Fault(("pronunciation", name), reason)


def explain_pronunciation(word: str, ipa: str = "", like: str = "") -> Message | None:
    """The reason why `word` cannot be pronounced so, or None if it can."""
    if not any(mark.isalnum() for mark in word):
        return message("there is no word in it")
    if not ipa and not like:
        return message('needs ipa = "…" or like = "…"')
    if ipa and (reason := explain_phonemes(ipa)):
        return reason
    return None if not like or any(mark.isalpha() for mark in like) else message("there is no word in its spelling")


def _add_entries(lexicon: Lexicon, own: LexiconFile) -> Lexicon:
    abbreviations = {place: dict(entries) for place, entries in lexicon.abbreviations.items()}
    for written, entry in own.abbreviations.items():
        said, place = (entry, "anywhere") if isinstance(entry, str) else (entry.say, entry.where)
        abbreviations[place][" ".join(written.split())] = said
    return replace(
        lexicon,
        user_words={**lexicon.user_words, **own.words},
        pronunciations={**lexicon.pronunciations, **own.pronunciation},
        acronyms={**lexicon.acronyms, **own.acronyms},
        foreign={**lexicon.foreign, **own.foreign},
        abbreviations=abbreviations,
        units={**lexicon.units, **own.units},
        denominators={**lexicon.denominators, **{symbol: unit.one for symbol, unit in own.units.items()}},
        currencies={**lexicon.currencies, **own.currencies},
    )


def _find_line(text: str, table: str, entry: str | None = None) -> int:
    """The line on which a table or its entry begins: under the table's head, or with its name before it."""
    table = rf"\s*\[?\s*{_match_key(table)}\s*"
    if entry is None:
        named, alone = re.compile(rf"{table}[.=\]]"), None
    else:
        entry = _match_key(entry)
        named, alone = re.compile(rf"{table}\.\s*{entry}\s*[.=\]]"), re.compile(rf"\s*{entry}\s*[.=]")
    inside = False
    for number, line in enumerate(text.removeprefix("\N{BYTE ORDER MARK}").split("\n"), 1):
        if line.lstrip().startswith("["):
            inside = bool(re.match(rf"{table}\]", line))
        if named.match(line) or (inside and alone and alone.match(line)):
            return number
    return 1


def _match_key(name: str) -> str:
    """The pattern of a TOML key, bare or in quotes."""
    return rf"[\"']?{re.escape(name)}[\"']?"
