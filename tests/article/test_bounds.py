"""Articles that are too deep, too long or too many for a parser: read all the same, or refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from audiobrief.article import limits, read_article
from audiobrief.article.formats import FORMATS, html, markdown
from audiobrief.article.html_limits import fit_parser_limits
from audiobrief.errors import ArticleError, EmptyArticleError

BRIDGE = "Le pont de Lannévez a rouvert mardi, après 21 jours de travaux. " * 5
POOL = "La piscine de Saint-Orval ferme lundi, pour trois semaines de travaux. " * 5
MB = 1 << 20


def page(body, head=""):
    return f'<!doctype html><html lang="fr"><head><title>Une page</title>{head}</head><body>{body}</body></html>'


def texts(article):
    return [block.text for block in article.blocks]


BOTH = f"<p>{BRIDGE}</p><p>{POOL}</p>"
WHOLE = [BRIDGE.strip(), POOL.strip()]

# What a parser would end at, or lose.
DEEP = {
    "divisions": page("<div>" * 5000 + BOTH + "</div>" * 5000),
    "divisions left open": page("<div>" * 5000 + BOTH),
    "just too deep": page("<div>" * 256 + BOTH + "</div>" * 256),
    "quotations": page("<blockquote>" * 3000 + BOTH),
    "tables": page("<table><tr><td>" * 1500 + BOTH),
    "fonts": page(f"<p>{BRIDGE}</p>" + "<font><b>" * 2000 + f"<p>{POOL}</p>"),
    "crossed": page("<b><div></b>" * 3000 + BOTH),
    "closed only": page("</div>" * 3000 + "<i>" * 300 + BOTH),
    "a long attribute": page(f"<p title='{'x' * (11 * MB)}'>{BRIDGE}</p><p>{POOL}</p>"),
    "a long picture": page(f"<p>{BRIDGE}</p><img src='data:image/png;base64,{'A' * (11 * MB)}'><p>{POOL}</p>"),
    "a long comment": page(f"<p>{BRIDGE}</p><!--{'x' * (11 * MB)}--><p>{POOL}</p>"),
    "a long script": page(f"<p>{BRIDGE}</p><script>{'x<p>' * (3 * MB)}</script><p>{POOL}</p>"),
    "a long style": page(BOTH, f"<style>{'x ' * (6 * MB)}</style>"),
    "a long description": page(BOTH, f"<script type='application/ld+json'>{'x' * (11 * MB)}</script>"),
    "long blanks": page(f"<p>{BRIDGE}</p><p>{' ' * (11 * MB)}{POOL}</p>"),
}  # fmt: skip


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_nothing_of_a_page_is_lost(text):
    article = html.parse_html(text, "")
    assert texts(article) == WHOLE and article.title == "Une page"


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_nothing_of_a_page_is_lost_where_the_parser_does_not_tell_what_it_gave_up(text, monkeypatch):
    """As libxml2 2.11 where there were many faults before, and where a text is long."""

    class Silent(lxml_html.HTMLParser):
        error_log = ()

    monkeypatch.setattr(lxml_html, "HTMLParser", Silent)
    test_nothing_of_a_page_is_lost(text)


@pytest.mark.parametrize("kind", ["div", "span", "b", "ul><li", "table><tr><td", "dl><dd", "h2"])
def test_a_page_written_again_is_taken_by_the_parser(kind):
    written = fit_parser_limits(page(f"<{kind}>mot " * 3000), "")
    parser = lxml_html.HTMLParser()
    tree = lxml_html.document_fromstring(written, parser=parser)
    assert not [fault for fault in parser.error_log if "depth" in fault.message]
    assert tree.body.text_content().split() == ["mot"] * 3000


def test_a_usual_page_stays_as_it_is():
    text = page(f"<div><!-- a --><script>b</script>{BOTH}</div>")
    assert fit_parser_limits(text, "") is text


def test_items_of_lists_within_each_other_are_each_said_once():
    article = html.parse_html(page("".join(f"<ul><li>Le point numéro {n}" for n in range(200))), "")
    said = " ".join(texts(article))
    assert [said.count(f"numéro {n}") for n in (0, 150, 199)] == [1, 1, 1] or said.count("numéro 199") == 1
    assert said.split().count("point") == 200


def test_a_stressed_syllable_does_not_part_a_word_however_deep():
    assert "anticonstitution" in " ".join(texts(html.parse_html(page("<b>" * 999 + "anti<i>consti</i>tution"), "")))


words = st.lists(st.sampled_from(["<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<li>", "<ul>", "</ul>", "<td>",
    "<table>", "</table>", "<tr>", "un ", "deux ", "<!-- x -->", "<br>", "< ", "<a href='>'>", "</x>"]))  # fmt: skip


@given(words)
def test_words_come_back_in_their_order(parts):
    """Against libxml2 itself, where it takes the page."""
    text = f"<html><body>{''.join(parts)}</body></html>"
    deep = f"<html><body>{'<i>' * 300}{''.join(parts)}</body></html>"

    def read_words(written):
        return [word for word in lxml_html.document_fromstring(written).text_content().split() if word != "<"]

    assert read_words(fit_parser_limits(deep, "")) == read_words(text)


LAYOUTS = {
    "cells of text": f"<p>Accueil du site.</p><p>Une lettre chaque semaine.</p><table><tr><td>{BRIDGE}</td></tr>"
    f"<tr><td>{POOL}</td></tr></table>",
    "breaks": f"<h1>Une page</h1><p>{BRIDGE[:64]}</p><p>{POOL[:70]}</p><table><tr><td>{BRIDGE}<br><br>{POOL}</td></tr>"
    "</table>",
    "tables in tables": f"<p>Accueil.</p><p>Lettre.</p><table><tr><td>menu</td><td><table><tr><td>{BRIDGE}</td></tr>"
    f"<tr><td>{POOL}</td></tr></table></td></tr></table>",
}


@pytest.mark.parametrize("body", LAYOUTS.values(), ids=LAYOUTS)
def test_an_article_in_cells_is_read(body):
    said = texts(html.parse_html(page(body), ""))
    assert BRIDGE.strip() in " ".join(said) and POOL.strip() in " ".join(said)


def test_a_long_table_of_data_is_named_in_an_article():
    rows = "<tr><th>Ville</th><th>Jour</th></tr>" + "<tr><td>Brest</td><td>lundi</td></tr>" * 30
    said = texts(html.parse_html(page(f"{BOTH}<table>{rows}</table>"), ""))
    assert said == [*WHOLE, "Tableau non lu : 30 lignes et 2 colonnes."]


MARKDOWN = {
    "quotations": ("> " * 20_000 + BRIDGE, "quotation", 1),
    "lists": ("- " * 5000 + BRIDGE, "list_item", 1),
    "numbers": ("1. " * 3000 + BRIDGE, "list_item", 1),
    "both": ("> - " * 3000 + BRIDGE, "quotation", 1),
    "tight": (">" * 3000 + BRIDGE, "quotation", 1),
    "set in": ("".join(f"{'  ' * n}- {BRIDGE}\n" for n in range(300)), "list_item", 300),
    "set in by tabs": ("".join(f"{chr(9) * n}- {BRIDGE}\n" for n in range(100)), "list_item", 100),
    "both, set in": (">" * 20 + "".join(f"{'  ' * n}- {BRIDGE}\n" for n in range(99)), "", 99),
    "quotations only": (f"> {BRIDGE}\n\n" * 4, "quotation", 4),
}


@pytest.mark.parametrize(("text", "kind", "count"), MARKDOWN.values(), ids=MARKDOWN)
def test_nothing_of_a_markdown_text_is_lost(text, kind, count):
    article = markdown.parse_markdown(text, "")
    assert sum(block.text.count(BRIDGE.strip()) for block in article.blocks) == count
    assert not kind or {block.kind for block in article.blocks} == {kind}


@pytest.mark.parametrize("text", ["![a " * 8_000, "[![" * 8_000, "![a](b) " * 8_000, "[a " * 8_000, "[a][" * 8_000])
def test_brackets_without_end_cost_no_time(text, monkeypatch):
    """What costs time is counted: the parser is handed few brackets."""
    from markdown_it import MarkdownIt

    handed = []
    parse = MarkdownIt.parse
    monkeypatch.setattr(MarkdownIt, "parse", lambda self, source: handed.append(source) or parse(self, source))
    article = markdown.parse_markdown(f"{text}\n\n![une vue](vue.png) {BRIDGE}", "")
    assert handed[0].replace(r"\[", "").count("[") <= 200 and texts(article)[-1] == BRIDGE.strip()


def test_links_of_a_crowded_paragraph_are_their_words():
    text = " ".join(
        f"[Le pont {n}](https://example.org/{n}) rouvre [^1] ![une vue](vue.png) [sic]." for n in range(150)
    )
    said = " ".join(texts(markdown.parse_markdown(text, "")))
    assert said.split() == " ".join(f"Le pont {n} rouvre [sic]." for n in range(150)).split()


def test_words_behind_many_images_are_no_code():
    assert texts(markdown.parse_markdown("![une vue](vue.png) " * 300 + BRIDGE, "")) == [BRIDGE.strip()]


def test_an_image_here_and_there_stays_one():
    text = f"![une vue](vue.png) {BRIDGE}\n\n" * 300
    assert texts(markdown.parse_markdown(text, "")) == [BRIDGE.strip()] * 300


TOO_MANY = {
    "plain": ("plain", "Un mot.\n", ""),
    "markdown": ("markdown", "Un mot.\n\n", ""),
    "html": ("html", "<p>Un mot.</p>", page("")),
}


@pytest.mark.parametrize(("name", "one", "around"), TOO_MANY.values(), ids=TOO_MANY)
def test_more_paragraphs_than_a_long_book_has_are_refused(monkeypatch, name, one, around):
    assert limits.MAX_PARAGRAPHS == 50_000
    # Fewer show the same, and cost less.
    monkeypatch.setattr(limits, "MAX_PARAGRAPHS", 500)
    head, body, tail = around.partition("</body>")
    assert len(FORMATS[name].parse(head + one * 400 + body + tail, "a").blocks) == 400
    with pytest.raises(ArticleError, match=r"^'a' has \d+ paragraphs, but the limit is 500, as in a very long book"):
        FORMATS[name].parse(head + one * 2000 + body + tail, "a")


def test_a_plain_text_may_have_fifty_thousand_paragraphs():
    with pytest.raises(ArticleError, match=r"^'a' has 50001 paragraphs, but the limit is 50000"):
        FORMATS["plain"].parse("Un mot.\n" * 50_001, "a")


@pytest.mark.parametrize("tag", ["p", "title"])
def test_more_words_than_a_long_book_has_are_refused_where_the_parser_would_drop_them(tag):
    with pytest.raises(ArticleError, match="'standard input' has 12 million characters"):
        html.parse_html(f"<html><body><{tag}>{'mot ' * 2_900_000}</{tag}><p>{BRIDGE}</p></body></html>", "")


WORDS_OF_NO_TEXT = ["```\nun = 1\n```\n", "    un = 1\n", "![un pont](a.png)", "# Un titre", "[a]: http://x 'Un mot'"]


@pytest.mark.parametrize("text", WORDS_OF_NO_TEXT)
def test_words_that_are_no_text_are_not_called_none(text, tmp_path):
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    with pytest.raises(EmptyArticleError, match="has no text to read aloud: its only words are in a title, in code"):
        read_article(str(tmp_path / "a.md"))


@pytest.mark.parametrize(("name", "text"), [("a.md", "\n\n---\n"), ("a.html", "<p class=mot></p>"), ("a.txt", "...")])
def test_no_word_at_all_is_called_so(name, text, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(EmptyArticleError, match="it contains no words"):
        read_article(str(tmp_path / name))
