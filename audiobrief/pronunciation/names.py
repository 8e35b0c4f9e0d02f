"""Proper names, and words of other languages, that are not read as their letters tell.

`names.txt` has a line for each: the name, a tab, its phonemes as eSpeak NG writes French, without stress.
`tools/build_names.py` makes it of the tables in `tools/names/` and of the communes of France.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources


def find_name(name: str) -> str:
    """The phonemes of a name of one or more words, or an empty text if it is not listed.

    A name with a capital is found only so, or all in capitals; a word in small letters in any way of writing.
    """
    written = unicodedata.normalize("NFC", name).replace("’", "'")
    names = _load_names()
    return (
        names.get(written)
        or (names.get(written.title()) if written.isupper() and len(written) > 1 else "")
        or names.get(written.lower(), "")
    )


@cache
def _load_names() -> dict[str, str]:
    lines = resources.files(__package__ or "").joinpath("names.txt").read_bytes().decode().splitlines()
    return dict(line.split("\t") for line in lines)
