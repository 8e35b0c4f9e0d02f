"""Read HTML and XHTML that hold nothing but a text, as books and e-mails do: all of it is read, in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from audiobrief.article.documents.assembly import Paragraph
from audiobrief.article.html_limits import fit_parser_limits
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.article.web.document import parse_page, remove_invisible
from audiobrief.article.web.paragraphs import PageBlock, list_blocks
from audiobrief.lazy_regex import lazy_regex

# XHTML writes empty elements as <a id="x"/>, which in HTML would be left open.
_EMPTY = lazy_regex(
    r"<((?!(?:br|hr|img|input|link|meta|col|wbr|area|base|source|track|embed|param)\b)[A-Za-z][\w:-]{0,30})"
    r"((?:\s[^<>]{0,4000})?)/>",
    re.I,
)
_NOTE_TYPES = frozenset({"footnote", "endnote", "rearnote", "note", "footnotes", "endnotes", "rearnotes"})
_NOTE_ROLES = frozenset({"doc-footnote", "doc-endnote", "doc-endnotes"})
_NOTE_CLASS = lazy_regex(r"(?:^|\s)(?:foot|end|rear)notes?(?=$|[\s_-])", re.I)
_SKIPPED_TYPES = frozenset(
    {"pagebreak", "toc", "landmarks", "page-list", "cover", "index", "copyright-page", "titlepage"}
)
_LABEL = lazy_regex(r"^\W*(?:\d{1,4}|[*†‡]|[a-z])[\W_]+(?=\w)|^\W*(?:\d{1,4}|[*†‡])(?=[A-ZÀ-Þ«])|[\s↩︎↑^↵]+$")


@dataclass(frozen=True, slots=True)
class MarkupText:
    """The blocks of a text, the notes that were in it, and its tree, as it was before and after."""

    blocks: Sequence[PageBlock]
    notes: Sequence[str]
    elements: Sequence[Any]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [Paragraph(block.kind, block.text, block.level, block.bold > 0.95) for block in self.blocks]


def read_markup(text: str, address: str, reading: ReadingOptions) -> MarkupText:
    """The blocks of all of an HTML or XHTML text. Raises ArticleError if it is too long."""
    tree = parse_page(fit_parser_limits(_EMPTY.sub(r"<\1\2></\1>", text), address))
    if tree is None:
        return MarkupText((), (), ())
    elements = list(tree.iter())
    notes = _take_notes(tree)
    remove_invisible(tree, keep_notes=False)
    blocks = [block for block in list_blocks(tree, reading) if block.kind != "caption" or reading.captions == "read"]
    return MarkupText(blocks, notes, elements)


def _take_notes(tree: Any) -> list[str]:
    """Remove the notes of a text, and what is no text of a book; return the notes."""
    notes: list[str] = []
    elements = iter(list(tree.iter()))
    for element in elements:
        if not isinstance(element.tag, str) or element.getparent() is None or element.tag in ("html", "body"):
            continue
        kinds = set((element.get("epub:type") or "").split())
        if kinds & _SKIPPED_TYPES or element.tag == "nav":
            pass
        elif (
            kinds & _NOTE_TYPES
            or element.get("role") in _NOTE_ROLES
            or (
                element.tag in ("aside", "section", "div", "ol", "ul")
                and _NOTE_CLASS.search(element.get("class") or "")
            )
        ):
            notes += split_notes(element)
        else:
            continue
        inside = sum(1 for _ in element.iter()) - 1
        element.drop_tree()
        # What was in it needs no look.
        next(islice(elements, inside, inside), None)
    return notes


def split_notes(element: Any) -> list[str]:
    """The notes in an element: its items or, without any, its paragraphs, each without its number."""
    for tag in ("aside", "li", "dd", "p"):
        parts = [each for each in element.iter(tag) if each is not element]
        if parts:
            break
    else:
        parts = [element]
    texts = (" ".join(part.text_content().split()) for part in parts)
    return [plain for text in texts if (plain := _LABEL.sub("", _LABEL.sub("", text)).strip())]
