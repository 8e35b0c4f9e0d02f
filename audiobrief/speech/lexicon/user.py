"""A user's own lexicon: a TOML file whose entries are added to the built-in ones, or replace them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audiobrief.errors import DataError
from audiobrief.messages import Message, get_reason, message
from audiobrief.speech.lexicon.load import Lexicon, make_acronym, make_currency, make_foreign_name, make_unit
from audiobrief.system.filesystem import read_text
from audiobrief.system.toml_files import TomlError, parse_toml

# For each table, the keys of its entries and the type of their values.
_KEYS: Mapping[str, Mapping[str, type]] = {
    "words": {},
    "acronyms": {"say": str, "as": str, "sounds": str, "means": str},
    "foreign": {"language": str, "say": str},
    "abbreviations": {"say": str, "where": str},
    "units": {"one": str, "many": str, "feminine": bool, "length": bool, "parts": bool, "spaced": bool, "alone": bool},
    "currencies": {"one": str, "many": str, "feminine": bool, "cents": str, "before": bool},
}
_SAY = ("letters", "word", "as")
# The places in which an abbreviation may be read; months and weekdays are closed lists.
_PLACES = (
    "anywhere", "before_name", "before_title", "before_digit", "before_letter", "before_publisher", "after_number",
    "after_ordinal", "after_noun",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with an entry of a table, or with the table itself where `entry` is None."""

    table: str
    entry: str | None
    reason: Message


def add_user_lexicon(lexicon: Lexicon, path: Path) -> Lexicon:
    """`lexicon` with the user's lexicon at `path` over it.

    The file has six optional tables: `[words]` (written = "said"), `[acronyms]`, `[foreign]`, `[units]` and
    `[currencies]` as the built-in ones, and `[abbreviations]` (written = "said", or a table with `say` and `where`).
    Raises DataError with the file, the line, the entry and the reason.
    """
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
        raise DataError(
            "The lexicon '{path}', line {line}, entry '{key}': {reason}.",
            path=path,
            line=_find_line(text, fault),
            key=fault.table if fault.entry is None else fault.entry,
            reason=fault.reason,
        )
    return _merge_tables(lexicon, tables)


def _merge_tables(lexicon: Lexicon, tables: Mapping[str, Any]) -> Lexicon:
    """`lexicon` with the entries of valid `tables`."""
    units = {symbol: make_unit(entry) for symbol, entry in tables.get("units", {}).items()}
    abbreviations = {place: dict(entries) for place, entries in lexicon.abbreviations.items()}
    for written, entry in tables.get("abbreviations", {}).items():
        said, place = (entry, "anywhere") if isinstance(entry, str) else (entry["say"], entry.get("where", "anywhere"))
        abbreviations[place][" ".join(written.split())] = said
    return replace(
        lexicon,
        user_words={**lexicon.user_words, **tables.get("words", {})},
        acronyms={**lexicon.acronyms, **{key: make_acronym(e) for key, e in tables.get("acronyms", {}).items()}},
        foreign={**lexicon.foreign, **{key: make_foreign_name(e) for key, e in tables.get("foreign", {}).items()}},
        abbreviations=abbreviations,
        units={**lexicon.units, **units},
        denominators={**lexicon.denominators, **{symbol: unit.one for symbol, unit in units.items()}},
        currencies={**lexicon.currencies, **{key: make_currency(e) for key, e in tables.get("currencies", {}).items()}},
    )


def _find_faults(tables: Mapping[str, Any]) -> Iterator[_Fault]:
    for table, entries in tables.items():
        if table not in _KEYS:
            known = ", ".join(f"[{name}]" for name in _KEYS)
            yield _Fault(table, None, message("unknown table; use {known}", known=known))
        elif not isinstance(entries, dict):
            yield _Fault(table, None, message("must be a table"))
        else:
            for name, entry in entries.items():
                if reason := _find_wrong_name(table, name) or _find_wrong_entry(table, entry):
                    yield _Fault(table, name, reason)


def _find_wrong_name(table: str, name: str) -> Message | None:
    if not name.strip():
        return message("its name is empty")
    if table in ("units", "currencies") and name.strip()[0].isdigit():
        return message("a symbol must not begin with a digit")
    return None


def _find_wrong_entry(table: str, entry: object) -> Message | None:
    if table == "words":
        return None if isinstance(entry, str) else message('must be a text, as in  MAIF = "la maïf"')
    if table == "abbreviations" and isinstance(entry, str):
        return None
    if not isinstance(entry, dict):
        return message("must be a table in braces")
    return next(_find_wrong_values(table, entry), None)


def _find_wrong_values(table: str, entry: Mapping[str, object]) -> Iterator[Message]:
    say, where = entry.get("say"), entry.get("where", "anywhere")
    if table == "acronyms" and say not in _SAY:
        yield message('needs say = "letters", "word" or "as"')
    if table == "acronyms" and say == "as" and not isinstance(entry.get("as"), str):
        yield message('needs as = "…" beside say = "as"')
    if table == "foreign" and not isinstance(entry.get("language"), str):
        yield message('needs language = "en" (or another code)')
    if table == "abbreviations" and not isinstance(say, str):
        yield message('needs say = "…", what is said for it')
    if table in ("units", "currencies") and not (isinstance(entry.get("one"), str) and str(entry["one"]).strip()):
        yield message('needs one = "…", its name in the singular')
    for key, value in entry.items():
        if key not in _KEYS[table]:
            yield message("its key '{key}' is unknown; use {known}", key=key, known=", ".join(_KEYS[table]))
        elif not isinstance(value, _KEYS[table][key]):
            yield (
                message("its key '{key}' must be a text, not {value!r}", key=key, value=value)
                if _KEYS[table][key] is str
                else message("its key '{key}' must be true or false, not {value!r}", key=key, value=value)
            )
    if table == "abbreviations" and where not in _PLACES:
        yield message("where = '{where}' is unknown; use {known}", where=where, known=", ".join(_PLACES))


def _find_line(text: str, fault: _Fault) -> int:
    """The line on which a table or its entry begins: under the table's head, or with its name before it."""
    table = rf"\s*\[?\s*{_match_key(fault.table)}\s*"
    if fault.entry is None:
        named, alone = re.compile(rf"{table}[.=\]]"), None
    else:
        entry = _match_key(fault.entry)
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
