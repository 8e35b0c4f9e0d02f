"""The show that programmes belong to: `show.toml` beside them, or a file that is named.

`make` takes tags and spoken words from it, `feed` the channel of the podcast.
"""

from __future__ import annotations

import string
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from audiobrief.errors import DataError
from audiobrief.messages import get_reason, message
from audiobrief.options import CREDENTIALS, MUSIC
from audiobrief.system.filesystem import read_text
from audiobrief.system.toml_files import TomlError, parse_toml
from audiobrief.validation import find_faults

FIELDS = ("title", "show", "author", "source", "date", "episode")
"""What may stand in braces in the spoken texts of a show."""

_Color = Annotated[
    str, Meta(pattern=r"^(#[0-9A-Fa-f]{6})?$", extra={"reason": message("must be a colour such as #8c1c13")})
]
_Season = Annotated[int, Meta(ge=1, le=9999)]


class Funding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[funding]`: where listeners support the show (Podcasting 2.0, podcast:funding)."""

    url: str
    text: str


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[person]]`: who makes the show (Podcasting 2.0, podcast:person). Roles are those of the Podcast Taxonomy."""

    name: str
    role: str = "host"
    image: str = ""
    link: str = ""


class License(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[license]`: an SPDX identifier, or a name with its web address (Podcasting 2.0, podcast:license)."""

    name: str
    url: str = ""


class Show(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The schema of `show.toml`. Empty texts mean that nothing is said.

    `url` is where the folder is published, `link` the show's web site, `image` the URL of its picture. `certifier`
    vouches for the accessibility of its books. `opening` and `closing` are spoken before and after the article; their
    fields are those of `FIELDS`, in braces. `intro`, `outro`, `jingle` and `bed` are paths of music, in the file
    relative to it, as `c2pa_key` and `c2pa_certificate` are, which sign the sound; `music_rights` says whose it is.
    `color` is the ground of its covers.
    """

    title: str
    author: str = ""
    owner: str = ""
    email: str = ""
    description: str = ""
    language: str = "fr"
    category: str = ""
    explicit: bool = False
    image: str = ""
    link: str = ""
    url: str = ""
    guid: str = ""
    copyright: str = ""
    certifier: str = ""
    type: Literal["episodic", "serial"] = "episodic"
    season: _Season | None = None
    opening: str = ""
    closing: str = ""
    intro: str = ""
    outro: str = ""
    jingle: str = ""
    bed: str = ""
    music_rights: str = ""
    c2pa_key: str = ""
    c2pa_certificate: str = ""
    color: _Color = ""
    license: License | None = None
    funding: Funding | None = None
    person: tuple[Person, ...] = ()


def read_show(path: Path) -> Show:
    """Read the file of a show. Raises DataError with file, key and reason."""
    try:
        table = parse_toml(read_text(path))
    except (OSError, UnicodeDecodeError, TomlError) as error:
        raise DataError("The show '{path}' cannot be read: {reason}.", path=path, reason=get_reason(error)) from error
    if wrong := next(find_faults(Show, table), None):
        raise DataError("The show '{path}', key '{key}': {reason}.", path=path, key=wrong.key, reason=wrong.reason)
    show = msgspec.convert(table, Show)
    for key in ("opening", "closing"):
        _check_fields(path, key, getattr(show, key))
    named = {name: str(path.parent / file) for name in (*MUSIC, *CREDENTIALS) if (file := getattr(show, name))}
    return msgspec.structs.replace(show, **named)


def _check_fields(path: Path, key: str, text: str) -> None:
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError as error:
        reason = message("has a brace without its partner; write {{ for a brace")
        raise DataError("The show '{path}', key '{key}': {reason}.", path=path, key=key, reason=reason) from error
    if unknown := next((name for name in names if name not in FIELDS), None):
        reason = message("has the field '{name}'; use {known}", name=unknown, known=", ".join(FIELDS))
        raise DataError("The show '{path}', key '{key}': {reason}.", path=path, key=key, reason=reason)
