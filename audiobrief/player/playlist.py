"""What is heard, in order: utterances with the silence after each, by number, chapter and time."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from audiobrief.model import Pause, Script, Speech, Spoken, Utterance

# Letters a second of a voice at 165 words a minute, until enough has been heard to know better.
_LETTERS_A_SECOND = 15.0
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Playlist:
    """`utterances` in order; `pauses` has the silence in seconds after each, `starts` the first utterance of each
    chapter, `titles` the chapters' titles."""

    utterances: tuple[Utterance, ...]
    pauses: tuple[float, ...]
    starts: tuple[int, ...]
    titles: tuple[str, ...]

    def find_chapter(self, at: int) -> int:
        """The chapter, from 0, that utterance number `at` is in."""
        return max(0, bisect_right(self.starts, at) - 1)

    def step_chapter(self, at: int, by: int) -> int:
        """The first utterance of the chapter `by` chapters away: back, first the beginning of this one."""
        chapter = self.find_chapter(at)
        if by < 0 and at > self.starts[chapter]:
            by += 1
        chapter += by
        return len(self.utterances) if chapter >= len(self.starts) else self.starts[max(0, chapter)]

    def estimate_seconds(self, first: int, last: int, letters_a_second: float = _LETTERS_A_SECOND) -> float:
        """About how long the utterances `first:last` and their pauses last."""
        letters = sum(count_spoken_letters(utterance) for utterance in self.utterances[first:last])
        return letters / letters_a_second + sum(self.pauses[first:last])

    def find_time(self, seconds: float) -> int:
        """The utterance that is heard about `seconds` after the beginning."""
        lengths = (self.estimate_seconds(at, at + 1) for at in range(len(self.utterances)))
        ends = list(accumulate(lengths))
        return min(bisect_right(ends, seconds), len(self.utterances) - 1)


def build_playlist(script: Script, pauses: Mapping[Pause, float]) -> Playlist:
    """The playlist of a script whose kinds of pause last `pauses` seconds."""
    utterances = tuple(chain.from_iterable(chapter.utterances for chapter in script.chapters))
    lengths = [len(chapter.utterances) for chapter in script.chapters]
    return Playlist(
        utterances,
        tuple(pauses[utterance.pause_after] for utterance in utterances),
        tuple(accumulate(lengths[:-1], initial=0)),
        tuple(chapter.title for chapter in script.chapters),
    )


def count_spoken_letters(utterance: Utterance) -> int:
    """The characters that are said."""
    return sum(len(span.text) for span in utterance.speech)


def find_last_word(utterance: Utterance, heard: float) -> str:
    """The last name, or else the last word of more than three letters, in the first `heard` (0 to 1) of an utterance.

    A word with a capital that does not begin the sentence counts as a name.
    """
    words = [word for word in _WORD.finditer(utterance.text) if word.start() <= heard * len(utterance.text)]
    names = [word[0] for word in words if word.start() and word[0][0].isupper() and len(word[0]) > 1]
    long = [word[0] for word in words if len(word[0]) > 3]
    near = [word[0] for word in words[-6:]]
    return next((name for name in reversed(names) if name in near), (long or near or [""])[-1])


def spell_word(word: str) -> Speech:
    """The letters of a word by their names; what is no letter, as a hyphen, is left out."""
    letters = "".join(letter for letter in word.upper() if letter.isalnum())
    return (Spoken(0, len(word), letters, "letters"),)


def join_letters(word: str) -> str:
    """The letters of a word for a line of text: `L o r m e a u`."""
    return " ".join(word)


def find_chapter_start(playlist: Playlist, number: int) -> int | None:
    """The first utterance of chapter `number`, from 1; None if there is no such chapter."""
    return playlist.starts[number - 1] if 1 <= number <= len(playlist.starts) else None


def find_text(utterances: Sequence[Utterance], text: str, near: int) -> int | None:
    """The utterance with this text, the nearest to number `near`; None if there is none any more."""
    places = [at for at, utterance in enumerate(utterances) if utterance.text == text]
    return min(places, key=lambda at: abs(at - near)) if places else None
