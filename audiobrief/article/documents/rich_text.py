"""Read the paragraphs of an RTF document (Rich Text Format Specification 1.9.1): styles, lists, tables, notes.

striprtf, the library for this, gives the text alone: no headings, and notes in the middle of sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from locale import windows_locale

from audiobrief.article.documents.assembly import Paragraph, Properties
from audiobrief.article.documents.numbering import SUPERSCRIPT_DIGITS
from audiobrief.article.documents.rich_text_words import (
    CHARSETS,
    DESTINATIONS,
    HEADING_STYLE,
    SYMBOLS,
    Destination,
)
from audiobrief.article.documents.typed_text import TypedText
from audiobrief.article.documents.word import split_lines
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.article.tables import guess_head, is_layout, read_table
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import BlockKind

_TOKEN = lazy_regex(
    r"\\(?:([A-Za-z]{1,32})(-?\d{1,10})? ?|'([0-9A-Fa-f]{2})|([^A-Za-z']))|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)|\\", re.S
)
_BULLET = lazy_regex(r"[\s·•*‣▪–—o§\uf000-\uf0ff-]*")
_BREAK = "\v"
# The outline level that is no heading.
_BODY_LEVEL = 9
_DEFAULT_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it (RTF, « Groups »)."""

    destination: Destination = "text"
    font: int = -1
    bold: bool = False
    size: float = _DEFAULT_SIZE
    hidden: bool = False
    fallbacks: int = 1
    language: int = 0
    style: int = 0
    raised: bool = False


@dataclass(frozen=True, slots=True)
class _StyleEntry:
    name: str = ""
    outline: int = _BODY_LEVEL
    bold: bool = False
    size: float = 0.0


class RichTextReader:
    """Reads one document. After `read`, `notes` are its notes in order and `properties` what it says of itself."""

    def __init__(self, content: bytes, reading: ReadingOptions) -> None:
        self._text = content.decode("latin-1")
        self._reading = reading
        self._state = _State()
        self._stack: list[_State] = []
        self._code_page = "cp1252"
        self._fonts: dict[int, str] = {}
        self._default_font = 0
        self._styles: dict[int, _StyleEntry] = {}
        self._bytes = bytearray()
        self._units: list[int] = []
        self._to_skip = 0
        self._starts_group = self._is_optional = False
        self._paragraphs: list[Paragraph] = []
        self._line = TypedText(_DEFAULT_SIZE)
        self._outer_lines: list[TypedText] = []
        self._outline = _BODY_LEVEL
        self._label = ""
        self._cells: list[str] = []
        self._cell_paragraphs: list[list[Paragraph]] = []
        self._cell: list[Paragraph] = []
        self._rows: list[list[str]] = []
        self._row_paragraphs: list[Paragraph] = []
        self._in_table = self._has_head = False
        self._about: dict[str, list[str]] = {}
        self._day: dict[str, int] = {}
        self._languages: dict[int, int] = {}
        self._collected: list[str] = []
        self.notes: list[str] = []

    @property
    def properties(self) -> Properties:
        """The title, author, day and language of the document."""
        language = max(self._languages, key=lambda number: self._languages[number], default=0)
        try:
            published = date(self._day["yr"], self._day["mo"], self._day["dy"])
        except (KeyError, ValueError):
            published = None
        about = {name: "".join(parts) for name, parts in self._about.items()}
        return Properties(
            about.get("title", ""), about.get("author", ""), published, windows_locale.get(language, ""),
        )  # fmt: skip

    def read(self) -> list[Paragraph]:
        """The paragraphs of the document, in order."""
        at = 0
        while found := _TOKEN.match(self._text, at):
            at = found.end()
            word, number, hexadecimal, symbol, brace, text = found.groups()
            if brace:
                self._turn_group(brace == "{")
            elif word == "bin":
                at += max(0, int(number or 0))
            elif word:
                self._read_word(word, int(number) if number else None)
            elif hexadecimal:
                self._add_byte(int(hexadecimal, 16))
            elif symbol:
                self._read_symbol(symbol)
            elif text:
                self._starts_group = False
                self._add_raw(text)
        self._flush()
        self._end_paragraph()
        self._end_table()
        return self._paragraphs

    def _turn_group(self, opens: bool) -> None:
        self._flush()
        self._to_skip = 0
        if opens:
            self._stack.append(self._state)
            self._starts_group, self._is_optional = True, False
            return
        left = self._state
        if not self._stack:
            return
        if len(self._stack) == 1:
            # The last paragraph may have no end of its own.
            self._end_paragraph()
        self._state = self._stack.pop()
        self._starts_group = False
        if left.destination != self._state.destination:
            self._leave(left)

    def _enter(self, destination: Destination) -> None:
        """Begin a destination: what follows in this group is not part of the text."""
        self._state = replace(self._state, destination=destination)
        if destination == "note":
            self._outer_lines.append(self._line)
            self._line = TypedText(_DEFAULT_SIZE)
        elif destination in ("label", "style", "font"):
            self._collected = []

    def _leave(self, left: _State) -> None:
        """End a destination."""
        if left.destination == "note" and self._outer_lines:
            if (words := " ".join(self._line.text.split())) and self._state.destination == "text":
                self.notes.append(words.replace(_BREAK, " "))
            self._line = self._outer_lines.pop()
        elif left.destination == "label":
            label = " ".join("".join(self._collected).split())
            self._label = "" if _BULLET.fullmatch(label) else label
            self._line.is_item = True
        elif left.destination == "style":
            name = "".join(self._collected).strip().rstrip(";").strip()
            outline = self._outline
            self._styles[left.style] = _StyleEntry(name, outline, left.bold, left.size)
            self._outline = _BODY_LEVEL

    def _read_word(self, word: str, number: int | None) -> None:
        starts, self._starts_group = self._starts_group, False
        if word == "u" and number is not None:
            self._add_unit(number & 0xFFFF)
            return
        if word in SYMBOLS:
            self._add_text(SYMBOLS[word])
            return
        self._flush()
        self._to_skip = 0
        destination = DESTINATIONS.get(word) if starts or word in ("pict", "object", "footnote") else None
        if destination:
            if destination != "text" and self._state.destination != "skip":
                self._enter(destination)
        elif starts and self._is_optional:
            self._enter("skip")
        elif handle := _WORDS.get(word):
            handle(self, number)
        elif word in ("title", "author") and self._state.destination == "info":
            # Some programs name the author twice.
            known: Destination = "skip" if word in self._about else "title" if word == "title" else "author"
            self._state = replace(self._state, destination=known)
        elif word == "creatim" and self._state.destination == "info":
            self._state = replace(self._state, destination="day")
        elif word in ("yr", "mo", "dy") and self._state.destination == "day":
            self._day.setdefault(word, number or 0)

    def _read_symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._is_optional = True
            return
        self._starts_group = False
        if symbol in "\r\n":
            self._flush()
            self._end_paragraph()
        elif symbol == "~":
            self._add_text("\N{NO-BREAK SPACE}")
        elif symbol == "_":
            self._add_text("\N{NON-BREAKING HYPHEN}")
        elif symbol in "\\{}":
            self._add_raw(symbol)

    def _add_raw(self, text: str) -> None:
        """Add characters of the file, which are bytes of its code page."""
        if self._to_skip:
            dropped = min(self._to_skip, len(text))
            self._to_skip -= dropped
            text = text[dropped:]
        if text:
            self._flush_units()
            self._bytes += text.encode("latin-1")

    def _add_byte(self, byte: int) -> None:
        self._starts_group = False
        if self._to_skip:
            self._to_skip -= 1
            return
        self._flush_units()
        self._bytes.append(byte)

    def _add_unit(self, unit: int) -> None:
        """Add a UTF-16 unit; the fallback behind it is skipped."""
        self._flush_bytes()
        self._units.append(unit)
        self._to_skip = self._state.fallbacks

    def _add_text(self, text: str) -> None:
        self._flush()
        self._put(text)

    def _flush(self) -> None:
        self._flush_bytes()
        self._flush_units()

    def _flush_bytes(self) -> None:
        if self._bytes:
            text = self._bytes.decode(self._fonts.get(self._state.font, "") or self._code_page, "replace")
            self._bytes.clear()
            self._put(text)

    def _flush_units(self) -> None:
        if self._units:
            raw = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units = []
            self._put(raw.decode("utf-16-le", "replace"))

    def _put(self, text: str) -> None:
        state = self._state
        if state.destination in ("text", "note"):
            if not state.hidden:
                if state.raised and text.strip().isdigit():
                    text = text.translate(SUPERSCRIPT_DIGITS)
                self._line.add(text, state.bold, state.size)
                if state.destination == "text":
                    self._languages[state.language] = self._languages.get(state.language, 0) + len(text)
        elif state.destination in ("label", "style", "font"):
            self._collected.append(text)
        elif state.destination in ("title", "author"):
            self._about.setdefault(state.destination, []).append(text)

    def _end_paragraph(self) -> None:
        """End a paragraph of the text; within a note, only a space."""
        if self._state.destination == "note":
            self._line.add(" ", self._state.bold, self._state.size)
            return
        if self._state.destination != "text":
            return
        line, self._line = self._line, TypedText(_DEFAULT_SIZE)
        label, self._label = self._label, ""
        made = self._make_paragraphs(line, label)
        if self._in_table:
            self._cell += made
        else:
            self._end_table()
            self._paragraphs += made

    def _make_paragraphs(self, line: TypedText, label: str) -> list[Paragraph]:
        style = self._styles.get(self._state.style, _StyleEntry())
        outline = min(self._outline, style.outline)
        heading = HEADING_STYLE["heading"].fullmatch(style.name)
        kind: BlockKind = "paragraph"
        level = 0
        text = line.text
        if heading or outline < _BODY_LEVEL:
            kind, level = "heading", int(heading[1]) if heading else outline + 1
        elif HEADING_STYLE["contents"].fullmatch(style.name):
            return []
        elif HEADING_STYLE["caption"].fullmatch(style.name):
            if self._reading.captions == "skip":
                return []
            kind = "caption"
        elif HEADING_STYLE["quotation"].fullmatch(style.name):
            kind = "quotation"
        elif line.is_item:
            kind = "list_item"
            text = f"{label} {text.lstrip()}" if label else text
        is_title = bool(HEADING_STYLE["title"].fullmatch(style.name))
        is_author = bool(HEADING_STYLE["author"].fullmatch(style.name))
        first = Paragraph(kind, "", level, line.is_bold, line.size, is_title, is_author)
        lines = [text.replace(_BREAK, " ")] if kind == "heading" or is_title else split_lines(text)
        return [replace(first, text=each) for each in lines if each.strip()]

    def _end_cell(self) -> None:
        self._in_table = True
        self._end_paragraph()
        self._cells.append(" ".join(paragraph.text for paragraph in self._cell))
        self._cell_paragraphs.append(self._cell)
        self._cell = []

    def _end_row(self) -> None:
        self._rows.append(self._cells)
        self._row_paragraphs += [paragraph for cell in self._cell_paragraphs for paragraph in cell]
        self._cells, self._cell_paragraphs = [], []
        self._in_table = False

    def _end_table(self) -> None:
        rows, paragraphs = self._rows, [*self._row_paragraphs, *self._cell]
        self._rows, self._row_paragraphs, self._cell = [], [], []
        has_head = self._has_head or guess_head(rows)
        self._has_head = False
        if is_layout(rows) or not rows:
            self._paragraphs += paragraphs
        else:
            made = read_table(rows, self._reading.tables, has_head=has_head)
            self._paragraphs += [Paragraph("paragraph", block.text) for block in made]

    # What control words do; each is given their number.

    def _set_code_page(self, number: int | None) -> None:
        self._code_page = _find_codec(number or 1252) or self._code_page

    def _set_font(self, number: int | None) -> None:
        self._state = replace(self._state, font=number or 0)

    def _set_charset(self, number: int | None) -> None:
        if self._state.destination == "font" and (codec := CHARSETS.get(number or 0)):
            self._fonts[self._state.font] = codec

    def _set_font_page(self, number: int | None) -> None:
        if self._state.destination == "font" and (codec := _find_codec(number or 0)):
            self._fonts[self._state.font] = codec

    def _set_bold(self, number: int | None) -> None:
        self._state = replace(self._state, bold=number != 0)

    def _set_size(self, number: int | None) -> None:
        self._state = replace(self._state, size=(number or 24) / 2)

    def _set_hidden(self, number: int | None) -> None:
        self._state = replace(self._state, hidden=number != 0)

    def _set_raised(self, number: int | None) -> None:
        self._state = replace(self._state, raised=number != 0)

    def _set_lowered(self, number: int | None) -> None:
        self._state = replace(self._state, raised=False)

    def _set_fallbacks(self, number: int | None) -> None:
        self._state = replace(self._state, fallbacks=min(max(number if number is not None else 1, 0), 32))

    def _set_language(self, number: int | None) -> None:
        self._state = replace(self._state, language=number or 0)

    def _set_style(self, number: int | None) -> None:
        self._state = replace(self._state, style=number or 0)
        if self._state.destination == "stylesheet":
            self._enter("style")
            self._outline = _BODY_LEVEL

    def _set_outline(self, number: int | None) -> None:
        self._outline = number if number is not None and 0 <= number < _BODY_LEVEL else _BODY_LEVEL

    def _reset_paragraph(self, number: int | None) -> None:
        self._state = replace(self._state, style=0)
        self._outline = _BODY_LEVEL
        if self._state.destination == "text":
            self._in_table = False

    def _reset_type(self, number: int | None) -> None:
        self._state = replace(
            self._state, bold=False, size=_DEFAULT_SIZE, hidden=False, raised=False, font=self._default_font
        )

    def _set_default_font(self, number: int | None) -> None:
        self._default_font = number or 0
        self._state = replace(self._state, font=self._default_font)

    def _end_text_paragraph(self, number: int | None) -> None:
        self._end_paragraph()

    def _start_cell_text(self, number: int | None) -> None:
        self._in_table = True

    def _finish_cell(self, number: int | None) -> None:
        if self._state.destination == "text":
            self._end_cell()

    def _finish_row(self, number: int | None) -> None:
        if self._state.destination == "text":
            self._end_row()

    def _mark_head(self, number: int | None) -> None:
        self._has_head = self._has_head or not self._rows

    def _set_ansi(self, number: int | None) -> None:
        self._code_page = "cp1252"

    def _set_mac(self, number: int | None) -> None:
        self._code_page = "mac_roman"

    def _set_pc(self, number: int | None) -> None:
        self._code_page = "cp850"


_WORDS: dict[str, Callable[[RichTextReader, int | None], None]] = {
    "ansi": RichTextReader._set_ansi,
    "mac": RichTextReader._set_mac,
    "pc": RichTextReader._set_pc,
    "pca": RichTextReader._set_pc,
    "ansicpg": RichTextReader._set_code_page,
    "deff": RichTextReader._set_default_font,
    "f": RichTextReader._set_font,
    "fcharset": RichTextReader._set_charset,
    "cpg": RichTextReader._set_font_page,
    "b": RichTextReader._set_bold,
    "fs": RichTextReader._set_size,
    "v": RichTextReader._set_hidden,
    "deleted": RichTextReader._set_hidden,
    "htmlrtf": RichTextReader._set_hidden,
    "super": RichTextReader._set_raised,
    "sub": RichTextReader._set_lowered,
    "nosupersub": RichTextReader._set_lowered,
    "uc": RichTextReader._set_fallbacks,
    "lang": RichTextReader._set_language,
    "deflang": RichTextReader._set_language,
    "s": RichTextReader._set_style,
    "outlinelevel": RichTextReader._set_outline,
    "pard": RichTextReader._reset_paragraph,
    "plain": RichTextReader._reset_type,
    "par": RichTextReader._end_text_paragraph,
    "sect": RichTextReader._end_text_paragraph,
    # Calibre begins a heading on a new page without an end of the paragraph before.
    "page": RichTextReader._end_text_paragraph,
    "intbl": RichTextReader._start_cell_text,
    "cell": RichTextReader._finish_cell,
    "row": RichTextReader._finish_row,
    "trhdr": RichTextReader._mark_head,
}


def _find_codec(number: int) -> str:
    """The codec of a code page; empty if Python has none."""
    import codecs

    name = {65001: "utf-8", 10000: "mac_roman"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
