"""Sidecar files by templates: what the shipped ones say, and a station's own, and how a wrong one is told of."""
# ruff: noqa: E501  one case a row

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from audiobrief import pipeline
from audiobrief.delivery.disclosure import Disclosure
from audiobrief.delivery.exporter import Rendition
from audiobrief.delivery.formats import load_delivery
from audiobrief.delivery.radio import cart, riff
from audiobrief.delivery.radio.sidecar import (
    SAMPLE,
    check_sidecars,
    describe_item,
    find_ending,
    make_sidecars,
    render_sidecar,
)
from audiobrief.errors import DataError, OptionError
from audiobrief.model import Article, Block, Loudness, Script, Utterance
from audiobrief.options import Options
from tests.timelines import heard

ARTICLE = Article(
    "L’été <chaud> & « sec »",
    (Block("paragraph", 'Le pont a "rouvert" mardi.'), Block("heading", "Et après ?"), Block("paragraph", "À demain.")),
    byline="Ève O'Neil",
    source="Le Phare",
)


def make(folder, **asked):
    return pipeline.make(
        ARTICLE, output=folder / "pont.mp3", voice="espeak-fr", delivery="radio", notice="none", cached=False, **asked
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sidecars")
    own = folder / "dira.txt.j2"
    own.write_text(
        "{{ out_cue | ascii }};{{ duration | clock }};{{ valid_until.strftime('%d/%m/%Y') }}\r\n", newline=""
    )
    asked = ("xml", "json", own)
    return make(folder, sidecars=asked, valid_from="2026-03-09T06:30", valid_until="2026-03-10", chapters="headings")


def test_the_json_says_what_the_programme_is(made):
    item = json.loads(made.mp3.with_suffix(".json").read_bytes())
    assert (item["cut"], item["file"], item["title"], item["artist"]) == (
        "pont",
        "pont.wav",
        ARTICLE.title,
        "Ève O'Neil",
    )
    assert (item["inCue"], item["outCue"]) == ('Le pont a "rouvert" mardi.', "À demain.")
    assert (item["validFrom"], item["validUntil"]) == ("2026-03-09T06:30:00", "2026-03-10T23:59:59")
    assert item["duration"] == pytest.approx(made.duration, abs=0.001)
    assert 0 < item["spokenFrom"] < item["spokenUntil"] < item["duration"]
    assert item["loudness"] == pytest.approx(-23, abs=0.5)
    assert item["truePeak"] <= -1
    assert [chapter["title"] for chapter in item["chapters"]] == [chapter.title for chapter in made.chapters]
    assert item["synthetic"]["sourceType"].endswith("/algorithmicMedia")


def test_the_xml_says_the_same(made):
    item, told = (
        etree.parse(made.mp3.with_suffix(".xml")).getroot(),
        json.loads(made.mp3.with_suffix(".json").read_bytes()),
    )
    assert item.get("cut") == "pont"
    texts = ("title", "artist", "source", "file", "validFrom", "validUntil", "inCue", "outCue")
    assert {name: item.findtext(name) for name in texts} == {name: told[name] for name in texts}
    assert float(item.findtext("duration")) == told["duration"]
    assert float(item.findtext("loudness")) == told["loudness"]
    assert [chapter.text for chapter in item.find("chapters")] == [chapter["title"] for chapter in told["chapters"]]


def test_a_station_s_own_template(made):
    text = made.mp3.with_suffix(".txt").read_bytes().decode()
    assert text.startswith("A demain.;00:00:0")
    assert text.endswith(";10/03/2026\r\n")
    assert [path.suffix for path in made.files] == [".mp3", ".cue", ".wav", ".xml", ".json", ".txt"]


def test_the_cart_chunk_has_the_same_validity(made):
    with made.mp3.with_suffix(".wav").open("rb") as file:
        place = next(chunk for chunk in riff.find_chunks(file) if chunk.name == cart.NAME)
        label = cart.unpack_cart(riff.read_chunk(file, place, 1 << 20))
    assert (label.start_date, label.start_time) == ("2026/03/09", "06:30:00")
    assert (label.end_date, label.end_time) == ("2026/03/10", "23:59:59")


def test_an_encoding_that_an_old_system_reads(tmp_path):
    path = tmp_path / "vieux.xml"
    path.write_text('<?xml version="1.0" encoding="windows-1252"?>\n<a>{{ title }} →</a>\n', encoding="utf-8")
    made = render_sidecar(path, SAMPLE)
    assert "Le pont d’Élan &amp; Cie &#8594;".encode("cp1252") in made
    assert etree.fromstring(made).text == "Le pont d’Élan & Cie →"


WRONG = [
    ("a.xml", "<a>\n{{ titel }}</a>", "The template '{path}', line 2: 'titel' is undefined."),
    ("a.xml", "<a>\n{% if x %}</a>", "The template '{path}', line 2: Unexpected end of template."),
    ("a.json", "{}\n\n{{ cut | shout }}", "The template '{path}', line 3: No filter named 'shout'."),
    ("a.txt", "\n{{ valid_until.year }}", "The template '{path}', line 2: 'None' has no attribute 'year'."),
    ("a.txt", "{{ 1 / 0 }}", "The template '{path}', line 1: division by zero."),
    ("a.txt", "{{ cut.__class__.__mro__ }}", "The template '{path}', line 1: access to attribute '__class__' of 'str'"),
    ("a.txt", "\n{% include 'b' %}", "The template '{path}', line 2: a template stands alone and takes in no other."),
    ("a.json", '{\n"a": {{ title }}}', "What the template '{path}' makes is no JSON (its line 2: Expecting value)"),
    ("a.xml", "<a>\n</b>", "What the template '{path}' makes is no XML (its line 2: mismatched tag)"),
    ("a.xml", "<?xml version='1.0' encoding='klingon'?><a/>", "The template '{path}', line 1: there is no encoding"),
]


@pytest.mark.parametrize(("name", "text", "told"), WRONG)
def test_a_wrong_template_is_told_of_with_its_line(tmp_path, name, text, told):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        check_sidecars([path], ARTICLE)
    said = str(caught.value)
    assert said.startswith(told.format(path=path)) or told.format(path=path).rstrip(".") in said
    assert "\n" not in said


# A template, and what it writes of the sample with these facts: Jinja's blocks leave no blanks and no lines of their own.
WRITTEN = [
    ("a.txt", "{% if cut %}\n{{ title }}\n{% endif %}\n", {"title": "Le pont"}, "Le pont\n"),
    ("a.txt", "a\n  {% if cut %}\nb\n  {% endif %}\nc", {}, "a\nb\nc"),
    ("a.txt", "{{ duration | clock }} {{ spoken_from | clock }}", {"duration": 3661.25, "spoken_from": 59.999}, "01:01:01.250 00:00:59.999"),
    ("a.txt", "{{ title }}\r\n", {"title": "Le pont"}, "Le pont\r\n"),
    ("a.json", "{{ title | tojson }}", {"title": "L’été <b>"}, '"L’été \\u003cb\\u003e"'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "template", "facts", "text"), WRITTEN)
def test_what_a_template_writes(tmp_path, name, template, facts, text):
    (tmp_path / name).write_text(template, encoding="utf-8", newline="")
    assert render_sidecar(tmp_path / name, replace(SAMPLE, **facts)).decode() == text


def test_xml_that_breaks_off_is_told(tmp_path):
    (tmp_path / "a.xml").write_text("<a>\n<b>", encoding="utf-8")
    with pytest.raises(DataError, match=r"is no XML \(its line 2: no element found\)"):
        render_sidecar(tmp_path / "a.xml", SAMPLE)


def test_an_encoding_that_there_is_not_is_named(tmp_path):
    (tmp_path / "a.xml").write_text("<?xml version='1.0' encoding='klingon'?><a/>", encoding="utf-8")
    with pytest.raises(DataError, match="line 1: there is no encoding 'klingon'"):
        render_sidecar(tmp_path / "a.xml", SAMPLE)


def test_a_template_is_tried_with_the_validity_that_was_asked_for(tmp_path):
    (tmp_path / "a.txt").write_text("{{ 1 // (valid_until.day - valid_from.day - 3) }}", encoding="utf-8")
    days = datetime(2026, 3, 1), datetime(2026, 3, 5)
    check_sidecars([tmp_path / "a.txt"], ARTICLE, validity=days)
    with pytest.raises(DataError, match="by zero"):
        check_sidecars([tmp_path / "a.txt"], ARTICLE, validity=(days[0], datetime(2026, 3, 4)))


def describe(timeline):
    article = Article("Le pont", (Block("paragraph", "Il rouvre."),))
    rendition = Rendition(
        target=Path("pont.wav"), mp3=Path("none.mp3"), master=None, article=article, script=Script("Le pont", ()),
        timeline=timeline, loudness=Loudness(-23.0, -1.0), delivery=load_delivery("radio"), cover=None, voice="espeak-fr",
        disclosure=Disclosure("espeak-fr", "espeak", trained=False), produced=datetime(2026, 1, 1, tzinfo=UTC), version="9.9",
    )  # fmt: skip
    return describe_item(rendition)


def test_the_times_of_what_is_spoken_are_of_its_first_and_last_words():
    said = heard(("Un", [Utterance("Un."), Utterance("Deux."), Utterance("Trois.")]), ("Deux", [Utterance("Fin.")]))
    item = describe(said)
    assert (item.spoken_from, item.spoken_until, item.duration) == (0.3, 9.8, 10.3)
    assert (item.in_cue, item.out_cue) == ("Un.", "Fin.")
    assert [(each.number, each.title, each.start, each.end) for each in item.chapters] == [
        (1, "Un", 0.0, 7.8), (2, "Deux", 7.8, 10.3),
    ]  # fmt: skip
    nothing = describe(heard(("Un", [])))
    assert (nothing.spoken_from, nothing.spoken_until, nothing.in_cue) == (0.0, 0.0, "")


def test_a_wrong_template_stops_before_anything_is_spoken_or_written(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text("<a>{{ titel }}</a>", encoding="utf-8")
    with pytest.raises(DataError, match="line 1: 'titel' is undefined"):
        make(tmp_path, sidecars=[path])
    assert [file.name for file in tmp_path.iterdir()] == ["a.xml"]


@pytest.mark.parametrize("missing", ["none.xml", "folder.xml"])
def test_a_template_that_cannot_be_read(tmp_path, missing):
    (tmp_path / "folder.xml").mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        check_sidecars([tmp_path / missing], ARTICLE)


@pytest.mark.parametrize(
    ("name", "ending"),
    [("xml", ".xml"), ("json", ".json"), ("a.XML", ".xml"), ("dira.csv.jinja", ".csv"), ("a.b.txt.j2", ".txt")],
)
def test_the_ending_of_the_file_is_that_of_the_template(name, ending):
    assert find_ending(Path(name)) == ending


@pytest.mark.parametrize("name", ["a", "a.j2", "a.wav", "yaml", "a.html"])
def test_other_endings_are_refused(name):
    with pytest.raises(DataError, match=r"must have a name that ends in one of \.xml, \.json, \.txt, \.csv"):
        make_sidecars([Path(name)])


def test_two_templates_for_one_file_are_refused():
    with pytest.raises(DataError, match=r"'xml' and 'own\.xml' would write the same file"):
        make_sidecars([Path("xml"), Path("own.xml")])


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"valid_until": "31/12/2026"}, "must be a text in quotes (as \"2026-12-31T18:00\"), not '31/12/2026'"),
        ({"valid_until": "2026-02-30"}, "has '2026-02-30', which is no date"),
        (
            {"valid_from": "2026-03-02", "valid_until": "2026-03-01"},
            "would be valid until 2026-03-01, before it is from",
        ),
    ],
)
def test_a_validity_that_cannot_be(tmp_path, asked, told):
    with pytest.raises(OptionError) as caught:
        make(tmp_path, **asked)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-01", datetime(2026, 3, 1, 23, 59, 59)),
        ("2026-03-01 18:00", datetime(2026, 3, 1, 18)),
        ("2026-03-01T18:00:30", datetime(2026, 3, 1, 18, 0, 30)),
    ],
)
def test_the_end_of_a_validity(written, read):
    from audiobrief.pipeline.choices import choose_validity

    assert choose_validity(Options(valid_until=written)) == (None, read)


def test_little_known_is_enough_for_the_shipped_ones():
    assert etree.fromstring(render_sidecar(Path("xml"), SAMPLE)).findtext("outCue") == SAMPLE.out_cue
    assert json.loads(render_sidecar(Path("json"), SAMPLE))["validUntil"] is None
