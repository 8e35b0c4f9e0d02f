"""Which files of a watched folder are being written, from the notices of the system.

Linux tells whenever a file is opened, changed and closed, whoever does it (inotify(7)); other systems do not tell of
closing.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any


class Writers:
    """The files that somebody has created or changed and not closed yet. Its methods may be called by any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._created: set[Path] = set()
        self._written: set[Path] = set()

    def is_written(self, path: Path) -> bool:
        """Whether the system has told that `path` is being written, and not that it was closed."""
        with self._lock:
            return path in self._written

    def note_event(self, kind: str, path: Path, target: Path | None = None) -> None:
        """Note an event of watchdog: its `event_type`, the file, and where it was moved to."""
        with self._lock:
            # A hard link is created too, but never opened.
            if kind == "created":
                self._created.add(path)
            elif kind == "modified" or (kind == "opened" and path in self._created):
                self._written.add(path)
            elif kind == "moved" and target:
                for paths in (self._created, self._written):
                    # A writer may go on under the new name; what was there before is no longer.
                    paths.discard(target)
                    if path in paths:
                        paths.remove(path)
                        paths.add(target)
            elif kind in ("closed", "deleted"):
                self._created.discard(path)
                self._written.discard(path)


@contextmanager
def observe_changes(
    folder: Path, writers: Writers, on_change: Callable[[], None], *, recursive: bool = False
) -> Iterator[None]:
    """Keep `writers` told during the block, and call `on_change` whenever a file is put into `folder`, changed, or
    closed by its writer. Without notices, as where the system has no watches left, nothing happens."""
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer

    tells_closing = sys.platform == "linux"

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if tells_closing and not event.is_directory:
                target = Path(os.fsdecode(event.dest_path)) if event.dest_path else None
                writers.note_event(event.event_type, Path(os.fsdecode(event.src_path)), target)
            # Not on every event, because reading the folder is one too.
            if event.event_type in ("created", "modified", "moved", "closed"):
                on_change()

    # Its log messages about its own end must not reach standard error.
    logging.getLogger("watchdog").addHandler(logging.NullHandler())
    observer: Any = Observer()
    observer.schedule(Handler(), str(folder), recursive=recursive)
    try:
        observer.start()
    except OSError:
        yield
        return
    try:
        yield
    finally:
        observer.stop()
        observer.join()
