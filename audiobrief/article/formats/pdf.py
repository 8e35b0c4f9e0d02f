"""Parse PDF documents with PDFium: by their structure if they are tagged, else by where the lines stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from audiobrief.article.documents.assembly import Paragraph, Properties, make_article, parse_day
from audiobrief.article.documents.faults import make_damage_error, make_library_error, make_password_error
from audiobrief.article.documents.hyphens import collect_words, join_lines
from audiobrief.article.documents.pdf_lines import make_lines
from audiobrief.article.documents.pdf_paragraphs import (
    FIGURE_CAPTION,
    PagedParagraph,
    find_body_size,
    make_paragraphs,
    remove_contents,
    remove_running_heads,
    take_notes,
)
from audiobrief.article.documents.pdf_streams import check_streams
from audiobrief.article.documents.pdf_structure import StructureReader
from audiobrief.article.documents.pdf_text import Run, read_runs
from audiobrief.article.limits import check_characters
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.errors import ArticleError
from audiobrief.lazy_regex import lazy_regex
from audiobrief.messages import Message, counted, message
from audiobrief.model import Article

_MAX_PAGES = 5000
# FPDF_GetLastError.
_PASSWORD = 4
# A page with fewer letters holds a picture, or nothing.
_MIN_LETTERS = 3
# A text with more characters that stand for none has fonts without letters.
_MAX_NAMELESS = 0.3
_NAMELESS = lazy_regex("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_TITLE_PLACE, _TITLE_FACTOR = 6, 1.2
_SENTENCE_END = lazy_regex(r"[.!?…:][»”\"’)\]\s]*$")


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the document's outline (bookmarks)."""

    title: str
    page: int
    level: int


def parse_pdf(content: bytes, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in a PDF: paragraphs in reading order, headings, lists, tables, without running heads.

    Raises ArticleError if it is damaged, protected, too long, or has pictures of text only.
    """
    document = _open_document(content, address)
    try:
        return _read_document(document, address, reading)
    finally:
        document.close()


def _open_document(content: bytes, address: str) -> Any:
    try:
        import pypdfium2
    except ImportError as error:
        raise make_library_error(address, message("a PDF"), "pypdfium2") from error
    check_streams(content, address)
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise make_password_error(address) from error
        raise make_damage_error(address) from error


def _read_document(document: Any, address: str, reading: ReadingOptions) -> Article:
    count = len(document)
    if count > _MAX_PAGES:
        raise ArticleError(
            "'{address}' has {count} pages, but the limit is {most}: split it first.",
            address=address or "standard input",
            count=count,
            most=_MAX_PAGES,
        )
    pages = _read_pages(document, address)
    pictures = sum(not _has_letters(runs) for runs in pages)
    text = "".join(run.text for runs in pages for run in runs)
    if pictures == count or len(_NAMELESS.findall(text)) > _MAX_NAMELESS * len(text):
        raise ArticleError(
            "'{address}' has no text, only pictures of its pages: have them recognized by an OCR program first.",
            address=address or "standard input",
        )
    tagged = _read_structure(document, pages, reading)
    paged, notes = tagged if tagged else _read_layout(pages, reading)
    paged = _mark_outline(paged, list(_list_outline(document)))
    paragraphs = [each.paragraph for each in paged]
    if reading.captions == "skip":
        paragraphs = [each for each in paragraphs if not (each.kind == "paragraph" and FIGURE_CAPTION.match(each.text))]
    about = document.get_metadata_dict()
    properties = Properties(
        about.get("Title", ""), about.get("Author", "").replace(";", ", "), parse_day(about.get("CreationDate", "")),
        _get_language(document),
    )  # fmt: skip
    remarks: list[Message] = []
    if pictures:
        remarks.append(
            counted(
                "{count} page is only a picture, and is not read: an OCR program recognizes its text.",
                "{count} pages are only pictures, and are not read: an OCR program recognizes their text.",
                count=pictures,
            )
        )
    return make_article(_mark_title(paragraphs), notes, properties, address, reading, remarks)


def _read_pages(document: Any, address: str) -> list[list[Run]]:
    """The runs of each page. Raises ArticleError as soon as there are too many characters."""
    from pypdfium2 import PdfiumError

    found: list[list[Run]] = []
    characters = 0
    for number in range(len(document)):
        try:
            page = document[number]
            runs = read_runs(page)
            page.close()
        except PdfiumError:  # a page that is damaged
            runs = []
        characters += sum(len(run.text) for run in runs)
        check_characters(characters, address)
        found.append(runs)
    return found


def _has_letters(runs: Sequence[Run]) -> bool:
    return sum(mark.isalnum() for run in runs for mark in run.text) >= _MIN_LETTERS


def _read_structure(
    document: Any, pages: Sequence[Sequence[Run]], reading: ReadingOptions
) -> tuple[list[PagedParagraph], list[str]] | None:
    """The paragraphs and notes of a tagged document; None if it is not, or if its structure leaves out text."""
    import pypdfium2.raw as pdfium

    if not pdfium.FPDFCatalog_IsTagged(document.raw):
        return None
    words = collect_words(run.text for runs in pages for run in runs)
    found: list[PagedParagraph] = []
    notes: list[str] = []
    for number, runs in enumerate(pages):
        if not _has_letters(runs):
            continue
        page = document[number]
        reader = StructureReader(page, runs, words, reading)
        paragraphs = reader.read()
        page.close()
        if paragraphs is None:
            return None
        notes += reader.notes
        for paragraph in paragraphs:
            last = found[-1] if found else None
            if last and last.page < number and paragraph is paragraphs[0] and _runs_on(last.paragraph, paragraph):
                joined = replace(last.paragraph, text=join_lines(last.paragraph.text, paragraph.text, words))
                found[-1] = PagedParagraph(joined, last.page)
            else:
                found.append(PagedParagraph(paragraph, number))
    return found, notes


def _runs_on(last: Paragraph, following: Paragraph) -> bool:
    """Whether a paragraph goes on at the top of the next page."""
    return (
        last.kind == following.kind != "heading" and not _SENTENCE_END.search(last.text) and following.text[0].islower()
    )


def _read_layout(pages: Sequence[Sequence[Run]], reading: ReadingOptions) -> tuple[list[PagedParagraph], list[str]]:
    """The paragraphs and notes of a document without structure."""
    lined = remove_contents(remove_running_heads([make_lines(runs) for runs in pages]))
    words = collect_words(line.text for lines in lined for line in lines)
    body = find_body_size(lined)
    kept, notes = [], list[str]()
    for lines in lined:
        rest, found = take_notes(lines, body, words)
        kept.append(rest)
        notes += found
    return make_paragraphs(kept, words, reading), notes


def _list_outline(document: Any) -> list[_Entry]:
    from pypdfium2 import PdfiumError

    found: list[_Entry] = []
    try:
        for bookmark in document.get_toc(max_depth=4):
            target = bookmark.get_dest()
            page = target.get_index() if target else None
            # Links within a document that was converted may be entries too: « 1 », « ↩ ».
            if page is not None and _reduce(title := " ".join(bookmark.get_title().split())):
                found.append(_Entry(title, page, bookmark.level + 1))
    except (PdfiumError, ValueError, RecursionError):  # an outline that is damaged
        return []
    return found


def _mark_outline(paged: list[PagedParagraph], entries: Sequence[_Entry]) -> list[PagedParagraph]:
    """The paragraphs, of which those that the outline names are headings, if it finds most of its entries."""
    if any(each.paragraph.kind == "heading" for each in paged) or len(entries) < 2:
        return paged
    places: dict[int, int] = {}
    start = 0
    for entry in entries:
        wanted = _reduce(entry.title)
        for at in range(start, len(paged)):
            if paged[at].page > entry.page + 1:
                break
            own = _reduce(paged[at].paragraph.text)
            if (
                paged[at].page >= entry.page - 1
                and own
                and (own == wanted or (own.endswith(wanted) and len(own) < len(wanted) + 14))
            ):
                places[at], start = entry.level, at + 1
                break
    if len(places) < 0.5 * len(entries):
        return paged
    return [
        replace(each, paragraph=replace(each.paragraph, kind="heading", level=places[at])) if at in places else each
        for at, each in enumerate(paged)
    ]


def _mark_title(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs with the one in the largest type among the first as the title."""
    if any(each.is_title for each in paragraphs):
        return paragraphs
    first = [
        (each.size, -at)
        for at, each in enumerate(paragraphs[:_TITLE_PLACE])
        if each.kind in ("paragraph", "heading") and any(mark.isalpha() for mark in each.text)
    ]
    if not first:
        return paragraphs
    size, place = max(first)
    others = [each.size for at, each in enumerate(paragraphs) if at != -place]
    usual = sorted(others)[len(others) // 2] if others else size
    if size < _TITLE_FACTOR * usual or sum(each >= size for each in others):
        return paragraphs
    made = list(paragraphs)
    made[-place] = replace(made[-place], kind="paragraph", is_title=True)
    return made


def _get_language(document: Any) -> str:
    """The language that the catalogue of a document declares; empty if it does not."""
    import ctypes

    import pypdfium2.raw as pdfium

    length = pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _reduce(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).lower()
