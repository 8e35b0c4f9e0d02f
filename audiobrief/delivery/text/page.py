"""The read-along page: one HTML file with the sound, its chapters, and the text that follows the voice, offline."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO

from markupsafe import Markup

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.text.read_along import ReadAlong, build_read_along
from audiobrief.delivery.text.templating import assemble_script, choose_language, load_template, make_link, read_asset
from audiobrief.model import Article, Timeline

_TEMPLATE = "page.html"
# A multiple of three bytes, so that blocks can be encoded one by one in base64.
_BLOCK = 3 * 2**16


def render_page(article: Article, timeline: Timeline, sound: IO[bytes], notice: str = "") -> Iterator[bytes]:
    """The page as consecutive pieces. `sound` is the finished MP3, which is read while the page is written; `notice`
    is what is said of the voice.

    The same article, timeline and sound give the same bytes.
    """
    read = build_read_along(article, timeline)
    pieces = load_template(_TEMPLATE).generate(
        article=article,
        reading=read,
        language=choose_language(article),
        link=make_link(article),
        notice=notice,
        key=_make_storage_key(read),
        sound=_encode_base64(sound),
        style=read_asset("page.css"),
        script=assemble_script("page.js"),
    )
    return (piece.encode() for piece in pieces)


def _encode_base64(sound: IO[bytes]) -> Iterator[Markup]:
    while block := sound.read(_BLOCK):
        # A raw stream may return fewer bytes than asked for.
        while len(block) % 3 and (more := sound.read(3 - len(block) % 3)):
            block += more
        yield Markup(base64.b64encode(block).decode())


def _make_storage_key(read: ReadAlong) -> str:
    """The key under which the page stores the playback position, different for every article."""
    sentences = chain.from_iterable(
        paragraph for section in read.sections for passage in section.passages for paragraph in passage.paragraphs
    )
    words = "\n".join([read.title, str(read.end), *(sentence.text for sentence in sentences)])
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _write_rendition(rendition: Rendition, path: Path) -> None:
    with rendition.mp3.open("rb") as sound, path.open("wb") as file:
        file.writelines(render_page(rendition.article, rendition.timeline, sound, rendition.disclosure.notice))


EXPORTER = Exporter(
    "page",
    ".page.html",
    "one web page with the sound and a text that follows the voice",
    _write_rendition,
    flag="--page",
    flag_help="Also NAME.page.html: the sound and a text that follows the voice.",
    prepare=partial(load_template, _TEMPLATE),
)
