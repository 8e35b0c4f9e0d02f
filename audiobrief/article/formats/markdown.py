"""Markdown by markdown-it-py, with front matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from audiobrief.article.boilerplate import without_furniture
from audiobrief.article.front_matter import front_matter, written_day
from audiobrief.article.limits import check_paragraphs
from audiobrief.model import Article, Block, BlockKind
from audiobrief.sanitize import redact_userinfo

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# What lies deeper the parser leaves out, since it calls itself for each level: so lines are brought up before. A list
# and its item are two levels.
_DEEPEST = 120
_MARKER = r"(?:[ \t]*+(?:>|(?:[-*+]|\d{1,9}+[.)])(?=[ \t])))"
_DEEP = re.compile(rf"^({_MARKER}{{20}}){_MARKER}++", re.M)
_FAR_IN = re.compile(r"^( {60}|\t{15})[ \t]++(?=\S)", re.M)
# The parser looks for the end of each image and link anew, and goes through those within: a paragraph of so many would
# take it minutes.
_MOST_BRACKETS = 200
_IMAGE = re.compile(r"!\[[^\[\]]{0,400}\]\([^()\s]{0,2000}\)[ \t]?")
_LINK = re.compile(r"\[([^\[\]]{0,400})\]\([^()\s]{0,2000}\)")


def parsed(text: str, address: str) -> Article:
    """The article in a Markdown text. The title is the front matter's, else the first level-one heading, else empty.
    Raises ArticleError for one that is too long."""
    known, body = front_matter(text)
    whole = _blocks(_parser().parse(_levelled(body)))
    check_paragraphs(len(whole), address)
    blocks, signed = without_furniture(whole)
    title = known.get("title", "")
    first = next((at for at, block in enumerate(blocks) if block.kind == "heading"), None)
    if first is not None and blocks[first].level == 1 and (not title or blocks[first].text == title):
        title = title or blocks[first].text
        blocks.pop(first)
    return Article(
        title,
        tuple(blocks),
        byline=known.get("author", "") or signed.byline,
        published=written_day(known.get("date", "")) or signed.published,
        source=redact_userinfo(known.get("source", "")),
        address=address,
        language=known.get("lang", "fr").split("-")[0].lower() or "fr",
    )


def _levelled(text: str) -> str:
    """The same words in twenty quotations or lists within each other at most, and few links to a paragraph."""
    text = _FAR_IN.sub(r"\1", _DEEP.sub(r"\1", text))
    if text.count("[") <= _MOST_BRACKETS:
        return text
    parts = text.split("\n\n")
    return "\n\n".join(_unlinked(part) if part.count("[") > _MOST_BRACKETS else part for part in parts)


def _unlinked(part: str) -> str:
    """A paragraph without its images, of its links the words; what else is in brackets is no link to the parser."""
    return _LINK.sub(r"\1", _IMAGE.sub("", part)).replace("![", "[").replace("[", r"\[")


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).enable(["table", "strikethrough"])


def _blocks(tokens: Sequence[Token]) -> list[Block]:
    blocks: list[Block] = []
    quotes = items = 0
    number = ""
    level = 0
    row: list[str] = []
    in_table = False
    for token in tokens:
        if token.type == "blockquote_open":
            quotes += 1
        elif token.type == "blockquote_close":
            quotes -= 1
        elif token.type == "list_item_open":
            items += 1
            number = f"{token.info}. " if token.info else ""
        elif token.type == "list_item_close":
            items -= 1
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "table_open":
            in_table = True
        elif token.type == "table_close":
            in_table = False
        elif token.type == "tr_close":
            blocks.append(Block("paragraph", ", ".join(cell for cell in row if cell)))
            row = []
        elif token.type == "inline":
            text = _inline(token.children or [])
            if in_table:
                row.append(text)
            elif text:
                kind: BlockKind = (
                    "heading" if level else "quotation" if quotes else "list_item" if items else "paragraph"
                )
                blocks.append(Block(kind, f"{number}{text}" if kind == "list_item" else text, level))
                number = ""
    return [block for block in blocks if block.text]


def _inline(tokens: Sequence[Token]) -> str:
    """The words of a block, its lines parted by line feeds: links as their text, images and code marks left out."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return re.sub(r"\[\^[^\]]{1,40}\]", "", "".join(parts)).strip()
