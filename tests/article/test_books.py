"""EPUB books written here by hand: the navigation makes the chapters, notes are apart, locks are named."""

# ruff: noqa: E501  one book a row

import io
import zipfile

import pytest

from audiobrief.article import ReadingOptions, read_article
from audiobrief.article.formats.epub import parse_epub
from audiobrief.errors import ArticleError
from tests.article.test_documents import show

LOCK = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData><EncryptionMethod Algorithm="{}"/>'
    "</EncryptedData></encryption>"
)
AES = "http://www.w3.org/2001/04/xmlenc#aes256-cbc"


def make_epub(pages, nav="", ncx="", extra=None, metadata=""):
    """A book of `pages`, by name, in their order."""
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in pages)
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    about = "<dc:title>Les brumes</dc:title><dc:creator>Anne Le Roux</dc:creator><dc:language>fr-FR</dc:language><dc:date>2024-03-14</dc:date><dc:publisher>La Halle</dc:publisher>"
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/livre.opf"/></rootfiles></container>',
        "OEBPS/livre.opf": f'<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{about}{metadata}</metadata><manifest>{items}'
        f'<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        f'</manifest><spine toc="ncx">{spine}</spine></package>',
        **{
            f"OEBPS/{name}.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
            for name, body in pages.items()
        },
        **(extra or {}),
    }
    if nav:
        files["OEBPS/nav.xhtml"] = (
            f'<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol>{nav}</ol></nav></body></html>'
        )
    if ncx:
        files["OEBPS/toc.ncx"] = (
            f'<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{ncx}</navMap></ncx>'
        )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def link(label, target, inner=""):
    return f'<li><a href="{target}">{label}</a>{f"<ol>{inner}</ol>" if inner else ""}</li>'


def point(label, target, inner=""):
    return f'<navPoint><navLabel><text>{label}</text></navLabel><content src="{target}"/>{inner}</navPoint>'


TWO = {"a": "<h1>Le départ</h1><p>Il neige.</p>", "b": "<h1>Le retour</h1><p>Il vente.</p>"}
BOTH = "1 Le départ\np Il neige.\n1 Le retour\np Il vente.\n"
BOOKS = {
    "a navigation": (make_epub(TWO, link("Le départ", "a.xhtml") + link("Le retour", "b.xhtml")), BOTH),
    "an NCX": (make_epub(TWO, ncx=point("Le départ", "a.xhtml") + point("Le retour", "b.xhtml")), BOTH),
    "no navigation": (make_epub(TWO), BOTH),
    "labels that no heading has": (
        make_epub({"a": "<p>Il neige.</p>", "b": "<p>Il vente.</p>"}, link("Le départ", "a.xhtml") + link("Le retour", "b.xhtml")), BOTH,
    ),
    "a label in two headings": (
        make_epub({"a": "<h2>Chapitre 1</h2><h3>Le départ</h3><p>Il neige.</p>", "b": "<p>Il vente.</p>"},
                  link("Chapitre 1 – Le départ", "a.xhtml") + link("Fin", "b.xhtml")),
        "1 Chapitre 1 – Le départ\np Il neige.\n1 Fin\np Il vente.\n",
    ),
    "chapters of one page": (
        make_epub({"a": '<h2 id="un">Le départ</h2><p>Il neige.</p><p><a id="deux"/></p><h2>Le retour</h2><p>Il vente.</p>'},
                  link("Le départ", "a.xhtml#un") + link("Le retour", "a.xhtml#deux")), BOTH,
    ),
    "parts and chapters": (
        make_epub({"p": "<h1>Première partie</h1>", "a": "<h1>Le départ</h1><p>Il neige.</p><h2>Midi</h2><p>Il vente.</p>"},
                  link("Première partie", "p.xhtml", link("Le départ", "a.xhtml"))),
        "1 Première partie\n2 Le départ\np Il neige.\n3 Midi\np Il vente.\n",
    ),
    "labels that a program gave": (
        make_epub(TWO, link("Section 1", "a.xhtml") + link("Le retour", "b.xhtml")),
        "3 Le départ\np Il neige.\n1 Le retour\np Il vente.\n",
    ),
    "an NCX of two levels": (
        make_epub({"p": "<h1>Première partie</h1>", "a": "<h1>Le départ</h1><p>Il neige.</p>"},
                  ncx=point("Première partie", "p.xhtml", point("Le départ", "a.xhtml"))),
        "1 Première partie\n2 Le départ\np Il neige.\n",
    ),
    "a navigation that names the book alone": (make_epub(TWO, link("Les brumes", "a.xhtml")), BOTH),
    "a navigation of numbers": (make_epub(TWO, link("1", "a.xhtml") + link("2", "b.xhtml")), BOTH),
    "a navigation of numbers, where no heading is": (
        make_epub({"a": "<p>Il neige.</p>", "b": "<p>Il vente.</p>"}, link("1", "a.xhtml") + link("2", "b.xhtml")),
        "1 1\np Il neige.\n1 2\np Il vente.\n",
    ),
    "links back": (make_epub(TWO, link("↩", "b.xhtml") + link("Le départ", "a.xhtml") + link("Le retour", "b.xhtml")), BOTH),
    "an entry behind the text": (
        make_epub({"a": '<h1>Le départ</h1><p>Il neige.</p><p id="z"/>', "b": "<h1>Le retour</h1><p>Il vente.</p>"},
                  link("Le départ", "a.xhtml") + link("Midi", "a.xhtml#z") + link("Le retour", "b.xhtml")),
        "1 Le départ\np Il neige.\n1 Midi\n1 Le retour\np Il vente.\n",
    ),
    "an anchor that is not there": (
        make_epub(TWO, link("Le départ", "a.xhtml#rien") + link("Le retour", "b.xhtml")), BOTH,
    ),
    "an anchor by name": (
        make_epub({"a": '<p>Il neige.</p><p><a name="deux"/>Il vente.</p>', "b": "<p>Il gèle.</p>"},
                  link("Le départ", "a.xhtml") + link("Le retour", "a.xhtml#deux") + link("Fin", "b.xhtml")),
        "1 Le départ\np Il neige.\n1 Le retour\np Il vente.\n1 Fin\np Il gèle.\n",
    ),
    "a heading that says more than its label": (
        make_epub({"a": "<h2>Chapitre 1. Le départ</h2><p>Il neige.</p>", "b": "<p>Il vente.</p>"}, link("Le départ", "a.xhtml") + link("Fin", "b.xhtml")),
        "1 Le départ\np Il neige.\n1 Fin\np Il vente.\n",
    ),
    "a text that says more than its label": (
        make_epub({"a": "<p>Le départ est pour demain.</p>", "b": "<p>Il vente.</p>"}, link("Le départ", "a.xhtml") + link("Fin", "b.xhtml")),
        "1 Le départ\np Le départ est pour demain.\n1 Fin\np Il vente.\n",
    ),
    "a label in a paragraph": (
        make_epub({"a": "<p>LE DÉPART</p><p>Il neige.</p>", "b": "<p>Il vente.</p>"}, link("Le départ", "a.xhtml") + link("Fin", "b.xhtml")),
        "1 Le départ\np Il neige.\n1 Fin\np Il vente.\n",
    ),
    "a page of notes": (
        make_epub({**TWO, "n": "<h1>Notes</h1><p>De 1912.</p>"}, link("Le départ", "a.xhtml") + link("Le retour", "b.xhtml") + link("Notes", "n.xhtml")), BOTH,
    ),
    "a navigation in a list without numbers": (
        make_epub(TWO, extra={"OEBPS/nav.xhtml": "<html><body><nav><ul><li><a href='a.xhtml'>Aller</a></li><li><ul><li><a href='b.xhtml'>Revenir</a></li></ul></li></ul></nav></body></html>"}),
        "1 Aller\n3 Le départ\np Il neige.\n2 Revenir\n3 Le retour\np Il vente.\n",
    ),
    "another list of the navigation": (
        make_epub(TWO, extra={"OEBPS/nav.xhtml": "<html xmlns:epub='http://www.idpf.org/2007/ops'><body><nav epub:type='landmarks'><ol><li><a href='a.xhtml'>Aller</a></li>"
                                                 "<li><a href='b.xhtml'>Revenir</a></li></ol></nav></body></html>"}), BOTH,
    ),
    "links in no list": (
        make_epub(TWO, extra={"OEBPS/nav.xhtml": "<html><body><nav><a href='a.xhtml'>Aller</a><a href='b.xhtml'>Revenir</a></nav></body></html>"}),
        "1 Aller\n3 Le départ\np Il neige.\n1 Revenir\n3 Le retour\np Il vente.\n",
    ),
    "what is no text": (
        make_epub({"c": "<p>Couverture</p>", "t": "<p>Le départ 1</p>", "a": "<h1>Le départ</h1><p>Il neige.</p>"},
                  link("Couverture", "c.xhtml") + link("Table des matières", "t.xhtml") + link("Le départ", "a.xhtml")),
        "1 Le départ\np Il neige.\n",
    ),
    "page numbers": (make_epub({"a": '<p>Il <span epub:type="pagebreak" id="p3">3</span>neige.</p>'}), "p Il neige.\n"),
    "empty elements of XHTML": (make_epub({"a": '<p><a id="x"/>Il neige.</p><script src="x"/><p>Il vente.</p>'}), "p Il neige.\np Il vente.\n"),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "read"), BOOKS.values(), ids=BOOKS)
def test_what_is_read_of_a_book(raw, read):
    article = read_article(raw)
    assert show(article) == read
    assert (article.title, article.byline, article.language, article.source) == (
        "Les brumes",
        "Anne Le Roux",
        "fr",
        "La Halle",
    )
    assert str(article.published) == "2024-03-14"


WRITERS = [
    ('<dc:creator id="t" role="trl">Jean Noël</dc:creator>', "Anne Le Roux"),
    ('<dc:creator id="t">Jean Noël</dc:creator>', "Anne Le Roux, Jean Noël"),
    ('<dc:creator id="t">Jean Noël</dc:creator><meta refines="#t" property="role">trl</meta>', "Anne Le Roux"),
    (
        '<dc:creator id="t">Jean Noël</dc:creator><meta refines="#t" property="role">aut</meta>',
        "Anne Le Roux, Jean Noël",
    ),
    (
        '<dc:creator id="t">Jean Noël</dc:creator><meta refines="#t" property="file-as">trl</meta>',
        "Anne Le Roux, Jean Noël",
    ),
    ('<dc:creator role="aui">Jean Noël</dc:creator>', "Anne Le Roux"),
    ('<dc:creator role="bkp">Jean Noël</dc:creator>', "Anne Le Roux"),
    ("<dc:creator> </dc:creator>", "Anne Le Roux"),
]


@pytest.mark.parametrize(("metadata", "byline"), WRITERS)
def test_the_writers_are_those_of_the_text(metadata, byline):
    assert read_article(make_epub(TWO, metadata=metadata)).byline == byline


SPINES = {
    "out of order": (' linear="no"', "", "1 Le retour\np Il vente.\n"),
    "a picture": ("", "image/png", "1 Le retour\np Il vente.\n"),
    "HTML": ("", "text/HTML", BOTH),
}


@pytest.mark.parametrize(("linear", "kind", "read"), SPINES.values(), ids=SPINES)
def test_which_pages_of_the_spine_are_read(linear, kind, read):
    raw = make_epub(TWO)
    opened, made = zipfile.ZipFile(io.BytesIO(raw)), io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in opened.namelist():
            text = opened.read(name).decode()
            text = text.replace('<itemref idref="a"/>', f'<itemref idref="a"{linear}/>')
            archive.writestr(
                name, text.replace("application/xhtml+xml", kind, 1) if kind and name.endswith(".opf") else text
            )
    assert show(read_article(made.getvalue())) == read


NOTED = {
    "asides": {"a": '<p>Le pont<a epub:type="noteref" href="#n1">1</a> rouvre.</p><aside epub:type="footnote" id="n1"><p>1. De 1912.</p></aside>'},
    "a section": {"a": '<p>Le pont<sup><a href="#n1">1</a></sup> rouvre.</p><section epub:type="footnotes"><ol><li id="n1"><p>De 1912.</p></li></ol></section>'},
    "a number without a space": {"a": '<p>Le pont<sup><a epub:type="noteref" href="#n">1</a></sup> rouvre.</p><aside epub:type="footnote" id="n"><p><sup><a href="#c">1</a></sup>De 1912.</p></aside>'},
    "roles": {"a": '<p>Le pont<a role="doc-noteref" href="#n">*</a> rouvre.</p><div role="doc-endnotes"><p>De 1912.</p></div>'},
}  # fmt: skip


@pytest.mark.parametrize("pages", NOTED.values(), ids=NOTED)
def test_notes_are_apart(pages):
    assert show(read_article(make_epub(pages))) == "p Le pont rouvre.\n"
    loud = show(read_article(make_epub(pages), ReadingOptions(notes="read")))
    assert loud == "p Le pont rouvre.\n2 Notes\n- 1. De 1912.\n"


LOCKS = {
    "LCP": {"META-INF/encryption.xml": LOCK.format(AES), "META-INF/license.lcpl": "{}"},
    "FairPlay": {"META-INF/encryption.xml": LOCK.format(AES), "META-INF/sinf.xml": "<a/>"},
    "ADEPT": {"META-INF/encryption.xml": LOCK.format(AES), "META-INF/rights.xml": "<a/>"},
    "rights management": {"META-INF/encryption.xml": LOCK.format(AES)},
}


@pytest.mark.parametrize(("name", "extra"), LOCKS.items(), ids=LOCKS)
def test_a_lock_is_named(name, extra):
    with pytest.raises(
        ArticleError, match=rf"is locked by .*{name}.*, and only the program that it was sold for opens it"
    ) as refused:
        read_article(make_epub(TWO, extra=extra))
    assert refused.value.exit_status == 3


def test_scrambled_fonts_are_no_lock():
    extra = {"META-INF/encryption.xml": LOCK.format("http://www.idpf.org/2008/embedding")}
    assert show(read_article(make_epub(TWO, extra=extra))) == BOTH


def test_missing_pages_are_told():
    raw = make_epub(TWO, metadata="").replace(b"OEBPS/b.xhtml", b"OEBPS/c.xhtml")
    article = read_article(raw)
    assert [str(remark) for remark in article.remarks] == ["1 part of the book is missing."]


def test_a_book_whose_description_is_no_good_xml_is_read():
    article = parse_epub(make_epub(TWO, metadata="<dc:subject>Prix & bacs</dc:subject>"), "")
    assert article.title == "Les brumes" and show(article) == show(parse_epub(make_epub(TWO), ""))
