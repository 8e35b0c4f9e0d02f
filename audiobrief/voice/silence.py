"""Clips start and end with silence of a known length, so that pauses are the programme's own."""

from __future__ import annotations

from array import array

from audiobrief.model import Clip

# About -50 dBFS: below the quietest consonant of the voices measured, above their noise.
_THRESHOLD = 100


def trimmed(clip: Clip, *, head: float = 0.02, tail: float = 0.06) -> Clip:
    """`clip` with `head` seconds before its first sound and `tail` seconds after its last, where it had more."""
    samples = array("h", clip.pcm)
    # Digital silence is passed over at once, what is nearly silent sample by sample.
    begin = (len(clip.pcm) - len(clip.pcm.lstrip(b"\0"))) // 2
    finish = (len(clip.pcm.rstrip(b"\0")) + 1) // 2
    first = next((at for at in range(begin, finish) if not -_THRESHOLD < samples[at] < _THRESHOLD), None)
    if first is None:
        return Clip(b"", clip.sample_rate)
    last = next(at for at in range(finish - 1, -1, -1) if not -_THRESHOLD < samples[at] < _THRESHOLD)
    start = max(0, first - round(head * clip.sample_rate))
    end = min(len(samples), last + 1 + round(tail * clip.sample_rate))
    return Clip(samples[start:end].tobytes(), clip.sample_rate)
