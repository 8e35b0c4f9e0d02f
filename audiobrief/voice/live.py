"""Speaking for somebody who is listening: from any utterance on, and the first words as soon as can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from audiobrief.model import Chapter, Clip, Script, Utterance
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Cast, Part
from audiobrief.voice.engine import count_letters
from audiobrief.voice.splitting import split_speech
from audiobrief.voice.synthesis import synthesize_script

# Utterances given to an engine at once: few, since who listens may go elsewhere at any moment.
_WINDOW = 8
# Characters: a first utterance longer than the one is begun with a phrase of at most the other.
_LONG, _PHRASE = 60, 40


@dataclass(frozen=True, slots=True)
class LiveClip:
    """The sound of utterance number `at`, or of a part of it. `complete` is true for its last part.

    The characters of the clip's words are counted in all that the utterance says, also in a part.
    """

    at: int
    clip: Clip
    complete: bool = True


def synthesize_live(script: Script, first: int, cast: Cast, cache: ClipCache | None) -> Iterator[LiveClip]:
    """Speak the utterances of a script, in order, from number `first` on. Raises VoiceError or NetworkError."""
    utterances = list(chain.from_iterable(chapter.utterances for chapter in script.chapters))[first:]
    if utterances and (phrases := _split_first(utterances[0], cast, cache)):
        reader = phrases[0].reader
        said = 0
        for number, phrase in enumerate(phrases, 1):
            (clip,) = reader.engine.speak([phrase.speech], reader.manner)
            words = tuple(word.move(said, 0) for word in clip.words)
            yield LiveClip(first, replace(clip, words=words), number == len(phrases))
            said += count_letters(phrase.speech)
        first, utterances = first + 1, utterances[1:]
    rest = replace(script, chapters=(Chapter("", tuple(utterances)),))
    for at, (_, clip) in enumerate(synthesize_script(rest, cast, cache, window=_WINDOW), first):
        yield LiveClip(at, clip)


def _split_first(utterance: Utterance, cast: Cast, cache: ClipCache | None) -> list[Part]:
    """The phrases of a long utterance, so that the first can be heard while the rest is being spoken; none if it is
    short, has several readers, or is in the cache."""
    parts = cast.assign_parts(utterance)
    (reader, speech), several = (parts[0].reader, parts[0].speech), len(parts) > 1
    if several or count_letters(speech) <= _LONG:
        return []
    if cache and cache.get(cache.make_key(reader.engine.identity, reader.manner, speech)):
        return []
    opening, *others = split_speech(speech, _PHRASE)
    if not others:
        return []
    return [Part(reader, opening), Part(reader, tuple(chain.from_iterable(others)))]
