"""Standard streams, and the encodings that they speak in."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from io import TextIOWrapper
from typing import IO

# Into what is no console, Python writes in the code page of old programs there; it lacks letters and the signs of
# phonetics, and the console itself, with all that reads from it, has yet another.
_CODE_PAGES = sys.platform == "win32"


def use_utf8(stream: IO[str], environment: Mapping[str, str] = os.environ, *, code_pages: bool = _CODE_PAGES) -> None:
    """Let a stream to a file or a pipe write UTF-8 where the system would have another encoding by its age alone:
    on Windows, unless the user chose one. A character that an encoding lacks is written as a question mark, a file
    name that is not UTF-8 as the bytes it is."""
    if not isinstance(stream, TextIOWrapper):
        return
    if code_pages and not stream.isatty() and not environment.get("PYTHONIOENCODING"):
        stream.reconfigure(encoding="utf-8")
    utf8 = stream.encoding.lower().replace("-", "").replace("_", "") == "utf8"
    stream.reconfigure(errors="surrogateescape" if utf8 else "replace")


def decode_line(raw: bytes, *, errors: str = "surrogateescape", code_page: str = "oem" if _CODE_PAGES else "") -> str:
    """A line from standard input without its end: UTF-8, a byte-order mark before it or not, else on Windows as the
    console's own programs write it (`dir /b`). `errors` is Python's name of what becomes of other bytes."""
    raw = raw.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(code_page, "replace") if code_page else raw.decode("utf-8", errors)
