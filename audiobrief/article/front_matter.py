"""Read the front matter of Markdown: YAML between `---`, TOML between `+++`, a JSON object, or « Title: » lines.

The standard library reads TOML and JSON. YAML is read line by line here, as people write it, because the parsers of
YAML (PyYAML, ruamel.yaml, and python-frontmatter, which uses PyYAML) do worse on it:

- They refuse the whole head for one value that is not YAML, and in French many are not, above all those with a space
  before the colon: `title: Budget : les députés votent`, `title: "Non" et "oui"`, `title: [Vidéo] La halle rouvre`.
- They accept other values with another meaning: `#MeToo, dix ans après` as a comment, `12:30` as the number 750.

Of the 49 heads that tests/article/test_front_matter.py lists, they read 25 (PyYAML) or 26 (the others) as meant.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from audiobrief.article.byline import parse_day
from audiobrief.lazy_regex import lazy_regex

_YAML_HEAD = lazy_regex(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.S)
_TOML_HEAD = lazy_regex(r"\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|$)", re.S)
_JSON_HEAD = lazy_regex(r"\s*(\{\s*\n.{0,20000}?\n\})[ \t]*(?:\n|$)", re.S)
# The keys of Pelican and MultiMarkdown, at the start of the text and up to the first empty line.
_PLAIN_HEAD = lazy_regex(
    r"\s*(?:(?:title|authors?|date|modified|tags|category|categories|slug|summary|status|lang|template|subtitle|keywords"
    r"|affiliation|copyright|css|description|language)[ \t]*:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,}(?=\n|$)",
    re.I,
)
_KEY_NAMES = {
    "title": ("title", "titre"),
    "author": ("author", "authors", "auteur", "auteurs", "auteure", "autrice", "creator", "by"),
    "date": ("date", "published", "publishdate", "date_published", "pubdate", "datepublished", "created", "created_at"),
    "source": ("source", "publication", "site", "sitename"),
    "lang": ("lang", "language", "locale", "langue"),
}
_KEY = lazy_regex(r"([A-Za-z_]+)[ \t]*:(.*)")
_NESTED = lazy_regex(r"[\w-]+[ \t]*:(?:[ \t]|$)")
_BLOCK_SCALAR = lazy_regex(r"[|>][-+\d]{0,2}(?:\s+#.*)?")
_DOUBLE, _SINGLE = r'"((?:[^"\\]|\\.)*)"', r"'((?:[^']|'')*)'"
_QUOTED = lazy_regex(rf"(?:{_DOUBLE}|{_SINGLE})(?: ?#.*)?")
_ITEM = lazy_regex(rf" ?(?:{_DOUBLE}|{_SINGLE}|([^,\[\]]*?)) ?(,|\](?: ?#.*)?$)")
_ESCAPED = lazy_regex(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_COMMENT = lazy_regex(r"(?:^|(?<=\s))#(?=\s|#|$).*")
_NULLS = ("~", "null")
# A value is a title or a few names; the rest of a longer one is ignored.
_MAX_VALUE = 20_000
# A longer TOML head is not read: the time that tomllib takes grows with the square of the length of a dotted key.
_MAX_TOML = 20_000


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The keys of the front matter, in lower case, with their values as one line each, and the rest of the text.

    The items of a list are joined by commas, the lines of a value by spaces. What cannot be read is ignored.
    """
    if found := _YAML_HEAD.match(text):
        known = {key.lower(): _parse_value(first, more) for key, first, more in _split_entries(found[1].split("\n"))}
    elif found := _TOML_HEAD.match(text):
        known = _parse_toml(found[1])
    elif found := _JSON_HEAD.match(text):
        known = _parse_json(found[1])
        if not known:
            return {}, text
    elif (found := _PLAIN_HEAD.match(text)) and "title:" in found[0].lower():
        known = {key.lower(): _parse_value(first, more) for key, first, more in _split_entries(found[0].split("\n"))}
    else:
        return {}, text
    return known, text[found.end() :]


def find_key(known: Mapping[str, str], key: str) -> str:
    """The value of a key of the front matter, by any of its names (`author`, `authors`, `auteur`); empty if absent."""
    return next((known[name] for name in _KEY_NAMES[key] if known.get(name)), "")


def parse_date(text: str) -> date | None:
    """The date in a value such as 2024-03-14, 2024/3/4, 14/03/2024 (day first) or « 1er mai 2024 »; None if there is
    none."""
    written = " ".join(text.split())
    if found := re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", written):
        year, month, number = map(int, found.groups())
    elif found := re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)", written):
        number, month, year = map(int, found.groups())
    elif found := re.match(r"(\d{4})(\d\d)(\d\d)(?!\d)", written):
        year, month, number = map(int, found.groups())
    else:
        return parse_day(written)
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _split_entries(lines: Sequence[str]) -> Iterator[tuple[str, str, list[str]]]:
    """Each key with the rest of its line and the lines below that belong to it: indented lines and list items."""
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


def _parse_value(first: str, more: Sequence[str]) -> str:
    """The value of a key, from the rest of its line and the lines below."""
    if _BLOCK_SCALAR.fullmatch(first):
        return _join_line(more)
    first, below = _strip_comment(first[:_MAX_VALUE]), [line for line in more if line and not _COMMENT.match(line)]
    if not first and below and below[0].startswith("- "):
        listed = (_parse_list_item(line) for line in below if line.startswith("- "))
        return ", ".join(item for item in listed if item)
    if not first and below and _NESTED.match(below[0]):
        return ""
    whole = _join_line([first, *below])
    return ", ".join(items) if (items := _parse_flow_list(whole)) else _parse_scalar(whole)


def _join_line(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines)[:_MAX_VALUE].split())


def _parse_list_item(line: str) -> str:
    """The text of a list item; if the item is a mapping, the value of `name` when that comes first."""
    text = _join_line([line[1:]])
    if _NESTED.match(text):
        key, _, text = text.partition(":")
        return _parse_scalar(text.strip()) if key.strip() == "name" else ""
    return _parse_scalar(text)


def _parse_flow_list(text: str) -> list[str]:
    """The items of `[a, "b"]`; none if `text` only starts with a bracket (« [Vidéo] La halle rouvre »)."""
    items: list[str] = []
    at = 1
    while text.startswith("[") and (found := _ITEM.match(text, at)):
        double, single, plain, end = found.groups()
        items.append(_unescape(double, single) if plain is None else plain)
        if end != ",":
            return [item for item in items if item]
        at = found.end()
    return []


def _parse_scalar(text: str) -> str:
    if found := _QUOTED.fullmatch(text):
        return _unescape(*found.groups())
    plain = _strip_comment(text)
    # Quotes around a value that contains the same quotes: not YAML, but common.
    plain = re.sub(r"^([\"'])(.*)\1$", r"\2", plain)
    return "" if plain in _NULLS else plain


def _strip_comment(text: str) -> str:
    """A value without its comment. A # right before a word starts none: « #MeToo, dix ans après »."""
    return text if _QUOTED.fullmatch(text) else _COMMENT.sub("", text).rstrip()


def _unescape(double: str | None, single: str | None) -> str:
    if double is None:
        return (single or "").replace("''", "'")
    return _join_line([_ESCAPED.sub(_decode_escape, double)])


def _decode_escape(escape: re.Match[str]) -> str:
    code = next((digits for digits in escape.groups()[:3] if digits), "")
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else ""
    return " " if escape[4] in "nrt" else escape[4]


def _parse_toml(head: str) -> dict[str, str]:
    """The keys of a TOML head with their values; none if it is not valid TOML, nested too deeply or too long."""
    if len(head) > _MAX_TOML:
        return {}
    try:
        return {key.lower(): _flatten_toml(value) for key, value in tomllib.loads(head).items()}
    except (ValueError, RecursionError):
        return {}


def _parse_json(head: str) -> dict[str, str]:
    """The keys of a JSON head with their values; none if it is not valid JSON."""
    try:
        known = json.loads(head)
    except (ValueError, RecursionError):
        return {}
    return {str(key).lower(): _flatten_toml(value) for key, value in known.items()} if isinstance(known, dict) else {}


def _flatten_toml(value: Any) -> str:
    """A TOML or JSON value as one line: of a list the items, of its tables the names."""
    if isinstance(value, list):
        items = (_flatten_toml(item.get("name", "") if isinstance(item, dict) else item) for item in value)
        return ", ".join(item for item in items if item)
    return "" if isinstance(value, dict) else _join_line([str(value)])
