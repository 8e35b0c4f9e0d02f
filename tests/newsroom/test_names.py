"""File names of programmes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.newsroom.names import Names

CASES = [
    ({}, [("a", "Le pont"), ("b", "La crue")], ["le-pont", "la-crue"]),
    ({}, [("a", "Le pont"), ("b", "le PONT !"), ("c", "Le pont")], ["le-pont", "le-pont-2", "le-pont-3"]),
    ({}, [("a", "Le pont 2"), ("b", "Le pont"), ("c", "Le pont")], ["le-pont-2", "le-pont", "le-pont-3"]),
    ({"b": "le-pont"}, [("a", "Le pont"), ("b", "Le pont")], ["le-pont-2", "le-pont"]),
    ({"a": "le-pnot"}, [("a", "Le pont")], ["le-pnot"]),
    ({"gone": "le-pont"}, [("a", "Le pont")], ["le-pont-2"]),
]


@pytest.mark.parametrize(("known", "articles", "expected"), CASES)
def test_names(known, articles, expected):
    names = Names(known)
    assert [names.name(place, title) for place, title in articles] == expected


def test_a_name_that_is_not_free_is_not_given():
    names = Names({"a": "le-pont", "b": "la-crue"}, free={"le-pont-3", "la-crue", "le-bac"}.__contains__)
    asked = [("a", "Le pont"), ("b", "Autre"), ("c", "Le bac"), ("a", "Le pont")]
    assert [names.name(place, title) for place, title in asked] == ["le-pont-3", "la-crue", "le-bac", "le-pont-3"]


@given(st.lists(st.sampled_from(["Le pont", "Le pont 2", "La crue", "", "…"]), max_size=12))
def test_no_two_articles_share_a_name_and_each_keeps_its_own(titles):
    articles = list(enumerate(titles))
    names = Names({})
    given = {str(place): names.name(str(place), title) for place, title in articles}
    assert len(set(given.values())) == len(given)
    again = Names(given)
    assert {str(place): again.name(str(place), title) for place, title in reversed(articles)} == given
