"""Suggestions for mistyped options, commands and choices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from audiobrief.cli import localized_click
from audiobrief.cli.language import translate
from audiobrief.messages import Message, find_near, message


def suggest_option(error: click.ClickException) -> None:
    """Add the most similar option to the error about an unknown one."""
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        guess = find_near(error.option_name, error.possibilities)
        error.message = translate(
            message("No such option: {option}. Did you mean {near}?", option=error.option_name, near=guess)
        )
        error.possibilities = None


def describe_unknown_command(name: str, known: Iterable[str]) -> Message:
    """The error message for an unknown command."""
    known = list(known)
    if guess := find_near(name, known):
        return message("No such command '{name}'. Did you mean '{near}'?", name=name, near=guess)
    return message("No such command '{name}'. Use one of: {known}.", name=name, known=", ".join(known))


class Group(localized_click.Group):
    """A group that suggests a similar command for an unknown one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, known = args[0], self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            ctx.fail(translate(describe_unknown_command(name, known)))
        return super().resolve_command(ctx, args)


class Choice(click.Choice):
    """A choice that suggests a similar value for an invalid one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        guess = find_near(str(value), self.choices)
        if value in self.choices or not guess:
            return super().convert(value, param, ctx)
        known = ", ".join(self.choices)
        wrong = message("'{value}' is not one of {known}. Did you mean '{near}'?", value=value, known=known, near=guess)
        return self.fail(translate(wrong), param, ctx)
