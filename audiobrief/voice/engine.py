"""The protocols of speech engines, and finding the installed ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from audiobrief.errors import NetworkError, VoiceError
from audiobrief.messages import Message
from audiobrief.model import Clip, Foreign, Speech
from audiobrief.pronunciation.respelling import respell_phonemes
from audiobrief.system.plugins import has_plugin, list_plugins, load_plugin

_GROUP = "audiobrief.engines"


@dataclass(frozen=True, slots=True)
class Manner:
    """How to speak: `rate` in words a minute, `pitch` from 0 to 100 (50: the voice's own), how to say foreign names."""

    rate: int = 165
    pitch: int = 50
    foreign: Foreign = "plain"


class Engine(Protocol):
    """A voice that is ready to speak.

    `identity` names everything that its sound depends on (engine, version, model, voice): it is part of the cache's
    keys. `online` says whether the text leaves the machine. Clips have `sample_rate` Hz.
    """

    @property
    def identity(self) -> str: ...

    @property
    def online(self) -> bool: ...

    @property
    def sample_rate(self) -> int: ...

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        """Yield one clip for each utterance, in order, each as soon as it is ready.

        Raises VoiceError or NetworkError. An engine that works on several utterances at once raises
        InterruptedSpeechError when the network fails, so that no finished clip is lost.
        """
        ...


class EngineClass(Protocol):
    """What an entry point of the group `audiobrief.engines` names. `online` says whether its engines send the text to a
    service, `trained` whether their voices are models made from recordings, or rules."""

    online: bool
    trained: bool

    @staticmethod
    def missing() -> Message | None:
        """None if the engine can be used here; otherwise one sentence with the command that installs what it needs."""
        ...

    @staticmethod
    def open(voice: str, model: str = "") -> Engine:
        """Open the engine with a voice, and with the model file `model` if that is not empty. Raises VoiceError."""
        ...


class InterruptedSpeechError(NetworkError):
    """The network failed at an utterance. `finished` has the clips of later ones, by their index in what was given."""

    def __init__(self, text: str, finished: Mapping[int, Clip], **fields: object) -> None:
        super().__init__(text, **fields)
        self.finished = finished


def list_engines() -> list[str]:
    """The names of the installed engines, sorted."""
    return list_plugins(_GROUP)


def has_engine(name: str) -> bool:
    """Whether an engine called `name` is installed."""
    return has_plugin(_GROUP, name)


def load_engine_class(name: str) -> EngineClass:
    """Load the installed engine called `name`. Raises VoiceError."""
    if not has_engine(name):
        raise VoiceError(
            "No engine '{name}' is installed: use one of {engines}, or install the package that brings it.",
            name=name,
            engines=", ".join(list_engines()),
        )
    loaded: EngineClass = load_plugin(_GROUP, name)
    return loaded


def refuse_model(engine: str, model: str) -> None:
    """Raise VoiceError if `model` is not empty, for an engine that takes no model."""
    if model:
        raise VoiceError(
            "The engine {engine} takes no model: leave out '{model}', or use a voice of the engine kokoro.",
            engine=engine,
            model=model,
        )


def join_words(speech: Speech, *, respelled: bool) -> str:
    """An utterance as plain text, for an engine that takes nothing else. Letters of acronyms are separated by spaces.

    `respelled` says whether foreign names are replaced by their respelling. Phonemes of a user's lexicon are spelled.
    """
    parts: list[str] = []
    for span in speech:
        if span.phonemes:
            parts.append(respell_phonemes(span.phonemes))
        elif span.kind == "letters":
            parts.append(" ".join(span.text))
        elif span.kind == "words" or respelled:
            parts.append(span.respelling or span.text)
        else:
            parts.append(span.text)
    return " ".join("".join(parts).split())


def count_letters(speech: Speech) -> int:
    """The number of characters, as an estimate of how long speaking them takes."""
    return sum(len(span.text) for span in speech)
