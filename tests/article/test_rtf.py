"""RTF as newsroom systems, TextEdit and Word write it: letters, styles, what is hidden, lists, tables, notes."""

# ruff: noqa: E501  one document a row

import pytest

from audiobrief.article import ReadingOptions, read_article
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


def test_notes_are_apart():
    raw = rtf("Le pont{\\super\\chftn}{\\footnote\\pard{\\super\\chftn} De 1912.\\par} rouvre.\\par")
    assert show(parse_rtf(raw, "")) == "p Le pont rouvre.\n"
    assert show(parse_rtf(raw, "", ReadingOptions(notes="read"))) == "p Le pont rouvre.\n2 Notes\n- 1. De 1912.\n"
