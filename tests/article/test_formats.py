"""The table of formats: each has a parser of its name, and no two claim the same files."""

from itertools import chain

import pytest

from audiobrief.article import read_article
from audiobrief.article.formats import FORMATS, Format
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.model import Article, Block

WRITTEN = [
    ("a.txt", "Il **neige** & il vente.", "Il neige & il vente."),
    ("a.text", "Il *neige* &amp; il vente.", "Il neige & il vente."),
    ("a.md", "Il [neige](x) `&` il vente.", "Il neige & il vente."),
    ("a.MARKDOWN", "Il [neige](x) & il vente.", "Il neige & il vente."),
    ("a.html", "<p>Il <b>neige</b> &amp; il vente.", "Il neige & il vente."),
    ("a.htm", "<p>Il <i>neige</i> & il vente.", "Il neige & il vente."),
    ("a.xhtml", "<html><body><p>Il neige &amp; il vente.</p></body></html>", "Il neige & il vente."),
    ("a", "<p>Il <b>neige</b>.", "Il neige."),
    ("a.asc", "## Le temps\n\nIl *neige*.", "Il neige."),
    (
        "a.srt",
        "1\n00:00:01,000 --> 00:00:02,000\n<i>Il</i> neige.\n\n2\n00:00:02,000 --> 00:00:03,000\nIl vente.\n",
        "Il neige. Il vente.",
    ),
    ("a", "1\n00:00:01,000 --> 00:00:02,000\nIl neige.\n", "Il neige."),
    ("a.vtt", "WEBVTT\n\nNOTE\nrien\n\n00:01.000 --> 00:02.000\n<v Anne>Il &amp; elle.\n", "Il & elle."),
    ("a", "WEBVTT\n\n00:01.000 --> 00:02.000\nIl neige.\n", "Il neige."),
    ("a", '{"cells": [{"cell_type": "markdown", "source": "Il neige."}], "nbformat": 4}', "Il neige."),
    ("a.rst", "Le temps\n========\n\nIl *neige*.", "Il neige."),
]


@pytest.mark.parametrize(("name", "text", "said"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_a_file_is_parsed_by_the_format_of_its_suffix_or_of_its_text(tmp_path, name, text, said):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert read_article(path).blocks[-1].text == said


CUE = "00:00:01,000 --> 00:00:02,000\nIl neige.\n"
SAMPLES = {
    "srt": f"1\n{CUE}",
    "vtt": f"WEBVTT\n\n{CUE.replace(',', '.')}",
    "ipynb": '{"nbformat": 4, "cells": [{"cell_type": "markdown", "source": ["Il neige."]}]}',
}
TEXTS = {name: entry for name, entry in FORMATS.items() if not entry.is_document}


@pytest.mark.parametrize("entry", TEXTS.values(), ids=TEXTS)
def test_a_format_s_parser_makes_an_article_with_its_address(entry):
    article = entry.parse(SAMPLES.get(entry.name, "Il neige."), "a.txt")
    assert ([block.text for block in article.blocks], article.address) == (["Il neige."], "a.txt")


@pytest.mark.parametrize("claims", ["suffixes", "media_types"])
def test_no_two_formats_claim_the_same(claims):
    claimed = list(chain.from_iterable(getattr(entry, claims) for entry in FORMATS.values()))
    assert len(claimed) == len(set(claimed)) >= len(FORMATS)
    assert claimed == [claim.lower() for claim in claimed]


@pytest.mark.parametrize("name", ["a.doc", "a.txt", "a"])
def test_a_document_is_recognized_by_its_first_bytes_and_parsed_from_them(tmp_path, monkeypatch, name):
    seen = []

    class Documents(Format):
        __slots__ = ()

        def parse(self, content, address, reading=DEFAULT_READING):
            seen.append((content, address, reading))
            return Article("", (Block("paragraph", "Il neige."),), address=address)

    monkeypatch.setitem(FORMATS, "sheets", Documents("sheets", (".doc",), ("application/x-sheets",), rb"SHEETS.\x00"))
    raw, asked = b"SHEETS\n\x00\xff", ReadingOptions(tables="skip")
    (tmp_path / name).write_bytes(raw)
    assert read_article(tmp_path / name, asked).blocks[0].text == "Il neige."
    assert read_article(raw, asked).blocks[0].text == "Il neige."
    assert seen == [(raw, str(tmp_path / name), asked), (raw, "", asked)]
