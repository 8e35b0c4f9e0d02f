"""Marks of the page that the voice does not say: quotation marks, odd spaces, doubled punctuation."""

import re

from audiobrief.speech.rule import Context, Rule, Said

_SPACES = frozenset("\u00a0\u202f\u205f\u3000\t\r\n\x0b\x0c") | frozenset(map(chr, range(0x2000, 0x200B)))

_ELIDED = r"(?<=\b[ldjnscmtLDJNSCMT])"
_VOWEL = "(?=[aeiouyhàâéèêëîïôûœAEIOUYHÀÂÉÈÊÎÔŒ])"

RULES = (
    Rule(
        "apostrophe",
        re.compile(rf"{_ELIDED} ['’]{_VOWEL}|(?<=\b[nN])['’] (?=importe\b)|(?<=\b[aA]ujourd)['’] (?=hui\b)"),
        lambda match, context: "’",
        needs=frozenset("'’"),
    ),
    Rule(
        "stop",
        re.compile(r"(?<=[!?…])[ \u00a0\u202f]?[»”\"]\.(?!\w)"),
        lambda match, context: "",
        needs=frozenset('»”"'),
    ),
    Rule(
        "quotation-mark",
        re.compile(
            '(?:[«‹][ \u00a0\u202f\u2009]?|[ \u00a0\u202f\u2009]?[»›]|[“”„‟"]'
            "|''|``|(?<!\\w)['‘’](?=\\w{2})|‘|(?<=[^\\W\\d_]{3})['’]+(?![\\w«“]|[ \u00a0\u202f]«))+"
        ),
        lambda match, context: _quotation_mark(match, context),
        needs=frozenset("«‹»›“”„‟\"'‘’`"),
    ),
    Rule("dash", re.compile(r"(?<=\s)--(?=\s)"), lambda match, context: "–", needs=frozenset("-")),
    Rule(
        "space",
        re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\\t\\r\\n\\x0b\\x0c]+"),
        lambda match, context: " ",
        needs=_SPACES,
    ),
    Rule(
        "stop",
        re.compile(r"(?<=[a-zà-ÿ]{2})[.!?](?=[A-ZÀ-ÖØ-Þ][a-zà-ÿ])"),
        lambda match, context: f"{match[0]} ",
        needs=frozenset(".!?"),
    ),
    Rule("stop", re.compile(r"(?<!\s)\s+(?=[.,](?!\w))"), lambda match, context: "", needs=frozenset(".,")),
    Rule(
        "control",
        re.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x9f\ufff9-\uffff\ue000-\uf8ff]+"),
        lambda match, context: " ",
    ),
)


def _quotation_mark(match: re.Match[str], context: Context) -> Said:
    """A mark glued to a word on both sides parts two words; elsewhere it is only silent."""
    before, after = context.text[max(0, match.start() - 1) : match.start()], context.text[match.end() : match.end() + 1]
    return " " if before.isalnum() and after.isalnum() else ""
