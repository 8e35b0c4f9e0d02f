"""Everything side by side in one table: making a programme of any length, remaking it, memory, start-up, one sentence;
each beside the plain commands that make an MP3 of the same words.

    python -m benchmarks.quick --write benchmarks/README.md         everything
    python -m benchmarks.quick --only cold,startup --sizes 600,6000
    python -m benchmarks.quick --only sentence                      the shortest job

Debian has the other programs: `apt-get install espeak-ng lame ffmpeg`. Every run is a process of its own, and the runs
of the two programs take turns, so that a busy machine slows them alike. Articles are those of benchmarks/articles.py,
with no sentence twice: nothing is won by the cache within a first run. With `--write` the rows that were measured
replace those of the same name, and the others stay.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mutagen.mp3 import MP3

from audiobrief import __version__
from benchmarks import articles, kokoro_peer, running

TABLE = re.compile(r"(?<=<!-- quick -->\n).*?(?=<!-- end of quick -->)", re.DOTALL)
AUDIOBRIEF = str(Path(sys.executable).with_name("audiobrief"))
ESPEAK = "espeak-ng -v fr -s 165 -f article.txt --stdout | lame --quiet --resample 44.1 -b 96 -m m - peer.mp3"
HEAD = """| what | audiobrief | plain commands | ratio | to be reached | reached | busy with other work |
|---|--:|--:|--:|---|---|--:|
"""
# From so many words on, what is slow is run less often.
SEVERAL, LONG = 6_000, 60_000
MEMORY, NATURAL_MEMORY = 250 * 10**6, 600 * 10**6
STARTS = 15
# Seconds for a sentence, by what is asked.
SENTENCE = {
    "script": (["script", "article.txt"], 0.2),
    "make, espeak-fr": (["make", "article.txt", "-o", "ours.mp3", "--voice", "espeak-fr", "--no-cache"], 0.45),
    "make, aurore": (["make", "article.txt", "-o", "ours.mp3", "--voice", "aurore", "--no-cache"], 1.3),
}


@dataclass(frozen=True)
class Row:
    """A line of the table. `reached` is None where nothing was to be reached."""

    what: str
    ours: str
    peer: str = ""
    ratio: str = ""
    goal: str = ""
    reached: bool | None = None
    busy: str = ""

    def __str__(self) -> str:
        said = {None: "", True: "yes", False: "**no**"}[self.reached]
        return f"| {self.what} | {self.ours} | {self.peer} | {self.ratio} | {self.goal} | {said} | {self.busy} |"


class Bench:
    """A folder to work in, with a cache of its own. Modules are compiled once, as pip does where it installs them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        bytecode = {"PYTHONPYCACHEPREFIX": str(folder / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
        self.environment = {**os.environ, **bytecode, "AUDIOBRIEF_CACHE": str(self.cache)}

    def put(self, article: str) -> None:
        (self.folder / "article.md").write_text(article, encoding="utf-8")
        (self.folder / "article.txt").write_text(articles.plain(article), encoding="utf-8")

    def run(self, *command: str) -> running.Run:
        print(" ".join(command)[:100], file=sys.stderr, end=": ", flush=True)
        run = running.run(command, folder=self.folder, environment=self.environment)
        print(f"{run.seconds:.2f} s", file=sys.stderr, flush=True)
        return run

    def length(self, mp3: str) -> str:
        whole = round(MP3(self.folder / mp3).info.length)
        return f"{whole // 60}:{whole % 60:02}"

    def make(self, voice: str) -> running.Run:
        return self.run(AUDIOBRIEF, "make", "article.md", "-o", "ours.mp3", "--voice", voice)

    def make_cold(self, voice: str) -> running.Run:
        """Without clips; a model that was made ready once stays."""
        shutil.rmtree(self.cache / "clips", ignore_errors=True)
        return self.make(voice)

    def shell(self, command: str) -> running.Run:
        return self.run("bash", "-o", "pipefail", "-c", command)


def cold(bench: Bench, rounds: int, sizes: list[int]) -> Iterator[Row]:
    """eSpeak NG's voice: an article new, once more, and with a paragraph changed."""
    for size in sizes:
        article = articles.long(size)
        bench.put(article)
        cold_runs, peer_runs = (rounds, rounds) if size < LONG else (max(1, rounds - 1), max(1, rounds - 2))
        ours, peers = by_turns(cold_runs, peer_runs, lambda: bench.make_cold("espeak-fr"), lambda: bench.shell(ESPEAK))
        again = rounds if size < SEVERAL else 1
        warm = [bench.make("espeak-fr") for _ in range(again)]
        remade = []
        for turn in range(again):
            bench.put(articles.changed(article, f"Une phrase de plus, la {turn + 2}e."))
            remade.append(bench.make("espeak-fr"))
        name = f"espeak-fr, {count(size)} words"
        faster = 1.5 if size >= LONG else 1.0
        yield beside(f"{name}, nothing kept", ours, peers, faster)
        yield Row(f"{name}, length of the sound", bench.length("ours.mp3"), bench.length("peer.mp3"))
        yield part(f"{name}, everything kept", warm, ours, None)
        yield part(f"{name}, one paragraph changed", remade, ours, 0.1 if size >= LONG else None)
        yield from memory(name, ours, peers)


def flat(bench: Bench, rounds: int, sizes: list[int]) -> Iterator[Row]:
    """Memory for an article of twice the length."""
    bench.put(articles.long(2 * LONG))
    yield from memory(f"espeak-fr, {count(2 * LONG)} words", [bench.make_cold("espeak-fr")], [])


def kokoro(bench: Bench, rounds: int, sizes: list[int]) -> Iterator[Row]:
    """The natural voice, beside kokoro-onnx's own `create` on the whole text and ffmpeg."""
    peer = kokoro_peer.command(bench.folder, "article.txt")
    encode = "ffmpeg -v error -y -f s16le -ar 24000 -ac 1 -i - -ar 44100 -b:a 96k peer.mp3"
    # The model is made ready once for all: that is not the time of an article.
    bench.put("# Bonjour\n\nBonjour à tous.\n")
    bench.make("siwis")
    for size in sizes:
        bench.put(articles.long(size))
        ours, peers = by_turns(
            max(1, rounds - 1),
            max(1, rounds - 2),
            lambda: bench.make_cold("siwis"),
            lambda: bench.shell(f"{peer} | {encode}"),
        )
        yield beside(f"siwis, {count(size)} words, nothing kept", ours, peers, 1.0)
        yield from memory(f"siwis, {count(size)} words", ours, peers, NATURAL_MEMORY)


def startup(bench: Bench, rounds: int, sizes: list[int]) -> Iterator[Row]:
    """The command line before it does anything."""
    commands = {"--version": [AUDIOBRIEF, "--version"], "--help": [AUDIOBRIEF, "--help"]}
    bare = [sys.executable, "-c", "pass"]
    for name, command in commands.items():
        ours, peers = by_turns(STARTS, STARTS, lambda command=command: bench.run(*command), lambda: bench.run(*bare))
        more = seconds(ours) - seconds(peers)
        yield Row(
            f"start-up, `{name}`, beside `python -c pass`",
            f"{seconds(ours) * 1000:.0f} ms",
            f"{seconds(peers) * 1000:.0f} ms",
            f"{more * 1000:+.0f} ms",
            "100 ms more at most",
            more <= 0.1,
        )


def sentence(bench: Bench, rounds: int, sizes: list[int]) -> Iterator[Row]:
    """One sentence, everything made anew but the natural voice's model."""
    bench.put("Bonjour à tous.\n")
    for name, (arguments, most) in SENTENCE.items():
        bench.run(AUDIOBRIEF, *arguments)
        runs = [bench.run(AUDIOBRIEF, *arguments) for _ in range(STARTS)]
        yield Row(
            f"a sentence, {name}", spread(runs), "", "", f"{most:.2f} s at most", seconds(runs) <= most, busy(runs)
        )


SECTIONS: dict[str, Callable[[Bench, int, list[int]], Iterator[Row]]] = {
    "cold": cold,
    "flat": flat,
    "kokoro": kokoro,
    "startup": startup,
    "sentence": sentence,
}
Runs = list[running.Run]


def by_turns(
    our_times: int, peer_times: int, ours: Callable[[], running.Run], peer: Callable[[], running.Run]
) -> tuple[Runs, Runs]:
    """So many runs of each, in turn, ours first: where there are fewer of the peer, they stand between two of ours."""
    found: tuple[Runs, Runs] = ([], [])
    for turn in range(max(our_times, peer_times)):
        if turn < our_times:
            found[0].append(ours())
        if turn < peer_times:
            found[1].append(peer())
    return found


def beside(what: str, ours: Runs, peers: Runs, faster: float) -> Row:
    ratio = seconds(peers) / seconds(ours)
    goal = "no slower" if faster == 1 else f"{faster} times as fast"
    return Row(
        what, spread(ours), spread(peers), f"{ratio:.2f} times as fast", goal, ratio >= faster, busy(ours + peers)
    )


def part(what: str, runs: Runs, whole: Runs, most: float | None) -> Row:
    ratio = seconds(runs) / seconds(whole)
    goal = f"under {most:.0%} of the first run" if most else ""
    return Row(
        what, spread(runs), "", f"{ratio:.1%} of the first run", goal, ratio < most if most else None, busy(runs)
    )


def memory(name: str, ours: Runs, peers: Runs, most: float | None = MEMORY) -> Iterator[Row]:
    for what, of in (("largest process", "largest"), ("all processes", "tree")):
        own, other = (max((getattr(run, of) for run in runs), default=0) for runs in (ours, peers))
        yield Row(
            f"{name}, memory, {what}",
            f"{own / 1e6:.0f} MB",
            f"{other / 1e6:.0f} MB" if other else "",
            f"{own / other:.2f} times as much" if other else "",
            f"under {most / 1e6:.0f} MB" if most else "",
            own < most if most else None,
        )


def seconds(runs: Runs) -> float:
    return statistics.median(run.seconds for run in runs)


def busy(runs: Runs) -> str:
    """The most that something else used of the machine; the system counts too coarsely for short runs."""
    long = [run.others for run in runs if run.seconds > 1]
    return f"{max(long):.0%}" if long else ""


def spread(runs: Runs) -> str:
    """The median, and between which figures it lies."""
    all_of_them = [run.seconds for run in runs]
    if len(runs) == 1:
        return f"{all_of_them[0]:.2f} s"
    return f"{seconds(runs):.2f} s ({min(all_of_them):.2f}–{max(all_of_them):.2f})"


def count(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def written(rows: list[Row], former: str) -> str:
    """The table, with rows of a former one that were not measured now."""
    known = {line.split("|")[1].strip(): line for line in former.splitlines() if line.startswith("| ")}
    known.pop("what", None)
    known.update({row.what: str(row) for row in rows})
    cores = len(os.sched_getaffinity(0))
    head = f"audiobrief {__version__}, Python {platform.python_version()}, {cores} cores."
    return f"\n{head}\n\n{HEAD}" + "\n".join(known.values()) + "\n\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--only", default="cold,kokoro,startup,sentence", help=f"sections, of {', '.join(SECTIONS)}")
    parser.add_argument("--sizes", default="600,6000,60000", help="words of the articles of the section cold")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each; fewer of what is slow")
    parser.add_argument("--long", action="store_true", help="the natural voice with 6 000 words too")
    parser.add_argument("--flat", action="store_true", help="120 000 words too, for their memory")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table where FILE marks its place")
    options = parser.parse_args()
    sections = [*options.only.split(","), *(["flat"] if options.flat else [])]
    if wrong := set(sections) - set(SECTIONS):
        parser.error(f"no such section: {', '.join(sorted(wrong))}")
    if missing := [name for name in ("espeak-ng", "lame", "ffmpeg") if not shutil.which(name)]:
        parser.error(f"missing: {', '.join(missing)} (apt-get install {' '.join(missing)})")
    sizes = [int(size) for size in options.sizes.split(",")]
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="audiobrief-quick-") as folder:
        bench = Bench(Path(folder))
        for section in dict.fromkeys(sections):
            lengths = sizes if section != "kokoro" else [600, 6000] if options.long else [600]
            for row in SECTIONS[section](bench, options.rounds, lengths):
                print(row, file=sys.stderr, flush=True)
                rows.append(row)
    around = options.write.read_text(encoding="utf-8") if options.write else ""
    former = TABLE.search(around)
    table = written(rows, former.group() if former else "")
    if former:
        options.write.write_text(TABLE.sub(lambda _: table, around), encoding="utf-8")
    else:
        print(table)


if __name__ == "__main__":
    main()
