"""How many articles an hour a batch makes: on one process, on two, on two Dask workers; in how much memory; and what a
second run costs.

    python -m benchmarks.batch --write benchmarks/batch.md

Every run is the installed command in a process of its own, with an empty cache of clips. The articles are those
of benchmarks/articles.py, the same on every machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from audiobrief import __version__
from benchmarks import articles, running

MEASURED = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end of what is measured -->)", re.DOTALL)
VOICE = "espeak-fr"


@dataclass(frozen=True)
class Run:
    """One run: seconds from start to end, of processors, articles that were made, the most memory in bytes of all its
    processes together and of the one that was started, seconds of sound, and which part of the machine's processors was
    busy with something else meanwhile."""

    name: str
    seconds: float
    processor: float
    made: int
    memory: int
    head: int
    sound: float
    others: float

    @property
    def an_hour(self) -> float:
        return self.made / self.seconds * 3600


def write_articles(folder: Path, count: int) -> int:
    """`count` articles of 4 to 40 sentences; return how many words they have."""
    choose = random.Random(articles.SEED)
    folder.mkdir(parents=True)
    words = 0
    for number in range(count):
        text = articles.short(choose, [4, 6, 8, 12, 16, 24, 40])
        words += len(text.split())
        (folder / f"{number:04d}.md").write_text(text, encoding="utf-8")
    return words


def measured(name: str, work: Path, out: str, *options: str) -> Run:
    """Run a batch of `work`/articles into `work`/`out`."""
    report = work / "report.json"
    command = [str(Path(sys.executable).with_name("audiobrief")), "batch", "articles", "-o", out]
    command += ["--voice", VOICE, "--report", str(report), *options]
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(work / "cache")}
    busy = running.busy()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    process = subprocess.Popen(
        command, cwd=work, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    with running.Watch(process.pid, every=0.5) as peaks:
        _, said = process.communicate()
        seconds = time.monotonic() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    others = (running.busy() - busy - processor) / seconds / psutil.cpu_count()
    if process.returncode:
        raise SystemExit(said.decode())
    told = json.loads(report.read_text(encoding="utf-8"))
    run = Run(
        name,
        seconds,
        processor,
        told["made"],
        peaks.tree,
        peaks.first,
        sum(row["duration"] for row in told["articles"] if row["status"] == "made"),
        max(0.0, others),
    )
    print(f"{name}: {run.made} made in {run.seconds:.1f} s", file=sys.stderr, flush=True)
    return run


def tables(count: int, work: Path) -> str:
    words = write_articles(work / "articles", count)

    def fresh(name: str, out: str, *options: str) -> Run:
        shutil.rmtree(work / "cache", ignore_errors=True)
        return measured(name, work, out, *options)

    one = fresh("one process", "one", "--jobs", "1")
    shutil.rmtree(work / "one")
    two = fresh("two processes", "two", "--jobs", "2")
    dask = fresh("two Dask workers", "dask", "--jobs", "2", "--cluster", "local")
    shutil.rmtree(work / "dask")
    nothing = measured("nothing changed", work, "two", "--jobs", "2")
    changed = work / "articles" / f"{count // 2:04d}.md"
    changed.write_text(f"{changed.read_text(encoding='utf-8')}\nUne phrase de plus, le 21 mars.\n", encoding="utf-8")
    single = measured("one article changed", work, "two", "--jobs", "2")

    lines = [
        f"audiobrief {__version__}, voice {VOICE}, Python {platform.python_version()}, "
        f"{len(os.sched_getaffinity(0))} cores. "
        f"{count} articles, {words} words, {one.sound / 3600:.1f} hours of sound.",
        "",
        "| all articles on | seconds | articles an hour | times one process | efficiency | seconds of processor "
        "| memory, all processes | memory, the first process | busy with other work |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for run, workers in ((one, 1), (two, 2), (dask, 2)):
        times = one.seconds / run.seconds
        lines.append(
            f"| {run.name} | {run.seconds:.0f} | {run.an_hour:.0f} | {times:.2f} | {times / workers:.0%} "
            f"| {run.processor:.0f} | {run.memory / 2**20:.0f} MB | {run.head / 2**20:.0f} MB "
            f"| {run.others:.0%} |"
        )
    lines += ["", "| second run, two processes | seconds | articles made |", "|---|---|---|"]
    lines += [f"| {run.name} | {run.seconds:.1f} | {run.made} |" for run in (nothing, single)]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables where FILE marks their place")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="audiobrief-batch-") as work:
        text = tables(options.articles, Path(work))
    if options.write:
        around = options.write.read_text(encoding="utf-8")
        options.write.write_text(MEASURED.sub(lambda _: f"\n{text}\n", around), encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
