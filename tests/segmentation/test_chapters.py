"""Which blocks make a chapter, by headings and by subject."""
# ruff: noqa: E501  one case a row

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Article, Block
from audiobrief.segmentation import write_script
from audiobrief.segmentation.chapters import Section, is_overlong, join_sections, split_by_headings, split_by_subject
from audiobrief.segmentation.cohesion import _join_units
from audiobrief.segmentation.words import count_stems


def blocks_of(*lines):
    """`2 Titre` is a heading of the second level, anything else a paragraph."""
    return tuple(
        Block("heading", line[2:], int(line[0])) if line[0].isdigit() else Block("paragraph", line) for line in lines
    )


# An article's blocks; the titles of its chapters and what each holds.
HEADINGS = [
    (["Un.", "Deux."], [("T", ["Un.", "Deux."])]),
    (["2 A", "Un.", "2 B", "Deux."], [("A", ["A", "Un."]), ("B", ["B", "Deux."])]),
    (["Un.", "2 A", "Deux."], [("T", ["Un."]), ("A", ["A", "Deux."])]),
    (["1 A", "Un.", "2 B", "Deux.", "3 C", "Trois."], [("A", ["A", "Un."]), ("B", ["B", "Deux.", "C", "Trois."])]),
    (["3 A", "Un.", "4 B", "Deux.", "3 C", "Trois."], [("A", ["A", "Un.", "B", "Deux."]), ("C", ["C", "Trois."])]),
    (["4 A", "Un.", "4 B", "Deux."], [("A", ["A", "Un."]), ("B", ["B", "Deux."])]),
    # A heading without text goes with the next, the last one with what stands before it.
    (["2 A", "2 B", "Un."], [("B", ["A", "B", "Un."])]),
    (["2 A", "Un.", "2 B"], [("A", ["A", "Un.", "B"])]),
    (["Un.", "2 A", "2 B"], [("T", ["Un.", "A", "B"])]),
    (["2 A", "2 B"], [("B", ["A", "B"])]),
    (["2 A", "3 B", "2 C", "Un."], [("C", ["A", "B", "C", "Un."])]),
    ([], [("T", [])]),
]


@pytest.mark.parametrize(("lines", "chapters"), HEADINGS)
def test_a_chapter_for_each_heading(lines, chapters):
    groups = split_by_headings(Article("T", blocks_of(*lines)))
    assert [(group.title, [block.text for block in group.blocks]) for group in groups] == chapters


def make_text(words, subject="mot"):
    return " ".join([subject] * words) + "."


# Words at 60 a minute, so that each lasts a second: the words of each section, and of each chapter made of them.
TINY = [
    ([("", 4), ("2 A", 40), ("2 B", 40)], [("A", 45), ("B", 41)]),
    ([("2 A", 40), ("2 B", 3), ("2 C", 40)], [("A", 45), ("C", 41)]),
    ([("2 A", 40), ("2 B", 40), ("2 C", 3)], [("A", 41), ("B", 45)]),
    # A heading above others introduces them.
    ([("2 A", 40), ("1 B", 3), ("2 C", 40), ("2 D", 40)], [("A", 41), ("B", 45), ("D", 41)]),
    # Two in a row are one.
    ([("2 A", 3), ("2 B", 3), ("2 C", 60)], [("B", 8), ("C", 61)]),
    # Eight seconds are enough.
    ([("2 A", 40), ("2 B", 7), ("2 C", 40)], [("A", 41), ("B", 8), ("C", 41)]),
    # A flash of less than a minute keeps its chapters.
    ([("2 A", 6), ("2 B", 6), ("2 C", 6)], [("A", 7), ("B", 7), ("C", 7)]),
]


@pytest.mark.parametrize(("sections", "chapters"), TINY)
def test_no_chapter_of_a_few_seconds(sections, chapters):
    lines = [line for heading, words in sections for line in (heading, make_text(words)) if line]
    groups = split_by_headings(Article("T", blocks_of(*lines)), 60)
    assert [(group.title, count_words(group)) for group in groups] == chapters


def count_words(section):
    return sum(len(block.text.split()) for block in section.blocks)


OVERLONG = [
    # Nine minutes stay; more goes one level down, and further where that is not enough.
    (["2 A", make_text(270), "3 B", make_text(270)], ["A"]),
    (["2 A", make_text(330), "3 B", make_text(330)], ["A", "B"]),
    (["2 A", make_text(330), "3 B", make_text(330), "2 C", make_text(30)], ["A", "B", "C"]),
    (["2 A", "3 B", make_text(330), "4 C", make_text(330), "3 D", make_text(30)], ["B", "C", "D"]),
]


@pytest.mark.parametrize(("lines", "titles"), OVERLONG)
def test_a_chapter_that_is_too_long_goes_one_level_down(lines, titles):
    assert [group.title for group in split_by_headings(Article("T", blocks_of(*lines)), 60)] == titles


def test_a_chapter_that_is_too_long_and_has_no_headings_is_cut():
    blocks = blocks_of("2 A", *[make_text(60)] * 11, "2 B", *[make_text(60)] * 2)
    chapters = write_script(Article("T", blocks), words_per_minute=60).chapters
    assert chapters[0].title == "A"
    assert chapters[-1].title == "B"
    assert len(chapters) > 2
    assert [chapter.title for chapter in write_script(Article("T", blocks), chapters="headings").chapters] == ["A", "B"]


SEA = [
    text + " " + text
    for text in (
        "Le port de pêche attend ses chalutiers. Les marins débarquent le poisson sur le quai de la criée.",
        "Les chalutiers rentrent au port avec la marée. Le poisson est vendu à la criée par les marins.",
        "La pêche nourrit le port. Les marins réparent les filets des chalutiers sur le quai.",
    )
]
MUSIC = [
    text + " " + text
    for text in (
        "L’orchestre répète une symphonie. Les violons suivent le chef et la partition de Ravel.",
        "Le chef corrige les violons. La symphonie de Ravel demande un orchestre de cent musiciens.",
        "Les musiciens accordent leurs violons. Le concert de l’orchestre commence par la symphonie.",
    )
]


def cut(texts, shortest, kinds=None):
    """The numbers of the blocks in each chapter, at 60 words a minute."""
    blocks = tuple(Block(kind, text) for text, kind in zip(texts, kinds or ["paragraph"] * len(texts), strict=True))
    return [len(part.blocks) for part in split_by_subject(Section("T", blocks), 60, shortest)]


@pytest.mark.parametrize(("texts", "parts"), [
    ([*SEA, *SEA, *MUSIC, *MUSIC], [6, 6]),
    ([*SEA, *SEA, *MUSIC], [6, 3]),
    ([*SEA, *MUSIC, *MUSIC], [3, 6]),
    # A sentence that goes on with what was said begins no chapter, nor does an answer, or what a colon announces.
    ([*SEA, "Ils y tiennent beaucoup, dit-on, et " + "le disent " * 20, *MUSIC, *MUSIC], [4, 6]),
    ([*SEA, *SEA, "Et la musique, avec son orchestre et ses violons ?", *MUSIC, *MUSIC], [6, 7]),
])  # fmt: skip
def test_cuts_where_the_subject_changes(texts, parts):
    assert cut(texts, 80) == parts


def test_the_points_of_a_list_are_not_parted():
    texts = [*SEA, *MUSIC]
    assert cut(texts, 80) == [3, 3]
    assert cut(texts, 80, ["list_item"] * 6) == [6]


@pytest.mark.parametrize(("words", "count"), [([60] * 5, 1), ([240, 240], 2), ([170, 170], 1), ([60] * 12, 3)])
def test_none_is_below_three_minutes(words, count):
    blocks = tuple(Block("paragraph", make_text(number)) for number in words)
    parts = split_by_subject(Section("T", blocks), 60)
    assert len(parts) == count
    assert all(count_words(part) >= 180 for part in parts) or len(parts) == 1


WORDS = ["le", "port", "mer", "pêche", "violon", "concert", "il", "dit", "que", ":", "?", ".", "élus", "Ravel"]
KINDS = ["paragraph", "quotation", "list_item", "heading"]
PARAGRAPHS = st.lists(st.tuples(st.sampled_from(KINDS), st.lists(st.sampled_from(WORDS), max_size=40)), max_size=25)


@given(PARAGRAPHS, st.integers(15, 90), st.sampled_from(["auto", "headings"]))
def test_all_text_is_kept_in_order_and_no_chapter_is_too_short(paragraphs, shortest, mode):
    blocks = tuple(Block(kind, " ".join(words), 2 if kind == "heading" else 0) for kind, words in paragraphs)
    parts = split_by_subject(Section("T", blocks), 60, shortest)
    assert [block for part in parts for block in part.blocks] == list(blocks)
    assert len(parts) == 1 or all(count_words(part) >= shortest for part in parts)
    joined = split_by_headings(Article("T", blocks), 60)
    assert [block for part in joined for block in part.blocks] == list(blocks)
    if sum(map(count_words, joined)) >= 60 and len(joined) > 1:
        assert all(count_words(part) >= 8 for part in joined)
    script = write_script(Article("T", blocks), chapters=mode, words_per_minute=60, shortest_chapter=shortest)
    whole = write_script(Article("T", blocks), chapters="none")
    assert [u.text for c in script.chapters for u in c.utterances] == [
        u.text for c in whole.chapters for u in c.utterances
    ]


# Blocks, how many words a unit has at least, and the units: the first block of each, its words, and what speaks against a cut.
UNITS = [
    ([("paragraph", "mot " * 5)] * 2, 5, [(0, 5, 0.0), (1, 5, 0.0)]),
    ([("paragraph", "mot " * 4)] * 4, 5, [(0, 8, 0.0), (2, 8, 0.0)]),
    ([("paragraph", "mot " * 5), ("paragraph", "mot " * 5), ("paragraph", "mot")], 5, [(0, 5, 0.0), (1, 6, 0.0)]),
    ([("paragraph", "mot")], 5, [(0, 1, 0.0)]),
    ([("heading", "mot " * 5), ("paragraph", "mot " * 5)], 5, [(0, 10, 0.0)]),
    ([("paragraph", "mot " * 5 + "?"), ("paragraph", "mot " * 5)], 5, [(0, 11, 0.0)]),
    ([("paragraph", "mot " * 5 + ": »"), ("paragraph", "mot " * 5)], 5, [(0, 12, 0.0)]),
    ([("list_item", "mot " * 5), ("list_item", "mot " * 5)], 5, [(0, 10, 0.5)]),
    ([("list_item", "mot " * 5), ("paragraph", "mot " * 5)], 5, [(0, 5, 0.5), (1, 5, 0.0)]),
    ([("paragraph", "mot " * 5), ("list_item", "mot " * 5)], 5, [(0, 5, 0.0), (1, 5, 0.5)]),
    ([("paragraph", "mot " * 5), ("quotation", "« Il mot mot mot »")], 5, [(0, 5, 0.0), (1, 6, 1.5)]),
    ([("paragraph", "mot " * 5), ("paragraph", "Mais " * 5)], 5, [(0, 5, 0.0), (1, 5, 1.0)]),
    ([("paragraph", "mot " * 5), ("paragraph", "12 " * 5)], 5, [(0, 5, 0.0), (1, 5, 0.0)]),
]  # fmt: skip


def after_first(units):
    """The number of the blocks of the first unit; None means all."""
    return units[1].start if len(units) > 1 else None


@pytest.mark.parametrize(("blocks", "least", "units"), UNITS)
def test_short_paragraphs_are_joined_before_cuts_are_looked_for(blocks, least, units):
    made = _join_units([Block(kind, text) for kind, text in blocks], least)
    assert [(unit.start, unit.words, unit.weakness) for unit in made] == units
    # No word is counted twice, or less often than it is there.
    assert sum(made[0].stems.values()) == sum(
        count_stems(" ".join(text for _, text in blocks[: after_first(made)])).values()
    )
    assert sum((unit.stems for unit in made), Counter()) == count_stems(" ".join(text for _, text in blocks))


JOINED = [
    (3, 3, [1, 1, 1]),
    (4, 3, [2, 2]),
    (5, 3, [2, 2, 1]),
    (7, 3, [3, 3, 1]),
    (251, 250, [2] * 125 + [1]),
    (0, 3, []),
]


@pytest.mark.parametrize(("count", "most", "parts"), JOINED)
def test_too_many_chapters_are_joined_by_the_same_number(count, most, parts):
    sections = [Section(f"{at}", (Block("paragraph", f"{at}"),)) for at in range(count)]
    made = join_sections(sections, most)
    assert [len(section.blocks) for section in made] == parts
    assert [block.text for section in made for block in section.blocks] == [f"{at}" for at in range(count)]
    assert all(section.title == section.blocks[0].text for section in made)


def test_a_programme_has_250_chapters_at_most():
    for count, chapters in ((250, 250), (251, 126)):
        lines = [line for at in range(count) for line in ("2 A", make_text(8))]
        assert len(split_by_headings(Article("T", blocks_of(*lines)), 60)) == chapters


@pytest.mark.parametrize(("words", "overlong"), [(600, False), (601, True)])
def test_ten_minutes_are_long_enough(words, overlong):
    assert is_overlong(Section("", blocks_of(make_text(words))), 60) is overlong


NO_HEADING = tuple(Block("paragraph", text) for text in [*SEA, *MUSIC])


@pytest.mark.parametrize(("chapters", "count"), [("auto", 2), ("headings", 1), ("none", 1)])
def test_how_chapters_are_asked_for(chapters, count):
    made = write_script(Article("T", NO_HEADING), chapters=chapters, words_per_minute=60, shortest_chapter=80)
    assert len(made.chapters) == count


def test_a_natural_rate_is_165_words_a_minute():
    article = Article("T", (Block("paragraph", make_text(900)), Block("paragraph", make_text(495))))
    assert len(write_script(article).chapters) == len(write_script(article, words_per_minute=165).chapters) == 2
    assert len(write_script(article, words_per_minute=166).chapters) == 1


def test_thousands_of_paragraphs_are_cut_in_little_time():
    blocks = tuple(Block("paragraph", f"Le mot {number} suit.") for number in range(20_000))
    begun = time.process_time()
    assert len(split_by_subject(Section("T", blocks))) > 1
    assert time.process_time() - begun < 4
