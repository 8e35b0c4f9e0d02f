"""A server in this process, by Starlette's client, and one of its own, by the installed command on loopback."""

import re
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from functools import cache

import httpx
import pytest
from starlette.testclient import TestClient

from audiobrief.batch.process_executor import ProcessExecutor
from audiobrief.options import Options
from audiobrief.server.app import Workers, build_app, start_workers
from audiobrief.server.security import find_hosts
from audiobrief.server.sessions import hash_password
from audiobrief.server.site import open_site
from tests.server.browsing import TEXT, open_copy, serving_here
from tests.waiting import PATIENCE

ARTICLE = """# Le bac de Lannévez

Le bac a repris la mer le 1er mars, après 21 semaines de travaux, et sous les applaudissements des habitants de l'île.

## Les prix

Un passage coûte 2,50 €. « Nous attendions ce jour », dit Mme Kerloc'h, la maire de la commune.

## La suite

Un second bac arrivera en mai, si les essais de la semaine prochaine sont bons.
"""
OPTIONS = Options(voice="espeak-fr")
BASE = "http://127.0.0.1:8765"
PASSWORD = "une phrase assez longue"


@pytest.fixture
def site(tmp_path):
    opened = open_site(tmp_path / "data", OPTIONS, tmp_path / "lexicon.toml")
    yield opened
    opened.close()


class _NoWorkers(Workers):
    """Nothing is read or made, so that what waits stays so."""

    def start(self):
        pass

    def stop(self):
        pass


class Browser:
    """Starlette's client with the token of the forms."""

    def __init__(self, client):
        self.client = client

    def get(self, path, **more):
        return self.client.get(path, follow_redirects=False, **more)

    def token(self):
        return re.search(r'name="csrf" content="(\w+)"', self.get("/login").text or self.get("/").text)[1]

    def post(self, path, data=None, headers=None, **more):
        form = {"csrf": self.token(), **(data or {})}
        return self.client.post(
            path, data=form, headers={"origin": BASE, **(headers or {})}, follow_redirects=False, **more
        )


def open_app(site, *, guarded=False, hosts=None, reported=None):
    idle = start_workers(site, lambda: ProcessExecutor(1), lambda error: None)
    workers = _NoWorkers(idle.readers, idle.maker, idle.chores)
    report = (lambda error: reported.append(error)) if reported is not None else (lambda error: None)
    return build_app(site, hosts or find_hosts("127.0.0.1", ""), workers, guarded=guarded, report=report)


@pytest.fixture
def browser(site):
    """A browser at a server that makes nothing."""
    with TestClient(open_app(site), base_url=BASE) as client:
        yield Browser(client)


@cache
def hash_once(password):
    """Hashing is slow on purpose."""
    return hash_password(password)


@pytest.fixture
def guarded(site):
    """A browser at a server with a password, not logged in."""
    site.preferences.save_password(hash_once(PASSWORD))
    with TestClient(open_app(site, guarded=True), base_url=BASE) as client:
        yield Browser(client)


@contextmanager
def serving(folder, *arguments, environment=None):
    """The installed command on a free port; yields a client of it, whose `process` is the command's."""
    command = [sys.executable, "-m", "audiobrief", "serve", "--port", "0", "--data", str(folder / "data"),
               "--voice", "espeak-fr", *arguments]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
    )
    lines = []
    drain = threading.Thread(target=lambda: lines.extend(process.stderr), daemon=True)
    drain.start()
    address = re.search(r"http://\S+", process.stdout.readline() or "")
    try:
        assert address, lines
        with httpx.Client(base_url=address[0], timeout=PATIENCE, trust_env=False) as client:
            client.process, client.lines = process, lines
            yield client
    finally:
        process.kill()
        process.wait()
        drain.join(5)


def wait_for(client, id, state="ready", seconds=PATIENCE):
    """The programme once it has a state, and no newer version of it is being made."""
    until = time.monotonic() + seconds
    while (found := client.get(f"/api/programmes/{id}").json())["state"] != state or found["remaking"]:
        assert found["state"] != "failed" and time.monotonic() < until, found
        time.sleep(0.1)
    return found


# For real browsers


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The folder of a site with a programme that is made, and the programme."""
    folder = tmp_path_factory.mktemp("prepared")
    site = open_copy(folder)
    with serving_here(site) as served:
        id = served.add(TEXT, make=True)
    site.close()
    return folder, id


@pytest.fixture
def house(prepared, tmp_path):
    """A site of the test's own."""
    shutil.copytree(prepared[0], tmp_path / "site")
    site = open_copy(tmp_path / "site")
    with serving_here(site) as served:
        yield served
    site.close()


@pytest.fixture
def programme(prepared):
    """The programme that is made, which nobody has heard yet."""
    return prepared[1]
