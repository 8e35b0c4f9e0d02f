"""Sets of files that take their places together: what is on the disk, who waits, what is told."""

import errno
import os
import re
import threading
from contextlib import ExitStack

import pytest

from audiobrief.errors import TargetError
from audiobrief.system.transaction import check_writable, replaced_file, replaced_folder, transaction
from audiobrief.system.unfinished import lock_target
from tests import placed_sets
from tests.placed_sets import whole, write_set
from tests.robustness.conftest import names

ANY = re.compile(".*")


def test_all_that_takes_its_place_is_on_the_disk_before(tmp_path, monkeypatch):
    written, sync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (written.append(os.fstat(handle).st_ino), sync(handle)))
    with transaction() as files:
        files.stage_file(tmp_path / "a.mp3").write_text("a")
        book = files.stage_folder(tmp_path / "book", ANY)
        (book / "deep").mkdir()
        for name in ("b.html", "c.html", "deep/d.html"):
            (book / name).write_text(name)
    assert {path.stat().st_ino for path in tmp_path.rglob("*") if path.is_file()} == set(written)


@pytest.mark.parametrize("name", ["p.mp3", "other.mp3"])
def test_a_set_waits_for_whoever_is_at_its_first_target(tmp_path, name):
    """Of two sets, that is what tells them apart; their other files may have other names."""
    came_out = threading.Event()
    with ExitStack() as stack:
        held = stack.enter_context(ExitStack())
        held.enter_context(lock_target(tmp_path / name))
        timer = threading.Timer(0.6, lambda: (came_out.set(), held.close()))
        timer.start()
        stack.callback(timer.join)
        write_set(tmp_path, "one")
        assert came_out.is_set() is (name == "p.mp3")
    assert placed_sets.told(tmp_path) == whole("one")


@pytest.mark.parametrize("refusal", [OSError(errno.ENOSPC, "No space left on device"), PermissionError(13, "Denied")])
def test_what_the_system_refuses_inside_is_told_about_the_target_that_was_staged_last(tmp_path, refusal):
    told = pytest.raises(TargetError, match=rf"b\.vtt' cannot be written \({refusal.strerror}\): .* with --captions")
    with told, transaction() as files:
        files.stage_file(tmp_path / "a.mp3")
        files.stage_file(tmp_path / "b.vtt", "--captions")
        raise refusal
    assert names(tmp_path) == []
    with pytest.raises(type(refusal)), transaction():
        raise refusal


def test_folders_on_the_way_to_a_target_are_made(tmp_path):
    with replaced_folder(tmp_path / "a" / "b" / "book", ANY) as folder:
        (folder / "x").write_text("x")
    assert names(tmp_path / "a" / "b" / "book") == ["x"]
    for _ in range(2):
        check_writable(tmp_path / "c" / "d" / "p.mp3")
        assert names(tmp_path / "c" / "d") == []


# What is asked for, and what is told of it.
REFUSED = [
    ("folder", "", "is a folder: name a file"),
    ("pipe", "", "is a device or a pipe"),
    ("p.wav", ".mp3", r"does not end in \.mp3"),
    ("p.MP3", ".mp3", ""),
    ("file", "", ""),
    ("file/p.mp3", ".mp3", r"cannot be written \(Not a directory\)"),
]


@pytest.mark.parametrize(("name", "ending", "reason"), REFUSED)
def test_a_target_is_looked_at_before_anything_is_made(tmp_path, name, ending, reason):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    os.mkfifo(tmp_path / "pipe")
    if reason:
        with pytest.raises(TargetError, match=reason):
            check_writable(tmp_path / name, "-o", ending)
    else:
        check_writable(tmp_path / name, "-o", ending)
    assert names(tmp_path) == ["file", "folder", "pipe"] and (tmp_path / "file").read_text() == "mine"


def test_a_link_stays_and_leads_to_the_new_file(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.mp3").write_text("former")
    (tmp_path / "link.mp3").symlink_to("deep/a.mp3")
    with replaced_file(tmp_path / "link.mp3") as unfinished:
        assert unfinished.parent == tmp_path / "deep"
        unfinished.write_text("new")
    assert (tmp_path / "link.mp3").is_symlink() and (tmp_path / "deep" / "a.mp3").read_text() == "new"


def test_what_was_made_may_be_read_by_those_whom_the_umask_lets(tmp_path):
    former = os.umask(0o027)
    try:
        write_set(tmp_path, "one")
    finally:
        os.umask(former)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"p.mp3": 0o640, "p.vtt": 0o640, "book": 0o750}
