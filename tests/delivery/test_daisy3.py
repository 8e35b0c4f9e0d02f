"""DAISY 3 books, checked by the standard, by the DTDs that EPUBCheck has and by their own sound."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from audiobrief.delivery.books.book import Edition
from audiobrief.delivery.books.daisy3 import FILE_NAMES, write_daisy3
from audiobrief.delivery.books.xml import remove_illegal
from audiobrief.delivery.disclosure import Disclosure
from audiobrief.errors import TargetError
from audiobrief.model import Article, Block, Chapter, Script, Timeline, Utterance
from audiobrief.segmentation import announce, write_script
from audiobrief.system.transaction import replaced_folder
from tests.daisy3 import DC, DTBOOK, NCX, XML, clips, faults
from tests.delivery.test_daisy202 import SAID, TEXTS, bytes_of, evenly, lengths
from tests.sounding import decoded, out_of_step


def write_book(folder, *arguments):
    with replaced_folder(folder, FILE_NAMES) as place:
        write_daisy3(place, *arguments)


@pytest.fixture
def book(made, tmp_path):
    write_book(tmp_path / "livre", *made.arguments)
    return tmp_path / "livre"


def read(folder, name):
    return etree.parse(str(folder / name))


def test_a_book_is_what_the_standard_asks_for(book):
    assert faults(book, lengths(book)) == []


# What a damaged book is caught by.
DAMAGES = [
    ("book.opf", "<dc:Format>", "<dc:Format>x", "dc:Format"),
    ("book.opf", "<spine>", "<spine><page/>", "does not follow the DTD"),
    ("book.opf", 'href="default.css"', 'href="other.css"', "no file"),
    ("book.opf", 'media-type="application/smil"', 'media-type="text/plain"', "text/plain"),
    ("book.opf", 'name="dtb:totalTime" content="0', 'name="dtb:totalTime" content="1', "it takes"),
    ("book.opf", 'id="ncx"', 'id="nav"', "not called so"),
    ("navigation.ncx", 'playOrder="2"', 'playOrder="7"', "play order"),
    ("navigation.ncx", "<navLabel>", "<navLabel><p/>", "does not follow the DTD"),
    ("navigation.ncx", 'name="dtb:depth" content="', 'name="dtb:depth" content="1', "dtb:depth"),
    ("navigation.ncx", "#ps0001", "#ps9999", "no element"),
    ("navigation.ncx", 'class="h1"', 'class="h2"', "is not h2"),
    ("text.xml", 'smilref="chapter001.smil#ps0002"', 'smilref="chapter001.smil#ps0001"', "sentences"),
    ("text.xml", "<sent ", "words <sent ", "outside of sentences"),
    ("text.xml", "</h1>", "</h1><h1/>", "content does not follow the DTD"),
    ("chapter001.smil", 'clipEnd="0', 'clipEnd="1', "a clip|a gap"),
    ("chapter001.smil", 'id="ps0002"', 'id="ps0001"', "twice"),
    ("chapter001.smil", 'fill="remove"', 'repeat="2"', "repeat"),
    ("chapter002.smil", "dtb:totalElapsedTime", "dtb:elapsed", "have passed"),
    ("resources.res", ' xml:lang="fr"', "", "lang"),
]


@pytest.mark.parametrize(("name", "old", "new", "told"), DAMAGES)
def test_the_checker_does_object(awkward, tmp_path, name, old, new, told):
    write_book(tmp_path / "livre", *awkward.arguments)
    text = (tmp_path / "livre" / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "livre" / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises((AssertionError, etree.XMLSyntaxError), match=told):
        assert faults(tmp_path / "livre", lengths(tmp_path / "livre")) == []


def test_text_and_sound_are_in_step(made, book):
    """Every sentence is heard within 100 ms of its clip's beginning, and a heading that is not read out in silence."""
    said = {remove_illegal(utterance.text) for chapter in made.chapters for utterance in chapter.utterances}
    headings = [one for one in read(book, "text.xml").iter() if re.fullmatch(rf"{DTBOOK}(?:h\d|doctitle)", one.tag)]
    silent = {one.get("id") for one in headings if "".join(one.itertext()) not in said}
    assert len(silent) == (2 if made.script.title.startswith("Titre") else 0)
    for path in sorted(book.glob("chapter*.smil")):
        found = [(text.partition("#")[2], begin, end) for text, _, begin, end in clips(book, path.name)]
        assert list(out_of_step(decoded(path.with_suffix(".mp3")), found, silent)) == []


def outline(folder):
    """The text by the names of its elements, without the sentences'."""
    book = read(folder, "text.xml").getroot().find(f"{DTBOOK}book")
    kept = ("doctitle", "h1", "h2", "p", "li")
    found = []
    for element in book.iter():
        name = etree.QName(element).localname
        if name in kept:
            above = etree.QName(element.getparent()).localname
            shown = " ".join("".join(element.itertext()).split())
            found.append((f"{above} {name}", shown))
    return found


def test_the_text_is_nested_by_its_headings(spoken, tmp_path):
    write_book(tmp_path / "livre", *spoken.arguments)
    title, *rest = outline(tmp_path / "livre")
    assert title == ("frontmatter doctitle", spoken.article.title)
    assert rest == [
        ("level1 p", "Le refuge de Brévelle ouvre ses portes. Deux cents chats y vivent."),
        ("level1 h1", 'Une "petite" équipe'),
        ("level1 p", "Trois personnes nourrissent les bêtes."),
        ("blockquote p", "La nuit reste le moment le plus dur."),
        ("level2 h2", "Les soins & les prix"),
        ("list li", "Un vaccin coûte 40 €."),
        ("list li", "Une opération coûte 90 €."),
        ("level1 h1", "Et après ?"),
        ("level1 p", "La mairie promet une aide. Le New York Times en parle aussi."),
    ]


def test_headings_with_nothing_below_and_words_of_other_languages(awkward, tmp_path):
    script = Script("Titre", (Chapter("Un", (Utterance("Un", "heading", "heading"),)), *awkward.script.chapters))
    timeline = evenly(script, awkward.timeline)
    write_book(tmp_path / "livre", awkward.path, awkward.article, script, timeline, awkward.edition)
    assert faults(tmp_path / "livre", lengths(tmp_path / "livre")) == []
    text = read(tmp_path / "livre", "text.xml")
    spans = [(one.get(f"{XML}lang"), one.get("dir"), one.text) for one in text.iter(f"{DTBOOK}span")]
    assert spans == [("en-GB", "ltr", "New York Times"), ("ar", "rtl", "اليوم")]


def test_a_title_alone_is_a_book(awkward, tmp_path):
    script = Script("Le phare", (Chapter("Le phare", (Utterance("Le phare", "title", "heading"),)),))
    timeline = evenly(script, awkward.timeline)
    write_book(tmp_path / "livre", awkward.path, Article("Le phare", ()), script, timeline, awkward.edition)
    assert faults(tmp_path / "livre", lengths(tmp_path / "livre")) == []
    assert outline(tmp_path / "livre") == [("frontmatter doctitle", "Le phare"), ("level1 p", "")]


def test_what_is_not_read_aloud_has_no_sound_in_the_navigation(awkward, tmp_path):
    write_book(tmp_path / "livre", *awkward.arguments)
    labels = [
        (label.findtext(f"{NCX}text"), label.find(f"{NCX}audio") is not None)
        for label in read(tmp_path / "livre", "navigation.ncx").iter(f"{NCX}navLabel")
    ]
    assert labels == [("Titre & <titre> ]]> 🥚", False), ("Même titre", False), ("La mer.", True)]


def test_what_the_package_says(awkward, tmp_path):
    edition = Edition(
        awkward.edition.identifier, awkward.edition.produced, "voix d'essai", "", "audiobrief 9.9",
        Disclosure("essai", "espeak", False, "Lu par une voix de synthèse."),
    )  # fmt: skip
    write_book(tmp_path / "livre", *awkward.arguments[:-1], edition)
    package = read(tmp_path / "livre", "book.opf")
    metas = {one.get("name"): one.get("content") for one in package.iter("{*}meta")}
    assert package.findtext(f".//{DC}Description") == "Lu par une voix de synthèse."
    assert metas["schema:digitalSourceType"] == "https://schema.org/AlgorithmicMediaDigitalSource"
    assert metas["dtb:narrator"] == package.findtext(f".//{DC}Contributor[@role='nrt']") == "voix d'essai"
    assert metas["dtb:producer"] == metas["dtb:sourcePublisher"] == "Le Phare & <Cie>"
    assert (metas["dtb:producedDate"], metas["dtb:sourceDate"]) == ("2024-03-15", "2023-12-31")
    assert package.findtext(f".//{DC}Source") == "https://example.org/a?b=1&c=2"


def test_a_spoken_table_of_contents(awkward, tmp_path):
    blocks = (Block("paragraph", "Il neige."), Block("heading", "La mer", 2), Block("paragraph", "Elle monte."))
    article = Article("Le phare", blocks)
    script = announce(write_script(article), title=True, contents=True, chapters="numbered")
    timeline = evenly(script, awkward.timeline)
    write_book(tmp_path / "livre", awkward.path, article, script, timeline, awkward.edition)
    assert faults(tmp_path / "livre", lengths(tmp_path / "livre")) == []
    labels = [one.findtext(f"{NCX}text") for one in read(tmp_path / "livre", "navigation.ncx").iter(f"{NCX}navLabel")]
    assert labels == ["Le phare", "Au sommaire.", "Chapitre 1.", "Chapitre 2. La mer"]


def test_the_same_programme_gives_the_same_bytes(awkward, tmp_path):
    write_book(tmp_path / "un", *awkward.arguments)
    write_book(tmp_path / "deux", *awkward.arguments)
    assert bytes_of(tmp_path / "un") == bytes_of(tmp_path / "deux")


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
    assert remove_illegal(title).strip() in "".join(read(tmp_path / "livre", "text.xml").getroot().itertext())
