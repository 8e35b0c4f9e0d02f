"""Documents that other programs made of one text: what is read of each is the same."""
# ruff: noqa: E501  one paragraph a row

from datetime import date
from pathlib import Path

import pytest

from audiobrief.article import ReadingOptions, read_article

FOLDER = Path(__file__).parent / "documents"
LOUD = ReadingOptions(notes="read")

TEXT = """\
p Après deux ans de travaux, la halle de Lannévez accueille de nouveau ses marchands. L’œuvre a coûté 1,2 million d’euros.
1 Un chantier en deux temps
p Les étapes ont été les suivantes :
- 1. retirer la charpente ;
- 2. refaire le toit :
- a. en ardoise,
- b. en zinc ;
- 3. poser les étals.
p Il reste à faire :
- le parvis ;
- l’éclairage.
2 Les tarifs
p Étal, Prix par mois, Surface
p Petit, 80 €, 4 m²
p Grand, 150 €, 9 m²
> Nous attendions ce jour, dit la maire.
1 Et maintenant ?
p Le marché aura lieu chaque mardi et chaque samedi. La vice-présidente du conseil n’exclut pas un troisième jour.
"""
NOTES = """\
2 Notes
- 1. Fermée depuis mars 2022.
- 2. Décision attendue en juin.
"""
SIGNS = {"paragraph": "p", "list_item": "-", "quotation": ">", "caption": "c"}


def show(article):
    """The blocks, one on each line: its kind or a heading's level, and its text."""
    return "".join(f"{SIGNS.get(block.kind, block.level)} {block.text}\n" for block in article.blocks)


# pandoc's RTF has neither styles of lists and quotations nor properties.
PLAINER = TEXT.replace("- a.", "p a.").replace("- b.", "p b.").replace("> ", "p ")
FILES = {
    "pandoc.docx": (TEXT, "Jeanne Lormeau"),
    "libreoffice.docx": (TEXT, None),
    "pandoc.odt": (TEXT, "Jeanne Lormeau"),
    "libreoffice.odt": (TEXT, "Jeanne Lormeau"),
    "pandoc.rtf": (PLAINER, None),
    "libreoffice.rtf": (TEXT, "Jeanne Lormeau"),
}


@pytest.mark.parametrize(("name", "text", "byline"), [(name, *row) for name, row in FILES.items()], ids=FILES)
def test_everything_of_a_document_is_kept(name, text, byline):
    article = read_article(FOLDER / name, LOUD)
    # Where the properties have no author, the line stays in the text.
    first = "" if byline else "p Jeanne Lormeau\n"
    assert show(article) == first + text + NOTES
    assert (article.title, article.byline, article.language) == ("La halle rouvre ses portes", byline or "", "fr")
    assert article.published == date(2024, 3, 14)


@pytest.mark.parametrize("name", FILES)
def test_notes_are_silent_unless_asked_for(name):
    assert show(read_article(FOLDER / name)).endswith("n’exclut pas un troisième jour.\n")


@pytest.mark.parametrize("name", FILES)
def test_tables_are_named_or_skipped_where_asked(name):
    named, skipped = (show(read_article(FOLDER / name, ReadingOptions(tables=mode))) for mode in ("name", "skip"))
    assert "p Tableau non lu : 2 lignes et 3 colonnes.\n" in named
    assert "Petit" not in skipped and "Tableau" not in skipped


@pytest.mark.parametrize("name", FILES)
def test_a_document_is_recognized_whatever_its_name(name, tmp_path):
    renamed = tmp_path / "article.txt"
    renamed.write_bytes((FOLDER / name).read_bytes())
    assert read_article(renamed).blocks == read_article((FOLDER / name).read_bytes()).blocks != ()
