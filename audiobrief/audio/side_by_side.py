"""Work on many things at once, handed on in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from audiobrief.system.cores import count_cores

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")

# Each takes some megabytes.
_MOST, _AHEAD = 8, 2


def side_by_side(work: Callable[[_Thing], _Result], things: Iterable[_Thing]) -> Iterator[_Result]:
    """`work` of each thing, in order, one for each core at a time; few are taken ahead, so that memory stays flat.

    For work that waits for other processes. Raises what `work` raises, for the first that does.
    """
    at_once = min(count_cores(), _MOST)
    waiting: deque[Future[_Result]] = deque()
    with ThreadPoolExecutor(at_once) as pool:
        try:
            for thing in things:
                waiting.append(pool.submit(work, thing))
                while waiting and (len(waiting) > at_once + _AHEAD or waiting[0].done()):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
