"""Clips, one after the other, with the pauses that structure asks for; measured, brought to a level and coded."""

from __future__ import annotations

import math
import tempfile
import wave
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

from audiobrief.audio.loudness import Blocks, integrated
from audiobrief.audio.mastering import Form, Mastered, Mastering, heard, mastered, piece_frames, too_peaky
from audiobrief.audio.mpeg_layer3 import Body, Coding, info_frame
from audiobrief.audio.pieces import Piece, Spacing, pieces, timeline
from audiobrief.errors import EncoderError, TargetError
from audiobrief.messages import get_reason
from audiobrief.model import Clip, Loudness, Script, Timeline, Utterance
from audiobrief.system.disk_cache import DiskCache
from audiobrief.system.parallel import count_threads, map_in_order

_NEAR_ENOUGH = 0.2
_MOST_TRIES = 8
_LARGEST_WAV = (1 << 32) - (1 << 16)

_AHEAD = 2

_Result = TypeVar("_Result")
_Parts = Iterator[tuple[Piece, bytes]]


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
    spacing: Spacing,
    mastering: Mastering,
    mp3: Path,
    wav: Path | None = None,
    store: DiskCache | None = None,
) -> Recording:
    """Write the programme to `mp3`, and to `wav` where one is wanted. `clips` are in the script's order. What was
    measured and coded is kept in `store`, by piece, and taken from there.

    The sound is spooled and measured while it is being spoken. Raises EncoderError, TargetError.
    """
    if not any(chapter.utterances for chapter in script.chapters):
        raise EncoderError("There is nothing to say: the script is empty.")
    try:
        with tempfile.TemporaryFile(dir=mp3.parent) as file:
            spool = _Spool(file)
            cut = pieces(script, clips, spacing, mastering.sample_rate)
            loud = integrated(_in_order(partial(_measured, store), map(spool.taking, cut)))
            whole = timeline(mastering.sample_rate, [piece for piece, _, _ in spool.places])
            levelled = partial(_levelled, spool, loud, mastering, store)
            loudness = levelled("mp3", partial(_write_mp3, mp3, mastering.coding, whole.frames))
            if wav:
                levelled("pcm", partial(_write_wav, wav, mastering.sample_rate, whole.frames))
    except OSError as error:
        raise TargetError(
            "The sound cannot be written beside '{folder}' ({reason}).",
            folder=mp3.parent,
            reason=get_reason(error),
        ) from error
    return Recording(mp3, whole, loudness)


def _in_order(work: Callable[[Piece], _Result], pieces: Iterable[Piece]) -> Iterator[_Result]:
    return map_in_order(work, pieces, workers=count_threads(), ahead=_AHEAD)


class _Spool:
    """Pieces on disk. `places` are theirs, without their sound: where that begins, and its size in bytes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._end = 0
        self.places: list[tuple[Piece, int, int]] = []

    def taking(self, piece: Piece) -> Piece:
        """The same piece, written."""
        self._file.write(piece.pcm)
        self.places.append((replace(piece, pcm=b""), self._end, len(piece.pcm)))
        self._end += len(piece.pcm)
        return piece

    def __iter__(self) -> Iterator[Piece]:
        for piece, start, size in self.places:
            self._file.seek(start)
            yield replace(piece, pcm=self._file.read(size))


def _measured(store: DiskCache | None, piece: Piece) -> Blocks:
    return heard(piece, store)


def _levelled(
    spool: _Spool,
    spoken: float,
    mastering: Mastering,
    store: DiskCache | None,
    form: Form,
    write: Callable[[_Parts], None],
) -> Loudness:
    """Have the pieces, together `spoken` LUFS loud, written at the loudness that is asked for; return what it came to.

    Gains are in tenths of a decibel, so that a word changed leaves the other pieces what they were.
    """
    gain = round(mastering.loudness - spoken, 1)
    for _ in range(_MOST_TRIES):
        made = partial(_with_piece, partial(mastered, gain=gain, form=form, mastering=mastering, store=store))
        tally = _Tally()
        write(tally.passing(_in_order(made, spool)))
        loudness = integrated([Blocks(tuple(tally.counts.items()))])
        if abs(mastering.loudness - loudness) <= _NEAR_ENOUGH:
            return Loudness(loudness, tally.true_peak)
        gain = round(gain + mastering.loudness - loudness, 1)
    raise too_peaky(mastering)


class _Tally:
    """What pieces measured, added up as they pass: a day's programme takes no more memory for it than a minute's."""

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self.true_peak = -math.inf

    def passing(self, parts: Iterator[tuple[Piece, Mastered]]) -> _Parts:
        for piece, done in parts:
            self.counts.update(dict(done.blocks.counts))
            self.true_peak = max(self.true_peak, done.true_peak)
            yield piece, done.content


def _with_piece(work: Callable[[Piece], Mastered], piece: Piece) -> tuple[Piece, Mastered]:
    return replace(piece, pcm=b""), work(piece)


def _write_mp3(path: Path, coding: Coding, samples: int, parts: _Parts) -> None:
    """The frames of the pieces behind the Info frame, which is known last."""
    body, head = Body(), b""
    with path.open("wb") as file:
        file.write(bytes(coding.frame_size))
        for piece, frames in parts:
            file.write(frames)
            body = body.and_then(frames, piece_frames(piece, coding))
            head = head or frames[:4]
        file.seek(0)
        file.write(info_frame(coding, head, body, samples))


def _write_wav(path: Path, rate: int, samples: int, parts: _Parts) -> None:
    """Raises TargetError where the file would be larger than a WAV file can be."""
    if 2 * samples > _LARGEST_WAV:
        raise TargetError(
            "A WAV file holds 4 GiB, less than these {hours:.1f} hours: deliver an MP3.", hours=samples / rate / 3600
        )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.setnframes(samples)
        for _, pcm in parts:
            file.writeframesraw(pcm)
