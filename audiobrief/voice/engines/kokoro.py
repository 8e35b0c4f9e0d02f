"""Kokoro: the natural voice, a neural model run on the processor."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.errors import ResourceError, VoiceError
from audiobrief.messages import Message, get_reason
from audiobrief.model import Clip, Foreign, Speech
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.foreign import foreign_phonemes
from audiobrief.pronunciation.phonemes import REVISION, french_phonemes
from audiobrief.system.limits import get_memory_limit
from audiobrief.system.parallel import count_threads, map_all_in_order
from audiobrief.system.paths import get_cache_folder, get_voices_folder
from audiobrief.voice.engine import Manner, count_letters
from audiobrief.voice.engines import kokoro_model
from audiobrief.voice.engines.onnx_runtime import Runs
from audiobrief.voice.silence import trimmed
from audiobrief.voice.split_phonemes import phoneme_parts
from audiobrief.voice.split_text import ends_at_mark

if TYPE_CHECKING:
    import numpy as np

    Styles = np.ndarray[Any, Any]

_SAMPLE_RATE = 24_000
# The model takes 510 phonemes.
_MOST_PHONEMES = 500
# siwis at speed 1, measured over news sentences in spoken form: 193 words a minute of speech, 167 with the pauses.
_NATURAL_RATE = 165
_SLOWEST, _FASTEST = 0.5, 2.0
_STYLE = 256
# Bytes of addresses. With less, libraries that are loaded later stand still where they should fail.
_LEAST_MEMORY = 1 << 30
# Seconds of silence kept at a clip's ends, and put between the parts of a long one: as long as the voice's own pauses.
_HEAD, _TAIL = 0.03, 0.08
_AT_MARK, _BETWEEN_WORDS = 0.15, 0.0


class KokoroEngine:
    """One session that runs on one thread for each core: measured faster than one session of several threads."""

    online = False
    sample_rate = _SAMPLE_RATE

    def __init__(self, session: Any, styles: Styles, identity: str) -> None:
        self.identity = f"kokoro {identity} {espeak_library.identity()} phonemes {REVISION}"
        self._session = session
        self._styles = styles
        self._vocabulary = kokoro_model.vocabulary()
        (self._tokens_name,) = {put.name for put in session.get_inputs()} - {"style", "speed"}

    @staticmethod
    def missing() -> Message | None:
        return kokoro_model.missing() or espeak_library.missing()

    @staticmethod
    def open(voice: str, model: str = "") -> KokoroEngine:
        """`voice` names a voice file of ours, or is the path of another; `model` is the path of another model."""
        _check_memory()
        styles, digest = _styles(voice)
        if model:
            session, name = kokoro_model.session_of(Path(model).expanduser())
        else:
            session, name = kokoro_model.ready_session(get_cache_folder()), kokoro_model.IDENTITY
        return KokoroEngine(session, styles, f"{name[:24]} {digest[:16]}")

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        speed = min(_FASTEST, max(_SLOWEST, manner.rate / _NATURAL_RATE))
        runs = Runs()
        yield from map_all_in_order(
            lambda speech: self._clip(speech, speed, manner.foreign, runs),
            utterances,
            workers=count_threads(),
            length=count_letters,
            abandon=runs.end,
        )

    def _clip(self, speech: Speech, speed: float, foreign: Foreign, runs: Runs) -> Clip:
        name = partial(foreign_phonemes, way=foreign)
        parts = phoneme_parts(speech, lambda part: french_phonemes(part, espeak_library.phonemes, name), _MOST_PHONEMES)
        pcm: list[bytes] = []
        for part in parts:
            pcm += [self.sound(part, speed, runs), _silence(_AT_MARK if ends_at_mark(part) else _BETWEEN_WORDS)]
        return Clip(b"".join(pcm[:-1]), _SAMPLE_RATE)

    def sound(self, phonemes: str, speed: float = 1.0, runs: Runs | None = None) -> bytes:
        import numpy as np

        tokens = [self._vocabulary[mark] for mark in phonemes if mark in self._vocabulary]
        if not any(mark.isalpha() for mark in phonemes):
            return b""
        given = {
            self._tokens_name: np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": self._styles[min(len(tokens), len(self._styles)) - 1],
            "speed": np.array([speed], dtype=np.float32),
        }
        try:
            (sound, *_) = self._session.run(None, given, runs and runs.options)
        # onnxruntime has an exception for each of its statuses, and no class that they share.
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise VoiceError(
                "The neural model failed ({reason}): check 'model', or use another voice.", reason=reason
            ) from error
        pcm = np.clip(np.rint(np.asarray(sound).ravel() * 32767.0), -32768, 32767).astype("<i2").tobytes()
        return trimmed(Clip(pcm, _SAMPLE_RATE), head=_HEAD, tail=_TAIL).pcm


def _check_memory() -> None:
    """See that there is as much as it takes. Raises ResourceError."""
    limit = get_memory_limit()
    if limit is not None and limit < _LEAST_MEMORY:
        raise ResourceError(
            "The natural voice needs {least} MB of memory, and {limit} MB are allowed: raise the limit (as with "
            "ulimit -v), or use another voice.",
            least=_LEAST_MEMORY >> 20,
            limit=limit >> 20,
        )


def _styles(voice: str) -> tuple[Styles, str]:
    """The style vectors of a voice, one for each number of phonemes, and their digest. Raises VoiceError."""
    import numpy as np

    own = Path(voice).expanduser()
    path = own if own.suffix == ".bin" else get_voices_folder() / "kokoro" / f"{voice}.bin"
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise VoiceError(
            "The Kokoro voice file '{path}' cannot be read ({reason}): check 'voice' in the profile.",
            path=path,
            reason=get_reason(error),
        ) from error
    styles = np.frombuffer(raw[: len(raw) // 4 * 4], dtype="<f4")
    if not styles.size or len(raw) % (4 * _STYLE) or not np.isfinite(styles).all():
        raise VoiceError(
            "'{path}' is no Kokoro voice: it must hold rows of {style} numbers of 32 bits, and no more.",
            path=path,
            style=_STYLE,
        )
    return styles.reshape(-1, 1, _STYLE), hashlib.sha256(raw).hexdigest()


def _silence(seconds: float) -> bytes:
    return bytes(2 * round(seconds * _SAMPLE_RATE))
