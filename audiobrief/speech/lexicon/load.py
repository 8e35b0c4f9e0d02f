"""The lexicons as frozen tables; each file is read once, when first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from audiobrief.errors import DataError
from audiobrief.messages import Message, message, reason_of
from audiobrief.system.filesystem import read_text
from audiobrief.system.toml_files import TableError, parsed, shipped


@dataclass(frozen=True, slots=True)
class Acronym:
    """How an acronym is said: `letters`, as a `word`, or `as` a text whose capital tokens are spelled.

    `sounds` spells a word as French would have to write it to be read right (`PACS`, « paxe »), for the voices.
    """

    say: Literal["letters", "word", "as"]
    said_as: str = ""
    sounds: str = ""
    means: str = ""


@dataclass(frozen=True, slots=True)
class ForeignName:
    """A name of another language, and its respelling for a voice that has French only."""

    language: str
    say: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name in singular and plural, and whether it counts in the feminine."""

    one: str
    many: str
    feminine: bool = False
    cents: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the rules look up. `house` holds what a reader's own lexicon says, word by word: it wins."""

    acronyms: Mapping[str, Acronym]
    foreign: Mapping[str, ForeignName]
    english: frozenset[str]
    abbreviations: Mapping[str, Mapping[str, str]]
    units: Mapping[str, Unit]
    currencies: Mapping[str, Unit]
    words: Mapping[str, frozenset[str]]
    house: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def builtin() -> Lexicon:
    """The lexicons that audiobrief ships."""
    units, words = shipped(__package__, "units"), shipped(__package__, "words")
    return Lexicon(
        acronyms={key: _acronym(entry) for key, entry in shipped(__package__, "acronyms").items()},
        foreign={
            key: ForeignName(entry["language"], entry.get("say", ""))
            for key, entry in shipped(__package__, "foreign_names").items()
        },
        english=frozenset(shipped(__package__, "english_words")["words"]),
        abbreviations=shipped(__package__, "abbreviations"),
        units={key: _unit(entry) for key, entry in units["units"].items()},
        currencies={key: _unit(entry) for key, entry in units["currencies"].items()},
        words={key: frozenset(entry) for key, entry in words.items()},
    )


def _acronym(entry: Mapping[str, Any]) -> Acronym:
    return Acronym(entry["say"], entry.get("as", ""), entry.get("sounds", ""), entry.get("means", ""))


def _unit(entry: Mapping[str, Any]) -> Unit:
    one = entry["one"]
    return Unit(one, entry.get("many", f"{one}s"), entry.get("feminine", False), entry.get("cents", ""))


def with_house(lexicon: Lexicon, path: Path) -> Lexicon:
    """`lexicon` with a house lexicon over it.

    The file has three optional tables: `[words]` (written = "said"), `[acronyms]` and `[foreign]` as the built-in
    ones. Raises DataError with the file, the line or key, and the reason.
    """
    try:
        text = read_text(path)
        tables = parsed(text)
    except OSError as error:
        raise DataError(
            "The lexicon '{path}' cannot be read ({reason}): check the path.", path=path, reason=reason_of(error)
        ) from error
    except (UnicodeDecodeError, TableError) as error:
        raise DataError(
            "The lexicon '{path}' is not valid TOML: {reason}.", path=path, reason=reason_of(error)
        ) from error
    if fault := next(_faults(tables), None):
        raise DataError(
            "The lexicon '{path}', line {line}, entry '{key}': {reason}.",
            path=path,
            line=_line_of(text, fault),
            key=fault.entry or fault.table,
            reason=fault.reason,
        )
    return replace(
        lexicon,
        house={**lexicon.house, **tables.get("words", {})},
        acronyms={**lexicon.acronyms, **{k: _acronym(e) for k, e in tables.get("acronyms", {}).items()}},
        foreign={
            **lexicon.foreign,
            **{k: ForeignName(e["language"], e.get("say", "")) for k, e in tables.get("foreign", {}).items()},
        },
    )


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with an entry of a table, or with the table itself where `entry` is empty."""

    table: str
    entry: str
    reason: Message


_TABLES = ("words", "acronyms", "foreign")
_SAY = ("letters", "word", "as")
_KEYS = {"acronyms": ("say", "as", "sounds", "means"), "foreign": ("language", "say")}


def _faults(tables: Mapping[str, Any]) -> Iterator[_Fault]:
    for table, entries in tables.items():
        if table not in _TABLES:
            yield _Fault(table, "", message("unknown table; use [words], [acronyms] or [foreign]"))
        elif not isinstance(entries, dict):
            yield _Fault(table, "", message("must be a table"))
        else:
            for name, entry in entries.items():
                if reason := _wrong(table, entry):
                    yield _Fault(table, name, reason)


def _wrong(table: str, entry: object) -> Message | None:
    if table == "words":
        return None if isinstance(entry, str) else message('must be a text, as in  MAIF = "la maïf"')
    if not isinstance(entry, dict):
        return message("must be a table in braces")
    if table == "acronyms" and entry.get("say") not in _SAY:
        return message('needs say = "letters", "word" or "as"')
    if table == "acronyms" and entry["say"] == "as" and not isinstance(entry.get("as"), str):
        return message('needs as = "…" beside say = "as"')
    if table == "foreign" and not isinstance(entry.get("language"), str):
        return message('needs language = "en" (or another code)')
    return next(_wrong_keys(_KEYS[table], entry), None)


def _wrong_keys(known: Sequence[str], entry: Mapping[str, object]) -> Iterator[Message]:
    for key, value in entry.items():
        if key not in known:
            yield message("its key '{key}' is unknown; use {known}", key=key, known=", ".join(known))
        elif not isinstance(value, str):
            yield message("its key '{key}' must be a text, not {value!r}", key=key, value=value)


def _line_of(text: str, fault: _Fault) -> int:
    """The line on which a table or its entry begins: under the table's head, or with its name before it."""
    table = rf"\s*\[?\s*{_key(fault.table)}\s*"
    named = re.compile(rf"{table}\.\s*{_key(fault.entry)}\s*[.=\]]" if fault.entry else rf"{table}[.=\]]")
    alone = re.compile(rf"\s*{_key(fault.entry)}\s*[.=]")
    inside = False
    for number, line in enumerate(text.removeprefix("\N{BYTE ORDER MARK}").split("\n"), 1):
        if line.lstrip().startswith("["):
            inside = bool(re.match(rf"{table}\]", line))
        if named.match(line) or (inside and fault.entry and alone.match(line)):
            return number
    return 1


def _key(name: str) -> str:
    """The pattern of a key, bare or in quotes."""
    return rf"[\"']?{re.escape(name)}[\"']?"
