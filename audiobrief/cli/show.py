"""How the command line says things: plain lines, results on standard output, progress on standard error."""

from __future__ import annotations

import click


def stage(message: str) -> None:
    """One line for a stage of the work."""
    click.echo(message, err=True)


def duration(seconds: float) -> str:
    """`3:34.2`, or `1:02:03.4` from an hour up: tenths of a second, rounded once."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    tail = f"{rest // 10:02d}.{rest % 10}"
    return f"{hours}:{minutes:02d}:{tail}" if hours else f"{minutes}:{tail}"
