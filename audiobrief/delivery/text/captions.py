"""Captions of the article's text, timed by sentence; WebVTT and SubRip are written from them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from audiobrief.delivery.text.line_breaking import lay_out_captions
from audiobrief.delivery.timecode import to_milliseconds
from audiobrief.model import Timeline, Utterance

# A letter that is spelled (« esse ») takes about as long as three letters of a word.
_NAMED_LETTER = 3


@dataclass(frozen=True, slots=True)
class Caption:
    """One or two lines that are shown from `start` to `end`, in milliseconds."""

    start: int
    end: int
    lines: tuple[str, ...]


def make_captions(timeline: Timeline) -> list[Caption]:
    """The captions of a programme in order, each ending before the next begins.

    If a sentence needs several captions, they share its time in proportion to the letters that are spoken. A sentence
    without speech has no caption.
    """
    captions: list[Caption] = []
    for cue in timeline.cues:
        start = to_milliseconds(cue.start, timeline.sample_rate)
        end = to_milliseconds(cue.end, timeline.sample_rate)
        layouts = lay_out_captions(cue.utterance.text)
        if not layouts or end - start < 2 * len(layouts):
            continue
        weights = list(accumulate(_weigh_characters(cue.utterance), initial=0.0))
        first = weights[layouts[0].start]
        total = weights[layouts[-1].end] - first or 1.0
        shared = end - start - 2 * len(layouts)
        # Each has at least two milliseconds; the rest is shared by letters.
        edges = [
            start + 2 * at + int(shared * (weights[layout.start] - first) / total) for at, layout in enumerate(layouts)
        ]
        captions += [
            Caption(begin, after - 1, layout.lines)
            for begin, after, layout in zip(edges, [*edges[1:], end], layouts, strict=True)
        ]
    return captions


def _weigh_characters(utterance: Utterance) -> list[float]:
    """The number of letters that are spoken for each written character."""
    text = utterance.text
    weights = [0.0] * len(text)
    for span in utterance.speech:
        letters = sum(character.isalnum() for character in span.text)
        spoken = letters * (_NAMED_LETTER if span.kind == "letters" else 1)
        # A gloss has no characters in the text: it is counted with the character before it.
        start = span.start if span.end > span.start else max(0, span.start - 1)
        end = max(span.end, start + 1)
        for at in range(start, min(end, len(text))):
            weights[at] += spoken / (end - start)
    return weights if any(weights) else [float(character.isalnum()) + 0.01 for character in text]
