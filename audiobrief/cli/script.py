"""`audiobrief script`: what will be said, without saying it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from audiobrief import brief
from audiobrief.cli import options
from audiobrief.cli.show import say
from audiobrief.model import Utterance


@click.command("script")
@click.argument("article")
@click.option("--diff", is_flag=True, help="Under each sentence that is said differently, what the article says.")
@click.option("--why", is_flag=True, help="Under each sentence, the rule and the entry behind every change.")
@click.option("--lines", is_flag=True, help="Read a sentence a line; print exactly one spoken line for each.")
@options.chapters
@options.acronyms
@options.lexicon
@options.allow_private
def command(
    article: str,
    diff: bool,
    why: bool,
    lines: bool,
    chapters: brief.ChapterMode,
    acronyms: brief.AcronymMode,
    lexicon: Path | None,
    allow_private: bool,
) -> None:
    """Print what will be said of ARTICLE (a file, a URL, or - for standard input), sentence by sentence.

    \b
    audiobrief script article.md --diff
    audiobrief script article.md --why
    echo "Il a 21 ans." | audiobrief script --lines -
    """
    if lines:
        for line in brief.spoken_lines(_lines(article), lexicon):
            say(line)
        return
    wishes = brief.Wishes(chapters=chapters, acronyms=acronyms, lexicon=lexicon, allow_private=allow_private)
    for number, chapter in enumerate(brief.write_script(article, wishes).chapters, 1):
        if number > 1:
            say("")
        say(f"# {chapter.title}")
        for utterance in chapter.utterances:
            _print(utterance, diff=diff, why=why)


def _print(utterance: Utterance, *, diff: bool, why: bool) -> None:
    said = brief.said(utterance)
    if said:
        say(said)
    if diff and said != " ".join(utterance.text.split()):
        say(f"    article: {utterance.text}")
    if why:
        for span in utterance.speech:
            if span.rule:
                written = utterance.text[span.start : span.end]
                say(f"    {written!r} -> {span.text!r} ({span.kind}, {span.language}) by {span.rule}")


def _lines(article: str) -> Iterator[str]:
    if article == "-":
        stream = sys.stdin.buffer
        yield from (line.decode("utf-8", "replace").rstrip("\r\n") for line in stream)
    else:
        yield from brief.file_lines(article)
