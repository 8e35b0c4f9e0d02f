"""Fitting a programme into a slot: it is synthesized, measured, and synthesized again at the pace that fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audiobrief.errors import TargetError
from audiobrief.messages import Message, message
from audiobrief.model import Script
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Cast
from audiobrief.voice.profiles import Profile
from audiobrief.voice.synthesis import synthesize_script

# Words a minute between which a voice sounds natural (radio news: 160 to 180).
_SLOWEST, _FASTEST = 140, 200
# Factors by which pauses can change without sounding wrong.
_LEAST_PAUSE, _MOST_PAUSE = 0.6, 1.5
_MOST_TRIES = 3
# Seconds.
_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class Lengths:
    """Seconds of speech, and of the pauses between and around it."""

    speech: float
    pauses: float


def fit_duration(
    script: Script,
    profile: Profile,
    cast: Cast,
    slot: float,
    cache: ClipCache | None,
    *,
    music: float = 0.0,
    tell: Callable[[Message], None],
    warn: Callable[[Message], None],
) -> Profile:
    """Find the pace and pauses at which the programme lasts `slot` seconds, of which music takes so many; return the
    profile with them.

    If no natural pace fits, the nearest is chosen, and `warn` is called. Raises TargetError if the pauses or the music
    alone fill the slot.
    """
    whole, slot = slot, slot - music
    if slot <= 0:
        raise TargetError(
            "The programme cannot last {slot:.0f} s: its music alone takes {music:.0f} s; cut the music.",
            slot=whole,
            music=music,
        )
    fitted = profile
    lengths = _measure_lengths(script, fitted, cast, cache)
    for _ in range(_MOST_TRIES):
        if (factor := compute_pause_factor(lengths, slot)) is not None:
            tell(message("Duration: {slot:.1f} s, at {rate} words a minute", slot=whole, rate=fitted.rate))
            return fitted.with_pauses(factor)
        rate = min(max(round(fitted.rate * compute_pace_factor(lengths, slot)), _SLOWEST), _FASTEST)
        if rate == fitted.rate:
            break
        fitted = profile.with_rate(rate)
        lengths = _measure_lengths(script, fitted, cast, cache)
    total = lengths.speech + lengths.pauses
    if abs(total - slot) > _TOLERANCE:
        warn(
            message(
                "Duration: {slot:.1f} s cannot be reached at a natural pace ({slowest} to {fastest} "
                "words a minute); at {rate} it is {total:.1f} s: {advice}",
                slot=whole,
                slowest=_SLOWEST,
                fastest=_FASTEST,
                rate=fitted.rate,
                total=total + music,
                advice=message("shorten the article") if total > slot else message("lengthen the article"),
            )
        )
    return fitted


def compute_pace_factor(lengths: Lengths, slot: float) -> float:
    """The factor by which speech must be faster for the programme to last `slot` seconds with the same pauses.

    Raises TargetError if the pauses alone fill the slot.
    """
    if slot <= lengths.pauses:
        raise TargetError(
            "The programme cannot last {slot:.0f} s: its pauses alone take {pauses:.0f} s; cut the article.",
            slot=slot,
            pauses=lengths.pauses,
        )
    return lengths.speech / (slot - lengths.pauses)


def compute_pause_factor(lengths: Lengths, slot: float) -> float | None:
    """The factor by which pauses must be longer to fill the slot exactly, or None if that would sound wrong."""
    if not lengths.pauses:
        return None
    factor = (slot - lengths.speech) / lengths.pauses
    return factor if _LEAST_PAUSE <= factor <= _MOST_PAUSE else None


def _measure_lengths(script: Script, profile: Profile, cast: Cast, cache: ClipCache | None) -> Lengths:
    speech, pauses = 0.0, profile.lead_in + profile.lead_out
    for utterance, clip in synthesize_script(script, cast.with_rate(profile.rate), cache):
        speech += clip.frames / clip.sample_rate
        pauses += profile.pauses[utterance.pause_after]
    return Lengths(speech, pauses)
