"""What a shell may offer where an option or an argument stands."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def complete_voices(context: click.Context, option: click.Parameter, begun: str) -> list[CompletionItem]:
    """The names of voice profiles, with what each is."""
    from audiobrief.errors import AudiobriefError
    from audiobrief.voice.profiles import find_profiles, read_profile

    def described(name: str) -> str:
        try:
            return read_profile(find_profiles()[name]).description
        except AudiobriefError:
            return ""

    return [CompletionItem(name, help=described(name)) for name in find_profiles() if name.startswith(begun)]


def complete_files(context: click.Context, option: click.Parameter, begun: str) -> list[CompletionItem]:
    """Any file: the shell knows them."""
    return [CompletionItem(begun, type="file")]
