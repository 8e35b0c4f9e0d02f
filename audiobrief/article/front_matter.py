"""What stands at the head of a Markdown text: of YAML, what people write there, each key's value as one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from audiobrief.article.byline import day

_HEAD = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
_KEY = re.compile(r"([A-Za-z_]+)[ \t]*:(.*)")
_NESTED = re.compile(r"[\w-]+[ \t]*:(?:[ \t]|$)")
_BLOCK_SCALAR = re.compile(r"[|>][-+\d]{0,2}(?:\s+#.*)?")
_DOUBLE, _SINGLE = r'"((?:[^"\\]|\\.)*)"', r"'((?:[^']|'')*)'"
_QUOTED = re.compile(rf"(?:{_DOUBLE}|{_SINGLE})(?: ?#.*)?")
_ITEM = re.compile(rf" ?(?:{_DOUBLE}|{_SINGLE}|([^,\[\]]*?)) ?(,|\](?: ?#.*)?$)")
_ESCAPED = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_COMMENT = re.compile(r"(?:^|(?<=\s))#(?=\s|#|$).*")
_NOTHING = ("~", "null")
# A value is a title or a few names; more of it is not looked at.
_LONGEST = 20_000


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The keys between two `---` at the head with their values, and the rest. A list's items are joined by commas,
    lines by spaces; what is not of that shape is passed over."""
    found = _HEAD.match(text)
    if not found:
        return {}, text
    known = {key.lower(): _value(first, more) for key, first, more in _entries(found[1].split("\n"))}
    return known, text[found.end() :]


def written_day(text: str) -> date | None:
    """The day that a value names: as 2024-03-14, 2024/3/4, 14/03/2024 (the day first) or « 1er mai 2024 »."""
    written = " ".join(text.split())
    if found := re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", written):
        year, month, number = map(int, found.groups())
    elif found := re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)", written):
        number, month, year = map(int, found.groups())
    elif found := re.match(r"(\d{4})(\d\d)(\d\d)(?!\d)", written):
        year, month, number = map(int, found.groups())
    else:
        return day(written)
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _entries(lines: Sequence[str]) -> Iterator[tuple[str, str, list[str]]]:
    """Each key, what stands behind it, and the lines below that are its own: those set in, and the items of a list."""
    key, first, more = "", "", list[str]()
    for line in lines:
        if not line.strip() or line[0] in " \t-]":
            more.append(line.strip())
        elif not line.startswith("#"):
            if key:
                yield key, first, more
            found = _KEY.fullmatch(line)
            key, first, more = (found[1], found[2].strip(), []) if found else ("", "", [])
    if key:
        yield key, first, more


def _value(first: str, more: Sequence[str]) -> str:
    if _BLOCK_SCALAR.fullmatch(first):
        return _line(more)
    first, below = _uncommented(first[:_LONGEST]), [line for line in more if line and not _COMMENT.match(line)]
    if not first and below and below[0].startswith("- "):
        listed = (_list_item(line) for line in below if line.startswith("- "))
        return ", ".join(item for item in listed if item)
    if not first and below and _NESTED.match(below[0]):
        return ""
    whole = _line([first, *below])
    return ", ".join(items) if (items := _flow_list(whole)) else _scalar(whole)


def _line(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines)[:_LONGEST].split())


def _list_item(line: str) -> str:
    """An item's text; of one that has keys, its name's."""
    text = _line([line[1:]])
    if _NESTED.match(text):
        key, _, text = text.partition(":")
        return _scalar(text.strip()) if key.strip() == "name" else ""
    return _scalar(text)


def _flow_list(text: str) -> list[str]:
    """The items of `[a, "b"]`; none for what only begins so, as a title « [Vidéo] La halle rouvre »."""
    items: list[str] = []
    at = 1
    while text.startswith("[") and (found := _ITEM.match(text, at)):
        double, single, plain, end = found.groups()
        items.append(_unescaped(double, single) if plain is None else plain)
        if end != ",":
            return [item for item in items if item]
        at = found.end()
    return []


def _scalar(text: str) -> str:
    if found := _QUOTED.fullmatch(text):
        return _unescaped(*found.groups())
    plain = _uncommented(text)
    # In quotes that hold such quotes themselves, which is not YAML but is meant so.
    plain = re.sub(r"^([\"'])(.*)\1$", r"\2", plain)
    return "" if plain in _NOTHING else plain


def _uncommented(text: str) -> str:
    """A value without the comment behind it. A mark that a word follows at once is none: « #MeToo, dix ans après »."""
    return text if _QUOTED.fullmatch(text) else _COMMENT.sub("", text).rstrip()


def _unescaped(double: str | None, single: str | None) -> str:
    if double is None:
        return (single or "").replace("''", "'")
    return _line([_ESCAPED.sub(_character, double)])


def _character(escape: re.Match[str]) -> str:
    code = next((digits for digits in escape.groups()[:3] if digits), "")
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else ""
    return " " if escape[4] in "nrt" else escape[4]
