"""A script spoken utterance by utterance, in order: cached clips first, the engine for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from audiobrief.model import Clip, Script, Utterance
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.engine import Engine, InterruptedSpeechError, Manner

# Enough to keep every core busy, few enough that memory does not grow with the programme.
_WINDOW = 48


def speak(script: Script, engine: Engine, manner: Manner, cache: ClipCache | None) -> Iterator[tuple[Utterance, Clip]]:
    """Every utterance of the script with its clip, in order. The same words are spoken once. Raises VoiceError or
    NetworkError."""
    utterances = (utterance for chapter in script.chapters for utterance in chapter.utterances)
    keys = cache or ClipCache()
    while window := list(islice(utterances, _WINDOW)):
        named = [(keys.key(engine.identity, manner, utterance.speech), utterance) for utterance in window]
        ready: dict[str, Clip] = {}
        wanted: dict[str, Utterance] = {}
        for key, utterance in named:
            if key in ready or key in wanted:
                continue
            clip = cache.get(key) if cache else None
            if clip is None:
                wanted[key] = utterance
            else:
                ready[key] = clip
        spoken = zip(wanted, engine.speak([utterance.speech for utterance in wanted.values()], manner), strict=True)
        for key, utterance in named:
            while key not in ready:
                try:
                    new, clip = next(spoken)
                except InterruptedSpeechError as error:
                    _keep(error.finished, list(wanted), cache)
                    raise
                ready[new] = clip
                if cache:
                    cache.put(new, clip)
            yield utterance, ready[key]
    if cache:
        cache.shrink()


def _keep(finished: Mapping[int, Clip], keys: Sequence[str], cache: ClipCache | None) -> None:
    if cache:
        for at, clip in finished.items():
            cache.put(keys[at], clip)
