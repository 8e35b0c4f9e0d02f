"""Spoken clips on disk, by what was spoken and how. A damaged entry is thrown away, never played."""

from __future__ import annotations

import hashlib
import json
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import TargetError
from audiobrief.model import Clip
from audiobrief.scratch import sweep, unfinished_file
from audiobrief.voice.engine import Manner, Speech
from audiobrief.voice.places import cache_folder

_VERSION = 1
_MAGIC = b"ABC2"
_HEADER = struct.Struct("<4sI32s")
_LARGEST = 2 << 30


@dataclass(frozen=True, slots=True)
class Kept:
    """What a cache holds: its folder, how many clips, and their size in bytes."""

    folder: Path
    clips: int
    size: int


class ClipCache:
    """Entries are files named by the SHA-256 of engine, manner and speech; each carries the checksum of its name, its
    sample rate and its sound."""

    def __init__(self, folder: Path | None = None, largest: int = _LARGEST) -> None:
        self.folder = folder or cache_folder() / "clips"
        self.largest = largest

    def key(self, identity: str, manner: Manner, speech: Speech) -> str:
        said = [(span.text, span.kind, span.language, span.respelling) for span in speech if span.text]
        what = [_VERSION, identity, manner.rate, manner.pitch, manner.foreign, said]
        return hashlib.sha256(json.dumps(what, ensure_ascii=False).encode()).hexdigest()

    def get(self, key: str) -> Clip | None:
        path = self._path(key)
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        if len(raw) >= _HEADER.size:
            magic, rate, digest = _HEADER.unpack_from(raw)
            pcm = raw[_HEADER.size :]
            if magic == _MAGIC and _seal(key, rate, pcm) == digest:
                return Clip(pcm, rate)
        with suppress(OSError):
            path.unlink()
        return None

    def put(self, key: str, clip: Clip) -> None:
        """Keep a clip. A cache that cannot be written is no reason to stop a programme."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with unfinished_file(self.folder) as unfinished:
                header = _HEADER.pack(_MAGIC, clip.sample_rate, _seal(key, clip.sample_rate, clip.pcm))
                unfinished.write_bytes(header + clip.pcm)
                unfinished.replace(path)
        except OSError:
            return

    def shrink(self) -> None:
        """Drop the entries used longest ago until what is left fits, and what killed runs left unfinished."""
        sweep(self.folder)
        entries = []
        for path in self.folder.glob("*/*.clip"):
            try:
                status = path.stat()
            except OSError:
                continue
            entries.append((max(status.st_atime, status.st_mtime), status.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= self.largest:
                break
            try:
                path.unlink()
            except OSError:
                continue
            total -= size

    def kept(self) -> Kept:
        """What is on disk."""
        sizes = []
        for path in self.folder.glob("*/*.clip"):
            with suppress(OSError):  # another run may drop it meanwhile
                sizes.append(path.stat().st_size)
        return Kept(self.folder, len(sizes), sum(sizes))

    def clear(self) -> int:
        """Remove every clip, and what a killed run left unfinished; return how many clips there were. Raises
        TargetError."""
        sweep(self.folder)
        clips = list(self.folder.glob("*/*.clip"))
        try:
            for path in [*clips, *self.folder.glob("*/*.part")]:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise TargetError(
                "The clips in '{folder}' cannot be removed ({reason}): check its permissions.",
                folder=self.folder,
                reason=error.strerror,
            ) from error
        return len(clips)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.clip"


def _seal(key: str, rate: int, pcm: bytes) -> bytes:
    return hashlib.sha256(f"{key} {rate} ".encode() + pcm).digest()
