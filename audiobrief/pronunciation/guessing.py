"""Guessing how a word that no lexicon has is pronounced: eSpeak NG's reading, corrected letter by letter.

The corrections were learnt from the dictionary (`tools/train_guesser.py`). eSpeak NG's phonemes are aligned with the
letters of the word, none, one or two to each: the i of « oi » stands for none, x for two. For each letter a tree then
looks at eSpeak NG's phonemes, the letters around and the phonemes decided so far, in the order of their information, as
far as that makes a difference (an IGTree: Daelemans, van den Bosch and Weijters, « IGTree: using trees for compression
and classification », 1997).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from audiobrief.pronunciation.dictionary import fold_word
from audiobrief.pronunciation.foreign import clean_phonemes
from audiobrief.pronunciation.name_origins import measure_origins
from audiobrief.pronunciation.name_rules import read_letters

# What stands before and after the letters of a word. The second end is that of a verb: « ils négligent ».
EDGE, VERB_END = "#", "+"
# What stands for eSpeak NG's phonemes if it takes a word for a foreign one.
UNKNOWN = "?"
# What a tree looks at: letters before and behind, eSpeak NG's phonemes (e), those decided for the letters before (o).
FEATURES = ("1", "-1", "2", "-2", "3", "-3", "4", "-4", "5", "-5", "e0", "e1", "e-1", "o-1", "o-2")
_MOST_PHONEMES = 2
# The cost of a letter and phonemes that the training had not together.
_UNSEEN = 12.0
_PHONEME = re.compile("[^\u0303ː][\u0303ː]?")
_STRESS = re.compile(r"[ˈˌ\s-]")
_FOREIGN = re.compile(r"\([a-z-]+\)")
# « Œdème », « cœliaque »: said as é, but in « œu », « œi ».
_GREEK = re.compile("[œŒ](?![uiUI])")
# How likely a word is English if it is read so.
_SURELY_ENGLISH = 0.9

# Phonemes, and the nodes below by the value of the next feature.
Node = tuple[str, dict[str, Any]]
Costs = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Guesser:
    """For each letter, the order of its features and its tree; and what a letter with its phonemes costs to align."""

    trees: Mapping[str, tuple[Sequence[str], Node]]
    costs: Costs


def guess_phonemes(
    word: str, transcribe_text: Callable[[str], str], *, verb: bool = False, guesser: Guesser | None = None
) -> str:
    """The most likely phonemes of a word, without stress. `verb` says that it is a form of a verb.

    `transcribe_text` transcribes French by eSpeak NG. It takes some words with « th » or « ea » for English, and
    what it says of them is no guess at French (« panthéon »): they are read by their letters, unless they are English.
    """
    word = _GREEK.sub("é", word)
    said = transcribe_text(word)
    if not _FOREIGN.search(said):
        return correct_phonemes(fold_word(word), said, guesser or _load_guesser(), verb=verb)
    if measure_origins(word.lower())["english"] > _SURELY_ENGLISH:
        return _STRESS.sub("", clean_phonemes(said))
    return read_letters(word.removesuffix("nt") if verb and word.endswith("ent") else word)


def correct_phonemes(word: str, said: str, guesser: Guesser, *, verb: bool = False) -> str:
    """The phonemes of a word in small letters, of which eSpeak NG says `said`."""
    guess = align_guess(word, said, guesser.costs)
    decided: list[str] = []
    for at, letter in enumerate(word):
        order, node = guesser.trees.get(letter, ((), ("", {})))
        for feature in order:
            below = node[1].get(find_feature(word, at, guess, decided, feature, verb=verb))
            if below is None:
                break
            node = below
        decided.append(node[0])
    # « -illi- » before a vowel is said as in « millier ».
    return "".join(decided).replace("ijj", "ilj")


def find_feature(word: str, at: int, guess: Sequence[str], decided: Sequence[str], feature: str, *, verb: bool) -> str:
    """The value of a feature for the letter `at`."""
    if feature[0] == "o":
        place = at + int(feature[1:])
        return decided[place] if place >= 0 else EDGE
    if feature[0] == "e":
        place = at + int(feature[1:])
        return guess[place] if 0 <= place < len(guess) else EDGE
    place = at + int(feature)
    if 0 <= place < len(word):
        return word[place]
    return VERB_END if verb and place >= len(word) else EDGE


def align_guess(word: str, said: str, costs: Costs) -> list[str]:
    """eSpeak NG's phonemes for each letter of a word."""
    if _FOREIGN.search(said):
        return [UNKNOWN] * len(word)
    return align_letters(word, split_phonemes(_STRESS.sub("", said)), costs) or [UNKNOWN] * len(word)


def align_letters(word: str, phonemes: Sequence[str], costs: Costs) -> list[str] | None:
    """The cheapest way to distribute phonemes over letters, none to two for each; None if there are too many."""
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for letter in word:
        ends: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in best[-1].items():
            for end in range(start, min(start + _MOST_PHONEMES, len(phonemes)) + 1):
                price = cost + costs.get((letter, "".join(phonemes[start:end])), _UNSEEN)
                if end not in ends or price < ends[end][0]:
                    ends[end] = (price, start)
        best.append(ends)
    at = len(phonemes)
    if at not in best[-1]:
        return None
    parts: list[str] = []
    for ends in reversed(best[1:]):
        start = ends[at][1]
        parts.append("".join(phonemes[start:at]))
        at = start
    return parts[::-1]


def split_phonemes(phonemes: str) -> list[str]:
    """The phonemes of a word one by one, nasal and long vowels with their mark."""
    return _PHONEME.findall(phonemes)


def parse_guesser(packed: bytes) -> Guesser:
    """The guesser of a file that `tools/train_guesser.py` has made."""
    data = json.loads(gzip.decompress(packed))
    costs = {(letter, part): cost / 100 for letter, parts in data["costs"].items() for part, cost in parts.items()}
    return Guesser({letter: (order, node) for letter, (order, node) in data["trees"].items()}, costs)


@cache
def _load_guesser() -> Guesser:
    return parse_guesser(resources.files(__package__ or "").joinpath("guesser.json.gz").read_bytes())
