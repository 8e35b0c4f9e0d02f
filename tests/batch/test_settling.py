"""When a file has come whole. Times are seconds of an imagined clock."""
# ruff: noqa: E501  one case a row

import os
import shutil
from pathlib import PurePosixPath

import pytest

from audiobrief.batch.selection import Selection, is_unfinished
from audiobrief.batch.settling import SettledFiles, get_state
from audiobrief.errors import ArticleError


def names(paths):
    return [path.name for path in paths]


def test_a_file_is_whole_when_it_has_not_changed_for_a_while(tmp_path):
    arrivals = SettledFiles(tmp_path, settle=2.0)
    file = tmp_path / "a.txt"
    assert not arrivals.poll(0.0) and not arrivals.pending
    file.write_text("Le pont.")
    assert not arrivals.poll(1.0) and arrivals.pending
    file.write_text("Le pont a rouvert.")  # it grows
    assert not arrivals.poll(2.9)
    assert not arrivals.poll(4.8)
    assert names(arrivals.poll(4.9)) == ["a.txt"]
    file.write_text("La crue a fermé.")  # the same length, another time
    os.utime(file, ns=(0, 5))
    assert not arrivals.poll(5.0)
    assert names(arrivals.poll(7.0)) == ["a.txt"]


def test_old_times_do_not_make_a_file_whole_at_once(tmp_path):
    (tmp_path / "a.txt").write_text("Le pont.")
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
    file.write_text("Le pont.")
    arrivals = SettledFiles(tmp_path, settle=0.0)
    arrivals.ignore(arrivals.poll(0.0)[0])
    assert not arrivals.pending and not arrivals.poll(1.0)
    file.write_text("Le pont a rouvert.")
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
    file.write_text("Le pont.")
    written = {file}
    arrivals = SettledFiles(tmp_path, settle=2.0, is_written=written.__contains__)
    assert not arrivals.poll(0.0) and not arrivals.poll(599.0) and arrivals.pending
    assert names(arrivals.poll(600.0)) == ["a.txt"]
    written.clear()
    file.write_text("Le pont a rouvert.")
    assert not arrivals.poll(601.0)
    assert names(arrivals.poll(603.0)) == ["a.txt"]


def test_what_is_open_or_was_changed_after_it_was_still_is_not_ready(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Le pont.")
    arrivals = SettledFiles(tmp_path, settle=0.0)
    assert names(arrivals.poll(0.0)) == ["a.txt"] and arrivals.is_ready(file)
    with file.open("a"):
        assert not arrivals.is_ready(file)
    assert arrivals.is_ready(file)
    file.write_text("Le pont a rouvert.")
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


NAMES = [
    ("a.md", False), (".a.md", True), ("~$a.docx", True), ("a.md~", True), ("A.PART", True), ("a.partial", True), ("a.filepart", True),
    ("a.crdownload", True), ("a.download", True), ("a.opdownload", True), ("a.tmp", True), ("a.temp", True), ("a.swp", True), ("a.upload", True),
    ("a.uploading", True), ("a.inprogress", True), ("a.aria2", True), ("a.lock", True), ("part.md", False), ("a.parts", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "unfinished"), NAMES)
def test_names_of_what_is_being_written(name, unfinished):
    assert is_unfinished(name) is unfinished


# Patterns, a path, and whether it is taken.
PATTERNS = [
    ((), (), "a.md", True), (("*.md",), (), "A.MD", True), (("*.MD",), (), "a.md", True), (("sport/*",), (), "sport/a.json", True),
    (("sport/*",), (), "eco/a.md", False), (("a.*",), (), "sport/a.md", True), (("*.md",), ("a*",), "a.md", False), ((), ("*/a.md",), "sport/a.md", False),
    (("a?.md",), (), "ab.md", True), (("a?.md",), (), "a.md", False), (("x", "*.md"), (), "a.md", True), ((), ("x", "*.md"), "a.md", False),
    (("*.srt",), (), "film.srt", True), ((), (), "film.srt", False), ((), (), "FILM.SRT", True), ((), (), "film.fr.srt", True), ((), (), "film.md", True),
]  # fmt: skip


@pytest.mark.parametrize(("include", "exclude", "path", "taken"), PATTERNS)
def test_what_patterns_take(include, exclude, path, taken):
    selection = Selection(include=include, exclude=exclude)
    assert selection.is_article(PurePosixPath(path), ["film.mp4", "film.srt", "film.md"]) is taken


def test_files_of_one_age_come_by_name(tmp_path):
    for name in "cab":
        (tmp_path / name).write_text("Un mot.")
        os.utime(tmp_path / name, (100, 100))
    assert names(SettledFiles(tmp_path, settle=0.0).poll(0.0)) == ["a", "b", "c"]


def test_another_file_of_the_same_name_size_and_time_is_another(tmp_path):
    arrivals = SettledFiles(tmp_path, settle=2.0)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Un mot.")
        os.utime(tmp_path / name, (100, 100))
    arrivals.poll(0.0)
    (tmp_path / "b.txt").rename(tmp_path / "a.txt")
    assert not arrivals.poll(2.0) and names(arrivals.poll(4.0)) == ["a.txt"]


def test_a_settle_longer_than_a_lost_notice_counts(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Le pont.")
    arrivals = SettledFiles(tmp_path, settle=900.0, is_written={file}.__contains__)
    assert not arrivals.poll(0.0) and not arrivals.poll(899.0) and names(arrivals.poll(900.0)) == ["a.txt"]


def test_what_was_never_seen_is_neither_ready_nor_ignored(tmp_path):
    arrivals = SettledFiles(tmp_path, settle=0.0)
    (tmp_path / "a.txt").write_text("Le pont.")
    assert not arrivals.is_ready(tmp_path / "a.txt")
    arrivals.ignore(tmp_path / "a.txt")
    assert names(arrivals.poll(0.0)) == ["a.txt"]


def test_links_to_folders_are_not_followed(tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text("Le pont.")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "sport").symlink_to(tmp_path / "other")
    assert SettledFiles(tmp_path / "in", 0.0, Selection(recursive=True)).poll(0.0) == []


def test_the_state_of_a_file_that_is_gone_is_none(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    os.utime(tmp_path / "a", ns=(0, 5))
    assert get_state(tmp_path / "a") == (3, 5, (tmp_path / "a").stat().st_ino) and get_state(tmp_path / "b") is None
