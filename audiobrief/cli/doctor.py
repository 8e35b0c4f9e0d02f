"""`audiobrief doctor`: checks the installation and says how to repair it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli.console import Console, output_options
from audiobrief.cli.language import translate
from audiobrief.cli.localized_click import Command
from audiobrief.errors import AudiobriefError
from audiobrief.messages import Message, message
from audiobrief.system.filesystem import path_exists

if TYPE_CHECKING:
    from audiobrief.doctor import Finding


class _UnfitError(AudiobriefError):
    """No programme can be made here. The exit status is the one that `make` would have."""

    def __init__(self, status: int) -> None:
        super().__init__("No programme can be made here yet: fix what is listed above.")
        self.exit_status = status


@click.command("doctor", cls=Command)
@output_options
@click.pass_obj
@click.pass_context
def command(context: click.Context, out: Console) -> None:
    """Check what audiobrief needs, one line for each item, in a few seconds and without the network. Where something
    does not work, the line after it says how to fix it.

    The exit status is 0 if the default voice can make a programme, else the one that make would end with.

    \b
    Examples:
      audiobrief doctor
      audiobrief doctor --json
    """
    from audiobrief.doctor import run_checks

    configured, voice, folder = _check_config(context)
    findings: list[Finding] = [configured]
    _print_finding(out, configured)
    for finding in run_checks(voice, folder):
        _print_finding(out, finding)
        findings.append(finding)
    status = next((finding.status for finding in findings if finding.status), 0)
    out.result = {"can_make": not status, "checks": [_finding_to_dict(finding) for finding in findings]}
    if status:
        raise _UnfitError(status)
    out.print_line(message("A programme can be made here with the default voice."))


def _check_config(context: click.Context) -> tuple[Finding, str, Path]:
    """Check the config file; return the finding, and the voice and output folder that `make` would use."""
    from audiobrief.cli.config import check_config
    from audiobrief.cli.defaults import build_default_map, get_config_path
    from audiobrief.doctor import Finding

    main = context.find_root().command
    assert isinstance(main, click.Group)
    path = get_config_path()
    folder = Path("output")
    try:
        check_config(main)
        given = build_default_map("make", main).get("make", {})
    except AudiobriefError as error:
        mend = message("correct the file, or remove it")
        return Finding("config", "wrong", error.message, mend, error.exit_status), "", folder
    target = given.get("target")
    folder = Path(target).parent if target else folder
    if path_exists(path):
        told = message("the config file '{path}' is valid", path=path)
    else:
        told = message("there is no config file, and none is needed; it would be '{path}'", path=path)
    return Finding("config", "works", told), given.get("voice", ""), folder


def _print_finding(out: Console, finding: Finding) -> None:
    out.print_line(message("{state}: {told}", state=_STATES[finding.state], told=finding.summary))
    if finding.remedy:
        out.print_line(message("  to fix it: {mend}", mend=finding.remedy))


_STATES: dict[str, Message] = {
    "works": message("works"),
    "missing": message("missing"),
    "wrong": message("wrong"),
    "untried": message("not tried"),
}


def _finding_to_dict(finding: Finding) -> dict[str, Any]:
    return {
        "subject": finding.subject,
        "state": finding.state,
        "told": translate(finding.summary),
        "mend": translate(finding.remedy),
        "status": finding.status,
    }
