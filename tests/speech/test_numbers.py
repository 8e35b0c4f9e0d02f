"""French numerals: quantities as they are written, in words, counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from audiobrief.speech.numbers import (
    Quantity,
    parse_quantity,
    parse_roman,
    say_cardinal,
    say_counted,
    say_decimals,
    say_digits,
    say_fraction,
    say_of,
    say_ordinal,
)

WRITTEN = [
    ("12", Quantity("12")),
    ("-12", Quantity("12", "", "-")),
    ("−1 200,50", Quantity("1200", "50", "−")),
    ("+1'200", Quantity("1200", "", "+")),
    ("1.200", Quantity("1200")),
    ("1\u2003200", Quantity("1200")),
    ("1\x85200", Quantity("1200")),
    ("1.200.300", Quantity("1200300")),
    ("1.200,5", Quantity("1200", "5")),
    ("0.5", Quantity("0", "5")),
    ("0.200", Quantity("0", "200")),
    ("1200.300", Quantity("1200", "300")),
]


@pytest.mark.parametrize(("written", "read"), WRITTEN)
def test_a_number_as_it_is_written(written, read):
    assert parse_quantity(written) == read


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
    (say_cardinal(21, feminine=True), "vingt et une"),
    (say_cardinal(11, feminine=True), "onze"),
    (say_cardinal(1, feminine=True), "une"),
    (say_ordinal(1), "premier"),
    (say_ordinal(1, feminine=True), "première"),
    (say_ordinal(5), "cinquième"),
    (say_ordinal(9), "neuvième"),
    (say_ordinal(21), "vingt et unième"),
    (say_ordinal(80), "quatre-vingtième"),
    (say_ordinal(200), "deux centième"),
    (say_ordinal(3), "troisième"),
    (say_ordinal(1000), "millième"),
    (say_ordinal(1_000_000), "millionième"),
    (say_ordinal(999_999), "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuvième"),
    (say_fraction(1, 2), "un demi"),
    (say_fraction(3, 2), "trois demis"),
    (say_fraction(2, 3), "deux tiers"),
    (say_fraction(1, 4), "un quart"),
    (say_fraction(3, 4), "trois quarts"),
    (say_fraction(2, 5), "deux cinquièmes"),
    (say_digits("007"), "zéro zéro sept"),
    (say_digits("000"), "zéro zéro zéro"),
    (say_digits("01", feminine=True), "zéro une"),
    (say_digits("1" * 16), " ".join(["un"] * 16)),
    (say_decimals("050"), "zéro cinquante"),
    (say_decimals("000001"), "zéro zéro zéro zéro zéro un"),
    (say_decimals("1234567"), "un deux trois quatre cinq six sept"),
    (say_counted(Quantity("1"), "kilo", "kilos"), "un kilo"),
    (say_counted(Quantity("2"), "kilo", "kilos"), "deux kilos"),
    (say_counted(Quantity("1"), "tonne", "tonnes", feminine=True), "une tonne"),
    (say_counted(Quantity("2000000"), "tonne", "tonnes"), "deux millions de tonnes"),
    (say_of("euros"), "d’euros"),
    (say_of("yens"), "de yens"),
    (say_of("yeux"), "d’yeux"),
    (say_of("Yvelinois"), "d’Yvelinois"),
    (say_of("hectares"), "d’hectares"),
    (say_of("kilos"), "de kilos"),
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
    assert parse_roman(written) == value


@pytest.mark.parametrize("written", ["", "IIII", "VX", "IC", "MMMM", "A", "XIXI"])
def test_no_roman_numerals(written):
    assert parse_roman(written) is None


@given(
    st.integers(0, 10**15 - 1)
    | st.integers(0, 10**6)
    | st.builds(lambda tens, by: by * 10**tens, st.integers(0, 12), st.integers(1, 999))
)
def test_cardinals_are_those_of_another_program(number):
    assert say_cardinal(number) == num2words(number, lang="fr")


@pytest.mark.parametrize("number", [0, 1, 16, 17, 21, 61, 70, 71, 77, 80, 81, 90, 91, 99, 100, 101, 200, 201, 999])
def test_and_so_are_small_ones(number):
    assert say_cardinal(number) == num2words(number, lang="fr")
