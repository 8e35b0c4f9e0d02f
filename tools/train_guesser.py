"""Make audiobrief/pronunciation/guesser.json.gz: how eSpeak NG's reading of unknown words is corrected.

    python tools/train_guesser.py              # learns from the whole dictionary, and writes the file
    python tools/train_guesser.py --measure    # learns from nine tenths, and counts the errors on the other tenth
    python tools/train_guesser.py --measure --sample 0.25    # the same with a quarter of the stems

The letters of each word are aligned with its phonemes (expectation maximization, `ROUNDS` times), and what a letter
stands for is learnt as a tree (see `guessing.py`). A branch is kept if it corrects `LEAST_GAIN` words or more. The
words of the tenth share no stem of six letters with the others. Errors are counted as a listener hears them: mute e,
open or closed vowels and « i » or « j » do not count.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.pronunciation.foreign import clean_phonemes
from audiobrief.pronunciation.guessing import (
    FEATURES,
    Costs,
    Guesser,
    Node,
    align_guess,
    align_letters,
    find_feature,
    guess_phonemes,
    parse_guesser,
    split_phonemes,
)

ROOM = Path(__file__).parents[1] / "audiobrief" / "pronunciation"
ROUNDS = 4
LEAST_GAIN = 3
# Instances of a letter by which its features are ordered.
SAMPLE = 15_000
VOWEL_LETTERS = "aàâeéèêëiîïoôuùûüyœæ"
VOWELS = "aeiouyøœəɛɔɑ"
ALIKE = {
    "ɛ\u0303": "5", "œ\u0303": "5", "ɑ\u0303": "4", "ɔ\u0303": "3", "ɛ": "e", "ɔ": "o", "œ": "2", "ø": "2", "ə": "",
    "ɑ": "a", "ː": "", "ɲ": "nj", "j": "i", "w": "u",
}  # fmt: skip

# A word, its phonemes, whether it is a verb.
Known = tuple[str, str, bool]
# The features of a letter, and its phonemes.
Instance = tuple[dict[str, str], str]


def read_words() -> list[tuple[Known, bool]]:
    """The words of the dictionary with each reading, and whether their word class is known (those of Lexique)."""
    words = []
    for line in (ROOM / "dictionary.txt").read_text(encoding="utf-8").splitlines():
        word, _, readings = line.partition("\t")
        if not word.isalpha() or len(word) < 3:
            continue
        for reading in readings.split(";"):
            said, _, classes = reading.removeprefix("*").partition(":")
            # Without its class, a word in -ent may be a verb or not.
            if classes or not word.endswith("ent"):
                words.append(((word, said, bool(classes) and set(classes) <= set("VA")), bool(classes)))
    return words


def align_words(words: Sequence[Known]) -> tuple[list[tuple[Known, list[str]]], Costs]:
    """What each letter of each word stands for, and the costs by which that was found."""
    letters = {letter for word, _, _ in words for letter in word}
    sounds = {sound for _, said, _ in words for sound in split_phonemes(said)}
    costs: Costs = {(letter, sound): guess_cost(letter, sound) for letter in letters for sound in sounds}
    costs = {**costs, **{(letter, ""): 1.0 for letter in letters}}
    aligned: list[tuple[Known, list[str]]] = []
    for _ in range(ROUNDS):
        aligned = []
        counts: Counter[tuple[str, str]] = Counter()
        for word in words:
            parts = align_letters(word[0], split_phonemes(word[1]), costs)
            if parts is not None:
                aligned.append((word, parts))
                counts.update(zip(word[0], parts, strict=True))
        totals: Counter[str] = Counter()
        for (letter, _), count in counts.items():
            totals[letter] += count
        costs = {pair: round(-math.log(count / totals[pair[0]]), 2) for pair, count in counts.items() if count > 1}
    return aligned, costs


def guess_cost(letter: str, sound: str) -> float:
    """The cost of a letter's phoneme before anything is known: a vowel stands for a vowel."""
    return 0.0 if (letter in VOWEL_LETTERS) == (sound[0] in VOWELS) else 3.0


def train_guesser(words: Sequence[Known], least: int) -> Guesser:
    aligned, costs = align_words(words)
    instances: dict[str, list[Instance]] = defaultdict(list)
    for (word, _, verb), parts in aligned:
        guess = align_guess(word, transcribe_text(word), costs)
        for at, part in enumerate(parts):
            features = {each: find_feature(word, at, guess, parts[:at], each, verb=verb) for each in FEATURES}
            instances[word[at]].append((features, part))
    trees = {}
    for letter, own in instances.items():
        order = order_features(own)
        trees[letter] = (order, grow_tree(own, order, least))
    return Guesser(trees, costs)


def order_features(instances: Sequence[Instance]) -> list[str]:
    """The features in the order of the information that each adds to those before it, nearer ones first."""
    sample = instances if len(instances) <= SAMPLE else random.Random(1).sample(instances, SAMPLE)
    nearer = {"2": "1", "3": "2", "4": "3", "5": "4", "-2": "-1", "-3": "-2", "-4": "-3", "-5": "-4"}
    nearer |= {"e1": "e0", "e-1": "e0", "o-2": "o-1"}
    chosen: list[str] = []
    while len(chosen) < len(FEATURES):
        left = [each for each in FEATURES if each not in chosen and nearer.get(each, each) in (*chosen, each)]
        chosen.append(min(left, key=lambda each: count_bits(sample, [*chosen, each])))
    return chosen


def count_bits(instances: Sequence[Instance], features: Sequence[str]) -> float:
    """Bits needed to know the phonemes of the instances when the features are known; one for each group of them."""
    groups: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for values, part in instances:
        groups[tuple(values[each] for each in features)][part] += 1
    bits = float(len(groups))
    for counts in groups.values():
        total = sum(counts.values())
        bits -= sum(count * math.log2(count / total) for count in counts.values())
    return bits


def grow_tree(instances: Sequence[Instance], order: Sequence[str], least: int) -> Node:
    counts = Counter(part for _, part in instances)
    usual = max(counts, key=lambda part: (counts[part], part))
    if len(counts) == 1 or not order:
        return usual, {}
    groups: dict[str, list[Instance]] = defaultdict(list)
    for instance in instances:
        groups[instance[0][order[0]]].append(instance)
    below = {}
    for value, own in sorted(groups.items()):
        node = grow_tree(own, order[1:], least)
        gain = sum((part == node[0]) - (part == usual) for _, part in own)
        if node[1] or gain >= least:
            below[value] = node
    return usual, below


def pack_guesser(guesser: Guesser) -> bytes:
    costs: dict[str, dict[str, int]] = defaultdict(dict)
    for (letter, part), cost in sorted(guesser.costs.items()):
        costs[letter][part] = round(cost * 100)
    data = {"costs": costs, "trees": guesser.trees}
    return gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)


def count_nodes(node: Node) -> int:
    return 1 + sum(map(count_nodes, node[1].values()))


def sample_words(words: Sequence[tuple[Known, bool]], share: float) -> list[tuple[Known, bool]]:
    """The words of `share` of the stems of six letters, drawn at random, the same for every call."""
    stems = sorted({word[0][:6] for word, _ in words})
    drawn = set(random.Random(11).sample(stems, round(len(stems) * share)))
    return [each for each in words if each[0][0][:6] in drawn]


def split_words(words: Sequence[tuple[Known, bool]]) -> tuple[list[Known], list[tuple[Known, bool]]]:
    """Nine tenths, and a tenth whose words share no stem with them."""
    stems = sorted({word[0][:6] for word, _ in words})
    held = set(random.Random(7).sample(stems, len(stems) // 10))
    known = [word for word, _ in words if word[0][:6] not in held]
    return known, [each for each in words if each[0][0][:6] in held]


def simplify(phonemes: str) -> str:
    for sound, alike in ALIKE.items():
        phonemes = phonemes.replace(sound, alike)
    return phonemes


def count_edits(wanted: str, said: str) -> int:
    row = list(range(len(said) + 1))
    for at, sound in enumerate(wanted, 1):
        before, row[0] = row[0], at
        for to, other in enumerate(said, 1):
            before, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, before + (sound != other))
    return row[-1]


def measure(pairs: Iterable[tuple[str, str]]) -> str:
    words = wrong = edits = sounds = 0
    for wanted, said in ((simplify(wanted), simplify(said)) for wanted, said in pairs):
        words += 1
        wrong += wanted != said
        edits += count_edits(wanted, said)
        sounds += len(wanted)
    return f"{100 * wrong / words:.2f} % of {words} words, {100 * edits / sounds:.2f} % of phonemes wrong"


def measure_tenth(share: float) -> None:
    known, held = split_words(sample_words(read_words(), share))
    print(f"{len(known)} words to learn from, {len(held)} held out")
    guesser = train_guesser(known, LEAST_GAIN)
    packed = pack_guesser(guesser)
    nodes = sum(count_nodes(node) for _, node in guesser.trees.values())
    print(f"{nodes} nodes, {len(packed)} bytes")
    reread = parse_guesser(packed)
    for name, lexique in (("Lexique", True), ("names and other words", False)):
        own = [word for word, classed in held if classed == lexique]
        espeak = [(said, re.sub("[ˈˌ ]", "", clean_phonemes(transcribe_text(word)))) for word, said, _ in own]
        print(f"{name}, eSpeak NG alone: {measure(espeak)}")
        guesses = [(said, guess_phonemes(word, transcribe_text, verb=verb, guesser=reread)) for word, said, verb in own]
        print(f"{name}, corrected: {measure(guesses)}")


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--measure", action="store_true", help="count the errors on a tenth that is held out")
    options.add_argument("--sample", type=float, default=1, metavar="SHARE", help="measure on this share of the stems")
    asked = options.parse_args(arguments)
    if not 0 < asked.sample <= 1:
        options.error(f"--sample {asked.sample}: must be over 0, at most 1")
    return asked


def main() -> None:
    asked = read_arguments()
    if asked.measure:
        measure_tenth(asked.sample)
        return
    packed = pack_guesser(train_guesser([word for word, _ in read_words()], LEAST_GAIN))
    (ROOM / "guesser.json.gz").write_bytes(packed)
    print(f"{len(packed)} bytes")


if __name__ == "__main__":
    main()
