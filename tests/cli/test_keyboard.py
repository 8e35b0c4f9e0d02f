"""At a terminal, and when something is mistyped."""

import os
import pty
import re
import subprocess

import pytest

from tests.cli.conftest import AUDIOBRIEF

MISTYPED = [
    (["make", "bac.md", "--voic", "x"], "Did you mean --voice?"),
    (["make", "bac.md", "--fr", "radio"], "Did you mean --for?"),
    (["batch", "bac.md", "--quite"], "Did you mean --quiet?"),
    (["make", "bac.md", "--for", "podcst"], "Did you mean 'podcast'?"),
    (["script", "bac.md", "--chapters", "heading"], "Did you mean 'headings'?"),
    (["completion", "bsh"], "Did you mean 'bash'?"),
    (["voices", "tri", "siwis"], "Did you mean 'try'?"),
    (["cache", "inof"], "Did you mean 'info'?"),
    (["config", "show", "voices.tri"], "Did you mean 'voices.try'?"),
    (["wach", "in"], "Did you mean 'watch'?"),
]


@pytest.mark.parametrize(("arguments", "hint"), MISTYPED, ids=[" ".join(row[0]) for row in MISTYPED])
def test_what_is_mistyped_is_answered_with_what_is_near(run, page, arguments, hint):
    done = run(*arguments)
    assert done.returncode == 2 and hint in done.stderr.decode()


@pytest.mark.parametrize("option", ["--voice", "--quotes-voice", "--fallback"])
def test_so_is_a_voice(run, page, option):
    done = run("make", "bac.md", "--voice", "espeak-fr", option, "espeak-rapid")
    assert done.returncode == 6 and "did you mean 'espeak-rapide'?" in done.stderr.decode()


def at_terminal(folder, *arguments, **environment):
    """The command with a terminal for standard input and standard error: its status, its output, what was shown."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [AUDIOBRIEF, *arguments],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=slave,
        cwd=folder,
        env={
            **os.environ,
            "TERM": "xterm",
            "AUDIOBRIEF_CACHE": str(folder / "cache"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            **environment,
        },
    )
    os.close(slave)
    shown = b""
    try:
        while piece := os.read(master, 4096):
            shown += piece
    except OSError:  # how Linux tells that the other side has gone
        pass
    finally:
        os.close(master)
    assert process.stdout
    out = process.stdout.read()
    return process.wait(60), out, shown


def test_make_alone_explains_itself_in_three_lines(tmp_path):
    status, out, shown = at_terminal(tmp_path, "make")
    lines = shown.decode().splitlines()
    assert status == 2 and out == b"" and len(lines) == 3
    assert "audiobrief make article.md" in lines[0] and "audiobrief make --help" in lines[2]


def test_make_alone_with_something_piped_in_says_how_to_read_it(run):
    done = run("make", stdin=b"Un article.")
    assert done.returncode == 2 and "give - to read standard input" in done.stderr.decode()


SPEAK = ("make", "bac.md", "--voice", "espeak-fr", "-o", "bac.mp3")


def test_a_terminal_is_shown_a_line_that_is_written_over(page, tmp_path):
    status, out, shown = at_terminal(tmp_path, *SPEAK)
    assert status == 0 and b"\r\x1b[KSpeaking: 1 of" in shown
    assert b"\x1b" not in out
    assert not re.search(rb"\x1b\[[\d;]*m", shown), "no colour anywhere"


PLAIN = [(("--plain",), {}), ((), {"TERM": "dumb"}), (("--plain",), {"NO_COLOR": "1"})]


@pytest.mark.parametrize(("options", "environment"), PLAIN)
def test_plain_lines_where_that_is_wanted(page, tmp_path, options, environment):
    status, _, shown = at_terminal(tmp_path, *SPEAK, *options, **environment)
    assert status == 0 and b"Speaking" in shown and b"\x1b" not in shown


def test_a_batch_is_plain_too(page, tmp_path):
    status, _, shown = at_terminal(tmp_path, "batch", "bac.md", "--voice", "espeak-fr", "-o", "out", TERM="dumb")
    assert status == 0 and b"1 of 1: made, le-bac-de-lannevez.mp3" in shown and b"\x1b" not in shown


def test_quiet_shows_a_terminal_nothing(page, tmp_path):
    assert at_terminal(tmp_path, *SPEAK, "--quiet")[::2] == (0, b"")
