"""The installed command around which things go wrong, and places that do not take what is written to them."""

import contextlib
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forked import can_be_forked
from tests.waiting import PATIENCE

AUDIOBRIEF = str(Path(sys.executable).with_name("audiobrief"))
TEXT = "Le pont de Lannévez\n\nLe pont a rouvert mardi, après 21 jours. M. Roux a ri."
VOICE = ("--voice", "espeak-fr")


def is_heard(pid):
    """Whether the process has handlers of its own: of SIGHUP Python has none."""
    status = Path(f"/proc/{pid}/status").read_text()
    mask = int(next(line for line in status.splitlines() if line.startswith("SigCgt")).split()[1], 16)
    return bool(mask & 1 << (signal.SIGHUP - 1))


@pytest.fixture(autouse=True)
def _natural_voice_is_ready(_own_cache, warm):
    """In the cache of whoever names no other: what is tested begins where the voice is loaded."""
    warm(os.environ["AUDIOBRIEF_CACHE"])


def usual_environment(folder):
    return {**os.environ, "AUDIOBRIEF_CACHE": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder / "config")}


@pytest.fixture
def start(tmp_path):
    """Start the command; what still runs at the end of the test is ended."""
    started = []

    def call(*arguments, largest_file=None, without=(), cwd=tmp_path, before=(), **given):
        environment = {**usual_environment(tmp_path), **given.pop("environment", {})}
        # Where no file may grow, coverage cannot write down what it measured, and says so.
        for name in (*without, *(() if largest_file is None else ("COVERAGE_PROCESS_START",))):
            environment.pop(name, None)

        def limited():
            if largest_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

        process = subprocess.Popen(
            [*before, AUDIOBRIEF, *map(str, arguments)],
            cwd=cwd,
            env=environment,
            start_new_session=True,
            preexec_fn=limited,
            **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **given},
        )
        started.append(process)
        return process

    yield call
    for process in started:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def run(start, forked, tmp_path):
    """Run the command to its end: status, standard output, the lines of standard error."""

    def call(*arguments, **given):
        words, variables = [*map(str, arguments)], given.get("environment", {})
        if forked and set(given) <= {"environment", "cwd"} and can_be_forked(words, variables):
            environment = {**usual_environment(tmp_path), **variables}
            done = forked.call(words, given.get("cwd", tmp_path), environment)
            return done.returncode, done.stdout.decode(), done.stderr.decode("utf-8", "replace").splitlines()
        process = start(*arguments, **given)
        out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, (out or b"").decode(), (err or b"").decode("utf-8", "replace").splitlines()

    return call


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "pont.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def drive(tmp_path):
    """A file system of its own: its folder, and what changes its options, as its size. Needs root."""
    folder = tmp_path / "drive"
    folder.mkdir()

    def options(text):
        subprocess.run(["mount", "-o", f"remount,{text}", str(folder)], check=True, capture_output=True)

    made = subprocess.run(["mount", "-t", "tmpfs", "audiobrief-test", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip(f"no file system can be mounted here: {made.stderr.decode().strip()}")
    folder.chmod(0o755)
    yield folder, options
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def bound():
    """What to put before a command for permissions to bind it, also where root runs the tests."""
    if os.getuid() != 0:
        return ()
    over = "-dac_override,-dac_read_search"
    before = ("setpriv", f"--bounding-set={over}", f"--inh-caps={over}")
    try:
        subprocess.run([*before, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("root's powers cannot be dropped here")
    return before


@pytest.fixture
def shut(tmp_path):
    """A folder that cannot be entered."""
    folder = tmp_path / "shut"
    folder.mkdir(mode=0)
    yield folder
    folder.chmod(0o755)


def names(folder):
    return sorted(path.name for path in folder.iterdir())
