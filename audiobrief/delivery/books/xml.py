"""Elements of XML, and documents as bytes. Names stand as they are written, prefixes and `xmlns` included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, tostring

# Outside XML 1.0's Char production (2.2), or controls and non-characters that HTML forbids.
_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
# Subtags of languages written from right to left in their usual script.
_RIGHT_TO_LEFT = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"])


def remove_illegal(text: str) -> str:
    """`text` without the characters that no XML document may hold."""
    return _ILLEGAL.sub("", text)


def choose_language_tag(language: str) -> str:
    """`language` where it is formed as a BCP 47 tag, else French."""
    return language if _TAG.fullmatch(language) else "fr"


def get_direction(language: str) -> str:
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def make_element(name: str, attributes: Mapping[str, str] | None = None, *children: Element | str) -> Element:
    """An element with its children, strings among them, and nothing between them."""
    made = Element(name, {key: remove_illegal(value) for key, value in (attributes or {}).items()})
    for child in children:
        if not isinstance(child, str):
            made.append(child)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + remove_illegal(child)
        else:
            made.text = (made.text or "") + remove_illegal(child)
    return made


def make_block(name: str, attributes: Mapping[str, str] | None, children: Iterable[Element]) -> Element:
    """An element whose children stand on lines of their own."""
    lines: list[Element | str] = ["\n"]
    for child in children:
        lines += [child, "\n"]
    return make_element(name, attributes, *lines)


def serialize_document(root: Element, doctype: str = "") -> bytes:
    """`root` as a document in UTF-8."""
    head = '<?xml version="1.0" encoding="utf-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return (head + tostring(root, encoding="unicode") + "\n").encode()
