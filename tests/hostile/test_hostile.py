"""Every article of the corpus ends in a programme or in one clear sentence, within time and memory.

`audiobrief script` reads and says all of them; `audiobrief make`, with eSpeak, makes those that are small. They are run
one after another in one process, whose address space is bounded.
"""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.hostile.corpus import ARTICLES, PROSE

# Of processor time, with that of the encoders; a machine that is busy with other work takes longer.
SECONDS = 30
PATIENCE = 300
MEGABYTES = 1024
# The longest `make` is given, in bytes of source: what is longer is not worth the time of speaking it.
SPOKEN = 4_000
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
SENTENCE = re.compile(r"audiobrief: [^\n]{20,1200}\.\n")


class Follower:
    """The process of `tests.hostile.following`; one that an article ended, or that was too slow, is replaced."""

    def __init__(self, folder):
        self.folder, self.process = folder, None

    def run(self, command, article):
        """What became of an article: what the process told, or how it ended."""
        if self.process is None or self.process.poll() is not None:
            self._start()
        (self.folder / article.name).write_bytes(article.made())
        watch = threading.Timer(PATIENCE, self.process.kill)
        watch.start()
        self.process.stdin.write(f"{command} {article.name}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        watch.cancel()
        (self.folder / article.name).unlink()
        if line:
            return json.loads(line)
        self.process.wait()
        return {"status": f"ended by {self.process.returncode}: {(self.folder / 'errors').read_text()[-500:]}"}

    def _start(self):
        with (self.folder / "errors").open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.hostile.following", str(MEGABYTES), str(self.folder)],
                cwd=Path(__file__).parents[2],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env={
                    **os.environ,
                    "PYTHONUTF8": "1",
                    "AUDIOBRIEF_CACHE": str(self.folder / "cache"),
                    "XDG_CONFIG_HOME": str(self.folder),
                },
            )

    def end(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def follower(tmp_path_factory):
    someone = Follower(tmp_path_factory.mktemp("followed"))
    (someone.folder / "made").mkdir()
    yield someone
    someone.end()


SMALL = [article for article in ARTICLES if not article.large and len(article.made()) <= SPOKEN]


def test_the_corpus_is_large_and_the_same_each_time():
    assert len(ARTICLES) >= 150 and len({article.name for article in ARTICLES}) == len(ARTICLES)
    assert all(article.made() == article.made() for article in SMALL)
    assert len(SMALL) >= 100


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.name)
def test_what_is_said_of_it(follower, article):
    told = follower.run("script", article)
    assert told["status"] == article.status, told
    assert told["took"] < SECONDS and told["peak"] < MEGABYTES
    assert not STEERING.search(told["out"] + told["err"])
    if article.status:
        assert SENTENCE.fullmatch(told["err"]) and not told["out"]
    else:
        assert any(character.isalnum() for character in told["out"]) and not told["err"]


@pytest.mark.parametrize("article", SMALL, ids=lambda article: article.name)
def test_what_is_made_of_it(follower, article):
    told, made = follower.run("make", article), follower.folder / "made"
    assert told["status"] == article.status, told
    assert told["took"] < SECONDS and told["peak"] < MEGABYTES
    assert not STEERING.search(told["out"] + told["err"])
    beside = {
        path.name for path in made.iterdir() if path.name.startswith(f"{article.name}.") or path.suffix == ".part"
    }
    if article.status:
        assert SENTENCE.search(told["err"]) and not beside
    else:
        assert f"{article.name}.mp3" in beside and f"{article.name}.page.html" in beside


# What is no file at all.


def fifo(folder):
    os.mkfifo(folder / "a.txt")


def device(folder):
    (folder / "a.txt").symlink_to("/dev/zero")


def broken_link(folder):
    (folder / "a.txt").symlink_to("nowhere")


def looping_link(folder):
    (folder / "a.txt").symlink_to("a.txt")


def link_to_a_folder(folder):
    (folder / "a.txt").symlink_to(folder)


def plain_folder(folder):
    (folder / "a.txt").mkdir()


def plug(folder):
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as server:
        os.chdir(folder)
        server.bind("a.txt")


def no_permission(folder):
    (folder / "a.txt").write_text(PROSE, encoding="utf-8")
    (folder / "a.txt").chmod(0)


PLACES = [
    (fifo, "pipe"),
    (device, "device"),
    (broken_link, "no article"),
    (looping_link, "cannot be read"),
    (link_to_a_folder, "folder"),
    (plain_folder, "folder"),
    (plug, "device"),
]


def audiobrief(*arguments, folder, **more):
    return subprocess.run(
        [Path(sys.executable).with_name("audiobrief"), *arguments],
        cwd=folder,
        capture_output=True,
        timeout=SECONDS,
        **more,
    )


@pytest.mark.parametrize(("make", "said"), PLACES, ids=[make.__name__ for make, _ in PLACES])
def test_what_is_no_file(make, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make(tmp_path)
    done = audiobrief("script", "a.txt", folder=tmp_path)
    assert done.returncode == 3 and said in done.stderr.decode()
    assert SENTENCE.fullmatch(done.stderr.decode())


def test_a_file_without_permission(tmp_path):
    no_permission(tmp_path)
    if os.geteuid() != 0:
        done = audiobrief("script", "a.txt", folder=tmp_path)
    else:  # root may read everything: ask as somebody else
        tmp_path.chmod(0o755)
        code = "import os, io; os.setuid(65534)\nfrom audiobrief.article import read_article\nread_article({!r})"
        warm = "import audiobrief.article.sources, audiobrief.errors\n"
        done = subprocess.run(
            [sys.executable, "-c", warm + code.format(str(tmp_path / "a.txt"))], capture_output=True, timeout=SECONDS
        )
    assert b"cannot be read" in done.stderr or b"no article" in done.stderr


def test_a_file_with_a_name_that_is_too_long(tmp_path):
    done = audiobrief("script", "a" * 5000, folder=tmp_path)
    assert done.returncode == 3 and SENTENCE.fullmatch(done.stderr.decode())


def test_a_pipe_that_the_shell_opened_is_read(tmp_path):
    done = subprocess.run(
        ["bash", "-c", f'"{Path(sys.executable).with_name("audiobrief")}" script <(echo "{PROSE}")'],
        capture_output=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0 and b"vingt et un jours" in done.stdout


def test_standard_input_without_end(tmp_path):
    with Path("/dev/zero").open("rb") as zeros:
        done = audiobrief("script", "-", folder=tmp_path, stdin=zeros)
    assert done.returncode == 3 and b"larger than 50 MB" in done.stderr


def test_a_file_that_grows_while_it_is_read(tmp_path):
    (tmp_path / "a.txt").write_text(PROSE, encoding="utf-8")
    growing = "while :; do echo 'Encore un mot.' >> a.txt; sleep 0.01; done"
    writer = subprocess.Popen(["bash", "-c", growing], cwd=tmp_path)
    try:
        done = audiobrief("script", "a.txt", folder=tmp_path)
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    assert done.returncode == 0


def test_output_that_nobody_reads(tmp_path):
    (tmp_path / "a.txt").write_text(PROSE * 200, encoding="utf-8")
    process = subprocess.Popen(
        [Path(sys.executable).with_name("audiobrief"), "script", "a.txt"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    process.stdout.readline()
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    begun = time.monotonic()
    process.wait(SECONDS)
    assert time.monotonic() - begun < SECONDS


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_of_few_characters(tmp_path, encoding):
    (tmp_path / "a.txt").write_text(f"« L’œuf » à 3 € 😀\n\n{PROSE} Ⅻ ﷺ", encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = audiobrief("script", "a.txt", "--why", "--diff", folder=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
