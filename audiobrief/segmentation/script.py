"""Write the script of an article, and add what a programme announces: its title, its contents, its chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from audiobrief.model import Article, Chapter, Script, Utterance
from audiobrief.segmentation.chapters import (
    DEFAULT_RATE,
    SHORTEST_CHAPTER,
    Section,
    is_overlong,
    join_sections,
    make_single_section,
    split_by_headings,
    split_by_subject,
)
from audiobrief.segmentation.titles import make_distinct
from audiobrief.segmentation.utterances import collapse_spaces, make_utterances

ChapterMode = Literal["headings", "auto", "none"]
ChapterNames = Literal["none", "headings", "numbered"]
# Characters of a heading that names its chapter whole.
_LONGEST_NAME = 70


def write_script(
    article: Article,
    *,
    chapters: ChapterMode = "auto",
    words_per_minute: int = DEFAULT_RATE,
    shortest_chapter: float = SHORTEST_CHAPTER,
) -> Script:
    """The chapters and utterances of `article`: at least one chapter if there is anything to say.

    `chapters`: `headings` starts a chapter at each heading, `auto` also divides where the subject changes: an article
    without headings, and chapters of more than ten minutes, into chapters of at least `shortest_chapter` seconds at
    `words_per_minute`; `none` makes one chapter. The title is the first utterance unless it was made from the opening
    words.
    """
    sections = _split_chapters(article, chapters, words_per_minute, shortest_chapter)
    made = [
        Chapter(_name_chapter(section, article), tuple(utterances), section.blocks)
        for section in sections
        if (utterances := make_utterances(section.blocks))
    ]
    if not article.title_guessed:
        said = Utterance(article.title, "title", "heading")
        first, *others = made or [Chapter(article.title, ())]
        made = [replace(first, utterances=(said, *first.utterances)), *others]
    if made:
        *spoken, last = made[-1].utterances
        made[-1] = replace(made[-1], utterances=(*spoken, replace(last, pause_after="none")))
    titles = make_distinct(chapter.title for chapter in made)
    chapters_of_it = (replace(chapter, title=title) for title, chapter in zip(titles, made, strict=True))
    return Script(article.title, tuple(chapters_of_it))


def announce(
    script: Script,
    *,
    title: bool,
    contents: bool,
    chapters: ChapterNames,
    opening: str = "",
    closing: Sequence[str] = (),
) -> Script:
    """The script with or without its spoken title, table of contents and chapter titles; `opening` is said before the
    article, `closing` after it.

    `chapters`: `headings` keeps the headings as written; `numbered` also says « Chapitre 2 » at the start of each
    chapter, for listeners who navigate by chapter; `none` removes the headings, as for a radio item. A chapter that
    consists of headings alone keeps them.
    """
    made = [_announce_chapter(chapter, number, title, chapters) for number, chapter in enumerate(script.chapters, 1)]
    if contents and len(made) > 1:
        first = made[0]
        at = next((at for at, spoken in enumerate(first.utterances) if spoken.role != "title"), len(first.utterances))
        made[0] = replace(first, utterances=(*first.utterances[:at], *_make_contents(script), *first.utterances[at:]))
    if opening and made:
        first = made[0]
        made[0] = replace(first, utterances=(Utterance(opening, pause_after="heading"), *first.utterances))
    for sentence in filter(None, closing):
        made[-1] = _close_chapter(made[-1], sentence)
    return replace(script, chapters=tuple(made))


def _close_chapter(chapter: Chapter, sentence: str) -> Chapter:
    """The last chapter with a sentence at its end that is not the article's."""
    if not chapter.utterances:
        return replace(chapter, utterances=(Utterance(sentence, pause_after="none"),))
    *others, last = chapter.utterances
    closing = (replace(last, pause_after="chapter"), Utterance(sentence, pause_after="none"))
    return replace(chapter, utterances=(*others, *closing))


def _split_chapters(
    article: Article, chapters: ChapterMode, words_per_minute: int, shortest_chapter: float
) -> list[Section]:
    if chapters == "none":
        return make_single_section(article)
    sections = split_by_headings(article, words_per_minute)
    if chapters == "headings":
        return sections
    has_headings = any(block.kind == "heading" for block in article.blocks)
    divided = [
        part
        for section in sections
        for part in (
            split_by_subject(section, words_per_minute, shortest_chapter)
            if not has_headings or is_overlong(section, words_per_minute)
            else [section]
        )
    ]
    return _label_sections(join_sections(divided))


def _label_sections(sections: list[Section]) -> list[Section]:
    if len(sections) < 2 or all(section.title for section in sections):
        return sections
    # Imported where it is needed: it loads lists of words.
    from audiobrief.segmentation.labels import label_sections

    return label_sections(sections)


def _name_chapter(section: Section, article: Article) -> str:
    """The title of a chapter, shortened if it is too long; the article's own title is given in full everywhere."""
    title = collapse_spaces(section.title)
    if len(title) <= _LONGEST_NAME or section.title == article.title:
        return title
    from audiobrief.segmentation.labels import shorten_heading

    return shorten_heading(title)


def _announce_chapter(chapter: Chapter, number: int, title: bool, names: ChapterNames) -> Chapter:
    kept = [
        utterance
        for utterance in chapter.utterances
        if not ((utterance.role == "title" and not title) or (utterance.role == "heading" and names == "none"))
    ]
    if not kept:
        return chapter
    if names == "numbered":
        at = next((at for at, utterance in enumerate(kept) if utterance.role != "title"), len(kept))
        kept.insert(at, Utterance(f"Chapitre {number}.", "heading", "heading"))
    return replace(chapter, utterances=tuple(kept))


def _make_contents(script: Script) -> list[Utterance]:
    lines = [f"Chapitre {number} : {chapter.title}." for number, chapter in enumerate(script.chapters, 1)]
    spoken = [Utterance(line, "heading", "sentence") for line in ("Au sommaire.", *lines)]
    return [*spoken[:-1], replace(spoken[-1], pause_after="chapter")]
