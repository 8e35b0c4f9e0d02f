"""Find where the subject of a text changes, from the words that its paragraphs share.

A text is cut so that each part is best explained by its own words (M. Utiyama, H. Isahara, "A statistical model for
domain-independent text segmentation", ACL 2001), with a penalty for lengths far from the usual one, and for parts that
begin where paragraphs hold together. The best of all cuts is found by dynamic programming; the same text always gives
the same cuts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from audiobrief.model import Block
from audiobrief.segmentation.sentences import load_words
from audiobrief.segmentation.words import WORD, count_stems

# Paragraphs are joined until they have this many words: shorter ones say too little of their subject.
_UNIT = 25
# How many units the shortest part has at most: bounds the time for texts of thousands of paragraphs.
_UNITS_IN_SHORTEST = 10
# The usual and the greatest length of a part, in shortest ones.
_USUAL, _LONGEST = 1.5, 4.0
# What counts how much: the likelihood of the words, the deviation of the length, and weak places. Measured with
# benchmarks/chapters.py.
_WORDS, _LENGTH = 0.3, 2.0
# A paragraph that begins with a pronoun or a connective goes on with what stands before it.
_CONTINUATION = 1.0
_NEW_KIND = 0.5


@dataclass(frozen=True, slots=True)
class _Unit:
    """Neighbouring blocks that are not parted: `start` is the index of the first one, `weakness` speaks against a cut
    before it."""

    start: int
    words: int
    stems: Counter[str]
    weakness: float


def find_cuts(blocks: Sequence[Block], shortest: int) -> list[int]:
    """The indices of the blocks, after the first, with which a new subject begins.

    Each part has at least `shortest` words.
    """
    shortest = max(1, shortest)
    units = _join_units(blocks, max(_UNIT, shortest // _UNITS_IN_SHORTEST))
    if sum(unit.words for unit in units) < 2 * shortest or len(units) < 2:
        return []
    starts = _find_best_starts(units, shortest)
    return [units[at].start for at in starts if at]


def belong_together(block: Block, following: Block) -> bool:
    """Whether two blocks should stay in one chapter: a heading and its text, a question and its answer, a list and its
    introduction."""
    return (
        block.kind == "heading"
        or block.text.rstrip(" »”*_").endswith(("?", ":"))
        or block.kind == following.kind == "list_item"
    )


def _join_units(blocks: Sequence[Block], least: int) -> list[_Unit]:
    units: list[_Unit] = []
    for at, block in enumerate(blocks):
        words = len(block.text.split())
        if units and (units[-1].words < least or belong_together(blocks[at - 1], block)):
            last = units[-1]
            units[-1] = _Unit(last.start, last.words + words, last.stems + count_stems(block.text), last.weakness)
        else:
            units.append(_Unit(at, words, count_stems(block.text), _measure_weakness(block)))
    if len(units) > 1 and units[-1].words < least:
        last = units.pop()
        before = units[-1]
        units[-1] = _Unit(before.start, before.words + last.words, before.stems + last.stems, before.weakness)
    return units


def _measure_weakness(block: Block) -> float:
    """How much speaks against a new subject with this block."""
    found = WORD.search(block.text)
    first = found.group().lower() if found else ""
    continues = first in load_words("function_words", "pronouns") or first in load_words(
        "function_words", "connectives"
    )
    return (_CONTINUATION if continues else 0.0) + (_NEW_KIND if block.kind not in ("paragraph", "heading") else 0.0)


def _find_best_starts(units: Sequence[_Unit], shortest: int) -> list[int]:
    """The units with which the parts begin that explain the words best."""
    vocabulary = len({word for unit in units for word in unit.stems}) or 1
    usual, longest = _USUAL * shortest, _LONGEST * shortest
    best, back = [0.0], [0]
    for end in range(1, len(units) + 1):
        counts: Counter[str] = Counter()
        length = total = 0
        evidence = 0.0
        choice = (-math.inf, end - 1)
        for start in range(end - 1, -1, -1):
            unit = units[start]
            length += unit.words
            for word, count in unit.stems.items():
                had = counts[word]
                counts[word] = had + count
                evidence += (had + count) * math.log(had + count + 1) - had * math.log(had + 1)
                total += count
            if length > longest and choice[0] > -math.inf:
                break
            if length < shortest:
                continue
            likelihood = evidence - total * math.log(total + vocabulary)
            deviation = math.log(length / usual) ** 2
            value = best[start] + _WORDS * likelihood - _LENGTH * deviation - (unit.weakness if start else 0.0)
            choice = max(choice, (value, start))
        best.append(choice[0])
        back.append(choice[1])
    starts = [back[-1]]
    while starts[-1] > 0:
        starts.append(back[starts[-1]])
    return starts[::-1]
