"""What an editor put into a quotation: `[N]ous`, `Il[s]`, `Il [le maire] part`."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import say_name
from audiobrief.speech.patterns import WORD_LETTER
from audiobrief.speech.rule import Context, Piece, Rule, Said


def _drop_brackets(match: re.Match[str], context: Context) -> Said:
    """`[N]ous`, `Il[s]`: the letters belong to the word."""
    return [Piece(match.start(), match.start() + 1, ""), Piece(match.end() - 1, match.end(), "")]


def _say_aside(match: re.Match[str], context: Context) -> Said:
    """`Il [le maire] part`: the words are said between commas; `NDLR` is not said."""
    end = match.end()
    if context.find_word_before(match.start()).lower() in context.lexicon.words["determiners"]:
        return [Piece(match.start(), match.start("inside"), " "), Piece(match.end("inside"), end, "")]
    closing = "," if re.match(r"\s[\w«]", context.get_text_after(end, 2)) else ""
    words = match.start("inside"), match.end("inside")
    return [Piece(match.start(), words[0], ", "), Piece(words[1], end, closing)]


def _say_original_year(match: re.Match[str], context: Context) -> Said:
    """`1873 [1721]`: the year of the first edition."""
    return f", {say_name(match['year'])}"


# A lone letter in brackets may be a note mark: the rules for those stand between LETTERS and ASIDES.
LETTERS = (
    Rule(
        "editorial-brackets",
        # 1873 [1721]
        lazy_regex(r"(?<=\b[12]\d{3})\s?\[(?P<year>1[4-9]\d\d|20[0-2]\d)\]"),
        _say_original_year,
        needs=frozenset("["),
        has_digits=True,
    ),
    Rule(
        "editorial-brackets",
        lazy_regex(
            rf"""
            \[{WORD_LETTER}{{1,12}}\](?={WORD_LETTER})                    # [N]ous
            |(?<=\b{WORD_LETTER})\[{WORD_LETTER}[^\[\]\n]{{0,30}}\]       # d[e la ville]
            |(?<={WORD_LETTER})\[(?:e?s|e|nt|ent)\]                       # Il[s], parti[es]
            """,
            re.X,
        ),
        _drop_brackets,
        needs=frozenset("["),
    ),
)

ASIDES = (
    Rule(
        "editorial-brackets",
        lazy_regex(
            r"""
            (?<=[\w»”])\s\[
            (?:(?i:NDLR|N\.D\.L\.R\.)\s?[:,]?\s?)?        # [NDLR : le maire]
            (?P<inside>[^\[\]\n]{3,120}?)
            (?:,?\s(?i:NDLR|N\.D\.L\.R\.))?               # [le maire, NDLR]
            \](?=[\s,.;:!?»”])
            """,
            re.X,
        ),
        _say_aside,
        needs=frozenset("["),
    ),
)
