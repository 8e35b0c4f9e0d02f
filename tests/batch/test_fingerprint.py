"""When a programme is another programme."""

from dataclasses import replace
from datetime import date

import pytest

from audiobrief.batch.fingerprint import manner_of, programme_key, voice_identity
from audiobrief.brief import Wishes
from audiobrief.model import Article, Block

ARTICLE = Article("Le pont", (Block("paragraph", "Le pont a rouvert."),), byline="J. L.", address="a.txt")
WISHES = Wishes(voice="espeak-fr")


def key(article, wishes, voice):
    return programme_key(article, manner_of(wishes, voice))


KEY = key(ARTICLE, WISHES, "voice")

ANOTHER = [
    ("text", replace(ARTICLE, blocks=(Block("paragraph", "Le pont a fermé."),)), WISHES, "voice"),
    ("kind of block", replace(ARTICLE, blocks=(Block("quotation", "Le pont a rouvert."),)), WISHES, "voice"),
    ("title", replace(ARTICLE, title="Un pont"), WISHES, "voice"),
    ("byline", replace(ARTICLE, byline=""), WISHES, "voice"),
    ("date", replace(ARTICLE, published=date(2024, 3, 1)), WISHES, "voice"),
    ("voice", ARTICLE, WISHES, "another voice"),
    ("rate", ARTICLE, replace(WISHES, rate=200), "voice"),
    ("delivery", ARTICLE, replace(WISHES, delivery="radio"), "voice"),
    ("page", ARTICLE, replace(WISHES, page=True), "voice"),
]
SAME = [
    ("address", replace(ARTICLE, address="b.txt"), WISHES, "voice"),
    ("cache", ARTICLE, replace(WISHES, cached=False, cache_size=5), "voice"),
]


@pytest.mark.parametrize(("what", "article", "wishes", "voice"), ANOTHER, ids=[row[0] for row in ANOTHER])
def test_another_programme(what, article, wishes, voice):
    assert key(article, wishes, voice) != KEY


@pytest.mark.parametrize(("what", "article", "wishes", "voice"), SAME, ids=[row[0] for row in SAME])
def test_the_same_programme(what, article, wishes, voice):
    assert key(article, wishes, voice) == KEY


def test_a_file_counts_by_what_is_in_it(tmp_path):
    words = tmp_path / "mots.toml"
    words.write_text('[words]\n"Lormeau" = "Lormo"\n', encoding="utf-8")
    first = key(ARTICLE, replace(WISHES, lexicon=words), "voice")
    moved = words.rename(tmp_path / "mots2.toml")
    assert key(ARTICLE, replace(WISHES, lexicon=moved), "voice") == first
    moved.write_text('[words]\n"Lormeau" = "Lormeau"\n', encoding="utf-8")
    assert key(ARTICLE, replace(WISHES, lexicon=moved), "voice") != first


def test_a_new_version_makes_everything_anew(monkeypatch):
    monkeypatch.setattr("audiobrief.batch.fingerprint.__version__", "99")
    assert key(ARTICLE, WISHES, "voice") != KEY


def test_the_voice_is_its_profile_and_who_else_reads(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    profile = tmp_path / "audiobrief" / "voices" / "grave.toml"
    profile.parent.mkdir(parents=True)
    own = 'description = "x"\nengine = "espeak"\nvoice = "fr"\nrate = {}\n'
    profile.write_text(own.format(140), encoding="utf-8")
    first = voice_identity(Wishes(voice="grave"))
    assert first == voice_identity(Wishes(voice="grave"))
    assert first != voice_identity(WISHES)
    assert first != voice_identity(Wishes(voice="grave", quotes_voice="espeak-rapide"))
    profile.write_text(own.format(150), encoding="utf-8")
    assert first != voice_identity(Wishes(voice="grave"))
    assert voice_identity(Wishes(voice="espeak")) == voice_identity(WISHES)
