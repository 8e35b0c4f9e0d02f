"""Options for reading an article, which the parsers of all formats take."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.options import CaptionMode, NoteMode, TableMode


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What is read of an article besides its text.

    `tables`: read small ones row by row and name the others, name all, or leave all out. `captions`: read or skip the
    captions of pictures. `notes`: read notes at the end of the article, or skip them.
    """

    tables: TableMode = "read"
    captions: CaptionMode = "skip"
    notes: NoteMode = "skip"


DEFAULT_READING = ReadingOptions()
