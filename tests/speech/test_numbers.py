"""French numerals: quantities as they are written, in words, counted."""

import pytest

from audiobrief.speech.numbers import (
    Quantity,
    cardinal,
    count,
    decimals,
    digits,
    fraction,
    of,
    ordinal,
    quantity,
    roman,
)

WRITTEN = [
    ("12", Quantity("12")),
    ("-12", Quantity("12", "", "-")),
    ("−1 200,50", Quantity("1200", "50", "−")),
    ("+1'200", Quantity("1200", "", "+")),
    ("1.200", Quantity("1200")),
    ("1.200.300", Quantity("1200300")),
    ("1.200,5", Quantity("1200", "5")),
    ("0.5", Quantity("0", "5")),
    ("0.200", Quantity("0", "200")),
    ("1200.300", Quantity("1200", "300")),
]


@pytest.mark.parametrize(("written", "read"), WRITTEN)
def test_a_number_as_it_is_written(written, read):
    assert quantity(written) == read


# Plural from two up, `de` behind a round million.
COUNTED = [
    (Quantity("0"), False, False),
    (Quantity("1"), False, False),
    (Quantity("1", "9"), False, False),
    (Quantity("2"), True, False),
    (Quantity("2", "0"), True, False),
    (Quantity("999999"), True, False),
    (Quantity("1000000"), True, True),
    (Quantity("1000000", "5"), True, False),
    (Quantity("1000001"), True, False),
    (Quantity("0000000"), False, False),
    (Quantity("123000000000000"), True, True),
    (Quantity("1230000000000000"), True, False),
]


@pytest.mark.parametrize(("number", "plural", "round_million"), COUNTED)
def test_what_is_counted(number, plural, round_million):
    assert (number.plural, number.round_million) == (plural, round_million)


WORDS = [
    (cardinal(21, feminine=True), "vingt et une"),
    (cardinal(11, feminine=True), "onze"),
    (cardinal(1, feminine=True), "une"),
    (ordinal(1), "premier"),
    (ordinal(1, feminine=True), "première"),
    (ordinal(5), "cinquième"),
    (ordinal(9), "neuvième"),
    (ordinal(21), "vingt et unième"),
    (ordinal(80), "quatre-vingtième"),
    (ordinal(200), "deux centième"),
    (ordinal(3), "troisième"),
    (ordinal(1000), "millième"),
    (ordinal(1_000_000), "millionième"),
    (ordinal(999_999), "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuvième"),
    (fraction(1, 2), "un demi"),
    (fraction(3, 2), "trois demis"),
    (fraction(2, 3), "deux tiers"),
    (fraction(1, 4), "un quart"),
    (fraction(3, 4), "trois quarts"),
    (fraction(2, 5), "deux cinquièmes"),
    (digits("007"), "zéro zéro sept"),
    (digits("000"), "zéro zéro zéro"),
    (digits("01", feminine=True), "zéro une"),
    (digits("1" * 16), " ".join(["un"] * 16)),
    (decimals("050"), "zéro cinquante"),
    (decimals("000001"), "zéro zéro zéro zéro zéro un"),
    (decimals("1234567"), "un deux trois quatre cinq six sept"),
    (count(Quantity("1"), "kilo", "kilos"), "un kilo"),
    (count(Quantity("2"), "kilo", "kilos"), "deux kilos"),
    (count(Quantity("1"), "tonne", "tonnes", feminine=True), "une tonne"),
    (count(Quantity("2000000"), "tonne", "tonnes"), "deux millions de tonnes"),
    (of("euros"), "d’euros"),
    (of("yens"), "de yens"),
    (of("yeux"), "d’yeux"),
    (of("Yvelinois"), "d’Yvelinois"),
    (of("hectares"), "d’hectares"),
    (of("kilos"), "de kilos"),
]


@pytest.mark.parametrize(("said", "words"), WORDS, ids=[words[:40] for _, words in WORDS])
def test_in_words(said, words):
    assert said == words


ROMAN = [
    ("I", 1),
    ("IV", 4),
    ("XIX", 19),
    ("XC", 90),
    ("MCMXC", 1990),
    ("MMXXVI", 2026),
    ("MMMCMXCIX", 3999),
    ("CDXLIV", 444),
]


@pytest.mark.parametrize(("written", "value"), ROMAN)
def test_roman_numerals(written, value):
    assert roman(written) == value


@pytest.mark.parametrize("written", ["", "IIII", "VX", "IC", "MMMM", "A", "XIXI"])
def test_no_roman_numerals(written):
    assert roman(written) is None
