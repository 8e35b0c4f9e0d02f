"""Articles that are read ahead."""

from pathlib import Path

import pytest

from audiobrief.batch import prefetch
from audiobrief.batch.sources import Fault
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
    assert [(address, article.title) for address, article in prefetch.articles(pages)] == [
        (address, f"Article {Path(address).stem}") for address in pages
    ]


def test_no_more_are_read_ahead_than_sixteen(pages):
    taken = []
    coming = prefetch.articles(taken.append(page) or page for page in pages)
    next(coming)
    assert len(taken) == 16
    next(coming)
    assert len(taken) == 17
    coming.close()


def test_what_cannot_be_read_stands_in_its_place_and_the_others_go_on(pages, monkeypatch):
    def stumble(address, **how):
        if address == pages[1]:
            raise RecursionError("maximum recursion depth exceeded")
        return Article("Un titre", (Block("paragraph", "Un mot."),))

    monkeypatch.setattr(prefetch, "read", stumble)
    fault = Fault("feed", ArticleError("It is empty."))
    came = list(prefetch.articles([pages[0], pages[1], fault, pages[2]]))
    assert [address for address, _ in came] == [pages[0], pages[1], "feed", pages[2]]
    assert [isinstance(article, Article) for _, article in came] == [True, False, False, True]
    assert "maximum recursion depth" in str(came[1][1]) and came[2][1] is fault.error
