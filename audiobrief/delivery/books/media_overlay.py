"""Text and sound in step: for each sentence of an outline, the stretch of sound that goes with it.

Stretches follow each other without a gap, pauses included: readers play a chapter in one go, and those that obey a gap
would leave the pauses out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobrief.delivery.books.mp3_pieces import Mp3, Piece
from audiobrief.delivery.books.navigation import Part, Sentence
from audiobrief.model import Cue, Timeline

# Seconds by which a stretch begins before its words, where there is silence: a decoder that jumps there needs a frame
# of 26 ms before it sounds.
_LEAD = 0.04
# Seconds of the silence before a chapter during which its heading is shown, where it is not read out.
_SHOWN = 0.25


@dataclass(frozen=True, slots=True)
class Clip:
    """The sentence called `id` goes with milliseconds `start:end` of its chapter's sound."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A part, the piece of the MP3 that is its sound, and a clip for each of its sentences, in order."""

    part: Part
    piece: Piece
    clips: tuple[Clip, ...]

    @property
    def milliseconds(self) -> int:
        """How long the part is heard: from its first clip to its last."""
        return self.clips[-1].end - self.clips[0].start


def align_parts(parts: Sequence[Part], timeline: Timeline, mp3: Mp3) -> tuple[SpokenPart, ...]:
    """The parts with their sound. Raises ValueError where timeline, parts and MP3 do not belong together."""
    if mp3.sample_rate != timeline.sample_rate:
        raise ValueError(f"a timeline at {timeline.sample_rate} Hz for an MP3 at {mp3.sample_rate} Hz")
    edges = _find_edges(parts, timeline)
    made: list[SpokenPart] = []
    done = 0
    for part in parts:
        sentences = [sentence for passage in part.passages for sentence in passage.sentences]
        places = edges[done : done + len(sentences) + 1]
        done += len(sentences)
        piece = mp3.find_piece(places[0], places[-1])
        times = [(place - piece.origin) * 1000 // timeline.sample_rate for place in places]
        clips = (Clip(sentence.id, *span) for sentence, span in zip(sentences, pairwise(times), strict=True))
        made.append(SpokenPart(part, piece, tuple(clips)))
    return tuple(made)


def _find_edges(parts: Sequence[Part], timeline: Timeline) -> list[int]:
    """Where each sentence begins, in frames of the programme, and where the last one ends; a millisecond apart or more.

    Raises ValueError where the timeline has not one cue for each utterance, or less than a millisecond a sentence.
    """
    lead, shown = round(_LEAD * timeline.sample_rate), round(_SHOWN * timeline.sample_rate)
    least = timeline.sample_rate // 1000 + 1
    cues = iter(timeline.cues)
    edges: list[int] = []
    silent = 0
    free = 0
    for sentence in (sentence for part in parts for passage in part.passages for sentence in passage.sentences):
        if not sentence.utterances:
            silent += 1
            continue
        heard = _take_cues(sentence, cues)
        start = max(free, heard[0].start - lead)
        shown_from = max(free, start - shown * bool(silent))
        edges += [shown_from + (start - shown_from) * step // silent for step in range(silent)]
        edges.append(start)
        silent = 0
        free = heard[-1].end
    if next(cues, None) is not None:
        raise ValueError("the timeline has more cues than the script has utterances")
    edges.append(timeline.frames)
    for at in range(1, len(edges)):
        edges[at] = max(edges[at], edges[at - 1] + least)
    edges[-1] = timeline.frames
    for at in range(len(edges) - 1, 0, -1):
        edges[at - 1] = min(edges[at - 1], edges[at] - least)
    if edges[0] < 0:
        raise ValueError("the programme is shorter than a millisecond a sentence")
    return edges


def _take_cues(sentence: Sentence, cues: Iterator[Cue]) -> list[Cue]:
    heard = [cue for _, cue in zip(sentence.utterances, cues, strict=False)]
    if len(heard) < len(sentence.utterances):
        raise ValueError("the timeline has fewer cues than the script has utterances")
    return heard
