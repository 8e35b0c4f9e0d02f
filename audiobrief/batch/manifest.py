"""What stands in a folder of programmes and what each was made from, so that the next batch makes only what changed."""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from audiobrief.batch.sources import is_url
from audiobrief.errors import DataError
from audiobrief.messages import get_reason, message
from audiobrief.system.file_names import fold_name, is_portable
from audiobrief.system.transaction import write_file

NAME = "audiobrief-manifest.json"
_VERSION = 1
_SECONDS_BETWEEN_WRITES = 2.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme: its name, the key it was made for, its title, its files with their sizes, its length in seconds."""

    name: str
    key: str
    title: str
    files: dict[str, int]
    duration: float
    chapters: int


class Manifest:
    """The manifest of `folder`. Raises DataError when its file is damaged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / NAME
        self._entries = self._read()
        self._written = time.monotonic()
        self._changed = False
        self._doubted: set[str] = set()

    def place(self, address: str) -> str:
        """How an article is known here: its URL, or its path from here, so that both folders may move together."""
        if is_url(address):
            return address
        return Path(os.path.relpath(Path(address).resolve(), self.folder.resolve())).as_posix()

    def names(self) -> dict[str, str]:
        return {place: entry.name for place, entry in self._entries.items()}

    def files(self) -> set[Path]:
        """Every file that a batch wrote here, resolved."""
        names = (name for entry in self._entries.values() for name in entry.files)
        return {(self.folder / name).resolve() for name in names} | {self._path.resolve()}

    def current(self, place: str, key: str) -> Entry | None:
        """The entry of an article whose programme needs no making: made for this key, and its files are all here."""
        entry = self._entries.get(place)
        return entry if entry and entry.key == key and all(map(self._here, entry.files.items())) else None

    def doubt(self, place: str) -> None:
        """What stands here for this article is about to be replaced; until `keep`, it counts as made of nothing."""
        if (entry := self._entries.get(place)) and entry.key:
            self._entries[place] = replace(entry, key="")
            self._doubted.add(place)
            self._changed = True

    def settle(self, place: str) -> None:
        """To be called before the files are replaced: a run that is killed in between must not leave a manifest that
        takes new files for those of the former article. Raises TargetError."""
        if place in self._doubted:
            self.save()

    def keep(self, place: str, entry: Entry) -> None:
        """Put an entry in; files of the former one that the new one does not have are removed."""
        former = self._entries.get(place)
        for name in former.files.keys() - entry.files.keys() if former else ():
            self._remove(name)
        self._entries[place] = entry
        self._changed = True
        # Writing all of it after every programme would take longer and longer as it grows.
        if time.monotonic() - self._written > _SECONDS_BETWEEN_WRITES:
            self.save()

    def save(self) -> None:
        """Write what changed. Raises TargetError."""
        if self._changed:
            entries = {place: asdict(entry) for place, entry in sorted(self._entries.items())}
            table = {"version": _VERSION, "articles": entries}
            # A path need not be UTF-8; json reads back what is passed so.
            write_file(
                self._path, f"{json.dumps(table, ensure_ascii=False, indent=1)}\n".encode("utf-8", "surrogatepass")
            )
            self._changed = False
            self._doubted.clear()
        self._written = time.monotonic()

    def _remove(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        book = (self.folder / name).parent
        if book != self.folder and book.is_dir() and not any(book.iterdir()):
            book.rmdir()

    def _here(self, file: tuple[str, int]) -> bool:
        name, size = file
        try:
            return (self.folder / name).stat().st_size == size
        except OSError:
            return False

    def _read(self) -> dict[str, Entry]:
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
    """See that it is as `save` writes it, since files are replaced and removed by what it says. Raises ValueError."""
    names: set[str] = set()
    for place, entry in entries.items():
        if wrong := next((key for key, right in _check_values(entry).items() if not right), ""):
            raise ValueError(message("'{key}' of '{place}' is not what a batch writes", key=wrong, place=place))
        if fold_name(entry.name) in names:
            raise ValueError(message("two articles have the name '{name}'", name=entry.name))
        names.add(fold_name(entry.name))


def _check_values(entry: Entry) -> dict[str, bool]:
    """Whether each value is one that it can have."""
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
    """Whether it names a file in the folder that it stands for, and not another folder's."""
    os.fsencode(name)  # a ValueError for what can be no file's name
    return is_portable(name)


def _belongs_to(name: str, file: str) -> bool:
    """Whether a file is the programme's called `name`: beside its sound, or in a folder of its own there."""
    return file.startswith(f"{name}.") and all(map(_is_plain, file.split("/"))) and file.count("/") <= 1


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
