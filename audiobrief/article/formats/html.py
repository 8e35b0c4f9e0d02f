"""Web pages by trafilatura: the article without what surrounds it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from audiobrief.article.boilerplate import without_furniture
from audiobrief.article.formats.html_limits import within_limits
from audiobrief.article.formats.html_tables import without_layout_tables
from audiobrief.article.limits import check_paragraphs
from audiobrief.model import Article, Block, BlockKind

_KINDS: dict[str, BlockKind] = {"head": "heading", "p": "paragraph", "quote": "quotation", "item": "list_item"}


def parsed(text: str, address: str) -> Article:
    """The article in a page: title, author, date, site, headings kept. Raises ArticleError for one that is too long."""
    text = within_limits(_raised(text), address)
    found = _made_out(text, address)
    blocks = _blocks(found.body) if found is not None and found.body is not None else []
    if (page := without_layout_tables(text, _words(blocks))) and (other := _made_out(page, address)):
        text, found, blocks = page, other, _blocks(other.body)
    if len(blocks) < 2:
        blocks = _parted(blocks, _everything(text), is_page=bool(_PAGE.search(text)))
    check_paragraphs(len(blocks), address)
    blocks, signed = without_furniture(blocks)
    title = " ".join((getattr(found, "title", None) or _tag(text, "title") or "").split())
    byline = (getattr(found, "author", None) or "").replace(";", ",") or signed.byline
    source = getattr(found, "sitename", None) or ""
    published = _date(getattr(found, "date", None) or "") or signed.published
    if title and blocks and blocks[0].kind == "heading" and _same(blocks[0].text, title):
        blocks = blocks[1:]
    return Article(title, tuple(blocks), byline, published, source, address, _language(text))


def _made_out(text: str, address: str) -> Any:
    """What trafilatura takes for the article; None where it finds none, or would take minutes to look."""
    from trafilatura import bare_extraction

    if text.count("<") > _MOST_MARKS:
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


# Of tags: a book of a thousand pages has less. trafilatura goes over each some dozen times.
_MOST_MARKS = 200_000
_PAGE = re.compile(r"<(?:html|body)\b", re.I)


def _parted(found: list[Block], everything: list[Block], *, is_page: bool) -> list[Block]:
    """Of the words of something short trafilatura makes one paragraph, or leaves some out: all of them, where nothing
    was found, where they are the same, or where no page stands around what was."""
    if not found or _words(found) == _words(everything):
        return everything
    return everything if not is_page and _words(found) in _words(everything) else found


def _words(blocks: list[Block]) -> str:
    return "".join("".join(block.text.split()) for block in blocks)


_RAISED = re.compile(
    r"(?:(?<!\s)\s++)?+<sup\b[^>]{0,200}>\s*(?:<a\b[^>]{0,400}>)?\s*\[?(\d{1,3})\]?\s*(?:</a>)?\s*</sup>", re.I
)
_RAISED_FIGURES = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _raised(text: str) -> str:
    """The page with raised figures as characters of their own: a note's number is not a figure of the sentence."""
    return _RAISED.sub(lambda found: found[1].translate(_RAISED_FIGURES), text)


def _same(left: str, right: str) -> bool:
    def bare(text: str) -> str:
        return re.sub(r"\W+", "", text.lower())

    return bare(left) == bare(right) or bare(right).startswith(bare(left))


def _blocks(body: Any) -> list[Block]:
    """trafilatura's tree as blocks, in order."""
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


def _everything(text: str) -> list[Block]:
    """Every visible paragraph, where no article was made out."""
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
        for name, parts in _own_words(tree)
        if (words := " ".join("".join(parts).split()))
    ]
    if not blocks:
        words = " ".join(tree.text_content().split())
        blocks = [Block("paragraph", words)] if words else []
    return blocks


_SPOKEN = frozenset({"h1", "h2", "h3", "h4", "p", "li", "blockquote"})


def _own_words(tree: Any) -> list[tuple[str, list[str]]]:
    """Each element that is spoken, in order, with its words but those of another such within it."""
    from lxml import etree

    found: list[tuple[str, list[str]]] = []
    inside: list[list[str]] = []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        spoken = element.tag in _SPOKEN
        if event == "start":
            if spoken:
                inside.append([])
                found.append((element.tag, inside[-1]))
            if inside:
                inside[-1].append(element.text or "")
            continue
        if spoken:
            inside.pop()
        if inside:
            # Where another was, words part: it is said after them.
            inside[-1].append(f" {element.tail or ''}" if spoken else element.tail or "")
    return found


def _tag(text: str, name: str) -> str:
    from html import unescape

    found = re.search(rf"<{name}[^>]{{0,200}}>([^<]{{1,400}})</{name}>", text, re.I)
    return unescape(found[1]) if found else ""


def _language(text: str) -> str:
    found = re.search(r"<html[^>]{0,400}\blang=[\"']?([A-Za-z]{2,3})", text[:5000], re.I)
    return found[1].lower() if found else "fr"


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None
