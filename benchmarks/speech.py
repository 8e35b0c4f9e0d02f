"""How well and how fast French text becomes spoken text: audiobrief beside other programs, on any files of cases.

    python -m benchmarks.speech --peers PEERS/bin/python --cases tests/speech/cases/*.tsv --write benchmarks/speech.md

Run from the root of the repository, in audiobrief's own environment. PEERS is a throwaway environment holding damga,
lectura-tokeniseur and lectura-formules; without it only audiobrief, num2words and the text left as it is are compared.

A case is a line of two columns (sentence, accepted forms parted by ` | `; its class is the name of its file) or of
three (class, sentence, forms). A file of three columns is a table of its own; files of two columns share one.

Speed is counted in seconds of processor time on one core, in a process that has already spoken its first sentences;
the runs of the programs are interleaved, so that a busy machine slows them alike. Peak memory is what
`/usr/bin/time -v` reports for a whole process that reads the same text.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from tests.speech.scoring import accepted, canonical

ROOT = Path(__file__).parents[1]
ADAPTERS = Path(__file__).with_name("adapters.py")
TITLES = {
    "audiobrief": "audiobrief",
    "damga": "damga",
    "lectura": "lectura",
    "num2words": "num2words by regex",
    "unchanged": "no change",
}
FROM_PEERS = ("damga", "lectura")
PUNCTUATED = frozenset({"punct", "punctuation"})
WORDS = 20_000
ROUNDS = 5
MEASURED = re.compile(r"(?<=<!-- measured -->\n).*(?=<!-- end of what is measured -->)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Case:
    kind: str
    sentence: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of one table."""

    title: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A program under its name in adapters.py, and the Python that runs it."""

    name: str
    python: str

    def command(self, *options: str) -> list[str]:
        return [self.python, str(ADAPTERS), self.name, *options]


@dataclass(frozen=True, slots=True)
class Speed:
    """Words a second in every round, and the peak resident memory of a process, in kB."""

    rates: tuple[float, ...]
    memory: int


def cases_of(file: Path) -> tuple[list[Case], bool]:
    """The cases of a file, and whether it names their classes itself. SystemExit where a line is no case."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{file} cannot be read ({error}): name a UTF-8 file of cases.") from error
    cases = []
    columns = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        cells = line.split("\t")
        columns.add(len(cells))
        if columns not in ({2}, {3}):
            raise SystemExit(
                f"{file}:{number}: write every line in two columns, or every line in three, parted by tabs."
            )
        kind = cells[0] if len(cells) == 3 else file.stem
        cases.append(Case(kind, cells[-2], tuple(cells[-1].split(" | "))))
    return cases, columns == {3}


def suites_of(files: Iterable[Path]) -> list[Suite]:
    suites = []
    shared: dict[str, list[Case]] = {}
    for file in files:
        cases, classed = cases_of(file)
        if classed:
            suites.append(Suite(file.name, tuple(cases)))
        else:
            folder = file.resolve().parent
            title = str(folder.relative_to(ROOT)) if folder.is_relative_to(ROOT) else folder.name
            shared.setdefault(title, []).extend(cases)
    return suites + [Suite(title, tuple(cases)) for title, cases in shared.items() if cases]


def output_of(command: list[str], text: str = "") -> str:
    """What a program prints. SystemExit where it fails."""
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    except OSError as error:
        raise SystemExit(f"`{command[0]}` does not start ({error.strerror}): give the path of a Python.") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().split("\n")[-1]
        raise SystemExit(
            f"`{' '.join(command)}` failed ({said}): install what it needs in the environment of that Python."
        )
    return done.stdout.decode()


def spoken(program: Program, sentences: list[str]) -> list[str]:
    lines = output_of(program.command(), "".join(f"{sentence}\n" for sentence in sentences)).split("\n")[:-1]
    if len(lines) != len(sentences):
        raise SystemExit(f"{program.name} gave {len(lines)} lines for {len(sentences)} sentences: mend its adapter.")
    return lines


def right(case: Case, said: str) -> bool:
    return accepted(said, case.forms, punctuation=case.kind in PUNCTUATED)


def right_unspaced(case: Case, said: str) -> bool:
    """As `right`, but an acronym left in capitals, which a voice may well spell, counts as spelled."""

    def glued(text: str) -> str:
        return canonical(text, punctuation=case.kind in PUNCTUATED).replace(" ", "")

    return glued(said) in map(glued, case.forms)


def scores(suite: Suite, programs: list[Program]) -> str:
    said = {program.name: spoken(program, [case.sentence for case in suite.cases]) for program in programs}
    written = Counter(case.kind for case in suite.cases)
    good = {
        name: Counter(case.kind for case, line in zip(suite.cases, lines, strict=True) if right(case, line))
        for name, lines in said.items()
    }
    lenient = {
        name: sum(right_unspaced(case, line) for case, line in zip(suite.cases, lines, strict=True))
        for name, lines in said.items()
    }
    count = len(suite.cases)
    rows = [[kind, str(number), *(str(good[name][kind]) for name in said)] for kind, number in written.items()]
    rows.append(["**all**", str(count), *(f"**{good[name].total() / count:.1%}**" for name in said)])
    rows.append(["all, spaces ignored", str(count), *(f"{lenient[name] / count:.1%}" for name in said)])
    return table(["class", "cases", *(TITLES[name] for name in said)], rows)


def pinned(command: list[str]) -> list[str]:
    """The command on one core, where the system can hold it there."""
    if shutil.which("taskset") is None or not hasattr(os, "sched_getaffinity"):
        return command
    return ["taskset", "-c", str(max(os.sched_getaffinity(0))), *command]


def peak_memory(command: list[str], text: str) -> int:
    """Maximum resident set size in kB, by GNU time."""
    time = shutil.which("time")
    if time is None:
        raise SystemExit("GNU time is not installed: install the package `time` to measure memory.")
    done = subprocess.run([time, "-v", *command], input=text.encode(), capture_output=True, check=True)
    found = re.search(rb"Maximum resident set size \(kbytes\): (\d+)", done.stderr)
    if found is None:
        raise SystemExit(f"{time} has no option -v that tells the peak memory: install GNU time.")
    return int(found[1])


def speeds(programs: list[Program], text: str) -> dict[str, Speed]:
    words = len(text.split())
    rates: dict[str, list[float]] = {program.name: [] for program in programs}
    for _ in range(ROUNDS):
        for program in programs:
            rates[program.name].append(words / float(output_of(pinned(program.command("--time")), text)))
    return {
        program.name: Speed(tuple(rates[program.name]), peak_memory(program.command(), text)) for program in programs
    }


def speed_table(measured: dict[str, Speed]) -> str:
    own = median(measured["audiobrief"].rates)
    rows = [
        [
            TITLES[name],
            thousands(median(speed.rates)),
            f"{thousands(min(speed.rates))} – {thousands(max(speed.rates))}",
            f"{median(speed.rates) / own:.2f}",
            f"{speed.memory / 1024:.0f} MB",
        ]
        for name, speed in measured.items()
        if name != "unchanged"
    ]
    # Leaving the text alone has no speed worth the name; its memory is that of Python itself.
    rows += [
        [TITLES[name], "", "", "", f"{speed.memory / 1024:.0f} MB"]
        for name, speed in measured.items()
        if name == "unchanged"
    ]
    return table(["", "words a second", "slowest – fastest run", "times audiobrief", "peak memory"], rows)


def thousands(number: float) -> str:
    """Three figures that mean something, thousands apart."""
    rounded = round(number, 3 - len(str(int(number))))
    return f"{rounded:,.0f}".replace(",", "\u00a0")


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def report(suites: list[Suite], programs: list[Program]) -> str:
    versions = ", ".join(
        output_of(program.command("--version")).strip() for program in programs if program.name != "unchanged"
    )
    sentences = [case.sentence for suite in suites for case in suite.cases]
    words = sum(len(sentence.split()) for sentence in sentences)
    times = -(-WORDS // words)
    text = "".join(f"{sentence}\n" for sentence in sentences * times)
    parts = [
        f"{date.today():%Y-%m-%d}; {versions}; Python {platform.python_version()}; {processor()}.\n",
        *(f"### Right in `{suite.title}`\n\n{scores(suite, programs)}" for suite in suites),
        f"### Speed\n\n{speed_table(speeds(programs, text))}\n"
        f"{len(sentences)} sentences of {words} words, said {times} times over; "
        f"the middle of {ROUNDS} interleaved runs on one core.\n",
    ]
    return "\n" + "\n".join(parts) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", nargs="+", type=Path, required=True, metavar="FILE", help="files of cases")
    parser.add_argument("--peers", metavar="PYTHON", help="the Python of an environment that holds the peers")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables where FILE marks their place")
    asked = parser.parse_args()
    programs = [
        Program(name, asked.peers if name in FROM_PEERS else sys.executable)
        for name in TITLES
        if asked.peers or name not in FROM_PEERS
    ]
    suites = suites_of(asked.cases)
    if not suites:
        raise SystemExit("The files hold no cases: name files that do.")
    if asked.write and not MEASURED.search(asked.write.read_text(encoding="utf-8")):
        raise SystemExit(
            f"{asked.write} has no `<!-- measured -->` and `<!-- end of what is measured -->` to write between."
        )
    tables = report(suites, programs)
    if asked.write:
        around = asked.write.read_text(encoding="utf-8")
        asked.write.write_text(MEASURED.sub(lambda _: tables, around), encoding="utf-8")
    else:
        print(tables)


if __name__ == "__main__":
    main()
