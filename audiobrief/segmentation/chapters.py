"""Group the blocks of an article into chapters."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from audiobrief.model import Article, Block

# An ID3 table of contents holds at most 255 entries; a few are left free.
MAX_CHAPTERS = 250
# Words a minute.
DEFAULT_RATE = 165
# Seconds of speech: the shortest chapter that is cut by subject, unless another is asked for.
SHORTEST_CHAPTER = 180.0
# A chapter with a heading is joined to its neighbour when it is shorter than this, in a programme of a minute and more.
_TINY, _SHORT_PROGRAMME = 8.0, 60.0
# A longer chapter is divided by its own headings, or else where the subject changes.
_OVERLONG = 600.0


@dataclass(frozen=True, slots=True)
class Section:
    """The blocks of a chapter. `title` is empty if it has none of its own."""

    title: str
    blocks: tuple[Block, ...]


def make_single_section(article: Article) -> list[Section]:
    """The whole article as one chapter."""
    return [Section(article.title, article.blocks)]


def split_by_headings(article: Article, words_per_minute: int = DEFAULT_RATE) -> list[Section]:
    """A chapter for each heading of the first two levels, or of the highest level that occurs.

    Deeper headings are part of their chapter, unless it would be longer than ten minutes. Text before the first heading
    makes a chapter with the article's title; a heading without text joins the next chapter, and a chapter of a few
    seconds its neighbour.
    """
    deepest = max(2, min((block.level for block in article.blocks if block.kind == "heading"), default=2))
    sections = _split_at_level(Section(article.title, article.blocks), deepest) or make_single_section(article)
    divided = [part for section in sections for part in _divide_by_headings(section, deepest, words_per_minute)]
    return join_sections(_join_tiny(divided, words_per_minute))


def split_by_subject(
    section: Section, words_per_minute: int = DEFAULT_RATE, shortest: float = SHORTEST_CHAPTER
) -> list[Section]:
    """The section, divided where its subject changes into chapters of at least `shortest` seconds.

    The first chapter keeps its title, the others have none yet.
    """
    if _measure_seconds(section, words_per_minute) < 2 * shortest:
        return [section]
    # Imported where it is needed: it loads lists of words.
    from audiobrief.segmentation.cohesion import find_cuts

    cuts = [0, *find_cuts(section.blocks, math.ceil(shortest * words_per_minute / 60)), len(section.blocks)]
    return [Section(section.title if start == 0 else "", section.blocks[start:end]) for start, end in pairwise(cuts)]


def is_overlong(section: Section, words_per_minute: int) -> bool:
    """Whether a chapter takes more than ten minutes."""
    return _measure_seconds(section, words_per_minute) > _OVERLONG


def _measure_seconds(section: Section, words_per_minute: int) -> float:
    return 60.0 * sum(len(block.text.split()) for block in section.blocks) / words_per_minute


def _split_at_level(section: Section, deepest: int) -> list[Section]:
    """A section for each heading of `deepest` or above that has text after it; empty if there are no blocks."""
    sections: list[Section] = []
    title, blocks, has_text = section.title, list[Block](), False
    for block in section.blocks:
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
        sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, *blocks))
    return sections


def _divide_by_headings(section: Section, deepest: int, words_per_minute: int) -> list[Section]:
    """The section, or if it is too long its parts by the headings one level down."""
    levels = [block.level for block in section.blocks if block.kind == "heading" and block.level > deepest]
    if not levels or not is_overlong(section, words_per_minute):
        return [section]
    parts = _split_at_level(section, min(levels))
    return [part for inner in parts for part in _divide_by_headings(inner, min(levels), words_per_minute)]


def _join_tiny(sections: list[Section], words_per_minute: int) -> list[Section]:
    """The sections, with those of a few seconds joined to the one before, or to the one after if they introduce it or
    it is no longer."""
    if sum(_measure_seconds(section, words_per_minute) for section in sections) < _SHORT_PROGRAMME:
        return sections
    joined: list[Section] = []
    waiting = Section("", ())
    for at, section in enumerate(sections):
        # A heading above others introduces them; what stands before the first heading has only the article's title.
        introduced = bool(waiting.blocks) and _find_level(waiting) < _find_level(section)
        current = Section(waiting.title if introduced else section.title, (*waiting.blocks, *section.blocks))
        waiting = Section("", ())
        following = sections[at + 1] if at + 1 < len(sections) else None
        if _measure_seconds(current, words_per_minute) >= _TINY:
            joined.append(current)
        elif following and (
            not joined
            or _find_level(current) < _find_level(following)
            or _measure_seconds(following, words_per_minute) < _TINY
        ):
            waiting = current
        elif joined:
            joined[-1] = replace(joined[-1], blocks=(*joined[-1].blocks, *current.blocks))
        else:
            joined.append(current)
    return joined


def _find_level(section: Section) -> int:
    """The level of the heading that opens a section; a great number if none does."""
    return section.blocks[0].level if section.blocks and section.blocks[0].kind == "heading" else 100


def join_sections(sections: list[Section], most: int = MAX_CHAPTERS) -> list[Section]:
    """At most `most` chapters, made by joining the same number of neighbours."""
    if len(sections) <= most:
        return sections
    size = -(-len(sections) // most)
    return [
        Section(sections[at].title, tuple(block for section in sections[at : at + size] for block in section.blocks))
        for at in range(0, len(sections), size)
    ]
