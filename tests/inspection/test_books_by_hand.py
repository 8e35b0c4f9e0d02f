"""Talking books of other programs: where each format keeps what it says of itself, and what is no book."""

import json
import struct
import zipfile

import pytest

from audiobrief.errors import EncoderError
from audiobrief.inspection.books import BookInfo, _parse_clock, describe_book, make_book_table, read_book_info

CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="{place}" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
{metadata}</metadata><manifest>{manifest}</manifest></package>"""
NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>{body}</body></html>"""


def write_epub(path, metadata="", manifest="", pages=(), place="OEBPS/content.opf"):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER.format(place=place))
        archive.writestr(place, PACKAGE.format(metadata=metadata, manifest=manifest))
        for name, text in dict(pages).items():
            archive.writestr(name, text)
    return path


def meta(name, text):
    return f'<meta property="{name}">{text}</meta>'


# A line of the metadata, and what is read there.
METADATA = [
    ("", {}),
    ("<dc:title>Le pont</dc:title>", {"title": "Le pont"}),
    ("<dc:title> Le\n  pont </dc:title><dc:title>Autre</dc:title>", {"title": "Le pont"}),
    ("<dc:title> </dc:title><dc:title>Le <i>grand</i> pont</dc:title>", {"title": "Le grand pont"}),
    ("<dc:title>Le\u202e pont</dc:title>", {"title": "Le pont"}),
    ("<dc:creator>Élise Noël</dc:creator>", {"author": "Élise Noël"}),
    ("<dc:publisher>Le Phare</dc:publisher>", {"publisher": "Le Phare"}),
    ("<dc:date>2026-03-09</dc:date>", {"date": "2026-03-09"}),
    ("<dc:language>fr</dc:language>", {"language": "fr"}),
    ("<dc:description>Un avis</dc:description>", {"description": "Un avis"}),
    (meta("media:narrator", "Anne"), {"narrator": "Anne"}),
    (meta("media:narrator", " ") + meta("media:narrator", "Anne"), {"narrator": "Anne"}),
    (meta("schema:digitalSourceType", "machine"), {"source_type": "machine"}),
    (meta("dcterms:conformsTo", "EPUB"), {"conformance": "EPUB"}),
    ('<meta property="dcterms:conformsTo" refines="#a">Un</meta>' + meta("dcterms:conformsTo", "Deux"),
     {"conformance": "Deux"}),
    ('<meta property="a11y:certifiedBy" refines="#a">Moi</meta>', {"certifier": "Moi"}),
    (meta("a11y:certifiedBy", "Moi"), {"certifier": "Moi"}),
    (meta("schema:accessibilitySummary", "Tout"), {"summary": "Tout"}),
    ('<meta property="media:duration" refines="#a">0:00:10</meta>' + meta("media:duration", "0:01:30.250"),
     {"duration": 90.25}),
    (meta("media:duration", "soon"), {}),
    ('<meta name="media:narrator" content="Anne"/>', {}),
    ("<link property='media:narrator'>Anne</link>", {}),
]  # fmt: skip


@pytest.mark.parametrize(("metadata", "told"), METADATA)
def test_what_the_package_of_an_epub_says(tmp_path, metadata, told):
    path = write_epub(tmp_path / "a.epub", metadata)
    assert read_book_info(path) == BookInfo("a.epub", "epub", **told)


ITEM = '<item id="n" href="{href}" properties="{properties}" media-type="application/xhtml+xml"/>'
OTHER = (
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="c" href="c" properties="cover-image"/>'
)
TOC = NAV.format(
    body="<nav epub:type='toc'><ol><li><a href='a'> Un\n mot </a></li><li><span>x</span><ol><li>"
    "<a href='b'>De<b>ux</b></a></li></ol></li></ol></nav><nav><a href='c'>Trois</a></nav>"
)
CONTENTS = [
    ("OEBPS/content.opf", "nav.xhtml", "nav", {"OEBPS/nav.xhtml": TOC}, ("Un mot", "Deux")),
    ("OEBPS/content.opf", "nav.xhtml", "scripted nav", {"OEBPS/nav.xhtml": TOC}, ("Un mot", "Deux")),
    ("a/b/content.opf", "c/nav.xhtml", "nav", {"a/b/c/nav.xhtml": TOC}, ("Un mot", "Deux")),
    ("content.opf", "nav.xhtml", "nav", {"nav.xhtml": TOC}, ("Un mot", "Deux")),
    ("content.opf", "nav.xhtml", "navigation", {"nav.xhtml": TOC}, ()),
    ("content.opf", "nav.xhtml", "nav", {"nav.xhtml": NAV.format(body="<a href='a'>Un</a>")}, ()),
    ("content.opf", "nav.xhtml", "nav", {"nav.xhtml": NAV.format(body="<nav/>")}, ()),
]


@pytest.mark.parametrize(("place", "href", "properties", "pages", "chapters"), CONTENTS)
def test_the_contents_of_an_epub(tmp_path, place, href, properties, pages, chapters):
    manifest = OTHER + ITEM.format(href=href, properties=properties)
    path = write_epub(tmp_path / "a.epub", manifest=manifest, pages=pages, place=place)
    assert read_book_info(path) == BookInfo("a.epub", "epub", chapters=chapters)


def make_many(kind, count):
    """A book of this kind with so many chapters, as its files."""
    if kind == "epub":
        links = "".join(f"<a href='a'>C{number}</a>" for number in range(count))
        return {
            "META-INF/container.xml": CONTAINER.format(place="a.opf"),
            "a.opf": PACKAGE.format(metadata="", manifest=ITEM.format(href="nav.xhtml", properties="nav")),
            "nav.xhtml": NAV.format(body=f"<nav>{links}</nav>"),
        }
    return {"publication.json": json.dumps({"readingOrder": [{"name": f"C{number}"} for number in range(count)]})}


@pytest.mark.parametrize("kind", ["epub", "audiobook", "daisy"])
@pytest.mark.parametrize("count", [2000, 2001])
def test_as_many_chapters_as_are_read(tmp_path, kind, count):
    if kind == "daisy":
        path = tmp_path / "ncc.html"
        headings = "".join(f"<h1>C{number}</h1>" for number in range(count))
        path.write_text(f"<html><body>{headings}</body></html>", encoding="utf-8")
    else:
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in make_many(kind, count).items():
                archive.writestr(name, text)
    assert read_book_info(path).chapters == tuple(f"C{number}" for number in range(2000))


def write_audiobook(path, manifest):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("publication.json", manifest if isinstance(manifest, str) else json.dumps(manifest))
    return path


# A part of the manifest, and what is read there.
MANIFESTS = [
    ({}, {}),
    ({"name": "Le pont"}, {"title": "Le pont"}),
    ({"name": ["Le pont", "Autre"]}, {"title": "Le pont"}),
    ({"name": {"value": "Le pont", "language": "fr"}}, {"title": "Le pont"}),
    ({"name": [{"value": "Le pont"}, {"value": "The bridge"}]}, {"title": "Le pont"}),
    ({"name": []}, {}),
    ({"name": {}}, {}),
    ({"name": None}, {}),
    ({"name": "Le\u202e\npont"}, {"title": "Le pont"}),
    ({"author": {"name": "Élise Noël", "value": "X"}}, {"author": "Élise Noël"}),
    ({"author": [{"type": "Person", "name": "Élise Noël"}]}, {"author": "Élise Noël"}),
    ({"readBy": "Anne"}, {"narrator": "Anne"}),
    ({"publisher": "Le Phare"}, {"publisher": "Le Phare"}),
    ({"datePublished": "2026-03-09"}, {"date": "2026-03-09"}),
    ({"datePublished": 2026}, {"date": "2026"}),
    ({"inLanguage": "fr"}, {"language": "fr"}),
    ({"description": "Un avis"}, {"description": "Un avis"}),
    ({"digitalSourceType": "machine"}, {"source_type": "machine"}),
    ({"conformsTo": ["https://example.org/a", "b"]}, {"conformance": "https://example.org/a"}),
    ({"accessibilitySummary": "Tout"}, {"summary": "Tout"}),
    ({"duration": "PT1H2M3.5S"}, {"duration": 3723.5}),
    ({"duration": "PT2M"}, {"duration": 120.0}),
    ({"duration": "PT3H"}, {"duration": 10_800.0}),
    ({"duration": "PT5400S"}, {"duration": 5400.0}),
    ({"duration": "PT1.123456789S"}, {"duration": 1.123456789}),
    ({"duration": "PT1.1234567890S"}, {}),
    ({"duration": "P1D"}, {}),
    ({"duration": "PT1M2H"}, {}),
    ({"duration": "90"}, {}),
    ({"readingOrder": [{"name": "Un\u202e"}, {"url": "b.mp3"}, {"name": "Trois"}]}, {"chapters": ("Un", "", "Trois")}),
]


@pytest.mark.parametrize(("manifest", "told"), MANIFESTS)
def test_what_the_manifest_of_an_audiobook_says(tmp_path, manifest, told):
    path = write_audiobook(tmp_path / "a.audiobook", manifest)
    assert read_book_info(path) == BookInfo("a.audiobook", "audiobook", **told)


# A part of a DAISY book's NCC, and what is read there.
NCC = [
    ("", "", {}),
    ("dc:title", "Le pont", {"title": "Le pont"}),
    ("dc:creator", "Élise Noël", {"author": "Élise Noël"}),
    ("ncc:narrator", "Anne", {"narrator": "Anne"}),
    ("dc:publisher", "Le Phare", {"publisher": "Le Phare"}),
    ("dc:date", "2026-03-09", {"date": "2026-03-09"}),
    ("dc:language", "fr", {"language": "fr"}),
    ("dc:description", "Un avis", {"description": "Un avis"}),
    ("ncc:totalTime", "1:02:03", {"duration": 3723.0}),
    ("ncc:totalTime", "un quart d’heure", {}),
    ("dc:title", "Le\u202e pont", {"title": "Le pont"}),
]


@pytest.mark.parametrize("name", ["ncc.html", "NCC.HTML"])
@pytest.mark.parametrize(("meta", "text", "told"), NCC)
def test_what_an_ncc_says(tmp_path, name, meta, text, told):
    body = "<h1>Un</h1><h2> De\n<b>ux</b></h2><p>Rien</p><h6>Six</h6><h7>Sept</h7><h0>Zéro</h0><h1/>"
    page = (
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><meta content="vide"/><meta name="{meta}" content="{text}"/>'
    )
    (tmp_path / name).write_text(f"{page}</head><body>{body}</body></html>", encoding="utf-8")
    chapters = ("Un", "De ux", "Six", "")
    assert read_book_info(tmp_path / name) == BookInfo(name, "daisy", **told, chapters=chapters)


CLOCKS = [
    ("0:00:00", 0.0),
    ("1:30", 90.0),
    (" 1:30 ", 90.0),
    ("0:01:30.250", 90.25),
    ("01:02:03", 3723.0),
    ("100:00:00.5", 360_000.5),
    ("0:00:00.123456789", 0.123456789),
    ("0:00:00.1234567890", None),
    ("90", None),
    ("90.5s", None),
    ("1:30.", None),
    ("1:2:3:4", None),
    ("-1:30", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "seconds"), CLOCKS)
def test_how_clocks_are_read(text, seconds):
    assert _parse_clock(text) == seconds


def write_strange(path, name, *, method=0, flags=0):
    """An archive of one file that is empty, with its method of compression and its flags as they are asked for."""
    path.write_bytes(b"")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "{}")
    data = bytearray(path.read_bytes())
    for mark, flag_at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.index(mark)
        struct.pack_into("<HH", data, at + flag_at, flags, method)
    path.write_bytes(data)
    return path


DAMAGED = {
    "an archive that is cut": lambda path: path.write_bytes(b"PK\3\4" + bytes(40)),
    "an unknown compression": lambda path: write_strange(path, "publication.json", method=77),
    "a password": lambda path: write_strange(path, "publication.json", flags=1),
    "a manifest that is a number": lambda path: write_audiobook(path, "3"),
    "a manifest nested without end": lambda path: write_audiobook(path, "[" * 100_000),
    "a manifest in another encoding": lambda path: write_audiobook(path, '{"name": "\ud800'.encode("utf-8", "replace")
                                                                   .decode()),
    "a package that is not there": lambda path: _pack(path, {"META-INF/container.xml": CONTAINER.format(place="none")}),
    "a package that is no XML": lambda path: _pack(
        path, {"META-INF/container.xml": CONTAINER.format(place="a.opf"), "a.opf": "<package>"}
    ),
    "no place of a package": lambda path: _pack(path, {"META-INF/container.xml": "<container/>"}),
    "contents that are not there": lambda path: write_epub(path, manifest=ITEM.format(href="x", properties="nav")),
}  # fmt: skip


def _pack(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)


@pytest.mark.parametrize("write", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_book_is_told_of(tmp_path, write):
    write(tmp_path / "a.epub")
    with pytest.raises(EncoderError, match=r"^'a\.epub' is damaged, or no talking book\.$"):
        read_book_info(tmp_path / "a.epub")


@pytest.mark.parametrize(("name", "data"), [
    ("a.epub", b""), ("a.epub", b"PK\3"), ("a.epub", b"PK\5\6" + bytes(18)), ("a.html", b"<html/>"),
    ("ncc.txt", b"<html/>"),
])  # fmt: skip
def test_what_is_no_book(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert read_book_info(tmp_path / name) is None


def test_what_cannot_be_read_is_told_of(tmp_path):
    with pytest.raises(EncoderError, match=r"none\.epub' cannot be read \(No such file or directory\): check the path"):
        read_book_info(tmp_path / "none.epub")


BOOK = BookInfo(
    "a.epub", "epub", "Le pont", "Élise Noël", "Anne", "Le Phare", "2026-03-09", "fr", "Un avis", "machine", "EPUB",
    "Moi", "Tout", 3723.0456, ("Un", ""),
)  # fmt: skip


def test_how_a_book_is_described():
    assert [str(line) for line in describe_book(BOOK)] == [
        "File: a.epub",
        "Format: EPUB",
        "Title: Le pont",
        "Artist: Élise Noël",
        "Narrator: Anne",
        "Publisher: Le Phare",
        "Date: 2026-03-09",
        "Language: fr",
        "Comment: Un avis",
        "Made as: machine",
        "Accessibility: EPUB",
        "Certified by: Moi",
        "Summary: Tout",
        "Duration: 62:03.046",
        "Chapters: 2",
        "  Un",
        "  (no title)",
    ]
    assert make_book_table(BOOK) == {
        "name": "a.epub", "format": "epub", "title": "Le pont", "author": "Élise Noël", "narrator": "Anne",
        "publisher": "Le Phare", "date": "2026-03-09", "language": "fr", "description": "Un avis",
        "source_type": "machine", "conformance": "EPUB", "certifier": "Moi", "summary": "Tout", "duration": 3723.0456,
        "chapters": ("Un", ""),
    }  # fmt: skip


@pytest.mark.parametrize(("duration", "line"), [
    (None, None), (0.0, "Duration: 0:00.000"), (59.9994, "Duration: 0:59.999"), (60.0, "Duration: 1:00.000"),
])  # fmt: skip
@pytest.mark.parametrize(("kind", "name"), [("epub", "EPUB"), ("audiobook", "W3C Audiobook"), ("daisy", "DAISY 2.02")])
def test_a_book_that_says_little(kind, name, duration, line):
    lines = [str(each) for each in describe_book(BookInfo("a", kind, duration=duration))]
    assert lines == ["File: a", f"Format: {name}", *([line] if line else []), "Chapters: 0"]
