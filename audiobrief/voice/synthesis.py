"""A script spoken utterance by utterance, in order: cached clips first, the engines for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from audiobrief.model import Clip, Script, Speech, Utterance
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Cast, Part, Reader
from audiobrief.voice.engine import InterruptedSpeechError
from audiobrief.voice.sound import joined

# Enough to keep every core busy, few enough that memory does not grow with the programme.
_WINDOW = 48
# Seconds between two readers of one sentence.
_CHANGE = 0.15


def speak(script: Script, cast: Cast, cache: ClipCache | None) -> Iterator[tuple[Utterance, Clip]]:
    """Every utterance of the script with its clip, in order, at the sample rate of who reads the text.

    The same words are spoken once. Raises VoiceError or NetworkError.
    """
    utterances = (utterance for chapter in script.chapters for utterance in chapter.utterances)
    rate = cast.text.engine.sample_rate
    while window := list(islice(utterances, _WINDOW)):
        shared = [(utterance, cast.parts(utterance)) for utterance in window]
        clips = _clips([part for _, parts in shared for part in parts], cache)
        for utterance, parts in shared:
            yield utterance, joined([next(clips) for _ in parts], rate, gap=_CHANGE)


def _clips(parts: Sequence[Part], cache: ClipCache | None) -> Iterator[Clip]:
    """The clips of the parts, in order; each reader speaks its own side by side."""
    keys = [(cache or ClipCache()).key(part.reader.engine.identity, part.reader.manner, part.speech) for part in parts]
    ready: dict[str, Clip] = {}
    wanted: dict[Reader, dict[str, Speech]] = {}
    for key, part in zip(keys, parts, strict=True):
        if key in ready or key in wanted.get(part.reader, {}):
            continue
        if (clip := cache.get(key) if cache else None) is not None:
            ready[key] = clip
        else:
            wanted.setdefault(part.reader, {})[key] = part.speech
    spoken = {
        reader: zip(speeches, reader.engine.speak(list(speeches.values()), reader.manner), strict=True)
        for reader, speeches in wanted.items()
    }
    for key, part in zip(keys, parts, strict=True):
        while key not in ready:
            try:
                new, clip = next(spoken[part.reader])
            except InterruptedSpeechError as error:
                _keep(error.finished, list(wanted[part.reader]), cache)
                raise
            ready[new] = clip
            if cache:
                cache.put(new, clip)
        yield ready[key]


def _keep(finished: Mapping[int, Clip], keys: Sequence[str], cache: ClipCache | None) -> None:
    if cache:
        for at, clip in finished.items():
            cache.put(keys[at], clip)
