"""Clips start and end with silence of a known length, so that pauses are the programme's own."""

from __future__ import annotations

from array import array

from audiobrief.model import Clip

# About -50 dBFS: below the quietest consonant of the voices measured, above their noise.
_THRESHOLD = 100
_BLOCK = 256


def trimmed(clip: Clip, *, head: float = 0.02, tail: float = 0.06) -> Clip:
    """`clip` with `head` seconds before its first sound and `tail` seconds after its last, where it had more."""
    samples = array("h", clip.pcm)
    first = _first_sound(samples)
    if first is None:
        return Clip(b"", clip.sample_rate)
    last = len(samples) - 1 - (_first_sound(samples[::-1]) or 0)
    start = max(0, first - round(head * clip.sample_rate))
    end = min(len(samples), last + 1 + round(tail * clip.sample_rate))
    return Clip(samples[start:end].tobytes(), clip.sample_rate)


def _first_sound(samples: array[int]) -> int | None:
    """Where sound begins: a silent block is passed over at the speed of `max`, only the first other one is searched."""
    for start in range(0, len(samples), _BLOCK):
        block = samples[start : start + _BLOCK]
        if max(block) >= _THRESHOLD or min(block) <= -_THRESHOLD:
            return start + next(at for at, sample in enumerate(block) if not -_THRESHOLD < sample < _THRESHOLD)
    return None
