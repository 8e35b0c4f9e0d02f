"""What an engine is, and how installed ones are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol

from audiobrief.errors import NetworkError, VoiceError
from audiobrief.messages import Message
from audiobrief.model import Clip, Foreign, Speech


@dataclass(frozen=True, slots=True)
class Manner:
    """How to speak: `rate` in words a minute, `pitch` from 0 to 100 (50 is the voice's own), foreign spans' way."""

    rate: int = 165
    pitch: int = 50
    foreign: Foreign = "plain"


class Engine(Protocol):
    """A voice that is ready to speak.

    `identity` names everything that makes its sound (engine, version, model, voice): it is part of the cache's key.
    `online` says that the text leaves the machine. Its clips have `sample_rate` Hz.
    """

    @property
    def identity(self) -> str: ...

    @property
    def online(self) -> bool: ...

    @property
    def sample_rate(self) -> int: ...

    def speak(self, utterances: Sequence[Speech], manner: Manner) -> Iterator[Clip]:
        """One clip for each utterance, in the order given, handed on as soon as ready. Raises VoiceError or
        NetworkError; an engine that works ahead raises InterruptedSpeechError, so that nothing is lost."""
        ...


class InterruptedSpeechError(NetworkError):
    """The network failed at one utterance. `finished` are the clips of later ones, by their place in what was given."""

    def __init__(self, text: str, finished: Mapping[int, Clip], **fields: object) -> None:
        super().__init__(text, **fields)
        self.finished = finished


class EngineClass(Protocol):
    """What an entry point in the group `audiobrief.engines` names. `online` says that its engines send the text out."""

    online: bool

    @staticmethod
    def missing() -> Message | None:
        """None when the engine can speak here; else one sentence with the command that would make it so."""
        ...

    @staticmethod
    def open(voice: str, model: str = "") -> Engine:
        """The engine, ready to speak with `voice`, by the model file `model` where one is given. Raises VoiceError."""
        ...


def engines() -> list[str]:
    """The names of the installed engines, in order."""
    return sorted({entry.name for entry in entry_points(group="audiobrief.engines")})


def engine_class(name: str) -> EngineClass:
    """The installed engine called `name`. Raises VoiceError."""
    for entry in entry_points(group="audiobrief.engines"):
        if entry.name == name:
            found: EngineClass = entry.load()
            return found
    raise VoiceError(
        "No engine '{name}' is installed: use one of {engines}, or install the package that brings it.",
        name=name,
        engines=", ".join(engines()),
    )


def refuse_model(engine: str, model: str) -> None:
    """For an engine that runs no model of its user's. Raises VoiceError when one is given."""
    if model:
        raise VoiceError(
            "The engine {engine} takes no model: leave out '{model}', or use a voice of the engine kokoro.",
            engine=engine,
            model=model,
        )


def words(speech: Speech, *, respelled: bool) -> str:
    """An utterance as plain text for an engine that takes nothing else: letters parted by spaces."""
    parts: list[str] = []
    for span in speech:
        if span.kind == "letters":
            parts.append(" ".join(span.text))
        elif span.kind == "words" or respelled:
            parts.append(span.respelling or span.text)
        else:
            parts.append(span.text)
    return " ".join("".join(parts).split())


def count_letters(speech: Speech) -> int:
    """How many characters are said: a measure of the time that speaking them takes."""
    return sum(len(span.text) for span in speech)
