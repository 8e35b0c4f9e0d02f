"""Piper: any of its voices that the user has, a neural model run on the processor.

onnxruntime runs the model itself. The package piper-tts would fit (GPL-3.0-or-later, with wheels), but brings a second
eSpeak NG and the front ends of other languages, 46 MB, around the one call that is needed: phonemes come from here,
so that acronyms and foreign names are said as with the other voices.

The model's noise is fed (`piper_graph.py`) and sown from the words, so that the same words are always the same sound
though all threads run one session.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from typing import Any

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, message
from audiobrief.model import Clip, Foreign, Speech
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.foreign import foreign_phonemes
from audiobrief.pronunciation.phonemes import french_phonemes
from audiobrief.system.parallel import count_threads, map_all_in_order
from audiobrief.voice.engine import Manner, count_letters, refuse_model
from audiobrief.voice.engines.onnx_runtime import Runs, onnxruntime
from audiobrief.voice.engines.piper_voice import PiperVoice, read
from audiobrief.voice.silence import trimmed
from audiobrief.voice.split_phonemes import phoneme_parts

# By convention a voice's own pace, whatever that is: the configuration does not say.
_NATURAL_RATE = 165
_SLOWEST, _FASTEST = 0.5, 2.0
# A thread's memory grows with the length of its phrase: some 300 MB for this many phonemes.
_MOST_PHONEMES = 300
_INPUTS = {"input", "input_lengths", "scales"}


class PiperEngine:
    """One session that runs on one thread for each core."""

    online = False

    def __init__(self, name: str, voice: PiperVoice) -> None:
        from audiobrief.voice.engines import piper_graph

        self.name = name
        # The session has a copy of its own.
        self.voice = replace(voice, model=b"")
        self.identity = f"piper {voice.digest} noise {piper_graph.RECIPE} {espeak_library.identity()}"
        try:
            espeak_library.phonemes("a", voice=voice.espeak_voice)
        except VoiceError as error:
            raise VoiceError(
                "The Piper voice '{name}' asks for '{espeak_voice}' of eSpeak NG, which has no such "
                "voice: change 'espeak' in its JSON.",
                name=name,
                espeak_voice=voice.espeak_voice,
            ) from error
        self._session = _session(name, voice.model)
        given = {put.name for put in self._session.get_inputs()}
        self._has_noise = piper_graph.NOISE in given
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
        if all(find_spec(name) for name in ("onnx", "onnxruntime", "numpy")):
            return espeak_library.missing()
        return message("install it with \"pip install 'audiobrief[piper]'\".")

    @staticmethod
    def open(voice: str, model: str = "") -> PiperEngine:
        # A Piper voice is its own model.
        refuse_model("piper", model)
        return PiperEngine(voice, read(voice))

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
        phonemes = partial(espeak_library.phonemes, voice=self.voice.espeak_voice)
        name = partial(foreign_phonemes, way=foreign)
        said = phoneme_parts(speech, lambda part: french_phonemes(part, phonemes, name), _MOST_PHONEMES)
        parts = [self._sound(part, speed, runs) for part in said]
        return Clip(b"".join(part.pcm for part in parts), self.voice.sample_rate)

    def _sound(self, phonemes: str, speed: float, runs: Runs) -> Clip:
        import numpy as np

        from audiobrief.voice.engines import piper_graph

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
        if self._has_noise:
            given[piper_graph.NOISE] = piper_graph.noise(phonemes)
        try:
            (sound, *_) = self._session.run(None, given, runs.options)
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise VoiceError(
                "The Piper voice '{name}' failed ({reason}): download both files again.", name=self.name, reason=reason
            ) from error
        pcm = np.clip(np.rint(np.asarray(sound).ravel() * 32767.0), -32768, 32767).astype("<i2").tobytes()
        return trimmed(Clip(pcm, voice.sample_rate), head=0.03, tail=0.08)


def _session(name: str, model: bytes) -> Any:
    """The model, its noise fed, ready to run: one thread a run, several at the same time. Raises VoiceError."""
    from audiobrief.voice.engines import piper_graph

    options = onnxruntime().SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # Measured: optimising takes 0.2 s at each start and saves 1.5 % of the time.
    options.graph_optimization_level = onnxruntime().GraphOptimizationLevel.ORT_DISABLE_ALL
    # Plans of memory are for phrases of the same length, which come seldom: without them a sixth less is taken.
    options.enable_mem_pattern = False
    try:
        return onnxruntime().InferenceSession(piper_graph.rewritten(model), options, providers=["CPUExecutionProvider"])
    # onnxruntime has an exception for each of its statuses, and no class that they share.
    except Exception as error:
        raise VoiceError(
            "The model of '{name}' is damaged: download both files of the voice again.", name=name
        ) from error
