"""An offline voice that goes on where an online one fails, so that the programme is finished all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from audiobrief.errors import NetworkError, VoiceError
from audiobrief.model import Chapter, Clip, Script, Utterance
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Cast, Reader, alone
from audiobrief.voice.profiles import Profile
from audiobrief.voice.sound import resampled
from audiobrief.voice.synthesis import speak


@dataclass(frozen=True, slots=True)
class Fallback:
    """The voice that goes on. `told` is called once: with the error, and the sentence, counted from 1, that it speaks
    first."""

    reader: Reader
    told: Callable[[NetworkError, int], None]


def opened_offline(profile: Profile) -> Reader:
    """The reader of a profile that needs no network. Raises VoiceError."""
    engine = profile.open()
    if engine.online:
        raise VoiceError(
            "The fallback '{name}' needs the network itself: use an offline voice, as espeak-fr.", name=profile.name
        )
    return Reader(engine, profile.manner)


def speak_on(
    script: Script, cast: Cast, cache: ClipCache | None, fallback: Fallback
) -> Iterator[tuple[Utterance, Clip]]:
    """As `speak`; from the first utterance that the network fails, all are the fallback's. Raises VoiceError.

    The voice changes once. Each clip is kept under the voice that spoke it, so that a later run may have all of them
    from `cast`. The fallback's are brought to the sample rate that the programme has by then.
    """
    spoken = 0
    try:
        for utterance, clip in speak(script, cast, cache):
            yield utterance, clip
            spoken += 1
        return
    except NetworkError as error:
        fallback.told(error, spoken + 1)
    for utterance, clip in speak(_after(script, spoken), alone(fallback.reader), cache):
        yield utterance, resampled(clip, cast.text.engine.sample_rate)


def _after(script: Script, spoken: int) -> Script:
    """What is left of a script when so many utterances have been spoken, as one chapter."""
    utterances = (utterance for chapter in script.chapters for utterance in chapter.utterances)
    return replace(script, chapters=(Chapter("", tuple(islice(utterances, spoken, None))),))
