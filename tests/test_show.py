"""The file of a show: what it may hold, and what programmes and feeds take from it."""

from datetime import date
from pathlib import Path

import pytest
from mutagen.id3 import ID3

from audiobrief import pipeline
from audiobrief.batch.fingerprint import compute_batch_key
from audiobrief.batch.task import locate_files
from audiobrief.errors import DataError
from audiobrief.model import Article, Block
from audiobrief.options import Options
from audiobrief.pipeline.announcements import choose_announcements, fill_fields
from audiobrief.show import Funding, License, Person, read_show

SHOW = """
title = "Le journal des Brumes"
author = "La rédaction"
copyright = "2026 Le Phare"
season = 2
opening = "{show}, le {date}. Un article de {author}."
closing = "C’était {title}, dans {source}."

[license]
name = "CC-BY-4.0"

[funding]
url = "https://example.org/don"
text = "Soutenez-nous"

[[person]]
name = "Anne Ferrec"
"""
ARTICLE = Article(
    "Le pont rouvre",
    (Block("paragraph", "Le pont a rouvert mardi."),),
    byline="Élise Noël",
    source="Le Phare",
    published=date(2026, 3, 1),
    address="https://example.org/pont",
)


@pytest.fixture
def write_show(tmp_path):
    def write(text):
        path = tmp_path / "show.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_whole_show(write_show):
    show = read_show(write_show(SHOW))
    assert (show.title, show.author, show.season, show.language) == ("Le journal des Brumes", "La rédaction", 2, "fr")
    assert show.license == License(name="CC-BY-4.0")
    assert show.funding == Funding(url="https://example.org/don", text="Soutenez-nous")
    assert show.person == (Person(name="Anne Ferrec", role="host"),)


WRONG = [
    ("author = 'a'", r"key 'title': is missing; it must be a text in quotes"),
    ("title = 1", r"key 'title': must be a text in quotes, not 1"),
    ("title = 'a'\nseason = 0", r"key 'season': must be a whole number from 1 to 9999, not 0"),
    ("title = 'a'\nautor = 'b'", r"key 'autor': is unknown \(did you mean 'author'\?\)"),
    ("title = 'a'\nopening = '{titel}'", r"key 'opening': has the field 'titel'; use title, show, author"),
    ("title = 'a'\nclosing = '{'", r"key 'closing': has a brace without its partner"),
    ("title = 'a'\n[funding]\nurl = 'b'", r"key 'funding.text': is missing"),
    ("title = ", r"cannot be read"),
]


@pytest.mark.parametrize(("text", "reason"), WRONG, ids=[reason for _, reason in WRONG])
def test_what_is_wrong_is_told_with_its_key(write_show, text, reason):
    with pytest.raises(DataError, match=rf"The show '.*show\.toml'.*{reason}"):
        read_show(write_show(text))


def test_a_programme_of_a_show_is_opened_and_closed_by_it(write_show):
    written = pipeline.script(ARTICLE, show=write_show(SHOW))
    said = [utterance.text for chapter in written.chapters for utterance in chapter.utterances]
    assert said[0] == "Le journal des Brumes, le 1er mars 2026. Un article d’Élise Noël."
    assert said[-1] == "C’était Le pont rouvre, dans Le Phare."
    radio = pipeline.script(ARTICLE, show=write_show(SHOW), delivery="radio")
    assert [utterance.text for chapter in radio.chapters for utterance in chapter.utterances] == [
        "Le pont a rouvert mardi."
    ]


def test_its_tags_are_those_of_the_show(write_show, tmp_path):
    made = pipeline.make(ARTICLE, show=write_show(SHOW), episode=7, voice="espeak-fr", output=tmp_path / "a.mp3")
    tags = ID3(made.mp3)
    assert {name: str(tags[name]) for name in ("TALB", "TPE1", "TPE2", "TCOP", "TPOS", "TRCK", "WOAF")} == {
        "TALB": "Le journal des Brumes",
        "TPE1": "Élise Noël",
        "TPE2": "La rédaction",
        "TCOP": "2026 Le Phare",
        "TPOS": "2",
        "TRCK": "7",
        "WOAF": "https://example.org/pont",
    }
    page = made.mp3.with_suffix(".html").read_text(encoding="utf-8")
    body = page[page.index("<main>") :]
    assert body.count("Le pont rouvre") == 2  # as the heading, and in what is said at the end
    assert "Un article d’Élise Noël." in body
    assert made.mp3.with_suffix(".jpg").read_bytes() == tags.getall("APIC")[0].data


@pytest.mark.parametrize(("text", "author", "said"), [
    ("Un article de {author}.", "Anne Le Roux", "Un article d’Anne Le Roux."),
    ("Un article d’{author}.", "Jeanne Morvan", "Un article de Jeanne Morvan."),
    ("Un article d'{author}.", "Jeanne Morvan", "Un article de Jeanne Morvan."),
    ("De {author}.", "Élodie Ferrec", "D’Élodie Ferrec."),
    ("Un article de {author}.", "Yves Le Goff", "Un article d’Yves Le Goff."),
    ("Un article d’{author}.", "Yann Le Goff", "Un article de Yann Le Goff."),
    ("Un article de {author}.", "Œil public", "Un article d’Œil public."),
    ("Un article de {author}.", "Onze Mondial", "Un article de Onze Mondial."),
    ("Un article d’{author}.", "Hélène Ferrec", "Un article d’Hélène Ferrec."),
    ("Un article de {author}.", "Hervé Ferrec", "Un article d’Hervé Ferrec."),
    ("Nous avons lu que {author}.", "Anne Roy", "Nous avons lu qu’Anne Roy."),
    ("Un article de {author}.", "« Ici Brumes »", "Un article d’« Ici Brumes »."),
    ("Un article de {author}.", "Hollande Presse", "Un article de Hollande Presse."),
    ("Un article de {author}.", "20 Minutes", "Un article de 20 Minutes."),
    ("Un article de {author}.", "", "Un article de ."),
    ("Une aide {author}.", "Anne", "Une aide Anne."),
    ("Entendu de {{author}} par {author}.", "Anne", "Entendu de {author} par Anne."),
])  # fmt: skip
def test_the_preposition_before_a_field_is_elided_as_its_value_asks(text, author, said):
    assert fill_fields(text, {"author": author}) == said


def test_the_number_of_the_episode_may_be_said(write_show):
    show = read_show(write_show('title = "Le journal"\nclosing = "Épisode {episode}."'))
    assert choose_announcements(ARTICLE, show, 12)[1] == "Épisode 12."


# The options, and whether the feed's picture of the episode is planned beside it.
COVERS = [
    ({}, False),
    ({"show": "show.toml"}, True),
    ({"show": "show.toml", "exports": ("cover",)}, True),
    ({"show": "show.toml", "delivery": "listening"}, False),
    ({"show": "show.toml", "delivery": "radio"}, False),
    ({"show": "show.toml", "split": "chapters"}, False),
    ({"exports": ("cover",)}, True),
]


@pytest.mark.parametrize(("asked", "beside"), COVERS)
def test_a_programme_of_a_show_has_its_cover_beside_it_once(asked, beside):
    names = [path.name for path in pipeline.plan_files(Path("a.mp3"), Options(**asked))]
    assert names.count("a.jpg") == beside


@pytest.mark.parametrize("named", ["options", "show"])
def test_what_it_is_signed_with_is_found_from_its_folder_and_from_any_machine(write_show, tmp_path, monkeypatch, named):
    keys = 'c2pa_key = "secret/key.pem"\nc2pa_certificate = "chain.pem"\n'
    show = write_show(f'title = "A"\n{keys}')
    monkeypatch.chdir(tmp_path)
    own = {"c2pa_key": "own.pem", "c2pa_certificate": "own-chain.pem"} if named == "options" else {}
    found = locate_files(Options(show=show, model="model.onnx", **own))
    names = ("own.pem", "own-chain.pem") if named == "options" else ("secret/key.pem", "chain.pem")
    assert (found.c2pa_key, found.c2pa_certificate) == tuple(tmp_path / name for name in names)
    assert found.model == tmp_path / "model.onnx"
    # No article may take the place of these, and another key gives another programme.
    assert {found.c2pa_key, found.c2pa_certificate, show} <= set(pipeline.list_named_files(found))
    keys = []
    for content in (b"one", b"two"):
        found.c2pa_key.parent.mkdir(exist_ok=True)
        found.c2pa_key.write_bytes(content)
        keys.append(compute_batch_key(Options(show=show, **own), "voice"))
    assert keys[0] != keys[1]
