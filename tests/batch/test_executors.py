"""What a batch does with the results of those who make the programmes, whatever their order, and with those who die."""

import json
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest

from audiobrief.batch import process_executor as processes
from audiobrief.batch import run as batch
from audiobrief.batch.manifest import Manifest
from audiobrief.batch.process_executor import ProcessExecutor
from audiobrief.batch.task import Task, TaskFailure, TaskSuccess, load_attachments, run_task, write_programme
from audiobrief.errors import TargetError
from audiobrief.messages import message
from audiobrief.model import Article, Block
from audiobrief.options import Options
from audiobrief.system.overwrite_guard import OverwriteGuard
from tests.batch.conftest import ARTICLES, VOICE


class Backwards:
    """An executor that is ready with the last article first, and fails at some."""

    def __init__(self, failing=()):
        self._failing = failing

    def get_voice_identity(self, options):
        return "voice"

    def run_tasks(self, tasks):
        for task in reversed(list(tasks)):
            if task.article.title in self._failing:
                yield TaskFailure(task.number, message("it does not want to"), 9)
            else:
                yield TaskSuccess(task.number, ((f"{task.name}.mp3", b"sound"),), 1.0, 1, 0.1)


def test_the_report_has_the_order_of_the_sources_however_they_are_ready(desk):
    addresses = [str(desk / "articles" / f"{name}.txt") for name in ("pont", "absent", "bus", "piscine", "fanfare")]
    rows = []
    report = batch.run_batch(
        addresses, Options(voice="espeak-fr"), Manifest(desk / "out"), Backwards(("Un bus de plus",)),
        guard=OverwriteGuard(), on_row=rows.append,
    )  # fmt: skip
    assert [row.address for row in report.rows] == addresses
    assert [row.status for row in report.rows] == ["made", "failed", "failed", "made", "made"]
    assert [row.address for row in rows] != addresses and {row.address for row in rows} == set(addresses)


def test_the_report_of_several_jobs_has_the_order_of_the_sources(run, desk):
    long = "\n\n".join(f"Le pont numéro {number} a rouvert." for number in range(40))
    (desk / "articles" / "a.txt").write_text(long, encoding="utf-8")
    status, _, err = run("batch", "articles", "-o", "out", *VOICE, "--jobs", "2", "--report", "report.json")
    assert status == 0, err
    report = json.loads((desk / "report.json").read_text(encoding="utf-8"))
    names = [row["address"].rpartition("/")[2] for row in report["articles"]]
    assert names == sorted(["a.txt", *(f"{name}.txt" for name in ARTICLES)])


def task(number):
    return Task(number, Article(f"Article {number}", (Block("paragraph", "Un mot."),)), f"a{number}", Options())


class Deadly:
    """Processes of which the one that is given a deadly article takes with it what all others are at."""

    def __init__(self, monkeypatch, deadly):
        self._deadly = deadly
        self.together = []
        monkeypatch.setattr(ProcessExecutor, "_submit", lambda executor, function, given: self.submitted(given))
        monkeypatch.setattr(processes, "wait", self.waited)

    def submitted(self, given):
        future = Future()
        future.number = given.number
        return future

    def waited(self, running, timeout, return_when):
        numbers = sorted(future.number for future in running)
        if self._deadly & set(numbers):
            self.together.append(numbers)
            for future in running:
                future.set_exception(BrokenProcessPool())
            return set(running), set()
        first = next(iter(running))
        first.set_result(TaskSuccess(first.number, (), 1.0, 1, 0.1))
        return {first}, set(running) - {first}


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("deadly", [{0}, {3}, {9}, {0, 1}, {2, 5, 7}])
def test_a_suspect_is_made_alone_and_takes_nobody_with_it(jobs, deadly, monkeypatch):
    pool = Deadly(monkeypatch, deadly)
    results = list(ProcessExecutor(jobs).run_tasks(map(task, range(10))))
    assert {result.number for result in results if isinstance(result, TaskFailure)} == deadly
    assert {result.number for result in results if isinstance(result, TaskSuccess)} == set(range(10)) - deadly
    for number in deadly:
        assert pool.together.count([number]) >= 1, pool.together


class Child:
    """A process that ends when it is told to, or only when it is killed."""

    def __init__(self, stubborn):
        self.stubborn, self.alive, self.killed = stubborn, True, False
        self.waited = 0.0

    def terminate(self):
        self.alive = self.stubborn

    def join(self, seconds=None):
        if self.alive and seconds is not None:
            self.waited += seconds

    def is_alive(self):
        return self.alive

    def kill(self):
        self.alive, self.killed = False, True


def test_processes_that_take_too_long_to_end_are_killed_all_in_a_moment():
    """Whoever pressed Ctrl-C waits for them."""
    children = [Child(stubborn=number % 2 == 1) for number in range(6)]
    processes._terminate_processes(children)
    assert [child.killed for child in children] == [child.stubborn for child in children]
    assert not any(child.alive for child in children)
    assert all(0 <= child.waited <= 0.3 for child in children)


class Pool:
    def __init__(self):
        self.closed = False

    def shutdown(self, **how):
        time.sleep(0.3)
        self.closed = True


def test_the_end_waits_for_the_pool_whose_semaphores_go_with_it():
    with ProcessExecutor(1) as executor:
        executor._pool = pool = Pool()
    assert pool.closed


def test_where_no_thread_is_to_be_had_the_end_comes_all_the_same(monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    with ProcessExecutor(1) as executor:
        executor._pool = Pool()
        monkeypatch.setattr("threading.Thread.start", refuse)
    assert executor._pool is None


def test_where_no_temporary_files_can_be_written_it_is_told(monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/proc/nowhere")
    with pytest.raises(TargetError, match=r"No temporary files can be written \(.*\): name a folder .* TMPDIR"):
        ProcessExecutor(1).__enter__()


def test_a_programme_is_written_into_a_folder_that_is_made_with_its_parents(tmp_path):
    files = (("a.mp3", b"sound"), ("a.vtt", b"words"), ("a.daisy/ncc.html", b"text"), ("a.daisy/a.smil", b""))
    write_programme(tmp_path / "x" / "y", files)
    found = {
        p.relative_to(tmp_path / "x" / "y").as_posix(): p.read_bytes() for p in tmp_path.rglob("*.*") if p.is_file()
    }
    assert found == dict(files)


def test_a_task_brings_the_templates_that_its_machine_does_not_have(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))
    own = tmp_path / "automate.txt.j2"
    own.write_text("{{ cut }}", encoding="utf-8")
    options = Options(voice="espeak-fr", sidecars=("json", own))
    files = load_attachments(options)
    own.unlink()
    made = run_task(Task(1, Article("Le pont", (Block("paragraph", "Un mot."),)), "pont", options, files))
    written = dict(made.files)
    assert written["pont.txt"] == b"pont"
    assert json.loads(written["pont.json"])["cut"] == "pont"
