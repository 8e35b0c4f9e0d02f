"""Lists of French words by their grammar, and what stands where in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from audiobrief.pronunciation.words import Word
from audiobrief.system.toml_files import load_shipped


def list_words(name: str) -> frozenset[str]:
    """A list of grammar.toml."""
    return _load_lists()[name]


def get_word(words: Sequence[Word], at: int) -> str:
    """The word there in small letters, a mark as it is, nothing outside the sentence."""
    return words[at].lower if 0 <= at < len(words) else ""


def get_tag(words: Sequence[Word], at: int) -> str:
    """The tag of the word there; outside the sentence, that of a mark."""
    return words[at].tag if 0 <= at < len(words) else "PUNCT"


def is_joined(words: Sequence[Word], at: int, joined: frozenset[str] | tuple[str, ...]) -> bool:
    """Whether the word there is one of these, joined by a hyphen to the one before it."""
    return 0 <= at < len(words) and words[at].before == "-" and words[at].lower in joined


def begins_sentence(words: Sequence[Word], at: int) -> bool:
    """Whether a capital says nothing of the word there, since it begins a sentence."""
    return at == 0 or (words[at - 1].kind == "mark" and words[at - 1].text[0] in ".!?:…(")


def cut_sentence(words: Sequence[Word], at: int) -> tuple[Sequence[Word], int]:
    """The words from the beginning of the sentence that the one there is in, and its place among them."""
    start = at
    while start and not (words[start - 1].kind == "mark" and words[start - 1].text[0] in ".!?:…"):
        start -= 1
    return words[start:], at - start


@cache
def _load_lists() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_shipped(__package__, "grammar").items()}
