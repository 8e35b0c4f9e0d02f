"""The lexicon as frozen tables, and the built-in one, read once when first asked for."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Literal, TypeVar, cast

import msgspec
from msgspec import Meta

from audiobrief.system.data_files import get_data_path
from audiobrief.system.toml_files import load_shipped

_T = TypeVar("_T")


# The examples are shown when a value is missing or wrong.
Said = Annotated[str, Meta(examples=["la maïf"])]
_Language = Annotated[str, Meta(examples=["en"])]
_Singular = Annotated[str, Meta(pattern=r"\S", examples=["tonne"])]

Place = Literal[
    "anywhere", "before_name", "before_title", "before_digit", "before_letter", "before_publisher", "after_number",
    "after_ordinal", "after_noun",
]  # fmt: skip
"""The places in which an abbreviation may be read; those of months and weekdays are closed lists."""


class Acronym(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an acronym is said: `letters`, as a `word`, or `as` a text whose capital tokens are spelled.

    `sounds` spells a word as French would have to write it to be read right (`PACS`, « paxe »), for the voices.
    """

    say: Literal["letters", "word", "as"]
    said_as: str = msgspec.field(name="as", default="")
    sounds: str = ""
    means: str = ""


class ForeignName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name of another language, and its respelling for a voice that has French only."""

    language: _Language
    say: str = ""


class Pronunciation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a word is pronounced: its phonemes (International Phonetic Alphabet), or a spelling that French reads so."""

    ipa: str = ""
    like: str = ""


class Abbreviation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said for an abbreviation, and the place in which it is read."""

    say: Said
    where: Place = "anywhere"


class _CountedNoun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A noun in singular and plural. Without `many`, the plural is made with an s."""

    one: _Singular
    many: str = ""
    feminine: bool = False

    def __post_init__(self) -> None:
        if not self.many:
            msgspec.structs.force_setattr(self, "many", _pluralize(self.one))


class Unit(_CountedNoun, frozen=True, forbid_unknown_fields=True):
    """A unit of measure; its fields are explained at the head of `units.toml`."""

    length: bool = False
    parts: bool = False
    spaced: bool = False
    alone: bool = False


class Currency(_CountedNoun, frozen=True, forbid_unknown_fields=True):
    """A currency, the name of its hundredth, and whether its code may stand `before` the amount."""

    cents: str = ""
    before: bool = False


@dataclass(frozen=True)
class Lexicon:
    """Everything the rules look up, and what their patterns are built from.

    `user_words` holds what a user's own lexicon says, word by word, and `pronunciations` how it pronounces words that
    are said as they are written: both win over every rule. `abbreviations` has a
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
    pronunciations: Mapping[str, Pronunciation] = field(default_factory=dict)
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
        acronyms=msgspec.convert(load_shipped(__package__, "acronyms"), dict[str, Acronym]),
        foreign=msgspec.convert(load_shipped(__package__, "foreign_names"), dict[str, ForeignName]),
        english=frozenset(load_shipped(__package__, "english_words")["words"]),
        abbreviations=load_shipped(__package__, "abbreviations"),
        units=_add_prefixes(msgspec.convert(units["units"], dict[str, Unit]), units["prefixed"], units["prefixes"]),
        denominators=units["denominators"],
        currencies=msgspec.convert(units["currencies"], dict[str, Currency]),
        words={key: frozenset(entry) for key, entry in words.items()},
    )


def _add_prefixes(units: dict[str, Unit], prefixed: Mapping[str, str], prefixes: Mapping[str, str]) -> dict[str, Unit]:
    """The units, and those that prefixes make of them (`mmol`) where they are not among them. `prefixed` holds for a
    unit's symbol those of the prefixes it takes, `prefixes` what these are said as."""
    for symbol, taken in prefixed.items():
        unit = units[symbol]
        for prefix in taken:
            named = Unit(prefixes[prefix] + unit.one, prefixes[prefix] + unit.many, unit.feminine)
            units.setdefault(prefix + symbol, named)
    return units


def _pluralize(noun: str) -> str:
    return noun if noun.endswith(("s", "x", "z")) else f"{noun}s"


@lru_cache(maxsize=8)
def load_word_forms(name: str) -> frozenset[str]:
    """One of the lists of word forms: `feminine_nouns`, `masculine_nouns` or `adjectives`."""
    return frozenset(load_lines(name))


def load_lines(name: str) -> list[str]:
    """The lines of a packed list of this folder: one of word forms, or `accents`."""
    packed = get_data_path(__package__, f"{name}.txt.gz").read_bytes()
    return gzip.decompress(packed).decode("utf-8").split("\n")
