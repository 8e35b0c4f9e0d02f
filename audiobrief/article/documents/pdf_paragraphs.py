"""Put the lines of all pages of a PDF into paragraphs, without running heads and page numbers, notes apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audiobrief.article.documents.assembly import Paragraph
from audiobrief.article.documents.hyphens import join_lines
from audiobrief.article.documents.pdf_lines import Line
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.article.tables import guess_head, read_table
from audiobrief.lazy_regex import lazy_regex

# The first and last lines of a page that may be running heads, and the part of the pages that must have them.
_MARGIN_LINES, _MIN_REPEATS, _MAX_HEAD = 3, 0.12, 70
_PAGE_NUMBER = lazy_regex(r"\W*(?:page\s*|p\.\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|sur|of)\s*\d{1,4})?\W*", re.I)
_SENTENCE_END = lazy_regex(r"[.!?…:][»”\"’)\]\s¹²³⁰⁴-⁹]*$")
_ITEM = lazy_regex(r"(?:[•‣▪◦●■·\uf000-\uf0ff\ufffd]\s*|[–—-]\s+|\(?(?:\d{1,2}|[a-z])[.)]\s+)(?=\S)")
_CONTENTS = lazy_regex(r"(?:table des matières|sommaire|table of contents|contents)\W*", re.I)
_ENTRY, _LEADERS = lazy_regex(r"(?:\d{1,4}|\b[ivxlc]{1,6})\s*$"), lazy_regex(r"(?:[.·…]\s?){4,}\s*\d{1,4}\s*$")
_MAX_ENTRY = 140
_BULLET = lazy_regex(r"[•‣▪◦●■·\uf000-\uf0ff\ufffd]\s*")
# The caption of a figure (« Figure 1 : La halle »), not a sentence that speaks of one (« Figure 1 montre que … »).
FIGURE_CAPTION = lazy_regex(r"(?:figure|fig\.|illustration|photo(?:graphie)?) ?\d{1,3} ?[:–—-] .{1,300}$", re.I)
_NOTE = lazy_regex(r"\s*(?:[\[(]?\d{1,3}(?!\d)[\])]?\.?|[⁰¹²³⁴-⁹]{1,3}|[*†‡])\s*(?=\w|«)")
# In sizes of type: an indent, and the distance of baselines within a paragraph, as part of the usual one.
_INDENT, _LEADING = 0.8, 1.3
_SMALL, _SAME_SIZE = 0.93, 0.06
# How many lines before and after show the edges of a column.
_AROUND = 5
_SAME_BASELINE, _TITLE_SIZE = 0.3, 1.3


@dataclass(frozen=True, slots=True)
class PagedParagraph:
    """A paragraph and the page, from 0, on which it begins."""

    paragraph: Paragraph
    page: int


def remove_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without page numbers and what is repeated at the top and the bottom of pages."""
    heads = Counter(key for lines in pages for key in {_make_key(line) for line in _list_margins(lines)})
    most = max(2, _MIN_REPEATS * len(pages))
    made: list[list[Line]] = []
    for lines in pages:
        margin = _list_margins(lines)
        gone = {id(line) for line in margin if heads[_make_key(line)] >= most}
        if len(lines) > 2:
            gone |= {id(line) for row in _list_outermost(margin) if _is_numbered(row) for line in row}
        made.append([line for line in lines if id(line) not in gone])
    return made


def _list_outermost(margin: Sequence[Line]) -> list[list[Line]]:
    """The lines on the highest and on the lowest baseline of a page."""
    return [[line for line in margin if abs(line.baseline - edge.baseline) < 2] for edge in (margin[0], margin[-1])]


def _is_numbered(row: Sequence[Line]) -> bool:
    """Whether the lines on one baseline are a page number, alone or beside a short running head."""
    return any(_PAGE_NUMBER.fullmatch(line.text) for line in row) and all(
        len(line.text) <= _MAX_HEAD and not line.cells for line in row
    )


def _list_margins(lines: Sequence[Line]) -> list[Line]:
    """The first and the last lines of a page, from top to bottom."""
    down = sorted(lines, key=lambda line: -line.baseline)
    return down if len(down) <= 2 * _MARGIN_LINES else down[:_MARGIN_LINES] + down[-_MARGIN_LINES:]


def _make_key(line: Line) -> tuple[str, int]:
    """What repeated lines have in common: their text but for numbers, and their height on the page."""
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower()), round(line.baseline / 12)


def remove_contents(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without a table of contents: what is below its heading and ends with a page number."""
    made: list[list[Line]] = []
    inside = False
    for lines in pages:
        kept: list[Line] = []
        for line in lines:
            if _CONTENTS.fullmatch(line.text):
                inside = True
                continue
            is_entry = bool(_ENTRY.search(line.text)) and len(line.text) <= _MAX_ENTRY
            inside = inside and is_entry
            if not (inside or (is_entry and _LEADERS.search(line.text))):
                kept.append(line)
        made.append(kept)
    return made


def find_body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of type of most of the text."""
    weights: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            weights[line.size] += len(line.text)
    return weights.most_common(1)[0][0] if weights else 0.0


def take_notes(lines: Sequence[Line], body: float, words: Collection[str]) -> tuple[list[Line], list[str]]:
    """The lines of a page in reading order without the notes at the foot of its columns, and these.

    Notes are smaller lines below all others of their column, the first of which begins with a number or an asterisk.
    """
    kept: list[Line] = []
    notes: list[str] = []
    for column in _split_columns(lines):
        end = len(column)
        # TeX puts the notes of a page above a figure at its foot.
        while end and FIGURE_CAPTION.match(column[end - 1].text):
            end -= 1
        start = end
        while start and column[start - 1].size <= _SMALL * body:
            start -= 1
        first = next((at for at in range(start, end) if _NOTE.match(column[at].text)), None)
        if first is None or (start == 0 and not kept):
            kept += column
            continue
        kept += [*column[:first], *column[end:]]
        own: list[str] = []
        for line in column[first:end]:
            found = _NOTE.match(line.text)
            if found and (not own or _SENTENCE_END.search(own[-1])):
                own.append(line.text[found.end() :])
            else:
                own[-1] = join_lines(own[-1], line.text, words)
        notes += own
    return kept, notes


def _split_columns(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each column: a new one begins above the last line."""
    columns: list[list[Line]] = []
    for line in lines:
        if not columns or line.baseline > columns[-1][-1].baseline + line.size:
            columns.append([])
        columns[-1].append(line)
    return columns


def make_paragraphs(
    pages: Sequence[Sequence[Line]], words: Collection[str], reading: ReadingOptions
) -> list[PagedParagraph]:
    """The paragraphs of all pages, each with its page."""
    pages = [_measure_columns(page) for page in pages]
    leadings = _measure_leadings(pages)
    body = find_body_size(pages)
    made: list[PagedParagraph] = []
    lines: list[Line] = []
    first_page = 0
    for number, page in enumerate(pages):
        for line in page:
            if lines and not _continues(lines, line, leadings, body):
                made += _finish(lines, first_page, words, reading)
                lines = []
            if not lines:
                first_page = number
            lines.append(line)
    return made + (_finish(lines, first_page, words, reading) if lines else [])


def _measure_columns(page: Sequence[Line]) -> list[Line]:
    """The lines with the edges of what is around them, as a quotation is narrower than its column."""
    made: list[Line] = []
    for at, line in enumerate(page):
        if _is_centred(line):
            made.append(line)
            continue
        near = page[max(0, at - _AROUND) : at + _AROUND + 1]
        alike = [each for each in near if each.size == line.size and abs(each.left - line.left) < 4 * max(line.size, 1)]
        made.append(replace(line, column=(min(each.left for each in alike), max(each.right for each in alike))))
    return made


def _is_centred(line: Line) -> bool:
    """Whether a line stands in the middle of its column."""
    before, after = line.left - line.column[0], line.column[1] - line.right
    return before > 2 * line.size and abs(before - after) < 2 * line.size


def _measure_leadings(pages: Sequence[Sequence[Line]]) -> dict[float, float]:
    """The commonest distance of baselines for each size of type."""
    found: dict[float, Counter[float]] = {}
    for page in pages:
        for above, line in pairwise(page):
            distance = above.baseline - line.baseline
            if above.size == line.size and 0.8 * line.size < distance < 3 * line.size:
                found.setdefault(line.size, Counter())[round(distance * 2) / 2] += 1
    return {size: distances.most_common(1)[0][0] for size, distances in found.items()}


def _continues(lines: Sequence[Line], line: Line, leadings: dict[float, float], body: float) -> bool:
    """Whether a line belongs to the paragraph of the lines before it."""
    last = lines[-1]
    if bool(last.cells) != bool(line.cells):
        return False
    if line.cells:
        return True
    size = max(last.size, line.size, 1)
    if abs(last.size - line.size) > _SAME_SIZE * size or last.bold != line.bold or _ITEM.match(line.text):
        return False
    distance = last.baseline - line.baseline
    if abs(distance) <= _SAME_BASELINE * size and line.left > last.left:
        return True
    ends = bool(_SENTENCE_END.search(last.text))
    if distance < 0 or distance > 5 * size:
        # The next column or page.
        return not ends and not line.bold and line.size == last.size and not _is_short(last)
    leading = leadings.get(line.size, 1.2 * size)
    if distance > _LEADING * leading:
        return False
    is_item = _ITEM.match(lines[0].text) is not None
    indent = 0.0 if is_item else line.left - min(each.left for each in (last, *lines[1:]))
    if indent > _INDENT * size and line.left - line.column[0] < 6 * size:
        # An indented line begins a paragraph, unless the lines are centred.
        return not ends and not _is_short(last) and len(lines) == 1
    if ends and _is_short(last):
        return False
    # The next word had room on the line: it is the last one of its paragraph. Titles are broken by sense.
    room = last.column[1] - last.right
    return line.size > _TITLE_SIZE * body or room <= 1.5 * size + 0.6 * size * len(line.text.split()[0])


def _is_short(line: Line) -> bool:
    """Whether a line ends well before the right edge of its column."""
    left, right = line.column
    return line.right < right - 0.12 * max(right - left, 1)


def _finish(lines: Sequence[Line], page: int, words: Collection[str], reading: ReadingOptions) -> list[PagedParagraph]:
    first = lines[0]
    if first.cells:
        rows = [line.cells for line in lines]
        blocks = read_table(rows, reading.tables, has_head=first.bold or guess_head(rows))
        return [PagedParagraph(Paragraph("paragraph", block.text), page) for block in blocks]
    text = first.text
    for line in lines[1:]:
        text = join_lines(text, line.text, words)
    item = _ITEM.match(text)
    if item and not text.startswith(("–", "—", "-")):
        paragraph = Paragraph("list_item", _BULLET.sub("", text, count=1), 0, first.bold, first.size)
    else:
        paragraph = Paragraph("paragraph", text, 0, all(line.bold for line in lines), first.size)
    return [PagedParagraph(paragraph, page)]
