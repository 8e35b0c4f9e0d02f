"""The HTML templates of this package and their filters."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup

from audiobrief.delivery.text.line_breaking import typeset_text
from audiobrief.delivery.text.read_along import Sentence
from audiobrief.delivery.text.shown_words import count_code_units, place_shown
from audiobrief.delivery.timecode import format_player_clock, format_seconds
from audiobrief.model import Article
from audiobrief.sanitize import sanitize_text

if TYPE_CHECKING:
    from jinja2 import Template

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_TIMES_MARK = "  // The functions of times.js are inserted here.\n"


@dataclass(frozen=True, slots=True)
class Link:
    """The web address of an article."""

    address: str
    host: str


def load_template(name: str) -> Template:
    """Load a template by file name. Values are escaped; undefined names are errors."""
    chosen: Template = _make_environment().get_template(name)
    return chosen


def read_asset(name: str) -> Markup:
    """Read a style sheet or script that is embedded as is."""
    return Markup(resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8"))


def assemble_script(name: str) -> Markup:
    """Read a script, with the functions of `times.js` where a comment asks for them."""
    return Markup(read_asset(name).replace(_TIMES_MARK, read_asset("times.js"), 1))


def choose_language(article: Article) -> str:
    """The article's language for a `lang` attribute, `fr` if it is not well-formed."""
    return article.language if _LANGUAGE.fullmatch(article.language) else "fr"


def make_link(article: Article) -> Link | None:
    """The article's web address; None for a local file, whose path is private."""
    try:
        parts = urlsplit(article.address)
    except ValueError:
        return None
    return Link(article.address, parts.netloc) if parts.scheme in ("http", "https") and parts.netloc else None


@cache
def _make_environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("audiobrief.delivery.text"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_sanitize_value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        seconds=format_seconds,
        clock=format_player_clock,
        sha256=_hash_source,
        typeset=typeset_text,
        word_times=_list_word_times,
    )
    return environment


def _list_word_times(sentence: Sentence) -> str:
    """For each word of a sentence as it is shown: its first character, the one after its last, and when it begins."""
    shown = sanitize_text(typeset_text(sentence.text))
    words = count_code_units(place_shown(sentence.words, sentence.text, shown), shown)
    return " ".join(f"{word.start} {word.end} {format_seconds(word.begin)}" for word in words)


def _sanitize_value(value: Any) -> Any:
    """Remove control characters from text; markup stays as it is."""
    return sanitize_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _hash_source(text: str) -> str:
    """The hash source that allows a style sheet or script in a Content-Security-Policy (CSP Level 3, 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
