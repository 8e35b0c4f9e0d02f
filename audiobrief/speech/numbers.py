"""French numerals in words: cardinals, ordinals and fractions, their agreement, and the habits of speech."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from audiobrief.lazy_regex import lazy_regex

_THOUSANDS_SEPARATOR = lazy_regex(r"[\s'’]")
_GROUPED = lazy_regex(r"[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:,\d{3}){2,}")
_FINAL_S = lazy_regex(r"(vingt|cent)s$")
# Whole numbers of more digits are read digit by digit.
_LONGEST_NAMED = 15
# So are decimals of more digits.
_LONGEST_DECIMALS = 6
_SIGNS = {"-": "moins ", "−": "moins ", "–": "moins ", "+": "plus "}
_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
)  # fmt: skip
_TENS = ("", "dix", "vingt", "trente", "quarante", "cinquante", "soixante", "", "quatre-vingt")
_SCALES = ((10**15, "billiard"), (10**12, "billion"), (10**9, "milliard"), (10**6, "million"), (1000, "mille"))
_FINAL_UN = lazy_regex(r"\bun$")
_FRACTIONS = {2: "demi", 3: "tiers", 4: "quart"}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_NUMERAL = lazy_regex(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_VOWEL = lazy_regex(r"[aeiouâàéèêëîïôœùûh]|y(?![aeouéè])|yeux\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written: its whole part's digits, its decimals' digits, its sign."""

    whole: str
    decimals: str = ""
    sign: str = ""

    @property
    def value(self) -> float:
        """The number without its sign, infinite beyond what has a name."""
        return float(f"{self.whole}.{self.decimals or 0}") if len(self.whole) <= _LONGEST_NAMED else float("inf")

    @property
    def plural(self) -> bool:
        """Whether the counted noun is in the plural, as it is in French from two up (1,9 million; 2 millions)."""
        return self.value >= 2

    @property
    def round_million(self) -> bool:
        """Whether the numeral ends in million(s) or milliard(s), which take `de` before what is counted."""
        return (
            not self.decimals and 6 < len(self.whole) <= _LONGEST_NAMED and int(self.whole[-6:]) == 0 < int(self.whole)
        )

    def say(self, *, feminine: bool = False) -> str:
        words = say_digits(self.whole, feminine=feminine and not self.decimals.strip("0"))
        if self.decimals.strip("0"):
            words += f" virgule {say_decimals(self.decimals)}"
        return f"{_SIGNS.get(self.sign, '')}{words}"


def parse_quantity(written: str) -> Quantity:
    """Read a number as a pattern has found it, with or without a sign, its thousands separated or not."""
    sign = written[0] if written[0] in _SIGNS else ""
    body = _THOUSANDS_SEPARATOR.sub("", written[len(sign) :])
    if _GROUPED.fullmatch(body):
        return Quantity(re.sub("[.,]", "", body), "", sign)
    whole, _, rest = body.replace(",", ".").rpartition(".")
    if not whole:
        return Quantity(rest, "", sign)
    return Quantity(whole.replace(".", ""), rest, sign)


@lru_cache(maxsize=4096)
def say_cardinal(number: int, *, feminine: bool = False) -> str:
    """`vingt et un`, `quatre-vingts`; feminine: `vingt et une` (only the final `un` agrees)."""
    words = _spell(number)
    return words + "e" if feminine and _FINAL_UN.search(words) else words


def _spell(number: int) -> str:
    """A whole number below a million of milliards, with the hyphens of 1989's spelling (Grevisse, §§ 596–598)."""
    if number < 1000:
        return _spell_hundreds(number)
    value, name = next(scale for scale in _SCALES if number >= scale[0])
    count, rest = divmod(number, value)
    if value == 1000:
        head = "mille" if count == 1 else f"{drop_plural(_spell_hundreds(count))} mille"
    else:
        head = f"{_spell(count)} {name}{'s' if count > 1 else ''}"
    return f"{head} {_spell(rest)}" if rest else head


def _spell_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _spell_tens(rest)
    head = "cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent"
    if rest:
        return f"{head} {_spell_tens(rest)}"
    return f"{head}s" if hundreds > 1 else head


def _spell_tens(number: int) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    if tens in (7, 9):
        # soixante-dix, quatre-vingt-dix: twenty that are counted on
        tens, unit = tens - 1, unit + 10
    if not unit:
        return f"{_TENS[tens]}s" if tens == 8 else _TENS[tens]
    link = " et " if unit in (1, 11) and tens < 8 else "-"
    return f"{_TENS[tens]}{link}{_spell_tens(unit)}"


@lru_cache(maxsize=1024)
def say_ordinal(number: int, *, feminine: bool = False) -> str:
    """`premier`, `première`, `vingt et unième`, `quatre-vingtième`, `millième` (Grevisse, § 599)."""
    if number == 1:
        return "première" if feminine else "premier"
    words = say_cardinal(number).removeprefix("un ") if number >= 1_000_000 else say_cardinal(number)
    if words.endswith("cinq"):
        return f"{words}uième"
    if words.endswith("neuf"):
        return f"{words.removesuffix('f')}vième"
    return re.sub(r"(?:e|(?<=[tdn])s)$", "", words) + "ième"


def say_fraction(top: int, bottom: int) -> str:
    """`trois quarts`, `deux cinquièmes`."""
    name = _FRACTIONS.get(bottom) or say_ordinal(bottom)
    plural = "s" if top > 1 and not name.endswith("s") else ""
    return f"{say_cardinal(top)} {name}{plural}"


def say_digits(written: str, *, feminine: bool = False) -> str:
    """A run of digits as a cardinal, its leading zeros one by one; beyond what has a name, digit by digit."""
    bare = written.lstrip("0")
    if len(bare) > _LONGEST_NAMED:
        return " ".join(say_cardinal(int(digit)) for digit in written)
    zeros = len(written) - len(bare)
    if not bare:
        return " ".join(["zéro"] * zeros)
    return " ".join(["zéro"] * zeros + [say_cardinal(int(bare), feminine=feminine)])


def say_name(written: str) -> str:
    """A run of digits that names and does not count: vingt and cent take no s (Grevisse, § 598), nor a liaison."""
    return drop_plural(say_digits(written))


def drop_plural(said: str) -> str:
    """A numeral whose last vingt or cent takes no s: before mille, or where it names (Grevisse, §§ 597–598)."""
    return _FINAL_S.sub(r"\1", said)


def say_version(written: str) -> str:
    """The numbers of a version or an address, with the full stops between them: `3.12`, `192.168.1.1`."""
    return " point ".join(say_digits(part) for part in written.split("."))


def say_decimals(written: str) -> str:
    """The digits after the comma: leading zeros one by one, the rest as an integer (long runs digit by digit)."""
    if len(written.lstrip("0")) > _LONGEST_DECIMALS:
        return " ".join(say_cardinal(int(digit)) for digit in written)
    return say_digits(written)


def say_counted(number: Quantity, one: str, many: str, *, feminine: bool = False) -> str:
    """The quantity with the noun it counts in the right number, `de` after a round million."""
    noun = many if number.plural else one
    return f"{number.say(feminine=feminine)} {say_of(noun) if number.round_million else noun}"


def say_of(noun: str) -> str:
    """`de` before a noun, elided before a vowel or a silent h (`d’Yvelines`, but `de yens`)."""
    return f"d’{noun}" if _VOWEL.match(noun.lower()) else f"de {noun}"


def parse_roman(written: str) -> int | None:
    """The value of a well-formed Roman numeral, else None."""
    if not written or not _ROMAN_NUMERAL.fullmatch(written):
        return None
    values = [_ROMAN[letter] for letter in written]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
