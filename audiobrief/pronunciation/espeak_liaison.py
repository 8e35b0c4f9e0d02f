"""Words that link with a following vowel: eSpeak NG links every s, x and z, even of nouns, and never « cent »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from audiobrief.system.toml_files import load_shipped

# A space, and a word that begins with a vowel, or with an h (eSpeak NG knows which of these are aspirated).
_NEXT = re.compile(r"[ \u00a0\u202f]([aàâeéèêëiîïoôœuùûyhAÀÂEÉÈÊËIÎÏOÔŒUÙÛYH][\w-]*)")
_LATENT = re.compile(r"(?i)[sxz]$|^(?:un|chacun|premier|dernier)$")
# A pronoun after its verb: « va-t-on | ouvrir », « ont-ils | appris ».
_INVERTED = re.compile("-(?:on|ils|elles|nous|vous)$")
_PER_CENT = re.compile(r"(?i)([^\W_]+)[ \u00a0\u202f]pour[ \u00a0\u202f]$")


@dataclass(frozen=True)
class _Links:
    """The lists of espeak_liaison.toml."""

    always: frozenset[str]
    before_nouns: frozenset[str]
    others: frozenset[str]
    numerals: frozenset[str]
    names: frozenset[str]


def is_wrongly_linked(word: re.Match[str]) -> bool:
    """Whether eSpeak NG would link this word of a text with the next one where a speaker does not."""
    following = _NEXT.match(word.string, word.end())
    last = word[0].lower().rpartition("-")[2]
    if following and _INVERTED.search(word[0]):
        return True
    if not following or not _LATENT.search(last):
        return False
    links = _load_links()
    if last in links.always or f"{word[0]} {following[1]}" in links.names:
        return False
    return last not in links.before_nouns or following[1].lower() in links.others


def find_linked_by_t(word: re.Match[str]) -> str:
    """The word that « cent » links with (« cent euros »), which eSpeak NG does not do; empty for all other words."""
    if word[0].lower().rpartition("-")[2] != "cent":
        return ""
    counted = _PER_CENT.search(word.string, 0, word.start())
    if counted and (counted[1].isdigit() or counted[1].lower() in _load_links().numerals):
        return ""
    following = _NEXT.match(word.string, word.end())
    return "" if following is None or following[1].lower() in _load_links().others else following[1]


@cache
def _load_links() -> _Links:
    table = load_shipped(__package__, "espeak_liaison")
    return _Links(
        **{name: frozenset(table[name]) for name in ("always", "before_nouns", "others", "numerals", "names")}
    )
