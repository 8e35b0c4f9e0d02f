"""`audiobrief listen`: plays an article while it is being spoken."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from audiobrief.cli import options
from audiobrief.cli.completion import complete_files
from audiobrief.cli.console import Console, output_options
from audiobrief.cli.defaults import get_user_lexicon_path
from audiobrief.cli.did_you_mean import Choice
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.cli.rendering import parse_duration
from audiobrief.errors import AudiobriefError, OptionError
from audiobrief.messages import Message, message

if TYPE_CHECKING:
    from audiobrief.pipeline import Performance
    from audiobrief.player.bookmarks import Bookmarks
    from audiobrief.player.keys import ReadKey
    from audiobrief.player.session import Session

# Seconds between two looks at the keys; a sound card that has not asked for sound for so long is gone.
_TICK, _GONE = 0.2, 3.0
_CHUNK = 4096
_KEYS = message(
    "Keys: space pause; left, right sentence; page up, page down or [ ] chapter; + - pace; v voice; w where am I; "
    "r again, slowly; s spell the last name; n say it otherwise; q end; ? these keys."
)


@click.command("listen", cls=Command)
@click.argument("article", cls=Argument, metavar="ARTICLE", shell_complete=complete_files)
@click.option(
    "--from",
    "start",
    metavar="PLACE",
    default="last",
    help="Where to begin: start; last, where you stopped; a chapter, as 'chapter 2'; a time, as 12:30. Default: last.",
)
@click.option("--stdout", "stream", type=Choice(["wav", "mp3"]), help="Write the sound to standard output as it comes.")
@click.option("--device", default="", metavar="NAME", help="Another sound card, by a part of its name; null is none.")
@options.take_options(
    "voice",
    "rate",
    "quotes_voice",
    "chapters",
    "acronyms",
    "lexicon",
    "own_lexicon",
    "say_title",
    "allow_private",
    "cached",
)
@output_options
@click.pass_obj
def command(out: Console, /, article: str, start: str, stream: str | None, device: str, **given: Any) -> None:
    """Play ARTICLE (a file, a URL, or - for standard input) through the sound card while it is being spoken.

    \b
    Examples:
      audiobrief listen article.md
      audiobrief listen article.md --from 'chapter 2' --rate 190
      audiobrief listen https://example.org/article --voice espeak-fr
      audiobrief listen article.md --stdout mp3 > article.mp3
      audiobrief listen article.md --stdout wav | mpv -
    """
    from audiobrief.pipeline import open_performance
    from audiobrief.player.session import open_session

    asked = options.build_options({**given, "delivery": "listening"})
    source = sys.stdin.buffer if article == "-" else article
    with ExitStack() as stack:
        performance = stack.enter_context(open_performance(source, asked, events=out.make_events()))
        marks = _open_bookmarks()
        first = _find_start(start, performance, marks)
        session = stack.enter_context(open_session(performance, first))
        if stream:
            _write_sound(session, stream)
        else:
            stack.callback(lambda: _keep_place(session, marks))
            lexicon = given["lexicon"] or given["own_lexicon"] or get_user_lexicon_path()
            _play(out, session, device, stack.enter_context(_open_keys(article)), lexicon)
    out.result = {"title": performance.article.title, "sentences": len(session.playlist.utterances),
                  "gaps": session.playback.gaps}  # fmt: skip


def _open_bookmarks() -> Bookmarks:
    from audiobrief.player.bookmarks import Bookmarks
    from audiobrief.system.paths import get_state_folder

    return Bookmarks(get_state_folder() / "places.json")


def _find_start(written: str, performance: Performance, marks: Bookmarks) -> int:
    """The utterance that `--from` means. Raises OptionError."""
    from audiobrief.player.playlist import build_playlist, find_chapter_start

    playlist = build_playlist(performance.script, performance.profile.pauses)
    word, _, number = written.strip().lower().partition(" ")
    if word == "start":
        return 0
    if word == "last":
        return marks.find_place(performance.article, playlist.utterances)
    if word in ("chapter", "chapitre"):
        at = find_chapter_start(playlist, int(number)) if number.isdecimal() else None
        if at is None:
            raise OptionError(
                "There is no '{written}': the article has {chapters} chapters, numbered from 1.",
                written=written,
                chapters=len(playlist.starts),
            )
        return at
    try:
        return playlist.find_time(parse_duration(written) if written.strip("0:") else 0.0)
    except click.BadParameter as error:
        raise OptionError(
            "'{written}' is no place in an article: give start, last, chapter and a number, or a time, as 12:30.",
            written=written,
        ) from error


def _keep_place(session: Session, marks: Bookmarks) -> None:
    place = session.playback.place
    at = len(session.playlist.utterances) if session.playback.ended else place.at
    marks.put_place(session.performance.article, session.playlist.utterances, at)


@contextmanager
def _open_keys(article: str) -> Iterator[tuple[TextIO, ReadKey] | None]:
    """The terminal and its keys; None where there is none."""
    from audiobrief.player.keys import read_keys

    with ExitStack() as stack:
        terminal: TextIO | None = sys.stdin if article != "-" else None
        if article == "-" and os.name == "posix":
            # The article came by standard input; keys come from the terminal itself.
            with suppress(OSError):
                terminal = stack.enter_context(Path("/dev/tty").open(encoding="utf-8"))
        if terminal is None or not terminal.isatty():
            yield None
        else:
            yield terminal, stack.enter_context(read_keys(terminal))


def _play(out: Console, session: Session, device: str, keys: tuple[TextIO, ReadKey] | None, lexicon: Path) -> None:
    """Play until the end, or until `q`; a sound card that is taken away is waited for. Corrections go into `lexicon`.
    Raises DeviceError."""
    from audiobrief.player.sound_card import open_sound_card

    if keys and not out.quiet:
        out.print_note(_KEYS)
    lost = False
    while not session.playback.ended:
        try:
            with open_sound_card(session.performance.sample_rate, session.playback.read, device):
                if lost:
                    out.print_note(message("The sound card is back."))
                lost = not _follow(out, session, keys, lexicon)
                if not lost:
                    return
        except AudiobriefError:
            if not lost:
                raise
            time.sleep(1.0)
            continue
        out.print_note(message("The sound card is gone: the place is kept, and sound goes on when there is one again."))


def _follow(out: Console, session: Session, keys: tuple[TextIO, ReadKey] | None, lexicon: Path) -> bool:
    """Heed keys and tell of chapters until the end; False if the sound card stopped asking for sound."""
    playback, chapter, waited = session.playback, -1, False
    playback.read_at = time.monotonic()
    while not playback.ended:
        if session.error is not None:
            raise session.error
        if time.monotonic() - playback.read_at > _GONE:
            return False
        at = session.playlist.find_chapter(playback.place.at)
        if at != chapter and not out.quiet:
            out.print_note(session.describe_chapter(at))
        chapter = at
        if playback.waiting and playback.gaps and not waited:
            waited = True
            out.print_note(message("The voice is slower than its sound: waiting until enough is ready."))
        if keys is None:
            time.sleep(_TICK)
        elif (key := _read(keys)) is None or not _heed(out, session, key.lower(), keys[0], lexicon):
            return True
    return True


def _read(keys: tuple[TextIO, ReadKey]) -> str | None:
    """The key pressed, empty if none was, None if the terminal has gone."""
    try:
        return keys[1](_TICK)
    except (EOFError, OSError):
        return None


def _heed(out: Console, session: Session, key: str, terminal: TextIO, lexicon: Path) -> bool:
    """Do what a key means; False for the one that ends."""
    from audiobrief.player.session import ACTIONS

    if key == "q":
        return False
    try:
        if key in ACTIONS:
            said = ACTIONS[key](session)
        elif key == "v":
            said = session.change_voice(_find_next_voice(session.performance.profile.name))
        elif key == "n":
            said = _correct_word(out, session, terminal, lexicon)
        elif key == "?":
            said = _KEYS
        else:
            said = None
    except AudiobriefError as error:
        # Whoever listens goes on listening.
        said = error.message
    if said is not None:
        out.print_note(said)
    return True


def _correct_word(out: Console, session: Session, terminal: TextIO, lexicon: Path) -> Message:
    """Ask how a word is said, keep that in the lexicon, and say the sentence again. Raises DataError, TargetError."""
    from audiobrief.player.keys import read_lines
    from audiobrief.speech.lexicon.editing import add_pronunciations, make_pronunciation

    session.playback.paused = True
    with read_lines(terminal):
        near = session.find_last_word()
        out.print_note(message("Which word? Return alone means: {word}", word=near))
        word = terminal.readline().strip() or near
        out.print_note(message("How is it said? Write it as French reads it; Return alone changes nothing."))
        like = terminal.readline().strip()
    if not like or not word:
        session.playback.paused = False
        return message("Nothing was changed.")
    add_pronunciations(lexicon, {word: make_pronunciation(word, like=like)})
    session.change_performance(session.performance.with_lexicon(lexicon))
    return message("{word} is said as '{like}' from now on, by every command. Kept in {path}.", word=word, like=like,
                   path=lexicon)  # fmt: skip


def _find_next_voice(name: str) -> str:
    """The voice after `name` in the list of those that can be used offline."""
    from audiobrief.voice.profiles import list_voices

    usable = [voice.name for voice in list_voices() if not (voice.missing or voice.error or voice.online)]
    return usable[(usable.index(name) + 1) % len(usable)] if name in usable else usable[0]


def _write_sound(session: Session, stream: str) -> None:
    """Write the sound to standard output as it comes. Raises UnwrittenError, VoiceError, NetworkError."""
    from audiobrief.cli.streams import write_stream
    from audiobrief.player.sound_stream import encode_mp3, encode_wav

    if sys.stdout.isatty():
        raise OptionError(
            "The sound would be written to the terminal: send it to a player, as in: audiobrief listen ARTICLE "
            "--stdout wav | mpv -"
        )
    encode = encode_wav if stream == "wav" else encode_mp3
    pcm = iter(lambda: session.playback.drain(_CHUNK), b"")
    for piece in encode(pcm, session.performance.sample_rate):
        write_stream(piece, nl=False)
