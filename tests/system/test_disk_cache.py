"""What is kept on disk by key: what goes first when room is needed, and what else is in the folder."""

import os
import time

import pytest

from audiobrief.errors import TargetError
from audiobrief.system import disk_cache
from audiobrief.system.disk_cache import DiskCache

HEAD = 36  # the mark and the checksum before each content


def filled(folder, largest, used):
    """A store of things of 64 bytes each, in files of 100; `used` is when each was used last."""
    store = DiskCache(folder, largest)
    for number, last in enumerate(used):
        key = f"{number:02d}ab"
        store.put("kind", key, bytes(64))
        (path,) = folder.glob(f"{number:02d}/*")
        assert path.stat().st_size == HEAD + 64
        os.utime(path, (last, last))
    return store


def left(store):
    return sorted(int(path.name[:2]) for path in store.list_paths())


# When each was used last, how many bytes may stay, and which are left.
SHRUNK = [
    ([100, 200, 300], 100, [2]),
    ([300, 200, 100], 100, [0]),
    ([200, 300, 100], 250, [0, 1]),
    ([100, 200, 300], 300, [0, 1, 2]),
    ([100, 200, 300], 299, [1, 2]),
    ([100, 200, 300], 200, [1, 2]),
    ([100, 200, 300], 0, []),
]


@pytest.mark.parametrize(("used", "largest", "kept"), SHRUNK)
def test_what_was_used_longest_ago_goes_first_and_no_more_than_must(tmp_path, used, largest, kept):
    store = filled(tmp_path, largest, used)
    store.shrink()
    assert left(store) == kept
    assert store.measure_size() == 100 * len(kept)


def test_what_is_read_is_used_whatever_the_system_notes_of_it(tmp_path, monkeypatch):
    store = filled(tmp_path, 200, [100, 200, 300])
    assert store.get("kind", "00ab") == bytes(64)
    store.shrink()
    assert left(store) == [0, 2]
    monkeypatch.setattr(os, "utime", refuse)
    assert store.get("kind", "02ab") == bytes(64)


def test_what_is_read_is_what_was_kept_last(tmp_path):
    store = DiskCache(tmp_path)
    assert store.get("kind", "ab12") is None
    store.put("kind", "ab12", b"former")
    store.put("kind", "ab12", b"new")
    store.put("other", "ab12", b"other")
    store.put("kind", "ab13", b"")
    assert (store.get("kind", "ab12"), store.get("other", "ab12"), store.get("kind", "ab13")) == (b"new", b"other", b"")
    assert [path.name for path in store.list_paths("other")] == ["ab12.other"]
    assert len(store.list_paths()) == 3


def test_clearing_leaves_what_is_not_its_own(tmp_path):
    store = DiskCache(tmp_path)
    store.put("kind", "ab12", b"x")
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / ".audiobrief-a1b2c3d4.part").write_bytes(b"half")
    store.clear()
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["mine.txt"]


def test_a_store_that_is_not_there_is_empty_and_one_that_is_a_file_is_no_reason_to_stop(tmp_path):
    store = DiskCache(tmp_path / "none")
    store.check()
    store.shrink()
    store.clear()
    assert (store.measure_size(), store.list_paths()) == (0, []) and not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("x")
    in_the_way = DiskCache(tmp_path / "file")
    in_the_way.put("kind", "ab12", b"x")
    in_the_way.check()
    assert in_the_way.get("kind", "ab12") is None and (tmp_path / "file").read_text() == "x"


def test_what_cannot_be_removed_is_told(tmp_path):
    store = DiskCache(tmp_path)
    (tmp_path / "ab" / "ab12.kind").mkdir(parents=True)
    with pytest.raises(TargetError, match="cannot be removed"):
        store.clear()


def refuse(path, *_, **__):
    raise PermissionError(13, "Permission denied", str(path))


def test_what_is_damaged_and_cannot_be_removed_is_not_used(tmp_path, monkeypatch):
    store = DiskCache(tmp_path)
    store.put("kind", "ab12", b"content")
    (path,) = store.list_paths()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.unlink", refuse)
        assert store.get("kind", "ab12") is None
    assert path.exists() and store.get("kind", "ab12") is None and not path.exists()


def test_what_cannot_be_dropped_stays_and_the_next_goes(tmp_path, monkeypatch):
    """As on Windows a file that another run reads: it takes room still."""
    store = filled(tmp_path, 250, [100, 200, 300])
    unlink = type(tmp_path).unlink

    def read_by_another(path, **how):
        if path.name.startswith("00"):
            refuse(path)
        unlink(path, **how)

    monkeypatch.setattr("pathlib.Path.unlink", read_by_another)
    store.shrink()
    assert left(store) == [0, 2]


def test_what_another_run_drops_meanwhile_is_not_counted(tmp_path, monkeypatch):
    store = filled(tmp_path, 150, [100, 200])
    monkeypatch.setattr(
        DiskCache, "list_paths", lambda store, kind="*": [*tmp_path.glob("??/*"), tmp_path / "00" / "gone.kind"]
    )
    assert store.measure_size() == 200
    store.shrink()
    assert store.measure_size() == 100


@pytest.mark.parametrize(("last", "kept"), [(0.4, 5), (0.6, 4)])
def test_where_nobody_says_how_much_two_gigabytes_stay(tmp_path, last, kept):
    """Files with holes: they take no room here."""
    store = DiskCache(tmp_path)
    for number, size in enumerate([last, 0.4, 0.4, 0.4, 0.4]):
        store.put("kind", f"{number:02d}ab", b"")
        (path,) = tmp_path.glob(f"{number:02d}/*")
        os.truncate(path, int(size * 2**30))
        os.utime(path, (number, number))
    store.shrink()
    assert len(store.list_paths()) == kept


class SlowClock:
    """A clock by which looking at all entries takes two seconds; `later` seconds have passed since."""

    def __init__(self):
        self.looked, self.later = 0.0, 0.0

    def monotonic(self):
        self.looked += 2
        return self.looked

    def time(self):
        return time.time() + self.later


# Seconds after a look of two, the size then, what the file says of it (None: what was written), whether it is due.
REST = [
    (0, 100, None, False),
    (90, 100, None, False),
    (101, 100, None, True),
    (-60, 100, None, True),  # the clock was set back
    (0, 150, None, True),
    (0, 100, "", True),
    (0, 100, "100 soon", True),
]


@pytest.mark.parametrize(("later", "largest", "told", "due"), REST)
def test_a_cache_that_takes_long_to_look_at_is_not_looked_at_after_every_programme(
    tmp_path, monkeypatch, later, largest, told, due
):
    clock = SlowClock()
    monkeypatch.setattr(disk_cache, "time", clock)
    filled(tmp_path, 100, [100, 200]).shrink()
    store = filled(tmp_path, largest, [300, 400])
    if told is not None:
        (tmp_path / "looked-at").write_text(told, encoding="ascii")
    clock.later = later
    store.shrink()
    assert left(store) == ([1] if due else [0, 1])


def test_a_cleared_cache_has_nothing_left(tmp_path, monkeypatch):
    monkeypatch.setattr(disk_cache, "time", SlowClock())
    store = filled(tmp_path, 100, [100, 200])
    store.shrink()
    store.clear()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
