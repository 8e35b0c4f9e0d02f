"""Parse Jupyter notebooks (nbformat 4): their prose, which is Markdown, without code and results."""

from __future__ import annotations

import json
from typing import Any

from audiobrief.article.documents.faults import make_damage_error
from audiobrief.article.formats.markdown import parse_markdown
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.model import Article


def parse_ipynb(text: str, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in the Markdown cells of a notebook. Raises ArticleError if it is no notebook."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise make_damage_error(address) from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise make_damage_error(address)
    sources = (_join_source(cell.get("source")) for cell in cells if _is_prose(cell))
    return parse_markdown("\n\n".join(sources), address, reading)


def _is_prose(cell: Any) -> bool:
    return isinstance(cell, dict) and cell.get("cell_type") == "markdown"


def _join_source(source: Any) -> str:
    """The text of a cell, which is a string or a list of lines."""
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))
