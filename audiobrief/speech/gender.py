"""The gender of the noun a number counts.

`vingt et une femmes`, also across adjectives (`21 nouvelles places`) and a partitive (`21 des victimes`).
"""

from __future__ import annotations

import gzip
import re
from functools import lru_cache
from importlib import resources

from audiobrief.speech.rule import Context
from audiobrief.system.toml_files import shipped

_FEMININE_ENDING = re.compile(r"(?:tion|sion|ette|trice|euse|enne|ance|ence|té|tude|ade)s?$")
_GAP = "[ \u00a0\u202f]"
_INTEGER = rf"\d{{1,3}}(?:{_GAP}?\d{{3}})*"
_ACROSS = re.compile(rf"{_GAP}(?:à|et|ou|des|de ces|de ses|sur les|sur){_GAP}{_INTEGER}(?!\d)")
_COUNT = re.compile(rf"(?<![\w.,]){_INTEGER}(?![\w.,/-]\w)")
_ADDRESS = re.compile(
    rf"{_GAP}?(?:,{_GAP}|bis{_GAP}|ter{_GAP}){{0,2}}(?:rue|avenue|boulevard|place|impasse|allée|route|cours|chaussée|ruelle)"
    rf"{_GAP}(?:d[eu]s?{_GAP}|d[’']|[A-ZÀ-ÖØ-Þ])"
)
_AMONG_THEM = re.compile(rf"{_GAP}d[’']entre elles\b")
_THEY = re.compile(rf"(?i)\belles [^\W\d_]+ (?:\S+ )?{_INTEGER}{_GAP}?$")
# Of a prison sentence: « dont un ferme ».
_SENTENCE = re.compile(rf"\bdont {_INTEGER}$")
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


def is_listed(word: str) -> bool:
    """Whether a lower-case word stands in the lists of nouns and adjectives."""
    return any(word in _forms(name) for name in ("feminine_nouns", "adjectives", "masculine_nouns"))


def counts_feminine(context: Context, position: int) -> bool:
    """Whether the noun counted by a number ending at `position` is feminine.

    The noun may stand behind a second number (`de 21 à 31 places`, `21 des 31 communes`), or have been counted before
    and be left out now (`sur 71 candidates, 31 ont…`).
    """
    if _ADDRESS.match(context.text, position):
        return False
    if _AMONG_THEM.match(context.text, position):
        return True
    if across := _ACROSS.match(context.text, position):
        position = across.end()
    words = _noun_phrase(context, position)
    if words[:1] == ["ferme"] and _SENTENCE.search(context.text[max(0, position - 12) : position]):
        return False
    return _feminine_phrase(words) if words else _counted_before(context, position)


def _noun_phrase(context: Context, position: int) -> list[str]:
    """The words after a number, from the noun's first adjective on; empty when no noun follows."""
    written = context.words_after(position)
    if written and (entry := context.lexicon.acronyms.get(written[0].removesuffix("s"))) and entry.means:
        # `21 PME` are counted as what the letters stand for.
        return [word for word in entry.means.lower().replace("’", " ").split() if word != "et"]
    words = [re.sub(r"^[dl][’']", "", word.lower()) for word in written]
    while words and words[0] in _PARTITIVE:
        words.pop(0)
    return [] if words and (words[0] in context.lexicon.words["not_counted"] or _is_verb(words[0])) else words


def _is_verb(word: str) -> bool:
    """Whether it looks like what they do: `sur 71 candidates, 31 renoncent`."""
    return word.endswith(("ent", "ont")) and not is_listed(word)


def _counted_before(context: Context, position: int) -> bool:
    """The gender of what was last counted before, or of the pronoun: `elles sont 21`."""
    if _THEY.search(context.text[max(0, position - 40) : position]):
        return True
    earlier = [found.end() for found in _COUNT.finditer(context.text, max(0, position - 160), position)]
    for end in reversed(earlier[:-1]):
        if words := _noun_phrase(context, end):
            return _feminine_phrase(words)
    return False


def _feminine_phrase(words: list[str]) -> bool:
    for at, word in enumerate(words):
        if is_feminine(word):
            return True
        if word not in _forms("adjectives") or at == len(words) - 1:
            return False
    return False
