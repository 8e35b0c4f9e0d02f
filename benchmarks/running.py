"""A command run as its user would run it: its seconds, when its first sound came, its memory."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import psutil

_NEW = 2.0  # seconds; psutil knows when a process began to within one


@dataclass(frozen=True)
class Run:
    """One run: seconds from start to end, and until more than `header` bytes were printed (0 where nothing was); the
    most memory in bytes of all its processes together (proportional set size, in which what processes share counts
    once) and of the largest one (resident set size); which part of the machine something else used meanwhile."""

    seconds: float
    first: float
    tree: int
    largest: int
    others: float


class CommandError(RuntimeError):
    """A command that failed: which one, and the end of what it said."""


def run(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    printed: Path | None = None,
    header: int = 0,
) -> Run:
    """Run `command` in `folder`, with what it prints written to the file `printed`, and its standard error to
    said.txt there. Raises CommandError."""
    busy, first = _busy_and_own(), 0.0
    with (folder / "said.txt").open("w+b") as said, (printed or Path(os.devnull)).open("wb") as heard:
        begun = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
        )
        assert process.stdout is not None
        with Watch(process.pid) as peaks:
            count = 0
            while block := os.read(process.stdout.fileno(), 1 << 16):
                count += len(block)
                first = first or (time.monotonic() - begun if count > header else 0.0)
                heard.write(block)
            process.stdout.close()
            status = process.wait()
            seconds = time.monotonic() - begun
        if status:
            said.seek(0)
            raise CommandError(f"{' '.join(command)}: status {status}, {said.read()[-600:].decode(errors='replace')}")
    spent = _busy_and_own() - busy
    return Run(seconds, first, peaks.tree, peaks.largest, max(0.0, spent / seconds / (psutil.cpu_count() or 1)))


class Watch:
    """Looks at a process and those that it starts, `every` so many seconds, until the block ends."""

    def __init__(self, pid: int, every: float = 0.1) -> None:
        self.tree = self.largest = self.first = 0
        self._head = psutil.Process(pid)
        self._every = every
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._done.wait(self._every):
            total = 0
            try:
                processes = [self._head, *self._head.children(recursive=True)]
            except psutil.Error:
                return
            for process in processes:
                try:
                    if process != self._head and _borrows(process):
                        continue
                    memory = process.memory_full_info()
                except psutil.Error:
                    continue
                total += memory.pss
                self.largest = max(self.largest, memory.rss)
                if process == self._head:
                    self.first = max(self.first, memory.pss)
            self.tree = max(self.tree, total)


def _borrows(process: psutil.Process) -> bool:
    """Whether a process was begun just now and runs no program of its own yet: until then it has the very memory of
    the one that began it (vfork(2)), which would be counted twice."""
    if time.time() - process.create_time() > _NEW:
        return False
    parent = process.parent()
    return parent is not None and process.cmdline() == parent.cmdline()


def busy() -> float:
    """Seconds that all processors of the machine have worked since it was started."""
    spent = psutil.cpu_times()
    return spent.user + spent.nice + spent.system + spent.irq + spent.softirq + spent.steal


def _busy_and_own() -> float:
    """The same without this process and those that it has started and that have ended."""
    own = os.times()
    return busy() - own.user - own.system - own.children_user - own.children_system
