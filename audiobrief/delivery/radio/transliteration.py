"""Text for ASCII fields, and for fields of fixed length.

EBU Tech 3285 and AES46 define their text fields as ASCII. Bytes above 127 are read as ISO 8859-1 by some programs and
as UTF-8 by others, so accents are removed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from audiobrief.system.toml_files import load_shipped

_GUILLEMET_SPACE = re.compile(r"(?<=[«‹])\s+|\s+(?=[»›])")
_NUMERO = re.compile(r"\b([nN])°\s*")
_DIGRAPH_BEFORE_SMALL = re.compile("([ŒÆ])(?=[a-zß-ÿ])")
_ELLIPSIS = "..."
_TRAILING = " ,;:-([\"'"


def transliterate(text: str) -> str:
    """`text` on one line in ASCII; characters without an equivalent are left out."""
    # Before a small letter, a digraph keeps one capital only.
    text = _DIGRAPH_BEFORE_SMALL.sub(lambda found: "Oe" if found[1] == "Œ" else "Ae", text)
    text = _NUMERO.sub(r"\1o ", _GUILLEMET_SPACE.sub("", text))
    written = "".join(_transliterate_character(character) for character in text)
    return " ".join("".join(character if character.isprintable() else " " for character in written).split())


def _transliterate_character(character: str) -> str:
    if unicodedata.category(character) == "Cf":  # soft hyphens, zero-width joiners, direction marks
        return ""
    if character.isascii():
        return character
    if (like := _load_table().get(character)) is not None:
        return like
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part if part.isascii() else _load_table().get(part, "") for part in parts)


@lru_cache(maxsize=1)
def _load_table() -> dict[str, str]:
    return {
        written: like
        for group in load_shipped(__package__, "transliteration").values()
        for written, like in group.items()
    }


def keep_first_words(text: str, longest: int) -> str:
    """The first words of `text` that fit in `longest` characters; only a single word that is longer is cut."""
    if len(text) <= longest:
        return text
    room = text[: longest + 1]
    cut = room[: room.rfind(" ")] if " " in room.strip() else text[:longest]
    return cut.rstrip(_TRAILING)


def keep_last_words(text: str, longest: int) -> str:
    """The last words of `text` that fit in `longest` characters, after three dots if others were left out."""
    if len(text) <= longest:
        return text
    room = text[-(longest - len(_ELLIPSIS)) :]
    inside = not text[: -len(room)].endswith(" ")
    cut = room.split(" ", 1)[1] if inside and " " in room.strip() else room
    return _ELLIPSIS + cut.lstrip()
