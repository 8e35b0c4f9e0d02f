"""Tables in words: by row where they are small, named where they are not."""

import pytest

from audiobrief.article.tables import read_table

PRICES = [["Étal", "Prix"], ["Petit", "80 €"], ["Grand", "140 €"]]
WIDE = [["Quai", "Places", "Eau", "Prix"], ["Nord", "12", "oui", "30 €"], ["Sud", "", "non", "25 €"]]
LONG = [["Jour", "Prise"], *([str(day), f"{day} kg"] for day in range(1, 31))]
CASES = [
    ("a head row and rows", PRICES, {"has_head": True}, ["Étal, Prix", "Petit, 80 €", "Grand, 140 €"]),
    ("a caption first", PRICES, {"caption": "Tarifs"}, ["Tarifs", "Étal, Prix", "Petit, 80 €", "Grand, 140 €"]),
    (
        "with many columns, each cell under its head",
        WIDE,
        {"has_head": True},
        ["Nord. Places : 12, Eau : oui, Prix : 30 €", "Sud. Eau : non, Prix : 25 €"],
    ),
    ("a long one is named", LONG, {"has_head": True}, ["Tableau non lu : 30 lignes et 2 colonnes."]),
    (
        "with its caption",
        LONG,
        {"has_head": True, "caption": "La criée."},
        ["Tableau non lu : La criée, 30 lignes et 2 colonnes."],
    ),
    ("a box is text", [["Un encadré."], ["Sa suite."]], {}, ["Un encadré.", "Sa suite."]),
    ("a layout is text", [["Menu", "Il neige. " * 50]], {}, ["Menu", ("Il neige. " * 50).strip()]),
    ("nothing in it", [["", " "], []], {}, []),
    ("a head alone", [["Étal", "Prix"]], {"has_head": True}, []),
]


@pytest.mark.parametrize(("rows", "given", "said"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_small_tables_are_read_by_row(rows, given, said):
    assert [block.text for block in read_table(rows, "read", **given)] == said


def test_tables_are_named_or_skipped_where_asked():
    assert [block.text for block in read_table(PRICES, "name", has_head=True)] == [
        "Tableau non lu : 2 lignes et 2 colonnes."
    ]
    assert read_table(PRICES, "skip", has_head=True) == []
