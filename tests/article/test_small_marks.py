"""Small things of pages and heads that a reader would miss: a note's number, an escaped sign, a second author."""

import pytest

from audiobrief.article.boilerplate import Line, find_article_lines
from audiobrief.article.formats import html, markdown
from audiobrief.article.front_matter import split_front_matter

BRIDGE = "Le pont de Lannévez a rouvert mardi, après vingt et un jours de travaux. " * 4


def page(body, head=""):
    return f'<!doctype html><html lang="fr"><head>{head}</head><body>{body}</body></html>'


NOTES = [
    ("<sup>1</sup>", "le pont¹ a rouvert"),
    (" <sup><a href='#n1'>[12]</a></sup>", "le pont a rouvert"),
    ("<SUP class='note'> 3 </SUP>", "le pont³ a rouvert"),
    ("<sup>e</sup>", "le ponte a rouvert"),
    ("<sup>1234</sup>", "le pont1234 a rouvert"),
]


@pytest.mark.parametrize(("mark", "read"), NOTES)
def test_the_number_of_a_note_is_no_figure_of_the_sentence(mark, read):
    found = html.parse_html(page(f"<p>{BRIDGE}</p><p>Hier, le pont{mark} a rouvert. {BRIDGE}</p>"), "")
    assert read in " ".join(block.text for block in found.blocks)


def test_what_is_for_browsers_without_scripts_is_not_said_with_the_rest():
    text = "<p>Un mot.</p><noscript><p>Activez JavaScript.</p></noscript>"
    assert [block.text for block in html.parse_html(text, "").blocks] == ["Un mot."]


TITLES = [
    ("Cafés &amp; comptoirs", "Cafés & comptoirs"),
    ("L&#39;&eacute;tal&nbsp;: &laquo;&nbsp;oui&nbsp;&raquo;", "L'étal : « oui »"),
    ("  Un\n titre  ", "Un titre"),
]


@pytest.mark.parametrize(("written", "title"), TITLES)
def test_the_title_of_a_page_of_which_nothing_else_is_known(written, title):
    assert html.parse_html(page("<p>Un mot.</p>", f"<title>{written}</title>"), "").title == title


def test_authors_are_parted_by_commas():
    head = '<title>Le pont</title><meta name="author" content="Anne Ferrec"><meta name="author" content="Yves Le Roux">'
    found = html.parse_html(page(f"<article><h1>Le pont</h1><p>{BRIDGE}</p><p>{BRIDGE}</p></article>", head), "")
    assert found.byline == "Anne Ferrec, Yves Le Roux"


# A page's title, its first heading, and the article's title.
HEADINGS = [
    ("Le pont a rouvert", "Le pont a rouvert", "Le pont a rouvert"),
    ("Le pont a rouvert", "LE PONT A ROUVERT !", "LE PONT A ROUVERT !"),
    ("Le pont a rouvert | Le Littoral", "Le pont a rouvert", "Le pont a rouvert"),
    ("Le pont a rouvert", "Le pont a rouvert, enfin", "Le pont a rouvert, enfin"),
    ("Mairie de Kerdrel", "Le pont a rouvert", "Le pont a rouvert"),
]


@pytest.mark.parametrize(("title", "heading", "chosen"), HEADINGS)
def test_the_heading_of_a_page_is_its_title_and_not_said_again(title, heading, chosen):
    found = html.parse_html(page(f"<h1>{heading}</h1><p>{BRIDGE}</p>", f"<title>{title}</title>"), "")
    assert (found.title, [block.kind for block in found.blocks]) == (chosen, ["paragraph"])


def test_the_keys_of_a_head_are_known_in_any_case():
    known, _ = split_front_matter("---\nTitle: La halle\nAUTHOR: Anne\nlAnG: fr\n---\nIl pleut.")
    assert known == {"title": "La halle", "author": "Anne", "lang": "fr"}
    assert markdown.parse_markdown("---\nTitle: La halle\n---\nIl pleut.", "").title == "La halle"


ESCAPES = [
    (r"a\U00110000b", "ab"),
    (r"a\UFFFFFFFFb", "ab"),
    (r"a\U0010FFFFb", "a\U0010ffffb"),
    (r"a\U0001F600b", "a😀b"),
]


@pytest.mark.parametrize(("written", "read"), ESCAPES)
def test_a_character_beyond_the_last_is_left_out(written, read):
    assert split_front_matter(f'---\ntitle: "{written}"\n---\n')[0]["title"] == read


@pytest.mark.parametrize("length", [199, 200, 201, 5000, 20_000])
@pytest.mark.parametrize("shape", ["{}", '"{}"', "'{}'", "\n  {}", "\n- {}", "[{}]", ">-\n  {}"])
def test_a_long_value_is_whole(length, shape):
    # The brackets and quotation marks of a value count as its own.
    value = "a" * (length - 4)
    assert split_front_matter(f"---\ntitle: {shape.format(value)}\n---\n")[0]["title"] == value


def kept(*lines):
    return find_article_lines([Line(text, at) for at, text in enumerate(lines)])[0]


NOTICE = "Abonnez-vous à notre lettre"


@pytest.mark.parametrize(("length", "stays"), [(299, False), (300, False), (301, True)])
def test_a_line_longer_than_a_button_or_a_notice_is_the_article_s(length, stays):
    line = f"{NOTICE} ".ljust(length - 1, "x") + "x"
    assert len(line) == length
    assert (1 in kept(BRIDGE, line, BRIDGE)) == stays


@pytest.mark.parametrize(("before", "found"), [(1, True), (4, True), (5, False)])
def test_a_date_alone_is_the_article_s_in_its_first_lines(before, found):
    lines = [BRIDGE] * before + ["14 mars 2024", BRIDGE]
    assert bool(find_article_lines([Line(text, at) for at, text in enumerate(lines)])[1].published) == found


CRUMBS = [
    ("Accueil > Politique > Budget", False),
    (f"Accueil > {'x' * 40}", False),
    (f"Accueil > {'x' * 41}", True),
    (f"Accueil > {' > '.join(['x' * 25] * 3)} > {'x' * 26}", False),
    (f"Accueil > {' > '.join(['x' * 25] * 3)} > {'x' * 27}", True),
]


@pytest.mark.parametrize(("line", "stays"), CRUMBS)
def test_the_way_to_a_page_has_few_and_short_steps(line, stays):
    assert (0 in kept(line, BRIDGE, BRIDGE)) == stays


ROWS = [
    (f"Roanne | {'x' * 30}", False),
    (f"Roanne | {'x' * 31}", True),
    ("Roanne | Travaux 2", True),
    ("Roanne", True),
]


@pytest.mark.parametrize(("line", "stays"), ROWS)
def test_key_words_are_short_and_hold_no_figure(line, stays):
    assert (1 in kept(BRIDGE, line)) == stays
