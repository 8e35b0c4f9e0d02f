"""Which runs of a paragraph are quoted, whatever the marks: « », “ ”, " ", nested or malformed."""

from __future__ import annotations

from audiobrief.model import Quoted

_OPEN = {"«": "»", "“": "”", "„": "”", "‹": "›", "‘": "’"}
_CLOSE = {"»", "”", "›"}


def quoted(text: str) -> list[Quoted]:
    """The quoted runs of one block, marks left out; a quotation that is never closed ends with the block."""
    runs: list[Quoted] = []
    opened: list[tuple[str, int]] = []

    def close(position: int) -> None:
        _, start = opened.pop()
        begin = start + len(text[start:position]) - len(text[start:position].lstrip())
        end = start + len(text[start:position].rstrip())
        if begin < end:
            runs.append(Quoted(begin, end, len(opened) + 1))

    for at, mark in enumerate(text):
        if mark == '"':
            if any(kind == '"' for kind, _ in opened):
                while opened[-1][0] != '"':
                    close(at)
                close(at)
            else:
                opened.append(('"', at + 1))
        elif mark == "«" and opened and _closes(text, at) and any(kind == "«" for kind, _ in opened):
            while opened[-1][0] != "«":
                close(at)
            close(at)
        elif mark in _OPEN and not (mark == "‘" and _inside_word(text, at)):
            opened.append((mark, at + 1))
        elif opened and (mark in _CLOSE or (mark == "’" and opened[-1][0] == "‘" and not _inside_word(text, at))):
            close(at)
    while opened:
        close(len(text))
    return sorted(runs, key=lambda run: (run.start, -run.end))


def _closes(text: str, at: int) -> bool:
    """An opening mark glued to a word and followed by a break stands for a closing one (`la nation« , dit-il`)."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before.strip()) and (not after or not after.isalnum())


def _inside_word(text: str, at: int) -> bool:
    return text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def within(runs: list[Quoted], start: int, end: int) -> tuple[Quoted, ...]:
    """The runs that fall in `start:end`, counted from `start`."""
    return tuple(
        Quoted(max(run.start, start) - start, min(run.end, end) - start, run.depth)
        for run in runs
        if run.start < end and run.end > start
    )
