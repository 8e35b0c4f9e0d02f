"""How many names are pronounced wrongly: by audiobrief and by eSpeak NG's French alone.

    python benchmarks/names.py [FILE.tsv …]

A file has a name and what may be said for it on each line, parted by a tab and by `|`. `names.tsv` has people in French
news of 2023 to 2026, `names-abroad.tsv` more from elsewhere, `communes.tsv` communes of France drawn at random,
half of them by population. `names-last.tsv` was judged when the rules were done. Open and closed vowels and a mute e do
not count.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

from audiobrief.model import Spoken
from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.pronunciation.foreign import clean_phonemes, transcribe_foreign
from audiobrief.pronunciation.pronounce import pronounce_speech
from audiobrief.speech import speak_text

FOLDER = Path(__file__).parent
SAME = (
    ("œ\u0303", "ɛ\u0303"), ("ɛ", "e"), ("ɔ", "o"), ("œ", "ø"), ("ə", ""), ("ɑ\u0303", "A"), ("ɑ", "a"), ("ɥ", "y"),
    ("ɲ", "nj"), ("ŋ", "nɡ"), ("ij", "j"), ("w", "u"), ("bs", "ps"),
)  # fmt: skip


def outline(phonemes: str) -> str:
    bare = re.sub(r"[ˈˌː.\s-]", "", unicodedata.normalize("NFD", phonemes))
    for sound, same in SAME:
        bare = bare.replace(sound, same)
    return re.sub(r"(.)\1+", r"\1", bare)


def say_name(name: str) -> str:
    """A name's phonemes within a sentence, where its capital tells that it is a name."""
    speech = (Spoken(0, 5, "Avec "), *speak_text(name))
    words = pronounce_speech(speech, transcribe_text, lambda span: transcribe_foreign(span, "respell"))
    return "".join(word.phonemes for word in words[1:])


def main() -> None:
    names = [Path(path) for path in sys.argv[1:]]
    for path in names or [FOLDER / f"{name}.tsv" for name in ("names", "names-abroad", "names-last", "communes")]:
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        wrong = {"audiobrief": 0, "eSpeak NG": 0}
        for name, accepted in rows:
            right = {outline(said) for said in accepted.split("|")}
            said = {"audiobrief": say_name(name), "eSpeak NG": clean_phonemes(transcribe_text(name))}
            for who, phonemes in said.items():
                wrong[who] += outline(phonemes) not in right
            if outline(said["audiobrief"]) not in right:
                print(f"  {name}: {said['audiobrief']} for {accepted}")
        print(f"{path.name}: {len(rows)} names; wrong: {wrong['audiobrief']}, eSpeak NG {wrong['eSpeak NG']}")


if __name__ == "__main__":
    main()
