"""When two spoken lines are the same line.

What a voice would say alike is compared alike: case, hyphens, quotation marks and spacing say nothing; a letter is the
same letter whether it is written or named. Punctuation, which makes a voice pause, counts only where it is asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_FOLDED = str.maketrans({"œ": "oe", "æ": "ae", **dict.fromkeys("’ʼ`´′", "'")})
_MARKS = ".,;:?!…"
# A word takes the apostrophe that elides it: `l'an` is the two words `l'` and `an`.
_WORD = r"[^\W_]+(?:'(?=\w))?"
_WORDS = re.compile(_WORD)
_WORDS_AND_MARKS = re.compile(rf"{_WORD}|[{_MARKS}]")

_NAMES_OF_LETTERS = {
    "b": "bé",
    "c": "cé",
    "d": "dé",
    "e": "é eu euh",
    "f": "effe èfe",
    "g": "gé jé",
    "h": "ache hache",
    "j": "ji",
    "k": "ka",
    "l": "elle èle",
    "m": "emme ème",
    "n": "enne ène",
    "p": "pé",
    "q": "cu ku qu",
    "r": "erre ère",
    "s": "esse èce",
    "t": "té",
    "v": "vé",
    "x": "ixe iks",
    "z": "zède zed",
}
_LETTER = {name: letter for letter, names in _NAMES_OF_LETTERS.items() for name in names.split()}
_NAMED_IN_TWO_WORDS = ((re.compile(r"\bdouble v\b"), "w"), (re.compile(r"\bi grec\b"), "y"))


def canonical(text: str, *, punctuation: bool = False) -> str:
    """The words of `text`, one space apart, in the one form in which spoken lines are compared.

    With `punctuation`, each mark that makes a voice pause stays as a word of its own.
    """
    folded = unicodedata.normalize("NFC", text).lower().translate(_FOLDED).replace("...", "…")
    words = (_WORDS_AND_MARKS if punctuation else _WORDS).findall(folded)
    line = " ".join(_LETTER.get(word, word) for word in words)
    for name, letter in _NAMED_IN_TWO_WORDS:
        line = name.sub(letter, line)
    return line


def accepted(said: str, forms: Iterable[str], *, punctuation: bool = False) -> bool:
    """Whether `said` is the same spoken line as one of `forms`."""
    line = canonical(said, punctuation=punctuation)
    return any(line == canonical(form, punctuation=punctuation) for form in forms)
