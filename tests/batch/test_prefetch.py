"""Articles that are read ahead."""

import threading
from pathlib import Path

import pytest

from audiobrief.batch import sources
from audiobrief.batch.sources import BadSource
from audiobrief.errors import ArticleError
from audiobrief.model import Article, Block


@pytest.fixture
def pages(tmp_path):
    found = []
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(f"Article {number}\n\nUn mot.", encoding="utf-8")
        found.append(str(tmp_path / f"{number}.txt"))
    return found


def test_each_comes_in_its_order_with_its_article(pages):
    assert [(address, article.title) for address, article in sources.read_articles(pages)] == [
        (address, f"Article {Path(address).stem}") for address in pages
    ]


def test_pages_are_read_ahead_of_one_that_takes_its_time_but_not_all_of_them(pages, monkeypatch):
    """A feed may have hundreds, and articles are kept in memory until their programmes are made."""
    taken, enough, read = [], threading.Event(), sources.read

    def slowly(address, *how, **more):
        if address == pages[0]:
            assert enough.wait(30)
        return read(address, *how, **more)

    def coming():
        for page in pages:
            taken.append(page)
            if len(taken) == 16:
                enough.set()
            yield page

    monkeypatch.setattr(sources, "read", slowly)
    articles = sources.read_articles(coming())
    assert next(articles)[0] == pages[0]
    assert 16 <= len(taken) <= 20
    articles.close()
    assert len(taken) <= 20


def test_what_cannot_be_read_stands_in_its_place_and_the_others_go_on(pages, monkeypatch):
    def stumble(address, *how, **more):
        if address == pages[1]:
            raise RecursionError("maximum recursion depth exceeded")
        return Article("Un titre", (Block("paragraph", "Un mot."),))

    monkeypatch.setattr(sources, "read", stumble)
    fault = BadSource("feed", ArticleError("It is empty."))
    came = list(sources.read_articles([pages[0], pages[1], fault, pages[2]]))
    assert [address for address, _ in came] == [pages[0], pages[1], "feed", pages[2]]
    assert [isinstance(article, Article) for _, article in came] == [True, False, False, True]
    assert "maximum recursion depth" in str(came[1][1]) and came[2][1] is fault.error
