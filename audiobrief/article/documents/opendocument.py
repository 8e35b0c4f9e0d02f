"""Read the paragraphs of an OpenDocument text (ODF 1.3 part 3): outline, lists, tables, notes, styles of type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from audiobrief.article.documents.assembly import Paragraph
from audiobrief.article.documents.numbering import SUPERSCRIPT_DIGITS, format_number
from audiobrief.article.documents.typed_text import TypedText
from audiobrief.article.documents.word import split_lines
from audiobrief.article.documents.xml import get_attribute, get_name
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.article.tables import guess_head, is_layout, read_table
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import BlockKind

_TITLE = lazy_regex(r"title|titre(?:[ _]principal)?", re.I)
_HEADING = lazy_regex(r"(?:heading|titre)[ _]([1-9])", re.I)
_QUOTE = lazy_regex(r"(?:quot(?:e|ations?)|citation|block[ _]?(?:text|quotation)|bloc de citation)s?", re.I)
_CAPTION = lazy_regex(r"(?:(?:image|figure|picture) ?)?caption|légende|illustration|figure|table|drawing|text", re.I)
_AUTHOR = lazy_regex(r"authors?|auteure?s?|byline|signature", re.I)
# What is no text: changes, marks, the names of fields and of pictures.
_SKIPPED = frozenset({
    "tracked-changes", "annotation", "annotation-end", "table-of-content", "alphabetical-index", "illustration-index",
    "table-index", "object-index", "user-index", "bibliography", "title", "desc", "sequence-decls", "variable-decls",
    "user-field-decls", "forms", "note-citation", "ruby-text", "hidden-text", "hidden-paragraph", "script",
    "binary-data",
    "event-listeners", "page-number", "page-count", "soft-page-break",
})  # fmt: skip
_BREAK = "\v"
_MAX_REPEATED = 64


@dataclass(frozen=True, slots=True)
class _Style:
    """A style of paragraphs or of text: `name` is that of the first style that is not automatic."""

    name: str = ""
    bold: bool | None = None
    size: float = 0.0
    hidden: bool = False
    language: str = ""
    list_style: str = ""
    raised: bool = False


class OpenDocumentReader:
    """Reads the body of a text. `parts` are the roots of styles.xml and content.xml. `notes` are those of the text, in
    order."""

    def __init__(self, parts: Sequence[Any], reading: ReadingOptions) -> None:
        self._reading = reading
        self._styles = dict(_read_styles(parts))
        self._default = next(_find_defaults(parts), _Style())
        self._list_styles = dict(_read_list_styles(parts))
        self._counts: dict[str, dict[int, int]] = {}
        self._lists: dict[str, str] = {}
        self._languages: dict[str, int] = {}
        self.notes: list[str] = []

    def find_language(self) -> str:
        """The language of most of the text that was read."""
        return max(self._languages, key=lambda tag: self._languages[tag], default=self._default.language)

    def read_body(self, container: Any) -> list[Paragraph]:
        """The paragraphs in a body, a section, a cell or a frame."""
        found: list[Paragraph] = []
        for element in container:
            name = get_name(element)
            if name in ("p", "h"):
                found += self._read_paragraph(element)
            elif name == "list":
                found += self._read_list(element, 1, "", "")
            elif name == "table":
                found += self._read_table(element)
            elif name and name not in _SKIPPED and get_attribute(element, "display") != "none":
                found += self.read_body(element)
        return found

    def _read_paragraph(self, element: Any, label: str | None = None) -> list[Paragraph]:
        style = self._styles.get(get_attribute(element, "style-name"), _Style())
        if style.hidden:
            return []
        run = TypedText()
        frames: list[Any] = []
        self._collect(element, style, run, frames)
        text = "".join(run.parts)
        boxes = [paragraph for frame in frames for paragraph in self.read_body(frame)]
        name = style.name.replace("_20_", " ").replace("_", " ")
        kind: BlockKind = "paragraph"
        level = 0
        outline = get_attribute(element, "outline-level")
        heading = _HEADING.fullmatch(name)
        if get_name(element) == "h" or heading:
            kind = "heading"
            level = int(outline) if outline.isdigit() else int(heading[1]) if heading else 1
        elif label is not None:
            kind = "list_item"
            text = f"{label} {text.lstrip()}" if label and text.strip() else text
        elif _CAPTION.fullmatch(name):
            if self._reading.captions == "skip":
                return boxes
            kind = "caption"
        elif _QUOTE.fullmatch(name):
            kind = "quotation"
        first = Paragraph(kind, "", min(level, 9), run.is_bold, run.size, bool(_TITLE.fullmatch(name)))
        first = replace(first, is_author=bool(_AUTHOR.fullmatch(name)))
        lines = [text.replace(_BREAK, " ")] if kind == "heading" or first.is_title else split_lines(text)
        return [*(replace(first, text=line) for line in lines if line.strip()), *boxes]

    def _collect(self, element: Any, style: _Style, run: TypedText, frames: list[Any]) -> None:
        """Collect the text of a paragraph; `frames` gets what is anchored in it."""
        self._add(element.text, style, run)
        for child in element:
            name = get_name(child)
            if name in ("s", "tab"):
                self._add(" ", style, run)
            elif name == "line-break":
                self._add(_BREAK, style, run)
            elif name == "note":
                self._add_note(child)
            elif name in ("frame", "custom-shape", "text-box", "g", "rect"):
                frames.append(child)
            elif name == "span":
                inner = self._styles.get(get_attribute(child, "style-name"), _Style())
                if not inner.hidden:
                    self._collect(child, _merge(inner, style), run, frames)
            elif name and name not in _SKIPPED:
                self._collect(child, style, run, frames)
            self._add(child.tail, style, run)

    def _add(self, text: str | None, style: _Style, run: TypedText) -> None:
        if not text:
            return
        size = style.size or self._default.size
        if style.raised and text.strip().isdigit():
            text = text.translate(SUPERSCRIPT_DIGITS)
        run.add(text, bool(style.bold), size)
        tag = style.language or self._default.language
        if tag and tag != "zxx":
            self._languages[tag] = self._languages.get(tag, 0) + len(text)

    def _add_note(self, note: Any) -> None:
        for body in note.iterchildren("{*}note-body"):
            self.notes.append(" ".join(paragraph.text for paragraph in self.read_body(body)))

    def _read_list(self, element: Any, level: int, inherited: str, outer: str) -> list[Paragraph]:
        """The items of a list (ODF 1.3 part 3, 5.3): `inherited` is the style of the list around it."""
        style = get_attribute(element, "style-name") or inherited
        identifier = outer or get_attribute(element, "id") or f"list {len(self._counts)}"
        if level == 1:
            before = get_attribute(element, "continue-list")
            if get_attribute(element, "continue-numbering") == "true":
                before = before or self._lists.get(style, "")
            if before in self._counts:
                self._counts[identifier] = self._counts[before]
            self._lists[style] = identifier
        counts = self._counts.setdefault(identifier, {})
        for deeper in [other for other in counts if other > level or (other == level and level > 1)]:
            del counts[deeper]
        found: list[Paragraph] = []
        for item in element:
            name = get_name(item)
            if name not in ("list-item", "list-header"):
                continue
            label = self._number_item(item, style, level, counts) if name == "list-item" else ""
            found += self._read_item(item, label, style, level, identifier)
        return found

    def _read_item(self, item: Any, label: str, style: str, level: int, identifier: str) -> list[Paragraph]:
        found: list[Paragraph] = []
        for child in item:
            name = get_name(child)
            if name in ("p", "h"):
                made = self._read_paragraph(child, label)
                label = "" if made else label
                found += made
            elif name == "list":
                found += self._read_list(child, level + 1, style, identifier)
            elif name not in _SKIPPED:
                found += self.read_body([child])
        return found

    def _number_item(self, item: Any, style: str, level: int, counts: dict[int, int]) -> str:
        """The number of an item as it is printed; empty for a bullet."""
        forms = self._list_styles.get(style, {})
        form, prefix, suffix, start, shown = forms.get(level, ("", "", "", 1, 1))
        written = get_attribute(item, "start-value")
        if not any(get_name(child) in ("p", "h") for child in item):
            # It only holds the next level, and is not shown.
            return ""
        counts[level] = int(written) if written.isdigit() else counts.get(level, start - 1) + 1
        if not form:
            return ""
        above = range(max(1, level - shown + 1), level + 1)
        numbers = (format_number(counts.get(at, 1), forms.get(at, (form,))[0] or "1") for at in above)
        return f"{prefix}{'.'.join(numbers)}{suffix}".strip()

    def _read_table(self, table: Any) -> list[Paragraph]:
        rows = list(_list_rows(table))
        cells = [[(self.read_body(cell), repeated) for cell, repeated in row] for _, row in rows]
        texts = [[" ".join(each.text for each in cell) for cell, times in row for _ in range(times)] for row in cells]
        texts = [row[: _last_filled(row)] for row in texts]
        if is_layout(texts):
            return [paragraph for row in cells for cell, _ in row for paragraph in cell]
        has_head = bool(rows) and (rows[0][0] or guess_head(texts))
        return [
            Paragraph("paragraph", each.text) for each in read_table(texts, self._reading.tables, has_head=has_head)
        ]


def _merge(inner: _Style, outer: _Style) -> _Style:
    return replace(
        inner,
        bold=outer.bold if inner.bold is None else inner.bold,
        size=inner.size or outer.size,
        raised=inner.raised or outer.raised,
        language=inner.language or outer.language,
    )


def _read_styles(parts: Sequence[Any]) -> Iterator[tuple[str, _Style]]:
    """The styles by name, each with what it inherits (16.2). Those of content.xml come last and win."""
    elements: dict[str, Any] = {}
    automatic: set[str] = set()
    for root in parts:
        for style in root.iter("{*}style"):
            if get_attribute(style, "family") in ("paragraph", "text"):
                name = get_attribute(style, "name")
                elements[name] = style
                if get_name(style.getparent()) == "automatic-styles":
                    automatic.add(name)
    resolved: dict[str, _Style] = {}

    def resolve(name: str, depth: int) -> _Style:
        if name in resolved or name not in elements or depth > 20:
            return resolved.get(name, _Style())
        element = elements[name]
        parent = get_attribute(element, "parent-style-name")
        base = resolve(parent, depth + 1)
        own = _read_type(element)
        shown = (base.name or parent) if name in automatic else get_attribute(element, "display-name") or name
        resolved[name] = replace(
            _merge(own, base),
            name=shown,
            hidden=own.hidden or base.hidden,
            list_style=get_attribute(element, "list-style-name") or base.list_style,
        )
        return resolved[name]

    for name in elements:
        yield name, resolve(name, 0)


def _read_type(element: Any) -> _Style:
    """What a style says of the type: weight, size, language, whether it is hidden."""
    properties = element.find("{*}text-properties")
    if properties is None:
        return _Style()
    weight = get_attribute(properties, "font-weight")
    size = re.fullmatch(r"([\d.]+)pt", get_attribute(properties, "font-size"))
    language = get_attribute(properties, "language")
    return _Style(
        bold=None if not weight else weight == "bold" or (weight.isdigit() and int(weight) >= 600),
        size=float(size[1]) if size else 0.0,
        hidden=get_attribute(properties, "display") == "none",
        raised=re.match(r"super|[1-9]", get_attribute(properties, "text-position")) is not None,
        language="" if language == "none" else language,
    )


def _find_defaults(parts: Sequence[Any]) -> Iterator[_Style]:
    for root in parts:
        for style in root.iter("{*}default-style"):
            if get_attribute(style, "family") == "paragraph":
                yield _read_type(style)


def _read_list_styles(parts: Sequence[Any]) -> Iterator[tuple[str, dict[int, tuple[str, str, str, int, int]]]]:
    """The list styles by name: for each level the form of its numbers (empty for bullets), what stands around them, the
    first number, and how many levels are shown (16.30)."""
    for root in parts:
        for style in root.iter("{*}list-style"):
            levels: dict[int, tuple[str, str, str, int, int]] = {}
            for level in style:
                at = get_attribute(level, "level")
                if not at.isdigit():
                    continue
                start, shown = get_attribute(level, "start-value"), get_attribute(level, "display-levels")
                form = get_attribute(level, "num-format") if get_name(level) == "list-level-style-number" else ""
                levels[int(at)] = (
                    form, get_attribute(level, "num-prefix"), get_attribute(level, "num-suffix"),
                    int(start) if start.isdigit() else 1, int(shown) if shown.isdigit() else 1,
                )  # fmt: skip
            yield get_attribute(style, "name"), levels


def _list_rows(table: Any) -> Iterator[tuple[bool, list[tuple[Any, int]]]]:
    """The rows of a table: whether each is a head, and its cells, each with how often it is repeated."""
    for row in table.iter("{*}table-row"):
        if next(row.iterancestors("{*}table")) is not table:
            continue
        is_head = get_name(row.getparent()) == "table-header-rows"
        cells = []
        for cell in row:
            if get_name(cell) in ("table-cell", "covered-table-cell"):
                times = get_attribute(cell, "number-columns-repeated")
                cells.append((cell, min(int(times), _MAX_REPEATED) if times.isdigit() else 1))
        yield is_head, cells


def _last_filled(row: Sequence[str]) -> int:
    """Behind the last cell of a row that has text."""
    return max((at for at, cell in enumerate(row, 1) if cell.strip()), default=0)
