"""The words of the user's own lexicon: a word or a run of words is said as the user says, before any other rule."""

import re

from audiobrief.speech.patterns import APOSTROPHE
from audiobrief.speech.rule import Context, Piece, Rule, Said

_ELIDED = re.compile(rf"^(?:[cdjlmnst]|qu){APOSTROPHE}", re.I)


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


RULES = (Rule("user-lexicon", re.compile(r"[^\n]+"), _say_entries, scans=True),)
