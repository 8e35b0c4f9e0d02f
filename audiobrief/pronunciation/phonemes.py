"""An utterance as phonemes for a neural voice: French by eSpeak NG, punctuation kept, acronyms as one word."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable

from audiobrief.model import Speech, Spoken
from audiobrief.pronunciation.espeak_liaison import find_linked_by_t, is_wrongly_linked
from audiobrief.pronunciation.foreign import clean_phonemes
from audiobrief.pronunciation.lexicon import WORD, find_phonemes, respell_text

# Part of the identity of voices that speak these phonemes: change it with every change of them.
REVISION = 8

# Marks that the models were trained to pause at. Clauses between them are transcribed whole, which keeps liaisons.
_MARKS = re.compile(r"([,.;:?!…—()]+)")
_LETTER_NAMES = {"É": "e", "È": "ɛ", "Ê": "ɛ", "À": "a", "Ç": "se", "E": "ø", "W": "dubləve"}
# Words that stand in for an acronym or a foreign name while a clause is transcribed. Their first sound is a vowel
# (True) or a consonant, so that the words before them elide and link as they should.
_STAND_IN = {True: ("azoutika", r"azutik[ˈˌ]?a"), False: ("kazoutika", r"kazutik[ˈˌ]?a")}
_STAND_IN_WORDS = frozenset(word for word, _ in _STAND_IN.values())
_STAND_INS = re.compile("|".join(pattern for _, pattern in _STAND_IN.values()))
_HYPHEN = re.compile("(?<=zoutika)-|-(?=k?azoutika)")
# Letters whose names begin with a vowel.
_VOWEL_NAMES = frozenset("AÀEÉÈÊFHILMNORSUX")
_VOWELS = frozenset("aeiouyøœəɛɔɑ")


def transcribe_speech(
    speech: Speech,
    transcribe_text: Callable[[str], str],
    transcribe_foreign: Callable[[Spoken], str] = lambda span: "",
) -> str:
    """The phonemes of `speech` in the International Phonetic Alphabet, with punctuation.

    `transcribe_text` transcribes a French clause, `transcribe_foreign` a foreign name; it returns an empty text if the
    name is best read as if it were French.
    """
    text: list[str] = []
    known: list[str] = []
    for span in speech:
        if span.kind == "letters":
            known.append(transcribe_letters(span.text, transcribe_text))
            text.append(_STAND_IN[span.text[0] in _VOWEL_NAMES][0])
        elif span.kind == "foreign" and (name := transcribe_foreign(span)):
            known.append(name)
            text.append(_choose_stand_in(name))
        else:
            words = span.respelling if span.kind == "words" and span.respelling else span.text
            text.append(re.sub(r"\s[–—]\s", ", ", words))
    # A hyphen beside letters or a foreign name only joins them in writing: « PSG-OM ».
    written, queue = _insert_stand_ins(_HYPHEN.sub(" ", "".join(text)), deque(known), transcribe_text)
    parts: list[str] = []
    for piece in _MARKS.split(respell_text(written, transcribe_text)):
        if not piece.strip():
            parts.append(" ")
        elif _MARKS.fullmatch(piece):
            parts.append(_simplify_mark(piece))
        else:
            phonemes = clean_phonemes(transcribe_text(piece))
            parts.append((" " if piece[0].isspace() else "") + _replace_stand_ins(phonemes, queue))
            parts.append(" " if piece[-1].isspace() else "")
    joined = re.sub(r"\s+", " ", "".join(parts))
    return re.sub(r"\s([,.;:?!…)])", r"\1", joined).strip()


def transcribe_letters(letters: str, transcribe_text: Callable[[str], str]) -> str:
    """A spelled acronym as one word with the main stress on each letter, which is understood best."""
    names = [
        _LETTER_NAMES.get(letter) or re.sub("[ˈˌ]", "", clean_phonemes(transcribe_text(letter))) for letter in letters
    ]
    return "".join(map(_stress_letter, names))


def _choose_stand_in(phonemes: str) -> str:
    """The stand-in that begins as a word with these phonemes does."""
    return _STAND_IN[phonemes.lstrip("ˈˌ")[:1] in _VOWELS][0]


def _insert_stand_ins(text: str, known: deque[str], transcribe_text: Callable[[str], str]) -> tuple[str, deque[str]]:
    """Replace words that eSpeak NG would transcribe wrongly by stand-ins; also return the phonemes of all stand-ins.

    `known` has the phonemes of the stand-ins that are in `text` already.
    """
    queue: deque[str] = deque()

    def replace_word(match: re.Match[str]) -> str:
        word = match[0]
        if word in _STAND_IN_WORDS and known:
            queue.append(known.popleft())
            return word
        phonemes = find_phonemes(word, opens=not text[: match.start()].strip(' «“"(\u00a0\u202f'))
        if not phonemes and is_wrongly_linked(match):
            phonemes = clean_phonemes(transcribe_text(respell_text(word, transcribe_text)))
        elif not phonemes and (following := find_linked_by_t(match)) and not _is_aspirated(following, transcribe_text):
            phonemes = clean_phonemes(transcribe_text(word)) + "t"
        if not phonemes:
            return word
        queue.append(phonemes)
        return _STAND_IN[False][0] if _is_aspirated(word, transcribe_text) else _choose_stand_in(phonemes)

    return WORD.sub(replace_word, text), queue


def _is_aspirated(word: str, transcribe_text: Callable[[str], str]) -> bool:
    """Whether the word begins with an aspirated h, before which no word links or elides: « les halls »."""
    return word[0] in "hH" and "z" not in transcribe_text(f"les {word}")[:6]


def _simplify_mark(marks: str) -> str:
    if "…" in marks or marks.startswith("..."):
        return "…"
    return marks[0]


def _replace_stand_ins(phonemes: str, queue: deque[str]) -> str:
    """Replace the phonemes of stand-ins by those of the words that they stand in for."""
    return _STAND_INS.sub(lambda match: queue.popleft() if queue else match[0], phonemes)


def _stress_letter(name: str) -> str:
    """Put the main stress before the vowel of the last syllable, as eSpeak NG writes it."""
    vowels = [match.start() for match in re.finditer(r"[aeiouyøœəɛɔɑ]", name)]
    at = vowels[-1] if vowels else 0
    return f"{name[:at]}ˈ{name[at:]}"
