"""Where questions end, by Praat: with the rise that the voice is asked for, and without.

    python -m benchmarks.questions --praat praat/bin/python [--voice aurore] [--keep FOLDER]

Of the 60 questions of questions.tsv, half are told from a statement by their tune only, and half by their words.
`--keep` leaves the sounds in a folder.
"""

from __future__ import annotations

import argparse
import math
import statistics
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from audiobrief.model import Speech
from audiobrief.speech import speak_text
from audiobrief.voice.profiles import load_profile
from benchmarks.hearing import write
from benchmarks.listening import ROOT


def questions() -> dict[str, list[Speech]]:
    found: dict[str, list[Speech]] = {}
    for row in Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines():
        kind, _, text = row.partition("\t")
        found.setdefault(kind, []).append(speak_text(text))
    return found


def fall(speech: Speech) -> Speech:
    return tuple(replace(span, rising=False) for span in speech)


def ends(voice: str, speeches: list[Speech], folder: Path, praat: str) -> list[tuple[float, float]]:
    """The median pitch of each, and that of its end, in Hz."""
    profile = load_profile(voice)
    folder.mkdir(parents=True)
    paths = [folder / f"{number}.wav" for number in range(len(speeches))]
    for clip, path in zip(profile.open().speak(speeches, profile.manner), paths, strict=True):
        write(clip, path)
    command = [praat, str(ROOT / "benchmarks" / "pitch.py")]
    given = "".join(f"{path}\n" for path in paths)
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return [(float(median), float(end)) for median, end in (line.split() for line in done.stdout.splitlines())]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--praat", required=True, help="the Python that has praat-parselmouth")
    options.add_argument("--voice", default="aurore")
    options.add_argument("--keep", type=Path)
    asked = options.parse_args()
    print("| told by | rise | end, Hz | from the median, semitones: quartiles | above the median |")
    print("| --- | --- | --: | --- | --: |")
    with tempfile.TemporaryDirectory() as name:
        for kind, speeches in questions().items():
            for rise, given in (("no", [fall(speech) for speech in speeches]), ("as decided", speeches)):
                folder = (asked.keep or Path(name)) / f"{kind}-{rise.replace(' ', '-')}"
                found = ends(asked.voice, given, folder, asked.praat)
                steps = [12 * math.log2(end / median) for median, end in found]
                quartiles = ", ".join(f"{step:+.1f}" for step in statistics.quantiles(steps, n=4))
                above = sum(step > 0 for step in steps)
                end = statistics.median(end for _, end in found)
                print(f"| {kind} | {rise} | {end:.0f} | {quartiles} | {above} of {len(steps)} |", flush=True)


if __name__ == "__main__":
    main()
