"""Whether a file looks as if its transfer had broken off: a server keeps what came, closed, under its final name.

Nothing tells such a file from a whole one for certain. Its end does mostly: it comes anywhere in a sentence, and
without what closes a document of its kind.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import BinaryIO

_TAIL = 4096
# A ZIP archive ends in a record of 22 bytes and a comment of at most 65,535 (APPNOTE 4.3.16); others write at most this
# much behind the mark of a PDF's end (ISO 32000-1, 7.5.5).
_ARCHIVE_TAIL, _PDF_TAIL = 22 + 65_535, 2048
_TEXTS = frozenset({".txt", ".text", ".md", ".markdown", ".rst", ".adoc", ".asciidoc", ".org", ".textile"})
_MARKUP = frozenset({".html", ".htm", ".xhtml"})
_ARCHIVES = frozenset({".docx", ".odt", ".epub"})
_CONTINUATION = bytes(range(0x80, 0xC0))  # bytes of UTF-8 that begin no character
# What a finished text may end with where its last line has no end: that of a sentence, a quotation, a bracket, a mark.
_ENDING = re.compile(r"[.!?…:;»”\"'’)\]}>*_`~|=\-–—]\Z")


def seems_cut(path: Path) -> bool:
    """Whether the end of a file is missing, as far as its last bytes tell. False for a file that cannot be read."""
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            head = _read_at(file, 0, _TAIL)
            if suffix in _ARCHIVES:
                return b"PK\x05\x06" not in _read_at(file, size - _ARCHIVE_TAIL, _ARCHIVE_TAIL)
            if suffix == ".pdf":
                return b"%%EOF" not in _read_at(file, size - _PDF_TAIL, _PDF_TAIL)
            tail = _read_at(file, size - _TAIL, _TAIL)
    except OSError:
        return False
    if suffix in _MARKUP:
        return b"<html" in head.lower() and b"</html" not in tail.lower()
    return suffix in _TEXTS and bool(tail) and not _ends_text(tail)


def _read_at(file: BinaryIO, start: int, most: int) -> bytes:
    file.seek(max(0, start))
    return file.read(most)


def _ends_text(tail: bytes) -> bool:
    """Whether a text ends with a line, or with a sentence. UTF-16 is not looked into."""
    if b"\0" in tail or tail.endswith((b"\n", b"\r")):
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        # The tail may begin inside a character.
        text = decoder.decode(tail.lstrip(_CONTINUATION))
        if decoder.getstate()[0]:
            return False
    except UnicodeDecodeError:
        text = tail.decode("cp1252", "replace")
    return bool(_ENDING.search(text.rstrip(" \t\N{NO-BREAK SPACE}")))
