"""The sources of a batch (folders, patterns, lists, feeds), expanded into addresses and read as articles."""

from __future__ import annotations

import glob
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from audiobrief.article.formats import FORMATS
from audiobrief.batch.feed_reader import MOST_ENTRIES, fetch_links
from audiobrief.errors import ArticleError, AudiobriefError, explain_error
from audiobrief.messages import get_reason, message
from audiobrief.model import Article
from audiobrief.options import Options
from audiobrief.pipeline import read
from audiobrief.sanitize import redact_userinfo
from audiobrief.system.filesystem import list_files
from audiobrief.system.parallel import map_in_order

# The suffixes of articles in a folder. Files that are named one by one may have any suffix.
SUFFIXES = frozenset(suffix for form in FORMATS.values() for suffix in form.suffixes)
# What is written beside a programme, and what it is beside of.
_RENDITIONS, _SOUNDS = frozenset({".srt", ".vtt", ".epub"}), frozenset({".mp3", ".wav"})
_URL = re.compile(r"https?://", re.I)
# Pages that are fetched at the same time, and articles that are read before they are needed.
_CONCURRENT_READS = 4
_READ_AHEAD = 12


@dataclass(frozen=True, slots=True)
class BadSource:
    """A source that gives no article, with the error."""

    address: str
    error: AudiobriefError


def find_addresses(
    sources: Sequence[str],
    read_lines: Callable[[], Iterable[str]],
    excluded: Collection[Path],
    allow_private: bool = False,
) -> list[str | BadSource]:
    """The addresses of all articles, without duplicates, in the order of the sources; those of a folder or a pattern
    are sorted by name.

    The source `-` stands for a list of one address a line, from `read_lines`. `excluded` are resolved paths of files
    that are not articles, such as the files of an earlier batch. `allow_private` permits feeds from private networks.
    """
    found: dict[str, str | BadSource] = {}
    for source in sources:
        for address in (
            _read_list(read_lines(), allow_private) if source == "-" else _expand_source(source, allow_private)
        ):
            if isinstance(address, BadSource):
                found.setdefault(f"fault {address.address}", address)
            elif is_url(address):
                found.setdefault(address, address)
            elif (path := Path(address).resolve()) not in excluded:
                found.setdefault(str(path), address)
    return list(found.values())


def list_inputs(sources: Sequence[str], found: Iterable[str | BadSource]) -> list[Path | int]:
    """The files that are read for `sources` and their addresses `found`; standard input as descriptor 0."""
    lists: list[Path | int] = [0] if "-" in sources else []
    return [*lists, *(Path(address) for address in found if not isinstance(address, BadSource) and not is_url(address))]


def is_url(address: str) -> bool:
    return bool(_URL.match(address))


def _read_list(lines: Iterable[str], allow_private: bool) -> Iterator[str | BadSource]:
    """Expand the lines of a list. URLs are articles here, not feeds; empty lines and comments (#) are skipped."""
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
    except (OSError, ValueError) as error:  # as for a text that is too long for a path
        shown = redact_userinfo(source)
        shown = f"{shown[:60]}…" if len(shown) > 60 else shown
        yield BadSource(
            shown,
            ArticleError(
                "'{shown}' is not an address ({reason}): give one on each line.", shown=shown, reason=get_reason(error)
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
    yield from links.addresses
    if links.skipped:
        yield BadSource(
            source,
            ArticleError(
                "The feed '{address}' has {count} entries: only the first {most} were taken.",
                address=source,
                count=links.skipped + MOST_ENTRIES,
                most=MOST_ENTRIES,
            ),
        )


def _list_folder(folder: Path) -> list[str]:
    found = [str(file) for file in drop_renditions(list_files(folder, SUFFIXES))]
    if not found:
        raise ArticleError(
            "The folder '{folder}' holds no article: put {suffixes} files into it.",
            folder=folder,
            suffixes=", ".join(sorted(SUFFIXES)),
        )
    return found


def drop_renditions(files: Sequence[Path]) -> list[Path]:
    """The files of a folder without what `make` wrote there beside a programme.

    These are subtitles beside a sound file, and a talking book beside its article and its sound.
    """
    written = [file for file in files if file.suffix.lower() in _RENDITIONS]
    if not written:
        return list(files)
    sounds = {sound.stem for folder in {file.parent for file in written} for sound in list_files(folder, _SOUNDS)}
    articles = {file.stem for file in files if file.suffix.lower() not in _RENDITIONS}
    return [
        file
        for file in files
        if not (
            file.suffix.lower() in _RENDITIONS
            and file.stem in sounds
            and (file.suffix.lower() != ".epub" or file.stem in articles)
        )
    ]


def _match_pattern(pattern: str) -> list[str]:
    # Path.glob takes no absolute pattern.
    names = glob.glob(pattern, recursive=True)  # noqa: PTH207
    found = sorted(name for name in names if Path(name).is_file())
    if not found:
        raise ArticleError("No file is named as in '{pattern}': check the pattern.", pattern=pattern)
    return found


def read_articles(
    addresses: Iterable[str | BadSource], options: Options | None = None
) -> Iterator[tuple[str, Article | AudiobriefError]]:
    """Read the articles, a few ahead of the consumer, and yield each address in order with its article or its error.
    `options` are those of the programmes."""
    work = partial(_read_article, options=options)
    return map_in_order(work, addresses, workers=_CONCURRENT_READS, ahead=_READ_AHEAD)


def _read_article(address: str | BadSource, *, options: Options | None) -> tuple[str, Article | AudiobriefError]:
    if isinstance(address, BadSource):
        return address.address, address.error
    try:
        return address, read(address, options)
    except AudiobriefError as error:
        return address, error
    except Exception as error:  # an unexpected error of one article must not end the batch
        return address, explain_error(error)
