"""Parse web pages with trafilatura, which finds the article in a page."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice
from typing import Any

from audiobrief.article.boilerplate import remove_boilerplate
from audiobrief.article.html_limits import fit_parser_limits
from audiobrief.article.limits import check_paragraphs
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.model import Article, Block, BlockKind

_KINDS: dict[str, BlockKind] = {"head": "heading", "p": "paragraph", "quote": "quotation", "item": "list_item"}

# More than a book of a thousand pages has; trafilatura visits each tag about a dozen times.
_MAX_TAGS = 200_000
_PAGE = re.compile(r"<(?:html|body)\b", re.I)
_TEXT_ELEMENTS = frozenset({"h1", "h2", "h3", "h4", "p", "li", "blockquote"})
_SUPERSCRIPT = re.compile(
    r"(?:(?<!\s)\s++)?+<sup\b[^>]{0,200}>\s*(?:<a\b[^>]{0,400}>)?\s*\[?(\d{1,3})\]?\s*(?:</a>)?\s*</sup>", re.I
)
_SUPERSCRIPT_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# A cell with more letters than this contains text, not a name or a number.
_MIN_TEXT_CELL, _MAX_CELLS = 200, 2000
_TABLE = re.compile(r"<table\b", re.I)
_BREAKS = re.compile(r"(?:<br\s*/?>\s*){2,}", re.I)
_BLOCK_TAGS = ("p", "div", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table")
_TABLE_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td"})


def parse_html(text: str, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in a page, with its title, author, date, site and headings. Raises ArticleError if it is too long."""
    text = fit_parser_limits(_convert_superscripts(text), address)
    found = _extract_article(text, address)
    blocks = _convert_tree(found.body) if found is not None and found.body is not None else []
    if (page := unwrap_layout_tables(text, _join_letters(blocks))) and (other := _extract_article(page, address)):
        text, found, blocks = page, other, _convert_tree(other.body)
    if len(blocks) < 2:
        blocks = _choose_blocks(blocks, _find_all_paragraphs(text), is_page=bool(_PAGE.search(text)))
    check_paragraphs(len(blocks), address)
    blocks, attribution = remove_boilerplate(blocks)
    title = " ".join((getattr(found, "title", None) or _find_tag_text(text, "title") or "").split())
    byline = (getattr(found, "author", None) or "").replace(";", ",") or attribution.byline
    source = getattr(found, "sitename", None) or ""
    published = _parse_iso_date(getattr(found, "date", None) or "") or attribution.published
    if title and blocks and blocks[0].kind == "heading" and _starts_with_title(blocks[0].text, title):
        blocks = blocks[1:]
    return Article(title, tuple(blocks), byline, published, source, address, _find_language(text))


def _extract_article(text: str, address: str) -> Any:
    """What trafilatura finds; None if it finds no article, or if searching the page would take minutes."""
    from trafilatura import bare_extraction

    if text.count("<") > _MAX_TAGS:
        return None
    return bare_extraction(
        text,
        url=address or None,
        favor_recall=True,
        include_comments=False,
        include_tables=False,
        include_images=False,
        include_formatting=False,
        with_metadata=True,
    )


def _choose_blocks(found: list[Block], everything: list[Block], *, is_page: bool) -> list[Block]:
    """The blocks that trafilatura found, or all blocks of the page if these are better.

    Of a short text trafilatura makes a single paragraph, or omits some words. All blocks are taken if it found nothing,
    if they have the same words, or if the text is a fragment, not a page.
    """
    if not found or _join_letters(found) == _join_letters(everything):
        return everything
    return everything if not is_page and _join_letters(found) in _join_letters(everything) else found


def _join_letters(blocks: list[Block]) -> str:
    """The text of the blocks without white space, for comparing."""
    return "".join("".join(block.text.split()) for block in blocks)


def _convert_superscripts(text: str) -> str:
    """The page with superscript numbers as superscript characters, so that notes are not read as part of a number."""
    return _SUPERSCRIPT.sub(lambda found: found[1].translate(_SUPERSCRIPT_DIGITS), text)


def _starts_with_title(left: str, right: str) -> bool:
    """Whether two titles are equal, or `right` starts with `left`, apart from case and punctuation."""

    def bare(text: str) -> str:
        return re.sub(r"\W+", "", text.lower())

    return bare(left) == bare(right) or bare(right).startswith(bare(left))


def _convert_tree(body: Any) -> list[Block]:
    """The blocks of trafilatura's tree, in order."""
    blocks: list[Block] = []
    for element in body.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag not in _KINDS or any(parent.tag in _KINDS for parent in element.iterancestors()):
            continue
        words = " ".join("".join(element.itertext()).split())
        if words:
            level = int(str(element.get("rend", "h2"))[-1:] or 2) if tag == "head" else 0
            blocks.append(Block(_KINDS[tag], words, level))
    return blocks


def _find_all_paragraphs(text: str) -> list[Block]:
    """All visible paragraphs of a page."""
    from lxml import etree, html

    try:
        tree = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return []
    for element in tree.xpath("//script|//style|//noscript|//nav|//header|//footer|//form|//template|//head"):
        element.drop_tree()
    for element in tree.xpath("//br|//td|//th|//div|//dt|//dd"):
        element.tail = f" {element.tail or ''}"
    blocks = [
        Block("heading", words, int(name[1])) if name.startswith("h") else Block("paragraph", words)
        for name, parts in _collect_own_text(tree)
        if (words := " ".join("".join(parts).split()))
    ]
    if not blocks:
        words = " ".join(tree.text_content().split())
        blocks = [Block("paragraph", words)] if words else []
    return blocks


def _collect_own_text(tree: Any) -> list[tuple[str, list[str]]]:
    """Each text element in order, with its text but not that of text elements inside it."""
    from lxml import etree

    found: list[tuple[str, list[str]]] = []
    inside: list[list[str]] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        is_text = element.tag in _TEXT_ELEMENTS
        if event == "start":
            if is_text:
                inside.append([])
                found.append((element.tag, inside[-1]))
            if inside:
                inside[-1].append(element.text or "")
            continue
        if is_text:
            inside.pop()
        if inside:
            # A nested element separates words; its own text is spoken afterwards.
            inside[-1].append(f" {element.tail or ''}" if is_text else element.tail or "")
    return found


def _find_tag_text(text: str, name: str) -> str:
    """The text of the first element `name`; empty if there is none."""
    from html import unescape

    found = re.search(rf"<{name}[^>]{{0,200}}>([^<]{{1,400}})</{name}>", text, re.I)
    return unescape(found[1]) if found else ""


def _find_language(text: str) -> str:
    """The language code that the page declares, else `fr`."""
    found = re.search(r"<html[^>]{0,400}\blang=[\"']?([A-Za-z]{2,3})", text[:5000], re.I)
    return found[1].lower() if found else "fr"


def _parse_iso_date(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def unwrap_layout_tables(text: str, known: str) -> str:
    """The page with the cells of layout tables turned into <p> and <div>; empty if it has no article in such tables.

    Old pages are laid out with tables, so their text is in cells instead of paragraphs. There is an article in them if
    the cells contain more text that is missing from `known`, the text found so far without white space, than `known`
    is long.
    """
    if not _TABLE.search(text):
        return ""
    from lxml import etree, html

    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return ""
    cells = (cell for cell in tree.iter("td") if cell.find(".//table") is None)
    texts = ("".join(cell.text_content().split()) for cell in cells)
    long = islice((words for words in texts if len(words) > _MIN_TEXT_CELL), _MAX_CELLS)
    if sum(len(words) for words in long if words not in known) <= len(known):
        return ""
    of_data = {next(head.iterancestors("table"), None) for head in tree.iter("th", "caption")}
    # From the inside out: the table of a part must not have been renamed yet.
    for part in reversed(list(tree.iter(*_TABLE_PARTS))):
        table = part if part.tag == "table" else next(part.iterancestors("table"), None)
        if table not in of_data:
            part.tag = "p" if part.tag == "td" and next(part.iter(*_BLOCK_TAGS), None) is None else "div"
    written: str = html.tostring(tree, encoding="unicode")
    return _BREAKS.sub("<p>", written)
