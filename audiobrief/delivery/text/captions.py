"""Captions of the article's text, timed by sentence; WebVTT and SubRip are written from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from audiobrief.delivery.text.line_breaking import Layout, lay_out_captions
from audiobrief.delivery.text.shown_words import ShownWord, place_shown, time_words
from audiobrief.delivery.timecode import to_milliseconds
from audiobrief.model import Timeline, Utterance

# A letter that is spelled (« esse ») takes about as long as three letters of a word.
_NAMED_LETTER = 3


@dataclass(frozen=True, slots=True)
class Caption:
    """One or two lines that are shown from `start` to `end`, in milliseconds. `words` are those whose times are known;
    their characters are counted in the lines, with one between them."""

    start: int
    end: int
    lines: tuple[str, ...]
    words: tuple[ShownWord, ...] = ()


def make_captions(timeline: Timeline) -> list[Caption]:
    """The captions of a programme in order, each ending before the next begins.

    If a sentence needs several captions, each begins with its first word; if the voice does not know when, they share
    the time in proportion to the letters that are spoken. A sentence without speech has no caption.
    """
    captions: list[Caption] = []
    for cue in timeline.cues:
        start = to_milliseconds(cue.start, timeline.sample_rate)
        end = to_milliseconds(cue.end, timeline.sample_rate)
        layouts = lay_out_captions(cue.utterance.text)
        if not layouts or end - start < 2 * len(layouts):
            continue
        words = time_words(cue.words, timeline.sample_rate)
        edges = _find_edges(layouts, words, start, end) if words else _share_time(layouts, cue.utterance, start, end)
        captions += [
            Caption(begin, after - 1, layout.lines, _place_words(words, layout, cue.utterance.text))
            for begin, after, layout in zip(edges, [*edges[1:], end], layouts, strict=True)
        ]
    return captions


def _find_edges(layouts: Sequence[Layout], words: Sequence[ShownWord], start: int, end: int) -> list[int]:
    """When each caption begins: with its first word, but two milliseconds after the one before at least."""
    edges = [start]
    for at, layout in enumerate(layouts[1:], 1):
        first = next((word.begin for word in words if word.end > layout.start), end)
        edges.append(min(max(first, edges[-1] + 2), end - 2 * (len(layouts) - at)))
    return edges


def _share_time(layouts: Sequence[Layout], utterance: Utterance, start: int, end: int) -> list[int]:
    """When each caption begins: they have two milliseconds each, and share the rest by letters."""
    weights = list(accumulate(_weigh_characters(utterance), initial=0.0))
    first = weights[layouts[0].start]
    total = weights[layouts[-1].end] - first or 1.0
    shared = end - start - 2 * len(layouts)
    return [start + 2 * at + int(shared * (weights[layout.start] - first) / total) for at, layout in enumerate(layouts)]


def _place_words(words: Sequence[ShownWord], layout: Layout, text: str) -> tuple[ShownWord, ...]:
    """The words of a caption in its lines."""
    inside = [
        replace(word, start=max(0, word.start - layout.start), end=min(layout.end, word.end) - layout.start)
        for word in words
        if word.start < layout.end and word.end > layout.start
    ]
    return place_shown(inside, text[layout.start : layout.end], "\n".join(layout.lines))


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
