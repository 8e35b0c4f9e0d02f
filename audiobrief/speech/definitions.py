"""The acronyms that the article itself spells out: `Long Form (LF)` or `LF (Long Form)`."""

import re
from collections.abc import Iterable

_DEFINED = re.compile(r"([A-ZÀ-ÖØ-Þ]{2,10})s?(?=\))|([A-ZÀ-ÖØ-Þ]{2,10})(?=\s\((?:[A-ZÀ-ÖØ-Þ]|[a-zà-ÿ]+\s)[^()]{5,})")
_OPENED = re.compile(r"[^\W\d_][^()]{2,}\(\s*$")


def defined(texts: Iterable[str]) -> frozenset[str]:
    """Acronyms that stand alone in parentheses after their long form, or before it."""
    found: set[str] = set()
    for text in texts:
        for match in _DEFINED.finditer(text):
            if match[2]:
                found.add(match[2])
            elif _OPENED.search(text, max(0, match.start() - 120), match.start()):
                found.add(match[1])
    return frozenset(found)
