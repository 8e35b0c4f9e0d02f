"""`audiobrief make --for …`: what each kind of delivery leaves on disk."""

import json
import re
import wave

import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

PAGE = """---
title: Le bac de Lannévez reprend la mer
date: 2024-03-14
---
Le bac a repris la mer le 1er mars, après 21 semaines de travaux. La commune a payé 3,5 M€.

## Les horaires

Il part toutes les heures, de 7h à 20h30. « Nous attendions ce jour depuis l’automne », dit Mme Roux, la maire.

## Les prix

Un passage coûte 2,50 €, et 31 € par mois avec l’abonnement.
"""


@pytest.fixture
def make(run, tmp_path):
    (tmp_path / "bac.md").write_text(PAGE, encoding="utf-8")

    def call(*options, status=0):
        done = run("make", "bac.md", "--voice", "espeak-fr", "-o", "bac.mp3", *options)
        assert done.returncode == status, done.stderr.decode()
        names = {path.name for path in tmp_path.iterdir()} - {"bac.md", "cache", "config"}
        return done.stdout.decode(), done.stderr.decode(), names

    return call


def test_a_podcast(make, tmp_path):
    shown, _, names = make()
    assert names == {"bac.mp3", "bac.chapters.json", "bac.vtt", "bac.srt", "bac.html"}
    assert all(f"Beside it: bac.{kind}" in shown for kind in ("chapters.json", "vtt", "srt", "html"))
    tags = ID3(tmp_path / "bac.mp3")
    assert tags.getall("APIC") and tags.getall("USLT")
    (timed,) = tags.getall("SYLT")
    assert [text for text, _ in timed.text][-2:] == [
        "Un passage coûte 2,50 €, et 31 € par mois avec l’abonnement.",
        "Ce programme est lu par une voix de synthèse.",
    ]
    chapters = json.loads((tmp_path / "bac.chapters.json").read_text(encoding="utf-8"))["chapters"]
    frames = sorted(tags.getall("CHAP"), key=lambda frame: frame.start_time)
    assert [round(chapter["startTime"] * 1000) for chapter in chapters] == [frame.start_time for frame in frames]


def test_a_radio_item_lasts_its_slot(make, run, tmp_path):
    shown, told, names = make("--for", "radio", "--duration", "0:26")
    assert names == {"bac.mp3", "bac.wav", "bac.cue"}
    assert "Duration: 0:26.0" in shown and "words a minute" in told
    with wave.open(str(tmp_path / "bac.wav")) as sound:
        assert sound.getframerate() == 48_000
        assert sound.getnframes() / 48_000 == pytest.approx(26.0, abs=0.05)
    found = json.loads(run("inspect", "bac.wav", "--json").stdout)
    assert '"cut_id": "bac"' in json.dumps(found)
    assert MP3(tmp_path / "bac.mp3").info.length == pytest.approx(26.0, abs=0.05)


def test_a_slot_that_no_natural_pace_fits_is_said(make):
    shown, told, _ = make("--for", "radio", "--duration", "2:00", status=14)
    assert "cannot be reached at a natural pace" in told and "lengthen the article" in told
    minutes, seconds = re.search(r"Duration: (\d+):([\d.]+)", shown).groups()
    assert int(minutes) * 60 + float(seconds) < 60


def test_a_slot_that_is_missed_is_said_however_quiet(make):
    shown, told, _ = make("--duration", "2:00", "--quiet", status=14)
    assert told.count("\n") == 1 and "cannot be reached at a natural pace" in told and "Duration: 0:" in shown
    shown, told, _ = make("--duration", "2:00", "--quiet", "--json", status=14)
    assert told.count("\n") == 1 and "cannot be reached" in told
    found = json.loads(shown)
    assert told.strip() in found["stages"] and found["slot"] == {"asked": 120.0, "met": False}
    assert make("--duration", "0:26", "--quiet")[1] == ""


def test_for_listening_the_contents_and_chapters_are_spoken(make, tmp_path):
    _, _, names = make("--for", "listening", "--daisy", "--epub")
    assert names == {"bac.mp3", "bac.vtt", "bac.html", "bac.daisy", "bac.epub"}
    words = (tmp_path / "bac.vtt").read_text(encoding="utf-8")
    assert "Au sommaire." in words and "Chapitre 2" in words
    assert (tmp_path / "bac.daisy" / "ncc.html").is_file()


def test_a_page_and_a_cover_of_one_s_own(make, tmp_path, run):
    _, _, names = make("--page")
    assert "bac.page.html" in names
    (tmp_path / "cover.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run("make", "bac.md", "--voice", "espeak-fr", "-o", "two.mp3", "--cover", "cover.png")
    assert done.returncode == 8 and "cover.png" in done.stderr.decode()
    assert not list(tmp_path.glob("two*"))


def test_the_same_article_gives_the_same_files(make, tmp_path):
    _, _, names = make("--for", "radio", "--epub", "--page")
    first = {name: (tmp_path / name).read_bytes() for name in names}
    make("--for", "radio", "--epub", "--page")
    assert {name: (tmp_path / name).read_bytes() for name in names} == first


@pytest.mark.parametrize("written", ["soon", "0", "1:2:3:4", "-3", "nan", "inf", "nan:30"])
def test_a_duration_that_is_none_is_refused(run, tmp_path, written):
    (tmp_path / "bac.md").write_text(PAGE, encoding="utf-8")
    done = run("make", "bac.md", f"--duration={written}")
    assert done.returncode == 2 and "as in 1:30" in done.stderr.decode()
