"""Piper: any of its voices that the user has, a neural model run on the processor.

onnxruntime runs the model itself. The package piper-tts would fit (GPL-3.0-or-later, with wheels), but brings a second
eSpeak NG and the front ends of other languages, 46 MB, around the one call that is needed: phonemes come from here,
so that acronyms and foreign names are said as with the other voices.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from typing import Any

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, message
from audiobrief.model import Clip
from audiobrief.voice import espeak_library
from audiobrief.voice.engine import Foreign, Manner, Speech, refuse_model
from audiobrief.voice.foreign_phonemes import foreign_phonemes
from audiobrief.voice.french_phonemes import french_phonemes
from audiobrief.voice.piper_voice import PiperVoice, read
from audiobrief.voice.silence import trimmed
from audiobrief.voice.speech_cuts import phoneme_parts

# By convention a voice's own pace, whatever that is: the configuration does not say.
_NATURAL_RATE = 165
_SLOWEST, _FASTEST = 0.5, 2.0
# A model's memory grows with the square of a phrase's length: some 300 MB for this many phonemes.
_MOST_PHONEMES = 300
_MOST_WORKERS = 4
_INPUTS = {"input", "input_lengths", "scales"}

_seeding = threading.Lock()


class PiperEngine:
    """The model draws its noise by chance, from a state that goes on from run to run and cannot be set again.

    So that the same words are always the same sound, each phrase has a session of its own, its chance sown from the
    words: a tenth of a second, where nothing is optimised beforehand.
    """

    online = False

    def __init__(self, name: str, voice: PiperVoice) -> None:
        self.name = name
        self.voice = voice
        self.identity = f"piper {voice.digest} {espeak_library.identity()}"
        try:
            espeak_library.phonemes("a", voice=voice.espeak_voice)
        except VoiceError as error:
            raise VoiceError(
                "The Piper voice '{name}' asks for '{espeak_voice}' of eSpeak NG, which has no such "
                "voice: change 'espeak' in its JSON.",
                name=name,
                espeak_voice=voice.espeak_voice,
            ) from error
        given = {put.name for put in self._session(0).get_inputs()}
        if not given >= _INPUTS or ("sid" in given) != (voice.speaker is not None):
            raise VoiceError(
                "The model of '{name}' is no Piper voice, or not the one of its JSON: download both files again.",
                name=name,
            )

    @property
    def sample_rate(self) -> int:
        return self.voice.sample_rate

    @staticmethod
    def missing() -> Message | None:
        if all(find_spec(name) for name in ("onnxruntime", "numpy")):
            return espeak_library.missing()
        return message("install it with \"pip install 'audiobrief[piper]'\".")

    @staticmethod
    def open(voice: str, model: str = "") -> PiperEngine:
        # A Piper voice is its own model.
        refuse_model("piper", model)
        return PiperEngine(voice, read(voice))

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        speed = min(_FASTEST, max(_SLOWEST, manner.rate / _NATURAL_RATE))
        workers = max(1, min(_MOST_WORKERS, len(os.sched_getaffinity(0))))
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(lambda speech: self._clip(speech, speed, manner.foreign), utterances)

    def _clip(self, speech: Speech, speed: float, foreign: Foreign) -> Clip:
        phonemes = partial(espeak_library.phonemes, voice=self.voice.espeak_voice)
        name = partial(foreign_phonemes, way=foreign)
        said = phoneme_parts(speech, lambda part: french_phonemes(part, phonemes, name), _MOST_PHONEMES)
        parts = [self._sound(part, speed) for part in said]
        return Clip(b"".join(part.pcm for part in parts), self.voice.sample_rate)

    def _sound(self, phonemes: str, speed: float) -> Clip:
        import numpy as np

        if not any(mark.isalpha() for mark in phonemes):
            return Clip(b"", self.voice.sample_rate)
        voice = self.voice
        numbers = voice.numbers(phonemes)
        scales = [voice.noise, voice.length / speed, voice.noise_of_lengths]
        given = {
            "input": np.array([numbers], dtype=np.int64),
            "input_lengths": np.array([len(numbers)], dtype=np.int64),
            "scales": np.array(scales, dtype=np.float32),
        }
        if voice.speaker is not None:
            given["sid"] = np.array([voice.speaker], dtype=np.int64)
        try:
            (sound, *_) = self._session(_seed(phonemes)).run(None, given)
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise VoiceError(
                "The Piper voice '{name}' failed ({reason}): download both files again.", name=self.name, reason=reason
            ) from error
        pcm = np.clip(np.rint(np.asarray(sound).ravel() * 32767.0), -32768, 32767).astype("<i2").tobytes()
        return trimmed(Clip(pcm, voice.sample_rate), head=0.03, tail=0.08)

    def _session(self, seed: int) -> Any:
        """The model, ready to run once, with its chance sown. Raises VoiceError."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.add_session_config_entry("session.disable_prepacking", "1")
        try:
            # The seed is the process's; a session takes it while it is made.
            with _seeding:
                onnxruntime.set_seed(seed)
                return onnxruntime.InferenceSession(self.voice.model, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise VoiceError(
                "The model of '{name}' is damaged: download both files of the voice again.", name=self.name
            ) from error


def _seed(phonemes: str) -> int:
    return int.from_bytes(hashlib.sha256(phonemes.encode()).digest()[:4], "big") >> 1
