"""Utterances spoken on all cores, each by one thread, handed on in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from audiobrief.model import Clip, Speech
from audiobrief.system.cores import count_cores

_MOST_WORKERS = 8


def spoken_on_cores(
    utterances: Sequence[Speech], clip: Callable[[Speech], Clip], abandon: Callable[[], object] = lambda: None
) -> Iterator[Clip]:
    """What `clip` makes of each of the utterances. Raises what it raises, for the first that does. `abandon` is called
    at the end, to let what is still being made end soon: nobody listens any more."""
    workers = min(_MOST_WORKERS, count_cores())
    pool = ThreadPoolExecutor(workers)
    try:
        clips = {at: pool.submit(clip, utterances[at]) for at in order(utterances, workers)}
        for at in range(len(utterances)):
            yield clips.pop(at).result()
    finally:
        abandon()
        # Whoever stops listening does not wait for what is left.
        pool.shutdown(cancel_futures=True)


def order(utterances: Sequence[Speech], workers: int) -> list[int]:
    """The places of `utterances` in the order in which they are best begun.

    As they come, so that the first are soon heard; the last few by length, longest first, so that all cores end
    together.
    """
    places = list(range(len(utterances)))
    end = max(min(workers, len(places)), len(places) - 4 * workers)
    return places[:end] + sorted(places[end:], key=lambda at: -sum(len(span.text) for span in utterances[at]))
