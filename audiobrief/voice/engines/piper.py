"""Piper: any of its voices that the user has, a neural model that runs on the processor.

onnxruntime runs the model directly. The package piper-tts would fit (GPL-3.0-or-later, with wheels), but it brings a
second eSpeak NG and the front ends of other languages, 46 MB, around the one call that is needed. Phonemes come from
here, so that acronyms and foreign names are said as by the other voices.

The model's durations are an output (`piper_graph.py`), from which the times of words come. Its noise is an input
seeded by the words, so that the same words always have the same sound though all threads share one session.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, message
from audiobrief.model import Clip, Foreign, Speech
from audiobrief.pronunciation import espeak_library
from audiobrief.voice.clips import join_clips, trim_silence, trim_words
from audiobrief.voice.engine import Manner, refuse_model
from audiobrief.voice.engines.onnx_runtime import (
    FATAL,
    RunGroup,
    convert_to_pcm,
    load_onnxruntime,
    make_session_options,
    run_utterances,
    time_words,
)
from audiobrief.voice.engines.piper_voice import PiperVoice, read_piper_voice
from audiobrief.voice.splitting import split_phonemes

if TYPE_CHECKING:
    from audiobrief.pronunciation.phonemes import PhonemeLine

# Taken as the pace of every voice, since the configuration does not say.
_NATURAL_RATE = 165
_SLOWEST, _FASTEST = 0.5, 2.0
# A thread's memory grows with the length of its phrase: about 300 MB for this many phonemes.
_MOST_PHONEMES = 300
_NO_OPTIMIZATION = 0
_INPUTS = {"input", "input_lengths", "scales"}


class PiperEngine:
    """One session, run in one thread for each core. `name` is the voice's name in error messages."""

    online = False
    trained = True

    def __init__(self, name: str, voice: PiperVoice) -> None:
        from audiobrief.pronunciation.phonemes import REVISION
        from audiobrief.voice.engines import piper_graph

        self.name = name
        # The session has a copy of the model.
        self.voice = replace(voice, model=b"")
        library = espeak_library.identify_library()
        self.identity = f"piper {voice.digest} noise {piper_graph.RECIPE} {library} phonemes {REVISION}"
        try:
            espeak_library.transcribe_text("a", voice=voice.espeak_voice)
        except VoiceError as error:
            raise VoiceError(
                "The Piper voice '{name}' asks for '{espeak_voice}' of eSpeak NG, which has no such "
                "voice: change 'espeak' in its JSON.",
                name=name,
                espeak_voice=voice.espeak_voice,
            ) from error
        self._session = _make_session(name, voice.model)
        inputs = {argument.name for argument in self._session.get_inputs()}
        self._has_noise = piper_graph.NOISE in inputs
        sound, *others = (output.name for output in self._session.get_outputs())
        self._outputs = [sound, *(name for name in others if name == piper_graph.DURATIONS)]
        if not inputs >= _INPUTS or ("sid" in inputs) != (voice.speaker is not None):
            raise VoiceError(
                "The model of '{name}' is not a Piper voice, or does not belong to its JSON: "
                "download both files again.",
                name=name,
            )

    @property
    def sample_rate(self) -> int:
        return self.voice.sample_rate

    @staticmethod
    def missing() -> Message | None:
        if all(find_spec(name) for name in ("onnx", "onnxruntime", "numpy")):
            return espeak_library.find_missing()
        return message("install it with \"pip install 'audiobrief[piper]'\".")

    @staticmethod
    def open(voice: str, model: str = "") -> PiperEngine:
        # A Piper voice is its own model.
        refuse_model("piper", model)
        return PiperEngine(voice, read_piper_voice(voice))

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        speed = min(_FASTEST, max(_SLOWEST, manner.rate / _NATURAL_RATE))
        yield from run_utterances(
            lambda speech, runs: self._speak_utterance(speech, speed, manner.foreign, runs), utterances
        )

    def _speak_utterance(self, speech: Speech, speed: float, foreign: Foreign, runs: RunGroup) -> Clip:
        from audiobrief.pronunciation.foreign import transcribe_foreign
        from audiobrief.pronunciation.phonemes import place_other_language, place_phonemes

        transcribe_text = partial(espeak_library.transcribe_text, voice=self.voice.espeak_voice)

        def transcribe(part: Speech) -> PhonemeLine:
            if not self.voice.espeak_voice.startswith("fr"):
                return place_other_language(part, transcribe_text)
            return place_phonemes(part, transcribe_text, partial(transcribe_foreign, way=foreign))

        parts = split_phonemes(speech, transcribe, _MOST_PHONEMES)
        return join_clips([self._synthesize_line(part, speed, runs) for part in parts], self.voice.sample_rate, gap=0)

    def _synthesize_line(self, line: PhonemeLine, speed: float, runs: RunGroup) -> Clip:
        import numpy as np

        from audiobrief.voice.engines import piper_graph

        if not any(mark.isalpha() for mark in line.text):
            return Clip(b"", self.voice.sample_rate)
        voice = self.voice
        numbers = voice.encode_phonemes(line.text)
        scales = [voice.noise, voice.length / speed, voice.duration_noise]
        inputs = {
            "input": np.array([numbers], dtype=np.int64),
            "input_lengths": np.array([len(numbers)], dtype=np.int64),
            "scales": np.array(scales, dtype=np.float32),
        }
        if voice.speaker is not None:
            inputs["sid"] = np.array([voice.speaker], dtype=np.int64)
        if self._has_noise:
            inputs[piper_graph.NOISE] = piper_graph.make_noise(line.text)
        try:
            samples, *durations = self._session.run(self._outputs, inputs, runs.options)
        # onnxruntime raises an exception for each of its statuses; they share no class.
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise VoiceError(
                "The Piper voice '{name}' failed ({reason}): download both files again.", name=self.name, reason=reason
            ) from error
        clip = Clip(convert_to_pcm(samples), voice.sample_rate)
        if durations and durations[0].size == len(numbers):
            clip = time_words(clip, line, voice.find_places(line.text), durations[0].ravel().cumsum())
        return trim_silence(trim_words(clip), head=0.03, tail=0.08)


def _make_session(name: str, model: bytes) -> Any:
    """A session with the model, its noise made an input. Raises VoiceError."""
    from audiobrief.voice.engines import piper_graph

    # Measured: optimizing takes 0.2 s at each start and saves 1.5 % of the time.
    options = make_session_options(_NO_OPTIMIZATION, FATAL)
    # Memory patterns help only with phrases of the same length, which are rare; without them, a sixth less is used.
    options.enable_mem_pattern = False
    try:
        return load_onnxruntime().InferenceSession(
            piper_graph.rewrite_model(model), options, providers=["CPUExecutionProvider"]
        )
    # onnxruntime raises an exception for each of its statuses; they share no class.
    except Exception as error:
        raise VoiceError(
            "The model of '{name}' is damaged: download both files of the voice again.", name=name
        ) from error
