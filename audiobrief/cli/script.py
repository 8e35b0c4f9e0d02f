"""`audiobrief script`: prints what will be said."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from audiobrief.cli import options
from audiobrief.cli.completion import complete_files
from audiobrief.cli.console import Console, output_options
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.errors import ArticleError
from audiobrief.messages import get_reason, message
from audiobrief.model import Script, Utterance
from audiobrief.pipeline import format_phonemes, join_speech, pronounce, pronounce_text, spoken_text
from audiobrief.pipeline import read as read_article
from audiobrief.pipeline import script as write_script
from audiobrief.system.localization import decode_line

# Where phonemes come from (`pronunciation.words.Source`).
_SOURCES = {
    "house lexicon": message("house lexicon"),
    "lexicon": message("lexicon"),
    "homograph rule": message("homograph rule"),
    "name": message("names"),
    "rule": message("rule"),
    "guess": message("guess"),
    "foreign": message("foreign name"),
    "letters": message("letters"),
}


@click.command("script", cls=Command)
@click.argument("article", cls=Argument, shell_complete=complete_files)
@click.option("--diff", is_flag=True, help="Show the article's text under each sentence that is said differently.")
@click.option("--why", is_flag=True, help="Show the rule and the entry behind every change under each sentence.")
@click.option("--lines", is_flag=True, help="Read one sentence per line; print exactly one spoken line for each.")
@click.option("--phonemes", is_flag=True, help="Print how the natural voice says it, in the phonetic alphabet.")
@options.take_options(
    "chapters",
    "shortest_chapter",
    "acronyms",
    "tables",
    "captions",
    "notes",
    "follow_pages",
    "force_french",
    "lexicon",
    "own_lexicon",
    "allow_private",
)
@output_options
@click.pass_obj
def command(
    out: Console,
    /,
    article: str,
    diff: bool,
    why: bool,
    lines: bool,
    phonemes: bool,
    **given: Any,
) -> None:
    """Print what will be said of ARTICLE (a file, a URL, or - for standard input), sentence by sentence.

    \b
    Examples:
      audiobrief script article.md --diff
      audiobrief script article.md --why
      audiobrief script article.md --json
      audiobrief script article.md --phonemes --why
      echo "Il a 21 ans." | audiobrief script --lines -
      echo "Son fils est à Reims." | audiobrief script --phonemes --lines -
    """
    if lines:
        spoken: list[str] = []
        say = _pronounce_line if phonemes else spoken_text
        for line in (say(written, given["lexicon"], given["own_lexicon"]) for written in _read_input(article)):
            # Printed at once: a program that pipes sentences in may wait for each answer.
            out.print_line(line)
            if out.json:
                spoken.append(line)
        out.result = {"lines": spoken}
        return
    read = read_article(sys.stdin.buffer if article == "-" else article, **given)
    for remark in read.remarks:
        out.warn(remark)
    script = write_script(read, **given)
    out.result = {**_script_to_dict(script), "complete": read.complete, "remarks": out.stages}
    for number, chapter in enumerate(script.chapters, 1):
        if number > 1:
            out.print_line("")
        out.print_line(f"# {chapter.title}")
        for utterance in chapter.utterances:
            if phonemes:
                _print_words(out, utterance, why=why)
            else:
                _print_utterance(out, utterance, diff=diff, why=why)


def _pronounce_line(text: str, lexicon: Path | None, own_lexicon: Path | None) -> str:
    return format_phonemes(pronounce_text(text, lexicon, own_lexicon))


def _print_words(out: Console, utterance: Utterance, *, why: bool) -> None:
    """What is said, its phonemes, and with `why` each word with its own and where they come from."""
    said = join_speech(utterance)
    if not said:
        return
    words = pronounce(utterance.speech)
    out.print_line(said)
    out.print_line(f"    {format_phonemes(words)}")
    if why:
        for word in words:
            if word.phonemes:
                out.print_line(
                    message(
                        "    {word}: {phonemes} ({source})",
                        word=word.text,
                        phonemes=word.phonemes,
                        source=_SOURCES[word.source],
                    )
                )


def _print_utterance(out: Console, utterance: Utterance, *, diff: bool, why: bool) -> None:
    said = join_speech(utterance)
    if said:
        out.print_line(said)
    if diff and said != " ".join(utterance.text.split()):
        out.print_line(message("    article: {written}", written=utterance.text))
    if why:
        for change in _list_changes(utterance):
            out.print_line(message("    {written!r} -> {said!r} ({kind}, {language}) by {rule}", **change))


def _script_to_dict(script: Script) -> dict[str, Any]:
    """The script as a dictionary for JSON: what is said, the article's text, and the rules of all changes."""
    return {
        "title": script.title,
        "chapters": [
            {
                "title": chapter.title,
                "sentences": [
                    {
                        "role": utterance.role,
                        "said": join_speech(utterance),
                        "article": utterance.text,
                        "changes": _list_changes(utterance),
                    }
                    for utterance in chapter.utterances
                ],
            }
            for chapter in script.chapters
        ],
    }


def _list_changes(utterance: Utterance) -> list[dict[str, str]]:
    return [
        {
            "written": utterance.text[span.start : span.end],
            "said": span.text,
            "kind": span.kind,
            "language": span.language,
            "rule": span.rule,
        }
        for span in utterance.speech
        if span.rule
    ]


def _read_input(article: str) -> Iterator[str]:
    if article == "-":
        yield from (decode_line(raw, errors="replace") for raw in sys.stdin.buffer)
    else:
        yield from _read_lines(article)


def _read_lines(address: str) -> Iterator[str]:
    """Yield the lines of a UTF-8 file. Raises ArticleError."""
    try:
        yield from Path(address).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ArticleError(
            "The lines of '{address}' cannot be read ({reason}): check the path.",
            address=address,
            reason=get_reason(error),
        ) from error
