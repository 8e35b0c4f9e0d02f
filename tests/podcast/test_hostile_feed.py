"""The podcast feed of a folder in which some files are not what they are named, or are named as no text is."""

import contextlib
import json
import os
import socket
from datetime import UTC, datetime

import pytest
from lxml import etree

from audiobrief.podcast import episodes as module
from audiobrief.podcast.episodes import decode_name, find_episodes
from audiobrief.podcast.rss import make_rss
from audiobrief.podcast.show import make_channel, quote_name
from tests.inspection.test_hostile_sound import TAGS, TITLE, tag
from tests.podcast.test_feed import NAMESPACES, silence, valid

URL = "http://example.org/p/"


def pipe(path):
    os.mkfifo(path)


def plug(path):
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)


# What is named as a programme, and what is said of it.
NONE = {
    "a folder": (lambda path: path.mkdir(), "it is a folder"),
    "a pipe": (pipe, "it is a device or a pipe, not a file"),
    "a plug": (plug, "it is a device or a pipe, not a file"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "it is a device or a pipe, not a file"),
    "a link to nowhere": (lambda path: path.symlink_to("nowhere"), "No such file or directory"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "Too many levels of symbolic links"),
    "nothing": (lambda path: path.touch(), "it is not an MP3"),
    "tags alone": (lambda path: path.write_bytes(tag(TITLE)), "it contains tags but no sound"),
    "tags cut short": (lambda path: path.write_bytes(tag(TITLE, size=9999)), "it contains tags but no sound"),
    "text": (lambda path: path.write_text("Le pont a rouvert."), "it is not an MP3"),
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    silence(tmp_path / "out" / "bon.mp3", 1)
    return tmp_path / "out"


@pytest.mark.parametrize(("make", "said"), NONE.values(), ids=NONE)
def test_one_that_is_no_programme_costs_the_feed_nothing(make, said, folder, run):
    make(folder / "mauvais.mp3")
    status, _, err = run("feed", "out", "--url", URL)
    assert status == 10 and f"Left out: mauvais.mp3: {said}\n" in err and "1 file left out of the feed" in err
    (item,) = valid((folder / "feed.xml").read_bytes()).findall("item")
    assert item.findtext("title") == "bon"


def test_hostile_tags_cost_the_feed_nothing(folder, run):
    sound = (folder / "bon.mp3").read_bytes()
    kept = {name: make for name, (make, expected, _) in TAGS.items() if expected is not None}
    for number, make in enumerate(kept.values()):
        (folder / f"{number}.mp3").write_bytes(make() + sound)
    status, _, err = run("feed", "out", "--url", URL)
    assert status == 0, err
    items = valid((folder / "feed.xml").read_bytes()).findall("item")
    assert len(items) == len(kept) + 1
    assert {item.findtext("title")[:7] for item in items} == {"Le pont", "bon"}


def test_whatever_goes_wrong_with_one_the_others_are_there(folder, monkeypatch):
    silence(folder / "autre.mp3", 1)
    read = module.read_id3

    def stumble(path, wanted):
        if path.name == "autre.mp3":
            raise RecursionError("maximum recursion depth exceeded")
        return read(path, wanted)

    monkeypatch.setattr(module, "read_id3", stumble)
    found, left = find_episodes(folder)
    assert [episode.file for episode in found] == ["bon.mp3"]
    assert [one.file for one in left] == ["autre.mp3"] and "RecursionError" in str(left[0].reason)


@pytest.mark.parametrize("seconds", [-1e12, 1e17, 253402300800.0])
def test_a_file_may_be_of_any_day(folder, seconds, monkeypatch):
    assert module._to_datetime(seconds) == datetime(1970, 1, 1, tzinfo=UTC)


NAMES = [
    (b"\xc9dition-du-matin.mp3", "Édition du matin", "%C9dition-du-matin.mp3"),
    ("Édition-du-soir.mp3".encode(), "Édition du soir", "%C3%89dition-du-soir.mp3"),
    (b"a\xff\x81b.mp3", "aÿ\ufffdb", "a%FF%81b.mp3"),
]
LOCALES = {
    "UTF-8": {"LC_ALL": "C.UTF-8"},
    "C": {"LC_ALL": "C", "LANG": "C"},
    "C without UTF-8 mode": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.mark.parametrize("locale", LOCALES.values(), ids=LOCALES)
def test_names_that_are_no_utf_8_and_every_locale(locale, folder, run, tmp_path):
    for raw, _, _ in NAMES:
        os.link(folder / "bon.mp3", os.fsencode(folder) + b"/" + raw)
        (tmp_path / "out" / os.fsdecode(raw.replace(b".mp3", b".vtt"))).write_text("WEBVTT\n")
    status, out, err = run("feed", "out", "--url", URL, "--json", **locale)
    assert status == 0, err
    assert json.loads(out)["episodes"] == len(NAMES) + 1
    items = {item.findtext("title"): item for item in valid((folder / "feed.xml").read_bytes()).findall("item")}
    for _, title, address in NAMES:
        assert items[title].find("enclosure").get("url") == URL + address
        beside = items[title].find("podcast:transcript", NAMESPACES).get("url")
        assert beside == URL + address.replace(".mp3", ".vtt")
    guids = [item.findtext("guid") for item in items.values()]
    assert len(set(guids)) == len(guids)


def test_a_locale_changes_nothing_in_the_feed(folder, run):
    for raw, _, _ in NAMES:
        os.link(folder / "bon.mp3", os.fsencode(folder) + b"/" + raw)
    written = set()
    for locale in LOCALES.values():
        assert run("feed", "out", "--url", URL, **locale)[0] == 0
        written.add((folder / "feed.xml").read_bytes())
    assert len(written) == 1


@pytest.mark.parametrize("raw", [b"\xc9cho", "Écho".encode()], ids=["Latin-1", "UTF-8"])
@pytest.mark.parametrize("locale", LOCALES.values(), ids=LOCALES)
def test_a_folder_may_be_named_so_too(folder, run, raw, locale):
    folder.rename(folder.with_name(os.fsdecode(raw)))
    status, _, err = run("feed", os.fsdecode(raw), "--url", URL, "--file", os.fsdecode(b"fil-\xe9.xml"), **locale)
    assert status == 0, err
    feed = etree.fromstring((folder.parent / os.fsdecode(raw) / os.fsdecode(b"fil-\xe9.xml")).read_bytes())
    assert feed.findtext("channel/title") == "Écho"
    assert feed.find("channel/{http://www.w3.org/2005/Atom}link").get("href") == f"{URL}fil-%E9.xml"


def test_the_identity_of_a_programme_stays_what_it_was():
    """Podcast players know an episode by it: by the name's text where it is text."""
    about = make_channel(base="https://example.org/p", file="feed.xml", title="Le journal")
    from tests.podcast.test_feed import episode

    guid = etree.fromstring(make_rss(about, [episode()])).findtext("channel/item/guid")
    assert guid == "6b52c3e2-2018-58e7-87d0-eac40cad065a"
    assert quote_name("Édition.mp3") == "%C3%89dition.mp3" and decode_name("un.mp3") == "un.mp3"
