"""Where a French paragraph's sentences end.

A full stop ends no sentence after an abbreviation, an initial, inside a number or an address, or where the sentence
goes on in lower case (« Pourquoi ? » demande-t-il).
"""

from __future__ import annotations

import re

from audiobrief.script.data import words

_GAP = "[ \u00a0\u202f\u2009]"
_STOP = re.compile(rf"(?P<stop>[.!?…]+)(?:{_GAP}?[»”\"’)\]](?!\w)|«(?={_GAP}?[,.\s]|$))*(?=\s|$)")
_NEXT = re.compile(r"[\s«“„\"'‘(\[–—-]*(?P<first>\S)(?P<word>[^\W\d_]*)")
_BEFORE = re.compile(r"[^\s«“„\"(\[’']+$")
_ELIDED = re.compile(r"^(?:[dljmtscnDLJMTSCN]|[Qq]u)[’']")
_LOOK_BACK = 24


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of one block, in order, blanks between them left out."""
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.start() >= start and _ends(text, stop):
            spans.append((start, stop.end()))
            start = stop.end()
    spans.append((start, len(text)))
    trimmed = ((begin + _blank(text[begin:end]), begin + len(text[begin:end].rstrip())) for begin, end in spans)
    return [(begin, end) for begin, end in trimmed if begin < end]


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip())


def _ends(text: str, stop: re.Match[str]) -> bool:
    following = _NEXT.match(text, stop.end(), stop.end() + 60)
    if not following:
        return True
    if following["first"].islower() or following["first"] in ",;:»”":
        return False
    if stop["stop"] != ".":
        return True
    return not _abbreviated(text, stop.start(), following["first"] + following["word"])


def _abbreviated(text: str, position: int, following: str) -> bool:
    """Whether the full stop at `position` belongs to what stands before it."""
    found = _BEFORE.search(text, max(0, position - _LOOK_BACK), position)
    if not found:
        return False
    token = _ELIDED.sub("", found[0])
    if token in words("abbreviations", "may_end"):
        return not following[:1].isupper()
    if token in words("abbreviations", "never_end"):
        return True
    opener = following in words("abbreviations", "openers")
    if re.fullmatch(r"[A-ZÀ-Þ](?:\.-?[A-ZÀ-Þ])*", token):
        alone = len(token) == 1
        before = text[max(0, found.start() - 30) : found.start()].split()
        after_name = not before or before[-1][:1].isupper() or not alone
        return not opener or (alone and after_name and not before)
    # An item's number at the opening of a block: `1. Le premier point`.
    return token.isdigit() and found.start() == 0
