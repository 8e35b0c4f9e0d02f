"""Cutting a programme into pieces that are mastered side by side and then joined.

A piece ends in a pause and lasts a whole number of MPEG frames: that pause is lengthened or shortened by up to half a
frame. What a piece holds does not depend on its place in the programme, and cuts depend only on the words around them:
when a paragraph changes, the pieces before it stay the same, and so do those from soon after it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audiobrief.audio.mpeg_layer3 import FRAME_SAMPLES
from audiobrief.audio.music import BED_FADE, NO_MUSIC, Music, Ramp, Tune, plan_ramps
from audiobrief.errors import EncoderError
from audiobrief.model import ChapterMark, Clip, Cue, Pause, Script, Timeline, Utterance
from audiobrief.printed_words import place_words

# Seconds: long enough that starting an encoder costs nothing, short enough that little memory is needed.
_SHORTEST, _LONGEST = 40.0, 120.0
# Between these lengths, one sentence in so many ends a piece. A rule by length alone would move every later cut.
_ONE_IN = 4
# Seconds: an encoder loses up to 1105 samples of a pause at a cut, and frames overlap by half.
_LEAST_PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class Spacing:
    """The silences of a programme in seconds."""

    pauses: Mapping[Pause, float]
    lead_in: float
    lead_out: float


@dataclass(frozen=True, slots=True)
class Piece:
    """Mono 16-bit PCM at `sample_rate` Hz, lasting `samples` at the sample rate of the delivery.

    `cues` and the `starts` of chapters (with their titles) are counted in these from the beginning of the piece.
    `last` is true for the piece that ends the programme. `tune` is music that is heard alone, in place of PCM, or
    under the words with the level of `ramps`.
    """

    pcm: bytes
    sample_rate: int
    samples: int
    cues: tuple[Cue, ...]
    starts: tuple[tuple[int, str], ...]
    last: bool
    tune: Tune | None = None
    ramps: tuple[Ramp, ...] = ()

    @property
    def is_music(self) -> bool:
        """Whether nothing is heard but music."""
        return self.tune is not None and not self.ramps


def cut_pieces(
    script: Script, clips: Iterator[tuple[Utterance, Clip]], spacing: Spacing, rate: int, music: Music = NO_MUSIC
) -> Iterator[Piece]:
    """Put clips, pauses and music together into pieces, in order, for a delivery at `rate` Hz.

    `clips` are in the script's order. The programme lasts as long as its clips, pauses and music do: the last silence
    makes up for what the cuts added or removed. Music between chapters belongs to the former one. Raises EncoderError.
    """
    if music.intro:
        yield _make_music_piece(music.intro)
    builder = _PieceBuilder(rate)
    removed = said = 0
    left = sum(len(chapter.utterances) for chapter in script.chapters)
    bed = music.bed
    for chapter in script.chapters:
        for at, utterance in enumerate(chapter.utterances):
            _, clip = next(clips)
            if not builder.source_rate:
                builder.source_rate = clip.sample_rate
                builder.add_silence(spacing.lead_in + music.bed_lead)
            if clip.sample_rate != builder.source_rate:
                raise EncoderError(
                    "The voice changed its sample rate from {former} to {rate} Hz midway.",
                    former=builder.source_rate,
                    rate=clip.sample_rate,
                )
            if at == 0:
                builder.start_chapter(chapter.title)
            builder.add_utterance(utterance, clip)
            left, said = left - 1, said + 1
            pause = spacing.pauses[utterance.pause_after]
            jingle = music.jingle if left and at == len(chapter.utterances) - 1 else None
            builder.add_silence(pause / 2 if jingle else pause)
            if bed and (jingle or not left or builder.has_room_for_bed(music.opening)):
                builder.lay_bed(bed, music.opening)
                bed = None
            may_end = (
                utterance.pause_after == "chapter"
                or zlib.crc32(utterance.text.encode("utf-8", "surrogatepass")) % _ONE_IN == 0
            )
            long = pause >= _LEAST_PAUSE and builder.seconds >= (_SHORTEST if may_end else _LONGEST)
            if jingle or (left and long and not bed):
                piece = builder.build_piece()
                removed += builder.samples - piece.samples
                yield piece
                builder = _PieceBuilder(rate, builder.source_rate)
            if jingle:
                yield _make_music_piece(jingle)
                builder.add_silence(pause / 2)
    builder.add_silence(spacing.lead_out)
    if music.outro:
        yield builder.build_piece(removed)
        yield _make_music_piece(music.outro, last=True)
    else:
        yield builder.build_last_piece(removed)


def _make_music_piece(tune: Tune, *, last: bool = False) -> Piece:
    return Piece(b"", tune.sample_rate, tune.frames, (), (), last, tune)


def build_timeline(rate: int, pieces: list[Piece]) -> Timeline:
    """When everything is heard, in samples at `rate` Hz.

    A chapter starts with its first utterance; the first starts at 0, and the last ends with the programme.
    """
    cues: list[Cue] = []
    starts: list[tuple[int, str]] = []
    tunes: list[tuple[int, int]] = []
    length = 0
    for piece in pieces:
        if piece.is_music:
            tunes.append((length, length + piece.samples))
        cues += (_move_cue(cue, length) for cue in piece.cues)
        starts += ((length + start, title) for start, title in piece.starts)
        length += piece.samples
    edges = [0, *(start for start, _ in starts[1:]), length]
    marks = tuple(
        ChapterMark(start, end, title) for start, end, (_, title) in zip(edges, edges[1:], starts, strict=False)
    )
    return Timeline(rate, length, tuple(cues), marks, tuple(tunes))


def join_timelines(timelines: Sequence[Timeline]) -> Timeline:
    """The timeline of programmes that are heard one after the other, all at one sample rate."""
    cues: list[Cue] = []
    chapters: list[ChapterMark] = []
    music: list[tuple[int, int]] = []
    length = 0
    for timeline in timelines:
        music += ((length + start, length + end) for start, end in timeline.music)
        cues += (_move_cue(cue, length) for cue in timeline.cues)
        chapters += (replace(mark, start=length + mark.start, end=length + mark.end) for mark in timeline.chapters)
        length += timeline.frames
    return Timeline(timelines[0].sample_rate, length, tuple(cues), tuple(chapters), tuple(music))


def _move_cue(cue: Cue, frames: int) -> Cue:
    """The cue in a programme in which it comes so many frames later."""
    words = tuple(word.move(0, frames) for word in cue.words)
    return replace(cue, start=frames + cue.start, end=frames + cue.end, words=words)


class _PieceBuilder:
    """A piece that is being put together for a delivery at `rate` Hz.

    `source_rate` is the voice's sample rate in Hz, 0 before its first clip.
    """

    def __init__(self, rate: int, source_rate: int = 0) -> None:
        self.source_rate = source_rate
        self._rate = rate
        self._pcm = bytearray()
        self._cues: list[Cue] = []
        self._starts: list[tuple[int, str]] = []
        self._tune: Tune | None = None
        self._ramps: tuple[Ramp, ...] = ()

    @property
    def seconds(self) -> float:
        return len(self._pcm) / 2 / self.source_rate

    @property
    def samples(self) -> int:
        """The length in samples of the delivery, rounded once."""
        frames = len(self._pcm) // 2
        return (frames * self._rate * 2 + self.source_rate) // (2 * self.source_rate)

    def add_silence(self, seconds: float) -> None:
        self._pcm += bytes(2 * round(seconds * self.source_rate))

    def start_chapter(self, title: str) -> None:
        self._starts.append((self.samples, title))

    def add_utterance(self, utterance: Utterance, clip: Clip) -> None:
        start = self.samples
        factor = self._rate / self.source_rate
        words = tuple(
            replace(word, first=start + round(word.first * factor), last=start + round(word.last * factor))
            for word in place_words(utterance, clip.words)
        )
        self._pcm += clip.pcm
        self._cues.append(Cue(start, self.samples, utterance, words))

    def has_room_for_bed(self, opening: int) -> bool:
        """Whether the first `opening` utterances are there, and what is needed after them for a bed to end."""
        return len(self._cues) >= opening and self.samples >= self._cues[opening - 1].end + BED_FADE * self._rate

    def lay_bed(self, tune: Tune, opening: int) -> None:
        """Lay a bed under the first `opening` utterances."""
        rate = self._rate
        spoken = [(cue.start / rate, cue.end / rate) for cue in self._cues[:opening]]
        self._tune, self._ramps = tune, plan_ramps(spoken, self.samples / rate)

    def build_piece(self, removed: int = 0) -> Piece:
        """The piece, rounded to a whole number of frames. `removed` is as for `build_last_piece`."""
        spoken = self._cues[-1].end if self._cues else 0
        frames = max(round((self.samples + removed) / FRAME_SAMPLES), -(-spoken // FRAME_SAMPLES) if removed else 0)
        return self._build(frames * FRAME_SAMPLES, last=False)

    def build_last_piece(self, removed: int) -> Piece:
        """The last piece, its final silence longer by the samples that the cuts removed, or shorter where negative."""
        spoken = self._cues[-1].end if self._cues else 0
        return self._build(max(spoken, self.samples + removed), last=True)

    def _build(self, samples: int, *, last: bool) -> Piece:
        size = 2 * -(-samples * self.source_rate // self._rate)
        pcm = bytes(self._pcm[:size]).ljust(size, b"\0")
        cues, starts = tuple(self._cues), tuple(self._starts)
        return Piece(pcm, self.source_rate, samples, cues, starts, last, self._tune, self._ramps)
