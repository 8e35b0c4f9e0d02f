"""Put the runs of a page that has no structure into lines, and the lines into reading order, column by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audiobrief.article.documents.numbering import SUPERSCRIPT_DIGITS
from audiobrief.article.documents.pdf_text import Run
from audiobrief.lazy_regex import lazy_regex

# In sizes of type: the distance of baselines on one line, and the white space that parts columns.
_SAME_LINE, _GAP, _LABEL_GAP = 0.35, 1.1, 4.0
_LABEL = lazy_regex(r"(?:[\uf000-\uf0ff\ufffd•‣▪◦●■·–—*o-]|\(?\w{1,4}[.)]|\d{1,2}(?:\.\d{1,2}){0,3})")
# A column has so many lines, which fill it to this part.
_MIN_LINES, _MIN_FILL, _MAX_CROSSING = 4, 0.55, 0.4
# A table has at least so many rows of cells, whose baselines differ by so many sizes of type.
_MIN_ROWS, _MAX_CELL, _SAME_ROW = 3, 60, 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, in points from the lower left corner; `column` are the edges of the column that it is in.

    `cells` are the parts of a row of a table, of which the line was made.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    column: tuple[float, float] = (0.0, 0.0)
    cells: tuple[str, ...] = ()


def make_lines(runs: Sequence[Run]) -> list[Line]:
    """The lines of a page in reading order."""
    pieces = list(_join_runs([run for run in runs if not run.artifact]))
    rows = _find_table_rows(pieces)
    cells = {id(piece) for row in rows for piece in row}
    lines = [piece for piece in pieces if id(piece) not in cells] + [_make_row(row) for row in rows]
    return _order(_join_labels(lines))


def _join_runs(runs: Sequence[Run]) -> Iterator[Line]:
    """Runs that follow each other on a line, as pieces of lines."""
    line: list[Run] = []
    for run in runs:
        if line and not _follows(line, run):
            yield _make_line(line)
            line = []
        line.append(run)
    if line:
        yield _make_line(line)


def _follows(line: Sequence[Run], run: Run) -> bool:
    last = line[-1]
    size = max(last.size, run.size, 1)
    raised = min(last.size, run.size) < 0.85 * size
    return (
        abs(run.baseline - line[0].baseline) <= (0.6 if raised else _SAME_LINE) * size
        and -0.6 * size <= run.left - last.right <= _GAP * size
    )


def _make_line(runs: Sequence[Run]) -> Line:
    sizes: dict[float, int] = {}
    for run in runs:
        sizes[run.size] = sizes.get(run.size, 0) + len(run.text)
    size = max(sizes, key=lambda each: sizes[each])
    baseline = next(run.baseline for run in runs if run.size == size)
    text = ""
    for run in runs:
        words = run.text
        if run.size < 0.85 * size and words.strip().isdigit() and run.baseline > baseline + 0.1 * size:
            words = words.strip().translate(SUPERSCRIPT_DIGITS)
        elif run.spaced and text:
            words = f" {words}"
        text += words
    bold = all(run.bold for run in runs if run.text.strip())
    return Line(" ".join(text.split()), runs[0].left, max(run.right for run in runs), baseline, size, bold)


def _join_labels(lines: Sequence[Line]) -> list[Line]:
    """The lines with bullets and numbers put before the text to their right."""
    made: list[Line] = []
    labels = [line for line in lines if _LABEL.fullmatch(line.text) and not line.cells]
    taken: dict[int, Line] = {}
    for label in labels:
        beside = [
            line
            for line in lines
            if line is not label
            and abs(line.baseline - label.baseline) <= _SAME_LINE * max(line.size, 1)
            and 0 <= line.left - label.right <= _LABEL_GAP * max(line.size, 1)
        ]
        if beside:
            taken[id(min(beside, key=lambda line: line.left))] = label
    used = {id(label) for label in taken.values()}
    for line in lines:
        if id(line) in used:
            continue
        before = taken.get(id(line))
        made.append(replace(line, text=f"{before.text} {line.text}", left=before.left) if before else line)
    return made


def _find_table_rows(pieces: Sequence[Line]) -> list[list[Line]]:
    """The rows of tables: short pieces side by side, in three rows or more below each other with edges in common."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.baseline):
        if rows and rows[-1][0].baseline - piece.baseline <= _SAME_ROW * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    rows = [sorted(row, key=lambda piece: piece.left) for row in rows]
    found: list[list[Line]] = []
    run: list[list[Line]] = []
    for row in [*rows, []]:
        fits = len(row) > 1 and all(len(piece.text) <= _MAX_CELL for piece in row) and not _LABEL.fullmatch(row[0].text)
        if fits and (not run or _shares_edges(run[-1], row)):
            run.append(row)
            continue
        if len(run) >= _MIN_ROWS and _is_table(run):
            found += run
        run = [row] if fits else []
    return found


def _shares_edges(above: Sequence[Line], row: Sequence[Line]) -> bool:
    """Whether two rows have edges of cells in common, left or right, besides the first one."""
    size = max(row[0].size, 1)
    pairs = ((piece, other) for piece in row[1:] for other in above[1:])
    near = any(
        abs(piece.left - other.left) < size or abs(piece.right - other.right) < size
        or abs(piece.left + piece.right - other.left - other.right) < 2 * size
        for piece, other in pairs
    )  # fmt: skip
    if abs(above[0].size - row[0].size) > 1:
        return False
    return near and above[0].baseline - row[0].baseline < 4 * size


def _is_table(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether rows are those of a table, not lines of two columns of text: their cells are short beside the gaps."""
    if max(map(len, rows)) > 2:
        lengths = [len(piece.text) for row in rows for piece in row]
        return sum(lengths) / len(lengths) < 30
    left = max(row[0].right for row in rows)
    right = min(row[1].left for row in rows)
    lengths = [len(row[1].text) for row in rows]
    return right > left and sum(lengths) / len(lengths) < 25


def _make_row(row: Sequence[Line]) -> Line:
    first = row[0]
    cells = tuple(piece.text for piece in row)
    return replace(first, text=" ".join(cells), right=row[-1].right, cells=cells, bold=all(piece.bold for piece in row))


def _order(lines: Sequence[Line]) -> list[Line]:
    """The lines in reading order: where a gutter parts two columns, the left one first, between lines that cross it."""
    if not lines:
        return []
    gutter = _find_gutter(lines)
    if gutter is None:
        edges = (min(line.left for line in lines), max(line.right for line in lines))
        rows = sorted(lines, key=lambda line: (-round(line.baseline, 1), line.left))
        return [replace(line, column=edges) for line in rows]
    made: list[Line] = []
    band: list[Line] = []
    whole = (min(line.left for line in lines), max(line.right for line in lines))
    for line in sorted(lines, key=lambda line: -line.baseline):
        if _crosses(line, gutter):
            made += _order_band(band, gutter)
            made.append(replace(line, column=whole))
            band = []
        else:
            band.append(line)
    return made + _order_band(band, gutter)


def _order_band(band: Sequence[Line], gutter: float) -> list[Line]:
    return [
        *_order([line for line in band if line.right <= gutter + 1]),
        *_order([line for line in band if line.right > gutter + 1]),
    ]


def _crosses(line: Line, gutter: float) -> bool:
    return line.left < gutter - 1 and line.right > gutter + 1


def _find_gutter(lines: Sequence[Line]) -> float | None:
    """The place, from the left, of the white space between two columns; None if the lines are in one column."""
    text = [line for line in lines if not line.cells]
    best: tuple[int, float] | None = None
    for place in sorted({round(line.left) - 2.0 for line in text}):
        left = [line for line in text if line.right <= place + 1]
        right = [line for line in text if line.left >= place]
        crossing = len(text) - len(left) - len(right)
        if min(len(left), len(right)) < _MIN_LINES or crossing > _MAX_CROSSING * len(text):
            continue
        if not (_fills(left) and _fills(right) and _overlap(left, right)):
            continue
        if best is None or crossing < best[0]:
            best = (crossing, place)
    return best[1] if best else None


def _fills(lines: Sequence[Line]) -> bool:
    """Whether most lines fill the width of their column, as those of a text do."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    widths = sorted(line.right - line.left for line in lines)
    return widths[len(widths) // 2] >= _MIN_FILL * (right - left)


def _overlap(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether two columns stand beside each other for several lines."""
    top = min(max(line.baseline for line in left), max(line.baseline for line in right))
    bottom = max(min(line.baseline for line in left), min(line.baseline for line in right))
    return top - bottom > 2.5 * max(left[0].size, 1)
