"""Passages as elements of XHTML, the same in XHTML 1.0 and in EPUB: an id on each heading and each sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from audiobrief.delivery.books.navigation import Part, Passage, PassageKind, Sentence, split_languages
from audiobrief.delivery.books.xml import choose_language_tag, get_direction, make_block, make_element

# What neighbours of one kind stand in together.
_CONTAINERS: dict[PassageKind, str] = {"quotation": "blockquote", "list_item": "ul"}


def make_language_attributes(language: str) -> dict[str, str]:
    """The attributes that say which language an element is in, and which way it runs."""
    tag = choose_language_tag(language)
    return {"lang": tag, "xml:lang": tag, "dir": get_direction(tag)}


def render_passages(part: Part, language: str, link: Callable[[Sentence], str] | None = None) -> Iterator[Element]:
    """The passages of a part; each sentence is a link where `link` gives its address."""
    for kind, group in groupby(part.passages, key=lambda passage: passage.kind):
        made = [_render_passage(passage, language, link) for passage in group]
        if kind in _CONTAINERS:
            yield make_block(_CONTAINERS[kind], None, made)
        else:
            yield from made


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
    for text, foreign in split_languages(sentence, language):
        if foreign:
            words.append(make_element("span", make_language_attributes(foreign), text))
        elif text:
            words.append(text)
    return [make_element("a", {"href": link(sentence)}, *words)] if link else words
