"""A newsroom's articles by `audiobrief batch`: on one process, on two, and on a Dask cluster of single-thread workers,
left alone and with a worker killed every minute. From a checkout with the extra `cluster`,

    .venv/bin/python -m benchmarks.scale --write benchmarks/scale.md

The scheduler and its workers are processes of their own on loopback, started by the commands that docs/batch.md gives.
Every run has an empty cache of clips. What a killed run made must be, byte for byte, what the first run made. The bytes
sent are those of the loopback device: for exact ones run it where nothing else uses that, as by
`unshare --net sh -c 'ip link set lo up && …'`. The exit status is 1 if something was lost or made twice.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import platform
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from distributed import Client, SchedulerPlugin

from audiobrief import __version__
from benchmarks import newsroom, running
from benchmarks.tables import write_rows

VOICE = "espeak-fr"
RUNS = ("one", "two", "cluster", "kills")
_BIN = Path(sys.executable).parent
# Seconds between looks at memory.
_LOOK = 1.0
_COUNTER = "results"


@dataclass
class Memory:
    """Resident set sizes in bytes, as they were looked at, by the process's role."""

    sizes: dict[str, list[int]] = field(default_factory=dict)

    def add(self, role: str, size: int) -> None:
        self.sizes.setdefault(role, []).append(size)

    def describe(self, role: str) -> str:
        """The medians of the second and the last quarter of the run (the first is that of starting), and the most."""
        sizes = self.sizes.get(role, [])
        if len(sizes) < 8:
            return ""
        quarter = len(sizes) // 4
        early, late = statistics.median(sizes[quarter : 2 * quarter]), statistics.median(sizes[-quarter:])
        return f"{early / 1e6:.0f} → {late / 1e6:.0f}, at most {max(sizes) / 1e6:.0f} MB"


@dataclass
class Run:
    """One run: its seconds, those of processors (on a cluster also of the scheduler and of the command alone), bytes on
    loopback and in the programmes, what was made how often."""

    name: str
    workers: int
    kill_every: float = 0.0
    seconds: float = 0.0
    processor: float = 0.0
    scheduler: float = 0.0
    command: float = 0.0
    sent: int = 0
    written: int = 0
    made: int = 0
    sound: float = 0.0
    computed: int = 0
    killed: int = 0
    left: int = 0
    others: float = 0.0
    memory: Memory = field(default_factory=Memory)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def clustered(self) -> bool:
        return self.name in ("cluster", "kills")


def write_articles(folder: Path, count: int, sentences: int) -> int:
    """Write the articles; return how many words they have."""
    folder.mkdir(parents=True)
    words = 0
    for number, text in enumerate(newsroom.make_articles(count, sentences)):
        words += len(text.split())
        (folder / f"{number:05d}.md").write_text(text, encoding="utf-8")
    return words


def run_batch(run: Run, work: Path, *options: str, cluster: Cluster | None = None) -> None:
    """Run the batch with an empty cache into a folder of the run's own, and fill in what was seen."""
    report, out = work / "report.json", work / run.name
    shutil.rmtree(work / "cache", ignore_errors=True)
    command = [_BIN / "audiobrief", "batch", "articles", "-o", out, "--voice", VOICE, "--report", report, *options]
    busy, sent, begun = running.busy(), _count_loopback(), time.monotonic()
    spent = cluster.count_processor() if cluster else 0.0
    scheduled = cluster.count_scheduler() if cluster else 0.0
    before = os.times()
    head = psutil.Popen(
        command, cwd=work, env=_make_environment(work), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    ended = threading.Event()
    looks: list[Callable[[], None]] = [lambda: _look(run, head, cluster)]
    if cluster and run.kill_every:
        looks.append(lambda: _kill_worker(run, cluster))
    threads = [
        threading.Thread(target=_repeat, args=(look, every, ended))
        for look, every in zip(looks, (_LOOK, run.kill_every), strict=False)
    ]
    for thread in threads:
        thread.start()
    _, said = head.communicate()
    ended.set()
    run.seconds, run.sent = time.monotonic() - begun, _count_loopback() - sent
    for thread in threads:
        thread.join()
    after = os.times()
    run.processor = after.children_user + after.children_system - before.children_user - before.children_system
    if cluster:
        run.command = run.processor
        run.processor += cluster.count_processor() - spent
        run.scheduler = cluster.count_scheduler() - scheduled
    run.others = max(0.0, (running.busy() - busy - run.processor) / run.seconds / (psutil.cpu_count() or 1))
    if head.returncode not in (0, 10):
        raise SystemExit(said.decode())
    told = json.loads(report.read_text(encoding="utf-8"))
    run.made = told["made"]
    run.sound = sum(row["duration"] for row in told["articles"] if row["status"] == "made")
    for path in sorted(out.rglob("*.*")):
        if path.name != "audiobrief-manifest.json":
            run.files[path.relative_to(out).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
            run.written += path.stat().st_size
    run.computed = cluster.count_computed() if cluster else run.made
    shutil.rmtree(out)
    print(
        f"{run.name}: {run.made} made in {run.seconds:.1f} s, {run.killed} workers killed", file=sys.stderr, flush=True
    )


class _ResultCounter(SchedulerPlugin):
    """Counts the programmes that workers told the scheduler of."""

    def __init__(self) -> None:
        self.results = 0

    def transition(self, key: object, start: str, finish: str, *about: object, **more: object) -> None:
        self.results += finish == "memory" and str(key).startswith("run_task")


class Cluster:
    """A scheduler and its workers on loopback, until the block ends."""

    def __init__(self, work: Path, workers: int) -> None:
        self._work, self._workers = work, workers

    def __enter__(self) -> Cluster:
        file = self._work / "scheduler.json"
        file.unlink(missing_ok=True)
        quiet = ("--no-dashboard", "--host", "127.0.0.1")
        self._ended = 0.0
        self.scheduler = self._start("scheduler", *quiet, "--port", "0", "--scheduler-file", file)
        while not file.exists() or not (text := file.read_text(encoding="utf-8")):
            time.sleep(0.1)
        self.address: str = json.loads(text)["address"]
        folder = ("--local-directory", self._work / "workers")
        count = ("--nworkers", self._workers, "--nthreads", "1")
        self.nanny = self._start("worker", self.address, *quiet, *count, *folder)
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(self._workers, timeout=60)
            client.register_plugin(_ResultCounter(), name=_COUNTER)
        return self

    def __exit__(self, *why: object) -> None:
        for process in (self.nanny, self.scheduler):
            process.send_signal(signal.SIGINT)
        for process in (self.nanny, self.scheduler):
            process.wait(30)

    def _start(self, *command: object) -> psutil.Popen:
        return psutil.Popen(
            [_BIN / "dask", *map(str, command)],
            env=_make_environment(self._work),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def list_workers(self) -> list[psutil.Process]:
        """The processes that make programmes; each nanny starts its own again when it dies."""
        children = self.nanny.children()
        return [child for child in children if any("spawn_main" in word for word in _read_command(child))]

    def count_computed(self) -> int:
        """How many results the scheduler was told of, those counted twice that were made again."""
        with Client(self.address, set_as_default=False) as client:
            return client.run_on_scheduler(lambda dask_scheduler: dask_scheduler.plugins[_COUNTER].results)

    def count_scheduler(self) -> float:
        """Seconds of processor of the scheduler."""
        return sum(self.scheduler.cpu_times()[:2])

    def count_processor(self) -> float:
        """Seconds of processor of the cluster's processes that live, and of what they have started and waited for."""
        total = 0.0
        for process in (self.scheduler, self.nanny, *self.list_workers()):
            with contextlib.suppress(psutil.Error):
                total += sum(process.cpu_times()[:4])
        return total


def _read_command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def _look(run: Run, head: psutil.Process, cluster: Cluster | None) -> None:
    looked = [("first process", head)]
    if cluster:
        looked += [("scheduler", cluster.scheduler), *(("worker", worker) for worker in cluster.list_workers())]
    for role, process in looked:
        with contextlib.suppress(psutil.Error):
            run.memory.add(role, process.memory_info().rss)


def _kill_worker(run: Run, cluster: Cluster) -> None:
    if workers := cluster.list_workers():
        random.Random(run.killed).choice(workers).kill()
        run.killed += 1


def _repeat(work: Callable[[], None], every: float, ended: threading.Event) -> None:
    while not ended.wait(every):
        work()


def _count_loopback() -> int:
    return psutil.net_io_counters(pernic=True)["lo"].bytes_sent


def _make_environment(work: Path) -> dict[str, str]:
    (work / "scratch").mkdir(exist_ok=True)
    return {**os.environ, "AUDIOBRIEF_CACHE": str(work / "cache"), "TMPDIR": str(work / "scratch")}


def measure(asked: argparse.Namespace, work: Path) -> tuple[int, list[Run]]:
    words = write_articles(work / "articles", asked.articles, asked.sentences)
    runs = []
    for name in asked.only:
        if name in ("one", "two"):
            run = Run(name, 1 + (name == "two"))
            run_batch(run, work, "--jobs", str(run.workers))
        else:
            run = Run(name, asked.workers, asked.kill_every if name == "kills" else 0.0)
            with Cluster(work, asked.workers) as cluster:
                run_batch(run, work, "--cluster", cluster.address, cluster=cluster)
        run.left = sum(1 for path in (work / "scratch").iterdir() if path.name.startswith(".audiobrief"))
        runs.append(run)
    return words, runs


def find_faults(runs: list[Run], articles: int) -> Iterator[str]:
    """What was lost, made twice, or made differently from the first run."""
    for run in runs:
        if run.made != articles:
            yield f"{run.name}: {run.made} of {articles} made"
        if run.files != runs[0].files:
            wrong = {name for name in {*run.files, *runs[0].files} if run.files.get(name) != runs[0].files.get(name)}
            yield f"{run.name}: {len(wrong)} files are not those of '{runs[0].name}', such as {min(wrong)}"
        if run.computed > articles:
            yield f"{run.name}: {run.computed - articles} articles were made twice"


def format_tables(asked: argparse.Namespace, words: int, runs: list[Run]) -> Iterator[str]:
    one = runs[0]
    yield (
        f"audiobrief {__version__}, voice {VOICE}, Python {platform.python_version()}, "
        f"{len(os.sched_getaffinity(0))} cores. {asked.articles} articles, {words} words, "
        f"{one.sound / 3600:.1f} hours of sound, {one.written / asked.articles / 1e3:.0f} kB of files an article."
    )
    yield ""
    yield (
        "| run | seconds | articles an hour | times one process | efficiency "
        "| seconds of processor an article | of these the scheduler's, the command's | busy with other work |"
    )
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for run in runs:
        times = one.seconds / run.seconds
        parts = f"{run.scheduler / asked.articles:.3f}, {run.command / asked.articles:.3f}" if run.clustered else ""
        yield (
            f"| {_name_run(run)} | {run.seconds:.0f} | {run.made / run.seconds * 3600:.0f} | {times:.2f} "
            f"| {times / run.workers:.0%} | {run.processor / asked.articles:.2f} | {parts} "
            f"| {run.others:.0%} |"
        )
    yield ""
    yield (
        "| run | made | results counted | workers killed | left in temporary folders "
        "| sent an article | times the files |"
    )
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for run in runs:
        sent = f"{run.sent / asked.articles / 1e3:.0f} kB | {run.sent / run.written:.2f}" if run.clustered else " | "
        yield f"| {_name_run(run)} | {run.made} | {run.computed} | {run.killed} | {run.left} | {sent} |"
    yield ""
    yield "| run | memory of the first process | of the scheduler | of a worker |"
    yield "|---|---|---|---|"
    for run in runs:
        memory = " | ".join(map(run.memory.describe, ("first process", "scheduler", "worker")))
        yield f"| {_name_run(run)} | {memory} |"


def _name_run(run: Run) -> str:
    return {
        "one": "one process",
        "two": "two processes",
        "cluster": f"{run.workers} Dask workers",
        "kills": f"{run.workers} Dask workers, one killed every {run.kill_every:.0f} s",
    }[run.name]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--sentences", type=int, default=2, help="of each article")
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--kill-every", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--only", nargs="+", choices=RUNS, default=RUNS)
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables where FILE marks their place")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="audiobrief-scale-") as work:
        words, runs = measure(asked, Path(work))
    rows = list(format_tables(asked, words, runs))
    if asked.write:
        write_rows(asked.write, "<!-- measured -->", "<!-- end of what is measured -->", rows)
    print("\n".join(rows))
    faults = list(find_faults(runs, asked.articles))
    print("\n".join(faults) or "nothing was lost, nothing made twice")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
