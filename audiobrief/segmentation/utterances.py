"""Make the utterances of blocks: one for each sentence, with its role, its pause and its quotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audiobrief.model import Block, BlockKind, Pause, Quoted, Role, Utterance
from audiobrief.segmentation.sentences import find_sentences, split_sentence

_ROLES: dict[BlockKind, Role] = {
    "heading": "heading", "paragraph": "text", "quotation": "quotation", "list_item": "text", "caption": "caption",
}  # fmt: skip
# Opening quotation marks with the marks that close them.
_OPEN = {"«": "»", "“": "”", "„": "”", "‹": "›", "‘": "’"}
_CLOSE = {"»", "”", "›"}


def make_utterances(blocks: Sequence[Block]) -> list[Utterance]:
    """The utterances of a chapter's blocks; the last one is followed by the pause between chapters."""
    spoken: list[Utterance] = []
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        spoken += _make_block_utterances(block, _choose_pause(block, following))
    return [*spoken[:-1], replace(spoken[-1], pause_after="chapter")] if spoken else []


def _choose_pause(block: Block, following: Block | None) -> Pause:
    if block.kind == "heading":
        return "heading"
    if block.kind == "list_item" and following is not None and following.kind == "list_item":
        return "sentence"
    return "paragraph"


def _make_block_utterances(block: Block, last: Pause) -> list[Utterance]:
    text = collapse_spaces(block.text)
    runs = find_quotes(text)
    made: list[Utterance] = []
    for start, end in find_sentences(text):
        parts = split_sentence(text, start, end)
        for begin, stop in parts:
            piece = text[begin:stop].rstrip()
            if any(mark.isalnum() for mark in piece):
                pause: Pause = "sentence" if stop == end else "phrase"
                made.append(
                    Utterance(piece, _ROLES[block.kind], pause, quotes=clip_quotes(runs, begin, begin + len(piece)))
                )
    return [*made[:-1], replace(made[-1], pause_after=last)] if made else []


def find_quotes(text: str) -> list[Quoted]:
    """The quotations of a block, whatever their marks (« », “ ”, " "), without these marks, nested ones included.

    A quotation that is never closed ends with the block.
    """
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
        elif mark == "«" and opened and _is_misused_close(text, at) and any(kind == "«" for kind, _ in opened):
            while opened[-1][0] != "«":
                close(at)
            close(at)
        elif mark in _OPEN and not (mark == "‘" and _is_inside_word(text, at)):
            opened.append((mark, at + 1))
        elif opened and (mark in _CLOSE or (mark == "’" and opened[-1][0] == "‘" and not _is_inside_word(text, at))):
            close(at)
    while opened:
        close(len(text))
    return sorted(runs, key=lambda run: (run.start, -run.end))


def _is_misused_close(text: str, at: int) -> bool:
    """Whether the opening mark at `at` was typed for a closing one: right after a word (`la nation« , dit-il`)."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before.strip()) and (not after or not after.isalnum())


def _is_inside_word(text: str, at: int) -> bool:
    """Whether there is a letter or a digit on both sides of the mark at `at`."""
    return text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def clip_quotes(runs: list[Quoted], start: int, end: int) -> tuple[Quoted, ...]:
    """The parts of quotations that lie in `start:end`, at positions relative to `start`."""
    return tuple(
        Quoted(max(run.start, start) - start, min(run.end, end) - start, run.depth)
        for run in runs
        if run.start < end and run.end > start
    )


def collapse_spaces(text: str) -> str:
    """`text` with each run of ASCII white space as one space; no-break spaces stay, because they group digits."""
    return " ".join(part for part in text.replace("\t", " ").replace("\n", " ").split(" ") if part)
