"""An utterance as phonemes for a neural voice: French by eSpeak NG, punctuation kept, acronyms as one word."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiobrief.voice.engine import Speech

# What the model was trained to pause at. Each clause is turned into phonemes whole, so that liaisons are kept.
_MARKS = re.compile(r"([,.;:?!…—()]+)")
_LANGUAGE_SWITCH = re.compile(r"\([a-z-]{2,7}\)")
_LETTER_NAMES = {"É": "e", "È": "ɛ", "Ê": "ɛ", "À": "a", "Ç": "se", "E": "ə", "W": "dubləve"}
# Words that stand for a spelled acronym while its clause is turned into phonemes: they begin as the acronym does, so
# that the words before them elide and link as they would.
_STAND_IN = {True: ("azoutika", r"azutik[ˈˌ]?a"), False: ("kazoutika", r"kazutik[ˈˌ]?a")}
_VOWEL_NAMES = frozenset("AÀEÉÈÊFHILMNORSX")
_NOT_A_MARK = {"–": ",", "\u2014": ",", "-": " "}


def french_phonemes(speech: Speech, phonemes: Callable[[str], str]) -> str:
    """The phonemes of `speech`; `phonemes` turns a French clause into the International Phonetic Alphabet."""
    text: list[str] = []
    spelled: list[str] = []
    for span in speech:
        if span.kind == "letters":
            spelled.append(span.text)
            text.append(_STAND_IN[span.text[0] in _VOWEL_NAMES][0])
        else:
            said = span.respelling if span.kind == "words" and span.respelling else span.text
            text.append(re.sub(r"\s[–—]\s", ", ", said))
    queue = list(spelled)
    parts: list[str] = []
    for piece in _MARKS.split("".join(text)):
        if not piece.strip():
            parts.append(" ")
        elif _MARKS.fullmatch(piece):
            parts.append(_mark(piece))
        else:
            said = _clean(phonemes(piece))
            parts.append((" " if piece[0].isspace() else "") + _with_letters(said, queue, phonemes))
            parts.append(" " if piece[-1].isspace() else "")
    joined = re.sub(r"\s+", " ", "".join(parts))
    return re.sub(r"\s([,.;:?!…)])", r"\1", joined).strip()


def _mark(written: str) -> str:
    if "…" in written or written.startswith("..."):
        return "…"
    return written[0]


def _clean(said: str) -> str:
    """No language-switch marks, no hyphens (they mark what eSpeak NG joined)."""
    return " ".join(_LANGUAGE_SWITCH.sub("", said).replace("-", "").split())


def _with_letters(said: str, queue: list[str], phonemes: Callable[[str], str]) -> str:
    def put(match: re.Match[str]) -> str:
        return letters(queue.pop(0), phonemes) if queue else match[0]

    return re.sub("|".join(pattern for _, pattern in _STAND_IN.values()), put, said)


def letters(written: str, phonemes: Callable[[str], str]) -> str:
    """A spelled acronym as one phoneme word: secondary stress on each letter, the main stress on the last."""
    names = [_LETTER_NAMES.get(letter) or re.sub("[ˈˌ]", "", _clean(phonemes(letter))) for letter in written]
    stressed = [_stress(name, "ˌ") for name in names[:-1]] + [_stress(names[-1], "ˈ")]
    return "".join(stressed)


def _stress(name: str, mark: str) -> str:
    """The mark goes before the vowel of the name's last syllable, as eSpeak NG writes it."""
    vowels = [match.start() for match in re.finditer(r"[aeiouyøœəɛɔɑ]", name)]
    at = vowels[-1] if vowels else 0
    return f"{name[:at]}{mark}{name[at:]}"
