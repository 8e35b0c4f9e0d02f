"""The gender of the noun a number counts.

`vingt et une femmes`, also across adjectives (`21 nouvelles places`) and a partitive (`21 des victimes`).
"""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from importlib import resources

from audiobrief.speech.rule import Context
from audiobrief.tables import shipped

_FEMININE_ENDING = re.compile(r"(?:tion|sion|ette|trice|euse|enne|ance|ence|té|tude|ade)s?$")
_PARTITIVE = frozenset({"des", "de", "ces", "ses", "leurs", "nos", "vos", "mes", "tes", "les"})


@lru_cache(maxsize=8)
def _forms(name: str) -> frozenset[str]:
    packed = resources.files("audiobrief.speech.lexicon").joinpath(f"{name}.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").split("\n"))


@lru_cache(maxsize=1)
def _supplement() -> tuple[frozenset[str], frozenset[str]]:
    table = shipped("audiobrief.speech.lexicon", "gender_supplement")
    return frozenset(table["feminine"]), frozenset(table["masculine"])


def is_feminine(noun: str) -> bool:
    """Whether a noun form counts in the feminine: lexicon first, then its ending, else masculine."""
    word = noun.lower()
    feminine, masculine = _supplement()
    forms = {word, word[:-1]} if word.endswith("s") else {word}
    if forms & masculine:
        return False
    if forms & feminine or forms & _forms("feminine_nouns"):
        return True
    if forms & _forms("masculine_nouns"):
        return False
    return bool(_FEMININE_ENDING.search(word)) and word not in _forms("adjectives")


def counts_feminine(context: Context, position: int) -> bool:
    """Whether the noun counted by a number ending at `position` is feminine."""
    words = [re.sub(r"^[dl][’']", "", word.lower()) for word in context.words_after(position)]
    while words and words[0] in _PARTITIVE:
        words.pop(0)
    for at, word in enumerate(words):
        if is_feminine(word):
            return True
        if word not in _forms("adjectives") or at == len(words) - 1:
            return False
    return False
