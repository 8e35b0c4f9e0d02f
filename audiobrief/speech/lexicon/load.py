"""The lexicon as frozen tables, and the built-in one, read once when first asked for."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, TypeVar, cast

from audiobrief.system.toml_files import load_shipped

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Acronym:
    """How an acronym is said: `letters`, as a `word`, or `as` a text whose capital tokens are spelled.

    `sounds` spells a word as French would have to write it to be read right (`PACS`, « paxe »), for the voices.
    """

    say: Literal["letters", "word", "as"]
    said_as: str = ""
    sounds: str = ""
    means: str = ""


@dataclass(frozen=True, slots=True)
class ForeignName:
    """A name of another language, and its respelling for a voice that has French only."""

    language: str
    say: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name in singular and plural; the rest is explained at the head of `units.toml`."""

    one: str
    many: str
    feminine: bool = False
    length: bool = False
    parts: bool = False
    spaced: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency's name in singular and plural, the name of its hundredth, and whether its code may stand `before` the
    amount."""

    one: str
    many: str
    feminine: bool = False
    cents: str = ""
    before: bool = False


@dataclass(frozen=True)
class Lexicon:
    """Everything the rules look up, and what their patterns are built from.

    `user_words` holds what a user's own lexicon says, word by word: it wins over every rule. `abbreviations` has a
    table for each place in which an abbreviation is read (`before_name`, `after_number`). `denominators` says what
    stands after a slash.
    """

    acronyms: Mapping[str, Acronym]
    foreign: Mapping[str, ForeignName]
    english: frozenset[str]
    abbreviations: Mapping[str, Mapping[str, str]]
    units: Mapping[str, Unit]
    denominators: Mapping[str, str]
    currencies: Mapping[str, Currency]
    words: Mapping[str, frozenset[str]]
    user_words: Mapping[str, str] = field(default_factory=dict)
    _derived: dict[Callable[[Lexicon], object], object] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def derive(self, build: Callable[[Lexicon], _T]) -> _T:
        """`build(self)`, computed at the first call and kept with this lexicon: compiled rules, indexes.

        `build` must be a function of a module: another one made for each call would be computed each time.
        """
        if build not in self._derived:
            self._derived[build] = build(self)
        return cast(_T, self._derived[build])

    def __getstate__(self) -> dict[str, object]:
        """Without what was derived, which another process computes for itself."""
        return {**self.__dict__, "_derived": {}}

    def find_unit(self, written: str) -> Unit:
        """The unit whose symbol is written so, whatever the spaces in it. Raises KeyError if there is none."""
        return self.derive(_index_units)[remove_spaces(written)]

    def find_currency(self, written: str) -> Currency:
        """The currency whose symbol is written so, whatever the spaces in it. Raises KeyError if there is none."""
        return self.derive(_index_currencies)[remove_spaces(written)]


def _index_units(lexicon: Lexicon) -> dict[str, Unit]:
    """Units by their symbols without spaces."""
    return {remove_spaces(symbol): unit for symbol, unit in lexicon.units.items()}


def _index_currencies(lexicon: Lexicon) -> dict[str, Currency]:
    """Currencies by their symbols without spaces."""
    return {remove_spaces(symbol): currency for symbol, currency in lexicon.currencies.items()}


def remove_spaces(text: str) -> str:
    return "".join(text.split())


@lru_cache(maxsize=1)
def load_builtin_lexicon() -> Lexicon:
    """The lexicon that audiobrief ships."""
    units, words = load_shipped(__package__, "units"), load_shipped(__package__, "words")
    return Lexicon(
        acronyms={key: make_acronym(entry) for key, entry in load_shipped(__package__, "acronyms").items()},
        foreign={key: make_foreign_name(entry) for key, entry in load_shipped(__package__, "foreign_names").items()},
        english=frozenset(load_shipped(__package__, "english_words")["words"]),
        abbreviations=load_shipped(__package__, "abbreviations"),
        units={key: make_unit(entry) for key, entry in units["units"].items()},
        denominators=units["denominators"],
        currencies={key: make_currency(entry) for key, entry in units["currencies"].items()},
        words={key: frozenset(entry) for key, entry in words.items()},
    )


def make_acronym(entry: Mapping[str, Any]) -> Acronym:
    return Acronym(entry["say"], entry.get("as", ""), entry.get("sounds", ""), entry.get("means", ""))


def make_foreign_name(entry: Mapping[str, Any]) -> ForeignName:
    return ForeignName(entry["language"], entry.get("say", ""))


def make_unit(entry: Mapping[str, Any]) -> Unit:
    return Unit(**{"many": _pluralize(entry["one"]), **entry})


def make_currency(entry: Mapping[str, Any]) -> Currency:
    return Currency(**{"many": _pluralize(entry["one"]), **entry})


def _pluralize(noun: str) -> str:
    return noun if noun.endswith(("s", "x", "z")) else f"{noun}s"


@lru_cache(maxsize=8)
def load_word_forms(name: str) -> frozenset[str]:
    """One of the lists of word forms: `feminine_nouns`, `masculine_nouns` or `adjectives`."""
    packed = resources.files(__package__ or "").joinpath(f"{name}.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").split("\n"))
