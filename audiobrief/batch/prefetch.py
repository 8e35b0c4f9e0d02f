"""Articles read a few ahead of who makes them, in their order: pages take their time to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from audiobrief.batch.sources import BadSource
from audiobrief.errors import AudiobriefError, explain_error
from audiobrief.model import Article
from audiobrief.pipeline import read
from audiobrief.system.parallel import map_in_order

# Servers are asked for this many pages at once.
_AT_ONCE = 4
_AHEAD = 12


def read_articles(
    addresses: Iterable[str | BadSource], allow_private: bool = False
) -> Iterator[tuple[str, Article | AudiobriefError]]:
    """Each address with its article, or with the error in its place. `allow_private`: also pages of one's own
    network."""
    return map_in_order(partial(_read_article, allow_private=allow_private), addresses, workers=_AT_ONCE, ahead=_AHEAD)


def _read_article(address: str | BadSource, *, allow_private: bool) -> tuple[str, Article | AudiobriefError]:
    if isinstance(address, BadSource):
        return address.address, address.error
    try:
        return address, read(address, allow_private=allow_private)
    except AudiobriefError as error:
        return address, error
    except Exception as error:  # one article's surprise must not be the end of the others
        return address, explain_error(error)
