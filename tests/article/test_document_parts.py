"""The parts of which documents are read: archives, compressed streams, divided words, lists, rows of print."""
# ruff: noqa: E501  one case a row

import io
import random
import zipfile
import zlib
from dataclasses import replace

import pytest

from audiobrief.article import ReadingOptions
from audiobrief.article.documents import archive, pdf_streams
from audiobrief.article.documents.hyphens import join_lines
from audiobrief.article.documents.markup import read_markup
from audiobrief.article.documents.pdf_lines import make_lines
from audiobrief.article.documents.pdf_paragraphs import remove_running_heads
from audiobrief.article.documents.pdf_text import Run
from audiobrief.article.formats.epub import parse_epub
from audiobrief.article.formats.odt import parse_odt
from audiobrief.article.formats.rtf import parse_rtf
from audiobrief.errors import ArticleError
from tests.article.test_books import TWO, make_epub
from tests.article.test_documents import show
from tests.article.test_rtf import rtf


def zipped(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(("sizes", "allowed"), [([10], True), ([11], False), ([10, 10], True), ([10, 10, 1], False)])
def test_a_part_and_all_parts_have_a_largest_size(monkeypatch, sizes, allowed):
    monkeypatch.setattr(archive, "_MAX_PART", 10)
    monkeypatch.setattr(archive, "_MAX_TOTAL", 20)
    parts = {f"{at}.xml": b"a" * size for at, size in enumerate(sizes)}
    opened = archive.Archive(zipped(parts), "a.docx")
    if allowed:
        assert {name: opened.read(name) for name in opened.names} == parts
    else:
        with pytest.raises(ArticleError, match="holds more than"):
            [opened.read(name) for name in opened.names]


def test_the_size_that_all_parts_may_have_is_told(monkeypatch):
    monkeypatch.setattr(archive, "_MAX_TOTAL", 3 << 20)
    opened = archive.Archive(zipped({"a.xml": bytes((3 << 20) + 1)}), "a.docx")
    with pytest.raises(ArticleError, match="holds more than 3 MB of text"):
        opened.read("a.xml")


def test_an_archive_of_a_later_version_is_called_damaged():
    raw = bytearray(zipped({"a.xml": b"<a/>"}))
    # APPNOTE 4.4.3: the version that is needed to read it.
    raw[raw.index(b"PK\x01\x02") + 6] = 99
    with pytest.raises(ArticleError, match="damaged"):
        archive.Archive(bytes(raw), "a.docx")


@pytest.mark.parametrize(("dictionary", "size", "refused"), [
    ("/Filter/FlateDecode", 1 << 17, True),
    ("/Filter/FlateDecode", 1 << 15, False),
    ("/Filter/FlateDecode/Subtype/Image", 1 << 17, False),
    ("", 1 << 17, False),
])  # fmt: skip
def test_a_page_s_content_has_a_largest_size(monkeypatch, dictionary, size, refused):
    monkeypatch.setattr(pdf_streams, "_MAX_STREAM", 1 << 16)
    packed = zlib.compress(bytes(size))
    content = b"%%PDF-1.4\n4 0 obj\n<<%b>>\nstream\n%b\nendstream\nendobj\n" % (dictionary.encode(), packed)
    if refused:
        with pytest.raises(ArticleError, match="unpacked"):
            pdf_streams.check_streams(content, "a.pdf")
    else:
        assert pdf_streams.check_streams(content, "a.pdf") is None


def test_what_is_hardly_compressed_may_be_as_long(monkeypatch):
    """Its packed length alone says that it may be too long: it is measured."""
    monkeypatch.setattr(pdf_streams, "_MAX_STREAM", 1 << 16)
    packed = zlib.compress(random.Random(1).randbytes(1 << 12))
    assert len(packed) * 1032 > 1 << 16
    content = b"%%PDF-1.4\n4 0 obj\n<</Filter/FlateDecode>>\nstream\n%b\nendstream\nendobj\n" % packed
    assert pdf_streams.check_streams(content, "a.pdf") is None


DIVIDED = [
    ("le projet de réno-", "vation", "le projet de rénovation"),
    ("la vice-", "présidente", "la vice-présidente"),
    ("un Airbus A320-", "neo", "un Airbus A320-neo"),
    ("le vol AF447-", "bis", "le vol AF447-bis"),
    ("va-t-", "il", "va-t-il"),
    ("l’axe Lannévez-", "Brévelle", "l’axe Lannévez-Brévelle"),
    ("la ligne", "est longue", "la ligne est longue"),
    ("a-t-", "elle dit", "a-t-elle dit"),
    ("un peut-", "être", "un peut-être"),
    ("les Alpes-", "Maritimes", "les Alpes-Maritimes"),
    ("la grand-", "mère", "la grand-mère"),
    ("crois-", "tu", "crois-tu"),
    ("dix-", "neuf", "dix-neuf"),
    ("le con\u00ad", "seil", "le conseil"),
    ("le con\u2010", "seil", "le conseil"),
    ("le con-", "2", "le con- 2"),
    ("le con-", "", "le con-"),
    ("", "le con", "le con"),
    ("le con-  ", "  seil", "le conseil"),
]


@pytest.mark.parametrize(("first", "second", "joined"), DIVIDED)
def test_divided_words_are_joined(first, second, joined):
    assert join_lines(first, second) == joined


# The words of the document tell which of two is meant.
KNOWN = [("porte-", "manteau", {"porte-manteau"}, "porte-manteau"), ("porte-", "manteau", {"portemanteau"}, "portemanteau"),
         ("réno-", "vation", {"réno-vation"}, "réno-vation"), ("la Réno-", "vation.", {"rénovation"}, "la Rénovation.")]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "words", "joined"), KNOWN)
def test_words_of_the_document_tell_how_one_is_divided(first, second, words, joined):
    assert join_lines(first, second, words) == joined


@pytest.mark.parametrize("kind", ["cover", "toc", "copyright-page"])
def test_a_page_that_the_guide_calls_furniture_is_left_out(kind):
    guide = f'</metadata><guide><reference type="{kind}" href="a.xhtml#haut"/></guide><metadata>'
    assert show(parse_epub(make_epub(TWO, metadata=guide), "")) == "1 Le retour\np Il vente.\n"


# RTF: charsets of fonts, with bytes of each and what they are (Microsoft's tables of code pages).
LETTERS = [
    (0, "e9", "é"), (77, "8e", "é"), (128, "82 a0", "あ"), (129, "b0 a1", "가"), (134, "b0 a1", "啊"),
    (136, "a4 40", "一"), (161, "e1", "α"), (162, "fd", "ı"), (163, "fe", "₫"), (177, "e0", "א"), (178, "c7", "ا"),
    (186, "e0", "ą"), (204, "e6", "ж"), (222, "a1", "ก"), (238, "b3", "ł"), (254, "82", "é"), (255, "82", "é"),
]  # fmt: skip


@pytest.mark.parametrize(("charset", "written", "letter"), LETTERS)
def test_letters_are_those_of_the_font_s_charset(charset, written, letter):
    fonts = f"{{\\fonttbl{{\\f0\\fcharset0 A;}}{{\\f1\\fcharset{charset} B;}}}}"
    escaped = "".join(f"\\'{byte}" for byte in written.split())
    assert show(parse_rtf(rtf(f"{fonts}Il dit {{\\f1 {escaped}}} ici.\\par"), "")) == f"p Il dit {letter} ici.\n"


HIDDEN = [("\\v caché\\v0  lu", "p lu\n"), ("{\\v1 caché} lu", "p lu\n"), ("\\v0 lu", "p lu\n")]


@pytest.mark.parametrize(("body", "read"), HIDDEN)
def test_what_is_hidden_is_not_read(body, read):
    assert show(parse_rtf(rtf(f"{body}\\par"), "")) == read


def test_nothing_is_read_within_a_group_that_is_skipped():
    raw = rtf("{\\*\\inconnu {\\footnote cachée}{\\fonttbl{\\f1\\fcharset238 B;}} caché} Il neige.\\par")
    assert show(parse_rtf(raw, "", ReadingOptions(notes="read"))) == "p Il neige.\n"


def test_captions_of_rtf_are_read_where_asked():
    raw = rtf("{\\stylesheet{Normal;}{\\s4 caption;}}Il neige.\\par\\s4 La place sous la neige.\\par")
    assert show(parse_rtf(raw, "", ReadingOptions(captions="skip"))) == "p Il neige.\n"
    assert show(parse_rtf(raw, "", ReadingOptions(captions="read"))) == "p Il neige.\nc La place sous la neige.\n"


def odt(body):
    space = "urn:oasis:names:tc:opendocument:xmlns"
    level = '<t:list-level-style-number t:level="1" s:num-format="1" s:num-suffix="."/>'
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<o:document-content xmlns:o="{space}:office:1.0" xmlns:t="{space}:text:1.0" '
        f'xmlns:s="{space}:style:1.0"><o:automatic-styles><t:list-style s:name="L">{level}</t:list-style>'
        f"</o:automatic-styles><o:body><o:text>{body}</o:text></o:body></o:document-content>",
    })  # fmt: skip


def items(*texts, head="", attributes=""):
    inside = "".join(f"<t:list-item><t:p>{text}</t:p></t:list-item>" for text in texts)
    return f'<t:list t:style-name="L"{attributes}>{head}{inside}</t:list>'


BETWEEN = "<t:p>Puis il vente.</t:p>"
LISTS = {
    "another": (items("Un", "Deux") + BETWEEN + items("Trois"), "1. Un|2. Deux|1. Trois"),
    "continued": (
        items("Un", "Deux") + BETWEEN + items("Trois", attributes=' t:continue-numbering="true"'),
        "1. Un|2. Deux|3. Trois",
    ),
    "not continued": (
        items("Un", "Deux") + BETWEEN + items("Trois", attributes=' t:continue-numbering="false"'),
        "1. Un|2. Deux|1. Trois",
    ),
    "with a page's end": (items("Un", "Deux", head="<t:soft-page-break/>"), "1. Un|2. Deux"),
    "with a header": (items("Un", head="<t:list-header><t:p>Liste</t:p></t:list-header>"), "Liste|1. Un"),
}


@pytest.mark.parametrize(("body", "read"), LISTS.values(), ids=LISTS)
def test_lists_of_open_documents_are_numbered(body, read):
    shown = [block.text for block in parse_odt(odt(body), "").blocks if block.text != "Puis il vente."]
    assert "|".join(shown) == read


def styled(styles, body, lists=""):
    """An OpenDocument text whose styles are common, automatic and of lists, as they are written."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    names = f'xmlns:o="{space}:office:1.0" xmlns:t="{space}:text:1.0" xmlns:s="{space}:style:1.0" xmlns:a="{space}:table:1.0"'
    names += f' xmlns:f="{space}:xsl-fo-compatible:1.0" xmlns:d="{space}:drawing:1.0"'
    common, automatic = styles
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "styles.xml": f"<o:document-styles {names}><o:styles>{common}</o:styles></o:document-styles>",
        "content.xml": f"<o:document-content {names}><o:automatic-styles>{automatic}{lists}</o:automatic-styles><o:body>"
        f"<o:text>{body}</o:text></o:body></o:document-content>",
    })  # fmt: skip


def one(name, properties="", family="paragraph", more=""):
    return f'<s:style s:name="{name}" s:family="{family}" {more}><s:text-properties {properties}/></s:style>'


def par(text, name=""):
    return f'<t:p t:style-name="{name}">{text}</t:p>'


FIRST, LAST = par("Un texte qui est assez long."), par("Un autre texte qui est assez long.")
COMMON = (
    '<s:default-style s:family="paragraph"><s:text-properties f:font-size="10pt" f:language="fr"/></s:default-style>'
    + one("Title") + one("Heading_20_2") + one("Quotations") + one("Illustration") + one("Gros", 'f:font-size="11.5pt"')
    + one("Moyen", 'f:font-size="11pt"') + one("Gras", 'f:font-weight="bold"') + one("Noir", 'f:font-weight="600"')
    + one("Maigre", 'f:font-weight="500"') + one("Cache", 's:display="none"') + one("Haut", 's:text-position="super 58%"', "text")
    + one("Haut33", 's:text-position="33% 58%"', "text") + one("Bas", 's:text-position="-33% 58%"', "text")
    + one("Normal", 'f:font-weight="normal"', "text") + one("Chapeau", more='s:display-name="Heading 3"')
    + one("Un", more='s:parent-style-name="Deux"') + one("Deux", more='s:parent-style-name="Un"')
    + one("Fils", more='s:parent-style-name="Gras"') + one("Cachet", 's:display="none"', "text")
)  # fmt: skip
AUTOMATIC = (
    one("P1", more='s:parent-style-name="Heading_20_2"') + one("P2", 'f:font-weight="bold"', more='s:parent-style-name="P3"')
    + one("P4", more='s:parent-style-name="Chapeau"') + one("P5", more='s:parent-style-name="Heading_20_1"')
)  # fmt: skip
STYLED = {
    "a title": (par("Le pont", "Title"), ""),
    "a heading by its style": (par("Le pont", "Heading_20_2"), "2 Le pont"),
    "by a style made from it": (par("Le pont", "P1"), "2 Le pont"),
    "by the name that is shown of what a style is made from": (par("Le pont", "P4"), "3 Le pont"),
    "by the name of a style that is not there": (par("Le pont", "P5"), "1 Le pont"),
    "by the name that is shown": (par("Le pont", "Chapeau"), "3 Le pont"),
    "a heading": ("<t:h>Le pont</t:h>", "1 Le pont"),
    "a heading of a level": ('<t:h t:outline-level="3">Le pont</t:h>', "3 Le pont"),
    "a heading of no level": ('<t:h t:outline-level="x" t:style-name="Heading_20_2">Le pont</t:h>', "2 Le pont"),
    "a quotation": (par("Le pont", "Quotations"), "> Le pont"),
    "a caption": (par("Le pont", "Illustration"), ""),
    "larger": (par("Le pont", "Gros"), "2 Le pont"),
    "hardly larger": (par("Le pont", "Moyen"), "p Le pont"),
    "bold": (par("Le pont", "Gras"), "2 Le pont"),
    "bold by a style above": (par("Le pont", "Fils"), "2 Le pont"),
    "bold by its weight": (par("Le pont", "Noir"), "2 Le pont"),
    "not bold enough": (par("Le pont", "Maigre"), "p Le pont"),
    "bold but for a word": (par('Le <t:span t:style-name="Normal">pont</t:span>', "Gras"), "p Le pont"),
    "bold in a span of no weight": (par('Le <t:span t:style-name="Rien">pont</t:span>', "Gras"), "2 Le pont"),
    "bold by a style that is not there": (par("Le pont", "P2"), "2 Le pont"),
    "by styles that are made from each other": (par("Le pont", "Un"), "p Le pont"),
    "hidden": (par("Le pont", "Cache"), ""),
    "a hidden word": (par('Le <t:span t:style-name="Cachet">grand </t:span>pont'), "p Le pont"),
    "a raised digit": (par('4 m<t:span t:style-name="Haut">2</t:span>'), "p 4 m²"),
    "raised by a part": (par('4 m<t:span t:style-name="Haut33">2</t:span>'), "p 4 m²"),
    "raised within a span": (par('4 m<t:span t:style-name="Haut"><t:span>2</t:span></t:span>'), "p 4 m²"),
    "a lowered digit": (par('CO<t:span t:style-name="Bas">2</t:span>'), "p CO2"),
    "blanks and lines": (par("Le<t:s/>pont<t:tab/>rouvre.<t:line-break/>Il est long."), "p Le pont rouvre. p Il est long."),
    "a line in a sentence": (par("Le pont<t:line-break/>rouvre."), "p Le pont rouvre."),
    "a picture's name": (par("Le <d:frame><d:image><s:title>Vue</s:title></d:image></d:frame>pont."), "p Le pont."),
    "a text box": (par("Le pont.<d:frame><d:text-box><t:p>Une boîte.</t:p></d:text-box></d:frame>"), "p Le pont. p Une boîte."),
    "a section": ("<t:section><t:p>Le pont.</t:p></t:section>", "p Le pont."),
    "a hidden section": ('<t:section t:display="none"><t:p>Le pont.</t:p></t:section>', ""),
    "a table of contents": ("<t:table-of-content><t:index-body><t:p>Le pont 3</t:p></t:index-body></t:table-of-content>", ""),
}  # fmt: skip


@pytest.mark.parametrize(("body", "read"), STYLED.values(), ids=STYLED)
def test_styles_of_open_documents(body, read):
    article = parse_odt(styled((COMMON, AUTOMATIC), FIRST + body + LAST), "")
    shown = show(article).splitlines()
    assert (shown[0], shown[-1]) == ("p Un texte qui est assez long.", "p Un autre texte qui est assez long.")
    assert " ".join(shown[1:-1]) == read


def test_lines_of_a_caption_are_parted():
    body = FIRST + par("Une vue.<t:line-break/>Une autre.", "Illustration") + LAST
    article = parse_odt(styled((COMMON, ""), body), "", ReadingOptions(captions="read"))
    assert show(article).splitlines()[1:-1] == ["c Une vue.", "c Une autre."]


def test_a_paragraph_of_markup_is_bold_if_all_of_it_is():
    read = read_markup(
        "<p>Le pont rouvre.</p><p><b>Les prix</b></p><p><b>Les</b> prix de tous les bacs</p>", "", ReadingOptions()
    )
    assert [paragraph.bold for paragraph in read.paragraphs] == [False, True, False]


KINDS = {
    "a FictionBook in a folder": ({"livre/": b"", "livre/gare.fb2": b"<a/>"}, "fb2"),
    "two FictionBooks": ({"a.fb2": b"<a/>", "b.fb2": b"<a/>"}, "zip"),
    "a file in a folder": ({"livre/": b"", "livre/gare.txt": b"a"}, "zip"),
    "EPUB by its type": ({"mimetype": b"application/epub+zip\n"}, "epub"),
    "EPUB by its container": ({"META-INF/container.xml": b"<a/>"}, "epub"),
    "OpenDocument by its type": ({"mimetype": b"application/vnd.oasis.opendocument.text-template"}, "odt"),
    "OpenDocument by its parts": ({"content.xml": b"<a/>", "META-INF/manifest.xml": b"<a/>"}, "odt"),
    "one part of it": ({"content.xml": b"<a/>"}, "zip"),
    "another type": ({"mimetype": b"image/openraster"}, "image/openraster"),
    "Word": ({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}, "docx"),
    "Excel": ({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}, "xlsx"),
    "another of Office": ({"[Content_Types].xml": b"<a/>", "visio/a.xml": b"<a/>"}, "zip"),
    "Pages": ({"Index/Document.iwa": b"a"}, "pages"),
    "old Pages": ({"index.zip": b"a"}, "pages"),
    "an index of something else": ({"Index/a.txt": b"a"}, "zip"),
    "a part of Pages elsewhere": ({"a/Document.iwa": b"a"}, "zip"),
}


@pytest.mark.parametrize(("files", "kind"), KINDS.values(), ids=KINDS)
def test_what_an_archive_is(files, kind):
    assert archive.identify_archive(zipped(files)) == kind


FOUND = [("a/b.xml", "a/b.xml"), ("A/B.XML", "a/b.xml"), ("./a/../a/b.xml", "a/b.xml"), ("../../a/b.xml", "a/b.xml"), ("a%2Fb.xml", "a/b.xml"),
         ("/a/b.xml", "a/b.xml"), ("a\\b.xml", "a/b.xml"), ("b.xml", ""), ("", ""), ("a", ""), ("c d.xml", "c d.xml"), ("c%20d.xml", "c d.xml")]  # fmt: skip


@pytest.mark.parametrize(("name", "found"), FOUND)
def test_a_part_is_found_however_it_is_written(name, found):
    opened = archive.Archive(zipped({"a/b.xml": b"<a/>", "c d.xml": b"x"}), "a.docx")
    assert opened.find(name) == found and opened.names == ["a/b.xml", "c d.xml"]
    assert bool(opened.read(name)) is bool(found)


LANGUAGES = [("", "fr"), ('f:language="en"', "en"), ('f:language="zxx"', "fr"), ('f:language="none"', "fr")]


@pytest.mark.parametrize(("properties", "language"), LANGUAGES)
def test_the_language_of_an_open_document_is_that_of_most_of_it(properties, language):
    body = FIRST + par("Le grand pont de la ville a rouvert mardi matin, après deux longues années de travaux.", "L")
    assert parse_odt(styled((COMMON + one("L", properties), ""), body), "").language == language


def row(*cells, more=""):
    return (
        "<a:table-row>"
        + "".join(f"<a:table-cell {more}><t:p>{cell}</t:p></a:table-cell>" for cell in cells)
        + "</a:table-row>"
    )


ROWS = {
    "rows": (row("a", "b") + row("c", "d"), "a, b|c, d"),
    "a head": (f"<a:table-header-rows>{row('a', 'b')}</a:table-header-rows>" + row("c", "d"), "a, b|c, d"),
    "cells that are repeated": (row("a", "b") + row("x", more='a:number-columns-repeated="2"'), "a, b|x, x"),
    "empty ones that are repeated": (row("a", "b") + "<a:table-row><a:table-cell><t:p>c</t:p></a:table-cell><a:table-cell><t:p>d</t:p></a:table-cell>"
                                     '<a:table-cell a:number-columns-repeated="900"/></a:table-row>', "a, b|c, d"),
    "more than can be told": (row("a", more='a:number-columns-repeated="9000"') + row("b"), "Tableau non lu : 2 lignes et 64 colonnes."),
    "a box of one cell": (row("Un."), "Un."),
    "a table in a cell": (f"<a:table-row><a:table-cell><a:table>{row('a', 'b')}{row('c', 'd')}</a:table></a:table-cell><a:table-cell>"
                          "<t:p>e</t:p></a:table-cell></a:table-row>" + row("f", "g"), "a, b c, d, e|f, g"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "read"), ROWS.values(), ids=ROWS)
def test_tables_of_open_documents(rows, read):
    article = parse_odt(styled((COMMON, ""), FIRST + f"<a:table>{rows}</a:table>" + LAST), "")
    assert "|".join(block.text for block in article.blocks[1:-1]) == read


LEVELS = (
    '<t:list-style s:name="M"><t:list-level-style-number t:level="1" s:num-format="I" s:num-prefix="(" s:num-suffix=")"/>'
    '<t:list-level-style-number t:level="2" s:num-format="a" s:num-suffix="." t:start-value="3" t:display-levels="2"/>'
    '<t:list-level-style-bullet t:level="3" t:bullet-char="x"/><t:list-level-style-number t:level="x" s:num-format="1"/>'
    "</t:list-style>"
)


def listed(*items, more=""):
    inside = "".join(
        item if item.startswith("<t:list-item") else f"<t:list-item><t:p>{item}</t:p></t:list-item>" for item in items
    )
    return f'<t:list t:style-name="M"{more}>{inside}</t:list>'


def within(text, *items):
    inside = "".join(f"<t:list-item><t:p>{item}</t:p></t:list-item>" for item in items)
    return f"<t:list-item><t:p>{text}</t:p><t:list>{inside}</t:list></t:list-item>"


COUNTED = {
    "numbers of a form": (listed("un", "deux"), "(I) un|(II) deux"),
    "of two levels": (listed(within("un", "a", "b"), within("deux", "c")), "(I) un|I.c. a|I.d. b|(II) deux|II.c. c"),
    "from a number": (listed('<t:list-item t:start-value="4"><t:p>un</t:p></t:list-item>', "deux"), "(IV) un|(V) deux"),
    "two paragraphs of one item": (listed("<t:list-item><t:p>un</t:p><t:p>encore</t:p></t:list-item>", "deux"), "(I) un|encore|(II) deux"),
    "an item that holds a list alone": (listed("un", "<t:list-item><t:list><t:list-item><t:p>a</t:p></t:list-item></t:list></t:list-item>", "deux"),
                                        "(I) un|I.c. a|(II) deux"),
    "an item whose first paragraph is empty": (listed("<t:list-item><t:p/><t:p>un</t:p></t:list-item>"), "(I) un"),
    "continued by its name": (listed("un", more=' xml:id="z"') + BETWEEN + listed("deux", more=' t:continue-list="z"'), "(I) un|(II) deux"),
    "continued by a name that is not there": (listed("un") + BETWEEN + listed("deux", more=' t:continue-list="y"'), "(I) un|(I) deux"),
    "bullets": (listed("<t:list-item><t:list><t:list-item><t:list><t:list-item><t:p>a</t:p></t:list-item></t:list></t:list-item></t:list></t:list-item>"), "a"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "read"), COUNTED.values(), ids=COUNTED)
def test_numbers_of_open_documents(body, read):
    article = parse_odt(styled((COMMON, ""), body, LEVELS), "")
    assert "|".join(block.text for block in article.blocks if block.text != "Puis il vente.") == read


def run(text, left, baseline, size=10.0):
    blank = Run(*([0] * len(Run.__dataclass_fields__)))
    return replace(blank, text=text, left=left, right=left + 5 * len(text), baseline=baseline, size=size)


def test_what_is_printed_in_rows_is_a_row():
    table = [["Ville", "Prix", "Places"], ["Brest", "12", "300"], ["Dinan", "9", "120"]]
    runs = [run(text, 50 + 90 * at, 700 - 14 * row) for row, cells in enumerate(table) for at, text in enumerate(cells)]
    lines = make_lines(runs)
    assert [line.cells for line in lines] == [tuple(cells) for cells in table]
    assert [(line.left, line.right) for line in lines] == [(50, 260), (50, 245), (50, 245)]
    # Rows of another size are another table, or none.
    lines = make_lines(
        [*runs, *(run(text, 50 + 90 * at, 650, 20.0) for at, text in enumerate(["Un", "Deux", "Trois"]))]
    )
    assert [line.cells for line in lines if line.size == 20.0] == [()] * 3


def test_running_heads_are_the_first_and_last_lines_by_their_place():
    def page(number):
        body = [
            run(f"Le texte numéro {'abcdefgh'[at]} de la page {'xyz'[number]}.", 50, 600 - 14 * at) for at in range(8)
        ]
        # Not in the order of the page, as programs write them.
        return make_lines([*body, run(str(number + 1), 290, 40), run("Le Courrier des Brumes", 50, 780)])

    # Columns are read one after the other: what is printed first is not what is read first.
    pages = [page(number) for number in range(3)]
    kept = remove_running_heads([[*lines[5:], *lines[:5]] for lines in pages])
    assert [len(lines) for lines in kept] == [8, 8, 8]
