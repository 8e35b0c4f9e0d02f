"""Captions as SubRip (.srt), which has no standard: UTF-8 without a mark, numbered, a blank line between."""

from __future__ import annotations

import re
from pathlib import Path

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.text.captions import captions
from audiobrief.delivery.timecode import timestamp
from audiobrief.model import Timeline

# Takes no room and joins no words: it only keeps a reader from taking what follows for a mark.
WORD_JOINER = "\u2060"


def srt(timeline: Timeline) -> str:
    """The captions. SubRip has no way to escape: a word joiner stands behind `<` and `{`, and inside `-->`."""
    return "\n".join(
        f"{number}\n{timestamp(caption.start, ',')} --> {timestamp(caption.end, ',')}\n"
        + "".join(f"{_harmless(line)}\n" for line in caption.lines)
        for number, caption in enumerate(captions(timeline), 1)
    )


def _harmless(line: str) -> str:
    return re.sub(r"[<{]|--(?=>)", lambda found: found[0] + WORD_JOINER, line)


def _write(rendition: Rendition, path: Path) -> None:
    path.write_bytes(srt(rendition.timeline).encode())


EXPORTER = Exporter("srt", ".srt", "the same captions as SubRip", _write)
