"""DAISY 2.02 books, checked by the specification and by their own sound."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from audiobrief.delivery.books.book import Edition
from audiobrief.delivery.books.daisy202 import FILE_NAMES, write_daisy202
from audiobrief.delivery.books.xml import remove_illegal
from audiobrief.errors import TargetError
from audiobrief.model import Article, Block, Chapter, Cue, Script, Timeline, Utterance
from audiobrief.segmentation import announce, write_script
from audiobrief.system.transaction import replaced_folder
from tests.daisy import DTDS, XHTML, clips, dtd_faults, faults
from tests.sounding import RATE, decoded, out_of_step

needs_dtds = pytest.mark.skipif(
    not all(path.is_file() for path in DTDS.values()),
    reason="the DTDs of XHTML 1.0 and SMIL 1.0 are not installed: apt-get install w3c-sgml-lib",
)


def write_book(folder, *arguments):
    """The book in its place, as a programme's files are put there."""
    with replaced_folder(folder, FILE_NAMES) as place:
        write_daisy202(place, *arguments)


@pytest.fixture
def book(made, tmp_path):
    write_book(tmp_path / "livre", *made.arguments)
    return tmp_path / "livre"


def lengths(folder):
    return {path.name: len(decoded(path)) / RATE for path in folder.glob("*.mp3")}


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def content(folder):
    return etree.parse(str(folder / "content.html"))


def test_a_book_is_what_the_specification_asks_for(book):
    assert faults(book, lengths(book)) == []


@needs_dtds
def test_every_document_is_valid(book):
    assert list(dtd_faults(book)) == []


@needs_dtds
def test_the_dtds_do_object(awkward, tmp_path):
    write_book(tmp_path / "livre", *awkward.arguments)
    for name, old, new in [("ncc.html", "<body>", "<body><li>x</li>"), ("chapter001.smil", "<text ", "<words ")]:
        text = (tmp_path / "livre" / name).read_text(encoding="utf-8")
        (tmp_path / "livre" / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    told = " ".join(dtd_faults(tmp_path / "livre"))
    assert "ncc.html" in told and "chapter001.smil" in told


# What a damaged book is caught by.
DAMAGES = [
    ("ncc.html", "#ts0001", "#ts9999", "no element"),
    ("ncc.html", "#ts0001", "#as0001", "no text"),
    ("ncc.html", "chapter002.smil#", "chapter009.smil#", "no file"),
    ("ncc.html", 'name="ncc:tocItems" content="', 'name="ncc:tocItems" content="1', "tocItems"),
    ("ncc.html", 'name="ncc:totalTime" content="00:00', 'name="ncc:totalTime" content="00:01', "totalTime"),
    ("ncc.html", 'name="dc:publisher"', 'name="dc:publishers"', "dc:publisher"),
    ("chapter001.smil", 'clip-end="npt=0', 'clip-end="npt=7', "gap"),
    ("chapter001.smil", 'id="as0002"', 'id="as0001"', "twice"),
    ("chapter002.smil", "ncc:totalElapsedTime", "ncc:elapsed", "totalElapsedTime"),
    ("chapter003.smil", 'dur="', 'dur="1', "it takes"),
    ("content.html", 'id="s0002"', 'id="s0099"', "no element"),
    ("content.html", "Même titre", "Autre titre", "headings"),
    ("master.smil", 'src="chapter002.smil"', 'src="chapter001.smil"', "order"),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), DAMAGES)
def test_the_check_finds_what_is_wrong(awkward, tmp_path, name, old, new, told):
    write_book(tmp_path / "livre", *awkward.arguments)
    text = (tmp_path / "livre" / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "livre" / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    found = faults(tmp_path / "livre", lengths(tmp_path / "livre"))
    assert any(told in fault for fault in found)


def test_text_and_sound_are_in_step(made, book):
    """Every sentence is heard within 100 ms of its clip's beginning, and a heading that is not read out in silence."""
    silent = {element.get("id") for element in content(book).iter() if unspoken(made, element)}
    assert bool(silent) == (made.article.title != 'Chats & <chiens> : « l’été » d\'un "refuge"')
    for path in sorted(book.glob("chapter*.smil")):
        found = [(text.partition("#")[2], begin, end) for text, _, begin, end in clips(book, path.name)]
        assert list(out_of_step(decoded(path.with_suffix(".mp3")), found, silent)) == []


def unspoken(made, element):
    """A heading whose words no utterance holds."""
    said = [remove_illegal(utterance.text) for chapter in made.chapters for utterance in chapter.utterances]
    return bool(re.fullmatch(rf"{XHTML}h\d", str(element.tag))) and "".join(element.itertext()) not in said


def test_the_text_is_the_article_s_own(spoken, tmp_path):
    write_book(tmp_path / "livre", *spoken.arguments)
    body = content(tmp_path / "livre").getroot().find(f"{XHTML}body")
    shown = [
        (element.tag.removeprefix(XHTML), "".join(element.itertext()).strip())
        for element in body.iter()
        if element.tag.removeprefix(XHTML) in ("h1", "h2", "h3", "p", "li", "blockquote")
    ]
    assert shown == [
        ("h1", 'Chats & <chiens> : « l’été » d\'un "refuge"'),
        ("p", "Le refuge de Brévelle ouvre ses portes. Deux cents chats y vivent."),
        ("h1", 'Une "petite" équipe'),
        ("p", "Trois personnes nourrissent les bêtes."),
        ("blockquote", "La nuit reste le moment le plus dur."),
        ("p", "La nuit reste le moment le plus dur."),
        ("h2", "Les soins & les prix"),
        ("li", "Un vaccin coûte 40 €."),
        ("li", "Une opération coûte 90 €."),
        ("h1", "Et après ?"),
        ("p", "La mairie promet une aide. Le New York Times en parle aussi."),
    ]
    assert [element.text for element in body.iter(f"{XHTML}span") if element.get("lang")] == ["New York Times"]


def test_titles_that_are_not_read_out_and_words_of_other_languages(awkward, tmp_path):
    write_book(tmp_path / "livre", *awkward.arguments)
    root = content(tmp_path / "livre").getroot()
    assert (root.get("lang"), root.get("dir")) == ("fr", "ltr")
    headings = [(element.tag[-2:], "".join(element.itertext())) for element in root.iter() if element.tag[-2:] == "h1"]
    assert headings == [("h1", "Titre & <titre> ]]> 🥚"), ("h1", "Même titre"), ("h1", "La mer.")]
    foreign = [
        (element.get("lang"), element.get("dir"), element.text)
        for element in root.iter(f"{XHTML}span")
        if element.get("lang")
    ]
    assert foreign == [("en-GB", "ltr", "New York Times"), ("ar", "rtl", "اليوم")]
    assert [element.text for element in root.iter(f"{XHTML}blockquote")] == ["\n"]
    (caption,) = [element for element in root.iter(f"{XHTML}p") if element.get("class") == "caption"]
    assert "".join(caption.itertext()) == "Légende."


def test_the_bibliography(awkward, tmp_path):
    write_book(tmp_path / "livre", *awkward.arguments)
    known = {
        element.get("name"): element.get("content")
        for element in etree.parse(str(tmp_path / "livre" / "ncc.html")).iter(f"{XHTML}meta")
    }
    assert known["dc:creator"] == known["dc:publisher"] == known["ncc:sourcePublisher"] == "Le Phare & <Cie>"
    assert (known["dc:date"], known["ncc:sourceDate"]) == ("2024-03-15", "2023-12-31")
    assert known["dc:source"] == "https://example.org/a?b=1&c=2"
    assert known["ncc:narrator"] == "voix d'essai"
    assert known["dc:identifier"].startswith("urn:uuid:")


def test_what_the_control_centre_counts(awkward, tmp_path):
    """DAISY 2.02, 2.1.1: no pages, notes or sidebars; every file of the book, and their size in whole kilobytes."""
    write_book(tmp_path / "livre", *awkward.arguments)
    root = etree.parse(str(tmp_path / "livre" / "ncc.html")).getroot()
    found = {each.get("name"): each.get("content") for each in root.iter(f"{XHTML}meta") if each.get("name")}
    files = list((tmp_path / "livre").iterdir())
    size = sum(path.stat().st_size for path in files)
    counted = {
        "ncc:charset": "utf-8", "ncc:depth": "1", "ncc:files": str(len(files)), "ncc:footnotes": "0",
        "ncc:kByteSize": str((size + 1023) // 1024), "ncc:maxPageNormal": "0", "ncc:multimediaType": "audioFullText",
        "ncc:pageFront": "0", "ncc:pageNormal": "0", "ncc:pageSpecial": "0", "ncc:prodNotes": "0",
        "ncc:setInfo": "1 of 1", "ncc:sidebars": "0", "ncc:tocItems": "3",
    }  # fmt: skip
    assert {name: found[name] for name in counted} == counted
    assert re.fullmatch(r"00:00:\d\d", found["ncc:totalTime"])


def test_the_same_programme_gives_the_same_bytes_and_takes_the_former_s_place(awkward, spoken, tmp_path):
    write_book(tmp_path / "un", *awkward.arguments)
    write_book(tmp_path / "deux", *spoken.arguments)
    assert bytes_of(tmp_path / "un") != bytes_of(tmp_path / "deux")
    write_book(tmp_path / "deux", *awkward.arguments)
    assert bytes_of(tmp_path / "un") == bytes_of(tmp_path / "deux")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deux", "un"]


def test_a_folder_with_other_files_is_left_alone(awkward, tmp_path):
    (tmp_path / "livre").mkdir()
    (tmp_path / "livre" / "ncc.html").write_text("un livre")
    (tmp_path / "livre" / "notes.txt").write_text("à garder")
    with pytest.raises(TargetError, match=r"notes\.txt"):
        write_book(tmp_path / "livre", *awkward.arguments)
    assert sorted(bytes_of(tmp_path / "livre")) == ["ncc.html", "notes.txt"]
    with pytest.raises(TargetError, match="file"):
        write_book(tmp_path / "livre" / "notes.txt", *awkward.arguments)


def test_a_failure_leaves_the_former_book(awkward, tmp_path):
    write_book(tmp_path / "livre", *awkward.arguments)
    former = bytes_of(tmp_path / "livre")
    path, article, script, timeline, edition = awkward.arguments
    short = Timeline(timeline.sample_rate, timeline.frames, timeline.cues[:-1], timeline.chapters)
    with pytest.raises(ValueError, match="fewer cues"):
        write_book(tmp_path / "livre", path, article, script, short, edition)
    with pytest.raises(TargetError, match="absent"):
        write_book(tmp_path / "livre", tmp_path / "absent.mp3", article, script, timeline, edition)
    assert bytes_of(tmp_path / "livre") == former
    assert [one.name for one in tmp_path.iterdir()] == ["livre"]


def test_a_spoken_table_of_contents(awkward, tmp_path):
    """What the programme says of itself is in the book as it is in the sound, and every chapter is led to once."""
    blocks = (Block("paragraph", "Il neige."), Block("heading", "La mer", 2), Block("paragraph", "Elle monte."))
    article = Article("Le phare", blocks)
    script = announce(write_script(article), title=True, contents=True, chapters="numbered")
    timeline = evenly(script, awkward.timeline)
    write_book(tmp_path / "livre", awkward.path, article, script, timeline, awkward.edition)
    assert faults(tmp_path / "livre", lengths(tmp_path / "livre")) == []
    ncc = etree.parse(str(tmp_path / "livre" / "ncc.html"))
    assert [link.text for link in ncc.iter(f"{XHTML}a")] == [
        "Le phare", "Au sommaire.", "Chapitre 1.", "Chapitre 2. La mer",
    ]  # fmt: skip


def evenly(script, timeline):
    """A timeline as long as another, in which the utterances of `script` follow each other evenly."""
    utterances = [utterance for chapter in script.chapters for utterance in chapter.utterances]
    step = timeline.frames // (len(utterances) + 1)
    cues = tuple(Cue(at * step, at * step + step // 2, utterance) for at, utterance in enumerate(utterances))
    return Timeline(timeline.sample_rate, timeline.frames, cues, ())


TEXTS = st.text(max_size=40)
SAID = TEXTS.filter(lambda text: any(mark.isalnum() for mark in remove_illegal(text)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.lists(st.tuples(TEXTS, st.lists(SAID, min_size=1, max_size=3)), min_size=1, max_size=3), TEXTS, TEXTS)
def test_any_text_makes_a_sound_book(awkward, tmp_path, title, chapters, byline, language):
    script = Script(title, tuple(Chapter(name, tuple(map(Utterance, said))) for name, said in chapters))
    timeline = evenly(script, awkward.timeline)
    edition = Edition("urn:x:1", awkward.edition.produced, generator="audiobrief 9.9")
    article = Article(title, (), byline, language=language)
    write_book(tmp_path / "livre", awkward.path, article, script, timeline, edition)
    sounds = {path.name: 60.0 for path in (tmp_path / "livre").glob("*.mp3")}
    assert faults(tmp_path / "livre", sounds) == []
