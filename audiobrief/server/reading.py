"""Reading what was added: each text, address and document in a process of its own that is killed after a while."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from pathlib import Path

from audiobrief.errors import ArticleError, AudiobriefError, NetworkError
from audiobrief.messages import Message, message
from audiobrief.model import Article
from audiobrief.options import Options
from audiobrief.pipeline import read
from audiobrief.server.children import NICENESS, call_in_child, explain_failure
from audiobrief.server.programmes import Kind, Programme
from audiobrief.server.site import UPLOADS, Site

# The seconds and the bytes of memory that reading may take.
_SECONDS = 120.0
_MEMORY = 3 << 30
_STANDARD_INPUT = "standard input"
# Seconds between looks at the queue that nobody asked for.
_PAUSE = 5.0


def read_source(kind: Kind, source: str, title: str, folder: Path, options: Options) -> Article:
    """Read a text, the article at an address, or the document `source` in `folder`. This runs in a child process.

    Raises ArticleError, EmptyArticleError, NetworkError.
    """
    try:
        if kind == "text":
            article = read(source.encode("utf-8", "replace"), options)
        elif kind == "address":
            article = _read_address(source, options)
        else:
            # Errors and the article name the document as the user does.
            os.chdir(folder)
            article = replace(read(Path(source), options), address="")
    except AudiobriefError as error:
        _rename_source(error)
        raise
    return replace(article, title=title, title_guessed=False) if title else article


def _read_address(address: str, options: Options) -> Article:
    from audiobrief.batch.feed_reader import fetch_links

    try:
        return read(address, options)
    except (ArticleError, NetworkError) as error:
        try:
            links = fetch_links(address, allow_private=options.allow_private).addresses
        except AudiobriefError:
            raise error from None
        if links == [address]:
            raise
        raise ArticleError(
            "'{address}' is a feed with {count} articles, not an article: follow it on the page of feeds.",
            address=address,
            count=len(links),
        ) from error


def _rename_source(error: AudiobriefError) -> None:
    """Take the words of the command line for what was pasted out of an error."""
    fields = {
        name: message("the pasted text") if value == _STANDARD_INPUT else value
        for name, value in error.message.fields.items()
    }
    error.message = replace(error.message, fields=fields)


class Readers:
    """Threads that read what was added, in order, until `stop` is called. `on_read` is called after each."""

    def __init__(self, site: Site, count: int, on_read: threading.Event) -> None:
        self._site, self._on_read = site, on_read
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._busy: set[str] = set()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, name=f"audiobrief-reading-{number}", daemon=True)
            for number in range(count)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Look at the queue now."""
        self._wake.set()

    def stop(self) -> None:
        """End the threads after what they are at, for which nobody waits."""
        self._stopping.set()
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            id = None
            try:
                id = self._take()
                if id is None:
                    self._wake.wait(_PAUSE)
                    self._wake.clear()
                    continue
                self._read(id)
                self._on_read.set()
            except AudiobriefError:
                # The database cannot be read or written, as on a full disk: later perhaps.
                time.sleep(1.0)
            finally:
                with self._lock:
                    self._busy.discard(id or "")

    def _take(self) -> str | None:
        with self._lock:
            id = next((id for id in self._site.programmes.list_unread() if id not in self._busy), None)
            if id is not None:
                self._busy.add(id)
            return id

    def _read(self, id: str) -> None:
        found = self._site.programmes.find(id)
        if found is None or found.is_read:
            return
        reason: Message | None = None
        try:
            article = self._call(found)
        # Whatever is wrong with one article is told for it alone.
        except Exception as error:
            if self._stopping.is_set():
                return
            reason = explain_failure(error)
        if reason is not None:
            self._site.programmes.fail(id, reason)
        else:
            self._site.programmes.save_article(id, article)

    def _call(self, found: Programme) -> Article:
        site = self._site
        source = site.programmes.load_source(found.id)
        article: Article = call_in_child(
            read_source,
            found.kind,
            source,
            found.title if found.kind == "text" else "",
            site.data / UPLOADS / found.id,
            site.choose_options(),
            seconds=_SECONDS,
            memory=_MEMORY,
            nice=NICENESS,
        )
        return article
