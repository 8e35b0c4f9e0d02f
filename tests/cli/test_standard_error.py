"""On standard error stands what audiobrief means to say, and not a byte more: on a machine without ffmpeg on PATH, and
where Python has compiled nothing yet."""

import os
import re
import subprocess

import pytest

from tests.cli.conftest import AUDIOBRIEF, PAGE
from tests.forked import can_be_forked

STAGES = """\
Voice: {voice}
Article: Le bac de Lannévez (3 blocks)
Loading the voice
Script: 2 chapters, 6 sentences
Speaking
Sound: -19.0 LUFS, true peak -? dBTP
"""
ESPEAK = "espeak-fr (eSpeak NG, French: small and instant, offline)"
NATURAL = "siwis (Kokoro-82M, voice siwis: natural, offline)"
MAKE = ("make", "bac.md", "-o", "bac.mp3", "--voice", "espeak-fr")
NOT_THERE = "audiobrief: There is no article at 'nowhere.md': check the path.\n"
MADE = "Articles: 1\n1 of 1: made, le-bac-de-lannevez.mp3\n"

# A command and what it says on standard error; with --quiet, or --json and --quiet, what of that begins with
# "audiobrief:" alone.
COMMANDS = [
    (MAKE, STAGES.format(voice=ESPEAK)),
    (("make", "bac.md", "-o", "bac.mp3", "--voice", "siwis"), STAGES.format(voice=NATURAL)),
    (("make", "bac.md", "-o", "bac.mp3", "--voice", "espeak-fr", "--quotes-voice", "siwis"), None),
    (("make", "nowhere.md", "--voice", "espeak-fr"), f"Voice: {ESPEAK}\n{NOT_THERE}"),
    (("batch", "bac.md", "-o", "out", "--voice", "espeak-fr"), MADE),
    (("watch", "in", "-o", "out", "--once", "--settle", "0", "--voice", "espeak-fr"), ""),
    (("feed", "programmes", "--url", "https://example.org/"), None),
    (("inspect", "former.mp3"), ""),
    (("voices",), ""),
    (("voices", "try", "espeak-fr", "-o", "sample.mp3"), None),
    (("cache", "info"), ""),
    (("cache", "clear"), ""),
    (("config", "show"), ""),
    (("doctor",), ""),
    (("script", "bac.md"), ""),
    (("script", "nowhere.md"), NOT_THERE),
    (("completion", "bash"), ""),
    (("--version",), ""),
    (("--help",), ""),
]
# What comes only where the machine is slow.
_AGAIN = re.compile(
    r"^(?:Loading the voice|Speaking|Mastering the sound)[: ].*\n|^Voice: .*: \d+ s\n|^\d+ of \d+\n", re.MULTILINE
)
# Of the natural voice, the last digit depends on the processor.
_PEAK = re.compile(r"(?<=true peak -)[1-3]\.\d(?= dBTP)")


def call(folder, *arguments, forked=None, **environment):
    """Call the command: in a process of its own, unless it may be in a fork of one that has loaded it."""
    (folder / "in").mkdir(exist_ok=True)
    given = {
        **os.environ,
        "PATH": str(folder),
        "AUDIOBRIEF_CACHE": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        **environment,
    }
    if forked and can_be_forked(arguments, environment):
        return forked.call([*arguments], folder, given)
    return subprocess.run(
        [AUDIOBRIEF, *arguments], cwd=folder, capture_output=True, stdin=subprocess.DEVNULL, timeout=300, env=given
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory, warm):
    """A folder with an article, a programme, and a cache that knows the natural voice."""
    folder = tmp_path_factory.mktemp("place")
    warm(folder / "cache")
    (folder / "bac.md").write_text(PAGE, encoding="utf-8")
    (folder / "programmes").mkdir()
    for target in ("former.mp3", "programmes/bac.mp3"):
        assert call(folder, *MAKE[:3], target, *MAKE[4:]).returncode == 0
    return folder


@pytest.mark.parametrize(("command", "said"), COMMANDS, ids=[" ".join(command[:2]) for command, _ in COMMANDS])
def test_what_it_says(place, command, said, forked):
    if said is not None:
        assert _PEAK.sub("?", _AGAIN.sub("", call(place, *command).stderr.decode())) == said
    errors = "".join(line for line in (said or "").splitlines(keepends=True) if line.startswith("audiobrief:"))
    quiet = {"make", "batch", "watch", "feed", "inspect", "script", "doctor"} & {command[0]} or command[:2] in (
        ("voices", "try"),
        ("cache", "info"),
    )
    if quiet:
        assert call(place, *command, "--quiet").stderr.decode() == errors
        # Once for each command: as JSON nothing depends on the voice.
        if command[0] not in ("script", "make") or "siwis" not in command:
            assert call(place, *command, "--quiet", "--json", forked=forked).stderr.decode() == errors


def test_nor_where_every_module_is_compiled_anew(place, tmp_path):
    """Python warns of what is odd in a source when it compiles it."""
    command = ("make", "bac.md", "-o", "new.mp3", "--voice", "espeak-fr", "--quotes-voice", "siwis", "--no-cache", "-q")
    done = call(place, *command, PYTHONPYCACHEPREFIX=str(tmp_path))
    assert done.returncode == 0 and done.stderr == b""
