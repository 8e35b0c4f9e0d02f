"""What the files of a programme need besides its sound, made ready while the voice is loaded and speaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

from audiobrief.errors import EncoderError

if TYPE_CHECKING:
    from audiobrief.delivery.cover import Cover
    from audiobrief.delivery.exporter import Exporter


class Preparation:
    """A thread that loads what exporters need and gets the cover, which may have to be drawn. It has ended when the
    block ends."""

    def __init__(self, exporters: Sequence[Exporter], cover: Callable[[], Cover | None]) -> None:
        self._exporters = exporters
        self._cover = cover
        self._pool = ThreadPoolExecutor(1)
        self._prepared: Future[Cover | None] | None = None

    def __enter__(self) -> Preparation:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def start(self) -> None:
        """Start the thread."""
        self._prepared = self._pool.submit(self._prepare)

    def get_cover(self) -> Cover | None:
        """The cover, when everything is ready. Raises what getting it or preparing an exporter raised."""
        return self._prepared.result() if self._prepared else self._prepare()

    def _prepare(self) -> Cover | None:
        from audiobrief.audio.ffmpeg import find_ffmpeg

        # Who runs it gets the same error.
        with suppress(EncoderError):
            find_ffmpeg()
        cover = self._cover()
        for exporter in self._exporters:
            if exporter.prepare:
                exporter.prepare()
        return cover
