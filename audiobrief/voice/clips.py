"""Trimming and joining clips, so that the silences between them are the programme's own."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace

from audiobrief.model import Clip, TimedWord

# About -50 dBFS: below the quietest consonant of the voices that were measured, above their noise.
_THRESHOLD = 100
# Seconds in which the end of a word is looked for at once.
_STEP = 0.005


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
    words = tuple(_clamp_word(word.move(0, -start), end - start) for word in clip.words)
    return Clip(samples[start:end].tobytes(), clip.sample_rate, words)


def trim_words(clip: Clip) -> Clip:
    """The clip with its words ending where the silence begins that follows some of them."""
    samples = array("h", clip.pcm)
    step = round(_STEP * clip.sample_rate)
    return replace(clip, words=tuple(_trim_word(word, samples, step) for word in clip.words))


def join_clips(clips: Sequence[Clip], sample_rate: int, *, gap: float, characters: Sequence[int] = ()) -> Clip:
    """Join clips into one of `sample_rate` Hz, with `gap` seconds of silence between them.

    `characters` has how many are said in each clip: the words of one are counted from the end of those before it.
    Raises VoiceError.
    """
    silence = round(gap * sample_rate)
    parts: list[Clip] = []
    words: list[TimedWord] = []
    said = heard = 0
    for clip, count in zip(clips, characters or [0] * len(clips), strict=True):
        part = _change_rate(clip, sample_rate)
        words += (word.move(said, heard) for word in part.words)
        said, heard = said + count, heard + part.frames + silence
        parts.append(part)
    return Clip(bytes(2 * silence).join(part.pcm for part in parts), sample_rate, tuple(words))


def _change_rate(clip: Clip, sample_rate: int) -> Clip:
    if clip.sample_rate == sample_rate or not clip.pcm:
        return clip
    from audiobrief.audio.codec import resample_clip

    return resample_clip(clip, sample_rate)


def _clamp_word(word: TimedWord, frames: int) -> TimedWord:
    """The word within a clip of so many frames."""
    return replace(word, first=min(max(0, word.first), frames), last=min(max(0, word.last), frames))


def _trim_word(word: TimedWord, samples: array[int], step: int) -> TimedWord:
    last = word.last
    while (
        last - step > word.first and min(part := samples[last - step : last]) > -_THRESHOLD and max(part) < _THRESHOLD
    ):
        last -= step
    return replace(word, last=last)
