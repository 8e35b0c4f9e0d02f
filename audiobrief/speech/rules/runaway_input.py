"""Runs that nobody wrote to be read. They come first, so that no other rule need look inside them."""

import re

from audiobrief.speech.numbers import LONGEST_RUN, digits
from audiobrief.speech.rule import DIGITS, Context, Rule, Said

_FLOOD = 100


def _digit_by_digit(match: re.Match[str], context: Context) -> Said:
    """A run of digits too long to be a number."""
    return digits(match[0])


def _nothing(match: re.Match[str], context: Context) -> Said:
    return " "


RULES = (
    Rule("flood", re.compile(rf"\d{{{LONGEST_RUN + 1},}}"), _digit_by_digit, needs=DIGITS),
    Rule("flood", re.compile(rf"([^\w\s])\1{{{_FLOOD - 1},}}"), _nothing),
)
