"""What a batch is asked to make: folders, patterns, lists and feeds, each opened into the articles it stands for."""

from __future__ import annotations

import glob
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.batch.feed_reader import MOST_ENTRIES, fetch_links
from audiobrief.errors import ArticleError, AudiobriefError
from audiobrief.messages import get_reason, message
from audiobrief.sanitize import redact_userinfo
from audiobrief.system.listing import list_files

# A folder also holds images, notes and archives; what is named one by one is read whatever its name.
SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"})
_URL = re.compile(r"https?://", re.I)


@dataclass(frozen=True, slots=True)
class BadSource:
    """A source that leads to no article, and why."""

    address: str
    error: AudiobriefError


def find_addresses(
    sources: Sequence[str], lines: Callable[[], Iterable[str]], but: Collection[Path], allow_private: bool = False
) -> list[str | BadSource]:
    """The address of every article, each once, in the order of the sources; in a folder or a pattern, by name.

    `-` stands for `lines`: one address a line. `but` are files that are no articles though they may look so (what
    an earlier batch wrote), with resolved paths; `allow_private`: a feed may be fetched from a network of one's own.
    """
    found: dict[str, str | BadSource] = {}
    for source in sources:
        for address in _read_list(lines(), allow_private) if source == "-" else _expand_source(source, allow_private):
            if isinstance(address, BadSource):
                found.setdefault(f"fault {address.address}", address)
            elif is_url(address):
                found.setdefault(address, address)
            elif (path := Path(address).resolve()) not in but:
                found.setdefault(str(path), address)
    return list(found.values())


def list_inputs(sources: Sequence[str], found: Iterable[str | BadSource]) -> list[Path | int]:
    """The files that `sources` and the addresses `found` in them are read from; standard input by its descriptor."""
    lists: list[Path | int] = [0] if "-" in sources else []
    return [*lists, *(Path(address) for address in found if not isinstance(address, BadSource) and not is_url(address))]


def is_url(address: str) -> bool:
    return bool(_URL.match(address))


def _read_list(lines: Iterable[str], allow_private: bool) -> Iterator[str | BadSource]:
    """The lines of a list: URLs are articles, all else is opened. Empty lines and those that open with # are not."""
    for line in lines:
        address = line.strip()
        if not address or address.startswith("#"):
            continue
        if is_url(address):
            yield address
        else:
            yield from _expand_source(address, allow_private)


def _expand_source(source: str, allow_private: bool) -> Iterator[str | BadSource]:
    try:
        yield from _find_articles(source, allow_private)
    except AudiobriefError as error:
        yield BadSource(source, error)
    except (OSError, ValueError) as error:  # too long for a path, as when an article is given for a list
        shown = redact_userinfo(source)
        shown = f"{shown[:60]}…" if len(shown) > 60 else shown
        yield BadSource(
            shown,
            ArticleError(
                "'{shown}' can be no address ({reason}): give one a line.", shown=shown, reason=get_reason(error)
            ),
        )


def _find_articles(source: str, allow_private: bool) -> Iterable[str | BadSource]:
    if is_url(source):
        return _read_feed(source, allow_private)
    if "\0" in source:
        raise ValueError(message("a null character"))
    path = Path(source)
    if path.is_dir():
        return _list_folder(path)
    if not path.exists() and glob.has_magic(source):
        return _match_pattern(source)
    return [source]


def _read_feed(source: str, allow_private: bool) -> Iterator[str | BadSource]:
    links = fetch_links(source, allow_private=allow_private)
    yield from links.found
    if links.left:
        yield BadSource(
            source,
            ArticleError(
                "The feed '{address}' has {count} entries: only the first {most} were taken.",
                address=source,
                count=links.left + MOST_ENTRIES,
                most=MOST_ENTRIES,
            ),
        )


def _list_folder(folder: Path) -> list[str]:
    found = [str(file) for file in list_files(folder, SUFFIXES)]
    if not found:
        raise ArticleError(
            "The folder '{folder}' holds no article: put {suffixes} files into it.",
            folder=folder,
            suffixes=", ".join(sorted(SUFFIXES)),
        )
    return found


def _match_pattern(pattern: str) -> list[str]:
    # Path.glob takes no absolute pattern.
    names = glob.glob(pattern, recursive=True)  # noqa: PTH207
    found = sorted(name for name in names if Path(name).is_file())
    if not found:
        raise ArticleError("No file is named as in '{pattern}': check the pattern.", pattern=pattern)
    return found
