"""The eSpeak NG library, called in this process, from the wheel espeakng-loader.

By design the library has one voice and one set of parameters for the whole process, so one lock guards it, and each
call sets what it needs. Its synthesizer also depends on the utterance before, so that the same words may sound in one
of two ways; a short probe before each utterance brings it back to the same state.
"""

from __future__ import annotations

import ctypes
import threading
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audiobrief.errors import VoiceError
from audiobrief.messages import Message, get_reason, message

# Values from speak_lib.h of eSpeak NG 1.52.
_SYNCHRONOUS, _NO_EXIT = 2, 0x8000
_UTF8, _SSML, _PHONEMES = 1, 0x10, 0x100
_IPA = 2
_RATE, _PITCH = 1, 3
_PROBE, _MOST_PROBES = "<speak>a</speak>", 12
# Spoken between probes: at some rates, the probe alone leads back to the state it started from.
_SHIFTS = tuple(f"<speak>{syllable}</speak>" for syllable in ("ta", "sa", "ma", "pa"))
# Types of events: the last of a list, and the beginning of a word.
_NO_MORE, _WORD = 0, 1


class _Event(ctypes.Structure):
    """`espeak_EVENT`. `text_position` counts characters from 1, `sample` the frames since the utterance began."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))

_lock = threading.RLock()


def find_missing() -> Message | None:
    """None if the library is installed; otherwise the command that installs it."""
    return None if find_spec("espeakng_loader") else message("install it with 'pip install espeakng-loader'.")


def identify_library() -> str:
    """The library's name and version, on which its sound depends."""
    from importlib.metadata import version

    return f"espeak-ng {version('espeakng-loader')}"


@dataclass(frozen=True, slots=True)
class SpokenText:
    """Mono 16-bit PCM at `sample_rate` Hz. `words` has the first character of each word in the text that was spoken,
    and the frame where it begins to be heard."""

    pcm: bytes
    sample_rate: int
    words: tuple[tuple[int, int], ...]


def synthesize_ssml(ssml: str, *, voice: str, rate: int, pitch: int) -> SpokenText:
    """The sound of `ssml`, in which [[ and ]] enclose phonemes. Raises VoiceError."""
    from concurrent.futures import ThreadPoolExecutor

    # The library calls back for the samples. In the main thread, a signal may raise an exception there, which would be
    # lost, and the samples with it.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_synthesize, ssml, voice, rate, pitch).result()


def find_sample_rate() -> int:
    """The sample rate in Hz, which is the same for all voices. Raises VoiceError."""
    with _lock:
        return _load_library().sample_rate


def transcribe_text(text: str, *, voice: str = "fr") -> str:
    """`text` in the International Phonetic Alphabet, with stress marks, clauses joined by spaces. Raises VoiceError."""
    with _lock:
        library = _load_library()
        library.select_voice(voice)
        buffer = ctypes.c_char_p(text.encode())
        pointer = ctypes.pointer(ctypes.cast(buffer, ctypes.c_void_p))
        clauses: list[str] = []
        while pointer.contents.value:
            clauses.append((library.calls.espeak_TextToPhonemes(pointer, _UTF8, _IPA) or b"").decode())
        return " ".join(" ".join(clauses).split())


def _synthesize(ssml: str, voice: str, rate: int, pitch: int) -> SpokenText:
    with _lock:
        library = _load_library()
        library.prepare_voice(voice, rate, pitch)
        pcm = library.synthesize(ssml)
        return SpokenText(pcm, library.sample_rate, tuple(library.words))


class _Library:
    """The loaded library. `calls` are its C functions; `words` are those of what was spoken last (see SpokenText)."""

    def __init__(self) -> None:
        import espeakng_loader

        from audiobrief.pronunciation.espeak_data import list_own_voices, prepare_data

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
        self._pcm = bytearray()
        self.words: list[tuple[int, int]] = []
        self._own_voices = list_own_voices()
        self._probes: dict[tuple[str, int, int], bytes] = {}
        self._callback = _CALLBACK(self._collect_samples)
        self.calls.espeak_SetSynthCallback(self._callback)

    def synthesize(self, ssml: str) -> bytes:
        """Mono 16-bit PCM of `ssml`, by the voice that is prepared. Raises VoiceError."""
        self._pcm.clear()
        self.words.clear()
        text = ssml.encode() + b"\0"
        status = self.calls.espeak_Synth(text, len(text), 0, 0, 0, _UTF8 | _SSML | _PHONEMES, None, None)
        if status != 0:
            raise VoiceError("eSpeak NG failed with status {status}.", status=status)
        self.calls.espeak_Synchronize()
        return bytes(self._pcm)

    def prepare_voice(self, voice: str, rate: int, pitch: int) -> None:
        """Select a voice with its parameters, and speak a probe until it sounds as it did the first time."""
        for at in range(_MOST_PROBES):
            self._set_voice(voice, rate, pitch)
            probe = self.synthesize(_PROBE)
            if probe == self._probes.setdefault((voice, rate, pitch), probe):
                break
            self.synthesize(_SHIFTS[at % len(_SHIFTS)])
        self._set_voice(voice, rate, pitch)

    def select_voice(self, name: str) -> None:
        """Select one of our voices, or else one of the library's. Raises VoiceError."""
        if self.calls.espeak_SetVoiceByName(self._own_voices.get(name, name).encode()) != 0:
            raise VoiceError("eSpeak NG has no voice '{name}': use a language code such as fr or en-us.", name=name)

    def _set_voice(self, voice: str, rate: int, pitch: int) -> None:
        self.select_voice(voice)
        self.calls.espeak_SetParameter(_RATE, rate, 0)
        self.calls.espeak_SetParameter(_PITCH, pitch, 0)

    def _collect_samples(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._pcm += ctypes.string_at(samples, count * 2)
        at = 0
        while (event := events[at]).type != _NO_MORE:
            if event.type == _WORD:
                self.words.append((event.text_position - 1, event.sample))
            at += 1
        return 0


@lru_cache(maxsize=1)
def _load_library() -> _Library:
    return _Library()
