"""Captions as WebVTT (W3C Candidate Recommendation, 4 April 2019)."""

from __future__ import annotations

from pathlib import Path

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.text.captions import captions
from audiobrief.delivery.text.line_breaking import one_line
from audiobrief.delivery.timecode import milliseconds, timestamp
from audiobrief.model import Timeline


def webvtt(timeline: Timeline) -> str:
    """The captions, numbered; a comment says where each chapter begins."""
    chapters = [
        (milliseconds(mark.start, timeline.sample_rate), f"NOTE Chapitre {number} : {_escaped(one_line(mark.title))}\n")
        for number, mark in enumerate(timeline.chapters, 1)
    ]
    parts = ["WEBVTT\n"]
    for number, caption in enumerate(captions(timeline), 1):
        while chapters and chapters[0][0] <= caption.start:
            parts.append(chapters.pop(0)[1])
        text = "\n".join(_escaped(line) for line in caption.lines)
        parts.append(f"{number}\n{timestamp(caption.start)} --> {timestamp(caption.end)}\n{text}\n")
    return "\n".join(parts)


def _escaped(text: str) -> str:
    """Clauses 3.1 and 3.4: `&` and `<` open references and tags; without `>` there is no `-->`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _write(rendition: Rendition, path: Path) -> None:
    path.write_bytes(webvtt(rendition.timeline).encode())


EXPORTER = Exporter("vtt", ".vtt", "captions as WebVTT, timed by the sentence", _write)
