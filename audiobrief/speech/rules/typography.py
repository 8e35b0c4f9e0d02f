"""Marks of the page that the voice does not say: quotation marks, odd spaces, doubled punctuation."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.patterns import APOSTROPHE, GAP, LOWER, SPACE, UPPER
from audiobrief.speech.rule import Context, Rule, Said, say_constant

_SPACES = frozenset("\u00a0\u202f\u205f\u3000\t\r\n\x0b\x0c") | frozenset(map(chr, range(0x2000, 0x200B)))
# After `A` at the beginning of a sentence, where it is « à » without its accent; a letter stands before no such word.
_AFTER_PREPOSITION = (
    "la|cet|cette|ces|son|sa|ses|leurs?|mon|ma|notre|nos|votre|vos|chaque|tous|toutes?|tout|quelques|quoi|qui|quelle?|partir|noter|"
    "lire|voir|suivre|propos|cause|défaut|raison|compter|terme|peine|part|titre|force|travers|savoir|vendre|louer|"
    "table|bord|droite|gauche|midi|minuit|jamais|nouveau|mesure|retenir|découvrir|présent|fin"
)
_VOWEL_FOLLOWS = "(?=[aeiouyhàâéèêëîïôûœAEIOUYHÀÂÉÈÊÎÔŒ])"


def _say_quotation_mark(match: re.Match[str], context: Context) -> Said:
    """Nothing, or a space where the mark alone separates two words."""
    before, after = context.get_text_before(match.start(), 1), context.get_text_after(match.end(), 1)
    return " " if before.isalnum() and after.isalnum() else ""


RULES = (
    Rule(
        "apostrophe",
        lazy_regex(
            rf"""
            (?<=\b[ldjnscmtLDJNSCMT])\s{APOSTROPHE}\s?{_VOWEL_FOLLOWS}     # l 'eau
            |(?<=\b[nN]){APOSTROPHE}\s(?=importe\b)                     # n’ importe
            |(?<=\b[aA]ujourd){APOSTROPHE}\s(?=hui\b)                   # aujourd’ hui
            """,
            re.X,
        ),
        say_constant("’"),
        needs=frozenset("'’"),
    ),
    Rule(
        "full-stop",
        # « Non ! ».
        lazy_regex(rf"(?<=[.!?…]){GAP}[»”\"]{GAP}\.(?![\w.])"),
        say_constant(""),
        needs=frozenset('»”"'),
    ),
    Rule(
        "quotation-mark",
        lazy_regex(
            rf"""
            (?:[«‹]{GAP}|{GAP}[»›]                                # « mots »
            |[“”„‟"]|''|``
            |(?<!\w)['‘’](?=\w{{2}})|‘                            # opening single mark
            |(?<=[^\W\d_]{{3}})['’]+(?![\w«“]|{SPACE}«)           # closing single mark
            )+
            """,
            re.X,
        ),
        _say_quotation_mark,
        needs=frozenset("«‹»›“”„‟\"'‘’`"),
    ),
    Rule(
        "preposition",
        # A 9 h, il part. | A noter
        lazy_regex(
            rf"(?:^|(?<={LOWER}{{4}}[.!?]\s)|(?<=[:;]\s)|(?<=\d°\s)|(?<=\w\)\s)|(?<=[«“\"(])|(?<=«\s))"
            rf"A(?={SPACE}(?:\d|(?:{_AFTER_PREPOSITION})\b|l[’']))"
        ),
        say_constant("À"),
        needs=frozenset("A"),
    ),
    Rule("dash", lazy_regex(r"(?<=\s)--(?=\s)"), say_constant("–"), needs=frozenset("-")),
    Rule(
        "space",
        lazy_regex("[\u00a0\u2000-\u200a\u202f\u205f\u3000\\t\\r\\n\\x0b\\x0c]+"),
        say_constant(" "),
        needs=_SPACES,
    ),
    Rule(
        "full-stop",
        # Fin.Le vent
        lazy_regex(rf"(?<={LOWER}{{2}})[.!?](?={UPPER}{LOWER})"),
        lambda match, context: f"{match[0]} ",
        needs=frozenset(".!?"),
    ),
    # Il part .
    Rule("full-stop", lazy_regex(r"(?<!\s)\s+(?=[.,](?!\w))"), say_constant(""), needs=frozenset(".,")),
    Rule(
        "control",
        lazy_regex("[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x9f\ufff9-\uffff\ue000-\uf8ff]+"),
        say_constant(" "),
    ),
)
