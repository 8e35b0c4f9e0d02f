"""The player for a publisher's page: what its files hold. How it behaves is tried in a browser (tests/page)."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.delivery.disclosure import Disclosure
from audiobrief.delivery.embed.exporter import EXPORTER
from audiobrief.delivery.embed.fingerprints import (
    Fingerprint,
    encode_fingerprints,
    fold_text,
    hash_text,
    list_fingerprints,
)
from audiobrief.delivery.embed.fragment import LARGEST, read_script
from audiobrief.delivery.embed.metadata import format_duration
from audiobrief.delivery.exporter import Rendition
from audiobrief.delivery.formats import load_delivery
from audiobrief.delivery.text.read_along import build_read_along
from audiobrief.model import Article, Chapter, Loudness, Script, Utterance
from audiobrief.show import Show
from tests.timelines import ARTICLE, heard

SHOW = Show(title="Le Phare à l’oreille", url="https://sons.example/phare", link="https://phare.example/")
SENTENCES = ("La digue de Ferlan a tenu.", "Personne n’est blessé !")


def render(folder, *chapters, article=ARTICLE, show=None, name="la digue.mp3", delivery="podcast"):
    """The files of the player, by name."""
    chapters = chapters or (
        ("La digue", [Utterance(article.title, "title"), *map(Utterance, SENTENCES)]),
        ("Sur le quai", [Utterance("Sur le quai", "heading"), Utterance("Trois choses ont compté :")]),
    )
    script = Script(article.title, tuple(Chapter(title, tuple(said)) for title, said in chapters))
    mp3 = folder / "sound.mp3"
    mp3.write_bytes(b"x" * 1234)
    rendition = Rendition(
        target=folder / name,
        mp3=mp3,
        master=None,
        article=article,
        script=script,
        timeline=heard(*chapters),
        loudness=Loudness(-19.0, -1.0),
        delivery=load_delivery(delivery),
        cover=None,
        voice="siwis",
        disclosure=Disclosure("siwis", "kokoro", trained=True, notice="Voix de synthèse."),
        produced=datetime(2026, 3, 12, 17, 45, tzinfo=UTC),
        version="9.9",
        show=show,
    )
    out = folder / "out"
    out.mkdir(exist_ok=True)
    for former in out.iterdir():
        former.unlink()
    EXPORTER.write(rendition, out)
    return {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()}


def find_player(fragment):
    tree = html5lib.parse(fragment, namespaceHTMLElements=False)
    return tree, tree.find(".//audiobrief-player")


def structured(head):
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.S)
    return json.loads(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("« L’été », dit-elle.", "letedit" + "elle"),
        ("1 250 € — 2ᵉ acte", "12502eacte"),
        ("ŒUVRE, Œdème ; ﬁn", "œuvreœdemefin"),
        ("man\u00adqué", "manque"),
        ("e\u0301te\u0301", "ete"),
        ("Дом №5", "домno5"),
        ("…", ""),
    ],
)
def test_folding(text, folded):
    assert fold_text(text) == folded


@given(st.text(max_size=40))
def test_folding_leaves_what_is_folded(text):
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text("abcé12", max_size=30), st.text("abcé12", max_size=30))
def test_the_hash_of_an_end_follows_from_those_of_prefixes(first, second):
    power = pow(0x01000193, len(second), 1 << 32)
    assert hash_text(second) == (hash_text(first + second) - hash_text(first) * power) % (1 << 32)


@pytest.mark.parametrize("text", ["", "a", "ab", "ladiguedeferlanatenu"])
def test_the_hash_is_the_polynomial_that_the_script_computes_too(text):
    powers = [0x01000193**power for power in reversed(range(len(text)))]
    assert hash_text(text) == sum(ord(letter) * power for letter, power in zip(text, powers, strict=True)) % (1 << 32)


def test_sentences_and_paragraphs_in_order():
    read = build_read_along(
        ARTICLE, heard(("La digue", [Utterance(ARTICLE.title, "title"), *map(Utterance, SENTENCES)]))
    )
    by_sentence, by_paragraph = list_fingerprints(read), list_fingerprints(read, by_sentence=False)
    assert [each.start for each in by_sentence] == [300, 2800, 5300]
    assert [(each.start, each.length) for each in by_paragraph] == [(300, 24), (2800, 20 + 18)]
    assert encode_fingerprints([Fingerprint(36, 12, 35), Fingerprint(72, 1, 36)]) == "10,c,z 10,1,10"


def test_the_fragment_has_everything_inside(tmp_path):
    files = render(tmp_path)
    assert set(files) == {"player.html", "frame.html", "head.html", "player.js"}
    tree, player = find_player(files["player.html"])
    (script,) = tree.findall(".//script")
    assert script.text.strip() == files["player.js"].strip() == str(read_script()).strip()
    assert player.get("data-src") == "la%20digue.mp3"
    assert player.get("data-chapters").splitlines() == ["0 La digue", "7800 Sur le quai"]
    assert len(player.get("data-text").split()) == 5
    (sound,) = player.iter("audio")
    assert (sound.get("src"), sound.get("preload"), "controls" in sound.attrib) == ("la%20digue.mp3", "none", True)
    assert [(link.get("href"), link.text) for link in player.iter("a")] == [
        ("la%20digue.mp3", "Le son (MP3)"),
        ("la%20digue.html", "Le texte lu"),
    ]
    assert "Voix de synthèse." in "".join(player.itertext())
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", files["player.html"])


def test_the_script_is_the_same_for_all_and_is_allowed_by_one_hash(tmp_path):
    one = render(tmp_path)["player.html"]
    other = render(tmp_path, article=Article("Autre", ARTICLE.blocks))["player.html"]
    hashes = [re.findall(r"'(sha256-[^']+)'", each) for each in (one, other)]
    assert hashes[0] == hashes[1] and len(hashes[0]) == 1
    assert one.split("<audiobrief-player")[0] == other.split("<audiobrief-player")[0]


def test_frames_point_out_of_their_folder(tmp_path):
    _, player = find_player(render(tmp_path)["frame.html"])
    assert (player.get("data-src"), player.get("data-transcript")) == ("../la%20digue.mp3", "../la%20digue.html")


def test_a_transcript_that_is_not_written_is_not_linked(tmp_path):
    _, player = find_player(render(tmp_path, delivery="radio")["player.html"])
    assert [link.text for link in player.iter("a")] == ["Le son (MP3)"]


@pytest.mark.parametrize(
    ("chapters", "sentences", "unit"),
    [(3, 90, "sentences"), (3, 1500, "paragraphs"), (100, 5000, "nothing"), (255, 255, "nothing")],
)
def test_a_fragment_is_small_whatever_the_article(tmp_path, chapters, sentences, unit):
    texts = [f"La phrase {number} du long article est dite ici." for number in range(sentences)]
    each = sentences // chapters
    parts = []
    for number in range(chapters):
        said = [
            Utterance(text, pause_after="paragraph" if place % 9 == 8 or place == each - 1 else "sentence")
            for place, text in enumerate(texts[number * each : (number + 1) * each])
        ]
        parts.append((f"Chapitre au titre assez long pour un journal {number}" * (3 if chapters == 255 else 1), said))
    fragment = render(tmp_path, *parts, article=Article("Long", ()))["player.html"]
    _, player = find_player(fragment)
    count = len(player.get("data-text").split())
    expected = {"sentences": each * chapters, "paragraphs": chapters * -(-each // 9), "nothing": 0}
    assert len(fragment.encode()) <= LARGEST == 30_000
    assert count == expected[unit]
    assert len(player.get("data-chapters").splitlines()) == (0 if chapters == 255 else chapters)


def test_nothing_in_an_article_ends_an_element(tmp_path):
    hostile = '</script></audiobrief-player><img src=x onerror=alert(1)>" onload="alert(2)'
    article = replace(ARTICLE, title=hostile, byline=hostile, source=hostile)
    files = render(tmp_path, (hostile, [Utterance(hostile, "title")]), article=article, show=SHOW)
    for name in ("player.html", "frame.html", "head.html"):
        tree = html5lib.parse(files[name], namespaceHTMLElements=False)
        assert not tree.findall(".//img")
        assert not any(key.startswith("on") for element in tree.iter() for key in element.attrib)
    assert structured(files["head.html"])["headline"] == hostile
    assert find_player(files["player.html"])[1].get("data-title") == hostile


def test_what_search_engines_are_told(tmp_path):
    told = structured(render(tmp_path, show=SHOW)["head.html"])
    sound = told.pop("audio")
    assert told == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": "https://example.org/digue?a=1&b=2",
        "url": "https://example.org/digue?a=1&b=2",
        "headline": ARTICLE.title,
        "datePublished": "2024-03-01",
        "inLanguage": "fr",
        "author": {"@type": "Person", "name": ARTICLE.byline},
        "publisher": {"@type": "Organization", "name": "Le Phare & Cie"},
    }
    clips = sound.pop("hasPart")
    address = "https://sons.example/phare/la%20digue.mp3"
    assert sound == {
        "@type": "AudioObject",
        "@id": f"{address}#audio",
        "name": ARTICLE.title,
        "contentUrl": address,
        "embedUrl": "https://sons.example/phare/la%20digue.embed/frame.html",
        "encodingFormat": "audio/mpeg",
        "contentSize": "1234",
        "duration": "PT13S",
        "uploadDate": "2026-03-12T17:45:00+00:00",
        "inLanguage": "fr",
        "digitalSourceType": "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
        "disambiguatingDescription": "Voix de synthèse.",
        "transcript": sound["transcript"],
    }
    assert SENTENCES[0] in sound["transcript"] and "Trois choses" in sound["transcript"]
    assert [(clip["name"], clip["startOffset"], clip["endOffset"], clip["url"]) for clip in clips] == [
        ("La digue", 0, 7.8, f"{address}#t=0"),
        ("Sur le quai", 7.8, 12.8, f"{address}#t=7.8"),
    ]


def test_one_chapter_is_no_part_of_a_sound(tmp_path):
    chapter = ("La digue", [Utterance(ARTICLE.title, "title"), *map(Utterance, SENTENCES)])
    assert "hasPart" not in structured(render(tmp_path, chapter)["head.html"])["audio"]


def test_open_graph_and_oembed(tmp_path):
    files = render(tmp_path, show=SHOW)
    head = html5lib.parse(files["head.html"], namespaceHTMLElements=False).find("head")
    assert [(meta.get("property"), meta.get("content")) for meta in head.iter("meta")] == [
        ("og:audio", "https://sons.example/phare/la%20digue.mp3"),
        ("og:audio:secure_url", "https://sons.example/phare/la%20digue.mp3"),
        ("og:audio:type", "audio/mpeg"),
    ]
    (link,) = head.iter("link")
    assert (link.get("type"), link.get("href")) == (
        "application/json+oembed",
        "https://sons.example/phare/la%20digue.embed/oembed.json",
    )
    oembed = json.loads(files["oembed.json"])
    frame = html5lib.parseFragment(oembed.pop("html"), namespaceHTMLElements=False)[0]
    assert (frame.tag, frame.get("src"), frame.get("title")) == (
        "iframe",
        "https://sons.example/phare/la%20digue.embed/frame.html",
        ARTICLE.title,
    )
    assert oembed == {
        "version": "1.0",
        "type": "rich",
        "title": ARTICLE.title,
        "author_name": ARTICLE.byline,
        "provider_name": "Le Phare à l’oreille",
        "provider_url": "https://phare.example/",
        "width": 640,
        "height": 260,
    }


def test_without_an_address_nothing_is_claimed_of_it(tmp_path):
    files = render(tmp_path, article=Article("Sans", ARTICLE.blocks, published=date(2026, 1, 2)))
    assert "og:audio" not in files["head.html"] and "oembed.json" not in files
    told = structured(files["head.html"])
    assert "@id" not in told and "author" not in told
    assert (told["audio"]["contentUrl"], "embedUrl" in told["audio"]) == ("la%20digue.mp3", False)


@pytest.mark.parametrize(
    ("milliseconds", "text"), [(400, "PT1S"), (59_600, "PT1M"), (3_723_400, "PT1H2M3S"), (7_200_000, "PT2H")]
)
def test_durations(milliseconds, text):
    assert format_duration(milliseconds) == text
