"""How well speech is understood: what the recogniser wrote down against what was to be said, phoneme by phoneme.

Both texts are turned into French phonemes by eSpeak NG and compared without spaces or stress, so that homophones and
spelling do not count.
"""

from __future__ import annotations

import re
import subprocess
import wave
from collections.abc import Sequence
from pathlib import Path

from num2words import num2words

from audiobrief.model import Clip
from audiobrief.voice import espeak_library
from audiobrief.voice.french_phonemes import clean

_NOT_A_SOUND = re.compile(r"[\sˈˌː.,;:?!'-]")


def heard(recogniser: Path, sounds: Sequence[Path]) -> list[str]:
    """What the recogniser writes down for each WAV file. `recogniser` is the Python of a venv made for hear.py."""
    script = Path(__file__).with_name("hear.py")
    listing = "\n".join(map(str, sounds))
    done = subprocess.run([recogniser, script], input=listing, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == len(sounds)
    return lines


def write(clip: Clip, path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.sample_rate)
        file.writeframes(clip.pcm)


def sounds_of(text: str) -> str:
    """The phonemes of a text: letters only, in lower case, numbers in words."""
    plain = re.sub(r"(\d)[\s\u00a0\u202f](?=\d{3}\b)", r"\1", text.lower().replace("’", "'"))
    plain = plain.replace("%", " pour cent ").replace("€", " euros ")
    plain = re.sub(r"\d+", lambda match: num2words(int(match[0]), lang="fr"), plain)
    plain = " ".join(re.sub(r"[^\w]|_", " ", plain).split())
    return _NOT_A_SOUND.sub("", clean(espeak_library.phonemes(plain)))


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
