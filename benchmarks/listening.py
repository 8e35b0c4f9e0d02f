"""How well each voice is understood, by class of what is read: an offline recogniser writes down what it hears.

    python -m benchmarks.listening --recogniser listen/bin/python --voices siwis nicola --write benchmarks/voices.md

For each class of tests/speech/cases, some sentences are spoken one after the other, written down by the recogniser
(benchmarks/recogniser.py says what it needs), and what is heard is compared with what was to be said: both are turned
into French phonemes by eSpeak NG, without stress or spaces, so that homophones and spelling do not count. What the
recogniser writes in figures (`14h30`, `3 %`) is put back into words by audiobrief's own speech stage. `--raw` gives the
voice the sentences as written, to show what the speech stage is worth.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audiobrief.model import Spoken
from audiobrief.speech import line, speak_text, spoken_line
from audiobrief.voice.engine import Speech
from audiobrief.voice.espeak_library import phonemes
from audiobrief.voice.profiles import Profile, load

ROOT = Path(__file__).parents[1]
SENTENCES = 5
PAUSE = 0.8
BEGIN, END = "<!-- listening -->", "<!-- end of listening -->"


@dataclass(frozen=True)
class Heard:
    """Phonemes that were to be said, and how many of them were heard wrongly (insertions and losses count)."""

    phonemes: int
    wrong: int

    @property
    def rate(self) -> float:
        return 100 * self.wrong / max(1, self.phonemes)


def classes() -> Iterator[tuple[str, list[str]]]:
    """A class's name, and its longest sentences: a recogniser goes by the words around, as a listener does."""
    for file in sorted((ROOT / "tests" / "speech" / "cases").glob("*.tsv")):
        rows = [row.split("\t")[0] for row in file.read_text(encoding="utf-8").split("\n") if row.strip()]
        yield file.stem, sorted(rows, key=lambda row: -len(row.split()))[:SENTENCES]


def spoken(profile: Profile, speeches: list[Speech], target: Path) -> None:
    """The speeches as one WAV, with pauses between."""
    engine = profile.open()
    with wave.open(str(target), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(engine.sample_rate)
        for clip in engine.speak(speeches, profile.manner):
            sound.writeframes(clip.pcm + bytes(2 * round(PAUSE * engine.sample_rate)))


def sounds(text: str) -> str:
    """French phonemes without stress, spaces or marks."""
    bare = re.sub(r"\([a-z-]{2,7}\)", "", phonemes(spoken_line(text)))
    return re.sub(r"[\sˈˌː.,;:?!…()«»\"'’–—-]", "", bare)


def distance(left: str, right: str) -> int:
    """Levenshtein's."""
    row = list(range(len(right) + 1))
    for at, mark in enumerate(left, 1):
        last, row[0] = row[0], at
        for to, other in enumerate(right, 1):
            last, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, last + (mark != other))
    return row[-1]


def listened(paths: list[Path], recogniser: str) -> list[str]:
    """What is heard in each sound."""
    asked = "".join(f"{path}\n" for path in paths)
    done = subprocess.run(
        [recogniser, str(ROOT / "benchmarks" / "recogniser.py")],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def measured(voice: str, recogniser: str, *, raw: bool, tell: bool) -> dict[str, Heard]:
    """What is heard of each class."""
    profile = load(voice)
    found: dict[str, Heard] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths, texts = [], []
        for name, sentences in classes():
            as_said = [speak_text(sentence) for sentence in sentences]
            as_written: list[Speech] = [(Spoken(0, len(sentence), sentence),) for sentence in sentences]
            paths.append(Path(folder) / f"{name}.wav")
            spoken(profile, as_written if raw else list(as_said), paths[-1])
            texts.append(" ".join(line(speech) for speech in as_said))
        for path, text, heard in zip(paths, texts, listened(paths, recogniser), strict=True):
            wanted, got = sounds(text), sounds(heard)
            found[path.stem] = Heard(len(wanted), distance(wanted, got))
            if tell:
                print(
                    f"{voice} {path.stem}: {found[path.stem].rate:.1f} %\n  asked: {text}\n  heard: {heard}", flush=True
                )
    return found


def table(columns: dict[str, dict[str, Heard]]) -> Iterator[str]:
    yield f"| class | {' | '.join(columns)} |"
    yield f"| --- |{' --: |' * len(columns)}"
    for name in next(iter(columns.values())):
        yield f"| {name} | {' | '.join(f'{column[name].rate:.1f}' for column in columns.values())} |"
    total = (Heard(sum(h.phonemes for h in c.values()), sum(h.wrong for h in c.values())) for c in columns.values())
    yield f"| **all** | {' | '.join(f'**{heard.rate:.1f}**' for heard in total)} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--recogniser", required=True, help="the Python that has faster-whisper and the model")
    options.add_argument("--voices", nargs="+", default=["siwis"])
    options.add_argument("--raw", action="store_true", help="also the first voice with the sentences as written")
    options.add_argument("--tell", action="store_true", help="print what was asked and heard")
    options.add_argument("--write", type=Path, help="a page whose table, between two marks, is replaced")
    asked = options.parse_args()
    columns = {voice: measured(voice, asked.recogniser, raw=False, tell=asked.tell) for voice in asked.voices}
    if asked.raw:
        first = asked.voices[0]
        columns[f"{first}, as written"] = measured(first, asked.recogniser, raw=True, tell=False)
    rows = "\n".join(table(columns))
    print(rows)
    if asked.write:
        page = asked.write.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        asked.write.write_text(f"{before}{BEGIN}\n\n{rows}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
