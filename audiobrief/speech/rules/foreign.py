"""Words of other languages, marked with their language where the evidence is good.

The evidence is a listed name, or a run of capitalised words that holds an English word (`County`, `and`).
"""

import re

from audiobrief.speech.rule import CAPITALS, LETTER, Context, Piece, Rule, Said

_TOKEN = re.compile(rf"{LETTER}+(?:[-’'&]{LETTER}+)*")
_LONGEST_NAME = 5


def _run(match: re.Match[str], context: Context) -> Said:
    pieces: list[Piece] = []
    for tokens in _between_capitals(match, context):
        pieces += _part(tokens, context)
    return pieces or None


def _between_capitals(match: re.Match[str], context: Context) -> list[list[tuple[int, int]]]:
    """The tokens of a run, cut where an acronym stands (it has its own rule)."""
    parts: list[list[tuple[int, int]]] = [[]]
    for token in _TOKEN.finditer(context.text, match.start(), match.end()):
        written = token[0]
        if len(written) > 1 and written.isupper() and written not in context.lexicon.foreign:
            parts.append([])
        else:
            parts[-1].append(token.span())
    return parts


def _part(tokens: list[tuple[int, int]], context: Context) -> list[Piece]:
    english = [_is_english(context.text[start:end], context) for start, end in tokens]
    pieces: list[Piece] = []
    if any(english) and len(tokens) > 1:
        first, last = _english_part(tokens, english, context)
        listed = _named(context, tokens[first : last + 1])
        if last > first and not _cover(listed, tokens[first : last + 1]):
            pieces += _named(context, tokens[:first])
            start, end = _unelided(context.text, tokens[first][0]), tokens[last][1]
            said = context.text[start:end].replace("&", " and ")
            pieces.append(Piece(start, end, said, "foreign", "en", entry="english-run"))
            return [*pieces, *_named(context, tokens[last + 1 :])]
    return _named(context, tokens)


def _english_part(tokens: list[tuple[int, int]], english: list[bool], context: Context) -> tuple[int, int]:
    """From the first to the last token of the run, French opening words left out."""
    first, last = 0, len(tokens) - 1
    while first < last and not english[first] and _opens_french(context.text[slice(*tokens[first])], context):
        first += 1
    while last > first and not english[last] and context.text[tokens[last][0]].islower():
        last -= 1
    return first, last


def _cover(pieces: list[Piece], tokens: list[tuple[int, int]]) -> bool:
    """Whether listed names make up the whole run: `Wall Street Journal`."""
    return all(any(piece.start <= start and end <= piece.end for piece in pieces) for start, end in tokens)


def _opens_french(token: str, context: Context) -> bool:
    word = token.lower()
    return (
        bool(re.match(r"[dl][’'](?=[a-zà-ÿ])", token, re.I) and token[2:3].islower())
        or word in context.lexicon.words["plain_words"]
        or word in context.lexicon.words["openers"]
    )


def _is_english(token: str, context: Context) -> bool:
    return token.lower().removesuffix("’s").removesuffix("'s") in context.lexicon.english


def _named(context: Context, tokens: list[tuple[int, int]]) -> list[Piece]:
    """The listed names among the tokens, longest first."""
    pieces: list[Piece] = []
    at = 0
    while at < len(tokens):
        for size in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
            start, end = tokens[at][0], tokens[at + size - 1][1]
            start = _unelided(context.text, start)
            written = context.text[start:end]
            name = context.lexicon.foreign.get(written)
            if name:
                pieces.append(Piece(start, end, written, "foreign", name.language, name.say, entry=written))
                at += size - 1
                break
        at += 1
    return pieces


def _unelided(text: str, start: int) -> int:
    """Where the name begins in a token that may begin with a French word: `L’Orange County`."""
    elided = _ELIDED.match(text, start)
    return elided.end() if elided else start


_ELIDED = re.compile(r"(?:[dlDL]|[Qq]u)[’']")

_BIG = rf"(?:[dlDL][’'])?[A-ZÀ-ÖØ-ÞŒ]{LETTER}*(?:[-’'&]{LETTER}+)*"
_SMALL = r"(?:of|the|and|for|to|at|by|with|from|von|van|der|del|della|di|da|dos|al|el|bin|ben)"

# Capitalised words and the small words that join them.
RULES = (
    Rule(
        "foreign",
        re.compile(rf"(?<!\w){_BIG}(?:[ \u00a0](?:{_SMALL}[ \u00a0])*{_BIG})*"),
        _run,
        scans=True,
        needs=CAPITALS,
    ),
)
