"""An utterance as phonemes for a neural voice: French by eSpeak NG, punctuation kept, acronyms as one word."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable

from audiobrief.model import Speech, Spoken
from audiobrief.pronunciation.adaptation import in_french_sounds
from audiobrief.pronunciation.lexicon import WORD, known_phonemes, readable
from audiobrief.pronunciation.liaison import links_with_t, wrongly_linked

# Part of the identity of what is spoken from these phonemes: change it with every change of them.
REVISION = 8

# What the model was trained to pause at. Each clause is turned into phonemes whole, so that liaisons are kept.
_MARKS = re.compile(r"([,.;:?!…—()]+)")
_LANGUAGE_SWITCH = re.compile(r"\([a-z-]{2,7}\)")
_SWITCHED = re.compile(r"\((?!fr)([a-z]{2})[a-z-]*\)([^()]*)")
_LETTER_NAMES = {"É": "e", "È": "ɛ", "Ê": "ɛ", "À": "a", "Ç": "se", "E": "ø", "W": "dubləve"}
# Words that stand for a spelled acronym or a foreign name while the clause is turned into phonemes: they begin as it
# does, so that the words before elide and link as they would.
_STAND_IN = {True: ("azoutika", r"azutik[ˈˌ]?a"), False: ("kazoutika", r"kazutik[ˈˌ]?a")}
_STAND_IN_WORDS = frozenset(word for word, _ in _STAND_IN.values())
_STAND_INS = re.compile("|".join(pattern for _, pattern in _STAND_IN.values()))
# eSpeak NG links a verb's mute ending with a second t: « restent à » is ʁˈɛstt a.
_TWICE = re.compile(r"([bdfkplmnstvzɡʁʃʒ])\1(?= |$)")
# A plural's mute e is said before the z that links: « d'autres États ».
_AFTER_TWO = re.compile("(?<=[bdfkplmnstvzɡʁʃʒ]{2})z(?= )")
_HYPHEN = re.compile("(?<=zoutika)-|-(?=k?azoutika)")
_VOWEL_NAMES = frozenset("AÀEÉÈÊFHILMNORSUX")
_VOWELS = frozenset("aeiouyøœəɛɔɑ")


def french_phonemes(
    speech: Speech, phonemes: Callable[[str], str], foreign: Callable[[Spoken], str] = lambda span: ""
) -> str:
    """The phonemes of `speech`.

    `phonemes` turns a French clause into the International Phonetic Alphabet; `foreign` gives the phonemes of a foreign
    name, or nothing where it is best read as if it were French.
    """
    text: list[str] = []
    known: list[str] = []
    for span in speech:
        if span.kind == "letters":
            known.append(letters(span.text, phonemes))
            text.append(_STAND_IN[span.text[0] in _VOWEL_NAMES][0])
        elif span.kind == "foreign" and (said := foreign(span)):
            known.append(said)
            text.append(_stand_in(said))
        else:
            said = span.respelling if span.kind == "words" and span.respelling else span.text
            text.append(re.sub(r"\s[–—]\s", ", ", said))
    # A hyphen beside letters or a foreign name only joins them in writing: `PSG-OM`.
    written, apart = _with_stand_ins(_HYPHEN.sub(" ", "".join(text)), deque(known), phonemes)
    parts: list[str] = []
    for piece in _MARKS.split(readable(written, phonemes)):
        if not piece.strip():
            parts.append(" ")
        elif _MARKS.fullmatch(piece):
            parts.append(_mark(piece))
        else:
            said = clean(phonemes(piece))
            parts.append((" " if piece[0].isspace() else "") + _with_apart(said, apart))
            parts.append(" " if piece[-1].isspace() else "")
    joined = re.sub(r"\s+", " ", "".join(parts))
    return re.sub(r"\s([,.;:?!…)])", r"\1", joined).strip()


def _stand_in(said: str) -> str:
    return _STAND_IN[said.lstrip("ˈˌ")[:1] in _VOWELS][0]


def _with_stand_ins(text: str, known: deque[str], phonemes: Callable[[str], str]) -> tuple[str, deque[str]]:
    """`text` with stand-ins for the words whose phonemes are known better than eSpeak NG knows them, and these.

    `known` are the phonemes of the stand-ins that are in the text already.
    """
    apart: deque[str] = deque()

    def replaced(match: re.Match[str]) -> str:
        word = match[0]
        if word in _STAND_IN_WORDS and known:
            apart.append(known.popleft())
            return word
        said = known_phonemes(word, opens=not text[: match.start()].strip(' «“"(\u00a0\u202f'))
        if not said and wrongly_linked(match):
            said = clean(phonemes(readable(word, phonemes)))
        elif not said and (following := links_with_t(match)) and not _aspirated(following, phonemes):
            said = clean(phonemes(word)) + "t"
        if not said:
            return word
        apart.append(said)
        return _STAND_IN[False][0] if _aspirated(word, phonemes) else _stand_in(said)

    return WORD.sub(replaced, text), apart


def _aspirated(word: str, phonemes: Callable[[str], str]) -> bool:
    """Whether no word links or elides before this one, for its h: « les halls »."""
    return word[0] in "hH" and "z" not in phonemes(f"les {word}")[:6]


def _mark(written: str) -> str:
    if "…" in written or written.startswith("..."):
        return "…"
    return written[0]


def clean(said: str) -> str:
    """What eSpeak NG takes for another language brought to French sounds; no hyphens, which mark what it joined."""
    french = _SWITCHED.sub(lambda run: f" {in_french_sounds(run[2], run[1])} ", said)
    bare = " ".join(_LANGUAGE_SWITCH.sub("", french).replace("-", "").split())
    return _AFTER_TWO.sub("əz", _TWICE.sub(r"\1", bare))


def _with_apart(said: str, queue: deque[str]) -> str:
    """What stands for acronyms and names replaced by their own phonemes."""
    return _STAND_INS.sub(lambda match: queue.popleft() if queue else match[0], said)


def letters(written: str, phonemes: Callable[[str], str]) -> str:
    """A spelled acronym as one phoneme word, with the main stress on each letter, which is heard best."""
    names = [_LETTER_NAMES.get(letter) or re.sub("[ˈˌ]", "", clean(phonemes(letter))) for letter in written]
    return "".join(_stress(name, "ˈ") for name in names)


def _stress(name: str, mark: str) -> str:
    """The mark goes before the vowel of the name's last syllable, as eSpeak NG writes it."""
    vowels = [match.start() for match in re.finditer(r"[aeiouyøœəɛɔɑ]", name)]
    at = vowels[-1] if vowels else 0
    return f"{name[:at]}{mark}{name[at:]}"
