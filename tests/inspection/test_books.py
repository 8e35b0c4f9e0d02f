"""Talking books: what `inspect` says of those that audiobrief writes, and of files that are none."""

import random
import zipfile
from datetime import date

import pytest

from audiobrief import pipeline
from audiobrief.errors import EncoderError
from audiobrief.inspection.books import BookInfo, describe_book, make_book_table, read_book_info
from audiobrief.model import Article, Block

ARTICLE = Article(
    "L’œuvre d’été",
    (
        Block("paragraph", "Le pont a rouvert mardi."),
        Block("heading", "Les travaux"),
        Block("paragraph", "Ils ont duré."),
    ),
    byline="Élise Noël",
    source="Le Phare",
    published=date(2026, 3, 9),
)
FILES = {"epub": "pont.epub", "audiobook": "pont.audiobook", "daisy": "pont.daisy/ncc.html",
         "daisy3": "pont.daisy3/book.opf"}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return pipeline.make(
        ARTICLE, output=tmp_path_factory.mktemp("books") / "pont.mp3", voice="espeak-fr", chapters="headings",
        exports=("epub", "audiobook", "daisy", "daisy3"), cached=False,
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), FILES.items())
def test_what_it_says_of_itself(made, kind, name):
    book = read_book_info(made.mp3.with_name("x").parent / name)
    assert (book.format, book.title, book.author) == (kind, ARTICLE.title, "Élise Noël")
    assert (book.narrator, book.publisher, book.language) == ("espeak-fr (voix de synthèse)", "Le Phare", "fr")
    assert book.date == "2026-03-09"
    assert "voix de synthèse" in book.description
    assert book.duration == pytest.approx(made.duration, abs=1)
    assert book.chapters == (ARTICLE.title, "Les travaux")
    marked = "" if kind == "daisy" else "https://schema.org/AlgorithmicMediaDigitalSource"
    assert book.source_type == marked
    if kind == "epub":
        assert book.conformance == "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
        assert book.certifier.startswith("audiobrief ")
    lines = [str(line) for line in describe_book(book)]
    assert lines[0] == f"File: {name.rpartition('/')[2]}"
    assert "Chapters: 2" in lines
    assert make_book_table(book)["chapters"] == book.chapters


def test_what_is_no_book(made, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "Un mot.")
    assert [read_book_info(path) for path in (made.mp3, tmp_path / "a.zip")] == [None, None]


@pytest.mark.parametrize("name", FILES.values())
def test_a_damaged_book_is_read_or_told_of(made, tmp_path, name):
    data = (made.mp3.parent / name).read_bytes()
    dice = random.Random(5)
    path = tmp_path / name.rpartition("/")[2]
    for _ in range(60):
        changed = bytearray(data[: dice.choice([len(data), dice.randrange(64, len(data))])])
        for _ in range(dice.randrange(12)):
            changed[dice.choice([dice.randrange(len(changed)), -1 - dice.randrange(min(len(changed), 1500))])] ^= 7
        path.write_bytes(changed)
        try:
            found = read_book_info(path)
            assert found is None or isinstance(found, BookInfo)
        except EncoderError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize("text", ["[]", "{", '{"readingOrder": 3}', '{"readingOrder": ["a"], "name": "x"}', "null"])
def test_a_manifest_that_is_none(tmp_path, text):
    with zipfile.ZipFile(tmp_path / "a.audiobook", "w") as archive:
        archive.writestr("publication.json", text)
    with pytest.raises(EncoderError, match="is damaged, or no talking book"):
        read_book_info(tmp_path / "a.audiobook")
