"""What a cluster's workers are given, and what becomes of it: with a stand-in for Dask's client, on its own clock."""

from concurrent.futures import CancelledError, Future

import pytest

from audiobrief.batch import dask_executor
from audiobrief.batch.dask_executor import DaskExecutor
from audiobrief.batch.task import Task, TaskFailure, TaskSuccess
from audiobrief.errors import ClusterError, VoiceError
from audiobrief.model import Article, Block
from audiobrief.options import Options

distributed = pytest.importorskip("distributed")


class Workers:
    """A client, and the executor that it gives. Each turn of waiting takes `pace` seconds, and `answer` says what comes
    of the task that has waited longest: a result, an error, or None where it goes on."""

    def __init__(self, monkeypatch, answer, threads=2, pace=2.0, identity=None):
        self.status = "running"
        self.now, self.looks, self.most = 1000.0, 0, 0
        self._answer, self.threads, self._pace, self._identity = answer, threads, pace, identity
        self._tasks = {}
        monkeypatch.setattr(dask_executor, "time", self)
        monkeypatch.setattr(dask_executor, "wait", self.wait)

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds

    def get_executor(self, **how):
        return self

    def run(self, function, options, on_error):
        assert on_error == "return"
        answer = self._identity.pop(0) if isinstance(self._identity, list) else self._identity
        if isinstance(answer, Exception):
            raise answer
        return answer

    def nthreads(self):
        self.looks += 1
        if self.threads < 0:
            raise TimeoutError
        return {"worker": self.threads} if self.threads else {}

    def submit(self, function, task):
        future = Future()
        self._tasks[future] = task
        return future

    def wait(self, running, timeout, return_when):
        self.most = max(self.most, len(running))
        self.now += self._pace
        first = next(iter(running))
        answer = self._answer(self, self._tasks[first])
        if answer is None:
            return set(), set(running)
        if isinstance(answer, BaseException):
            first.set_exception(answer)
        else:
            first.set_result(answer)
        return {first}, set(running) - {first}


def tasks(count):
    return [
        Task(n, Article(f"Article {n}", (Block("paragraph", "Un mot."),)), f"a{n}", Options()) for n in range(count)
    ]


def made(workers, task):
    return TaskSuccess(task.number, (), 1.0, 1, 0.1)


def test_what_is_out_is_bounded_by_the_workers(monkeypatch):
    """However many articles there are, few are in memory, and every worker finds the next at once."""
    taken = []

    def coming():
        for task in tasks(100):
            taken.append(task)
            yield task

    workers = Workers(monkeypatch, lambda workers, task: None if len(taken) < 36 else made(workers, task), threads=4)
    assert {result.number for result in DaskExecutor(workers, "tcp://x").run_tasks(coming())} == set(range(100))
    assert workers.most == 4 + 32


def test_workers_are_counted_every_two_seconds_and_no_oftener(monkeypatch):
    workers = Workers(monkeypatch, made, pace=0.1)
    assert len(list(DaskExecutor(workers, "tcp://x").run_tasks(tasks(100)))) == 100
    assert 4 <= workers.looks <= 7


@pytest.mark.parametrize(
    ("seconds", "workers_left", "comes"), [(300, 1, True), (50, 0, True), (300, 0, False), (300, -1, False)]
)
def test_a_cluster_is_waited_for_a_minute_without_workers_and_without_end_with_one(
    monkeypatch, seconds, workers_left, comes
):
    def slowly(workers, task):
        workers.threads = workers_left
        return made(workers, task) if workers.now > 1000 + seconds else None

    (result,) = DaskExecutor(Workers(monkeypatch, slowly), "tcp://x").run_tasks(tasks(1))
    assert isinstance(result, TaskSuccess) is comes
    if not comes:
        assert "'tcp://x' went away before this was made" in str(result.reason)
        assert result.status == ClusterError.exit_status


def test_a_scheduler_that_is_closed_ends_it_and_what_was_not_made_is_told(monkeypatch):
    def closed(workers, task):
        if task.number == 3:
            workers.status = "closed"
        return made(workers, task)

    results = list(DaskExecutor(Workers(monkeypatch, closed), "tcp://x").run_tasks(tasks(100)))
    assert [result.number for result in results if isinstance(result, TaskSuccess)] == [0, 1, 2, 3]
    assert sorted(result.number for result in results) == list(range(100))


def test_while_the_scheduler_is_not_reached_nothing_is_given_and_what_it_lost_is_given_again(monkeypatch):
    tried = []

    def lost_once(workers, task):
        tried.append(task.number)
        workers.status = "connecting" if len(tried) in (1, 2) else "running"
        return CancelledError() if len(tried) == 1 else made(workers, task)

    workers = Workers(monkeypatch, lost_once)
    workers_sleep = workers.sleep

    def sleep(seconds):
        workers_sleep(seconds)
        workers.status = "running"

    monkeypatch.setattr(workers, "sleep", sleep)
    results = list(DaskExecutor(workers, "tcp://x").run_tasks(tasks(3)))
    assert sorted(result.number for result in results) == [0, 1, 2] and all(isinstance(r, TaskSuccess) for r in results)
    assert tried.count(0) == 2


BLAMED = [
    (distributed.KilledWorker("key", None, []), "Every worker that made 'Article 0' died"),
    (ValueError("what is this\n  long tale"), r"'tcp://x' failed \(ValueError: what is this\): see its workers' logs"),
    (ValueError(), r"failed \(ValueError\): "),
    (ValueError("\n \n"), r"failed \(ValueError\): "),
    (ValueError("x" * 300), rf"failed \(ValueError: {'x' * 200}\): "),
    (ValueError("at tcp://me:secret@host"), r"failed \(ValueError: at tcp://\*\*\*@host\): "),
]


@pytest.mark.parametrize(("error", "told"), BLAMED, ids=[told[:40] for _, told in BLAMED])
def test_what_fails_in_a_worker_is_told(monkeypatch, error, told):
    (result,) = DaskExecutor(Workers(monkeypatch, lambda workers, task: error), "tcp://x").run_tasks(tasks(1))
    assert isinstance(result, TaskFailure)
    with pytest.raises(ClusterError, match=told):
        raise ClusterError(str(result.reason).replace("{", "{{").replace("}", "}}"))


def test_the_voice_is_the_same_on_every_worker(monkeypatch):
    workers = Workers(monkeypatch, made, identity={"one": "voice", "two": "voice"})
    assert DaskExecutor(workers, "tcp://x").get_voice_identity(Options()) == "voice"


GONE = distributed.comm.CommClosedError("in <TCP (closed)>: Stream is closed")


@pytest.mark.parametrize(
    "answers",
    [
        [{"one": "voice", "two": GONE}],
        [{"one": GONE}, {"two": "voice"}],
        [{}, {"one": "voice"}],
        [GONE, {"one": "voice"}],
    ],
)
def test_a_worker_that_dies_while_it_is_asked_for_its_voice_does_not_end_the_batch(monkeypatch, answers):
    workers = Workers(monkeypatch, made, identity=answers)
    assert DaskExecutor(workers, "tcp://x").get_voice_identity(Options()) == "voice"
    assert not answers


def test_workers_that_keep_dying_while_they_are_asked_are_told_after_a_minute(monkeypatch):
    workers = Workers(monkeypatch, made, identity={"one": GONE})
    with pytest.raises(ClusterError, match="cannot make programmes"):
        DaskExecutor(workers, "tcp://x").get_voice_identity(Options())
    assert 60 <= workers.now - 1000 <= 65


DIFFER = [
    ({"one": "voice", "two": "other"}, ClusterError, "differ in their version"),
    ({}, ClusterError, "differ in their version"),
    (
        {"one": ModuleNotFoundError("No module named 'audiobrief'")},
        ClusterError,
        r"\(ModuleNotFoundError: No module named",
    ),
    ({"one": "voice", "two": VoiceError("There is no voice.")}, VoiceError, "There is no voice"),
]


@pytest.mark.parametrize(("identity", "kind", "told"), DIFFER)
def test_workers_that_cannot_make_the_same_are_told(monkeypatch, identity, kind, told):
    with pytest.raises(kind, match=told):
        DaskExecutor(Workers(monkeypatch, made, identity=identity), "tcp://x").get_voice_identity(Options())
