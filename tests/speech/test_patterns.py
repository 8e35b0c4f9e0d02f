"""The pieces that patterns are made of, and what the patterns of all rules must keep to."""

import re

import pytest

from audiobrief.speech.lexicon import load_builtin_lexicon
from audiobrief.speech.patterns import INTEGER, LOWER, NUMBER, NUMBER_START, SIGN, SPACE, UPPER, match_any
from audiobrief.speech.rules import build_rules

FOUND = [
    # Numbers: the whole of them, however their thousands are parted.
    (NUMBER, "12", "12"),
    (NUMBER, "12 500", "12 500"),
    (NUMBER, "12\u202f500,75", "12\u202f500,75"),
    (NUMBER, "12\u2009500\u2007000", "12\u2009500\u2007000"),
    (NUMBER, "12'500", "12'500"),
    (NUMBER, "12.500.000", "12.500.000"),
    (NUMBER, "12.500,75", "12.500,75"),
    (NUMBER, "3.14", "3.14"),
    (NUMBER, "12 50", "12"),
    (NUMBER, "12\n500", "12"),
    (NUMBER, "1" * 40, "1" * 40),
    (f"{NUMBER_START}{NUMBER}", "1" * 41, None),
    (INTEGER, "12,5", "12"),
    # A sign stands before a number that nothing is glued to.
    (f"{SIGN}{INTEGER}", "de -3", "-3"),
    (f"{SIGN}{INTEGER}", "(−3)", "−3"),
    (f"{SIGN}{INTEGER}", "« +3 »", "+3"),
    (f"{SIGN}{INTEGER}", "12-3", None),
    (f"{SIGN}{INTEGER}", "a+3", None),
    (f"{NUMBER_START}3", "2,3", None),
    (f"{NUMBER_START}3", "v3", None),
    (f"{NUMBER_START}3", "/3", "3"),
    # Letters of French, and no sign that stands among them in Unicode.
    (UPPER, "Œ", "Œ"),
    (UPPER, "É", "É"),
    (UPPER, "×", None),
    (LOWER, "œ", "œ"),
    (LOWER, "ÿ", "ÿ"),
    (LOWER, "÷", None),
    # Spaces of a line.
    (SPACE, "\u00a0", "\u00a0"),
    (SPACE, "\n", None),
    # The longest first, whatever the spaces; of nothing, nothing.
    (match_any(["km", "km/h"]), "km/h", "km/h"),
    (match_any(["p. ex."]), "p.\u00a0ex.", "p.\u00a0ex."),
    (match_any(["p. ex."], space=f"{SPACE}?"), "p.ex.", "p.ex."),
    (match_any([]), "km", None),
    (match_any([]), "", None),
]


@pytest.mark.parametrize(("pattern", "text", "found"), FOUND)
def test_what_a_piece_matches(pattern, text, found):
    match = re.search(pattern, text)
    assert (match[0] if match else None) == found


RULES = build_rules(load_builtin_lexicon())


@pytest.mark.parametrize("rule", RULES, ids=[f"{at}-{rule.name}" for at, rule in enumerate(RULES)])
def test_no_rule_asks_for_a_plain_space(rule):
    """A space in a pattern stands beside others, in brackets, or separates the parts of a verbose pattern."""
    brackets = re.compile(r"\[(?:\\.|[^\]\\])+\]")
    outside = brackets.sub("", rule.pattern.pattern)
    assert r"\ " not in outside and "[ ]" not in rule.pattern.pattern
    assert rule.pattern.flags & re.VERBOSE or " " not in outside
