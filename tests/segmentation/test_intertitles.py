"""Intertitles that are not marked as headings: capitals, marks, questions, hours, short lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import audiobrief
from audiobrief.model import Article, Block
from audiobrief.segmentation import mark_intertitles

P = "Les travaux doivent commencer en septembre et durer dix mois, selon le calendrier remis aux commerçants."

# The blocks of an article, and those of its blocks that are headings then, without their marks.
INTERTITLES = [
    ([P, "LE BUDGET", P], ["LE BUDGET"]),
    ([P, ">> Et les loyers ?", P], ["Et les loyers ?"]),
    ([P, "► Un calendrier serré", P, "LE BUDGET", P], ["Un calendrier serré", "LE BUDGET"]),
    ([P, "**Un calendrier serré**", P], ["Un calendrier serré"]),
    # A short line, if it is a habit.
    ([P, "Un calendrier serré", P, "Le budget", P], ["Un calendrier serré", "Le budget"]),
    ([P, "Un calendrier serré", P], []),
    ([P, "Un calendrier serré.", P, "Le budget.", P], []),
    ([P, "Lire aussi", P, "Photo Jeanne Kerloc’h", P, "Source AFP", P], []),
    # Neither the first line nor the last, nor what has no text below it.
    (["LE BUDGET", P, P], []),
    ([P, P, "JEANNE KERLOC’H"], []),
    ([P, "ROUEN", "LE HAVRE", "Caen"], []),
    # The questions of an interview.
    (
        [P, "Quand rouvrira la halle ?", P, "Qui paiera les travaux ?", P, "Et les loyers ?", P],
        ["Quand rouvrira la halle ?", "Qui paiera les travaux ?", "Et les loyers ?"],
    ),
    (
        [
            P,
            "Quand ces travaux de la halle seront-ils finis, et pour qui auront-ils été faits en tout et pour tout ?",
            P,
        ],
        [],
    ),
    ([P, "Quand ?", "Comment ?", "Pourquoi ?", P], []),
    # The hours of a live page.
    ([P, "14h32", P, "15:05 – Le pont est fermé", P, "16 h 10", P], ["14h32", "15:05 – Le pont est fermé", "16 h 10"]),
    ([P, "14h32", P, "16 h 10", P], ["14h32", "16 h 10"][:0]),
]


@pytest.mark.parametrize(("lines", "headings"), INTERTITLES)
def test_intertitles_become_headings(lines, headings):
    made = mark_intertitles(Article("T", tuple(Block("paragraph", line) for line in lines)))
    assert [block.text for block in made.blocks if block.kind == "heading"] == headings
    assert [block.text for block in made.blocks if block.kind == "paragraph"] == [
        line for line in lines if line.lstrip(">► *").rstrip("*") not in headings
    ]


def test_an_article_with_headings_stays_as_it_is():
    article = Article(
        "T", (Block("paragraph", P), Block("heading", "A", 2), Block("paragraph", "LE BUDGET"), Block("paragraph", P))
    )
    assert mark_intertitles(article) is article


def test_a_text_is_read_with_its_intertitles():
    text = f"La halle rouvre\n\n{P}\n\n>> Un calendrier serré\n\n{P}\n\n>> Et les loyers ?\n\n{P}\n"
    assert [chapter.title for chapter in audiobrief.script(text.encode()).chapters] == [
        "La halle rouvre", "Un calendrier serré", "Et les loyers ?",
    ]  # fmt: skip


@given(st.lists(st.text(alphabet="AB ab?.>*14h:«»", max_size=30), max_size=8))
def test_no_block_is_lost(lines):
    article = Article("T", tuple(Block("paragraph", line) for line in lines))
    made = mark_intertitles(article)
    assert len(made.blocks) == len(article.blocks)
    assert all(block.text in line for block, line in zip(made.blocks, lines, strict=True))
