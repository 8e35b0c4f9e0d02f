"""What is found of each programme in a folder, and what the feed then says of it."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree
from mutagen.id3 import CHAP, ID3, TDRC, TIT2, TPE1, TPOS, TRCK, USLT, WOAF

from audiobrief.podcast.episodes import Transcript, extract_opening, find_episodes
from audiobrief.podcast.rss import NAMESPACES, make_rss
from audiobrief.podcast.show import make_channel
from tests.inspection.test_verdicts import frame
from tests.podcast.test_feed import ABOUT, WHEN, episode, valid

PODCAST = f"{{{NAMESPACES['podcast']}}}"
ITUNES = f"{{{NAMESPACES['itunes']}}}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"


@pytest.fixture
def programme(tmp_path):
    """Frames of 1152 samples at 44 100 Hz behind these tags, last changed in 2023; returns what is found of them."""

    def write(*tags, name="l-été.mp3", frames=100, beside=()):
        (tmp_path / name).write_bytes(frame() * frames)
        id3 = ID3()
        for tag in tags:
            id3.add(tag)
        if tags:
            id3.save(tmp_path / name)
        for number, other in enumerate(beside):
            (tmp_path / other).touch()
            os.utime(tmp_path / other, (1_700_000_060 + number, 1_700_000_060 + number))
        os.utime(tmp_path / name, (1_700_000_000.9, 1_700_000_000.9))
        (found,), left = find_episodes(tmp_path)
        assert left == []
        return found

    return write


def test_a_programme_without_tags(programme):
    found = programme()
    assert (found.file, found.title, found.author, found.opening) == ("l-été.mp3", "l été", "", "")
    assert found.published == found.changed == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert found.duration == pytest.approx(100 * 1152 / 44_100)
    assert (found.size, found.chapters, found.page, found.transcripts) == (100 * len(frame()), "", "", ())


def test_what_its_tags_say(programme):
    found = programme(
        TIT2(text=[" L’été "]), TPE1(text=["Anne Ferrec"]), TDRC(text=["2024-03-14T06:30"]),
        USLT(lang="fra", text="L’été.\n\nIl fait beau."),
    )  # fmt: skip
    assert (found.title, found.author, found.opening) == ("L’été", "Anne Ferrec", "Il fait beau.")
    assert found.published == datetime(2024, 3, 14, 6, 30, tzinfo=UTC)


# An ID3 time, or what was written for one, and when the programme is published: at its file's time where it is none.
FILE = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
DATES = [
    ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
    ("2024-03", datetime(2024, 3, 1, tzinfo=UTC)),
    ("2024-03-14", datetime(2024, 3, 14, tzinfo=UTC)),
    ("2024-03-14 06", datetime(2024, 3, 14, tzinfo=UTC)),
    ("2024-03-14 06:30", datetime(2024, 3, 14, 6, 30, tzinfo=UTC)),
    ("2024-03-14 06:30:59", datetime(2024, 3, 14, 6, 30, 59, tzinfo=UTC)),
    ("2024-13-14", FILE),
    ("2024-02-30", FILE),
    ("0000", FILE),
]


@pytest.mark.parametrize(("told", "published"), DATES)
def test_when_a_programme_is_published(programme, told, published):
    assert programme(TDRC(text=[told])).published == published


# Files beside the programme, and which of them are its chapters, its page and its transcripts.
BESIDE = [
    (["l-été.chapters.json"], "l-été.chapters.json", "", []),
    (["l-été.html"], "", "l-été.html", ["l-été.html"]),
    (["l-été.page.html"], "", "l-été.page.html", []),
    (["l-été.html", "l-été.page.html"], "", "l-été.page.html", ["l-été.html"]),
    (["l-été.srt", "l-été.vtt"], "", "", ["l-été.vtt", "l-été.srt"]),
    (["été.vtt", "l-été.txt", "l-été.mp3.vtt"], "", "", []),
]


@pytest.mark.parametrize(("beside", "chapters", "page", "transcripts"), BESIDE)
def test_what_stands_beside_a_programme(programme, beside, chapters, page, transcripts):
    found = programme(beside=beside)
    assert (found.chapters, found.page) == (chapters, page)
    assert [each.file for each in found.transcripts] == transcripts


def test_the_newest_of_its_files_says_when_it_changed(programme):
    assert programme(beside=["l-été.vtt", "l-été.chapters.json"]).changed == datetime(
        2023, 11, 14, 22, 14, 21, tzinfo=UTC
    )
    # A page is not told of by the feed but as an address, which stays.
    assert programme(beside=["l-été.vtt", "l-été.chapters.json", "l-été.page.html"]).changed.second == 21


@pytest.mark.parametrize(("letters", "kept"), [(1000, 1000), (1001, 1001)])
def test_no_title_or_name_is_longer_than_players_show(programme, letters, kept):
    """Cut at a word; one word alone is cut in its midst, and the sign of it stands behind."""
    found = programme(TIT2(text=["é" * letters]), TPE1(text=["mot " * 400]))
    assert len(found.title) == kept and found.title.endswith("…") == (letters > 1000)
    assert found.author == ("mot " * 250).strip() + "…"


def test_the_newest_stands_first_and_those_of_one_day_by_name(tmp_path):
    for name, day in (("b.mp3", "2024-03-02"), ("c.mp3", "2024-03-01"), ("a.mp3", "2024-03-01"), ("d.mp3", "2024")):
        (tmp_path / name).write_bytes(frame() * 3)
        id3 = ID3()
        id3.add(TDRC(text=[day]))
        id3.save(tmp_path / name)
    assert [each.file for each in find_episodes(tmp_path)[0]] == ["b.mp3", "a.mp3", "c.mp3", "d.mp3"]


# A paragraph is added to the first while that has fewer than 120 letters; all together are cut behind 400.
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{'a' * 119}\n\nb\n\nc", f"{'a' * 119} b"),
        (f"{'a' * 120}\n\nb", "a" * 120),
        ("a\nb\n \t\n\n\nc", "a b c"),
        ("Titre.\n\nTitre.\n\nSuite", "Titre. Suite"),
        ("Titre !\n\nSuite", "Titre ! Suite"),
        ("a" * 400, "a" * 400),
        (f"{'a' * 399} b", f"{'a' * 399}…"),
        (f"{'a' * 398},; b", f"{'a' * 398}…"),
    ],
)
def test_how_much_of_a_programme_opens_it(text, said):
    assert extract_opening(text, "Titre") == said


def test_all_that_the_feed_says_of_a_programme():
    transcripts = (Transcript("a.vtt", "text/vtt", True), Transcript("a.html", "text/html", False))
    whole = replace(
        episode(author="Anne Ferrec"), page="a.page.html", transcripts=transcripts, duration=61.6, size=98_765
    )
    (item,) = valid(make_rss(ABOUT, [whole])).findall("item")
    identity = item.find("guid")
    assert identity.get("isPermaLink") == "false"
    item.remove(identity)
    assert [(child.tag, dict(child.attrib), child.text) for child in item] == [
        ("title", {}, "Le pont"),
        ("link", {}, "https://example.org/p/a.page.html"),
        ("description", {}, "Le pont a rouvert."),
        (
            f"{CONTENT}encoded",
            {},
            '<p>Le pont a rouvert.</p><p><a href="https://example.org/p/a.page.html">À écouter et à lire</a> · '
            '<a href="https://example.org/p/a.html">Le texte</a></p>',
        ),
        ("enclosure", {"url": "https://example.org/p/a.mp3", "length": "98765", "type": "audio/mpeg"}, None),
        ("pubDate", {}, "Thu, 14 Mar 2024 00:00:00 +0000"),
        (f"{ITUNES}episodeType", {}, "full"),
        (f"{ITUNES}duration", {}, "62"),
        (f"{ITUNES}explicit", {}, "false"),
        (f"{ITUNES}author", {}, "Anne Ferrec"),
        (f"{PODCAST}person", {"role": "author", "group": "writing"}, "Anne Ferrec"),
        (f"{PODCAST}chapters", {"url": "https://example.org/p/a.chapters.json", "type": "application/json+chapters"},
         None),
        (f"{PODCAST}transcript", {"url": "https://example.org/p/a.vtt", "type": "text/vtt", "rel": "captions"}, None),
        (f"{PODCAST}transcript", {"url": "https://example.org/p/a.html", "type": "text/html"}, None),
    ]  # fmt: skip


def test_what_a_programme_lacks_is_not_said():
    bare = replace(episode(text=""), chapters="", transcripts=(), duration=0.2)
    (item,) = valid(make_rss(ABOUT, [bare])).findall("item")
    assert [child.tag.rpartition("}")[2] for child in item] == [
        "title", "description", "encoded", "enclosure", "guid", "pubDate", "episodeType", "duration", "explicit",
    ]  # fmt: skip
    assert item.findtext("description") == "Le pont"
    assert item.findtext(f"{ITUNES}duration") == "1"  # none lasts nothing


def named(element):
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local


def told(**given):
    """What the channel of a feed says but for its episodes, by name: attributes, text, and what is in it."""
    about = valid(
        make_rss(make_channel(base="https://example.org/p", file="fil.xml", title="Le journal", **given), [episode()])
    )
    return {
        named(child): (
            dict(child.attrib),
            (child.text or "").strip(),
            [(named(below), dict(below.attrib), below.text or "") for below in child],
        )
        for child in about
        if child.tag != "item"
    }


# What was given of a podcast, and which of the channel's elements are there, or differ, because of it.
NAME, MAIL = ("itunes:name", {}, "Anne"), ("itunes:email", {}, "a@example.org")
CHANNELS = [
    ({"image": "https://example.org/c.png"}, {"itunes:image": ({"href": "https://example.org/c.png"}, "", [])}),
    ({"explicit": True}, {"itunes:explicit": ({}, "true", [])}),
    ({"language": "fr-ca"}, {"language": ({}, "fr-ca", [])}),
    ({"link": "https://example.org/"}, {"link": ({}, "https://example.org/", [])}),
    ({"description": "R&B, R&#38;D <3 <b>"}, {"description": ({}, "R&amp;B, R&amp;#38;D <3 &lt;b>", [])}),
    ({"author": "La rédaction"}, {"itunes:author": ({}, "La rédaction", [])}),
    ({"owner": "Anne"}, {"itunes:owner": ({}, "", [NAME])}),
    ({"email": "a@example.org"}, {"itunes:owner": ({}, "", [MAIL])}),
    ({"owner": "Anne", "email": "a@example.org"}, {"itunes:owner": ({}, "", [NAME, MAIL])}),
    ({"category": "Science"}, {"itunes:category": ({"text": "Science"}, "", [])}),
    (
        {"category": "Science > Physics"},
        {"itunes:category": ({"text": "Science"}, "", [("itunes:category", {"text": "Physics"}, "")])},
    ),
]


@pytest.mark.parametrize(("given", "more"), CHANNELS, ids=[" ".join(row[0]) for row in CHANNELS])
def test_what_was_given_of_a_podcast_is_in_its_feed(given, more):
    plain = told()
    assert {name: value for name, value in told(**given).items() if plain.get(name) != value} == more


def test_a_podcast_of_which_little_is_given():
    plain = told()
    assert list(plain) == [
        "title", "link", "description", "language", "pubDate", "lastBuildDate", "generator", "atom:link",
        "itunes:category", "itunes:explicit", "itunes:type", "podcast:guid", "podcast:medium",
    ]  # fmt: skip
    assert [plain[name][1] for name in ("itunes:explicit", "itunes:type", "podcast:medium")] == [
        "false", "episodic", "podcast",
    ]  # fmt: skip
    assert plain["itunes:category"] == ({"text": "News"}, "", [])
    assert plain["atom:link"][0] == {
        "href": "https://example.org/p/fil.xml", "rel": "self", "type": "application/rss+xml",
    }  # fmt: skip


def test_a_feed_says_that_it_is_xml_in_utf_8():
    assert make_rss(ABOUT, [episode("L’été")]).startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<rss ")
    assert "L’été".encode() in make_rss(ABOUT, [episode("L’été")])


def test_a_feed_is_as_new_as_what_it_holds():
    days = [WHEN.replace(day=day) for day in (2, 9, 5)]
    held = [replace(episode(), file=f"{day:%d}.mp3", published=day, changed=day.replace(hour=7)) for day in days]
    about = valid(make_rss(ABOUT, held))
    assert about.findtext("pubDate") == "Sat, 09 Mar 2024 00:00:00 +0000"
    assert about.findtext("lastBuildDate") == "Sat, 09 Mar 2024 07:00:00 +0000"
    empty = etree.fromstring(make_rss(ABOUT, []))
    assert not empty.findall(".//pubDate") and not empty.findall(".//lastBuildDate")


def test_numbers_notes_and_a_cover_of_its_own():
    whole = replace(
        episode(),
        season=2,
        number=7,
        cover="a.jpg",
        address="https://example.org/?a=1&b=2",
        marks=(("0:00", "Le <pont>"), ("1:05", "La suite")),
        synthetic=True,
    )
    (item,) = valid(make_rss(ABOUT, [whole])).findall("item")
    assert item.find(f"{ITUNES}image").get("href") == "https://example.org/p/a.jpg"
    names = (f"{ITUNES}season", f"{PODCAST}season", f"{ITUNES}episode", f"{PODCAST}episode")
    assert [item.findtext(name) for name in names] == ["2", "2", "7", "7"]
    assert item.findtext(f"{CONTENT}encoded") == (
        "<p>Le pont a rouvert.</p><p>Chapitres</p><ul><li>0:00 Le &lt;pont&gt;</li><li>1:05 La suite</li></ul>"
        '<p><a href="https://example.org/?a=1&amp;b=2">L’article</a></p>'
        "<p>Cet épisode est lu par une voix de synthèse.</p>"
    )


def test_what_a_file_says_of_its_episode(programme):
    found = programme(
        TRCK(1, ["07/12"]),
        TPOS(1, ["2"]),
        WOAF("https://example.org/pont"),
        CHAP("b", 65_000, 70_000, sub_frames=[TIT2(1, ["La suite"])]),
        CHAP("a", 0, 65_000, sub_frames=[TIT2(1, ["Le pont"])]),
        beside=("l-été.jpg",),
    )
    assert (found.number, found.season, found.cover, found.dated) == (7, 2, "l-été.jpg", False)
    assert (found.address, found.marks) == ("https://example.org/pont", (("0:00", "Le pont"), ("1:05", "La suite")))
