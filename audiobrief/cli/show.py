"""How the command line says things: plain lines, results on standard output, progress on standard error."""

from __future__ import annotations

from collections.abc import Callable

import click

from audiobrief.brief import Progress

_SECONDS_BETWEEN_LINES = 10.0


def stage(message: str) -> None:
    """One line for a stage of the work."""
    click.echo(message, err=True)


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
