"""Roman numerals: with an ordinal's ending anywhere, bare only after what is numbered so (a sovereign, a chapter)."""

import re

from audiobrief.speech.numbers import cardinal, ordinal, roman
from audiobrief.speech.rule import Context, Rule, Said

_LETTERS = frozenset("IVXLCM")
_NUMERAL = r"[IVXLCM]+"
_NEVER = {
    "CD",
    "CV",
    "MM",
    "DC",
    "LCI",
    "MC",
    "XL",
    "CC",
    "CM",
    "MI",
    "CIV",
    "LV",
    "DVI",
    "MCM",
    "MIX",
    "DIX",
    "CI",
    "LI",
    "VI",
}


def _ordinal(match: re.Match[str], context: Context) -> Said:
    number = roman(match["numeral"])
    # `Le`, `Ce`, `De` and `Me` are words; so is `Mmes` in capitals.
    if number is None or match["numeral"] in {"L", "C", "D", "M", "MM"}:
        return None
    ending = match["ending"]
    plural = "s" if ending.endswith("s") else ""
    if number == 1:
        if ending.startswith(("er", "re", "ère", "ʳᵉ", "ᵉʳ")):
            return ordinal(1, feminine=ending.startswith(("re", "ère", "ʳᵉ"))) + plural
        return None
    if number == 2 and ending.startswith("nd"):
        return "second" + ending[2:]
    if ending.startswith(("er", "re")) and len(match["numeral"]) == 1:
        # `Vers`, `Ceres`.
        return None
    return ordinal(number) + plural


# Read as letters where no name stands before: drips, chromosomes, sizes.
_LETTERS_TOO = {"IV", "XX", "XXX"}
# A team at rugby or football is named by its number of players.
_TEAMS = {"VII", "XI", "XIII", "XV"}
_BEFORE_TEAM = {"le", "du", "au", "ce", "un", "premier", "à"}


def _century(match: re.Match[str], context: Context) -> Said:
    number = roman(match["numeral"])
    return ordinal(number) if number else None


def _bare(match: re.Match[str], context: Context) -> Said:
    written = match["numeral"]
    number = roman(written)
    if number is None:
        return None
    joined = context.text[match.start() - 1 : match.start()] == "-"
    before = context.word_before(match.start() - joined)
    if len(written) == 1 and written in "LCDM":
        # A group, a zone, an initial: no name or chapter has got so far.
        return None
    if context.is_shouted(match.start()):
        before = before.title()
        if before not in context.lexicon.words["sovereigns"]:
            return None
    if written in _TEAMS and before.lower() in _BEFORE_TEAM:
        return cardinal(number)
    if not match.start() and re.match(r"\s?[-–.)]\s", context.text[match.end() : match.end() + 3]):
        return cardinal(number)
    if before in context.lexicon.words["sovereigns"]:
        return _ranked(number, before, context)
    if before.lower() in context.lexicon.words["numbered"]:
        return cardinal(number)
    if (
        written in _NEVER
        or len(written) == 1
        or not set(written) <= set("IVX")
        or context.lexicon.acronyms.get(written)
    ):
        return None
    named = before[:1].isupper() and not before.isupper() and before.lower() not in context.lexicon.words["plain_words"]
    return cardinal(number) if named or (written not in _LETTERS_TOO and written not in context.defined) else None


def _ranked(number: int, name: str, context: Context) -> str:
    """What a sovereign's numeral is said as: `Élisabeth I` is « première », `François I` « premier »."""
    return ordinal(1, feminine=name in context.lexicon.words["queens"]) if number == 1 else cardinal(number)


def _shouted(match: re.Match[str], context: Context) -> Said:
    """`LA VE RÉPUBLIQUE`: endings are shouted with their line."""
    number = roman(match["numeral"])
    if (
        number is None
        or not context.is_shouted(match.start())
        or match[0].lower() in context.lexicon.words["plain_words"]
    ):
        return None
    return ordinal(number, feminine=match["ending"] == "RE") if number > 1 or match["ending"] in ("ER", "RE") else None


RULES = (
    Rule(
        "roman",
        re.compile(r"(?<=[IVX][eᵉ])\s?[-–]\s?(?=[IVX]{1,6}[eᵉ]\ssiècles)"),
        lambda match, context: " et ",
        needs=frozenset("-–"),
    ),
    Rule(
        "roman",
        re.compile(r"(?<!\w)(?P<numeral>[IVX]{1,6})(?P<ending>ER|RE|E|ÈME|EME)(?!\w)"),
        _shouted,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        re.compile(
            rf"(?<![\w])(?P<numeral>{_NUMERAL})(?: (?=(?:e|[èe]me)\s(?:siècle|arrondissement|République|millénaire)))?"
            r"(?P<ending>ers?|[eè]res?|res?|nde?s?|i?[eè]mes?|es?|ᵉʳ|ʳᵉ|ᵉˢ?)(?![\wà-ÿ])"
        ),
        _ordinal,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        re.compile(rf"(?<![\w])(?P<numeral>{_NUMERAL})(?:E|È?ME)?(?=\s(?:siècles?|millénaire|SIÈCLES?|SIECLES?)\b)"),
        _century,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        re.compile(
            rf"(?<![\w’'.])(?P<numeral>{_NUMERAL})(?![\w.’'-]|\.\w)|(?<![\w’'.])(?P<dotted>{_NUMERAL})(?=\.(?:\s|$))"
        ),
        lambda match, context: _bare(match, context) if match["numeral"] else _bare_dotted(match, context),
        needs=_LETTERS,
    ),
)


def _numbering(match: re.Match[str], context: Context) -> Said:
    """`II. Les causes`: the number of a heading; `V. Hugo` is a name."""
    number, following = roman(match["dotted"]), context.words_after(match.end() + 1, 1)
    titled = bool(following) and following[0].lower() in context.lexicon.words["determiners"]
    return (
        cardinal(number)
        if number and set(match["dotted"]) <= set("IVX") and (len(match["dotted"]) > 1 or titled)
        else None
    )


def _bare_dotted(match: re.Match[str], context: Context) -> Said:
    """The numeral that ends a sentence, or stands before a heading; a lone `I.` is an initial."""
    before = context.word_before(match.start() - (context.text[match.start() - 1 : match.start()] == "-"))
    if not context.text[: match.start()].strip():
        return _numbering(match, context)
    known = context.lexicon.words["sovereigns"] | context.lexicon.words["numbered"]
    number = roman(match["dotted"])
    if len(match["dotted"]) == 1 and (
        match["dotted"] in "LCDM" or re.match(r"\.\s[a-zà-ÿ]", context.text[match.end() : match.end() + 3])
    ):
        return None
    named = before[:1].isupper() and len(match["dotted"]) > 1 and not context.lexicon.acronyms.get(match["dotted"])
    if number is None or not (before in known or before.lower() in known or named):
        return None
    return cardinal(number) if before.lower() in context.lexicon.words["numbered"] else _ranked(number, before, context)
