"""Where an article begins and ends on its page: each measure on both of its sides, and each of several places."""
# ruff: noqa: E501  one case a row

import pytest
from lxml import html as lxml_html

from audiobrief.article import ReadingOptions
from audiobrief.article.web import selection as selection_module
from audiobrief.article.web.completeness import check_article, cut_paywall, is_opening
from audiobrief.article.web.document import remove_invisible
from audiobrief.article.web.end_matter import remove_end_matter
from audiobrief.article.web.layout import Layout
from audiobrief.article.web.metadata import (
    PageMetadata,
    _complete_headlines,
    _put_in_order,
    clean_source,
    read_metadata,
    strip_site_name,
)
from audiobrief.article.web.page_data import drop_beyond_data, prefer_data
from audiobrief.article.web.paragraphs import PageBlock, list_blocks
from audiobrief.article.web.recipe import _format_duration, _summarize, insert_recipe, parse_recipe
from audiobrief.article.web.selection import (
    Selection,
    _drop_empty_headings,
    _is_pointed_at,
    _list_attributions,
    _tells_of,
    is_pointer,
    select_article,
)
from audiobrief.article.web.standfirst import cut_kicker, find_quoted
from audiobrief.errors import ArticleError
from audiobrief.model import Block
from tests.article.test_web_parts import SENTENCE, STORY, page_block, tree


def blocks(*lines):
    """Blocks of lines: `2 Titre` is a heading of that level, `- un` an item, everything else a paragraph."""
    made = []
    for line in lines:
        sign, _, text = line.partition(" ")
        if sign.isdigit() and len(sign) == 1:
            made.append(Block("heading", text, int(sign)))
        elif sign == "-":
            made.append(Block("list_item", text))
        else:
            made.append(Block("paragraph", line))
    return made


def show(found):
    return [each.text for each in found]


LONG = "Il neige. " * 40  # four hundred characters
PROSE = "a" * 159 + "."
ENDS = {
    "none": (["2 Un", LONG], 2),
    "a heading of it": ([LONG, "2 Bibliographie", "Un livre."], 1),
    "two": ([LONG, "2 Bibliographie", "Un livre.", "2 Pour citer cet article", "Anne."], 1),
    "one before the text goes on": ([LONG, "2 Bibliographie", "Un livre.", "2 La suite", "Elle vient."], 5),
    "the last of two, with the text between": ([LONG, "2 Notes", "Une.", "2 La suite", "Elle vient.", "2 Licence", "Libre."], 5),
    "headings below it": ([LONG, "2 Bibliographie", "3 Livres", "Un.", "3 Revues", "Deux."], 1),
    "a heading below another": ([LONG, "2 La suite", "3 Bibliographie", "Un."], 2),
    "one of a higher level below it": ([LONG, "3 Bibliographie", "Un.", "2 Revues", "Deux."], 5),
    "one of its level below it": ([LONG, "2 Bibliographie", "Un.", "2 Revues", "Deux."], 5),
    "two levels below it": ([LONG, "1 Bibliographie", "2 Livres", "3 Anciens", "Un."], 1),
    "links": ([LONG, "2 Aller plus loin", "Un lien"], 1),
    "links and prose": ([LONG, "2 Aller plus loin", PROSE], 3),
    "links and short prose": ([LONG, "2 Aller plus loin", PROSE[1:]], 1),
    "links and an item": ([LONG, "2 Aller plus loin", f"- {PROSE}"], 1),
    "links and a marked line": ([LONG, "2 Aller plus loin", f"• {PROSE}"], 1),
    "links behind prose": ([LONG, "2 Sources", PROSE, "2 Aller plus loin", "Un lien"], 3),
    "too little before it": ([LONG[:399], "2 Bibliographie", "Un livre."], 3),
    "just enough before it": ([LONG[:400], "2 Bibliographie", "Un livre."], 1),
    "with a number": ([LONG, "2 4. Bibliographie :", "Un livre."], 1),
    "with a Roman number": ([LONG, "2 IV. Bibliographie", "Un livre."], 1),
    "numbered notes": ([LONG, "[1] Une.", "[2] Deux."], 1),
    "numbered notes below their label": ([LONG, "Notes", "[1] Une.", "[2] Deux."], 1),
    "numbered notes below a rule": ([LONG, "* * *", "(1) Une.", "(2) Deux."], 1),
    "numbered notes below a text": ([LONG, "Il vente.", "(1) Une.", "(2) Deux."], 2),
    "one numbered note": ([LONG, "[1] Une."], 2),
    "numbered notes that do not begin at one": ([LONG, "[2] Une.", "[3] Deux."], 3),
    "numbered notes, four fifths": ([LONG, "[1] a", "[2] b", "[3] c", "[4] d", "e"], 1),
    "numbered notes, fewer": ([LONG, "[1] a", "[2] b", "[3] c", "d"], 5),
    "a number of three digits": ([LONG, "[1] a", "[100] b"], 1),
    "a year in brackets": ([LONG, "[1] a", "[2024] b"], 3),
    "the last list that begins at one": ([LONG, "[1] a", "[2] b", "[1] c", "[2] d"], 3),
    "notes alone": (["[1] a", "[2] b", LONG], 3),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "left"), ENDS.values(), ids=ENDS)
def test_where_end_matter_begins(lines, left):
    given = blocks(*lines)
    assert remove_end_matter(given, keep_notes=False) == given[:left]


@pytest.mark.parametrize(("lines", "left"), [
    ([LONG, "2 Notes", "Une."], 3), ([LONG, "2 Notes et références", "Une."], 3), ([LONG, "2 Licence", "Libre."], 1),
    ([LONG, "[1] Une.", "[2] Deux."], 3),
])  # fmt: skip
def test_notes_are_kept_where_they_are_read(lines, left):
    given = blocks(*lines)
    assert remove_end_matter(given, keep_notes=True) == given[:left]


# The text in the page's data. Letters are those and digits.

LINE = "a" * 100


def body(*letters):
    return "\n".join("".join(letter * 100) for letter in letters)


def own(*letters):
    return [Block("paragraph", letter * 100) for letter in letters]


PREFERRED = {
    "less than 400 characters": (own("a"), "b" * 399, ["a" * 100]),
    "400 characters": (own("a"), "a" * 400, ["a" * 400]),
    "1.4 times as much": (own("a", "b", "c", "d", "e"), body(*"abcdefg"), [each * 100 for each in "abcdefg"]),
    "less than that": (own("a", "b", "c", "d", "e"), body(*"abcdefg")[:-1], [each * 100 for each in "abcde"]),
    "half in common": (own("a", "b", "c", "w", "x", "y"), body(*"abcdefghi"), [each * 100 for each in "abcdefghi"]),
    "less than half in common": (own("a", "b", "w", "x", "y"), body(*"abcdefghi"), [each * 100 for each in "abwxy"]),
    "nothing in common with little": (own("w", "x", "y", "z"), body(*"abcdefghi"), ["w" * 100, *[each * 100 for each in "abcdefghi"]]),
    "a first block that is not in it": (own("w", "a", "b", "c"), body(*"abcdefghi"), ["w" * 100, *[each * 100 for each in "abcdefghi"]]),
    "a second block that is not in it": (own("a", "w", "b", "c"), body(*"abcdefghi"), [each * 100 for each in "abcdefghi"]),
    "a heading that is not in it": (blocks("2 Titre", "a" * 100), body(*"abcdefghi"), [each * 100 for each in "abcdefghi"]),
}  # fmt: skip


@pytest.mark.parametrize(("given", "data", "made"), PREFERRED.values(), ids=PREFERRED)
def test_when_the_data_is_preferred(given, data, made):
    assert show(prefer_data(list(given), PageMetadata(body=data))) == made


ARTICLE = "abcdefghij"
BEYOND = {
    "nothing beyond": (own(*ARTICLE), 10),
    "a notice beyond": ([*own(*ARTICLE), Block("paragraph", "z" * 100)], 10),
    "as much as may be": ([*own(*ARTICLE), Block("paragraph", "z" * 176)], 10),
    "too much": ([*own(*ARTICLE), Block("paragraph", "z" * 177)], 11),
    "two notices beyond": ([*own(*ARTICLE), *blocks("z" * 50, "y" * 50)], 10),
    "four fifths in the data": ([*own(*ARTICLE[2:]), *own("w", "x"), *own("j"), Block("paragraph", "z")], 11),
    "less in the data": ([*own(*ARTICLE[3:]), *own("v", "w", "x"), *own("j"), Block("paragraph", "z")], 12),
    "the end is not in the page": ([*own(*ARTICLE[:9]), Block("paragraph", "z")], 10),
    "a short line of it beyond": ([*own(*ARTICLE), Block("paragraph", "j" * 19)], 10),
    "a line of it beyond": ([*own(*ARTICLE), Block("paragraph", "j" * 20)], 11),
}  # fmt: skip


@pytest.mark.parametrize(("given", "left"), BEYOND.values(), ids=BEYOND)
def test_what_stands_beyond_the_data(given, left):
    assert drop_beyond_data(list(given), PageMetadata(body=body(*ARTICLE))) == given[:left]


def test_little_data_tells_nothing_of_the_end():
    given = [*own("a"), Block("paragraph", "a" * 299), Block("paragraph", "z")]
    assert drop_beyond_data(given, PageMetadata(body="a" * 399)) == given


# The standfirst that a description quotes

QUOTED = {
    "thirty letters": ("a" * 30, [page_block("a" * 30)], 0),
    "29 letters": ("a" * 29, [page_block("a" * 29)], None),
    "of fifty letters": ("a" * 50 + "b" * 9, [page_block("a" * 50 + "c" * 9)], 0),
    "of 49 letters": ("a" * 49 + "b" * 9, [page_block("a" * 49 + "c" * 9)], None),
    "behind a label of 30 letters": ("a" * 30, [page_block("k" * 30 + "a" * 30)], 0),
    "behind a label of 31 letters": ("a" * 30, [page_block("k" * 31 + "a" * 30)], None),
    "of 1200 characters": ("a" * 30, [page_block("a" * 1200)], 0),
    "of 1201 characters": ("a" * 30, [page_block("a" * 1201)], None),
    "a caption": ("a" * 30, [page_block("a" * 30, "caption"), page_block("a" * 30)], 1),
    "the first of two": ("a" * 30, [page_block("x"), page_block("a" * 30), page_block("a" * 30)], 1),
    "cut": ("a" * 30 + " ...", [page_block("a" * 30)], 0),
}


@pytest.mark.parametrize(("description", "given", "at"), QUOTED.values(), ids=QUOTED)
def test_which_block_a_description_quotes(description, given, at):
    assert find_quoted(given, PageMetadata(descriptions=(description,))) == at


def test_of_two_descriptions_the_first_block_counts():
    given = [page_block("x"), page_block("b" * 30), page_block("a" * 30)]
    assert find_quoted(given, PageMetadata(descriptions=("a" * 30, "b" * 30))) == 1
    assert find_quoted(given, PageMetadata(descriptions=("court", "a" * 30))) == 2


TEXT = "Le club de Lannévez recherche un entraîneur pour sa seconde équipe."
KICKERS = [
    (f"FOOTBALL {TEXT}", TEXT), (f"Football : {TEXT}", TEXT), (f"Football – {TEXT}", TEXT), (f"Football | {TEXT}", TEXT),
    (f"Football {TEXT}", f"Football {TEXT}"), (f"{'A' * 29} {TEXT}", TEXT), (f"{'A' * 30} {TEXT}", f"{'A' * 30} {TEXT}"), (TEXT, TEXT),
    ("FOOTBALL Un autre texte", "FOOTBALL Un autre texte"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "left"), KICKERS)
def test_the_label_before_a_standfirst(text, left):
    assert cut_kicker(text, PageMetadata(descriptions=("Autre chose", TEXT))) == left


# Names and titles

HEADLINES = [
    (("Un titre", "Un titre entier"), ("Un titre", "Un titre entier")),
    (("Un titre...", "Un titre entier"), ("Un titre entier", "Un titre...", "Un titre entier")),
    (("Un titre…", "Un titre"), ("Un titre…", "Un titre")),
    (
        ("Un titre…", "Un titre entier", "Un titre plus long"),
        ("Un titre entier", "Un titre…", "Un titre entier", "Un titre plus long"),
    ),
    (("Un titre…", "Un autre", "Un titre entier"), ("Un titre entier", "Un titre…", "Un autre", "Un titre entier")),
    (("Un titre", "Un autre…"), ("Un titre", "Un autre…")),
    (("a" * 100, "a" * 101), ("a" * 101, "a" * 100, "a" * 101)),
    (("a" * 99, "a" * 101), ("a" * 99, "a" * 101)),
    ((), ()),
]


@pytest.mark.parametrize(("given", "made"), HEADLINES)
def test_a_headline_that_is_cut_is_completed(given, made):
    assert _complete_headlines(given) == made


SOURCES = [
    ("Libération : Actualités", "Libération"), ("Le Monde.fr", "Le Monde"), ("lemonde.fr", "lemonde.fr"), ("Lemonde.fr", "Lemonde"),
    ("20 Minutes - Info", "20 Minutes"), ("Sud - 12", "Sud"), ("Sud - 1", "Sud"), ("A - Bcd", "A - Bcd"), ("AB - Cde", "AB"),
    ("https://www.lemonde.fr/une/page", "lemonde.fr"), ("www.lemonde.fr", "lemonde.fr"), ("- Le Phare |", "Le Phare"),
    ("a" * 60, "a" * 60), ("a" * 61, ""), ("Le Phare...", ""), ("Le Phare…", ""), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "source"), SOURCES)
def test_the_name_of_a_site(name, source):
    assert clean_source(name) == source


TITLES = [
    ("Le pont rouvre - Le Phare", "Le Phare", "", "Le pont rouvre"), ("Le Phare - Le pont rouvre", "Le Phare", "", "Le pont rouvre"),
    ("Le pont rouvre - Le Phare - Le Phare", "Le Phare", "", "Le pont rouvre"), ("Le pont | rouvre", "Le Phare", "", "Le pont | rouvre"),
    ("Le pont rouvre - Le Phare, journal", "Le Phare", "", "Le pont rouvre"), ("Le pont rouvre - Sud, journal", "Sud", "", "Le pont rouvre - Sud, journal"),
    ("Le pont rouvre - Nord, journal", "Nord", "", "Le pont rouvre"), ("Le pont - rouvre", "", "Le pont", "Le pont"),
    ("Le pon - rouvre", "", "Le po", "Le pon - rouvre"), ("Le pont", "", "Le pont", "Le pont"), ("Phare.fr | Le pont", "phare.fr", "", "Le pont"),
    (f"Le pont - Le Phare {'a' * 51}", "Le Phare", "", "Le pont"), (f"Le pont - Le Phare {'a' * 52}", "Le Phare", "", f"Le pont - Le Phare {'a' * 52}"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "source", "heading", "bare"), TITLES)
def test_a_title_without_the_site(title, source, heading, bare):
    assert strip_site_name(title, source, heading) == bare


def test_what_a_page_says_where_it_says_nothing():
    told = read_metadata(tree("<p>Un mot.</p>"), "")
    assert (told.headlines, told.descriptions, told.byline, told.published, told.source, told.body, told.free) == (
        (),
        (),
        "",
        None,
        "",
        "",
        True,
    )
    assert PageMetadata().free and PageMetadata().recipe is None


# What points elsewhere


def linked(text, part, kind="paragraph"):
    return page_block(text, kind, linked=part)


POINTERS = [
    (linked("Lire aussi : le pont", 0.26), True), (linked("Lire aussi : le pont", 0.25), False), (linked("Vidéo : le pont", 0.0), True),
    (linked(f"Vidéo {'a' * 119}", 0.0), True), (linked(f"Vidéo {'a' * 120}", 0.0), False), (linked("Vidéo. Le pont", 0.0), False),
    (linked(">> Revoir le pont :", 0.0), True), (linked(">> Revoir le pont", 0.0), False), (linked("→ Le pont rouvre.", 0.61), True),
    (linked("→ Le pont rouvre.", 0.6), False), (linked("a" * 26, 0.9), True), (linked("a" * 25, 0.9), False), (linked("a" * 26, 0.89), False),
    (linked("a" * 26 + ".", 0.9), False), (linked("a" * 26, 0.9, "list_item"), False), (linked("a" * 26, 0.9, "heading"), True),
    (linked("Le pont rouvre.", 1.0), False),
]  # fmt: skip


@pytest.mark.parametrize(("block", "points"), POINTERS)
def test_which_blocks_point_elsewhere(block, points):
    assert is_pointer(block) is points


ITEM, OTHER = linked("Un lien", 0.9, "list_item"), linked("Un lien", 0.89, "list_item")
LABEL = page_block("À lire aussi :")
POINTED = [
    ([LABEL, ITEM], 1, True), ([LABEL, ITEM, ITEM], 2, True), ([LABEL, OTHER], 1, False), ([LABEL, OTHER, ITEM], 2, False),
    ([page_block("Il neige."), ITEM], 1, False), ([LABEL, linked("Un lien", 0.9)], 1, False), ([LABEL, linked("Un lien", 0.9, "caption")], 1, False),
    ([page_block(f"À lire {'a' * 53}"), ITEM], 1, True), ([page_block(f"À lire {'a' * 54}"), ITEM], 1, False), ([ITEM, ITEM], 1, False), ([ITEM], 0, False),
]  # fmt: skip


@pytest.mark.parametrize(("given", "at", "pointed"), POINTED)
def test_items_of_links_below_a_label(given, at, pointed):
    assert _is_pointed_at(given, at) is pointed


HEADINGS = [
    (["2 Un", "Texte"], [0, 1]), (["2 Un"], []), (["2 Un", "2 Deux", "Texte"], [1, 2]), (["2 Un", "3 Deux", "Texte"], [0, 1, 2]),
    (["3 Un", "2 Deux", "Texte"], [1, 2]), (["Texte", "2 Un", "3 Deux"], [0]), (["2 Un", "Texte", "2 Deux", "Texte"], [0, 1, 2, 3]),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "left"), HEADINGS)
def test_headings_without_a_text_are_left_out(lines, left):
    assert _drop_empty_headings(blocks(*lines), range(len(lines))) == left


# Who wrote it


def told(body, key="attributions", first=0):
    page = tree(body)
    return _list_attributions(list_blocks(page, ReadingOptions()), first, key)


TOLD = [
    ("<p class='date'>Le 3 mars</p><p>Un.</p>", "attributions", ("Le 3 mars",)),
    ("<p class='author'>Par</p><p class='author'>Anne Roux</p>", "authors", ("Par Anne Roux",)),
    ("<p class='author'>Anne, par</p><p class='author'>Ève Noël</p>", "authors", ("Anne, par Ève Noël",)),
    ("<p class='author'>Par</p><p>Un.</p><p class='author'>Anne Roux</p>", "authors", ("Par", "Anne Roux")),
    ("<p class='author'>Départ</p><p class='author'>Anne Roux</p>", "authors", ("Départ", "Anne Roux")),
    ("<p class='author'>Par</p><p class='author'>Anne</p><p class='author'>Ève</p>", "authors", ("Par Anne", "Ève")),
    ("<p class='author'>Un</p><p class='author'>Par</p><p class='author'>Anne Roux</p>", "authors", ("Un", "Par Anne Roux")),
    (f"<p class='author'>{'a' * 200}</p>", "authors", ("a" * 200,)), (f"<p class='author'>{'a' * 201}</p>", "authors", ()),
    ("<div class='author'><div><p>Anne Roux</p></div></div>", "authors", ("Anne Roux",)),
    ("<div class='author'><div><div><p>Anne Roux</p></div></div></div>", "authors", ()),
    ("<div class='quote'><p class='author'>Anne Roux</p></div>", "authors", ()),
]  # fmt: skip


@pytest.mark.parametrize(("body", "key", "texts"), TOLD)
def test_which_elements_tell_who_wrote_it(body, key, texts):
    assert told(body, key) == texts


@pytest.mark.parametrize(("name", "text", "tells"), [
    ("Anne Roux", "Mme Roux écrit des livres.", True), ("Anne Roux", "Anne écrit des livres.", False),
    ("Marie Le Goff", "Mme Goff écrit.", True), ("Le pont", "Le pont rouvre.", False),
])  # fmt: skip
def test_a_text_about_the_person_named_above(name, text, tells):
    assert _tells_of(page_block(text), page_block(name)) is tells


ORDERED = [
    ("Le Goff, Marie", "<p>Par Marie Le Goff</p>", "Marie Le Goff"), ("Le Goff, Marie", "<p>Par Le Goff</p>", "Le Goff, Marie"),
    ("Le Goff,", "<p>Par Le Goff</p>", "Le Goff,"), (", Marie", "<p>Marie</p>", ", Marie"), ("Marie, Ève, Anne", "<p>Ève Marie</p>", "Marie, Ève, Anne"),
    ("le goff, marie", "<p>Par <b>Marie</b> Le Goff</p>", "marie le goff"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "body", "turned"), ORDERED)
def test_a_name_is_turned_as_the_page_has_it(name, body, turned):
    assert _put_in_order(name, tree(body)) == turned


ABOVE = [
    ("Publié le 3 mars 2026", True), ("Par Anne Roux", True), ("Anne Roux", False), ("Le pont rouvre", True), ("Lecture : 3 minutes", False),
]  # fmt: skip


@pytest.mark.parametrize(("line", "tells"), ABOVE)
def test_lines_above_the_text_that_may_tell_who_wrote_it(line, tells):
    page = tree(f"<article><p>{line}</p>{STORY}</article>")
    made = select_article(page, list_blocks(page, ReadingOptions()), "")
    assert (line in made.attributions) is tells


@pytest.mark.parametrize(("others", "tells"), [(14, True), (15, False)])
def test_how_far_above_the_text_that_may_stand(others, tells):
    page = tree(f"<article><p>Par Anne Roux</p>{'<p>Un</p>' * others}{STORY}</article>")
    made = select_article(page, list_blocks(page, ReadingOptions()), "")
    assert ("Par Anne Roux" in made.attributions) is tells


@pytest.mark.parametrize(
    ("links", "linked", "is_menu"), [(1, 100, False), (2, 60, True), (2, 59, False), (3, 61, True)]
)
def test_a_list_of_links_is_furniture(links, linked, is_menu):
    """More than one link, and three fifths of the letters in links."""
    inside = "".join(f"<a href='/{at}'>{'a' * (linked // links + (at < linked % links))}</a>" for at in range(links))
    page = tree(f"{STORY}<div><p>{inside}{'b' * (100 - linked)}</p></div>")
    given = list_blocks(page, ReadingOptions())
    assert Layout(page, given[:4]).is_in_furniture(given[4]) is is_menu


# What is selected


def selected(body):
    page = tree(body)
    remove_invisible(page, keep_notes=False)
    made = select_article(page, list_blocks(page, ReadingOptions(captions="read")), "")
    return [made.blocks[at].text for at in made.kept]


def test_buttons_above_the_text_are_no_items_of_it():
    long, short = "Un résumé qui a trente lettres", "Un résumé plus court que cela"
    assert (len(long), len(short)) == (30, 29)
    for text, kept in ((long, True), (short, False)):
        texts = selected(
            f"<article><ul><li>{text}</li></ul>{STORY}<ul><li>{text} encore</li></ul><p>{SENTENCE}</p></article>"
        )
        assert (text in texts) is kept and f"{text} encore" in texts


def test_a_page_of_too_many_elements_is_read_without_a_guess(monkeypatch):
    page = f"<article>{STORY}</article>"
    count = sum(1 for _ in tree(page).iter())
    monkeypatch.setattr(selection_module, "_MAX_TAGS", count)
    found = selection_module._find_text(tree(page), "")
    assert len(found[0]) > 300 and len(found[1]) == 4
    monkeypatch.setattr(selection_module, "_MAX_TAGS", count - 1)
    assert selection_module._find_text(tree(page), "") == ("", frozenset())


def test_an_old_page_that_is_laid_out_with_tables_is_read():
    page = tree(f"<table><tr><td><table><tr><td>{STORY}</td></tr></table></td><td>Menu</td></tr></table>")
    selection_module._unwrap_layout_tables(page)
    assert not list(page.iter("table", "tr", "td"))
    data = tree(
        "<table><tr><th>Ville</th><th>Prix</th></tr><tr><td>Brest</td><td>3</td></tr><tr><td>Dinan</td><td>4</td></tr></table>"
    )
    selection_module._unwrap_layout_tables(data)
    assert len(list(data.iter("td", "th"))) == 6 and len(list(data.iter("table"))) == 1


def test_pictures_comments_and_tables_are_not_what_trafilatura_is_asked_for():
    page = tree(
        f"<article>{STORY}<p><img src='a.jpg' alt='Une vue du pont'></p></article><div id='comments'><p>{SENTENCE} Bravo.</p></div>"
    )
    assert "unevuedupont" not in selection_module._find_text(page, "")[0]


MAIN = f"<main>{STORY}</main>"
MOVED = {
    "in a menu": (f"<nav><p>Menu</p>{MAIN}</nav>", 0),
    "in a menu in a header": (f"<header><nav>{MAIN}</nav></header>", 0),
    "in a header": (f"<div><header>{MAIN}</header></div>", 0),
    "in a section": (f"<section>{MAIN}</section>", 4),
    "an article in a menu": (f"<nav><p>Menu</p><article>{STORY}</article></nav>", 0),
}


@pytest.mark.parametrize("body", [body for body, _ in MOVED.values()], ids=MOVED)
def test_a_text_within_what_cannot_hold_it_is_read(body):
    page = tree(body)
    remove_invisible(page, keep_notes=False)
    assert page.text_content().count(SENTENCE) == 4


def test_weak_furniture_holds_prose_that_was_found():
    page = tree(f"<div class='related'><p>{SENTENCE}</p></div>{STORY}")
    given = list_blocks(page, ReadingOptions())
    assert [Layout(page, given[1:]).is_in_furniture(block) for block in given] == [True, False, False, False, False]


# Paywalls, openings, notices

WALL = "La suite de cet article est réservée aux abonnés."
WALLS = {
    "at the end": ([LONG, WALL], 1, True),
    "a line of 300 characters": ([LONG, WALL + " " + "a" * (299 - len(WALL))], 1, True),
    "a longer line": ([LONG, WALL + " " + "a" * (300 - len(WALL))], 2, False),
    "before less than half": ([LONG, WALL, LONG[: 400 - len(WALL)]], 1, True),
    "before more than half": ([LONG, WALL, LONG[:400], "x"], None, False),
    "before everything": ([WALL, LONG], None, True),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "left", "cut"), WALLS.values(), ids=WALLS)
def test_where_a_paywall_stands(lines, left, cut):
    kept, was_cut = cut_paywall(blocks(*lines))
    expected = lines[:left] if left is not None else [line for line in lines if line != WALL]
    assert (show(kept), was_cut) == ([line.strip() if line != LONG else line for line in expected], cut)


OPENINGS = [
    (2500, True, False, True),
    (2501, True, False, False),
    (1249, False, False, True),
    (1250, False, False, False),
    (1250, False, True, True),
    (2501, False, True, True),
    (3000, True, True, True),
]


@pytest.mark.parametrize(("length", "beside", "cut", "opening"), OPENINGS)
def test_what_is_only_an_opening(length, beside, cut, opening):
    text = "a" * (length - 1) + ("…" if cut else ".")
    shown = (page_block(text), *([page_block(WALL)] if beside else []))
    assert is_opening(blocks(text), Selection(shown, (0,), (), frozenset()), PageMetadata(free=False)) is opening


CHECKED = [
    ("{{ a }}" * 3 + "a" * 49, True), ("{{ a }}" * 3 + "b" * 500, False), ("{{ a }}" + "b" * 199, True), ("{{ a }}" + "b" * 200, False),
    ("Accès refusé", True), ("Accès refusé " + "b" * 587, True), ("Accès refusé " + "b" * 588, False), ("Il neige.", False), ("", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "refused"), CHECKED)
def test_what_is_no_article(text, refused):
    if not refused:
        assert check_article(blocks(text), [text], "https://a.example/") is None
        return
    with pytest.raises(ArticleError, match=r"^'https://a\.example/' (?:is a template|holds a notice)"):
        check_article(blocks(text), [text], "https://a.example/")


@pytest.mark.parametrize(("at", "refused"), [(0, True), (11, True), (12, False)])
def test_a_notice_is_among_the_first_texts_of_a_page(at, refused):
    texts = ["Un mot."] * at + ["Accès refusé"]
    if not refused:
        assert check_article(blocks("Un mot."), texts, "a") is None
        return
    with pytest.raises(ArticleError, match="holds a notice"):
        check_article(blocks("Un mot."), texts, "a")


# Recipes


def recipe(steps, ingredients=("12 tomates",), **more):
    made = parse_recipe({"recipeInstructions": steps, "recipeIngredient": list(ingredients), **more})
    assert made is not None
    return made


STEPS = [f"Coupez les {name} en dés." for name in ("tomates", "oignons", "carottes", "navets", "poireaux")]
FOODS = ["12 tomates", "3 oignons", "2 carottes", "1 navet", "4 poireaux"]
HELD = {
    "all": (STEPS + FOODS, True),
    "four fifths of the steps": (STEPS[:4] + FOODS, True),
    "fewer": (STEPS[:3] + FOODS, False),
    "three fifths of the ingredients": (STEPS + FOODS[:3], True),
    "fewer of them": (STEPS + FOODS[:2], False),
}


@pytest.mark.parametrize(("lines", "held"), HELD.values(), ids=HELD)
def test_whether_a_page_holds_its_recipe(lines, held):
    given = blocks(*(f"- {line}" for line in lines))
    made = insert_recipe(given, recipe(STEPS, FOODS))
    assert (made == given) is held
    if not held:
        assert [text for text in show(made) if text in FOODS][:5] == FOODS


@pytest.mark.parametrize(("length", "kept"), [(39, False), (40, True)])
def test_a_description_of_a_recipe_has_some_length(length, kept):
    assert bool(recipe(STEPS, description="a" * (length - 1) + ".").description) is kept


STORY_LINE = "a" * 59 + "."
INTRODUCTION = "b" * 139 + "."


def test_a_story_with_a_recipe_in_it_keeps_its_text():
    steps = blocks(*(f"- {line}" for line in STEPS))
    story = blocks(*[STORY_LINE] * 4)
    made = insert_recipe([*story, *steps], recipe(STEPS, FOODS))
    assert show(made) == [*[STORY_LINE] * 4, "Ingrédients", *FOODS, *STEPS]
    short = insert_recipe([*blocks(STORY_LINE[1:], INTRODUCTION), *steps], recipe(STEPS, FOODS))
    assert show(short)[:2] == [INTRODUCTION, "Ingrédients"] and len(short) == 1 + 1 + 5 + 1 + 5
    shorter = insert_recipe([*blocks(INTRODUCTION[1:]), *steps], recipe(STEPS, FOODS))
    assert show(shorter)[0] == "Ingrédients"


DURATIONS = [
    ("PT1M", "1 minute"), ("PT2M", "2 minutes"), ("PT59M", "59 minutes"), ("PT60M", "1 heure"), ("PT61M", "1 heure 1"), ("PT1H20M", "1 heure 20"),
    ("PT2H", "2 heures"), ("P1D", "24 heures"), ("P1DT1H1M", "25 heures 1"), ("PT0M", ""), ("PT30S", ""), ("1 h", ""), (None, ""), (" PT5M ", "5 minutes"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "said"), DURATIONS)
def test_how_a_duration_is_said(written, said):
    assert _format_duration(written) == said


YIELDS = [("4", "Pour 4 personnes."), ("1", ""), ("2", "Pour 2 personnes."), (6, "Pour 6 personnes."), ("Pour 4 crêpes", "Pour 4 crêpes."),
          (["8 parts", "x"], "Pour 8 parts."), ({"value": 3}, "Pour 3 personnes."), ([], ""), (None, "")]  # fmt: skip


@pytest.mark.parametrize(("served", "said"), YIELDS)
def test_how_many_are_served(served, said):
    assert _summarize({"recipeYield": served}) == said
    both = _summarize({"recipeYield": served, "prepTime": "PT5M", "cookTime": "PT1H"})
    assert both == f"{said} Préparation : 5 minutes. Cuisson : 1 heure.".strip()


# Blocks


@pytest.mark.parametrize(("before", "text", "spaced"), [
    ("Fin.", "Un", True), ("fin", "Un", True), ("fin", "un", False), ("FIN", "Un", False), ("fin", "U", False), ("fin »", "Un", True), ("fin,", "Un", False),
])  # fmt: skip
def test_elements_that_touch_are_parted_between_sentences(before, text, spaced):
    (found,) = list_blocks(tree(f"<p><span>{before}</span><span>{text}</span></p>"), ReadingOptions())
    assert found.text == (f"{before} {text}" if spaced else f"{before}{text}")


def test_levels_of_blocks_that_are_no_headings_are_none():
    page = tree("<p>Un.</p><ul><li>Deux</li></ul><figure><figcaption>Trois</figcaption></figure><blockquote><p>Quatre.</p></blockquote>"
                "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>")  # fmt: skip
    found = list_blocks(page, ReadingOptions(captions="read", tables="read"))
    assert {block.level for block in found} == {0} and len(found) >= 6
    assert all(isinstance(block, PageBlock) for block in found)


@pytest.mark.parametrize("tag", ["p", "li", "td"])
def test_the_parser_keeps_the_order_of_blocks(tag):
    page = lxml_html.document_fromstring(f"<body>{STORY}<{tag}>Fin.</{tag}></body>")
    assert [block.text for block in list_blocks(page, ReadingOptions())][-1] == "Fin."
