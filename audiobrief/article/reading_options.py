"""Options for reading an article, which the parsers of all formats take."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.options import CaptionMode, NoteMode, TableMode


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What is read of an article besides its text.

    `tables`: read small ones row by row and name the others, name all, or leave all out. `captions`: read or skip the
    captions of pictures. `notes`: read notes at the end of the article, or skip them. `any_language`: accept an
    article in another language than French. `follow_pages`: read the next pages of an article that a site has
    cut into several.
    """

    tables: TableMode = "read"
    captions: CaptionMode = "skip"
    notes: NoteMode = "skip"
    any_language: bool = False
    follow_pages: bool = False


DEFAULT_READING = ReadingOptions()
