"""A command's output: results on standard output, everything else on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import click

from audiobrief.cli.did_you_mean import suggest_option
from audiobrief.cli.language import translate
from audiobrief.cli.progress import ProgressReporter, make_reporter
from audiobrief.cli.rendering import print_line
from audiobrief.cli.streams import UnwrittenError, write_stream
from audiobrief.errors import explain_error
from audiobrief.messages import Message
from audiobrief.sanitize import dump_json, redact_userinfo

if TYPE_CHECKING:
    from audiobrief.pipeline import Events, Progress

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass
class Console:
    """The output of one run. Results go to standard output, everything else to standard error.

    `quiet` suppresses stages and progress. `json` prints one JSON value at the end instead of the results. `plain` uses
    no terminal control sequences.
    """

    quiet: bool = False
    json: bool = False
    plain: bool = False
    stages: list[str] = field(default_factory=list)
    result: Any = None
    rows: int = 0
    reporter: ProgressReporter | None = None

    @property
    def animated(self) -> bool:
        """Whether a progress line can be overwritten: on a capable terminal, unless `plain`."""
        return not self.plain and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    @contextmanager
    def show_progress(self, *, seldom: bool = False) -> Iterator[None]:
        """Report progress during the block; `seldom`, for commands that print a line for each item."""
        if self.quiet:
            yield
            return
        self.reporter = make_reporter(plain=self.plain or seldom, animated=self.animated)
        self.reporter.start()
        try:
            yield
        finally:
            self.reporter.end()
            self.reporter = None

    def start_stage(self, what: Message | str) -> None:
        """Report the start of a stage."""
        self.stages.append(translate(what))
        if not self.quiet:
            self.print_note(what)
        if self.reporter:
            self.reporter.start_stage(what)

    def report_progress(self, progress: Progress) -> None:
        """Report the progress of speaking a programme."""
        if self.reporter:
            self.reporter.report_progress(progress)

    def make_events(self) -> Events:
        """The pipeline's events, reported on this console."""
        from audiobrief.pipeline import Events

        out = self

        class ConsoleEvents(Events):
            def start_stage(self, what: Message) -> None:
                out.start_stage(what)

            def warn(self, what: Message) -> None:
                out.warn(what)

            def advance(self, progress: Progress) -> None:
                out.report_progress(progress)

        return ConsoleEvents()

    def report_count(self, line: Message) -> None:
        """Report the progress of a batch."""
        if self.reporter:
            self.reporter.report_count(line)

    def print_note(self, what: Message | str) -> None:
        """Print a line on standard error, above the progress line."""
        if self.reporter:
            self.reporter.clear()
        print_line(what, err=True)

    def print_line(self, what: Message | str) -> None:
        """Print a line of the result, unless it is printed as JSON."""
        if not self.json:
            print_line(what)

    def warn(self, what: Message | str) -> None:
        """Print a warning, also with `quiet`; JSON results list it among the stages."""
        self.stages.append(translate(what))
        self.print_note(what)

    def add_row(self, table: Any) -> None:
        """Add one of many results; with --json, it is printed at once, on one line."""
        self.rows += 1
        if self.json:
            _write_json(dump_json(table, indent=None))

    def finish(self) -> None:
        """Print the result as JSON, with `json` and if there is one."""
        if self.json and self.result is not None:
            _write_json(dump_json(self.result, indent=None if self.rows else 2))

    def fail(self, error: Message | str, status: int) -> None:
        """As `finish`, after an error: the partial result with the error and its exit status."""
        found = self.result if isinstance(self.result, dict) else {}
        self.result = {**found, "error": translate(error), "status": status}
        self.finish()


def _write_json(line: str) -> None:
    # UTF-8 in every locale (RFC 8259, section 8.1); a path may hold surrogates.
    write_stream(line.encode("utf-8", "replace"))


def _set_flag(context: click.Context, option: click.Parameter, value: bool) -> None:
    if value:
        setattr(context.ensure_object(Console), option.name or "", True)


def _make_flag(*names: str, text: str) -> Callable[[_Command], _Command]:
    return click.option(*names, is_flag=True, is_eager=True, expose_value=False, callback=_set_flag, help=text)


_OPTIONS = (
    _make_flag("-q", "--quiet", text="Errors and results only: no stages, no progress."),
    _make_flag("--json", text="The result as JSON on standard output; of an error, its sentence and status."),
    _make_flag("--plain", text="Plain lines only, as where standard error is no terminal."),
)


def output_options(command: _Command) -> _Command:
    """Add the options `--quiet`, `--json` and `--plain`, which set attributes of the `Console` in `pass_obj`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def report_result(out: Console, arguments: list[str]) -> Iterator[None]:
    """Print the result or the error of a run at the end of the block with --json, also if the command line is wrong."""
    out.json = "--json" in (arguments[: arguments.index("--")] if "--" in arguments else arguments)
    try:
        yield
    except click.ClickException as error:
        suggest_option(error)
        error.message = redact_userinfo(error.message)
        out.fail(error.format_message(), error.exit_code)
        raise
    except click.exceptions.Exit:
        # The result is there, and a status with it, such as that of a slot that was missed.
        out.finish()
        raise
    except (click.Abort, UnwrittenError):
        raise
    except Exception as error:
        fault = explain_error(error)
        out.fail(fault.message, fault.exit_status)
        raise
    out.finish()
