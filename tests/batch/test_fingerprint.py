"""When a programme is another programme."""

from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from audiobrief.batch.fingerprint import compute_batch_key, compute_programme_key, compute_voice_identity
from audiobrief.model import Article, Block
from audiobrief.options import Options

ARTICLE = Article("Le pont", (Block("paragraph", "Le pont a rouvert."),), byline="J. L.", address="a.txt")
OPTIONS = Options(voice="espeak-fr")


def key(article, options, voice):
    return compute_programme_key(article, compute_batch_key(options, voice))


KEY = key(ARTICLE, OPTIONS, "voice")

ANOTHER = [
    ("text", replace(ARTICLE, blocks=(Block("paragraph", "Le pont a fermé."),)), OPTIONS, "voice"),
    ("kind of block", replace(ARTICLE, blocks=(Block("quotation", "Le pont a rouvert."),)), OPTIONS, "voice"),
    ("title", replace(ARTICLE, title="Un pont"), OPTIONS, "voice"),
    ("byline", replace(ARTICLE, byline=""), OPTIONS, "voice"),
    ("date", replace(ARTICLE, published=date(2024, 3, 1)), OPTIONS, "voice"),
    ("voice", ARTICLE, OPTIONS, "another voice"),
    ("rate", ARTICLE, structs.replace(OPTIONS, rate=200), "voice"),
    ("delivery", ARTICLE, structs.replace(OPTIONS, delivery="radio"), "voice"),
    ("page", ARTICLE, structs.replace(OPTIONS, exports=("page",)), "voice"),
]
SAME = [
    ("address", replace(ARTICLE, address="b.txt"), OPTIONS, "voice"),
    ("cache", ARTICLE, structs.replace(OPTIONS, cached=False, cache_size=5), "voice"),
]


@pytest.mark.parametrize(("what", "article", "options", "voice"), ANOTHER, ids=[row[0] for row in ANOTHER])
def test_another_programme(what, article, options, voice):
    assert key(article, options, voice) != KEY


@pytest.mark.parametrize(("what", "article", "options", "voice"), SAME, ids=[row[0] for row in SAME])
def test_the_same_programme(what, article, options, voice):
    assert key(article, options, voice) == KEY


def test_a_template_counts_by_what_is_in_it(tmp_path):
    path = tmp_path / "a.xml"
    keys = []
    for text in ("<a/>", "<b/>", "<a/>"):
        path.write_text(text, encoding="utf-8")
        keys.append(key(ARTICLE, structs.replace(OPTIONS, sidecars=("json", path)), "voice"))
    assert keys[0] == keys[2] != keys[1]


def test_a_file_counts_by_what_is_in_it(tmp_path):
    words = tmp_path / "mots.toml"
    words.write_text('[words]\n"Lormeau" = "Lormo"\n', encoding="utf-8")
    first = key(ARTICLE, structs.replace(OPTIONS, lexicon=words), "voice")
    moved = words.rename(tmp_path / "mots2.toml")
    assert key(ARTICLE, structs.replace(OPTIONS, lexicon=moved), "voice") == first
    moved.write_text('[words]\n"Lormeau" = "Lormeau"\n', encoding="utf-8")
    assert key(ARTICLE, structs.replace(OPTIONS, lexicon=moved), "voice") != first


def test_a_new_version_makes_everything_anew(monkeypatch):
    monkeypatch.setattr("audiobrief.batch.fingerprint.__version__", "99")
    assert key(ARTICLE, OPTIONS, "voice") != KEY


def test_the_voice_is_its_profile_and_who_else_reads(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    profile = tmp_path / "audiobrief" / "voices" / "grave.toml"
    profile.parent.mkdir(parents=True)
    own = 'description = "x"\nengine = "espeak"\nvoice = "fr"\nrate = {}\n'
    profile.write_text(own.format(140), encoding="utf-8")
    first = compute_voice_identity(Options(voice="grave"))
    assert first == compute_voice_identity(Options(voice="grave"))
    assert first != compute_voice_identity(OPTIONS)
    assert first != compute_voice_identity(Options(voice="grave", quotes_voice="espeak-rapide"))
    profile.write_text(own.format(150), encoding="utf-8")
    assert first != compute_voice_identity(Options(voice="grave"))
    assert compute_voice_identity(Options(voice="espeak")) == compute_voice_identity(OPTIONS)
