"""The parts by which a page is read: its data, its blocks, what stands before the text, what says that it is cut."""

import json

import pytest
from lxml import html as lxml_html

from audiobrief.article import ReadingOptions
from audiobrief.article.web.completeness import check_article, cut_paywall, is_opening
from audiobrief.article.web.document import remove_invisible
from audiobrief.article.web.metadata import PageMetadata, clean_source, read_metadata, strip_site_name
from audiobrief.article.web.pagination import find_next_page
from audiobrief.article.web.paragraphs import PageBlock, is_bold_heading, is_data_table, list_blocks
from audiobrief.article.web.recipe import insert_recipe, parse_recipe
from audiobrief.article.web.selection import Selection, is_pointer, select_article
from audiobrief.article.web.standfirst import cut_kicker, find_quoted
from audiobrief.errors import ArticleError
from audiobrief.model import Block

SENTENCE = "Le pont de Lannévez a rouvert mardi, après vingt et un jours de travaux de peinture."
STANDFIRST = "Le pont rouvre après trois semaines de travaux, et les commerçants respirent enfin"


def tree(body):
    return lxml_html.document_fromstring(f"<html><body>{body}</body></html>")


def blocks(body):
    return list_blocks(tree(body), ReadingOptions(tables="read"))


def texts(body):
    return [block.text for block in blocks(body)]


LISTS = [
    ("<ol><li>Un</li><li>Deux</li></ol>", ["1. Un", "2. Deux"]),
    ("<ol reversed><li>Un</li><li>Deux</li><li>Trois</li></ol>", ["3. Un", "2. Deux", "1. Trois"]),
    ('<ol start="4"><li>Un</li><li value="9">Deux</li><li>Trois</li></ol>', ["4. Un", "9. Deux", "10. Trois"]),
    ('<ol type="a"><li>Un</li></ol>', ["Un"]),
    ("<p>vingt ans<span>Les élus votent</span>.</p>", ["vingt ans Les élus votent."]),
    ("<p>Vingt ans.<span>Les élus votent</span></p>", ["Vingt ans. Les élus votent"]),
    ("<p>le 2<span>Ème</span></p>", ["le 2Ème"]),
    ("<pre>Un mot.\n\nUn autre.</pre>", ["Un mot.", "Un autre."]),
]


@pytest.mark.parametrize(("body", "read"), LISTS)
def test_the_text_of_blocks(body, read):
    assert texts(body) == read


def cell(length, tag="td"):
    return f"<{tag}>{'mot ' * (length // 4)}</{tag}>"


TABLES = [
    (f"<tr>{cell(8)}{cell(8)}</tr>", True),
    (f"<tr>{cell(8)}</tr>", False),
    (f"<tr>{cell(64)}{cell(8)}</tr>", False),
    (f"<tr>{cell(64)}{cell(8)}</tr><tr>{cell(8)}{cell(8)}</tr>", True),
    (f"<tr>{cell(240)}{cell(8)}</tr><tr>{cell(8)}{cell(8)}</tr>", False),
    (f"<tr>{cell(8, 'th')}{cell(8, 'th')}</tr><tr>{cell(240)}{cell(8)}</tr>", True),
    (f"<tr>{cell(8, 'th')}{cell(8, 'th')}</tr><tr>{cell(440)}{cell(8)}</tr>", False),
    ("<tr><td><a>Lannévez</a></td><td><a>Brévelle</a></td></tr><tr><td><a>Orval</a></td><td>12</td></tr>", False),
    ("<tr><th>Ville</th><th>Prix</th></tr><tr><td><a>Lannévez</a></td><td><a>Orval</a></td></tr>", True),
]


@pytest.mark.parametrize(("rows", "holds_data"), TABLES)
def test_which_tables_hold_data(rows, holds_data):
    assert is_data_table(tree(f"<table>{rows}</table>").find(".//table")) is holds_data


def block(text, kind="paragraph", *, linked=0.0, bold=0.0, tag="p"):
    return PageBlock(kind, text, 0, lxml_html.Element(tag), linked, bold)


TEXT = block(SENTENCE)
HEADINGS = [
    (block("Un pont neuf", bold=1.0), TEXT, True),
    (block("Un pont neuf", bold=0.9), TEXT, False),
    (block(">> Un pont neuf"), TEXT, True),
    (block("Un pont neuf.", bold=1.0), TEXT, False),
    (block("Un pont neuf ?", bold=1.0), TEXT, False),
    (block("Un pont neuf", "caption", bold=1.0), TEXT, False),
    (block("Un pont neuf", "list_item", bold=1.0), TEXT, False),
    (block("Un pont neuf", bold=1.0), block(SENTENCE, bold=1.0), False),
    (block("Un pont neuf", bold=1.0), block(SENTENCE, "list_item"), False),
    (block("Un pont neuf", bold=1.0), block("Il rouvre."), False),
    (block("Un pont neuf", bold=1.0), block("Le pont neuf"), False),
    (block("Un pont neuf", bold=1.0), None, False),
]


@pytest.mark.parametrize(("one", "following", "is_heading"), HEADINGS)
def test_a_bold_line_above_a_text_is_an_intertitle(one, following, is_heading):
    assert is_bold_heading(one, following, is_first=False) is is_heading
    assert not is_bold_heading(one, following, is_first=True)


POINTERS = [
    (block("Lire aussi : le pont de Lannévez rouvre", linked=0.7), True),
    (block("Lire aussi : le pont de Lannévez rouvre", linked=0.1), False),
    (block("Le pont de Lannévez rouvre mardi", linked=1.0), True),
    (block("Le pont de Lannévez rouvre mardi", "list_item", linked=1.0), False),
    (block("Le pont de Lannévez rouvre mardi.", linked=1.0), False),
    (block("Le pont de Lannévez rouvre mardi", linked=0.5), False),
    (block("Le pont rouvre", linked=1.0), False),
    (block("Le pont de Lannévez rouvre"[:25], linked=1.0), False),
    (block("Le pont de Lannévez rouvre", linked=1.0), True),
    (block("Il rouvre.", linked=1.0), False),
]


@pytest.mark.parametrize(("one", "points"), POINTERS)
def test_what_only_points_elsewhere(one, points):
    assert is_pointer(one) is points


TITLES = [
    ("La halle rouvre - Le Courrier", "Le Courrier", "La halle rouvre"),
    ("Le Courrier - La halle rouvre", "Le Courrier", "La halle rouvre"),
    ("La halle rouvre", "Le Courrier", "La halle rouvre"),
    (f"La halle rouvre - {'Le Courrier, toute l’actualité'.ljust(60, 'x')}", "Le Courrier", "La halle rouvre"),
    (f"La halle - {'Le Courrier, toute l’actualité'.ljust(61, 'x')}", "Le Courrier",
     f"La halle - {'Le Courrier, toute l’actualité'.ljust(61, 'x')}"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "source", "bare"), TITLES)
def test_a_title_without_its_site(title, source, bare):
    assert strip_site_name(title, source) == bare


@pytest.mark.parametrize(("name", "source"), [
    ("Le Monde.fr", "Le Monde"), ("Libération : Actualités", "Libération"),
    ("https://www.halle.example/a", "halle.example"),
    ("a" * 60, "a" * 60), ("a" * 61, ""),
])  # fmt: skip
def test_a_site_as_a_reader_names_it(name, source):
    assert clean_source(name) == source


@pytest.mark.parametrize(("depth", "found"), [(0, True), (6, True), (7, False)])
@pytest.mark.parametrize("listed", [False, True])
def test_data_is_looked_for_six_deep(depth, found, listed):
    data = {"@type": "NewsArticle", "headline": "La halle rouvre", "author": "Anne Le Roux"}
    for _ in range(depth):
        data = [data] if listed else {"@graph": data}
    page = tree(f'<script type="application/ld+json">{json.dumps(data)}</script><p>{SENTENCE}</p>')
    assert ("La halle rouvre" in read_metadata(page, "").headlines) is found


NOTES = [
    ('<p>Le pont<a role="doc-noteref" href="#n">1</a> rouvre.</p>', "Le pont rouvre."),
    ('<p>Le pont<a href="#n">1</a> rouvre.</p>', "Le pont1 rouvre."),
    ('<p>Le pont<sup><a href="#n">1</a></sup> rouvre.</p>', "Le pont rouvre."),
    ('<p>Le pont rouvre. <a role="doc-backlink" href="#r">retour</a></p>', "Le pont rouvre."),
    ('<p>Le pont rouvre. <a href="#r">↩</a></p>', "Le pont rouvre."),
]


@pytest.mark.parametrize(("body", "read"), NOTES)
def test_calls_of_notes_are_not_read(body, read):
    page = tree(body)
    remove_invisible(page, keep_notes=False)
    assert [each.text for each in list_blocks(page, ReadingOptions())] == [read]


KICKERS = [
    (f"PONTS {STANDFIRST}.", f"{STANDFIRST}."),
    (f"Ponts : {STANDFIRST}.", f"{STANDFIRST}."),
    (f"Les ponts {STANDFIRST}.", f"Les ponts {STANDFIRST}."),
    (f"{STANDFIRST}.", f"{STANDFIRST}."),
    (f"{'P' * 40} {STANDFIRST}.", f"{'P' * 40} {STANDFIRST}."),
    ("PONTS Un autre texte.", "PONTS Un autre texte."),
    ("PONTS EN TRAVAUX", "PONTS EN TRAVAUX"),
]


@pytest.mark.parametrize(("text", "bare"), KICKERS)
def test_a_standfirst_without_its_label(text, bare):
    assert cut_kicker(text, PageMetadata(descriptions=(STANDFIRST,))) == bare


QUOTED = [
    ([TEXT, block(f"{STANDFIRST}."), block(f"{STANDFIRST} !")], 1),
    ([block(f"{STANDFIRST}.", "caption"), TEXT, block(f"{STANDFIRST}.")], 2),
    ([TEXT, block(f"PONTS {STANDFIRST}.")], 1),
    ([TEXT, block(f"{SENTENCE} {STANDFIRST}.")], None),
    ([block(f"{STANDFIRST}. {SENTENCE * 20}")], None),
    ([TEXT], None),
]


@pytest.mark.parametrize(("found", "at"), QUOTED)
def test_the_block_that_a_description_quotes(found, at):
    assert find_quoted(found, PageMetadata(descriptions=(f"{STANDFIRST}…",))) == at
    # Of two descriptions, that of the earlier block counts; a short one tells nothing.
    assert find_quoted(found, PageMetadata(descriptions=("Le pont", f"{STANDFIRST}…"))) == at


def opening(length, *, end=".", free=False, beside="", read=True):
    kept = [Block("paragraph", "mot " * (length // 4) + f"fin{end}")]
    around = (block(kept[0].text), block(beside)) if beside else (block(kept[0].text),)
    return is_opening(kept, Selection(around, (0,) if read else (), (), frozenset()), PageMetadata(free=free))


PAYWALL = "La suite est réservée aux abonnés."
OPENINGS = [
    ({"length": 400}, True),
    ({"length": 1200}, True),
    ({"length": 1300}, False),
    ({"length": 1300, "end": "…"}, True),
    ({"length": 2600, "end": "."}, False),
    ({"length": 400, "free": True}, False),
    ({"length": 400, "free": True, "end": "…"}, False),
    ({"length": 400, "free": True, "end": "…", "beside": PAYWALL}, True),
    ({"length": 400, "free": True, "beside": PAYWALL}, False),
    ({"length": 1300, "beside": PAYWALL}, True),
    ({"length": 2600, "beside": PAYWALL}, False),
]


@pytest.mark.parametrize(("about", "cut"), OPENINGS)
def test_a_page_with_only_the_opening(about, cut):
    assert opening(**about) is cut


def test_a_paywall_ends_the_article_unless_most_stands_below():
    told = [Block("paragraph", text) for text in (SENTENCE, SENTENCE, SENTENCE, PAYWALL, "Le reste.")]
    assert cut_paywall(told) == (told[:3], True)
    more = [told[0], told[3], *told[:3]]
    assert cut_paywall(more) == ([told[0], *told[:3]], False)


TEMPLATES = [
    ("{{ titre }} {{ texte }}", "is a template"),
    (f"{{{{ titre }}}} {SENTENCE}", "is a template"),
    (f"{{{{ titre }}}} {SENTENCE * 4}", ""),
    ("Erreur 404", "holds a notice"),
    ("Nous utilisons des cookies pour mesurer l’audience.", "asks for consent"),
    (SENTENCE, ""),
]


@pytest.mark.parametrize("address", ["", "page.html"])
@pytest.mark.parametrize(("text", "fault"), TEMPLATES)
def test_a_template_or_a_notice_is_no_article(text, fault, address):
    if fault:
        with pytest.raises(ArticleError, match=fault) as caught:
            check_article([Block("paragraph", text)], [text], address)
        assert str(caught.value).startswith(f"'{address or 'standard input'}'")
    else:
        assert check_article([Block("paragraph", text)], [text], address) is None


PAGES = [
    ("https://a.example/pont/2", "https://a.example/pont", True),
    ("https://a.example/pont/3", "https://a.example/pont/2", True),
    ("https://a.example/pont/2", "https://a.example/pont/2", False),
    ("https://a.example/pont", "https://a.example/pont", False),
    ("https://a.example/pont/1", "https://a.example/pont/2", False),
    ("https://a.example/pont?page=2", "https://a.example/pont/2", False),
    ("https://a.example/pont?page=3", "https://a.example/pont/2", True),
    ("https://b.example/pont/2", "https://a.example/pont", False),
    ("https://a.example/halle/2", "https://a.example/pont", False),
    ("ftp://a.example/pont/2", "https://a.example/pont", False),
]


@pytest.mark.parametrize(("target", "address", "goes_on"), PAGES)
def test_the_next_page_has_a_greater_number(target, address, goes_on):
    page = f'<html><head><link rel="next" href="{target}"></head><body><p>{SENTENCE}</p></body></html>'
    assert find_next_page(page, address) == (target if goes_on else "")


DURATIONS = [
    ("PT80M", "1 heure 20"), ("PT1M", "1 minute"), ("PT2H", "2 heures"), ("P1DT1H", "25 heures"), ("PT5M", "5 minutes"),
]  # fmt: skip


def make_recipe(**data):
    steps = [f"Étape {at} : mélangez {what} longuement." for at, what in enumerate(("le sel", "le beurre"), 1)]
    return parse_recipe({
        "@type": "Recipe", "name": "Galettes", "recipeIngredient": ["330 g de farine", "10 g de sel"],
        "recipeInstructions": [{"@type": "HowToStep", "text": step} for step in steps], **data,
    })  # fmt: skip


@pytest.mark.parametrize(("duration", "said"), DURATIONS)
def test_how_long_a_recipe_takes(duration, said):
    assert make_recipe(prepTime=duration).summary == f"Préparation : {said}."


@pytest.mark.parametrize(("name", "said"), [
    ("Mélangez la farine", ""), ("Mélangez la farine…", ""), ("Étape 1", ""), ("La pâte", "La pâte : "), ("", ""),
])  # fmt: skip
def test_the_name_of_a_step_is_said_unless_its_text_says_it(name, said):
    text = "Mélangez la farine et le sel longuement."
    steps = [
        {"@type": "HowToStep", "name": name, "text": text},
        {"@type": "HowToStep", "text": "Laissez reposer la pâte."},
    ]
    assert make_recipe(recipeInstructions=steps).steps[0].lines[0] == f"{said}{text}"


def test_headings_of_a_recipe_have_their_levels():
    headings = [(each.text, each.level) for each in insert_recipe([], make_recipe()) if each.kind == "heading"]
    assert headings == [("Ingrédients", 2), ("Préparation", 2)]


STORY = "".join(f"<p>{SENTENCE} Numéro {number}.</p>" for number in ("un", "deux", "trois", "quatre"))
SELECTED = [
    (f"<article><h1>Un pont</h1>{STORY}</article><aside class='related'><p>{SENTENCE}</p></aside>", 5, "aside"),
    (f"<article><h1>Un pont</h1>{STORY}<h2>Vide</h2></article>", 5, "a heading with nothing below"),
    (f"<article><h1>Un pont</h1>{STORY}<ul><li><a href='/a'>Le port</a></li></ul></article>", 5, "links at the end"),
    (f"<article><h1>Un pont</h1>{STORY}<footer><p>Partager cet article</p></footer></article>", 5, "a footer"),
    (f"<article><h1>Un pont</h1>{STORY}<table class='infobox'><tr><td>Long</td></tr></table></article>", 5, "infobox"),
    (f"<article><h1>Un pont</h1>{STORY}<div class='author'><p>Anne Le Roux</p></div></article>", 5, "the author"),
    (f"<article><h1>Un pont</h1>{STORY}<p>Il est rouvert à tous, enfin.</p></article>", 6, "a short last sentence"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "count", "why"), SELECTED, ids=[why for _, _, why in SELECTED])
def test_what_belongs_to_the_article(body, count, why):
    page = tree(f"<nav><a href='/'>Accueil</a></nav>{body}")
    selection = select_article(page, list_blocks(page, ReadingOptions()), "")
    kept = [selection.blocks[at].text for at in selection.kept]
    assert len(kept) == count and kept[0] == "Un pont" and kept[1].startswith(SENTENCE), kept


def test_the_eight_lines_nearest_to_the_text_tell_who_wrote_it():
    lines = "".join(f"<p class='byline'>Anne Le Roux, {number}</p>" for number in range(9))
    page = tree(f"<article><h1>Un pont</h1>{lines}{STORY}</article>")
    selection = select_article(page, list_blocks(page, ReadingOptions()), "")
    assert selection.attributions == tuple(f"Anne Le Roux, {number}" for number in range(8, 0, -1))
