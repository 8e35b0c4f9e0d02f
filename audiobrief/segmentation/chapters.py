"""Group the blocks of an article into chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobrief.model import Article, Block
from audiobrief.segmentation.titles import make_title

# An ID3 table of contents holds at most 255 entries; a few are left free.
MAX_CHAPTERS = 250
# Seconds of speech.
_TARGET, _SHORT, _LONG, _MAX_LENGTH = 60.0, 45.0, 75.0, 240.0
_OUT_OF_RANGE_FACTOR = 6.0
# The cost of separating a question from its answer, or a list from its introduction: that of being 40 s off target.
_SPLIT_PENALTY = _OUT_OF_RANGE_FACTOR * 40.0**2


@dataclass(frozen=True, slots=True)
class Section:
    """The title and the blocks of a chapter."""

    title: str
    blocks: tuple[Block, ...]


def make_single_section(article: Article) -> list[Section]:
    """The whole article as one chapter."""
    return [Section(article.title, article.blocks)]


def split_by_headings(article: Article) -> list[Section]:
    """A chapter for each heading of the first two levels, or of the highest level that occurs.

    Deeper headings are part of their chapter. Text before the first heading makes a chapter with the article's title; a
    heading without text joins the next chapter.
    """
    deepest = max(2, min((block.level for block in article.blocks if block.kind == "heading"), default=2))
    sections: list[Section] = []
    title, blocks, has_text = article.title, list[Block](), False
    for block in article.blocks:
        if block.kind == "heading" and block.level <= deepest:
            if has_text:
                sections.append(Section(title, tuple(blocks)))
                blocks, has_text = [], False
            title = block.text
        blocks.append(block)
        has_text = has_text or block.kind != "heading"
    if blocks and (has_text or not sections):
        sections.append(Section(title, tuple(blocks)))
    elif blocks:
        sections[-1] = Section(sections[-1].title, (*sections[-1].blocks, *blocks))
    return _join_sections(sections or make_single_section(article), MAX_CHAPTERS)


def split_by_length(article: Article, words_per_minute: int) -> list[Section]:
    """Chapters of 45 to 75 s of speech, the first with the article's title, the others with one made from their opening
    words.

    The split is the one whose chapters deviate least from a minute: least squares, by dynamic programming.
    """
    blocks = article.blocks
    seconds = [60.0 * len(block.text.split()) / words_per_minute for block in blocks]
    if sum(seconds) <= _LONG:
        return make_single_section(article)
    best = [0.0]
    back = [0]
    for end in range(1, len(blocks) + 1):
        penalty = _SPLIT_PENALTY if end < len(blocks) and _belong_together(blocks[end - 1], blocks[end]) else 0.0
        length, choice = 0.0, (float("inf"), end - 1)
        for start in range(end - 1, -1, -1):
            length += seconds[start]
            # A longer chapter can only cost more.
            is_worse = length > _TARGET and _measure_cost(length) + penalty > choice[0]
            if (length > _MAX_LENGTH or is_worse) and start < end - 1:
                break
            choice = min(choice, (best[start] + _measure_cost(length) + penalty, start))
        best.append(choice[0])
        back.append(choice[1])
    cuts = [len(blocks)]
    while cuts[-1] > 0:
        cuts.append(back[cuts[-1]])
    cuts.reverse()
    sections = [_make_section(blocks[start:end]) for start, end in pairwise(cuts)]
    if article.title:
        sections[0] = Section(article.title, sections[0].blocks)
    return _join_sections(sections, MAX_CHAPTERS)


def _belong_together(block: Block, following: Block) -> bool:
    """Whether two blocks should stay in one chapter: a question and its answer, a list and its introduction."""
    return block.text.rstrip(" »”*_").endswith(("?", ":")) or block.kind == following.kind == "list_item"


def _measure_cost(seconds: float) -> float:
    deviation = (seconds - _TARGET) ** 2
    return deviation if _SHORT <= seconds <= _LONG else _OUT_OF_RANGE_FACTOR * deviation


def _make_section(blocks: Sequence[Block]) -> Section:
    text = next((block.text for block in blocks if any(mark.isalnum() for mark in block.text)), blocks[0].text)
    return Section(make_title(text), tuple(blocks))


def _join_sections(sections: list[Section], most: int) -> list[Section]:
    """At most `most` chapters, made by joining the same number of neighbours."""
    if len(sections) <= most:
        return sections
    size = -(-len(sections) // most)
    return [
        Section(sections[at].title, tuple(block for section in sections[at : at + size] for block in section.blocks))
        for at in range(0, len(sections), size)
    ]
