"""Find the intertitles of an article whose headings are not marked as such, as in plain text.

They are lines in capitals or behind « >> », short lines between paragraphs, the questions of an interview, or the
hours of a live page.

Lines in bold type are recognised where the page is read, which alone knows of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Article, Block

# Characters and words of an intertitle, and words of the paragraph that follows it.
_LONGEST, _MOST_WORDS, _FOLLOWING = 100, 14, 12
_LONGEST_QUESTION = 160
_LEVEL = 2
_MARK = lazy_regex(r"(?:>{1,3}|[▶►■▪●◆»]+)\s*(?=\S)")
_HOUR = lazy_regex(r"(?:[01]?\d|2[0-3]) ?[h:] ?[0-5]\d(?![\d:])")
_EMPHASIS = lazy_regex(r"(\*\*|__)(?P<text>[^*_]+)\1")
_NO_TITLE = lazy_regex(
    r"(?:à |a )?(?:lire|voir|écouter|regarder|relire|découvrir)\b|photo|crédit|source|par |propos |publié|mis à jour|©"
    r"|http|\d+$|copyright|abonn|article réservé|newsletter|partager|suivre",
    re.I,
)


def mark_intertitles(article: Article) -> Article:
    """The article with its visual intertitles as headings, without their marks; as it is if it has headings."""
    blocks = article.blocks
    if any(block.kind == "heading" for block in blocks):
        return article
    for is_intertitle, least in _KINDS:
        found = [at for at in range(1, len(blocks) - 1) if is_intertitle(blocks, at)]
        if len(found) >= least:
            chosen = set(found)
            return replace(
                article,
                blocks=tuple(
                    Block("heading", _remove_marks(block.text), _LEVEL) if at in chosen else block
                    for at, block in enumerate(blocks)
                ),
            )
    return article


def _remove_marks(text: str) -> str:
    bare = _MARK.sub("", text.strip(), count=1) if _MARK.match(text.strip()) else text.strip()
    emphasised = _EMPHASIS.fullmatch(bare)
    return emphasised["text"].strip() if emphasised else bare


def _is_line(block: Block) -> bool:
    """Whether a block is a line that might be a title: short, and not closed like a sentence."""
    bare = _remove_marks(block.text)
    return (
        block.kind == "paragraph"
        and len(bare) <= _LONGEST
        and len(bare.split()) <= _MOST_WORDS
        and any(mark.isalpha() for mark in bare)
        and not bare.endswith((".", ",", ";", ":", "…", "»"))
        and not _NO_TITLE.match(bare)
    )


def _has_text(blocks: Sequence[Block], at: int) -> bool:
    """Whether a paragraph of some length follows."""
    return len(blocks[at + 1].text.split()) >= _FOLLOWING and not blocks[at + 1].text.isupper()


def _is_marked(blocks: Sequence[Block], at: int) -> bool:
    text = blocks[at].text.strip()
    return bool(_MARK.match(text) or _EMPHASIS.fullmatch(text)) and _is_line(blocks[at]) and _has_text(blocks, at)


def _is_capitals(blocks: Sequence[Block], at: int) -> bool:
    text = blocks[at].text
    return text.isupper() and len(text.strip()) > 4 and _is_line(blocks[at]) and _has_text(blocks, at)


def _is_any(blocks: Sequence[Block], at: int) -> bool:
    return _is_marked(blocks, at) or _is_capitals(blocks, at)


def _is_question(blocks: Sequence[Block], at: int) -> bool:
    text = blocks[at].text.rstrip(" »”*_")
    following = blocks[at + 1].text.rstrip(" »”*_")
    return (
        blocks[at].kind == "paragraph"
        and text.endswith("?")
        and len(text) <= _LONGEST_QUESTION
        and not following.endswith("?")
        and len(following) > len(text)
    )


def _is_hour(blocks: Sequence[Block], at: int) -> bool:
    text = blocks[at].text.strip()
    return (
        bool(_HOUR.match(text))
        and len(text) <= _LONGEST
        and not text.endswith((".", ",", ";"))
        and _has_text(blocks, at)
    )


def _is_short_line(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line that opens with a capital stands between two paragraphs that are sentences."""
    text = blocks[at].text.strip()
    before = blocks[at - 1].text.rstrip(' »”"*_)')
    return (
        _is_line(blocks[at])
        and text[0].isupper()
        and before.endswith((".", "!", "?", "…"))
        and len(blocks[at - 1].text.split()) >= _FOLLOWING
        and _has_text(blocks, at)
        and blocks[at + 1].text.rstrip(' »”"*_)').endswith((".", "!", "?", "…", ":"))
    )


# The kinds of intertitles, the surest first, each with how many make a habit.
_KINDS: tuple[tuple[Callable[[Sequence[Block], int], bool], int], ...] = (
    (_is_any, 1),
    (_is_hour, 3),
    (_is_question, 3),
    (_is_short_line, 2),
)
