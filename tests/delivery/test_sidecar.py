"""Sidecar files by templates: what the shipped ones say, and a station's own, and how a wrong one is told of."""
# ruff: noqa: E501  one case a row

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from audiobrief import pipeline
from audiobrief.delivery.disclosure import Disclosure
from audiobrief.delivery.exporter import Rendition
from audiobrief.delivery.formats import load_delivery
from audiobrief.delivery.radio import cart, riff
from audiobrief.delivery.radio.sidecar import (
    Item,
    ItemChapter,
    check_sidecars,
    describe_item,
    find_ending,
    load_sample,
    make_sidecars,
    render_sidecar,
)
from audiobrief.errors import DataError, OptionError
from audiobrief.model import Article, Block, Chapter, ChapterMark, Cue, Loudness, Script, Timeline, Utterance
from audiobrief.options import Options
from audiobrief.show import Show
from tests.timelines import heard

SAMPLE = load_sample()

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
    return describe_item(make_rendition(timeline))


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


# Every fact, each with a value of its own.
ITEM = Item(
    cut="halles", file="halles.wav", title='Les « halles » & "co"', artist="Ève <Noël>", source="Le Phare", show="La une",
    season=2, episode=17, copyright="© Le Phare", address="https://phare.example/halles?a=1&b=2", language="fr",
    published=date(2026, 3, 8), produced=datetime(2026, 3, 9, 5, 4, 3), valid_from=datetime(2026, 3, 9, 6, 30),
    valid_until=datetime(2026, 3, 10, 23, 59, 59), duration=61.5, spoken_from=0.25, spoken_until=60.125, intro_until=2.0625,
    sample_rate=48_000, loudness=-22.96, true_peak=-3.04, loudness_range=4.25, momentary=-17.5, short_term=-19.5,
    in_cue="Les halles rouvrent.", out_cue="À <demain>.",
    chapters=(ItemChapter(1, "Début", 0.0, 30.0), ItemChapter(2, "La suite & fin", 30.0, 61.5)),
    text="Un texte.", voice="aurore (kokoro)", source_type="http://types.example/machine", notice="Voix de synthèse.",
    generator="audiobrief 9.9",
)  # fmt: skip
JSON = """{
  "cut": "halles",
  "title": "Les « halles » \\u0026 \\"co\\"",
  "artist": "Ève \\u003cNoël\\u003e",
  "source": "Le Phare",
  "show": "La une",
  "episode": 17,
  "published": "2026-03-08",
  "file": "halles.wav",
  "validFrom": "2026-03-09T06:30:00",
  "validUntil": "2026-03-10T23:59:59",
  "duration": 61.5,
  "spokenFrom": 0.25,
  "spokenUntil": 60.125,
  "introUntil": 2.0625,
  "loudness": -22.96,
  "truePeak": -3.04,
  "loudnessRange": 4.25,
  "inCue": "Les halles rouvrent.",
  "outCue": "À \\u003cdemain\\u003e.",
  "chapters": [
    {"number": 1, "start": 0.0, "end": 30.0, "title": "Début"},
    {"number": 2, "start": 30.0, "end": 61.5, "title": "La suite \\u0026 fin"}
  ],
  "synthetic": {"voice": "aurore (kokoro)", "sourceType": "http://types.example/machine", "notice": "Voix de synthèse."},
  "generator": "audiobrief 9.9"
}
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<item cut="halles">
  <title>Les « halles » &amp; &#34;co&#34;</title>
  <artist>Ève &lt;Noël&gt;</artist>
  <source>Le Phare</source>
  <show>La une</show>
  <episode>17</episode>
  <published>2026-03-08</published>
  <file>halles.wav</file>
  <validFrom>2026-03-09T06:30:00</validFrom>
  <validUntil>2026-03-10T23:59:59</validUntil>
  <duration unit="s">61.500</duration>
  <spoken unit="s" from="0.250" until="60.125"/>
  <intro unit="s" until="2.062"/>
  <loudness unit="LUFS">-23.0</loudness>
  <truePeak unit="dBTP">-3.0</truePeak>
  <loudnessRange unit="LU">4.2</loudnessRange>
  <inCue>Les halles rouvrent.</inCue>
  <outCue>À &lt;demain&gt;.</outCue>
  <chapters>
    <chapter number="1" start="0.000" end="30.000">Début</chapter>
    <chapter number="2" start="30.000" end="61.500">La suite &amp; fin</chapter>
  </chapters>
  <synthetic voice="aurore (kokoro)" sourceType="http://types.example/machine">Voix de synthèse.</synthetic>
  <generator>audiobrief 9.9</generator>
</item>
"""
LITTLE = [
    (JSON, "json", {"episode": None}, '"episode": 17', '"episode": null'),
    (JSON, "json", {"published": None}, '"2026-03-08"', "null"),
    (JSON, "json", {"valid_until": None}, '"2026-03-10T23:59:59"', "null"),
    (JSON, "json", {"loudness_range": None}, "4.25", "null"),
    (XML, "xml", {"episode": None}, "<episode>17</episode>", "<episode></episode>"),
    (XML, "xml", {"published": None}, "2026-03-08</published>", "</published>"),
    (XML, "xml", {"valid_until": None}, "2026-03-10T23:59:59", ""),
    (XML, "xml", {"loudness_range": None}, '  <loudnessRange unit="LU">4.2</loudnessRange>\n', ""),
]  # fmt: skip


@pytest.mark.parametrize(("whole", "name"), [(JSON, "json"), (XML, "xml")])
def test_what_the_shipped_templates_write(whole, name):
    assert render_sidecar(Path(name), ITEM).decode() == whole


@pytest.mark.parametrize(("whole", "name", "facts", "part", "instead"), LITTLE)
def test_what_the_shipped_templates_write_of_what_is_not_known(whole, name, facts, part, instead):
    assert whole.count(part) == 1
    assert render_sidecar(Path(name), replace(ITEM, **facts)).decode() == whole.replace(part, instead)


def render(folder, name, template, item=ITEM):
    data = template if isinstance(template, bytes) else template.encode()
    (folder / name).write_bytes(data)
    return render_sidecar(folder / name, item)


# A template, and what it writes of the item above.
ENCODED = [
    ("a.xml", "<a>{{ artist }}</a>", "<a>Ève &lt;Noël&gt;</a>".encode()),
    ("a.txt", "{{ artist }}", "Ève <Noël>".encode()),
    ("a.csv", "{{ artist }};{{ notice }}", "Ève <Noël>;Voix de synthèse.".encode()),
    ("a.XML.J2", "<a>{{ artist }}</a>", "<a>Ève &lt;Noël&gt;</a>".encode()),
    ("a.txt", b"\xef\xbb\xbf{{ cut }}", b"halles"),
    ("a.xml", "<?xml version='1.0' encoding='iso-8859-1'?><a>é→</a>", b"<?xml version='1.0' encoding='iso-8859-1'?><a>\xe9&#8594;</a>"),
    ("a.xml", '<?xml version="1.0" encoding = "us-ascii"?><a>é</a>', b'<?xml version="1.0" encoding = "us-ascii"?><a>&#233;</a>'),
    ("a.xml", "<!-- <?xml encoding='us-ascii'?> --><a>é</a>", "<!-- <?xml encoding='us-ascii'?> --><a>é</a>".encode()),
    ("a.xml", "<?xml version='1.0'?><a b=\"encoding='us-ascii'\">é</a>", "<?xml version='1.0'?><a b=\"encoding='us-ascii'\">é</a>".encode()),
    ("a.txt", "<?xml version='1.0' encoding='us-ascii'?>é", "<?xml version='1.0' encoding='us-ascii'?>é".encode()),
    ("a.txt", "a\r\n{% if cut %}\r\nb\r\n{% endif %}\r\n", b"a\r\nb\r\n"),
    ("a.txt", "a\n", b"a\n"),
    ("a.txt", "a", b"a"),
    ("a.json", "{{ chapters[0].title | tojson }}", '"Début"'.encode()),
    ("a.json", '{{ {"b": 1, "a": 2} | tojson }}', b'{"b": 1, "a": 2}'),
    ("a.txt", "{{ 'Œuvre à 5 €' | ascii }}", b"Oeuvre a 5 EUR"),
    ("a.txt", "{{ 0 | clock }} {{ 0.0004 | clock }} {{ 0.0006 | clock }}", b"00:00:00.000 00:00:00.000 00:00:00.001"),
    ("a.txt", "{{ season }} {{ momentary }} {{ short_term }} {{ address }} {{ copyright }} {{ text }} {{ sample_rate }}",
     "2 -17.5 -19.5 https://phare.example/halles?a=1&b=2 © Le Phare Un texte. 48000".encode()),
    ("a.txt", "{{ produced.minute }} {{ language }} {{ chapters | length }} {{ chapters[1].number }}", b"4 fr 2 2"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "template", "written"), ENCODED)
def test_how_a_template_is_written(tmp_path, name, template, written):
    assert render(tmp_path, name, template) == written


TOLD = [
    ("a.json", "9" * 5000, r"is no JSON \(its line 1: Exceeds the limit"),
    ("a.json", "{}\n{}", r"is no JSON \(its line 2: Extra data\)"),
    ("a.json", "", r"is no JSON \(its line 1: Expecting value\)"),
    ("a.xml", "", r"is no XML \(its line 1: no element found\)"),
    ("a.xml", "<a/>\n\n<b/>", r"is no XML \(its line 3: junk after document element\)"),
    ("a.txt", "{% macro m() %}\n{{ 1 / 0 }}\n{% endmacro %}\n\n{{ m() }}", "', line 2: division by zero[.]"),
    ("a.txt", "\n\n{{ title.b }}", "', line 3: 'str object' has no attribute 'b'[.]"),
    ("a.txt", "{{ chapters.append(1) }}", "', line 1: "),
    ("a.txt", "\n{% import 'b' as b %}", "line 2: a template stands alone and takes in no other[.]$"),
    ("a.txt", "\n\n{% from 'b' import b %}", "line 3: a template stands alone and takes in no other[.]$"),
    ("a.txt", "{% extends 'b' %}", "line 1: a template stands alone and takes in no other[.]$"),
    ("a.txt", b"\xff", r"a\.txt' cannot be read \("),
]  # fmt: skip


@pytest.mark.parametrize(("name", "template", "told"), TOLD)
def test_what_is_told_of_a_wrong_template(tmp_path, name, template, told):
    with pytest.raises(DataError, match=told) as caught:
        render(tmp_path, name, template)
    assert "\n" not in str(caught.value) and ".." not in str(caught.value)


def test_a_template_is_tried_with_what_is_known_of_the_article(tmp_path):
    """A name that is asked for where there is none stands in the sentence that says so."""
    article = replace(ARTICLE, title="Un titre", published=date(2026, 3, 8))
    show = Show(title="La une", season=4, copyright="© Le Phare")
    facts = [
        "title",
        "artist",
        "source",
        "published",
        "show",
        "season",
        "episode",
        "copyright",
        "valid_from",
        "valid_until",
    ]
    path = tmp_path / "a.txt"
    path.write_text("{{ cut[" + " ~ '|' ~ ".join(facts) + "] }}", encoding="utf-8")

    def tell(**given):
        with pytest.raises(DataError) as caught:
            check_sidecars([path], article, **given)
        return str(caught.value).partition("attribute ")[2].strip("'.\"")

    assert tell() == "Un titre|Ève O'Neil|Le Phare|2026-03-08||None|None||2026-01-02 06:30:00|None"
    assert tell(show=show, episode=7, validity=(datetime(2026, 3, 9), datetime(2026, 3, 10))) == (
        "Un titre|Ève O'Neil|Le Phare|2026-03-08|La une|4|7||2026-03-09 00:00:00|2026-03-10 00:00:00"
    )


def test_the_sample_is_an_item_that_could_be():
    assert 0 <= SAMPLE.spoken_from <= SAMPLE.intro_until < SAMPLE.spoken_until <= SAMPLE.duration
    assert [(chapter.number, chapter.start, chapter.end) for chapter in SAMPLE.chapters] == [(1, 0, SAMPLE.duration)]
    assert SAMPLE.valid_from == SAMPLE.produced and SAMPLE.file.rpartition(".")[0] == SAMPLE.cut
    assert SAMPLE.loudness < SAMPLE.short_term < SAMPLE.momentary < SAMPLE.true_peak < 0 < SAMPLE.loudness_range
    # What only some items have is not known of it, and XML must escape something.
    unknown = (SAMPLE.season, SAMPLE.episode, SAMPLE.published, SAMPLE.valid_until)
    assert unknown == (None, None, None, None) and "&" in SAMPLE.title


def test_an_exporter_writes_what_its_template_says(tmp_path):
    (tmp_path / "a.csv.j2").write_text("{{ cut }};{{ title }}", encoding="utf-8")
    one, two = make_sidecars([Path("xml"), tmp_path / "a.csv.j2"])
    assert [(each.name, each.ending, each.needs_master) for each in (one, two)] == [
        ("sidecar xml", ".xml", True), (f"sidecar {tmp_path / 'a.csv.j2'}", ".csv", True),
    ]  # fmt: skip
    two.write(make_rendition(heard(("Un", [Utterance("Un.")]))), tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "pont;Le pont"


def make_rendition(timeline, **more):
    article = Article("Le pont", (Block("paragraph", "Il rouvre."),))
    given = Rendition(
        target=Path("pont.wav"), mp3=Path("none.mp3"), master=None, article=article, script=Script("Le pont", ()),
        timeline=timeline, loudness=Loudness(-23.0, -1.0), delivery=load_delivery("radio"), cover=None, voice="espeak-fr",
        disclosure=Disclosure("espeak-fr", "espeak", trained=False), produced=datetime(2026, 1, 1, tzinfo=UTC), version="9.9",
    )  # fmt: skip
    return replace(given, **more)


def test_every_fact_of_a_rendition():
    title, body, end = Utterance("Le \u202epont", "title"), Utterance("Il\x07 rouvre."), Utterance("À demain.")
    line = Timeline(
        44_100, 441_099, (Cue(4410, 44_144, title), Cue(50_000, 99_999, body), Cue(100_000, 400_049, end)),
        (ChapterMark(0, 99_999, "Un\nmot"), ChapterMark(99_999, 441_099, "Fin")),
    )  # fmt: skip
    item = describe_item(
        make_rendition(
            line,
            target=Path("les halles.x.mp3"),
            article=Article(
                "Non dit", (), "Ève\nNoël", date(2026, 3, 8), "Le\x00Phare", "https://phare.example/a", "fr"
            ),
            script=Script("Le\u202e pont", (Chapter("Un", (title, body)), Chapter("Fin", (end,)))),
            loudness=Loudness(-22.5, -2.5, 4.5, -17.5, -18.5),
            show=Show(title="La\tune", season=2, copyright="© A\nB"),
            episode=17,
            disclosure=Disclosure("aurore", "kokoro", trained=True, notice="Voix\nde synthèse."),
            produced=datetime(2026, 1, 1, 5, tzinfo=UTC),
            valid_from=datetime(2026, 1, 2, 6, tzinfo=UTC),
            valid_until=datetime(2026, 1, 3, 7),
        )
    )
    assert item == Item(
        cut="les halles.x", file="les halles.x.wav", title="Le pont", artist="Ève Noël", source="Le\ufffdPhare",
        show="La une", season=2, episode=17, copyright="© A B", address="https://phare.example/a", language="fr",
        published=date(2026, 3, 8), produced=datetime(2026, 1, 1, 5), valid_from=datetime(2026, 1, 2, 6),
        valid_until=datetime(2026, 1, 3, 7), duration=10.002, spoken_from=0.1, spoken_until=9.071, intro_until=1.0,
        sample_rate=44_100, loudness=-22.5, true_peak=-2.5, loudness_range=4.5, momentary=-17.5, short_term=-18.5,
        in_cue="Le pont", out_cue="À demain.",
        chapters=(ItemChapter(1, "Un mot", 0.0, 2.267), ItemChapter(2, "Fin", 2.267, 10.002)),
        text="Le pont Il\ufffd rouvre.\n\nÀ demain.", voice="aurore (kokoro)",
        source_type="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", notice="Voix de synthèse.",
        generator="audiobrief 9.9",
    )  # fmt: skip
    little = describe_item(make_rendition(line))
    assert (little.show, little.season, little.copyright, little.episode) == ("", None, "", None)
    assert (little.valid_from, little.valid_until) == (datetime(2026, 1, 1), None)
