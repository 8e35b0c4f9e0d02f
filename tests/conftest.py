"""What every test shares: the network is closed (pytest-socket), caches are each test's own, the command speaks
English whatever the machine does, and signals are heeded however the tests were started."""

import ast
import inspect
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import portalocker
import pytest
from hypothesis import settings

from tests.system.platforms import lacking, taken_away

os.environ.update(LANGUAGE="en", LC_ALL="C.UTF-8")
# Where Python is told to keep no compiled code, as in images of containers, each of the hundreds of processes that
# tests start would compile it anew. `always` is what tools/mutate.py says, since it changes the code within a second.
if os.environ.get("PYTHONDONTWRITEBYTECODE", "always") != "always":
    del os.environ["PYTHONDONTWRITEBYTECODE"]
    sys.dont_write_bytecode = False
# A shell ignores SIGINT for what it runs in the background, nohup ignores SIGHUP, and what is ignored stays so for
# every process that a test starts: those that are interrupted would then run to their end.
for _number, _usual in (
    (signal.SIGINT, signal.default_int_handler),
    (signal.SIGTERM, signal.SIG_DFL),
    (getattr(signal, "SIGHUP", signal.SIGTERM), signal.SIG_DFL),
):
    if signal.getsignal(_number) == signal.SIG_IGN:
        signal.signal(_number, _usual)
# How long an example takes depends on what else the machine does. The examples are the same on every run, so that what
# fails was broken by the change; `pytest --hypothesis-profile=explore` looks for new ones.
settings.register_profile("audiobrief", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("audiobrief")


TESTS = Path(__file__).parent
# What takes more than about a second of a processor, as folders, files and tests: marked `slow`.
_SLOW = {
    *("acceptance", "docs", "installed", "robustness"),
    *(
        "audio/test_mastering.py",
        "audio/test_pieces.py",
        "delivery/test_daisy202.py",
        "delivery/test_daisy3.py",
        "delivery/test_epub3.py",
    ),
    *("delivery/test_provenance.py", "inspection/test_other_sounds.py", "inspection/test_books.py"),
    *(
        "hostile/test_hostile.py",
        "page/test_embed_in_a_browser.py",
        "page/test_embed_in_firefox.py",
        "page/test_in_a_browser.py",
        "speech/test_properties.py",
    ),
    *("voice/test_interrupted_espeak.py", "voice/test_kokoro.py", "voice/test_piper.py"),
    *("batch/test_batch_command.py", "batch/test_dask_executor.py", "batch/test_watch_command.py"),
    "batch/test_ftp.py",
    "batch/test_executors.py::test_the_report_of_several_jobs_has_the_order_of_the_sources",
    "cli/test_deliveries.py::test_a_slot_that_is_missed_is_said_however_quiet",
    "cli/test_deliveries.py::test_a_slot_that_no_natural_pace_fits_is_said",
    "cli/test_deliveries.py::test_the_same_article_gives_the_same_files",
    "cli/test_help.py::test_the_examples_run",
    "audio/test_music.py::test_the_whole_is_as_loud_as_speech_alone",
    "audio/test_music.py::test_everything_with_a_time_is_later_by_the_music",
    *("cli/test_completion.py", "cli/test_keyboard.py", "cli/test_pulse.py"),
    "delivery/test_cover.py::test_what_is_too_long_ends_in_its_own_place",
    "article/test_bounds.py::test_a_plain_text_may_have_fifty_thousand_paragraphs",
    "article/test_plain.py::test_time_is_linear",
    "inspection/test_hostile_sound.py::test_tags_are_read_within_bounds",
    "podcast/test_hostile_feed.py",
    "pronunciation/test_espeak_data.py::test_a_copy_of_audiobrief_in_an_awkward_place_speaks_with_its_own_voice",
    "speech/test_cases.py::test_the_same_is_said_whatever_the_spaces",
    "hostile/test_outputs.py",
    *("server/test_pages_in_a_browser.py", "server/test_pages_in_firefox.py", "server/test_serve.py"),
    "server/test_sturdy.py::test_killed_while_it_is_busy_nothing_is_lost_or_made_twice",
    *("system/test_elsewhere.py::test_code_that_uses_what_is_not_there_fails", "test_mutate.py"),
    "voice/test_gtts.py",
    "voice/test_word_times.py::test_kokoro_tells_its_words",
    "voice/test_word_times.py::test_piper_tells_its_words",
    "cli/test_standard_error.py",
    "cli/test_voices_command.py::test_quotations_can_have_another_voice",
    "system/test_elsewhere.py::test_every_command_runs",
    "system/test_windows_drive.py",
    "voice/test_fallback.py::test_the_installed_command_finishes_where_there_is_no_network",
}
# The fixture that starts the installed command: what asks for it is marked `command`, and is slow.
_STARTS_A_COMMAND = "run"
# Shells whose completions are tried where they are installed; everything else is installed by .ci/run.
_MAY_BE_MISSING = ("fish is not here", "zsh is not here")


def pytest_addoption(parser):
    parser.addoption(
        "--all-tried", action="store_true", help="fail where a test was skipped, but for shells that are not installed"
    )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is None or not session.config.getoption("all_tried"):
        return
    untried = [report for report in terminal.stats.get("skipped", []) if not _may_be_missing(report)]
    if untried:
        terminal.write_line(f"\n{len(untried)} tests were not tried, and all must be (--all-tried).", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _may_be_missing(report):
    return any(reason in str(report.longrepr) for reason in _MAY_BE_MISSING)


# What this system lacks of Linux', for which most tests were written: where they use it, they are not tried.
_LACKED = {} if sys.platform == "linux" else taken_away(sys.platform)


def pytest_ignore_collect(collection_path):
    """Files that import what is not here; a folder goes with its conftest."""
    path = collection_path / "conftest.py" if collection_path.is_dir() else collection_path
    if not _LACKED or path.suffix != ".py" or not path.is_file():
        return None
    imports = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, _IMPORTS)]
    if missing := lacking(ast.Module(imports, []), _LACKED):
        print(f"Not tried here: {collection_path} ({', '.join(missing)})", file=sys.stderr)
        return True
    return None


_IMPORTS = (ast.Import, ast.ImportFrom)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        place = item.path.relative_to(TESTS)
        test = f"{place.as_posix()}::{item.originalname}"
        if _SLOW & {test, place.as_posix(), *(folder.as_posix() for folder in place.parents)}:
            item.add_marker("slow")
        if _STARTS_A_COMMAND in item.fixturenames:
            item.add_marker("command")
            item.add_marker("slow")
    for item in items if _LACKED else ():
        code = ast.parse(textwrap.dedent(inspect.getsource(item.function)))
        if missing := lacking(code, _LACKED):
            item.add_marker(pytest.mark.skip(reason=f"not on this system: {', '.join(missing)}"))


@pytest.fixture(autouse=True)
def _usual_signals():
    """The command ignores SIGINT once it is through; a test that calls it must not leave that to the next one's."""
    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in former.items():
        if signal.getsignal(number) != handler:
            signal.signal(number, handler)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


_MAKE_READY = (
    "import pathlib, sys; from audiobrief.voice.engines import kokoro_model; "
    "kokoro_model.open_session(pathlib.Path(sys.argv[1]))"
)


@pytest.fixture(scope="session")
def ready_model(tmp_path_factory):
    """The folder with the natural voice's model made ready for this machine: once, for all processes of the tests."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "ready-model"
    shared.mkdir(exist_ok=True)
    with portalocker.Lock(shared / "lock", timeout=300):
        if not (shared / "models").is_dir():
            subprocess.run([sys.executable, "-c", _MAKE_READY, str(shared)], check=True)
    return shared / "models"


@pytest.fixture(scope="session")
def warm(ready_model):
    """Put the model that was made ready into a cache, where making it ready is not what is tested."""

    def put(cache):
        if not (Path(cache) / "models").is_dir():
            shutil.copytree(ready_model, Path(cache) / "models")

    return put


@pytest.fixture(scope="session")
def forked():
    """The command, loaded once for this process of tests; None where it cannot be forked, or coverage measures it."""
    if not hasattr(os, "fork") or "COVERAGE_PROCESS_START" in os.environ:
        yield None
        return
    from tests.forked import ForkedCommand

    command = ForkedCommand()
    yield command
    command.end()
