"""A programme fitted into a slot: at what pace it must be read, and how long its pauses may be."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.errors import TargetError

# How much the pauses may stretch or shrink before they are heard as wrong.
_LEAST_PAUSE, _MOST_PAUSE = 0.6, 1.5


@dataclass(frozen=True, slots=True)
class Lengths:
    """Seconds of speech, and of pauses between and around it."""

    speech: float
    pauses: float


def pace(lengths: Lengths, slot: float) -> float:
    """The factor by which speech must become quicker for `lengths` to last `slot` seconds, the pauses kept.

    Raises TargetError when the pauses alone fill the slot.
    """
    if slot <= lengths.pauses:
        raise TargetError(
            "The programme cannot last {slot:.0f} s: its pauses alone take {pauses:.0f} s; cut the article.",
            slot=slot,
            pauses=lengths.pauses,
        )
    return lengths.speech / (slot - lengths.pauses)


def pause_factor(lengths: Lengths, slot: float) -> float | None:
    """The factor by which the pauses end the programme on the second, or None where they would sound wrong."""
    if not lengths.pauses:
        return None
    factor = (slot - lengths.speech) / lengths.pauses
    return factor if _LEAST_PAUSE <= factor <= _MOST_PAUSE else None
