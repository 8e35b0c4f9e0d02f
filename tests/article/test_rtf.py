"""RTF as newsroom systems, TextEdit and Word write it: letters, styles, what is hidden, lists, tables, notes."""

# ruff: noqa: E501  one document a row

import pytest

from audiobrief.article import ReadingOptions, read_article
from audiobrief.article.documents.rich_text import RichTextReader
from audiobrief.article.formats.rtf import parse_rtf
from tests.article.test_documents import show


def rtf(body, head="\\ansi\\ansicpg1252"):
    return f"{{\\rtf1{head} {body}}}".encode("latin-1")


STYLES = "{\\stylesheet{Normal;}{\\s1\\outlinelevel0 heading 1;}{\\s2 Quote;}{\\s3 toc 1;}}"
CASES = {
    "letters of the code page": (rtf("\\'c9t\\'e9 \\'96 l\\'92\\'9cuvre"), "p Été – l’œuvre\n"),
    "raw bytes": (rtf("Été"), "p Été\n"),
    "Unicode with a fallback": (rtf("l\\u8217\\'92eau co\\u251?te"), "p l’eau coûte\n"),
    "Unicode without one": (rtf("\\uc0 l\\u8217 eau"), "p l’eau\n"),
    "a pair of surrogates": (rtf("\\u-10179?\\u-8703? oui"), "p \U0001f601 oui\n"),
    "a Mac's letters": (rtf("\\'8et\\'8e", "\\mac"), "p été\n"),
    "a font's own character set": (
        rtf("{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}}\\f1 \\'ec\\'e8\\'f0 \\f0\\'e9"), "p мир é\n",
    ),
    "symbols": (rtf("\\ldblquote a\\rdblquote\\~\\emdash  b\\_c d\\-e \\{f\\}"), "p “a” — b‑c de {f}\n"),
    "paragraphs": (rtf("un\\par deux\\\ntrois"), "p un\np deux\np trois\n"),
    "lines": (rtf("Une phrase.\\line Une autre\\line qui court."), "p Une phrase.\np Une autre qui court.\n"),
    "a heading by its style": (rtf(f"{STYLES}Avant.\\par\\pard\\s1 Le pont\\par\\pard un\\par"), "p Avant.\n1 Le pont\np un\n"),
    "by its outline level": (rtf("Avant.\\par\\pard\\outlinelevel1 Le pont\\par\\pard un\\par"), "p Avant.\n2 Le pont\np un\n"),
    "by bold type": (rtf("Un.\\par {\\b Le pont}\\par Deux.\\par"), "p Un.\n2 Le pont\np Deux.\n"),
    "a quotation": (rtf(f"{STYLES}\\pard\\s2 Il neige.\\par\\pard\\plain Un.\\par"), "> Il neige.\np Un.\n"),
    "a table of contents": (rtf(f"{STYLES}\\pard\\s3 Le pont 3\\par\\pard Un.\\par"), "p Un.\n"),
    "hidden and deleted text": (rtf("Un{\\v  caché}{\\deleted  barré} mot"), "p Un mot\n"),
    "what is no text": (
        rtf("{\\*\\generator x;}{\\header tête}{\\pict\\wmetafile8 0102ff}{\\*\\inconnu y}{\\object{\\*\\objdata 01}}Oui"),
        "p Oui\n",
    ),
    "binary data": (rtf("{\\pict\\bin5 }}}}}}Oui"), "p Oui\n"),
    "a field": (rtf('{\\field{\\*\\fldinst HYPERLINK "x"}{\\fldrslt le site}} ici'), "p le site ici\n"),
    "a list with numbers": (
        rtf("{\\listtext\\tab 1.\\tab}un\\par{\\listtext\\tab 2.\\tab}deux\\par"), "- 1. un\n- 2. deux\n",
    ),
    "a list with bullets": (rtf("{\\pntext\\f1\\'b7\\tab}un\\par{\\pntext\\f1\\'b7\\tab}deux\\par"), "- un\n- deux\n"),
    "no bold": (rtf("Un.\\par {\\b0 Le pont}\\par Deux.\\par"), "p Un.\np Le pont\np Deux.\n"),
    "bold by a number": (rtf("Un.\\par {\\b1 Le pont}\\par Deux.\\par"), "p Un.\n2 Le pont\np Deux.\n"),
    "plain again": (rtf("Un.\\par \\b\\fs40\\v\\plain Le pont\\par Deux.\\par"), "p Un.\np Le pont\np Deux.\n"),
    "larger type": (rtf("\\fs20 Un.\\par {\\fs23 Le pont}\\par\\fs20 Deux.\\par"), "p Un.\n2 Le pont\np Deux.\n"),
    "hardly larger type": (rtf("\\fs20 Un.\\par {\\fs22 Le pont}\\par\\fs20 Deux.\\par"), "p Un.\np Le pont\np Deux.\n"),
    "no size": (rtf("Un.\\par {\\fs Le pont}\\par Deux.\\par"), "p Un.\np Le pont\np Deux.\n"),
    "a size of twelve points": (rtf("\\fs24 Un.\\par {\\plain Le pont}\\par\\fs24 Deux.\\par"), "p Un.\np Le pont\np Deux.\n"),
    "a code page": (rtf("\\'b9 \\'e9", "\\ansi\\ansicpg1250"), "p ą é\n"),
    "a code page that nobody knows": (rtf("\\'e9", "\\mac\\ansicpg99999"), "p È\n"),
    "a code page without a number": (rtf("\\'e9", "\\mac\\ansicpg"), "p é\n"),
    "a font's code page": (rtf("{\\fonttbl{\\f1\\fcharset0\\cpg1251 A;}}\\f1 \\'ec"), "p м\n"),
    "a font's code page that nobody knows": (rtf("{\\fonttbl{\\f1\\fcharset204\\cpg99999 A;}}\\f1 \\'ec"), "p м\n"),
    "UTF-8": (rtf("\\'c3\\'a9", "\\ansi\\ansicpg65001"), "p é\n"),
    "DOS": (rtf("\\'82", "\\pc"), "p é\n"),
    "DOS of another kind": (rtf("\\'82", "\\pca"), "p é\n"),
    "the default font": (rtf("{\\fonttbl{\\f3\\fcharset204 A;}}\\f1 \\'ec \\plain \\'ec", "\\ansi\\deff3"), "p ì м\n"),
    "a charset outside of the fonts": (rtf("\\fcharset204 \\'ec"), "p ì\n"),
    "two fallbacks": (rtf("\\uc2 l\\u8217 abeau"), "p l’eau\n"),
    "a fallback of a byte": (rtf("l\\u8217\\'41eau"), "p l’eau\n"),
    "a fallback that its group ends": (rtf("{l\\u8217}eau"), "p l’eau\n"),
    "a fallback that a word ends": (rtf("l\\u8217\\b0 eau"), "p l’eau\n"),
    "fallbacks without a number": (rtf("\\uc0\\uc l\\u8217 xeau"), "p l’eau\n"),
    "too many fallbacks": (rtf("\\uc99 l\\u8217 " + "x" * 32 + "eau"), "p l’eau\n"),
    "fallbacks below none": (rtf("\\uc-3 l\\u8217 eau"), "p l’eau\n"),
    "a raised digit": (rtf("4 m{\\super 2} et 3{\\sub 4}"), "p 4 m² et 34\n"),
    "raised no longer": (rtf("4 m\\super 2\\nosupersub 5"), "p 4 m²5\n"),
    "not raised": (rtf("4 m{\\super0 2}"), "p 4 m2\n"),
    "raised letters": (rtf("le 1{\\super er} mars"), "p le 1er mars\n"),
    "binary data without a length": (rtf("{\\pict\\bin}Oui"), "p Oui\n"),
    "binary data below nothing": (rtf("{\\pict\\bin-4 }Oui"), "p Oui\n"),
    "sections": (rtf("un\\sect deux"), "p un\np deux\n"),
    "a page that begins without an end before it": (rtf("un {\\page } deux"), "p un\np deux\n"),
    "the style of an image's caption": (
        rtf("{\\stylesheet{\\s7 Image Caption;}}un\\par\\s7 Une vue\\par\\pard deux\\par"), "p un\np deux\n",
    ),
    "a level of body text": (rtf("Avant.\\par\\pard\\outlinelevel9 Le pont\\par\\pard un\\par"), "p Avant.\np Le pont\np un\n"),
    "the last level": (rtf("Avant.\\par\\pard\\outlinelevel8 Le pont\\par\\pard un\\par"), "p Avant.\n9 Le pont\np un\n"),
    "a level without a number": (rtf("Avant.\\par\\pard\\outlinelevel Le pont\\par un\\par"), "p Avant.\np Le pont\np un\n"),
    "a level below the first": (rtf("Avant.\\par\\pard\\outlinelevel-1 Le pont\\par un\\par"), "p Avant.\np Le pont\np un\n"),
    "a level until the next paragraph's": (rtf("Avant.\\par\\outlinelevel0 Le pont\\par Un\\par\\pard un\\par"), "p Avant.\n1 Le pont\n1 Un\np un\n"),
    "a style of a level": (rtf("{\\stylesheet{\\s4\\outlinelevel2 Chapeau;}}Avant.\\par\\s4 Le pont\\par\\pard un\\par"), "p Avant.\n3 Le pont\np un\n"),
    "a style behind one of a level": (rtf("{\\stylesheet{\\s4\\outlinelevel2 Chapeau;}{\\s5 Texte;}}Avant.\\par\\s5 Le pont\\par"), "p Avant.\np Le pont\n"),
    "a heading of two lines": (rtf(f"{STYLES}Avant.\\par\\pard\\s1 Le pont.\\line Et la halle\\par\\pard un\\par"), "p Avant.\n1 Le pont. Et la halle\np un\n"),
    "a number of letters": (rtf("{\\listtext a)\\tab}un\\par{\\listtext b)\\tab}deux\\par trois\\par"), "- a) un\n- b) deux\np trois\n"),
    "another kind of cell": (
        rtf("\\trowd\\intbl a\\par b\\cell c\\cell\\row\\trowd\\intbl d\\cell e\\cell\\row\\pard Fin.\\par"), "p a b, c\np d, e\np Fin.\n",
    ),
    "two tables": (
        rtf("\\intbl a\\cell b\\cell\\row\\pard Entre.\\par\\intbl c\\cell d\\cell\\row\\pard Fin.\\par"), "p a, b\np Entre.\np c, d\np Fin.\n",
    ),
    "a box of one cell": (rtf("\\intbl Un.\\par Deux.\\cell\\row\\pard Fin.\\par"), "p Un.\np Deux.\np Fin.\n"),
    "a table at the end": (rtf("\\intbl a\\cell b\\cell\\row"), "p a, b\n"),
    "a text box": (rtf("{\\shp{\\*\\shpinst{\\shptxt Boîte.\\par}}}Oui.\\par"), "p Boîte.\np Oui.\n"),
    "a backslash": (rtf("a\\\\b"), "p a\\b\n"),
    "a table": (
        rtf("\\trowd\\intbl Jour\\cell Prix\\cell\\row\\trowd\\intbl lundi\\cell 3 \\'80\\cell\\row\\pard Fin.\\par"),
        "p Jour, Prix\np lundi, 3 €\np Fin.\n",
    ),
    "left open": (b"{\\rtf1\\ansi Il neige", "p Il neige\n"),
    "closed too often": (b"{\\rtf1\\ansi Il neige}}}}", "p Il neige\n"),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "read"), CASES.values(), ids=CASES)
def test_what_is_read(raw, read):
    assert show(parse_rtf(raw, "")) == read


def test_what_a_document_says_of_itself():
    about = "{\\info{\\title Le pont}{\\author Anne Le Roux}{\\creatim\\yr2024\\mo3\\dy14\\hr9}}\\lang1036 "
    article = read_article(rtf(f"{about}Il neige.\\par"))
    assert (article.title, article.byline, str(article.published), article.language) == (
        "Le pont", "Anne Le Roux", "2024-03-14", "fr",
    )  # fmt: skip


ABOUT = [
    ("{\\info{\\title Le pont}{\\author A}{\\author B}}", ("Le pont", "A", None)),
    ("{\\info{\\creatim\\yr2024\\mo13\\dy14}}", ("", "", None)),
    ("{\\info{\\creatim\\yr2024\\mo3}}", ("", "", None)),
    ("{\\info{\\revtim\\yr2025\\mo1\\dy2}{\\creatim\\yr2024\\mo3\\dy14}}", ("", "", "2024-03-14")),
    ("{\\info{\\creatim\\yr2024\\mo3\\dy14\\yr2025}}", ("", "", "2024-03-14")),
    ("{\\title Le pont}", ("", "", None)),
]


@pytest.mark.parametrize(("head", "told"), ABOUT)
def test_what_is_no_title_author_or_day(head, told):
    reader = RichTextReader(rtf(f"{head}Il neige.\\par"), ReadingOptions())
    reader.read()
    about = reader.properties
    assert (about.title, about.byline, about.published and str(about.published)) == told


LANGUAGES = [("\\lang1036 ", "fr"), ("\\lang1033 ", "en"), ("\\deflang1036 ", "fr"), ("", ""), ("\\lang ", ""),
             ("\\lang1033 a\\lang1036 ", "fr"), ("\\lang1036 {\\v\\lang1033 " + "a" * 40 + "}", "fr"),
             ("\\lang1036 {\\footnote\\lang1033 " + "a" * 40 + "}", "fr")]  # fmt: skip


@pytest.mark.parametrize(("head", "language"), LANGUAGES)
def test_the_language_is_that_of_most_of_the_text(head, language):
    reader = RichTextReader(rtf(f"{head}Il neige.\\par"), ReadingOptions())
    reader.read()
    assert reader.properties.language[:2] == language


def test_a_head_of_a_table_is_told():
    rows = "\\trowd{}\\intbl 1\\cell 2\\cell\\row\\trowd{}\\intbl 3\\cell 4\\cell\\row\\pard Fin.\\par"
    named = ReadingOptions(tables="name")
    for first, second, count in (("", "", 2), ("\\trhdr", "", 1), ("", "\\trhdr", 2)):
        assert show(parse_rtf(rtf(rows.format(first, second)), "", named)).startswith(
            f"p Tableau non lu : {count} ligne"
        )


def test_a_paragraph_s_end_within_a_note_is_a_space():
    raw = rtf("Le pont{\\footnote Une.\\par Deux.\\line Trois.\\par} rouvre.{\\footnote  }\\par")
    assert (
        show(parse_rtf(raw, "", ReadingOptions(notes="read"))) == "p Le pont rouvre.\n2 Notes\n- 1. Une. Deux. Trois.\n"
    )


def test_notes_are_apart():
    raw = rtf("Le pont{\\super\\chftn}{\\footnote\\pard{\\super\\chftn} De 1912.\\par} rouvre.\\par")
    assert show(parse_rtf(raw, "")) == "p Le pont rouvre.\n"
    assert show(parse_rtf(raw, "", ReadingOptions(notes="read"))) == "p Le pont rouvre.\n2 Notes\n- 1. De 1912.\n"
