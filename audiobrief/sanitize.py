"""Makes untrusted text safe to print: the title of an article must not control a terminal.

Terminals take commands from control characters (C0 and C1, ECMA-48); bidirectional formatting characters (UAX 9) make
a line read differently from how it is stored; surrogates stand for bytes that are not text.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from audiobrief.lazy_regex import lazy_regex

_SPACES = r"\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029"
_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Tags (U+E0000 …) and interlinear annotation characters carry invisible text.
_UNSEEN = rf"{_DIRECTIONS}\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_BREAKS = lazy_regex(f"[{_SPACES}]+")
_LEFT_OUT = lazy_regex(f"[{_UNSEEN}]")
_NO_TEXT = lazy_regex(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED_IN_JSON = lazy_regex(rf"[\x7f-\x9f\u2028\u2029\ud800-\udfff{_UNSEEN}]")
_MARK = "\ufffd"
MAX_LENGTH = 500

# What precedes the authority of a URL: http:// and what browsers accept for it. A Windows drive has one letter.
_SCHEME_END = lazy_regex(r"((?<=[A-Za-z0-9+.-]{2}):[/\\]+|:[/\\]{2,}|^[/\\]{2,})")
_AT_SIGNS = "@\N{FULLWIDTH COMMERCIAL AT}\N{SMALL COMMERCIAL AT}"
_AT_SIGN = lazy_regex(f"[{_AT_SIGNS}]")
_ADDRESS = lazy_regex(rf"(\s*[A-Za-z][A-Za-z0-9+.-]+:[/\\]+)[^/\\?#]*(?=[{_AT_SIGNS}])")
_AUTHORITY = lazy_regex(r"[^/\\?#]*")
_PORT = lazy_regex(r"[^:]*:\d*(?![^/\\?#])")
_OPENING = lazy_regex(r"[\"'(<\[{«“=]*")
_HIDDEN = "***"


def redact_userinfo(text: str) -> str:
    """Replace the user and the password of every URL in `text` by `***` (RFC 3986, 3.2.1).

    URLs without a scheme, and passwords with characters that should have been encoded, are recognized too. Paths and
    queries are left unchanged.
    """
    if not _AT_SIGN.search(text):
        return text
    text = _ADDRESS.sub(rf"\1{_HIDDEN}", text, count=1) if _ADDRESS.match(text) else text
    return "".join(_redact_word(word) for word in re.split(r"(\s+)", text))


def _redact_word(word: str) -> str:
    if not _AT_SIGN.search(word):
        return word
    head, *others = _SCHEME_END.split(word)
    # In turn: the end of a scheme, and what follows it.
    parts = [other if number % 2 == 0 else _redact_authority(other) for number, other in enumerate(others)]
    if ":" in head and not head.lower().startswith("mailto:"):
        opening = _OPENING.match(head)
        assert opening
        head = opening[0] + _redact_authority(head[opening.end() :], needs_colon=True)
    return "".join([head, *parts])


def _redact_authority(text: str, *, needs_colon: bool = False) -> str:
    """Redact the user information of `text`, which begins with a URL's authority."""
    authority = _AUTHORITY.match(text)
    assert authority
    if _AT_SIGN.search(authority[0]):
        reach = authority.end() if not needs_colon or ":" in authority[0] else 0
    else:
        # A password with a slash, as in user:pass/word@host, but not a port, as in host:80/@name.
        reach = len(text) if ":" in authority[0] and not _PORT.match(text) else 0
    ends = [found.start() for found in _AT_SIGN.finditer(text, 0, reach)]
    return f"{_HIDDEN}{text[ends[-1] :]}" if ends else text


def sanitize_text(text: str) -> str:
    """Put `text` on one line and neutralize its controls: line breaks become spaces, control characters and lone
    surrogates become U+FFFD, and invisible formatting characters are removed."""
    return _NO_TEXT.sub(_MARK, _LEFT_OUT.sub("", _BREAKS.sub(" ", text)))


def quote_value(value: object) -> str:
    """`value` as text that a message can quote: sanitized, without passwords, cut after 500 characters."""
    text = redact_userinfo(str(value))
    return sanitize_text(text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}…")


def dump_json(value: Any, indent: int | None = 2) -> str:
    """Dump `value` as JSON with readable letters, but with control and formatting characters escaped (RFC 8259, 7)."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED_IN_JSON.sub(_escape_match, text)


def _escape_match(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def unescape_references(text: str) -> str:
    """Replace character references such as `&euro;`, `&#8364;` and `&#x20AC;` by their characters; unknown names stay.

    Text of feeds and old pages is often escaped twice (HTML, 13.5), so that references remain after parsing.
    """
    return _REFERENCE.sub(lambda found: unescape(found[0]), text) if "&" in text else text


# Only with a semicolon: `R&D` and the `&copy=1` of a URL are not references.
_REFERENCE = lazy_regex(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6});")
