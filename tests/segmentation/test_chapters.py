"""Which blocks make a chapter, by headings and by length."""

import pytest

from audiobrief.model import Article, Block
from audiobrief.segmentation import write_script
from audiobrief.segmentation.chapters import split_by_headings, split_by_length


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


def paragraph(seconds, end="."):
    return Block("paragraph", " ".join(["mot"] * seconds) + end)


def lengths(blocks, title="T"):
    """The seconds of each chapter's blocks, one word a second."""
    return [
        [len(block.text.split()) for block in group.blocks]
        for group in split_by_length(Article(title, tuple(blocks)), 60)
    ]


TOGETHER = [
    ([paragraph(30)] * 4, [[30, 30], [30, 30]]),
    # Two that are a little short stray less than one that is much too long.
    ([paragraph(45), paragraph(45)], [[45], [45]]),
    ([paragraph(40), paragraph(50)], [[40], [50]]),
    # Where it costs less, a cut is made behind a statement, not behind a question or a colon.
    ([paragraph(50), paragraph(40), paragraph(40)], [[50], [40, 40]]),
    ([paragraph(50, "!"), paragraph(40), paragraph(40)], [[50], [40, 40]]),
    ([paragraph(50, "?"), paragraph(40), paragraph(40)], [[50, 40], [40]]),
    ([paragraph(50, ":"), paragraph(40), paragraph(40)], [[50, 40], [40]]),
    ([paragraph(50, "?»"), paragraph(40), paragraph(40)], [[50, 40], [40]]),
    ([paragraph(50, "?**"), paragraph(40), paragraph(40)], [[50, 40], [40]]),
    # Even behind a question, rather than make a chapter of four minutes.
    ([paragraph(150, "?"), paragraph(100)], [[150], [100]]),
    ([paragraph(200, "?"), paragraph(60)], [[200], [60]]),
]


@pytest.mark.parametrize(("blocks", "chapters"), TOGETHER)
def test_what_belongs_together_is_not_parted(blocks, chapters):
    assert lengths(blocks) == chapters


@pytest.mark.parametrize(("kinds", "chapters"), [
    (["list_item"] * 3, 1), (["quotation"] * 3, 2), (["list_item", "quotation", "list_item"], 2),
])  # fmt: skip
def test_the_points_of_a_list_are_not_parted(kinds, chapters):
    assert len(lengths([Block(kind, " ".join(["mot"] * 35)) for kind in kinds])) == chapters


def test_a_short_article_is_one_chapter_with_its_own_title():
    assert [group.title for group in split_by_length(Article("", (paragraph(38), paragraph(37))), 60)] == [""]
    assert [group.title[:7] for group in split_by_length(Article("", (paragraph(38), paragraph(38))), 60)] == [
        "mot mot"
    ]


def test_a_chapter_without_a_heading_is_entitled_by_its_first_words():
    silent = Block("paragraph", "***")
    groups = split_by_length(
        Article("T", (paragraph(60), silent, Block("paragraph", f"Il pleut. Un {paragraph(58).text}"))), 60
    )
    assert [group.title for group in groups] == ["T", "Il pleut"]


NO_HEADING = (paragraph(60), paragraph(60))


@pytest.mark.parametrize(("chapters", "count"), [("auto", 2), ("headings", 1), ("none", 1)])
def test_how_chapters_are_asked_for(chapters, count):
    assert len(write_script(Article("T", NO_HEADING), chapters=chapters, words_per_minute=60).chapters) == count


def test_a_natural_rate_is_165_words_a_minute():
    # At 166 words a minute these would be one chapter, just as long as one may be without straying.
    uneven = Article("T", (paragraph(172), paragraph(80)))
    assert len(write_script(uneven).chapters) == len(write_script(uneven, words_per_minute=165).chapters) == 2
    assert len(write_script(uneven, words_per_minute=166).chapters) == 1
