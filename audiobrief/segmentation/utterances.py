"""Blocks become utterances: one a sentence, with its role, its pause and its quoted runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audiobrief.model import Block, BlockKind, Pause, Role, Utterance
from audiobrief.segmentation.phrases import phrases
from audiobrief.segmentation.quotes import quoted, within
from audiobrief.segmentation.sentences import sentences

_ROLES: dict[BlockKind, Role] = {
    "heading": "heading", "paragraph": "text", "quotation": "quotation", "list_item": "text", "caption": "caption",
}  # fmt: skip


def of_blocks(blocks: Sequence[Block]) -> list[Utterance]:
    """The utterances of a chapter's blocks; the last pause is a chapter's."""
    spoken: list[Utterance] = []
    for at, block in enumerate(blocks):
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        spoken += _of_block(block, _pause_after(block, following))
    return [*spoken[:-1], replace(spoken[-1], pause_after="chapter")] if spoken else []


def _pause_after(block: Block, following: Block | None) -> Pause:
    if block.kind == "heading":
        return "heading"
    if block.kind == "list_item" and following is not None and following.kind == "list_item":
        return "sentence"
    return "paragraph"


def _of_block(block: Block, last: Pause) -> list[Utterance]:
    text = collapsed(block.text)
    runs = quoted(text)
    made: list[Utterance] = []
    for start, end in sentences(text):
        parts = phrases(text, start, end)
        for begin, stop in parts:
            piece = text[begin:stop].rstrip()
            if any(mark.isalnum() for mark in piece):
                pause: Pause = "sentence" if stop == end else "phrase"
                made.append(Utterance(piece, _ROLES[block.kind], pause, quotes=within(runs, begin, begin + len(piece))))
    return [*made[:-1], replace(made[-1], pause_after=last)] if made else []


def collapsed(text: str) -> str:
    """Runs of ASCII blanks as one space; no-break spaces stay, because they group digits."""
    return " ".join(part for part in text.replace("\t", " ").replace("\n", " ").split(" ") if part)
