"""Told to end at any moment, however often: one line at once, the end within a second, its status, nothing left."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass

import pytest

from tests.robustness.conftest import AUDIOBRIEF, VOICE, is_heard, names
from tests.waiting import PATIENCE

# Seconds. The end comes within one; the rest is for a machine that is busy with other tests.
_SOON = 1.0 + 0.5
# Seconds until the command hears signals, on a machine that is not slow.
_START = 0.4
# What takes too long is tried again so often: something else may have needed the machine.
_TRIES = 4
_BETWEEN_PRESSES = 0.05
SENTENCES = "\n\n".join(f"Le bac numéro {n} a repris la mer, après {n + 7} semaines de travaux." for n in range(80))
NATURAL = ("--voice", "siwis")


@dataclass
class Ended:
    status: int
    err: str
    seconds: float
    answered: float
    heard: bool
    slowness: float
    """How many times slower than others this machine was when the command started."""

    def is_within(self, seconds):
        return self.seconds < seconds * self.slowness


def undo_what_was_inherited():
    """A shell that runs tests in the background has SIGINT ignored by all that they start."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def press(tmp_path):
    """Run a command and signal it `presses` times, `delay` seconds after it can hear that, or after its start."""
    (tmp_path / "long.md").write_text(f"# Les bacs\n\n{SENTENCES}\n", encoding="utf-8")
    (tmp_path / "scratch").mkdir()
    (tmp_path / "out").mkdir()

    def call(command, number, delay, presses, *, from_start=False, environment=None):
        process = subprocess.Popen(
            [AUDIOBRIEF, *command],
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=undo_what_was_inherited,
            env={**os.environ, "TMPDIR": str(tmp_path / "scratch"), **(environment or {})},
        )
        try:
            begun = time.monotonic()
            while not from_start and not is_heard(process.pid) and process.poll() is None:
                time.sleep(0.001)
            slowness = max(1.0, (time.monotonic() - begun) / _START)
            time.sleep(delay)
            heard = process.poll() is None and is_heard(process.pid)
            return sent(process, number, presses, heard, slowness)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process.stderr.close()

    return call


@pytest.fixture
def press_in_time(press):
    """The same; what did not end within so many seconds is run again, unless it never does."""

    def call(*given, within=_SOON, **more):
        for _ in range(_TRIES):
            ended = press(*given, **more)
            if ended.is_within(within):
                break
        return ended

    return call


def sent(process, number, presses, heard, slowness):
    os.set_blocking(process.stderr.fileno(), False)
    err, answered, done, begun = b"", float("inf"), 0, time.monotonic()
    while process.poll() is None and time.monotonic() - begun < PATIENCE:
        past = time.monotonic() - begun
        if done < presses and past >= done * _BETWEEN_PRESSES:
            os.killpg(process.pid, number)
            done += 1
        err += process.stderr.read() or b""
        if b"Ended by" in err:
            answered = min(answered, past)
        time.sleep(0.002)
    seconds = time.monotonic() - begun
    err += process.stderr.read() or b""
    return Ended(process.returncode, err.decode(), seconds, min(answered, seconds), heard, slowness)


def told(ended, number):
    """What was said since the signal, without stages that went before."""
    return [line for line in ended.err.splitlines() if "audiobrief:" in line] == [
        f"audiobrief: Ended by {number.name}: nothing is left half written."
    ] and ended.err.rstrip().endswith("half written.")


def put_away(tmp_path):
    return names(tmp_path / "out") in ([], ["audiobrief-manifest.json"]) and names(tmp_path / "scratch") == []


MAKE = ("make", "long.md", "-o", "out/p.mp3", "--no-cache")
# While it starts, loads the voice and reads, and then while it speaks.
DELAYS = (0.0, 0.05, 0.1, 0.3, 0.5, 1.0)
MOMENTS = [
    *((signal.SIGINT, delay, 1) for delay in DELAYS),
    *((signal.SIGINT, 0.1, 3), (signal.SIGINT, 2.0, 1), (signal.SIGINT, 2.0, 10)),
    *((signal.SIGTERM, 0.1, 3), (signal.SIGTERM, 2.0, 1)),
    *((signal.SIGHUP, 0.1, 1), (signal.SIGHUP, 2.0, 3)),
]


@pytest.mark.parametrize(("number", "delay", "presses"), MOMENTS)
def test_the_natural_voice(press_in_time, tmp_path, number, delay, presses):
    ended = press_in_time((*MAKE, *NATURAL, "--for", "radio", "--epub"), number, delay, presses)
    assert ended.status == 128 + number and told(ended, number), ended
    assert ended.answered <= ended.seconds and ended.is_within(_SOON), ended
    assert put_away(tmp_path)


@pytest.mark.parametrize("delay", [1.0, 3.0, 5.0])
def test_the_natural_voice_while_it_is_made_ready_for_the_first_time(press_in_time, tmp_path, delay):
    # The model is rewritten by C code that lets no other thread run for a while.
    long, new = 4 * _SOON, {"AUDIOBRIEF_CACHE": str(tmp_path / "new")}
    ended = press_in_time((*MAKE, *NATURAL), signal.SIGINT, delay, 3, environment=new, within=long)
    assert ended.status == 130 and told(ended, signal.SIGINT) and ended.is_within(long), ended
    assert put_away(tmp_path)
    models = tmp_path / "new" / "models"
    assert not models.exists() or not [name for name in names(models) if name.startswith(".")]


@pytest.mark.parametrize("delay", [0.5, 1.5, 3.0])
@pytest.mark.parametrize("command", ["batch", "espeak", "watch"])
def test_other_commands(press_in_time, tmp_path, command, delay):
    (tmp_path / "in").mkdir()
    asked = {
        "batch": ("batch", "long.md", "-o", "out", "--no-cache", *NATURAL),
        "espeak": (*MAKE, *VOICE, "--rate", "80", "--duration", "4:00"),
        "watch": ("watch", "in", "-o", "out", "--settle", "0", *VOICE),
    }[command]
    ended = press_in_time(asked, signal.SIGINT, delay, 3)
    assert ended.is_within(_SOON) and put_away(tmp_path), ended
    if command != "watch":  # which is through at the first
        assert ended.status == 130 and told(ended, signal.SIGINT), ended


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1, 0.2])
def test_in_the_first_moments_of_all(press_in_time, tmp_path, delay):
    """Until the first line of ours runs, Python itself is told to end, and says so in its own way."""
    ended = press_in_time((*MAKE, *NATURAL), signal.SIGINT, delay, 2, from_start=True)
    assert ended.is_within(_SOON) and put_away(tmp_path)
    assert ended.status in (130, -signal.SIGINT, 1)
    if ended.heard:
        assert ended.status == 130 and told(ended, signal.SIGINT), ended


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
def test_what_was_to_be_ignored_is(tmp_path, number):
    """As nohup has it."""
    (tmp_path / "a.md").write_text("# Le bac\n\nLe bac a repris la mer.", encoding="utf-8")
    process = subprocess.Popen(
        [AUDIOBRIEF, "make", "a.md", "-o", "p.mp3", *VOICE],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(number, signal.SIG_IGN),
    )
    while process.poll() is None:
        process.send_signal(number)
        time.sleep(0.02)
    with process.stderr:
        assert process.returncode == 0 and b"Ended" not in process.stderr.read()
    assert (tmp_path / "p.mp3").exists()
