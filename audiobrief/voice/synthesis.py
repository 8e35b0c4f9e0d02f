"""Speaking a script in order, by the cache and the engines, and by a fallback when an online voice fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from audiobrief.errors import NetworkError, VoiceError
from audiobrief.model import Chapter, Clip, Script, Speech, Utterance
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Cast, Part, Reader, make_solo_cast
from audiobrief.voice.clips import join_clips
from audiobrief.voice.engine import InterruptedSpeechError, count_letters
from audiobrief.voice.profiles import Profile

# Utterances given to engines at once: enough to keep every core busy, few enough that memory stays flat.
_WINDOW = 48
# Seconds between two readers of one utterance.
_GAP = 0.15


@dataclass(frozen=True, slots=True)
class Fallback:
    """The reader that takes over when the network fails.

    `on_switch` is then called, once, with the error and the number, from 1, of the first utterance of this reader.
    """

    reader: Reader
    on_switch: Callable[[NetworkError, int], None]


def open_offline_reader(profile: Profile) -> Reader:
    """Open the voice of a profile as a fallback. Raises VoiceError if it cannot be used, or needs the network."""
    engine = profile.open()
    if engine.online:
        raise VoiceError(
            "The fallback '{name}' needs the network itself: use an offline voice, such as espeak-fr.",
            name=profile.name,
        )
    return Reader(engine, profile.manner)


def synthesize_script(
    script: Script, cast: Cast, cache: ClipCache | None, *, window: int = _WINDOW
) -> Iterator[tuple[Utterance, Clip]]:
    """Speak every utterance, in order, at the sample rate of the reader of the text; `window` are given to the engines
    at once.

    The same words are spoken once. Raises VoiceError or NetworkError.
    """
    utterances = (utterance for chapter in script.chapters for utterance in chapter.utterances)
    rate = cast.text.engine.sample_rate
    while batch := list(islice(utterances, window)):
        assigned = [(utterance, cast.assign_parts(utterance)) for utterance in batch]
        clips = _synthesize_parts([part for _, parts in assigned for part in parts], cache)
        for utterance, parts in assigned:
            said = [count_letters(part.speech) for part in parts]
            yield utterance, join_clips([next(clips) for _ in parts], rate, gap=_GAP, characters=said)


def synthesize_with_fallback(
    script: Script, cast: Cast, cache: ClipCache | None, fallback: Fallback
) -> Iterator[tuple[Utterance, Clip]]:
    """As `synthesize_script`; from the first utterance at which the network fails, the fallback speaks.

    The voice changes once, and the sample rate stays. Clips are cached by the voice that spoke them, so that a later
    run may have all of them from `cast`. Raises VoiceError.
    """
    spoken = 0
    try:
        for utterance, clip in synthesize_script(script, cast, cache):
            yield utterance, clip
            spoken += 1
        return
    except NetworkError as error:
        fallback.on_switch(error, spoken + 1)
    rate = cast.text.engine.sample_rate
    for utterance, clip in synthesize_script(_skip_utterances(script, spoken), make_solo_cast(fallback.reader), cache):
        yield utterance, join_clips([clip], rate, gap=0)


def _skip_utterances(script: Script, count: int) -> Script:
    """The script without its first `count` utterances, in one chapter."""
    utterances = (utterance for chapter in script.chapters for utterance in chapter.utterances)
    return replace(script, chapters=(Chapter("", tuple(islice(utterances, count, None))),))


def _synthesize_parts(parts: Sequence[Part], cache: ClipCache | None) -> Iterator[Clip]:
    """The clips of the parts, in order. Each reader gets all of its parts at once."""
    keys = [
        (cache or ClipCache()).make_key(part.reader.engine.identity, part.reader.manner, part.speech) for part in parts
    ]
    clips: dict[str, Clip] = {}
    missing: dict[Reader, dict[str, Speech]] = {}
    for key, part in zip(keys, parts, strict=True):
        if key in clips or key in missing.get(part.reader, {}):
            continue
        if (clip := cache.get(key) if cache else None) is not None:
            clips[key] = clip
        else:
            missing.setdefault(part.reader, {})[key] = part.speech
    spoken = {
        reader: zip(speeches, reader.engine.speak(list(speeches.values()), reader.manner), strict=True)
        for reader, speeches in missing.items()
    }
    for key, part in zip(keys, parts, strict=True):
        while key not in clips:
            try:
                new_key, clip = next(spoken[part.reader])
            except InterruptedSpeechError as error:
                _cache_finished(error.finished, list(missing[part.reader]), cache)
                raise
            clips[new_key] = clip
            if cache:
                cache.put(new_key, clip)
        yield clips[key]


def _cache_finished(finished: Mapping[int, Clip], keys: Sequence[str], cache: ClipCache | None) -> None:
    if cache:
        for at, clip in finished.items():
            cache.put(keys[at], clip)
