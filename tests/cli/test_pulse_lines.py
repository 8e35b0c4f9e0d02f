"""What goes on, as it is said while the work is silent: what, when, and on which line."""

import pytest

from audiobrief.cli import progress as module
from audiobrief.cli.progress import FREQUENT, SPARSE, ProgressReporter, ReportInterval
from audiobrief.cli.streams import UnwrittenError
from audiobrief.messages import message
from audiobrief.pipeline import Progress
from tests.waiting import wait_until


@pytest.fixture
def clock(monkeypatch):
    """The time, which goes on as the test says."""

    class Clock:
        now = 0.0

        def monotonic(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture
def written(monkeypatch):
    lines = []

    def write(text, *, err, nl=True):
        assert err
        lines.append(f"{text}\n" if nl else text)

    monkeypatch.setattr(module, "write_stream", write)
    return lines


def speaking(done, elapsed=10.0, spoken=50.0, left=7.6, utterances=20):
    return Progress(done=done, utterances=utterances, elapsed=elapsed, spoken=spoken, left=left)


# A rhythm, how far the work has come, seconds since the last line, and whether another is due.
DUE = [
    (FREQUENT, 0, 1.5, False),
    (FREQUENT, 0, 1.6, True),
    (FREQUENT, 19, 1.5, False),
    (SPARSE, 1, 1.6, False),
    (SPARSE, 1, 9.9, False),
    (SPARSE, 1, 10.0, True),
    (SPARSE, 2, 0.1, True),
    (None, 0, 0.7, False),
    (None, 0, 0.8, True),
    (ReportInterval(3.0), 0, 2.9, False),
]


@pytest.mark.parametrize(("rhythm", "done", "seconds", "due"), DUE)
def test_when_a_line_is_due(clock, written, rhythm, done, seconds, due):
    pulse = ProgressReporter(rhythm)
    pulse.start_stage("Speaking")
    if done:
        pulse.report_progress(speaking(done))
    clock.now += seconds
    assert pulse._is_due() is due


def test_after_a_line_the_next_is_due_a_step_further(clock, written):
    pulse = ProgressReporter(SPARSE)
    pulse.report_progress(speaking(5))
    assert pulse._is_due() and pulse._report() and not pulse._is_due()
    pulse.report_progress(speaking(6))
    assert not pulse._is_due()
    pulse.report_progress(speaking(7))
    assert pulse._is_due()
    # A new stage begins anew.
    pulse.start_stage("Reading")
    assert not pulse._is_due()


def test_a_stage_is_said_with_its_seconds(clock, written):
    pulse = ProgressReporter(FREQUENT)
    assert pulse._report() and written == []
    pulse.start_stage(message("Mastering the sound"))
    clock.now += 12.4
    assert pulse._report()
    assert written == ["Mastering the sound: 12 s\n"]


def test_speaking_is_said_with_its_pace_and_what_is_left(clock, written):
    pulse = ProgressReporter(FREQUENT)
    pulse.report_progress(speaking(3))
    assert written == []
    clock.now += 3.0
    pulse._report()
    clock.now += 30.0
    pulse._report()
    assert written == [
        "Speaking: 3 of 20 sentences, 5.0 times real time, 5 s left\n",
        "Speaking: 3 of 20 sentences, 5.0 times real time, 0 s left\n",
    ]


def test_before_anything_is_spoken_there_is_no_pace(clock, written):
    pulse = ProgressReporter(FREQUENT)
    pulse.report_progress(speaking(0, elapsed=0.0, spoken=0.0))
    pulse._report()
    assert written == ["Speaking: 0 of 20 sentences, 0.0 times real time, 8 s left\n"]


def test_one_line_is_written_over_and_goes_before_another(clock, written):
    pulse = ProgressReporter(None)
    pulse.clear()
    assert written == []
    pulse.report_count(message("2 of 9"))
    pulse.report_progress(speaking(1))
    assert [line[:4] for line in written] == ["\r\x1b[K"] * 2 and "1 of 20" in written[1] and "\n" not in written[1]
    pulse.clear()
    pulse.clear()
    assert written[2:] == ["\r\x1b[K"]


def test_what_is_spoken_is_mastered(clock, written):
    lines, animated = ProgressReporter(FREQUENT), ProgressReporter(None)
    lines.report_progress(speaking(20))
    assert written == []
    animated.report_progress(speaking(20))
    assert written == ["\r\x1b[KMastering the sound: 0 s"]
    clock.now += 2
    lines._report()
    assert written[1:] == ["Mastering the sound: 2 s\n"]


def test_a_count_is_said_at_its_time(clock, written):
    pulse = ProgressReporter(FREQUENT)
    pulse.report_count(message("2 of 9"))
    assert written == [] and not pulse._is_due()
    clock.now += 1.6
    assert pulse._is_due() and pulse._report()
    assert written == ["2 of 9\n"]


def test_nothing_is_said_after_the_end_or_where_nobody_hears_it(clock, written, monkeypatch):
    pulse = ProgressReporter(FREQUENT)
    pulse.start_stage("Speaking")
    pulse.end()
    assert not pulse._report() and written == []
    ending = ProgressReporter(FREQUENT)
    ending.start_stage("Speaking")
    with monkeypatch.context() as patched:
        patched.setattr(module, "is_ending", lambda: True)
        assert not ending._report() and written == []

    def gone(*_, **__):
        raise UnwrittenError(BrokenPipeError())

    monkeypatch.setattr(module, "write_stream", gone)
    assert not ending._report()


def test_a_thread_says_it_until_the_end(written):
    pulse = ProgressReporter(ReportInterval(0.05))
    pulse.start_stage("Speaking")
    pulse.start()
    wait_until(lambda: len(written) > 1)
    pulse.end()
    said = len(written)
    assert said >= 2 and set(written) <= {f"Speaking: {seconds} s\n" for seconds in range(200)}
    assert not pulse._thread.is_alive() and len(written) == said


# A rhythm, and how many lines it has for a work of a hundred steps that takes 99 seconds.
LINES = [
    (ReportInterval(60.0, 10.0), 9),
    (ReportInterval(60.0, 50.0), 1),
    (ReportInterval(60.0), 1),
    (ReportInterval(10.0), 9),
    (ReportInterval(1000.0), 0),
]


@pytest.mark.parametrize(("rhythm", "lines"), LINES)
def test_a_step_of_a_hundred_has_a_line(clock, written, rhythm, lines):
    pulse = ProgressReporter(rhythm)
    for done in range(1, 100):
        clock.now += 1.0
        pulse.report_progress(speaking(done, utterances=100))
        assert not pulse._is_due() or pulse._report()
    assert len(written) == lines and all(line.startswith("Speaking: ") for line in written)


def test_where_no_more_threads_are_to_be_had_the_work_goes_on(written, monkeypatch):
    def start(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", start)
    pulse = ProgressReporter(FREQUENT)
    pulse.start()
    pulse.start_stage("Speaking")
    pulse.end()
    assert written == []
