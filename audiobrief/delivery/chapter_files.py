"""A programme as one file for each chapter: a folder of programmes, numbered and named, with a playlist.

The playlist is an extended M3U in UTF-8, which names the files in its own folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from audiobrief.delivery.exporter import load_exporters
from audiobrief.model import Article, Chapter, Script
from audiobrief.options import SIDECAR_ENDINGS
from audiobrief.sanitize import sanitize_text
from audiobrief.system.file_names import make_slug

_PLAYLIST = ".m3u8"


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a chapter's file among those of its programme: `number` of `total`, from 1, and the `album`, the
    programme's title."""

    album: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class ChapterFile:
    """A chapter as a programme of its own, with the name of its MP3."""

    name: str
    place: Place
    article: Article
    script: Script


def find_folder(target: Path) -> Path:
    """The folder for the chapters of a programme whose MP3 would be `target`: the same name without `.mp3`."""
    return target.with_suffix("") if target.suffix.lower() == ".mp3" else target


def get_playlist_name(folder: str) -> str:
    """The name of the playlist in a folder called `folder`."""
    return f"{folder}{_PLAYLIST}"


def match_chapter_files(folder: str) -> re.Pattern[str]:
    """A pattern of the names that files and folders of a programme in `folder` have, made with any exporters."""
    endings = {".mp3", *SIDECAR_ENDINGS, *(exporter.ending for exporter in load_exporters().values())}
    known = "|".join(map(re.escape, sorted(endings)))
    return re.compile(rf"{re.escape(get_playlist_name(folder))}|\d{{2,}}-.+(?:{known})", re.S)


def split_programme(article: Article, script: Script) -> Iterator[ChapterFile]:
    """Yield the chapters of a script that have something to say, each as a programme called by the chapter's title."""
    chapters = [chapter for chapter in script.chapters if chapter.utterances]
    width = max(2, len(str(len(chapters))))
    for number, chapter in enumerate(chapters, 1):
        yield ChapterFile(
            f"{number:0{width}d}-{make_slug(chapter.title)}.mp3",
            Place(script.title, number, len(chapters)),
            replace(article, title=chapter.title, blocks=chapter.blocks or article.blocks),
            Script(chapter.title, (_close_chapter(_make_opening_title(chapter)),)),
        )


def format_playlist(title: str, artist: str, entries: Iterable[tuple[str, str, float]]) -> str:
    """The text of a playlist; `entries` are file name, title and length in seconds."""
    lines = ["#EXTM3U", f"#PLAYLIST:{_to_line(title)}"]
    for name, chapter, seconds in entries:
        said = f"{_to_line(artist)} - {_to_line(chapter)}" if artist else _to_line(chapter)
        lines += [f"#EXTINF:{round(seconds)},{said}", name]
    return "\n".join(lines) + "\n"


def _make_opening_title(chapter: Chapter) -> Chapter:
    """The chapter; if its heading is a single sentence, that is the title of its programme, so that texts show it
    once."""
    first, *others = chapter.utterances
    if first.role == "heading" and (not others or others[0].role != "heading"):
        return replace(chapter, utterances=(replace(first, role="title"), *others))
    return chapter


def _close_chapter(chapter: Chapter) -> Chapter:
    """The chapter without the pause before the next one."""
    *others, last = chapter.utterances
    return replace(chapter, utterances=(*others, replace(last, pause_after="none")))


def _to_line(text: str) -> str:
    return " ".join(sanitize_text(text).split())
