"""How many articles an hour a batch makes: on one process, on two, on two Dask workers; in how much memory; and what a
second run costs.

    python -m benchmarks.newsroom --write benchmarks/newsroom.md

Every run is the installed command in a process of its own, with an empty cache of clips. The articles are put together
from the sentences below by a fixed rule, so that every machine makes the same ones.
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
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from audiobrief import __version__

MEASURED = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end of what is measured -->)", re.DOTALL)
VOICE = "espeak-fr"
SEED = 20

PLACES = ["Lannévez", "Saint-Orval", "Brévelle", "Montfaucil", "Kerlouan-les-Bois", "Port-Breuil", "Vaux-sur-Orne"]
NAMES = ["Mme Roux", "M. Ozanne", "Jeanne Lormeau", "le Dr Vial", "Mme Castaing", "M. Le Guen"]
THINGS = ["la piscine", "le pont", "la halle", "l’école", "le musée", "la gare routière", "la médiathèque"]
TITLES = [
    "À {place}, {thing} rouvre après {n} mois",
    "{thing} de {place} coûtera {n} millions",
    "{place} : {n} voix d’écart",
    "Ce qui change pour {thing} à {place}",
    "{name} quitte {place}",
]
SENTENCES = [
    "Le conseil municipal de {place} a voté mardi 3 juin le budget de {thing}, par {n} voix contre 12.",
    "Les travaux ont coûté {n},5 M€, soit 12 % de plus que prévu.",
    "« Nous avons attendu ce jour pendant {n} ans, et le voici enfin », a dit {name} devant les habitants.",
    "À 18h30, {n} personnes se pressaient déjà devant {thing}.",
    "La préfecture et la SNCF n’ont pas souhaité répondre.",
    "Selon l’Insee, {place} compte {n} 340 habitants, contre 21 000 en 1999.",
    "Le chantier reprendra le 1er septembre, si la météo le permet.",
    "{name} rappelle que {thing} date du XIXe siècle et qu’elle fut fermée deux fois.",
    "La ligne 7 passera toutes les {n} minutes, du lundi au samedi, entre 6h et 21h.",
    "Personne n’a été blessé.",
    "Le préavis court jusqu’au 21 mars ; les syndicats demandent 3 % de plus et {n} postes.",
    "D’ici là, il faudra faire le tour par {place}, une bonne demi-heure à pied, presque autant en voiture.",
    "L’association a récolté {n} tonnes de papier, de verre et de carton au 2e trimestre.",
    "« C’est trop peu, trop tard », regrette {name}, qui tient le café de la place.",
    "Le maire, lui, se dit confiant.",
    "Une réunion publique se tiendra jeudi à {place}, salle n° {n}, à partir de 20 heures.",
]


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
    choose = random.Random(SEED)
    folder.mkdir(parents=True)
    words = 0

    def filled(text: str) -> str:
        said = text.format(
            place=choose.choice(PLACES), name=choose.choice(NAMES), thing=choose.choice(THINGS), n=choose.randint(2, 98)
        )
        return said[0].upper() + said[1:]

    for number in range(count):
        lines = [f"# {filled(choose.choice(TITLES))}"]
        for at in range(choose.choice([4, 6, 8, 12, 16, 24, 40])):
            if at and at % 12 == 0:
                lines.append(f"## {filled('Et {thing} de {place} ?')}")
            sentence = filled(choose.choice(SENTENCES))
            if lines[-1].startswith("#") or at % 3 == 0:
                lines.append(sentence)
            else:
                lines[-1] += f" {sentence}"
        text = "\n\n".join(lines) + "\n"
        words += len(text.split())
        (folder / f"{number:04d}.md").write_text(text, encoding="utf-8")
    return words


def measured(name: str, work: Path, out: str, *options: str) -> Run:
    """Run a batch of `work`/articles into `work`/`out`."""
    report = work / "report.json"
    command = [str(Path(sys.executable).with_name("audiobrief")), "batch", "articles", "-o", out]
    command += ["--voice", VOICE, "--report", str(report), *options]
    environment = {**os.environ, "AUDIOBRIEF_CACHE": str(work / "cache")}
    busy = _busy()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    process = subprocess.Popen(
        command, cwd=work, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    peaks = {"all": 0, "head": 0}
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peaks, done))
    watch.start()
    _, said = process.communicate()
    seconds = time.monotonic() - begun
    done.set()
    watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    others = (_busy() - busy - processor) / seconds / psutil.cpu_count()
    if process.returncode:
        raise SystemExit(said.decode())
    told = json.loads(report.read_text(encoding="utf-8"))
    run = Run(
        name,
        seconds,
        processor,
        told["made"],
        peaks["all"],
        peaks["head"],
        sum(row["duration"] for row in told["articles"] if row["status"] == "made"),
        max(0.0, others),
    )
    print(f"{name}: {run.made} made in {run.seconds:.1f} s", file=sys.stderr, flush=True)
    return run


def _busy() -> float:
    """Seconds that all processors of the machine have worked since it was started."""
    spent = psutil.cpu_times()
    return spent.user + spent.nice + spent.system + spent.irq + spent.softirq + spent.steal


def _watch(pid: int, peaks: dict[str, int], done: threading.Event) -> None:
    """Memory is the proportional set size, in which what processes share counts once."""
    head = psutil.Process(pid)
    while not done.wait(0.5):
        total = 0
        try:
            for process in [head, *head.children(recursive=True)]:
                try:
                    size = process.memory_full_info().pss
                except psutil.Error:
                    continue
                total += size
                if process.pid == pid:
                    peaks["head"] = max(peaks["head"], size)
        except psutil.Error:
            return
        peaks["all"] = max(peaks["all"], total)


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
    with tempfile.TemporaryDirectory(prefix="audiobrief-newsroom-") as work:
        text = tables(options.articles, Path(work))
    if options.write:
        around = options.write.read_text(encoding="utf-8")
        options.write.write_text(MEASURED.sub(lambda _: f"\n{text}\n", around), encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
