"""Text for ASCII and ISO 8859-1 fields, and for fields of fixed length.

EBU Tech 3285 and AES46 define their text fields as ASCII. Bytes above 127 are read as ISO 8859-1 by some programs and
as UTF-8 by others, so accents are removed. RIFF strings, such as cue labels, are ISO 8859-1 in files without a CSET
chunk (Multimedia Programming Interface and Data Specifications 1.0, chapter 2) and keep their accents.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from audiobrief.system.toml_files import load_shipped

Charset = Literal["ascii", "latin-1"]

_GUILLEMET_SPACE = re.compile(r"(?<=[«‹])\s+|\s+(?=[»›])")
_NUMERO = re.compile(r"\b([nN])°\s*")
_DIGRAPH_BEFORE_SMALL = re.compile("([ŒÆ])(?=[a-zß-ÿ])")
_ELLIPSIS = "..."
_TRAILING = " ,;:-([\"'"


def transliterate(text: str, charset: Charset = "ascii") -> str:
    """`text` on one line in the characters of `charset`; those without an equivalent are left out."""
    # Before a small letter, a digraph keeps one capital only, unless the charset has the digraph itself.
    text = _DIGRAPH_BEFORE_SMALL.sub(
        lambda found: found[1] if _is_in_charset(found[1], charset) else "Oe" if found[1] == "Œ" else "Ae", text
    )
    if charset == "ascii":
        text = _NUMERO.sub(r"\1o ", _GUILLEMET_SPACE.sub("", text))
    written = "".join(_transliterate_character(character, charset) for character in text)
    return " ".join("".join(character if character.isprintable() else " " for character in written).split())


def _transliterate_character(character: str, charset: Charset) -> str:
    if unicodedata.category(character) == "Cf":  # soft hyphens, zero-width joiners, direction marks
        return ""
    if _is_in_charset(character, charset):
        return character
    if (like := _load_table().get(character)) is not None:
        return like
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part if _is_in_charset(part, charset) else _load_table().get(part, "") for part in parts)


def _is_in_charset(character: str, charset: Charset) -> bool:
    return character.isascii() if charset == "ascii" else ord(character) < 256


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
