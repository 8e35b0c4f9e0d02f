"""The sound of a programme: clips and pauses measured, brought to the wanted loudness, encoded and written."""

from __future__ import annotations

import math
import tempfile
import wave
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

from audiobrief.audio.loudness import GatingBlocks, integrate_loudness
from audiobrief.audio.mastering import (
    MasteredPiece,
    Mastering,
    SoundFormat,
    count_piece_frames,
    make_peak_error,
    master_piece,
    measure_piece,
)
from audiobrief.audio.mpeg_layer3 import FrameTotals, Mp3Format, build_info_frame, list_frame_sizes
from audiobrief.audio.music import NO_MUSIC, REFERENCE, Music
from audiobrief.audio.pieces import Piece, Spacing, build_timeline, cut_pieces
from audiobrief.errors import EncoderError, TargetError
from audiobrief.messages import get_reason
from audiobrief.model import Clip, Loudness, Script, Timeline, Utterance
from audiobrief.system.disk_cache import DiskCache
from audiobrief.system.parallel import count_threads, map_in_order

# LU between the loudness that is wanted and one that is accepted.
_TOLERANCE = 0.2
# dB between two gains, and a little for their rounding.
_LEAST_CHANGE = 0.11
_MOST_TRIES = 8
_LARGEST_WAV = (1 << 32) - (1 << 16)
# Pieces that are taken before their turn, besides one for each thread.
_AHEAD = 2

_Result = TypeVar("_Result")
_Parts = Iterator[tuple[Piece, bytes]]


@dataclass(frozen=True, slots=True)
class Recording:
    """An MP3 without tags, with its timeline, its loudness, and the gating blocks from which that of several is
    integrated."""

    path: Path
    timeline: Timeline
    loudness: Loudness
    blocks: GatingBlocks


def make_sound(
    script: Script,
    clips: Iterator[tuple[Utterance, Clip]],
    *,
    spacing: Spacing,
    mastering: Mastering,
    mp3: Path,
    wav: Path | None = None,
    store: DiskCache | None = None,
    music: Music = NO_MUSIC,
) -> Recording:
    """Write the programme to `mp3`, and to `wav` if one is given. `clips` are in the script's order.

    Clips are written to a temporary file and measured while others are being spoken. Measurements and mastered pieces
    are kept in `store` and taken from there. Raises EncoderError, TargetError.
    """
    if not any(chapter.utterances for chapter in script.chapters):
        raise EncoderError("There is nothing to say: the script is empty.")
    try:
        with tempfile.TemporaryFile(dir=mp3.parent) as file:
            spool = _Spool(file)
            pieces = cut_pieces(script, clips, spacing, mastering.sample_rate, music)
            measure = partial(measure_piece, store=store)
            spoken = integrate_loudness(_map_pieces(measure, map(spool.write_piece, pieces)))
            timeline = build_timeline(mastering.sample_rate, [piece for piece, _, _ in spool.entries])
            level = partial(_level_pieces, spool, spoken, mastering, store)
            loudness, blocks = level("mp3", partial(_write_mp3, mp3, mastering.mp3_format, timeline.frames))
            if wav:
                level("pcm", partial(_write_wav, wav, mastering, timeline.frames))
    except OSError as error:
        raise TargetError(
            "The sound cannot be written beside '{folder}' ({reason}).",
            folder=mp3.parent,
            reason=get_reason(error),
        ) from error
    return Recording(mp3, timeline, loudness, blocks)


def _map_pieces(work: Callable[[Piece], _Result], pieces: Iterable[Piece]) -> Iterator[_Result]:
    return map_in_order(work, pieces, workers=count_threads(), ahead=_AHEAD)


class _Spool:
    """Pieces in a file. `entries` are the pieces without their sound, and the start and size of that in bytes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._end = 0
        self.entries: list[tuple[Piece, int, int]] = []

    def write_piece(self, piece: Piece) -> Piece:
        """Write a piece, and return it."""
        self._file.write(piece.pcm)
        self.entries.append((replace(piece, pcm=b""), self._end, len(piece.pcm)))
        self._end += len(piece.pcm)
        return piece

    def __iter__(self) -> Iterator[Piece]:
        for piece, start, size in self.entries:
            self._file.seek(start)
            yield replace(piece, pcm=self._file.read(size))


def _level_pieces(
    spool: _Spool,
    spoken: float,
    mastering: Mastering,
    store: DiskCache | None,
    sound_format: SoundFormat,
    write: Callable[[_Parts], None],
) -> tuple[Loudness, GatingBlocks]:
    """Master the pieces, whose integrated loudness is `spoken` LUFS, and pass them to `write`; return their loudness,
    and what it was integrated from.

    Repeated with another gain until the loudness is within the tolerance. Gains are in tenths of a decibel, so that a
    changed word does not change the other pieces. Loudness is gated: that of a short sound may leap over what is
    wanted, and then the nearest is taken.
    """
    deviations: dict[float, float] = {}
    gain = first = round(mastering.loudness - spoken - mastering.speech_gain, 1)
    for _ in range(_MOST_TRIES):
        master = partial(
            master_piece,
            gain=gain,
            sound_format=sound_format,
            mastering=mastering,
            store=store,
            music_gain=mastering.loudness - REFERENCE + gain - first,
        )
        tally = _Tally()
        write(tally.watch_parts(_map_pieces(partial(_pair_piece, master), spool)))
        blocks = GatingBlocks(tuple(tally.counts.items()))
        loudness = integrate_loudness([blocks])
        deviations[gain] = mastering.loudness - loudness
        # The gains next to the wanted one.
        quiet = max((each for each, missing in deviations.items() if missing > 0), default=-math.inf)
        loud = min((each for each, missing in deviations.items() if missing <= 0), default=math.inf)
        leaps = loud - quiet <= _LEAST_CHANGE
        nearest = min(deviations, key=lambda each: abs(deviations[each]))
        if abs(deviations[gain]) <= _TOLERANCE or (leaps and gain == nearest):
            return Loudness(loudness, tally.true_peak), blocks
        gain = nearest if leaps else round(gain + deviations[gain], 1)
        if not quiet < gain < loud and not leaps and math.isfinite(loud - quiet):
            gain = round((quiet + loud) / 2, 1)
    raise make_peak_error(mastering)


class _Tally:
    """The measurements of pieces, added up as they pass: a day's programme needs no more memory than a minute's."""

    def __init__(self) -> None:
        self.counts: Counter[int] = Counter()
        self.true_peak = -math.inf

    def watch_parts(self, parts: Iterator[tuple[Piece, MasteredPiece]]) -> _Parts:
        for piece, mastered in parts:
            self.counts.update(dict(mastered.blocks.counts))
            self.true_peak = max(self.true_peak, mastered.true_peak)
            yield piece, mastered.content


def _pair_piece(master: Callable[[Piece], MasteredPiece], piece: Piece) -> tuple[Piece, MasteredPiece]:
    """The piece without its sound, and mastered."""
    return replace(piece, pcm=b""), master(piece)


def _write_mp3(path: Path, mp3_format: Mp3Format, samples: int, parts: _Parts) -> None:
    """Write the frames of the pieces, then the Info frame before them, which needs their totals."""
    totals, header, sizes = FrameTotals(), b"", array("H")
    with path.open("wb") as file:
        file.write(bytes(mp3_format.frame_size))
        for piece, frames in parts:
            file.write(frames)
            totals = totals.add_frames(frames, count_piece_frames(piece, mp3_format))
            header = header or frames[:4]
            if mp3_format.variable:
                sizes += list_frame_sizes(frames)
        file.seek(0)
        file.write(build_info_frame(mp3_format, header, totals, samples, sizes))


def _write_wav(path: Path, mastering: Mastering, samples: int, parts: _Parts) -> None:
    """Write the PCM of the pieces. Raises TargetError if the file would be larger than a WAV file can be."""
    if 2 * mastering.channels * samples > _LARGEST_WAV:
        raise TargetError(
            "A WAV file of {hours:.1f} hours would be larger than 4 GiB: deliver an MP3.",
            hours=samples / mastering.sample_rate / 3600,
        )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(mastering.channels)
        file.setsampwidth(2)
        file.setframerate(mastering.sample_rate)
        file.setnframes(samples)
        for _, pcm in parts:
            file.writeframesraw(pcm)
