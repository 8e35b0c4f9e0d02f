"""Passwords, the sessions of those who know it, and limits for those who guess."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time

from audiobrief.errors import OptionError
from audiobrief.server.database import Database
from audiobrief.server.preferences import Preferences

# Seconds that a session lasts.
LIFETIME = 30 * 24 * 3600
# So many wrong passwords are free in a quarter of an hour; then nobody at that address may try until it is over. All
# addresses together have more.
_WINDOW, _MOST, _MOST_OF_ALL = 900.0, 5, 50
_SHORTEST = 8


class Sessions:
    """Logging in by the password in `preferences`. Only digests of sessions are kept."""

    def __init__(self, database: Database, preferences: Preferences) -> None:
        self._database, self._preferences = database, preferences
        # A hash takes a tenth of a second and 64 MB: one at a time.
        self._hashing = threading.Lock()

    def find_wait(self, client: str) -> int:
        """Seconds until a password from `client` is looked at again; 0 if it is now."""
        now = time.time()
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT client, at FROM failed_logins WHERE at > ? ORDER BY at DESC", (now - _WINDOW,)
            ).fetchall()
        own = [row["at"] for row in rows if row["client"] == client]
        ends = [times[most - 1] + _WINDOW - now for times, most in (
            (own, _MOST), ([row["at"] for row in rows], _MOST_OF_ALL)) if len(times) >= most]  # fmt: skip
        return max([0, *(int(end) + 1 for end in ends)])

    def log_in(self, password: str, client: str) -> str:
        """The token of a new session, empty if the password is wrong, which is counted against `client`."""
        if not self.check_password(password):
            with self._database.write() as connection:
                connection.execute("DELETE FROM failed_logins WHERE at < ?", (time.time() - _WINDOW,))
                connection.execute("INSERT INTO failed_logins VALUES (?, ?)", (client, time.time()))
            return ""
        token = secrets.token_urlsafe(32)
        with self._database.write() as connection:
            connection.execute("DELETE FROM sessions WHERE expires < ?", (time.time(),))
            connection.execute("DELETE FROM failed_logins WHERE client = ?", (client,))
            connection.execute("INSERT INTO sessions VALUES (?, ?)", (_digest(token), time.time() + LIFETIME))
        return token

    def is_open(self, token: str) -> bool:
        """Whether a session lasts."""
        if not token:
            return False
        with self._database.read() as connection:
            row = connection.execute("SELECT expires FROM sessions WHERE digest = ?", (_digest(token),)).fetchone()
        return row is not None and row["expires"] > time.time()

    def log_out(self, token: str) -> None:
        with self._database.write() as connection:
            connection.execute("DELETE FROM sessions WHERE digest = ?", (_digest(token),))

    def check_password(self, password: str) -> bool:
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            with self._hashing:
                return PasswordHasher().verify(self._preferences.load_password(), password)
        except (VerificationError, InvalidHashError):
            return False


def hash_password(password: str) -> str:
    """What is kept of a password (Argon2id, RFC 9106). Raises OptionError if it is too short."""
    from argon2 import PasswordHasher

    if len(password) < _SHORTEST:
        raise OptionError("The password is too short: give one of {least} characters or more.", least=_SHORTEST)
    return PasswordHasher().hash(password)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
