"""Read a page by the structure of a tagged PDF (ISO 32000-1, 14.7 and 14.8): headings, paragraphs, lists, tables."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audiobrief.article.documents.assembly import Paragraph
from audiobrief.article.documents.hyphens import join_lines
from audiobrief.article.documents.numbering import SUPERSCRIPT_DIGITS
from audiobrief.article.documents.pdf_text import Run
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.article.tables import guess_head, is_layout, read_table
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import BlockKind

_HEADING = lazy_regex(r"H([1-6]?)")
_SKIPPED = frozenset({"Artifact", "TOC", "TOCI", "Index", "Figure", "Formula", "Form", "Annot", "PageNum"})
_NOTES = frozenset({"Note", "FENote"})
_INLINE = frozenset({"Span", "Link", "Em", "Strong", "Reference", "Quote", "Code", "Sub", "Ruby", "RB", "NonStruct"})
_BULLET = lazy_regex(r"[\s•‣▪◦●■·–—*o\uf000-\uf0ff-]*")
# A note of a web page ends with a link back to its call.
_LINK_BACK = lazy_regex(r"\s*[↩↵][\ufe0e\ufe0f]?\s*$")
# The structure is used if it holds this part of the characters of a page that are no artifacts.
_MIN_PART = 0.8


@dataclass(slots=True)
class _Text:
    """Text being put together, with how much of it is bold, and in which size."""

    text: str = ""
    baseline: float | None = None
    bold: int = 0
    plain: int = 0
    size: float = 0.0


class StructureReader:
    """Reads the structure of one page. `words` are those of the document; `notes` gets the notes."""

    def __init__(self, page: Any, runs: Sequence[Run], words: Collection[str], reading: ReadingOptions) -> None:
        import pypdfium2.raw as pdfium

        self._api: Any = pdfium
        self._page, self._words, self._reading = page, words, reading
        self._by_mark: dict[int, list[Run]] = {}
        for run in runs:
            if run.mark >= 0:
                self._by_mark.setdefault(run.mark, []).append(run)
        self._total = sum(len(run.text) for run in runs if not run.artifact)
        self._used: set[int] = set()
        self.notes: list[str] = []

    def read(self) -> list[Paragraph] | None:
        """The paragraphs of the page in the order of its structure; None if that holds too little of its text."""
        tree = self._api.FPDF_StructTree_GetForPage(self._page.raw)
        if not tree:
            return None
        try:
            found: list[Paragraph] = []
            for at in range(self._api.FPDF_StructTree_CountChildren(tree)):
                if element := self._api.FPDF_StructTree_GetChildAtIndex(tree, at):
                    found += self._read_block(element, "paragraph")
            covered = sum(len(run.text) for mark in self._used for run in self._by_mark.get(mark, ()))
            return found if covered >= _MIN_PART * self._total else None
        finally:
            self._api.FPDF_StructTree_Close(tree)

    def _read_block(self, element: Any, kind: BlockKind) -> list[Paragraph]:
        name = self._get_type(element)
        if name in _SKIPPED:
            self._mark_used(element)
            return []
        if name in _NOTES:
            self.notes.append(re.sub(r"^\W*\d{1,3}[\W_]+(?=\w)", "", self._collect(element).text))
            return []
        if heading := _HEADING.fullmatch(name):
            return self._make(self._collect(element), "heading", int(heading[1] or 1))
        if name == "Title":
            return [replace(each, is_title=True) for each in self._make(self._collect(element), "paragraph")]
        if name == "Caption":
            text = self._collect(element)
            return self._make(text, "caption") if self._reading.captions == "read" else []
        if name == "Table":
            return self._read_table(element)
        if name == "LI" or any(self._get_type(child) == "Lbl" for child in self._list_elements(element)):
            return self._read_item(element)
        inner: BlockKind = "quotation" if name == "BlockQuote" else kind
        if name == "P" or not any(self._is_block(child) for child in self._list_elements(element)):
            return self._make(self._collect(element), inner)
        found: list[Paragraph] = []
        for child in self._list_elements(element):
            found += self._read_block(child, inner)
        return found

    def _read_item(self, element: Any) -> list[Paragraph]:
        """An item of a list with its number, and the lists within it."""
        own, inner = _Text(), list[Paragraph]()
        for child in self._list_children(element):
            if isinstance(child, int):
                self._add(own, child)
                continue
            name = self._get_type(child)
            if name == "Lbl":
                label = self._collect(child).text.strip()
                own.text += "" if _BULLET.fullmatch(label) else f"{label} "
            elif name == "L":
                inner += self._read_block(child, "list_item")
            else:
                self._collect_item(child, own, inner)
        own.text = re.sub(r"^[•‣▪◦●■·]\s*", "", own.text)
        if _LINK_BACK.search(own.text):
            self.notes.append(_LINK_BACK.sub("", re.sub(r"^\W*\d{1,3}\.\s", "", own.text)))
            return inner
        return [*self._make(own, "list_item"), *inner]

    def _collect_item(self, element: Any, own: _Text, inner: list[Paragraph]) -> None:
        """Collect the text of an item's body, and the lists in it apart."""
        for child in self._list_children(element):
            if isinstance(child, int):
                self._add(own, child)
            elif self._get_type(child) == "L":
                inner += self._read_block(child, "list_item")
            else:
                self._collect_item(child, own, inner)

    def _read_table(self, table: Any) -> list[Paragraph]:
        rows: list[list[str]] = []
        heads: list[bool] = []
        for row in self._find(table, "TR"):
            cells = [cell for cell in self._list_elements(row) if self._get_type(cell) in ("TH", "TD")]
            rows.append([self._collect(cell).text for cell in cells])
            heads.append(bool(cells) and all(self._get_type(cell) == "TH" for cell in cells))
        if is_layout(rows):
            return [Paragraph("paragraph", cell) for row in rows for cell in row if cell]
        has_head = bool(heads) and (heads[0] or guess_head(rows))
        return [Paragraph("paragraph", each.text) for each in read_table(rows, self._reading.tables, has_head=has_head)]

    def _find(self, element: Any, name: str) -> Iterator[Any]:
        for child in self._list_elements(element):
            if self._get_type(child) == name:
                yield child
            else:
                yield from self._find(child, name)

    def _make(self, text: _Text, kind: BlockKind, level: int = 0) -> list[Paragraph]:
        words = " ".join(text.text.split())
        if not words:
            return []
        return [Paragraph(kind, words, level, text.bold > 0 and not text.plain, text.size)]

    def _collect(self, element: Any) -> _Text:
        """All text of an element, on one line."""
        found = _Text()
        self._collect_into(element, found)
        return found

    def _collect_into(self, element: Any, found: _Text) -> None:
        if actual := self._get_string(self._api.FPDF_StructElement_GetActualText, element):
            self._mark_used(element)
            found.text += actual
            return
        for child in self._list_children(element):
            if isinstance(child, int):
                self._add(found, child)
            elif self._get_type(child) in _NOTES:
                self.notes.append(re.sub(r"^\W*\d{1,3}[\W_]+(?=\w)", "", self._collect(child).text))
            elif self._get_type(child) not in _SKIPPED:
                self._collect_into(child, found)
            else:
                self._mark_used(child)

    def _add(self, found: _Text, mark: int) -> None:
        """Add the characters of a marked content."""
        self._used.add(mark)
        for run in self._by_mark.get(mark, ()):
            before = found.baseline
            raised = before is not None and run.size < 0.9 * found.size and run.baseline > before + 0.1 * run.size
            if raised and run.text.strip().isdigit():
                # The call of a note, or an exponent.
                found.text += run.text.strip().translate(SUPERSCRIPT_DIGITS)
                continue
            if before is not None and abs(run.baseline - before) > 0.5 * max(run.size, 1):
                found.text = join_lines(found.text, run.text, self._words)
            else:
                found.text += f" {run.text}" if run.spaced and found.text else run.text
            found.baseline = run.baseline
            found.size = max(found.size, run.size)
            length = len(run.text.strip())
            found.bold += length if run.bold else 0
            found.plain += 0 if run.bold else length

    def _mark_used(self, element: Any) -> None:
        for child in self._list_children(element):
            if isinstance(child, int):
                self._used.add(child)
            else:
                self._mark_used(child)

    def _is_block(self, element: Any) -> bool:
        """Whether an element is no part of a line: it is of a block's type, or holds such an element."""
        return self._get_type(element) not in _INLINE or any(map(self._is_block, self._list_elements(element)))

    def _list_children(self, element: Any) -> Iterator[Any]:
        """The children of an element in order: elements, and the numbers of marked contents.

        PDFium gives no element below the 33rd level. One that is listed twice is read once: where each is, reading
        takes twice the time at every level.
        """
        api = self._api
        seen: set[int | None] = set()
        for at in range(api.FPDF_StructElement_CountChildren(element)):
            if child := api.FPDF_StructElement_GetChildAtIndex(element, at):
                place = ctypes.cast(child, ctypes.c_void_p).value
                if place not in seen:
                    seen.add(place)
                    yield child
            elif (mark := api.FPDF_StructElement_GetChildMarkedContentID(element, at)) >= 0:
                yield mark

    def _list_elements(self, element: Any) -> Iterator[Any]:
        return (child for child in self._list_children(element) if not isinstance(child, int))

    def _get_type(self, element: Any) -> str:
        return self._get_string(self._api.FPDF_StructElement_GetType, element)

    def _get_string(self, get: Any, element: Any) -> str:
        length = get(element, None, 0)
        if length <= 2:
            return ""
        buffer = ctypes.create_string_buffer(length)
        get(element, buffer, length)
        return buffer.raw[: length - 2].decode("utf-16-le", "replace")
