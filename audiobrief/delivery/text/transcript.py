"""The article as a plain web page to read: HTML without a script."""

from __future__ import annotations

from pathlib import Path

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.text.read_along import reading
from audiobrief.delivery.text.templating import asset, language, link, template
from audiobrief.model import Article, Timeline


def transcript(article: Article, timeline: Timeline) -> str:
    """Title, byline, date and source, then the words of each chapter under its title, everything escaped."""
    return template("transcript.html").render(
        article=article,
        reading=reading(article, timeline),
        language=language(article),
        link=link(article),
        style=asset("transcript.css"),
    )


def _write(rendition: Rendition, path: Path) -> None:
    path.write_bytes(transcript(rendition.article, rendition.timeline).encode())


EXPORTER = Exporter("html", ".html", "the article as a plain web page to read", _write)
