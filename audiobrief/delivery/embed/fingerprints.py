"""Fingerprints of sentences, by which the player finds them in the publisher's page.

The fragment does not repeat the article: a sentence is known by the length and a hash of its letters and digits,
without case, accents, spaces and punctuation, which typesetting changes. `embed.js` computes the same on the text of
the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from string import ascii_lowercase, digits

from audiobrief.delivery.text.read_along import ReadAlong, Sentence

_MULTIPLIER = 0x01000193
_MODULUS = 1 << 32
_DIGITS = digits + ascii_lowercase


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text that is spoken from `start`, in milliseconds: the `length` of its folded text, and the `hash` of that."""

    start: int
    length: int
    hash: int


def fold_text(text: str) -> str:
    """The letters and digits of a text in lower case, compatibility characters decomposed (NFKD), without accents.

    >>> fold_text("« L’été », 2ᵉ acte")
    'lete2eacte'
    """
    return "".join(
        part
        for character in text
        for part in unicodedata.normalize("NFKD", character).lower()
        if unicodedata.category(part)[0] in "LN"
    )


def hash_text(folded: str) -> int:
    """The polynomial hash of a folded text, modulo 2³²: that of a part follows from those of two prefixes."""
    value = 0
    for character in folded:
        value = (value * _MULTIPLIER + ord(character)) % _MODULUS
    return value


def list_fingerprints(read: ReadAlong, *, by_sentence: bool = True) -> list[Fingerprint]:
    """The fingerprints of the sentences of an article, or of its paragraphs, in the order in which they are spoken."""
    parts: Iterable[tuple[Sentence, ...]] = filter(None, _list_paragraphs(read))
    if by_sentence:
        parts = ((sentence,) for sentence in chain.from_iterable(parts))
    found = []
    for sentences in parts:
        folded = fold_text("".join(sentence.text for sentence in sentences))
        if folded:
            found.append(Fingerprint(sentences[0].start, len(folded), hash_text(folded)))
    return found


def encode_fingerprints(fingerprints: Iterable[Fingerprint]) -> str:
    """Fingerprints in base 36: `start,length,hash`, parted by spaces, each start counted from the one before.

    >>> encode_fingerprints([Fingerprint(36, 12, 35), Fingerprint(37, 1, 36)])
    '10,c,z 1,1,10'
    """
    parts, last = [], 0
    for each in fingerprints:
        parts.append(",".join(map(_to_base36, (each.start - last, each.length, each.hash))))
        last = each.start
    return " ".join(parts)


def _list_paragraphs(read: ReadAlong) -> Iterator[tuple[Sentence, ...]]:
    yield read.heading
    for section in read.sections:
        yield section.heading
        for passage in section.passages:
            yield from passage.paragraphs


def _to_base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
