"""How a command speaks: what goes to standard output, what to standard error, and what is left unsaid."""

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
    """One run's way of speaking. Results go to standard output, everything else to standard error.

    `quiet`: no stages, no progress. `json`: in place of the results, one JSON value at the end. `plain`: nothing that
    a terminal would have to act on.
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
        """Whether a line may be written over: only on a terminal that can do so, and where nobody minds."""
        return not self.plain and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    @contextmanager
    def show_progress(self, *, seldom: bool = False) -> Iterator[None]:
        """Inside the block, what goes on is said again and again; `seldom`, where each thing done has its own line."""
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
        """A stage of the work."""
        self.stages.append(translate(what))
        if not self.quiet:
            self.print_note(what)
        if self.reporter:
            self.reporter.start_stage(what)

    def report_progress(self, progress: Progress) -> None:
        """How far the speaking of a programme is."""
        if self.reporter:
            self.reporter.report_progress(progress)

    def events(self) -> Events:
        """What the pipeline tells, said by this output."""
        from audiobrief.pipeline import Events

        out = self

        class Said(Events):
            def start_stage(self, what: Message) -> None:
                out.start_stage(what)

            def warn(self, what: Message) -> None:
                out.warn(what)

            def advance(self, progress: Progress) -> None:
                out.report_progress(progress)

        return Said()

    def report_count(self, line: Message) -> None:
        """How far a batch is."""
        if self.reporter:
            self.reporter.report_count(line)

    def print_note(self, what: Message | str) -> None:
        """A line on standard error, above the one that is written over."""
        if self.reporter:
            self.reporter.clear()
        print_line(what, err=True)

    def print_line(self, what: Message | str) -> None:
        """A line of the result."""
        if not self.json:
            print_line(what)

    def warn(self, what: Message | str) -> None:
        """What went wrong on the way: said however quiet; with --json it is among the stages too."""
        self.stages.append(translate(what))
        self.print_note(what)

    def add_row(self, table: Any) -> None:
        """One of many results, as soon as there is one: with --json, a line of its own."""
        self.rows += 1
        if self.json:
            _write_json(dump_json(table, indent=None))

    def finish(self) -> None:
        """Say the result as JSON, where that was asked for and there is one."""
        if self.json and self.result is not None:
            _write_json(dump_json(self.result, indent=None if self.rows else 2))

    def fail(self, error: Message | str, status: int) -> None:
        """As `finish`, for a run that ends with an error: what there is of a result, with the error and exit status."""
        found = self.result if isinstance(self.result, dict) else {}
        self.result = {**found, "error": translate(error), "status": status}
        self.finish()


def _write_json(line: str) -> None:
    # UTF-8 whatever the locale (RFC 8259, section 8.1); a path need not be text.
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
    """The options that say how a command speaks, for the `Console` that `click.pass_obj` gives."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def report_result(out: Console, arguments: list[str]) -> Iterator[None]:
    """Around a run: with --json, its result or its error is said at the end, even where the rest of the command line
    is wrong."""
    out.json = "--json" in (arguments[: arguments.index("--")] if "--" in arguments else arguments)
    try:
        yield
    except click.ClickException as error:
        suggest_option(error)
        error.message = redact_userinfo(error.message)
        out.fail(error.format_message(), error.exit_code)
        raise
    except (click.exceptions.Exit, click.Abort, UnwrittenError):
        raise
    except Exception as error:
        fault = explain_error(error)
        out.fail(fault.message, fault.exit_status)
        raise
    out.finish()
