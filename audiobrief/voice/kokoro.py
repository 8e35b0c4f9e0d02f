"""Kokoro: the natural voice, a neural model run on the processor."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from audiobrief.errors import VoiceError
from audiobrief.model import Clip
from audiobrief.voice import espeak_library, kokoro_model
from audiobrief.voice.engine import Manner, Speech
from audiobrief.voice.french_phonemes import french_phonemes
from audiobrief.voice.places import cache_folder, voices_folder
from audiobrief.voice.silence import trimmed

if TYPE_CHECKING:
    import numpy as np

_SAMPLE_RATE = 24_000
_MOST_TOKENS = 500
# siwis at speed 1, measured over news sentences in spoken form.
_NATURAL_RATE = 165
_SLOWEST, _FASTEST = 0.5, 2.0
_MOST_SESSIONS = 4
_BOUNDARIES = (r"[.?!…]\s", r"[,;:)]\s", r"\s")


class KokoroEngine:
    """One session of one thread for each core: measured faster than one session of several threads."""

    online = False
    sample_rate = _SAMPLE_RATE

    def __init__(self, voice: str, model: Path, styles: np.ndarray[Any, Any]) -> None:
        import onnxruntime
        from kokoro_onnx.config import DEFAULT_VOCAB

        self.identity = f"kokoro {kokoro_model.SHA256[:16]} {voice} {espeak_library.identity()}"
        self._styles = styles
        self._vocabulary: dict[str, int] = DEFAULT_VOCAB
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._workers = max(1, min(_MOST_SESSIONS, len(os.sched_getaffinity(0))))
        self._sessions: SimpleQueue[Any] = SimpleQueue()
        for _ in range(self._workers):
            self._sessions.put(onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"]))

    @staticmethod
    def missing() -> str:
        return kokoro_model.missing() or espeak_library.missing()

    @staticmethod
    def open(voice: str) -> KokoroEngine:
        import numpy as np

        path = voices_folder() / "kokoro" / f"{voice}.bin"
        if not path.is_file():
            raise VoiceError(f"There is no Kokoro voice file '{path}': check 'voice' in the profile.")
        styles = np.fromfile(path, dtype="<f4").reshape(-1, 1, 256)
        return KokoroEngine(voice, kokoro_model.model_file(cache_folder()), styles)

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        speed = min(_FASTEST, max(_SLOWEST, manner.rate / _NATURAL_RATE))
        with ThreadPoolExecutor(self._workers) as pool:
            yield from pool.map(lambda speech: self._clip(speech, speed), utterances)

    def _clip(self, speech: Speech, speed: float) -> Clip:
        said = french_phonemes(speech, espeak_library.phonemes)
        parts = [self._sound(part, speed) for part in phrases(said, _MOST_TOKENS)]
        return Clip(b"".join(part.pcm for part in parts), _SAMPLE_RATE)

    def _sound(self, phonemes: str, speed: float) -> Clip:
        import numpy as np

        tokens = [self._vocabulary[mark] for mark in phonemes if mark in self._vocabulary]
        if not any(mark.isalpha() for mark in phonemes):
            return Clip(b"", _SAMPLE_RATE)
        session = self._sessions.get()
        try:
            (sound, *_) = session.run(
                None,
                {
                    "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
                    "style": self._styles[min(len(tokens), len(self._styles)) - 1],
                    "speed": np.array([speed], dtype=np.float32),
                },
            )
        finally:
            self._sessions.put(session)
        pcm = np.clip(np.rint(np.asarray(sound).ravel() * 32767.0), -32768, 32767).astype("<i2").tobytes()
        return trimmed(Clip(pcm, _SAMPLE_RATE), head=0.03, tail=0.08)


def phrases(phonemes: str, most: int) -> list[str]:
    """`phonemes` cut so that no part is longer than `most`: after a sentence's end, else a comma, else a space."""
    parts: list[str] = []
    rest = phonemes
    while len(rest) > most:
        head = rest[:most]
        best = next(
            (
                matches[-1].end()
                for pattern in _BOUNDARIES
                if (matches := list(re.finditer(pattern, head))) and matches[-1].end() > most // 4
            ),
            most,
        )
        parts.append(rest[:best].strip())
        rest = rest[best:]
    return [part for part in [*parts, rest.strip()] if part]
