"""A programme fitted into a slot: spoken, counted, and spoken again at the pace that fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audiobrief.errors import TargetError
from audiobrief.messages import Message, message
from audiobrief.model import Script
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Cast
from audiobrief.voice.profiles import Profile
from audiobrief.voice.synthesis import speak

# Words a minute between which a reading sounds natural (radio news: 160 to 180).
_SLOWEST, _FASTEST = 140, 200
# How much the pauses may stretch or shrink before they are heard as wrong.
_LEAST_PAUSE, _MOST_PAUSE = 0.6, 1.5
_MOST_TRIES = 3
_ON_TIME = 0.05


@dataclass(frozen=True, slots=True)
class Lengths:
    """Seconds of speech, and of pauses between and around it."""

    speech: float
    pauses: float


def fit_duration(
    script: Script,
    profile: Profile,
    cast: Cast,
    slot: float,
    cache: ClipCache,
    *,
    tell: Callable[[Message], None],
    warn: Callable[[Message], None],
) -> Profile:
    """The profile at the pace, and with the pauses, that make the programme last `slot` seconds.

    Where no natural pace does, the nearest one; `warn` is told by how much it misses. Raises TargetError when the
    pauses alone fill the slot.
    """
    tried = profile
    lengths = _measure_lengths(script, tried, cast, cache)
    for _ in range(_MOST_TRIES):
        if (factor := pause_factor(lengths, slot)) is not None:
            tell(message("Duration: {slot:.1f} s, at {rate} words a minute", slot=slot, rate=tried.rate))
            return tried.with_pauses(factor)
        rate = min(max(round(tried.rate * pace_factor(lengths, slot)), _SLOWEST), _FASTEST)
        if rate == tried.rate:
            break
        tried = profile.at_rate(rate)
        lengths = _measure_lengths(script, tried, cast, cache)
    total = lengths.speech + lengths.pauses
    if abs(total - slot) > _ON_TIME:
        warn(
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


def pace_factor(lengths: Lengths, slot: float) -> float:
    """The factor by which speech must become quicker for `lengths` to last `slot` seconds, the pauses kept.

    Raises TargetError when the pauses alone fill the slot.
    """
    if slot <= lengths.pauses:
        raise TargetError(
            "The programme cannot last {slot:.0f} s: its pauses alone take {pauses:.0f} s; cut the article.",
            slot=slot,
            pauses=lengths.pauses,
        )
    return lengths.speech / (slot - lengths.pauses)


def pause_factor(lengths: Lengths, slot: float) -> float | None:
    """The factor by which the pauses end the programme on the second, or None where they would sound wrong."""
    if not lengths.pauses:
        return None
    factor = (slot - lengths.speech) / lengths.pauses
    return factor if _LEAST_PAUSE <= factor <= _MOST_PAUSE else None


def _measure_lengths(script: Script, profile: Profile, cast: Cast, cache: ClipCache) -> Lengths:
    speech, pauses = 0.0, profile.lead_in + profile.lead_out
    for utterance, clip in speak(script, cast.at(profile.rate), cache):
        speech += clip.frames / clip.sample_rate
        pauses += profile.pauses[utterance.pause_after]
    return Lengths(speech, pauses)
