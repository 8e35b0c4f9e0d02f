"""What the server does by itself: looking at the feeds that are followed, and removing what was deleted long ago."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from audiobrief.errors import AudiobriefError
from audiobrief.server.children import NICENESS, call_in_child, explain_failure
from audiobrief.server.feeds import Feed
from audiobrief.server.programmes import get_programme_folder
from audiobrief.server.site import PROGRAMMES, UPLOADS, Site
from audiobrief.system.filesystem import remove_tree

# Seconds: between rounds; after which a feed is looked at again; that this may take.
_ROUND, _INTERVAL, _SECONDS = 20.0, 1800.0, 60.0
_MEMORY = 2 << 30
# What was deleted can be restored for so many seconds.
KEPT_DELETED = 7 * 24 * 3600.0
_HOUR = 3600.0


class Chores:
    """A thread for them. `on_added` is called when articles were added."""

    def __init__(self, site: Site, on_added: Callable[[], object]) -> None:
        self._site, self._on_added = site, on_added
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="audiobrief-chores", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Look at the feeds now."""
        self._wake.set()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            # A full disk may have room again at the next round.
            with suppress(AudiobriefError, OSError):
                self._check_feeds()
            with suppress(AudiobriefError, OSError):
                remove_deleted(self._site, time.time() - KEPT_DELETED)
            with suppress(AudiobriefError, OSError):
                self._drop_sounds()
            self._wake.wait(_ROUND)
            self._wake.clear()

    def _check_feeds(self) -> None:
        hour = self._site.preferences.load_settings().night_hour
        for feed in self._site.feeds.list_all():
            if not self._stopping.is_set() and is_due(feed, time.time(), hour):
                check_feed(self._site, feed)
                self._on_added()

    def _drop_sounds(self) -> None:
        """Remove growing sounds of programmes that are made, once nobody follows them any more."""
        for id in self._site.live.list_identifiers():
            found = self._site.programmes.find(id)
            if found is None or found.deleted or found.made >= found.wanted:
                self._site.live.drop(id)


def is_due(feed: Feed, now: float, night_hour: int) -> bool:
    """Whether a feed is to be looked at: for the first time, half an hour after the last, or in its hour of the night
    if it was not in the last twelve."""
    if feed.checked is None:
        return True
    if feed.mode == "now":
        return now - feed.checked >= _INTERVAL
    return datetime.fromtimestamp(now).hour == night_hour and now - feed.checked >= 12 * _HOUR


def check_feed(site: Site, feed: Feed) -> None:
    """Add the new articles of a feed, or keep why it cannot be read."""
    try:
        links = call_in_child(
            _fetch_addresses,
            feed.address,
            site.options.allow_private,
            seconds=_SECONDS,
            memory=_MEMORY,
            nice=NICENESS,
        )
        site.feeds.add_entries(feed, links)
    # Whatever is wrong with one feed is told for it alone.
    except Exception as error:
        site.feeds.fail(feed.id, explain_failure(error))


def remove_deleted(site: Site, before: float) -> None:
    """Remove for good what was deleted before a time, and files that belong to nothing."""
    for id in site.programmes.purge(before):
        remove_tree(get_programme_folder(site.data, id))
    known = site.programmes.list_identifiers()
    for name in (PROGRAMMES, UPLOADS):
        for path in (site.data / name).iterdir():
            # An upload is on disk before the database knows of it.
            if path.is_dir() and path.name not in known and time.time() - path.stat().st_mtime > _HOUR:
                remove_tree(path)


def _fetch_addresses(address: str, allow_private: bool) -> list[str]:
    from audiobrief.batch.feed_reader import fetch_links

    return fetch_links(address, allow_private=allow_private).addresses
