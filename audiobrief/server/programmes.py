"""The programmes in the database: what was added, what is to be made, where one stopped listening."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from audiobrief.messages import Message
from audiobrief.model import Article
from audiobrief.server.database import Connection, Database, take_revision
from audiobrief.server.records import decode_article, decode_messages, encode_article, encode_messages

Kind = Literal["text", "address", "document"]
State = Literal["reading", "waiting", "making", "ready", "failed"]
Show = Literal["all", "new", "heard"]

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_ID_LENGTH = 12
# Seconds before the end from which on a programme counts as heard.
_NEAR_END = 10.0
# A programme's columns but its article, which may be long.
_COLUMNS = (
    "id, revision, added, kind, title, remarks, reason, wanted, made, running, result, feed, position, listened, "
    "deleted, article IS NOT NULL AS is_read, CASE kind WHEN 'text' THEN '' ELSE source END AS source"
)
_SHOWN = {"all": "", "new": " AND listened IS NULL", "heard": " AND listened IS NOT NULL"}


@dataclass(frozen=True, slots=True)
class MadeProgramme:
    """What was made: the files' sizes in bytes by name, the MP3's name, the duration in seconds, the voice, whether the
    text was sent to an online service, and when."""

    files: dict[str, int]
    sound: str
    duration: float
    voice: str
    online: bool
    made_at: float
    byline: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme as the database has it. `wanted` counts the versions that were asked for, `made` is the latest that
    there is. Times are in seconds since 1970, `position` in seconds of sound."""

    id: str
    revision: int
    added: float
    kind: Kind
    source: str
    title: str
    remarks: tuple[Message, ...]
    reason: Message | None
    wanted: int
    made: int
    running: bool
    is_read: bool
    result: MadeProgramme | None
    feed: str
    position: float
    listened: bool
    deleted: bool

    @property
    def state(self) -> State:
        if self.made:
            return "ready"
        if self.reason is not None:
            return "failed"
        if not self.is_read:
            return "reading"
        return "making" if self.running else "waiting"


@dataclass(frozen=True, slots=True)
class Job:
    """A version of a programme that is to be made."""

    id: str
    version: int
    article: Article


class Programmes:
    """The programmes in a database. Raises TargetError where the disk does not take a change."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, kind: Kind, source: str, title: str = "", *, key: str | None = None, name: str | None = None
    ) -> Programme:
        """Add a text, an address or a document to be read. `name` is its identifier, if files have it already.

        A second call with the same `key` returns what the first one added.
        """
        with self._database.write() as connection:
            made = insert_programme(connection, kind, source, title, key=key, name=name)
        found = self.find(made)
        assert found is not None
        return found

    def find(self, id: str) -> Programme | None:
        with self._database.read() as connection:
            row = connection.execute(f"SELECT {_COLUMNS} FROM programmes WHERE id = ?", (id,)).fetchone()
        return _make_programme(row) if row else None

    def find_key(self, key: str) -> Programme | None:
        """The programme that was added with `key`."""
        with self._database.read() as connection:
            row = connection.execute(f"SELECT {_COLUMNS} FROM programmes WHERE key = ?", (key,)).fetchone()
        return _make_programme(row) if row else None

    def load_article(self, id: str) -> Article | None:
        """The article of a programme; None as long as it is not read."""
        with self._database.read() as connection:
            row = connection.execute("SELECT article FROM programmes WHERE id = ?", (id,)).fetchone()
        return decode_article(row["article"]) if row and row["article"] else None

    def load_source(self, id: str) -> str:
        """The text, address or file name that a programme is to be read from; empty if there is no such programme."""
        with self._database.read() as connection:
            row = connection.execute("SELECT source FROM programmes WHERE id = ?", (id,)).fetchone()
        return str(row["source"]) if row else ""

    def list_page(self, show: Show, first: int, count: int) -> list[Programme]:
        """`count` programmes from number `first` on, the latest first."""
        return self._list(f"deleted IS NULL{_SHOWN[show]} ORDER BY added DESC, id LIMIT ? OFFSET ?", (count, first))

    def list_deleted(self) -> list[Programme]:
        return self._list("deleted IS NOT NULL ORDER BY deleted DESC", ())

    def list_made(self, count: int) -> list[Programme]:
        """The latest programmes that are ready."""
        return self._list("deleted IS NULL AND made > 0 ORDER BY added DESC, id LIMIT ?", (count,))

    def list_changed(self, revision: int) -> list[Programme]:
        """The programmes that have changed since a revision, also those that were deleted."""
        return self._list("revision > ? ORDER BY revision LIMIT 500", (revision,))

    def count(self) -> dict[str, int]:
        """How many there are, not heard, and heard."""
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT count(*) AS every, count(listened) AS heard FROM programmes WHERE deleted IS NULL"
            ).fetchone()
        return {"all": row["every"], "new": row["every"] - row["heard"], "heard": row["heard"]}

    # What one does with a programme.

    def delete(self, id: str) -> None:
        """Delete a programme; `restore` undoes it until it is purged."""
        self._change(id, "deleted = ?", (time.time(),))

    def restore(self, id: str) -> None:
        self._change(id, "deleted = NULL")

    def keep_position(self, id: str, seconds: float, *, ended: bool = False) -> None:
        """Keep the place where one is. Whoever ends it has heard it; the next time it begins anew."""
        found = self.find(id)
        if found is None:
            return
        duration = found.result.duration if found.result else None
        if ended or (duration is not None and seconds >= max(duration - _NEAR_END, 0.9 * duration)):
            self._change(id, "position = 0, listened = coalesce(listened, ?)", (time.time(),))
        else:
            self._change(id, "position = ?", (max(0.0, seconds),))

    def mark_listened(self, id: str, listened: bool) -> None:
        self._change(id, "listened = ?, position = 0", (time.time() if listened else None,))

    def make_again(self, id: str, *, priority: int = 1) -> None:
        """Ask for another version, as after a correction or a failure."""
        self._change(id, "wanted = wanted + 1, reason = NULL, priority = ?", (priority,))

    def retry_failed(self) -> None:
        """Make all programmes again that failed, as after the voice was installed."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE programmes SET wanted = wanted + 1, reason = NULL, revision = ? "
                "WHERE reason IS NOT NULL AND made = 0 AND deleted IS NULL",
                (take_revision(connection),),
            )

    def prefer(self, id: str) -> None:
        """Make this one before others, because it is being listened to."""
        with self._database.write() as connection:
            connection.execute("UPDATE programmes SET priority = max(priority, 1) WHERE id = ?", (id,))

    # The work.

    def list_unread(self) -> list[str]:
        """The programmes whose article is still to be read, in their order."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT id FROM programmes WHERE article IS NULL AND reason IS NULL AND deleted IS NULL "
                "ORDER BY priority DESC, added"
            ).fetchall()
        return [row["id"] for row in rows]

    def save_article(self, id: str, article: Article) -> None:
        """Keep what was read. The pasted text is dropped: it is in the article."""
        self._change(
            id,
            "article = ?, title = ?, remarks = ?, source = CASE kind WHEN 'text' THEN '' ELSE source END",
            (encode_article(article), article.title, encode_messages(article.remarks)),
        )

    def fail(self, id: str, reason: Message, version: int | None = None) -> None:
        """Keep why a programme, or a version of it, could not be made."""
        self._change(id, "reason = ?, running = 0, made = CASE WHEN made > 0 THEN max(made, ?) ELSE 0 END",
                     (encode_messages([reason]), version or 0))  # fmt: skip

    def take_job(self, skipped: Iterable[str] = ()) -> Job | None:
        """Mark the next version that is to be made as running and return it; not of programmes `skipped`."""
        left_out = json.dumps(list(skipped))
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT id, wanted, article FROM programmes WHERE made < wanted AND running = 0 "
                "AND article IS NOT NULL AND reason IS NULL AND deleted IS NULL "
                "AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY priority DESC, added LIMIT 1",
                (left_out,),
            ).fetchone()
            if row is None:
                return None
            connection.execute(
                "UPDATE programmes SET running = wanted, revision = ? WHERE id = ?",
                (take_revision(connection), row["id"]),
            )
        return Job(row["id"], row["wanted"], decode_article(row["article"]))

    def finish(self, id: str, version: int, result: MadeProgramme) -> None:
        """Keep what was made of a version."""
        about = {name: getattr(result, name) for name in MadeProgramme.__slots__}
        self._change(
            id,
            "made = max(made, ?), result = ?, reason = NULL, running = 0, priority = 0",
            (version, json.dumps(about, ensure_ascii=False)),
        )

    def list_unmade(self) -> list[tuple[str, int]]:
        """The programmes of which a version is to be made, with that version."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT id, wanted FROM programmes WHERE made < wanted").fetchall()
        return [(row["id"], row["wanted"]) for row in rows]

    def forget_running(self) -> None:
        """What a killed server was at is to be made again."""
        with self._database.write() as connection:
            connection.execute("UPDATE programmes SET running = 0")

    def purge(self, before: float) -> list[str]:
        """Remove what was deleted before a time for good; return the identifiers."""
        with self._database.write() as connection:
            rows = connection.execute("DELETE FROM programmes WHERE deleted < ? RETURNING id", (before,)).fetchall()
        return [row["id"] for row in rows]

    def list_identifiers(self) -> set[str]:
        with self._database.read() as connection:
            return {row["id"] for row in connection.execute("SELECT id FROM programmes")}

    def _list(self, condition: str, values: tuple[Any, ...]) -> list[Programme]:
        with self._database.read() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM programmes WHERE {condition}", values).fetchall()
        return [_make_programme(row) for row in rows]

    def _change(self, id: str, assignments: str, values: tuple[Any, ...] = ()) -> None:
        with self._database.write() as connection:
            connection.execute(
                f"UPDATE programmes SET {assignments}, revision = ? WHERE id = ?",
                (*values, take_revision(connection), id),
            )


def insert_programme(
    connection: Connection,
    kind: Kind,
    source: str,
    title: str = "",
    *,
    key: str | None = None,
    feed: str = "",
    name: str | None = None,
) -> str:
    """Add a programme inside a transaction and return its identifier; that of the first one with the same `key`."""
    if key is not None:
        former = connection.execute("SELECT id FROM programmes WHERE key = ?", (key,)).fetchone()
        if former:
            return str(former["id"])
    id = name or make_identifier()
    connection.execute(
        "INSERT INTO programmes (id, key, revision, added, kind, source, title, feed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (id, key, take_revision(connection), time.time(), kind, source, title, feed),
    )
    return id


def make_identifier() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))


def is_identifier(text: str) -> bool:
    return len(text) == _ID_LENGTH and all(letter in _ALPHABET for letter in text)


def get_programme_folder(data: Path, id: str) -> Path:
    """Where the files of a programme are, in the server's folder."""
    return data / "programmes" / id


def _make_programme(row: Any) -> Programme:
    reasons = decode_messages(row["reason"])
    return Programme(
        id=row["id"],
        revision=row["revision"],
        added=row["added"],
        kind=row["kind"],
        source=row["source"],
        title=row["title"],
        remarks=tuple(decode_messages(row["remarks"])),
        reason=reasons[0] if reasons else None,
        wanted=row["wanted"],
        made=row["made"],
        running=bool(row["running"]),
        is_read=bool(row["is_read"]),
        result=MadeProgramme(**json.loads(row["result"])) if row["result"] else None,
        feed=row["feed"],
        position=row["position"],
        listened=row["listened"] is not None,
        deleted=row["deleted"] is not None,
    )
