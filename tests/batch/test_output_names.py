"""File names of programmes."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.batch.output_names import NameAllocator, make_source_name, number_source

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
    names = NameAllocator(known)
    assert [names.allocate(place, title) for place, title in articles] == expected


def test_a_name_that_is_not_free_is_not_given():
    names = NameAllocator({"a": "le-pont", "b": "la-crue"}, free={"le-pont-3", "la-crue", "le-bac"}.__contains__)
    asked = [("a", "Le pont"), ("b", "Autre"), ("c", "Le bac"), ("a", "Le pont")]
    assert [names.allocate(place, title) for place, title in asked] == ["le-pont-3", "la-crue", "le-bac", "le-pont-3"]


@given(st.lists(st.sampled_from(["Le pont", "Le pont 2", "La crue", "", "…"]), max_size=12))
def test_no_two_articles_share_a_name_and_each_keeps_its_own(titles):
    articles = list(enumerate(titles))
    names = NameAllocator({})
    given = {str(place): names.allocate(str(place), title) for place, title in articles}
    assert len(set(given.values())) == len(given)
    again = NameAllocator(given)
    assert {str(place): again.allocate(str(place), title) for place, title in reversed(articles)} == given


@pytest.mark.parametrize(
    "stem", ["Flash 12", "FLASH_12", "日本", "😀", "été", os.fsdecode(b"caf\xe9"), "a.b", "-rf", "$(x);y"]
)
def test_a_source_gives_its_name_as_it_is(tmp_path, stem):
    assert make_source_name(Path(f"{stem}.md"), tmp_path) == stem
    assert number_source(Path(f"{stem}.md"), 1, tmp_path) == f"{stem}.md"
    assert number_source(Path(f"{stem}.md"), 2, tmp_path) == f"{stem}-2.md"


@pytest.mark.parametrize("letter", ["x", "é", "😀"])
def test_a_name_that_is_too_long_is_cut_at_a_character_and_keeps_its_number(tmp_path, letter):
    source = Path(letter * (252 // len(letter.encode())) + ".md")
    name = make_source_name(source, tmp_path)
    assert set(name) == {letter} and 220 < len(name.encode()) < 240
    (tmp_path / f"{name}-1000.chapters.json").touch()
    again = number_source(source, 2, tmp_path)
    assert again.endswith("-2.md") and make_source_name(Path(again), tmp_path) == again[:-3]
