"""Spoken clips on disk, by what was spoken and how. A damaged entry is thrown away, never played."""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path

from audiobrief.model import Clip
from audiobrief.voice.engine import Manner, Speech
from audiobrief.voice.places import cache_folder

_VERSION = 1
_MAGIC = b"ABC1"
_HEADER = struct.Struct("<4sI32s")
_LARGEST = 2 << 30


@dataclass(frozen=True, slots=True)
class Kept:
    """What a cache holds: its folder, how many clips, and their size in bytes."""

    folder: Path
    clips: int
    size: int


class ClipCache:
    """Entries are files named by the SHA-256 of engine, manner and speech; each carries its sound's own checksum."""

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
            if magic == _MAGIC and hashlib.sha256(pcm).digest() == digest:
                return Clip(pcm, rate)
        path.unlink(missing_ok=True)
        return None

    def put(self, key: str, clip: Clip) -> None:
        """Keep a clip. A cache that cannot be written is no reason to stop a programme."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_HEADER.pack(_MAGIC, clip.sample_rate, hashlib.sha256(clip.pcm).digest()))
                    file.write(clip.pcm)
                Path(name).replace(path)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError:
            return

    def shrink(self) -> None:
        """Drop the entries used longest ago until what is left fits."""
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
            path.unlink(missing_ok=True)
            total -= size

    def kept(self) -> Kept:
        """What is on disk."""
        sizes = [path.stat().st_size for path in self.folder.glob("*/*.clip")]
        return Kept(self.folder, len(sizes), sum(sizes))

    def clear(self) -> int:
        """Remove every clip, and what a killed run left unfinished; return how many clips there were."""
        clips = list(self.folder.glob("*/*.clip"))
        for path in [*clips, *self.folder.glob("*/*.part")]:
            path.unlink(missing_ok=True)
        return len(clips)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.clip"
