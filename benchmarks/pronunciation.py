"""How many sentences are pronounced without a wrong word: by audiobrief, eSpeak NG and gruut.

    python -m benchmarks.pronunciation [FILE.tsv …] [--wrong] [--gruut PYTHON]

Each line of a file of `benchmarks/sentences/` has a class, a sentence, and what must be heard in it, written down
before anything was run: parts joined by ` & `, and for each part what is right, parted by `|`. They are written in a
plain alphabet, where O, E, A and U are the nasals of « bon, vin, an, un », Z, S and N the ends of « rouge, riche,
camping », œ any rounded e, j and nj the ends of « fille » and « vigne »; open and closed vowels are the same, and
spaces do not count. A full stop says that the word ends there. `--gruut` names a Python that has gruut with its French.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from audiobrief.pipeline import pronounce_text
from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.pronunciation.foreign import clean_phonemes

FOLDER = Path(__file__).parent / "sentences"
_PLAIN = {
    "ɔ\u0303": "O", "ɛ\u0303": "E", "ɑ\u0303": "A", "œ\u0303": "U", "ɔ": "o", "ɛ": "e", "ø": "œ", "ɑ": "a", "ʁ": "r",
    "ʒ": "Z", "ʃ": "S", "ɡ": "g", "ŋ": "N", "ɲ": "nj", "ɥ": "y",
}  # fmt: skip
_MARKS = re.compile("[ˈˌː‿]")
_GRUUT = """
import sys
from gruut import sentences
for line in sys.stdin:
    words = [word for sentence in sentences(line.strip(), lang="fr-fr") for word in sentence]
    print(" ".join("".join(word.phonemes) for word in words if word.phonemes))
"""

# The phonemes of each sentence.
Reader = Callable[[Sequence[str]], list[str]]


def read_audiobrief(sentences: Sequence[str]) -> list[str]:
    return [" ".join(word.phonemes for word in pronounce_text(sentence)) for sentence in sentences]


def read_espeak(sentences: Sequence[str]) -> list[str]:
    return [clean_phonemes(transcribe_text(sentence)) for sentence in sentences]


def make_gruut_reader(python: str) -> Reader:
    def read_gruut(sentences: Sequence[str]) -> list[str]:
        text = "".join(f"{sentence}\n" for sentence in sentences)
        done = subprocess.run(
            [python, "-c", _GRUUT], input=text, capture_output=True, text=True, encoding="utf-8", check=True
        )
        return done.stdout.splitlines()

    return read_gruut


def simplify(phonemes: str) -> str:
    """Phonemes in the plain alphabet."""
    bare = _MARKS.sub("", phonemes)
    for sound, letter in _PLAIN.items():
        bare = bare.replace(sound, letter)
    return bare


def list_missing(phonemes: str, wanted: str) -> list[str]:
    """The parts of `wanted` that are not heard."""
    said = simplify(phonemes)
    return [part for part in wanted.split(" & ") if not any(map(said_has(said), part.split("|")))]


def said_has(said: str) -> Callable[[str], bool]:
    packed = said.replace(" ", "")

    def has(part: str) -> bool:
        letters = part.strip().rstrip(".")
        if not part.endswith("."):
            return letters in said or letters.replace(" ", "") in packed
        return re.search(re.escape(letters) + r"(?![\wœə])", said) is not None

    return has


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="*", type=Path, metavar="FILE", help="sets, by default all")
    options.add_argument("--wrong", action="store_true", help="print what audiobrief says wrongly")
    options.add_argument("--gruut", metavar="PYTHON", help="a Python with gruut and gruut-lang-fr")
    asked = options.parse_args()
    readers: dict[str, Reader] = {"audiobrief": read_audiobrief, "eSpeak NG": read_espeak}
    if asked.gruut:
        readers["gruut"] = make_gruut_reader(asked.gruut)
    for path in asked.files or sorted(FOLDER.glob("*.tsv")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        figures = []
        for name, read in readers.items():
            missing = [
                list_missing(said, wanted)
                for said, (_, _, wanted) in zip(read([row[1] for row in rows]), rows, strict=True)
            ]
            parts = sum(row[2].count(" & ") + 1 for row in rows)
            heard = parts - sum(map(len, missing))
            right = sum(not each for each in missing)
            figures.append(f"{name} {100 * right / len(rows):.1f} % (parts {100 * heard / parts:.1f} %)")
            if asked.wrong and name == "audiobrief":
                for row, each in zip(rows, missing, strict=True):
                    if each:
                        print(f"  {row[1]} lacks {', '.join(each)}")
        print(f"{path.name}: {len(rows)} sentences; {'; '.join(figures)}")


if __name__ == "__main__":
    main()
