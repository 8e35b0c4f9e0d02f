"""Make audiobrief/pronunciation/names.txt: names that are not read as their letters tell.

    npm pack @etalab/decoupage-administratif, and unpack it
    python tools/build_names.py package/data/communes.json

The tables in tools/names/ decide. Communes that the rules of names read otherwise when they know the region are added:
their reading is that of the region. The communes are INSEE's (Code officiel géographique), from Etalab's package, under
the Licence Ouverte 2.0.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from build_dictionary import DICTIONARY, outline, transcribe_word

from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.name_origins import measure_origins
from audiobrief.pronunciation.name_rules import read_letters, read_name
from audiobrief.system.toml_files import parse_toml

NAMES = Path(__file__).parents[1] / "audiobrief" / "pronunciation" / "names.txt"
TABLES = Path(__file__).parent / "names"
# How likely a name must be French for the rules to mend what the dictionary has.
_FRENCH = 0.7
_SHORTEST = 4
# For each origin, its departments, and the letters of the names that are of it.
REGIONS = {
    "savoyard": ({"01", "73", "74"}, re.compile("[aeiou][xz]$")),
    "alsatian": (
        {"57", "67", "68"},
        re.compile(
            "heim|[vw]iller$|wihr$|bach$|dorff?$|berg$|bourg$|ingen$|kirch|stein|feld|tz|[aeiou]ck|w|sch|nieder|ober|hous|matt$"
        ),
    ),
    "breton": ({"22", "29", "56"}, re.compile("^(?:ker|plou|plo|lan|lo[ck]|gui)|[et]z$|en$|[^gi]er$|oat$|ec$")),
    "flemish": ({"59", "62"}, re.compile("c?k$|ghe|hem$|kerque$|aere?|e[ck]ke?|^w|zeele|brouck|cappel$")),
    "basque": ({"64"}, re.compile("tz|tx|etch|^i[rt]|oa$|goy")),
    "italian": ({"2A", "2B"}, re.compile("[aio]$")),
    "foreign": ({"976", "986", "987", "988"}, re.compile("")),
}


def read_tables() -> dict[str, str]:
    """The names of tools/names, with the plural of each word in small letters."""
    names: dict[str, str] = {}
    plurals: dict[str, str] = {}
    for path in sorted(TABLES.glob("*.toml")):
        for section, table in parse_toml(path.read_text(encoding="utf-8")).items():
            for name, said in table.items():
                if names.setdefault(name, said) != said:
                    sys.exit(f"{path.name}, [{section}]: '{name}' is said otherwise in another table")
                if name.islower() and path.stem == "words" and section != "latin" and name[-1] not in "sx":
                    plurals[f"{name}s"] = said
    return plurals | names


def read_regions(path: Path, names: dict[str, str]) -> dict[str, str]:
    """The words of communes that the rules of their region read otherwise than those for any name."""
    readings: dict[str, set[str]] = defaultdict(set)
    for commune in json.loads(path.read_text(encoding="utf-8")):
        department = commune.get("departement", commune["code"][:3])
        for word in re.findall(r"[^\W\d_]{3,}", commune["nom"]):
            if not word[0].isupper() or word in names:
                continue
            origins = [name for name, (places, letters) in REGIONS.items() if department in places]
            told = [name for name in origins if REGIONS[name][1].search(word.lower())]
            readings[word].add(read_letters(word, told[0] if told else "french"))
    found = {}
    for word, said in readings.items():
        known = find_readings(word)
        # A word of the language is one in a name, too; what a lexicon has of names only is no better than the rules.
        if len(said) > 1 or any(reading.classes for reading in known):
            continue
        if outline(known[0].phonemes if known else read_name(word)) not in set(map(outline, said)):
            found[word] = said.pop()
    return found


def list_mended(names: Mapping[str, str]) -> dict[str, str]:
    """Names that the dictionary has from gruut alone, against eSpeak NG and the rules of French names, which agree.

    gruut's readings were partly guessed. A name that may be foreign keeps its reading.
    """
    found = {}
    for line in DICTIONARY.read_text(encoding="utf-8").splitlines():
        word, _, said = line.partition("\t")
        name = word.capitalize()
        # Without a word class: gruut's.
        if not said.endswith(":") or ";" in said or len(word) < _SHORTEST or name in names:
            continue
        ruled = read_name(name)
        agree = outline(ruled) != outline(said.strip("*:")) and outline(transcribe_word(word)) == outline(ruled)
        if agree and measure_origins(word)["french"] > _FRENCH:
            found[name] = ruled
    return found


def main() -> None:
    names = read_tables()
    mended = list_mended(names)
    names |= mended
    regional = read_regions(Path(sys.argv[1]), names)
    lines = [f"{name}\t{said}\n" for name, said in sorted({**regional, **names}.items())]
    NAMES.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(
        f"{len(names)} names ({len(mended)} of the dictionary), {len(regional)} communes, {NAMES.stat().st_size} bytes"
    )


if __name__ == "__main__":
    main()
