"""Parts of documents at their limits: words of RTF without their number, styles made of styles, lists without a level,
divided words, paths, letters of mails."""
# ruff: noqa: E501  one case a row

import zlib
from email.message import EmailMessage

import pytest

from audiobrief.article import ReadingOptions, read_article
from audiobrief.article.documents import pdf_streams
from audiobrief.article.documents.archive import Archive
from audiobrief.article.documents.assembly import Paragraph, Properties, make_article
from audiobrief.article.documents.cues import Cue, make_paragraphs
from audiobrief.article.documents.hyphens import collect_words, join_lines
from audiobrief.article.documents.mail import decode_part, trim_courtesies
from audiobrief.article.documents.markup import read_markup
from audiobrief.article.documents.rich_text import RichTextReader
from audiobrief.article.documents.word_numbering import Numbering
from audiobrief.article.documents.xml import parse_xml
from audiobrief.article.formats.docx import parse_docx
from audiobrief.article.formats.odt import parse_odt
from audiobrief.errors import ArticleError
from audiobrief.model import Block
from tests.article.test_books import link, make_epub
from tests.article.test_document_parts import one, par, styled, zipped
from tests.article.test_documents import show
from tests.article.test_docx import make_docx, p, style
from tests.article.test_rtf import rtf

# RTF: a control word without a number is as one with the number in the middle, and not as the one on the right.
HEAD = "{\\fonttbl{\\f0\\fcharset204 A;}{\\f1\\fcharset0 B;}{\\f2\\fcharset238 C;}}{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}}"
WORDS = [
    ("\\fs{} oui", "24", "22"),
    ("\\f{} \\'ec\\'e8\\'f0", "0", "1"),
    ("\\pard\\s{} oui", "0", "1"),
    ("\\b{} oui", "1", "0"),
    ("\\v{} non\\v0 oui", "1", "0"),
    ("a\\super{} 2", "1", "0"),
    ("\\uc{} l\\u8217?eau", "1", "0"),
    ("\\ansicpg{}\\f9 \\'e9", "1252", "1251"),
    ("\\deff{}\\plain \\'ec\\'e8\\'f0", "0", "1"),
    ("\\lang{} oui", "0", "1036"),
    ("{\\fonttbl{\\f7\\fcharset{} D;}}\\f7 \\'ec", "0", "204"),
]


def read_rtf(body):
    reader = RichTextReader(rtf(body), ReadingOptions())
    return reader.read(), reader.notes, reader.properties


@pytest.mark.parametrize(("body", "usual", "other"), WORDS)
def test_a_word_of_rtf_without_a_number(body, usual, other):
    bare, same, changed = (read_rtf(HEAD + body.replace("{}", number, 1)) for number in ("", usual, other))
    assert bare == same != changed


TYPES = [
    ("\\fs20 dix", 10.0, False),
    ("\\fs21 dix et demi", 10.5, False),
    ("douze", 12.0, False),
    ("\\b gras", 12.0, True),
    ("\\b gras\\b0  maigre", 12.0, False),
    ("\\b\\fs40 gras\\plain  et beaucoup plus de maigre", 12.0, False),
    ("{\\b\\fs40 x} et beaucoup plus de maigre", 12.0, False),
]


@pytest.mark.parametrize(("body", "size", "bold"), TYPES)
def test_the_type_of_rtf(body, size, bold):
    (found,), _, _ = read_rtf(body)
    assert (found.size, found.bold, found.kind, found.level) == (size, bold, "paragraph", 0)


OUTLINES = [(0, "heading", 1), (8, "heading", 9), (9, "paragraph", 0), (-1, "paragraph", 0)]


@pytest.mark.parametrize(("number", "kind", "level"), OUTLINES)
def test_levels_of_an_outline_in_rtf(number, kind, level):
    (found,), _, _ = read_rtf(f"\\pard\\outlinelevel{number} Un titre")
    assert (found.kind, found.level) == (kind, level)


BINARY = [("\\bin5 {{{{{un", "un"), ("\\bin0 un", "un"), ("\\bin un", "un"), ("\\bin-3 un", "un")]


@pytest.mark.parametrize(("body", "text"), BINARY)
def test_bytes_within_rtf_are_passed_over(body, text):
    (found,), _, _ = read_rtf(body)
    assert found.text == text


SKIPPED = [("\\uc1 a\\u8217?b", "a’b"), ("\\uc2 a\\u8217??b", "a’b"), ("\\uc0 a\\u8217 b", "a’b"), ("\\uc2 a\\u8217\\'92?b", "a’b"),
           ("{\\uc3 a\\u8217???b}c", "a’bc"), ("\\uc-1 a\\u8217 b", "a’b"), ("\\uc2 a\\u8217?{b}", "a’b")]  # fmt: skip


@pytest.mark.parametrize(("body", "text"), SKIPPED)
def test_fallbacks_of_unicode_are_passed_over(body, text):
    (found,), _, _ = read_rtf(body)
    assert found.text == text


# Styles that are made of others, as deep as they are followed.


@pytest.mark.parametrize(("depth", "kind"), [(1, "1"), (20, "1"), (22, "p")])
def test_styles_of_word_are_made_of_styles(depth, kind):
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{at}"><w:name w:val="S{at}"/><w:basedOn w:val="S{at + 1}"/></w:style>'
        for at in range(depth)
    )
    last = f'<w:style w:type="paragraph" w:styleId="S{depth}"><w:name w:val="S"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    # The deepest are looked at first where they stand first.
    found = show(parse_docx(make_docx(p("Un.") + p("Deux", style("S0")) + p("Trois."), styles=chain + last), ""))
    assert found == f"p Un.\n{kind} Deux\np Trois.\n"


def test_styles_of_word_may_be_made_of_themselves():
    loop = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/></w:style>'
        for name, base in (("A", "B"), ("B", "A"))
    )
    assert show(parse_docx(make_docx(p("Un.", style("A")), styles=loop), "")) == "p Un.\n"


@pytest.mark.parametrize(("depth", "hidden"), [(1, True), (20, True), (22, False)])
def test_styles_of_open_documents_are_made_of_styles(depth, hidden):
    chain = "".join(one(f"S{at}", more=f's:parent-style-name="S{at + 1}"') for at in range(depth))
    last = one(f"S{depth}", 's:display="none"')
    read = show(parse_odt(styled((chain + last, ""), par("Un.") + par("Deux.", "S0")), ""))
    assert read == ("p Un.\n" if hidden else "p Un.\np Deux.\n")


# Lists of Word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def numbering(levels, override=""):
    return Numbering(
        parse_xml(
            f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
            f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{override}</w:num></w:numbering>'.encode(),
            "a.docx",
        )
    )


def level(at, text="%1.", more=""):
    place = "" if at is None else f' w:ilvl="{at}"'
    return f'<w:lvl{place}>{more}<w:lvlText w:val="{text}"/></w:lvl>'


START = '<w:start w:val="4"/>'
BULLET, LETTER = '<w:numFmt w:val="bullet"/>', '<w:numFmt w:val="lowerLetter"/>'
LABELS = {
    "a level that says which": (level(0), "", [0, 0], ["1.", "2."]),
    "a level that does not say which": (level(None), "", [0, 0], ["1.", "2."]),
    "a start": (level(0, more=START), "", [0, 0], ["4.", "5."]),
    "letters": (level(0, more=LETTER), "", [0, 0], ["a.", "b."]),
    "a bullet": (level(0, "·", BULLET), "", [0, 0], ["", ""]),
    "a level that is not there": (level(0), "", [3, 0], ["", "1."]),
    "two levels": (level(0) + level(1, "%1.%2"), "", [0, 1, 1, 0, 1], ["1.", "1.1", "1.2", "2.", "2.1"]),
    "an inner level alone": (level(0, more=START) + level(1, "%1.%2"), "", [1, 1], ["4.1", "4.2"]),
    "an inner level in letters": (level(0, more=LETTER) + level(1, "%1-%2"), "", [0, 1], ["a.", "a-1"]),
    "begun anew": (level(0), '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>', [0, 0], ["7.", "8."]),
    "begun anew where it is not said": (level(0), '<w:lvlOverride><w:startOverride w:val="7"/></w:lvlOverride>', [0, 0], ["7.", "8."]),
    "begun anew at nought": (level(0), '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="0"/></w:lvlOverride>', [0, 0], ["0.", "1."]),
    "begun anew at no number": (level(0), '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="x"/></w:lvlOverride>', [0], ["1."]),
    "begun anew on another level": (
        level(0) + level(1, "%2)"), '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/></w:lvlOverride>', [0, 1], ["1.", "7)"],
    ),
    "begun anew on a level that is not there": (
        level(0), '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/></w:lvlOverride>', [0, 1], ["1.", "1."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("levels", "override", "items", "labels"), LABELS.values(), ids=LABELS)
def test_labels_of_word_s_lists(levels, override, items, labels):
    made = numbering(levels, override)
    assert [made.label(("1", item)) for item in items] == labels
    assert (made.label(None), made.label(("2", 0))) == (None, None)


# Divided words

DIVIDED = [
    ("réno-sous-", "sol", "réno-sous-sol"),
    ("sous-réno-", "vation", "sous-rénovation"),
    ("4T-", "bis", "4Tbis"),
    ("T4-", "bis", "T4-bis"),
    ("va-t-", "aller", "va-t-aller"),
    ("réno-", "Vation", "réno-Vation"),
    ("réno-", "vation", "rénovation"),
    ("réno-", "1", "réno- 1"),
    ("réno-", "", "réno-"),
    ("", "vation", "vation"),
    ("sous\u00ad", "sol", "soussol"),
    ("sous\u2010", "sol", "sous-sol"),
    ("dit-", "elle-même", "dit-elle-même"),
    ("l’arrière-", "pays", "l’arrière-pays"),
    ("un -", "mot", "un - mot"),
]


@pytest.mark.parametrize(("first", "second", "joined"), DIVIDED)
def test_how_divided_words_are_joined(first, second, joined):
    assert join_lines(first, second) == joined


@pytest.mark.parametrize(("lines", "words"), [
    (["un mot à lui"], {"mot", "lui"}), (["Des GARES,", "sous-sols"], {"des", "gares", "sous-sols"}),
    (["un projet de réno-", "vation"], {"projet", "vation"}), (["l’eau d'ici"], {"l’eau", "d'ici"}), ([], set()),
])  # fmt: skip
def test_the_words_of_a_document(lines, words):
    assert collect_words(lines) == words


# Archives, streams, letters


@pytest.mark.parametrize(("name", "found"), [
    ("x/a/../b.xml", "x/b.xml"), ("x/y/../../b.xml", "b.xml"), ("x//./b.xml", "x/b.xml"), ("x\\b.xml", "x/b.xml"),
    ("X/B.xml", "x/b.xml"), ("x%2Fb.xml", "x/b.xml"), ("x/c.xml", ""), ("", ""),
])  # fmt: skip
def test_where_a_path_leads(name, found):
    assert Archive(zipped({"b.xml": b"1", "x/b.xml": b"2"}), "a").find(name) == found


LIMIT = 3000


def stream(size, *, ends=True, kind="/Filter /FlateDecode"):
    data = zlib.compress(bytes(size))
    return b"1 0 obj <<" + kind.encode() + b">>\nstream\n" + data + (b"\nendstream endobj" if ends else b"")


STREAMS = {
    "as long as may be": (stream(LIMIT), False),
    "longer": (stream(LIMIT + 1), True),
    "longer, without an end": (stream(LIMIT + 1, ends=False), True),
    "shorter, without an end": (stream(LIMIT, ends=False), False),
    "the second": (stream(10) + stream(LIMIT + 1), True),
    "a short one behind a long picture": (
        stream(LIMIT + 1, kind="/Subtype /Image /Filter /FlateDecode") + stream(10),
        False,
    ),
    "not compressed": (stream(LIMIT + 1, kind=""), False),
    "with another line's end": (stream(LIMIT + 1).replace(b"stream\n", b"stream\r\n", 1), True),
}


@pytest.mark.parametrize(("content", "refused"), STREAMS.values(), ids=STREAMS)
def test_which_streams_are_too_long(monkeypatch, content, refused):
    monkeypatch.setattr(pdf_streams, "_MAX_STREAM", LIMIT)
    if not refused:
        assert pdf_streams.check_streams(content, "a.pdf") is None
        return
    with pytest.raises(ArticleError, match=r"^'a\.pdf' has a page of more than 0 MB when unpacked"):
        pdf_streams.check_streams(content, "a.pdf")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "koi8-r"])
def test_letters_of_a_mail_are_those_that_it_declares(charset):
    text = (
        "мир"
        if charset == "koi8-r"
        else "Été à la plage, où l'on œuvre"
        if charset != "iso-8859-1"
        else "Été à la plage"
    )
    part = EmailMessage()
    part.set_content(text, charset=charset)
    assert decode_part(part).strip() == text


def blocks(*texts):
    return [Block("paragraph", text) for text in texts]


BODY = ["Un texte."] * 3
COURTESIES = {
    "a greeting of 80 letters": (["Bonjour " + "a" * 71 + ",", *BODY], BODY),
    "a greeting of 81 letters": (["Bonjour " + "a" * 72 + ",", *BODY], ["Bonjour " + "a" * 72 + ",", *BODY]),
    "a greeting alone": (["Bonjour,"], ["Bonjour,"]),
    "a closing eight from the end": ([*BODY, "Cordialement,", *["Anne"] * 7], BODY),
    "a closing nine from the end": ([*BODY, "Cordialement,", *["Anne"] * 8], [*BODY, "Cordialement,", *["Anne"] * 8]),
    "a closing at the start": (["Cordialement,", *BODY], ["Cordialement,", *BODY]),
    "a closing behind one paragraph": (["Un texte.", "Cordialement,"], ["Un texte."]),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "kept"), COURTESIES.values(), ids=COURTESIES)
def test_where_courtesies_stand(texts, kept):
    assert [block.text for block in trim_courtesies(blocks(*texts))] == kept


# Subtitles


def cue(start, end, text):
    return Cue(start, end, text)


LONG = "a" * 499 + "."
CUES = {
    "a pause of four seconds": ([cue(0, 1, "Un."), cue(5, 6, "Deux.")], ["Un. Deux."]),
    "a longer pause": ([cue(0, 1, "Un."), cue(5.1, 6, "Deux.")], ["Un.", "Deux."]),
    "a longer pause within a sentence": ([cue(0, 1, "Un"), cue(5.1, 6, "deux.")], ["Un deux."]),
    "a pause before the first": ([cue(9, 10, "Un.")], ["Un."]),
    "a paragraph of 500 letters": ([cue(0, 1, LONG), cue(1, 2, "Deux.")], [f"{LONG} Deux."]),
    "a longer paragraph": ([cue(0, 1, f"a{LONG}"), cue(1, 2, "Deux.")], [f"a{LONG}", "Deux."]),
    "another voice": (
        [cue(0, 1, "<v Anne>Un"), cue(1, 2, "<v Ève>deux."), cue(2, 3, "<v Ève>Trois.")],
        ["Un", "deux. Trois."],
    ),
    "a dash": ([cue(0, 1, "Un."), cue(1, 2, "- Deux.\n- Trois.")], ["Un.", "Deux.", "Trois."]),
    "a line that rolls up": ([cue(0, 1, "Un mot"), cue(1, 2, "Un mot\nde plus.")], ["Un mot de plus."]),
    "what is heard": ([cue(0, 1, "[Musique]"), cue(1, 2, "Un (rires) mot.")], ["Un mot."]),
}


@pytest.mark.parametrize(("cues", "paragraphs"), CUES.values(), ids=CUES)
def test_which_cues_are_one_paragraph(cues, paragraphs):
    assert [block.text for block in make_paragraphs(cues)] == paragraphs


# Markup: what stands in a note needs no look, and what follows it does.

ASIDE = "<aside epub:type='footnote'><p>1. De <b>1912</b>.</p></aside>"
NOTED = {
    "a note": (f"<p>Un.</p>{ASIDE}<p>Deux.</p>", ["Un.", "Deux."], ["De 1912."]),
    "two notes": (f"<p>Un.</p>{ASIDE}{ASIDE.replace('1912', '1913')}<p>Deux.</p>", ["Un.", "Deux."], ["De 1912.", "De 1913."]),
    "a note behind one of one element": (
        f"<div class='footnote'>1. Seule.</div><p>Un.</p>{ASIDE}<p>Deux.</p>", ["Un.", "Deux."], ["Seule.", "De 1912."],
    ),
    "a note of two elements and another": (
        f"<p>Un.</p><aside epub:type='footnote'><p>1. Seule.</p></aside>{ASIDE}<p>Deux.</p>", ["Un.", "Deux."], ["Seule.", "De 1912."],
    ),
    "a navigation and a note": (f"<nav><ol><li>A</li></ol></nav>{ASIDE}<p>Un.</p>", ["Un."], ["De 1912."]),
}  # fmt: skip


@pytest.mark.parametrize(("page", "texts", "notes"), NOTED.values(), ids=NOTED)
def test_notes_of_markup(page, texts, notes):
    read = read_markup(f"<html xmlns:epub='x'><body>{page}</body></html>", "a", ReadingOptions())
    assert [block.text for block in read.blocks] == texts
    assert list(read.notes) == notes


# The title and its rubric


@pytest.mark.parametrize(("letters", "title"), [(60, True), (61, False)])
def test_a_rubric_above_a_title_is_short(letters, title):
    rubric = "Économie " + "a" * (letters - 9)
    text = "Le pont de Lannévez a rouvert mardi matin, après de longs travaux de six mois."
    paragraphs = [
        Paragraph("paragraph", rubric),
        Paragraph("heading", "Le pont rouvre", 1),
        Paragraph("paragraph", text),
    ]
    article = make_article(paragraphs, [], Properties(), "", ReadingOptions())
    assert (article.title == "Le pont rouvre") is title
    assert [block.text for block in article.blocks][-1] == text


@pytest.mark.parametrize("last", ["\\par", ""])
def test_the_last_paragraph_of_rtf_has_its_style_without_an_end_of_its_own(last):
    found, _, _ = read_rtf(f"{HEAD}Un.\\par\\pard\\s1 Fin{last}")
    assert [(each.kind, each.text) for each in found] == [("paragraph", "Un."), ("heading", "Fin")]


# Books and XML


def test_entities_that_a_document_declares_are_not_replaced():
    """They may be of any size, or another file."""
    raw = b'<!DOCTYPE a [<!ENTITY b "dit"><!ENTITY c SYSTEM "/etc/hostname">]><a>Non &b; &c;</a>'
    assert "".join(parse_xml(raw, "a").itertext()).split()[0] == "Non"
    assert "dit" not in "".join(parse_xml(raw, "a").itertext()) and len("".join(parse_xml(raw, "a").itertext())) < 20


def test_what_follows_a_page_of_notes_or_of_contents_in_a_book_is_read():
    pages = {
        "a": "<h1>Un</h1><p>Il neige.</p>",
        "t": "<p>Un, deux</p>",
        "n": "<p>De 1912.</p>",
        "b": "<h1>Deux</h1><p>Il vente.</p>",
    }
    nav = link("Un", "a.xhtml") + link("Sommaire", "t.xhtml") + link("Notes", "n.xhtml") + link("Deux", "b.xhtml")
    article = read_article(make_epub(pages, nav), ReadingOptions(notes="read"))
    assert show(article) == "1 Un\np Il neige.\n1 Deux\np Il vente.\n2 Notes\n- 1. De 1912.\n"


def test_the_first_list_of_contents_counts():
    pages = {"a": "<p>Il neige.</p>", "b": "<p>Il vente.</p>"}
    first, second = (link(one, "a.xhtml") + link(two, "b.xhtml") for one, two in (("Un", "Deux"), ("Trois", "Quatre")))
    both = f'{first}</ol></nav><nav epub:type="toc"><ol>{second}'
    assert show(read_article(make_epub(pages, both))) == "1 Un\np Il neige.\n1 Deux\np Il vente.\n"
