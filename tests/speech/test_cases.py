"""Every case under cases/, one file a kind of thing read aloud: a sentence, a tab, what is said for it.

Behind ` | ` may stand other forms that a newsreader could say. They count as right for other programs
(`benchmarks/speech.py`); ours says the first and no other.
"""

from pathlib import Path

import pytest

from audiobrief.speech import speak_line
from tests.speech.scoring import accepted

CASES = [
    (file.stem, *line.split("\t"))
    for file in sorted(Path(__file__).with_name("cases").glob("*.tsv"))
    for line in file.read_text(encoding="utf-8").split("\n")
    if line.strip()
]


@pytest.mark.parametrize(("kind", "sentence", "forms"), CASES, ids=[f"{kind}-{text}" for kind, text, _ in CASES])
def test_it_is_said_as_a_newsreader_says_it(kind, sentence, forms):
    said = speak_line(sentence)
    assert accepted(said, [forms.split(" | ")[0]], punctuation=kind == "punctuation"), said


SPACES = {"no-break": "\u00a0", "narrow": "\u202f", "thin": "\u2009", "figure": "\u2007"}


def test_the_same_is_said_whatever_the_spaces():
    """Typographers and web pages set other spaces than those that are typed."""
    sentences = list(dict.fromkeys(sentence for _, sentence, _ in CASES if " " in sentence))
    changed = [
        (name, text)
        for text in sentences
        for said in [speak_line(text)]
        for name, space in SPACES.items()
        if speak_line(text.replace(" ", space)) != said
    ]
    assert changed == []
