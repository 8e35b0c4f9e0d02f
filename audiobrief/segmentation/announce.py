"""What a programme says of itself: its title, its contents, its chapters."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from audiobrief.model import Chapter, Script, Utterance

ChapterNames = Literal["none", "headings", "numbered"]


def announced(script: Script, *, title: bool, contents: bool, chapters: ChapterNames) -> Script:
    """The script with or without its spoken title, table of contents and chapter titles.

    `headings` are read as they stand; `numbered` puts « Chapitre 2 » before each chapter, for a listener who moves by
    chapters; `none` leaves them out, as a radio item does. A chapter keeps at least what its paragraphs say.
    """
    made = [_chapter(chapter, number, title, chapters) for number, chapter in enumerate(script.chapters, 1)]
    if contents and len(made) > 1:
        first = made[0]
        at = next((at for at, spoken in enumerate(first.utterances) if spoken.role != "title"), len(first.utterances))
        made[0] = replace(first, utterances=(*first.utterances[:at], *_contents(script), *first.utterances[at:]))
    return replace(script, chapters=tuple(made))


def _chapter(chapter: Chapter, number: int, title: bool, names: ChapterNames) -> Chapter:
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


def _contents(script: Script) -> list[Utterance]:
    lines = [f"Chapitre {number} : {chapter.title}." for number, chapter in enumerate(script.chapters, 1)]
    spoken = [Utterance(line, "heading", "sentence") for line in ("Au sommaire.", *lines)]
    return [*spoken[:-1], replace(spoken[-1], pause_after="chapter")]
