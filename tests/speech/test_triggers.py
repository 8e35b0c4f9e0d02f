"""What a rule says that a text must hold for it: no text without it may hold a match."""

from pathlib import Path

import pytest

from audiobrief.speech.lexicon import load_builtin_lexicon
from audiobrief.speech.rules import build_rules, index_rules

SENTENCES = [
    line.split("\t")[0]
    for path in sorted(Path(__file__).with_name("cases").glob("*.tsv"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
RULES = load_builtin_lexicon().derive(build_rules)
INDEX = load_builtin_lexicon().derive(index_rules)


def wrongly_passed_over(texts):
    found = []
    for text in texts:
        candidates = {id(rule) for rule in INDEX.find_candidates(text)}
        found += [(rule.name, text) for rule in RULES if id(rule) not in candidates and rule.pattern.search(text)]
    return found


def test_rules_are_passed_over():
    assert len([*INDEX.find_candidates("le pont")]) < len(RULES) / 2


@pytest.mark.parametrize("part", range(4))
def test_no_rule_is_passed_over_where_it_may_match(part):
    assert not wrongly_passed_over(SENTENCES[part::4])


def test_nor_in_other_spaces_and_capitals():
    texts = [text.replace(" ", "\u202f") for text in SENTENCES[::7]] + [text.upper() for text in SENTENCES[::7]]
    assert not wrongly_passed_over(texts)
