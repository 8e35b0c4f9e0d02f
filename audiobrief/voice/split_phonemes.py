"""An utterance that is too long for a neural model in one go, cut where a reader would breathe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from audiobrief.model import Speech, Spoken
from audiobrief.voice.split_text import phrase_cuts

_SHORTEST = 20


def phoneme_parts(speech: Speech, phonemes: Callable[[Speech], str], most: int) -> list[str]:
    """The phonemes of `speech` in parts of at most `most`, cut between the words of its text.

    Only where no cut between words is left (a word of hundreds of letters) are the phonemes themselves cut.
    """
    said = phonemes(speech)
    if len(said) <= most:
        return [said] if said else []
    letters = sum(len(span.text) for span in speech)
    # A little under the share, since not all words have as many phonemes for their letters.
    longest = int(0.9 * letters * most / len(said))
    parts = cut(speech, longest) if longest >= _SHORTEST else []
    if len(parts) < 2:
        return [said[at : at + most] for at in range(0, len(said), most)]
    return [piece for part in parts for piece in phoneme_parts(part, phonemes, most)]


def cut(speech: Speech, most: int) -> list[Speech]:
    """`speech` in parts of at most `most` characters, as `phrase_cuts` would have them.

    Names, spelled acronyms and what is respelled stay whole.
    """
    whole = "".join(_unbroken(span) for span in speech)
    ends = list(_ends(whole, phrase_cuts(whole, most)))
    return [_slice(speech, start, end) for start, end in zip([0, *ends], ends, strict=False)]


def _unbroken(span: Spoken) -> str:
    """The text of a span, its blanks hidden where it may not be cut."""
    if span.kind == "words" and not span.respelling:
        return span.text
    return "".join("_" if mark.isspace() else mark for mark in span.text)


def _ends(whole: str, parts: list[str]) -> Iterator[int]:
    """Where each part ends in `whole`, whose blanks are not those of the parts."""
    at = 0
    for part in parts:
        marks = sum(not mark.isspace() for mark in part)
        while marks:
            marks -= not whole[at].isspace()
            at += 1
        yield at


def _slice(speech: Speech, start: int, end: int) -> Speech:
    parts: list[Spoken] = []
    at = 0
    for span in speech:
        text = span.text[max(0, start - at) : max(0, end - at)]
        if text == span.text or not span.respelling:
            parts.append(replace(span, text=text))
        at += len(span.text)
    return tuple(part for part in parts if part.text)
