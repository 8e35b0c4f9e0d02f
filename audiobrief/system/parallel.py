"""How many things are done at once, and how their results stay in order."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# Windows waits for at most 63 processes at once; two of them are not ours.
MAX_PROCESSES = 61 if sys.platform == "win32" else 1 << 10
# Each takes some megabytes.
_MAX_THREADS = 8


def count_cores() -> int:
    """The cores that this process may use, at least 1."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def count_threads() -> int:
    """How many threads work on sound at once: one for each core, up to eight."""
    return min(count_cores(), _MAX_THREADS)


def map_in_order(
    work: Callable[[_Item], _Result],
    things: Iterable[_Item],
    *,
    workers: int,
    ahead: int,
    name: str = "audiobrief",
) -> Iterator[_Result]:
    """`work` of each thing, in their order, in `workers` threads. At most `ahead` more than these are taken from
    `things` before their results are asked for, so that memory stays flat.

    Raises what `work` raises, for the first thing that does; what has not begun by then is left undone.
    """
    waiting: deque[Future[_Result]] = deque()
    with ThreadPoolExecutor(workers, name) as pool:
        try:
            for thing in things:
                waiting.append(pool.submit(work, thing))
                while waiting and (len(waiting) > workers + ahead or waiting[0].done()):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def map_all_in_order(
    work: Callable[[_Item], _Result],
    things: Sequence[_Item],
    *,
    workers: int,
    length: Callable[[_Item], int],
    abandon: Callable[[], object] = lambda: None,
) -> Iterator[_Result]:
    """As `map_in_order`, for things that are all there: they are begun in the order of `order_starts`, so that all
    threads end together. `abandon` is called at the end, to let what is still being done end soon."""
    pool = ThreadPoolExecutor(workers)
    try:
        results = {at: pool.submit(work, things[at]) for at in order_starts(list(map(length, things)), workers)}
        for at in range(len(things)):
            yield results.pop(at).result()
    finally:
        abandon()
        pool.shutdown(cancel_futures=True)


def order_starts(lengths: Sequence[int], workers: int) -> list[int]:
    """The places of things of these lengths in the order in which they are best begun.

    As they come, so that the first results are there soon; the last few by length, longest first, so that all threads
    end together.
    """
    places = list(range(len(lengths)))
    end = max(min(workers, len(places)), len(places) - 4 * workers)
    return places[:end] + sorted(places[end:], key=lambda at: -lengths[at])
