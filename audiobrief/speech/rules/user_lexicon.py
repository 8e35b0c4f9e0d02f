"""The words of the user's own lexicon: a word or a run of words is said as the user says, before any other rule."""

import re
from collections.abc import Iterable

from audiobrief.french_sounds import normalize_phonemes
from audiobrief.lazy_regex import lazy_regex
from audiobrief.pronunciation.respelling import respell_phonemes
from audiobrief.speech.lexicon import Lexicon
from audiobrief.speech.patterns import APOSTROPHE
from audiobrief.speech.rule import Context, Piece, Rule, Said

_ELIDED = lazy_regex(rf"^(?:[cdjlmnst]|qu){APOSTROPHE}", re.I)


def _say_entries(match: re.Match[str], context: Context) -> Said:
    entries = context.lexicon.user_words
    if not entries:
        return None
    words = [(word.start(), word.end()) for word in re.finditer(r"\S+", match[0])]
    pieces: list[Piece] = []
    at = 0
    longest = max(len(entry.split()) for entry in entries)
    while at < len(words):
        start = match.start() + words[at][0]
        for size in range(min(longest, len(words) - at), 0, -1):
            end = match.start() + words[at + size - 1][1]
            written = context.text[start:end]
            # `R.A.S.` keeps its full stops where the entry has them.
            stopped = written.strip('«»“”"()[]…,;:!?')
            bare = stopped.strip(".")
            key = next((key for key in (stopped, bare, _ELIDED.sub("", bare)) if key in entries), None)
            if key:
                offset = written.index(key)
                pieces.append(Piece(start + offset, start + offset + len(key), entries[key], entry=key))
                at += size - 1
                break
        at += 1
    return pieces or None


def _pronounce_entries(match: re.Match[str], context: Context) -> Said:
    """Words with a pronunciation, also in compounds (« Lormeau-Vidal ») and after an elided word (« d'Ormeau »)."""
    pattern = context.lexicon.derive(_build_pattern)
    if pattern is None:
        return None
    return [_pronounce_word(found, context.lexicon) for found in pattern.finditer(context.text, *match.span())] or None


def _build_pattern(lexicon: Lexicon) -> re.Pattern[str] | None:
    return _join_words(lexicon.pronunciations) if lexicon.pronunciations else None


def _join_words(words: Iterable[str]) -> re.Pattern[str]:
    """The pattern of any of the words, the longest first, with whatever space and apostrophe is in them."""
    keys = sorted((" ".join(word.split()) for word in words), key=len, reverse=True)
    spaced = (
        APOSTROPHE.join(r"\s+".join(map(re.escape, part.split(" "))) for part in re.split("['’]", key)) for key in keys
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)")


def _pronounce_word(found: re.Match[str], lexicon: Lexicon) -> Piece:
    key = " ".join(found[0].split()).replace("’", "'")
    word = next(word for word in lexicon.pronunciations if " ".join(word.split()).replace("’", "'") == key)
    entry = lexicon.pronunciations[word]
    phonemes = normalize_phonemes(entry.ipa)
    like = entry.like or respell_phonemes(phonemes)
    return Piece(*found.span(), found[0], respelling=like, entry=word, phonemes=phonemes)


RULES = (
    Rule("user-lexicon", lazy_regex(r"[^\n]+"), _say_entries, scans=True),
    Rule("user-pronunciation", lazy_regex(r"(?s).+"), _pronounce_entries, scans=True),
)
