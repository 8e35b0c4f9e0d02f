"""The formats that an article may be written in.

A format is a line of `FORMATS` and a module of its name here, with `parse_<name>(text, address) -> Article`: `text` is
the decoded file, `address` its path or URL (empty for standard input). It raises ArticleError for a text that is too
long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from audiobrief.model import Article


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the suffixes of its files, in lower case, and its media types, of which the first is requested."""

    name: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]

    def parse(self, text: str, address: str) -> Article:
        """The article in `text`; the format's module is imported at the first call. Raises ArticleError."""
        parse: Callable[[str, str], Article] = getattr(import_module(f"{__name__}.{self.name}"), f"parse_{self.name}")
        return parse(text, address)


FORMATS = {
    entry.name: entry
    for entry in (
        Format("html", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml")),
        Format("plain", (".txt", ".text"), ("text/plain",)),
        Format("markdown", (".md", ".markdown"), ("text/markdown",)),
    )
}
