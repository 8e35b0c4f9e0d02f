"""Which blocks make a chapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobrief.model import Article, Block
from audiobrief.segmentation.titles import opening

# ID3's table of contents holds 255 children; a few are left free.
MOST = 250
_AIM, _SHORT, _LONG, _TOO_LONG = 60.0, 45.0, 75.0, 240.0
_OUTSIDE = 6.0
# What parting a question from its answer, or a list from what announces it, costs: as much as straying by 40 s.
_PARTED = _OUTSIDE * 40.0**2


@dataclass(frozen=True, slots=True)
class Group:
    """A chapter to be: its title and its blocks."""

    title: str
    blocks: tuple[Block, ...]


def whole(article: Article) -> list[Group]:
    return [Group(article.title, article.blocks)]


def by_headings(article: Article) -> list[Group]:
    """A chapter for each heading of the first two levels (or of the highest there is); deeper ones are heard inside it.

    Text before the first heading makes a chapter with the article's title; a heading without text goes with the next.
    """
    deepest = max(2, min((block.level for block in article.blocks if block.kind == "heading"), default=2))
    groups: list[Group] = []
    title, blocks, told = article.title, list[Block](), False
    for block in article.blocks:
        if block.kind == "heading" and block.level <= deepest:
            if told:
                groups.append(Group(title, tuple(blocks)))
                blocks, told = [], False
            title = block.text
        blocks.append(block)
        told = told or block.kind != "heading"
    if blocks and (told or not groups):
        groups.append(Group(title, tuple(blocks)))
    elif blocks:
        groups[-1] = Group(groups[-1].title, (*groups[-1].blocks, *blocks))
    return _at_most(groups or whole(article), MOST)


def by_length(article: Article, words_per_minute: int) -> list[Group]:
    """Paragraphs grouped to 45–75 s of speech, the first titled as the article, the others by their opening words.

    The cut is the one whose chapters stray least from a minute (least squares over the paragraphs, in order).
    """
    blocks = article.blocks
    seconds = [60.0 * len(block.text.split()) / words_per_minute for block in blocks]
    if sum(seconds) <= _LONG:
        return whole(article)
    best = [0.0]
    back = [0]
    for end in range(1, len(blocks) + 1):
        parted = _PARTED if end < len(blocks) and _belong_together(blocks[end - 1], blocks[end]) else 0.0
        length, choice = 0.0, (float("inf"), end - 1)
        for start in range(end - 1, -1, -1):
            length += seconds[start]
            # Longer ones cost more, whatever stands before them.
            too_dear = length > _AIM and _cost(length) + parted > choice[0]
            if (length > _TOO_LONG or too_dear) and start < end - 1:
                break
            choice = min(choice, (best[start] + _cost(length) + parted, start))
        best.append(choice[0])
        back.append(choice[1])
    cuts = [len(blocks)]
    while cuts[-1] > 0:
        cuts.append(back[cuts[-1]])
    cuts.reverse()
    groups = [_titled(blocks[start:end]) for start, end in pairwise(cuts)]
    if article.title:
        groups[0] = Group(article.title, groups[0].blocks)
    return _at_most(groups, MOST)


def _belong_together(block: Block, following: Block) -> bool:
    return block.text.rstrip(" »”*_").endswith(("?", ":")) or block.kind == following.kind == "list_item"


def _cost(seconds: float) -> float:
    stray = (seconds - _AIM) ** 2
    return stray if _SHORT <= seconds <= _LONG else _OUTSIDE * stray


def _titled(blocks: Sequence[Block]) -> Group:
    text = next((block.text for block in blocks if any(mark.isalnum() for mark in block.text)), blocks[0].text)
    return Group(opening(text), tuple(blocks))


def _at_most(groups: list[Group], most: int) -> list[Group]:
    """Neighbours joined evenly until there are at most `most`."""
    if len(groups) <= most:
        return groups
    size = -(-len(groups) // most)
    return [
        Group(groups[at].title, tuple(block for group in groups[at : at + size] for block in group.blocks))
        for at in range(0, len(groups), size)
    ]
