"""`audiobrief lexicon`: pronunciations of the user's own words, in the user's or in a house lexicon."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from audiobrief.cli.completion import complete_files, complete_voices
from audiobrief.cli.console import Console, output_options
from audiobrief.cli.defaults import build_default_map, get_user_lexicon_path
from audiobrief.cli.did_you_mean import Group
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.errors import DataError, DeviceError, OptionError
from audiobrief.messages import counted, message
from audiobrief.options import Options
from audiobrief.speech.lexicon import Pronunciation
from audiobrief.system.filesystem import is_file

# What is left out of the name of a file.
_UNSAFE = re.compile(r"[^\w-]+")
_file_option = click.option(
    "--in",
    "file",
    type=click.Path(readable=False, path_type=Path),
    help="The lexicon: a TOML file. Default: your own, which every command uses.",
)
_ipa_option = click.option(
    "--ipa", default="", metavar="SOUNDS", help="Its sounds, in the International Phonetic Alphabet."
)
_like_option = click.option("--like", default="", metavar="SPELLING", help="A spelling that French reads so.")


@click.group("lexicon", cls=Group)
def command() -> None:
    """Teach the voices how words are pronounced. The words are kept in your own lexicon, which every command uses, or
    in another one with --in.

    \b
    Examples:
      audiobrief lexicon add "Lormeau" --like "lormo"
      audiobrief lexicon add "Schœlcher" --ipa ʃœlʃɛʁ --in maison.toml
      audiobrief lexicon try "Lormeau"
    """


@command.command("add", cls=Command)
@click.argument("word", cls=Argument)
@_like_option
@_ipa_option
@_file_option
@output_options
@click.pass_obj
def add(out: Console, word: str, like: str, ipa: str, file: Path | None) -> None:
    """Say how WORD, a word or several, is pronounced.

    \b
    Examples:
      audiobrief lexicon add "Lormeau" --like "lormo"
      audiobrief lexicon add "Saint-Ouen" --ipa sɛ̃twɛ̃
    """
    from audiobrief.speech.lexicon.editing import add_pronunciations, make_pronunciation

    if not like and not ipa:
        raise OptionError("Say how '{word}' is pronounced: --like SPELLING, or --ipa SOUNDS.", word=word)
    entry = make_pronunciation(word, ipa=ipa, like=like)
    path = _find_file(file)
    add_pronunciations(path, {word: entry})
    out.result = {"path": str(path), "word": word, "ipa": entry.ipa, "like": entry.like}
    out.print_line(message("{path}: {entry}", path=path, entry=_describe_entry(word, entry)))


@command.command("list", cls=Command)
@_file_option
@output_options
@click.pass_obj
def list_words(out: Console, file: Path | None) -> None:
    """List the words with a pronunciation of their own.

    \b
    Examples:
      audiobrief lexicon list
      audiobrief lexicon list --in maison.toml --json
    """
    path = _find_file(file)
    words = _read_words(path, must_exist=file is not None)
    out.result = {
        "path": str(path),
        "words": {word: {"ipa": entry.ipa, "like": entry.like} for word, entry in words.items()},
    }
    for word, entry in words.items():
        out.print_line(_describe_entry(word, entry))
    if not words:
        out.print_line(message("No pronunciation in {path}.", path=path))


@command.command("remove", cls=Command)
@click.argument("words", cls=Argument, metavar="WORD...", nargs=-1, required=True)
@_file_option
@output_options
@click.pass_obj
def remove(out: Console, words: tuple[str, ...], file: Path | None) -> None:
    """Forget how words are pronounced.

    \b
    Examples:
      audiobrief lexicon remove "Lormeau"
    """
    from audiobrief.speech.lexicon.editing import remove_pronunciations

    path = _find_file(file)
    remove_pronunciations(path, words)
    out.result = {"path": str(path), "removed": list(words)}
    out.print_line(message("{path}: {words} removed", path=path, words=_count_words(len(words))))


@command.command("try", cls=Command)
@click.argument("word", cls=Argument)
@_like_option
@_ipa_option
@click.option(
    "--voice", default="", metavar="NAME", help="The voice. Default: as for make.", shell_complete=complete_voices
)
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Write an MP3, and do not play it.")
@click.option("--device", default="", metavar="NAME", help="Another sound card, by a part of its name; null is none.")
@_file_option
@output_options
@click.pass_obj
@click.pass_context
def try_word(
    context: click.Context,
    out: Console,
    word: str,
    like: str,
    ipa: str,
    voice: str,
    target: Path | None,
    device: str,
    file: Path | None,
) -> None:
    """Hear WORD, as the lexicon has it, or as --like or --ipa say. Where no sound can be played, WORD.mp3 is written.

    \b
    Examples:
      audiobrief lexicon try "Lormeau"
      audiobrief lexicon try "Lormeau" --like "lormeau" --voice espeak-fr -o lormeau.mp3
    """
    from audiobrief.speech.lexicon.editing import add_pronunciations, make_pronunciation

    path = _find_file(file)
    known = _read_words(path, must_exist=file is not None)
    entry = make_pronunciation(word, ipa=ipa, like=like) if ipa or like else known.get(word)
    with TemporaryDirectory() as folder, out.show_progress():
        tried = Path(folder) / "lexicon.toml"
        if entry:
            add_pronunciations(tried, {word: entry})
        own = _find_own_lexicon(context)
        sample = Options(
            voice=voice or _read_default(context, "voice"),
            lexicon=tried if entry else None,
            own_lexicon=own if is_file(own) else None,
        )
        made = _play_or_write(out, word, sample, target, device)
    out.result = {"word": word, "played": made is None, "path": str(made or "")}
    if made:
        out.print_line(message("Sample: {path}", path=made))


def _play_or_write(out: Console, word: str, options: Options, target: Path | None, device: str) -> Path | None:
    """Play the word, or write it: to `target`, or beside where no sound can be played. The file that was written."""
    from audiobrief.pipeline import make_sample, speak_sample

    if target is None:
        from audiobrief.player.clip_player import play_clip

        try:
            play_clip(speak_sample(f"{word}.", options, out.make_events()), device)
            return None
        except DeviceError as error:
            if device:
                raise
            out.warn(error.message)
    return make_sample(
        f"{word}.",
        options.voice,
        target or Path(_UNSAFE.sub("_", word).strip("_") + ".mp3"),
        lexicon=options.lexicon,
        own_lexicon=options.own_lexicon,
        events=out.make_events(),
    )


@command.command("import", cls=Command)
@click.argument("source", cls=Argument, metavar="FILE", type=click.Path(path_type=Path), shell_complete=complete_files)
@_file_option
@output_options
@click.pass_obj
def import_words(out: Console, source: Path, file: Path | None) -> None:
    """Take the words of FILE, a W3C pronunciation lexicon (PLS 1.0), into the lexicon.

    \b
    Examples:
      audiobrief lexicon import noms.pls
      audiobrief lexicon import noms.pls --in maison.toml
    """
    from audiobrief.speech.lexicon.editing import add_pronunciations
    from audiobrief.speech.lexicon.pls import read_pls

    words = read_pls(source)
    path = _find_file(file)
    if words:
        add_pronunciations(path, words)
    out.result = {"path": str(path), "words": len(words)}
    out.print_line(message("{path}: {words} added", path=path, words=_count_words(len(words))))


@command.command("export", cls=Command)
@click.argument("target", cls=Argument, metavar="FILE", type=click.Path(path_type=Path, allow_dash=True), default="-")
@_file_option
@output_options
@click.pass_obj
def export_words(out: Console, target: Path, file: Path | None) -> None:
    """Write the pronunciations as a W3C pronunciation lexicon (PLS 1.0) to FILE, or to standard output.

    \b
    Examples:
      audiobrief lexicon export noms.pls
      audiobrief lexicon export --in maison.toml > noms.pls
    """
    from audiobrief.speech.lexicon.pls import write_pls
    from audiobrief.system.transaction import write_file

    path = _find_file(file)
    words = _read_words(path, must_exist=file is not None)
    if str(target) == "-":
        sys.stdout.buffer.write(write_pls(words))
        sys.stdout.buffer.flush()
        return
    write_file(target, write_pls(words), "FILE")
    out.result = {"path": str(target), "words": len(words)}
    out.print_line(message("{path}: {words} written", path=target, words=_count_words(len(words))))


def _find_file(given: Path | None) -> Path:
    """The lexicon that is meant: the one given, else the one that `make` uses, else the user's own."""
    return given or _find_house_lexicon(click.get_current_context()) or _find_own_lexicon(click.get_current_context())


def _find_house_lexicon(context: click.Context) -> Path | None:
    """The lexicon that the config file names for `make`, which takes precedence over the user's own."""
    named = _read_default(context, "lexicon")
    return Path(named) if named else None


def _find_own_lexicon(context: click.Context) -> Path:
    """The user's own lexicon, which need not exist."""
    return Path(_read_default(context, "own_lexicon") or get_user_lexicon_path())


def _read_default(context: click.Context, parameter: str) -> str:
    """The default of an option of `make` in the user's configuration, or an empty text."""
    main = context.find_root().command
    return str(build_default_map("make", main).get("make", {}).get(parameter) or "")


def _read_words(path: Path, *, must_exist: bool) -> Mapping[str, Pronunciation]:
    """The pronunciations in the lexicon. Raises DataError."""
    from audiobrief.speech.lexicon.editing import list_pronunciations

    if must_exist and not path.exists():
        raise DataError(
            "There is no lexicon '{path}': check the path, or make it with 'audiobrief lexicon add'.", path=path
        )
    return list_pronunciations(path)


def _describe_entry(word: str, entry: Pronunciation) -> str:
    sounds = f"/{entry.ipa}/" if entry.ipa else ""
    like = f"« {entry.like} »" if entry.like else ""
    return f"{word}: {' '.join(filter(None, (sounds, like)))}"


def _count_words(count: int) -> object:
    return counted("{count} word", "{count} words", count=count)
