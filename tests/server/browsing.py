"""The site in this process, which reads and makes only when a test says so, and a real browser that opens it."""

import threading
import time
from contextlib import contextmanager

import uvicorn

from audiobrief.batch.process_executor import ProcessExecutor
from audiobrief.batch.task import run_task
from audiobrief.server.app import Workers, build_app, start_workers
from audiobrief.server.reading import read_source
from audiobrief.server.running import open_socket
from audiobrief.server.security import find_hosts
from audiobrief.server.site import UPLOADS


class _Idle(Workers):
    def start(self):
        pass

    def stop(self):
        pass


class House:
    """The server of a site at `address`. What it has to do waits until `read` and `make` are called."""

    def __init__(self, site, address, workers):
        self.site, self.address, self._maker = site, address, workers.maker

    def add(self, text, *, read=True, make=False):
        id = self.site.programmes.add("text", text).id
        if read:
            self.read()
        if make:
            self.make()
        return id

    def read(self):
        """Read what was added."""
        for id in self.site.programmes.list_unread():
            found = self.site.programmes.find(id)
            source = self.site.programmes.load_source(id)
            folder = self.site.data / UPLOADS / id
            self.site.programmes.save_article(
                id, read_source(found.kind, source, "", folder, self.site.choose_options())
            )

    def make(self):
        """Make what was read, after what is being spoken for listeners has been spoken."""
        until = time.monotonic() + 60
        while self.site.live.list_speaking() and time.monotonic() < until:
            time.sleep(0.05)
        for task in self._maker:
            self._maker._handle(run_task(task))

    def find(self, id):
        return self.site.programmes.find(id)


@contextmanager
def serving_here(site, *, guarded=False):
    """The site's server on a free port of this machine, in a thread."""
    workers = start_workers(site, lambda: ProcessExecutor(1), lambda error: None)
    workers = _Idle(workers.readers, workers.maker, workers.chores)
    faults = []
    app = build_app(site, find_hosts("127.0.0.1", ""), workers, guarded=guarded, report=faults.append)
    with open_socket("127.0.0.1", 0) as listening:
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="on", ws="none", loop="asyncio",
                                http="h11", timeout_graceful_shutdown=1)  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield House(site, f"http://127.0.0.1:{listening.getsockname()[1]}", workers)
        finally:
            server.should_exit = True
            thread.join(60)
            assert not thread.is_alive()
    assert faults == []
