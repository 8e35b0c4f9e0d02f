"""Parallel maps with results in order, and how many threads and processes to use."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# Windows waits for at most 63 handles at once, of which ProcessPoolExecutor needs two.
MAX_PROCESSES = 61 if sys.platform == "win32" else 1 << 10
# Each thread takes some megabytes.
_MAX_THREADS = 8


def count_cores() -> int:
    """The number of cores that this process may use, at least 1."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def count_threads() -> int:
    """The number of threads for audio processing: one for each core, at most eight."""
    return min(count_cores(), _MAX_THREADS)


def map_in_order(
    work: Callable[[_Item], _Result],
    items: Iterable[_Item],
    *,
    workers: int,
    ahead: int,
    name: str = "audiobrief",
) -> Iterator[_Result]:
    """Apply `work` to each of `items` in `workers` threads and yield the results in order. At most `workers + ahead`
    items are taken before their results are consumed, so that memory stays bounded.

    Raises the error of the first item that fails; items that have not begun by then are cancelled.
    """
    from concurrent.futures import ThreadPoolExecutor

    waiting: deque[Future[_Result]] = deque()
    with ThreadPoolExecutor(workers, name) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                while waiting and (len(waiting) > workers + ahead or waiting[0].done()):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def map_all_in_order(
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
    *,
    workers: int,
    length: Callable[[_Item], int],
    abandon: Callable[[], object] = lambda: None,
) -> Iterator[_Result]:
    """As `map_in_order`, for a sequence: items are begun in the order of `order_starts`, by their `length`, so that all
    threads end at about the same time. `abandon` is called at the end, to stop what is still running."""
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(workers)
    try:
        results = {at: pool.submit(work, items[at]) for at in order_starts(list(map(length, items)), workers)}
        for at in range(len(items)):
            yield results.pop(at).result()
    finally:
        abandon()
        pool.shutdown(cancel_futures=True)


def order_starts(lengths: Sequence[int], workers: int) -> list[int]:
    """The indices of items with these lengths, in the order in which to begin them.

    In sequence, so that the first results come early; the last few by length, longest first, so that all threads end at
    about the same time.
    """
    places = list(range(len(lengths)))
    end = max(min(workers, len(places)), len(places) - 4 * workers)
    return places[:end] + sorted(places[end:], key=lambda at: -lengths[at])
