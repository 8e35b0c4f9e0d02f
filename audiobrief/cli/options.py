"""Options that more than one command takes, said once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from audiobrief import brief

_Command = TypeVar("_Command", bound=Callable[..., Any])

chapters = click.option(
    "--chapters",
    type=click.Choice(["headings", "auto", "none"]),
    default="auto",
    show_default=True,
    help="From headings; from headings or else by length; or one chapter.",
)
acronyms = click.option(
    "--acronyms",
    type=click.Choice(["say", "gloss"]),
    default="say",
    show_default=True,
    help="gloss: say what an acronym stands for at its first mention, unless the article does.",
)
lexicon = click.option(
    "--lexicon",
    type=click.Path(path_type=Path),
    help="A TOML file of your own words and acronyms; it wins over the built-in ones.",
)
voice = click.option(
    "--voice",
    help="A voice profile, as in voices/, or ENGINE:VOICE. Default: siwis where it is installed, else espeak-fr.",
)
rate = click.option("--rate", type=click.IntRange(80, 450), help="Words a minute. Default: the voice profile's.")
quotes_voice = click.option("--quotes-voice", metavar="VOICE", help="Another voice for quotations of some length.")
fallback = click.option(
    "--fallback", metavar="VOICE", help="An offline voice, as espeak, that finishes a programme if an online one fails."
)
no_cache = click.option("--no-cache", is_flag=True, help="Neither read nor keep spoken clips on disk.")


def programme(command: _Command) -> _Command:
    """What a command that makes many programmes takes for each: to be handed to `wishes`."""
    for option in (no_cache, lexicon, acronyms, chapters, fallback, quotes_voice, rate, voice):
        command = option(command)
    return command


def wishes(given: dict[str, Any]) -> brief.Wishes:
    """What the options of `programme` say."""
    return brief.Wishes(
        voice=given["voice"] or "",
        rate=given["rate"] or 0,
        quotes_voice=given["quotes_voice"] or "",
        fallback=given["fallback"] or "",
        chapters=given["chapters"],
        acronyms=given["acronyms"],
        lexicon=given["lexicon"],
        cached=not given["no_cache"],
    )
