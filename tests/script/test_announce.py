"""What a programme says of itself."""

import pytest

from audiobrief.model import Article, Block
from audiobrief.script import announced, write

ARTICLE = Article(
    "Les halles",
    (
        Block("paragraph", "Elles rouvrent."),
        Block("heading", "Le toit", 2),
        Block("paragraph", "Il est neuf."),
        Block("heading", "Les étals", 2),
        Block("paragraph", "Ils sont pleins."),
    ),
)

SPOKEN = [
    (
        {"title": True, "contents": False, "chapters": "headings"},
        ["Les halles", "Elles rouvrent.", "Le toit", "Il est neuf.", "Les étals", "Ils sont pleins."],
    ),
    (
        {"title": False, "contents": False, "chapters": "none"},
        ["Elles rouvrent.", "Il est neuf.", "Ils sont pleins."],
    ),
    (
        {"title": True, "contents": True, "chapters": "numbered"},
        [
            "Les halles", "Au sommaire.", "Chapitre 1 : Les halles.", "Chapitre 2 : Le toit.",
            "Chapitre 3 : Les étals.",
            "Chapitre 1.", "Elles rouvrent.", "Chapitre 2.", "Le toit", "Il est neuf.", "Chapitre 3.", "Les étals",
            "Ils sont pleins.",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "spoken"), SPOKEN)
def test_what_is_announced(asked, spoken):
    script = announced(write(ARTICLE), **asked)
    assert [utterance.text for chapter in script.chapters for utterance in chapter.utterances] == spoken
    assert [chapter.title for chapter in script.chapters] == ["Les halles", "Le toit", "Les étals"]


def test_a_chapter_that_is_only_a_heading_is_not_lost():
    lonely = write(Article("Les halles", (Block("heading", "Le toit", 2),)))
    script = announced(lonely, title=False, contents=True, chapters="none")
    assert [utterance.text for chapter in script.chapters for utterance in chapter.utterances]
