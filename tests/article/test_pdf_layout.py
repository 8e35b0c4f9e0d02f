"""Pages of print as runs and lines that are made here: what is a line, a column, a row, a paragraph, a note, a head."""
# ruff: noqa: E501  one case a row

import pytest

from audiobrief.article import ReadingOptions
from audiobrief.article.documents.pdf_lines import Line, make_lines
from audiobrief.article.documents.pdf_paragraphs import (
    find_body_size,
    make_paragraphs,
    remove_contents,
    remove_running_heads,
    take_notes,
)
from audiobrief.article.documents.pdf_text import Run
from tests.article.test_documents import SIGNS


def run(text, left, baseline=700.0, size=10.0, width=None, *, bold=False, artifact=False, spaced=True):
    """A run whose characters are half as wide as high."""
    right = left + (width if width is not None else 0.5 * size * len(text))
    return Run(text, left, right, baseline, size, bold, -1, artifact, spaced)


# Runs, and the lines of which they are.
JOINED = {
    "side by side": ([run("Le pont", 50), run("rouvre", 88)], ["Le pont rouvre"]),
    "without a space": ([run("Le pon", 50), run("t", 80, spaced=False)], ["Le pont"]),
    "a gap of a size": ([run("Le pont", 50), run("rouvre", 96)], ["Le pont rouvre"]),
    "a wider gap": ([run("Le pont", 50), run("rouvre", 97)], ["Le pont", "rouvre"]),
    "one over the other": ([run("Le pont", 50), run("rouvre", 79)], ["Le pont rouvre"]),
    "far back": ([run("Le pont", 50), run("rouvre", 78)], ["Le pont", "rouvre"]),
    "a little higher": ([run("Le pont", 50), run("rouvre", 88, 703.5)], ["Le pont rouvre"]),
    "higher": ([run("Le pont", 50), run("rouvre", 88, 703.6)], ["rouvre", "Le pont"]),
    "a call": ([run("Le pont", 50), run("2", 85, 706, 6.0)], ["Le pont²"]),
    "a call that is too high": ([run("Le pont", 50), run("2", 85, 706.1, 6.0)], ["2", "Le pont"]),
    "a small number on the line": ([run("Le pont", 50), run("2", 85, 700, 6.0)], ["Le pont 2"]),
    "a number hardly smaller": ([run("Le pont", 50), run("2", 85, 702, 8.6)], ["Le pont 2"]),
    "raised letters": ([run("Le 1", 50), run("er", 70, 704, 6.0, spaced=False)], ["Le 1er"]),
    "an artifact": ([run("Le pont", 50), run("rouvre", 88, artifact=True)], ["Le pont"]),
    "blanks": ([run("Le  pont ", 50), run(" rouvre", 96)], ["Le pont rouvre"]),
    "a bullet": ([run("•", 50), run("le pont", 90)], ["• le pont"]),
    "a number far before": ([run("1.", 50), run("le pont", 100)], ["1. le pont"]),
    "a number too far before": ([run("1.", 50), run("le pont", 101)], ["1.", "le pont"]),
    "a bullet behind": ([run("•", 120), run("le pont", 50)], ["le pont", "•"]),
    "a number of many parts": ([run("1.2.3", 50), run("le pont", 95)], ["1.2.3 le pont"]),
    "a word that is no label": ([run("le", 50), run("pont", 95)], ["le", "pont"]),
    "a bullet on another line": ([run("•", 50, 704), run("le pont", 90)], ["•", "le pont"]),
    "a bullet before two": ([run("•", 50), run("le pont", 70), run("rouvre", 140)], ["• le pont", "rouvre"]),
}


@pytest.mark.parametrize(("runs", "lines"), JOINED.values(), ids=JOINED)
def test_runs_are_joined_to_lines(runs, lines):
    assert [line.text for line in make_lines(runs)] == lines


def test_a_line_has_the_size_of_most_of_it_and_its_edges():
    (line,) = make_lines([run("(1)", 50, 703, 7.0, width=10), run("Le pont", 60, 700, 10.0, bold=True)])
    assert (line.size, line.baseline, line.left, line.right, line.bold) == (10.0, 700, 50, 95, False)
    (line,) = make_lines([run("Le pont", 50, bold=True), run(" ", 86), run("rouvre", 92, bold=True)])
    assert (line.bold, line.column) == (True, (50, 122))
    (label, other) = make_lines([run("•", 50), run("le pont", 90), run("rouvre", 90, 686)])
    assert (label.left, other.left, label.column) == (50, 90, (50, 125))
    assert make_lines([]) == []


WIDE = "Le pont de Lannévez a rouvert mardi"


def column(left, words, top=700, count=6, text=WIDE):
    return [run(f"{words} {text} {'abcdefgh'[at]}", left, top - 12 * at) for at in range(count)]


def starts(runs):
    return [line.text.split()[0] + line.text[-1] for line in make_lines(runs)]


LEFT, RIGHT = ([f"{side}{'abcdefgh'[at]}" for at in range(6)] for side in "GD")
COLUMNS = {
    "two": (column(50, "G") + column(300, "D"), LEFT + RIGHT),
    "two of four lines": (column(50, "G", count=4) + column(300, "D", count=4), LEFT[:4] + RIGHT[:4]),
    "of three lines": (column(50, "G", count=3) + column(300, "D", count=3),
                       [line for pair in zip(LEFT[:3], RIGHT[:3], strict=True) for line in pair]),
    "with a title across": (column(50, "G") + column(300, "D") + [run("T" + "e" * 80 + "z", 50, 730)], ["T" + "e" * 80 + "zz", *LEFT, *RIGHT]),
    "with a line across the middle": (
        column(50, "G") + column(300, "D") + [run("M" + "e" * 80 + "z", 50, 622)]
        + column(50, "H", 610) + column(300, "E", 610),
        LEFT + RIGHT + ["M" + "e" * 80 + "zz"] + [line.replace("G", "H") for line in LEFT]
        + [line.replace("D", "E") for line in RIGHT],
    ),
    "one below the other": (column(50, "G") + column(300, "D", 600), LEFT + RIGHT),
    "not beside each other": (column(50, "G", 600) + column(300, "D", 700), RIGHT + LEFT),
}  # fmt: skip


@pytest.mark.parametrize(("runs", "order"), COLUMNS.values(), ids=COLUMNS)
def test_columns_are_read_one_after_the_other(runs, order):
    assert starts(runs) == order


def test_lines_know_the_column_that_they_are_in():
    lines = make_lines([*column(50, "G"), *column(300, "D"), run("T" + "e" * 80, 50, 730)])
    assert [line.column for line in lines] == [(50, 495)] + [(50, 245)] * 6 + [(300, 495)] * 6


def test_short_lines_beside_each_other_are_no_columns():
    """As in a list of figures: they fill no column."""
    runs = [run(f"G{'abcdefgh'[at]}", 50, 700 - 12 * at, width=200 if at == 2 else 40) for at in range(6)]
    runs += [run(f"D{'abcdefgh'[at]}", 300, 695 - 12 * at, width=200 if at == 2 else 40) for at in range(6)]
    assert [line.text for line in make_lines(runs)] == [f"{side}{'abcdefgh'[at]}" for at in range(6) for side in "GD"]


def table(rows, lefts=(50, 150, 250), top=700, step=14, size=10.0):
    return [
        run(cell, left, top - step * at, size)
        for at, row in enumerate(rows)
        for cell, left in zip(row, lefts, strict=False)
    ]


THREE = [["Ville", "Prix", "Places"], ["Brest", "12", "300"], ["Dinan", "9", "120"]]
LONG = "un texte assez long pour une colonne de prose"
TABLES = {
    "three rows": (table(THREE), 3),
    "two rows": (table(THREE[:2]), 0),
    "two cells": (table([row[:2] for row in THREE]), 3),
    "edges to the right in common": (
        [run(text, left, 700 - 14 * at, width=width) for at, row in enumerate(
            [[("a", 50, 9), ("b", 150, 60)], [("c", 50, 9), ("d", 180, 30)], [("e", 50, 9), ("f", 165, 45)]])
         for text, left, width in row], 3),
    "middles in common": (
        [run(text, left, 700 - 14 * at, width=width) for at, row in enumerate(
            [[("a", 50, 9), ("b", 150, 60)], [("c", 50, 9), ("d", 165, 30)], [("e", 50, 9), ("f", 175, 10)]])
         for text, left, width in row], 3),
    "no edges in common": (
        [run(text, left, 700 - 14 * at, width=width) for at, row in enumerate(
            [[("a", 50, 9), ("b", 100, 30)], [("c", 50, 9), ("d", 150, 60)], [("e", 50, 9), ("f", 260, 90)]])
         for text, left, width in row], 0),
    "rows far apart": (table(THREE, step=40), 0),
    "rows as far apart as may be": (table(THREE, step=39), 3),
    "cells of prose in two columns": (table([[LONG, f"{LONG} {at}"] for at in range(3)], (50, 400)), 0),
    "cells of prose in three": (table([[LONG] * 3 for _ in range(3)], (50, 300, 600)), 0),
    "short cells beside prose": (table([[LONG, "12 €"] for _ in range(3)], (50, 400)), 3),
    "a cell that is too long": (table([["a" * 61, "12 €"] for _ in range(3)], (50, 400)), 0),
    "numbered lines": (table([["1.", "12 €"], ["2.", "13 €"], ["3.", "14 €"]], (50, 150)), 0),
}  # fmt: skip


@pytest.mark.parametrize(("runs", "rows"), TABLES.values(), ids=TABLES)
def test_rows_of_tables(runs, rows):
    assert sum(bool(line.cells) for line in make_lines(runs)) == rows


def line(text, baseline=700.0, left=50.0, right=None, size=10.0, bold=False, column=(50.0, 450.0), cells=()):
    return Line(text, left, 450.0 if right is None else right, baseline, size, bold, column, cells)


# Lines, and the paragraphs that they make, with their kind.
FULL, NEXT = "Le pont de Lannévez a rouvert mardi, après de", "longs travaux, et les habitants en sont contents."
BROKEN = {
    "two lines": ([line(FULL), line(NEXT, 688)], [f"p {FULL} {NEXT}"]),
    "a sentence that ends short of the edge": ([line("Il neige.", right=200), line(NEXT, 688)], ["p Il neige.", f"p {NEXT}"]),
    "a line that ends short of the edge": ([line("Il neige", right=395), line("fort", 688)], ["p Il neige", "p fort"]),
    "as short as a long word needs": (
        [line("Il neige", right=350), line("extraordinairement", 688)], ["p Il neige extraordinairement"],
    ),
    "larger type, broken by sense": (
        [line("Il neige", right=200, size=20), line("fort", 676, right=120, size=20), line(FULL, 640), line(NEXT, 628)],
        ["p Il neige fort", f"p {FULL} {NEXT}"],
    ),
    "white space between": (
        [line(FULL), line(NEXT, 688), line(FULL, 676), line("et puis", 660)], [f"p {FULL} {NEXT} {FULL}", "p et puis"],
    ),
    "an indent": (
        [line(FULL), line("Elle finit ici.", 688), line("Une autre", 676, left=62)],
        [f"p {FULL} Elle finit ici.", "p Une autre"],
    ),
    "a small indent": ([line(FULL), line("de là", 688), line("et puis", 676, left=57)], [f"p {FULL} de là et puis"]),
    "another size": ([line(FULL), line("et puis", 688, size=11)], [f"p {FULL}", "p et puis"]),
    "almost the same size": ([line(FULL), line("et puis", 688, size=10.5)], [f"p {FULL} et puis"]),
    "bold": ([line(FULL), line("et puis", 688, bold=True)], [f"p {FULL}", "p et puis"]),
    "a word divided": ([line("Un projet de réno-"), line("vation", 688)], ["p Un projet de rénovation"]),
    "an item": ([line(FULL), line("• un pont", 688)], [f"p {FULL}", "- un pont"]),
    "two items": ([line("• un pont"), line("• une halle", 688)], ["- un pont", "- une halle"]),
    "an item of two lines": (
        [line("• un pont qui est", left=50), line("long", 688, left=62), line("• une halle", 676)],
        ["- un pont qui est long", "- une halle"],
    ),
    "numbers": ([line("1. un pont"), line("a) une halle", 688)], ["- 1. un pont", "- a) une halle"]),
    "a dash": ([line("– un pont"), line("– une halle", 688)], ["p – un pont", "p – une halle"]),
    "the rest of a line": ([line(FULL, right=300), line("et puis", 701, left=310)], [f"p {FULL} et puis"]),
    "the next column": ([line(FULL, 100), line("et puis", 700)], [f"p {FULL} et puis"]),
    "the next column, behind a sentence": ([line("Il neige.", 100), line("Il vente.", 700)], ["p Il neige.", "p Il vente."]),
    "the next column, behind a short line": ([line("Il neige", 100, right=200), line("fort", 700)], ["p Il neige", "p fort"]),
    "the next column, in bold": (
        [line("Il neige", 100, bold=True), line("Titre", 700, bold=True)], ["p Il neige", "p Titre"],
    ),
    "far below": ([line(FULL, 700), line("et puis", 640)], [f"p {FULL} et puis"]),
    "a row": (
        [line("Ville Prix", cells=("Ville", "Prix"), bold=True), line("Brest 12", 688, cells=("Brest", "12")), line("Fin", 676)],
        ["p Ville, Prix", "p Brest, 12", "p Fin"],
    ),
}  # fmt: skip


def show(found):
    return [f"{SIGNS[each.paragraph.kind]} {each.paragraph.text}" for each in found]


@pytest.mark.parametrize(("lines", "paragraphs"), BROKEN.values(), ids=BROKEN)
def test_lines_make_paragraphs(lines, paragraphs):
    assert show(make_paragraphs([lines], frozenset(), ReadingOptions())) == paragraphs


def test_a_paragraph_goes_on_on_the_next_page_and_belongs_to_its_first():
    pages = [[line("Il neige.", right=200), line(FULL, 688)], [line(NEXT), line("Il vente.", 600, right=200)]]
    found = make_paragraphs(pages, frozenset(), ReadingOptions())
    assert show(found) == ["p Il neige.", f"p {FULL} {NEXT}", "p Il vente."]
    assert [each.page for each in found] == [0, 0, 1]
    assert make_paragraphs([], frozenset(), ReadingOptions()) == []


def test_a_paragraph_is_bold_where_all_of_it_is():
    pages = [[line("Un titre", bold=True, size=12), line("de deux lignes", 688, bold=True, size=12), line(FULL, 640)]]
    found = make_paragraphs(pages, frozenset(), ReadingOptions())
    assert [(each.paragraph.bold, each.paragraph.size) for each in found] == [(True, 12), (False, 10)]


def page(number, head="Le Courrier", foot="", lines=8):
    body = [line(f"Ligne {'abcdefgh'[at]} de {'xyzuvw'[number]}", 600 - 14 * at) for at in range(lines)]
    return [*([line(head, 780)] if head else []), *body, *([line(foot, 40)] if foot else [])]


def left(pages):
    return [[each.text for each in lines if not each.text.startswith("Ligne")] for lines in remove_running_heads(pages)]


HEADS = {
    "repeated": ([page(0), page(1)], [[], []]),
    "on one page of two": ([page(0), page(1, "")], [["Le Courrier"], []]),
    "with their page": ([page(0, "Le Courrier 1"), page(1, "Le Courrier 2")], [[], []]),
    "of one page alone": ([page(0)], [["Le Courrier"]]),
    "page numbers": ([page(0, foot="1"), page(1, "", foot="page 2 / 9")], [["Le Courrier"], []]),
    "a page number in letters": ([page(0, "", foot="- iv -")], [[]]),
    "a page number beside a head": ([[*page(0, ""), line("12", 40), line("Le pont", 41, left=90)]], [[]]),
    "a page number beside a long line": (
        [[*page(0, ""), line("12", 40), line("e" * 71, 41, left=90)]], [["12", "e" * 71]],
    ),
    "a year at the foot": ([page(0, "", foot="En 2024")], [["En 2024"]]),
    "two lines of a page": ([[line("Le pont", 700), line("12", 40)]], [["Le pont", "12"]]),
    "at another height": ([page(0), [line("Le Courrier", 700), *page(1, "")]], [["Le Courrier"], ["Le Courrier"]]),
    "on three of many": ([page(at % 6, "Le Courrier" if at < 3 else "") for at in range(20)],
                         [[]] * 20),
    "on two of many": ([page(at % 6, "Le Courrier" if at < 2 else "") for at in range(20)],
                       [["Le Courrier"]] * 2 + [[]] * 18),
}  # fmt: skip


@pytest.mark.parametrize(("pages", "kept"), HEADS.values(), ids=HEADS)
def test_running_heads_and_page_numbers_are_left_out(pages, kept):
    assert left(pages) == kept


CONTENTS = {
    "below its heading": (["Sommaire", "Le pont 3", "La halle 12", "Le pont rouvre."], ["Le pont rouvre."]),
    "leaders alone": (["Le pont .... 3", "Le pont rouvre."], ["Le pont rouvre."]),
    "numbers without a heading": (["Le pont 3", "La halle 12"], ["Le pont 3", "La halle 12"]),
    "in Roman numerals": (["TABLE DES MATIÈRES :", "Préface iv", "Le pont"], ["Le pont"]),
    "ended by a text": (["Sommaire", "Le pont 3", "Un texte.", "La halle 12"], ["Un texte.", "La halle 12"]),
    "a long line": (["Sommaire", f"{'e' * 139} 3"], [f"{'e' * 139} 3"]),
    "as long as may be": (["Sommaire", f"{'e' * 138} 3"], []),
    "a word that begins so": (["Sommaires 3"], ["Sommaires 3"]),
}


@pytest.mark.parametrize(("texts", "kept"), CONTENTS.values(), ids=CONTENTS)
def test_a_table_of_contents_is_left_out(texts, kept):
    (lines,) = remove_contents([[line(text, 700 - 12 * at) for at, text in enumerate(texts)]])
    assert [each.text for each in lines] == kept


def test_it_goes_on_on_the_next_page():
    pages = [[line("Sommaire"), line("Le pont 3", 688)], [line("La halle 12"), line("Le pont rouvre.", 688)]]
    assert [[each.text for each in lines] for lines in remove_contents(pages)] == [[], ["Le pont rouvre."]]


@pytest.mark.parametrize(
    ("lines", "size"), [([], 0.0), ([("abcd", 9.0), ("abc", 10.0)], 9.0), ([("abcd", 9.0), ("abcde", 10.0)], 10.0)]
)
def test_the_size_of_the_text(lines, size):
    assert find_body_size([[line(text, size=each)] for text, each in lines]) == size


def small(text, baseline, left=50.0):
    return line(text, baseline, left=left, size=8.0)


TEXTS = [line("Le pont rouvre.", 700), line("Il est long.", 688)]
FOOT = {
    "a note": ([*TEXTS, small("1. De 1912.", 100)], ["De 1912."]),
    "a note of two lines": (
        [*TEXTS, small("1 De 1912, et de bois", 100), small("peint.", 90)],
        ["De 1912, et de bois peint."],
    ),
    "a word divided": ([*TEXTS, small("* De réno-", 100), small("vation.", 90)], ["De rénovation."]),
    "two notes": ([*TEXTS, small("1. De 1912.", 100), small("2. De bois.", 90)], ["De 1912.", "De bois."]),
    "a number within a note": ([*TEXTS, small("1. De bois, en", 100), small("12 mois", 90)], ["De bois, en 12 mois"]),
    "in brackets": ([*TEXTS, small("[12] De 1912.", 100)], ["De 1912."]),
    "raised": ([*TEXTS, small("¹ De 1912.", 100)], ["De 1912."]),
    "small print": ([*TEXTS, small("De 1912.", 100)], []),
    "above a figure": ([*TEXTS, small("1. De 1912.", 100), line("Figure 2 : Le pont", 80)], ["De 1912."]),
    "as large as the text": ([*TEXTS, line("1. De 1912.", 100)], []),
    "hardly smaller": ([*TEXTS, line("1. De 1912.", 100, size=9.4)], []),
    "a little smaller": ([*TEXTS, line("1. De 1912.", 100, size=9.3)], ["De 1912."]),
    "a page of small print": ([small("1. De 1912.", 700), small("2. De bois.", 690)], []),
    "below both columns": (
        [*TEXTS, small("1. De 1912.", 100), line("La halle.", 700, left=300), small("2. De bois.", 100, 300)],
        ["De 1912.", "De bois."],
    ),
}


@pytest.mark.parametrize(("lines", "notes"), FOOT.values(), ids=FOOT)
def test_notes_at_the_foot_are_apart(lines, notes):
    kept, found = take_notes(lines, 10.0, frozenset())
    assert found == notes
    assert [each for each in kept if each.size == 10.0] == [each for each in lines if each.size == 10.0]
    assert len(kept) == len(lines) if not notes else len(kept) < len(lines)
