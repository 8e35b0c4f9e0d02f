"""Text cut into parts for an engine that takes little at a time: where a reader would breathe, never mid-phrase."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from audiobrief.system.toml_files import load_shipped

_MARKS = ".,;:?!…»)"
# French sets a blank before high punctuation: a mark never begins a part.
_AFTER_MARK = re.compile(rf"(?<=[{re.escape(_MARKS)}])\s+(?![{re.escape(_MARKS)}])")
_RANKS = ("clause", "group", "complement")
_LAST_RANK = len(_RANKS)
_WORD = re.compile(r"\S+")
_OPENING = re.compile(r"([^\W\d_]+)(?=[’']|$)")


def phrase_cuts(text: str, most: int) -> list[str]:
    """`text`, its blanks made single, in parts of at most `most` characters: joined by blanks they are the text again.

    Parts end after a mark of punctuation; a phrase that is longer is cut before a conjunction or a relative, else
    before a preposition, else between two words. Only a word longer than `most` is cut itself.
    """
    parts: list[str] = []
    joins = False
    for phrase in _AFTER_MARK.split(" ".join(text.split())):
        if joins and len(parts[-1]) + 1 + len(phrase) <= most:
            parts[-1] += f" {phrase}"
            continue
        parts += [part for part in _cut(phrase, most) if part]
        # The end of a phrase that had to be cut stands alone: what follows it would break the rhythm again.
        joins = bool(parts) and len(phrase) <= most
    return parts


def ends_at_mark(part: str) -> bool:
    """Whether a part ends where punctuation makes a pause."""
    return part.endswith(tuple(_MARKS))


def _cut(phrase: str, most: int) -> Iterator[str]:
    while len(phrase) > most:
        at = _place(phrase, most)
        yield phrase[:at].rstrip()
        phrase = phrase[at:].lstrip()
    yield phrase


def _place(phrase: str, most: int) -> int:
    """Where the phrase is best cut: the lowest rank counts first, then how even the parts become."""
    even = len(phrase) / math.ceil(len(phrase) / most)
    words = [word for word in _WORD.finditer(phrase) if word.start() <= most + 1]
    places = [
        (_rank(before[0], after[0]), abs(after.start() - even), after.start())
        for before, after in pairwise(words)
        if most // 4 <= after.start() - 1 <= most
    ]
    if places:
        return min(places)[2]
    # No good place: any blank is better than the middle of a word.
    blank = phrase.rfind(" ", 0, most + 1)
    return blank + 1 if blank > 0 else most


def _rank(before: str, after: str) -> int:
    cuts = _table()
    last = before.lower().rpartition("'")[2].rpartition("’")[2]
    if last in cuts["leaning"] or any(last in cuts[rank] for rank in _RANKS):
        return _LAST_RANK + 1
    # Letters of a spelled acronym.
    if len(before) == len(after) == 1:
        return _LAST_RANK + 1
    opening = _OPENING.match(after.lower())
    word = opening[1] if opening else ""
    return next((rank for rank, name in enumerate(_RANKS) if word in cuts[name]), _LAST_RANK)


@cache
def _table() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_shipped(__package__, "split_text").items()}
