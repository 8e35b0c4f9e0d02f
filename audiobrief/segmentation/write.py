"""The whole of this room: an article in, a script out."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from audiobrief.model import Article, Chapter, Script, Utterance
from audiobrief.segmentation.chapters import Group, by_headings, by_length, whole
from audiobrief.segmentation.titles import distinct
from audiobrief.segmentation.utterances import collapsed, of_blocks

ChapterMode = Literal["headings", "auto", "none"]
_NATURAL_RATE = 165


def write(article: Article, *, chapters: ChapterMode = "auto", words_per_minute: int = _NATURAL_RATE) -> Script:
    """Chapters and utterances of `article`; at least one chapter where there is anything to say.

    The title is spoken first unless it was made from the opening words.
    """
    groups = _groups(article, chapters, words_per_minute)
    made: list[tuple[str, list[Utterance]]] = []
    for group in groups:
        utterances = of_blocks(group.blocks)
        if utterances:
            made.append((collapsed(group.title), utterances))
    if not article.title_guessed:
        title = Utterance(article.title, "title", "heading")
        made = [(made[0][0], [title, *made[0][1]]), *made[1:]] if made else [(article.title, [title])]
    if made:
        last = made[-1][1]
        last[-1] = replace(last[-1], pause_after="none")
    titles = distinct(title for title, _ in made)
    return Script(
        article.title,
        tuple(Chapter(title, tuple(utterances)) for title, (_, utterances) in zip(titles, made, strict=True)),
    )


def _groups(article: Article, chapters: ChapterMode, words_per_minute: int) -> list[Group]:
    headings = sum(block.kind == "heading" for block in article.blocks)
    if chapters == "none":
        return whole(article)
    if chapters == "headings" or headings:
        return by_headings(article)
    return by_length(article, words_per_minute)
