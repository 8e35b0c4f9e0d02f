"""What is set once and stays: the voice and its pace, and the secrets of the server."""

from __future__ import annotations

import secrets
from typing import Annotated

import msgspec
from msgspec import Meta

from audiobrief.options import FASTEST, SLOWEST, AcronymMode, Options, change_options
from audiobrief.server.database import Database

_SETTINGS, _PASSWORD = "settings", "password"
FEED_SECRET, API_KEY, FORM_SECRET = "feed secret", "api key", "form secret"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """What the page of settings changes. Empty values mean those of the command line.

    `exports` are files that are made beside the usual ones, `night_hour` is when feeds followed by night are looked at.
    """

    voice: str = ""
    rate: Annotated[int, Meta(ge=SLOWEST, le=FASTEST)] | None = None
    acronyms: AcronymMode | None = None
    exports: tuple[str, ...] = ("epub",)
    night_hour: Annotated[int, Meta(ge=0, le=23)] = 2

    def apply(self, options: Options) -> Options:
        """The options of a programme by these settings over those of the command line. Raises OptionError."""
        chosen = {"voice": self.voice, "rate": self.rate, "acronyms": self.acronyms}
        asked: dict[str, object] = {name: value for name, value in chosen.items() if value}
        if self.voice and self.voice != options.voice and not self.rate:
            # The pace of the command line was meant for its own voice.
            asked["rate"] = None
        exports = dict.fromkeys([*options.exports, *self.exports, "read-along.json"])
        return change_options(options, {**asked, "exports": tuple(exports)})


class Preferences:
    """The settings and secrets in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load_settings(self) -> Settings:
        text = self._load(_SETTINGS)
        try:
            return msgspec.json.decode(text, type=Settings) if text else Settings()
        except msgspec.ValidationError:
            return Settings()

    def save_settings(self, settings: Settings) -> None:
        self._save(_SETTINGS, msgspec.json.encode(settings).decode())

    def load_secret(self, name: str) -> str:
        """A secret of this server, which is made at the first call."""
        return self._load(name) or self.renew_secret(name)

    def renew_secret(self, name: str) -> str:
        """Another secret in place of the former."""
        self._save(name, made := secrets.token_urlsafe(24))
        return made

    def load_password(self) -> str:
        """The hash of the password; empty if there is none."""
        return self._load(_PASSWORD)

    def save_password(self, digest: str) -> None:
        """Keep the hash of a password, or none, and end all sessions."""
        with self._database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO values_kept VALUES (?, ?)", (_PASSWORD, digest))
            connection.execute("DELETE FROM sessions")

    def _load(self, name: str) -> str:
        with self._database.read() as connection:
            row = connection.execute("SELECT value FROM values_kept WHERE name = ?", (name,)).fetchone()
        return str(row["value"]) if row else ""

    def _save(self, name: str, value: str) -> None:
        with self._database.write() as connection:
            connection.execute("INSERT OR REPLACE INTO values_kept VALUES (?, ?)", (name, value))
