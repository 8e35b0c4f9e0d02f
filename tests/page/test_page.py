"""The page as a file: sound HTML, the sound inside, nothing from elsewhere."""

import base64
import hashlib
import io
import re
import tracemalloc
from dataclasses import replace

import html5lib
import pytest

from audiobrief.delivery.text.page import render_page
from audiobrief.model import Article, ChapterMark, Cue, Timeline, Utterance
from tests.timelines import ARTICLE, heard, timeline


def built(article=ARTICLE, when=None, sound=b"sound"):
    return b"".join(render_page(article, when or timeline(), io.BytesIO(sound))).decode()


def parsed(text):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def words(element):
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("length", [0, 1, 2, 3, 1000, 3 * 2**16 - 1, 3 * 2**16, 3 * 2**16 + 1, 500_000])
def test_the_sound_inside_is_the_sound(length):
    sound = bytes(at * 7 % 251 for at in range(length))
    document = parsed(built(sound=sound))
    address = document.find(".//audio").get("src")
    assert address.startswith("data:audio/mpeg;base64,")
    assert base64.b64decode(address.split(",")[1], validate=True) == sound


class Trickle(io.RawIOBase):
    """A file that gives what it likes, as a raw file may."""

    def __init__(self, content):
        self._content = io.BytesIO(content)
        self._turn = 0

    def read(self, size=-1):
        self._turn += 1
        return self._content.read(min(size, 1 + self._turn % 5))


def test_a_file_that_reads_short_is_embedded_whole():
    sound = bytes(range(251)) * 3
    text = b"".join(render_page(ARTICLE, timeline(), Trickle(sound))).decode()
    assert base64.b64decode(re.search(r"base64,([^\"]*)\"", text)[1], validate=True) == sound


class Zeros(io.RawIOBase):
    """A long sound that takes no memory."""

    def __init__(self, length):
        self._left = length

    def read(self, size=-1):
        given = min(size, self._left)
        self._left -= given
        return bytes(given)


def test_the_sound_flows_through():
    """An hour of it (43 MB) in a few megabytes of memory."""
    tracemalloc.start()
    written = sum(len(piece) for piece in render_page(ARTICLE, timeline(), Zeros(43_200_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert written > 57_600_000
    assert peak < 8_000_000


def key(text):
    """The name under which the page remembers how far it was heard."""
    (found,) = set(re.findall(r'data-key="([^"]*)"', text))
    return found


KEYS = [
    ("another title", replace(ARTICLE, title="Un autre titre"), timeline()),
    ("another length", ARTICLE, replace(timeline(), frames=timeline().frames + 44_100)),
    ("another word", ARTICLE, replace(timeline(), cues=(*timeline().cues[:-1], replace(
        timeline().cues[-1], utterance=Utterance("Le quai, demain."))))),
    ("a sentence less", ARTICLE, replace(timeline(), cues=timeline().cues[:-1])),
]  # fmt: skip


@pytest.mark.parametrize(("what", "article", "when"), KEYS, ids=[row[0] for row in KEYS])
def test_another_article_never_shares_the_place_where_the_page_remembers(what, article, when):
    assert key(built(article, when)) != key(built())
    assert key(built(article, when)) == key(built(article, when, b"other"))


def test_a_word_that_is_no_text_has_a_key_and_a_page():
    """A lone surrogate stands for a byte that no encoding explains."""
    article = Article("Un \ud800 seul", ())
    when = heard(("Un", [Utterance("Un \udfff seul."), Utterance("Fin.")]))
    text = built(article, when)
    assert re.fullmatch("[0-9a-f]{16}", key(text)) and "\ud800" not in text
    assert text.encode().decode() == text


def test_the_same_input_gives_the_same_bytes():
    assert built() == built()
    assert built(sound=b"other") != built()


def test_structure():
    document = parsed(built())
    assert document.get("lang") == "fr"
    assert words(document.find(".//title")) == f"{ARTICLE.title}, à écouter et à lire"
    assert [words(heading) for heading in document.findall(".//h1")] == [ARTICLE.title]
    assert [words(heading) for heading in document.findall(".//h2")] == ["Lecteur", "Chapitres", "Réglages", "Texte"]
    assert [words(heading) for heading in document.findall(".//h3")] == ["Sur le quai"]
    assert [words(heading) for heading in document.findall(".//h4")] == ["Et après"]
    assert [len(document.findall(f".//{name}")) for name in ("header", "main", "nav", "article")] == [1, 1, 1, 1]
    assert [link.get("href") for link in document.findall(".//nav//a")] == ["#chapitre-1", "#chapitre-2"]
    assert {section.get("id") for section in document.findall(".//article//section")} == {"chapitre-1", "chapitre-2"}
    identifiers = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(identifiers) == len(set(identifiers))


def test_every_sentence_stands_there_once_with_its_time():
    document = parsed(built())
    spans = [span for span in document.iter("span") if span.get("class") == "sentence"]
    cues = timeline().cues
    assert [words(span) for span in spans] == [cue.utterance.text for cue in cues]
    for span, cue in zip(spans, cues, strict=True):
        assert 0 <= cue.start / 44_100 - float(span.get("data-start")) < 0.001


def test_without_javascript_there_are_no_dead_controls():
    document = parsed(built())
    assert document.find(".//audio").get("controls") is not None
    parents = {child: parent for parent in document.iter() for child in parent}
    for control in [*document.iter("button"), *document.iter("input"), *document.iter("select")]:
        while control.get("hidden") is None:
            control = parents[control]
        assert "scripted" in control.get("class")


def test_the_policy_lets_nothing_through_but_this_style_and_this_script():
    text = built()
    document = parsed(text)
    policy = document.find(".//meta[@http-equiv]").get("content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["media-src"] == "data: blob:"
    for name, rule in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.S)
        assert rules[rule] == f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
    attributes = {name for element in document.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on")} | ({"style"} & attributes)


HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&lt;{{ 7*7 }}"


def test_whatever_is_written_is_only_text():
    article = Article(HOSTILE, (), byline=HOSTILE, source=HOSTILE, address=f"https://{HOSTILE}", language=HOSTILE)
    document = parsed(built(article, heard((HOSTILE, [Utterance(HOSTILE, "title"), Utterance(HOSTILE)]))))
    assert len(document.findall(".//script")) == 1
    assert document.findall(".//img") == []
    assert words(document.find(".//h1")) == HOSTILE


def test_a_page_in_another_language_says_so_of_the_words_only():
    document = parsed(built(Article("T", (), language="en")))
    assert document.get("lang") == "fr"
    assert document.find(".//h1").get("lang") == "en"


def test_two_articles_do_not_share_what_is_remembered():
    one, two = (heard(("T", [Utterance(text)])) for text in ("Un.", "Deux."))
    keys = [parsed(built(Article("T", ()), when)).find("body").get("data-key") for when in (one, two)]
    assert keys[0] != keys[1]


def test_long_programmes_show_hours():
    marks = (ChapterMark(0, 3_723_000, "A"), ChapterMark(3_723_000, 3_724_000, "B"))
    long = Timeline(1000, 3_724_000, (Cue(300, 900, Utterance("Un.")),), marks)
    document = parsed(built(Article("T", ()), long))
    assert [words(span) for span in document.iter("span") if span.get("class") == "when"] == ["0:00", "1:02:03"]
