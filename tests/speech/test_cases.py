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


@pytest.mark.parametrize(
    "space", ["\u00a0", "\u202f", "\u2009", "\u2007"], ids=["no-break", "narrow", "thin", "figure"]
)
def test_the_same_is_said_whatever_the_spaces(space):
    """Typographers and web pages set other spaces than those that are typed."""
    sentences = [sentence for _, sentence, _ in CASES]
    changed = [text for text in sentences if speak_line(text.replace(" ", space)) != speak_line(text)]
    assert changed == []
