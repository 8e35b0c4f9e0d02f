"""Looking at what stands at a path, and opening only what comes to an end."""

import os
import stat
from pathlib import Path

import pytest

from audiobrief.system.filesystem import (
    find_files,
    is_access_denied,
    read_bytes,
    read_text,
    refuse_devices,
    remove_tree,
)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "a.txt").write_bytes("été".encode())
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


OPENED = [
    ("{place}/a.txt", True, True),
    ("{place}/a.txt", False, True),
    ("{place}/folder", False, True),
    ("{place}/pipe", True, False),
    ("{place}/pipe", False, False),
    ("/dev/zero", True, False),
    ("/dev/null", True, True),
    ("/dev/null", False, False),
]


@pytest.mark.parametrize(("path", "handed", "taken"), OPENED)
def test_what_has_no_end_is_not_opened(place, path, handed, taken):
    path = Path(path.format(place=place))
    if taken:
        refuse_devices(path, allow_inherited=handed)
    else:
        with pytest.raises(OSError, match="a device or a pipe"):
            refuse_devices(path, allow_inherited=handed)


@pytest.mark.parametrize(("handed", "taken"), [(True, True), (False, False)])
def test_what_a_shell_has_opened_is_read(handed, taken):
    reading, writing = os.pipe()
    try:
        if taken:
            refuse_devices(Path(f"/dev/fd/{reading}"), allow_inherited=handed)
        else:
            with pytest.raises(OSError, match="a device or a pipe"):
                refuse_devices(Path(f"/dev/fd/{reading}"), allow_inherited=handed)
    finally:
        os.close(reading)
        os.close(writing)


def test_what_is_read(place):
    assert (read_text(place / "a.txt"), read_bytes(place / "a.txt")) == ("été", "été".encode())
    for path in (place / "pipe", place / "folder", place / "nowhere"):
        with pytest.raises(OSError):
            read_bytes(path)
    assert find_files(place / "nowhere", "*") == []


@pytest.mark.parametrize("marks", [True, False])
def test_a_folder_is_removed_with_all_that_is_in_it(place, marks):
    for name in ("folder/deep/a", "folder/b"):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text("x")
        (place / name).chmod(stat.S_IREAD)
    remove_tree(place / "folder", clear_readonly=marks)
    assert not (place / "folder").exists()
    remove_tree(place / "folder", clear_readonly=marks)


def test_a_folder_that_is_not_shut(place):
    assert (
        not is_access_denied(place / "a.txt")
        and not is_access_denied(place / "nowhere")
        and not is_access_denied(place / "a.txt" / "b")
    )
