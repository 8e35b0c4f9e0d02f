"""Character references left in text that was escaped twice, as feeds and old pages have it (HTML, 13.5)."""

from __future__ import annotations

import re
from html import unescape

# With its semicolon: `R&D` and the `&copy=1` of an address are none.
_REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6});")


def dereferenced(text: str) -> str:
    """`text` with the characters that `&euro;`, `&#8364;` and `&#x20AC;` stand for; unknown names stay."""
    return _REFERENCE.sub(lambda found: unescape(found[0]), text) if "&" in text else text
