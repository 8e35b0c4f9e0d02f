"""Little memory, few files, no home, odd Pythons: a programme, or one true sentence with its status."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.robustness.conftest import AUDIOBRIEF, VOICE, names
from tests.robustness.test_places import one_line

MAKE, NATURAL = ("make", "pont.txt", "-o", "out/p.mp3", "--no-cache"), ("--voice", "siwis")
BATCH = ("batch", "pont.txt", "-o", "out", "--no-cache")

# A limit of the shell, a command, its exit status, and a word of its sentence.
LIMITS = [
    ("-v 500000", (*MAKE, *VOICE), 0, ""),
    ("-v 500000", (*MAKE, *NATURAL), 12, "The natural voice needs 1024 MB of memory, and 488 MB are allowed"),
    ("-v 500000", (*BATCH, *VOICE), 0, ""),
    ("-v 500000", (*BATCH, *NATURAL), 12, "The natural voice needs 1024 MB"),
    ("-v 200000", (*MAKE, *VOICE), 12, "The system has no more memory"),
    ("-n 32", (*MAKE, *VOICE, "--epub", "--daisy"), 0, ""),
    ("-n 32", (*MAKE, *NATURAL), 0, ""),
    ("-n 32", (*BATCH, *VOICE), 0, ""),
    ("-n 12", (*MAKE, *VOICE), 12, "The system has no more open files"),
    ("-n 16", (*BATCH, *VOICE), None, "open files"),
]


def limited(limit, command, tmp_path):
    return subprocess.run(
        ["bash", "-c", f'ulimit {limit}; exec "$0" "$@"', AUDIOBRIEF, *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
        env={**os.environ, "TMPDIR": str(tmp_path / "scratch")},
    )


@pytest.mark.parametrize(("limit", "command", "status", "words"), LIMITS)
def test_what_is_limited(article, tmp_path, limit, command, status, words):
    (tmp_path / "scratch").mkdir()
    done = limited(limit, command, tmp_path)
    said = done.stderr + done.stdout
    assert "Traceback" not in said and words in said, done
    assert done.returncode == status or status is None, done
    if done.returncode:
        assert one_line(done.stderr.splitlines())
        assert not (tmp_path / "out").exists() or not [name for name in names(tmp_path / "out") if name.endswith("mp3")]
    assert names(tmp_path / "scratch") == []


# What stands in the environment, and what it is to be without.
SURROUNDINGS = [
    (
        {"HOME": "/dev/null", "PATH": "/nowhere", "PYTHONWARNINGS": "error"},
        ("AUDIOBRIEF_CACHE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"),
    ),
    ({"AUDIOBRIEF_CACHE": "/dev/null/cache", "XDG_CONFIG_HOME": "/dev/null/config", "PYTHONOPTIMIZE": "2"}, ()),
]
COMMANDS = [
    (*MAKE[:4], *VOICE, "--for", "radio", "--page", "--daisy", "--epub"),
    (*MAKE[:4], *NATURAL),
    ("batch", "pont.txt", "-o", "out", *VOICE),
    ("script", "pont.txt", "--why"),
    ("doctor",),
    ("feed", ".", "--url", "https://example.org/"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:1] + command[-1:]))
@pytest.mark.parametrize(("environment", "without"), SURROUNDINGS, ids=lambda given: " ".join(given))
def test_what_stands_around_it(article, tmp_path, environment, without, command):
    given = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config"), **environment}
    done = subprocess.run(
        [AUDIOBRIEF, *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
        env={name: value for name, value in given.items() if name not in without},
    )
    assert "Traceback" not in done.stderr and "Warning" not in done.stderr, done
    if command[0] == "feed":  # there is no programme in that folder, and that is told
        assert done.returncode in (0, 4), done
    else:
        assert done.returncode == 0, done


def test_warnings_of_others_are_shown_as_ever():
    """pydub's are not to be seen; filters are the whole process's."""
    code = (
        "import warnings, audiobrief.audio.codec\n"
        "warnings.warn('one of mine', RuntimeWarning)\n"
        "warnings.warn('audioop is deprecated', DeprecationWarning)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": "/nowhere"},
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0
    assert "one of mine" in done.stderr and "audioop is deprecated" in done.stderr and "ffmpeg" not in done.stderr
