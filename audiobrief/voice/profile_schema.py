"""What may stand in a voice profile, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audiobrief.messages import Message, listed, message

SLOWEST, FASTEST = 80, 450
_LONGEST_PAUSE = 30
_PAUSES = ("none", "phrase", "sentence", "paragraph", "heading", "chapter")


@dataclass(frozen=True, slots=True)
class Fault:
    """A wrong key, with its table's name before it, and what is wrong with it."""

    key: str
    reason: Message


@dataclass(frozen=True, slots=True)
class _Text:
    """Any text, or one of `choices`."""

    choices: tuple[str, ...] = ()

    def wrong(self, value: object) -> Message | None:
        if not isinstance(value, str):
            return message("must be a text, not {value!r}", value=value)
        if self.choices and value not in self.choices:
            return message("must be {choices}, not {value!r}", choices=listed(self.choices, " or "), value=value)
        return None


@dataclass(frozen=True, slots=True)
class _Number:
    """A number from `least` to `most`, in `unit`; whole unless `decimals`."""

    least: float
    most: float
    unit: Message
    decimals: bool = False

    def wrong(self, value: object) -> Message | None:
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not (whole or (self.decimals and isinstance(value, float))) or not self.least <= value <= self.most:  # type: ignore[operator]
            kind = message("a number") if self.decimals else message("a whole number")
            return message(
                "must be {kind} of {unit} from {least:g} to {most:g}, not {value!r}",
                kind=kind,
                unit=self.unit,
                least=self.least,
                most=self.most,
                value=value,
            )
        return None


_Keys = Mapping[str, _Text | _Number]
_RATE = _Number(SLOWEST, FASTEST, message("words a minute"))
_PITCH = _Number(0, 100, message("the engine's scale"))
_SECONDS = _Number(0, _LONGEST_PAUSE, message("seconds"), decimals=True)
_NEEDED = ("description", "engine", "voice", "rate")
_KEYS: _Keys = {
    "description": _Text(), "engine": _Text(), "voice": _Text(), "model": _Text(), "rate": _RATE, "pitch": _PITCH,
    "foreign": _Text(("switch", "respell", "plain")), "lead_in": _SECONDS, "lead_out": _SECONDS, "lexicon": _Text(),
}  # fmt: skip
_READING: _Keys = {"voice": _Text(), "rate": _RATE, "pitch": _PITCH}
_TABLES: Mapping[str, _Keys] = {"pauses": dict.fromkeys(_PAUSES, _SECONDS), "quotes": _READING, "headings": _READING}


def fault(table: Mapping[str, Any]) -> Fault | None:
    """The first fault of a profile, or None."""
    return next(_faults(table), None)


def _faults(table: Mapping[str, Any]) -> Iterator[Fault]:
    yield from (Fault(key, message("is missing")) for key in _NEEDED if key not in table)
    plain = {key: value for key, value in table.items() if key not in _TABLES}
    yield from _wrong(plain, _KEYS, "")
    for name, keys in _TABLES.items():
        given = table.get(name, {})
        if isinstance(given, dict):
            yield from _wrong(given, keys, f"{name}.")
        else:
            yield Fault(name, message("must be a table with the keys {keys}", keys=", ".join(keys)))


def _wrong(given: Mapping[str, Any], keys: _Keys, table: str) -> Iterator[Fault]:
    for key, value in given.items():
        if key not in keys:
            known = [*keys] if table else [*keys, *_TABLES]
            yield Fault(f"{table}{key}", message("is unknown; use {known}", known=", ".join(known)))
        elif reason := keys[key].wrong(value):
            yield Fault(f"{table}{key}", reason)
