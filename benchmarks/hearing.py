"""Sounds written for the recogniser, and what it heard compared place by place."""

from __future__ import annotations

import wave
from pathlib import Path

from audiobrief.model import Clip


def write(clip: Clip, path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.sample_rate)
        file.writeframes(clip.pcm)


def faults(asked: str, got: str) -> list[float]:
    """The least insertions, deletions and substitutions from `asked` to `got`, at each place of `asked`.

    The list is one longer than `asked`; an insertion counts where it stands, before that place.
    """
    width = len(got) + 1
    costs = [list(range(width))]
    for row, sound in enumerate(asked, 1):
        line = [row]
        for column in range(1, width):
            swap = costs[row - 1][column - 1] + (sound != got[column - 1])
            line.append(min(swap, costs[row - 1][column] + 1, line[column - 1] + 1))
        costs.append(line)
    places = [0.0] * (len(asked) + 1)
    row, column = len(asked), len(got)
    while row or column:
        here = costs[row][column]
        if row and column and here == costs[row - 1][column - 1] + (asked[row - 1] != got[column - 1]):
            row, column = row - 1, column - 1
            places[row] += here - costs[row][column]
        elif row and here == costs[row - 1][column] + 1:
            row -= 1
            places[row] += 1
        else:
            column -= 1
            places[row] += 1
    return places
