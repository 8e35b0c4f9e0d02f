"""Click commands whose help texts are written in English and translated when they are printed."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Iterator, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

from audiobrief.cli.language import LANGUAGES, OPTION, choose_language, set_language, translate_text

_EXAMPLES = "\b"


def split_paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a help text, each joined to one line as in the catalogue; examples stay unchanged."""
    for part in inspect.cleandoc(text).split("\n\n"):
        yield part if part.startswith(_EXAMPLES) else " ".join(part.split())


class Argument(click.Argument):
    """An argument with a translated metavar."""

    def make_metavar(self) -> str:
        return translate_text(super().make_metavar())


class _LocalizedCommand(click.Command):
    """Common to commands and groups: the option `--lang`, and help in the language of the process."""

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.params.append(
            click.Option(
                [OPTION],
                type=click.Choice(sorted(LANGUAGES)),
                expose_value=False,
                help="Use English or French for everything. Default: the system's language.",
            )
        )

    def get_short_help_str(self, limit: int = 0) -> str:
        return translate_text(next(split_paragraphs(self.help or "")))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for paragraph in split_paragraphs(self.help or ""):
            with formatter.indentation():
                formatter.write_paragraph()
                formatter.write_text(_translate_paragraph(paragraph))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [translate_text(piece) for piece in super().collect_usage_pieces(ctx)]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        found = super().shell_complete(ctx, incomplete)
        for item in found:
            item.help = translate_text(item.help or "")
        return found

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [
            record for option in self.get_params(ctx) if (record := _translate_option(option).get_help_record(ctx))
        ]
        with formatter.section(translate_text("Options")):
            formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class Command(_LocalizedCommand):
    """A command with translated help."""


class Group(_LocalizedCommand, click.Group):
    """A group of commands. When run as a program, it first chooses the language."""

    command_class = Command

    def main(self, args: Sequence[str] | None = None, *more: Any, **extra: Any) -> Any:
        set_language(choose_language(sys.argv[1:] if args is None else args, os.environ))
        # On Windows, Click would expand file patterns and $variables in arguments, such as titles.
        return super().main(args, *more, **{"windows_expand_args": False, **extra})


def _translate_paragraph(paragraph: str) -> str:
    """Translate a paragraph; of examples, only the heading."""
    if not paragraph.startswith(_EXAMPLES):
        return translate_text(paragraph)
    head, first, *rest = paragraph.split("\n")
    return "\n".join([head, translate_text(first), *rest])


def _translate_option(option: click.Parameter) -> click.Parameter:
    """A copy of an option with translated help and metavar."""
    shown = copy(option)
    if isinstance(shown, click.Option):
        shown.help = translate_text(shown.help or "")
        shown.metavar = translate_text(shown.make_metavar())
    return shown
