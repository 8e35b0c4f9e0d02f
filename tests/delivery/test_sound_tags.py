"""What the tags of a sound say of its article, its show and its place among the chapters, in every format."""
# ruff: noqa: E501  one case a row

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from mutagen.mp4 import MP4Cover

from audiobrief.delivery.chapter_files import Place
from audiobrief.delivery.cover import Cover
from audiobrief.delivery.disclosure import Disclosure
from audiobrief.delivery.exporter import Rendition
from audiobrief.delivery.formats import load_delivery
from audiobrief.delivery.sounds import flac, m4b, opus
from audiobrief.delivery.sounds.tags import collect_tags
from audiobrief.delivery.sounds.vorbis_comments import list_comments, make_picture
from audiobrief.errors import TargetError
from audiobrief.model import Article, Chapter, ChapterMark, Loudness, Script, Timeline, Utterance
from audiobrief.show import Show

ARTICLE = Article(
    "Le pont",
    (),
    byline="Élise Noël",
    source="Le Phare",
    published=date(2026, 3, 9),
    address="https://phare.example/pont",
)
PNG, JPEG = Cover(b"\x89PNG", "image/png"), Cover(b"\xff\xd8", "image/jpeg")


def rendition(chapters=("Début", "Fin"), **more):
    marks = tuple(ChapterMark(1000 * at, 1000 * (at + 1), title) for at, title in enumerate(chapters))
    script = Script("Le pont", (Chapter("Début", (Utterance("Il rouvre.\x07", speech=()),)),))
    given = Rendition(
        target=Path("a.mp3"), mp3=Path("a.mp3"), master=None, article=ARTICLE, script=script,
        timeline=Timeline(1000, 1000 * max(1, len(chapters)), (), marks), loudness=Loudness(-19.0, -1.0),
        delivery=load_delivery("podcast"), cover=None, voice="espeak-fr",
        disclosure=Disclosure("espeak-fr", "espeak", trained=False), produced=datetime(2026, 1, 1, tzinfo=UTC), version="9.9",
    )  # fmt: skip
    return replace(given, **more)


SHOW = Show(title="Les brumes", author="Radio Phare", season=3, copyright="© Radio Phare")
SAID = {
    "alone": ({}, ("Élise Noël", "Le Phare", "Élise Noël", "", 0, 0, 0)),
    "of a show": ({"show": SHOW}, ("Élise Noël", "Les brumes", "Radio Phare", "© Radio Phare", 0, 0, 3)),
    "of a show without an author": (
        {"show": Show(title="Les brumes")},
        ("Élise Noël", "Les brumes", "Les brumes", "", 0, 0, 0),
    ),
    "an episode": (
        {"show": SHOW, "episode": 12},
        ("Élise Noël", "Les brumes", "Radio Phare", "© Radio Phare", 12, 0, 3),
    ),
    "an episode of no show": ({"episode": 12}, ("Élise Noël", "Le Phare", "Élise Noël", "", 12, 0, 0)),
}


@pytest.mark.parametrize(("more", "told"), SAID.values(), ids=SAID)
def test_what_the_tags_say(more, told):
    tags = collect_tags(rendition(**more))
    assert (tags.artist, tags.album, tags.album_artist, tags.copyright, tags.track, tags.tracks, tags.season) == told
    assert (tags.title, tags.date, tags.address, tags.text) == (
        "Le pont",
        "2026-03-09",
        "https://phare.example/pont",
        "Il rouvre.\ufffd",
    )
    assert (tags.maker, tags.music_rights) == (rendition().generator, "")


def test_what_is_not_known_is_empty():
    tags = collect_tags(rendition(article=Article("Le pont", ()), music_rights="Anne\x1b, SACEM"))
    assert (tags.artist, tags.date, tags.address, tags.music_rights) == ("", "", "", "Anne\ufffd, SACEM")


def comments(**more):
    return dict(list_comments(rendition(**more)))


def test_comments_are_named_and_not_empty():
    alone, shown = comments(), comments(show=SHOW, episode=12)
    assert not {"TRACKNUMBER", "TRACKTOTAL", "DISCNUMBER", "COPYRIGHT"} & set(alone) and all(alone.values())
    assert [shown[name] for name in ("TRACKNUMBER", "DISCNUMBER", "COPYRIGHT", "ALBUM", "ALBUMARTIST", "GENRE", "LANGUAGE")] == [
        "12", "3", "© Radio Phare", "Les brumes", "Radio Phare", "Speech", "fra",
    ]  # fmt: skip
    assert (alone["CHAPTER000"], alone["CHAPTER000NAME"]) == ("00:00:00.000", "Début")
    assert (alone["CHAPTER001"], alone["CHAPTER001NAME"]) == ("00:00:01.000", "Fin")


def test_a_chapter_of_no_title_has_its_number_and_there_are_a_thousand_at_most():
    told = comments(chapters=[""] * 1001)
    assert (told["CHAPTER000NAME"], told["CHAPTER999NAME"]) == ("1", "1000")
    assert "CHAPTER1000" not in told and len([name for name in told if name.endswith("NAME")]) == 1000


def test_a_place_among_chapters_is_the_track():
    place = Place("Le pont", 2, 5)
    told = comments(place=place, episode=12)
    assert (told["TRACKNUMBER"], told["TRACKTOTAL"], told["ALBUM"]) == ("2", "5", "Le pont")


@pytest.mark.parametrize("cover", [PNG, JPEG])
def test_the_picture_is_a_front_cover(cover):
    picture = make_picture(cover)
    assert (picture.type, picture.mime, picture.data) == (3, cover.mime, cover.picture)


class _File:
    """What mutagen opens: its tags, its pictures, and whether it was saved."""

    def __init__(self, tags):
        self.tags, self.pictures, self.saved = tags, [], 0

    def add_tags(self):
        self.tags = {}

    def add_picture(self, picture):
        self.pictures.append(picture)

    def save(self):
        self.saved += 1


def tag_m4b(monkeypatch, tags, **more):
    file = _File(tags)
    monkeypatch.setattr("mutagen.mp4.MP4", lambda path: file)
    m4b.EXPORTER.write(rendition(**more), Path("a.m4b"))
    assert file.saved == 1
    return file.tags


@pytest.mark.parametrize("tags", [None, {"old": 1}])
def test_an_audiobook_s_tags(monkeypatch, tags):
    plain = tag_m4b(monkeypatch, tags)
    assert not {"old", "trkn", "disk", "covr", "cprt"} & set(plain)
    assert (plain["stik"], plain["\xa9alb"], plain["\xa9gen"]) == ([2], ["Le Phare"], ["Speech"])
    assert plain["----:com.apple.iTunes:URL"] == [b"https://phare.example/pont"]
    assert tag_m4b(monkeypatch, None, article=Article("Le pont", ()))["\xa9alb"] == ["Le pont"]
    full = tag_m4b(monkeypatch, tags, show=SHOW, episode=12, cover=PNG)
    assert (full["trkn"], full["disk"], full["cprt"]) == ([(12, 0)], [(3, 0)], ["© Radio Phare"])
    assert [(bytes(cover), cover.imageformat) for cover in full["covr"]] == [(b"\x89PNG", MP4Cover.FORMAT_PNG)]
    assert tag_m4b(monkeypatch, None, cover=JPEG)["covr"][0].imageformat == MP4Cover.FORMAT_JPEG


class _Comments(list):
    def clear(self):
        self.cleared = True
        super().clear()


@pytest.mark.parametrize("tags", [None, _Comments([("OLD", "1")])])
@pytest.mark.parametrize("cover", [None, PNG])
def test_the_comments_of_flac(monkeypatch, tags, cover):
    file = _File(tags)
    monkeypatch.setattr(_File, "add_tags", lambda self: setattr(self, "tags", _Comments()))
    monkeypatch.setattr("mutagen.flac.FLAC", lambda path: file)
    flac.EXPORTER.write(rendition(cover=cover), Path("a.flac"))
    assert list(file.tags) == list_comments(rendition()) and file.saved == 1
    assert [picture.mime for picture in file.pictures] == (["image/png"] if cover else [])


# Loudness, and the gain to -23 LUFS in 256ths of a decibel (RFC 7845, 5.2.1).
@pytest.mark.parametrize(
    ("loudness", "gain"), [(-19.0, "-1024"), (-23.0, "0"), (-24.0, "256"), (-22.999, "0"), (-22.99, "-3")]
)
def test_the_gain_of_opus(monkeypatch, loudness, gain):
    file = _File(_Comments([("OLD", "1")]))
    monkeypatch.setattr("mutagen.oggopus.OggOpus", lambda path: file)
    opus.EXPORTER.write(rendition(loudness=Loudness(loudness, -1.0), cover=PNG), Path("a.opus"))
    told = dict(file.tags)
    assert (told["R128_TRACK_GAIN"], "OLD" in told, file.saved) == (gain, False, 1)
    assert told["METADATA_BLOCK_PICTURE"].startswith("AAAAAwAAAAlpbWFnZS9wbmc")
    opus.EXPORTER.write(rendition(), Path("a.opus"))
    assert "METADATA_BLOCK_PICTURE" not in dict(file.tags)


@pytest.mark.parametrize("exporter", [flac.EXPORTER, m4b.EXPORTER, opus.EXPORTER], ids=lambda each: each.name)
def test_a_disk_that_fails_is_told(monkeypatch, tmp_path, exporter):
    with pytest.raises(TargetError, match=r"The tags of 'none\.x' cannot be written"):
        exporter.write(rendition(), tmp_path / "none.x")
