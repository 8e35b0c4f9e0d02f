"""The lexicons as frozen tables; each file is read once, when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from audiobrief.errors import DataError
from audiobrief.messages import Message, message, reason_of
from audiobrief.tables import TOMLDecodeError, parsed, shipped


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
        tables = parsed(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(
            "The lexicon '{path}' cannot be read ({reason}): check the path.", path=path, reason=reason_of(error)
        ) from error
    except (UnicodeDecodeError, TOMLDecodeError) as error:
        raise DataError(
            "The lexicon '{path}' is not valid TOML: {reason}.", path=path, reason=reason_of(error)
        ) from error
    faults = list(_faults(tables))
    if faults:
        key, reason = faults[0]
        line = _line_of(path, key)
        raise DataError(
            "The lexicon '{path}', line {line}, entry '{key}': {reason}.", path=path, line=line, key=key, reason=reason
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


def _faults(tables: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    for table, entries in tables.items():
        if table not in ("words", "acronyms", "foreign"):
            yield table, message("unknown table; use [words], [acronyms] or [foreign]")
            continue
        if not isinstance(entries, dict):
            yield table, message("must be a table")
            continue
        for key, entry in entries.items():
            if table == "words":
                if not isinstance(entry, str):
                    yield key, message('must be a text, as in  MAIF = "la maïf"')
                continue
            if not isinstance(entry, dict):
                yield key, message("must be a table in braces")
            elif table == "acronyms":
                if entry.get("say") not in ("letters", "word", "as"):
                    yield key, message('needs say = "letters", "word" or "as"')
                elif entry["say"] == "as" and not isinstance(entry.get("as"), str):
                    yield key, message('needs as = "…" beside say = "as"')
            elif not isinstance(entry.get("language"), str):
                yield key, message('needs language = "en" (or another code)')


def _line_of(path: Path, key: str) -> int:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if key in line.split("=")[0]:
            return number
    return 1
