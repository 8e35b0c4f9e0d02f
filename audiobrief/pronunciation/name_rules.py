"""Reading a proper name that no lexicon has: by the letter-to-sound rules of French names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from audiobrief.pronunciation.foreign import stress_end
from audiobrief.system.toml_files import load_shipped

_VOWELS = "aàâäáeéèêëiîïíoôöóøœuùûüúyÿýæ"
_CONSONANTS = "bcçdfghjklmnñpqrstvwxz"
_RULE = re.compile(r"(?P<left>[^<>]*)<(?P<letters>[^<>]+)>(?P<right>[^<>]*)")
_SILENT_SCHWA = re.compile("(?<=[aeiouyøœɛɔ\u0303][bdfkpmnstvzɡʁʃʒlɲ])ə(?=[bdfkpmnstvzɡʁʃʒlɲ][aeiouyøœɛɔɑ])")
_Rule = tuple[re.Pattern[str] | None, re.Pattern[str], str]


def pronounce_name(name: str) -> str:
    """The phonemes of a name of one or more words, with the stress where eSpeak NG puts it in French."""
    return " ".join(stress_end(read_letters(word, guess_origin(word))) for word in name.split())


def guess_origin(name: str) -> str:
    """The origin that the letters of one word tell; `french` if they tell none."""
    word = _normalize(name)
    return next((origin for origin, pattern in _load_origins() if pattern.search(word)), "french")


def read_letters(name: str, origin: str = "french") -> str:
    """The phonemes of one word by the rules of `origin`, without stress; letters that no rule knows are mute."""
    word = _normalize(name)
    rules, fallback = _load_rules(origin), _load_rules("french")
    sounds: list[str] = []
    at = 0
    while at < len(word):
        for left, here, sound in (*rules.get(word[at], ()), *(fallback.get(word[at], ()) if rules is not fallback else ())):
            match = here.match(word, at)
            if match and (left is None or left.search(word[:at])):
                sounds.append(sound)
                at = match.end(1)
                break
        else:
            at += 1
    return _drop_schwas("".join(sounds))


def _drop_schwas(phonemes: str) -> str:
    """Without each schwa that has one consonant before it and one behind it, inside a word: « Châtenay »."""
    return _SILENT_SCHWA.sub("", phonemes)


def _normalize(name: str) -> str:
    return unicodedata.normalize("NFC", name).lower().replace("æ", "é").replace("’", "'")


@cache
def _load_origins() -> list[tuple[str, re.Pattern[str]]]:
    """The origins in order, each with the pattern of the letters that tell it."""
    table: dict[str, list[str]] = load_shipped(__package__, "name_rules")["origins"]
    return [(name, re.compile("|".join(_expand_sides(one) for one in patterns))) for name, patterns in table.items()]


@cache
def _load_rules(origin: str) -> dict[str, list[_Rule]]:
    """The rules of `origin` by the letter with which they begin."""
    table: dict[str, dict[str, str]] = load_shipped(__package__, "name_rules")[origin]
    rules: dict[str, list[_Rule]] = {}
    for section in table.values():
        for written, sound in section.items():
            rule = _RULE.fullmatch(written)
            assert rule, written
            left = _expand(rule["left"], "^")
            compiled = (
                re.compile(f"(?:{left})$") if left else None,
                re.compile(f"({_expand(rule['letters'], '')})(?={_expand(rule['right'], '$')})"),
                sound,
            )
            for letter in _first_letters(rule["letters"]):
                rules.setdefault(letter, []).append(compiled)
    return rules


def _first_letters(letters: str) -> str:
    """The letters with which what a rule reads may begin."""
    return letters[1 : letters.index("]")] if letters.startswith("[") else letters[0]


def _expand_sides(pattern: str) -> str:
    """The regular expression of a pattern whose # at the beginning or the end is that of the name."""
    return _expand(pattern.removesuffix("#"), "^") + ("$" if pattern.endswith("#") else "")


def _expand(pattern: str, boundary: str) -> str:
    """The regular expression of a side of a rule."""
    pattern = re.sub("#", boundary or "#", pattern)
    pattern = pattern.replace("V", f"[{_VOWELS}]").replace("C", f"[{_CONSONANTS}]")
    return re.sub(r"\[([^\[\]]*)\[([^\[\]]*)\]([^\[\]]*)\]", r"[\1\2\3]", pattern)
