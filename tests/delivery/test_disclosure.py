"""A synthetic voice is said to be one in every file, for machines and for people, as exiftool reads it too."""

import json
import re
import subprocess
import zipfile
from datetime import UTC, datetime
from uuid import UUID

import feedparser
import pytest
from lxml import etree
from mutagen.id3 import ID3

import audiobrief
from audiobrief.delivery.disclosure import Disclosure, make_xmp_packet
from audiobrief.inspection.containers import read_sound_info
from audiobrief.podcast.episodes import find_episodes
from audiobrief.podcast.rss import make_rss
from audiobrief.podcast.show import Channel

ARTICLE = b"# Le pont\n\nLe pont a rouvert mardi."
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
NOTICE = "Ce programme est lu par une voix de synthèse."


def read_by_exiftool(path):
    """What another program reads, by group and name."""
    done = subprocess.run(["exiftool", "-j", "-G", str(path)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("disclosed")


@pytest.fixture(scope="module")
def podcast(folder):
    asked = {"voice": "espeak-fr", "exports": ("page", "epub", "daisy", "daisy3")}
    return audiobrief.make(ARTICLE, output=folder / "pont.mp3", produced=datetime(2026, 3, 1, tzinfo=UTC), **asked)


@pytest.fixture(scope="module")
def item(folder):
    return audiobrief.make(ARTICLE, output=folder / "item.mp3", voice="espeak-fr", delivery="radio")


KINDS = [(True, "trainedAlgorithmicMedia"), (False, "algorithmicMedia")]


@pytest.mark.parametrize(("trained", "kind"), KINDS)
def test_a_trained_voice_and_one_by_rules_have_different_source_types(trained, kind):
    made = Disclosure("siwis", "kokoro", trained)
    assert made.source_type == f"{IPTC}{kind}"
    assert made.schema_type == f"https://schema.org/{kind[0].upper()}{kind[1:]}DigitalSource"


def test_the_xmp_packet_is_rdf_with_the_source_type():
    packet = make_xmp_packet(Disclosure("a", "b", True), 'audio<"brief">')
    root = etree.fromstring(packet)
    (about,) = root.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description")
    assert about.get("{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType").startswith(IPTC)
    assert about.get("{http://ns.adobe.com/xap/1.0/}CreatorTool") == 'audio<"brief">'


def test_the_mp3_says_so_in_its_tags_and_as_xmp(podcast):
    texts = {frame.desc: frame.text[0] for frame in ID3(podcast.mp3).getall("TXXX")}
    assert texts == {"DigitalSourceType": f"{IPTC}algorithmicMedia", "SyntheticVoice": "espeak-fr (espeak)"}
    told = read_by_exiftool(podcast.mp3)
    assert told["XMP:DigitalSourceType"] == f"{IPTC}algorithmicMedia"
    assert told["ID3:UserDefinedText"] == "(SyntheticVoice) espeak-fr (espeak)"


def test_the_wav_says_so_in_its_history_its_description_and_as_xmp(item):
    (wav,) = (path for path in item.files if path.suffix == ".wav")
    told = read_by_exiftool(wav)
    assert told["XMP:DigitalSourceType"] == f"{IPTC}algorithmicMedia"
    assert "algorithmicMedia; espeak-fr (espeak)" in told["RIFF:CodingHistory"]
    assert told["RIFF:Description"].endswith("Ce programme est lu par une voix de synthese")


def test_the_notice_is_spoken_at_the_end_of_a_podcast_and_not_in_a_radio_item(podcast, item):
    assert podcast.timeline.cues[-1].utterance.text == NOTICE
    assert item.timeline.cues[-1].utterance.text == "Le pont a rouvert mardi."


@pytest.mark.parametrize("ending", [".html", ".page.html"])
def test_transcript_and_page_show_it(folder, podcast, ending):
    shown = (folder / f"pont{ending}").read_text(encoding="utf-8")
    assert re.search(rf'<p class="notice">{NOTICE}</p>', shown)


def test_the_books_name_a_synthetic_narrator(folder, podcast):
    with zipfile.ZipFile(folder / "pont.epub") as book:
        (name,) = (name for name in book.namelist() if name.endswith(".opf"))
        package = book.read(name).decode()
    assert 'property="media:narrator">espeak-fr (voix de synthèse)<' in package
    assert 'property="schema:digitalSourceType">https://schema.org/AlgorithmicMediaDigitalSource<' in package
    contents = (folder / "pont.daisy" / "ncc.html").read_text(encoding="utf-8")
    assert "espeak-fr (voix de synthèse)" in contents and NOTICE in contents
    package = (folder / "pont.daisy3" / "book.opf").read_text(encoding="utf-8")
    assert '<dc:Contributor role="nrt">espeak-fr (voix de synthèse)<' in package and NOTICE in package


def test_inspection_finds_it_in_both(podcast, item):
    for path in (podcast.mp3, *(path for path in item.files if path.suffix == ".wav")):
        assert read_sound_info(path).tags.source_type == f"{IPTC}algorithmicMedia", path


def test_the_feed_says_so_of_each_episode(podcast, folder):
    episodes, _ = find_episodes(folder)
    assert all(episode.synthetic for episode in episodes)
    channel = Channel(
        "https://example.org/", "https://example.org/feed.xml", UUID(int=1), "Le pont", "https://example.org/",
        "Le pont", "fr", "News", "", False,
    )  # fmt: skip
    feed = make_rss(channel, episodes)
    assert feed.count(b'<podcast:txt purpose="ai-content">true</podcast:txt>') == len(episodes)
    assert all("voix de synthèse" in entry.summary for entry in feedparser.parse(feed).entries)


ASKED = [
    ({"notice": "none"}, None, ""),
    ({"notice": "text"}, None, NOTICE),
    ({"delivery": "listening"}, None, NOTICE),
    ({"delivery": "listening", "notice": "spoken"}, NOTICE, NOTICE),
    ({"notice_text": "Lu par une machine."}, "Lu par une machine.", "Lu par une machine."),
]


@pytest.mark.parametrize(("asked", "spoken", "shown"), ASKED, ids=[str(row[0]) for row in ASKED])
def test_the_notice_is_said_where_it_is_asked_for_and_machines_are_told_in_any_case(tmp_path, asked, spoken, shown):
    made = audiobrief.make(ARTICLE, output=tmp_path / "a.mp3", voice="espeak-fr", **asked)
    last = made.timeline.cues[-1].utterance.text
    assert last == (spoken or "Le pont a rouvert mardi.")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert (f'<p class="notice">{shown}</p>' in page) if shown else ('class="notice"' not in page)
    assert read_sound_info(made.mp3).tags.source_type == f"{IPTC}algorithmicMedia"


def test_a_profile_may_have_its_own_words(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "audiobrief" / "voices").mkdir(parents=True)
    profile = 'description = "x"\nengine = "espeak"\nvoice = "fr"\nrate = 160\nnotice = "Une voix de machine."\n'
    (tmp_path / "audiobrief" / "voices" / "robot.toml").write_text(profile, encoding="utf-8")
    made = audiobrief.make(ARTICLE, output=tmp_path / "a.mp3", voice="robot")
    assert made.timeline.cues[-1].utterance.text == "Une voix de machine."


def test_what_will_be_said_of_an_article_is_the_article_s():
    """`script` shows the article; the notice is the programme's."""
    assert audiobrief.script(ARTICLE).chapters[-1].utterances[-1].text == "Le pont a rouvert mardi."
