"""Roman numerals: with an ordinal's ending anywhere, bare only after what is numbered so (a sovereign, a chapter)."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.accents import remove_accents
from audiobrief.speech.gender import is_feminine
from audiobrief.speech.lexicon import Lexicon
from audiobrief.speech.numbers import parse_roman, say_cardinal, say_ordinal
from audiobrief.speech.patterns import LOWER, WORD_END, WORD_LETTER, WORD_START
from audiobrief.speech.rule import Context, Piece, Rule, Said, say_constant

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
_LOWER_FOLLOWS = lazy_regex(rf"\.\s{LOWER}")
# What joins the numerals of a list: `I et II`, `I à IX`, `de la IV et de la V`.
_LINK = r"(?:,\s|\s?[-–/]\s?|\s(?:et|ou|à|au|puis)\s(?:(?:de\s)?l[ae]\s|du\s)?)"
_LIST_BEFORE = lazy_regex(rf"(?P<head>{WORD_LETTER}+\.?)\s(?:[IVXLC]{{1,7}}(?:er)?{_LINK}){{1,12}}$")
_PAIR_FOLLOWS = lazy_regex(r"\s(?:et|ou|à|au)\s(?:de\s)?(?:l[ae]|du)\s[IVX]{1,5}(?!\w)")
# A list is looked back through as far as this.
_LONGEST_LIST = 80
# After the number of a paragraph of a law: `au V du présent article`.
_LAW_FOLLOWS = lazy_regex(
    r"(?:\s(?:bis|ter)\b)?\s(?:du\s(?:présent|même|[A-Z]\b)|de\s(?:l[’']article|la\sloi|cet\sarticle)|ci-|et\sdu\s|est\sabrogé)"
)
# What is put between two numbers of a law: `I bis`
_MORE_FOLLOWS = lazy_regex(r"\s(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)\b")
_POINT_BEFORE = lazy_regex(r"(?i)\b(?:art\.|article)\s(?:[LRD]\.?\s?)?\d[\d-]*,\s$")
_HE_FOLLOWS = lazy_regex(r"\s(?:n[’']|ne\s|est\s|a\s|y\s|se\s|s[’']|faut\s|avait\s|était\s|sera\s|doit\s|peut\s)")
# Before the numerals of a list whose noun is left out: `la IV et la V`.
_LIST_ARTICLES = {"la", "le", "du", "au"}
_PLURAL_ARTICLES = {"les", "des", "aux"}
_LIST_FOLLOWS = lazy_regex(r"(?:,\s|\s(?:et|ou|à)\s)[IVX]{1,6}(?!\w)")


# A list that goes on with numerals of two letters or more.
_LONGER_FOLLOWS = lazy_regex(r"(?:,\s[IVX]){0,4}(?:,\s|\s(?:et|ou|à)\s)(?:I{2,3}|IV|VI{1,3}|IX)(?!\w)")
# `Auto VI`: a word with a capital, which is no abbreviation.
_GAME_BEFORE = lazy_regex(r"(?<![.’'\w])[A-Z][a-zà-ÿ]{2,11}\s$")


def _say_ordinal(match: re.Match[str], context: Context) -> Said:
    number = parse_roman(match["numeral"])
    # `Le`, `Ce`, `De` and `Me` are words; so is `Mmes` in capitals.
    if number is None or match["numeral"] in {"L", "C", "D", "M", "MM"}:
        return None
    ending = match["ending"]
    plural = "s" if ending.endswith("s") else ""
    if number == 1:
        if ending in "°º":
            following = context.find_words_after(match.end(), 1)
            return say_ordinal(1, feminine=bool(following) and is_feminine(following[0]))
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
    # A group, a zone, an initial: no name or chapter has got so far.
    if number is None or (len(written) == 1 and written in "LCDM"):
        return None
    before = _find_name_before(match, context)
    if written in _TEAMS and before.lower() in _BEFORE_TEAM and not context.is_all_caps(match.start()):
        return say_cardinal(number)
    if not match.start() and re.match(r"\s?[-–.)]\s", context.get_text_after(match.end(), 3)):
        return say_cardinal(number)
    if written == "II" and not match.start() and _HE_FOLLOWS.match(context.text, match.end()):
        # A scanner's « Il ».
        return "Il"
    if said := _say_numbered(number, written, before, match, context):
        return said
    if len(written) == 1 and _LONGER_FOLLOWS.match(context.text, match.end()):
        # `les paires crâniennes V, VII et IX`
        return say_cardinal(number)
    if context.find_words_after(match.end(), 1) == ["Nations"]:
        # le Tournoi des VI Nations
        return say_cardinal(number)
    if written == "VI" and _GAME_BEFORE.search(context.get_text_before(match.start(), 12)):
        return say_cardinal(number)
    if written in _NEVER or len(written) == 1 or not set(written) <= set("IVX"):
        return None
    if context.lexicon.acronyms.get(written):
        return None
    if context.is_all_caps(match.start()):
        return say_cardinal(number)
    named = before[:1].isupper() and not before.isupper() and before.lower() not in context.lexicon.words["plain_words"]
    numeral = written not in _LETTERS_ALONE and written not in context.defined
    return say_cardinal(number) if named or numeral else None


def _say_numbered(number: int, written: str, before: str, match: re.Match[str], context: Context) -> str | None:
    """What a numeral is said as after the name or the noun that it numbers, in a list too (`facteurs V et VIII`,
    `Henri II et III`); None if there is no such word."""
    if listed := _LIST_BEFORE.search(context.text, max(0, match.start() - _LONGEST_LIST), match.start()):
        before = listed["head"]
    if before.lower() in _LIST_ARTICLES and (listed or _PAIR_FOLLOWS.match(context.text, match.end())):
        return say_ordinal(number, feminine=True) if before.lower() == "la" else say_cardinal(number)
    if before.lower() in _PLURAL_ARTICLES and (listed or _LIST_FOLLOWS.match(context.text, match.end())):
        # `aux I et II`, `des V, VI et VII de l’article 3`
        return say_cardinal(number)
    if len(written) > 1 and before.lower() in _LIST_ARTICLES and _LAW_FOLLOWS.match(context.text, match.end()):
        return say_cardinal(number)
    if set(written) <= set("IVX") and _POINT_BEFORE.search(context.get_text_before(match.start(), 30)):
        # `art. 10, I, 2°`
        return say_cardinal(number)
    if set(written) <= set("IVX") and _MORE_FOLLOWS.match(context.text, match.end()):
        # `le I bis`
        return say_cardinal(number)
    if len(written) == 1 and before.lower() in _LIST_ARTICLES:
        # `le I de l’article 3`, but `le V de la victoire`
        point = written == "I" or _LAW_FOLLOWS.match(context.text, match.end())
        return say_cardinal(number) if point and before.lower() != "la" else None
    words = context.lexicon.words
    name = before.title() if before.isupper() and len(before) > 1 else before
    if name in words["sovereigns"]:
        return _say_rank(number, name, context)
    noun = before.lower()
    if written == "X" and noun.removesuffix("s") in words["lettered"]:
        return None
    return say_cardinal(number) if _counts(noun, context) else None


def _counts(noun: str, context: Context) -> bool:
    """Whether a noun is followed by its number: `tome`, `annexes`; in capitals it may lack its accents (`ETAPE`)."""
    numbered = context.lexicon.words["numbered"]
    return noun in numbered or noun.removesuffix("s") in numbered or noun in context.lexicon.derive(_index_bare_nouns)


def _index_bare_nouns(lexicon: Lexicon) -> frozenset[str]:
    """The nouns before a number without their accents, as they stand in capitals."""
    return frozenset(remove_accents(noun) for noun in lexicon.words["numbered"])


def _say_dotted(match: re.Match[str], context: Context) -> Said:
    """The numeral that ends a sentence, or stands before a heading; a lone `I.` is an initial."""
    if not context.text[: match.start()].strip():
        return _say_heading_number(match, context)
    written = match["dotted"]
    number = parse_roman(written)
    if number is None or (len(written) == 1 and (written in "LCDM" or _LOWER_FOLLOWS.match(context.text, match.end()))):
        return None
    before = _find_name_before(match, context)
    if written in _TEAMS and before.lower() in _BEFORE_TEAM:
        return say_cardinal(number)
    if said := _say_numbered(number, written, before, match, context):
        return said
    if len(written) == 1 or context.lexicon.acronyms.get(written):
        return None
    if before[:1].isupper():
        return _say_rank(number, before, context)
    numeral = set(written) <= set("IVX") and not {written} & (_NEVER | _LETTERS_ALONE | context.defined)
    return say_cardinal(number) if numeral else None


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


def _say_paragraph(match: re.Match[str], context: Context) -> Said:
    """`II.-Le conseil`, `III bis. – Les biens`: the number of a paragraph of a law, and a pause."""
    number = parse_roman(match["numeral"])
    if number is None or match["numeral"] in ("L", "C", "M", "D"):
        return None
    return f"{say_cardinal(number)}{match['more'] or ''}, "


def _say_lower_case(match: re.Match[str], context: Context) -> Said:
    """`iii) les taxes`, `(iv)`: the number of a point in a list."""
    number = parse_roman(match["numeral"].upper())
    return say_cardinal(number) if number else None


def _say_small_capitals(match: re.Match[str], context: Context) -> Said:
    number = parse_roman((match["numeral"] or match["numbered"]).upper())
    return say_cardinal(number) if number else None


def _say_small_century(match: re.Match[str], context: Context) -> Said:
    number = parse_roman(match["numeral"].upper())
    joined = " " if context.text[match.start() - 1 : match.start()] in tuple("-–") else ""
    return joined + say_ordinal(number) if number else None


def _say_joined(match: re.Match[str], context: Context) -> Said:
    """`annexe II-A`, `article IV-438`, `IIIa`: the numeral of a part, before what numbers a part of it."""
    number = parse_roman(match["numeral"])
    numbered = not match["digit"] or _counts(_find_name_before(match, context).lower(), context)
    return f"{say_cardinal(number)} " if number is not None and numbered else None


def _say_all_caps_ordinal(match: re.Match[str], context: Context) -> Said:
    """`LA VE RÉPUBLIQUE`: the ending is in capitals with its line."""
    number = parse_roman(match["numeral"])
    if number is None or not context.is_all_caps(match.start()):
        return None
    if match[0].lower() in context.lexicon.words["plain_words"]:
        return None
    if (number == 1) != (match["ending"] in ("ER", "RE")):
        return None
    return say_ordinal(number, feminine=match["ending"] == "RE")


def _say_part_of_acronym(match: re.Match[str], context: Context) -> Said:
    """`GPIIb`: an acronym, a numeral and a letter."""
    cut, end = match.start("numeral"), match.end("numeral")
    return [
        Piece(match.start(), cut, match["letters"], "letters"),
        Piece(cut, end, f" {say_cardinal(parse_roman(match['numeral']) or 0)} "),
        Piece(end, match.end(), match["part"].upper(), "letters"),
    ]


# Before codes, which are letters and digits too.
PARTS = (
    Rule(
        "roman",
        # GPIIb
        lazy_regex(rf"{WORD_START}(?P<letters>[A-HJ-UWYZ]{{2,3}})(?P<numeral>I{{2,3}}|IV)(?P<part>[a-d])(?!\w)"),
        _say_part_of_acronym,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        # annexe II-A, article IV-438, phase IIIa
        lazy_regex(r"(?<![\w’'.-])(?P<numeral>[IVX]{2,7})(?:-(?=[A-HJ-Z](?!\w)|(?P<digit>\d))|(?=[a-d](?!\w)))"),
        _say_joined,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        # l’amendement n° I-1234
        lazy_regex(r"(?:(?<=n[°º]\s)|(?<=n[°º]))(?P<numeral>I{1,3}|I?V)-(?=\d)"),
        lambda match, context: f"{say_cardinal(parse_roman(match['numeral']) or 0)} ",
        needs=frozenset("°º"),
        has_digits=True,
    ),
)

RULES = (
    Rule(
        "roman",
        # XIXe-XXe siècles, XIX-XXe siècles
        lazy_regex(r"(?:(?<=[IVX])|(?<=[IVX][eᵉè]))\s?[-–]\s?(?=[IVX]{1,6}[eᵉè]\ssiècles)"),
        say_constant(" et "),
        needs=frozenset("-–"),
    ),
    Rule(
        "roman",
        # II.-Le conseil
        lazy_regex(
            r"(?:^|(?<=[.;:]\s))(?P<numeral>[IVXLC]+)(?P<more>\s(?:bis|ter|quater))?\s?(?:\.\s?[-–—]|[-–—])\s?(?=[^\W\d_«])"
        ),
        _say_paragraph,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        # annexes I-IX
        lazy_regex(r"(?<=\s[IVX]|[IVX]{2})[-–](?=[IVX]{2,7}(?![\w-]))"),
        say_constant(" à "),
        needs=frozenset("-–"),
    ),
    Rule(
        "roman",
        # XIX-XXe siècles
        lazy_regex(rf"{WORD_START}(?P<numeral>[IVX]+)(?=\s?(?:[-–/]|et|ou)\s?[IVX]{{1,6}}(?:[eᵉè]|[èe]me)s?\s)"),
        _say_century,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        # LA VE RÉPUBLIQUE
        lazy_regex(rf"{WORD_START}(?P<numeral>[IVX]{{1,6}})(?P<ending>ER|RE|E|ÈME|EME){WORD_END}"),
        _say_all_caps_ordinal,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        lazy_regex(
            rf"""
            {WORD_START}(?P<numeral>{_NUMERAL})
            (?:\s(?=(?:e|[èe]me)\s(?:siècle|arrondissement|République|millénaire))|\s?\^\s?)?   # XX e siècle, XX^e
            (?P<ending>ers?|[eè]res?|res?|nde?s?|i?[eè]mes?|es?|è|ᵉʳ|ʳᵉ|ᵉˢ?|                   # XXe, Ier
              (?<=\w)[°º](?=\s(?:s\.|{WORD_LETTER}{{3}})|[,;)]|\.(?:\s|$)))                  # XIX° siècle
            (?!\w)
            """,
            re.X,
        ),
        _say_ordinal,
        needs=_LETTERS,
    ),
    Rule(
        "roman",
        # XX siècle, XXÈME SIÈCLE
        lazy_regex(rf"{WORD_START}(?P<numeral>{_NUMERAL})(?:E|È?ME)?(?=\s(?:siècles?|millénaire|SIÈCLES?|SIECLES?)\b)"),
        _say_century,
        needs=_LETTERS,
    ),
    # iii) les taxes
    Rule(
        "roman",
        lazy_regex(r"(?:^|(?<=\s)|(?<=(?<!\w)\())(?P<numeral>x{0,2}(?:ix|iv|v?i{1,3}|v|x))(?=\)(?!\w))"),
        _say_lower_case,
        needs=frozenset("ivx"),
    ),
    # tome ii, chapitre xvi: as small capitals are copied; no word is written with these letters alone.
    Rule(
        "roman",
        lazy_regex(
            r"""
            (?<![\w.’'@/#-])(?P<numeral>x{0,2}(?:ii|iii|vii|viii)|x{1,2}(?:iv|vi|ix|v)|xx(?:i|x))(?![\w’'@/^-]|\.\w|\s\^)
            |(?:(?<=chapitre\s)|(?<=chap\.\s)|(?<=tome\s)|(?<=livre\s)|(?<=\bt\.\s)|(?<=acte\s)|(?<=\bvol\.\s))
              (?P<numbered>[ivxl]{1,6})(?![\w’'-]|\.\w)
            """,
            re.X,
        ),
        _say_small_capitals,
        needs_any=("ii", "xi", "xv", "xx", "chap", "tome", "livre", "acte", "t.", "vol."),
    ),
    # au xixe siècle, Moyen Âge-xixe siècle
    Rule(
        "roman",
        lazy_regex(
            r"(?<!\w)(?P<numeral>[xvi]{1,5})(?:\s?\^\s?(?:e|[èe]me)(?!\w)|(?:e|ᵉ|[èe]me)(?=(?:[-–/][xvi]{1,5}e)?\ssiècles?\b))"
        ),
        _say_small_century,
        needs=frozenset("ivx"),
    ),
    Rule(
        "roman",
        lazy_regex(
            rf"""
            (?<![\w’'.])(?P<numeral>{_NUMERAL})(?:(?![\w.’'-]|\.\w)|(?=-[IVX]{{2,7}}(?![\w-])))   # tome II
            |(?<![\w’'.])(?P<dotted>{_NUMERAL})(?=\.(?:\s|$))         # Louis XIV. | II. Les causes
            """,
            re.X,
        ),
        _say_bare,
        needs=_LETTERS,
    ),
)
