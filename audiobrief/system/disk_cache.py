"""A content cache on disk, by keys that cover everything an entry was made from.

Each entry has a checksum of its key and content; a damaged one is removed and never returned. Several processes may
share a cache: an entry is complete before it gets its name.
"""

from __future__ import annotations

import hashlib
import os
import time
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
# The file that says when all entries were last looked at, in how many seconds, for which size. A look that takes less
# than `_QUICK` is not told; after a longer one, the next waits so many times as long, since a batch asks after each
# programme.
_LOOKED = "looked-at"
_QUICK, _REST = 0.25, 50


@dataclass(frozen=True, slots=True)
class DiskCache:
    """A cache in `folder` of at most `max_size` bytes. `kind` separates entries of the same key; it is their suffix."""

    folder: Path
    max_size: int = DEFAULT_SIZE

    def get(self, kind: str, key: str) -> bytes | None:
        """The content of an entry, or None."""
        path = self._get_path(kind, key)
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        content = raw[_HEAD:]
        if raw[:_HEAD] == _make_header(kind, key, content):
            # Many systems do not record when a file was read.
            with suppress(OSError):
                os.utime(path)
            return content
        with suppress(OSError):
            path.unlink()
        return None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Add an entry. Write errors are ignored: a programme does not need the cache."""
        path = self._get_path(kind, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished_file(self.folder) as unfinished:
                unfinished.write_bytes(_make_header(kind, key, content) + content)
                unfinished.replace(path)
        except OSError:
            return

    def shrink(self) -> None:
        """Remove the least recently used entries until the rest fits, and the unfinished files of killed runs. A large
        cache that was looked at just now, by any process, may stay above its size for a minute."""
        remove_leftovers(self.folder)
        if self._was_just_shrunk():
            return
        begun = time.monotonic()
        entries = []
        for path in self.list_paths():
            try:
                status = path.stat()
            except OSError:
                continue
            entries.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.max_size:
                break
            with suppress(OSError):
                path.unlink()
                total -= size
        if (took := time.monotonic() - begun) >= _QUICK:
            with suppress(OSError):
                (self.folder / _LOOKED).write_bytes(f"{self.max_size} {took:.3f}".encode("ascii"))

    def _was_just_shrunk(self) -> bool:
        path = self.folder / _LOOKED
        try:
            size, took = path.read_text(encoding="ascii").split()
            return int(size) == self.max_size and 0 <= time.time() - path.stat().st_mtime < float(took) * _REST
        except (OSError, ValueError):  # none, or not what `shrink` writes
            return False

    def measure_size(self) -> int:
        """The size of all entries in bytes."""
        total = 0
        for path in self.list_paths():
            with suppress(OSError):  # another run may remove it meanwhile
                total += path.stat().st_size
        return total

    def clear(self) -> None:
        """Remove all entries and the unfinished files of killed runs. Raises TargetError."""
        remove_leftovers(self.folder)
        try:
            self._check_readable()
            for path in [*self.list_paths(), self.folder / _LOOKED]:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise TargetError(
                "The cache in '{folder}' cannot be removed ({reason}): check its permissions.",
                folder=self.folder,
                reason=get_reason(error),
            ) from error

    def check(self) -> None:
        """Check that the folder can be read, if it exists. Raises TargetError."""
        try:
            self._check_readable()
        except OSError as error:
            raise TargetError(
                "The cache in '{folder}' cannot be read ({reason}): check its permissions, or name another folder "
                "in the variable AUDIOBRIEF_CACHE.",
                folder=self.folder,
                reason=get_reason(error),
            ) from error

    def list_paths(self, kind: str = "*") -> list[Path]:
        """The files of the entries of a kind; none if the folder cannot be read."""
        return find_files(self.folder, f"??/*.{kind}")

    def _check_readable(self) -> None:
        # If a file is in the way, there never was a cache.
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.folder) as entries:
            for entry in entries:
                entry.stat(follow_symlinks=False)

    def _get_path(self, kind: str, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.{kind}"


def _make_header(kind: str, key: str, content: bytes) -> bytes:
    digest = hashlib.sha256(f"{kind} {key} ".encode())
    digest.update(content)
    return _MAGIC + digest.digest()
