"""Reading a proper name that no lexicon has, by the letter-to-sound rules of French names and of their regions.

`name_rules.toml` holds the rules. They follow how French names are read rather than French words: final consonants of
toponyms, mute consonants in their old spellings (« Aulnay », « Fresnes »), endings of Alsace, Brittany, Savoy, Flanders
and the Basque Country, and foreign names as French newsreaders say them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from audiobrief.pronunciation.name_origins import guess_language
from audiobrief.system.toml_files import load_shipped

_VOWELS = "aàâäáeéèêëiîïíoôöóøœuùûüúyÿýæıąęěů"
_CONSONANTS = "bcçdfghjklmnñpqrstvwxzßčćšžłńňřśźżđşğțţ"
_RULE = re.compile("(?P<left>[^<>]*)<(?P<letters>[^<>]+)>(?P<right>[^<>]*)")
_CONSONANT_SOUNDS = "bdfkplmnstvzɡʁʃʒɲ"
# A schwa inside a word, with one consonant on either side: « Châtenay ».
_MUTE_SCHWA = re.compile(f"(?<=[aeiouyøœɛɔ\u0303][{_CONSONANT_SOUNDS}j])ə(?=[{_CONSONANT_SOUNDS}][aeiouyøœɛɔɑ])")
# Macron, breve, hook, horn and dot below, over or under vowels.
_LENGTH = re.compile(
    "(?<=[aeiouy])[\u0304\u0306\u0309\u031b\u0323]|(?<=[aeiouy]\u0302)[\u0300\u0301\u0303\u0309\u0323]"
)
# Letters that are read as others.
_SAME_SOUND = str.maketrans({"æ": "é", "ș": "ş", "ő": "ö", "ű": "ü", "ũ": "u", "ĩ": "i", "ẽ": "e", "’": "'"})
_DOUBLED = re.compile(f"([{_CONSONANT_SOUNDS}])\\1")

# What must stand before the letters (None: anything), the letters with what must follow, and their sound.
_Rule = tuple[re.Pattern[str] | None, re.Pattern[str], str]


def read_name(name: str) -> str:
    """The phonemes of one word of a name, as eSpeak NG writes French, without stress."""
    return read_letters(name, guess_origin(name))


def guess_origin(name: str) -> str:
    """The origin whose rules read one word of a name: `french` unless its letters tell another."""
    word = _normalize_name(name)
    return next((origin for origin, letters in _load_origins() if letters.search(word)), "") or guess_language(word)


def read_letters(name: str, origin: str = "french") -> str:
    """The phonemes of one word by the rules of `origin`, then by those of `french`; unknown letters are mute."""
    word = _normalize_name(name)
    origins = (origin, "french") if origin != "french" else ("french",)
    sounds: list[str] = []
    at = 0
    while at < len(word):
        for left, here, sound in (rule for each in origins for rule in _compile_rules(each, word[at])):
            match = here.match(word, at)
            if match and (left is None or left.search(word[:at])):
                sounds.append(sound)
                at = match.end(1)
                break
        else:
            at += 1
    return _MUTE_SCHWA.sub("", _DOUBLED.sub(r"\1", "".join(sounds)))


def _normalize_name(name: str) -> str:
    """The name in small letters, without marks that no rule knows: `Rājkot`, `Huế`."""
    bare = _LENGTH.sub("", unicodedata.normalize("NFD", name.lower()))
    return unicodedata.normalize("NFC", bare).translate(_SAME_SOUND)


@cache
def _load_origins() -> list[tuple[str, re.Pattern[str]]]:
    """The origins in order, each with the letters that tell it."""
    table = _load_table()["origins"]
    return [(name, re.compile("|".join(map(_expand_pattern, patterns)))) for name, patterns in table.items()]


@cache
def _compile_rules(origin: str, letter: str) -> list[_Rule]:
    """The rules of `origin` for what begins with `letter`, compiled when asked for: a name needs few of them."""
    return [
        (
            re.compile(f"(?:{_expand_side(left, '^')})$") if left else None,
            re.compile(f"({_expand_side(letters, '')})(?={_expand_side(right, '$')})"),
            sound,
        )
        for left, letters, right, sound in _load_rules(origin).get(letter, ())
    ]


@cache
def _load_rules(origin: str) -> dict[str, list[tuple[str, str, str, str]]]:
    """The rules of `origin` (left, letters, right, sound), by the letter with which what they read begins; none for an
    origin without rules."""
    rules: dict[str, list[tuple[str, str, str, str]]] = {}
    for section in _load_table().get(origin, {}).values():
        for written, sound in section.items():
            rule = _RULE.fullmatch(written)
            assert rule, written
            letters = rule["letters"]
            for letter in letters[1 : letters.index("]")] if letters.startswith("[") else letters[0]:
                rules.setdefault(letter, []).append((rule["left"], letters, rule["right"], sound))
    return rules


def _expand_pattern(pattern: str) -> str:
    """The regular expression of a pattern in which a # at either end is that end of the name."""
    return _expand_side(pattern.removesuffix("#"), "^") + ("$" if pattern.endswith("#") else "")


def _expand_side(pattern: str, boundary: str) -> str:
    """The regular expression of one side of a rule: V, C and # replaced, also inside a class such as [Vnh]."""
    expanded = pattern.replace("#", boundary).replace("V", f"[{_VOWELS}]").replace("C", f"[{_CONSONANTS}]")
    return re.sub(r"\[([^\[\]]*)\[([^\[\]]*)\]([^\[\]]*)\]", r"[\1\2\3]", expanded)


@cache
def _load_table() -> dict[str, dict[str, dict[str, str]]]:
    return load_shipped(__package__, "name_rules")
