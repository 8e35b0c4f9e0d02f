"""Text of unknown origin as people and programs may be shown it: a stranger's title must not steer a terminal.

ECMA-48 gives a terminal its commands as control characters (C0 and C1); the bidirectional formatting characters (UAX 9,
2) make a line read otherwise than it is stored, and a surrogate stands for a byte that was no text.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

_SPACES = r"\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029"
_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Tags (U+E0000 …) and the interlinear marks carry text that is not seen.
_UNSEEN = rf"{_DIRECTIONS}\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_BREAKS = re.compile(f"[{_SPACES}]+")
_LEFT_OUT = re.compile(f"[{_UNSEEN}]")
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPED_IN_JSON = re.compile(rf"[\x7f-\x9f\u2028\u2029\ud800-\udfff{_UNSEEN}]")
_MARK = "\ufffd"
MAX_LENGTH = 500

# Before an address's server: http:// and what browsers take for it. A drive of Windows has one letter.
_SCHEME_END = re.compile(r"((?<=[A-Za-z0-9+.-]{2}):[/\\]+|:[/\\]{2,}|^[/\\]{2,})")
_AT_SIGNS = "@\N{FULLWIDTH COMMERCIAL AT}\N{SMALL COMMERCIAL AT}"
_AT_SIGN = re.compile(f"[{_AT_SIGNS}]")
_ADDRESS = re.compile(rf"(\s*[A-Za-z][A-Za-z0-9+.-]+:[/\\]+)[^/\\?#]*(?=[{_AT_SIGNS}])")
_AUTHORITY = re.compile(r"[^/\\?#]*")
_PORT = re.compile(r"[^:]*:\d*(?![^/\\?#])")
_OPENING = re.compile(r"[\"'(<\[{«“=]*")
_HIDDEN = "***"


def redact_userinfo(text: str) -> str:
    """`text` with `***` for the user and the password of every address in it (RFC 3986, 3.2.1), also of one that lacks
    its scheme or has a password with a sign that should have been encoded. What stands in its path or query is left."""
    if not _AT_SIGN.search(text):
        return text
    text = _ADDRESS.sub(rf"\1{_HIDDEN}", text, count=1) if _ADDRESS.match(text) else text
    return "".join(_redact_word(word) for word in re.split(r"(\s+)", text))


def _redact_word(word: str) -> str:
    if not _AT_SIGN.search(word):
        return word
    head, *others = _SCHEME_END.split(word)
    # By turns what ends a scheme, and what is behind it.
    parts = [other if number % 2 == 0 else _redact_authority(other) for number, other in enumerate(others)]
    if ":" in head and not head.lower().startswith("mailto:"):
        opening = _OPENING.match(head)
        assert opening
        head = opening[0] + _redact_authority(head[opening.end() :], needs_colon=True)
    return "".join([head, *parts])


def _redact_authority(text: str, *, needs_colon: bool = False) -> str:
    """`text`, which begins with a server's place, without the user before it."""
    authority = _AUTHORITY.match(text)
    assert authority
    if _AT_SIGN.search(authority[0]):
        reach = authority.end() if not needs_colon or ":" in authority[0] else 0
    else:
        # A password with a stroke, as in user:pass/word@host, and no port of a server, as in host:80/@name.
        reach = len(text) if ":" in authority[0] and not _PORT.match(text) else 0
    ends = [found.start() for found in _AT_SIGN.finditer(text, 0, reach)]
    return f"{_HIDDEN}{text[ends[-1] :]}" if ends else text


def sanitize_text(text: str) -> str:
    """`text` on one line, without what is no text: breaks are spaces, controls and lone surrogates U+FFFD, and what is
    not seen but turns or hides other text is left out."""
    return _NO_TEXT.sub(_MARK, _LEFT_OUT.sub("", _BREAKS.sub(" ", text)))


def quote_value(value: object) -> str:
    """`value` as text that a message can quote: sanitized, without passwords, cut after 500 characters."""
    text = redact_userinfo(str(value))
    return sanitize_text(text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}…")


def dump_json(value: Any, indent: int | None = 2) -> str:
    """`value` as JSON in letters people can read, and in nothing that a terminal obeys (RFC 8259, 7)."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED_IN_JSON.sub(_escape_match, text)


def _escape_match(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def unescape_references(text: str) -> str:
    """`text` with the characters that `&euro;`, `&#8364;` and `&#x20AC;` stand for; unknown names stay.

    Feeds and old pages hold text that was escaped twice (HTML, 13.5), and leave such references when it is parsed.
    """
    return _REFERENCE.sub(lambda found: unescape(found[0]), text) if "&" in text else text


# With its semicolon: `R&D` and the `&copy=1` of an address are none.
_REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6});")
