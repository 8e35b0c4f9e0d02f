"""Where clips are kept by a user who has no home folder: in a folder for temporary files, never in one of others'."""

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli.commands import main
from audiobrief.pronunciation import espeak_data
from audiobrief.system import paths

NOBODY = 65534


@pytest.fixture
def shared(tmp_path, monkeypatch):
    """A folder for temporary files as /tmp is, and a user without a home folder."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    for name in ("AUDIOBRIEF_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "nowhere")
    monkeypatch.setattr("pwd.getpwuid", lambda uid: {}[uid])
    monkeypatch.setattr(paths, "list_shared_folders", lambda: [shared / "audiobrief-mine"])
    return shared


def _folder(mode):
    def make(path):
        path.mkdir()
        path.chmod(mode)

    return make


def _anothers(path):
    if os.getuid() != 0:
        pytest.skip("only root can make another user's folder")
    path.mkdir(mode=0o700)
    os.chown(path, NOBODY, NOBODY)


def _link(path):
    (path.parent / "trap").mkdir(mode=0o700)
    path.symlink_to(path.parent / "trap")


def _open_to_all(path):
    path.parent.chmod(0o777)


# What stands there already, and whether it is used.
THERE = [
    ("nothing", lambda path: None, True),
    ("ours alone", _folder(0o700), True),
    ("ours, and others may look into it", _folder(0o755), True),
    ("ours, and the group may write to it", _folder(0o770), False),
    ("ours, and all may write to it", _folder(0o1777), False),
    ("another user's", _anothers, False),
    ("a link to a folder of ours", _link, False),
    ("a link to nothing", lambda path: path.symlink_to(path.parent / "nothing"), False),
    ("a file", lambda path: path.write_bytes(b""), False),
    ("nothing, in a folder where all may replace it", _open_to_all, False),
]


@pytest.mark.parametrize(("make", "used"), [case[1:] for case in THERE], ids=[case[0] for case in THERE])
def test_what_stands_there_already(shared, make, used):
    mine = shared / "audiobrief-mine"
    make(mine)
    assert paths.get_cache_folder() == (mine if used else paths.NOWHERE)
    assert (paths.explain_missing_cache() is None) == used
    if used:
        assert stat.S_IMODE(mine.lstat().st_mode) == 0o700 and not list(mine.iterdir())


@pytest.mark.parametrize("said", ["~/.cache/audiobrief", RuntimeError("could not determine the home directory")])
def test_no_home_folder_is_told_by_old_and_new_platformdirs_in_their_own_ways(shared, monkeypatch, said):
    def path_of(name):
        if isinstance(said, str):
            return Path(said)
        raise said

    monkeypatch.setattr("platformdirs.user_cache_path", path_of)
    monkeypatch.setattr("platformdirs.user_config_path", path_of)
    assert paths.get_cache_folder() == shared / "audiobrief-mine"
    assert paths.get_config_folder() == paths.NOWHERE and paths.list_own_voices("*.toml") == []


def test_the_next_place_is_taken(shared, monkeypatch):
    (shared / "first").write_bytes(b"")
    monkeypatch.setattr(paths, "list_shared_folders", lambda: [shared / "first", shared / "second"])
    assert paths.get_cache_folder() == shared / "second"


@pytest.mark.parametrize("make", [_folder(0o1777), _link, _anothers], ids=["open to all", "link", "another's"])
def test_a_programme_is_made_all_the_same_and_it_is_told_once(shared, tmp_path, monkeypatch, make):
    monkeypatch.chdir(tmp_path)
    make(shared / "audiobrief-mine")
    # eSpeak NG reads its data from a folder, wherever clips are kept.
    monkeypatch.setattr(espeak_data, "list_shared_folders", lambda: [tmp_path / "for-espeak"])
    for name in ("pont", "bus"):
        (tmp_path / f"{name}.txt").write_text(f"Un {name}.", encoding="utf-8")
    done = CliRunner().invoke(main, ["make", "pont.txt", "--voice", "espeak-fr", "-o", "pont.mp3"])
    assert done.exit_code == 0, done.output
    assert done.output.count("Nothing is kept") == 1 and "AUDIOBRIEF_CACHE" in done.output
    quiet = CliRunner().invoke(main, ["make", "pont.txt", "--voice", "espeak-fr", "-o", "pont.mp3", "--no-cache"])
    assert quiet.exit_code == 0 and "Nothing is kept" not in quiet.output
    examined = CliRunner().invoke(main, ["doctor"])
    assert "Nothing is kept" in examined.output
    assert [path for path in shared.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("chosen", ["/", "/aa", "/zz", "here"])
def test_a_cache_that_was_chosen_is_no_fault(monkeypatch, chosen):
    monkeypatch.setenv("AUDIOBRIEF_CACHE", chosen)
    assert paths.get_cache_folder() == Path(chosen) and paths.explain_missing_cache() is None


def test_the_first_place_that_is_not_ours_is_told(shared, monkeypatch):
    places = [shared / "first", shared / "second"]
    for place in places:
        place.write_bytes(b"")
    monkeypatch.setattr(paths, "list_shared_folders", lambda: places)
    assert f"'{places[0]}' is not yours alone" in str(paths.explain_missing_cache())


def test_places_for_temporary_files_are_the_user_s_by_their_name(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    mine = f"audiobrief-{os.getuid()}"
    assert paths.list_shared_folders() == [tmp_path / mine, Path("/tmp", mine), Path("/var/tmp", mine)]
    monkeypatch.setattr("tempfile.tempdir", "/tmp")
    assert paths.list_shared_folders() == [Path("/tmp", mine), Path("/var/tmp", mine)]
