"""French words that eSpeak NG reads wrongly, and how they are read."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import cache
from importlib import resources

from audiobrief.system.toml_files import load_shipped

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# « Quatre-vingt-huit »: the t is mute in eighty, and eSpeak NG says it.
_EIGHTY = re.compile(r"(?i)\bquatre-vingt-")
# A name in -er rhymes with « mer » (Kepler, Quimper), but for those in -ier, -ger, -cher and -yer (Roger, Boyer).
_NAME_IN_ER = re.compile("^[A-ZÀ-Ý].*(?:[^aeéioughy]|th|sch|ph)er$")
# A verb may stand where a sentence or a quotation begins: « Danser ».
_WITHIN = re.compile(r"[\w,.)][ \u00a0\u202f]$|['’]$")


def known_phonemes(word: str, *, opens: bool = False) -> str:
    """The phonemes of a word that eSpeak NG says wrongly, or nothing; `opens` says that a sentence begins with it."""
    return _mispronounced().get(word.lower() if opens else word, "")


def readable(text: str, phonemes: Callable[[str], str]) -> str:
    """`text` with the words that `phonemes` (eSpeak NG's French voice) would misread spelled so that it reads them."""
    names = _names()

    def spelled(match: re.Match[str]) -> str:
        if match[0] in names:
            return names[match[0]]
        said = "-".join(names.get(part) or _french(part, phonemes) for part in match[0].split("-"))
        return said[:-2] + "ère" if _rhymes_with_mer(match, said) and phonemes(said)[-1:] == "e" else said

    return WORD.sub(spelled, _EIGHTY.sub("quatre-vin-", text))


def _rhymes_with_mer(name: re.Match[str], said: str) -> bool:
    if not said.endswith("er") or not _NAME_IN_ER.search(name[0]) or name[0].lower() in _nouns_in_er():
        return False
    return _WITHIN.search(name.string, 0, name.start()) is not None


def _french(word: str, phonemes: Callable[[str], str]) -> str:
    """A word, respelled where its letters make eSpeak NG take it for English."""
    respelled = word
    for pattern, letters in _spellings():
        respelled = pattern.sub(letters, respelled)
    taken_for_english = respelled != word and "(en)" in phonemes(word) and "(en)" not in phonemes(respelled)
    return respelled if taken_for_english else word


@cache
def _mispronounced() -> dict[str, str]:
    packed = resources.files(__package__ or "").joinpath("mispronounced.txt.gz").read_bytes()
    return dict(line.split("\t") for line in gzip.decompress(packed).decode().split("\n"))


@cache
def _names() -> dict[str, str]:
    return dict(load_shipped(__package__, "lexicon")["names"])


@cache
def _nouns_in_er() -> frozenset[str]:
    return frozenset(load_shipped(__package__, "lexicon")["nouns_in_er"])


@cache
def _spellings() -> list[tuple[re.Pattern[str], str]]:
    spellings: dict[str, str] = load_shipped(__package__, "lexicon")["spellings"]
    return [(re.compile(pattern), letters) for pattern, letters in spellings.items()]
