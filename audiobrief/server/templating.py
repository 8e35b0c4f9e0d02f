"""The pages' templates: their texts in the reader's language, their filters."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from audiobrief.delivery.text.line_breaking import typeset_text
from audiobrief.delivery.timecode import format_player_clock
from audiobrief.messages import Counted, Language, Message, counted, listed, message
from audiobrief.sanitize import sanitize_text
from audiobrief.version import __version__

_MONTHS = (
    message("January"), message("February"), message("March"), message("April"), message("May"), message("June"),
    message("July"), message("August"), message("September"), message("October"), message("November"),
    message("December"),
)  # fmt: skip

# Characters of texts that are kept after they were prepared once, and how many of them.
_SHORT, _KEPT = 300, 4096


class Pages:
    """The templates, and the languages that they are shown in."""

    def __init__(self) -> None:
        self._languages: Mapping[str, Language] = {
            "en": gettext.NullTranslations(),
            "fr": gettext.translation("audiobrief", _find_catalogues(), languages=["fr"], fallback=True),
        }
        self._environment = make_environment()

    def get_language(self, name: str) -> Language:
        return self._languages[name]

    def render(self, template: str, language: str, context: Mapping[str, Any]) -> str:
        """A page in a language, `en` or `fr`."""
        translations = self._languages[language]

        def translate(text: str, /, **fields: object) -> str:
            return Message(text, fields).translate(translations)

        def translate_count(one: str, many: str, count: int, /, **fields: object) -> str:
            return Counted(one, {"count": count, **fields}, many, count).translate(translations)

        return self._environment.get_template(template).render(
            **context, _=translate, n_=translate_count, language=language, translations=translations,
            version=__version__,
        )  # fmt: skip


def make_environment() -> Environment:
    """The environment of the templates: values are escaped, undefined names are errors."""
    environment = Environment(
        loader=PackageLoader("audiobrief.server"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_sanitize_value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        clock=format_clock, long_clock=_in_language(spell_clock), typeset=_typeset, day=_in_language(format_day),
        size=_in_language(format_size),
    )  # fmt: skip
    return environment


def choose_language(accepted: str) -> str:
    """`fr` or `en`, by an Accept-Language header (RFC 9110, 12.5.4)."""
    wanted: list[tuple[float, int, str]] = []
    for number, part in enumerate(accepted.split(",")[:20]):
        name, _, quality = part.strip().partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
        except ValueError:
            continue
        wanted.append((-weight, number, name.strip().lower().partition("-")[0]))
    return next((name for weight, _, name in sorted(wanted) if weight and name in ("fr", "en")), "en")


def format_clock(seconds: float) -> str:
    """Seconds as players show them: `3:05`."""
    return format_player_clock(1000 * round(seconds))


def spell_clock(seconds: float) -> Message:
    """Seconds in words, for whoever hears the page: `3 minutes 5 seconds`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        counted("{count} hour", "{count} hours", count=hours) if hours else None,
        counted("{count} minute", "{count} minutes", count=minutes) if minutes else None,
        counted("{count} second", "{count} seconds", count=rest) if rest or not (hours or minutes) else None,
    ]
    return listed([part for part in parts if part is not None], " ")


def format_day(at: datetime) -> Message:
    """A day: `29 November 2026`."""
    if at.day == 1:
        return message("{day}st of {month} {year}", day=at.day, month=_MONTHS[at.month - 1], year=at.year)
    return message("{day} {month} {year}", day=at.day, month=_MONTHS[at.month - 1], year=at.year)


def format_size(count: int) -> Message:
    """Bytes as people read them: `1.2 MB`."""
    if count >= 1 << 30:
        return message("{number:.1f} GB", number=count / (1 << 30))
    if count >= 1 << 20:
        return message("{number:.1f} MB", number=count / (1 << 20))
    return message("{number:.0f} kB", number=max(1.0, count / 1024))


def read_asset(name: str) -> bytes:
    """A file of `static`."""
    return resources.files(__package__).joinpath("static", name).read_bytes()


def _in_language(say: Callable[[Any], Message]) -> Any:
    """A filter that gives its message in the language of the page."""

    @pass_context
    def translated(context: Context, value: Any) -> str:
        return say(value).translate(context["translations"])

    return translated


def _sanitize_value(value: Any) -> Any:
    """Remove control characters from text; markup stays as it is."""
    if not isinstance(value, str) or isinstance(value, Markup) or (value.isascii() and value.isprintable()):
        return value
    return _sanitize_short(value) if len(value) <= _SHORT else sanitize_text(value)


# The same titles, names and labels are shown again and again.
_sanitize_short = lru_cache(maxsize=_KEPT)(sanitize_text)
_typeset_short = lru_cache(maxsize=_KEPT)(typeset_text)


def _typeset(text: str) -> str:
    return _typeset_short(text) if len(text) <= _SHORT else typeset_text(text)


def _find_catalogues() -> str:
    return str(Path(__file__).parents[1] / "locale")
