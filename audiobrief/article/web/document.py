"""Parse a web page and remove what is not part of its visible text: scripts, controls, hidden elements, note calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_REMOVED = (
    "head", "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "canvas", "video", "audio",
    "map",
    "button", "select", "textarea", "input", "option", "datalist", "dialog", "nav", "progress", "meter", "rt", "rp",
)  # fmt: skip
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_HIDDEN_CLASS = re.compile(r"(?:visually-?hidden|sr-only|screen-reader-text|screenreader)(?:$|[-_])", re.I)
# Text for screen readers names controls; a longer text of that class is an article's.
_MAX_LABEL = 120
# A form, or what is hidden, that holds a larger part of the page's text is the page itself.
_MAX_HIDDEN_PART = 0.4
_MARKS = re.compile(
    r"(?:^|\s)(?:mw-editsection|mw-cite-backlink|mw-jump-link|noprint|need_ref_tag|reference|appelnote|spip_note_ref"
    r"|footnote-?ref|footnote-?call|note-?ref|footnote-?back(?:ref|link)?)(?=$|\s)",
    re.I,
)
_NOTES = re.compile(
    r"(?:^|\s)(?:references|reflist|references-small|footnotes?|endnotes?|notes?_bas_de_page|wp-block-footnotes"
    r"|footnotes?-list|notesbaspage)(?=$|\s)",
    re.I,
)
_NOTE_ROLES = frozenset({"doc-endnotes", "doc-endnote", "doc-footnote", "doc-backlink"})
_CALL = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|[*†‡]|note \d{1,3}|[a-z])\s*[\])]?\s*")
_BRACKETED_CALL = re.compile(r"\s*[\[(]\s*(?:\d{1,3}|n \d{1,3})\s*[\])]\s*")
_SUPERSCRIPT_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def parse_page(text: str) -> Any:
    """The tree of a page; None if nothing can be parsed."""
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8")
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def remove_invisible(tree: Any, *, keep_notes: bool) -> None:
    """Remove from `tree` what nobody sees or reads as text, and the calls of notes; notes too unless `keep_notes`."""
    _convert_formulas(tree)
    for element in [each for each in tree.iter() if each.tag in _REMOVED or not isinstance(each.tag, str)]:
        _drop(element)
    whole = _count_letters(tree)
    for element in list(tree.iter("form")):
        if _count_letters(element) > _MAX_HIDDEN_PART * whole:
            element.tag = "div"
        else:
            _drop(element)
    for element in [each for each in tree.iter() if _is_hidden(each)]:
        if _count_letters(element) <= _MAX_HIDDEN_PART * whole:
            _drop(element)
    for element in list(_find_note_parts(tree, keep_notes)):
        _drop(element)
    for element in list(tree.iter("sup")):
        _convert_superscript(element)


def get_names(element: Any) -> str:
    """The class and the identifier of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _drop(element: Any) -> None:
    """Remove an element, but not the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def _count_letters(element: Any) -> int:
    return sum(len(text) for text in element.itertext(with_tail=False) if not text.isspace())


def _is_hidden(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in ("html", "body"):
        return False
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    if element.get("aria-hidden") == "true" or _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    names = element.get("class") or ""
    is_label = any(_HIDDEN_CLASS.search(name) for name in names.split())
    return is_label and _count_letters(element) <= _MAX_LABEL


def _find_note_parts(tree: Any, keep_notes: bool) -> Iterator[Any]:
    """The calls of notes, their links back, and the notes."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("html", "body"):
            continue
        names = get_names(element)
        role = element.get("role") or ""
        if (
            role in ("doc-noteref", "doc-backlink")
            or element.get("epub:type") == "noteref"
            or (_MARKS.search(names) and element.tag in ("sup", "span", "a", "small", "cite", "div"))
            or (element.tag == "sup" and _is_call(element))
            or (element.tag == "a" and (element.text_content() or "").strip() in ("↩", "↩︎", "↑", "^", "↵"))
            or (not keep_notes and (_NOTES.search(names) or role in _NOTE_ROLES) and element.tag != "main")
        ):
            yield element


def _is_call(element: Any) -> bool:
    """Whether a superscript is the call of a note: a number in brackets, or one that links to a place on the page."""
    words = element.text_content()
    if _BRACKETED_CALL.fullmatch(words) or re.fullmatch(r"\s*\[[^\]]{0,40}\]\s*", words):
        return True
    link = element if element.tag == "a" else next(element.iter("a"), None)
    if link is None and (parent := element.getparent()) is not None and parent.tag == "a":
        link = parent
    return link is not None and bool(_CALL.fullmatch(words))


def _convert_superscript(element: Any) -> None:
    """Put a superscript number into superscript characters, so that it is not read as part of a number."""
    words = element.text_content().strip()
    if re.fullmatch(r"\d{1,3}", words):
        for child in list(element):
            element.remove(child)
        element.text = words.translate(_SUPERSCRIPT_DIGITS)
        _strip_space_before(element)


def _strip_space_before(element: Any) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "").rstrip() or None
    elif parent is not None:
        parent.text = (parent.text or "").rstrip() or None


def _convert_formulas(tree: Any) -> None:
    """Replace MathML by what is said for it."""
    for element in list(tree.iter("math")):
        from audiobrief.article.formulas import speak_formula

        note = next(
            (each for each in element.iter("annotation") if "tex" in (each.get("encoding") or "").lower()), None
        )
        written = element.get("alttext") or (note.text if note is not None else "") or ""
        holder = element
        for parent in element.iterancestors("span"):
            if "math" in (parent.get("class") or ""):
                holder = parent
        spoken = speak_formula(written) if written else " ".join(element.text_content().split())
        for child in list(holder):
            holder.remove(child)
        holder.tag, holder.text = "span", f" {spoken} "
        holder.attrib.clear()
