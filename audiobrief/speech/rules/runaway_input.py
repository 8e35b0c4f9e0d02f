"""Runs of digits or marks that are not meant to be read. They are claimed first: no other rule searches them."""

import re

from audiobrief.speech.numbers import say_digits
from audiobrief.speech.patterns import DIGITS, LONGEST_NUMBER
from audiobrief.speech.rule import Rule, say_constant

_LONGEST_RUN_OF_MARKS = 99

RULES = (
    Rule(
        "runaway-input",
        re.compile(rf"\d{{{LONGEST_NUMBER + 1},}}"),
        lambda match, context: say_digits(match[0]),
        needs=DIGITS,
    ),
    Rule("runaway-input", re.compile(rf"([^\w\s])\1{{{_LONGEST_RUN_OF_MARKS},}}"), say_constant(" ")),
)
