"""Options that more than one command takes, said once."""

from __future__ import annotations

from pathlib import Path

import click

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
