"""Standard streams: their encoding, and lines that are piped in; as on every system."""

import codecs
import io

import pytest

from audiobrief.system.localization import decode_line, use_utf8

PHONETICS = "« Été », dit [œ̃ ʁy]"


class Terminal(io.BytesIO):
    def isatty(self):
        return True


# The stream, the encoding it was opened with, the environment, whether the system has code pages; what is written.
WRITTEN = [
    (io.BytesIO, "cp1252", {}, True, PHONETICS.encode()),
    (io.BytesIO, "cp850", {}, True, PHONETICS.encode()),
    (io.BytesIO, "utf-8", {}, True, PHONETICS.encode()),
    (io.BytesIO, "cp1252", {"PYTHONIOENCODING": "cp1252"}, True, "« Été », dit [œ? ?y]".encode("cp1252")),
    (Terminal, "cp850", {}, True, "« Été », dit [?? ?y]".encode("cp850")),
    (io.BytesIO, "iso8859-15", {}, False, "« Été », dit [œ? ?y]".encode("iso8859-15")),
    (io.BytesIO, "ascii", {}, False, b"? ?t? ?, dit [?? ?y]"),
    (io.BytesIO, "utf-8", {}, False, PHONETICS.encode()),
]


@pytest.mark.parametrize(("kind", "encoding", "environment", "code_pages", "written"), WRITTEN)
def test_what_a_stream_writes(kind, encoding, environment, code_pages, written):
    raw = kind()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    use_utf8(stream, environment, code_pages=code_pages)
    stream.write(PHONETICS)
    stream.flush()
    assert raw.getvalue() == written


def test_a_name_that_is_no_text_is_written_as_the_bytes_it_is():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf8")
    use_utf8(stream)
    stream.write("\udce9t\udce9.md")
    stream.flush()
    assert raw.getvalue() == b"\xe9t\xe9.md"


def test_a_stream_that_is_none_of_pythons_own_is_left_alone():
    stream = io.StringIO()
    use_utf8(stream, {}, code_pages=True)
    stream.write(PHONETICS)
    assert stream.getvalue() == PHONETICS


LINES = [
    ("Été.md\n".encode(), "", "Été.md"),
    ("Été.md\r\n".encode(), "cp850", "Été.md"),
    (codecs.BOM_UTF8 + b"a.md\r\n", "", "a.md"),
    (codecs.BOM_UTF8 + b"\n", "cp850", ""),
    ("Été.md\r\n".encode("cp850"), "cp850", "Été.md"),
    ("Été.md\n".encode("latin-1"), "", "\udcc9t\udce9.md"),
    (b"a.md", "", "a.md"),
]


@pytest.mark.parametrize(("raw", "code_page", "line"), LINES)
def test_a_line_that_is_piped_in(raw, code_page, line):
    assert decode_line(raw, code_page=code_page) == line
