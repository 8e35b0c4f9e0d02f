"""Programmes on a drive of Windows' kind: NTFS, as Windows sees it, without case and without the names that it refuses.
Needs Linux, root and lowntfs-3g."""

import shutil
import subprocess

import pytest
from mutagen.mp3 import MP3

from audiobrief.batch.manifest import NAME
from audiobrief.system.overwrite_guard import guard_files
from audiobrief.system.renaming import exchange_paths
from audiobrief.system.unfinished import remove_leftovers, unfinished_file, unfinished_folder
from tests.placed_sets import told, whole, write_set
from tests.robustness.conftest import TEXT, VOICE, names, run, start  # noqa: F401 - fixtures

SIZE = 48 << 20


@pytest.fixture
def drive(tmp_path, tmp_path_factory, monkeypatch):
    if not shutil.which("lowntfs-3g") or not shutil.which("mkntfs"):
        pytest.skip("there is no NTFS to be had here (ntfs-3g)")
    monkeypatch.setenv("TMPDIR", str(tmp_path_factory.mktemp("scratch")))
    image, folder = tmp_path / "image", tmp_path / "drive"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run(["mkntfs", "-F", "-Q", "-q", str(image)], check=True, capture_output=True)
    options = ["-o", "ignore_case,windows_names"]
    made = subprocess.run(["lowntfs-3g", *options, str(image), str(folder)], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no NTFS can be mounted here: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_the_drive_is_of_windows_kind(drive):
    (drive / "Pont").touch()
    assert (drive / "PONT").exists()
    for refused in ("a:b", "con.mp3", "fin."):
        with pytest.raises(OSError):
            (drive / refused).touch()


def test_sets_take_their_places_and_leftovers_go(drive):
    for words in ("one", "two"):
        write_set(drive, words)
        assert told(drive) == whole(words)
    with unfinished_file(drive) as file, unfinished_folder(drive) as folder:
        remove_leftovers(drive)
        assert file.is_file() and folder.is_dir()
        if not exchange_paths(file, folder):
            assert file.is_file()
    assert names(drive) == ["book", "p.mp3", "p.vtt"]


def test_every_kind_of_run_ends_well_there(run, drive):  # noqa: F811
    desk = drive / "Mes articles"
    desk.mkdir()
    for name, title in (("Pont.txt", "Con"), ("crue.md", "# Le pont : « 8:00 » ?"), ("bac.md", "# con")):
        (desk / name).write_text(TEXT.replace("Le pont de Lannévez", title, 1), encoding="utf-8")
    for _ in range(2):
        status, _, err = run("make", desk / "pont.TXT", "-o", drive / "Un.mp3", *VOICE, "--page", "--daisy", "--epub")
        assert status == 0, err
    status, _, err = run("batch", desk, "-o", drive / "Many", *VOICE)
    assert status == 0, err
    assert {path.stem for path in (drive / "Many").glob("*.mp3")} == {"con-", "con--2", "le-pont-8-00"}
    status, out, _ = run("batch", desk, "-o", drive / "many", *VOICE)
    assert status == 0 and "3 unchanged" in out, "the same folder by another name"
    assert guard_files([desk / "pont.txt"]).would_overwrite(desk / "PONT.TXT"), (
        "what is read is not written over by another name"
    )
    status, _, err = run("watch", desk, "--once", "--settle", 0, "-o", drive / "air", *VOICE)
    assert status == 0, err
    assert {path.stem.lower() for path in (drive / "air").glob("*.mp3")} == {"pont", "crue", "bac"}
    assert (drive / "MANY" / NAME).is_file() and MP3(drive / "un.mp3").info.length > 1
    assert not list(drive.rglob(".audiobrief*"))


def test_watched_articles_of_names_that_are_one_there_have_programmes_of_their_own(run, drive, tmp_path):  # noqa: F811
    desk = tmp_path / "desk"
    desk.mkdir()
    stems = ["Pont", "pont", "a:b", "a-b", "nul", "Qui ?"]
    for stem in stems:
        (desk / f"{stem}.txt").write_text(TEXT, encoding="utf-8")
    status, out, err = run("watch", desk, "--once", "--settle", 0, "-o", drive / "air", *VOICE)
    assert status == 0 and out.count("Made: ") == len(stems), (out, err)
    made = {path.stem.lower() for path in (drive / "air").glob("*.mp3")}
    assert len(made) == len(stems) and {"nul-", "qui -"} < made
    assert sorted(path.stem for path in (desk / "done").iterdir()) == sorted(stems)
