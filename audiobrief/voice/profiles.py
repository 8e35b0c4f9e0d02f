"""Voice profiles: TOML files that name an engine, its voice, its pace and its pauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audiobrief.errors import DataError, VoiceError
from audiobrief.model import Pause
from audiobrief.tables import TOMLDecodeError, parsed
from audiobrief.voice.engine import Engine, Manner, engine_class
from audiobrief.voice.places import voices_folder

_PAUSES: dict[Pause, float] = {
    "none": 0.0, "phrase": 0.25, "sentence": 0.55, "paragraph": 0.95, "heading": 1.0, "chapter": 1.8,
}  # fmt: skip
_SLOWEST, _FASTEST = 80, 450
_USUAL_RATE = 165
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Profile:
    """A voice as the listener names it. Rate in words a minute; pauses, lead-in and lead-out in seconds."""

    name: str
    description: str
    engine: str
    voice: str
    rate: int
    pitch: int = 50
    foreign: str = "plain"
    pauses: Mapping[Pause, float] = field(default_factory=lambda: dict(_PAUSES))
    lead_in: float = 0.3
    lead_out: float = 0.6

    @property
    def manner(self) -> Manner:
        return Manner(self.rate, self.pitch, self.foreign)  # type: ignore[arg-type]

    def missing(self) -> str:
        """Empty when the profile can be used here; else what to do."""
        return engine_class(self.engine).missing()

    def open(self) -> Engine:
        """The engine of this profile. Raises VoiceError, with the command that would make it usable."""
        kind = engine_class(self.engine)
        if missing := kind.missing():
            raise VoiceError(f"The voice '{self.name}' cannot be used yet: {missing}")
        return kind.open(self.voice)


def available() -> list[str]:
    """The names of the profiles, in order."""
    return sorted(path.stem for path in voices_folder().glob("*.toml"))


def load(name: str) -> Profile:
    """The profile called `name`, or `name`-fr; or, for `ENGINE:VOICE`, any voice of an engine at its usual pace.

    Raises VoiceError when there is none, DataError when its file is wrong.
    """
    engine, colon, voice = name.partition(":")
    if colon:
        engine_class(engine)
        return Profile(name, f"a voice of the engine {engine}, at its usual pace", engine, voice, _USUAL_RATE)
    known = available()
    if name not in known and f"{name}-fr" in known:
        name = f"{name}-fr"
    if name not in known:
        from difflib import get_close_matches

        near = get_close_matches(name, known, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"use one of {', '.join(known)}."
        raise VoiceError(f"There is no voice '{name}': {hint}")
    return read(voices_folder() / f"{name}.toml")


def read(path: Path) -> Profile:
    """A profile file. Raises DataError with file, key and reason."""
    try:
        table = parsed(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, TOMLDecodeError) as error:
        raise DataError(f"The voice profile '{path}' cannot be read: {error}.") from error
    pauses = table.pop("pauses", {})
    _check(path, table, pauses)
    return Profile(name=path.stem, **table, pauses={**_PAUSES, **pauses})


_TYPES: dict[str, tuple[type, ...]] = {
    "description": (str,), "engine": (str,), "voice": (str,), "rate": (int,), "pitch": (int,), "foreign": (str,),
    "lead_in": (int, float), "lead_out": (int, float),
}  # fmt: skip


def _check(path: Path, table: Mapping[str, Any], pauses: Any) -> None:
    def fault(key: str, reason: str) -> DataError:
        return DataError(f"The voice profile '{path}', key '{key}': {reason}.")

    for key in ("description", "engine", "voice", "rate"):
        if key not in table:
            raise fault(key, "is missing")
    for key, value in table.items():
        if key not in _TYPES:
            raise fault(key, f"is unknown; the keys are {', '.join(_TYPES)} and the table [pauses]")
        if not isinstance(value, _TYPES[key]) or isinstance(value, bool):
            raise fault(key, f"must be {' or '.join(kind.__name__ for kind in _TYPES[key])}, not {value!r}")
    if not _SLOWEST <= table["rate"] <= _FASTEST:
        raise fault("rate", f"must be from {_SLOWEST} to {_FASTEST} words a minute, not {table['rate']}")
    if table.get("foreign", "plain") not in ("switch", "respell", "plain"):
        raise fault("foreign", "must be switch, respell or plain")
    if not isinstance(pauses, dict):
        raise fault("pauses", "must be a table of seconds")
    for key, value in pauses.items():
        if key not in _PAUSES:
            raise fault(f"pauses.{key}", f"is unknown; use {', '.join(_PAUSES)}")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _LONGEST_PAUSE:
            raise fault(f"pauses.{key}", f"must be a number of seconds from 0 to {_LONGEST_PAUSE:.0f}")


def default_name() -> str:
    """The best offline voice that can be used here."""
    return "siwis" if not load("siwis").missing() else "espeak-fr"
