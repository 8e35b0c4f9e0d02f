"""The text of a page as blocks, in order, with where each stands: no word lost, none glued to the next."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from audiobrief.article.letters import reduce_to_letters
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.article.tables import read_table
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import BlockKind

BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt",
    "fieldset",
    "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend",
    "li",
    "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "caption", "form", "label",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD = frozenset({"b", "strong"})
# Inline elements that often stand for separate words without white space between them.
_SPANS = frozenset({"a", "span", "time", "small", "b", "strong", "em", "i"})
# Where <br> stands, and where a line ends that runs on; decoded text has no such characters.
_BREAK = "\v"
SOFT_BREAK = "\u2028"
CAPTION_NAMES = lazy_regex(
    r"(?:^|[\s_-])(?:captions?|legende?s?|légendes?|legends?|spip_doc_(?:titre|descriptif|credits)|credits?|wp-caption-text|copyright|photo-?credit|image-credit)(?=$|[\s_-])",
    re.I,
)
_SENTENCE_END = lazy_regex(r"[.…!?:][»”\")\]\s]*$")
_DASHED = lazy_regex(r"[-–—] ?[A-ZÀ-Þ«\"“0-9][^.!?…]{2,}[^.!?…:;,]|[-–—] [A-ZÀ-Þ«\"“0-9].{2,} [-–—]")
_MAX_TABLE_CELL, _MAX_ROW_CELL, _MAX_TABLE_LINKS = 200, 60, 0.6
_PICTURE = lazy_regex(
    r"^(?!(?:has|with|without|no|is|not)[-_])(?:[\w-]*[-_])?(?:img|image|photo|picture|illustration)s?$", re.I
)
_MAX_CAPTION = 1000
_MAX_SPAN, _MAX_BOLD_HEADING = 400, 90


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A paragraph, heading, item or row of a page.

    `element` is the innermost block element that holds it; `linked` and `bold` are the parts of its characters in links
    and in bold type, from 0 to 1.
    """

    kind: BlockKind
    text: str
    level: int
    element: Any
    linked: float
    bold: float

    @property
    def letters(self) -> str:
        """The letters and digits, in lower case, for comparing."""
        return reduce_to_letters(self.text)


def list_blocks(tree: Any, reading: ReadingOptions) -> list[PageBlock]:
    """All text of the tree as blocks in order."""
    walker = _Walker(reading)
    walker.walk(tree, _Context("paragraph", 0, tree))
    return walker.blocks


@dataclass(slots=True)
class _Context:
    """What the text in an element is. `numbers` holds the number of a list item until that has been put before it."""

    kind: BlockKind
    level: int
    element: Any
    numbers: list[str] = field(default_factory=list)
    # Of an ordered list, the number of its next item, and the step to the one after.
    counter: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    linked: bool
    bold: bool


class _Walker:
    """Goes through the elements in order and collects the text between the boundaries of blocks."""

    def __init__(self, reading: ReadingOptions) -> None:
        self.blocks: list[PageBlock] = []
        self._reading = reading
        self._pieces: list[_Piece] = []
        self._links = self._bolds = 0

    def walk(self, element: Any, context: _Context) -> None:
        tag = element.tag
        if tag == "br":
            self._pieces.append(_Piece(_BREAK, False, False))
            return
        if tag not in BLOCK_TAGS:
            self._walk_inline(element, context)
            return
        self._flush(context)
        if tag == "table" and self._read_data_table(element):
            return
        if tag == "pre" and element.find("code") is not None:
            return
        inner = context if self._continues_heading(element, context) else _open_context(element, context)
        self._add(element.text or "", tag == "pre")
        for child in element:
            self.walk(child, inner)
            self._add(child.tail or "", tag == "pre")
        self._flush(inner)

    def _continues_heading(self, element: Any, context: _Context) -> bool:
        """Whether an element holds the words of the heading around it: its first ones, or those after a comma."""
        if context.kind != "heading" or element.tag not in ("div", "p") or _has_own_text(context.element):
            return False
        last = self.blocks[-1] if self.blocks else None
        return last is None or last.element is not context.element or last.text[-1] in ",:"

    def _walk_inline(self, element: Any, context: _Context) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        # A heading that leads to its place on the page, or is that place, leads nowhere else.
        is_link = tag == "a" and (context.kind != "heading" or (element.get("href") or "#")[0] != "#")
        self._links += is_link
        self._bolds += tag in _BOLD
        separates = tag in _SPANS
        if tag == "q":
            self._add("« ")
        self._add(element.text or "", separates=separates)
        for child in element:
            self.walk(child, context)
            self._add(child.tail or "")
        if tag == "q":
            self._add(" »")
        self._links -= is_link
        self._bolds -= tag in _BOLD
        if separates and element.tail:
            self._separate(element.tail)

    def _add(self, text: str, preformatted: bool = False, *, separates: bool = False) -> None:
        if not text:
            return
        if separates:
            self._separate(text)
        plain = text.replace("\n\n", _BREAK * 2) if preformatted else text
        self._pieces.append(_Piece(plain, bool(self._links), bool(self._bolds)))

    def _separate(self, text: str) -> None:
        """Put a space between « vingt ans » and « Les élus » where only a tag parts them."""
        before = self._pieces[-1].text if self._pieces else ""
        if before and (before[-1].islower() or before[-1] in ".!?»") and len(text) > 1 and text[0].isupper():
            self._pieces.append(_Piece(" ", bool(self._links), bool(self._bolds)))

    def _flush(self, context: _Context) -> None:
        """Make blocks of what was collected in `context`."""
        if not self._pieces:
            return
        lines: list[list[_Piece]] = [[]]
        for piece in self._pieces:
            for at, text in enumerate(piece.text.split(_BREAK)):
                if at:
                    lines.append([])
                lines[-1].append(_Piece(text, piece.linked, piece.bold))
        self._pieces = []
        for line in _join_lines(lines, context.kind):
            text = _collapse_spaces("".join(piece.text for piece in line))
            if not text:
                continue
            whole = sum(len(piece.text.strip()) for piece in line) or 1
            linked = sum(len(piece.text.strip()) for piece in line if piece.linked) / whole
            bold = sum(len(piece.text.strip()) for piece in line if piece.bold) / whole
            number = context.numbers.pop() if context.numbers else ""
            before = self.blocks[-1] if self.blocks else None
            if before and context.kind == "heading" and before.element is context.element and before.text[-1] in ",:":
                text = f"{self.blocks.pop().text} {text}"
            made = PageBlock(context.kind, f"{number}{text}", context.level, context.element, linked, bold)
            self.blocks.append(made)

    def _read_data_table(self, table: Any) -> bool:
        """Add the rows of a table of data; False if it only lays out the page."""
        if not is_data_table(table):
            return False
        rows = _list_rows(table)
        caption = " ".join((table.findtext("caption") or "").split())
        if not caption and (found := table.find("caption")) is not None:
            caption = " ".join(found.text_content().split())
        texts = [[_join_cell(cell) for cell in row] for row in rows]
        has_head = bool(rows) and (
            all(cell.tag == "th" for cell in rows[0]) or next(rows[0][0].iterancestors("thead"), None) is not None
        )
        for block in read_table(texts, self._reading.tables, caption=caption, has_head=has_head):
            self.blocks.append(PageBlock("paragraph", block.text, 0, table, 0.0, 0.0))
        return True


def _collapse_spaces(text: str) -> str:
    """The text with single spaces, and with line feeds where lines end."""
    lines = (" ".join(line.split()) for line in text.split(SOFT_BREAK))
    return "\n".join(line for line in lines if line)


def _open_context(element: Any, outer: _Context) -> _Context:
    """The context of the text in a block element."""
    tag = element.tag
    if tag in _HEADINGS and outer.kind != "caption":
        if next(element.iterancestors("figure"), None) is not None:
            return _Context("caption", 0, element)
        return _Context("heading", int(tag[1]), element)
    if tag in ("figure", "div") and _is_picture(element):
        return _Context("caption", 0, element)
    if tag == "figcaption" or (
        tag in ("p", "div", "dd", "dt") and CAPTION_NAMES.search(f"{element.get('class') or ''}") and _is_short(element)
    ):
        return _Context("caption", 0, element)
    if tag == "li":
        marked: BlockKind = "quotation" if outer.kind == "quotation" else "list_item"
        return _Context(marked, 0, element, _number_item(element, outer.counter))
    if tag == "dd":
        return _Context("list_item", 0, element)
    if tag == "blockquote":
        return _Context("quotation", 0, element)
    counter = _start_counter(element) if tag == "ol" else []
    # Within an item, the number stands before the first text, whatever holds it.
    kind: BlockKind = outer.kind if outer.kind in ("list_item", "quotation", "caption") else "paragraph"
    return _Context(kind, 0, element, outer.numbers, counter)


def _is_picture(element: Any) -> bool:
    """Whether an element holds a picture and no more text than is said of one."""
    names = (element.get("class") or "").split()
    if element.tag == "div" and not any(_PICTURE.search(name) for name in names):
        return False
    if (
        next(element.iter("img", "picture"), None) is None
        or next(element.iter("blockquote", "table"), None) is not None
    ):
        return False
    return len(element.text_content()) <= _MAX_CAPTION and (
        element.tag == "figure" or next(element.iter(*_HEADINGS), None) is None
    )


def _has_own_text(heading: Any) -> bool:
    """Whether words of a heading stand beside the elements in it."""
    return any((text or "").strip() for text in (heading.text, *(child.tail for child in heading)))


def _is_short(element: Any) -> bool:
    return len(element.text_content()) <= _MAX_SPAN


def _start_counter(element: Any) -> list[int]:
    """The number of the first item of an ordered list and the step to the next (HTML, 4.4.5); empty if the items have
    letters or no marks."""
    if element.get("role") == "list" or element.get("type", "1") != "1":
        return []
    step = -1 if element.get("reversed") is not None else 1
    first = len(element.findall("li")) if step < 0 else 1
    return [_parse_number(element.get("start"), first), step]


def _number_item(item: Any, counter: list[int]) -> list[str]:
    """« 2. » for the second item of an ordered list; `counter` goes on to the next item."""
    if not counter:
        return []
    number = _parse_number(item.get("value"), counter[0])
    counter[0] = number + counter[1]
    return [f"{number}. "]


def _parse_number(written: str | None, otherwise: int) -> int:
    return int(written) if written and re.fullmatch(r"-?\d{1,6}", written.strip()) else otherwise


def _join_lines(lines: list[list[_Piece]], kind: BlockKind) -> list[list[_Piece]]:
    """The lines parted by breaks as blocks: a line that runs on in the next one is joined to it."""
    made: list[list[_Piece]] = []
    last = ""
    for line in lines:
        text = "".join(piece.text for piece in line).strip()
        runs_on = (
            made
            and last
            and text
            and (kind == "heading" or (not _SENTENCE_END.search(last) and (text[0].islower() or text[0] in ",;)»")))
        )
        if runs_on:
            made[-1] += [_Piece(" ", False, False), *line]
        else:
            made.append(list(line))
        last = text
    return made


def _list_rows(table: Any) -> list[list[Any]]:
    """The cells of each row of a table, without those of tables in it."""
    rows = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    return [cells for row in rows if (cells := [cell for cell in row if cell.tag in ("td", "th")])]


def is_data_table(table: Any) -> bool:
    """Whether a table holds data, not the layout of a page."""
    rows = _list_rows(table)
    cells = [cell for row in rows for cell in row]
    if not cells or any(next(cell.iter("table", *_HEADINGS), None) is not None for cell in cells):
        return False
    lengths = [len(" ".join(cell.text_content().split())) for cell in cells]
    linked = sum(len(link.text_content()) for link in table.iter("a"))
    has_heads = next(table.iter("th", "caption", "thead"), None) is not None
    if max(lengths) > _MAX_TABLE_CELL * (2 if has_heads else 1) or (
        not has_heads and linked > _MAX_TABLE_LINKS * max(1, sum(lengths))
    ):
        return False
    return has_heads or (max(map(len, rows)) > 1 and (len(rows) > 1 or max(lengths) <= _MAX_ROW_CELL))


def _join_cell(cell: Any) -> str:
    """The text of a cell on one line, its parts apart."""
    parts: list[str] = []

    def add(element: Any) -> None:
        if element.tag == "br" or element.tag in BLOCK_TAGS:
            parts.append(" ")
        parts.append(element.text or "")
        for child in element:
            add(child)
            if child.tag in BLOCK_TAGS:
                parts.append(" ")
            parts.append(child.tail or "")

    add(cell)
    return " ".join("".join(parts).split())


def is_bold_heading(block: PageBlock, following: PageBlock | None, *, is_first: bool) -> bool:
    """Whether a paragraph is an intertitle: a short line in bold type or behind « >> », above a text."""
    is_marked = block.text.startswith(">> ")
    if _is_dashed_heading(block, following) and not is_first:
        return True
    return (
        not is_first
        and block.kind == "paragraph"
        and (block.bold > 0.95 or is_marked)
        and len(block.text) <= _MAX_BOLD_HEADING
        and not re.search(
            r"[.…!?:;,][»”\")\s]*$", block.text.removesuffix("?") if block.text.startswith(">>") else block.text
        )
        and following is not None
        and following.kind == "paragraph"
        and following.bold < 0.95
        and len(following.text) > len(block.text)
    )


def _is_dashed_heading(block: PageBlock, following: PageBlock | None) -> bool:
    """Whether a line is an intertitle as news agencies write it (« - Scientifiques ciblés - »), not an item of a list
    nor what somebody says."""
    return (
        block.kind == "paragraph"
        and len(block.text) <= _MAX_BOLD_HEADING
        and bool(_DASHED.fullmatch(block.text))
        and following is not None
        and following.kind == "paragraph"
        and following.text[0] not in "-–—"
        and len(following.text) > len(block.text)
    )
