"""How times, counts and progress are told on the command line."""

from pathlib import Path

import click
import pytest

from audiobrief.batch.report import Report, Row
from audiobrief.cli import rendering as show
from audiobrief.cli.console import Console
from audiobrief.cli.progress import ProgressReporter
from audiobrief.messages import message

# Seconds, and what is shown: tenths, rounded once.
CLOCKS = [
    (0, "0:00.0"),
    (0.04, "0:00.0"),
    (0.06, "0:00.1"),
    (59.94, "0:59.9"),
    (59.96, "1:00.0"),
    (214.2, "3:34.2"),
    (3599.96, "1:00:00.0"),
    (3723.4, "1:02:03.4"),
    (360_000, "100:00:00.0"),
]


@pytest.mark.parametrize(("seconds", "shown"), CLOCKS)
def test_a_length_is_shown_in_tenths(seconds, shown):
    assert str(show.format_clock(seconds)) == shown


DURATIONS = [
    (None, 0),
    ("", 0),
    ("90", 90),
    ("1:30", 90),
    ("1:02:03.5", 3723.5),
    ("0:00,5", 0.5),
    ("1:05", 65),
    ("90s", 90),
    ("1m30", 90),
    ("1 min 30 s", 90),
    ("2min", 120),
    ("1h", 3600),
    ("1h02", 3720),
    ("1h02m03,5s", 3723.5),
    ("24:00:00", 86_400),
]


@pytest.mark.parametrize(("written", "seconds"), DURATIONS)
def test_a_duration_is_read(written, seconds):
    assert show.parse_duration(written) == seconds


@pytest.mark.parametrize(
    "written",
    [
        "0",
        "-1",
        "24:00:01",
        "1:2:3:4",
        "soon",
        "1:",
        "nan",
        "inf",
        "0:0:0:90",
        "1:75",
        "1:02:60",
        "1:60",
        "1m75",
        "1h75",
        "m",
        "h30",
        "1e3",
    ],
)
def test_what_is_no_duration_is_refused_with_an_example(written):
    with pytest.raises(
        click.BadParameter, match=f"'{written}' is not a duration: give minutes and seconds, as in 1:30"
    ):
        show.parse_duration(written)


def row(status, name, reason=None, duration=1.0):
    programme = f"{name}.mp3" if status != "failed" else ""
    return Row(f"{name}.md", status, programme=programme, duration=duration, reason=reason)


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass as the test says."""
    now = [100.0]
    monkeypatch.setattr(show.time, "monotonic", lambda: now[0])

    def passed(seconds):
        now[0] += seconds

    return passed


def test_a_batch_is_told_article_by_article_with_the_time_that_is_left(capsys, clock):
    tell = show.report_batch(Console(), 6)
    clock(40)
    tell(row("failed", "a", message("no text")))  # nothing is made yet: nothing to guess from
    tell(row("made", "b"))
    clock(4)
    tell(row("unchanged", "c"))
    tell(row("made", "d"))
    clock(1)
    tell(row("made", "e"))
    tell(row("made", "f"))
    assert capsys.readouterr().err.splitlines() == [
        "Articles: 6",
        "1 of 6: failed, a.md: no text",
        "2 of 6, 3 min left: made, b.mp3",
        "3 of 6, 2 min left: unchanged, c.mp3",
        "4 of 6, 44 s left: made, d.mp3",
        "5 of 6, 15 s left: made, e.mp3",
        "6 of 6: made, f.mp3",
    ]


@pytest.mark.parametrize(("seconds", "told"), [(89.4, "89 s left"), (90.0, "2 min left"), (150.1, "3 min left")])
def test_minutes_are_told_from_a_minute_and_a_half_up(capsys, clock, seconds, told):
    tell = show.report_batch(Console(), 2)
    clock(seconds)
    tell(row("made", "a"))
    assert f"1 of 2, {told}: made" in capsys.readouterr().err


def test_a_batch_on_a_terminal_is_one_line_and_failures_stay_above_it(capsys, clock, monkeypatch):
    monkeypatch.setattr(Console, "animated", True)
    out = Console()
    out.reporter = ProgressReporter(None)
    tell = show.report_batch(out, 3)
    clock(1)
    tell(row("made", "a"))
    tell(row("failed", "b", message("no text")))
    tell(row("made", "c"))
    out.reporter.end()
    shown = capsys.readouterr().err
    assert (
        shown.replace("\x1b[K", "") == "\r0 of 3\r1 of 3, 2 s left\rfailed, b.md: no text\n\r2 of 3, 1 s left\r3 of 3\r"
    )


def test_the_table_of_a_batch():
    rows = (row("made", "a", duration=61.04), row("unchanged", "b", duration=0.26), row("failed", "c", message("no")))
    assert [str(line) for line in show.format_report(Report("out", rows, 3723.0))] == [
        "made          1:01.0  a.mp3  (a.md)",
        "unchanged     0:00.3  b.mp3  (b.md)",
        "failed                no  (c.md)",
        "Articles: 3 (1 made, 1 unchanged, 1 failed) in 1:02:03.0",
    ]
    assert [str(show.count_articles(number)) for number in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]


def test_quiet_is_quiet(capsys):
    out = Console()
    out.quiet = True
    tell = show.report_batch(out, 3)
    tell(row("made", "a"))
    assert capsys.readouterr() == ("", "")


def test_what_is_shown_steers_no_terminal(capsys):
    show.print_line("a\x1b[31m\nb")
    show.print_line(message("{path} is\n there", path=Path("x\x07")), err=True)
    assert capsys.readouterr() == ("a\ufffd[31m b\n", "x\ufffd is  there\n")
