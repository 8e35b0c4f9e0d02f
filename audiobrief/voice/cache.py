"""The cache of spoken clips on disk."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass
from pathlib import Path

from audiobrief.model import Clip, Speech, TimedWord
from audiobrief.system.disk_cache import DEFAULT_SIZE, DiskCache
from audiobrief.system.paths import get_cache_folder
from audiobrief.voice.engine import Manner

# Part of the keys: change it with every change of how clips are packed.
_VERSION = 3
# The sample rate and the number of words; then the words, then the PCM.
_HEAD = struct.Struct("<II")
_WORD = struct.Struct("<IIII")
_KIND = "clip"


@dataclass(frozen=True, slots=True)
class CacheSummary:
    """A cache's folder, its number of clips, and the size in bytes of everything in it."""

    folder: Path
    clips: int
    size: int


class ClipCache:
    """Clips by the SHA-256 of engine, manner and speech. `store` may also hold what was made from the clips."""

    def __init__(self, folder: Path | None = None, largest: int = DEFAULT_SIZE) -> None:
        self.store = DiskCache(folder or get_cache_folder() / "clips", largest)

    def make_key(self, identity: str, manner: Manner, speech: Speech) -> str:
        spans = [
            (span.text, span.kind, span.language, span.respelling, span.phonemes, *(["rising"] if span.rising else []))
            for span in speech
            if span.text
        ]
        inputs = [_VERSION, identity, manner.rate, manner.pitch, manner.foreign, spans]
        return hashlib.sha256(json.dumps(inputs, ensure_ascii=False).encode()).hexdigest()

    def get(self, key: str) -> Clip | None:
        raw = self.store.get(_KIND, key)
        return _unpack_clip(raw) if raw else None

    def put(self, key: str, clip: Clip) -> None:
        self.store.put(_KIND, key, _pack_clip(clip))

    def summarize(self) -> CacheSummary:
        """What is on disk. Raises TargetError if the folder cannot be read."""
        self.store.check()
        clips = len(self.store.list_paths(_KIND))
        return CacheSummary(self.store.folder, clips, self.store.measure_size())

    def clear(self) -> int:
        """Remove everything; return the number of clips that were removed. Raises TargetError."""
        clips = len(self.store.list_paths(_KIND))
        self.store.clear()
        return clips


def _pack_clip(clip: Clip) -> bytes:
    words = b"".join(_WORD.pack(word.start, word.end, word.first, word.last) for word in clip.words)
    return _HEAD.pack(clip.sample_rate, len(clip.words)) + words + clip.pcm


def _unpack_clip(raw: bytes) -> Clip | None:
    """None if `raw` is not what `_pack_clip` makes."""
    if len(raw) < _HEAD.size:
        return None
    sample_rate, count = _HEAD.unpack_from(raw)
    begin = _HEAD.size + count * _WORD.size
    if len(raw) < begin:
        return None
    words = tuple(TimedWord(*fields) for fields in _WORD.iter_unpack(raw[_HEAD.size : begin]))
    return Clip(raw[begin:], sample_rate, words)
