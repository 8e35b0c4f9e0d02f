"""Things on disk that are dear to make, by a key that says everything they were made from.

Each carries the checksum of its name and content: a damaged one is thrown away, never used. Several processes may share
a store; what one writes is whole before it has its name.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import TargetError
from audiobrief.messages import get_reason
from audiobrief.system.filesystem import find_files
from audiobrief.system.unfinished import remove_leftovers, unfinished_file

DEFAULT_SIZE = 2 << 30
_MAGIC = b"ABS2"
_HEAD = len(_MAGIC) + hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True)
class DiskCache:
    """A folder of at most `largest` bytes. `kind` tells things of one key apart; it ends their files' names."""

    folder: Path
    largest: int = DEFAULT_SIZE

    def get(self, kind: str, key: str) -> bytes | None:
        path = self._path(kind, key)
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        content = raw[_HEAD:]
        if raw[:_HEAD] == _make_header(kind, key, content):
            # Many systems do not note when a file was read.
            with suppress(OSError):
                os.utime(path)
            return content
        with suppress(OSError):
            path.unlink()
        return None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep it. A store that cannot be written is no reason to stop a programme."""
        path = self._path(kind, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished_file(self.folder) as unfinished:
                unfinished.write_bytes(_make_header(kind, key, content) + content)
                unfinished.replace(path)
        except OSError:
            return

    def shrink(self) -> None:
        """Drop what was used longest ago until what is left fits, and what killed runs left unfinished."""
        remove_leftovers(self.folder)
        entries = []
        for path in self.paths():
            try:
                status = path.stat()
            except OSError:
                continue
            entries.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.largest:
                break
            with suppress(OSError):
                path.unlink()
                total -= size

    def size(self) -> int:
        """In bytes, of all that is kept."""
        total = 0
        for path in self.paths():
            with suppress(OSError):  # another run may drop it meanwhile
                total += path.stat().st_size
        return total

    def clear(self) -> None:
        """Remove everything, also what a killed run left unfinished. Raises TargetError."""
        remove_leftovers(self.folder)
        try:
            self._look()
            for path in self.paths():
                path.unlink(missing_ok=True)
        except OSError as error:
            raise TargetError(
                "What is kept in '{folder}' cannot be removed ({reason}): check its permissions.",
                folder=self.folder,
                reason=get_reason(error),
            ) from error

    def check(self) -> None:
        """See that it can be looked into, where there is one. Raises TargetError."""
        try:
            self._look()
        except OSError as error:
            raise TargetError(
                "What is kept in '{folder}' cannot be read ({reason}): check its permissions, or name another folder "
                "in the variable AUDIOBRIEF_CACHE.",
                folder=self.folder,
                reason=get_reason(error),
            ) from error

    def paths(self, kind: str = "*") -> list[Path]:
        """The files of what is kept, as far as they can be seen."""
        return find_files(self.folder, f"??/*.{kind}")

    def _look(self) -> None:
        # Where there is a file in the way, nothing was ever kept.
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.folder) as entries:
            for entry in entries:
                entry.stat(follow_symlinks=False)

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.{kind}"


def _make_header(kind: str, key: str, content: bytes) -> bytes:
    digest = hashlib.sha256(f"{kind} {key} ".encode())
    digest.update(content)
    return _MAGIC + digest.digest()
