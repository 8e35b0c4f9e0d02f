"""The whole way, in one place: article → script → speech → voice and audio → delivery.

The stages do not know each other; only this module calls them all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from audiobrief import __version__
from audiobrief.errors import ArticleError, NetworkError
from audiobrief.model import Article, Clip, Script, Utterance

if TYPE_CHECKING:
    from audiobrief.audio import Recording
    from audiobrief.speech.lexicon import Lexicon
    from audiobrief.voice.cache import ClipCache
    from audiobrief.voice.engine import Engine
    from audiobrief.voice.profiles import Profile

ChapterMode = Literal["headings", "auto", "none"]
AcronymMode = Literal["say", "gloss"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the listener asked for. Empty `voice` and `output` None mean the defaults; empty `fallback` means none."""

    output: Path | None = None
    voice: str = ""
    fallback: str = ""
    chapters: ChapterMode = "auto"
    acronyms: AcronymMode = "say"
    lexicon: Path | None = None
    cached: bool = True


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme on disk, with what it was made from."""

    path: Path
    article: Article
    script: Script
    recording: Recording


def make(address: str, wishes: Wishes, *, on_stage: Callable[[str], None]) -> Programme:
    """Read the article at `address` and deliver its programme.

    Raises a subclass of AudiobriefError; then no output file was written, and a former one is untouched.
    """
    from audiobrief.article import read
    from audiobrief.audio import make_mp3
    from audiobrief.audio.mastering import Mastering
    from audiobrief.delivery.lyrics import lyrics
    from audiobrief.delivery.mp3_tags import tag_mp3
    from audiobrief.delivery.target import atomic_target, check_writable, default_target
    from audiobrief.script import entitled
    from audiobrief.voice.cache import ClipCache

    profile = _profile(wishes.voice)
    fallback = _profile(wishes.fallback) if wishes.fallback else None
    on_stage(f"Voice: {profile.name} ({profile.description})")
    article = entitled(read(address, stdin=sys.stdin.buffer))
    on_stage(f"Article: {article.title} ({_count(len(article.blocks), 'block')})")
    target = wishes.output or default_target(article.title, Path("output"))
    check_writable(target)
    script = _script(article, wishes, profile.rate)
    sentences = sum(len(chapter.utterances) for chapter in script.chapters)
    on_stage(f"Script: {_count(len(script.chapters), 'chapter')}, {_count(sentences, 'sentence')}")
    engine = profile.open()
    if engine.online:
        on_stage(f"Privacy: the text of the article is sent to the online service behind {profile.name}")
    clips = _clips(script, engine, profile, fallback, ClipCache() if wishes.cached else None, on_stage)
    on_stage("Speaking")
    with atomic_target(target) as unfinished:
        recording = make_mp3(
            script,
            clips,
            pauses=profile.pauses,
            lead_in=profile.lead_in,
            lead_out=profile.lead_out,
            mastering=Mastering(),
            target=unfinished,
        )
        on_stage(f"Sound: {recording.loudness.integrated:.1f} LUFS, true peak {recording.loudness.true_peak:.1f} dBTP")
        tag_mp3(unfinished, recording.timeline, article, script, version=__version__, lyrics=lyrics(script))
    return Programme(target, article, script, recording)


def write_script(address: str, wishes: Wishes) -> Script:
    """The script of the article at `address`, with its speech."""
    from audiobrief.article import read
    from audiobrief.script import entitled

    return _script(entitled(read(address, stdin=sys.stdin.buffer)), wishes, _WORDS_PER_MINUTE)


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


_WORDS_PER_MINUTE = 165


def _profile(name: str) -> Profile:
    from audiobrief.voice.profiles import default_name, load

    return load(name or default_name())


def _clips(
    script: Script,
    engine: Engine,
    profile: Profile,
    fallback: Profile | None,
    cache: ClipCache | None,
    on_stage: Callable[[str], None],
) -> Iterator[tuple[Utterance, Clip]]:
    """The script spoken by `engine`; where it is online and fails, by the fallback, and then a stage says so."""
    from audiobrief.voice.fallback import Fallback, opened_offline, speak_on
    from audiobrief.voice.speaking import speak

    if fallback is None or not engine.online:
        return speak(script, engine, profile.manner, cache)
    name = fallback.name

    def told(error: NetworkError, sentence: int) -> None:
        # An error says what was wrong, then, after a colon, what to do; here that has been done.
        wrong = str(error).partition(":")[0].rstrip(".")
        on_stage(f"Fallback: {wrong}; from sentence {sentence} on, {name} speaks")

    return speak_on(script, engine, profile.manner, cache, Fallback(opened_offline(fallback), fallback.manner, told))


def _script(article: Article, wishes: Wishes, words_per_minute: int) -> Script:
    from audiobrief.script import write
    from audiobrief.speech import glossed, say_script

    words = _lexicon(wishes.lexicon)
    said = say_script(write(article, chapters=wishes.chapters, words_per_minute=words_per_minute), words)
    return glossed(said, words) if wishes.acronyms == "gloss" else said


def _lexicon(house: Path | None) -> Lexicon:
    from audiobrief.speech.lexicon import builtin, with_house

    return with_house(builtin(), house) if house else builtin()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
