"""Parse Markdown with markdown-it-py, and its front matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from audiobrief.article.boilerplate import remove_boilerplate
from audiobrief.article.front_matter import parse_date, split_front_matter
from audiobrief.article.limits import check_characters, check_paragraphs
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.article.tables import read_table
from audiobrief.model import Article, Block, BlockKind
from audiobrief.sanitize import redact_userinfo

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# The parser is recursive and omits what is nested deeper, so nesting is reduced before. A list and its item are two
# levels.
_MAX_NESTING = 120
_MARKER = r"(?:[ \t]*+(?:>|(?:[-*+]|\d{1,9}+[.)])(?=[ \t])))"
_DEEP_MARKERS = re.compile(rf"^({_MARKER}{{20}}){_MARKER}++", re.M)
_DEEP_INDENT = re.compile(r"^( {60}|\t{15})[ \t]++(?=\S)", re.M)
# The parser searches for the end of each image and link separately, nested ones included: a paragraph with more takes
# minutes.
_MAX_BRACKETS = 200
_IMAGE = re.compile(r"!\[[^\[\]]{0,400}\]\([^()\s]{0,2000}\)[ \t]?")
_LINK = re.compile(r"\[([^\[\]]{0,400})\]\([^()\s]{0,2000}\)")


def parse_markdown(text: str, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in a Markdown text. Its title is the front matter's, else the first level-one heading, else empty.

    Raises ArticleError if it is too long.
    """
    check_characters(len(text), address)
    known, body = split_front_matter(text)
    whole = _convert_tokens(_make_parser().parse(_limit_nesting(body)), reading)
    check_paragraphs(len(whole), address)
    blocks, attribution = remove_boilerplate(whole)
    title = known.get("title", "")
    first = next((at for at, block in enumerate(blocks) if block.kind == "heading"), None)
    if first is not None and blocks[first].level == 1 and (not title or blocks[first].text == title):
        title = title or blocks[first].text
        blocks.pop(first)
    return Article(
        title,
        tuple(blocks),
        byline=known.get("author", "") or attribution.byline,
        published=parse_date(known.get("date", "")) or attribution.published,
        source=redact_userinfo(known.get("source", "")),
        address=address,
        language=known.get("lang", "fr").split("-")[0].lower() or "fr",
    )


def _limit_nesting(text: str) -> str:
    """The same words with at most twenty nested quotations and lists, and without links in paragraphs of too many."""
    text = _DEEP_INDENT.sub(r"\1", _DEEP_MARKERS.sub(r"\1", text))
    if text.count("[") <= _MAX_BRACKETS:
        return text
    parts = text.split("\n\n")
    return "\n\n".join(_strip_links(part) if part.count("[") > _MAX_BRACKETS else part for part in parts)


def _strip_links(part: str) -> str:
    """A paragraph without images, with links replaced by their text and all other brackets escaped."""
    return _LINK.sub(r"\1", _IMAGE.sub("", part)).replace("![", "[").replace("[", r"\[")


def _make_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])


def _convert_tokens(tokens: Sequence[Token], reading: ReadingOptions) -> list[Block]:
    """The blocks in the parser's tokens."""
    blocks: list[Block] = []
    quotes = items = 0
    number = ""
    level = 0
    rows: list[list[str]] = []
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
            blocks += read_table(rows, reading.tables, has_head=True)
            rows = []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            text = _join_inline(token.children or [])
            if in_table:
                rows[-1].append(text)
            elif text:
                kind: BlockKind = (
                    "heading" if level else "quotation" if quotes else "list_item" if items else "paragraph"
                )
                blocks.append(Block(kind, f"{number}{text}" if kind == "list_item" else text, level))
                number = ""
    return [block for block in blocks if block.text]


def _join_inline(tokens: Sequence[Token]) -> str:
    """The text of a block, its lines separated by line feeds: links as their text, no images, no footnote marks."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return re.sub(r"\[\^[^\]]{1,40}\]", "", "".join(parts)).strip()
