"""Files that take the place of others: where two names can be exchanged, where they cannot, and where one is open."""

import ctypes
import errno
from types import SimpleNamespace

import pytest

from audiobrief.errors import TargetError
from audiobrief.system import renaming, transaction
from audiobrief.system.renaming import exchange_paths, link_or_copy, replace_file
from audiobrief.system.transaction import target_errors
from tests.placed_sets import told, whole, write_set


@pytest.fixture
def no_exchange(monkeypatch):
    """As on Windows, and on file systems that cannot."""
    monkeypatch.setattr(transaction, "exchange_paths", lambda one, other: False)


def test_a_set_takes_the_place_of_another_where_names_cannot_be_exchanged(tmp_path, no_exchange):
    for words in ("one", "two", "three"):
        write_set(tmp_path, words)
        assert told(tmp_path) == whole(words)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "p.mp3", "p.vtt"]


@pytest.mark.parametrize("refused", ["p.mp3", "p.vtt", "book"])
def test_what_is_refused_in_the_middle_is_undone_there_too(tmp_path, no_exchange, monkeypatch, refused):
    write_set(tmp_path, "one")
    former = renaming._retry_while_in_use

    def open_elsewhere(path, target):
        if target.name == refused and target.parent == tmp_path and "part" in path.name:
            raise in_use()
        return former(lambda: path.replace(target))

    for name in ("rename_path", "replace_file"):
        monkeypatch.setattr(transaction, name, open_elsewhere)
    with pytest.raises(TargetError, match=rf"{refused}' cannot be replaced while another program has it open"):
        write_set(tmp_path, "two")
    assert told(tmp_path) == whole("one")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "p.mp3", "p.vtt"]


def in_use(number=32):
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = number
    return error


@pytest.mark.parametrize("number", [5, 32])
def test_a_file_that_is_open_for_a_moment_is_waited_for(tmp_path, monkeypatch, number):
    waited = []
    monkeypatch.setattr(renaming.time, "sleep", waited.append)

    class Busy:
        tries = 0

        def replace(self, target):
            self.tries += 1
            if self.tries < 4:
                raise in_use(number)

    busy = Busy()
    replace_file(busy, tmp_path / "p")
    assert busy.tries == 4 and 0 < sum(waited) < 1


def test_a_file_that_stays_open_is_told_and_what_is_forbidden_is_not_waited_for(tmp_path, monkeypatch):
    waited = []
    monkeypatch.setattr(renaming.time, "sleep", waited.append)

    def refuse(error):
        raise error

    for error, waits, words in ((in_use(), 4, "has it open"), (PermissionError(13, "Permission denied"), 0, "denied")):
        waited.clear()
        path = SimpleNamespace(replace=lambda target, error=error: refuse(error))
        with pytest.raises(TargetError, match=words), target_errors(tmp_path / "p.mp3"):
            replace_file(path, tmp_path / "p.mp3")
        assert len(waited) == waits and all(0 < seconds < 1 for seconds in waited)


class Library:
    """What a C library has: its functions by name, and what they were called with."""

    def __init__(self, *names, answer=0):
        self.calls = []
        for name in names:
            setattr(self, name, lambda *given, name=name: self.calls.append((name, *given)) or answer)


@pytest.fixture
def library(monkeypatch):
    """Put another C library in place of the system's."""

    def use(library, number=0):
        monkeypatch.setattr(ctypes, "CDLL", lambda *given, **options: library)
        monkeypatch.setattr(ctypes, "get_errno", lambda: number)
        return library

    return use


def test_each_system_s_own_function_is_called(tmp_path, library):
    one, other = tmp_path / "a", tmp_path / "b"
    names = (str(one).encode(), str(other).encode())
    linux = library(Library("renameat2"))
    assert exchange_paths(one, other) and linux.calls == [("renameat2", -100, names[0], -100, names[1], 2)]
    macos = library(Library("renamex_np"))
    assert exchange_paths(one, other) and macos.calls == [("renamex_np", *names, 2)]
    library(Library())
    assert not exchange_paths(one, other)


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP])
def test_a_file_system_that_cannot_exchange_is_no_error(tmp_path, library, number):
    library(Library("renamex_np", answer=-1), number)
    assert not exchange_paths(tmp_path / "a", tmp_path / "b")
    library(Library("renamex_np", answer=-1), errno.EACCES)
    with pytest.raises(PermissionError, match="b"):
        exchange_paths(tmp_path / "a", tmp_path / "b")


def test_a_file_is_kept_under_another_name_with_and_without_links(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"content")
    link_or_copy(tmp_path / "a", tmp_path / "b")

    def no_links(self, target):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("pathlib.Path.hardlink_to", no_links)
    link_or_copy(tmp_path / "a", tmp_path / "c")
    assert (tmp_path / "b").samefile(tmp_path / "a") and not (tmp_path / "c").samefile(tmp_path / "a")
    assert (tmp_path / "c").read_bytes() == b"content"
