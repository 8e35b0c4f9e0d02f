"""Hours from the article to the feed, and what a feed says of formats, persons and notes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree
from mutagen.id3 import ID3

from audiobrief import pipeline
from audiobrief.podcast.episodes import Episode, Sound, Transcript, find_episodes
from audiobrief.podcast.rss import NAMESPACES, make_rss
from audiobrief.podcast.show import make_channel
from audiobrief.show import Person, Show
from tests.podcast.test_feed import valid

FLASHES = {"z-matin": "2026-03-12T06:30:00+01:00", "a-soir": "2026-03-12 18:45 +0100"}
ABOUT = make_channel(base="https://example.org/p", file="feed.xml", title="Le journal")
EPISODE = Episode(
    file="pont.mp3",
    title="Le pont",
    author="Anne Ferrec",
    opening="Il rouvre.",
    published=datetime(2026, 3, 12, 17, 45, tzinfo=UTC),
    changed=datetime(2026, 3, 13, tzinfo=UTC),
    size=120_000,
    duration=10.0,
    chapters="",
    page="",
    transcripts=(),
)


@pytest.fixture(scope="module")
def flashes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("flashes")
    for name, when in FLASHES.items():
        article = f"---\ntitle: {name}\nauthor: Anne Ferrec\ndate: {when}\n---\n\nLe pont a rouvert."
        pipeline.make(article.encode(), voice="espeak-fr", output=folder / f"{name}.mp3", formats=("flac",))
    return folder


def test_flashes_of_one_day_stand_in_the_order_of_their_hours(flashes):
    found, left = find_episodes(flashes)
    assert left == []
    items = valid(make_rss(ABOUT, found)).findall("item")
    assert [(item.findtext("title"), item.findtext("pubDate")) for item in items] == [
        ("a-soir", "Thu, 12 Mar 2026 17:45:00 +0000"),
        ("z-matin", "Thu, 12 Mar 2026 05:30:00 +0000"),
    ]


def test_tags_have_the_hour_in_utc(flashes):
    tags = ID3(flashes / "a-soir.mp3", translate=False)
    assert [str(tags[name].text[0]) for name in ("TYER", "TDAT", "TIME")] == ["2026", "1203", "1745"]
    assert str(ID3(flashes / "a-soir.mp3")["TDRC"].text[0]) == "2026-03-12 17:45:00"


def test_other_formats_beside_are_alternate_enclosures(flashes):
    found, _ = find_episodes(flashes)
    item = valid(make_rss(ABOUT, found)).find("item")
    (other,) = item.findall("podcast:alternateEnclosure", NAMESPACES)
    size = (flashes / "a-soir.flac").stat().st_size
    assert (other.get("type"), other.get("length")) == ("audio/flac", str(size))
    assert [source.get("uri") for source in other] == ["https://example.org/p/a-soir.flac"]


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [("m4b", "audio/mp4"), ("opus", "audio/ogg"), ("mp2", "audio/mpeg"), ("wav", "audio/wav"), ("txt", None)],
)
def test_each_format_has_its_type(flashes, tmp_path, suffix, kind):
    (tmp_path / "pont.mp3").write_bytes((flashes / "a-soir.mp3").read_bytes())
    (tmp_path / f"pont.{suffix}").write_bytes(b"x" * 77)
    (found,), _ = find_episodes(tmp_path)
    assert found.sounds == ((Sound(f"pont.{suffix}", kind, 77),) if kind else ())


def test_an_empty_sound_is_not_offered(flashes, tmp_path):
    (tmp_path / "pont.mp3").write_bytes((flashes / "a-soir.mp3").read_bytes())
    (tmp_path / "pont.opus").touch()
    assert find_episodes(tmp_path)[0][0].sounds == ()


def test_the_author_stands_beside_the_persons_of_the_show():
    show = Show(title="Le journal", person=(Person(name="Paul Le Guen", link="https://example.org/paul"),))
    about = make_channel(base="https://example.org/p", file="feed.xml", title="Le journal", show=show)
    item = valid(make_rss(about, [EPISODE])).find("item")
    assert [(person.text, dict(person.attrib)) for person in item.findall("podcast:person", NAMESPACES)] == [
        ("Paul Le Guen", {"role": "host", "href": "https://example.org/paul"}),
        ("Anne Ferrec", {"role": "author", "group": "writing"}),
    ]
    nobody = valid(make_rss(about, [replace(EPISODE, author="")])).find("item")
    assert nobody.findall("podcast:person", NAMESPACES) == []


def test_notes_link_the_page_and_the_text():
    transcripts = (Transcript("pont.vtt", "text/vtt", True), Transcript("pont.html", "text/html", False))
    episode = replace(EPISODE, page="pont.page.html", transcripts=transcripts, address="https://example.org/pont")
    feed = make_rss(ABOUT, [episode])
    notes = etree.fromstring(feed).findtext("channel/item/content:encoded", namespaces=NAMESPACES)
    links = [(link.get("href"), link.text) for link in etree.HTML(notes).iter("a")]
    assert links == [
        ("https://example.org/pont", "L’article"),
        ("https://example.org/p/pont.page.html", "À écouter et à lire"),
        ("https://example.org/p/pont.html", "Le texte"),
    ]
    assert b"<content:encoded><![CDATA[<p>" in feed
