"""A sentence too long to be spoken in one go is cut where the voice would breathe."""

from __future__ import annotations

import re

LONG = 600
_LONGEST = 800
_BREATHS = (re.compile(r"[;:]\s|\s[–—]\s"), re.compile(r",\s"), re.compile(r"\s"))


def phrases(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of at most 800 characters that make up `text[start:end]`: cut at ; : –, else a comma, else a space."""
    spans: list[tuple[int, int]] = []
    while end - start > LONG:
        cut = _cut(text, start, end)
        if cut >= end:
            break
        spans.append((start, cut))
        start = cut
    return [*spans, (start, end)]


def _cut(text: str, start: int, end: int) -> int:
    for breath in _BREATHS:
        reach = min(end, start + LONG)
        places = [found.end() for found in breath.finditer(text, start + LONG // 4, reach)]
        if places:
            return places[-1]
    return min(end, start + _LONGEST)
