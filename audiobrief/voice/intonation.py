"""The intervals by which a voice that is told its pitch departs from the one it would choose itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiobrief.french_sounds import VOWELS

if TYPE_CHECKING:
    from audiobrief.pronunciation.phonemes import PhonemeLine

# Part of the identity of voices that follow these intervals: change it with every change of them.
REVISION = 1
# Semitones from the fall of a statement, which is all that the voices know, to the rise of a question.
RISE = 12.0
# The parts of the rise that are asked for in the stress mark before the last vowel, which has a length of its own and
# already sounds like the vowel, in the vowel, and behind it.
_AT_STRESS, _AT_VOWEL = 0.3, 0.9
# « ə » at the end of a word is hardly heard, and does not bear the rise.
_BEARING = frozenset(vowel for vowel in VOWELS if len(vowel) == 1) - {"ə"}


def compute_intervals(line: PhonemeLine) -> list[float]:
    """The semitones by which each phoneme and mark of `line` is raised: 0 but at the end of questions that rise."""
    intervals = [0.0] * len(line.text)
    for mark in line.rising:
        vowel = next((at for at in range(mark - 1, -1, -1) if line.text[at] in _BEARING), None)
        if vowel is None:
            continue
        if line.text[vowel - 1 : vowel] == "ˈ":
            intervals[vowel - 1] = RISE * _AT_STRESS
        intervals[vowel] = RISE * _AT_VOWEL
        intervals[vowel + 1 : mark + 1] = [RISE] * (mark - vowel)
    return intervals
