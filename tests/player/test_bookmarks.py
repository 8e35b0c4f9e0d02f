"""The place in each article is remembered, and nothing that tells what was read."""

import json

import pytest

from audiobrief.model import Article, Block, Utterance
from audiobrief.player.bookmarks import Bookmarks

ARTICLE = Article("Le bac", (Block("paragraph", "Il part. Il revient."),), address="https://example.org/bac")
UTTERANCES = [Utterance(text) for text in ("Le bac", "Il part.", "Il revient.", "Il part.")]


@pytest.fixture
def marks(tmp_path):
    return Bookmarks(tmp_path / "state" / "places.json")


def test_what_was_never_heard_begins_at_the_beginning(marks):
    assert marks.find_place(ARTICLE, UTTERANCES) == 0


@pytest.mark.parametrize(("at", "found"), [(1, 1), (2, 2), (3, 3), (0, 0), (4, 0)])
def test_the_place_is_found_again_but_for_the_beginning_and_the_end(marks, at, found):
    marks.put_place(ARTICLE, UTTERANCES, 2)
    marks.put_place(ARTICLE, UTTERANCES, at)
    assert marks.find_place(ARTICLE, UTTERANCES) == found


def test_an_article_that_has_changed_is_found_by_the_words(marks):
    marks.put_place(ARTICLE, UTTERANCES, 2)
    assert marks.find_place(ARTICLE, [Utterance("Mis à jour."), Utterance("Chapeau."), *UTTERANCES]) == 4
    assert marks.find_place(ARTICLE, UTTERANCES[:2]) == 1


def test_articles_without_an_address_are_told_apart_by_their_text(marks):
    one, other = (Article("", (Block("paragraph", text),)) for text in ("Un.", "Deux."))
    marks.put_place(one, UTTERANCES, 1)
    assert marks.find_place(one, UTTERANCES) == 1 and marks.find_place(other, UTTERANCES) == 0


def test_files_are_told_apart_by_their_place(marks, monkeypatch, tmp_path):
    (tmp_path / "other").mkdir()
    for folder in (tmp_path, tmp_path / "other"):
        monkeypatch.chdir(folder)
        marks.put_place(Article("Le bac", (), address="bac.md"), UTTERANCES, 2 if folder == tmp_path else 1)
    assert marks.find_place(Article("", (), address=str(tmp_path / "bac.md")), UTTERANCES) == 2
    assert marks.find_place(Article("", (), address="bac.md"), UTTERANCES) == 1


def test_the_latest_articles_are_kept(marks, monkeypatch):
    monkeypatch.setattr("audiobrief.player.bookmarks._MOST", 5)

    def article(number):
        return Article("", (), address=f"https://example.org/{number}")

    for number in range(6):
        marks.put_place(article(number), UTTERANCES, 1)
    marks.put_place(article(1), UTTERANCES, 3)
    marks.put_place(article(6), UTTERANCES, 1)
    assert [marks.find_place(article(number), UTTERANCES) for number in (0, 1, 2, 3, 6)] == [0, 3, 0, 1, 1]
    assert all(len(key) == 32 for key in json.loads(marks.path.read_text()))


def test_a_folder_is_made_for_it(tmp_path):
    marks = Bookmarks(tmp_path / "a" / "b" / "places.json")
    marks.put_place(ARTICLE, UTTERANCES, 1)
    assert marks.find_place(ARTICLE, UTTERANCES) == 1


def test_nothing_in_the_file_says_what_was_heard(marks):
    marks.put_place(ARTICLE, UTTERANCES, 2)
    kept = marks.path.read_text()
    assert not any(word in kept for word in ("example.org", "bac", "revient"))


@pytest.mark.parametrize("damaged", ["", "[1]", "{", '{"a": 1}', "\x00"])
def test_a_damaged_file_is_as_none(marks, damaged):
    marks.path.parent.mkdir()
    marks.path.write_text(damaged)
    assert marks.find_place(ARTICLE, UTTERANCES) == 0
    marks.put_place(ARTICLE, UTTERANCES, 2)
    assert marks.find_place(ARTICLE, UTTERANCES) == 2


def test_where_nothing_can_be_written_nothing_fails(tmp_path):
    (tmp_path / "file").write_text("")
    marks = Bookmarks(tmp_path / "file" / "places.json")
    marks.put_place(ARTICLE, UTTERANCES, 2)
    assert marks.find_place(ARTICLE, UTTERANCES) == 0
