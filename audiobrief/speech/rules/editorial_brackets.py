"""What an editor put into a quotation: `[N]ous`, `Il[s]`, `Il [le maire] part`."""

import re

from audiobrief.speech.rule import Context, Piece, Rule, Said


def _only_brackets(match: re.Match[str], context: Context) -> Said:
    """`[N]ous`, `Il[s]`: an editor's letters belong to the word."""
    return [Piece(match.start(), match.start() + 1, ""), Piece(match.end() - 1, match.end(), "")]


def _aside(match: re.Match[str], context: Context) -> Said:
    """`Il [le maire] part`: an editor's words stand between commas, and who put them there is not said."""
    end = match.end()
    if context.word_before(match.start()).lower() in context.lexicon.words["determiners"]:
        return [Piece(match.start(), match.start("inside"), " "), Piece(match.end("inside"), end, "")]
    closing = "," if re.match(r"\s[\w«]", context.text[end : end + 2]) else ""
    words = match.start("inside"), match.end("inside")
    return [Piece(match.start(), words[0], ", "), Piece(words[1], end, closing)]


# A lone letter may be a note's: those are looked for between the two.
LETTERS = (
    Rule(
        "editor",
        re.compile(
            r"\[[^\W\d_]{1,12}\](?=[^\W\d_])|(?<=\b[^\W\d_])\[[^\W\d_][^\[\]\n]{0,30}\]|(?<=[^\W\d_])\[(?:e?s|e|nt|ent)\]"
        ),
        _only_brackets,
        needs=frozenset("["),
    ),
)

ASIDES = (
    Rule(
        "editor",
        re.compile(
            r"(?<=[\w»”])\s\[(?:(?i:NDLR|N\.D\.L\.R\.)\s?[:,]?\s?)?"
            r"(?P<inside>[^\[\]\n]{3,120}?)(?:,?\s(?i:NDLR|N\.D\.L\.R\.))?\](?=[\s,.;:!?»”])"
        ),
        _aside,
        needs=frozenset("["),
    ),
)
