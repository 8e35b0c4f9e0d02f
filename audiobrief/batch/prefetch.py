"""Articles read a few ahead of who makes them, in their order: pages take their time to come."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from audiobrief.batch.sources import Fault
from audiobrief.errors import AudiobriefError, as_told
from audiobrief.model import Article
from audiobrief.pipeline import read

# Servers are asked for this many pages at once.
_AT_ONCE = 4
_AHEAD = 16


def articles(
    addresses: Iterable[str | Fault], allow_private: bool = False
) -> Iterator[tuple[str, Article | AudiobriefError]]:
    """Each address with its article, or with the error in its place. `allow_private`: also pages of one's own
    network."""
    coming = iter(addresses)
    with ThreadPoolExecutor(_AT_ONCE, "audiobrief-reading") as readers:
        ahead: deque[tuple[str, Future[Article | AudiobriefError]]] = deque()
        try:
            while True:
                for address in islice(coming, _AHEAD - len(ahead)):
                    named = address.address if isinstance(address, Fault) else address
                    ahead.append((named, readers.submit(_read, address, allow_private)))
                if not ahead:
                    return
                address, article = ahead.popleft()
                yield address, article.result()
        finally:
            readers.shutdown(wait=False, cancel_futures=True)


def _read(address: str | Fault, allow_private: bool) -> Article | AudiobriefError:
    if isinstance(address, Fault):
        return address.error
    try:
        return read(address, allow_private=allow_private)
    except AudiobriefError as error:
        return error
    except Exception as error:  # one article's surprise must not be the end of the others
        return as_told(error)
