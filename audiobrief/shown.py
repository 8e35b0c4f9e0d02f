"""Text of unknown origin as people and programs may be shown it: a stranger's title must not steer a terminal.

ECMA-48 gives a terminal its commands as control characters (C0 and C1); the bidirectional formatting characters (UAX 9,
2) make a line read otherwise than it is stored, and a surrogate stands for a byte that was no text.
"""

from __future__ import annotations

import json
import re
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
LONGEST = 500


def shown(text: str) -> str:
    """`text` on one line, without what is no text: breaks are spaces, controls and lone surrogates U+FFFD, and what is
    not seen but turns or hides other text is left out."""
    return _NO_TEXT.sub(_MARK, _LEFT_OUT.sub("", _BREAKS.sub(" ", text)))


def named(value: object) -> str:
    """A value as a sentence may quote it: as `shown`, and not so long that the sentence is lost in it."""
    text = str(value)
    return shown(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def as_json(value: Any, indent: int | None = 2) -> str:
    """`value` as JSON in letters people can read, and in nothing that a terminal obeys (RFC 8259, 7)."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED_IN_JSON.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
