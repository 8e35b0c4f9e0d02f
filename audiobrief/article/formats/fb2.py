"""Parse FictionBook 2 (.fb2, also in a ZIP archive)."""

from __future__ import annotations

import re
from typing import Any

from audiobrief.article.documents.archive import Archive
from audiobrief.article.documents.assembly import Paragraph, Properties, make_article, parse_day
from audiobrief.article.documents.faults import make_damage_error
from audiobrief.article.documents.numbering import SUPERSCRIPT_DIGITS
from audiobrief.article.documents.xml import find_text, get_attribute, get_name, parse_xml
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.article.tables import guess_head, is_layout, read_table
from audiobrief.model import Article, BlockKind

# Pictures, in base64.
_BINARY = re.compile(rb"<binary\b.*?</binary>", re.S)
_KINDS: dict[str, BlockKind] = {"p": "paragraph", "v": "paragraph", "text-author": "paragraph", "date": "paragraph"}
_QUOTED = frozenset({"cite", "epigraph", "annotation"})
_MAX_LEVEL = 6


def parse_fb2(content: bytes, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The text of a book: its sections are chapters, its notes are apart. Raises ArticleError if it is damaged."""
    if content.startswith(b"PK"):
        archive = Archive(content, address)
        content = archive.read(next((name for name in archive.names if name.lower().endswith(".fb2")), ""))
    root = parse_xml(_BINARY.sub(b"", content), address, recover=True)
    if get_name(root) != "FictionBook":
        raise make_damage_error(address)
    bodies = list(root.iterfind("{*}body"))
    reader = _Reader(reading)
    notes: list[str] = []
    for body in bodies:
        if get_attribute(body, "name") in ("notes", "comments", "footnotes"):
            notes += [_join_note(section) for section in body.iter("{*}section")]
        else:
            reader.read(body, 0, "paragraph")
    about = root.find("{*}description/{*}title-info")
    title = find_text(about, "book-title")
    properties = Properties(
        title=title,
        byline=", ".join(_list_authors(about)),
        published=_find_day(root, about),
        language=find_text(about, "lang"),
        source=find_text(root.find("{*}description/{*}publish-info"), "publisher"),
    )
    named = [Paragraph("paragraph", title, is_title=True)] if title else []
    return make_article([*named, *reader.paragraphs], notes, properties, address, reading)


class _Reader:
    """Collects the paragraphs of a body in order."""

    def __init__(self, reading: ReadingOptions) -> None:
        self._reading = reading
        self.paragraphs: list[Paragraph] = []

    def read(self, container: Any, depth: int, kind: BlockKind) -> None:
        for element in container:
            name = get_name(element)
            if name == "title":
                words = ". ".join(text.rstrip(".") for each in element.iterfind("{*}p") if (text := _join_text(each)))
                self.paragraphs.append(Paragraph("heading", words, min(max(depth, 1), _MAX_LEVEL)))
            elif name == "subtitle":
                self.paragraphs.append(Paragraph("heading", _join_text(element), min(max(depth + 1, 3), _MAX_LEVEL)))
            elif name == "section":
                self.read(element, depth + 1, kind)
            elif name == "table":
                self._read_table(element)
            elif name in _KINDS:
                self.paragraphs.append(Paragraph(kind, _join_text(element), bold=_is_bold(element)))
            elif name not in ("image", "empty-line"):
                self.read(element, depth, "quotation" if name in _QUOTED else kind)

    def _read_table(self, table: Any) -> None:
        rows = [[_join_text(cell) for cell in row] for row in table.iter("{*}tr")]
        first = next(table.iter("{*}tr"), ())
        has_head = all(get_name(cell) == "th" for cell in first) or guess_head(rows)
        if is_layout(rows):
            self.paragraphs += [Paragraph("paragraph", cell) for row in rows for cell in row]
        else:
            made = read_table(rows, self._reading.tables, has_head=has_head)
            self.paragraphs += [Paragraph("paragraph", block.text) for block in made]


def _is_bold(element: Any) -> bool:
    """Whether all text of a paragraph is strong."""
    return (
        bool(len(element))
        and not (element.text or "").strip()
        and all(get_name(child) == "strong" and not (child.tail or "").strip() for child in element)
    )


def _join_text(element: Any) -> str:
    """The text of a paragraph without the calls of notes."""
    parts: list[str] = [element.text or ""]
    for child in element:
        text = "" if get_name(child) == "a" and get_attribute(child, "type") == "note" else _join_text(child)
        if get_name(child) == "sup" and text.isdigit():
            # A number that links to a place is the call of a note; another is no part of the number before it.
            text = "" if get_name(element) == "a" else text.translate(SUPERSCRIPT_DIGITS)
        parts.append(text)
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _join_note(section: Any) -> str:
    return " ".join(_join_text(each) for each in section.iter("{*}p") if get_name(each.getparent()) != "title")


def _list_authors(about: Any) -> list[str]:
    authors = about.iterfind("{*}author") if about is not None else ()
    names = (" ".join(find_text(each, part) for part in ("first-name", "middle-name", "last-name")) for each in authors)
    return [" ".join(name.split()) for name in names if name.strip()]


def _find_day(root: Any, about: Any) -> Any:
    """The day in the book's own date, else in that of the file."""
    for parent in (about, root.find("{*}description/{*}document-info")):
        for element in parent.iterfind("{*}date") if parent is not None else ():
            if day := parse_day(get_attribute(element, "value")) or parse_day(element.text or ""):
                return day
    return None
