"""The reader's own lexicon: a word or a run of words said the reader's way, before any rule."""

import re

from audiobrief.speech.rule import Context, Piece, Rule, Said


def _say(match: re.Match[str], context: Context) -> Said:
    entries = context.lexicon.house
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
            # `R.A.S.` keeps its stops where the reader's word has them.
            stopped = written.strip('«»“”"()[]…,;:!?')
            bare = stopped.strip(".")
            elided = re.sub(r"^(?:[cdjlmnst]|qu)[’']", "", bare, flags=re.I)
            key = next((k for k in (stopped, bare, elided) if k in entries), None)
            if key:
                offset = written.index(key)
                pieces.append(Piece(start + offset, start + offset + len(key), entries[key], entry=key))
                at += size - 1
                break
        at += 1
    return pieces or None


RULES = (Rule("house", re.compile(r"[^\n]+"), _say, scans=True),)
