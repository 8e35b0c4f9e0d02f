"""Read the text of a PDF's page with PDFium: runs of characters with their place, size, weight and marked content."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from audiobrief.lazy_regex import lazy_regex

# FPDFText_GetUnicode gives 2 for a hyphen at the end of a line. The others are what the fonts of TeX have at these
# places (encodings OT1 and T1), where a document does not tell the letters.
_CONTROLS = {
    2: "-", 9: " ", 10: " ", 11: "ff", 12: "fi", 13: "fl", 14: "ffi", 15: "ffl", 19: "«", 20: "»", 21: "–", 22: "—",
    27: "ff", 28: "fi", 29: "fl", 30: "ffi", 31: "ffl",
}  # fmt: skip
# The euro of TeX's companion fonts.
_EURO = lazy_regex(r"(?<=\d)(\s?)¿")
_BOLD_NAME = lazy_regex(r"bold|black|heavy|semibold|demi|gras\b", re.I)
_BOLD_WEIGHT = 600
# Characters with this angle, in radians, or more are not read: they run along the margin, or are a watermark.
_MAX_ANGLE = 0.15
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
# Accents that old TeX fonts put before their letter.
_ACCENTS = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "¸": "\u0327", "˜": "\u0303"}
_LOOSE_ACCENT = lazy_regex(r"([´ˆ¨¸])\s?([A-Za-zı])")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one line in one type, in points from the lower left corner of the page.

    `mark` is the number of their marked content, -1 outside of any; `artifact`: they are no text, but a running head;
    `spaced`: white space is before them.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    mark: int
    artifact: bool
    spaced: bool


@dataclass(frozen=True, slots=True)
class _Type:
    """What the characters of a text object have in common."""

    size: float
    bold: bool
    mark: int
    artifact: bool
    upright: bool


def read_runs(page: Any) -> list[Run]:
    """The runs of characters of a page of pypdfium2, in the order of its content."""
    return _PageReader(page).read()


class _PageReader:
    """Goes through the characters of a page and puts those together that follow each other on a line."""

    def __init__(self, page: Any) -> None:
        import pypdfium2.raw as pdfium

        self._api: Any = pdfium
        self._page = page
        self._textpage = page.get_textpage()
        self._types: dict[int, _Type] = {}
        self._runs: list[Run] = []
        self._characters: list[str] = []
        self._first = self._last = -1
        self._type: _Type | None = None
        self._key = 0
        self._spaced = True

    def read(self) -> list[Run]:
        api, text = self._api, self._textpage.raw
        get_unicode, is_generated, get_object = (
            api.FPDFText_GetUnicode, api.FPDFText_IsGenerated, api.FPDFText_GetTextObject,
        )  # fmt: skip
        for at in range(api.FPDFText_CountChars(text)):
            code = get_unicode(text, at)
            if is_generated(text, at) == 1:
                self._finish()
                self._spaced = True
                continue
            if code in (0, 0xFFFE, 0xFFFF):
                continue
            holder = get_object(text, at)
            key = ctypes.cast(holder, ctypes.c_void_p).value or 0
            if key != self._key or not self._characters:
                self._finish()
                self._key, self._first = key, at
                self._type = self._types.get(key) or self._read_type(key, holder, at)
            self._characters.append(_CONTROLS.get(code) or chr(code))
            self._last = at
        self._finish()
        self._textpage.close()
        return self._runs

    def _finish(self) -> None:
        """End a run."""
        text, self._characters = "".join(self._characters), []
        if text.strip() and self._type is not None and self._type.upright:
            left, right, baseline = self._measure()
            spaced = self._spaced or text[0].isspace()
            kind = self._type
            if self._runs and text.startswith("¿") and self._runs[-1].text[-1].isdigit():
                text = f"€{text[1:]}"
            self._runs.append(
                Run(_normalize(text), left, right, baseline, kind.size, kind.bold, kind.mark, kind.artifact, spaced)
            )
            self._spaced = text[-1].isspace()
        elif text:
            self._spaced = True

    def _measure(self) -> tuple[float, float, float]:
        """The left and the right edge of the run, and its baseline."""
        edges = [ctypes.c_double() for _ in range(4)]
        pointers = [ctypes.byref(edge) for edge in edges]
        text = self._textpage.raw
        self._api.FPDFText_GetCharBox(text, self._first, *pointers)
        left = edges[0].value
        self._api.FPDFText_GetCharBox(text, self._last, *pointers)
        right = edges[1].value
        self._api.FPDFText_GetCharOrigin(text, self._first, *pointers[:2])
        return left, max(left, right), edges[1].value

    def _read_type(self, key: int, holder: Any, at: int) -> _Type:
        api, text = self._api, self._textpage.raw
        matrix = api.FS_MATRIX()
        scale, angle = 1.0, 0.0
        if api.FPDFText_GetMatrix(text, at, matrix):
            scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
            # That of the baseline: FPDFText_GetCharAngle takes italics that are made by leaning letters for turned.
            angle = math.atan2(matrix.b, matrix.a)
        size = round(api.FPDFText_GetFontSize(text, at) * scale * 2) / 2
        upright = abs(angle) < _MAX_ANGLE
        mark = api.FPDFPageObj_GetMarkedContentID(holder) if key else -1
        artifact = mark < 0 and key != 0 and self._is_artifact(holder)
        found = _Type(size, self._is_bold(at), mark, artifact, upright)
        self._types[key] = found
        return found

    def _is_bold(self, at: int) -> bool:
        api, text = self._api, self._textpage.raw
        if api.FPDFText_GetFontWeight(text, at) >= _BOLD_WEIGHT:
            return True
        buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        api.FPDFText_GetFontInfo(text, at, buffer, 127, ctypes.byref(flags))
        return bool(_BOLD_NAME.search(buffer.value.decode("utf-8", "replace")))

    def _is_artifact(self, holder: Any) -> bool:
        """Whether an object is marked as no part of the text (ISO 32000-1, 14.8.2.2)."""
        api = self._api
        for at in range(api.FPDFPageObj_CountMarks(holder)):
            buffer, length = (ctypes.c_ushort * 32)(), ctypes.c_ulong()
            if api.FPDFPageObjMark_GetName(
                api.FPDFPageObj_GetMark(holder, at), buffer, ctypes.sizeof(buffer), ctypes.byref(length)
            ) and bytes(buffer).decode("utf-16-le", "replace").startswith("Artifact"):
                return True
        return False


def _normalize(text: str) -> str:
    """The text with ligatures as letters, and loose accents on their letters."""
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    text = _LOOSE_ACCENT.sub(lambda found: found[2].replace("ı", "i") + _ACCENTS[found[1]], text)
    return _EURO.sub(r"\1€", unicodedata.normalize("NFC", text))
