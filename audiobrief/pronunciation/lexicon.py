"""French words that eSpeak NG mispronounces: their phonemes, or a spelling that it pronounces correctly."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import cache
from importlib import resources

from audiobrief.system.toml_files import load_shipped

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# « Quatre-vingt-huit »: the t is mute in compounds of eighty, and eSpeak NG pronounces it.
_EIGHTY = re.compile(r"(?i)\bquatre-vingt-")
# A name in -er rhymes with « mer » (Kepler, Quimper), except those in -ier, -ger, -cher and -yer (Roger, Boyer).
_NAME_IN_ER = re.compile("^[A-ZÀ-Ý].*(?:[^aeéioughy]|th|sch|ph)er$")
# A capitalized word elsewhere, at the beginning of a sentence or a quotation, may be a verb: « Danser ».
_WITHIN = re.compile(r"[\w,.)][ \u00a0\u202f]$|['’]$")


def find_phonemes(word: str, *, opens: bool = False) -> str:
    """The phonemes of a word that eSpeak NG mispronounces, or an empty text. `opens`: the word begins a sentence."""
    return _load_mispronounced().get(word.lower() if opens else word, "")


def respell_text(text: str, transcribe_text: Callable[[str], str]) -> str:
    """Respell the words that eSpeak NG would mispronounce. `transcribe_text` transcribes by its French voice."""
    names = _load_names()

    def respell(match: re.Match[str]) -> str:
        if match[0] in names:
            return names[match[0]]
        word = "-".join(names.get(part) or _respell_word(part, transcribe_text) for part in match[0].split("-"))
        if _rhymes_with_mer(match, word) and transcribe_text(word)[-1:] == "e":
            return word[:-2] + "ère"
        return word

    return WORD.sub(respell, _EIGHTY.sub("quatre-vin-", text))


def _rhymes_with_mer(name: re.Match[str], respelled: str) -> bool:
    if not respelled.endswith("er") or not _NAME_IN_ER.search(name[0]) or name[0].lower() in _load_nouns_in_er():
        return False
    return _WITHIN.search(name.string, 0, name.start()) is not None


def _respell_word(word: str, transcribe_text: Callable[[str], str]) -> str:
    """Respell a word if its spelling makes eSpeak NG take it for English."""
    respelled = word
    for pattern, letters in _load_spellings():
        respelled = pattern.sub(letters, respelled)
    if respelled != word and "(en)" in transcribe_text(word) and "(en)" not in transcribe_text(respelled):
        return respelled
    return word


@cache
def _load_mispronounced() -> dict[str, str]:
    packed = resources.files(__package__ or "").joinpath("mispronounced.txt.gz").read_bytes()
    return dict(line.split("\t") for line in gzip.decompress(packed).decode().split("\n"))


@cache
def _load_names() -> dict[str, str]:
    return dict(load_shipped(__package__, "lexicon")["names"])


@cache
def _load_nouns_in_er() -> frozenset[str]:
    return frozenset(load_shipped(__package__, "lexicon")["nouns_in_er"])


@cache
def _load_spellings() -> list[tuple[re.Pattern[str], str]]:
    spellings: dict[str, str] = load_shipped(__package__, "lexicon")["spellings"]
    return [(re.compile(pattern), letters) for pattern, letters in spellings.items()]
