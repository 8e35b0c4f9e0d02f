"""The site in this process, which reads and makes only when a test says so, and a real browser that opens it."""

import threading
import time
from contextlib import contextmanager

import uvicorn

from audiobrief.batch.process_executor import ProcessExecutor
from audiobrief.batch.task import run_task
from audiobrief.options import Options
from audiobrief.server.app import Workers, build_app, start_workers
from audiobrief.server.reading import read_source
from audiobrief.server.running import open_socket
from audiobrief.server.security import find_hosts
from audiobrief.server.site import UPLOADS, open_site

TEXT = """# Le musée de Saint-Aubry

Le musée de Saint-Aubry rouvre jeudi. Il était fermé depuis 2023.

## La salle des cartes

La salle des cartes a été dessinée par Anna Shaughnessy, une architecte de Dublin.

## Les horaires

Le musée ouvre à 10 h. L'entrée coûte 4 €.
"""
LONG = "# Une longue série\n\n" + "\n\n".join(f"Ceci est le paragraphe numéro {n} de la série." for n in range(1, 40))
# The body of a function of the page: the name, or the label, of the element that has the focus.
FOCUSED = """
  const it = document.activeElement;
  if (it === document.body) return '';
  const shown = [...it.childNodes].filter((node) => node.nodeType === 3
    || (!node.matches('[aria-hidden]') && getComputedStyle(node).display !== 'none'));
  const name = it.labels?.[0]?.textContent ?? shown.map((node) => node.textContent).join('');
  return name.replace(/\\s+/g, ' ').trim();
"""
# Presses by task, as docs/serveur.md tells them.
PRESSES = {
    "add": 5,
    "listen": 4,
    "resume": 5,
    "follow": 9,
    "correct": 7,
    "download": 7,
    "subscribe": 15,
    "settings": 14,
}


def open_copy(folder):
    return open_site(folder / "data", Options(voice="espeak-fr"), folder / "lexicon.toml")


class CountedKeys:
    """A keyboard of a page that counts the presses, and the characters that were typed into fields."""

    def __init__(self, shown):
        self._shown, self.presses, self.typed = shown, 0, 0

    def press(self, key):
        self._press(key)
        self.presses += 1

    def tab_to(self, name, most=60):
        """Press Tab until the element called `name` has the focus."""
        for _ in range(most):
            self.press("Tab")
            if self._name_focused().startswith(name):
                return
        raise AssertionError(f"{name} is not reached")

    def type(self, text):
        self._type(text)
        self.typed += len(text)


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
