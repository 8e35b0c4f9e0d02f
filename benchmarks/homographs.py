"""How well words are tagged, homographs read and liaisons made.

.venv/bin/python -m benchmarks.homographs                   # on the tables of tests/pronunciation/cases
.venv/bin/python -m benchmarks.homographs FILE.conllu …     # on treebanks of Universal Dependencies
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from audiobrief.pronunciation.homographs import choose_reading
from audiobrief.pronunciation.liaison import link_word
from audiobrief.pronunciation.tagging import CLASSES, tag_words
from audiobrief.pronunciation.words import Word
from tests.pronunciation.analysis import read_kinds, read_linked, read_marked

# Classes that count as one: guides to annotation differ about them, and nothing that is said depends on them.
_ALIKE = ({"NOUN", "PROPN"}, {"VERB", "AUX"}, {"PRON", "SCONJ"}, {"DET", "ADJ", "NUM"})
# Homographs whose reading follows from the class in a treebank: how the verb ends.
_VERB_ENDS = {"est": "ɛ", "as": "a", "sens": "sɑ̃", "lis": "li", "bus": "by", "but": "by"}

Scores = dict[str, list[int]]


def measure_tables() -> None:
    scores: Scores = defaultdict(lambda: [0, 0])
    for kind in read_kinds("homographs.tsv"):
        for _, words, at, expected in read_marked("homographs.tsv", kind):
            reading = words[at].reading
            said = reading.phonemes if reading else ""
            right = any(said.endswith(each[1:]) if each[0] == "~" else said == each for each in expected.split("|"))
            _count(scores, kind, right)
    print_scores(scores)
    made = wanted = right_links = 0
    rows = [row for kind in read_kinds("liaison.tsv") for row in read_linked("liaison.tsv", kind)]
    for _, words, marks in rows:
        for at, consonant in marks:
            reading = words[at].reading
            alone, said = reading.phonemes if reading else "", link_word(words, at)
            links = said != alone or bool(consonant and alone.endswith(consonant))
            made += links
            wanted += bool(consonant)
            right_links += links and bool(consonant) and said.endswith(consonant)
    precision, recall = 100 * right_links / made, 100 * right_links / wanted
    print(f"liaison: {len(rows)} sentences, precision {precision:.1f} %, recall {recall:.1f} %")


def measure_treebank(path: Path) -> tuple[int, int, Scores]:
    """How many words have their class, of how many, and homographs read by class."""
    scores: Scores = defaultdict(lambda: [0, 0])
    right = total = 0
    for words, classes in read_sentences(path):
        tagged = [replace(word, tag=tag) for word, tag in zip(words, tag_words(words), strict=True)]
        for at, (word, known) in enumerate(zip(tagged, classes, strict=True)):
            if known in ("", "PUNCT", "SYM", "X"):
                continue
            tag = CLASSES.get(word.tag, word.tag)
            total += 1
            right += tag == known or any({tag, known} <= alike for alike in _ALIKE)
            ends = "tjɔ̃" if word.lower.endswith("tions") else _VERB_ENDS.get(word.lower)
            reading = choose_reading(tagged, at) if ends else None
            if ends and reading:
                verbal = reading.phonemes.endswith(ends)
                _count(scores, "-tions" if ends == "tjɔ̃" else word.lower, verbal == (known in ("VERB", "AUX")))
    return right, total, scores


def read_sentences(path: Path) -> Iterator[tuple[list[Word], list[str]]]:
    """The words of a treebank as they are written, and their classes; none for the second part of a compound."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        words: list[Word] = []
        classes: list[str] = []
        covered = 0
        for line in block.splitlines():
            fields = line.split("\t")
            if len(fields) < 4 or "." in fields[0]:
                continue
            first, _, last = fields[0].partition("-")
            if not last and int(first) <= covered:
                continue
            covered = int(last or first)
            if last:
                # « Du », « des »: a preposition and an article in one.
                fields[3] = "DET"
            if not any(letter.isalnum() for letter in fields[1]):
                if fields[1][0] in ",.;:?!…—()":
                    words.append(Word(fields[1], "mark", "", tag="PUNCT"))
                    classes.append("")
                continue
            for at, part in enumerate(filter(None, fields[1].replace("’", "'").split("-"))):
                words.append(Word(part, "word", "-" if at else " "))
                classes.append("" if at else fields[3])
        if words:
            yield words, classes


def print_scores(scores: Scores) -> None:
    for kind, (right, total) in scores.items():
        print(f"{kind:28} {right:5}/{total:<5} {100 * right / total:5.1f} %")


def _count(scores: Scores, kind: str, right: bool) -> None:
    for key in (kind, "all"):
        scores[key][0] += right
        scores[key][1] += 1


def main() -> None:
    if len(sys.argv) == 1:
        measure_tables()
    for name in sys.argv[1:]:
        right, total, scores = measure_treebank(Path(name))
        print(f"{name}: {right} of {total} words have their class, {100 * right / total:.2f} %")
        print_scores(scores)


if __name__ == "__main__":
    main()
