"""What is seen of a page and what is not, its blocks, its data, its standfirst, its recipe, its limits: in small pages."""
# ruff: noqa: E501  one case a row

from datetime import date

import pytest
from lxml import html as lxml_html

from audiobrief.article import ReadingOptions
from audiobrief.article.web import document, end_matter
from audiobrief.article.web.completeness import check_article, cut_paywall, is_opening
from audiobrief.article.web.document import parse_page, remove_invisible
from audiobrief.article.web.end_matter import names_end_matter
from audiobrief.article.web.layout import Layout, is_prose
from audiobrief.article.web.metadata import PageMetadata, _list_sites, clean_source, read_metadata, strip_site_name
from audiobrief.article.web.page_data import _split_body, drop_beyond_data
from audiobrief.article.web.pagination import append_page, find_next_page
from audiobrief.article.web.paragraphs import PageBlock, list_blocks
from audiobrief.article.web.recipe import Recipe, RecipePart, _holds, insert_recipe, parse_recipe
from audiobrief.article.web.selection import (
    Selection,
    _belongs,
    _drop_link_lists,
    _is_continuation,
    _is_found,
    _list_attributions,
    is_pointer,
    select_article,
)
from audiobrief.article.web.standfirst import find_standfirst
from audiobrief.errors import ArticleError
from audiobrief.model import Article, Block

SENTENCE = "Le pont de Lannévez a rouvert mardi, après vingt et un jours de travaux de peinture."
STORY = "".join(f"<p>{SENTENCE} Numéro {number}.</p>" for number in ("un", "deux", "trois", "quatre"))


def tree(body, head=""):
    return lxml_html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")


def seen(body, *, keep_notes=False):
    """The visible blocks of a page that has more text besides."""
    page = tree(f"{STORY}<div id='tried'>{body}</div>")
    remove_invisible(page, keep_notes=keep_notes)
    blocks = list_blocks(page, ReadingOptions(tables="read"))[4:]
    return " | ".join(block.text for block in blocks)


VISIBLE = {
    "controls": ("<p>Le <button>Oui</button>pont<select><option>a</option></select>.</p><nav>Accueil</nav><svg><text>x</text></svg>", "Le pont."),
    "a comment": ("<p>Le <!-- grand --> pont</p>", "Le pont"),
    "a small form": ("<form><p>Votre adresse</p></form><p>Le pont</p>", "Le pont"),
    "what is hidden": ("<p hidden>a</p><p aria-hidden='true'>b</p><p style='color:red; display : none'>c</p><p style='visibility:hidden'>d</p><p>Le pont</p>", "Le pont"),
    "what is hidden until it is found": ("<p hidden='until-found'>a</p>", "a"),
    "what is not hidden": ("<p aria-hidden='false'>b</p><p style='display:block'>c</p>", "b | c"),
    "a label for screen readers": ("<p>Le <span class='sr-only'>lien</span>pont</p>", "Le pont"),
    "a label of 120 letters": (f"<p>Le <span class='visually-hidden'>{'a' * 120}</span>pont</p>", "Le pont"),
    "a text for screen readers": (f"<p>Le <span class='screen-reader-text'>{'a' * 121}</span></p>", "Le " + "a" * 121),
    "marks of a wiki": ("<p>Le pont<span class='mw-editsection'>[modifier]</span></p>", "Le pont"),
    "marks in a paragraph of their own": ("<p class='reference'>Le pont</p>", "Le pont"),
    "notes": ("<p>Le pont</p><ol class='references'><li>De 1912.</li></ol>", "Le pont"),
    "notes by their role": ("<p>Le pont</p><section role='doc-endnotes'><p>De 1912.</p></section>", "Le pont"),
    "the call of a note by its type": ("<p>Le pont<a epub:type='noteref'>1</a></p>", "Le pont"),
    "a call in brackets": ("<p>Le pont<sup>[12]</sup></p>", "Le pont"),
    "a remark in brackets": ("<p>Le pont<sup>[réf. nécessaire]</sup></p>", "Le pont"),
    "a long remark in brackets": (f"<p>Le pont<sup>[{'a' * 41}]</sup></p>", f"Le pont[{'a' * 41}]"),
    "a raised number": ("<p>4 m <sup>2</sup></p>", "4 m²"),
    "a raised number behind a word": ("<p>4 <b>m</b> <sup><i>2</i></sup></p>", "4 m²"),
    "a raised long number": ("<p>a<sup>2024</sup></p>", "a2024"),
    "raised letters": ("<p>le 1<sup>er</sup> mars</p>", "le 1er mars"),
    "a link that is raised": ("<p>Le pont<sup><a href='#n'>a</a></sup></p>", "Le pont"),
    "a raised link": ("<p>Le pont<a href='#n'><sup>3</sup></a></p>", "Le pont"),
    "a raised word of a link": ("<p>Le pont<a href='#n'><sup>neuf</sup></a></p>", "Le pontneuf"),
    "a raised number that is emphasised": ("<p>4 m<em><sup>2</sup></em></p>", "4 m²"),
    "an arrow back": ("<p>Le pont <a href='#r'>↑</a></p>", "Le pont"),
    "a pointer in a paragraph": ("<p>Le pont rouvre. <strong>À lire aussi :</strong> <a href='/a'>La halle</a> Il est long.</p>", "Le pont rouvre. Il est long."),
    "a pointer and two links": ("<p>Le pont. <b>Lire aussi</b><a href='/a'>La halle</a> ► <i><a href='/b'>Le bac</a></i></p>", "Le pont."),
    "a pointer and a text": ("<p><strong>À lire aussi :</strong> la halle</p>", "À lire aussi : la halle"),
    "a pointer and half a link": ("<p><b>Lire aussi</b> <i>dans <a href='/a'>La halle</a></i></p>", "Lire aussi dans La halle"),
    "a pointer and an empty link": ("<p>Le pont. <b>Lire aussi</b> <a href='/a'></a></p>", "Le pont. Lire aussi"),
    "a label before a text": ("<p><span class='label'>Gros temps</span> Le pont</p>", "Le pont"),
    "a label within a text": ("<p><span class='label'>Gros temps</span> sur le pont</p>", "Gros temps sur le pont"),
    "a label in a class of another name": ("<p><span class='labels'>Gros temps</span> Le pont</p>", "Gros temps Le pont"),
    "a label of 40 characters": (f"<p><span class='kicker'>{'a' * 40}</span> Le pont</p>", "Le pont"),
    "a label of 41 characters": (f"<p><span class='kicker'>{'a' * 41}</span> Le pont</p>", f"{'a' * 41} Le pont"),
    "a label behind a title": ("<h1>Le pont de Lannévez rouvre <span class='label'>Abonnés</span></h1>", "Le pont de Lannévez rouvre"),
    "a label behind a subtitle": ("<h2>Le pont de Lannévez rouvre <span class='label'>Abonnés</span></h2>", "Le pont de Lannévez rouvre Abonnés"),
    "a label behind a title of twice its length": ("<h1>Le pont ouvre <span class='label'>Abonnés</span></h1>", "Le pont ouvre"),
    "half a title": ("<h1>Le bac <span class='label'>Abonnés</span></h1>", "Le bac Abonnés"),
    "a label in a cell": ("<div><span class='label'>Gros temps</span> Le pont</div>", "Gros temps Le pont"),
    "an opening of a quotation behind a label": ("<p><span class='kicker'>Météo</span> « Le pont »</p>", "« Le pont »"),
    "a formula": ("<p>Soit <math alttext='x+1'><mi>x</mi></math> ici</p>", "Soit x+1 ici"),
    "a formula by its note": ("<p><math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x+1</annotation></semantics></math></p>", "x+1"),
    "a formula without a text": ("<p><math><mi>x</mi><mo>+</mo><mn>1</mn></math></p>", "x+1"),
    "a formula in a wrapper": ("<p><span class='math'><span>x y z</span><math alttext='x+1'></math></span>.</p>", "x+1 ."),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), VISIBLE.values(), ids=VISIBLE)
def test_what_is_seen_of_a_page(body, text):
    assert seen(body) == text


@pytest.mark.parametrize(
    "body",
    [
        "<ol class='references'><li>De 1912.</li></ol>",
        "<p role='doc-footnote'>De 1912.</p>",
        "<div id='footnotes'>De 1912.</div>",
    ],
)
def test_notes_are_kept_where_asked(body):
    assert (seen(body), seen(body, keep_notes=True)[-8:]) == ("", "De 1912.")


@pytest.mark.parametrize(("hidden", "kept"), [(2, False), (3, False), (4, True)])
def test_a_page_that_is_hidden_by_a_script_is_read(hidden, kept):
    """Two fifths of the text are no longer a part that nobody sees."""
    text = "a" * 100
    page = tree(f"<p>{'b' * 100}</p>" * (9 - hidden) + f"<div style='display:none'>{f'<p>{text}</p>' * hidden}</div>")
    remove_invisible(page, keep_notes=False)
    assert (text in page.text_content()) is kept


def kinds(body):
    page = tree(body)
    remove_invisible(page, keep_notes=False)
    return [(block.kind, block.level, block.text) for block in list_blocks(page, ReadingOptions(tables="read"))]


BLOCKS = {
    "headings": ("<h1>Un</h1><h6>Deux</h6>", [("heading", 1, "Un"), ("heading", 6, "Deux")]),
    "an intertitle by its class": ("<p class='inter-titre'>Un</p>", [("heading", 3, "Un")]),
    "an intertitle in a paragraph": ("<p><strong class='c-crosshead'>Un</strong></p>", [("heading", 3, "Un")]),
    "an intertitle of 121 characters": (f"<p class='intertitle'>{'a' * 121}</p>", [("paragraph", 0, "a" * 121)]),
    "an intertitle with a text beside it": ("<p><b class='intertitre'>Un</b> deux</p>", [("paragraph", 0, "Un deux")]),
    "an intertitle behind a text": ("<p>deux <b class='intertitre'>Un</b></p>", [("paragraph", 0, "deux Un")]),
    "a caption": ("<figure><figcaption>Une vue</figcaption></figure>", [("caption", 0, "Une vue")]),
    "a caption by its class": ("<p class='wp-caption-text'>Une vue</p>", [("caption", 0, "Une vue")]),
    "a caption of 401 characters": (f"<p class='legende'>{'a' * 401}</p>", [("paragraph", 0, "a" * 401)]),
    "a caption in a line": ("<div><span class='credit'>Une vue</span></div>", [("caption", 0, "Une vue")]),
    "a credit in a text": ("<p>Le pont <span class='credit'>Anne</span></p>", [("paragraph", 0, "Le pont Anne")]),
    "text in a caption": ("<figcaption><p>Une vue</p></figcaption>", [("caption", 0, "Une vue")]),
    "a quotation": ("<blockquote><p>Un</p><ul><li>Deux</li></ul></blockquote>", [("quotation", 0, "Un"), ("quotation", 0, "Deux")]),
    "items": ("<ul><li><p>Un</p><p>Deux</p></li></ul>", [("list_item", 0, "Un"), ("list_item", 0, "Deux")]),
    "numbered paragraphs": ("<ol><li><p>Un</p><p>Deux</p></li><li>Trois</li></ol>", [("list_item", 0, "1. Un"), ("list_item", 0, "Deux"), ("list_item", 0, "2. Trois")]),
    "a list in a list": ("<ol><li>Un<ol><li>Deux</li></ol></li><li>Trois</li></ol>", [("list_item", 0, "1. Un"), ("list_item", 0, "1. Deux"), ("list_item", 0, "2. Trois")]),
    "a list without marks": ("<ol role='list'><li>Un</li></ol>", [("list_item", 0, "Un")]),
    "a value that is no number": ("<ol start='x'><li value='9999999'>Un</li><li value='-2'>Deux</li></ol>", [("list_item", 0, "1. Un"), ("list_item", 0, "-2. Deux")]),
    "terms": ("<dl><dt>Pont</dt><dd>Un ouvrage</dd></dl>", [("paragraph", 0, "Pont"), ("list_item", 0, "Un ouvrage")]),
    "breaks": ("<p>Un mot.<br>Un autre<br>qui court<br/>, et finit</p>", [("paragraph", 0, "Un mot."), ("paragraph", 0, "Un autre qui court , et finit")]),
    "breaks in a heading": ("<h2>Un mot.<br>Un autre</h2>", [("heading", 2, "Un mot. Un autre")]),
    "breaks before capitals": ("<p>Un mot<br>Un autre</p>", [("paragraph", 0, "Un mot"), ("paragraph", 0, "Un autre")]),
    "two breaks": ("<p>Un mot<br><br>qui court</p>", [("paragraph", 0, "Un mot"), ("paragraph", 0, "qui court")]),
    "text beside blocks": ("<div>Un<p>Deux</p>Trois</div>", [("paragraph", 0, "Un"), ("paragraph", 0, "Deux"), ("paragraph", 0, "Trois")]),
    "a quotation in a line": ("<p>Il dit<q>oui</q>.</p>", [("paragraph", 0, "Il dit« oui ».")]),
    "code": ("<pre><code>x = 1</code></pre><p>Un</p>", [("paragraph", 0, "Un")]),
    "a table": ("<table><caption>Prix</caption><tr><th>Ville</th></tr><tr><td>Un<br>deux<p>trois</p></td></tr></table>",
                [("paragraph", 0, "Prix"), ("paragraph", 0, "Ville"), ("paragraph", 0, "Un deux trois")]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "read"), BLOCKS.values(), ids=BLOCKS)
def test_the_blocks_of_a_page(body, read):
    found = kinds(body)
    assert (
        found == read
        if "caption>Prix" not in body
        else [text for *_, text in found if text in ("Ville", "Un deux trois")] != []
    )


PARTS = [
    ("<p><a href='/a'>abcd</a> efgh</p>", 0.5, 0.0),
    ("<p><b>ab <a href='/a'>cd</a></b>efgh</p>", 0.25, 0.5),
    ("<p>  <strong>abcd</strong>  </p>", 0.0, 1.0),
    ("<p><a href='/a'><b>abcd</b></a><i>ef</i>gh</p>", 0.5, 0.5),
]


@pytest.mark.parametrize(("body", "linked", "bold"), PARTS)
def test_how_much_is_linked_and_bold(body, linked, bold):
    (block,) = list_blocks(tree(body), ReadingOptions())
    assert (block.linked, block.bold) == (linked, bold)


def test_a_page_of_too_many_elements_is_flattened(monkeypatch):
    monkeypatch.setattr(document, "_MAX_ELEMENTS", 8)
    assert parse_page("<p>" + "<b>a</b>" * 4 + "</p>").find(".//b") is not None
    flat = parse_page("<p>" + "<b>a</b>" * 6 + "</p>")
    assert flat.find(".//b") is None and flat.text_content() == "aaaaaa"
    assert parse_page("") is None


# Metadata.


def metadata(data="", head=""):
    return read_metadata(tree(STORY, f'<script type="application/ld+json">{data}</script>{head}'), "")


WRITERS = [
    ('"Anne Le Roux"', "Anne Le Roux"),
    ('[{"name": "Anne Le Roux"}, {"name": "Jean Noël"}, {"name": "Anne Le Roux"}]', "Anne Le Roux, Jean Noël"),
    ('{"givenName": "Anne", "familyName": "Le Roux"}', "Anne Le Roux"),
    ('{"name": "Anne Le Roux", "familyName": "Le Roux"}', "Anne Le Roux"),
    ('{"familyName": "Le Roux"}', "Le Roux"),
    ('[[{"name": "Anne Le Roux"}], []]', "Anne Le Roux"),
    ('"https://phare.example/"', "Jean Kerloc'h"),
    ("3", "Jean Kerloc'h"),
    ("null", "Jean Kerloc'h"),
]


@pytest.mark.parametrize(("author", "byline"), WRITERS)
def test_who_wrote_it(author, byline):
    found = metadata(f'{{"@type": "NewsArticle", "author": {author}}}', '<meta name="author" content="Jean Kerloc\'h">')
    assert found.byline == byline


DATA = {
    "whatever it is": ('{"@type": ["Thing", "NewsArticle"], "headline": "Le pont"}', True),
    "by its address": ('{"@type": "http://schema.org/BlogPosting", "headline": "Le pont"}', True),
    "another kind": ('{"@type": "Product", "headline": "Le pont"}', False),
    "no kind": ('{"headline": "Le pont"}', False),
    "in a comment": ('<!-- {"@type": "Article", "headline": "Le pont"} -->', True),
    "with a semicolon": ('{"@type": "Article", "headline": "Le pont"};', True),
    "with a line feed": ('{"@type": "Article", "headline": "Le\npont"}', True),
    "behind another": ('[{"@type": "Person"}, {"@type": "Article", "headline": "Le pont"}]', True),
    "as the main entity": ('{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Le pont"}}', True),
    "as an entry": ('{"@type": "WebPage", "about": {"@type": "Article", "headline": "Le pont"}}', False),
    "of the first 200": ("[" + '{"@type": "Person"},' * 199 + '{"@type": "Article", "headline": "Le pont"}]', True),
    "of the others": ("[" + '{"@type": "Person"},' * 200 + '{"@type": "Article", "headline": "Le pont"}]', False),
    "broken": ('{"@type": "Article", "headline": "Le pont"', False),
    "too deep": ("[" * 5000 + "]" * 5000, False),
}


@pytest.mark.parametrize(("data", "found"), DATA.values(), ids=DATA)
def test_which_data_is_the_article_s(data, found):
    assert ("Le pont" in metadata(data).headlines) is found


def test_data_of_another_type_is_not_read_and_a_broken_one_hides_no_other():
    right = '{"@type": "Article", "headline": "Le pont"}'
    for head in (f'<script type="text/javascript">{right}</script>', f"<script>{right}</script>"):
        assert "Le pont" not in metadata("", head).headlines
    assert "Le pont" in metadata("{", f'<script type="application/LD+JSON">{right}</script>').headlines


FREE = [
    ("true", True),
    ("false", False),
    ('"False"', False),
    ('"no"', False),
    ("0", False),
    ('"0"', False),
    ('"True"', True),
    ("1", True),
]


@pytest.mark.parametrize(("written", "free"), FREE)
def test_whether_it_is_free(written, free):
    assert metadata(f'{{"@type": "Article", "isAccessibleForFree": {written}}}').free is free


def test_what_is_told_in_several_places():
    head = (
        '<title>Le pont rouvre</title><meta property="og:title" content="Le pont"><meta name="twitter:title" content="Le pont">'
        '<meta name="description" content="Un &amp;lt;b&amp;gt;pont&amp;lt;/b&amp;gt; neuf"><meta name="description" content="Autre">'
        '<meta name="author" content="Anne Noël"><meta name="AUTHOR" content="Jean Noël"><meta name="author" content=" ">'
        '<meta property="og:site_name" content="Le Phare"><meta property="article:published_time" content="2026-03-04T10:00:00">'
    )
    found = metadata(
        '{"@type": "Article", "headline": "LE PONT", "datePublished": "hier", "articleBody": ["Un.", 3, "Deux."]}', head
    )
    assert found.headlines == ("LE PONT", "Le pont", "Le pont rouvre")
    assert found.descriptions == ("Un pont neuf",)
    assert (found.byline, found.source, found.published) == ("Anne Noël, Jean Noël", "Le Phare", date(2026, 3, 4))
    assert (found.body, found.free, found.recipe) == ("Un.\n\nDeux.", True, None)


STRIPPED = [
    ("La halle rouvre | Le Courrier | Actualité", "Le Courrier", "", "La halle rouvre"),
    ("La halle rouvre | Actualité | Le Courrier", "Le Courrier", "", "La halle rouvre | Actualité"),
    ("Courrier.fr : la halle rouvre", "courrier.fr", "", "la halle rouvre"),
    ("La halle rouvre - Courrier", "courrier.fr", "", "La halle rouvre"),
    ("La halle rouvre - Le", "Le", "", "La halle rouvre"),
    ("La halle rouvre - Le soir", "Le", "", "La halle rouvre - Le soir"),
    ("La halle rouvre-Le Courrier", "Le Courrier", "", "La halle rouvre-Le Courrier"),
    ("La halle rouvre - Le Courrier", "", "", "La halle rouvre - Le Courrier"),
    ("Le Courrier :: La halle rouvre", "Le Courrier", "La halle rouvre", "La halle rouvre"),
    ("La halle rouvre", "Le Courrier", "La halle", "La halle rouvre"),
    ("La halle - rouvre", "Le Courrier", "halle", "La halle - rouvre"),
]


@pytest.mark.parametrize(("title", "source", "heading", "bare"), STRIPPED)
def test_a_title_without_its_site(title, source, heading, bare):
    assert strip_site_name(title, source, heading) == bare


SITES = [
    ("Le Phare | Actualité", "Le Phare"),
    ("A | Le Phare", "A | Le Phare"),
    ("Le Phare - a", "Le Phare"),
    (" -Le  Phare© ", "Le Phare"),
    ("phare.fr", "phare.fr"),
    ("Phare.fr", "Phare"),
    ("le phare.com", "le phare"),
    ("www.phare.example", "phare.example"),
    ("", ""),
]


@pytest.mark.parametrize(("name", "source"), SITES)
def test_a_site_as_one_says_it(name, source):
    assert clean_source(name) == source


# The standfirst.

LEAD = "Le pont rouvre après trois semaines de travaux, et les commerçants respirent enfin."


def page_block(text, kind="paragraph", level=0, *, linked=0.0, tag="p", names="", parent="div"):
    holder = lxml_html.fromstring(f"<{parent} class='{names}'><{tag}></{tag}></{parent}>")
    return PageBlock(kind, text, level, holder[0], linked, 0.0)


def head(text="Le pont rouvre", level=1):
    return page_block(text, "heading", level, tag="h1")


FIRST = page_block(SENTENCE)
STANDFIRSTS = {
    "a sentence below the title": ([head(), page_block(LEAD), FIRST], (2,), [1]),
    "no sentence": ([head(), page_block(LEAD[:-1]), FIRST], (2,), []),
    "no sentence, by its name": ([head(), page_block(LEAD[:-1], names="chapo"), FIRST], (2,), [1]),
    "too short": ([head(), page_block("Le pont rouvre ce mardi matin, enfin. Ou".ljust(39, "x")[:38] + "."), FIRST], (2,), []),
    "40 characters": ([head(), page_block("a" * 39 + "."), FIRST], (2,), [1]),
    "1200 characters": ([head(), page_block("a" * 1199 + "."), FIRST], (2,), [1]),
    "too long": ([head(), page_block("a" * 1200 + "."), FIRST], (2,), []),
    "links": ([head(), page_block(LEAD, linked=0.5), FIRST], (2,), []),
    "a caption": ([head(), page_block(LEAD, "caption"), FIRST], (2,), []),
    "an item": ([head(), page_block(LEAD, tag="li"), FIRST], (2,), []),
    "a pointer": ([head(), page_block(f"Lire aussi : {LEAD}", linked=0.3), FIRST], (2,), []),
    "above the title": ([page_block(LEAD), head(), FIRST], (2,), []),
    "without a title": ([page_block(LEAD), FIRST], (1,), []),
    "below a title of another level": ([head(level=2), page_block(LEAD), FIRST], (2,), []),
    "below a paragraph of a level": ([page_block("Le pont rouvre", level=1), page_block(LEAD), FIRST], (2,), []),
    "below another title": ([head("Le Courrier"), page_block(LEAD), FIRST], (2,), [1]),
    "below the right one of two": ([head(), page_block(LEAD), head("Le Courrier"), FIRST], (3,), [1]),
    "below the last of two that are none": ([head("Le Phare"), page_block(LEAD), head("Le Courrier"), FIRST], (3,), []),
    "below part of the title": ([head("Le pont"), page_block(LEAD), FIRST], (2,), [1]),
    "said again in the text": ([head(), page_block(LEAD), FIRST, page_block(LEAD)], (2, 3), []),
    "25 blocks before the text": ([head(), page_block(LEAD), *[page_block("x")] * 24, FIRST], (26,), [1]),
    "26 blocks before the text": ([head(), page_block(LEAD), *[page_block("x")] * 25, FIRST], (27,), []),
    "two": ([head(), page_block(LEAD), page_block(f"{LEAD} Oui."), FIRST], (3,), [1, 2]),
    "where nothing was found": ([head(), page_block(LEAD)], (), [1]),
    "where a heading was found": ([head(), page_block(LEAD), page_block("Un", "heading", 2), FIRST], (2, 3), [1]),
}  # fmt: skip


@pytest.mark.parametrize(("blocks", "kept", "found"), STANDFIRSTS.values(), ids=STANDFIRSTS)
def test_the_standfirst(blocks, kept, found):
    selection = Selection(tuple(blocks), kept, (), frozenset())
    assert find_standfirst(selection, PageMetadata(), "Le pont rouvre") == found


def test_furniture_is_no_standfirst():
    selection = Selection((head(), page_block(LEAD), FIRST), (2,), (), frozenset({1}))
    assert find_standfirst(selection, PageMetadata(), "Le pont rouvre") == []


QUOTED = {
    "above the title": ([page_block(LEAD), head(), FIRST], (2,), [0]),
    "in the text": ([head(), page_block(f"{LEAD} Oui."), page_block(LEAD)], (2,), [1]),
    "kept itself": ([head(), page_block(f"{SENTENCE} Oui."), page_block(LEAD)], (2,), [1]),
    "below the text": ([head(), FIRST, page_block(LEAD)], (1,), []),
    "where nothing was found": ([FIRST, page_block(LEAD)], (), [1]),
}


@pytest.mark.parametrize(("blocks", "kept", "found"), QUOTED.values(), ids=QUOTED)
def test_the_standfirst_that_a_description_quotes(blocks, kept, found):
    selection = Selection(tuple(blocks), kept, (), frozenset())
    assert find_standfirst(selection, PageMetadata(descriptions=(LEAD,)), "Le pont rouvre") == found


# What belongs to the article.


@pytest.mark.parametrize(("body", "right"), [
    (f"<div><p>{SENTENCE}</p></div>", True), (f"<ul><li><p>{SENTENCE}</p></li></ul>", False), (f"<aside><p>{SENTENCE}</p></aside>", False),
    (f"<div><h2>{SENTENCE}</h2></div>", False), (f"<div><a><h3>Un</h3></a><p>{SENTENCE}</p></div>", False),
    (f"<aside><div><div><p>{SENTENCE}</p></div></div></aside>", False), (f"<aside><div><div><div><p>{SENTENCE}</p></div></div></div></aside>", True),
])  # fmt: skip
def test_what_may_go_on_behind_the_article(body, right):
    block = next(each for each in list_blocks(tree(body), ReadingOptions()) if each.text == SENTENCE)
    assert _is_continuation(block) is right


@pytest.mark.parametrize(("body", "told"), [
    ("<p class='author'>Anne</p>", ("Anne",)), ("<div class='byline'><div><p>Anne</p></div></div>", ("Anne",)),
    ("<div class='byline'><div><div><p>Anne</p></div></div></div>", ()), (f"<p class='author'>{'a' * 200}</p>", ("a" * 200,)),
    (f"<p class='author'>{'a' * 201}</p>", ()), ("<p>Anne</p>", ()),
    ("<p class='author'>3 mars, par</p><p class='author'>Anne</p>", ("3 mars, par Anne",)),
    ("<p class='author'>Jean</p><p>Du texte.</p><p class='author'>Anne</p>", ("Jean", "Anne")),
])  # fmt: skip
def test_where_the_author_is_told(body, told):
    assert _list_attributions(list_blocks(tree(body), ReadingOptions()), 1, "attributions") == told


def kept(body):
    page = tree(f"<nav><a href='/'>Accueil</a></nav>{body}")
    selection = select_article(page, list_blocks(page, ReadingOptions()), "")
    return [selection.blocks[at].text for at in selection.kept if not selection.blocks[at].text.startswith(SENTENCE)]


ARTICLE = "<article><h1>Un pont</h1>{}</article>"
SELECTED = {
    "an intertitle": (ARTICLE.format(f"{STORY}<h2>La suite</h2><p>{SENTENCE} Fin.</p>"), ["Un pont", "La suite"]),
    "two intertitles of one level": (ARTICLE.format(f"{STORY}<h2>Vide</h2><h2>La suite</h2><p>{SENTENCE} Fin.</p>"), ["Un pont", "La suite"]),
    "an intertitle above a lower one": (ARTICLE.format(f"{STORY}<h2>La suite</h2><h3>Le bac</h3><p>{SENTENCE} Fin.</p>"), ["Un pont", "La suite", "Le bac"]),
    "an empty intertitle below a lower one": (ARTICLE.format(f"{STORY}<h3>Vide</h3><h2>La suite</h2><p>{SENTENCE} Fin.</p>"), ["Un pont", "La suite"]),
    "a pointer": (ARTICLE.format(f"{STORY}<p><a href='/b'>Lire aussi : le bac reprend la mer</a></p><p>{SENTENCE} Fin.</p>"), ["Un pont"]),
    "a card": (ARTICLE.format(f"{STORY}<div><h3><a href='/b'>Le bac reprend la mer</a></h3><p>Il flotte.</p></div><p>{SENTENCE} Fin.</p>"), ["Un pont"]),
    "a list of links": (ARTICLE.format(f"{STORY}<ul><li><a href='/a'>Le bac</a></li><li><a href='/b'>Le port</a></li></ul>"), ["Un pont"]),
    "a short line in the middle": (ARTICLE.format(f"{STORY}<p>Il rouvre.</p><p>{SENTENCE} Fin.</p>"), ["Un pont", "Il rouvre."]),
    "words before what they announce": (ARTICLE.format(f"{STORY}<p>Il reste :</p><ul><li>le parvis</li></ul><p>{SENTENCE} Fin.</p>"), ["Un pont", "Il reste :", "le parvis"]),
    "a lonely word in bold": (ARTICLE.format(f"{STORY}<div><b>Partager</b></div><p>{SENTENCE} Fin.</p>"), ["Un pont", "Partager"]),
    "related articles": (ARTICLE.format(f"{STORY}<div class='related'><p>Le bac reprend la mer ce matin.</p></div><p>{SENTENCE} Fin.</p>"), ["Un pont"]),
    "entries of a live page": ("<main>" + "".join(f"<div class='post'><p>{SENTENCE} {at}.</p></div>" for at in range(6)) + "</main>", []),
}  # fmt: skip


@pytest.mark.parametrize(("body", "others"), SELECTED.values(), ids=SELECTED)
def test_what_is_kept_of_a_page(body, others):
    assert kept(body) == others


def test_a_page_without_prose_is_kept_but_for_its_furniture():
    page = tree("<h1>Un pont</h1><p>Il rouvre.</p><div class='related'><p>Un bac.</p></div>")
    selection = select_article(page, list_blocks(page, ReadingOptions()), "")
    assert [selection.blocks[at].text for at in selection.kept] == ["Un pont", "Il rouvre."]
    assert [selection.blocks[at].text for at in sorted(selection.furniture)] == ["Un bac."]


def test_the_container_is_the_smallest_that_holds_most_of_the_prose():
    page = tree(f"<div id='a'><div id='b'>{STORY}</div><div id='c'><p>{SENTENCE}</p></div></div>")
    layout = Layout(page, list_blocks(page, ReadingOptions()))
    assert layout.find_container().get("id") == "b"
    page = tree(f"<div id='a'><div id='b'>{STORY}</div><div id='c'><p>{SENTENCE}</p><p>{SENTENCE}</p></div></div>")
    assert Layout(page, list_blocks(page, ReadingOptions())).find_container().get("id") == "a"
    page = tree(f"<div id='a'><ul id='b'><li>{SENTENCE}</li></ul></div>")
    assert Layout(page, list_blocks(page, ReadingOptions())).find_container().get("id") == "a"


PROSE = [
    ("a" * 59 + ".", "paragraph", True),
    ("a" * 58 + ".", "paragraph", False),
    ("a" * 60, "paragraph", False),
    ("a" * 59 + ".", "heading", False),
    ("a" * 59 + ". »", "list_item", True),
]


@pytest.mark.parametrize(("text", "kind", "prose"), PROSE)
def test_what_is_prose(text, kind, prose):
    assert is_prose(page_block(text, kind)) is prose


MEDIA = [
    ("En vidéo, le port", 0.0, True),
    ("En vidéo, le port.", 0.0, False),
    ("Diaporama", 0.0, False),
    ("À voir aussi : le port", 0.0, True),
    ("Dossier : le port", 0.2, False),
    ("Dossier : le port", 0.3, True),
    ("Le dossier du port", 0.3, False),
    ("► Lire le port", 0.3, True),
]


@pytest.mark.parametrize(("text", "linked", "points"), MEDIA)
def test_what_points_to_a_film_or_an_article(text, linked, points):
    assert is_pointer(page_block(text, linked=linked)) is points


# Openings and notices.

PAYWALL = "La suite est réservée aux abonnés."


def paragraphs(*texts):
    return [Block("paragraph", text) for text in texts]


CUT = [
    (["a" * 201, PAYWALL, "b"], ["a" * 201], True),
    (["a" * 200, PAYWALL, "b"], ["a" * 200, "b"], True),
    ([PAYWALL, "b" * 300], ["b" * 300], True),
    (["a" * 300, PAYWALL, "b" * 400], ["a" * 300, "b" * 400], False),
    (["a" * 300, PAYWALL, "b" * 200], ["a" * 300], True),
    (["a" * 300, f"{PAYWALL} {'c' * 300}"], ["a" * 300, f"{PAYWALL} {'c' * 300}"], False),
    (["a" * 300], ["a" * 300], False),
    ([], [], False),
]


@pytest.mark.parametrize(("texts", "left", "cut"), CUT)
def test_where_a_paywall_cuts(texts, left, cut):
    assert cut_paywall(paragraphs(*texts)) == (paragraphs(*left), cut)


def test_a_paywall_counts_behind_what_was_kept():
    for at, told in ((1, True), (0, False)):
        around = [page_block(SENTENCE), page_block(PAYWALL if at else "x"), page_block("x")]
        if not at:
            around.insert(0, page_block(PAYWALL))
        selection = Selection(tuple(around), (1,) if not at else (0,), (), frozenset())
        assert is_opening(paragraphs("a" * 1300), selection, PageMetadata(free=False)) is told
    nothing = Selection((page_block(PAYWALL), page_block("x")), (), (), frozenset())
    assert not is_opening(paragraphs("a" * 1300), nothing, PageMetadata(free=False))
    assert not is_opening([], nothing, PageMetadata(free=True))


LENGTHS = [(1249, True), (1250, False)]


@pytest.mark.parametrize(("length", "opening"), LENGTHS)
def test_a_short_text_that_is_not_free_is_an_opening(length, opening):
    selection = Selection((), (), (), frozenset())
    assert is_opening(paragraphs("a" * length), selection, PageMetadata(free=False)) is opening


NOTICES = [
    ("Erreur 404", ["Erreur 404"], "holds a notice"),
    ("Le pont rouvre.", ["x"] * 11 + ["Erreur 404"], "holds a notice"),
    ("Le pont rouvre.", ["x"] * 12 + ["Erreur 404"], ""),
    ("Le pont rouvre.", ["Erreur 404", "a" * 4000], ""),
    ("a" * 601, ["Erreur 404"], ""),
    ("a" * 600, ["Erreur 404"], "holds a notice"),
    ("Le pont.", ["Nous utilisons des cookies pour mesurer l’audience.", "a" * 60], ""),
    ("Le pont.", ["Nous utilisons des cookies pour mesurer l’audience.", "a" * 40], "consent"),
    ("", ["", "Erreur 404"], "holds a notice"),
    ("", [], ""),
    (f"{{{{ a }}}} {'a' * 198}", [], "is a template"),
    (f"{{{{ a }}}} {'a' * 200}", [], ""),
    ("${titre}" * 40 + "a" * 700, [], "is a template"),
    ("${titre}" * 40 + "a" * 800, [], ""),
]


@pytest.mark.parametrize(("text", "page", "fault"), NOTICES)
def test_what_is_no_article(text, page, fault):
    if fault:
        with pytest.raises(ArticleError, match=fault):
            check_article(paragraphs(text), page, "")
    else:
        assert check_article(paragraphs(text), page, "") is None


# Pages that are cut into several.

LINKS = [
    ("<a href='/pont/2'>Page suivante</a>", "https://a.example/pont/2"), ("<a href='/pont/2'>&gt; Suite</a>", ""),
    ("<a href='?page=2'>Suivant »</a>", "https://a.example/pont?page=2"), ("<a rel='nofollow NEXT' href='/pont/2#haut'>x</a>", "https://a.example/pont/2"),
    ("<a rel='next'>x</a>", ""), ("<a href='/pont/2'>Autre page</a>", ""), ("<a href='/pont-2'>la suite</a>", "https://a.example/pont-2"),
    ("<a href='/pont/2'>Page 2</a><link rel='next' href='/pont/3'>", "https://a.example/pont/3"), ("<a href='#b'>Page 2</a>", ""), ("", ""),
    ("<a rel='next' href='/autre'>x</a><a href='/pont/2'>Page 2</a>", "https://a.example/pont/2"),
    ("<a href='/pont_p2.html'>Page 2</a>", ""), ("<a href='/pont/2024'>Page 2</a>", ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "target"), LINKS)
def test_the_next_page(body, target):
    assert find_next_page(f"<html><body><p>x</p>{body}</body></html>", "https://a.example/pont#a") == target
    assert find_next_page("", "https://a.example/pont") == ""


def test_a_page_is_put_behind_another_without_what_it_repeats():
    short, long = "a" * 39, "b" * 40
    first = Article(
        "Le pont", (Block("paragraph", short), Block("paragraph", long), Block("heading", "Suite", 2)), complete=False
    )
    second = Article("x", (Block("heading", "LE PONT", 1), Block("paragraph", short), Block("paragraph", long), Block("heading", "Suite", 2),
                           Block("paragraph", "Fin.")), complete=True)  # fmt: skip
    joined = append_page(first, second)
    assert [block.text for block in joined.blocks] == [short, long, "Suite", short, "Fin."]
    assert joined.complete and joined.title == "Le pont"


# Recipes.


def part(*lines, heading=""):
    return RecipePart(heading, lines)


STEPS = ("Mélangez la farine et le sel dans un saladier.", "Laissez reposer la pâte une nuit au frais.")
INGREDIENTS = ("330 g de farine", "10 g de sel", "75 cl d’eau")
RECIPE = Recipe(f"{SENTENCE}", "Pour 4 personnes.", (part(*INGREDIENTS),), (part(*STEPS),))
LISTED = ["Ingrédients", *INGREDIENTS]
DONE = ["Préparation", f"1. {STEPS[0]}", f"2. {STEPS[1]}"]
INSERTED = {
    "all of it": ([*INGREDIENTS, *STEPS], [*INGREDIENTS, *STEPS]),
    "two ingredients of three": ([*INGREDIENTS[:2], *STEPS], [*INGREDIENTS[:2], *STEPS]),
    "one ingredient of three": ([INGREDIENTS[0], *STEPS], [SENTENCE, "Pour 4 personnes.", *LISTED, *DONE]),
    "one step of two": ([*INGREDIENTS, STEPS[0]], [SENTENCE, "Pour 4 personnes.", *LISTED, *DONE, *INGREDIENTS, STEPS[0]]),
    "nothing": ([], [SENTENCE, "Pour 4 personnes.", *LISTED, *DONE]),
    "its description": ([SENTENCE], [SENTENCE, "Pour 4 personnes.", *LISTED, *DONE]),
    "a story": ([f"{SENTENCE} {at}." for at in "abcd"] + [*STEPS], [f"{SENTENCE} {at}." for at in "abcd"] + [*LISTED, *STEPS]),
}  # fmt: skip


@pytest.mark.parametrize(("page", "made"), INSERTED.values(), ids=INSERTED)
def test_a_recipe_is_put_into_its_page(page, made):
    assert [block.text for block in insert_recipe(paragraphs(*page), RECIPE)] == made


LONG_STEPS = tuple(f"{step} {SENTENCE} {SENTENCE}" for step in STEPS)
LONG = Recipe(SENTENCE, "", (part(*INGREDIENTS),), (part(*LONG_STEPS),))
LONG_DONE = [*LISTED, "Préparation", f"1. {LONG_STEPS[0]}", f"2. {LONG_STEPS[1]}"]
INTRODUCED = [
    (
        ["Les galettes se mangent chaudes. " * 5 + "Oui.", *LONG_STEPS],
        ["Les galettes se mangent chaudes. " * 5 + "Oui.", SENTENCE, *LONG_DONE],
    ),
    (["a" * 139 + ".", *LONG_STEPS], ["a" * 139 + ".", SENTENCE, *LONG_DONE]),
    (["a" * 138 + ".", *LONG_STEPS], [SENTENCE, *LONG_DONE]),
    (["a" * 150, *LONG_STEPS], [SENTENCE, *LONG_DONE]),
    ([*LONG_STEPS, f"{SENTENCE} {SENTENCE}"], [SENTENCE, *LONG_DONE]),
    ([SENTENCE.upper() + SENTENCE[-1], *LONG_STEPS], [SENTENCE, *LONG_DONE]),
]


@pytest.mark.parametrize(("page", "made"), INTRODUCED)
def test_what_introduces_a_recipe_is_kept(page, made):
    assert [block.text for block in insert_recipe(paragraphs(*page), LONG)] == made


def test_a_recipe_of_one_step_and_of_parts():
    recipe = Recipe(
        "", "", (part("farine", heading="Pâte"),), (part("Mélangez.", heading="Pâte"), part("Cuisez.", "Servez."))
    )
    made = [(block.kind, block.level, block.text) for block in insert_recipe([], recipe)]
    assert made == [
        ("heading", 2, "Ingrédients"), ("heading", 3, "Pâte"), ("list_item", 0, "farine"), ("heading", 2, "Préparation"),
        ("heading", 3, "Pâte"), ("list_item", 0, "Mélangez."), ("list_item", 0, "1. Cuisez."), ("list_item", 0, "2. Servez."),
    ]  # fmt: skip
    none = Recipe("", "", (), (part(*STEPS),))
    assert [block.text for block in insert_recipe(paragraphs(*STEPS), none)] == DONE


YIELDS = [
    ("4", "Pour 4 personnes."),
    ("1", ""),
    (["", "6 parts"], ""),
    ([], ""),
    ("POUR six", "Pour six."),
    ({"value": "2 pains"}, "Pour 2 pains."),
    (True, "Pour True."),
]


@pytest.mark.parametrize(("served", "summary"), YIELDS[:-1])
def test_how_many_it_serves(served, summary):
    assert parse_recipe({"recipeYield": served, "recipeInstructions": "Mélangez."}).summary == summary


DESCRIPTIONS = [("a" * 39 + ".", True), ("a" * 38 + ".", False), ("a" * 60, False), (None, False)]


@pytest.mark.parametrize(("description", "kept_"), DESCRIPTIONS)
def test_a_description_is_a_sentence(description, kept_):
    recipe = parse_recipe({"description": description, "recipeInstructions": "Mélangez."})
    assert recipe.description == (description if kept_ else "")


SECTIONS = [
    (["Mélangez.", {"@type": "HowToSection", "Name": "Cuire :", "itemListElement": ["Cuisez."]}, "Servez."],
     [("", ("Mélangez.",)), ("Cuire", ("Cuisez.",)), ("", ("Servez.",))]),
    ([{"name": "Cuire", "text": "Cuisez."}, {"name": "Cuire", "text": "Servez."}], [("", ("Cuisez.", "Servez."))]),
    ([{"name": "Cuire"}, {"name": "Étape 2"}], [("", ("Cuire",))]),
    ("Mélangez.<br>Cuisez.</p>Servez.", [("", ("Mélangez.", "Cuisez.", "Servez."))]),
    ("Etape 1 - Mélangez.", [("", ("Mélangez.",))]),
    (["Pâte :", "Mélangez.", "Cuisson:", "Cuisez."], [("Pâte", ("Mélangez.",)), ("Cuisson", ("Cuisez.",))]),
    (["Cuisez (une heure)", "et servez."], [("", ("Cuisez (une heure)", "et servez."))]),
]  # fmt: skip


@pytest.mark.parametrize(("written", "steps"), SECTIONS)
def test_steps_in_sections(written, steps):
    assert [(each.heading, each.lines) for each in parse_recipe({"recipeInstructions": written}).steps] == steps


# A block at a place, where the article's prose stands at 3 to 6, and whether it is text of the article.
AT_PLACES = [
    (page_block("Un", "heading"), 4, True), (page_block("Un", "heading"), 6, True), (page_block("Un", "heading"), 7, False), (page_block("Un", "heading"), 1, True),
    (page_block("Un", "list_item"), 7, True), (page_block("Un", "list_item", linked=0.6), 7, False), (page_block("Un", "list_item", linked=0.59), 7, True),
    (page_block("Un", "list_item", linked=0.9), 6, True), (page_block("Un", "list_item", linked=0.9), 7, False), (page_block("Un.", linked=0.9), 4, False),
    (page_block("Un", "caption"), 4, True), (page_block("Un", "quotation"), 4, True), (page_block("Un", tag="dt"), 4, True), (page_block("Un", tag="td"), 4, False),
    (page_block(SENTENCE), 1, True), (page_block(SENTENCE, linked=0.6), 1, False), (page_block("Il rouvre."), 1, False),
    (page_block("a" * 24 + "."), 7, True), (page_block("a" * 23 + "."), 7, False), (page_block("a" * 25), 7, False), (page_block("a" * 24 + ".", linked=0.3), 7, False),
    (page_block("a" * 24 + ".", linked=0.29), 7, True), (page_block("Un."), 4, True), (page_block("Un"), 4, False), (page_block("Un :"), 4, True), (page_block("Un,"), 4, True),
    (page_block("a" * 60), 4, True), (page_block("a" * 59), 4, False), (page_block("Un"), 3, False), (page_block("Un."), 6, True),
    (PageBlock("paragraph", "Un", 0, lxml_html.Element("p"), 0.0, 0.91), 4, True), (PageBlock("paragraph", "Un", 0, lxml_html.Element("p"), 0.0, 0.9), 4, False),
]  # fmt: skip


@pytest.mark.parametrize(("block", "at", "belongs"), AT_PLACES)
def test_what_belongs_to_an_article_by_its_place(block, at, belongs):
    assert _belongs(block, at, 3, 6) is belongs


def test_links_at_the_end_are_left_out_and_those_in_the_middle_stay():
    blocks = [
        page_block("Un."),
        page_block("Deux", linked=1.0),
        page_block("Trois."),
        page_block("Quatre", linked=0.9),
        page_block("Cinq", linked=1.0),
    ]
    assert _drop_link_lists(blocks, range(5)) == [0, 1, 2] and _drop_link_lists(
        blocks, [3, 4]
    ) == [] == _drop_link_lists(blocks, [])


def test_an_empty_script_hides_no_other():
    right = '<script type="application/ld+json">{"@type": "Article", "headline": "Le pont"}</script>'
    assert "Le pont" in metadata("", right).headlines


def test_a_text_that_is_cut_at_its_end_is_an_opening_and_not_one_with_dots_within():
    selection = Selection((), (), (), frozenset())
    for texts, cut in (
        (["Un…", "a" * 2600], False),
        (["a" * 2600, "Un…"], True),
        (["a" * 2600, "Un [...]"], True),
        (["a" * 2600, "Un… »"], True),
    ):
        assert is_opening(paragraphs(*texts), selection, PageMetadata(free=False)) is cut, texts


# A text, a step of a recipe as letters, and whether the text tells it.
HELD = [
    ("Coupez le pain en dés.", "coupezlepainendés", True),
    ("Coupez le pain en dés.", "coupezlepainendéspuisgrillezle", True),
    ("Coupez le pain en dés, puis grillez-le.", "coupezlepainendés", True),
    ("Coupez le fromage en dés.", "coupezlepainendés", False),
    ("Le pain dur", "coupezlepaindur", True),
    ("Le pain du", "coupezlepaindur", False),
    ("… … … … … …", "coupezlepaindur", False),
]


@pytest.mark.parametrize(("text", "step", "held"), HELD)
def test_whether_a_text_tells_a_step(text, step, held):
    assert _holds(Block("paragraph", text), step) is held


def test_what_is_in_the_extracted_text_is_found_by_its_letters():
    found = "lepontderouvertmardi"
    assert _is_found(page_block("Le pont de… rouvert mardi"), found, frozenset()) is True
    assert _is_found(page_block("Une annonce de chaussures en soldes"), found, frozenset()) is False
    assert _is_found(page_block("Bac"), found, frozenset({"bac"})) is True
    assert _is_found(page_block("…"), found, frozenset()) is False


# What the data calls the publisher, the site's own name for itself, the title, and the best name.
NAMED = [
    ("Presse du Littoral SA", "Le Phare", "Le pont rouvre | Le Phare", "Le Phare"),
    ("Presse du Littoral SA", "", "Le pont rouvre | Le Phare", "Le Phare"),
    ("Presse du Littoral SA", "", "Le pont rouvre", "Presse du Littoral"),
    ("Le Courrier", "courrier.example", "Le pont rouvre | Phare", "Le Courrier"),
]


@pytest.mark.parametrize(("publisher", "own", "title", "best"), NAMED)
def test_a_journal_goes_before_the_company_that_owns_it(publisher, own, title, best):
    assert next(filter(None, _list_sites(publisher, {"og:site_name": own}, title, ""))) == best


BODY = (
    "Le pont de Lannévez a rouvert mardi, après vingt et un jours de travaux de peinture et de longs mois d’attente. "
    * 5
)


def test_the_page_s_data_tells_where_the_article_ends_also_where_a_notice_repeats_some_of_its_words():
    paragraphs = [page_block(f"{BODY} Il est long."), page_block(f"{BODY} Il est large.")]
    body = "\n\n".join(block.text for block in paragraphs)
    notice = page_block("Le pont")
    known = PageMetadata((), (), "", None, "", body, True, None)
    assert drop_beyond_data([*paragraphs, notice], known) == paragraphs
    assert drop_beyond_data(paragraphs, known) == paragraphs


def test_data_without_line_feeds_is_parted_at_its_sentences():
    assert _split_body("Le pont rouvre.Il est long.") == ["Le pont rouvre.", "Il est long."]
    assert _split_body("Le pont rouvre.Il est long.\nEt large.") == ["Le pont rouvre.Il est long.", "Et large."]


def test_items_of_links_below_a_pointer_are_not_read():
    links = [page_block(text, "list_item", linked=1.0, tag="li") for text in ("La halle rouvre", "Le bac repart")]
    blocks = [page_block(SENTENCE), page_block("À lire aussi :"), *links, page_block(SENTENCE)]
    assert _drop_link_lists(blocks, range(5)) == [0, 4]
    others = [page_block(SENTENCE), page_block("Les villes :"), *links, page_block(SENTENCE)]
    assert _drop_link_lists(others, range(5)) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("heading", "usually", "with_notes"),
    [("Notes", True, False), ("Voir aussi", True, True), ("Les prix", False, False)],
)
def test_notes_are_end_matter_but_where_they_are_read(heading, usually, with_notes):
    assert (names_end_matter(heading), names_end_matter(heading, keep_notes=True)) == (usually, with_notes)


@pytest.mark.parametrize(("kind", "text", "prose"), [
    ("paragraph", "a" * 160, True), ("paragraph", "a" * 159, False), ("paragraph", "• " + "a" * 160, False), ("list_item", "a" * 160, False),
])  # fmt: skip
def test_a_paragraph_of_some_length_is_prose(kind, text, prose):
    assert end_matter._is_prose(Block(kind, text)) is prose


def test_a_day_in_a_quotation_is_one_and_an_author_is_none():
    page = tree(f"<p>{SENTENCE}</p><div class='quote'><p class='author date published'>4 mars</p></div>")
    blocks = list_blocks(page, ReadingOptions())
    assert _list_attributions(blocks, 0, "authors") == ()
    assert _list_attributions(blocks, 0, "attributions") == ("4 mars",)
