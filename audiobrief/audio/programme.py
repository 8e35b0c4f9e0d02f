"""Clips, one after the other, with the pauses that structure asks for: counted in PCM frames as they go by."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from audiobrief.audio import ffmpeg
from audiobrief.audio.loudness import QUICK_METER, integrated
from audiobrief.audio.mastering import Mastering, master, master_wav
from audiobrief.errors import EncoderError, TargetError
from audiobrief.messages import reason_of
from audiobrief.model import ChapterMark, Clip, Cue, Loudness, Pause, Script, Timeline, Utterance


@dataclass(frozen=True, slots=True)
class Recording:
    """An MP3 without tags, where everything is in it, and how loud it is."""

    path: Path
    timeline: Timeline
    loudness: Loudness


def make_sound(
    script: Script,
    clips: Iterator[tuple[Utterance, Clip]],
    *,
    pauses: Mapping[Pause, float],
    lead_in: float,
    lead_out: float,
    mastering: Mastering,
    mp3: Path,
    wav: Path | None = None,
) -> Recording:
    """Write the programme to `mp3`, and to `wav` where one is wanted. `clips` are in the script's order; pauses and
    leads are in seconds.

    The sound is spooled and measured while it is being spoken. Raises EncoderError, TargetError.
    """
    try:
        with tempfile.TemporaryFile(dir=mp3.parent) as spool:
            timeline, measured = _spool(script, clips, pauses, lead_in, lead_out, spool)
            loudness = master(spool, timeline.sample_rate, measured, mastering, mp3)
            if wav:
                master_wav(spool, timeline.sample_rate, measured, mastering, wav)
    except OSError as error:
        raise TargetError(
            "The sound cannot be written beside '{parent}' ({reason}).", parent=mp3.parent, reason=reason_of(error)
        ) from error
    return Recording(mp3, resampled(timeline, mastering.sample_rate), loudness)


def _spool(
    script: Script,
    clips: Iterator[tuple[Utterance, Clip]],
    pauses: Mapping[Pause, float],
    lead_in: float,
    lead_out: float,
    spool: IO[bytes],
) -> tuple[Timeline, float]:
    first = next(clips, None)
    if first is None:
        raise EncoderError("There is nothing to say: the script is empty.")
    rate = first[1].sample_rate
    meter = ffmpeg.start(
        ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0", "-af", QUICK_METER, "-f", "null", "-"],
        stdin=subprocess.PIPE,
    )
    try:
        timeline = assemble(script, _again(first, clips), pauses, lead_in, lead_out, _Tee(spool, meter))
        spool.flush()
        return timeline, integrated(ffmpeg.report(meter))
    finally:
        if meter.poll() is None:
            meter.kill()
            meter.wait()


def _again(first: tuple[Utterance, Clip], rest: Iterator[tuple[Utterance, Clip]]) -> Iterator[tuple[Utterance, Clip]]:
    yield first
    yield from rest


class _Tee:
    """Writes to the spool and to the meter."""

    def __init__(self, spool: IO[bytes], meter: subprocess.Popen[bytes]) -> None:
        self._spool, self._meter = spool, meter

    def write(self, pcm: bytes) -> None:
        self._spool.write(pcm)
        assert self._meter.stdin is not None
        try:
            self._meter.stdin.write(pcm)
        except BrokenPipeError:
            ffmpeg.report(self._meter)
            raise


def assemble(
    script: Script,
    clips: Iterator[tuple[Utterance, Clip]],
    pauses: Mapping[Pause, float],
    lead_in: float,
    lead_out: float,
    out: _Tee | IO[bytes],
) -> Timeline:
    """Write the programme's PCM to `out` and say where everything is.

    A chapter begins where its first utterance is heard; the first begins at 0 and the last ends with the programme.
    """
    frames = 0
    rate = 0
    cues: list[Cue] = []
    starts: list[tuple[int, str]] = []
    for chapter in script.chapters:
        begun = False
        for _ in chapter.utterances:
            utterance, clip = next(clips)
            if not rate:
                rate = clip.sample_rate
                frames += _silence(out, lead_in, rate)
            if clip.sample_rate != rate:
                raise EncoderError(
                    "The voice changed its sample rate from {rate} to {sample_rate} Hz midway.",
                    rate=rate,
                    sample_rate=clip.sample_rate,
                )
            if not begun:
                starts.append((frames, chapter.title))
                begun = True
            out.write(clip.pcm)
            cues.append(Cue(frames, frames + clip.frames, utterance))
            frames += clip.frames
            frames += _silence(out, pauses[utterance.pause_after], rate)
    frames += _silence(out, lead_out, rate)
    edges = [0, *(start for start, _ in starts[1:]), frames]
    marks = tuple(
        ChapterMark(start, end, title) for start, end, (_, title) in zip(edges, edges[1:], starts, strict=False)
    )
    return Timeline(rate, frames, tuple(cues), marks)


def _silence(out: _Tee | IO[bytes], seconds: float, rate: int) -> int:
    frames = round(seconds * rate)
    out.write(bytes(2 * frames))
    return frames


def resampled(timeline: Timeline, rate: int) -> Timeline:
    """The same timeline counted in frames of another sample rate, each place rounded once."""

    def place(frame: int) -> int:
        return (frame * rate * 2 + timeline.sample_rate) // (2 * timeline.sample_rate)

    return Timeline(
        rate,
        place(timeline.frames),
        tuple(Cue(place(cue.start), place(cue.end), cue.utterance) for cue in timeline.cues),
        tuple(ChapterMark(place(mark.start), place(mark.end), mark.title) for mark in timeline.chapters),
    )
