"""Parse a web page and remove what is not part of its visible text: scripts, controls, hidden elements, note calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from audiobrief.article.web.paragraphs import CAPTION_NAMES
from audiobrief.lazy_regex import lazy_regex

_REMOVED = (
    "head", "script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "canvas", "video", "audio",
    "map",
    "button", "select", "textarea", "input", "option", "datalist", "dialog", "nav", "progress", "meter", "rt", "rp",
)  # fmt: skip
_HIDDEN_STYLE = lazy_regex(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_HIDDEN_CLASS = lazy_regex(r"(?:visually-?hidden|sr-only|screen-reader-text|screenreader)(?:$|[-_])", re.I)
# Text for screen readers names controls; a longer text of that class is an article's.
_MAX_LABEL = 120
# A form, or what is hidden, that holds a larger part of the page's text is the page itself. What only its class hides
# may be shown by a program, so less of it is removed.
_MAX_HIDDEN_PART, _MAX_CLASS_HIDDEN_PART = 0.4, 0.2
_HIDDEN_TOKENS = frozenset({"hidden", "d-none", "is-hidden", "u-hidden", "mfp-hide"})
_RESPONSIVE = lazy_regex(r"(?:^|\s)(?:(?:sm|md|lg|xl|xxl|2xl|desktop|print):[\w-]+|d-(?:sm|md|lg|xl|xxl)-[\w-]+)")
# What may be around <main> (HTML, 4.4.14), apart from custom elements.
_AROUND_MAIN = frozenset({"html", "body", "div", "form"})
_MARKS = lazy_regex(
    r"(?:^|\s)(?:mw-editsection|mw-cite-backlink|mw-jump-link|noprint|need_ref_tag|reference|appelnote|spip_note_ref"
    r"|para-?number|para-?num|line-?numbers?|lineno"
    r"|footnote-?ref|footnote-?call|note-?ref|footnote-?back(?:ref|link)?)(?=$|\s)",
    re.I,
)
_NOTES = lazy_regex(
    r"(?:^|\s)(?:references|reflist|references-small|footnotes?|endnotes?|notes?_bas_de_page|wp-block-footnotes"
    r"|footnotes?-list|notes?baspage|side-?notes?|margin-?notes?)(?=$|\s)",
    re.I,
)
_NOTE_ROLES = frozenset({"doc-endnotes", "doc-endnote", "doc-footnote", "doc-backlink"})
_CALL = lazy_regex(r"\s*[\[(]?\s*(?:\d{1,3}|[*†‡]|note \d{1,3}|[a-z])\s*[\])]?\s*")
_BRACKETED_CALL = lazy_regex(r"\s*[\[(]\s*(?:\d{1,3}|n \d{1,3})\s*[\])]\s*")
_POINTER = lazy_regex(
    r"\W*(?:(?:à|a)\s)?(?:re)?(?:lire|voir|écouter|découvrir)\s(?:aussi|également)\s?[:►▶→»]?\s*", re.I
)
_KICKER = lazy_regex(r"(?:^|[\s_-])(?:label|kicker|surtitre|over-?title|overline)(?=$|[\s_-])", re.I)
_INTERTITLE = lazy_regex(
    r"(?:^|\s)(?:[\w-]*[_-])?(?:inter-?titres?|inter-?titles?|cross-?head(?:ing)?s?)(?=$|[\s_-])", re.I
)
_CAPITAL = lazy_regex(r"[«\"“]?\s*[A-ZÀ-Þ0-9]")
_INLINE = ("span", "strong", "b", "em", "i", "a")
# Marks between « À lire aussi » and its link.
_MARKS_BESIDE = " :►▶→»\u00a0\n\t"
# Pages have some thousand elements.
_MAX_ELEMENTS = 100_000
_MAX_KICKER, _MAX_CAPTION = 40, 400
_SUPERSCRIPT_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def parse_page(text: str) -> Any:
    """The tree of a page; None if nothing can be parsed."""
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8")
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    if sum(1 for _ in tree.iter()) > _MAX_ELEMENTS:
        strip_inline(tree)
    return tree


def strip_inline(tree: Any) -> None:
    """Remove the tags of inline elements, not their text: a page with so many is made to take time."""
    from lxml import etree

    etree.strip_tags(tree, "span", "b", "strong", "i", "em", "font", "small", "big", "u", "tt", "mark")
    # What is left are neighbouring pieces of text: written anew, they are one.
    for element in tree.iter():
        element.text, element.tail = element.text, element.tail


def remove_invisible(tree: Any, *, keep_notes: bool) -> None:
    """Remove from `tree` what nobody sees or reads as text, and the calls of notes; notes too unless `keep_notes`."""
    _convert_formulas(tree)
    _move_main_out(tree)
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
    for element in [each for each in tree.iter() if _is_hidden_by_class(each)]:
        if _count_letters(element) <= _MAX_CLASS_HIDDEN_PART * whole:
            _drop(element)
    for element in list(_find_note_parts(tree, keep_notes)):
        _drop(element)
    for element in list(tree.iter("sup")):
        _convert_superscript(element)
    for element in list(tree.iter(*_INLINE)):
        _drop_pointer(element)
        _drop_kicker(element)
        _convert_caption(element)
    for element in list(tree.iter("p", "div", "span", "strong", "b")):
        _convert_intertitle(element)


def _move_main_out(tree: Any) -> None:
    """Put <main>, or the <article> of a page without one, behind an element that cannot hold it: where a menu was not
    closed, the parser puts all that follows into it."""
    main = next(tree.iter("main"), None)
    if main is None:
        articles = [each for each in tree.iter("article") if next(each.iterancestors("nav"), None) is not None]
        main = max(articles, key=_count_letters, default=None)
    if main is None:
        return
    outer = None
    for parent in main.iterancestors():
        if parent.tag not in _AROUND_MAIN and "-" not in str(parent.tag):
            outer = parent
    if outer is None or outer.tag in ("main", "article", "section") or outer.getparent() is None:
        return
    _drop(main)
    main.tail = None  # which stayed where it was
    outer.addnext(main)


def get_names(element: Any) -> str:
    """The class and the identifier of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _drop(element: Any) -> None:
    """Remove an element, but not the text behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def _count_letters(element: Any) -> int:
    return sum(len(text) for text in element.itertext(with_tail=False) if not text.isspace())


def _drop_pointer(element: Any) -> None:
    """Remove « À lire aussi » before a link in a paragraph, and the link."""
    if not _POINTER.fullmatch(element.text_content()):
        return
    last, links = element, list[Any]()
    while not (last.tail or "").strip(_MARKS_BESIDE) and (following := last.getnext()) is not None:
        if not _is_link(following):
            break
        links.append(following)
        last = following
    if links:
        for each in (element, *links):
            if each is not last:
                each.tail = " "
            _drop(each)


def _is_link(element: Any) -> bool:
    """Whether all text of an inline element is in links."""
    if element.tag not in _INLINE:
        return False
    linked = sum(len(link.text_content().strip()) for link in ([element] if element.tag == "a" else element.iter("a")))
    return linked > 0 and linked >= len(element.text_content().strip())


def _drop_kicker(element: Any) -> None:
    """Remove a label before the first words of a paragraph (« Gros temps ») or after a title (« Abonnés »), which its
    class says to be one."""
    parent = element.getparent()
    if parent is None or parent.tag not in ("p", "h1", "h2") or not _KICKER.search(element.get("class") or ""):
        return
    label, whole = element.text_content().strip(), parent.text_content().strip()
    if not label or len(label) > _MAX_KICKER:
        return
    opens = whole.startswith(label) and _CAPITAL.match(whole[len(label) :].strip())
    closes = whole.endswith(label) and parent.tag == "h1" and len(whole) > 2 * len(label)
    if opens or closes:
        _drop(element)


def _convert_caption(element: Any) -> None:
    """Make a <figcaption> of an inline element that is a caption by its class, and stands alone."""
    if CAPTION_NAMES.search(element.get("class") or "") and _stands_alone(element, _MAX_CAPTION):
        element.tag = "figcaption"


def _convert_intertitle(element: Any) -> None:
    """Make a heading of an element that is an intertitle by its class, and stands alone."""
    if _INTERTITLE.search(element.get("class") or "") and _stands_alone(element, _MAX_LABEL):
        element.tag = "h3"


def _stands_alone(element: Any, most: int) -> bool:
    """Whether a short text has none beside it, and is not the text of a link or a heading."""
    parent, before = element.getparent(), element.getprevious()
    beside = [element.tail, before.tail if before is not None else parent.text if parent is not None else None]
    return (
        parent is not None
        and parent.tag not in ("a", "h1", "h2", "h3", "h4", "figcaption")
        and not any((text or "").strip() for text in beside)
        and 0 < len(element.text_content().strip()) <= most
    )


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


def _is_hidden_by_class(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "main", "article"):
        return False
    names = element.get("class") or ""
    return not _HIDDEN_TOKENS.isdisjoint(names.split()) and not _RESPONSIVE.search(names)


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
