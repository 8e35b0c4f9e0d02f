"""A page of the guides, run as its reader runs it."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from PIL import Image

from tests.forked import can_be_forked

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "docs" / "examples" / "marche-des-brumes.md"

# What a shell does with a line but to part it into words.
SHELL = re.compile(r"[|<>$*?~;&`(){}\n\\]")
# What runs until it is told to end; everything else is waited for.
LASTS = re.compile(r"(audiobrief watch(?!.*--once)|audiobrief listen(?!.*--stdout)|dask) .*")
# The natural voices take a minute for what eSpeak NG says in a second, and are tested in tests/voice.
NATURAL = re.compile(r'^voice = "(aurore|florent|siwis|nicola|dialogue|radio)"$', re.M)
PATIENCE = 90.0


def line_pattern(line):
    """A line of a page, for a line of what was printed: `…` is anything, and spaces may be of any kind."""
    return re.compile(
        r"\s*" + ".*".join(r"\s+".join(map(re.escape, re.split(r"\s+", part))) for part in line.split("…"))
    )


def follow(lines, printed):
    """The first of `lines` that does not come in `printed`, in order; None if all do."""
    left = iter(printed.splitlines())
    for wanted in lines:
        pattern = line_pattern(wanted.strip())
        if not any(pattern.fullmatch(line.rstrip()) for line in left):
            return wanted
    return None


class Reader:
    """Who follows a page in a folder of their own, with the addresses of the page leading to this machine."""

    def __init__(self, folder, settings, addresses, forked=None):
        self.folder, self.settings, self.addresses, self.forked = folder, settings, addresses, forked
        self.printed, self.lasting = "", []
        self.environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "AUDIOBRIEF_CONFIG": str(settings),
            "AUDIOBRIEF_CACHE": str(settings.parent / "cache"),
            "XDG_STATE_HOME": str(settings.parent / "state"),
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "fr",
        }

    def here(self, text):
        for written, meant in self.addresses.items():
            text = text.replace(written, meant)
        return text

    def sh(self, block):
        """Run a block: to its end, or beside what follows where it lasts."""
        block = re.sub(r"(http://127\.0\.0\.1:\S+)", r"\1 --allow-private", self.here(block))
        if not LASTS.match(block):
            self.printed = self.told(["bash", "-euo", "pipefail", "-c", block])
            return
        (line,) = block.splitlines()
        # There may be no sound card: played into nothing, in real time.
        line += " --device null" if line.startswith("audiobrief listen") else ""
        log = self.settings.parent / f"lasting-{len(self.lasting)}.txt"
        with log.open("wb") as file:
            process = subprocess.Popen(
                shlex.split(line),
                cwd=self.folder,
                env=self.environment | {"PYTHONUNBUFFERED": "1"},
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.lasting.append((process, line, log))
        self.printed = ""

    def told(self, command, **more):
        """What a command that ends well prints on both of its outputs, as it comes."""
        line = command[-1].strip()
        words = shlex.split(line) if line.startswith("audiobrief ") and not SHELL.search(line) else []
        if self.forked and words and not more and can_be_forked(words, ()):
            ended = self.forked.call(words[1:], self.folder, self.environment, together=True)
            assert ended.returncode == 0, f"{command}\n{ended.stdout.decode()}"
            return ended.stdout.decode()
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=PATIENCE,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout

    def text(self, block):
        """Find what the page shows in what was printed last, or in what a lasting command prints, once it does."""
        lines = self.here(block).splitlines()
        until = time.monotonic() + PATIENCE
        while True:
            printed = [self.printed, *(log.read_text(encoding="utf-8") for _, _, log in self.lasting)]
            missing = [follow(lines, text) for text in printed]
            if None in missing:
                return
            ended = [line for process, line, _ in self.lasting if process.poll()]
            assert not ended, f"{ended} ended\n{printed}"
            assert self.lasting and time.monotonic() < until, f"{missing[0]}\n--- in\n" + "\n---\n".join(printed)
            time.sleep(0.05)

    def toml(self, block):
        """Keep a file of defaults, as the page gives it but for the voice."""
        self.settings.write_text(block, encoding="utf-8")
        self.told(["audiobrief", "config", "show"])
        self.settings.write_text(NATURAL.sub('voice = "espeak-fr"', block), encoding="utf-8")

    def yaml(self, block):
        assert block in (self.folder / "article.md").read_text(encoding="utf-8")

    def leave(self):
        """Ctrl-C for all that lasts. The end of `watch` is 0, as the pages say."""
        for process, line, log in reversed(self.lasting):
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)
            assert process.returncode == 0 or not line.startswith("audiobrief watch"), log.read_text(encoding="utf-8")

    def end(self):
        for process, _, _ in self.lasting:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            process.wait()


@contextmanager
def web():
    """A site with the example as a page, and a feed that leads to it."""
    head, body = ARTICLE.read_text(encoding="utf-8").split("---\n", 2)[1:]
    title = re.search("^title: (.*)$", head, re.M)[1]
    article = f"<h1>{title}</h1>{MarkdownIt().render(body)}"
    head = f"<head><title>{title}</title></head>"
    page = f"<!DOCTYPE html><html lang='fr'>{head}<body><article>{article}</article></body></html>"
    entry = "<item><title>Halles</title><link>{address}/article</link></item>"
    feed = f"<rss version='2.0'><channel><title>Brumes</title>{entry}</channel></rss>"
    pages = {"/article": ("text/html", page), "/flux.xml": ("application/rss+xml", feed)}

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            kind, text = pages.get(self.path, ("text/plain", ""))
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.replace("{address}", address).encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield address
        server.shutdown()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.fixture
def reader(tmp_path, forked):
    folder, settings = tmp_path / "reader", tmp_path / "settings" / "config.toml"
    folder.mkdir()
    settings.parent.mkdir()
    (folder / "article.md").write_bytes(ARTICLE.read_bytes())
    Image.new("RGB", (1400, 1400), "navy").save(folder / "couverture.png")
    settings.write_text('[general]\nvoice = "espeak-fr"\n', encoding="utf-8")
    with web() as address:
        addresses = {f"https://example.org/{page}": f"{address}/{page}" for page in ("article", "flux.xml")}
        addresses |= {"192.0.2.10": "127.0.0.1", "8786": free_port()}
        someone = Reader(folder, settings, addresses, forked)
        someone.environment["no_proxy"] = "127.0.0.1"
        try:
            yield someone
        finally:
            someone.end()
