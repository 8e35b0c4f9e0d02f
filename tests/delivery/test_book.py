"""What a talking book says of itself, and the markup it says it in."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from audiobrief.delivery.books.book import Edition, collect_credits, make_identifier
from audiobrief.delivery.books.xml import (
    choose_language_tag,
    get_direction,
    make_element,
    remove_illegal,
    serialize_document,
)
from audiobrief.model import Article, Chapter, Script, Utterance

DATES = [
    (datetime(2024, 3, 15, 18, 5, 9), "2024-03-15", "2024-03-15T18:05:09Z"),
    (datetime(2024, 3, 15, 18, 5, 9, 999, UTC), "2024-03-15", "2024-03-15T18:05:09Z"),
    (datetime(2024, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))), "2023-12-31", "2023-12-31T23:30:00Z"),
]


@pytest.mark.parametrize(("produced", "day", "moment"), DATES)
def test_dates_are_in_universal_time(produced, day, moment):
    edition = Edition("urn:x:1", produced)
    assert (edition.date, edition.modified) == (day, moment)


def test_an_identifier_tells_texts_apart():
    def of(title, text):
        return make_identifier(Script(title, (Chapter("C", (Utterance(text),)),)))

    assert of("T", "Il neige.") == of("T", "Il neige.")
    assert len({of("T", "Il neige."), of("U", "Il neige."), of("T", "Il pleut."), of("T", "\ud800")}) == 4
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f-]{21}", of("T", "Il neige."))


# Article (byline, source, address), edition (publisher), and who is named as author and publisher, with which address.
CREDITS = [
    (("Ève", "Le Phare", "https://a.example/b"), "Éditions", ("Ève", "Éditions", "https://a.example/b")),
    (("", "Le Phare", "/home/eve/a.md"), "", ("", "Le Phare", "")),
    ((" \t", "\x00", "-"), " ", ("", "audiobrief", "")),
    (("Ève\nTiphaine", "", "file:///a"), "", ("Ève Tiphaine", "audiobrief", "")),
]


@pytest.mark.parametrize(("article", "publisher", "expected"), CREDITS)
def test_credits(article, publisher, expected):
    byline, source, address = article
    known = collect_credits(
        Article("T", (), byline, source=source, address=address), Edition("i", datetime(2024, 1, 1), "", publisher)
    )
    assert (known.author, known.publisher, known.address) == expected


def test_markup():
    made = make_element(
        "p", {"title": 'a "b" <c>\x00'}, "1 < 2 & ", make_element("b", None, "]]>"), " 3", " 4\x0b", "\ufffe"
    )
    head, line = serialize_document(made).decode().splitlines()
    assert head == '<?xml version="1.0" encoding="utf-8"?>'
    assert line == '<p title="a &quot;b&quot; &lt;c&gt;">1 &lt; 2 &amp; <b>]]&gt;</b> 3 4</p>'
    assert remove_illegal("a\x00\x1f\x7f\x9f\ud800\ufffe\U0001ffff\t\né🥚") == "a\t\né🥚"


@pytest.mark.parametrize(
    ("language", "tag", "runs"),
    [("fr", "fr", "ltr"), ("ar-MA", "ar-MA", "rtl"), ("français", "fr", "ltr"), ("", "fr", "ltr"), ("he", "he", "rtl")],
)
def test_languages(language, tag, runs):
    assert choose_language_tag(language) == tag
    assert get_direction(choose_language_tag(language)) == runs
