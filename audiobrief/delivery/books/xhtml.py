"""Passages as XHTML elements, for XHTML 1.0 and EPUB alike; every heading and sentence has an id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate, groupby
from xml.etree.ElementTree import Element

from audiobrief.delivery.books.navigation import Part, Passage, PassageKind, Sentence, split_languages
from audiobrief.delivery.books.xml import choose_language_tag, get_direction, make_block, make_element

# Elements that hold consecutive passages of one kind.
_CONTAINERS: dict[PassageKind, str] = {"quotation": "blockquote", "list_item": "ul"}


def make_language_attributes(language: str) -> dict[str, str]:
    """The attributes for the language of an element and its direction."""
    tag = choose_language_tag(language)
    return {"lang": tag, "xml:lang": tag, "dir": get_direction(tag)}


def render_passages(part: Part, language: str, link: Callable[[Sentence], str] | None = None) -> Iterator[Element]:
    """The passages of a part as elements. With `link`, which gives a sentence's address, every sentence is a link."""
    for kind, group in groupby(part.passages, key=lambda passage: passage.kind):
        elements = [_render_passage(passage, language, link) for passage in group]
        if kind in _CONTAINERS:
            yield make_block(_CONTAINERS[kind], None, elements)
        else:
            yield from elements


def _render_passage(passage: Passage, language: str, link: Callable[[Sentence], str] | None) -> Element:
    if passage.level:
        (sentence,) = passage.sentences
        attributes = {"id": sentence.id} | ({"class": "title"} if passage.kind == "title" else {})
        return make_element(f"h{passage.level}", attributes, *_render_words(sentence, language, link))
    children: list[Element | str] = []
    for sentence in passage.sentences:
        spaced = [" "] if children else []
        attributes = {"id": sentence.id, "class": "sentence"}
        children += [*spaced, make_element("span", attributes, *_render_words(sentence, language, link))]
    name = "li" if passage.kind == "list_item" else "p"
    return make_element(name, {"class": "caption"} if passage.kind == "caption" else None, *children)


def _render_words(sentence: Sentence, language: str, link: Callable[[Sentence], str] | None) -> list[Element | str]:
    words: list[Element | str] = []
    pieces = list(split_languages(sentence, language))
    begins = accumulate((len(text) for text, _ in pieces), initial=0)
    for begin, (text, foreign) in zip(begins, pieces, strict=False):
        marked = _mark_words(sentence, begin, text)
        if foreign:
            words.append(make_element("span", make_language_attributes(foreign), *marked))
        else:
            words += marked
    return [make_element("a", {"href": link(sentence)}, *words)] if link else words


def _mark_words(sentence: Sentence, begin: int, text: str) -> Iterator[Element | str]:
    """A piece of a sentence that starts at character `begin`, its words as elements with their ids. A word that begins
    in another piece (« l' » before a foreign name) is marked there alone."""
    at = 0
    for word in sentence.words:
        start, end = word.start - begin, min(word.end - begin, len(text))
        if at <= start < len(text):
            yield from [text[at:start]] * (start > at)
            yield make_element("span", {"id": word.id}, text[start:end])
            at = end
    yield from [text[at:]] * (at < len(text))
