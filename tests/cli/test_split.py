"""`--split chapters`: a programme for each chapter, in a folder with a playlist."""

import json

import pytest
from mutagen.mp3 import MP3

VOICE = ("--voice", "espeak-fr")
BOOK = """---
title: Le jardin des Brumes
author: Jeanne Lormeau
---
Un mot avant de commencer.

## La gare : l’arrivée

Le train arrive à six heures. Il n’y a personne sur le quai.

## Le marché

- des pommes
- des poires

## La halle

« Elle rouvrira au printemps », a dit le maire.
"""
NAMES = ["01-le-jardin-des-brumes", "02-la-gare-l-arrivee", "03-le-marche", "04-la-halle"]


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "livre.md"
    path.write_text(BOOK, encoding="utf-8")
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_each_chapter_is_a_programme_with_its_place_in_the_book(run, book, tmp_path):
    done = run("make", "livre.md", *VOICE, "--split", "chapters", "-o", "out/livre.mp3", "--json")
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    folder = tmp_path / "out" / "livre"
    expected = [f"{name}.{ending}" for name in NAMES for ending in ("chapters.json", "html", "mp3", "srt", "vtt")]
    assert names(folder) == sorted([*expected, "livre.m3u8"]) and names(tmp_path / "out") == ["livre"]
    assert told["path"] == "out/livre/livre.m3u8"
    assert sorted([told["path"], *told["beside"]]) == [f"out/livre/{name}" for name in names(folder)]
    assert [part["path"] for part in told["parts"]] == [f"out/livre/{name}.mp3" for name in NAMES]
    assert [chapter["title"] for chapter in told["chapters"]] == [part["title"] for part in told["parts"]]
    assert told["duration"] == pytest.approx(sum(part["duration"] for part in told["parts"]), abs=0.01)
    for number, part in enumerate(told["parts"], 1):
        sound = MP3(tmp_path / part["path"])
        assert sound.info.length == pytest.approx(part["duration"], abs=0.1)
        assert sound["TALB"].text == ["Le jardin des Brumes"] and sound["TPE1"].text == ["Jeanne Lormeau"]
        assert sound["TRCK"].text == [f"{number}/4"] and sound["TIT2"].text == [part["title"]]
        assert abs(part["loudness"]["integrated"] + 19) < 0.5
        assert len(sound.tags.getall("CHAP")) == 1
    assert told["parts"][1]["title"] == "La gare : l’arrivée"
    head, named, *entries = (folder / "livre.m3u8").read_text(encoding="utf-8").splitlines()
    assert (head, named) == ("#EXTM3U", "#PLAYLIST:Le jardin des Brumes")
    assert entries[1::2] == [f"{name}.mp3" for name in NAMES]
    assert entries[4] == f"#EXTINF:{round(told['parts'][2]['duration'])},Jeanne Lormeau - Le marché"
    page = (folder / "03-le-marche.html").read_text(encoding="utf-8")
    assert page.count("Le marché</h") == 1 and "<li>des poires</li>" in page and "printemps" not in page


def test_a_book_made_again_replaces_its_folder_and_no_other(run, book, tmp_path):
    command = ("make", "livre.md", *VOICE, "--split", "chapters", "--for", "listening")
    assert run(*command, "--daisy").returncode == 0
    folder = tmp_path / "output" / "le-jardin-des-brumes"
    assert "03-le-marche.daisy" in names(folder)
    book.write_text(BOOK.partition("## Le marché")[0], encoding="utf-8")
    assert run(*command).returncode == 0
    assert [name for name in names(folder) if name.endswith((".mp3", ".daisy"))] == [
        f"{name}.mp3" for name in NAMES[:2]
    ]

    (folder / "photo.jpg").write_bytes(b"mine")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = run(*command)
    assert done.returncode == 7 and "photo.jpg" in done.stderr.decode()
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_source_in_the_folder_is_not_written_over(run, book, tmp_path):
    inside = tmp_path / "livre"
    inside.mkdir()
    source = book.rename(inside / "01-notes.html")
    done = run("make", source, *VOICE, "--split", "chapters", "-o", "livre")
    assert done.returncode == 7 and "written over" in done.stderr.decode()
    assert names(inside) == ["01-notes.html"]


def test_batch_and_watch_make_books(run, book, tmp_path):
    (tmp_path / "in").mkdir()
    book.rename(tmp_path / "in" / "livre.md")
    command = ("batch", "in/livre.md", *VOICE, "-o", "out", "--for", "listening", "--json")
    for status in ("made", "unchanged"):
        done = run(*command, "--split", "chapters")
        assert done.returncode == 0, done.stderr.decode()
        (row,) = json.loads(done.stdout)["articles"]
        assert (row["status"], row["programme"]) == (status, "le-jardin-des-brumes/le-jardin-des-brumes.m3u8")
        assert all((tmp_path / "out" / name).is_file() for name in row["files"]) and len(row["files"]) == 13
    assert run(*command).returncode == 0
    assert (
        "le-jardin-des-brumes.mp3" in names(tmp_path / "out") and not (tmp_path / "out/le-jardin-des-brumes").exists()
    )

    done = run(
        "watch", "in", *VOICE, "-o", "air", "--for", "listening", "--split", "chapters", "--once", "--settle", "0.2"
    )
    assert done.returncode == 0, done.stderr.decode()
    assert "air/livre/livre.m3u8" in done.stdout.decode()
    assert [name for name in names(tmp_path / "air" / "livre") if name.endswith(".mp3")] == [
        f"{name}.mp3" for name in NAMES
    ]
