"""Decode bytes to text: as UTF-8 if possible, else in the most likely encoding. What is not text is refused."""

from __future__ import annotations

import codecs
import re
import unicodedata

from audiobrief.errors import ArticleError
from audiobrief.lazy_regex import lazy_regex

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# How « é », « à », « ’ », « « » and « œ » look in UTF-8 that was decoded as Windows-1252.
_MOJIBAKE = lazy_regex(
    "Ã[\u0080-\u00bf\u0152-\u0161\u2013-\u2122 ]|â€[\u0080-\u00bf\u0152-\u0161\u2013-\u2122]|Â[«»\u00a0°]|Å“"
)
_MIN_MOJIBAKE = 2
_CONTROL = lazy_regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad]")
_MAX_CONTROLS = 0.02
_MAX_INVALID = 0.05
# Bytes that are not UTF-8, as surrogateescape decodes them (PEP 383).
_INVALID = lazy_regex("[\udc80-\udcff]")
_INVALID_END = lazy_regex("[\udc80-\udcff]{1,3}$")


def decode_text(raw: bytes, name: str, charset: str = "") -> str:
    """The text of `raw`, with line feeds as its line ends, in Unicode normalization form C.

    `charset` is the encoding that the sender declared. Raises ArticleError, in which `name` stands for the file, if
    `raw` is not text.
    """
    return _normalize_text(_decode_bytes(raw, name, charset), name)


def _decode_bytes(raw: bytes, name: str, charset: str) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode("utf-8") if encoding == "utf-8" else raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise ArticleError(
                    "'{name}' has a {encoding} byte order mark, but is not valid {encoding}: save it as UTF-8.",
                    name=name,
                    encoding=encoding,
                ) from error
    for encoding in ("utf-8", charset):
        try:
            return raw.decode(encoding) if encoding else _decode_best_guess(raw, name)
        except (UnicodeDecodeError, LookupError):
            continue
        except ArticleError:
            if (text := _repair_utf8(raw)) is not None:
                return text
            raise
    return _repair_utf8(raw) or _decode_best_guess(raw, name)


def _repair_utf8(raw: bytes) -> str | None:
    """`raw` as UTF-8 with a few invalid bytes; None if it is not mostly UTF-8.

    Such bytes are at the end of a truncated file, or in text that was pasted in from a Windows-1252 file.
    """
    text = _INVALID_END.sub("", raw.decode("utf-8", "surrogateescape"))
    invalid = len(_INVALID.findall(text))
    valid = len(re.findall(r"[\u00a0-\u024f\u2010-\u203a]", text))
    if invalid > _MAX_INVALID * len(raw) + 8 or valid < invalid or "\0" in text:
        return None
    return _INVALID.sub(lambda found: bytes([ord(found[0]) & 0xFF]).decode("cp1252", "ignore"), text)


def _decode_best_guess(raw: bytes, name: str) -> str:
    """The text in the encoding that charset-normalizer finds most likely, among those used for French.

    Raises ArticleError if none fits.
    """
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=["cp1252", "latin_1", "iso8859_15", "mac_roman", "cp850", "utf_16"]).best()
    if best is None or b"\0" in raw:
        raise ArticleError("'{name}' is not text, or its encoding is unknown: save it as UTF-8.", name=name)
    return str(best)


def _repair_mojibake(text: str) -> str:
    """The text with letters of UTF-8 that were decoded as Windows-1252, perhaps twice, as they were meant (« Ã© »)."""
    if len(_MOJIBAKE.findall(text)) < _MIN_MOJIBAKE:
        return text
    from ftfy import fix_encoding

    # Line by line, so that a part that was decoded well stays as it is.
    return "\n".join(fix_encoding(line) if _MOJIBAKE.search(line) else line for line in text.split("\n"))


def _normalize_text(text: str, name: str) -> str:
    if "\0" in text:
        raise ArticleError("'{name}' is not text but has null bytes: give an article, or save it as UTF-8.", name=name)
    controls = len(_CONTROL.findall(text)) - text.count("\u00ad")
    if controls > _MAX_CONTROLS * len(text) + 8:
        raise ArticleError("'{name}' is not text: give an article.", name=name)
    plain = _repair_mojibake(text.replace("\r\n", "\n").replace("\r", "\n"))
    # A soft hyphen at the end of a line parts a word there.
    plain = plain.replace("\u00ad\n", "-\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", plain))
