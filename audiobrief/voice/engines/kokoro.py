"""Kokoro: the natural voice, a neural model that runs on the processor."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.errors import ResourceError, VoiceError
from audiobrief.messages import Message, get_reason
from audiobrief.model import Clip, Foreign, Speech
from audiobrief.pronunciation import espeak_library
from audiobrief.system.paths import get_cache_folder, get_voices_folder
from audiobrief.system.processes import get_memory_limit
from audiobrief.voice import intonation
from audiobrief.voice.clips import join_clips, trim_silence, trim_words
from audiobrief.voice.engine import Manner
from audiobrief.voice.engines import kokoro_model
from audiobrief.voice.engines.onnx_runtime import RunGroup, convert_to_pcm, run_utterances, time_words
from audiobrief.voice.splitting import ends_at_mark, split_phonemes

if TYPE_CHECKING:
    import numpy as np

    from audiobrief.pronunciation.phonemes import PhonemeLine

    Styles = np.ndarray[Any, Any]

_SAMPLE_RATE = 24_000
# The model takes 510 phonemes.
_MOST_PHONEMES = 500
# siwis at speed 1, measured on normalized news sentences: 193 words a minute of speech, 167 with the pauses.
_NATURAL_RATE = 165
_SLOWEST, _FASTEST = 0.5, 2.0
# Blended styles give up to 1.25 where 1 is full scale: samples are made quieter, and mastering raises them again.
_HEADROOM = 0.75
# Numbers in a style vector.
_STYLE_SIZE = 256
# Bytes of address space. With less, libraries that are loaded later hang where they should fail.
_LEAST_MEMORY = 1 << 30
# Seconds by which tokens are heard before the frames that the model aligns them with (benchmarks/words.md).
_AHEAD = 0.03
# Seconds of silence kept at the ends of a clip.
_HEAD, _TAIL = 0.03, 0.08
# Seconds of silence put between the parts of a long utterance: as long as the voice's own pauses.
_AT_MARK, _BETWEEN_WORDS = 0.15, 0.0


class KokoroEngine:
    """One session, run in one thread for each core: measured faster than a session of several threads.

    `styles` has a style vector for each number of phonemes; `identity` names the model and the voice.
    """

    online = False
    trained = True
    sample_rate = _SAMPLE_RATE

    def __init__(self, session: Any, styles: Styles, identity: str) -> None:
        # Imported here, as in the other engines: the stage is large, and not needed to list voices.
        from audiobrief.pronunciation.phonemes import REVISION

        stages = f"phonemes {REVISION} intonation {intonation.REVISION}"
        self.identity = f"kokoro {identity} {espeak_library.identify_library()} {stages}"
        self._session = session
        self._styles = styles
        self._vocabulary = kokoro_model.load_vocabulary()
        inputs = {argument.name for argument in session.get_inputs()}
        self._has_pitch = kokoro_model.PITCH in inputs
        (self._tokens_name,) = inputs - {"style", "speed", kokoro_model.PITCH}
        sound, *others = (output.name for output in session.get_outputs())
        self._outputs = [sound, *(name for name in others if name == kokoro_model.TOKEN_ENDS)]

    @staticmethod
    def missing() -> Message | None:
        return kokoro_model.find_missing() or espeak_library.find_missing()

    @staticmethod
    def open(voice: str, model: str = "") -> KokoroEngine:
        """`voice` is the name of a shipped voice file or the path of another, `model` the path of another model."""
        _check_memory()
        styles, digest = _load_styles(voice)
        if model:
            session, name = kokoro_model.open_user_session(Path(model).expanduser())
        else:
            session, name = kokoro_model.open_session(get_cache_folder()), kokoro_model.IDENTITY
        return KokoroEngine(session, styles, f"{name[:24]} {digest[:16]}")

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        speed = min(_FASTEST, max(_SLOWEST, manner.rate / _NATURAL_RATE))
        yield from run_utterances(
            lambda speech, runs: self._speak_utterance(speech, speed, manner.foreign, runs), utterances
        )

    def synthesize_line(self, line: PhonemeLine, speed: float = 1.0, runs: RunGroup | None = None) -> Clip:
        """The sound of phonemes that the model can take at once, trimmed. Raises VoiceError."""
        import numpy as np

        known = [at for at, mark in enumerate(line.text) if mark in self._vocabulary]
        tokens = [self._vocabulary[line.text[at]] for at in known]
        if not any(mark.isalpha() for mark in line.text):
            return Clip(b"", _SAMPLE_RATE)
        inputs = {
            self._tokens_name: np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": self._styles[min(len(tokens), len(self._styles)) - 1],
            "speed": np.array([speed], dtype=np.float32),
        }
        if self._has_pitch:
            intervals = intonation.compute_intervals(line)
            # As the model has a token before and behind, of which the last goes on as the line ends.
            row = [0.0, *(intervals[at] for at in known), intervals[-1]]
            inputs[kokoro_model.PITCH] = np.array([row], dtype=np.float32)
        try:
            samples, *ends = self._session.run(self._outputs, inputs, runs and runs.options)
        # onnxruntime raises an exception for each of its statuses; they share no class.
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise VoiceError(
                "The neural model failed ({reason}): check 'model', or use another voice.", reason=reason
            ) from error
        clip = Clip(convert_to_pcm(_HEADROOM * samples), _SAMPLE_RATE)
        if ends:
            # Each token is a symbol of the line; one more stands before them.
            symbols = accumulate((mark in self._vocabulary for mark in line.text), initial=1)
            clip = time_words(clip, line, list(symbols), ends[0], ahead=_AHEAD)
        return trim_silence(trim_words(clip), head=_HEAD, tail=_TAIL)

    def _speak_utterance(self, speech: Speech, speed: float, foreign: Foreign, runs: RunGroup) -> Clip:
        from audiobrief.pronunciation.foreign import transcribe_foreign
        from audiobrief.pronunciation.phonemes import place_phonemes

        def transcribe(part: Speech) -> PhonemeLine:
            return place_phonemes(part, espeak_library.transcribe_text, partial(transcribe_foreign, way=foreign))

        clips: list[Clip] = []
        for part in split_phonemes(speech, transcribe, _MOST_PHONEMES):
            pause = _AT_MARK if ends_at_mark(part.text) else _BETWEEN_WORDS
            clips += [
                self.synthesize_line(part, speed, runs),
                Clip(bytes(2 * round(pause * _SAMPLE_RATE)), _SAMPLE_RATE),
            ]
        return join_clips(clips[:-1], _SAMPLE_RATE, gap=0)


def _check_memory() -> None:
    """Raise ResourceError if the process may not use as much memory as the model needs."""
    limit = get_memory_limit()
    if limit is not None and limit < _LEAST_MEMORY:
        raise ResourceError(
            "The natural voice needs {least} MB of memory, and {limit} MB are allowed: raise the limit (as with "
            "ulimit -v), or use another voice.",
            least=_LEAST_MEMORY >> 20,
            limit=limit >> 20,
        )


def _load_styles(voice: str) -> tuple[Styles, str]:
    """The style vectors of a voice, and their digest. Raises VoiceError."""
    import numpy as np

    named = Path(voice).expanduser()
    path = named if named.suffix == ".bin" else get_voices_folder() / "kokoro" / f"{voice}.bin"
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise VoiceError(
            "The Kokoro voice file '{path}' cannot be read ({reason}): check 'voice' in the profile.",
            path=path,
            reason=get_reason(error),
        ) from error
    styles = np.frombuffer(raw[: len(raw) // 4 * 4], dtype="<f4")
    if not styles.size or len(raw) % (4 * _STYLE_SIZE) or not np.isfinite(styles).all():
        raise VoiceError(
            "'{path}' is not a Kokoro voice: it must consist of rows of {style} 32-bit numbers.",
            path=path,
            style=_STYLE_SIZE,
        )
    return styles.reshape(-1, 1, _STYLE_SIZE), hashlib.sha256(raw).hexdigest()
