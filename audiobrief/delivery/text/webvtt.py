"""WebVTT captions (W3C Candidate Recommendation, 4 April 2019)."""

from __future__ import annotations

from pathlib import Path

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.text.captions import Caption, make_captions
from audiobrief.delivery.text.line_breaking import join_lines
from audiobrief.delivery.timecode import format_timestamp, to_milliseconds
from audiobrief.model import Timeline


def format_webvtt(timeline: Timeline, *, by_word: bool = False) -> str:
    """The captions of a programme, numbered, with a comment where a chapter begins. `by_word` puts a timestamp before
    each word but the first, if it is known when it begins."""
    chapters = [
        (
            to_milliseconds(mark.start, timeline.sample_rate),
            f"NOTE Chapitre {number} : {_escape_text(join_lines(mark.title))}\n",
        )
        for number, mark in enumerate(timeline.chapters, 1)
    ]
    parts = ["WEBVTT\n"]
    for number, caption in enumerate(make_captions(timeline), 1):
        while chapters and chapters[0][0] <= caption.start:
            parts.append(chapters.pop(0)[1])
        text = _mark_words(caption) if by_word else _escape_text("\n".join(caption.lines))
        parts.append(f"{number}\n{format_timestamp(caption.start)} --> {format_timestamp(caption.end)}\n{text}\n")
    return "\n".join(parts)


def _mark_words(caption: Caption) -> str:
    """The lines with a timestamp before each word that begins later than the one before (clause 3.5: each must be
    greater than the one before and than the start of the cue, and less than its end)."""
    text = "\n".join(caption.lines)
    parts: list[str] = []
    at, last = 0, caption.start
    for word in caption.words:
        if last < word.begin < caption.end:
            parts += [_escape_text(text[at : word.start]), f"<{format_timestamp(word.begin)}>"]
            at, last = word.start, word.begin
    return "".join([*parts, _escape_text(text[at:])])


def _escape_text(text: str) -> str:
    """Escape `&` and `<`, which begin references and tags, and the `>` of `-->` (clauses 3.1 and 3.4)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _write_rendition(rendition: Rendition, path: Path) -> None:
    path.write_bytes(format_webvtt(rendition.timeline, by_word=rendition.by_word).encode())


EXPORTER = Exporter(
    "vtt", ".vtt", "captions as WebVTT, timed by the sentence, or by the word with --by-word", _write_rendition
)
