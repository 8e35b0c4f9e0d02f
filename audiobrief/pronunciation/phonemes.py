"""An utterance as phonemes for a neural voice, with its punctuation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from audiobrief.model import Speech, Spoken
from audiobrief.pronunciation.foreign import clean_phonemes
from audiobrief.pronunciation.pronounce import pronounce_speech
from audiobrief.pronunciation.words import Word

# Part of the identity of voices that speak these phonemes: change it with every change of them.
REVISION = 17
_MARKS = re.compile(r"([,.;:?!…—()]+)")


def transcribe_speech(
    speech: Speech,
    transcribe_text: Callable[[str], str],
    transcribe_foreign: Callable[[Spoken], str] = lambda span: "",
) -> str:
    """The phonemes of `speech` in the International Phonetic Alphabet, with punctuation.

    `transcribe_text` transcribes French by eSpeak NG, `transcribe_foreign` a foreign name; it returns an empty text if
    the name is best read as if it were French.
    """
    return format_phonemes(pronounce_speech(speech, transcribe_text, transcribe_foreign))


def transcribe_other_language(speech: Speech, transcribe_text: Callable[[str], str]) -> str:
    """The phonemes of `speech` for a voice that is not French: as `transcribe_text`, which transcribes the language of
    that voice by eSpeak NG, gives them, with punctuation."""
    text = "".join(" ".join(span.text) if span.kind == "letters" else span.text for span in speech)
    parts: list[str] = []
    for piece in _MARKS.split(" ".join(text.split())):
        if _MARKS.fullmatch(piece):
            parts.append(_simplify_mark(piece))
        elif piece.strip():
            parts.append(f" {clean_phonemes(transcribe_text(piece))}")
    return "".join(parts).strip()


def format_phonemes(words: Sequence[Word]) -> str:
    """The phonemes of words with the marks that the neural voices pause at."""
    parts: list[str] = []
    for word in words:
        if word.kind == "mark":
            parts.append(f"{' ' if word.text[0] == '(' or word.text == '—' else ''}{_simplify_mark(word.text)}")
        elif word.phonemes:
            joined = word.before in ("", "-") and parts
            parts.append(word.phonemes if joined else f" {word.phonemes}")
    return re.sub(r"\s+", " ", "".join(parts)).strip()


def _simplify_mark(marks: str) -> str:
    if "…" in marks or marks.startswith("..."):
        return "…"
    return marks[0]
