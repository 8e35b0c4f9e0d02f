"""The HTML templates of this room, and what they may call."""

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
from audiobrief.delivery.timecode import format_player_clock, format_seconds
from audiobrief.model import Article
from audiobrief.sanitize import sanitize_text

if TYPE_CHECKING:
    from jinja2 import Template

_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Link:
    """Where an article stands on the web."""

    address: str
    host: str


def load_template(name: str) -> Template:
    """A template by its file name. Whatever it is given is escaped; a name it does not know is an error."""
    chosen: Template = _make_environment().get_template(name)
    return chosen


def read_asset(name: str) -> Markup:
    """A style sheet or script that stands inside a page as it is."""
    return Markup(resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8"))


def choose_language(article: Article) -> str:
    """The article's language as a `lang` attribute takes it, French where it is not of that form."""
    return article.language if _LANGUAGE.fullmatch(article.language) else "fr"


def make_link(article: Article) -> Link | None:
    """The article's web address. A path of the reader's own machine is nobody else's business."""
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
        seconds=format_seconds, clock=format_player_clock, sha256=_hash_source, typeset=typeset_text
    )
    return environment


def _sanitize_value(value: Any) -> Any:
    """What is written into a page: words without controls; what is markup already stays as it is."""
    return sanitize_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _hash_source(text: str) -> str:
    """The hash by which a Content-Security-Policy lets this very style or script through (CSP Level 3, 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
