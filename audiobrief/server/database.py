"""The SQLite database of the server: its tables, their migrations, and its transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue

from audiobrief.errors import TargetError
from audiobrief.messages import get_reason
from audiobrief.system.transaction import target_errors

Connection = sqlite3.Connection

# Seconds to wait for a lock that another program holds, such as a backup.
_PATIENCE = 10.0

# Each is run once, in order; `user_version` counts those that were.
_MIGRATIONS = (
    """
    CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
    INSERT INTO counters VALUES ('revision', 0);
    CREATE TABLE values_kept (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE feeds (
        id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, mode TEXT NOT NULL, latest INTEGER NOT NULL,
        added REAL NOT NULL, checked REAL, reason TEXT
    );
    CREATE TABLE programmes (
        id TEXT PRIMARY KEY, key TEXT UNIQUE, revision INTEGER NOT NULL, added REAL NOT NULL,
        kind TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL, article TEXT, remarks TEXT NOT NULL DEFAULT '[]',
        reason TEXT, priority INTEGER NOT NULL DEFAULT 0, wanted INTEGER NOT NULL DEFAULT 1,
        made INTEGER NOT NULL DEFAULT 0, running INTEGER NOT NULL DEFAULT 0, result TEXT,
        feed TEXT NOT NULL DEFAULT '', position REAL NOT NULL DEFAULT 0, listened REAL, deleted REAL
    );
    CREATE INDEX programmes_by_revision ON programmes (revision);
    CREATE INDEX programmes_by_date ON programmes (deleted, added);
    CREATE TABLE feed_entries (
        feed INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE, address TEXT NOT NULL,
        PRIMARY KEY (feed, address)
    ) WITHOUT ROWID;
    CREATE TABLE sessions (digest TEXT PRIMARY KEY, expires REAL NOT NULL);
    CREATE TABLE failed_logins (client TEXT NOT NULL, at REAL NOT NULL);
    """,
)


class Database:
    """The database at `path`. Connections are kept for the next transaction, writers wait for one another.

    `revision` is that of the latest change of a programme, so that who waits for one need not ask the disk. Raises
    TargetError if the disk does not take what is written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: LifoQueue[Connection] = LifoQueue()
        self._writing = threading.Lock()
        self.revision = 0
        with target_errors(path, "--data"):
            # Its companions (-wal, -shm) get the same permissions.
            path.touch(0o600)
        with _explain_errors():
            self._migrate()
            with self._borrow() as connection:
                self.revision = _get_revision(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading: each statement sees what is committed."""
        with _explain_errors(), self._borrow() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, which is committed at the end of the block and undone by an exception."""
        with _explain_errors(), self._writing, self._borrow() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                revision = _get_revision(connection)
                connection.execute("COMMIT")
                self.revision = revision
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connections that nobody uses."""
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()

    @contextmanager
    def _borrow(self) -> Iterator[Connection]:
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._connect()
        try:
            yield connection
        finally:
            self._idle.put(connection)

    def _connect(self) -> Connection:
        connection = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        # What was answered to the browser must outlive a power cut too.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _migrate(self) -> None:
        with self._borrow() as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > len(_MIGRATIONS):
                raise TargetError(
                    "The database '{path}' was made by a newer audiobrief: install that version, or choose another "
                    "folder with --data.",
                    path=self._path,
                )
            for number, script in enumerate(_MIGRATIONS[version:], version + 1):
                connection.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;")


def take_revision(connection: Connection) -> int:
    """The next revision, for a programme that is changed in this transaction."""
    (revision,) = connection.execute(
        "UPDATE counters SET value = value + 1 WHERE name = 'revision' RETURNING value"
    ).fetchone()
    return int(revision)


def _get_revision(connection: Connection) -> int:
    return int(connection.execute("SELECT value FROM counters WHERE name = 'revision'").fetchone()[0])


@contextmanager
def _explain_errors() -> Iterator[None]:
    """Raise what the disk refuses as TargetError."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise TargetError(
            "Nothing can be kept now ({reason}): see that the disk has room and can be written, then try again.",
            reason=get_reason(error),
        ) from error
