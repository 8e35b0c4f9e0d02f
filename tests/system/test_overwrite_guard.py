"""What a run reads is never written over, however it is named."""

import os
from pathlib import Path

import pytest

from audiobrief.errors import TargetError
from audiobrief.system.overwrite_guard import OverwriteGuard, guard_files


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.md").write_text("a")
    (tmp_path / "texts" / "b.md").write_text("b")
    (tmp_path / "link.md").symlink_to("texts/a.md")
    (tmp_path / "hard.md").hardlink_to(tmp_path / "texts" / "a.md")
    return tmp_path


# A target, and whether it would take the place of texts/a.md.
HELD = [
    ("texts/a.md", True),
    ("./texts/../texts/a.md", True),
    ("link.md", True),
    ("hard.md", True),
    ("texts", True),  # a talking book is a folder, and takes the place of one
    ("texts/b.md", False),
    ("texts/c.md", False),
    ("a.md", False),
    (".", False),
]


@pytest.mark.parametrize(("target", "held"), HELD)
def test_what_would_take_the_place_of_a_file_that_is_read(place, target, held):
    read = guard_files([Path("texts/a.md")])
    assert read.would_overwrite(Path(target)) == read.would_overwrite(place / target) == held
    assert guard_files([place / "link.md"]).would_overwrite(place / "texts" / "a.md")


def test_what_does_not_exist_yet_is_known_by_its_path(place):
    read = guard_files([Path("texts/new.md")])
    assert read.would_overwrite(place / "texts" / "new.md") and read.would_overwrite(Path("texts"))
    assert not read.would_overwrite(Path("texts/a.md"))
    assert not OverwriteGuard().would_overwrite(Path("texts/a.md"))


def test_the_first_that_would_is_told_with_the_option_that_named_it(place):
    read = guard_files([Path("texts/a.md"), Path("texts/b.md")])
    read.check([Path("x.mp3"), Path("y.mp3")])
    with pytest.raises(TargetError, match=r"^'hard\.md' is needed by this run .* with --report\.$"):
        read.check([Path("x.mp3"), Path("hard.md"), Path("texts/b.md")], "--report")
    with pytest.raises(TargetError, match=r"with -o\.$"):
        read.check([Path("texts/b.md")])


def test_a_working_folder_that_is_gone_holds_nothing(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    os.rmdir(gone)  # noqa: PTH106 - it cannot be looked at any more
    assert not guard_files([Path("a.md")]).would_overwrite(Path("b.mp3"))
