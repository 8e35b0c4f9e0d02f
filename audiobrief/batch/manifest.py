"""The manifest of a folder of programmes: what each was made from, so that the next batch makes only what changed."""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from audiobrief.batch.sources import is_url
from audiobrief.errors import DataError
from audiobrief.messages import get_reason, message
from audiobrief.system.file_names import fold_name, is_portable
from audiobrief.system.transaction import target_errors, write_file

NAME = "audiobrief-manifest.json"
# Beside it while programmes are being replaced: the articles whose fingerprints no longer hold, one JSON text a line.
_STALE_NAME = f".{NAME}.stale"
_VERSION = 1
# Seconds between writes at least, and how many times as long as the last write took: a large manifest takes seconds.
_SECONDS_BETWEEN_WRITES = 2.0
_REST = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme: its name, its fingerprint, its title, the sizes of its files in bytes, its duration in seconds."""

    name: str
    key: str
    title: str
    files: dict[str, int]
    duration: float
    chapters: int


class Manifest:
    """The manifest of `folder`. Raises DataError if its file is damaged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path, self._stale_path = folder / NAME, folder / _STALE_NAME
        self._entries = self._load()
        self._next_write = time.monotonic() + _SECONDS_BETWEEN_WRITES
        self._changed = False
        self._stale: set[str] = set()
        for place in self._read_stale():
            self.mark_stale(place)

    def get_key(self, address: str) -> str:
        """The key of an article: its URL, or its path relative to the folder, so that both may be moved together."""
        if is_url(address):
            return address
        return Path(os.path.relpath(Path(address).resolve(), self.folder.resolve())).as_posix()

    def get_names(self) -> dict[str, str]:
        return {place: entry.name for place, entry in self._entries.items()}

    def list_files(self) -> set[Path]:
        """The resolved paths of all files that a batch wrote to the folder."""
        names = (name for entry in self._entries.values() for name in entry.files)
        return {(self.folder / name).resolve() for name in names} | {self._path.resolve()}

    def find_current(self, place: str, key: str) -> Entry | None:
        """The entry of an article if it has this fingerprint and all its files are present with their sizes."""
        entry = self._entries.get(place)
        return entry if entry and entry.key == key and all(map(self._is_present, entry.files.items())) else None

    def mark_stale(self, place: str) -> None:
        """Clear the fingerprint of an article whose files are about to be replaced, until `add_entry`."""
        if (entry := self._entries.get(place)) and entry.key:
            self._entries[place] = replace(entry, key="")
            self._stale.add(place)
            self._changed = True

    def save_stale(self, place: str) -> None:
        """Save the cleared fingerprint before the files are replaced: after a run that was killed in between, new files
        must not pass for those of the former article. It is added to a file beside the manifest, because that is
        written whole. Raises TargetError."""
        if place in self._stale:
            with target_errors(self._stale_path), self._stale_path.open("a", encoding="ascii") as file:
                file.write(f"\n{json.dumps(place)}\n")
            self._stale.discard(place)

    def add_entry(self, place: str, entry: Entry) -> None:
        """Add or replace an entry, and remove the files that only the former entry had."""
        former = self._entries.get(place)
        for name in former.files.keys() - entry.files.keys() if former else ():
            self._remove(name)
        self._entries[place] = entry
        self._changed = True
        # The manifest is written whole, so writing it after every programme would take quadratic time.
        if time.monotonic() > self._next_write:
            self.save()

    def save(self) -> None:
        """Write the manifest if it has changed. Raises TargetError."""
        begun = time.monotonic()
        if self._changed:
            entries = {place: asdict(entry) for place, entry in sorted(self._entries.items())}
            table = {"version": _VERSION, "articles": entries}
            # A path need not be UTF-8; json reads surrogates back.
            write_file(
                self._path, f"{json.dumps(table, ensure_ascii=False, indent=1)}\n".encode("utf-8", "surrogatepass")
            )
            with target_errors(self._stale_path):
                self._stale_path.unlink(missing_ok=True)
            self._changed = False
            self._stale.clear()
        now = time.monotonic()
        self._next_write = now + max(_SECONDS_BETWEEN_WRITES, _REST * (now - begun))

    def _remove(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        for book in (self.folder / name).parents:
            if book == self.folder or not book.is_dir() or any(book.iterdir()):
                break
            book.rmdir()

    def _is_present(self, file: tuple[str, int]) -> bool:
        name, size = file
        try:
            return (self.folder / name).stat().st_size == size
        except OSError:
            return False

    def _read_stale(self) -> list[str]:
        """The articles whose programmes a run that was killed had begun to replace."""
        try:
            lines = self._stale_path.read_bytes().splitlines()
        except OSError:
            return []
        places = []
        for line in lines:
            # Of a line that was not written to its end, the files had not been touched.
            with suppress(ValueError):
                places.append(str(json.loads(line)))
        return places

    def _load(self) -> dict[str, Entry]:
        try:
            table: Any = json.loads(self._path.read_bytes())
            if table["version"] != _VERSION:
                raise ValueError(message("version {version}", version=table["version"]))
            entries = {place: Entry(**entry) for place, entry in table["articles"].items()}
            _check_entries(entries)
            return entries
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise DataError(
                "'{path}' cannot be read ({reason}): remove it, and every article is made again.",
                path=self._path,
                reason=get_reason(error),
            ) from error


def _check_entries(entries: Mapping[str, Entry]) -> None:
    """Check that entries are as `save` writes them, because files are replaced and removed by their names.

    Raises ValueError.
    """
    names: set[str] = set()
    for place, entry in entries.items():
        if wrong := next((key for key, right in _check_values(entry).items() if not right), ""):
            raise ValueError(message("'{key}' of '{place}' is not what a batch writes", key=wrong, place=place))
        if fold_name(entry.name) in names:
            raise ValueError(message("two articles have the name '{name}'", name=entry.name))
        names.add(fold_name(entry.name))


def _check_values(entry: Entry) -> dict[str, bool]:
    """Whether each value of an entry is valid, by field."""
    named = isinstance(entry.name, str) and _is_plain(entry.name)
    return {
        "name": named,
        "key": isinstance(entry.key, str),
        "title": isinstance(entry.title, str),
        "files": isinstance(entry.files, dict)
        and named
        and all(_belongs_to(entry.name, file) and _is_count(size) for file, size in entry.files.items()),
        "duration": isinstance(entry.duration, int | float) and 0 <= entry.duration < math.inf,
        "chapters": _is_count(entry.chapters),
    }


def _is_plain(name: str) -> bool:
    """Whether `name` is a portable file name without folders."""
    os.fsencode(name)  # raises ValueError for surrogates that no file name contains
    return is_portable(name)


def _belongs_to(name: str, file: str) -> bool:
    """Whether `file` belongs to the programme `name`: NAME.SUFFIX, NAME.SUFFIX/PART, or NAME/PART of a chapter, which
    may itself be a folder."""
    depth = 1 if file.startswith(f"{name}.") else 2 if file.startswith(f"{name}/") else -1
    return file.count("/") <= depth and all(map(_is_plain, file.split("/")))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
