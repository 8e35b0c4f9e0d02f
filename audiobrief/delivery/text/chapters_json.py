"""JSON chapters, version 1.2.0 of the podcast namespace, served as application/json+chapters."""

from __future__ import annotations

from pathlib import Path

from audiobrief.delivery.chapter_links import link_chapter
from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.timecode import to_milliseconds
from audiobrief.model import Article, Timeline
from audiobrief.sanitize import dump_json, sanitize_text

VERSION = "1.2.0"


def make_chapters_json(article: Article, timeline: Timeline, *, file_name: str = "") -> str:
    """The chapters as JSON, with the same times as in the chapter frames of the MP3, in seconds.

    `file_name` is that of the sound. Unknown fields are left out.
    """
    known = {"title": sanitize_text(article.title), "author": sanitize_text(article.byline), "fileName": file_name}
    chapters = [
        {
            "startTime": to_milliseconds(mark.start, timeline.sample_rate) / 1000,
            "endTime": to_milliseconds(mark.end, timeline.sample_rate) / 1000,
            "title": sanitize_text(mark.title),
            "toc": True,
            **({"url": link} if (link := link_chapter(article, mark.title)) else {}),
        }
        for mark in timeline.chapters
    ]
    document = {"version": VERSION, **{key: value for key, value in known.items() if value}, "chapters": chapters}
    return dump_json(document) + "\n"


def _write_rendition(rendition: Rendition, path: Path) -> None:
    path.write_bytes(make_chapters_json(rendition.article, rendition.timeline, file_name=rendition.sound_name).encode())


EXPORTER = Exporter("chapters.json", ".chapters.json", "the chapters as Podcasting 2.0 has them", _write_rendition)
