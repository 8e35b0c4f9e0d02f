"""eSpeak NG speaks wherever audiobrief, its cache and the folder for temporary files are."""

import codecs
import os
import shutil
import signal
import stat
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import espeakng_loader
import pytest

import audiobrief
from audiobrief.errors import VoiceError
from audiobrief.pronunciation.espeak_data import LONGEST_PATH, _encode_path, list_own_voices, prepare_data

SOURCE = Path(espeakng_loader.get_data_path())

AWKWARD = [
    "Mes Documents",
    "a+b",
    "Été à Nîmes",
    "50 % #1",
    'l\'« article » "cité"',
    "dossier-" + "x" * 52,
    "Dossier-" + "x" * 152,
    "Un très long dossier/" + "/".join(["y" * 60] * 4),
]


def everything(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def path_of(prepared):
    return Path(os.fsdecode(prepared))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_it_holds_what_the_package_holds_and_our_voices(cache):
    folder = path_of(prepare_data(SOURCE))
    assert folder.parent == cache
    made = everything(folder)
    voice = made.pop(f"voices/{list_own_voices()['fr']}")
    assert made == everything(SOURCE) and b"flutter 0" in voice


@pytest.mark.parametrize("harm", ["cut", "gone", "other", "folder gone"])
def test_what_was_harmed_is_copied_again_and_the_rest_is_left(cache, harm):
    folder = path_of(prepare_data(SOURCE))
    kept, harmed = folder / "phondata", folder / "fr_dict"
    before = kept.stat().st_ino
    if harm == "cut":
        harmed.write_bytes(harmed.read_bytes()[:-1])
    elif harm == "gone":
        harmed.unlink()
    elif harm == "other":
        harmed.write_bytes(bytes(harmed.stat().st_size))
    else:
        shutil.rmtree(folder / "lang")
    assert path_of(prepare_data(SOURCE)) == folder
    assert kept.stat().st_ino == before
    assert everything(folder).items() >= everything(SOURCE).items()


# By how many seconds the time of a copy differs, and whether it is taken for whole: memory cards count in pairs.
CLOCKS = [(0.0, True), (1.9, True), (-1.9, True), (2.1, False), (-2.1, False)]


@pytest.mark.parametrize(("seconds", "whole"), CLOCKS)
def test_a_file_system_that_counts_seconds_in_pairs_has_it_copied_once(cache, seconds, whole):
    copy = path_of(prepare_data(SOURCE)) / "fr_dict"
    status = copy.stat()
    os.utime(copy, (status.st_atime, status.st_mtime + seconds))
    prepare_data(SOURCE)
    assert (copy.stat().st_ino == status.st_ino) is whole


def test_what_is_whole_is_not_written_to(cache):
    folder = path_of(prepare_data(SOURCE))
    before = {path: path.stat().st_ctime_ns for path in folder.rglob("*")}
    prepare_data(SOURCE)
    assert {path: path.stat().st_ctime_ns for path in folder.rglob("*")} == before


@pytest.mark.parametrize(
    "name", ["c" * 200, "file/in the way", "/dev/null/nowhere"], ids=["too long", "a file", "no folder"]
)
def test_without_a_cache_that_can_be_used_it_stands_among_the_temporary_files(tmp_path, monkeypatch, name):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / name))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = path_of(prepare_data(SOURCE))
    assert folder.parent.parent == tmp_path
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert everything(folder).items() >= everything(SOURCE).items()


def test_a_temporary_folder_that_others_may_write_to_or_laid_for_us_is_not_used(tmp_path, monkeypatch):
    trap = tmp_path / "trap"
    trap.mkdir()
    for number, make in enumerate((lambda path: path.symlink_to(trap), lambda path: path.mkdir(mode=0o700))):
        place = tmp_path / str(number)
        place.mkdir()
        mine = place / f"audiobrief-{os.getuid()}"
        make(mine)
        if number:
            mine.chmod(0o777)
        monkeypatch.setenv("AUDIOBRIEF_CACHE", "/dev/null/nowhere")
        monkeypatch.setattr("tempfile.tempdir", str(place))
        assert path_of(prepare_data(SOURCE)).parent.parent != place
        assert not list(trap.iterdir()) and not list(mine.iterdir())


FIRST = [("c" * 200, r"' is too long for it\)"), ("file/x", r"x/espeak-ng-[\d.]*' cannot be used \([^)]*\)\)")]


@pytest.mark.parametrize(("name", "reason"), FIRST, ids=["too long", "in a file"])
def test_where_no_folder_can_be_used_the_first_reason_is_told(tmp_path, monkeypatch, name, reason):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / name))
    monkeypatch.setattr("audiobrief.pronunciation.espeak_data.make_private", _refuse)
    with pytest.raises(VoiceError, match=rf"{reason}: name a writable folder .*AUDIOBRIEF_CACHE"):
        prepare_data(SOURCE)


def test_what_cannot_be_copied_leaves_nothing_behind(cache, monkeypatch):
    """Also where the copy itself is gone by then; the next time all of it is there."""

    def full(original, copy):
        Path(copy).unlink(missing_ok=True)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("audiobrief.pronunciation.espeak_data.make_private", _refuse)
    with monkeypatch.context() as patched:
        patched.setattr("shutil.copyfile", full)
        with pytest.raises(VoiceError, match=r"(?i)no space left on device"):
            prepare_data(SOURCE)
    assert [path for path in cache.rglob("*") if path.is_file()] == []
    assert everything(path_of(prepare_data(SOURCE))).items() >= everything(SOURCE).items()


_KILLED = """
import os, shutil, signal
from audiobrief.pronunciation.espeak_library import transcribe_text
copy = shutil.copyfile
def copy_some(original, new, left=iter(range(9))):
    copy(original, new)
    if next(left) == 8:
        os.kill(os.getpid(), signal.SIGKILL)
shutil.copyfile = copy_some
transcribe_text("a")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_a_killed_run_left_is_removed_by_the_next(cache):
    done = subprocess.run([sys.executable, "-c", _KILLED], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert list(cache.rglob(".audiobrief-*"))
    assert everything(path_of(prepare_data(SOURCE))).items() >= everything(SOURCE).items()
    assert not list(cache.rglob(".audiobrief-*"))


def _refuse(folder):
    raise PermissionError(13, "Permission denied")


def test_a_package_without_data_is_told(tmp_path, cache):
    with pytest.raises(VoiceError, match="reinstall espeakng-loader"):
        prepare_data(tmp_path / "nothing")


def test_the_longest_path_that_the_library_takes(tmp_path, monkeypatch):
    """One byte more and eSpeak NG would cut the path: the folder is used up to there, and no further."""
    room = LONGEST_PATH - len(os.fsencode(prepare_data_in(tmp_path / "x", monkeypatch))) + 1
    assert path_of(prepare_data_in(tmp_path / ("x" * room), monkeypatch)).parent.parent == tmp_path
    assert path_of(prepare_data_in(tmp_path / ("x" * (room + 1)), monkeypatch)).parent.parent != tmp_path
    assert say_a_word(tmp_path, AUDIOBRIEF_CACHE=str(tmp_path / ("x" * room)))


def prepare_data_in(cache, monkeypatch):
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(cache))
    return prepare_data(SOURCE)


@pytest.mark.parametrize("place", AWKWARD)
def test_a_copy_of_audiobrief_in_an_awkward_place_speaks_with_its_own_voice(tmp_path, place):
    package = Path(audiobrief.__file__).parent
    home = tmp_path / place
    shutil.copytree(package, home / "audiobrief", ignore=shutil.ignore_patterns("__pycache__"))
    shipped = package / "voices" if (package / "voices").is_dir() else package.parent / "voices"
    shutil.copytree(shipped, home / "audiobrief" / "voices", dirs_exist_ok=True)
    environment = {"PYTHONPATH": str(home), "AUDIOBRIEF_CACHE": str(home / "cache")}
    assert say_a_word(tmp_path, **environment) == say_a_word(tmp_path)


_SAY = """
import hashlib, sys, audiobrief
from audiobrief.pronunciation.espeak_library import synthesize_ssml, transcribe_text
print(audiobrief.__file__, transcribe_text("les hommes"))
print(hashlib.sha256(synthesize_ssml("<speak>Les hommes.</speak>", voice="fr", rate=170, pitch=50).pcm).hexdigest())
"""


def say_a_word(folder, **environment):
    """The digest of a sentence spoken by a fresh Python, of the package in PYTHONPATH where one is given."""
    done = subprocess.run(
        [sys.executable, "-c", _SAY], capture_output=True, text=True, cwd=folder, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stderr
    first, digest = done.stdout.splitlines()
    expected = environment.get("PYTHONPATH", str(Path(find_spec("audiobrief").origin).parents[1]))
    assert first.startswith(expected) and first.endswith("le-z ˈɔm")
    return digest


@pytest.mark.parametrize(("name", "path"), [("Café", b"Caf\xe9"), ("Ω", None), ("Cafe\u0301", None)])
def test_on_windows_a_path_is_in_the_code_page_of_the_system_or_is_told(monkeypatch, name, path):
    """A letter that the code page has not, or has in another form only, would lead to another folder."""

    def code_page(encoding):
        return codecs.lookup("cp1252") if encoding == "mbcs" else None

    codecs.register(code_page)
    try:
        monkeypatch.setattr(sys, "platform", "win32")
        if path is None:
            with pytest.raises(OSError, match="cannot open a folder whose name has these characters"):
                _encode_path(Path(name))
        else:
            assert _encode_path(Path(name)) == path
    finally:
        codecs.unregister(code_page)
