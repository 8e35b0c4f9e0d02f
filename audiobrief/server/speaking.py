"""What the processes that speak for a listener do: a sound that grows on disk, and the sound of some words."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from audiobrief.delivery.text.read_along_json import describe_script, describe_words
from audiobrief.delivery.text.shown_words import time_words
from audiobrief.errors import TargetError
from audiobrief.messages import get_reason
from audiobrief.model import Article, Block
from audiobrief.options import Options, change_options
from audiobrief.pipeline import Performance, open_performance
from audiobrief.player.playlist import build_playlist
from audiobrief.player.sound_stream import SoundFormat, encode_sound
from audiobrief.printed_words import place_words

_WORDS, _END = "words", "end"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an article was spoken: the start of each sentence in seconds, its words as `describe_read_along` has
    them, and the duration once it is known."""

    starts: tuple[float, ...] = ()
    words: tuple[list[dict[str, Any]], ...] = ()
    duration: float | None = None


def speak_growing(article: Article, options: Options, sound: Path, text: Path, progress: Path) -> float:
    """Speak an article into the MP3 `sound`, which grows while it is spoken, and return its duration in seconds.

    First the text goes to `text` as JSON (see `describe_read_along`), without times. These go to `progress`, which
    `read_progress` reads. Raises VoiceError, NetworkError, DataError, EncoderError, TargetError.
    """
    with (
        open_performance(article, options) as performance,
        _explain_disk(),
        progress.open("w", encoding="ascii") as marks,
    ):
        told = json.dumps(describe_script(performance.article, performance.script), ensure_ascii=False)
        text.write_bytes(told.encode())
        with sound.open("ab", buffering=0) as file:
            for piece in encode_sound(_perform(performance, marks), performance.sample_rate, "mp3"):
                file.write(piece)
    return read_progress(progress).duration or 0.0


@contextmanager
def _explain_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TargetError(
            "The sound cannot be kept ({reason}): see that the disk has room, then try again.", reason=get_reason(error)
        ) from error


def speak_text(
    send: Callable[[bytes], object],
    text: str,
    options: Options,
    kind: SoundFormat,
    correction: tuple[str, str] | None = None,
) -> None:
    """Send the sound of some paragraphs in pieces, as soon as they are spoken. `correction` is a word and how it is
    said in French spelling, for this once. Raises VoiceError, NetworkError, DataError, EncoderError."""
    blocks = tuple(Block("paragraph", " ".join(part.split())) for part in text.split("\n\n") if part.strip())
    article = Article(text[:80].strip(), blocks, title_guessed=True)
    plain = change_options(options, {"say_title": False, "notice": "none", "chapters": "none", "exports": ()})
    with tempfile.TemporaryDirectory() as folder:
        if correction:
            plain = change_options(plain, {"lexicon": _write_lexicon(Path(folder), options.lexicon, *correction)})
        with open_performance(article, plain) as performance:
            pcm = (part.clip.pcm for part in performance.speak())
            for piece in encode_sound(pcm, performance.sample_rate, kind):
                send(piece)


def speak_text_whole(text: str, options: Options, kind: SoundFormat, correction: tuple[str, str] | None) -> bytes:
    """As `speak_text`, all of it at once."""
    pieces: list[bytes] = []
    speak_text(pieces.append, text, options, kind, correction)
    return b"".join(pieces)


def _perform(performance: Performance, marks: IO[str]) -> Iterator[bytes]:
    """The PCM of a performance with all its pauses. Each utterance is a line of `marks`, its start in seconds; each
    part of it that has words is another, `words` and these as JSON. The last line is `end` and the duration."""
    profile, rate = performance.profile, performance.sample_rate
    playlist = build_playlist(performance.script, profile.pauses)
    utterances = [utterance for chapter in performance.script.chapters for utterance in chapter.utterances]
    frames = 0
    last = -1

    def pause(seconds: float) -> bytes:
        return bytes(2 * round(seconds * rate))

    silence = pause(profile.lead_in)
    for part in performance.speak():
        if part.at != last:
            frames += len(silence) // 2
            yield silence
            marks.write(f"{frames / rate:.3f}\n")
            last = part.at
        if words := [word.move(0, frames) for word in place_words(utterances[part.at], part.clip.words)]:
            told = describe_words(time_words(words, rate), utterances[part.at].text)
            marks.write(f"{_WORDS} {json.dumps(told)}\n")
        marks.flush()
        frames += part.clip.frames
        yield part.clip.pcm
        silence = pause(playlist.pauses[part.at])
    frames += len(silence) // 2
    yield silence
    marks.write(f"{_END} {frames / rate:.3f}\n")
    marks.flush()


def read_progress(path: Path) -> Progress:
    """What a file that `speak_growing` writes tells by now."""
    try:
        lines = path.read_text(encoding="ascii").split("\n")[:-1]
    except OSError:
        return Progress()
    starts: list[float] = []
    words: list[list[dict[str, Any]]] = []
    duration = None
    for line in lines:
        kind, _, value = line.partition(" ")
        if kind == _WORDS:
            words[-1] += json.loads(value)
        elif kind == _END:
            duration = float(value)
        else:
            starts.append(float(line))
            words.append([])
    return Progress(tuple(starts), tuple(words), duration)


def _write_lexicon(folder: Path, own: Path | None, word: str, like: str) -> Path:
    """A copy of the user's lexicon with another pronunciation. Raises DataError."""
    from audiobrief.speech.lexicon.editing import add_pronunciations, make_pronunciation

    path = folder / "lexicon.toml"
    if own is not None:
        shutil.copyfile(own, path)
    add_pronunciations(path, {word: make_pronunciation(word, like=like)})
    return path
