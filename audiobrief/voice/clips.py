"""Trimming and joining clips, so that the silences between them are the programme's own."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from audiobrief.model import Clip

# About -50 dBFS: below the quietest consonant of the voices that were measured, above their noise.
_THRESHOLD = 100


def trim_silence(clip: Clip, *, head: float = 0.02, tail: float = 0.06) -> Clip:
    """Shorten the silence at both ends to at most `head` and `tail` seconds. A clip without a sound becomes empty."""
    samples = array("h", clip.pcm)
    # Digital silence is skipped at once, near silence sample by sample.
    begin = (len(clip.pcm) - len(clip.pcm.lstrip(b"\0"))) // 2
    finish = (len(clip.pcm.rstrip(b"\0")) + 1) // 2
    first = next((at for at in range(begin, finish) if not -_THRESHOLD < samples[at] < _THRESHOLD), None)
    if first is None:
        return Clip(b"", clip.sample_rate)
    last = next(at for at in range(finish - 1, -1, -1) if not -_THRESHOLD < samples[at] < _THRESHOLD)
    start = max(0, first - round(head * clip.sample_rate))
    end = min(len(samples), last + 1 + round(tail * clip.sample_rate))
    return Clip(samples[start:end].tobytes(), clip.sample_rate)


def join_clips(clips: Sequence[Clip], sample_rate: int, *, gap: float) -> Clip:
    """Join clips into one of `sample_rate` Hz, with `gap` seconds of silence between them. Raises VoiceError."""
    return Clip(
        bytes(2 * round(gap * sample_rate)).join(_change_rate(clip, sample_rate) for clip in clips), sample_rate
    )


def _change_rate(clip: Clip, sample_rate: int) -> bytes:
    if clip.sample_rate == sample_rate or not clip.pcm:
        return clip.pcm
    from audiobrief.audio.codec import resample_clip

    return resample_clip(clip, sample_rate).pcm
