"""Audiobooks by the W3C's manifest and Readium's: their rules as types, their links followed, their sound measured."""

import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Annotated, Literal

import html5lib
import msgspec
import pytest
from msgspec import Meta
from mutagen.mp3 import MP3

from audiobrief.delivery.books.audiobook import write_audiobook
from audiobrief.delivery.cover import Cover
from audiobrief.delivery.disclosure import Disclosure
from audiobrief.delivery.exporter import Rendition
from audiobrief.delivery.formats import load_delivery
from audiobrief.errors import TargetError
from audiobrief.model import Loudness
from audiobrief.pipeline import make
from audiobrief.show import License, Show

Text = Annotated[str, Meta(min_length=1)]
Duration = Annotated[str, Meta(pattern=r"^PT\d+\.\d{3}S$")]
NAMES = re.compile(r"publication\.json|manifest\.json|index\.html|cover\.(?:jpg|png)|chapter\d{3}\.(?:mp3|html|json)")


class LinkedResource(msgspec.Struct, forbid_unknown_fields=True):
    """W3C Publication Manifest, 4.2.4.3."""

    type: Literal["LinkedResource"]
    url: Text
    encodingFormat: Text  # noqa: N815
    name: str = ""
    rel: str = ""
    duration: Duration | None = None
    alternate: tuple["LinkedResource", ...] = ()


class ItemList(msgspec.Struct, forbid_unknown_fields=True):
    type: Literal["ItemList"]
    itemListElement: Annotated[list[Text], Meta(min_length=1)]  # noqa: N815


class Publication(msgspec.Struct, forbid_unknown_fields=True, rename={"context": "@context"}):
    """W3C Audiobooks, 5.2: what a manifest must have, and what it should have. Empty texts are not written."""

    context: list[str | dict[str, str]]
    conformsTo: Literal["https://www.w3.org/TR/audiobooks/"]  # noqa: N815
    type: Literal["Audiobook"]
    id: Text
    name: Text
    readBy: Text  # noqa: N815
    publisher: Text
    inLanguage: Text  # noqa: N815
    readingProgression: Literal["ltr", "rtl"]  # noqa: N815
    datePublished: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]  # noqa: N815
    dateModified: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]  # noqa: N815
    duration: Duration
    abridged: bool
    accessMode: list[Text]  # noqa: N815
    accessModeSufficient: list[ItemList]  # noqa: N815
    accessibilityFeature: list[Text]  # noqa: N815
    accessibilityHazard: list[Text]  # noqa: N815
    accessibilitySummary: Text  # noqa: N815
    readingOrder: Annotated[list[LinkedResource], Meta(min_length=1)]  # noqa: N815
    resources: list[LinkedResource]
    url: Text | None = None
    author: Text | None = None
    description: Text | None = None
    digitalSourceType: Text | None = None  # noqa: N815
    copyrightNotice: Text | None = None  # noqa: N815
    links: list[LinkedResource] = []


def seconds(duration):
    return float(duration[2:-1])


@pytest.fixture
def rendition(made):
    return Rendition(
        target=made.path,
        mp3=made.path,
        master=None,
        article=made.article,
        script=made.script,
        timeline=made.timeline,
        loudness=Loudness(-19.0, -1.0),
        delivery=load_delivery("podcast"),
        cover=Cover(b"\xff\xd8\xff picture", "image/jpeg"),
        voice="siwis",
        disclosure=Disclosure("siwis", "kokoro", trained=True, notice="Voix de synthèse."),
        produced=datetime(2026, 1, 2, tzinfo=UTC),
        version="9.9",
        show=Show(title="Le journal", copyright="2026 Le Phare", license=License(name="CC-BY-4.0")),
    )


@pytest.fixture
def archive(rendition, tmp_path):
    write_audiobook(rendition, tmp_path / "a.audiobook")
    return zipfile.ZipFile(tmp_path / "a.audiobook")


@pytest.fixture
def publication(archive):
    return msgspec.json.decode(archive.read("publication.json"), type=Publication)


def test_what_it_says(publication, made):
    assert publication.context[:2] == ["https://schema.org", "https://www.w3.org/ns/pub-context"]
    assert publication.name in (made.script.title, made.script.title.replace("\x0b", "").replace("\ufffe", ""))
    assert (publication.readBy, publication.description) == ("siwis (voix de synthèse)", "Voix de synthèse.")
    assert publication.digitalSourceType == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
    assert publication.author == (made.article.byline or None)
    assert publication.url == (made.article.web_address or None)
    assert publication.copyrightNotice == "2026 Le Phare"
    assert [(link.rel, link.url) for link in publication.links] == [
        ("license", "https://spdx.org/licenses/CC-BY-4.0.html")
    ]
    assert [modes.itemListElement for modes in publication.accessModeSufficient] == [["auditory"], ["textual"]]
    assert "transcript" in publication.accessibilityFeature


def test_every_file_is_listed_and_every_listed_one_is_there(publication, archive):
    order = publication.readingOrder
    listed = [link.url for link in (*order, *publication.resources)]
    assert len(set(listed)) == len(listed)
    assert {*listed, "publication.json", "manifest.json"} == {*archive.namelist()}
    assert {one.url for link in order for one in link.alternate} <= {*listed}
    assert [name for name in archive.namelist() if not NAMES.fullmatch(name)] == []
    assert {link.rel for link in publication.resources} == {"contents", "cover", ""}


def test_the_lengths_are_those_of_the_sound(publication, archive, made):
    assert [link.name for link in publication.readingOrder] != []
    for link in publication.readingOrder:
        held = MP3(BytesIO(archive.read(link.url))).info.length
        assert seconds(link.duration) == pytest.approx(held, abs=0.06)
    total = sum(seconds(link.duration) for link in publication.readingOrder)
    assert seconds(publication.duration) == pytest.approx(total, abs=0.001)
    assert total == pytest.approx(made.timeline.frames / made.timeline.sample_rate, abs=0.3)


def test_the_contents_lead_to_the_sound(archive, publication):
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(archive.read("index.html"))
    assert page.find(".//link[@rel='publication']").get("href") == "publication.json"
    nav = page.find(".//nav[@role='doc-toc']")
    links = [link.get("href").partition("#t=") for link in nav.iter("a")]
    assert [name for name, _, time in links if not time] == [link.url for link in publication.readingOrder]
    lengths = {link.url: seconds(link.duration) for link in publication.readingOrder}
    assert [name for name, _, time in links if time and not 0 < float(time) < lengths[name]] == []


def test_the_text_and_when_it_is_heard(archive, publication):
    for link in publication.readingOrder:
        text, narration = (one.url for one in link.alternate)
        page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(archive.read(text))
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        spoken = json.loads(archive.read(narration))["narration"]
        assert [one["text"] for one in spoken] == [f"{text}#{name}" for name in ids]
        times = [tuple(map(float, one["audio"].removeprefix(f"{link.url}#t=").split(","))) for one in spoken]
        assert [begin for begin, _ in times[1:]] == [end for _, end in times[:-1]]
        assert times[-1][1] == seconds(link.duration)


def test_the_manifest_of_readium_says_the_same(archive, publication):
    manifest = json.loads(archive.read("manifest.json"))
    about = manifest["metadata"]
    assert about["conformsTo"] == "https://readium.org/webpub-manifest/profiles/audiobook"
    assert (about["title"], about["narrator"]) == (publication.name, publication.readBy)
    assert about["duration"] == seconds(publication.duration)
    assert [(link["href"], link["title"], link["duration"]) for link in manifest["readingOrder"]] == [
        (link.url, link.name, seconds(link.duration)) for link in publication.readingOrder
    ]
    assert [link["href"] for link in manifest["resources"]] == ["index.html", "cover.jpg"]

    def flatten(entries):
        return [one for entry in entries for one in (entry["href"], *flatten(entry.get("children", ())))]

    page = html5lib.HTMLParser(namespaceHTMLElements=False).parse(archive.read("index.html"))
    assert flatten(manifest["toc"]) == [link.get("href") for link in page.find(".//nav").iter("a")]


def test_the_same_programme_gives_the_same_bytes(rendition, tmp_path):
    for name in ("a", "b"):
        write_audiobook(rendition, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_little_known_is_enough(rendition, tmp_path):
    write_audiobook(replace(rendition, cover=None, show=None), tmp_path / "a")
    archive = zipfile.ZipFile(tmp_path / "a")
    publication = msgspec.json.decode(archive.read("publication.json"), type=Publication)
    assert (publication.links, publication.copyrightNotice) == ([], None)
    assert json.loads(archive.read("manifest.json"))["links"] == []


def test_it_needs_a_constant_bit_rate(tmp_path):
    with pytest.raises(TargetError, match="needs a constant bit rate"):
        make(b"Un mot.", output=tmp_path / "a.mp3", voice="espeak-fr", vbr=4, exports=("audiobook",), cached=False)
