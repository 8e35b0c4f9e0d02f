"""Intertitles that are not marked as headings: capitals, marks, questions, hours, short lines."""
# ruff: noqa: E501  one case a row

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


# A line between two paragraphs, and whether it is a heading.
LINES = [
    ("A" * 100, True), ("A" * 101, False), (" ".join("ABCDEFGHIJKLMN"), True), (" ".join("ABCDEFGHIJKLMNO"), False),
    ("LOIS", False), ("LE PRIX", True), ("12345", False), ("LE PRIX :", False), ("LE PRIX ;", False), ("LE PRIX…", False), ("« LE PRIX »", False),
    ("LE PRIX ?", True), ("> Le prix", True), ("▶ Le prix", True), ("»» Le prix", True), (">", False), ("> Le prix.", False),
    ("__Le prix__", True), ("**Le prix__", False), ("**Le prix** du pain", False), ("> **Le prix**", True), ("À LIRE AUSSI", False), ("PHOTO AFP", False),
    ("SOURCE : AFP", False), ("PROPOS RECUEILLIS", False), ("PROPOSITION", True), ("HTTP", False), ("ABONNÉS", False), ("LES ABONNÉS", True),
]  # fmt: skip


@pytest.mark.parametrize(("line", "is_heading"), LINES)
def test_which_lines_are_intertitles(line, is_heading):
    made = mark_intertitles(Article("T", tuple(Block("paragraph", text) for text in (P, line, P))))
    assert (made.blocks[1].kind == "heading") is is_heading
    assert made.blocks[1].level == (2 if is_heading else 0)


FOLLOWING = [("mot " * 12, True), ("mot " * 11, False), ("MOT " * 12, False)]


@pytest.mark.parametrize(("text", "is_heading"), FOLLOWING)
def test_a_text_follows_an_intertitle(text, is_heading):
    made = mark_intertitles(Article("T", tuple(Block("paragraph", each) for each in (P, "LE PRIX", text))))
    assert (made.blocks[1].kind == "heading") is is_heading


# Two lines between three paragraphs: a habit of short lines.
HABITS = [
    ("Le prix", P, True), ("le prix", P, False), ("Le prix", P.rstrip("."), False), ("Le prix", f"{P} :", True), ("Le prix", f"« {P} »", True),
    ("Le prix", "Il neige.", False), ("Le prix", P + "!", True), ("Le prix,", P, False), ("Lire le dossier", P, False),
]  # fmt: skip


@pytest.mark.parametrize(("line", "text", "are_headings"), HABITS)
def test_short_lines_are_a_habit(line, text, are_headings):
    lines = [P, line, text, P, line, text]
    made = mark_intertitles(Article("T", tuple(Block("paragraph", each) for each in lines)))
    assert [block.kind == "heading" for block in made.blocks] == [
        False,
        are_headings,
        False,
        False,
        are_headings,
        False,
    ]


@pytest.mark.parametrize(
    ("before", "are_headings"),
    [
        (P, True),
        ("Il neige.", False),
        (P.rstrip("."), False),
        (f"{P} :", False),
        ("mot " * 11 + "mot.", True),
        ("mot " * 10 + "mot.", False),
    ],
)
def test_a_sentence_stands_before_short_lines(before, are_headings):
    lines = [before, "Le prix", P, before, "Le quai", P]
    made = mark_intertitles(Article("T", tuple(Block("paragraph", each) for each in lines)))
    assert [block.text for block in made.blocks if block.kind == "heading"] == (
        ["Le prix", "Le quai"] if are_headings else []
    )


HOURS = [("14h32", True), ("9:05", True), ("23 h 59", True), ("24h10", False), ("14h62", False), ("14:32:10", False), ("14h321", False), ("14h32.", False),
         ("14h32 – " + "a" * 92, True), ("14h32 – " + "a" * 93, False), ("Vers 14h32", False)]  # fmt: skip


@pytest.mark.parametrize(("hour", "are_headings"), HOURS)
def test_three_hours_are_a_live_page(hour, are_headings):
    for count, marked in ((3, are_headings), (2, False)):
        made = mark_intertitles(
            Article("T", tuple(Block("paragraph", each) for each in [P + "..,", *[hour, P + "..,"] * count]))
        )
        assert sum(block.kind == "heading" for block in made.blocks) == (count if marked else 0)


QUESTIONS = [("Et après ?", P, True), ("Et après ? »", P, True), ("a" * 158 + " ?", "b" * 170, True), ("a" * 159 + " ?", "b" * 170, False),
             ("Et après ?", "Oui, mardi", False), ("Et après ?", "Oui, mardi.", True)]  # fmt: skip


@pytest.mark.parametrize(("question", "reply", "are_headings"), QUESTIONS)
def test_three_questions_are_an_interview(question, reply, are_headings):
    for count, marked in ((3, are_headings), (2, False)):
        made = mark_intertitles(
            Article("T", tuple(Block("paragraph", each) for each in ["mot", *[question, reply] * count, "mot"]))
        )
        assert sum(block.kind == "heading" for block in made.blocks) == (count if marked else 0)


@given(st.lists(st.text(alphabet="AB ab?.>*14h:«»", max_size=30), max_size=8))
def test_no_block_is_lost(lines):
    article = Article("T", tuple(Block("paragraph", line) for line in lines))
    made = mark_intertitles(article)
    assert len(made.blocks) == len(article.blocks)
    assert all(block.text in line for block, line in zip(made.blocks, lines, strict=True))
