"""The command in forks of one process that has loaded it, for tests of what it does, not of how it starts.

    python -m tests.forked DESCRIPTOR

Starting Python and loading the command takes twice as long as what most tests ask of it. A request on the socket is
JSON with `arguments`, `folder` and `environment`, after its length and the three standard streams; the answer is the
exit status. Lengths and statuses are of four bytes.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
# What is loaded before: what `make`, `script` and their like load for any article.
_LOADED = (
    "audiobrief.cli.make", "audiobrief.cli.script", "audiobrief.pipeline", "audiobrief.pipeline.making",
    "audiobrief.article.formats", "audiobrief.speech", "audiobrief.segmentation", "audiobrief.voice.engines.espeak",
    "audiobrief.audio.programme", "audiobrief.delivery.mp3", "markdown_it", "numpy", "lxml.html", "PIL.Image",
    "audiobrief.cli.batch", "audiobrief.cli.watch", "audiobrief.cli.listen", "audiobrief.batch.process_executor",
    "audiobrief.delivery.formats", "audiobrief.delivery.cover", "audiobrief.delivery.text.templating",
    "audiobrief.voice.synthesis", "audiobrief.voice.cast", "audiobrief.pronunciation.espeak_data", "espeakng_loader",
    "imageio_ffmpeg", "jinja2", "mutagen.id3", "platformdirs", "portalocker", "PIL.ImageDraw", "PIL.ImageFont",
    "PIL.ImageSequence", "PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.JpegImagePlugin", "PIL.PngImagePlugin",
    "PIL.PpmImagePlugin", "fontpkg", "eld", "eld.resources.ngrams.ngramsM60", "regex",
)  # fmt: skip
_ARTICLE = """# Le pont de la rivière

Par Anne Martin, le 3 mars 2026

Le pont a rouvert le 1er mars à 10 h 30, après 21 semaines de travaux. Ils ont coûté 2,5 millions d'euros, 12 % de plus.

## Les prix

- Un passage coûte 4 €.
- Les enfants ne paient pas.

« Nous attendions ce jour », dit Mme Martin, la maire. Et après ? Les travaux de la gare vont commencer.
"""
# Commands of which a test wants the process itself, or that write what is run elsewhere.
_STARTED = {"serve", "completion"}


def can_be_forked(arguments: Iterable[str], given: Iterable[str]) -> bool:
    """Whether a call with these variables `given` in its environment is the same in a fork: not if it is told how
    Python starts."""
    return _STARTED.isdisjoint(arguments) and not any(name.startswith("PYTHON") for name in given)


class ForkedCommand:
    """Calls the command, as `subprocess.run` would."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair()
        self._ours.settimeout(300)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked", str(theirs.fileno())],
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        theirs.close()

    def call(
        self,
        arguments: list[str],
        folder: Path,
        environment: dict[str, str],
        stdin: bytes | None = None,
        *,
        together: bool = False,
    ) -> subprocess.CompletedProcess[bytes]:
        """Call the command; `together` has both of its outputs in `stdout`, as they come."""
        asked = json.dumps({"arguments": arguments, "folder": str(folder), "environment": environment})
        with contextlib.ExitStack() as stack:
            streams = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(2 if together else 3)]
            streams += streams[1:] if together else []
            streams[0].write(stdin or b"")
            streams[0].seek(0)
            socket.send_fds(self._ours, [len(asked.encode()).to_bytes(4, "big")], [file.fileno() for file in streams])
            self._ours.sendall(asked.encode())
            status = int.from_bytes(_receive(self._ours, 4), "big", signed=True)
            for file in streams[1:]:
                file.seek(0)
            return subprocess.CompletedProcess(arguments, status, streams[1].read(), streams[2].read())

    def end(self) -> None:
        self._ours.close()
        self._process.wait(30)


def _warm_up() -> None:
    """Load and compile what any article needs, of which nothing depends on the environment: patterns, the lexicon, the
    dictionary, the languages. eSpeak NG is left to each call, which keeps its data in a cache of its own."""
    from audiobrief.article import read_article
    from audiobrief.pronunciation.pronounce import pronounce_speech
    from audiobrief.segmentation import mark_intertitles, title_article, write_script
    from audiobrief.speech import speak_script
    from audiobrief.speech.lexicon import load_builtin_lexicon

    article = title_article(mark_intertitles(read_article(_ARTICLE.encode())))
    script = speak_script(write_script(article, chapters="auto"), load_builtin_lexicon())
    for chapter in script.chapters:
        for utterance in chapter.utterances:
            pronounce_speech(utterance.speech, lambda text: "a")
    gc.collect()
    gc.freeze()


def _receive(connection: socket.socket, size: int) -> bytes:
    received = b""
    while len(received) < size:
        part = connection.recv(size - len(received))
        if not part:
            raise EOFError
        received += part
    return received


def _serve(connection: socket.socket) -> None:
    while True:
        size, descriptors, _, _ = socket.recv_fds(connection, 4, 3)
        if len(size) < 4:
            return
        asked = json.loads(_receive(connection, int.from_bytes(size, "big")))
        if (child := os.fork()) == 0:
            connection.close()
            _run(asked, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        connection.sendall(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]).to_bytes(4, "big", signed=True))


def _run(asked: dict[str, Any], descriptors: list[int]) -> None:
    """Be the command, in a fork."""
    status = 70
    try:
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        sys.argv = ["audiobrief", *asked["arguments"]]
        tempfile.tempdir = None
        # Click takes the program's name from there, and multiprocessing what its processes load first.
        of_program = sys.modules["__main__"]
        of_program.__package__, of_program.__spec__ = "", None
        of_program.__file__ = str(Path(sys.executable).with_name("audiobrief"))
        from audiobrief.cli import main

        try:
            main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
    finally:
        os._exit(status)


if __name__ == "__main__":
    for name in _LOADED:
        __import__(name)
    _warm_up()
    with socket.socket(fileno=int(sys.argv[1])) as asking:
        _serve(asking)
