"""Texts compared by their letters, since spaces, marks and capitals differ from one place of a page to another."""

from __future__ import annotations

import re

_OTHERS = re.compile(r"[\W_]+")


def reduce_to_letters(text: str) -> str:
    """The letters and digits of a text, in lower case, for comparing."""
    return _OTHERS.sub("", text).lower()
