"""The language that a name is of, as far as its letters tell."""

from __future__ import annotations

import gzip
import math
from functools import cache
from importlib import resources
from zlib import crc32

ORIGINS = ("english", "flemish", "foreign", "french", "german", "italian", "slavic", "spanish")
# Runs of one to four letters are counted in this many buckets.
BUCKETS = 1 << 13
_LONGEST = 4
# A weight of 1 is this much in name_origins.bin.gz; tools/build_name_origins.py prints it.
_SCALE = 38.74
# A name is taken for a foreign one if it is French with less than this probability.
_FRENCH = 0.01
# Unless it is English with so much.
_SURELY_ENGLISH, _MOSTLY_FRENCH = 0.9, 0.1
# English spelling is read so unlike any other that a name must be English with so much probability.
_LEAST = {"english": 0.5}


def guess_language(name: str) -> str:
    """The one of `ORIGINS` that a name in small letters is likeliest of; `french` unless that is very unlikely."""
    likely = measure_origins(name)
    if likely["french"] >= (_FRENCH if likely["english"] < _SURELY_ENGLISH else _MOSTLY_FRENCH):
        return "french"
    others = [origin for origin in ORIGINS if origin != "french" and likely[origin] >= _LEAST.get(origin, 0)]
    return max(others, key=likely.__getitem__)


def measure_origins(name: str) -> dict[str, float]:
    """The probability of each of `ORIGINS` for a name in small letters."""
    weights = _load_weights()
    width = len(ORIGINS)
    rows = [0, *(feature + 1 for feature in list_features(name))]
    scores = [sum(weights[row * width + at] for row in rows) / _SCALE for at in range(width)]
    highest = max(scores)
    odds = [math.exp(score - highest) for score in scores]
    return {origin: one / sum(odds) for origin, one in zip(ORIGINS, odds, strict=True)}


def list_features(name: str) -> list[int]:
    """The buckets of the runs of letters in a name, with its beginning and its end."""
    word = f"^{name}$"
    runs = {word[at : at + size] for size in range(1, _LONGEST + 1) for at in range(len(word) - size + 1)}
    return sorted({crc32(run.encode()) % BUCKETS for run in runs})


@cache
def _load_weights() -> memoryview:
    packed = resources.files(__package__ or "").joinpath("name_origins.bin.gz").read_bytes()
    return memoryview(gzip.decompress(packed)).cast("b")
