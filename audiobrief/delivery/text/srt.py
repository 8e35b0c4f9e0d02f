"""SubRip captions (.srt). There is no standard: UTF-8 without a byte order mark, numbered, blank lines between."""

from __future__ import annotations

import re
from pathlib import Path

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.text.captions import make_captions
from audiobrief.delivery.timecode import format_timestamp
from audiobrief.model import Timeline

# Invisible: it keeps players from reading what follows as markup.
WORD_JOINER = "\u2060"


def format_srt(timeline: Timeline) -> str:
    """The captions of a programme. SubRip has no escapes: a word joiner is put after `<` and `{`, and into `-->`."""
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
