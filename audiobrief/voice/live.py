"""Speaking for somebody who is listening: from any utterance on, and the first words as soon as can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

from audiobrief.model import Chapter, Clip, Script, Utterance
from audiobrief.voice.cache import ClipCache
from audiobrief.voice.cast import Cast, Part
from audiobrief.voice.engine import count_letters
from audiobrief.voice.splitting import split_speech
from audiobrief.voice.synthesis import synthesize_script

# Utterances given to an engine at once: few, since who listens may go elsewhere at any moment.
_WINDOW = 8
# Characters: the longest first phrase, and how many are spoken before utterances are given to an engine together. Until
# then, a phrase is no longer than all that was spoken before it, which is heard while it is being made.
_PHRASE, _STEADY = 32, 240
# Characters: the longest phrase after a very short one; how much longer a phrase may be than the longest, so that no
# short rest is parted from it.
_LEAST, _TOLERANCE = 24, 12


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
    utterances = list(chain.from_iterable(chapter.utterances for chapter in script.chapters))
    at, spoken = first, 0
    while at < len(utterances) and spoken < _STEADY:
        phrases = _split_utterance(utterances[at], cast, cache, spoken)
        yield from _speak_phrases(at, phrases) if phrases else _speak_whole(at, utterances[at : at + 1], cast, cache)
        spoken += count_letters(utterances[at].speech)
        at += 1
    yield from _speak_whole(at, utterances[at:], cast, cache)


def _speak_whole(
    first: int, utterances: Sequence[Utterance], cast: Cast, cache: ClipCache | None
) -> Iterator[LiveClip]:
    script = Script("", (Chapter("", tuple(utterances)),))
    for at, (_, clip) in enumerate(synthesize_script(script, cast, cache, window=_WINDOW), first):
        yield LiveClip(at, clip)


def _speak_phrases(at: int, phrases: Sequence[Part]) -> Iterator[LiveClip]:
    said = 0
    for number, phrase in enumerate(phrases, 1):
        (clip,) = phrase.reader.engine.speak([phrase.speech], phrase.reader.manner)
        words = tuple(word.move(said, 0) for word in clip.words)
        yield LiveClip(at, replace(clip, words=words), number == len(phrases))
        said += count_letters(phrase.speech)


def _limit_phrase(spoken: int) -> int:
    """The most characters of a phrase after so many."""
    return max(_LEAST, spoken) if spoken else _PHRASE


def _split_utterance(utterance: Utterance, cast: Cast, cache: ClipCache | None, spoken: int) -> list[Part]:
    """The phrases of an utterance before which so many characters were spoken; none if it is short, has several
    readers, or is in the cache."""
    parts = cast.assign_parts(utterance)
    (reader, speech), several = (parts[0].reader, parts[0].speech), len(parts) > 1
    if several or count_letters(speech) <= _limit_phrase(spoken) + _TOLERANCE:
        return []
    if cache and cache.get(cache.make_key(reader.engine.identity, reader.manner, speech)):
        return []
    phrases: list[Part] = []
    rest = speech
    while count_letters(rest) > (limit := _limit_phrase(spoken)) + _TOLERANCE:
        pieces = split_speech(rest, limit)
        lengths = accumulate(count_letters(piece) for piece in pieces)
        # Evenly split, the first piece may be very short.
        fitting = max(1, sum(length <= limit + _TOLERANCE for length in lengths))
        if fitting == len(pieces):
            break
        phrases.append(Part(reader, tuple(chain.from_iterable(pieces[:fitting]))))
        rest = tuple(chain.from_iterable(pieces[fitting:]))
        spoken += count_letters(phrases[-1].speech)
    return [*phrases, Part(reader, rest)] if phrases else []
