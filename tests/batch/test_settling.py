"""When a file has come whole. Times are seconds of an imagined clock."""

import os
import shutil

import pytest

from audiobrief.batch.selection import Selection
from audiobrief.batch.settling import SettledFiles
from audiobrief.errors import ArticleError


def names(paths):
    return [path.name for path in paths]


def test_a_file_is_whole_when_it_has_not_changed_for_a_while(tmp_path):
    arrivals = SettledFiles(tmp_path, settle=2.0)
    file = tmp_path / "a.txt"
    assert not arrivals.poll(0.0) and not arrivals.pending
    file.write_text("Le pont")
    assert not arrivals.poll(1.0) and arrivals.pending
    file.write_text("Le pont a rouvert")  # it grows
    assert not arrivals.poll(2.9)
    assert not arrivals.poll(4.8)
    assert names(arrivals.poll(4.9)) == ["a.txt"]
    file.write_text("La crue a fermé.")  # the same length, another time
    os.utime(file, ns=(0, 5))
    assert not arrivals.poll(5.0)
    assert names(arrivals.poll(7.0)) == ["a.txt"]


def test_old_times_do_not_make_a_file_whole_at_once(tmp_path):
    (tmp_path / "a.txt").write_text("Le pont")
    os.utime(tmp_path / "a.txt", (0, 0))
    arrivals = SettledFiles(tmp_path, settle=2.0)
    assert not arrivals.poll(100.0)
    assert names(arrivals.poll(102.0)) == ["a.txt"]


def test_the_oldest_comes_first_and_folders_and_unfinished_files_do_not_count(tmp_path):
    for age, name in enumerate(["a.txt", "b.txt", ".c.txt", "d.txt.part", "e.TMP", "f.txt~", "g.crdownload"]):
        (tmp_path / name).write_text("Un mot.")
        os.utime(tmp_path / name, (100 - age, 100 - age))
    (tmp_path / "done").mkdir()
    arrivals = SettledFiles(tmp_path, settle=0.0)
    assert names(arrivals.poll(0.0)) == ["b.txt", "a.txt"]


def test_what_could_not_be_moved_is_left_until_it_changes(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Le pont")
    arrivals = SettledFiles(tmp_path, settle=0.0)
    arrivals.ignore(arrivals.poll(0.0)[0])
    assert not arrivals.pending and not arrivals.poll(1.0)
    file.write_text("Le pont a rouvert")
    assert names(arrivals.poll(2.0)) == ["a.txt"]


def test_a_folder_that_is_gone_is_told(tmp_path):
    arrivals = SettledFiles(tmp_path / "incoming", settle=0.0)
    (tmp_path / "incoming").mkdir()
    arrivals.poll(0.0)
    shutil.rmtree(tmp_path / "incoming")
    with pytest.raises(ArticleError, match="incoming"):
        arrivals.poll(1.0)


def test_an_empty_file_waits_longer_since_its_writer_may_come_back(tmp_path):
    (tmp_path / "a.txt").touch()
    arrivals = SettledFiles(tmp_path, settle=2.0)
    assert not arrivals.poll(0.0) and not arrivals.poll(9.9)
    assert names(arrivals.poll(10.0)) == ["a.txt"]


def test_what_was_not_closed_waits_until_a_notice_must_have_been_lost(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Le pont")
    written = {file}
    arrivals = SettledFiles(tmp_path, settle=2.0, is_written=written.__contains__)
    assert not arrivals.poll(0.0) and not arrivals.poll(599.0) and arrivals.pending
    assert names(arrivals.poll(600.0)) == ["a.txt"]
    written.clear()
    file.write_text("Le pont a rouvert")
    assert not arrivals.poll(601.0)
    assert names(arrivals.poll(603.0)) == ["a.txt"]


def test_what_is_open_or_was_changed_after_it_was_still_is_not_ready(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Le pont")
    arrivals = SettledFiles(tmp_path, settle=0.0)
    assert names(arrivals.poll(0.0)) == ["a.txt"] and arrivals.is_ready(file)
    with file.open("a"):
        assert not arrivals.is_ready(file)
    assert arrivals.is_ready(file)
    file.write_text("Le pont a rouvert")
    assert not arrivals.is_ready(file)
    file.unlink()
    assert not arrivals.is_ready(file)


# Names, options, which are taken, which are left alone.
SELECTIONS = [
    ("a.md a.json a.csv a.xml a.jpg Thumbs.db a.bin a.py", {}, "a.md", "Thumbs.db a.bin a.csv a.jpg a.json a.py a.xml"),
    ("a.doc a.xlsx a.zip ARTICLE a.odt", {}, "ARTICLE a.doc a.odt a.xlsx a.zip", ""),
    (".a.md ._a.md ~$a.docx a.md.part a.txt.filepart a.md~ a.TMP", {}, "", ""),
    ("a.srt a.mp4 b.srt c.vtt c.wav d.epub", {}, "b.srt d.epub", "a.mp4 a.srt c.vtt c.wav"),
    ("flash-1.md Flash-2.MD note.md", {"include": ("flash-*.md",)}, "Flash-2.MD flash-1.md", "note.md"),
    ("a.md a.xml", {"include": ("*.xml",)}, "a.xml", "a.md"),
    ("a.md b.md", {"include": ("*.md",), "exclude": ("b*",)}, "a.md", "b.md"),
    ("a.md sport/b.md", {}, "a.md", ""),
    ("a.md sport/b.md sport/c.json done/d.md", {"recursive": True}, "a.md sport/b.md", "sport/c.json"),
    ("sport/b.md eco/c.md", {"recursive": True, "exclude": ("sport/*",)}, "eco/c.md", "sport/b.md"),
]


@pytest.mark.parametrize(("there", "asked", "taken", "left"), SELECTIONS, ids=[row[0] for row in SELECTIONS])
def test_what_is_an_article_is_told_by_its_name(tmp_path, there, asked, taken, left):
    for name in there.split():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Un mot.")
    arrivals = SettledFiles(tmp_path, 0.0, Selection(**asked), apart={(tmp_path / "done").resolve()})
    found = arrivals.poll(0.0)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in found) == taken.split()
    beside = [path.relative_to(tmp_path).as_posix() for path in arrivals.take_beside()]
    assert beside == left.split()
    arrivals.poll(1.0)
    assert not arrivals.take_beside()  # told once
