"""Passages as elements of XHTML, the same in XHTML 1.0 and in EPUB: an id on each heading and each sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from audiobrief.delivery.books.navigation import Part, Passage, PassageKind, Sentence, runs
from audiobrief.delivery.books.xml import direction, element, language_tag, stacked

# What neighbours of one kind stand in together.
_AROUND: dict[PassageKind, str] = {"quotation": "blockquote", "list_item": "ul"}


def languages(language: str) -> dict[str, str]:
    """The attributes that say which language an element is in, and which way it runs."""
    tag = language_tag(language)
    return {"lang": tag, "xml:lang": tag, "dir": direction(tag)}


def prose(part: Part, language: str, link: Callable[[Sentence], str] | None = None) -> Iterator[Element]:
    """The passages of a part; each sentence is a link where `link` gives its address."""
    for kind, group in groupby(part.passages, key=lambda passage: passage.kind):
        made = [_passage(passage, language, link) for passage in group]
        if kind in _AROUND:
            yield stacked(_AROUND[kind], None, made)
        else:
            yield from made


def _passage(passage: Passage, language: str, link: Callable[[Sentence], str] | None) -> Element:
    if passage.level:
        (sentence,) = passage.sentences
        attributes = {"id": sentence.id} | ({"class": "title"} if passage.kind == "title" else {})
        return element(f"h{passage.level}", attributes, *_words(sentence, language, link))
    children: list[Element | str] = []
    for sentence in passage.sentences:
        spaced = [" "] if children else []
        attributes = {"id": sentence.id, "class": "sentence"}
        children += [*spaced, element("span", attributes, *_words(sentence, language, link))]
    name = "li" if passage.kind == "list_item" else "p"
    return element(name, {"class": "caption"} if passage.kind == "caption" else None, *children)


def _words(sentence: Sentence, language: str, link: Callable[[Sentence], str] | None) -> list[Element | str]:
    words: list[Element | str] = []
    for text, foreign in runs(sentence, language):
        if foreign:
            words.append(element("span", languages(foreign), text))
        elif text:
            words.append(text)
    return [element("a", {"href": link(sentence)}, *words)] if link else words
