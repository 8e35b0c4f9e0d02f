"""Remove what surrounds the article on a copied page: buttons, counts, links to other articles, notices.

A line is classified by everything in it, so that a sentence that starts with the same words as a button is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from audiobrief.article import byline
from audiobrief.article.byline import Attribution
from audiobrief.article.listed_patterns import compile_listed
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Block
from audiobrief.system.toml_files import load_shipped

# Lengths are in characters; a longer line is always part of the article.
_MAX_LINE = 300
# A line that is only a date is the article's own date if it is among this many first lines.
_HEAD_LINES = 5
_MIN_PROSE, _MIN_LONG_PROSE = 60, 160
_BREADCRUMB_SEPARATOR = lazy_regex(r"\s*[>›»→/|•·]\s*")
_ITEM = lazy_regex(r"(?:[-•*‣▪–—]|\d{1,2}[.)])\s+(?=\S)")

Verdict = Literal["article", "boilerplate", "weak", "date", "section", "last section"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. `group` is the number of the paragraph that it is in; `item`: it is a list item."""

    text: str
    group: int
    item: bool = False


def find_article_lines(lines: Sequence[Line]) -> tuple[list[int], Attribution]:
    """The indexes of the lines that belong to the article, and the author and date that the other lines give."""
    classified = [_classify_line(line.text) for line in lines]
    verdicts = [verdict for verdict, _ in classified]
    prose = (at for at, line in enumerate(lines) if verdicts[at] == "article" and _is_prose(line.text))
    head = max(next(prose, len(lines)), _HEAD_LINES)
    attribution = Attribution()
    for at, (verdict, found) in enumerate(classified):
        if verdict == "article" and at < head:
            found = byline.match_full_byline(lines[at].text) or found
        if found != Attribution() and (verdict != "date" or at < head):
            verdicts[at] = "boilerplate"
            attribution = attribution.merge(found)
    kept = _drop_trailing_lines(lines, _drop_link_sections(lines, verdicts))
    return _drop_leading_rubrics(lines, kept), attribution


def remove_boilerplate(blocks: Sequence[Block]) -> tuple[list[Block], Attribution]:
    """The blocks without lines of boilerplate (lines end at line feeds), and the author and date that those give."""
    lines = [
        Line(text.strip(), at, block.kind == "list_item")
        for at, block in enumerate(blocks)
        for text in block.text.split("\n")
        if text.strip()
    ]
    kept, attribution = find_article_lines(lines)
    texts: dict[int, list[str]] = {}
    for index in kept:
        texts.setdefault(lines[index].group, []).append(lines[index].text)
    return [replace(blocks[at], text=" ".join(words)) for at, words in texts.items()], attribution


def _compile_patterns(key: str) -> re.Pattern[str]:
    return compile_listed("audiobrief.article", "boilerplate", key)


def _classify_line(text: str) -> tuple[Verdict, Attribution]:
    """What a line is, regardless of its neighbours, and the author and date that it gives."""
    if _compile_patterns("promotions").match(text):
        return "boilerplate", Attribution()
    if len(text) > _MAX_LINE or not any(mark.isalnum() for mark in text):
        return "article", Attribution()
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", text)
    if _compile_patterns("sections").fullmatch(bare):
        return "section", Attribution()
    if _compile_patterns("last_sections").fullmatch(bare):
        return "last section", Attribution()
    found = _classify_pieces(text)
    if found:
        return found
    start = text[text.index(bare) :]
    notice = _compile_patterns("notices").match(start) or (
        _compile_patterns("openings").match(start) and not _ends_with_full_stop(text)
    )
    return "boilerplate" if notice or _is_breadcrumb(text) else "article", Attribution()


def _classify_pieces(text: str) -> tuple[Verdict, Attribution] | None:
    """What a line is that consists of listed pieces; None if there is anything else in it."""
    at, strong, dates = 0, False, 0
    attribution = Attribution()
    while at < len(text):
        if not (text[at].isalnum() or text[at] == "©" or text[at] == "("):
            at += 1
            continue
        found = byline.match_timestamp(text, at) or byline.match_byline(text, at)
        bare = None if found else byline.match_bare_date(text, at)
        if match := found or bare:
            at, new = match
            attribution = attribution.merge(new)
            strong, dates = strong or found is not None, dates + (bare is not None)
            continue
        piece = _measure_piece("pieces", text, at)
        strong = strong or piece > 0
        piece = piece or _measure_piece("weak_pieces", text, at)
        if not piece and text[at] != "(":
            return None
        at += piece or 1
    return "boilerplate" if strong else "date" if dates else "weak", attribution


@cache
def _compile_pieces(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?:{entry})(?!\w)", re.I) for entry in load_shipped(__package__, "boilerplate")[key])


def _measure_piece(key: str, text: str, at: int) -> int:
    """The length of the longest piece at `at`; 0 if there is none."""
    if not _compile_patterns(key).match(text, at):
        return 0
    return max((found.end() - at for piece in _compile_pieces(key) if (found := piece.match(text, at))), default=0)


def _ends_with_full_stop(text: str) -> bool:
    """Whether a line ends with the full stop of a sentence."""
    return bool(re.search(r"(?<![.…])\.[»”\")\s]*$", text))


def _is_prose(text: str) -> bool:
    """Whether a line is a sentence or longer than a title."""
    return len(text) >= _MIN_LONG_PROSE or (len(text) >= _MIN_PROSE and bool(re.search(r"[.!?…][»”\")\s]*$", text)))


def _is_breadcrumb(text: str) -> bool:
    """Whether a line is a breadcrumb trail (« Accueil > Politique > Budget »)."""
    if len(text) > 120 or re.search(r"[.!?…]\s*$", text):
        return False
    steps = [step for step in _BREADCRUMB_SEPARATOR.split(text.strip(" >›»→/|•·")) if step]
    if len(steps) < 2 or any(len(step) > 40 for step in steps):
        return False
    has_root = _compile_patterns("roots").fullmatch(steps[0]) and re.search(r"\s[>›»→/|]\s", text)
    return bool(has_root) or all(_compile_patterns("rubrics").fullmatch(step) for step in steps)


def _drop_link_sections(lines: Sequence[Line], verdicts: list[Verdict]) -> list[int]:
    """The indexes of the lines that are neither boilerplate nor in a section of links."""
    prose_follows = [False] * (len(lines) + 1)
    for at in range(len(lines) - 1, -1, -1):
        text = lines[at].text
        is_text = (
            verdicts[at] == "article"
            and (_ends_with_full_stop(text) or len(text) >= _MIN_LONG_PROSE)
            and not _is_list_item(lines[at])
        )
        prose_follows[at] = prose_follows[at + 1] or is_text
    grouped = len({line.group for line in lines}) > 1
    kept: list[int] = []
    links = -1
    for at, line in enumerate(lines):
        verdict = verdicts[at]
        if verdict in ("section", "last section"):
            if not prose_follows[at]:
                break
            links = 0 if verdict == "section" else -1
            if verdict == "last section":
                kept.append(at)
        elif links >= 0 and _belongs_to_section(line, lines[at - 1], links, grouped):
            links += 1
        elif verdict == "article" or verdict == "date":
            links = -1
            kept.append(at)
        elif verdict == "weak":
            beside = [verdicts[near] for near in (at - 1, at + 1) if 0 <= near < len(lines)]
            if not any(near in ("boilerplate", "weak") for near in beside):
                kept.append(at)
    return kept


def _is_list_item(line: Line) -> bool:
    return line.item or bool(_ITEM.match(line.text))


def _belongs_to_section(line: Line, above: Line, links: int, grouped: bool) -> bool:
    """Whether a line belongs to the section of links above it, of which `links` lines came before."""
    if _is_list_item(line):
        return True
    if _ends_with_full_stop(line.text) or len(line.text) >= _MIN_LONG_PROSE:
        return False
    return line.group == above.group if grouped else links == 0


def _drop_trailing_lines(lines: Sequence[Line], kept: list[int]) -> list[int]:
    """`kept` without labels, rows of keywords and section names at the end."""
    last = len(kept)
    while last > 1:
        text = lines[kept[last - 1]].text
        if not (
            _compile_patterns("last_lines").fullmatch(text)
            or _compile_patterns("rubrics").fullmatch(text)
            or _is_keyword_row(text)
        ):
            break
        last -= 1
    return kept[:last]


def _is_keyword_row(text: str) -> bool:
    """Whether a line is a row of keywords (« Roanne | Travaux | Circulation »)."""
    steps = [step for step in _BREADCRUMB_SEPARATOR.split(text.strip(" |•·/")) if step]
    return (
        len(steps) > 1
        and not any(mark.isdigit() for mark in text)
        and all(len(step) <= 30 for step in steps)
        and not _ends_with_full_stop(text)
    )


def _drop_leading_rubrics(lines: Sequence[Line], kept: list[int]) -> list[int]:
    """`kept` without section names above the title."""
    first = 0
    while len(kept) - first > 2:
        rubric, following = (lines[kept[at]].text.strip("[]() ") for at in (first, first + 1))
        if (
            not _compile_patterns("rubrics").fullmatch(rubric)
            or _is_prose(following)
            or _ends_with_full_stop(following)
        ):
            break
        first += 1
    return kept[first:]
