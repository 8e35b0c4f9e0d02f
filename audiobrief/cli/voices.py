"""`audiobrief voices`: lists the voices and writes samples of them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from audiobrief.cli.completion import complete_voices
from audiobrief.cli.console import Console, output_options
from audiobrief.cli.did_you_mean import Group
from audiobrief.cli.language import translate
from audiobrief.cli.localized_click import Argument
from audiobrief.messages import Message, message
from audiobrief.pipeline import make_sample
from audiobrief.voice.profiles import VoiceSummary, list_voices

_SAMPLE = (
    "Bonjour. Il est 7h30, nous sommes le 1er mars. L’Insee compte 21 communes de plus, et la SNCF ajoute 3 trains. "
    "« C’est une bonne nouvelle pour la vallée », dit la maire."
)


@click.group("voices", cls=Group, invoke_without_command=True)
@output_options
@click.pass_context
def command(context: click.Context) -> None:
    """List the voices that can be used now, and say how to make the others usable.

    \b
    Examples:
      audiobrief voices
      audiobrief voices --json
      audiobrief voices try aurore
      audiobrief voices try espeak-rapide --text "Il pleut." -o sample.mp3
    """
    if context.invoked_subcommand:
        return
    out = context.ensure_object(Console)
    found = list_voices()
    out.result = [_voice_to_dict(voice) for voice in found]
    for voice in found:
        if voice.error:
            out.warn(message("Left out: {name}: {reason}", name=voice.name, reason=voice.error))
            continue
        if voice.default:
            line = message("{name} (default): {description}", name=voice.name, description=Message(voice.description))
        elif voice.online:
            line = message("{name} (online): {description}", name=voice.name, description=Message(voice.description))
        else:
            line = message("{name}: {description}", name=voice.name, description=Message(voice.description))
        out.print_line(line)
        if voice.missing:
            out.print_line(message("  not usable yet: {missing}", missing=voice.missing))


def _voice_to_dict(voice: VoiceSummary) -> dict[str, Any]:
    texts = {"missing": voice.missing, "error": voice.error}
    return {**asdict(voice), **{name: translate(text) if text else "" for name, text in texts.items()}}


@command.command("try")
@click.argument("name", cls=Argument, shell_complete=complete_voices)
@click.option("--text", default=_SAMPLE, help="What to say. Default: a few sentences of news.")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="The MP3 to write. Default: NAME.mp3.")
@output_options
@click.pass_obj
def try_voice(out: Console, name: str, text: str, target: Path | None) -> None:
    """Write a sample of the voice NAME.

    \b
    Examples:
      audiobrief voices try aurore
      audiobrief voices try dialogue --text "« Je pars demain matin », dit-il." -o dialogue.mp3
    """
    with out.show_progress():
        path = target or Path(f"{name.replace('/', '_').replace(':', '_')}.mp3")
        made = make_sample(text, name, path, events=out.make_events())
    out.result = {"path": str(made), "voice": name}
    out.print_line(message("Sample: {path}", path=made))
