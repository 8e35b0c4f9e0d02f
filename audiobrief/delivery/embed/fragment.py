"""The player as an HTML fragment, and as a page of its own for an `iframe`.

The fragment is a custom element with its script and style inside. Where scripts are not run, the browser's own audio
controls and links remain.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cache

from audiobrief.delivery.embed.addresses import Addresses, move_up
from audiobrief.delivery.embed.fingerprints import encode_fingerprints, list_fingerprints
from audiobrief.delivery.text.line_breaking import typeset_text
from audiobrief.delivery.text.read_along import ReadAlong, build_read_along
from audiobrief.delivery.text.templating import assemble_script, load_template, read_asset
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Article, Timeline
from audiobrief.sanitize import sanitize_text

_COMMENTS = lazy_regex(r"^\s*(?://[^\n]*|/\*.*?\*/)$", re.M | re.S)
LARGEST = 30_000
"""The most bytes of a fragment."""


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a fragment holds of an article: its chapters, and the fingerprints of its text."""

    chapters: str
    text: str


def render_fragment(article: Article, timeline: Timeline, addresses: Addresses, notice: str = "") -> str:
    """The fragment, at most `LARGEST` bytes: where an article is too long, its paragraphs are followed instead of its
    sentences, then no text, and last there are no chapters.

    `notice` is what is said of the voice.
    """
    read = build_read_along(article, timeline)
    for contents in _list_contents(read):
        fragment = _render(article, read, addresses, notice, contents)
        if len(fragment.encode()) <= LARGEST:
            break
    return fragment


def render_frame(article: Article, timeline: Timeline, addresses: Addresses, notice: str = "") -> str:
    """A page that shows nothing but the player, in a folder beside the sound, for other sites' frames."""
    seen = replace(addresses, sound=move_up(addresses.sound), transcript=move_up(addresses.transcript))
    read = build_read_along(article, timeline)
    fragment = _render(article, read, seen, notice, _Contents(_list_chapters(read), ""))
    return load_template("embed_frame.html").render(
        title=article.title, fragment=_as_markup(fragment), script=read_script()
    )


@cache
def read_script() -> str:
    """The player's script with its style sheet, the same for every article, without indentation and comments.

    No text of the script goes over several lines, and its comments begin their lines.
    """
    style = " ".join(read_asset("embed.css").split())
    script = _COMMENTS.sub("", assemble_script("embed.js")).replace('"STYLE"', json.dumps(style, ensure_ascii=False), 1)
    return _as_markup("\n".join(line for line in map(str.strip, script.splitlines()) if line))


def _render(article: Article, read: ReadAlong, addresses: Addresses, notice: str, contents: _Contents) -> str:
    from markupsafe import escape

    return load_template("embed.html").render(
        article=article,
        reading=read,
        addresses=addresses,
        notice=notice,
        # Already escaped: control characters, such as line breaks, would be taken out of what is not.
        chapters=escape(contents.chapters),
        text=contents.text,
        script=read_script(),
    )


def _list_contents(read: ReadAlong) -> list[_Contents]:
    chapters = _list_chapters(read)
    return [
        _Contents(chapters, encode_fingerprints(list_fingerprints(read))),
        _Contents(chapters, encode_fingerprints(list_fingerprints(read, by_sentence=False))),
        _Contents(chapters, ""),
        _Contents("", ""),
    ]


def _list_chapters(read: ReadAlong) -> str:
    """A line for each chapter: the time in milliseconds, and the title."""
    titles = [" ".join(sanitize_text(typeset_text(section.title)).splitlines()) for section in read.sections]
    return "\n".join(f"{section.start} {title}" for section, title in zip(read.sections, titles, strict=True))


def _as_markup(text: str) -> str:
    from markupsafe import Markup

    return Markup(text)
