"""Options that more than one command takes, said once."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from audiobrief import brief
from audiobrief.cli import complete
from audiobrief.cli.console import Output
from audiobrief.cli.did_you_mean import Choice
from audiobrief.cli.language import told
from audiobrief.cli.rendering import seconds
from audiobrief.messages import message

_Command = TypeVar("_Command", bound=Callable[..., Any])


class FloatRange(click.FloatRange):
    """Click's takes what is no number (`nan`), which is on neither side of any bound."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(told(message("'{written}' is no number.", written=value)), param, ctx)
        return number


# Who reads the file says what is wrong with it, and with which status.
_GIVEN = click.Path(readable=False, path_type=Path)
chapters = click.option(
    "--chapters",
    type=Choice(["headings", "auto", "none"]),
    default="auto",
    show_default=True,
    help="From headings; from headings or else by length; or one chapter.",
)
acronyms = click.option(
    "--acronyms",
    type=Choice(["say", "gloss"]),
    default="say",
    show_default=True,
    help="gloss: say what an acronym stands for at its first mention, unless the article does.",
)
lexicon = click.option(
    "--lexicon",
    type=_GIVEN,
    help="A TOML file of your own words and acronyms; it wins over the built-in ones.",
)
allow_private = click.option(
    "--allow-private", is_flag=True, help="Let a URL lead into your own network: an intranet, this machine."
)
_PROGRAMME = (
    click.option(
        "--voice",
        shell_complete=complete.voices,
        help="A voice profile, as in voices/, or ENGINE:VOICE, as piper:PATH. "
        "Default: siwis where it is installed, else espeak-fr.",
    ),
    click.option(
        "--for",
        "delivery",
        type=Choice(["podcast", "listening", "radio"]),
        default="podcast",
        show_default=True,
        help="A podcast's episode; for listening with your eyes closed; an item for a radio's automation.",
    ),
    click.option(
        "--rate",
        type=click.IntRange(80, 450),
        help="Words a minute. Default: the voice profile's (radio news has 160 to 180).",
    ),
    click.option(
        "--model",
        type=_GIVEN,
        metavar="PATH",
        help="Another Kokoro model in ONNX, for a voice of the engine kokoro.",
    ),
    click.option(
        "--quotes-voice",
        metavar="VOICE",
        shell_complete=complete.voices,
        help="Another voice for quotations of some length.",
    ),
    click.option(
        "--fallback",
        metavar="VOICE",
        shell_complete=complete.voices,
        help="An offline voice, as espeak, that finishes the programme if an online one fails.",
    ),
    chapters,
    acronyms,
    lexicon,
    click.option(
        "--duration",
        callback=lambda context, option, value: seconds(value),
        metavar="M:SS",
        help="Fit a slot, as 1:30, by the pace of reading within what sounds natural.",
    ),
    click.option("--say-title/--no-title", default=None, help="Say the title, or not. Default: the delivery's."),
    click.option("--cover", type=_GIVEN, help="A square JPEG or PNG. Default: drawn for a podcast."),
    click.option("--page", is_flag=True, help="Also NAME.page.html: the sound and a text that follows the voice."),
    click.option("--daisy", is_flag=True, help="Also NAME.daisy, a DAISY 2.02 talking book."),
    click.option("--epub", is_flag=True, help="Also NAME.epub, an EPUB 3 whose text follows the voice."),
    allow_private,
    click.option("--no-cache", is_flag=True, help="Neither read nor keep spoken clips on disk."),
    click.option(
        "--cache-size",
        type=click.IntRange(1),
        metavar="MB",
        help="The most that spoken clips may take on disk. Default: 2048.",
    ),
)


def programme(command: _Command) -> _Command:
    """Everything that can be asked of a programme, for `wishes` to take."""
    for option in reversed(_PROGRAMME):
        command = option(command)
    return command


def wishes(given: dict[str, Any], output: Path | None = None) -> brief.Wishes:
    """What the options of `programme` say. Where spoken clips should be kept and cannot be, that is told here, once for
    all programmes."""
    if not given["no_cache"] and (fault := brief.cache_fault()):
        click.get_current_context().ensure_object(Output).warn(fault)
    return brief.Wishes(
        output=output,
        delivery=given["delivery"],
        voice=given["voice"] or "",
        rate=given["rate"] or 0,
        duration=given["duration"],
        quotes_voice=given["quotes_voice"] or "",
        fallback=given["fallback"] or "",
        chapters=given["chapters"],
        acronyms=given["acronyms"],
        lexicon=given["lexicon"],
        say_title=given["say_title"],
        cover=given["cover"],
        model=given["model"],
        page=given["page"],
        daisy=given["daisy"],
        epub=given["epub"],
        allow_private=given["allow_private"],
        cached=not given["no_cache"],
        cache_size=(given["cache_size"] or 0) << 20,
    )
