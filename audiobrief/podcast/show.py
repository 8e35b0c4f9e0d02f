"""The channel of a podcast: its metadata, checked before anything is written."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from audiobrief.errors import DataError
from audiobrief.messages import Message, find_near, message
from audiobrief.show import Funding, License, Person, Show
from audiobrief.system.toml_files import load_shipped

# The UUID namespace of podcast:guid (Podcasting 2.0).
_PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")


@dataclass(frozen=True, slots=True)
class Channel:
    """The metadata of a podcast.

    `base` is the URL of the folder with a slash at its end, `address` the URL of the feed. `image`, `author`, `owner`
    and `email` may be empty. `category` and `subcategory` are from Apple's list.
    """

    base: str
    address: str
    guid: UUID
    title: str
    link: str
    description: str
    language: str
    category: str
    subcategory: str
    explicit: bool
    image: str = ""
    author: str = ""
    owner: str = ""
    email: str = ""
    copyright: str = ""
    type: str = "episodic"
    season: int | None = None
    license: License | None = None
    funding: Funding | None = None
    persons: tuple[Person, ...] = ()

    def get_url(self, file: str) -> str:
        """The URL of a file in the folder."""
        return self.base + quote_name(file)


def make_channel(
    *,
    base: str,
    file: str,
    title: str,
    link: str = "",
    description: str = "",
    language: str = "fr",
    category: str = "News",
    explicit: bool = False,
    image: str = "",
    author: str = "",
    owner: str = "",
    email: str = "",
    guid: str = "",
    show: Show | None = None,
) -> Channel:
    """The channel whose feed is `file` in the folder that is published at `base`.

    `category` may be `NAME > SUBCATEGORY`. If empty, `link` is `base`, `description` is the title, and `guid` is
    derived from the address of the feed. What has no argument, such as persons and funding, is that of `show`. Raises
    DataError for invalid values.
    """
    for what, address in (("url", base), ("link", link or base), ("image", image or base)):
        _check_url(what, address)
    base = base if base.endswith("/") else f"{base}/"
    if not title.strip():
        raise DataError("The podcast's title is empty: give one with --title.")
    if not _LANGUAGE.fullmatch(language):
        raise DataError("'{language}' is not a language tag: give one like fr or fr-ca (RFC 5646).", language=language)
    if email and not _EMAIL.fullmatch(email):
        raise DataError("'{email}' is not an e-mail address: give one like redaction@example.org.", email=email)
    address = base + quote_name(file)
    name, subcategory = _parse_category(category)
    return Channel(
        base, address, _parse_uuid(guid) if guid else make_guid(address), title.strip(), link or base,
        description.strip() or title.strip(), language, name, subcategory, explicit, image, author, owner, email,
        *((show.copyright, show.type, show.season, show.license, show.funding, show.person) if show else ()),
    )  # fmt: skip


def quote_name(file: str) -> str:
    """Percent-encode a file name for a URL: its bytes as on disk, even if they are not UTF-8."""
    return quote(os.fsencode(file))


def make_guid(address: str) -> UUID:
    """The podcast:guid for the address of a feed, which does not depend on its scheme and trailing slashes."""
    return uuid5(_PODCASTS, re.sub(r"^[a-z][a-z0-9+.-]*://", "", address, flags=re.I).rstrip("/"))


def _parse_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise DataError("'{text}' is not a UUID: give the podcast:guid of the former feed.", text=text) from error


def _check_url(what: str, address: str) -> None:
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s<>\"]", address)
    except ValueError:
        good = False
    if not good or (what == "url" and (parts.query or parts.fragment)):
        raise DataError(
            "--{what} '{address}' is not a web address: give one like https://example.org/podcast/.",
            what=what,
            address=address,
        )
    if "@" in parts.netloc:
        raise DataError(
            "--{what} '{address}' holds a user's name or a password, which the feed would tell everyone: "
            "give it without.",
            what=what,
            address=address,
        )


def _parse_category(text: str) -> tuple[str, str]:
    name, _, subcategory = (part.strip() for part in text.partition(">"))
    known = load_categories()
    if name not in known:
        raise DataError(
            "Apple Podcasts has no category '{name}': {hint}.", name=name, hint=_suggest_category(name, list(known))
        )
    if subcategory and subcategory not in known[name]:
        raise DataError(
            "The category '{name}' has no '{subcategory}': {hint}.",
            name=name,
            subcategory=subcategory,
            hint=_suggest_category(subcategory, known[name]),
        )
    return name, subcategory


def _suggest_category(name: str, known: list[str]) -> Message:
    if near := find_near(name, known):
        return message("did you mean '{near}'", near=near)
    return message("use one of {known}", known=", ".join(known)) if known else message("leave it out")


@lru_cache(maxsize=1)
def load_categories() -> dict[str, list[str]]:
    table: dict[str, Any] = load_shipped(__package__, "categories")
    return table
