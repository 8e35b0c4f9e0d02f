"""What a batch is asked to make, opened into addresses."""

import pytest

from audiobrief.batch.sources import BadSource, find_addresses

FILES = ("b.md", "a.txt", "c.html", "photo.jpg", ".hidden.txt", "deep/d.md", "deep/e.md", "odd[1].txt", "odd1.txt")

CASES = [
    (["."], ["a.txt", "b.md", "c.html", "odd1.txt", "odd[1].txt"]),
    (["deep"], ["deep/d.md", "deep/e.md"]),
    (["**/*.md"], ["b.md", "deep/d.md", "deep/e.md"]),
    (["b.md", "a.txt"], ["b.md", "a.txt"]),
    (["photo.jpg"], ["photo.jpg"]),
    (["a.txt", "./a.txt", "deep/../a.txt", "*.txt"], ["a.txt", "odd1.txt", "odd[1].txt"]),
    (["odd[1].txt"], ["odd[1].txt"]),
    (["-"], ["deep/e.md", "https://example.org/un", "a.txt"]),
    (["missing.txt"], ["missing.txt"]),
]


@pytest.fixture
def files(tmp_path, monkeypatch):
    (tmp_path / "deep").mkdir()
    for name in FILES:
        (tmp_path / name).write_text("Un mot.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("sources", "expected"), CASES, ids=[" ".join(sources) for sources, _ in CASES])
def test_sources_are_opened_in_order_and_each_article_counts_once(files, sources, expected):
    listed = ["deep/e.md", "", "# a remark", "https://example.org/un", "  a.txt\n", "https://example.org/un"]
    assert find_addresses(sources, lambda: listed, excluded=()) == expected


# A source, what it is called, and why it has no articles.
FAULTS = [
    ("empty", "empty", "holds no article"),
    ("*.pdf", "*.pdf", "No file is named"),
    ("Le pont a rouvert. " * 300, "Le pont a rouvert. Le pont a rouvert. Le pont a rouvert. Le …", "is not an address"),
    ("a\0b", "a\0b", "is not an address"),
    ("a\0" + "b" * 58, "a\0" + "b" * 58, "is not an address"),
    ("a\0" + "b" * 59, "a\0" + "b" * 58 + "…", "is not an address"),
]


@pytest.mark.parametrize(("source", "called", "reason"), FAULTS)
def test_a_source_without_articles_is_told_and_the_others_go_on(files, source, called, reason):
    (files / "empty").mkdir()
    fault, article = find_addresses([source, "a.txt"], list, excluded=())
    assert isinstance(fault, BadSource) and fault.address == called and reason in str(fault.error)
    assert article == "a.txt"


def test_what_a_batch_wrote_is_no_article(files):
    assert find_addresses(["."], list, excluded={files / "c.html", files / "b.md"}) == [
        "a.txt",
        "odd1.txt",
        "odd[1].txt",
    ]


def test_what_make_wrote_beside_an_article_is_no_article(files):
    folder = files / "beside"
    folder.mkdir()
    for name in ("a.md", "a.mp3", "a.vtt", "a.srt", "a.epub", "film.srt", "livre.epub", "livre.mp3"):
        (folder / name).write_text("Un mot.", encoding="utf-8")
    assert find_addresses(["beside"], list, excluded=()) == ["beside/a.md", "beside/film.srt", "beside/livre.epub"]
