"""The installed command in a folder of the test's own, and short articles to give to it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.forked import can_be_forked
from tests.waiting import PATIENCE

BIN = Path(sys.executable).parent
VOICE = ("--voice", "espeak-fr")

ARTICLES = {
    "pont": "Le pont de Lannévez\n\nLe pont de Lannévez a rouvert mardi, après 21 jours de travaux.",
    "fanfare": "La fanfare de Brévelle\n\nLa fanfare a joué devant 131 personnes, malgré l’orage.",
    "piscine": "La piscine ferme\n\nLa piscine de Saint-Orval ferme lundi. Elle rouvrira le 1er mars.",
    "bus": "Un bus de plus\n\nLa ligne 7 gagne un bus de plus le matin, dès 6h30.",
}
# A page that shows the opening of its article alone, with what its publisher says of it (schema.org).
OPENING = """<!DOCTYPE html><html lang="fr"><head><title>La halle rouvrira au printemps</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "La halle rouvrira au printemps", "isAccessibleForFree": false}</script></head><body><article>
<h1>La halle rouvrira au printemps</h1>
<p>La halle de Saint-Orval, fermée depuis deux ans, rouvrira ses portes au printemps, a dit mardi le maire.</p>
<p>Les travaux ont coûté plus que prévu, et les marchands attendent encore de savoir quelle place leur…</p>
<p class="paywall">Cet article est réservé aux abonnés. Abonnez-vous pour lire la suite.</p></article></body></html>"""
LONG = "\n\n".join(f"Le pont numéro {number} a rouvert après {number + 7} jours de travaux." for number in range(16))


def children(pid):
    """The processes that make programmes for the one called `pid`."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            command = status.with_name("cmdline").read_bytes()
        except OSError:
            continue
        if parent == pid and b"spawn_main" in command:
            found.append(int(status.parent.name))
    return found


def surroundings(folder):
    """The environment of a command in this folder."""
    return {
        **os.environ,
        "AUDIOBRIEF_CACHE": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "TMPDIR": str(folder / "scratch"),
        "PYTHONUTF8": "1",
    }


@pytest.fixture
def desk(tmp_path):
    """A folder `articles` of four articles, and nothing else."""
    (tmp_path / "articles").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def start(tmp_path):
    """Start a command; what still runs at the end of the test is ended with all that it started."""
    started = []

    def call(*command, stdin=subprocess.DEVNULL, **environment):
        process = subprocess.Popen(
            [BIN / command[0], *map(str, command[1:])],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            start_new_session=True,
            env={
                **surroundings(tmp_path),
                **environment,
            },
        )
        started.append(process)
        return process

    (tmp_path / "scratch").mkdir()
    yield call
    for process in started:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def run(start, forked, tmp_path):
    """Run audiobrief to its end: status, standard output, standard error."""

    def call(*arguments, stdin=b"", **environment):
        words = [*map(str, arguments)]
        if forked and can_be_forked(words, environment):
            done = forked.call(words, tmp_path, {**surroundings(tmp_path), **environment}, stdin)
            return done.returncode, done.stdout.decode(), done.stderr.decode()
        process = start("audiobrief", *arguments, stdin=subprocess.PIPE, **environment)
        out, err = process.communicate(stdin, timeout=PATIENCE)
        return process.returncode, out.decode(), err.decode()

    return call


@pytest.fixture
def served(tmp_path):
    """A web server on loopback for the folder `www`: its address."""
    (tmp_path / "www").mkdir()

    class Quiet(SimpleHTTPRequestHandler):
        extensions_map: ClassVar[dict] = {
            ".xml": "application/rss+xml",
            ".atom": "text/html",
            ".html": "text/html",
            "": "text/plain",
        }

        def log_message(self, *about):
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path / "www"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
