"""What bears Windows' mark for read-only: it is told before anything is spoken, and our own is removed all the same."""

import shutil
import stat
from types import SimpleNamespace

import pytest

from audiobrief.errors import TargetError
from audiobrief.system import transaction
from audiobrief.system.filesystem import has_readonly_attribute, remove_tree
from audiobrief.system.transaction import check_writable, replaced_file


@pytest.mark.parametrize(
    ("attributes", "marked"),
    [
        (stat.FILE_ATTRIBUTE_READONLY, True),
        (stat.FILE_ATTRIBUTE_READONLY | stat.FILE_ATTRIBUTE_ARCHIVE | stat.FILE_ATTRIBUTE_HIDDEN, True),
        (stat.FILE_ATTRIBUTE_ARCHIVE, False),
        (0, False),
        (None, False),
    ],
)
def test_the_mark(attributes, marked):
    status = SimpleNamespace() if attributes is None else SimpleNamespace(st_file_attributes=attributes)
    assert has_readonly_attribute(status) is marked


@pytest.fixture
def marking(monkeypatch):
    """Let who may not write to a file stand for the mark."""
    monkeypatch.setattr(transaction, "has_readonly_attribute", lambda status: not status.st_mode & stat.S_IWUSR)


def test_a_target_that_is_marked_is_refused_at_once_and_stays(tmp_path, marking):
    path = tmp_path / "p.mp3"
    check_writable(path)
    path.write_bytes(b"former")
    check_writable(path)
    path.chmod(0o444)
    with pytest.raises(TargetError, match=r"p.mp3' is marked as read-only: .* with --report\."):
        check_writable(path, "--report")


def test_a_file_that_was_marked_meanwhile_is_refused_and_nothing_is_left(tmp_path, marking):
    path = tmp_path / "p.mp3"
    path.write_bytes(b"former")
    with pytest.raises(TargetError, match="marked as read-only"), replaced_file(path) as unfinished:
        unfinished.write_bytes(b"new")
        path.chmod(0o444)
    assert path.read_bytes() == b"former" and list(tmp_path.iterdir()) == [path]


def test_a_folder_that_holds_what_is_marked_is_removed(tmp_path, monkeypatch):
    folder = tmp_path / "book"
    (folder / "inner").mkdir(parents=True)
    for name in ("a.mp3", "inner/b.mp3"):
        (folder / name).write_bytes(b"")
        (folder / name).chmod(0o444)
    whole = shutil.rmtree

    def as_windows(path, ignore_errors):
        assert ignore_errors
        if path.exists() and all(file.stat().st_mode & stat.S_IWUSR for file in path.rglob("*")):
            whole(path)

    monkeypatch.setattr(shutil, "rmtree", as_windows)
    remove_tree(folder, clear_readonly=False)
    assert folder.is_dir()
    remove_tree(folder, clear_readonly=True)
    assert not folder.exists()
    remove_tree(folder, clear_readonly=True)
