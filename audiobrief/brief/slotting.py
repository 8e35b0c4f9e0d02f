"""A programme fitted into a slot: spoken, counted, and spoken again at the pace that fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from audiobrief.messages import Message, message
from audiobrief.model import Script

if TYPE_CHECKING:
    from audiobrief.audio.slot import Lengths
    from audiobrief.voice.cache import ClipCache
    from audiobrief.voice.cast import Cast
    from audiobrief.voice.profiles import Profile

# Words a minute between which a reading sounds natural (radio news: 160 to 180).
_SLOWEST, _FASTEST = 140, 200
_MOST_TRIES = 3
_ON_TIME = 0.05


def fitted(
    script: Script,
    profile: Profile,
    cast: Cast,
    slot: float,
    cache: ClipCache,
    on_stage: Callable[[Message], None],
    on_miss: Callable[[Message], None],
) -> Profile:
    """The profile at the pace, and with the pauses, that make the programme last `slot` seconds.

    Where no natural pace does, the nearest one; `on_miss` is told by how much it misses. Raises TargetError.
    """
    from audiobrief.audio.slot import pace, pause_factor

    tried = profile
    lengths = _lengths(script, tried, cast, cache)
    for _ in range(_MOST_TRIES):
        if (factor := pause_factor(lengths, slot)) is not None:
            on_stage(message("Duration: {slot:.1f} s, at {rate} words a minute", slot=slot, rate=tried.rate))
            return tried.with_pauses(factor)
        rate = min(max(round(tried.rate * pace(lengths, slot)), _SLOWEST), _FASTEST)
        if rate == tried.rate:
            break
        tried = profile.at_rate(rate)
        lengths = _lengths(script, tried, cast, cache)
    total = lengths.speech + lengths.pauses
    if abs(total - slot) > _ON_TIME:
        on_miss(
            message(
                "Duration: {slot:.1f} s cannot be reached at a natural pace ({slowest} to {fastest} "
                "words a minute); at {rate} it is {total:.1f} s: {advice}",
                slot=slot,
                slowest=_SLOWEST,
                fastest=_FASTEST,
                rate=tried.rate,
                total=total,
                advice=message("shorten the article") if total > slot else message("lengthen the article"),
            )
        )
    return tried


def _lengths(script: Script, profile: Profile, cast: Cast, cache: ClipCache) -> Lengths:
    from audiobrief.audio.slot import Lengths
    from audiobrief.voice.synthesis import speak

    speech, pauses = 0.0, profile.lead_in + profile.lead_out
    for utterance, clip in speak(script, cast.at(profile.rate), cache):
        speech += clip.frames / clip.sample_rate
        pauses += profile.pauses[utterance.pause_after]
    return Lengths(speech, pauses)
