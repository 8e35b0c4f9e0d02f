"""A programme cut into pieces that are mastered side by side and then stand one behind the other.

A piece ends in a pause, and lasts a whole number of MPEG frames: the pause it ends in gives or takes half a frame. What
it holds does not depend on where in the programme it stands, and cuts depend on the words around them alone: when a
paragraph changes, the pieces before it and soon after it stay what they were.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from audiobrief.audio.mpeg_layer3 import FRAME_SAMPLES
from audiobrief.errors import EncoderError
from audiobrief.model import ChapterMark, Clip, Cue, Pause, Script, Timeline, Utterance

# Seconds: large enough for starting an encoder to cost nothing, small enough that few of them are held in memory.
_SHORTEST, _LONGEST = 40.0, 120.0
# Between these, one sentence in so many ends a piece: any other rule of length alone would move every later cut.
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
    """Mono 16-bit PCM at `sample_rate` Hz, which lasts `samples` at the rate of delivery. `cues` and the chapters'
    `starts` are counted in these from the piece's beginning. The `last` ends
    the programme."""

    pcm: bytes
    sample_rate: int
    samples: int
    cues: tuple[Cue, ...]
    starts: tuple[tuple[int, str], ...]
    last: bool


def pieces(script: Script, clips: Iterator[tuple[Utterance, Clip]], spacing: Spacing, rate: int) -> Iterator[Piece]:
    """The programme at `rate` Hz, in order. `clips` are in the script's order. Raises EncoderError.

    The programme lasts what clips and pauses last: what the cuts gave or took, the silence at its end takes or gives.
    """
    piece = _Growing(rate)
    owed = 0
    left = sum(len(chapter.utterances) for chapter in script.chapters)
    for chapter in script.chapters:
        for at, utterance in enumerate(chapter.utterances):
            _, clip = next(clips)
            if not piece.source:
                piece.source = clip.sample_rate
                piece.silence(spacing.lead_in)
            if clip.sample_rate != piece.source:
                raise EncoderError(
                    "The voice changed its sample rate from {former} to {rate} Hz midway.",
                    former=piece.source,
                    rate=clip.sample_rate,
                )
            if at == 0:
                piece.begin(chapter.title)
            piece.say(utterance, clip)
            left -= 1
            pause = spacing.pauses[utterance.pause_after]
            piece.silence(pause)
            ends = (
                utterance.pause_after == "chapter"
                or zlib.crc32(utterance.text.encode("utf-8", "surrogatepass")) % _ONE_IN == 0
            )
            if left and pause >= _LEAST_PAUSE and piece.seconds >= (_SHORTEST if ends else _LONGEST):
                whole = piece.whole()
                owed += piece.length - whole.samples
                yield whole
                piece = _Growing(rate, piece.source)
    piece.silence(spacing.lead_out)
    yield piece.rest(owed)


def timeline(rate: int, parts: list[Piece]) -> Timeline:
    """Where everything is, in samples at `rate` Hz.

    A chapter begins where its first utterance is heard; the first begins at 0 and the last ends with the programme.
    """
    cues: list[Cue] = []
    starts: list[tuple[int, str]] = []
    length = 0
    for piece in parts:
        cues += (replace(cue, start=length + cue.start, end=length + cue.end) for cue in piece.cues)
        starts += ((length + start, title) for start, title in piece.starts)
        length += piece.samples
    edges = [0, *(start for start, _ in starts[1:]), length]
    marks = tuple(
        ChapterMark(start, end, title) for start, end, (_, title) in zip(edges, edges[1:], starts, strict=False)
    )
    return Timeline(rate, length, tuple(cues), marks)


class _Growing:
    """A piece while it is being put together. `source` is the voice's rate, 0 before its first clip."""

    def __init__(self, rate: int, source: int = 0) -> None:
        self.source = source
        self._rate = rate
        self._pcm = bytearray()
        self._cues: list[Cue] = []
        self._starts: list[tuple[int, str]] = []

    @property
    def seconds(self) -> float:
        return len(self._pcm) / 2 / self.source

    @property
    def length(self) -> int:
        """In samples of the delivery, rounded once."""
        return self._place(len(self._pcm) // 2)

    def silence(self, seconds: float) -> None:
        self._pcm += bytes(2 * round(seconds * self.source))

    def begin(self, title: str) -> None:
        self._starts.append((self.length, title))

    def say(self, utterance: Utterance, clip: Clip) -> None:
        start = self.length
        self._pcm += clip.pcm
        self._cues.append(Cue(start, self.length, utterance))

    def whole(self) -> Piece:
        """The piece, of the nearest whole number of frames."""
        return self._of(round(self.length / FRAME_SAMPLES) * FRAME_SAMPLES, last=False)

    def rest(self, owed: int) -> Piece:
        """The last piece, `owed` samples longer, as far as it ends in silence."""
        spoken = self._cues[-1].end if self._cues else 0
        return self._of(max(spoken, self.length + owed), last=True)

    def _of(self, samples: int, *, last: bool) -> Piece:
        needed = 2 * -(-samples * self.source // self._rate)
        pcm = bytes(self._pcm[:needed]).ljust(needed, b"\0")
        return Piece(pcm, self.source, samples, tuple(self._cues), tuple(self._starts), last)

    def _place(self, frame: int) -> int:
        return (frame * self._rate * 2 + self.source) // (2 * self.source)
