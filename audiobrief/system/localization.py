"""The encodings of standard streams and the language of the user's system."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from io import TextIOWrapper
from typing import IO

# On Windows, Python writes to files and pipes in the ANSI code page, which lacks many letters and all phonetic symbols;
# console programs use the OEM code page.
_CODE_PAGES = sys.platform == "win32"


def use_utf8(stream: IO[str], environment: Mapping[str, str] = os.environ, *, code_pages: bool = _CODE_PAGES) -> None:
    """Make a stream to a file or a pipe write UTF-8 on Windows, unless the user chose an encoding.

    On all systems, a character that the encoding lacks is written as a question mark, and a file name that is not UTF-8
    as its bytes.
    """
    if not isinstance(stream, TextIOWrapper):
        return
    if code_pages and not stream.isatty() and not environment.get("PYTHONIOENCODING"):
        stream.reconfigure(encoding="utf-8")
    utf8 = stream.encoding.lower().replace("-", "").replace("_", "") == "utf8"
    stream.reconfigure(errors="surrogateescape" if utf8 else "replace")


def decode_line(raw: bytes, *, errors: str = "surrogateescape", code_page: str = "oem" if _CODE_PAGES else "") -> str:
    """Decode a line of standard input, without its end and a byte-order mark: UTF-8, else on Windows the code page of
    console programs (`dir /b`). `errors` is Python's error handler for other bytes."""
    raw = raw.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(code_page, "replace") if code_page else raw.decode("utf-8", errors)


def detect_language() -> str:
    """The user's language as `fr_FR` on Windows; empty on other systems, where environment variables give it."""
    if sys.platform != "win32":
        return ""
    import ctypes

    kernel = getattr(getattr(ctypes, "windll", None), "kernel32", None)
    return find_locale(int(kernel.GetUserDefaultUILanguage())) if kernel else ""


def find_locale(identifier: int) -> str:
    """The locale of a Windows language identifier, or an empty string if Python does not know it."""
    from locale import windows_locale

    # The lower ten bits are the language without its region; with 0x0400, its default region.
    return windows_locale.get(identifier) or windows_locale.get(0x0400 | identifier & 0x03FF, "")
