"""The dictionary: how French words are pronounced, read from a sorted file that stays on the disk.

`dictionary.txt` has a line for each word: the word in small letters, a tab, its readings separated by semicolons, the
most frequent first. A reading is its phonemes, a colon and letters for its word classes; a star before it marks an
aspirated h. The lines are sorted by the bytes of the word, so that a word is found in the mapped file by bisection.
`tools/build_dictionary.py` makes the file.
"""

from __future__ import annotations

import mmap
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from audiobrief.pronunciation.words import Reading

# Universal Dependencies' word classes, by their letter in the file.
_CLASSES = {
    "N": "NOUN", "V": "VERB", "A": "AUX", "J": "ADJ", "R": "ADV", "E": "ADP", "C": "CCONJ", "I": "INTJ", "P": "PRON",
    "D": "DET", "M": "NUM", "X": "X",
}  # fmt: skip
CLASS_LETTERS = {name: letter for letter, name in _CLASSES.items()}
_FOLDED = str.maketrans({"œ": "oe", "æ": "ae", "’": "'"})
# Words looked up that are remembered: a sentence's words are asked for by several steps, and articles repeat theirs.
_REMEMBERED = 4096


class Dictionary:
    """Sorted lines of words with their readings, in memory or in a mapped file."""

    def __init__(self, lines: bytes | mmap.mmap) -> None:
        self._lines = lines

    def find_readings(self, word: str) -> tuple[Reading, ...]:
        """The readings of a word, in small or capital letters, the most frequent first; none if it is not there."""
        key = fold_word(word).encode()
        low, high = 0, len(self._lines)
        while low < high:
            # The line that the middle is in.
            start = self._lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._lines.find(b"\n", start)
            line = self._lines[start:end]
            entry, _, readings = line.partition(b"\t")
            if entry == key:
                return tuple(map(_parse_reading, readings.decode().split(";")))
            if entry < key:
                low = end + 1
            else:
                high = start
        return ()


def fold_word(word: str) -> str:
    """A word as the dictionary has it: in small letters, without ligatures, with straight apostrophes."""
    return word.lower().translate(_FOLDED)


@lru_cache(_REMEMBERED)
def find_readings(word: str) -> tuple[Reading, ...]:
    """The readings of a word in the shipped dictionary."""
    return _load_dictionary().find_readings(word)


def _parse_reading(text: str) -> Reading:
    said, _, letters = text.partition(":")
    return Reading(said.removeprefix("*"), tuple(_CLASSES[letter] for letter in letters), said.startswith("*"))


@cache
def _load_dictionary() -> Dictionary:
    file = resources.files(__package__ or "").joinpath("dictionary.txt")
    if not isinstance(file, Path):
        return Dictionary(file.read_bytes())
    with file.open("rb") as opened:
        return Dictionary(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
