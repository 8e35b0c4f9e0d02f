"""Pages laid out with tables, as before there were style sheets: their article stands in cells, not in paragraphs."""

from __future__ import annotations

import re
from itertools import islice

# A cell of data holds a name or a figure; one of so many letters holds a text.
_LONG_CELL, _MOST_CELLS = 200, 2000
_TABLE = re.compile(r"<table\b", re.I)
_BREAKS = re.compile(r"(?:<br\s*/?>\s*){2,}", re.I)
_BLOCKS = ("p", "div", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table")
_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td"})


def without_layout_tables(text: str, known: str) -> str:
    """The page with its cells of text as divisions, where these hold more that is not `known` (the article's letters so
    far, without spaces) than that has letters; else nothing."""
    if not _TABLE.search(text):
        return ""
    from lxml import etree, html

    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return ""
    cells = (cell for cell in tree.iter("td") if cell.find(".//table") is None)
    texts = ("".join(cell.text_content().split()) for cell in cells)
    long = islice((words for words in texts if len(words) > _LONG_CELL), _MOST_CELLS)
    if sum(len(words) for words in long if words not in known) <= len(known):
        return ""
    of_data = {next(head.iterancestors("table"), None) for head in tree.iter("th", "caption")}
    # From the inside out, so that a part's table is still one.
    for part in reversed(list(tree.iter(*_PARTS))):
        table = part if part.tag == "table" else next(part.iterancestors("table"), None)
        if table not in of_data:
            part.tag = "p" if part.tag == "td" and next(part.iter(*_BLOCKS), None) is None else "div"
    written: str = html.tostring(tree, encoding="unicode")
    return _BREAKS.sub("<p>", written)
