"""What a copied page leaves around its article: buttons, counts, links to other articles, notices.

A line is judged by what it is made of, so that a sentence that begins with the same words stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from audiobrief.article import byline
from audiobrief.article.byline import Signature
from audiobrief.model import Block
from audiobrief.system.toml_files import load_shipped

_LONGEST = 300
# How far from the top a date that stands alone is the article's.
_HEAD = 5
_PROSE, _LONG_PROSE = 60, 160
_CRUMB = re.compile(r"\s*[>›»→/|•·]\s*")
_ITEM = re.compile(r"(?:[-•*‣▪–—]|\d{1,2}[.)])\s+(?=\S)")

Verdict = Literal["article", "furniture", "weak", "date", "section", "last section"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, and the number of the paragraph or group of lines it stands in. `item`: it is one of a list."""

    text: str
    group: int
    item: bool = False


def sifted(lines: Sequence[Line]) -> tuple[list[int], Signature]:
    """Which lines are the article's, by their places in `lines`, and who signs it when, where the others say so."""
    judged = [_judged(line.text) for line in lines]
    verdicts = [verdict for verdict, _ in judged]
    prose = (at for at, line in enumerate(lines) if verdicts[at] == "article" and _prose(line.text))
    head = max(next(prose, len(lines)), _HEAD)
    signed = Signature()
    for at, (verdict, found) in enumerate(judged):
        if verdict == "article" and at < head:
            found = byline.free_byline(lines[at].text) or found
        if found != Signature() and (verdict != "date" or at < head):
            verdicts[at] = "furniture"
            signed = signed.completed(found)
    kept = _without_last_lines(lines, _without_sections(lines, verdicts))
    return _without_rubrics(lines, kept), signed


def without_furniture(blocks: Sequence[Block]) -> tuple[list[Block], Signature]:
    """The same blocks without the lines (parted by line feeds) that are furniture, and what those say of who signs."""
    lines = [
        Line(text.strip(), at, block.kind == "list_item")
        for at, block in enumerate(blocks)
        for text in block.text.split("\n")
        if text.strip()
    ]
    kept, signed = sifted(lines)
    texts: dict[int, list[str]] = {}
    for place in kept:
        texts.setdefault(lines[place].group, []).append(lines[place].text)
    return [replace(blocks[at], text=" ".join(words)) for at, words in texts.items()], signed


@cache
def _patterns(key: str) -> re.Pattern[str]:
    entries = load_shipped(__package__, "boilerplate")[key]
    return re.compile("|".join(f"(?:{entry})" for entry in entries), re.I)


def _judged(text: str) -> tuple[Verdict, Signature]:
    """What a line is, taken by itself, and what it says of who signs the article."""
    if len(text) > _LONGEST or not any(mark.isalnum() for mark in text):
        return "article", Signature()
    bare = re.sub(r"^[\W_]+|[\W_]+$", "", text)
    if _patterns("sections").fullmatch(bare):
        return "section", Signature()
    if _patterns("last_sections").fullmatch(bare):
        return "last section", Signature()
    found = _pieces(text)
    if found:
        return found
    start = text[text.index(bare) :]
    notice = _patterns("notices").match(start) or (_patterns("openings").match(start) and not _stopped(text))
    return "furniture" if notice or _crumbs(text) else "article", Signature()


def _pieces(text: str) -> tuple[Verdict, Signature] | None:
    """What a line is that is made up of pieces alone; None where anything else stands in it."""
    at, strong, dates = 0, False, 0
    signed = Signature()
    while at < len(text):
        if not (text[at].isalnum() or text[at] == "©" or text[at] == "("):
            at += 1
            continue
        found = byline.stamp(text, at) or byline.byline(text, at)
        bare = None if found else byline.bare_date(text, at)
        if said := found or bare:
            at, new = said
            signed = signed.completed(new)
            strong, dates = strong or found is not None, dates + (bare is not None)
            continue
        piece = _longest("pieces", text, at)
        strong = strong or piece > 0
        piece = piece or _longest("weak_pieces", text, at)
        if not piece and text[at] != "(":
            return None
        at += piece or 1
    return "furniture" if strong else "date" if dates else "weak", signed


@cache
def _each(key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?:{entry})(?!\w)", re.I) for entry in load_shipped(__package__, "boilerplate")[key])


def _longest(key: str, text: str, at: int) -> int:
    """The length of the longest piece at `at`."""
    if not _patterns(key).match(text, at):
        return 0
    return max((found.end() - at for piece in _each(key) if (found := piece.match(text, at))), default=0)


def _stopped(text: str) -> bool:
    """Whether a line ends as a sentence does, on a full stop."""
    return bool(re.search(r"(?<![.…])\.[»”\")\s]*$", text))


def _prose(text: str) -> bool:
    return len(text) >= _LONG_PROSE or (len(text) >= _PROSE and bool(re.search(r"[.!?…][»”\")\s]*$", text)))


def _crumbs(text: str) -> bool:
    """Whether a line says where a page stands (« Accueil > Politique > Budget »)."""
    if len(text) > 120 or re.search(r"[.!?…]\s*$", text):
        return False
    steps = [step for step in _CRUMB.split(text.strip(" >›»→/|•·")) if step]
    if len(steps) < 2 or any(len(step) > 40 for step in steps):
        return False
    rooted = _patterns("roots").fullmatch(steps[0]) and re.search(r"\s[>›»→/|]\s", text)
    return bool(rooted) or all(_patterns("rubrics").fullmatch(step) for step in steps)


def _without_sections(lines: Sequence[Line], verdicts: list[Verdict]) -> list[int]:
    """The places of the lines that are neither furniture nor in a section of links."""
    prose_behind = [False] * (len(lines) + 1)
    for at in range(len(lines) - 1, -1, -1):
        text = lines[at].text
        told = verdicts[at] == "article" and (_stopped(text) or len(text) >= _LONG_PROSE) and not _item(lines[at])
        prose_behind[at] = prose_behind[at + 1] or told
    grouped = len({line.group for line in lines}) > 1
    kept: list[int] = []
    links = -1
    for at, line in enumerate(lines):
        verdict = verdicts[at]
        if verdict in ("section", "last section"):
            if not prose_behind[at]:
                break
            links = 0 if verdict == "section" else -1
            if verdict == "last section":
                kept.append(at)
        elif links >= 0 and _hangs(line, lines[at - 1], links, grouped):
            links += 1
        elif verdict == "article" or verdict == "date":
            links = -1
            kept.append(at)
        elif verdict == "weak":
            beside = [verdicts[near] for near in (at - 1, at + 1) if 0 <= near < len(lines)]
            if not any(near in ("furniture", "weak") for near in beside):
                kept.append(at)
    return kept


def _item(line: Line) -> bool:
    return line.item or bool(_ITEM.match(line.text))


def _hangs(line: Line, above: Line, links: int, grouped: bool) -> bool:
    """Whether a line hangs on the section of links above it, of which `links` lines went by."""
    if _item(line):
        return True
    if _stopped(line.text) or len(line.text) >= _LONG_PROSE:
        return False
    return line.group == above.group if grouped else links == 0


def _without_last_lines(lines: Sequence[Line], kept: list[int]) -> list[int]:
    """`kept` without the labels, rows of key words and rubrics at the end."""
    last = len(kept)
    while last > 1:
        text = lines[kept[last - 1]].text
        if not (_patterns("last_lines").fullmatch(text) or _patterns("rubrics").fullmatch(text) or _row(text)):
            break
        last -= 1
    return kept[:last]


def _row(text: str) -> bool:
    """Whether a line is a row of key words (« Roanne | Travaux | Circulation »)."""
    steps = [step for step in _CRUMB.split(text.strip(" |•·/")) if step]
    return (
        len(steps) > 1
        and not any(mark.isdigit() for mark in text)
        and all(len(step) <= 30 for step in steps)
        and not _stopped(text)
    )


def _without_rubrics(lines: Sequence[Line], kept: list[int]) -> list[int]:
    """`kept` without the rubrics over the title."""
    first = 0
    while len(kept) - first > 2:
        rubric, following = (lines[kept[at]].text.strip("[]() ") for at in (first, first + 1))
        if not _patterns("rubrics").fullmatch(rubric) or _prose(following) or _stopped(following):
            break
        first += 1
    return kept[first:]
