"""The degree sign after a paragraph’s number or a rank: `1° D’employer`, `au 3° de l’article 8`, `le 19° siècle`."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.numbers import say_digits, say_ordinal
from audiobrief.speech.patterns import LETTER, NUMBER_START
from audiobrief.speech.rule import Context, Piece, Rule, Said

_ARTICLE_BEFORE = lazy_regex(r"(?i)\b(?:articles?|art\.|alinéas?|paragraphes?|[LRD]\.\s?\d)")
# The sizes of books.
_FOLDS = {"4": "quarto", "8": "octavo", "12": "douze", "16": "seize", "18": "dix-huit", "32": "trente-deux"}
_DEGREE = "[°º]"
_POINT = rf"\d{{1,2}}\s?{_DEGREE}(?:\s(?:bis|ter|quater)\b)?"
# Where an article before a number of degrees speaks of heat or of angles.
_DEGREES_BEFORE = lazy_regex(
    r"(?i)(?:températ|four|chauff|cui[rst]|angle|virage|latitude|longitude|pente|tourn|thermost|fièvre|rotat)"
)
_RANKED = (
    r"siècles?|étages?|arrondissement|anniversaire|régiment|rang|places?|éditions?|congrès|division|bataillon|compagnie|parallèle|"
    r"république|République|année|round|trimestre|semestre|chambre|classe|catégorie|mois|jour|armée|corps|escadron|degré|RI|RA|RIC"
)


def _say_point(match: re.Match[str], context: Context) -> Said:
    """`1°) Le juge`, `2° Les biens`: the number of a paragraph, and a pause."""
    following = context.get_text_after(match.end(), 2).strip()[:1]
    return say_digits(match["number"]) + {
        ":": " " if match[0][-1].isspace() else "",
        '"': ", ",
        "“": ", ",
        "«": ", ",
    }.get(following, ",")


def _say_points(match: re.Match[str], context: Context) -> Said:
    """`aux 1° à 4° du I`: the signs alone are not said."""
    if _DEGREES_BEFORE.search(context.get_text_before(match.start(), 60)):
        return None
    return [
        Piece(match.start() + sign.start(), match.start() + sign.end(), "")
        for sign in re.finditer(rf"(?<=\d)\s?{_DEGREE}", match[0])
    ]


def _say_rank(match: re.Match[str], context: Context) -> Said:
    """`le 19° siècle`."""
    return say_ordinal(int(match["number"]))


def _say_bracketed_point(match: re.Match[str], context: Context) -> Said:
    """`(5°)`: after an article, the number of a paragraph; elsewhere degrees."""
    law = _ARTICLE_BEFORE.search(context.get_text_before(match.start(), 60))
    return say_digits(match["number"]) if law else None


def _say_fold(match: re.Match[str], context: Context) -> Said:
    """`in-8°`: how often a printed sheet is folded."""
    return f"in-{_FOLDS[match['fold']]}"


RULES = (
    Rule(
        "enumerator",
        # in-8°
        lazy_regex(r"(?<!\w)[iI]n-(?P<fold>4|8|12|16|18|32)(?:\s?[°º]|(?![\w-]))"),
        _say_fold,
        needs_any=("in-",),
        has_digits=True,
    ),
    Rule(
        "enumerator",
        # 2° Les biens
        lazy_regex(
            rf"(?<!\bm(?:in|ax)\.\s)(?:^|(?<=[.;:!?»]\s)|(?<=[.;:!?]\s[—–-]\s)|(?<=^[—–-]\s)|(?=\d{{1,2}}\s?{_DEGREE}\s?/\s)(?<=\s))(?P<number>\d{{1,2}})\s?{_DEGREE}\s?(?:\)|\.|/|[-–—])?(?=\s{LETTER}|\s?[:«“\"])"
        ),
        _say_point,
        needs=frozenset("°º"),
        has_digits=True,
    ),
    Rule(
        "enumerator",
        # au 3° de l’article 8
        lazy_regex(
            rf"""
            \b(?:[aA]u|[dD]u|[aA]ux|[dD]es|[lL]es|[lL]e)\s{_POINT}
            (?:(?:\s?,\s|\s(?:et|ou|à|au|et\sau)\s){_POINT}){{0,8}}
            (?=\s(?:du|de\sl|des|ci|et|ou|les|la|le|précité|susvisé|est|sont|ne)\b|\s?[,.;:)]|$)
            """,
            re.X,
        ),
        _say_points,
        scans=True,
        needs=frozenset("°º"),
        has_digits=True,
    ),
    Rule(
        "enumerator",
        # l’article 131-13 (5°)
        lazy_regex(rf"(?<=\()(?P<number>\d{{1,2}}){_DEGREE}(?=\)|(?:,|\set)\s\d{{1,2}}{_DEGREE}\))"),
        _say_bracketed_point,
        needs=frozenset("°º"),
        has_digits=True,
    ),
    Rule(
        "enumerator",
        # art. 10, I, 2°; art. 3, II, 3° b)
        lazy_regex(rf"(?<=,\s)(?P<number>\d{{1,2}}){_DEGREE}(?=\s?[.,;:)]|\s(?:et|ou|[a-z]\))|$)"),
        _say_bracketed_point,
        needs=frozenset("°º"),
        has_digits=True,
    ),
    Rule(
        "ordinal",
        # le 19° siècle
        lazy_regex(rf"{NUMBER_START}(?P<number>\d{{1,3}}){_DEGREE}(?=\s(?:{_RANKED})\b)"),
        _say_rank,
        needs=frozenset("°º"),
        has_digits=True,
    ),
)
