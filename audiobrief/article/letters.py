"""Texts compared by their letters, since spaces, marks and capitals differ from one place of a page to another."""

from __future__ import annotations

from audiobrief.lazy_regex import lazy_regex

_OTHERS = lazy_regex(r"[\W_]+")


def reduce_to_letters(text: str) -> str:
    """The letters and digits of a text, in lower case, for comparing."""
    return _OTHERS.sub("", text).lower()
