"""Put tables into words: small ones are read row by row, others are named."""

from __future__ import annotations

from collections.abc import Sequence

from audiobrief.model import Block
from audiobrief.options import TableMode

# A table of more rows, columns or characters is named instead of read: nobody can follow it by ear.
_MAX_ROWS, _MAX_COLUMNS, _MAX_CHARACTERS = 24, 8, 2500
# With more columns, each cell is said with the head of its column.
_MAX_PLAIN_COLUMNS = 3
# A table with a cell of more characters is a layout, not data.
_MAX_CELL = 400


def read_table(
    rows: Sequence[Sequence[str]], mode: TableMode, *, caption: str = "", has_head: bool = False
) -> list[Block]:
    """The paragraphs that are read for a table. `has_head`: the first row names the columns.

    >>> [block.text for block in read_table([["Étal", "Prix"], ["Petit", "80 €"]], "read", has_head=True)]
    ['Étal, Prix', 'Petit, 80 €']
    """
    filled = [[" ".join(cell.split()) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    columns = max(map(len, filled), default=0)
    if not filled:
        return []
    if is_layout(filled):
        return [Block("paragraph", text) for text in (caption, *(cell for row in filled for cell in row)) if text]
    body = len(filled) - has_head
    if mode == "skip" or not body:
        return []
    characters = sum(len(cell) for row in filled for cell in row)
    if mode == "name" or body > _MAX_ROWS or columns > _MAX_COLUMNS or characters > _MAX_CHARACTERS:
        return [Block("paragraph", _name_table(caption, body, columns))]
    heads = filled[0] if has_head else []
    if heads and columns > _MAX_PLAIN_COLUMNS:
        lines = [_join_labelled(heads, row) for row in filled[1:]]
    else:
        lines = [", ".join(cell for cell in row if cell) for row in filled]
    return [Block("paragraph", text) for text in (caption, *lines) if text]


def is_layout(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table is a box around text or the layout of a page, which are read as text, not data."""
    return max(map(len, rows), default=0) == 1 or any(len(cell) > _MAX_CELL for row in rows for cell in row)


def guess_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a table names its columns, where the document does not say so: no cell of it is empty or
    has a digit, and the rows below have some."""
    first = rows[0] if rows else ()
    if len(rows) < 2 or not all(cell.strip() and not any(mark.isdigit() for mark in cell) for cell in first):
        return False
    return any(mark.isdigit() for row in rows[1:] for cell in row for mark in cell)


def _name_table(caption: str, rows: int, columns: int) -> str:
    """What is said instead of a table, in French as the article is."""
    lines = f"{rows} ligne{'s' if rows > 1 else ''}"
    size = f"{lines} et {columns} colonnes"
    return f"Tableau non lu : {caption.rstrip(' .:')}, {size}." if caption else f"Tableau non lu : {size}."


def _join_labelled(heads: Sequence[str], row: Sequence[str]) -> str:
    """A row with each cell after the first under its head (« Petit : prix 80 €, surface 4 m² »)."""
    cells = [(heads[at] if at < len(heads) else "", cell) for at, cell in enumerate(row)]
    told = [f"{head.rstrip(' :')} : {cell}" if head else cell for head, cell in cells[1:] if cell]
    first = cells[0][1]
    return f"{first.rstrip(' .')}. {', '.join(told)}" if first and told else first or ", ".join(told)
