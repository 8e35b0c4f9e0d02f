"""The application (ASGI): its routes behind its guard, and the threads that read, make and follow feeds."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from audiobrief.server import api, assets, corrections, feed_pages, files, pages, settings_pages
from audiobrief.server.calls import Service, not_found, page_route
from audiobrief.server.children import warm_up
from audiobrief.server.chores import Chores
from audiobrief.server.making import Maker, OpenExecutor
from audiobrief.server.reading import Readers
from audiobrief.server.security import Guard, Hosts
from audiobrief.server.site import Site
from audiobrief.server.templating import Pages

_ROUTES = (
    *files.ROUTES, *pages.ROUTES, *corrections.ROUTES, *settings_pages.ROUTES, *feed_pages.ROUTES, *assets.ROUTES,
    *api.ROUTES, page_route("/{rest:path}", not_found),
)  # fmt: skip
# Articles that are read at once: mostly they wait for servers.
_READERS = 2
# Requests for a few words that are spoken at once.
_SPEAKERS = 4
# Pages that are made at once.
_THREADS = 4


@dataclass(frozen=True, slots=True)
class Workers:
    """The threads of a server."""

    readers: Readers
    maker: Maker
    chores: Chores

    def start(self) -> None:
        threading.Thread(target=warm_up, name="audiobrief-warming-up", daemon=True).start()
        self.readers.start()
        self.maker.start()
        self.chores.start()

    def wake(self) -> None:
        """Look at the queues now."""
        self.readers.wake()
        self.maker.wake.set()

    def stop(self) -> None:
        """End them, with what they are at."""
        self.readers.stop()
        self.chores.stop()
        self.maker.stop()


def start_workers(site: Site, open_executor: OpenExecutor, on_error: Callable[[BaseException], object]) -> Workers:
    """The threads of a server, not started yet."""
    maker = Maker(site, open_executor, on_error)
    readers = Readers(site, _READERS, maker.wake)
    return Workers(readers, maker, Chores(site, readers.wake))


def build_app(
    site: Site,
    hosts: Hosts,
    workers: Workers,
    *,
    guarded: bool,
    report: Callable[[BaseException], object],
    on_start: Callable[[], object] = lambda: None,
) -> ASGIApp:
    """The application. `guarded` demands the password; `report` is called with unexpected errors, `on_start` when
    requests are taken. The workers live as long as the application."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        workers.start()
        on_start()
        try:
            yield
        finally:
            # Waiting for processes to end must not hold answers that are still being sent.
            ending = threading.Thread(target=workers.stop)
            ending.start()
            ending.join()

    service = Service(
        site,
        Pages(),
        hosts,
        guarded,
        CapacityLimiter(_THREADS),
        asyncio.Semaphore(_SPEAKERS),
        workers.wake,
        workers.chores.wake,
    )
    app = Starlette(
        routes=[make(service) for make in _ROUTES],
        lifespan=lifespan,
        exception_handlers={HTTPException: _show_status},
    )
    return Guard(app, hosts, report)


async def _show_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)
