"""XML elements and documents. Names are written as given, prefixes and `xmlns` attributes included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, tostring

# Characters outside the Char production of XML 1.0 (2.2), and controls and noncharacters that HTML forbids.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
# Languages that are usually written from right to left.
_RIGHT_TO_LEFT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"])


def remove_illegal(text: str) -> str:
    """`text` without characters that are not allowed in XML or HTML."""
    return _ILLEGAL.sub("", text)


def choose_language_tag(language: str) -> str:
    """`language` if it has the form of a BCP 47 tag, else `fr`."""
    return language if _TAG.fullmatch(language) else "fr"


def get_direction(language: str) -> str:
    """`rtl` or `ltr`, the direction in which a language is usually written."""
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def make_element(name: str, attributes: Mapping[str, str] | None = None, *children: Element | str) -> Element:
    """An element with child elements and text, without whitespace between them."""
    parent = Element(name, {key: remove_illegal(value) for key, value in (attributes or {}).items()})
    for child in children:
        if not isinstance(child, str):
            parent.append(child)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + remove_illegal(child)
        else:
            parent.text = (parent.text or "") + remove_illegal(child)
    return parent


def make_block(name: str, attributes: Mapping[str, str] | None, children: Iterable[Element]) -> Element:
    """An element whose children are on lines of their own."""
    lines: list[Element | str] = ["\n"]
    for child in children:
        lines += [child, "\n"]
    return make_element(name, attributes, *lines)


def serialize_document(root: Element, doctype: str = "") -> bytes:
    """Serialize a document to UTF-8."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return (head + tostring(root, encoding="unicode") + "\n").encode()
