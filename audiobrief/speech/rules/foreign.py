"""Words of other languages, marked with their language where the evidence is good.

The evidence is a listed name, or a run of capitalised words that holds an English word (`County`, `and`).
"""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.patterns import (
    APOSTROPHE,
    CAPITALS,
    LETTER,
    LOWER,
    SPACE,
    SPACES,
    UPPER,
    WORD_START,
)
from audiobrief.speech.rule import Context, Piece, Rule, Said

# Where a token begins and ends in the text.
_Span = tuple[int, int]

_TOKEN = lazy_regex(rf"{LETTER}+(?:[-’'&]{LETTER}+)*")
_LONGEST_NAME = 5
# Small words of English that French has none like.
_SMALL_ENGLISH = {"of", "by", "my", "is", "it", "to", "in", "be", "we", "he"}
# `L’Orange`, `Qu’Orange`.
_ELISION = lazy_regex(rf"(?:[dlDL]|[Qq]u){APOSTROPHE}")
_ELIDED_LOWER = lazy_regex(rf"[dlDL]{APOSTROPHE}{LOWER}")
_CAPITALISED = rf"(?:[dlDL]{APOSTROPHE})?{UPPER}{LETTER}*(?:[-’'&]{LETTER}+)*"
_SMALL_WORD = r"(?:of|the|and|for|to|at|by|with|from|von|van|der|del|della|di|da|dos|al|el|bin|ben)"


def _say_names(match: re.Match[str], context: Context) -> Said:
    pieces: list[Piece] = []
    for tokens in _split_at_acronyms(match, context):
        pieces += _say_run(tokens, context)
    return pieces or None


def _split_at_acronyms(match: re.Match[str], context: Context) -> list[list[_Span]]:
    """The tokens of a run, cut where an acronym stands (it has its own rule)."""
    parts: list[list[_Span]] = [[]]
    for token in _TOKEN.finditer(context.text, match.start(), match.end()):
        written = token[0]
        if len(written) > 1 and written.isupper() and written not in context.lexicon.foreign:
            parts.append([])
        else:
            parts[-1].append(token.span())
    return parts


def _say_run(tokens: list[_Span], context: Context) -> list[Piece]:
    """The run as English from its first token that may be so, where it holds an English word; else its listed names."""
    english = [_is_english(context.text[start:end], context) for start, end in tokens]
    if any(english) and len(tokens) > 1:
        first, last = _trim_french(tokens, english, context)
        listed = _find_listed_names(context, tokens[first : last + 1])
        if last > first and not _cover_run(listed, tokens[first : last + 1]):
            start, end = _skip_elision(context.text, tokens[first][0]), tokens[last][1]
            said = context.text[start:end].replace("&", " and ")
            return [
                *_find_listed_names(context, tokens[:first]),
                Piece(start, end, said, "foreign", "en", entry="english-run"),
                *_find_listed_names(context, tokens[last + 1 :]),
            ]
    return _find_listed_names(context, tokens)


def _trim_french(tokens: list[_Span], english: list[bool], context: Context) -> tuple[int, int]:
    """The first and last token of the run without the French words that open it and the small ones that end it."""
    first, last = 0, len(tokens) - 1
    while first < last and not english[first] and _is_french_opener(context.text[slice(*tokens[first])], context):
        first += 1
    while last > first and not english[last] and context.text[tokens[last][0]].islower():
        last -= 1
    return first, last


def _cover_run(pieces: list[Piece], tokens: list[_Span]) -> bool:
    """Whether listed names, which stand in order as the tokens do, make up the whole run: `Wall Street Journal`."""
    at = 0
    for start, end in tokens:
        while at < len(pieces) and pieces[at].end < end:
            at += 1
        if at == len(pieces) or pieces[at].start > start:
            return False
    return True


def _is_french_opener(token: str, context: Context) -> bool:
    word = token.lower()
    return (
        bool(_ELIDED_LOWER.match(token))
        or word in context.lexicon.words["plain_words"]
        or word in context.lexicon.words["openers"]
    )


def _is_english(token: str, context: Context) -> bool:
    return token.lower().removesuffix("’s").removesuffix("'s") in context.lexicon.english


def _find_listed_names(context: Context, tokens: list[_Span]) -> list[Piece]:
    """The listed names among the tokens, the longest first."""
    pieces: list[Piece] = []
    at = 0
    while at < len(tokens):
        for size in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
            start, end = _skip_elision(context.text, tokens[at][0]), tokens[at + size - 1][1]
            written = context.text[start:end]
            name = context.lexicon.foreign.get(written)
            if name:
                pieces.append(Piece(start, end, written, "foreign", name.language, name.say, entry=written))
                at += size - 1
                break
        at += 1
    return pieces


def _skip_elision(text: str, start: int) -> int:
    """Where the name begins in a token that may begin with a French word: `L’Orange County`."""
    elided = _ELISION.match(text, start)
    return elided.end() if elided else start


def _say_capitals(match: re.Match[str], context: Context) -> Said:
    """`THE GAME`, `THE DARK SIDE OF THE MOON`: an English title in capitals, where half of its words are known."""
    words = [word for word in re.split(r"[\s-]+", match[0]) if word]
    known = [_is_english(word, context) or word.lower() in _SMALL_ENGLISH for word in words]
    strong = any(_is_english(word, context) for word in words if len(word) > 2)
    french = any(word.lower() in context.lexicon.words["plain_words"] for word in words)
    if not strong or french or 2 * sum(known) < len(words) or any(word in context.lexicon.acronyms for word in words):
        return None
    return [Piece(*match.span(), match[0].title(), "foreign", "en", entry="english-capitals")]


RULES = (
    Rule(
        "foreign",
        # THE GAME
        lazy_regex(
            rf"(?<![\w.’'-])[A-Z]{{2,}}(?:{APOSTROPHE}[A-Z]+)?(?:[-{SPACES}][A-Z]{{1,}}(?:{APOSTROPHE}[A-Z]+)?){{1,9}}(?![\w’'-])"
        ),
        _say_capitals,
        needs=CAPITALS,
    ),
    Rule(
        "foreign",
        # Capitalised words and the small words that join them.
        lazy_regex(rf"{WORD_START}{_CAPITALISED}(?:{SPACE}(?:{_SMALL_WORD}{SPACE})*{_CAPITALISED})*"),
        _say_names,
        scans=True,
        needs=CAPITALS,
    ),
)
