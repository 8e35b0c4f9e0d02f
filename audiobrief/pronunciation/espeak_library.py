"""The eSpeak NG library, in process, through the wheel espeakng-loader.

The library keeps one voice and one set of parameters for the whole process: that is its design, so one lock guards it
and every call sets what it needs. Its synthesiser also goes on where the last utterance left it, so that the same words
may sound in one of two ways; a short probe before each utterance brings it back to the same place.
"""

from __future__ import annotations

import ctypes
import threading
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, get_reason, message
from audiobrief.pronunciation.espeak_data import own_voices, prepare_data
from audiobrief.system.signals import defer_signals

# Values from speak_lib.h of eSpeak NG 1.52.
_SYNCHRONOUS, _NO_EXIT = 2, 0x8000
_UTF8, _SSML = 1, 0x10
_IPA = 2
_RATE, _PITCH = 1, 3
_PROBE, _MOST_PROBES = "<speak>a</speak>", 12
# Said between probes: at some rates the probe alone leads back to where it started from.
_SHIFTS = tuple(f"<speak>{syllable}</speak>" for syllable in ("ta", "sa", "ma", "pa"))
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

_lock = threading.RLock()


def missing() -> Message | None:
    return None if find_spec("espeakng_loader") else message("install it with 'pip install espeakng-loader'.")


def identity() -> str:
    return f"espeak-ng {version('espeakng-loader')}"


class _Library:
    def __init__(self) -> None:
        import espeakng_loader

        try:
            self.calls: Any = ctypes.CDLL(espeakng_loader.get_library_path())
            data = Path(espeakng_loader.get_data_path())
        except (OSError, RuntimeError) as error:
            raise VoiceError(
                "The eSpeak NG library cannot be loaded ({reason}): reinstall espeakng-loader.",
                reason=get_reason(error),
            ) from error
        self.sample_rate = int(self.calls.espeak_Initialize(_SYNCHRONOUS, 0, prepare_data(data), _NO_EXIT))
        if self.sample_rate <= 0:
            raise VoiceError("The eSpeak NG library did not start: reinstall espeakng-loader.")
        self.calls.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self.heard = bytearray()
        self._own_voices = own_voices()
        self._settled: dict[tuple[str, int, int], bytes] = {}
        self._callback = _CALLBACK(self._take)
        self.calls.espeak_SetSynthCallback(self._callback)

    def _take(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self.heard += ctypes.string_at(samples, count * 2)
        return 0

    def say(self, ssml: str) -> bytes:
        self.heard.clear()
        text = ssml.encode() + b"\0"
        # An exception would be lost in what the library calls back.
        with defer_signals():
            status = self.calls.espeak_Synth(text, len(text), 0, 0, 0, _UTF8 | _SSML, None, None)
        if status != 0:
            raise VoiceError("eSpeak NG failed with status {status}.", status=status)
        self.calls.espeak_Synchronize()
        return bytes(self.heard)

    def ready(self, voice: str, rate: int, pitch: int) -> None:
        """Make the voice ready, having said a probe until it sounds as it first did."""
        for at in range(_MOST_PROBES):
            self._set(voice, rate, pitch)
            heard = self.say(_PROBE)
            if heard == self._settled.setdefault((voice, rate, pitch), heard):
                break
            self.say(_SHIFTS[at % len(_SHIFTS)])
        self._set(voice, rate, pitch)

    def _set(self, voice: str, rate: int, pitch: int) -> None:
        self.voice(voice)
        self.calls.espeak_SetParameter(_RATE, rate, 0)
        self.calls.espeak_SetParameter(_PITCH, pitch, 0)

    def voice(self, name: str) -> None:
        """A voice of ours, else one of the library's own."""
        if self.calls.espeak_SetVoiceByName(self._own_voices.get(name, name).encode()) != 0:
            raise VoiceError("eSpeak NG has no voice '{name}': use a language code such as fr or en-us.", name=name)


@lru_cache(maxsize=1)
def _library() -> _Library:
    return _Library()


def synthesise(ssml: str, *, voice: str, rate: int, pitch: int) -> tuple[bytes, int]:
    """Mono 16-bit PCM of `ssml`, and its sample rate in Hz. Raises VoiceError."""
    with _lock:
        library = _library()
        library.ready(voice, rate, pitch)
        return library.say(ssml), library.sample_rate


def sample_rate() -> int:
    """The sample rate in Hz of all its voices."""
    with _lock:
        return _library().sample_rate


def phonemes(text: str, *, voice: str = "fr") -> str:
    """The International Phonetic Alphabet of `text`, clauses joined by spaces, with stress marks."""
    with _lock:
        library = _library()
        library.voice(voice)
        buffer = ctypes.c_char_p(text.encode())
        pointer = ctypes.pointer(ctypes.cast(buffer, ctypes.c_void_p))
        clauses: list[str] = []
        while pointer.contents.value:
            clauses.append((library.calls.espeak_TextToPhonemes(pointer, _UTF8, _IPA) or b"").decode())
        return " ".join(" ".join(clauses).split())
