"""`audiobrief voices`: what can speak here, and a sample of it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from audiobrief import brief
from audiobrief.cli.show import say
from audiobrief.shown import as_json as json_of

_SAMPLE = (
    "Bonjour. Il est 7h30, nous sommes le 1er mars. L’Insee compte 21 communes de plus, et la SNCF ajoute 3 trains. "
    "« C’est une bonne nouvelle pour la vallée », dit la maire."
)


@click.group("voices", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the voices: those that can be used now, and what would make the others usable.

    \b
    audiobrief voices
    audiobrief voices try siwis
    audiobrief voices try espeak-rapide --text "Il pleut." -o sample.mp3
    """
    if context.invoked_subcommand:
        return
    found = brief.voices()
    if as_json:
        click.echo(json_of([asdict(voice) for voice in found]))
        return
    for voice in found:
        marks = [mark for mark in ("default" if voice.default else "", "online" if voice.online else "") if mark]
        say(f"{voice.name}{f' ({chr(44).join(marks)})' if marks else ''}: {voice.description}")
        if voice.missing:
            say(f"  not usable yet: {voice.missing}")


@command.command("try")
@click.argument("name")
@click.option("--text", default=_SAMPLE, help="What to say. Default: a few sentences of news.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The MP3 to write. Default: NAME.mp3.")
def try_voice(name: str, text: str, output: Path | None) -> None:
    """Write a sample of the voice NAME.

    \b
    audiobrief voices try siwis
    audiobrief voices try dialogue --text "« Je pars demain matin », dit-il." -o dialogue.mp3
    """
    made = brief.sample(text, name, output or Path(f"{name.replace(chr(47), chr(95)).replace(chr(58), chr(95))}.mp3"))
    say(f"Sample: {made}")
