"""Read the paragraphs of WordprocessingML (ECMA-376 part 1, clause 17): styles, lists, tables, notes, fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from audiobrief.article.documents.assembly import Paragraph
from audiobrief.article.documents.numbering import SUPERSCRIPT_DIGITS
from audiobrief.article.documents.typed_text import TypedText
from audiobrief.article.documents.word_numbering import Numbering, get_value
from audiobrief.article.documents.xml import get_attribute, get_name, parse_xml
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.article.tables import guess_head, is_layout, read_table
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import BlockKind

_HEADING = lazy_regex(r"(?:heading|titre|überschrift|encabezado)\s*([1-9])", re.I)
_TITLE = lazy_regex(r"title|titre|titre principal", re.I)
_QUOTE = lazy_regex(r"(?:block ?text|(?:intense )?quote|quotations?|citation(?: intense)?)", re.I)
_CAPTION = lazy_regex(r"(?:(?:image|figure|picture) ?)?caption|légende", re.I)
_AUTHOR = lazy_regex(r"authors?|auteure?s?|byline|signature", re.I)
_CONTENTS_TITLE = lazy_regex(r"(?:table of contents|contents|table des matières|sommaire)", re.I)
_CALL = lazy_regex(r"[\[(]?\d{1,3}[\])]?|[*†‡]")
_CONTENTS = lazy_regex(
    r"(?:toc|tm|contents|table of (?:figures|authorities)|table des matières|index)\s*(?:heading|\d)?", re.I
)
_LIST = lazy_regex(r"(?:list(?:e)?|puces?|liste à puces|list bullet|list number|list paragraph)\b.*", re.I)
_DELETED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "commentReference", "rt"}
)
# Bold type in a style, and the outline level that is no heading (17.3.1.20).
_OFF = frozenset({"0", "false", "off"})
_BODY_LEVEL = 9
_BREAK = "\v"


@dataclass(frozen=True, slots=True)
class _Style:
    name: str = ""
    outline: int = _BODY_LEVEL
    bold: bool = False
    size: float = 0.0
    numbering: tuple[str, int] | None = None
    raised: bool = False


class WordReader:
    """Reads the body of a document.

    `styles` and `numbering` are the roots of those parts, `note_parts` the XML of footnotes and endnotes. `notes` are
    those that the text refers to, in order.
    """

    def __init__(
        self, styles: Any, numbering: Any, note_parts: list[bytes], address: str, reading: ReadingOptions
    ) -> None:
        self._reading = reading
        self._styles = _read_styles(styles)
        self._default_size = _find_default_size(styles)
        self._default_language = _find_default_language(styles)
        self._numbers = Numbering(numbering)
        self._notes_by_id: dict[tuple[str, str], Any] = {}
        for part in note_parts:
            for note in parse_xml(part, address):
                self._notes_by_id[get_name(note), get_attribute(note, "id")] = note
        self.notes: list[str] = []
        self._languages: dict[str, int] = {}
        self._contents: set[Any] = set()

    def find_language(self) -> str:
        """The language of most of the text that was read."""
        return max(self._languages, key=lambda tag: self._languages[tag], default=self._default_language)

    def read_body(self, container: Any) -> list[Paragraph]:
        """The paragraphs in a body, a cell or a box, without those of a table of contents."""
        self._contents |= _find_contents(container)
        found: list[Paragraph] = []
        initial = ""
        for element in container:
            name = get_name(element)
            if name == "p":
                if element in self._contents:
                    continue
                made = self._read_paragraph(element)
                if made and _is_drop_cap(element):
                    # The large initial of the next paragraph (17.3.1.11).
                    initial = made[0].text.strip()
                    continue
                if made and initial:
                    made[0] = replace(made[0], text=initial + made[0].text.lstrip())
                    initial = ""
                found += made
            elif name == "tbl":
                found += self._read_table(element)
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
                if not _is_contents(element):
                    found += self.read_body(element)
            elif name == "AlternateContent":
                found += self.read_body(_choose_alternative(element))
        return found

    def _read_paragraph(self, element: Any) -> list[Paragraph]:
        properties = element.find("{*}pPr")
        style_id = get_value(properties, "pStyle")
        style = self._styles.get(style_id, _Style())
        if _CONTENTS.fullmatch(style.name) or _CONTENTS.fullmatch(style_id):
            return []
        runs = _Runs(style, self._default_size)
        boxes: list[Any] = []
        self._collect(element, runs, boxes, _Field())
        outline = int(get_value(properties, "outlineLvl") or style.outline)
        made = self._make_paragraphs(runs, style, properties, outline)
        for box in boxes:
            made += self.read_body(box)
        return made

    def _make_paragraphs(self, runs: _Runs, style: _Style, properties: Any, outline: int) -> list[Paragraph]:
        text = "".join(runs.parts)
        label = self._numbers.label(_get_numbering(properties) or style.numbering) if text.strip() else None
        heading = _HEADING.fullmatch(style.name)
        kind: BlockKind = "paragraph"
        level = 0
        if heading or outline < _BODY_LEVEL:
            kind, level = "heading", int(heading[1]) if heading else outline + 1
        elif _CAPTION.fullmatch(style.name):
            if self._reading.captions == "skip":
                return []
            kind = "caption"
        elif _QUOTE.fullmatch(style.name):
            kind = "quotation"
        elif label is not None or (_LIST.fullmatch(style.name) and style.numbering):
            kind = "list_item"
        if label and (kind == "list_item" or (kind == "heading" and any(mark.isalpha() for mark in label))):
            text = f"{label} {text.lstrip()}"
        first = Paragraph(kind, "", level, runs.is_bold, runs.size, bool(_TITLE.fullmatch(style.name)))
        first = replace(first, is_author=bool(_AUTHOR.fullmatch(style.name)))
        lines = [text.replace(_BREAK, " ")] if kind == "heading" or first.is_title else split_lines(text)
        return [replace(first, text=line) for line in lines if line.strip()]

    def _collect(self, element: Any, runs: _Runs, boxes: list[Any], field: _Field) -> None:
        """Collect the text of a paragraph; `boxes` gets the text boxes anchored in it."""
        for child in element:
            name = get_name(child)
            if name == "r":
                self._read_run(child, runs, boxes, field)
            elif name == "oMath":
                runs.add_text("".join(part.text or "" for part in child.iter("{*}t")))
            elif name not in _DELETED and not self._is_call(child):
                self._collect(child, runs, boxes, field)

    def _is_call(self, element: Any) -> bool:
        """Whether a link is the call of a note: a raised number that leads to a place in the document."""
        if get_name(element) != "hyperlink" or not get_attribute(element, "anchor"):
            return False
        text = "".join(part.text or "" for part in element.iter("{*}t")).strip()
        runs = [run.find("{*}rPr") for run in element.iter("{*}r")]
        return bool(_CALL.fullmatch(text)) and any(map(self._is_raised, runs))

    def _is_raised(self, properties: Any) -> bool:
        style = self._styles.get(get_value(properties, "rStyle"), _Style())
        return (get_value(properties, "vertAlign") == "superscript") or style.raised

    def _read_run(self, run: Any, runs: _Runs, boxes: list[Any], field: _Field) -> None:
        properties = run.find("{*}rPr")
        if properties is not None and _is_on(properties.find("{*}vanish")):
            return
        start = len(runs.parts)
        raised = self._is_raised(properties)
        runs.open(properties)
        for child in run:
            name = get_name(child)
            if name == "fldChar":
                field.turn(get_attribute(child, "fldCharType"))
            elif field.hides_text:
                continue
            elif name == "t":
                text = child.text or ""
                runs.add_text(text.translate(SUPERSCRIPT_DIGITS) if raised and text.strip().isdigit() else text)
            elif name in ("tab", "ptab"):
                runs.add_text(" ")
            elif name in ("br", "cr"):
                runs.add_text(_BREAK if get_attribute(child, "type") not in ("page", "column") else " ")
            elif name == "noBreakHyphen":
                runs.add_text("\N{NON-BREAKING HYPHEN}")
            elif name in ("footnoteReference", "endnoteReference"):
                self._add_note(name.removesuffix("Reference"), get_attribute(child, "id"))
            elif name == "AlternateContent":
                boxes += _choose_alternative(child).iter("{*}txbxContent")
            elif name in ("drawing", "pict", "object"):
                boxes += child.iter("{*}txbxContent")
            elif name == "ruby":
                for base in child.findall("{*}rubyBase"):
                    self._collect(base, runs, boxes, field)
        length = sum(map(len, runs.parts[start:]))
        tag = get_attribute(properties.find("{*}lang"), "val") if _has(properties, "lang") else ""
        if length and (tag or self._default_language):
            self._languages[tag or self._default_language] = (
                self._languages.get(tag or self._default_language, 0) + length
            )

    def _add_note(self, kind: str, number: str) -> None:
        note = self._notes_by_id.pop((kind, number), None)
        if note is not None:
            self.notes.append(" ".join(paragraph.text for paragraph in self.read_body(note)))

    def _read_table(self, table: Any) -> list[Paragraph]:
        rows = list(_list_rows(table))
        cells = [[self.read_body(cell) for cell in row] for _, row in rows]
        texts = [[" ".join(each.text for each in cell) for cell in row] for row in cells]
        if is_layout(texts):
            return [paragraph for row in cells for cell in row for paragraph in cell]
        has_head = bool(rows) and (rows[0][0] or guess_head(texts))
        return [
            Paragraph("paragraph", block.text) for block in read_table(texts, self._reading.tables, has_head=has_head)
        ]


class _Field:
    """Where in a complex field a run stands (17.16.18): its code is not text, its result is."""

    def __init__(self) -> None:
        self._open: list[bool] = []

    def turn(self, kind: str) -> None:
        if kind == "begin":
            self._open.append(True)
        elif kind == "separate" and self._open:
            self._open[-1] = False
        elif kind == "end" and self._open:
            self._open.pop()

    @property
    def hides_text(self) -> bool:
        return any(self._open)


class _Runs(TypedText):
    """The text of a paragraph; each run has a type of its own."""

    def __init__(self, style: _Style, default_size: float) -> None:
        self._style = style
        self._default_size = style.size or default_size
        super().__init__(self._default_size)
        self._is_bold = style.bold
        self._size = self._default_size

    def open(self, properties: Any) -> None:
        """Begin a run with these properties."""
        bold = properties.find("{*}b") if properties is not None else None
        self._is_bold = self._style.bold if bold is None else _is_on(bold)
        size = get_value(properties, "sz")
        self._size = float(size) / 2 if size.isdigit() else self._default_size

    def add_text(self, text: str) -> None:
        """Add text of this run."""
        self.add(text, self._is_bold, self._size)


def split_lines(text: str) -> list[str]:
    """The text of a paragraph parted at those line breaks that end a sentence or stand doubled; others are spaces."""
    lines: list[str] = []
    for part in re.split(r"\v(?:\s*\v)+|(?<=[.!?…»”:])\s*\v", text):
        lines.append(part.replace(_BREAK, " "))
    return lines


def _read_styles(root: Any) -> dict[str, _Style]:
    """The paragraph styles by their identifiers, each with what it inherits (17.7.4.3)."""
    elements = {get_attribute(each, "styleId"): each for each in root.findall("{*}style")}
    resolved: dict[str, _Style] = {}

    def resolve(identifier: str, depth: int) -> _Style:
        if identifier in resolved or identifier not in elements or depth > 20:
            return resolved.get(identifier, _Style())
        element = elements[identifier]
        base = resolve(get_value(element, "basedOn"), depth + 1)
        paragraph, run = element.find("{*}pPr"), element.find("{*}rPr")
        outline, size = get_value(paragraph, "outlineLvl"), get_value(run, "sz")
        resolved[identifier] = _Style(
            get_value(element, "name"),
            int(outline) if outline.isdigit() else base.outline,
            _is_on(run.find("{*}b")) if _has(run, "b") else base.bold,
            float(size) / 2 if size.isdigit() else base.size,
            _get_numbering(paragraph) or base.numbering,
            get_value(run, "vertAlign") == "superscript" or base.raised,
        )
        return resolved[identifier]

    for identifier in elements:
        resolve(identifier, 0)
    return resolved


def _find_default_size(root: Any) -> float:
    size = next((get_attribute(each, "val") for each in root.iterfind("{*}docDefaults//{*}rPr/{*}sz")), "")
    return float(size) / 2 if size.isdigit() else 10.0


def _find_default_language(root: Any) -> str:
    return next((get_attribute(each, "val") for each in root.iterfind("{*}docDefaults//{*}rPr/{*}lang")), "")


def _get_numbering(properties: Any) -> tuple[str, int] | None:
    """The list and the level in it that a paragraph's properties name; list 0 is none (17.9.18)."""
    reference = properties.find("{*}numPr") if properties is not None else None
    number = get_value(reference, "numId")
    level = get_value(reference, "ilvl")
    return (number, int(level) if level.isdigit() else 0) if number and reference is not None else None


def _list_rows(table: Any) -> Iterator[tuple[bool, list[Any]]]:
    """The rows of a table: whether each is a head, and its cells; those that continue a cell above are left out."""
    for row in table.iter("{*}tr"):
        if next(row.iterancestors("{*}tbl")) is not table:
            continue
        properties = row.find("{*}trPr")
        is_head = properties is not None and _is_on(properties.find("{*}tblHeader"))
        cells = [cell for cell in row.iter("{*}tc") if next(cell.iterancestors("{*}tr")) is row]
        yield is_head, cells


def _choose_alternative(element: Any) -> Any:
    """The content that is shown of alternatives (part 3, 10): the first one."""
    found = element.find("{*}Choice")
    return found if found is not None else element.find("{*}Fallback") if _has(element, "Fallback") else element


def _find_contents(container: Any) -> set[Any]:
    """The paragraphs in a container that are the result of a field TOC (17.16.5.68), and the title above them."""
    found: set[Any] = set()
    depth, inside = 0, False
    above = None
    for paragraph in container.findall("{*}p"):
        is_contents = inside
        for part in paragraph.iter("{*}fldChar", "{*}instrText"):
            kind = get_attribute(part, "fldCharType")
            if kind:
                depth = max(0, depth + (kind == "begin") - (kind == "end"))
                inside = inside and depth > 0
            elif (part.text or "").split()[:1] == ["TOC"]:
                inside = is_contents = True
        if is_contents:
            found.add(paragraph)
            title = "".join(part.text or "" for part in above.iter("{*}t")) if above is not None else ""
            if above not in found and _CONTENTS_TITLE.fullmatch(title.strip()):
                found.add(above)
        above = paragraph
    return found


def _is_contents(element: Any) -> bool:
    """Whether a structured document tag holds a table of contents."""
    gallery = next((get_attribute(each, "val") for each in element.iterfind("{*}sdtPr//{*}docPartGallery")), "")
    return gallery in ("Table of Contents", "Table des matières", "Bibliographies")


def _is_drop_cap(paragraph: Any) -> bool:
    frame = paragraph.find("{*}pPr/{*}framePr")
    return frame is not None and get_attribute(frame, "dropCap") in ("drop", "margin")


def _has(element: Any, name: str) -> bool:
    return element is not None and element.find(f"{{*}}{name}") is not None


def _is_on(element: Any) -> bool:
    """Whether a toggle property is set (17.17.4)."""
    return element is not None and get_attribute(element, "val").lower() not in _OFF
