"""What a programme says of itself."""

import pytest

from audiobrief.model import Article, Block, Chapter, Script, Utterance
from audiobrief.segmentation import announce, write_script

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
    script = announce(write_script(ARTICLE), **asked)
    assert [utterance.text for chapter in script.chapters for utterance in chapter.utterances] == spoken
    assert [chapter.title for chapter in script.chapters] == ["Les halles", "Le toit", "Les étals"]


def test_a_chapter_that_is_only_a_heading_is_not_lost():
    lonely = write_script(Article("Les halles", (Block("heading", "Le toit", 2),)))
    script = announce(lonely, title=False, contents=True, chapters="none")
    assert [utterance.text for chapter in script.chapters for utterance in chapter.utterances]


def _written(script):
    return [[(u.text, u.role, u.pause_after) for u in chapter.utterances] for chapter in script.chapters]


def test_what_is_announced_has_its_role_and_pause():
    script = announce(write_script(ARTICLE), title=False, contents=True, chapters="numbered")
    assert _written(script) == [
        [
            ("Au sommaire.", "heading", "sentence"),
            ("Chapitre 1 : Les halles.", "heading", "sentence"),
            ("Chapitre 2 : Le toit.", "heading", "sentence"),
            ("Chapitre 3 : Les étals.", "heading", "chapter"),
            ("Chapitre 1.", "heading", "heading"),
            ("Elles rouvrent.", "text", "chapter"),
        ],
        [("Chapitre 2.", "heading", "heading"), ("Le toit", "heading", "heading"), ("Il est neuf.", "text", "chapter")],
        [
            ("Chapitre 3.", "heading", "heading"),
            ("Les étals", "heading", "heading"),
            ("Ils sont pleins.", "text", "none"),
        ],
    ]


def test_one_chapter_has_no_contents():
    article = Article("Les halles", (Block("paragraph", "Elles rouvrent."),))
    script = announce(write_script(article), title=True, contents=True, chapters="headings")
    assert _written(script) == [[("Les halles", "title", "heading"), ("Elles rouvrent.", "text", "none")]]


def test_a_title_alone_is_kept_and_numbered_behind():
    lonely = write_script(Article("Les halles", ()))
    assert _written(announce(lonely, title=False, contents=False, chapters="numbered")) == [
        [("Les halles", "title", "none")]
    ]
    assert _written(announce(lonely, title=True, contents=False, chapters="numbered")) == [
        [("Les halles", "title", "none"), ("Chapitre 1.", "heading", "heading")]
    ]


def test_headings_left_out_leave_what_stands_around_them():
    article = Article(
        "Les halles",
        (Block("heading", "Le toit", 2), Block("paragraph", "Il est neuf."), Block("heading", "Le sol", 2)),
    )
    titled = announce(write_script(article), title=True, contents=False, chapters="none")
    assert _written(titled) == [[("Les halles", "title", "heading"), ("Il est neuf.", "text", "paragraph")]]


@pytest.mark.parametrize("count", [1, 3])
def test_closing_sentences_end_the_last_chapter(count):
    script = Script(
        "T", tuple(Chapter(f"C{at}", (Utterance(f"Fin {at}.", pause_after="none"),)) for at in range(count))
    )
    told = announce(
        script, title=True, contents=False, chapters="headings", closing=("Voix de synthèse.", "", "Bonsoir.")
    )
    assert told.chapters[:-1] == script.chapters[:-1]
    assert [(said.text, said.pause_after) for said in told.chapters[-1].utterances] == [
        (f"Fin {count - 1}.", "chapter"), ("Voix de synthèse.", "chapter"), ("Bonsoir.", "none"),
    ]  # fmt: skip


def test_a_script_without_words_has_only_its_closing():
    told = announce(
        Script("T", (Chapter("C", ()),)), title=True, contents=False, chapters="none", closing=("Bonsoir.",)
    )
    assert [said.text for said in told.chapters[0].utterances] == ["Bonsoir."]
