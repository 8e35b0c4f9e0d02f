"""The whole way, in one place: article → script → speech → voice and audio → delivery.

The stages do not know each other; only this module calls them all.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from audiobrief import __version__
from audiobrief.errors import ArticleError, NetworkError
from audiobrief.model import Article, Clip, Script, Utterance

if TYPE_CHECKING:
    from audiobrief.audio import Recording
    from audiobrief.delivery.inspection import Inspection
    from audiobrief.speech.lexicon import Lexicon
    from audiobrief.voice.cache import ClipCache, Kept
    from audiobrief.voice.casting import Cast
    from audiobrief.voice.profiles import Profile

ChapterMode = Literal["headings", "auto", "none"]
AcronymMode = Literal["say", "gloss"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the listener asked for. Empty `voice`, `rate` 0, `output` and `model` None mean the defaults; empty
    `fallback` and `quotes_voice` mean none. `rate` is in words a minute, `cache_size` in bytes."""

    output: Path | None = None
    voice: str = ""
    rate: int = 0
    quotes_voice: str = ""
    fallback: str = ""
    chapters: ChapterMode = "auto"
    acronyms: AcronymMode = "say"
    lexicon: Path | None = None
    cached: bool = True
    cache_size: int = 0
    model: Path | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the speaking is: utterances done of all, seconds of speech made, seconds gone by, seconds left (a guess
    from the letters that are left)."""

    done: int
    utterances: int
    spoken: float
    elapsed: float
    left: float


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice profile as `audiobrief voices` shows it; `missing` says what would make it usable, or is empty."""

    name: str
    description: str
    engine: str
    rate: int
    missing: str
    online: bool
    default: bool


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme on disk, with what it was made from."""

    path: Path
    article: Article
    script: Script
    recording: Recording


def make(
    address: str,
    wishes: Wishes,
    *,
    on_stage: Callable[[str], None],
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Programme:
    """Read the article at `address` and deliver its programme. `on_stage` is told a line for each stage.

    Raises a subclass of AudiobriefError; then no output file was written, and a former one is untouched.
    """
    from audiobrief.article import read
    from audiobrief.script import entitled

    profile = _profile(wishes)
    on_stage(f"Voice: {profile.name} ({profile.description})")
    return deliver(entitled(read(address, stdin=sys.stdin.buffer)), wishes, on_stage=on_stage, on_progress=on_progress)


def deliver(
    article: Article,
    wishes: Wishes,
    *,
    on_stage: Callable[[str], None],
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Programme:
    """As `make`, for an article that has been read."""
    from audiobrief.audio import make_sound
    from audiobrief.audio.mastering import Mastering
    from audiobrief.delivery.lyrics import lyrics
    from audiobrief.delivery.mp3_tags import tag_mp3
    from audiobrief.delivery.target import atomic_target, check_writable, default_target
    from audiobrief.voice.cache import ClipCache
    from audiobrief.voice.casting import opened

    profile = _profile(wishes)
    on_stage(f"Article: {article.title} ({_count(len(article.blocks), 'block')})")
    target = wishes.output or default_target(article.title, Path("output"))
    check_writable(target)
    script = _script(article, wishes, profile)
    sentences = sum(len(chapter.utterances) for chapter in script.chapters)
    on_stage(f"Script: {_count(len(script.chapters), 'chapter')}, {_count(sentences, 'sentence')}")
    cast = opened(profile)
    if cast.online:
        on_stage(f"Privacy: the text of the article is sent to the online service behind {profile.name}")
    cache = (ClipCache(largest=wishes.cache_size) if wishes.cache_size else ClipCache()) if wishes.cached else None
    clips = _clips(script, cast, wishes.fallback, cache, on_stage)
    on_stage("Speaking")
    with atomic_target(target) as unfinished:
        recording = make_sound(
            script,
            _watched(clips, script, on_progress),
            pauses=profile.pauses,
            lead_in=profile.lead_in,
            lead_out=profile.lead_out,
            mastering=Mastering(),
            mp3=unfinished,
        )
        on_stage(f"Sound: {recording.loudness.integrated:.1f} LUFS, true peak {recording.loudness.true_peak:.1f} dBTP")
        tag_mp3(unfinished, recording.timeline, article, script, version=__version__, lyrics=lyrics(script))
    return Programme(target, article, script, recording)


def voices() -> list[Voice]:
    """Every voice profile that is known here, in the order of their names."""
    from audiobrief.voice.engine import engine_class
    from audiobrief.voice.profiles import available, default_name, load

    default = default_name()

    def voice(name: str) -> Voice:
        profile = load(name)
        online = engine_class(profile.engine).online
        return Voice(
            name, profile.description, profile.engine, profile.rate, profile.missing(), online, name == default
        )

    return [voice(name) for name in available()]


def sample(text: str, voice: str, target: Path) -> Path:
    """Write `text`, said by `voice`, to an MP3. Raises what `make` raises."""
    from audiobrief.model import Block

    article = Article(voice, (Block("paragraph", text),), title_guessed=True)
    return deliver(article, Wishes(output=target, voice=voice), on_stage=lambda line: None).path


def cache_info() -> Kept:
    """What the cache of spoken clips holds."""
    from audiobrief.voice.cache import ClipCache

    return ClipCache().kept()


def clear_cache() -> int:
    """Remove every spoken clip from the cache; return how many there were."""
    from audiobrief.voice.cache import ClipCache

    return ClipCache().clear()


def write_script(address: str, wishes: Wishes) -> Script:
    """The script of the article at `address`, with its speech."""
    from audiobrief.article import read
    from audiobrief.script import entitled

    return _script(entitled(read(address, stdin=sys.stdin.buffer)), wishes, _profile(wishes))


def spoken_lines(lines: Iterable[str], lexicon: Path | None = None) -> Iterator[str]:
    """One spoken line for each line."""
    from audiobrief.speech import line, speak_text

    words = _lexicon(lexicon)
    for text in lines:
        yield line(speak_text(text, words))


def file_lines(address: str) -> Iterator[str]:
    """The lines of a UTF-8 file. Raises ArticleError."""
    try:
        yield from Path(address).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ArticleError(f"The lines of '{address}' cannot be read ({error}): check the path.") from error


def said(utterance: Utterance) -> str:
    """What an utterance says, as one line."""
    from audiobrief.speech import line

    return line(utterance.speech)


def inspect(path: Path) -> Inspection:
    """What a sound file is, decoded and measured, and what each kind of delivery says of it. Raises EncoderError."""
    from audiobrief.audio.measuring import measure
    from audiobrief.delivery.inspection import inspection
    from audiobrief.delivery.reading import read as read_sound

    found = read_sound(path)
    return inspection(path.name, found, measure(path, found.format))


def _profile(wishes: Wishes) -> Profile:
    """The voice profile asked for, with what the wishes change in it."""
    from audiobrief.voice.profiles import Reading, default_name, load

    profile = load(wishes.voice or default_name())
    if wishes.rate:
        profile = profile.at_rate(wishes.rate)
    if wishes.model:
        profile = replace(profile, model=str(wishes.model))
    return replace(profile, quotes=Reading(wishes.quotes_voice)) if wishes.quotes_voice else profile


def _clips(
    script: Script, cast: Cast, fallback: str, cache: ClipCache | None, on_stage: Callable[[str], None]
) -> Iterator[tuple[Utterance, Clip]]:
    """The script spoken by `cast`; where it is online and fails, by the fallback, and then a stage says so."""
    from audiobrief.voice.fallback import Fallback, opened_offline, speak_on
    from audiobrief.voice.profiles import load
    from audiobrief.voice.speaking import speak

    if not fallback:
        return speak(script, cast, cache)
    other = load(fallback)
    reader = opened_offline(other)

    def told(error: NetworkError, sentence: int) -> None:
        # An error says what was wrong, then, after a colon, what to do; here that has been done.
        wrong = str(error).partition(":")[0].rstrip(".")
        on_stage(f"Fallback: {wrong}; from sentence {sentence} on, {other.name} speaks")

    return speak_on(script, cast, cache, Fallback(reader, told))


def _watched(
    clips: Iterator[tuple[Utterance, Clip]], script: Script, on_progress: Callable[[Progress], None]
) -> Iterator[tuple[Utterance, Clip]]:
    """The same clips, each told to `on_progress` as it goes by."""
    letters = [len(utterance.text) for chapter in script.chapters for utterance in chapter.utterances]
    begun, spoken, read = time.monotonic(), 0.0, 0
    for done, (utterance, clip) in enumerate(clips, 1):
        spoken += clip.frames / clip.sample_rate
        read += len(utterance.text)
        elapsed = time.monotonic() - begun
        on_progress(Progress(done, len(letters), spoken, elapsed, elapsed * (sum(letters) - read) / max(1, read)))
        yield utterance, clip


def _script(article: Article, wishes: Wishes, profile: Profile) -> Script:
    from audiobrief.script import write
    from audiobrief.speech import glossed, say_script

    words = _lexicon(profile.lexicon, wishes.lexicon)
    said = say_script(write(article, chapters=wishes.chapters, words_per_minute=profile.rate), words)
    return glossed(said, words) if wishes.acronyms == "gloss" else said


def _lexicon(*houses: Path | None) -> Lexicon:
    """The built-in lexicon, and over it each house's, the last winning."""
    from audiobrief.speech.lexicon import builtin, with_house

    words = builtin()
    for house in houses:
        words = with_house(words, house) if house else words
    return words


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
