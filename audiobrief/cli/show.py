"""How the command line says things: plain lines, results on standard output, progress on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from audiobrief.brief import Progress
from audiobrief.shown import shown

if TYPE_CHECKING:
    from audiobrief.newsroom.report import Report, Row

_SECONDS_BETWEEN_LINES = 10.0


def say(line: str, *, err: bool = False) -> None:
    """One line, whatever stands in it: what came from an article or a file neither steers the terminal nor looks like
    a line of ours."""
    click.echo(shown(line), err=err)


def stage(message: str) -> None:
    """One line for a stage of the work."""
    say(message, err=True)


def clock(seconds: float) -> str:
    """`3:34.2`, or `1:02:03.4` from an hour up: tenths of a second, rounded once."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    tail = f"{rest // 10:02d}.{rest % 10}"
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"


def seconds(written: str | None) -> float:
    """`1:30`, `90` or `1:02:03.5` in seconds; 0 for nothing. Raises click.BadParameter."""
    if not written:
        return 0.0
    parts = written.replace(",", ".").split(":")
    try:
        total = sum(float(part) * 60.0**power for power, part in enumerate(reversed(parts)))
    except ValueError:
        total = 0.0
    if not 0 < total <= 24 * 3600 or len(parts) > 3:
        raise click.BadParameter(f"'{written}' is no duration: give minutes and seconds, as 1:30.")
    return total


def _told(progress: Progress) -> str:
    speed = progress.spoken / progress.elapsed if progress.elapsed else 0.0
    return (
        f"Speaking: {progress.done} of {progress.utterances} sentences, {speed:.1f} times real time, "
        f"{round(progress.left)} s left"
    )


def progress_lines() -> Callable[[Progress], None]:
    """Progress as plain lines on standard error, some seconds apart: for a log, and for a screen reader."""
    last = 0.0

    def show(progress: Progress) -> None:
        nonlocal last
        if progress.elapsed - last >= _SECONDS_BETWEEN_LINES and progress.done < progress.utterances:
            last = progress.elapsed
            click.echo(_told(progress), err=True)

    return show


def progress_bar() -> Callable[[Progress], None]:
    """Progress as one line of a terminal, written over and cleared at the end."""

    def show(progress: Progress) -> None:
        line = "" if progress.done == progress.utterances else _told(progress)
        click.echo(f"\r\x1b[K{line}", err=True, nl=False)

    return show


def batch_lines(total: int) -> Callable[[Row], None]:
    """A plain line on standard error for each article of `total`, as it is done."""
    click.echo(f"Articles: {total}", err=True)
    told = _progress(total)

    def show(row: Row) -> None:
        say(f"{told(row)}: {_outcome(row)}", err=True)

    return show


def batch_bar(total: int) -> Callable[[Row], None]:
    """The count and the time left as one line of a terminal, written over; failures stay above it."""
    click.echo(f"0 of {total}", err=True, nl=False)
    told = _progress(total)
    done = 0

    def show(row: Row) -> None:
        nonlocal done
        done += 1
        if row.status == "failed":
            click.echo(f"\r\x1b[K{shown(_outcome(row))}", err=True)
        line = told(row)
        click.echo(f"\r\x1b[K{'' if done == total else line}", err=True, nl=False)

    return show


def batch_table(report: Report) -> Iterator[str]:
    """A line for each article, and a last one that sums up."""
    for row in report.rows:
        length = clock(row.duration) if row.programme else ""
        yield f"{row.status:<9}  {length:>9}  {row.reason or row.programme}  ({row.address})"
    counts = ", ".join(f"{report.count(status)} {status}" for status in ("made", "unchanged", "failed"))
    yield f"Articles: {len(report.rows)} ({counts}) in {clock(report.seconds)}"


def counted(number: int, noun: str) -> str:
    """`1 article`, `2 articles`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _outcome(row: Row) -> str:
    return f"failed, {row.address}: {row.reason}" if row.status == "failed" else f"{row.status}, {row.programme}"


def _progress(total: int) -> Callable[[Row], str]:
    """`12 of 200, 5 min left`; the time, once there is a programme to guess it from."""
    begun = time.monotonic()
    done = made = 0

    def told(row: Row) -> str:
        nonlocal done, made
        done += 1
        made += row.status == "made"
        count = f"{done} of {total}"
        if not made or done == total:
            return count
        left = (time.monotonic() - begun) / made * (total - done)
        return f"{count}, {f'{round(left / 60)} min' if left >= 90 else f'{round(left)} s'} left"

    return told
