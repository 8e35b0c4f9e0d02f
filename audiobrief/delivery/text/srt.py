"""Captions as SubRip (.srt), which has no standard: UTF-8 without a mark, numbered, a blank line between."""

from __future__ import annotations

import re
from pathlib import Path

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.text.captions import make_captions
from audiobrief.delivery.timecode import format_timestamp
from audiobrief.model import Timeline

# Takes no room and joins no words: it only keeps a reader from taking what follows for a mark.
WORD_JOINER = "\u2060"


def format_srt(timeline: Timeline) -> str:
    """The captions. SubRip has no way to escape: a word joiner stands behind `<` and `{`, and inside `-->`."""
    return "\n".join(
        f"{number}\n{format_timestamp(caption.start, ',')} --> {format_timestamp(caption.end, ',')}\n"
        + "".join(f"{_escape_marks(line)}\n" for line in caption.lines)
        for number, caption in enumerate(make_captions(timeline), 1)
    )


def _escape_marks(line: str) -> str:
    return re.sub(r"[<{]|--(?=>)", lambda found: found[0] + WORD_JOINER, line)


def _write_rendition(rendition: Rendition, path: Path) -> None:
    path.write_bytes(format_srt(rendition.timeline).encode())


EXPORTER = Exporter("srt", ".srt", "the same captions as SubRip", _write_rendition)
