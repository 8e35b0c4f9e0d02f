"""Rewrite web pages that exceed the limits of the HTML parser.

libxml2 silently stops at more than 256 nested elements, or at a comment, an attribute or a text of 10 million
characters, and all that follows is lost. Such pages are written again with less nesting and without these parts.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from audiobrief.article.limits import check_characters
from audiobrief.lazy_regex import lazy_regex

# The depth to which elements are kept: those that only contain others, and those that tell what a text is.
_MAX_WRAPPER_DEPTH, _MAX_DEPTH = 100, 120
# Put at the end of the page: the parser has read all of it if it finds this.
_SENTINEL = "audiobrief-end-of-page"
_MAX_ATTRIBUTES, _MAX_DATA = 20_000, 1 << 20
_OPENING = lazy_regex(r"<(?:!--|[!?/]?[A-Za-z\[])")
_TAG = lazy_regex(r"<(/?)([A-Za-z][^\s/>]*)((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_END = lazy_regex(r"</(?:body|html)\b", re.I)
_SPACE = lazy_regex(r"\s{100,}")
_DATA = lazy_regex(r"application/ld\+json", re.I)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_SKIPPED = frozenset({"script", "style", "template", "iframe", "noembed", "noframes", "xmp"})
_TEXTS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "tr", "td", "th", "pre"})
# The elements that a start tag ends (HTML, 13.1.2.4), unless a container is open between the two.
_ENDED_BY = {
    "li": {"li", "p"}, "dt": {"dt", "dd", "p"}, "dd": {"dt", "dd", "p"}, "tr": {"tr", "td", "th", "p"},
    "td": {"td", "th", "p"}, "th": {"td", "th", "p"}, "option": {"option"},
}  # fmt: skip
_CONTAINERS = frozenset({"ul", "ol", "dl", "table", "select"})
_BLOCKS = _TEXTS | _CONTAINERS | {
    "address", "article", "aside", "blockquote", "center", "details", "div", "figure", "footer", "form", "header", "hr",
    "main", "nav", "section",
}  # fmt: skip
# How many open elements are searched for one that a start tag ends.
_MAX_LOOKUP = 12


def fit_parser_limits(text: str, address: str) -> str:
    """The page unchanged if the parser reads all of it; else with less nesting, without scripts and comments.

    Raises ArticleError if the text itself is too long.
    """
    if _parses_whole(text):
        return text
    flattener = _Flattener(text)
    flat = flattener.flatten()
    check_characters(flattener.characters, address)
    return flat


def _parses_whole(text: str) -> bool:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8")
    try:
        tree = html.document_fromstring(_insert_sentinel(text).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return True  # there is nothing to parse, and rewriting does not help
    errors: Any = parser.error_log
    if any(error.type_name == "ERR_RESOURCE_LIMIT" or "HUGE" in error.message for error in errors):
        return False
    # libxml2 2.11, in lxml's wheels for Windows, reports at most a hundred errors, and some limits not at all.
    return any(_SENTINEL in words for element in tree.iter() for words in (element.text or "", element.tail or ""))


def _insert_sentinel(text: str) -> str:
    end = found.start() if (found := _END.search(text)) else len(text)
    return f"{text[:end]}{_SENTINEL}{text[end:]}"


class _Flattener:
    """Writes a page again with less nesting and an end tag for every element."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[str] = []
        # The open elements, each with whether its tag was written, and the number of open elements by name.
        self._open: list[tuple[str, bool]] = []
        self._names: Counter[str] = Counter()
        self._depth = 0
        self.characters = 0

    def flatten(self) -> str:
        text, at = self._text, 0
        while found := _OPENING.search(text, at):
            self._write_text(text[at : found.start()])
            at = self._read_markup(found.start())
        self._write_text(text[at:])
        self._close_last(len(self._open))
        return "".join(self._parts)

    def _write_text(self, words: str) -> None:
        words = _SPACE.sub(" ", words)
        self.characters += len(words)
        self._parts.append(words)

    def _read_markup(self, at: int) -> int:
        """Write the markup that starts at `at`; return where it ends."""
        text = self._text
        if text.startswith("<!--", at):
            return self._skip_past("-->", at)
        tag = _TAG.match(text, at)
        if not tag:
            if text.startswith(("<!", "<?", "</"), at):
                return self._skip_past(">", at)
            self._parts.append("&lt;")
            return at + 1
        name = tag[2].lower()
        if tag[1]:
            self._close_element(name)
        elif name in _SKIPPED:
            return self._skip_element(name, tag)
        else:
            self._open_element(name, tag[3])
        return tag.end()

    def _skip_past(self, mark: str, at: int) -> int:
        end = self._text.find(mark, at)
        return len(self._text) if end < 0 else end + len(mark)

    def _skip_element(self, name: str, tag: re.Match[str]) -> int:
        """Skip an element that contains no text of the article, except for JSON-LD metadata; return where it ends."""
        close = re.compile(rf"</{name}\b[^>]*>", re.I).search(self._text, tag.end())
        end = close.end() if close else len(self._text)
        if name == "script" and _DATA.search(tag[3]) and end - tag.start() < _MAX_DATA:
            self._parts.append(self._text[tag.start() : end])
        return end

    def _open_element(self, name: str, attributes: str) -> None:
        attributes = attributes if len(attributes) <= _MAX_ATTRIBUTES else ""
        if name in _VOID:
            self._parts.append(f"<{name}{attributes}>")
            return
        self._close_implied(name)
        kept = self._depth < (_MAX_DEPTH if name in _TEXTS else _MAX_WRAPPER_DEPTH)
        self._parts.append(f"<{name}{attributes}>" if kept else _make_separator(name))
        self._open.append((name, kept))
        self._names[name] += 1
        self._depth += kept

    def _close_implied(self, name: str) -> None:
        """Close the elements that a start tag `name` ends."""
        ended = _ENDED_BY.get(name) or ({"p"} if name in _BLOCKS else set())
        last = 0
        for above, (other, kept) in enumerate(reversed(self._open[-_MAX_LOOKUP:]), 1):
            if other in ended:
                last = above
            elif other in _CONTAINERS and kept:
                break
        self._close_last(last)

    def _close_element(self, name: str) -> None:
        if not self._names[name]:
            return
        number = 1
        while self._open[-number][0] != name:
            number += 1
        self._close_last(number)

    def _close_last(self, number: int) -> None:
        for _ in range(number):
            name, kept = self._open.pop()
            self._parts.append(f"</{name}>" if kept else _make_separator(name))
            self._names[name] -= 1
            self._depth -= kept


def _make_separator(name: str) -> str:
    """What replaces a tag that is not written: a space for a block, nothing for an inline element inside a word."""
    return " " if name in _BLOCKS else ""
