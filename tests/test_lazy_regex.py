"""Patterns that are compiled when they are first needed."""

import re

import pytest

from audiobrief.lazy_regex import lazy_regex


@pytest.mark.parametrize(
    "use",
    [
        lambda pattern: pattern.search("Un pont, DEUX ponts").span(),
        lambda pattern: pattern.search("deux", 1),
        lambda pattern: pattern.match("deux", 0, 3),
        lambda pattern: pattern.fullmatch("DEUX")["number"],
        lambda pattern: pattern.sub("2", "deux et deux"),
        lambda pattern: pattern.split("1 deux 3"),
        lambda pattern: pattern.findall("deux Deux"),
        lambda pattern: [found.start() for found in pattern.finditer("deux deux", 2)],
        lambda pattern: dict(pattern.groupindex),
        lambda pattern: (pattern.pattern, pattern.flags),
    ],
)
def test_it_does_what_the_compiled_pattern_does(use):
    assert use(lazy_regex("(?P<number>deux)", re.I)) == use(re.compile("(?P<number>deux)", re.I))


def test_nothing_is_compiled_before_it_is_used():
    wrong = lazy_regex("(")
    assert wrong.pattern == "("
    with pytest.raises(re.error):
        wrong.search("a")
