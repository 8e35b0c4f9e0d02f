"""Clips are kept under all that decides how they sound, and come back as they were."""

from dataclasses import replace

import pytest

from audiobrief.model import Clip, Spoken, TimedWord
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.engine import Manner

IDENTITY, MANNER = "engine 1", Manner(rate=165, pitch=50, foreign="switch")
SPAN = Spoken(0, 4, "OTAN", "words", "fr", "")
OTHERS = [
    ("another engine", "engine 2", MANNER, SPAN),
    ("another rate", IDENTITY, replace(MANNER, rate=166), SPAN),
    ("another pitch", IDENTITY, replace(MANNER, pitch=51), SPAN),
    ("foreign words respelled", IDENTITY, replace(MANNER, foreign="respell"), SPAN),
    ("other words", IDENTITY, MANNER, replace(SPAN, text="Otan")),
    ("spelled", IDENTITY, MANNER, replace(SPAN, kind="letters")),
    ("a foreign name", IDENTITY, MANNER, replace(SPAN, kind="foreign")),
    ("another language", IDENTITY, MANNER, replace(SPAN, language="en")),
    ("respelled by a lexicon", IDENTITY, MANNER, replace(SPAN, respelling="Ottan")),
    ("a question that rises", IDENTITY, MANNER, replace(SPAN, rising=True)),
]


@pytest.fixture
def cache(tmp_path):
    return ClipCache(tmp_path)


@pytest.mark.parametrize(("name", "identity", "manner", "span"), OTHERS, ids=[row[0] for row in OTHERS])
def test_what_sounds_otherwise_has_another_key(cache, name, identity, manner, span):
    key = cache.make_key(IDENTITY, MANNER, (SPAN,))
    assert cache.make_key(identity, manner, (span,)) != key
    cache.put(key, Clip(b"\1\0", 24_000))
    assert cache.get(cache.make_key(identity, manner, (span,))) is None


def test_the_order_of_spans_and_where_they_are_cut_tell_keys_apart(cache):
    one, two = Spoken(0, 3, "un "), Spoken(3, 7, "deux")
    keys = {cache.make_key(IDENTITY, MANNER, speech) for speech in ((one, two), (two, one), (one,), (two,))}
    assert len(keys) == 4


def test_what_is_not_heard_makes_no_difference(cache):
    """Where a span stood in the article, which rule made it, and spans without a text."""
    same = [
        (replace(SPAN, start=7, end=11, rule="acronym"),),
        (SPAN, Spoken(4, 9, "")),
        (Spoken(0, 0, "", "letters", "en", "x"), SPAN),
    ]
    assert {cache.make_key(IDENTITY, MANNER, speech) for speech in same} == {cache.make_key(IDENTITY, MANNER, (SPAN,))}


def test_another_form_of_what_is_kept_has_other_keys(cache, monkeypatch):
    key = cache.make_key(IDENTITY, MANNER, (SPAN,))
    monkeypatch.setattr("audiobrief.voice.cache._VERSION", 0)
    assert cache.make_key(IDENTITY, MANNER, (SPAN,)) != key


@pytest.mark.parametrize(
    "clip",
    [
        Clip(b"", 8_000),
        Clip(b"\1\2", 22_050),
        Clip(bytes(range(256)), 192_000),
        Clip(bytes(40), 24_000, (TimedWord(0, 3, 1, 8), TimedWord(4, 9, 8, 20))),
    ],
)
def test_a_clip_comes_back_as_it_was(cache, clip):
    cache.put("ab12", clip)
    assert cache.get("ab12") == clip


def test_what_is_too_short_for_a_clip_is_none(cache):
    cache.store.put("clip", "ab12", b"abc")
    assert cache.get("ab12") is None


def test_what_is_kept_is_counted_and_cleared(cache):
    assert (cache.summarize().clips, cache.summarize().size) == (0, 0)
    for number in range(3):
        cache.put(f"{number}" * 64, Clip(bytes(100), 8_000))
    cache.store.put("level", "ab12", bytes(50))
    held = cache.summarize()
    files = [path for path in held.folder.rglob("*") if path.is_file()]
    assert (held.clips, held.size) == (3, sum(path.stat().st_size for path in files)) and len(files) == 4
    assert cache.clear() == 3
    assert (cache.summarize().clips, cache.summarize().size) == (0, 0)
