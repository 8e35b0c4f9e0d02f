"""Runs of digits or marks that are not meant to be read. They are claimed first: no other rule searches them."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import say_digits
from audiobrief.speech.patterns import DIGITS, LONGEST_NUMBER
from audiobrief.speech.rule import Context, Rule, say_constant

_LONGEST_RUN_OF_MARKS = 99
# So many numbers and marks in turn are no date, no address and no table's line.
_MOST_NUMBERS = 60


def _say_numbers(match: re.Match[str], context: Context) -> str:
    """`1/1/1/1/…`: the numbers one after the other."""
    numbers = re.findall(r"\d+", match[0])
    said = {number: say_digits(number) for number in set(numbers)}
    return " ".join([said[number] for number in numbers])


RULES = (
    Rule(
        "runaway-input",
        lazy_regex(rf"\d{{{LONGEST_NUMBER + 1},}}"),
        lambda match, context: say_digits(match[0]),
        needs=DIGITS,
    ),
    Rule(
        "runaway-input",
        # 1/1/1/1/…
        lazy_regex(
            rf"""
            (?<!\d)(?:\d{{1,{LONGEST_NUMBER}}}(?P<mark>[/:;,.|*+=_-])(?:\d{{1,{LONGEST_NUMBER}}}(?P=mark)){{{_MOST_NUMBERS},}}
            |(?:\d{{1,2}}\s){{{_MOST_NUMBERS},}})
            \d{{0,{LONGEST_NUMBER}}}(?!\d)
            """,
            re.X,
        ),
        _say_numbers,
        needs=DIGITS,
    ),
    Rule("runaway-input", lazy_regex(rf"([^\w\s])\1{{{_LONGEST_RUN_OF_MARKS},}}"), say_constant(" ")),
)
