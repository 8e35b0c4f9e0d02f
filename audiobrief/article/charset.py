"""Bytes to text: UTF-8 first, then the likeliest encoding; what is no text is refused."""

from __future__ import annotations

import codecs
import re
import unicodedata

from audiobrief.errors import ArticleError
from audiobrief.messages import message

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Documents that hold text, but as another program's own data.
_DOCUMENTS = {
    b"%PDF-": message("a PDF"),
    b"{\\rtf": message("RTF"),
    b"\xd0\xcf\x11\xe0": message("a Word document, or another of Office"),
    b"PK\x03\x04": message("a DOCX, ODT, EPUB or another ZIP file"),
}
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"ID3",
    b"\x1f\x8b",
    b"RIFF",
    b"OggS",
    b"\x7fELF",
)
_HEAD = 1000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad]")
_MOST_CONTROLS = 0.02
_MOST_BROKEN = 0.05
# Bytes that are no UTF-8, as Python's surrogateescape leaves them (PEP 383).
_STRAY = re.compile("[\udc80-\udcff]")
_STRAYS_AT_END = re.compile("[\udc80-\udcff]{1,3}$")


def decoded(raw: bytes, name: str, charset: str = "") -> str:
    """The text of `raw`, line ends and Unicode form made uniform. `charset` is what its sender declared.

    Raises ArticleError, naming `name`, for what is not text.
    """
    start = raw[:_HEAD].removeprefix(codecs.BOM_UTF8).lstrip()
    for head, kind in _DOCUMENTS.items():
        if start.startswith(head):
            raise ArticleError(
                "'{name}' is not text but {kind}: save it as .txt or .html in the program that opens it.",
                name=name,
                kind=kind,
            )
    if raw.startswith(_BINARY):
        raise ArticleError("'{name}' is not text: give a .txt, .md or .html article.", name=name)
    return _uniform(_text(raw, name, charset), name)


def _text(raw: bytes, name: str, charset: str) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode("utf-8") if encoding == "utf-8" else raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise ArticleError(
                    "'{name}' is not text: its {encoding} is broken.", name=name, encoding=encoding
                ) from error
    for encoding in ("utf-8", charset):
        try:
            return raw.decode(encoding) if encoding else _guessed(raw, name)
        except (UnicodeDecodeError, LookupError):
            continue
        except ArticleError:
            if (text := _mended(raw)) is not None:
                return text
            raise
    return _mended(raw) or _guessed(raw, name)


def _mended(raw: bytes) -> str | None:
    """UTF-8 of which a few bytes are none, as at the end of a file that was cut short, or where a line of another file
    was pasted in, which then is Windows-1252; None where it is not that."""
    text = _STRAYS_AT_END.sub("", raw.decode("utf-8", "surrogateescape"))
    strays = len(_STRAY.findall(text))
    whole = len(re.findall(r"[\u00a0-\u024f\u2010-\u203a]", text))
    if strays > _MOST_BROKEN * len(raw) + 8 or whole < strays or "\0" in text:
        return None
    return _STRAY.sub(lambda stray: bytes([ord(stray[0]) & 0xFF]).decode("cp1252", "ignore"), text)


def _guessed(raw: bytes, name: str) -> str:
    """charset-normalizer's best guess. Byte values that only Windows-1252 uses for French marks settle a near tie."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=["cp1252", "latin_1", "iso8859_15", "mac_roman", "cp850", "utf_16"]).best()
    if best is None or b"\0" in raw:
        raise ArticleError("'{name}' is not text, or its encoding is unknown: save it as UTF-8.", name=name)
    return str(best)


def _uniform(text: str, name: str) -> str:
    controls = len(_CONTROL.findall(text)) - text.count("\u00ad")
    if controls > _MOST_CONTROLS * len(text) + 8:
        raise ArticleError("'{name}' is not text: give a .txt, .md or .html article.", name=name)
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", plain))
