"""The article's own words, cut into captions and timed by the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from audiobrief.delivery.text.line_breaking import lay_out_captions
from audiobrief.delivery.timecode import to_milliseconds
from audiobrief.model import Timeline, Utterance

# A letter said by its name (« esse ») takes about as long as three letters in a word.
_NAMED_LETTER = 3


@dataclass(frozen=True, slots=True)
class Caption:
    """One or two lines, shown from `start` to `end` in milliseconds."""

    start: int
    end: int
    lines: tuple[str, ...]


def make_captions(timeline: Timeline) -> list[Caption]:
    """Captions in order, each of which ends before the next begins.

    A sentence that needs several shares its time among them by the letters that are said. A sentence that takes no
    time, because nothing in it is said, has none.
    """
    made: list[Caption] = []
    for cue in timeline.cues:
        start = to_milliseconds(cue.start, timeline.sample_rate)
        end = to_milliseconds(cue.end, timeline.sample_rate)
        layouts = lay_out_captions(cue.utterance.text)
        if not layouts or end - start < 2 * len(layouts):
            continue
        weights = list(accumulate(_weigh_characters(cue.utterance), initial=0.0))
        first = weights[layouts[0].start]
        whole = weights[layouts[-1].end] - first or 1.0
        shared = end - start - 2 * len(layouts)
        # Two milliseconds each, so that none is empty; the rest by the letters.
        edges = [
            start + 2 * at + int(shared * (weights[layout.start] - first) / whole) for at, layout in enumerate(layouts)
        ]
        made += [
            Caption(begin, after - 1, layout.lines)
            for begin, after, layout in zip(edges, [*edges[1:], end], layouts, strict=True)
        ]
    return made


def _weigh_characters(utterance: Utterance) -> list[float]:
    """For each written character, how much is said for it, in letters."""
    text = utterance.text
    weights = [0.0] * len(text)
    for span in utterance.speech:
        letters = sum(character.isalnum() for character in span.text)
        said = letters * (_NAMED_LETTER if span.kind == "letters" else 1)
        # A gloss stands between two characters: it is said with the one before.
        start = span.start if span.end > span.start else max(0, span.start - 1)
        end = max(span.end, start + 1)
        for at in range(start, min(end, len(text))):
            weights[at] += said / (end - start)
    return weights if any(weights) else [float(character.isalnum()) + 0.01 for character in text]
