"""Who wrote the article of a page, when, and its title, where the page says so in its own way."""

from datetime import date

import pytest

from audiobrief.article.byline import find_only_day
from audiobrief.article.formats.html import parse_html
from audiobrief.article.web.metadata import clean_source, strip_site_name

FIRST = "Le bac a repris lundi ses rotations entre les deux rives, après six mois de travaux et deux reports."
SECOND = "Les habitants devaient passer par le viaduc, ce qui allongeait leur trajet d’une demi-heure environ."
THIRD = "Le département a payé les trois quarts du chantier, et la commune de Kerdrel le reste, en deux années."
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
ACCOUNT = '<meta name="author" content="kermarec29">'


def read(body, head="<title>Le bac</title>"):
    return parse_html(f'<html lang="fr"><head>{head}</head><body>{body}</body></html>', "page.html")


BYLINES = [
    ("an account's name", f"<article><h1>Le bac</h1>{TEXT}</article>", ACCOUNT.replace("29", ""), ""),
    ("an account's name that is shown", f"<article><h1>Le bac</h1><p>kermarec</p>{TEXT}</article>",
     ACCOUNT.replace("29", ""), ""),
    ("who made the site", f"<article><h1>Le bac</h1>{TEXT}</article>",
     '<meta name="author" content="Littoral Solutions">', ""),
    ("a person", f"<article><h1>Le bac</h1>{TEXT}</article>", '<meta name="author" content="Yves Kermarec">',
     "Yves Kermarec"),
    ("a newspaper that shows its name", f"<article><h1>Le bac</h1><p>Littoral</p>{TEXT}</article>",
     '<meta name="author" content="Littoral">', "Littoral"),
    ("in the first words", f"<article><h1>Le bac</h1><p>Par Yves Kermarec. {FIRST}</p><p>{SECOND}</p></article>",
     ACCOUNT, "Yves Kermarec"),
    ("« By » and an account", f"<article><h1>Le bac</h1><div class='entry-meta'>By "
     f"<a class='author' href='/k'>@kermarec</a> On 3 mars 2024</div>{TEXT}</article>", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "head", "byline"), [case[1:] for case in BYLINES], ids=[case[0] for case in BYLINES])
def test_the_author_is_one_whom_the_page_names(body, head, byline):
    assert read(body, head).byline == byline


def test_the_author_in_the_first_words_is_not_read():
    found = read(f"<article><h1>Le bac</h1><p>Par Yves Kermarec. {FIRST}</p><p>{SECOND}</p></article>")
    assert [block.text for block in found.blocks] == [FIRST, SECOND]


def test_a_sentence_that_begins_with_by_stays():
    first = f"Par temps de brume. {FIRST}"
    assert read(f"<article><h1>Le bac</h1><p>{first}</p><p>{SECOND}</p></article>").blocks[0].text == first


def test_a_box_about_the_author_is_not_read():
    head = '<title>Le bac</title><meta name="author" content="Yves Kermarec">'
    box = "<h2>Yves Kermarec</h2><p>Marin et libraire, je raconte ici les ports de la côte.</p><h2>Six mois à quai</h2>"
    blocks = read(f"<article><h1>Le bac</h1>{box}{TEXT}</article>", head).blocks
    assert [block.text for block in blocks] == ["Six mois à quai", FIRST, SECOND, THIRD]


DAYS = [
    ("Rédaction du littoral le 01/03/2023", date(2023, 3, 1)),
    ("septembre 10, 2021 Yves Kermarec Actu 0", date(2021, 9, 10)),
    ("24 août 2022", date(2022, 8, 24)),
    ("Du 3 mars 2022 au 5 mars 2022", None),
    ("au sam. 14.12.2024", None),
    ("Prochain départ à 10 h", None),
]


@pytest.mark.parametrize(("line", "day"), DAYS)
def test_the_day_in_a_line_above_the_text(line, day):
    assert find_only_day(line) == day
    assert read(f"<article><h1>Le bac</h1><p>{line}</p>{TEXT}</article>").published == day


TITLES = [
    ("<h1><div>Le bac reprend ses rotations</div></h1>", "Le bac reprend ses rotations"),
    ("<h1><div>Le bac,</div><div>c’est reparti</div></h1>", "Le bac, c’est reparti"),
    ("<h1><div>Le bac reprend ses rotations</div><div>Mis à jour le 3 mars 2024</div></h1>",
     "Le bac reprend ses rotations"),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "title"), TITLES)
def test_a_title_in_elements_of_its_own(heading, title):
    assert read(f"<article><header>{heading}</header>{TEXT}</article>", "<title>Accueil</title>").title == title


def test_the_title_below_the_name_of_a_blog():
    body = f"<h1>Carnet de bord</h1><article><h2>Le bac reprend ses rotations</h2>{TEXT}</article>"
    found = read(
        body, "<title>Le bac reprend ses rotations - Littoral</title><meta property='og:site_name' content='Littoral'>"
    )
    assert found.title == "Le bac reprend ses rotations"
    assert [block.text for block in found.blocks] == [FIRST, SECOND, THIRD]


def test_the_title_shown_again_is_not_read():
    body = (
        f"<article><h1>Le bac reprend</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p><p>Le bac reprend</p>{TEXT[-1:]}"
    )
    assert [block.text for block in read(body, "<title>Le bac reprend</title>").blocks] == [FIRST, SECOND, THIRD]


def test_a_question_whether_to_read_on_says_that_the_text_is_cut():
    body = f"<article><h1>Le bac</h1>{TEXT}<div>Vous désirez lire la suite de cet article ?</div></article>"
    assert not read(body).complete


def test_a_site_whose_name_was_quoted_twice():
    assert clean_source("L\\'Écho du port") == "L'Écho du port"


def test_a_site_that_bids_welcome():
    assert clean_source("Bienvenue sur Littoral.fr") == "Littoral"
    assert strip_site_name("Le bac reprend | Bienvenue sur Littoral.fr", "Littoral") == "Le bac reprend"
