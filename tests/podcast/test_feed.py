"""The podcast feed of a folder: held against the specifications, and read back by others."""

import io
import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import html5lib
import imageio_ffmpeg
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from mutagen.id3 import ID3, TIT2, TPE1, TYER

from audiobrief.podcast import episodes as found_episodes
from audiobrief.podcast.episodes import Episode, Transcript, extract_opening
from audiobrief.podcast.former_feed import FormerFeed, read_former_feed
from audiobrief.podcast.rss import NAMESPACES, make_rss
from audiobrief.podcast.show import make_channel
from tests.batch.conftest import VOICE

SCHEMA = etree.RelaxNG(file=str(Path(__file__).with_name("podcast.rng")))
OTHER_NAME = b"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
ARTICLE = """---
title: {title}
author: Jeanne Lormeau
date: {date}
---

La halle du marché des Brumes a rouvert le 1er mars, à 6h30, devant 131 personnes venues malgré la pluie.

Le chantier a coûté 3,5 M€, soit 12 % de plus que prévu, selon la mairie ; il en coûtera autant l’an prochain.
"""
WHEN = datetime(2024, 3, 14, tzinfo=UTC)
ABOUT = make_channel(base="https://example.org/p", file="feed.xml", title="Le journal")


def valid(feed):
    tree = etree.fromstring(feed)
    SCHEMA.assertValid(tree)
    return tree.find("channel")


def silence(path, seconds, **tags):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "anullsrc=r=44100:cl=mono"]
    subprocess.run([*command, "-t", str(seconds), "-b:a", "64k", str(path)], check=True)
    id3 = ID3(path)
    for frame in tags.values():
        id3.add(frame)
    id3.save(path, v2_version=3)


@pytest.fixture
def programmes(run, tmp_path):
    """Two programmes made by the command, with what goes beside them."""
    (tmp_path / "articles").mkdir()
    for name, title, date in (("a", "L’été & l’hiver", "2024-03-14"), ("b", "Le « pont » <rouvert>", "2024-05-02")):
        (tmp_path / "articles" / f"{name}.md").write_text(ARTICLE.format(title=title, date=date), encoding="utf-8")
    status, _, err = run("batch", "articles", "-o", "out", *VOICE)
    assert status == 0, err
    return tmp_path / "out"


def test_the_feed_of_a_batch_holds_what_players_need(run, programmes):
    status, out, err = run(
        "feed", "out", "--url", "https://example.org/p/", "--title", "Brèves & échos", "--author", "La rédaction",
        "--category", "News > Daily News", "--image", "https://example.org/cover.png", "--description", "Chaque jour.",
        "--owner", "La rédaction", "--email", "redaction@example.org", "--link", "https://example.org/",
    )  # fmt: skip
    assert status == 0, err
    assert "Episodes: 2" in out
    body = (programmes / "feed.xml").read_bytes()
    about = valid(body)
    (shown,) = about.findall("itunes:category", NAMESPACES)
    assert [shown.get("text"), shown[0].get("text")] == ["News", "Daily News"]

    feed = feedparser.parse(io.BytesIO(body))
    assert not feed.bozo
    assert (feed.feed.title, feed.feed.subtitle, feed.feed.language) == ("Brèves & échos", "Chaque jour.", "fr")
    assert feed.feed.link == "https://example.org/"
    assert feed.feed.image.href == "https://example.org/cover.png"
    assert feed.feed.publisher_detail == {"name": "La rédaction", "email": "redaction@example.org"}
    newest, oldest = feed.entries
    assert (newest.title, oldest.title) == ("Le « pont » <rouvert>", "L’été & l’hiver")
    assert newest.published == "Thu, 02 May 2024 00:00:00 +0000"
    assert newest.author == "Jeanne Lormeau"
    assert newest.summary.startswith("La halle du marché des Brumes a rouvert le 1er mars")
    (sound,) = oldest.enclosures
    file = programmes / "l-ete-l-hiver.mp3"
    assert (sound.href, int(sound.length), sound.type) == (
        "https://example.org/p/l-ete-l-hiver.mp3", file.stat().st_size, "audio/mpeg",
    )  # fmt: skip
    spoken = json.loads(
        subprocess.run(
            ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "json", file],
            capture_output=True,
            check=True,
        ).stdout
    )["format"]["duration"]
    assert int(oldest.itunes_duration) == pytest.approx(float(spoken), abs=0.6)

    item = about.findall("item")[1]
    chapters = item.find("podcast:chapters", NAMESPACES)
    assert chapters.attrib == {
        "url": "https://example.org/p/l-ete-l-hiver.chapters.json", "type": "application/json+chapters",
    }  # fmt: skip
    beside = {node.get("type"): node.get("url") for node in item.findall("podcast:transcript", NAMESPACES)}
    assert beside == {
        "text/vtt": "https://example.org/p/l-ete-l-hiver.vtt",
        "application/x-subrip": "https://example.org/p/l-ete-l-hiver.srt",
        "text/html": "https://example.org/p/l-ete-l-hiver.html",
    }
    for url in [chapters.get("url"), *beside.values(), sound.href]:
        assert (programmes / url.rsplit("/", 1)[1]).is_file()

    # podcastparser knows the namespace by its other name only, which the specification says means the same.
    named = body.replace(NAMESPACES["podcast"].encode(), OTHER_NAME)
    parsed = podcastparser.parse("https://example.org/p/feed.xml", io.BytesIO(named))
    assert [episode["title"] for episode in parsed["episodes"]] == [newest.title, oldest.title]
    assert parsed["episodes"][1]["published"] == WHEN.timestamp()
    assert parsed["episodes"][1]["total_time"] == int(oldest.itunes_duration)
    assert parsed["episodes"][1]["chapters_json_url"] == chapters.get("url")
    assert parsed["episodes"][1]["transcript_url"] in beside.values()


def test_names_that_are_not_plain_are_told(run, tmp_path):
    (tmp_path / "out").mkdir()
    for name in ("été.mp3", "un.mp3"):
        silence(tmp_path / "out" / name, 1)
    status, _, err = run("feed", "out", "--url", "https://example.org/p/")
    assert status == 0
    assert "'été.mp3' has characters other than a to z" in err and "un.mp3" not in err
    feed = (tmp_path / "out" / "feed.xml").read_bytes()
    assert feed.count(b"<enclosure") == 2 and b"%C3%A9t%C3%A9.mp3" in feed


def test_an_episode_of_the_future_is_told(run, tmp_path):
    (tmp_path / "out").mkdir()
    for name, year in (("a.mp3", "2999"), ("b.mp3", "2020")):
        silence(tmp_path / "out" / name, 1, year=TYER(text=[year]))
    status, _, err = run("feed", "out", "--url", "https://example.org/p/")
    assert status == 0
    assert "'a.mp3' is dated 2999-01-01 00:00 (UTC), in the future: players hide it until then." in err
    assert "b.mp3" not in err


def test_the_same_folder_gives_the_same_feed_and_a_new_programme_changes_no_guid(run, programmes):
    command = ("feed", "out", "--url", "https://example.org/p/")
    assert run(*command)[0] == 0
    first = (programmes / "feed.xml").read_bytes()
    assert run(*command)[0] == 0
    assert (programmes / "feed.xml").read_bytes() == first
    silence(programmes / "z.mp3", 1, title=TIT2(text=["Zéro"]), year=TYER(text=["2025"]))
    assert run(*command)[0] == 0
    items = valid((programmes / "feed.xml").read_bytes()).findall("item")
    assert [item.findtext("title") for item in items][:1] == ["Zéro"]
    assert [item.findtext("guid") for item in items[1:]] == [
        item.findtext("guid") for item in valid(first).findall("item")
    ]


def test_programmes_of_others_and_what_is_none(run, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    silence(folder / "Édition du soir 100 %.mp3", 2)
    os.utime(folder / "Édition du soir 100 %.mp3", (1_700_000_000, 1_700_000_000))
    silence(folder / "b.mp3", 65, title=TIT2(text=["B\x0b & C"]), author=TPE1(text=["A"]), year=TYER(text=["2024"]))
    (folder / "c.mp3").write_bytes(b"no sound at all")
    status, _, err = run("feed", "out", "--url", "http://example.org/p", "--file", "fil.xml")
    assert status == 10
    assert "Left out: c.mp3: it is not an MP3" in err and "1 file left out" in err
    second, first = valid((folder / "fil.xml").read_bytes()).findall("item")
    assert first.findtext("title") == "Édition du soir 100 %"
    assert first.findtext("pubDate") == "Tue, 14 Nov 2023 22:13:20 +0000"
    assert first.find("enclosure").get("url") == "http://example.org/p/%C3%89dition%20du%20soir%20100%20%25.mp3"
    assert (second.findtext("title"), second.findtext("pubDate")) == ("B & C", "Mon, 01 Jan 2024 00:00:00 +0000")
    assert second.findtext("itunes:duration", namespaces=NAMESPACES) == "65"


def test_a_programme_that_goes_while_it_is_read_is_left_out(tmp_path, monkeypatch):
    """Its sound was read, and its tags cannot be any more."""
    for name in ("a.mp3", "b.mp3"):
        silence(tmp_path / name, 2, title=TIT2(3, [name]))
    walk = found_episodes.scan_frames

    def walked(path):
        frames = walk(path)
        if path.name == "a.mp3":
            path.unlink()
        return frames

    monkeypatch.setattr(found_episodes, "scan_frames", walked)
    found, left = found_episodes.find_episodes(tmp_path)
    assert [episode.title for episode in found] == ["b.mp3"]
    assert [(each.file, str(each.reason)) for each in left] == [("a.mp3", "No such file or directory")]


def test_an_empty_folder_gives_a_feed_without_episodes(run, tmp_path):
    (tmp_path / "out").mkdir()
    assert run("feed", "out", "--url", "http://example.org/p/")[0] == 0
    assert not valid((tmp_path / "out" / "feed.xml").read_bytes()).findall("item")


@pytest.mark.parametrize("holds", ["nothing", "what is none"])
def test_a_former_feed_stays_where_there_is_no_programme(run, tmp_path, holds):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "feed.xml").write_text("<rss><channel><item/></channel></rss>")
    if holds != "nothing":
        (folder / "c.mp3").write_bytes(b"no sound at all")
    command = ("feed", "out", "--url", "http://example.org/p/")
    status, out, err = run(*command)
    assert status == 4 and "'out/feed.xml' stays as it was" in err and not out
    assert ("Left out: c.mp3" in err) == (holds != "nothing")
    assert (folder / "feed.xml").read_text() == "<rss><channel><item/></channel></rss>"
    (folder / "feed.xml").unlink()
    for _ in range(2):
        assert run(*command)[0] == (0 if holds == "nothing" else 10)


def test_a_programme_may_be_named_in_capitals(run, tmp_path):
    (tmp_path / "out").mkdir()
    silence(tmp_path / "out" / "b.mp3", 1)
    (tmp_path / "out" / "b.mp3").rename(tmp_path / "out" / "B.MP3")
    (tmp_path / "out" / "B.vtt").write_text("WEBVTT\n")
    assert run("feed", "out", "--url", "http://example.org/p/", "--file", "fil.RSS")[0] == 0
    (item,) = valid((tmp_path / "out" / "fil.RSS").read_bytes()).findall("item")
    assert item.find("enclosure").get("url") == "http://example.org/p/B.MP3"
    assert item.find("podcast:transcript", NAMESPACES).get("url") == "http://example.org/p/B.vtt"


@pytest.mark.parametrize(
    "name", ["p.mp3", "un.html", "audiobrief-manifest.json", "", ".", "feed", ".xml", "feed.xml/", "/tmp/feed.xml"]
)
def test_a_feed_takes_the_place_of_nothing_but_a_feed(run, tmp_path, name):
    folder = tmp_path / "out"
    folder.mkdir()
    silence(folder / "p.mp3", 1)
    for other in ("un.html", "audiobrief-manifest.json", "feed"):
        (folder / other).write_text(other)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    status, _, err = run("feed", "out", "--url", "http://example.org/p/", "--file", name)
    assert status == 8 and f"--file '{name}'" in err and ".xml or .rss" in err
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_feed_that_is_written_again_keeps_what_it_said(run, tmp_path):
    """With --url alone it lost its title, picture and owner; an episode that was made again became the latest."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name, day in (("a", 1_700_000_000), ("b", 1_710_000_000)):
        silence(folder / f"{name}.mp3", 1)
        os.utime(folder / f"{name}.mp3", (day, day))
    given = {
        "title": "Le journal", "link": "https://example.org/", "description": "Chaque jour.", "language": "fr-ca",
        "image": "https://example.org/i.png", "category": "News > Daily News", "author": "Anne", "owner": "Luc",
        "email": "a@example.org",
    }  # fmt: skip
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    assert run("feed", "out", "--url", "http://example.org/p/", *options, "--explicit")[0] == 0
    first = (folder / "feed.xml").read_bytes()
    os.utime(folder / "a.mp3", (1_720_000_000, 1_720_000_000))
    assert run("feed", "out")[0] == 0
    again = valid((folder / "feed.xml").read_bytes())
    for item in (about := valid(first)).findall("item") + again.findall("item"):
        item.getparent().remove(item)
    shown = [
        [(node.tag, dict(node.attrib), node.text) for node in channel.iter() if "Date" not in node.tag]
        for channel in (about, again)
    ]
    assert shown[0] == shown[1]
    dates = [feedparser.parse(io.BytesIO(body)).entries for body in (first, (folder / "feed.xml").read_bytes())]
    assert [(entry.id, entry.published) for entry in dates[0]] == [(entry.id, entry.published) for entry in dates[1]]
    assert run("feed", "out", "--title", "Autre", "--not-explicit")[0] == 0
    changed = valid((folder / "feed.xml").read_bytes())
    assert (changed.findtext("title"), changed.findtext("itunes:explicit", None, NAMESPACES)) == ("Autre", "false")
    assert changed.findtext("itunes:author", None, NAMESPACES) == "Anne"


FORMER = [
    b"",
    b"<rss/>",
    b"<rss><channel><title>",
    b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss><channel><author>&a;</author></channel></rss>",
    b"<rss><channel><item><guid>g</guid><pubDate>soon</pubDate></item></channel></rss>",
]


@pytest.mark.parametrize("content", FORMER)
def test_a_former_feed_that_says_nothing(tmp_path, content):
    (tmp_path / "feed.xml").write_bytes(content)
    assert read_former_feed(tmp_path / "feed.xml") == FormerFeed()
    assert read_former_feed(tmp_path / "none.xml") == FormerFeed()


WRONG = [
    (["--url", "example.org"], 8, "example.org"),
    (["--url", "https://example.org/", "--category", "Nws"], 8, "News"),
    (["--url", "https://example.org/", "--file", "../feed.xml"], 8, "../feed.xml"),
    ([], 2, "--url"),
]


@pytest.mark.parametrize(("options", "status", "named"), WRONG, ids=[" ".join(row[0]) for row in WRONG])
def test_wrong_options_write_nothing(run, tmp_path, options, status, named):
    (tmp_path / "out").mkdir()
    ended, _, err = run("feed", "out", *options)
    assert ended == status and named in err and "Traceback" not in err
    assert not list((tmp_path / "out").iterdir())


def episode(title="Le pont", text="Le pont a rouvert.", author=""):
    transcripts = (Transcript("a.vtt", "text/vtt", True),)
    return Episode("a.mp3", title, author, text, WHEN, WHEN, 10, 0.2, "a.chapters.json", "", transcripts)


# Of controls, formats and what is no character more is told below.
marks = st.characters(exclude_categories=["Cc", "Cf", "Cn", "Cs", "Zl", "Zp"]) | st.sampled_from("<>&;#/!ab")
words = st.text(marks, min_size=1).map(lambda text: f"« {text} »")


def written_and_read(title, text):
    """An episode's title and description as a player shows them."""
    (item,) = valid(make_rss(ABOUT, [episode(title, text)])).findall("item")
    described = html5lib.parseFragment(item.findtext("description"), namespaceHTMLElements=False)
    return item.findtext("title"), "".join(described.itertext())


@given(words, words)
def test_any_words_come_back_as_they_were(title, text):
    assert written_and_read(title, text) == (title, text)


# XML cannot hold control characters, and a feed has no use for breaks or for marks that turn or hide text.
MARKS = [
    *(
        ("a\tb", "a b"),
        ("a\nb", "a b"),
        ("a\r\nb", "a b"),
        ("a\n\t\nb", "a b"),
        ("a\u2028b", "a b"),
        ("a\u2029b", "a b"),
    ),
    *((f"a{mark}b", "ab") for mark in "\x00\x08\x0b\x1b\x1f\x7f\x85\x9b\x9f\ufffe\uffff"),
    *(
        (f"a{mark}b", "ab")
        for mark in "\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u00ad\u200b\u2060\ufeff\ufffb\U000e0041"
    ),
    *((f"a{mark}b", f"a{mark}b") for mark in "\u200c\u200d\u00a0\u202f\u0600\ue000\U0001f600"),
]


@pytest.mark.parametrize(("words", "shown"), MARKS, ids=[ascii(words) for words, _ in MARKS])
def test_marks_that_are_no_words_are_spaces_or_left_out(words, shown):
    assert written_and_read(words, words) == (shown, shown)


OPENINGS = [
    ("Le pont\n\nLe pont a rouvert.\n\nEnfin.", "Le pont", "Le pont a rouvert. Enfin."),
    ("Le pont a rouvert.\n\nEnfin.", "Le pont a rouvert", "Enfin."),
    (f"{'Un mot. ' * 20}\n\nEnfin.", "Le pont", ("Un mot. " * 20).strip()),
    ("mot, " * 200, "Le pont", f"{('mot, ' * 80)[:-2]}…"),
    ("", "Le pont", ""),
]


@pytest.mark.parametrize(("text", "title", "expected"), OPENINGS)
def test_how_a_programme_opens(text, title, expected):
    assert extract_opening(text, title) == expected
