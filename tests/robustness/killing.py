"""audiobrief killed with SIGKILL at many moments, and what is found afterwards.

Some kills come at a random moment of the run, some at an exact step of it: just before the nth renaming of a finished
file to its place. What is looked at: that every file under its final name is one of a whole run, the former or the new;
that no process is left; that the same command, run again over a cache in which entries of every kind were damaged too,
gives the very bytes of an undisturbed run, and leaves nothing else behind.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FORMER = """---
title: Le pont de Lannévez
date: 2026-03-04
---
# Le pont de Lannévez

Le pont a fermé lundi.
"""
ARTICLE = FORMER.replace(
    "Le pont a fermé lundi.", "Le pont a rouvert mardi, après 21 jours.\n\n## Le maire\n\nM. Roux a ri."
)
KINDS = ("podcast", "radio")
BOOKS = ("--page", "--daisy", "--epub")
OTHER = "La fanfare de Brévelle\n\nLa fanfare a joué devant 131 personnes."
# Of a batch's two programmes and its manifest.
_MOST_RENAMINGS = 16
# audiobrief with a hook of Python's own (PEP 578) that kills it just before the nth renaming to a final name.
AT_A_RENAMING = """
import os, signal, sys
count, place = int(sys.argv.pop(1)), os.path.realpath(sys.argv.pop(1))
def hook(event, arguments):
    global count
    renaming = event == "os.rename" and os.path.dirname(os.path.realpath(os.fsdecode(arguments[1]))) == place
    if renaming or (event == "ctypes.dlsym" and arguments[1] == "renameat2"):
        count -= 1
        if count == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
from audiobrief.cli import main
main()
"""


@dataclass
class Kill:
    """One killed run: when (seconds, or the number of a renaming), whom, and what was wrong afterwards."""

    moment: float
    renaming: int
    whom: str
    over_former: bool
    died: bool = False
    damaged: int = 0
    left: int = 0
    waited: float = 0.0
    faults: list[str] = field(default_factory=list)


class Ground:
    """Where a command is run and killed: `make` of one article or `batch` of two, for `kind`, under `folder`."""

    def __init__(self, folder: Path, command: str, kind: str = "podcast") -> None:
        self.folder, self.command, self.kind = folder, command, kind
        self.articles = folder / "articles"
        self.articles.mkdir(parents=True)
        self.former, _ = self._calm("former", FORMER)
        self.whole, self.seconds = self._calm("whole", ARTICLE)

    def kill(self, number: int, chance: random.Random, renaming: int = 0) -> Kill:
        """Run it, kill it, look at what is there, run it again, look again."""
        self.write(ARTICLE)
        kill = Kill(
            chance.uniform(0.0, 1.05 * self.seconds), renaming, chance.choice(("group", "main")), chance.random() < 0.6
        )
        place = self.folder / f"{number}"
        out, mark = place / "out", uuid.uuid4().hex
        if kill.over_former:
            shutil.copytree(self.folder / "former", place)
        process = self.start(place, mark, renaming)
        if renaming:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(300)
        else:
            time.sleep(kill.moment)
        if process.poll() is None:
            os.kill(-process.pid if kill.whom == "group" else process.pid, signal.SIGKILL)
        kill.died = process.wait() == -signal.SIGKILL
        kill.faults += self._mixed(snapshot(out), kill.over_former)
        begun = time.monotonic()
        while (alive := marked(mark)) and time.monotonic() - begun < 60:
            time.sleep(0.02)
        kill.waited = time.monotonic() - begun
        kill.faults += [f"still running: {name}" for name in alive]
        kill.left = len(strays(place))
        kill.damaged = damage(place / "cache", chance)
        self.run(place)
        kill.faults += differing(snapshot(out), self.whole)
        kill.faults += [f"left behind: {path.relative_to(place)}" for path in strays(place)]
        return kill

    def _calm(self, name: str, text: str) -> tuple[dict[str, bytes], float]:
        self.write(text)
        begun = time.monotonic()
        self.run(self.folder / name)
        return snapshot(self.folder / name / "out"), time.monotonic() - begun

    def write(self, text: str) -> None:
        (self.articles / "pont.md").write_text(text, encoding="utf-8")
        (self.articles / "fanfare.txt").write_text(OTHER, encoding="utf-8")

    def run(self, place: Path) -> None:
        process = self.start(place, "calm")
        _, err = process.communicate(timeout=300)
        assert process.returncode == 0, err.decode()

    def start(self, place: Path, mark: str, renaming: int = 0) -> subprocess.Popen[bytes]:
        (place / "out").mkdir(parents=True, exist_ok=True)
        (place / "tmp").mkdir(exist_ok=True)
        hooked = ["-c", AT_A_RENAMING, str(renaming), str(place / "out")]
        start = hooked if renaming else [str(Path(sys.executable).with_name("audiobrief"))]
        if self.command == "make":
            asked = ["make", self.articles / "pont.md", "-o", place / "out" / "pont.mp3"]
        else:
            asked = ["batch", self.articles, "-o", place / "out", "--jobs", "2"]
        return subprocess.Popen(
            [sys.executable, *start, *map(str, asked), "--voice", "espeak-fr", "--for", self.kind, *BOOKS],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if mark == "calm" else subprocess.DEVNULL,
            start_new_session=True,
            env={
                **os.environ,
                "AUDIOBRIEF_CACHE": str(place / "cache"),
                "TMPDIR": str(place / "tmp"),
                "SOURCE_DATE_EPOCH": "1767225600",
                "MARK": mark,
            },
        )

    def _mixed(self, found: dict[str, bytes], over_former: bool) -> list[str]:
        """What is neither a whole run's file nor the former's."""
        wrong = []
        for name, content in found.items():
            accepted = [self.whole.get(name), *([self.former.get(name)] if over_former else [])]
            # What a batch knows of its folder tells of the run's state; that it can be read is what counts here.
            if content not in accepted and not name.endswith("manifest.json"):
                wrong.append(f"partial or unknown: {name} ({len(content)} bytes)")
        books = {name.partition("/")[0] for name in found if "/" in name}
        for book in books:
            parts = {name: content for name, content in found.items() if name.startswith(f"{book}/")}
            if parts not in [of(book, self.whole), of(book, self.former)]:
                wrong.append(f"half a folder: {book}")
        return wrong


def of(book: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.startswith(f"{book}/")}


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file that can be seen in a folder, and in the folders in it."""
    return {
        name: path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (name := path.relative_to(folder).as_posix()).startswith(".")
    }


def differing(found: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    return [
        f"after the second run: {name}" for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)
    ]


def strays(place: Path) -> list[Path]:
    """What a run leaves only when it is killed."""
    return [path for path in place.rglob("*") if path.name.startswith(".") or path.parent == place / "tmp"]


def marked(mark: str) -> list[str]:
    """The processes that a run started, and itself, by a word in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"MARK={mark}".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")[:80])
    return found


def damage(cache: Path, chance: random.Random) -> int:
    """Damage some of what is kept of each kind, each in a way of its own; return how many."""
    done = 0
    for kind in ("clip", "level", "sound"):
        kept = sorted(cache.glob(f"clips/??/*.{kind}"))
        for entry in chance.sample(kept, min(len(kept), 3)):
            entry.write_bytes(DAMAGE[chance.choice(sorted(DAMAGE))](entry.read_bytes(), kept[0].read_bytes(), chance))
            done += 1
    return done


def _flipped(raw: bytes, at: int, bit: int) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 1 << bit]) + raw[at + 1 :]


DAMAGE = {
    "cut": lambda raw, other, chance: raw[: chance.randrange(len(raw))],
    "flip": lambda raw, other, chance: _flipped(raw, chance.randrange(len(raw)), chance.randrange(8)),
    "empty": lambda raw, other, chance: b"",
    "longer": lambda raw, other, chance: raw + b"\0\0",
    "another": lambda raw, other, chance: other if other != raw else raw[::-1],
}


def kills(
    folder: Path, command: str, moments: int, renamings: int, seed: int, kinds: Sequence[str] = KINDS
) -> Iterator[Kill]:
    """Kills of `command`: at random moments until so many runs died of it, and just before so many renamings, the
    first, the second, …; for each kind of delivery in turn."""
    yield from kills_on([Ground(folder / kind, command, kind) for kind in kinds], moments, renamings, seed)


def kills_on(grounds: Sequence[Ground], moments: int, renamings: int, seed: int) -> Iterator[Kill]:
    """The same, where each of `grounds` has had its two undisturbed runs."""
    chance = random.Random(seed)
    died = number = 0
    while died < moments and number < 5 * moments:
        kill = grounds[number % len(grounds)].kill(number, chance)
        died += kill.died
        number += 1
        yield kill
    for at in range(renamings):
        turn, which = divmod(at, len(grounds))
        yield grounds[which].kill(number + at, chance, renaming=turn % _MOST_RENAMINGS + 1)
