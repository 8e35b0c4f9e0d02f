"""The feeds that are followed, and what was seen of each."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from audiobrief.messages import Message
from audiobrief.server.database import Database
from audiobrief.server.programmes import insert_programme
from audiobrief.server.records import decode_messages, encode_messages

Mode = Literal["now", "night"]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed: its new articles are made at once (`now`) or by `night`.

    `latest` is how many of the articles that it had at first are made. `checked` is when it was last looked at, None
    before the first time, `reason` why that failed, `count` how many of its articles were added.
    """

    id: int
    address: str
    mode: Mode
    latest: int
    checked: float | None
    reason: Message | None
    count: int


class Feeds:
    """The feeds in a database. Raises TargetError where the disk does not take a change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, address: str, mode: Mode, latest: int) -> int:
        """Follow a feed; one that is followed already gets this mode."""
        with self._database.write() as connection:
            row = connection.execute(
                "INSERT INTO feeds (address, mode, latest, added) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (address) DO UPDATE SET mode = excluded.mode RETURNING id",
                (address, mode, latest, time.time()),
            ).fetchone()
        return int(row["id"])

    def list_all(self) -> list[Feed]:
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT feeds.*, (SELECT count(*) FROM programmes WHERE programmes.feed = feeds.address) AS count "
                "FROM feeds ORDER BY added"
            ).fetchall()
        return [_make_feed(row) for row in rows]

    def remove(self, id: int) -> None:
        """Follow a feed no longer. What was made of it stays."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM feeds WHERE id = ?", (id,))

    def change_mode(self, id: int, mode: Mode) -> None:
        with self._database.write() as connection:
            connection.execute("UPDATE feeds SET mode = ? WHERE id = ?", (mode, id))

    def ask_check(self, id: int) -> None:
        """Let a feed be looked at as soon as can be."""
        with self._database.write() as connection:
            connection.execute("UPDATE feeds SET checked = NULL WHERE id = ?", (id,))

    def add_entries(self, feed: Feed, addresses: Sequence[str]) -> int:
        """Add the articles that are new in a feed, whose addresses are in its order, the latest first. Returns how many
        there were; of a feed that was never read, all but the `latest` count as seen."""
        with self._database.write() as connection:
            if not connection.execute("SELECT 1 FROM feeds WHERE id = ?", (feed.id,)).fetchone():
                return 0
            known = {
                row["address"]
                for row in connection.execute("SELECT address FROM feed_entries WHERE feed = ?", (feed.id,))
            }
            new = [address for address in addresses if address not in known]
            connection.executemany(
                "INSERT OR IGNORE INTO feed_entries VALUES (?, ?)", [(feed.id, address) for address in new]
            )
            # A feed that was emptied for a while is not new.
            chosen = new if known else new[: feed.latest]
            for address in reversed(chosen):
                insert_programme(connection, "address", address, feed=feed.address)
            connection.execute("UPDATE feeds SET checked = ?, reason = NULL WHERE id = ?", (time.time(), feed.id))
        return len(chosen)

    def fail(self, id: int, reason: Message) -> None:
        with self._database.write() as connection:
            connection.execute(
                "UPDATE feeds SET checked = ?, reason = ? WHERE id = ?", (time.time(), encode_messages([reason]), id)
            )


def _make_feed(row: Any) -> Feed:
    reasons = decode_messages(row["reason"])
    return Feed(row["id"], row["address"], row["mode"], row["latest"], row["checked"],
                reasons[0] if reasons else None, row["count"])  # fmt: skip
