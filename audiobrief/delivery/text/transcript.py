"""The transcript: the article as a plain web page without scripts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.text.read_along import build_read_along
from audiobrief.delivery.text.templating import choose_language, load_template, make_link, read_asset
from audiobrief.model import Article, Timeline

_TEMPLATE = "transcript.html"


def render_transcript(article: Article, timeline: Timeline, notice: str = "") -> str:
    """The transcript as HTML: title, byline, date and source, then the text of each chapter under its title.

    `notice` is what is said of the voice.
    """
    return load_template(_TEMPLATE).render(
        article=article,
        reading=build_read_along(article, timeline),
        language=choose_language(article),
        link=make_link(article),
        notice=notice,
        style=read_asset("transcript.css"),
    )


def _write_rendition(rendition: Rendition, path: Path) -> None:
    path.write_bytes(render_transcript(rendition.article, rendition.timeline, rendition.disclosure.notice).encode())


EXPORTER = Exporter(
    "html",
    ".html",
    "the article as a plain web page to read",
    _write_rendition,
    prepare=partial(load_template, _TEMPLATE),
)
