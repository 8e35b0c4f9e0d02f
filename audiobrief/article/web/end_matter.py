"""Remove what follows an article under headings of its own: notes, references, how to cite it, links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from audiobrief.article.listed_patterns import compile_listed
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Block

# An article has so many characters before its end matter, and a text of its own is so long.
_MIN_ARTICLE, _MIN_PROSE = 400, 160
_NOTES = lazy_regex(r"notes?\b", re.I)
_NOTE = lazy_regex(r"[\[(](\d{1,3})[\])]\s")
_WORD = lazy_regex(r"[^\W_]")
_MIN_NOTES, _NOTE_PART = 2, 0.8
# A source with its address: « Disponible sur : https://… », « *Source : https://… », « (2019). https://doi.org/… ».
_REFERENCE = lazy_regex(
    r"^[\W\d]*sources? ?: ?https?://"
    r"|\b(?:disponible (?:sur|à)|consultée? le|accessed|retrieved|en ligne|URL) ?:? ?.{0,40}https?://"
    r"|https?://\S+.{0,20}\b(?:consultée? le|accessed|retrieved)\b"
    r"|\(\d{4}[a-z]?\).{0,300}https?://|\bdoi(?:\.org/|: ?)10\.",
    re.I,
)
_MAX_BETWEEN = 2
_YEAR = lazy_regex(r"\(\d{4}[a-z]?\)")


def remove_end_matter(blocks: Sequence[Block], *, keep_notes: bool) -> list[Block]:
    """The blocks before the first of the last headings that all name end matter (« Bibliographie », « Pour citer cet
    article »), with those below them; « Aller plus loin » and the like only if no prose is below.

    With `keep_notes`, « Notes » is no end matter.
    """
    starts = [at for at, block in enumerate(blocks) if block.kind == "heading"]
    cut = len(blocks)
    for start, end in reversed(list(pairwise([*starts, len(blocks)]))):
        above = _list_headings_above(blocks, starts, start)
        if not any(names_end_matter(blocks[at].text, keep_notes=keep_notes) for at in above) and not (
            _names_links(blocks[start]) and not any(_is_prose(block) for block in blocks[start + 1 : end])
        ):
            break
        cut = start
    cut = _find_labelled_links(blocks[:cut])
    if not keep_notes:
        cut = _find_references(blocks[: _find_notes(blocks[:cut])])
    return list(blocks[:cut]) if sum(len(block.text) for block in blocks[:cut]) >= _MIN_ARTICLE else list(blocks)


def _find_notes(blocks: Sequence[Block]) -> int:
    """Where the numbered notes at the end begin, with the line « Notes » above them; the length if there are none."""
    numbers = {at: found[1] for at, block in enumerate(blocks) if (found := _NOTE.match(block.text))}
    start = max((at for at, number in numbers.items() if number == "1"), default=len(blocks))
    below = sum(at >= start for at in numbers)
    if below < _MIN_NOTES or below < _NOTE_PART * (len(blocks) - start):
        return len(blocks)
    is_label = start > 0 and (names_end_matter(blocks[start - 1].text) or not _WORD.search(blocks[start - 1].text))
    return start - is_label


def _find_labelled_links(blocks: Sequence[Block]) -> int:
    """Where a line like « Sources : » begins below which only short items, or works with their years, follow to the
    end; the length if there is none."""
    at = len(blocks)
    while (
        at
        and blocks[at - 1].kind == "list_item"
        and (len(blocks[at - 1].text) < _MIN_PROSE or _YEAR.search(blocks[at - 1].text))
    ):
        at -= 1
    if not 0 < at < len(blocks) or blocks[at - 1].kind != "paragraph":
        return len(blocks)
    bare = _strip_marks(blocks[at - 1].text)
    is_label = names_end_matter(bare) or _compile_titles("link_matter").fullmatch(bare)
    return at - 1 if is_label else len(blocks)


def _find_references(blocks: Sequence[Block]) -> int:
    """Where the references at the end begin: paragraphs with the address of a source, and lines between them."""
    first = at = len(blocks)
    while at and first - at < _MAX_BETWEEN:
        at -= 1
        if blocks[at].kind == "heading":
            break
        if _REFERENCE.search(blocks[at].text):
            first = at
    return first if len(blocks) - first >= _MIN_NOTES or first == len(blocks) else len(blocks)


def _list_headings_above(blocks: Sequence[Block], starts: Sequence[int], start: int) -> list[int]:
    """The heading at `start` and those that it is below."""
    found, level = [start], blocks[start].level
    for at in reversed([each for each in starts if each < start]):
        if blocks[at].level < level:
            found.append(at)
            level = blocks[at].level
    return found


def names_end_matter(heading: str, *, keep_notes: bool = False) -> bool:
    """Whether a heading is one of what follows an article."""
    bare = _strip_marks(heading)
    return bool(_compile_titles("end_matter").fullmatch(bare)) and not (keep_notes and _NOTES.match(bare))


def _names_links(heading: Block) -> bool:
    return bool(_compile_titles("link_matter").fullmatch(_strip_marks(heading.text)))


def _strip_marks(text: str) -> str:
    """A heading without its number and the marks around it."""
    return re.sub(r"^[\W_]*(?:(?:\d{1,2}|[IVX]{1,5})[.)][\W_]+)?|[\W_]+$", "", text)


def _is_prose(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.text) >= _MIN_PROSE and block.text[0] not in "•▪‣-–—*"


def _compile_titles(key: str) -> re.Pattern[str]:
    return compile_listed("audiobrief.article.web", "web", key)
