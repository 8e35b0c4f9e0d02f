"""The voices: which profile is meant, who reads, what is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.brief.wishes import Progress, Voice, Wishes
from audiobrief.errors import AudiobriefError, NetworkError
from audiobrief.messages import Message, message, what_was_wrong
from audiobrief.model import Article, Block, Clip, Script, Utterance

if TYPE_CHECKING:
    from audiobrief.delivery.formats import Delivery
    from audiobrief.voice.cache import ClipCache, Kept
    from audiobrief.voice.cast import Cast
    from audiobrief.voice.profiles import Profile

Spoken = Iterator[tuple[Utterance, Clip]]


def profile_of(wishes: Wishes, delivery: Delivery) -> Profile:
    """The voice profile asked for, with the pace and pauses of the delivery, and what the wishes change in it."""
    from audiobrief.voice.profiles import Reading, default_name, load

    profile = load(wishes.voice or default_name())
    profile = profile.at_rate(wishes.rate or round(profile.rate * delivery.rate_factor))
    profile = profile.with_pauses(delivery.pause_factor)
    if wishes.model:
        profile = replace(profile, model=str(wishes.model))
    return replace(profile, quotes=Reading(wishes.quotes_voice)) if wishes.quotes_voice else profile


def cache_of(wishes: Wishes) -> ClipCache | None:
    from audiobrief.voice.cache import ClipCache

    if not wishes.cached:
        return None
    return ClipCache(largest=wishes.cache_size) if wishes.cache_size else ClipCache()


def clips_of(
    script: Script, cast: Cast, fallback: str, cache: ClipCache | None, on_miss: Callable[[Message], None]
) -> Spoken:
    """The script spoken by `cast`; where it is online and fails, by the fallback, and then `on_miss` is told."""
    from audiobrief.voice.fallback import Fallback, opened_offline, speak_on
    from audiobrief.voice.profiles import load
    from audiobrief.voice.synthesis import speak

    if not fallback:
        return speak(script, cast, cache)
    other = load(fallback)
    reader = opened_offline(other)

    def told(error: NetworkError, sentence: int) -> None:
        # An error says what was wrong, then, after a colon, what to do; here that has been done.
        wrong = what_was_wrong(error.message)
        on_miss(
            message(
                "Fallback: {wrong}; from sentence {sentence} on, {name} speaks",
                wrong=wrong,
                sentence=sentence,
                name=other.name,
            )
        )

    return speak_on(script, cast, cache, Fallback(reader, told))


def watched(clips: Spoken, script: Script, on_progress: Callable[[Progress], None]) -> Spoken:
    """The same clips, each told to `on_progress` as it goes by."""
    letters = [len(utterance.text) for chapter in script.chapters for utterance in chapter.utterances]
    begun, spoken, read = time.monotonic(), 0.0, 0
    for done, (utterance, clip) in enumerate(clips, 1):
        spoken += clip.frames / clip.sample_rate
        read += len(utterance.text)
        elapsed = time.monotonic() - begun
        on_progress(Progress(done, len(letters), spoken, elapsed, elapsed * (sum(letters) - read) / max(1, read)))
        yield utterance, clip


def voices() -> list[Voice]:
    """Every voice profile that is known here, in the order of their names, those with a fault among them."""
    from audiobrief.voice.profiles import available, default_name

    names = available()
    try:
        default = default_name()
    except AudiobriefError:  # told with the profile that it would be
        default = ""
    return [_voice(name, path, default=name == default) for name, path in names.items()]


def _voice(name: str, path: Path, *, default: bool) -> Voice:
    from audiobrief.voice.engine import engine_class
    from audiobrief.voice.profiles import read

    try:
        profile = read(path)
        online = engine_class(profile.engine).online
        return Voice(name, profile.description, profile.engine, profile.rate, profile.missing(), online, default)
    except AudiobriefError as error:
        return Voice(name, error=error.message)


def sample(
    text: str,
    voice: str,
    target: Path,
    *,
    on_stage: Callable[[Message], None] = lambda line: None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Path:
    """Write `text`, said by `voice`, to an MP3. Told and raises as `make`."""
    from audiobrief.brief.making import deliver
    from audiobrief.delivery.formats import sample as as_sample

    article = Article(voice, (Block("paragraph", text),), title_guessed=True)
    wishes = Wishes(output=target, voice=voice)
    return deliver(article, wishes, as_sample(), on_stage=on_stage, on_progress=on_progress).path


def cache_fault() -> Message | None:
    """Why nothing can be kept from one programme to the next, where that is for want of a folder of the user's own."""
    from audiobrief.system.paths import cache_fault

    return cache_fault()


def cache_info() -> Kept:
    """What the cache of spoken clips holds. Raises TargetError."""
    from audiobrief.voice.cache import ClipCache

    return ClipCache().kept()


def clear_cache() -> int:
    """Remove every spoken clip from the cache; return how many there were. Raises TargetError."""
    from audiobrief.voice.cache import ClipCache

    return ClipCache().clear()
