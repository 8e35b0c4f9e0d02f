"""Plain text: titles and paragraphs guessed only where they plainly are."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from audiobrief.model import Article, Block
from audiobrief.tables import shipped

_LONGEST_TITLE = 120
_LONGEST_HEADING = 90
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_BYLINE = re.compile(r"[Pp]ar ((?:[A-ZÀ-Þ][\w’'.-]*|de|du|la|le|et|,| )+)$")
_DATE = re.compile(
    rf"(?i)(?:publié |mis en ligne )?(?:le )?(?:lundi |mardi |mercredi |jeudi |vendredi |samedi |dimanche )?"
    rf"(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)}) (\d{{4}})(?:,? ?(?:à )?\d{{1,2}} ?[h:]\d{{0,2}})?\.?$"
)
_ITEM = re.compile(r"\s*(?:[-•*‣▪]|\d{1,2}[.)])\s+(?=\S)")


def parsed(text: str, address: str) -> Article:
    """The article in a plain text. Blank lines part paragraphs; without any, each line is a paragraph."""
    groups = [group for group in (_kept(group) for group in re.split(r"\n[ \t]*\n", text)) if group]
    if len(groups) <= 1:
        groups = [[line] for group in groups for line in group]
    paragraphs = [block for group in groups for block in _blocks(group)]
    title, paragraphs = _title(paragraphs)
    byline, published, paragraphs = _signature(paragraphs)
    blocks = tuple(_heading(paragraphs, at) for at in range(len(paragraphs)))
    return Article(title, blocks, byline, published, address=address)


@lru_cache(maxsize=1)
def _junk() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in shipped(__package__, "junk")["lines"]), re.I)


def _kept(group: str) -> list[str]:
    """The lines of a paragraph that are part of the article."""
    lines = (line.strip() for line in group.split("\n"))
    return [line for line in lines if line and not (len(line) <= 200 and _junk().fullmatch(line))]


def _blocks(lines: list[str]) -> list[Block]:
    """A group of lines: items of a list, or one paragraph that was wrapped."""
    if all(_ITEM.match(line) for line in lines) and len(lines) > 1:
        return [Block("list_item", _ITEM.sub("", line, count=1)) for line in lines]
    return [Block("paragraph", " ".join(lines))]


def _title(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The first line when it plainly is a title: short, not a sentence, followed by text."""
    if len(blocks) < 2 or blocks[0].kind != "paragraph":
        return "", blocks
    first = blocks[0].text
    plain = (
        len(first) <= _LONGEST_TITLE
        and any(mark.isalpha() for mark in first)
        and not re.search(r"[.…,;:»”\"]\s*$|[.!?…]\s", first)
        and not re.match(r"[«“\"–—-]", first)
        and any(len(block.text) > len(first) for block in blocks[1:4])
    )
    return (first, blocks[1:]) if plain else ("", blocks)


def _signature(blocks: list[Block]) -> tuple[str, date | None, list[Block]]:
    """A byline and a date that stand alone in the first three blocks."""
    byline, published = "", None
    rest = list(blocks)
    for block in blocks[:3]:
        if not byline and (by := _BYLINE.fullmatch(block.text)) and len(rest) > 1:
            byline = by[1].strip()
        elif published is None and (on := _DATE.fullmatch(block.text)) and len(rest) > 1:
            try:
                published = date(int(on[3]), _MONTHS.index(on[2].lower()) + 1, int(on[1]))
            except ValueError:
                continue
        else:
            continue
        rest.remove(block)
    return byline, published, rest


def _heading(blocks: list[Block], at: int) -> Block:
    """A block, as a heading where it plainly is one: short, no final mark, a capital first, a longer text after it."""
    block = blocks[at]
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    is_heading = (
        following is not None
        and block.kind == following.kind == "paragraph"
        and len(block.text) <= _LONGEST_HEADING
        and len(following.text) > 2 * len(block.text)
        and block.text[:1].isupper()
        and not re.search(r"[.…,;:!»”\")]\s*$", block.text)
        and len(block.text.split()) >= 2
    )
    return Block("heading", block.text, 2) if is_heading else block
