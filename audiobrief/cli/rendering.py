"""The text and JSON forms of results and progress."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli.language import translate
from audiobrief.cli.streams import write_stream
from audiobrief.messages import Message, counted, message
from audiobrief.sanitize import sanitize_text

if TYPE_CHECKING:
    from audiobrief.batch.report import Report, Row
    from audiobrief.cli.console import Console
    from audiobrief.pipeline import Programme

_STATUSES = {"made": message("made"), "unchanged": message("unchanged"), "failed": message("failed")}


def print_line(what: Message | str, *, err: bool = False) -> None:
    """Print a line on standard output or, with `err`, on standard error. It is sanitized, because text of articles and
    files must not control the terminal or look like a message of audiobrief."""
    write_stream(sanitize_text(translate(what)), err=err)


def format_clock(seconds: float) -> Message:
    """Format seconds as `3:34.2`, or `1:02:03.4` from an hour on, rounded to tenths."""
    minutes, rest = divmod(round(seconds * 10), 600)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return message("{hours}:{minutes:02d}:{seconds:04.1f}", hours=hours, minutes=minutes, seconds=rest / 10)
    return message("{minutes}:{seconds:04.1f}", minutes=minutes, seconds=rest / 10)


def count_articles(number: int) -> Message:
    """`1 article`, `2 articles`."""
    return counted("{count} article", "{count} articles", count=number)


_SECONDS = r"(\d+(?:[.,]\d+)?)"
_SIXTIETHS = r"([0-5]?\d(?:[.,]\d+)?)"
# Each with hours, minutes and seconds, any of which may be missing.
_DURATIONS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"()(){_SECONDS}\s*(?:s|sec)?",
        rf"()(\d+):{_SIXTIETHS}",
        rf"(\d+):([0-5]?\d):{_SIXTIETHS}",
        rf"()(\d+)\s*(?:m|mn|min)\s*(?:{_SIXTIETHS}\s*(?:s|sec)?)?",
        rf"(\d+)\s*h\s*(?:([0-5]?\d)(?:\s*(?:m|mn|min)\s*(?:{_SIXTIETHS}\s*(?:s|sec)?)?)?)?",
    )
)


def parse_duration(written: str | None) -> float:
    """Parse `1:30`, `90`, `1:02:03.5`, `1m30`, `1h02m` or `90s` as seconds; an empty text is 0.

    Raises click.BadParameter, also for 60 minutes or seconds and more after a larger unit.
    """
    if not written:
        return 0.0
    found = next(filter(None, (form.fullmatch(written.strip()) for form in _DURATIONS)), None)
    hours, minutes, seconds = (
        (float((part or "0").replace(",", ".")) for part in found.groups()) if found else (0.0,) * 3
    )
    total = hours * 3600 + minutes * 60 + seconds
    if not 0 < total <= 24 * 3600:
        raise click.BadParameter(
            translate(message("'{written}' is not a duration: give minutes and seconds, as in 1:30.", written=written))
        )
    return total


def report_batch(out: Console, total: int) -> Callable[[Row], None]:
    """A callback that reports the rows of a batch of `total` articles: a line for each, or on a terminal the count and
    the time left, with failures above. What was remarked in reading an article is always printed."""

    def warn(row: Row) -> None:
        for remark in row.remarks:
            out.warn(_describe_remark(row, remark))

    if out.quiet:
        return warn
    count = _make_counter(total)
    if not out.animated:
        out.print_note(message("Articles: {total}", total=total))
    out.report_count(message("{done} of {total}", done=0, total=total))

    def show(row: Row) -> None:
        counted_so_far, outcome = count(row), _describe_outcome(row)
        warn(row)
        if not out.animated:
            out.print_note(message("{count}: {outcome}", count=counted_so_far, outcome=outcome))
        elif row.status == "failed":
            out.print_note(outcome)
        out.report_count(counted_so_far)

    return show


def programme_to_dict(programme: Programme) -> dict[str, Any]:
    """A programme as a dictionary for JSON: times in seconds, loudness as in `Loudness`."""
    return {
        "path": str(programme.files[0]),
        "beside": [str(path) for path in programme.files[1:]],
        "title": programme.article.title,
        "address": programme.article.address,
        "complete": programme.article.complete,
        "remarks": [translate(remark) for remark in programme.article.remarks],
        "voice": programme.voice,
        "online": programme.online,
        "privacy": _describe_privacy(programme),
        "duration": round(programme.duration, 3),
        "slot": {"asked": programme.slot, "met": programme.fits_slot} if programme.slot else None,
        "sentences": len(programme.timeline.cues),
        "chapters": [
            {"start": round(chapter.start, 3), "end": round(chapter.end, 3), "title": chapter.title}
            for chapter in programme.chapters
        ],
        "loudness": asdict(programme.loudness),
        "parts": [
            {
                "path": str(part.mp3),
                "beside": [str(path) for path in part.files[1:]],
                "title": part.article.title,
                "duration": round(part.duration, 3),
                "loudness": asdict(part.loudness),
            }
            for part in programme.parts
        ],
    }


def _describe_privacy(programme: Programme) -> str | None:
    if not programme.online:
        return None
    return translate(
        message("The article's text was sent to the online service behind {voice}.", voice=programme.voice)
    )


def format_report(report: Report) -> Iterator[Message]:
    """Yield a line for each article and a summary."""
    for row in report.rows:
        yield message(
            "{status:<9}  {length:>9}  {what}  ({address})",
            status=_STATUSES[row.status],
            length=format_clock(row.duration) if row.programme else "",
            what=_format_reason(row) or row.programme,
            address=row.address,
        )
        for remark in row.remarks:
            yield _describe_remark(row, remark)
    yield message(
        "Articles: {articles} ({made} made, {unchanged} unchanged, {failed} failed) in {time}",
        articles=len(report.rows),
        made=report.count("made"),
        unchanged=report.count("unchanged"),
        failed=report.count("failed"),
        time=format_clock(report.seconds),
    )


def _format_reason(row: Row) -> str:
    """The reason of a row that failed, as text that can be encoded as UTF-8, which a path need not be."""
    from audiobrief.batch.report import replace_surrogates

    return replace_surrogates(translate(row.reason)) if row.reason else ""


def _describe_outcome(row: Row) -> Message:
    if row.status == "failed":
        return message("failed, {address}: {reason}", address=row.address, reason=_format_reason(row))
    return message("{status}, {programme}", status=_STATUSES[row.status], programme=row.programme)


def _describe_remark(row: Row, remark: Message) -> Message:
    return message("Note: {source}: {reason}", source=row.address, reason=remark)


def _make_counter(total: int) -> Callable[[Row], Message]:
    """A counter that returns `12 of 200, 5 min left`; the time only after the first programme."""
    begun = time.monotonic()
    done = made = 0

    def count(row: Row) -> Message:
        nonlocal done, made
        done += 1
        made += row.status == "made"
        if not made or done == total:
            return message("{done} of {total}", done=done, total=total)
        left = (time.monotonic() - begun) / made * (total - done)
        if left >= 90:
            return message("{done} of {total}, {left} min left", done=done, total=total, left=round(left / 60))
        return message("{done} of {total}, {left} s left", done=done, total=total, left=round(left))

    return count
