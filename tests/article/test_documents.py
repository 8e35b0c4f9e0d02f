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
# HTML has no letters before items, notebooks no title, and no notes of their own.
NUMBERED = TEXT.replace("- a.", "- 1.").replace("- b.", "- 2.")
UNLABELLED = TEXT.replace("- a. ", "- ").replace("- b. ", "- ")
FILES = {
    "pandoc.docx": (TEXT, "Jeanne Lormeau"),
    "libreoffice.docx": (TEXT, "Jeanne Lormeau"),
    "pandoc.odt": (TEXT, "Jeanne Lormeau"),
    "libreoffice.odt": (TEXT, "Jeanne Lormeau"),
    "pandoc.rtf": (PLAINER, "Jeanne Lormeau"),
    "libreoffice.rtf": (TEXT, "Jeanne Lormeau"),
    "pandoc.epub": (UNLABELLED, "Jeanne Lormeau"),
    "calibre.epub": (NUMBERED, "Jeanne Lormeau"),
    "pandoc.fb2": (TEXT.replace("- a.", "p 2. a.").replace("- b.", "- 2. b."), "Jeanne Lormeau"),
    "pandoc.rst": (NUMBERED, "Jeanne Lormeau"),
    "libreoffice.pdf": (
        TEXT.replace("> ", "p ").replace("ands. L", "ands.¹ L").replace("jour.\n", "jour.²\n"),
        "Jeanne Lormeau",
    ),
    "chromium.pdf": (TEXT.replace("ands. L", "ands.¹ L").replace("jour.\n", "jour.²\n"), "Jeanne Lormeau"),
}


@pytest.mark.parametrize(("name", "text", "byline"), [(name, *row) for name, row in FILES.items()], ids=FILES)
def test_everything_of_a_document_is_kept(name, text, byline):
    article = read_article(FOLDER / name, LOUD)
    assert show(article) == text + NOTES
    assert (article.title, article.byline, article.language) == ("La halle rouvre ses portes", byline, "fr")
    assert article.published == date(2024, 3, 14)


def test_calibre_writes_notes_and_quotations_as_paragraphs_and_a_list_of_contents():
    article = read_article(FOLDER / "calibre.docx", LOUD)
    notes = NOTES.removeprefix("2 Notes\n")
    assert show(article) == TEXT.replace("> ", "p ") + notes
    assert (article.title, article.byline, article.language) == ("La halle rouvre ses portes", "Jeanne Lormeau", "fr")


FICTION_BOOK = """<?xml version="1.0" encoding="UTF-8"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"
xmlns:l="http://www.w3.org/1999/xlink"><description><title-info><book-title>Les Brumes</book-title></title-info></description>
<body><section><p><strong>La gare</strong></p><p>Le train de Lannévez arrive sur
une aire de 9 km<sup>2</sup>, sous la pluie<a l:href="#n"><sup>3</sup></a>.</p><p><strong>Le quai</strong></p><p>Il n’y a
<strong>personne</strong> d’autre que le chef de gare, qui attend sous sa lampe.</p></section></body></FictionBook>"""


def test_a_book_without_titles_has_those_in_bold(tmp_path):
    path = tmp_path / "gare.fb2"
    path.write_text(FICTION_BOOK, encoding="utf-8")
    assert show(read_article(path)).splitlines() == [
        "2 La gare", "p Le train de Lannévez arrive sur une aire de 9 km², sous la pluie.", "2 Le quai",
        "p Il n’y a personne d’autre que le chef de gare, qui attend sous sa lampe.",
    ]  # fmt: skip


DOCUMENTS = [name for name in FILES if not name.endswith(".rst")]


@pytest.mark.parametrize("name", FILES)
def test_notes_are_silent_unless_asked_for(name):
    assert show(read_article(FOLDER / name)).rstrip("²\n").endswith("n’exclut pas un troisième jour.")


@pytest.mark.parametrize("name", FILES)
def test_tables_are_named_or_skipped_where_asked(name):
    named, skipped = (show(read_article(FOLDER / name, ReadingOptions(tables=mode))) for mode in ("name", "skip"))
    assert "p Tableau non lu : 2 lignes et 3 colonnes.\n" in named
    assert "Petit" not in skipped and "Tableau" not in skipped


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_recognized_whatever_its_name(name, tmp_path):
    renamed = tmp_path / "article.txt"
    renamed.write_bytes((FOLDER / name).read_bytes())
    assert read_article(renamed).blocks == read_article((FOLDER / name).read_bytes()).blocks != ()


def test_a_notebook_is_its_prose():
    article = read_article(FOLDER / "pandoc.ipynb")
    assert "1 Et maintenant ?" in show(article) and "- 2. refaire le toit :" in show(article)


COLUMNS = """\
1 1 Un chantier en deux temps
p Après deux ans de travaux, la halle de Lannévez accueille de nouveau ses marchands, qui s’étaient installés \
provisoirement sur le parvis de l’église, dans des conditions particulièrement inconfortables.¹ L’œuvre a coûté 1,2 \
million d’euros, dont la moitié a été financée par le département et par la communauté d’agglomération. La \
vice-présidente du conseil municipal a rappelé que l’établissement appartenait à la commune depuis le dix-neuvième siècle.
p Les étapes ont été les suivantes :
- 1. retirer la charpente, dont les poutres étaient attaquées par l’humidité ;
- 2. refaire le toit ;
- 3. poser les étals.
p Il reste à faire :
- le parvis ;
- l’éclairage.
2 1.1 Les tarifs
p Les tarifs ont été votés par le conseil. Ils tiennent compte de la surface occupée par chaque commerçant et du nombre \
de jours pendant lesquels il occupe effectivement son emplacement.
p Étal, Prix par mois, Surface
p Petit, 80 euros, 4 m²
p Moyen, 110 euros, 6 m²
p Grand, 150 euros, 9 m²
"""
AFTER = """\
1 3 Les commerçants reviennent
p Sur les vingt-quatre commerçants qui occupaient la halle avant sa fermeture, dix-neuf ont demandé à retrouver leur \
emplacement. Les cinq autres ont pris leur retraite ou se sont installés ailleurs, notamment à Saint-Orval, où un \
nouveau marché couvert a ouvert l’année dernière. La municipalité espère attirer des producteurs locaux, auxquels elle \
propose une exonération partielle pendant les six premiers mois d’occupation.
"""


def test_two_columns_are_read_one_after_the_other_without_running_heads_and_hyphens():
    article = read_article(FOLDER / "pdftex.pdf", LOUD)
    shown = show(article)
    assert shown.startswith(COLUMNS) and AFTER in shown
    assert (article.title, article.byline) == ("La halle de Lannévez rouvre ses portes", "Jeanne Lormeau")
    assert "Courrier des Brumes" not in shown
    assert shown.endswith(
        "2 Notes\n- 1. Fermée depuis mars 2022.\n"
        "- 2. Décision attendue en juin, après la consultation des habitants du quartier et des commerçants.\n"
    )
