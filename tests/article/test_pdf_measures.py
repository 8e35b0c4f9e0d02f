"""How far apart, how large and how many: each measure by which print is read, on both of its sides."""
# ruff: noqa: E501  one case a row

from dataclasses import replace

import pytest

from audiobrief.article import ReadingOptions
from audiobrief.article.documents.pdf_lines import make_lines
from audiobrief.article.documents.pdf_paragraphs import make_paragraphs, remove_running_heads, take_notes
from tests.article.test_pdf_layout import FULL, NEXT, TEXTS, column, line, run, show, small, table


def stack(*lines, step=12, top=700, **more):
    """Lines below each other: a text, or a text and where it begins and ends."""
    given = [each if isinstance(each, tuple) else (each, 50, 450) for each in lines]
    return [line(text, top - step * at, left=left, right=right, **more) for at, (text, left, right) in enumerate(given)]


def at(*places, texts="abcdefghijkl"):
    """Full lines on these baselines, called a, b, c …"""
    return [line(text, place) for text, place in zip(texts, places, strict=False)]


SHORT = [(each, 50, 300) for each in "abcdefg"]
PARAGRAPHS = {
    # White space: 1.3 times the usual distance, which is the commonest, in halves of a point, between 0.8 and 3 sizes.
    "as far apart as lines may be": (at(700, 688, 676, 660.5), ["a b c d"]),
    "a little farther": (at(700, 688, 676, 660.3), ["a b c", "d"]),
    "less than three sizes": (at(700, 670.5), ["a b"]),
    "three sizes": (at(700, 670), ["a", "b"]),
    "distances that differ by a tenth": (at(700, 687.9, 675.7, 663.7, 645.7, 627.7), ["a b c d", "e", "f"]),
    "distances that differ by a half": (at(700, 687.5, 675.5, 664, 646, 628), ["a b c d e f"]),
    "much less than a line": (at(700, 694), ["a b"]),
    # Behind five sizes, what follows stands in the next column.
    "five sizes": (at(700, 650), ["a", "b"]),
    "more than five sizes": (at(700, 649), ["a b"]),
    "the next column in another size": ([line("a", 100), line("b", 700, size=10.5)], ["a", "b"]),
    # One size is as another if they differ by six hundredths.
    "hardly larger": ([*stack("a", "b"), line("c", 676, size=10.6)], ["a b c"]),
    "larger": ([*stack("a", "b"), line("c", 676, size=10.7)], ["a b", "c"]),
    "hardly smaller": ([*stack("a", "b"), line("c", 676, size=9.4)], ["a b c"]),
    "smaller": ([*stack("a", "b"), line("c", 676, size=9.3)], ["a b", "c"]),
    # Three tenths of a size up or down, to the right, is on the same line.
    "raised a little": ([*stack("a", ("b", 50, 300)), line("c", 691, left=310)], ["a b c"]),
    "raised": ([*stack("a", ("b", 50, 300)), line("c", 691.1, left=310)], ["a b", "c"]),
    "to the right": ([*stack("a", ("b.", 50, 200)), line("c", 688, left=51)], ["a b. c"]),
    "not to the right": ([*stack("a", ("b.", 50, 200)), line("c", 688, left=50)], ["a b.", "c"]),
    # An indent is more than eight tenths of a size.
    "a small indent": (stack("a", "b", ("c", 58, 450)), ["a b c"]),
    "an indent": (stack("a", "b", ("c", 58.5, 450)), ["a b", "c"]),
    "an indent behind one line that does not end": (stack("a", ("b", 62, 450)), ["a b"]),
    "an indent behind one line that ends": (stack("a.", ("b", 62, 450)), ["a.", "b"]),
    "an indent behind one short line": (stack("x", "y", ("a", 50, 400), ("b", 62, 450)), ["x y a", "b"]),
    "a first line that is indented": (stack(("a", 62, 450), "b", "c"), ["a b c"]),
    "two first lines": (stack(("a.", 62, 450), "b.", ("c", 62, 450), "d"), ["a. b.", "c d"]),
    "a number and what hangs below it": (stack(("1. a", 50, 450), ("b", 62, 450), ("c", 62, 450)), ["1. a b c"]),
    # A line is short where an eighth of its column is white.
    "not short": (stack("a", ("b.", 50, 402), "longtemps"), ["a b. longtemps"]),
    "short": (stack("a", ("b.", 50, 401), "longtemps"), ["a b.", "longtemps"]),
    # Room for the next word: one and a half sizes, and six tenths for each letter.
    "no room for four letters": (stack("a", ("b", 50, 411), "fort"), ["a b fort"]),
    "room for four letters": (stack("a", ("b", 50, 410.5), "fort"), ["a b", "fort"]),
    "room for one letter": (stack("a", ("b", 50, 428), "à peine"), ["a b", "à peine"]),
    # Titles are broken by sense: larger than 1.3 times the text.
    "a title": ([*stack(FULL, NEXT, FULL, top=600), *stack("Un titre qui va loin", ("sur", 50, 200), ("trois", 50, 120), size=13.5, step=16, top=500)],
                [f"{FULL} {NEXT} {FULL}", "Un titre qui va loin sur trois"]),
    "no title": ([*stack(FULL, NEXT, FULL, top=600), *stack("Un titre qui va loin", ("sur", 50, 200), ("trois", 50, 120), size=13, step=16, top=500)],
                 [f"{FULL} {NEXT} {FULL}", "Un titre qui va loin sur", "trois"]),
    # Five lines before and behind show how wide a column is.
    "a wide line above": (stack("W", *SHORT), ["W a", "b", "c", "d", "e", "f g"]),
    "a wide line below": (stack(*SHORT, "W"), ["a b c", "d", "e", "f", "g", "W"]),
    "one that begins less than four sizes to the left": (stack("W", ("a", 89, 300), ("b", 89, 300)), ["W a", "b"]),
    "one that begins four sizes to the left": (stack("W", ("a", 90, 300), ("b", 90, 300)), ["W a b"]),
    "a wide line of another size": ([line("W", 712, size=11), *stack(("a", 50, 300), ("b", 50, 300))], ["W", "a b"]),
    # Centred lines know the column of the page: more than two sizes from its left edge, and so from the right.
    "centred": (stack(("a", 181, 300), ("b", 181, 300)), ["a", "b"]),
    "not in the middle": (stack(("a", 180, 300), ("b", 180, 300)), ["a b"]),
    "more than two sizes from the edge": (stack(("a", 71, 410), ("un", 71, 410)), ["a", "un"]),
    "two sizes from the edge": (stack(("a", 70, 411), ("un", 70, 411)), ["a un"]),
    "too far to the right": (stack(("a", 250, 400), ("b", 250, 400)), ["a b"]),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "paragraphs"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_what_is_one_paragraph(lines, paragraphs):
    found = show(make_paragraphs([lines], frozenset(), ReadingOptions()))
    assert [each[2:] for each in found] == paragraphs


def test_a_paragraph_knows_its_kind_level_type_and_size():
    lines = [
        line("• Un", 700, bold=True, size=9),
        line("b) Deux", 688),
        line("Un titre", 640, bold=True, size=14),
        line("Fin", 600),
    ]
    found = [each.paragraph for each in make_paragraphs([lines], frozenset(), ReadingOptions())]
    assert [(each.kind, each.text, each.level, each.bold, each.size) for each in found] == [
        ("list_item", "Un", 0, True, 9), ("list_item", "b) Deux", 0, False, 10), ("paragraph", "Un titre", 0, True, 14),
        ("paragraph", "Fin", 0, False, 10),
    ]  # fmt: skip


BULLET_ROWS = [
    ("• un", "un"),
    ("•un", "un"),
    ("· • un", "• un"),
    ("1) un", "1) un"),
    ("(a) un", "(a) un"),
    ("12. un", "12. un"),
]


@pytest.mark.parametrize(("text", "item"), BULLET_ROWS)
def test_only_the_first_bullet_is_a_sign(text, item):
    (found,) = make_paragraphs([[line(text)]], frozenset(), ReadingOptions())
    assert (found.paragraph.kind, found.paragraph.text) == ("list_item", item)


NOT_ITEMS = ["123. un", "ab) un", "1.un", "1 un", "– un", "•", "1."]


@pytest.mark.parametrize("text", NOT_ITEMS)
def test_what_is_no_item(text):
    (found,) = make_paragraphs([[line(text)]], frozenset(), ReadingOptions())
    assert (found.paragraph.kind, found.paragraph.text) == ("paragraph", text)


# Notes at the foot: the lines, the notes, how many lines are left.
NOTED = {
    "a size above the last line": ([*TEXTS, small("1. De 1912.", 100), line("La halle", 110, left=300)], [], 4),
    "more than a size above it": (
        [*TEXTS, small("1. De 1912.", 100), line("La halle", 110.5, left=300)],
        ["De 1912."],
        3,
    ),
    "a column of notes alone": (
        [*TEXTS, small("1. De 1912.", 700, 300), small("2. De bois.", 690, 300)],
        ["De 1912.", "De bois."],
        2,
    ),
    "above two figures": (
        [*TEXTS, small("1. De 1912.", 120), line("Figure 2 : Le pont", 80), line("Photo 3 – Lui", 60)],
        ["De 1912."],
        4,
    ),
    "above a sentence on a figure": ([*TEXTS, small("1. De 1912.", 120), line("Figure 2 montre le pont", 80)], [], 4),
    "small print before the first number": ([*TEXTS, small("Suite", 120), small("1. De 1912.", 110)], ["De 1912."], 3),
    "a second number behind no sentence": (
        [*TEXTS, small("1. De 1912", 120), small("2 ans", 110)],
        ["De 1912 2 ans"],
        2,
    ),
    "a second line of a second note": (
        [*TEXTS, small("1. De 1912.", 120), small("2. De bois, puis", 110), small("de fer.", 100)],
        ["De 1912.", "De bois, puis de fer."],
        2,
    ),
    "a number of four digits": ([*TEXTS, small("1912 De bois.", 110)], [], 3),
    "a number of three digits": ([*TEXTS, small("191 De bois.", 110)], ["De bois."], 2),
    "an asterisk": ([*TEXTS, small("* « De bois. »", 110)], ["« De bois. »"], 2),
    "nothing": ([], [], 0),
}


@pytest.mark.parametrize(("lines", "notes", "left"), NOTED.values(), ids=NOTED)
def test_which_lines_are_notes(lines, notes, left):
    kept, found = take_notes(lines, 10.0, frozenset())
    assert (found, len(kept)) == (notes, left)
    assert [each for each in lines if each in kept] == kept


def sheet(*texts, number=0, top=780, step=14, body=8):
    """A page with these lines at its top, above a text of its own."""
    rows = [*texts, *(f"Ligne {'abcdefgh'[at]} de {'xyzuvwklmn'[number]}" for at in range(body))]
    return [line(text, top - step * at) for at, text in enumerate(rows)]


def both(*texts, **more):
    """Two such pages: `#` in a text is another letter on each."""
    return [
        sheet(*(text.replace("#", sign) for text in texts), number=number, **more) for number, sign in enumerate("PQ")
    ]


HEADS = {
    "the third line": (both("#a", "#b", "Tête"), ["#a", "#b"]),
    "the fourth line": (both("#a", "#b", "#c", "Tête"), ["#a", "#b", "#c", "Tête"]),
    "the fourth of six": (both("#a", "#b", "#c", "Tête", body=2), ["#a", "#b", "#c"]),
    "the fourth of seven": (both("#a", "#b", "#c", "Tête", body=3), ["#a", "#b", "#c", "Tête"]),
    "the fifth of seven": (both("#a", "#b", "#c", "#d", "Tête", body=2), ["#a", "#b", "#c", "#d"]),
    "with a number in letters": (both("Tête #"), ["Tête #"]),
    "beside a number of a page": ([[*page, line("1", 40), line("e" * 70, 41)] for page in both()], []),
    "nearly on its line": ([[*page, line("1", 40), line(f"P{at}x", 41.9)] for at, page in enumerate(both())], []),
}  # fmt: skip


@pytest.mark.parametrize(("pages", "kept"), HEADS.values(), ids=HEADS)
def test_which_lines_are_running_heads(pages, kept):
    made = remove_running_heads(pages)
    for sign, lines in zip("PQ", made, strict=True):
        texts = [each.text for each in lines if not each.text.startswith("Ligne")]
        assert texts == [text.replace("#", sign) for text in kept]


NUMBERED = {
    "on its line": (41.9, (), []),
    "above it": (42, (), ["Le pont"]),
    "a row of a table": (41, ("Le", "pont"), ["1", "Le pont"]),
}


@pytest.mark.parametrize(("place", "cells", "kept"), NUMBERED.values(), ids=NUMBERED)
def test_what_stands_beside_a_page_number(place, cells, kept):
    (lines,) = remove_running_heads([[*sheet(), line("1", 40), line("Le pont", place, cells=cells)]])
    assert [each.text for each in lines if not each.text.startswith("Ligne")] == kept


PAGE_NUMBERS = ["1", "9999", "xviii", "- 12 -", "p. 12", "page 12", "Page 3/9", "3 sur 9", "3 of 120", "12."]
NO_NUMBERS = ["12345", "Une page", "12 ans", "xviiixviii", "3 sur 12345", "mille"]


@pytest.mark.parametrize("text", PAGE_NUMBERS + NO_NUMBERS)
def test_what_is_a_page_number(text):
    (lines,) = remove_running_heads([[*sheet(), line(text, 40)]])
    assert (text in [each.text for each in lines]) == (text in NO_NUMBERS)


@pytest.mark.parametrize(
    ("heights", "kept"), [((780, 785), 0), ((780, 774.1), 0), ((780, 786.1), 2), ((780, 773.9), 2)]
)
def test_a_head_is_at_the_same_height(heights, kept):
    pages = [[line("Tête", height), *sheet(number=number, top=700)] for number, height in enumerate(heights)]
    assert sum(each.text == "Tête" for lines in remove_running_heads(pages) for each in lines) == kept


@pytest.mark.parametrize(
    ("pages", "heads", "kept"), [(10, 1, 1), (10, 2, 0), (25, 2, 2), (25, 3, 0), (34, 4, 4), (34, 5, 0)]
)
def test_on_how_many_pages_a_head_stands(pages, heads, kept):
    given = [sheet(*(["Tête"] if at < heads else []), number=at % 10) for at in range(pages)]
    made = remove_running_heads(given)
    assert sum(each.text == "Tête" for lines in made for each in lines) == kept


# Lines of runs


def rows(*cells, sizes=(10.0, 10.0, 10.0)):
    """Rows of two cells: the first is short, of the second this is its left edge and its width."""
    made = []
    for number, ((left, width), size) in enumerate(zip(cells, sizes, strict=True)):
        made += [
            run(f"x{number}", 50, 700 - 14 * number, size, 9),
            run(f"y{number}", left, 700 - 14 * number, size, width),
        ]
    return made


def lowered(by):
    return [
        run(text, left, 700 - 14 * at - lower)
        for at in range(3)
        for text, left, lower in (("x", 50, 0), ("y", 150, by))
    ]


FIRST = (150, 60)
TABLES = {
    "left edges": (rows(FIRST, (159.5, 10), (159.5, 10)), 3),
    "left edges a size apart": (rows(FIRST, (160, 10), (160, 10)), 0),
    "right edges": (rows(FIRST, (190.5, 10), (190.5, 10)), 3),
    "right edges a size apart": (rows(FIRST, (190, 10), (190, 10)), 0),
    "middles": (rows(FIRST, (184.5, 10), (184.5, 10)), 3),
    "middles a size apart": (rows(FIRST, (185, 10), (185, 10)), 0),
    "sizes a point apart": (rows(FIRST, FIRST, FIRST, sizes=(10, 11, 10)), 3),
    "sizes more than a point apart": (rows(FIRST, FIRST, FIRST, sizes=(10, 11.5, 10)), 0),
    "cells of 60 letters": (table([["a" * 60, "12 €"]] * 3, (50, 400)), 3),
    "second cells of 24 letters": (table([["Un", "e" * 24]] * 3, (50, 200)), 3),
    "second cells of 25 letters": (table([["Un", "e" * 25]] * 3, (50, 200)), 0),
    "three cells of 29 letters": (table([["e" * 29] * 3] * 3, (50, 250, 450)), 3),
    "three cells of 30 letters": (table([["e" * 30] * 3] * 3, (50, 250, 450)), 0),
    "a gap between the columns": ([run("x", 50, width=99), run("y", 170, width=60), run("x", 50, 686, width=9), run("y", 150, 686, width=80),
                                   run("x", 50, 672, width=9), run("y", 150, 672, width=80)], 3),
    "no gap between the columns": ([run("x", 50, width=100), run("y", 170, width=60), run("x", 50, 686, width=9), run("y", 150, 686, width=80),
                                    run("x", 50, 672, width=9), run("y", 150, 672, width=80)], 0),
    "cells three tenths of a size lower": (lowered(3), 3),
    "cells that are lower": (lowered(3.1), 0),
    "two tables": (table([["a", "b"]] * 3, (50, 150)) + table([["a", "b"]] * 3, (50, 150), 500), 6),
    "a table of two rows below one of three": (table([["a", "b"]] * 3, (50, 150)) + table([["a", "b"]] * 2, (50, 150), 500), 3),
}  # fmt: skip


@pytest.mark.parametrize(("runs", "count"), TABLES.values(), ids=TABLES)
def test_what_is_a_table(runs, count):
    assert sum(bool(each.cells) for each in make_lines(runs)) == count


def test_a_row_has_the_edges_of_its_cells_and_is_bold_if_all_are():
    runs = [
        run(text, left, 700 - 14 * at, bold=at == 0 or left == 50)
        for at in range(3)
        for text, left in (("abc", 50), ("def", 150), ("ghi", 250))
    ]
    made = make_lines(runs)
    assert [(each.text, each.cells, each.left, each.right, each.bold) for each in made] == [
        ("abc def ghi", ("abc", "def", "ghi"), 50, 265, at == 0) for at in range(3)
    ]


def names(runs):
    return [each.text.split()[0] for each in make_lines(runs)]


def beside(*, crossing=0, top=700, widths=(None, None), count=6):
    """Two columns, below lines that go across both; `top` is that of the right one."""
    runs = [run("T " + "e" * 80, 50, 900 - 12 * at) for at in range(crossing)]
    for name, left, first, wide in (("G", 50, 700, widths[0]), ("D", 300, top, widths[1])):
        if wide is None:
            runs += column(left, name, first, count)
        else:
            # On other lines than the left ones: they would be rows of a table.
            first -= 5 if name == "D" else 0
            runs += [
                run(f"{name} {'abcdef'[at]}", left, first - 12 * at, width=200 if at == 2 else wide)
                for at in range(count)
            ]
    return runs


def narrow(left):
    """A column whose lines stand between those of the one beside it, which ends at 245."""
    return [run(f"D {'abcdef'[at]}", left, 695 - 12 * at, width=195) for at in range(6)]


GUTTERS = {
    "five lines of thirteen across": (beside(crossing=5, count=4), True),
    "six lines of fourteen across": (beside(crossing=6, count=4), False),
    "more than two and a half lines beside each other": (beside(top=665.5), True),
    "two and a half lines beside each other": (beside(top=665), False),
    "lines that fill more than 55 hundredths": (beside(widths=(111, 111)), True),
    "lines on the left that fill less": (beside(widths=(109, 111)), False),
    "lines on the right that fill less": (beside(widths=(111, 109)), False),
    "four lines": (beside(count=4), True),
    "a point between": (column(50, "G") + narrow(246), True),
    "nothing between": (column(50, "G") + narrow(245), False),
    "three lines": (beside(count=3), False),
}


@pytest.mark.parametrize(("runs", "parted"), GUTTERS.values(), ids=GUTTERS)
def test_what_are_two_columns(runs, parted):
    found = "".join(name for name in names(runs) if name != "T")
    half = len(found) // 2
    assert (found == "G" * half + "D" * half) is parted


ORDERED = [
    ([run("B", 200, 700.04), run("A", 50, 700.0)], ["A", "B"]),
    ([run("B", 200, 700.06), run("A", 50, 700.0)], ["B", "A"]),
    ([run("•", 50, 703.5), run("le pont", 90)], ["•"]),
    ([run("•", 50, 703.6), run("le pont", 90)], ["•", "le"]),
    ([run("•", 50), run("le pont", 55, 715)], ["le", "•"]),
    ([run("12)", 50), run("un", 90)], ["12)"]),
    ([run("12345)", 50), run("un", 120)], ["12345)", "un"]),
    ([run("1.2.3.4", 50), run("un", 110)], ["1.2.3.4"]),
    ([run("1.2.3.4.5", 50), run("un", 130)], ["1.2.3.4.5", "un"]),
]


@pytest.mark.parametrize(("runs", "found"), ORDERED)
def test_in_which_order_lines_are_read(runs, found):
    assert names(runs) == found


@pytest.mark.parametrize(("dx", "dy"), [(0, 200), (120, 0), (-45, -90)])
@pytest.mark.parametrize("runs", [*(each for each, _ in TABLES.values()), *(each for each, _ in GUTTERS.values())])
def test_where_on_the_page_something_stands_does_not_matter(runs, dx, dy):
    moved = [replace(each, left=each.left + dx, right=each.right + dx, baseline=each.baseline + dy) for each in runs]
    before, after = make_lines(runs), make_lines(moved)
    assert [each.text for each in after] == [each.text for each in before]
    for each, other in zip(before, after, strict=True):
        places = (each.left + dx, each.right + dx, each.baseline + dy)
        assert (other.left, other.right, other.baseline) == pytest.approx(places)
