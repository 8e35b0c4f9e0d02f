"""Roman numerals: with an ordinal's ending anywhere, bare only after what is numbered so (a sovereign, a chapter)."""

import re

from audiobrief.speech.numbers import parse_roman, say_cardinal, say_ordinal
from audiobrief.speech.patterns import LOWER, WORD_END, WORD_START
from audiobrief.speech.rule import Context, Rule, Said, say_constant

_LETTERS = frozenset("IVXLCM")
_NUMERAL = "[IVXLCM]+"
# Numerals that are acronyms or words more often.
_NEVER = {
    "CD", "CV", "MM", "DC", "LCI", "MC", "XL", "CC", "CM", "MI", "CIV", "LV", "DVI", "MCM", "MIX", "DIX", "CI", "LI",
    "VI",
}  # fmt: skip
# Read as letters where no name stands before: drips, chromosomes, sizes.
_LETTERS_ALONE = {"IV", "XX", "XXX"}
# A team at rugby or football is named by its number of players.
_TEAMS = {"VII", "XI", "XIII", "XV"}
_BEFORE_TEAM = {"le", "du", "au", "ce", "un", "premier", "à"}


def _say_ordinal(match: re.Match[str], context: Context) -> Said:
    number = parse_roman(match["numeral"])
    # `Le`, `Ce`, `De` and `Me` are words; so is `Mmes` in capitals.
    if number is None or match["numeral"] in {"L", "C", "D", "M", "MM"}:
        return None
    ending = match["ending"]
    plural = "s" if ending.endswith("s") else ""
    if number == 1:
        if ending.startswith(("er", "re", "ère", "ʳᵉ", "ᵉʳ")):
            return say_ordinal(1, feminine=ending.startswith(("re", "ère", "ʳᵉ"))) + plural
        return None
    if number == 2 and ending.startswith("nd"):
        return "second" + ending[2:]
    if ending.startswith(("er", "re")) and len(match["numeral"]) == 1:
        # `Vers`, `Ceres`.
        return None
    return say_ordinal(number) + plural


def _say_century(match: re.Match[str], context: Context) -> Said:
    number = parse_roman(match["numeral"])
    return say_ordinal(number) if number else None


def _say_bare(match: re.Match[str], context: Context) -> Said:
    return _say_undotted(match, context) if match["numeral"] else _say_dotted(match, context)


def _say_undotted(match: re.Match[str], context: Context) -> Said:
    """`Louis XIV`, `tome II`, `le XV de France`."""
    written = match["numeral"]
    number = parse_roman(written)
    if number is None:
        return None
    before = _find_name_before(match, context)
    words = context.lexicon.words
    if len(written) == 1 and written in "LCDM":
        # A group, a zone, an initial: no name or chapter has got so far.
        return None
    if context.is_all_caps(match.start()):
        before = before.title()
        if before not in words["sovereigns"]:
            return None
    if written in _TEAMS and before.lower() in _BEFORE_TEAM:
        return say_cardinal(number)
    if not match.start() and re.match(r"\s?[-–.)]\s", context.get_text_after(match.end(), 3)):
        return say_cardinal(number)
    if before in words["sovereigns"]:
        return _say_rank(number, before, context)
    if before.lower() in words["numbered"]:
        return say_cardinal(number)
    if written in _NEVER or len(written) == 1 or not set(written) <= set("IVX"):
        return None
    if context.lexicon.acronyms.get(written):
        return None
    named = before[:1].isupper() and not before.isupper() and before.lower() not in words["plain_words"]
    numeral = written not in _LETTERS_ALONE and written not in context.defined
    return say_cardinal(number) if named or numeral else None


def _say_dotted(match: re.Match[str], context: Context) -> Said:
    """The numeral that ends a sentence, or stands before a heading; a lone `I.` is an initial."""
    if not context.text[: match.start()].strip():
        return _say_heading_number(match, context)
    written = match["dotted"]
    before = _find_name_before(match, context)
    words = context.lexicon.words
    number = parse_roman(written)
    if len(written) == 1 and (written in "LCDM" or re.match(rf"\.\s{LOWER}", context.get_text_after(match.end(), 3))):
        return None
    known = before in words["sovereigns"] or not words["numbered"].isdisjoint((before, before.lower()))
    named = before[:1].isupper() and len(written) > 1 and not context.lexicon.acronyms.get(written)
    if number is None or not (known or before.lower() in words["sovereigns"] or named):
        return None
    return say_cardinal(number) if before.lower() in words["numbered"] else _say_rank(number, before, context)


def _find_name_before(match: re.Match[str], context: Context) -> str:
    """The word before a numeral, which a hyphen may join to it: `Jean-Paul-II`."""
    joined = context.text[match.start() - 1 : match.start()] == "-"
    return context.find_word_before(match.start() - joined)


def _say_heading_number(match: re.Match[str], context: Context) -> Said:
    """`II. Les causes`: the number of a heading; `V. Hugo` is a name."""
    number, following = parse_roman(match["dotted"]), context.find_words_after(match.end() + 1, 1)
    titled = bool(following) and following[0].lower() in context.lexicon.words["determiners"]
    if not number or not set(match["dotted"]) <= set("IVX"):
        return None
    return say_cardinal(number) if len(match["dotted"]) > 1 or titled else None


def _say_rank(number: int, name: str, context: Context) -> str:
    """What a sovereign's numeral is said as: `Élisabeth I` is « première », `François I` « premier »."""
    if number == 1:
        return say_ordinal(1, feminine=name in context.lexicon.words["queens"])
    return say_cardinal(number)


def _say_all_caps_ordinal(match: re.Match[str], context: Context) -> Said:
    """`LA VE RÉPUBLIQUE`: the ending is in capitals with its line."""
    number = parse_roman(match["numeral"])
    if number is None or not context.is_all_caps(match.start()):
        return None
    if match[0].lower() in context.lexicon.words["plain_words"]:
        return None
    if number == 1 and match["ending"] not in ("ER", "RE"):
        return None
    return say_ordinal(number, feminine=match["ending"] == "RE")


RULES = (
    Rule(
        "roman",
        # XIXe-XXe siècles
        re.compile(r"(?<=[IVX][eᵉ])\s?[-–]\s?(?=[IVX]{1,6}[eᵉ]\ssiècles)"),
        say_constant(" et "),
        needs=frozenset("-–"),
    ),
    Rule(
        "roman",
        # LA VE RÉPUBLIQUE
        re.compile(rf"{WORD_START}(?P<numeral>[IVX]{{1,6}})(?P<ending>ER|RE|E|ÈME|EME){WORD_END}"),
        _say_all_caps_ordinal,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        re.compile(
            rf"""
            {WORD_START}(?P<numeral>{_NUMERAL})
            (?:\s(?=(?:e|[èe]me)\s(?:siècle|arrondissement|République|millénaire)))?       # XX e siècle
            (?P<ending>ers?|[eè]res?|res?|nde?s?|i?[eè]mes?|es?|ᵉʳ|ʳᵉ|ᵉˢ?)                  # XXe, Ier
            {WORD_END}
            """,
            re.X,
        ),
        _say_ordinal,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        # XX siècle, XXÈME SIÈCLE
        re.compile(rf"{WORD_START}(?P<numeral>{_NUMERAL})(?:E|È?ME)?(?=\s(?:siècles?|millénaire|SIÈCLES?|SIECLES?)\b)"),
        _say_century,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        re.compile(
            rf"""
            (?<![\w’'.])(?P<numeral>{_NUMERAL})(?![\w.’'-]|\.\w)      # Louis XIV, tome II
            |(?<![\w’'.])(?P<dotted>{_NUMERAL})(?=\.(?:\s|$))         # Louis XIV. | II. Les causes
            """,
            re.X,
        ),
        _say_bare,
        needs=_LETTERS,
    ),
)
