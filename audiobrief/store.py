"""Things on disk that are dear to make, by a key that says everything they were made from.

Each carries its own checksum: a damaged one is thrown away, never used. Several processes may share a store; what one
writes is whole before it has its name.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST = 2 << 30
_MAGIC = b"ABS2"
_DIGEST = 32


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of at most `largest` bytes. `kind` tells things of one key apart; it ends their files' names."""

    folder: Path
    largest: int = LARGEST

    def get(self, kind: str, key: str) -> bytes | None:
        path = self._path(kind, key)
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        content = memoryview(raw)[len(_MAGIC) + _DIGEST :]
        if raw.startswith(_MAGIC) and hashlib.sha256(content).digest() == raw[len(_MAGIC) : len(_MAGIC) + _DIGEST]:
            return bytes(content)
        path.unlink(missing_ok=True)
        return None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep it. A store that cannot be written is no reason to stop a programme."""
        path = self._path(kind, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_MAGIC)
                    file.write(hashlib.sha256(content).digest())
                    file.write(content)
                Path(name).replace(path)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError:
            return

    def shrink(self) -> None:
        """Drop what was used longest ago until what is left fits."""
        entries = []
        for path in self.paths():
            try:
                status = path.stat()
            except OSError:
                continue
            entries.append((max(status.st_atime, status.st_mtime), status.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.largest:
                break
            path.unlink(missing_ok=True)
            total -= size

    def clear(self) -> None:
        """Remove everything, also what a killed run left unfinished."""
        for path in [*self.paths(), *self.folder.glob("*/*.part")]:
            path.unlink(missing_ok=True)

    def paths(self, kind: str = "*") -> Iterator[Path]:
        """The files of what is kept."""
        return (path for path in self.folder.glob(f"??/*.{kind}") if path.suffix != ".part")

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.{kind}"
