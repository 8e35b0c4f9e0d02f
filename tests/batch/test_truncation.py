"""Files that seem to have been cut in a transfer, by their last bytes."""

import io
import zipfile

import pytest

from audiobrief.batch.settling import SettledFiles
from audiobrief.batch.truncation import seems_cut


def zipped():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<a/>" * 400)
    return data.getvalue()


CUT = [
    ("a.txt", "Le pont a rouv", True),
    ("a.txt", "Le pont a rouvert mardi, dit l’é".encode()[:-1], True),
    ("a.txt", "Le pont a rouvert", True),
    ("a.txt", "Le pont a rouvert\n", False),
    ("a.txt", "Le pont a rouvert\r\n", False),
    ("a.txt", "Le pont a rouvert.", False),
    ("a.txt", "« Enfin ! »", False),
    ("a.txt", "« Enfin ! »".encode("cp1252"), False),
    ("a.txt", "Il a dit : “Enfin !” ", False),
    ("a.txt", "", False),
    ("a.txt", "Le pont".encode("utf-16"), False),
    ("a.md", "# Le pont\n\nIl a **rouvert**", False),
    ("a.md", "é" * 5000 + ".", False),
    ("a.md", "é" * 5000 + " la sui", True),
    ("a.MD", "la sui", True),
    ("a.html", "<!DOCTYPE html><HTML><p>Le pont a rouvert.", True),
    ("a.html", "<!DOCTYPE html><html><p>Le pont a rouvert.</p></HTML>\n<!-- cache -->", False),
    ("a.html", "<p>Le pont a rouv", False),  # a fragment: nothing says how it ends
    ("a.docx", zipped(), False),
    ("a.docx", zipped()[:-30], True),
    ("a.epub", zipped()[:200], True),
    ("a.pdf", b"%PDF-1.7 " + bytes(5000) + b"%%EOF\r\n", False),
    ("a.pdf", b"%PDF-1.7 " + bytes(5000), True),
    ("a.eml", "Subject: a", False),
]


@pytest.mark.parametrize(("name", "content", "cut"), CUT)
def test_what_seems_to_be_cut(tmp_path, name, content, cut):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert seems_cut(path) is cut


def test_a_file_that_is_gone_is_not_cut(tmp_path):
    assert seems_cut(tmp_path / "gone.txt") is False


def test_what_seems_to_be_cut_is_waited_for_thirty_times_as_long_and_no_longer(tmp_path):
    (tmp_path / "whole.txt").write_text("Le pont a rouvert.", encoding="utf-8")
    (tmp_path / "cut.txt").write_text("Le pont a rou", encoding="utf-8")
    settled = SettledFiles(tmp_path, 2.0, is_open=lambda path: False)
    found = {now: sorted(path.name for path in settled.poll(now)) for now in (0.0, 1.9, 2.0, 59.9, 60.0)}
    assert found == {
        0.0: [], 1.9: [], 2.0: ["whole.txt"], 59.9: ["whole.txt"], 60.0: ["cut.txt", "whole.txt"],
    }  # fmt: skip
    with (tmp_path / "cut.txt").open("a", encoding="utf-8") as file:
        file.write("vert.")
    assert "cut.txt" not in [path.name for path in settled.poll(61.0)]
    assert "cut.txt" in [path.name for path in settled.poll(63.0)]
