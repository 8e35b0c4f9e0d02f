"""Pages that a parser gives up: too deep, or with one piece too long. They are written again within its limits.

libxml2 ends a document, without a word, where more than 256 elements stand within each other, or where a comment, an
attribute or a text has 10 million characters; all that follows would be lost.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from audiobrief.article.limits import check_characters

# Elements within each other that are kept: those that only wrap others, and those that say what a text is.
_DEEPEST_WRAPPER, _DEEPEST = 100, 120
# What the parser must come to, where it takes a page whole.
_LAST_WORD = "audiobrief-end-of-page"
_LONGEST_ATTRIBUTES, _LONGEST_DATA = 20_000, 1 << 20
_OPENING = re.compile(r"<(?:!--|[!?/]?[A-Za-z\[])")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_END = re.compile(r"</(?:body|html)\b", re.I)
_SPACE = re.compile(r"\s{100,}")
_DATA = re.compile(r"application/ld\+json", re.I)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_UNREAD = frozenset({"script", "style", "template", "iframe", "noembed", "noframes", "xmp"})
_TEXTS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "tr", "td", "th", "pre"})
# What ends at the beginning of another (HTML, 13.1.2.4), unless one of those that hold their like stands between.
_ENDED_BY = {
    "li": {"li", "p"}, "dt": {"dt", "dd", "p"}, "dd": {"dt", "dd", "p"}, "tr": {"tr", "td", "th", "p"},
    "td": {"td", "th", "p"}, "th": {"td", "th", "p"}, "option": {"option"},
}  # fmt: skip
_HOLDERS = frozenset({"ul", "ol", "dl", "table", "select"})
_BLOCKS = _TEXTS | _HOLDERS | {
    "address", "article", "aside", "blockquote", "center", "details", "div", "figure", "footer", "form", "header", "hr",
    "main", "nav", "section",
}  # fmt: skip
# How far up an element is looked for that another ends.
_NEAR = 12


def within_limits(text: str, address: str) -> str:
    """The page as it is where a parser takes it whole; else the same words in fewer elements, without what is not read
    (scripts, comments, long attributes). Raises ArticleError where its words alone are too many."""
    if _is_taken(text):
        return text
    flat = _Flat(text)
    written = flat.written()
    check_characters(flat.characters, address)
    return written


def _is_taken(text: str) -> bool:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8")
    try:
        tree = html.document_fromstring(_with_last_word(text).encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return True  # there is no page in it, however it is written
    faults: Any = parser.error_log
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" or "HUGE" in fault.message for fault in faults):
        return False
    # libxml2 2.11, which is in lxml's wheels for Windows, tells no more than a hundred faults, and some limits never.
    return any(_LAST_WORD in words for element in tree.iter() for words in (element.text or "", element.tail or ""))


def _with_last_word(text: str) -> str:
    end = found.start() if (found := _END.search(text)) else len(text)
    return f"{text[:end]}{_LAST_WORD}{text[end:]}"


class _Flat:
    """A page written again, each of its elements ended where it ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[str] = []
        # The elements that are open, with whether each was written, and how many there are of each name.
        self._open: list[tuple[str, bool]] = []
        self._names: Counter[str] = Counter()
        self._depth = 0
        self.characters = 0

    def written(self) -> str:
        text, at = self._text, 0
        while found := _OPENING.search(text, at):
            self._words(text[at : found.start()])
            at = self._mark(found.start())
        self._words(text[at:])
        self._end_all(len(self._open))
        return "".join(self._parts)

    def _words(self, words: str) -> None:
        words = _SPACE.sub(" ", words)
        self.characters += len(words)
        self._parts.append(words)

    def _mark(self, at: int) -> int:
        """Write what begins at `at`; where it ends."""
        text = self._text
        if text.startswith("<!--", at):
            return self._behind("-->", at)
        tag = _TAG.match(text, at)
        if not tag:
            if text.startswith(("<!", "<?", "</"), at):
                return self._behind(">", at)
            self._parts.append("&lt;")
            return at + 1
        name = tag[2].lower()
        if tag[1]:
            self._end(name)
        elif name in _UNREAD:
            return self._unread(name, tag)
        else:
            self._begin(name, tag[3])
        return tag.end()

    def _behind(self, mark: str, at: int) -> int:
        end = self._text.find(mark, at)
        return len(self._text) if end < 0 else end + len(mark)

    def _unread(self, name: str, tag: re.Match[str]) -> int:
        """Pass over an element whose words are none of the article's; a description of the article stays."""
        close = re.compile(rf"</{name}\b[^>]*>", re.I).search(self._text, tag.end())
        end = close.end() if close else len(self._text)
        if name == "script" and _DATA.search(tag[3]) and end - tag.start() < _LONGEST_DATA:
            self._parts.append(self._text[tag.start() : end])
        return end

    def _begin(self, name: str, attributes: str) -> None:
        attributes = attributes if len(attributes) <= _LONGEST_ATTRIBUTES else ""
        if name in _VOID:
            self._parts.append(f"<{name}{attributes}>")
            return
        self._end_before(name)
        kept = self._depth < (_DEEPEST if name in _TEXTS else _DEEPEST_WRAPPER)
        self._parts.append(f"<{name}{attributes}>" if kept else _between(name))
        self._open.append((name, kept))
        self._names[name] += 1
        self._depth += kept

    def _end_before(self, name: str) -> None:
        """End what ends where an element `name` begins."""
        ended = _ENDED_BY.get(name) or ({"p"} if name in _BLOCKS else set())
        last = 0
        for above, (other, kept) in enumerate(reversed(self._open[-_NEAR:]), 1):
            if other in ended:
                last = above
            elif other in _HOLDERS and kept:
                break
        self._end_all(last)

    def _end(self, name: str) -> None:
        if not self._names[name]:
            return
        number = 1
        while self._open[-number][0] != name:
            number += 1
        self._end_all(number)

    def _end_all(self, number: int) -> None:
        for _ in range(number):
            name, kept = self._open.pop()
            self._parts.append(f"</{name}>" if kept else _between(name))
            self._names[name] -= 1
            self._depth -= kept


def _between(name: str) -> str:
    """What stands for the edge of an element that is not written: a stressed syllable does not part a word."""
    return " " if name in _BLOCKS else ""
