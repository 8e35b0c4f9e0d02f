"""The part of a page that a benchmark writes: what stands between two marks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def write_rows(page: Path, begin: str, end: str, rows: Iterable[str]) -> None:
    """Replace what stands between the marks `begin` and `end` of a page by rows."""
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    text = "\n".join(rows)
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{rest.partition(end)[2]}", encoding="utf-8")
