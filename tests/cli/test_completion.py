"""`audiobrief completion`: a real shell with the script read in, asked for completions."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import AUDIOBRIEF

ASKED = [
    (["audiobrief", ""], {"make", "batch", "doctor", "config"}),
    (["audiobrief", "ma"], {"make"}),
    (["audiobrief", "voices", ""], {"try"}),
    (["audiobrief", "make", "--voice", "es"], {"espeak-fr", "espeak-rapide"}),
    (["audiobrief", "make", "--quotes-voice", "nic"], {"nicola"}),
    (["audiobrief", "voices", "try", "si"], {"siwis"}),
    (["audiobrief", "make", "--for", ""], {"podcast", "listening", "radio"}),
    (["audiobrief", "make", "--quo"], {"--quotes-voice"}),
    (["audiobrief", "completion", "z"], {"zsh"}),
]


@pytest.fixture
def shell(tmp_path):
    def call(command, script):
        return subprocess.run(
            [command, *(("--norc", "--noprofile") if command == "bash" else ()), "-c", script],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={
                **os.environ,
                "PATH": f"{Path(AUDIOBRIEF).parent}{os.pathsep}{os.environ['PATH']}",
                "XDG_CONFIG_HOME": str(tmp_path),
            },
            timeout=60,
        )

    return call


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not here")
@pytest.mark.parametrize(("words", "offered"), ASKED, ids=[" ".join(row[0]) for row in ASKED])
def test_bash_completes(shell, words, offered):
    quoted = " ".join(f"'{word}'" for word in words)
    done = shell(
        "bash",
        'eval "$(audiobrief completion bash)"\n'
        f"COMP_WORDS=({quoted}) COMP_CWORD={len(words) - 1}\n"
        "$(complete -p audiobrief | sed 's/.*-F \\([^ ]*\\).*/\\1/') audiobrief\n"
        "printf '%s\\n' \"${COMPREPLY[@]}\"",
    )
    found = {line for line in done.stdout.splitlines() if line}
    assert offered <= found, done.stderr
    assert all(word.startswith(words[-1]) for word in found)


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not here")
@pytest.mark.parametrize(("words", "offered"), ASKED, ids=[" ".join(row[0]) for row in ASKED])
def test_fish_completes(shell, words, offered):
    done = shell("fish", f"audiobrief completion fish | source; complete -C '{' '.join(words)}'")
    assert offered <= {line.partition("\t")[0] for line in done.stdout.splitlines()}, done.stderr
    assert words[-1] != "ma" or ".html file" in done.stdout, "the whole help, commas and all"


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not here")
def test_zsh_takes_the_script(shell):
    done = shell(
        "zsh", 'autoload -U compinit; compinit -u -D; eval "$(audiobrief completion zsh)"; echo $_comps[audiobrief]'
    )
    assert done.stdout.strip() == "_audiobrief_completion", done.stderr


@pytest.mark.parametrize("kind", ["file", "dir"])
def test_files_are_left_to_the_shell(run, kind):
    words = "audiobrief make art" if kind == "file" else "audiobrief feed art"
    done = run(_AUDIOBRIEF_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD="2")
    assert done.stdout.decode().strip().startswith(f"{kind},")


MARKS = [("bash", "complete -o nosort -F"), ("zsh", "#compdef audiobrief"), ("fish", "complete --no-files")]


@pytest.mark.parametrize(("kind", "mark"), MARKS)
def test_the_scripts_name_their_shell(run, kind, mark):
    assert mark in run("completion", kind).stdout.decode()
