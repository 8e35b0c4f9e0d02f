"""What cannot be read aloud is named, with what to do, whatever its name; data is not spoken unless it is asked for."""

import io
import json
import sqlite3
import tarfile
import zipfile

import pytest

from audiobrief.article import read_article
from audiobrief.errors import ArticleError


def packed(*names, mimetype=""):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<a/>")
    return made.getvalue()


def compound(*streams):
    """The head of a compound file (MS-CFB) with the names of its streams."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)).ljust(1024, b"\0") + entries


def sqlite(path):
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE a (b TEXT)")
    return path.read_bytes()


def tar():
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return made.getvalue()


BYTES = {
    "an old Word document": (
        compound("WordDocument"),
        "an old Word document, which is not read aloud: save it as .docx",
    ),
    "an old spreadsheet": (compound("Workbook"), "a spreadsheet"),
    "old slides": (compound("PowerPoint Document"), "a presentation"),
    "Outlook": (compound("__properties_version1.0"), "mail of Outlook.*: save the message as .eml"),
    "a password": (compound("EncryptedPackage"), "protected by a password: save it without one"),
    "a spreadsheet": (packed("[Content_Types].xml", "xl/workbook.xml"), "a spreadsheet"),
    "slides": (packed("[Content_Types].xml", "ppt/presentation.xml"), "a presentation"),
    "OpenDocument": (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a spreadsheet"),
    "Pages": (packed("Index/Document.iwa", "preview.jpg"), "a document of Pages.*: export it as .docx or .epub"),
    "a ZIP archive": (packed("a.txt", "b.txt"), "an archive.*: unpack it"),
    "a cut ZIP archive": (packed("a.txt")[:40], "damaged or incomplete"),
    "a tar archive": (tar(), "an archive"),
    "a Kindle book": (b"Livre".ljust(60, b"\0") + b"BOOKMOBI" + bytes(99), "a book for Kindle.*: convert it to .epub"),
    "PostScript": (b"%!PS-Adobe-3.0\n(Le pont) show\n", "a page layout.*: export it as .pdf"),
    "a program": (b"MZ\x90\0\x03" + bytes(99), "a program or another binary file"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture.*OCR"),
    "sound": (b"ID3\x03" + bytes(99), "sound or video.*subtitles"),
    "a film": (bytes([0, 0, 0, 24]) + b"ftypmp42" + bytes(99), "sound or video"),
}


@pytest.mark.parametrize("name", ["a", "a.txt", "a.docx"])
@pytest.mark.parametrize(("raw", "told"), BYTES.values(), ids=BYTES)
def test_bytes_are_named_whatever_the_name(raw, told, name, tmp_path):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(ArticleError, match=rf"{name}' is {told}") as refused:
        read_article(tmp_path / name)
    assert refused.value.exit_status == 3


def test_a_database_is_named(tmp_path):
    with pytest.raises(ArticleError, match="'standard input' is a database"):
        read_article(sqlite(tmp_path / "a.db"))


DATA = {
    "a.csv": "nom;âge;ville\nAnne;21;Brest\n",
    "a.json": '{"nom": "Anne"}',
    "a.xml": "<?xml version='1.0'?><a><b>Il neige.</b></a>",
    "a.yaml": "nom: Anne\n",
    "a.ics": "BEGIN:VCALENDAR\n",
    "a.py": "print(1)\n",
    "a.sql": "SELECT 1;\n",
    "a.mbox": "From a@b\n",
    "a.PPTX": "Il neige.",
}


@pytest.mark.parametrize(("name", "text"), DATA.items(), ids=DATA)
def test_data_is_not_spoken_by_its_name(name, text, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ArticleError, match=r"which is not read aloud: .*\.$"):
        read_article(tmp_path / name)


PIPED = {
    "JSON": json.dumps({"nom": "Anne", "lieux": [1, 2]}),
    "a list in JSON": '["un", "deux"]',
    "XML": "<?xml version='1.0'?>\n<a><b>Il neige.</b></a>",
    "XML with a namespace": '<kml xmlns="http://www.opengis.net/kml/2.2"><b>Il neige.</b></kml>',
    "a table": "nom;âge;ville\n" + "Anne;21;Brest\n" * 9,
    "a table with tabs": "nom\tâge\tville\n" + "Anne\t21\tBrest\n" * 9,
}


@pytest.mark.parametrize("text", PIPED.values(), ids=PIPED)
def test_data_on_standard_input_is_not_spoken_unless_named_as_text(text, tmp_path):
    with pytest.raises(ArticleError, match=r"'standard input' is data, not an article.*: rename it to \.txt"):
        read_article(text.encode())
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert read_article(tmp_path / "a.txt").blocks


PROSE = {
    "a colon": "{Le pont} rouvre : il neige.",
    "brackets": "[Vidéo] Le pont rouvre.",
    "semicolons": "Il neige ; il vente.\n\nIl pleut ; il grêle ; il tonne.",
    "a page in XML": "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>"
    "<p>Il neige.</p></body></html>",
}


@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE)
def test_prose_with_marks_of_data_is_spoken(text):
    assert read_article(text.encode()).blocks


def test_a_page_named_xml_is_a_page(tmp_path):
    (tmp_path / "a.xml").write_text(PROSE["a page in XML"], encoding="utf-8")
    assert [block.text for block in read_article(tmp_path / "a.xml").blocks] == ["Il neige."]


@pytest.mark.parametrize("raw", [b"Le po\0nt rouvre.", b"\0", "Le pont".encode("utf-16-le")])
def test_null_bytes_are_no_text(raw):
    with pytest.raises(ArticleError, match="is not text"):
        read_article(raw)
