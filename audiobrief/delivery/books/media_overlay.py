"""The synchronization of text and sound: the clip of sound that belongs to each sentence.

Clips are contiguous and include the pauses: most reading systems play a chapter straight through, and those that skip
gaps would drop the pauses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobrief.delivery.books.mp3_pieces import Mp3, Piece
from audiobrief.delivery.books.navigation import Part, Sentence
from audiobrief.model import Cue, Timeline

# Seconds by which a clip begins before its words if there is silence: a decoder that seeks there needs one frame, 26
# ms, before it gives sound.
_LEAD = 0.04
# Seconds of silence before a chapter for which a heading that is not read aloud is shown.
_SHOWN = 0.25


@dataclass(frozen=True, slots=True)
class Clip:
    """The sentence or word with this `id` spans `start` to `end` of its chapter's sound, in milliseconds.

    A sentence may have `words`, whose clips divide its own.
    """

    id: str
    start: int
    end: int
    words: tuple[Clip, ...] = ()


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A part with the piece of the MP3 that holds its sound, and a clip for each sentence in order."""

    part: Part
    piece: Piece
    clips: tuple[Clip, ...]

    @property
    def milliseconds(self) -> int:
        """The duration of the part, from its first clip to its last."""
        return self.clips[-1].end - self.clips[0].start


def align_parts(parts: Sequence[Part], timeline: Timeline, mp3: Mp3) -> tuple[SpokenPart, ...]:
    """Find the sound of each part, and of the words of its sentences if they have some (see `mark_words`).

    Raises ValueError if timeline, parts and MP3 do not match.
    """
    if mp3.sample_rate != timeline.sample_rate:
        raise ValueError(f"a timeline at {timeline.sample_rate} Hz for an MP3 at {mp3.sample_rate} Hz")
    edges = _find_edges(parts, timeline)
    spoken: list[SpokenPart] = []
    done = 0
    for part in parts:
        sentences = [sentence for passage in part.passages for sentence in passage.sentences]
        places = edges[done : done + len(sentences) + 1]
        done += len(sentences)
        piece = mp3.find_piece(places[0], places[-1])
        times = [(place - piece.origin) * 1000 // timeline.sample_rate for place in places]
        clips = (
            Clip(sentence.id, *span, _divide_clip(sentence, *span, piece.origin, timeline.sample_rate))
            for sentence, span in zip(sentences, pairwise(times), strict=True)
        )
        spoken.append(SpokenPart(part, piece, tuple(clips)))
    return tuple(spoken)


def _divide_clip(sentence: Sentence, start: int, end: int, origin: int, rate: int) -> tuple[Clip, ...]:
    """The clips of a sentence's words: each begins with its word, the first with the sentence, and has a millisecond at
    least. None if there is not so much time."""
    if not sentence.words or end - start < len(sentence.words):
        return ()
    edges = [start]
    for left, word in zip(range(len(sentence.words) - 1, 0, -1), sentence.words[1:], strict=True):
        edges.append(min(max((word.first - origin) * 1000 // rate, edges[-1] + 1), end - left))
    return tuple(
        Clip(word.id, begin, finish)
        for word, begin, finish in zip(sentence.words, edges, [*edges[1:], end], strict=True)
    )


def _find_edges(parts: Sequence[Part], timeline: Timeline) -> list[int]:
    """The frames where sentences begin, and where the last one ends, at least a millisecond apart.

    Raises ValueError if the timeline does not have one cue for each utterance, or is shorter than a millisecond for
    each sentence.
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
        matched = _take_cues(sentence, cues)
        start = max(free, matched[0].start - lead)
        shown_from = max(free, start - shown * bool(silent))
        edges += [shown_from + (start - shown_from) * step // silent for step in range(silent)]
        edges.append(start)
        silent = 0
        free = matched[-1].end
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
    matched = [cue for _, cue in zip(sentence.utterances, cues, strict=False)]
    if len(matched) < len(sentence.utterances):
        raise ValueError("the timeline has fewer cues than the script has utterances")
    return matched
