"""Fractions, marks, multiples and ratios: `2/3` is « deux tiers », `12/20` « douze sur vingt », `x3` « fois trois »."""

import re

from audiobrief.speech.gender import counts_feminine
from audiobrief.speech.numbers import NUMBER, cardinal, digits, fraction, ordinal, quantity
from audiobrief.speech.rule import DIGITS, Context, Rule, Said
from audiobrief.speech.rules.dates import HALVED

_NUMBERED = re.compile(r"(?:\b[nN][°ºᵒo]|\bnuméro)[ \u00a0\u202f]?$")
_MARKED = re.compile(r"(?i)(?:note|difficulté|niveau|avis|moyenne)\b[^.!?]{0,8}(?:de|:)\s?$")
_GLYPHS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
_LARGEST_NAMED = 10
_COUNTED = {
    "an", "ans", "personne", "personnes", "pers", "parts", "jours", "minutes", "heures", "pages", "semaines", "mois",
    "convives", "couverts", "portions", "enfants", "élèves", "euros", "kilos", "litres", "centimètres", "tours", "fois",
}  # fmt: skip
_STREETS = {"rue", "avenue", "boulevard", "place", "quai", "impasse", "allée", "chemin", "cours", "route", "bd", "av"}
_ALSO_NAMED = {12, 16, 32, 64, 100, 1000}


def _fraction(match: re.Match[str], context: Context) -> Said:
    top, bottom = int(match["top"]), int(match["bottom"])
    if len(match["top"]) == 4 and len(match["bottom"]) in (2, 4):
        return None
    before = context.word_before(match.start()).lower()
    if before in context.lexicon.words["acts"] or _NUMBERED.search(
        context.text, max(0, match.start() - 8), match.start()
    ):
        return None
    if (named := context.words_after(match.end(), 1)) and named[0].lower() in _STREETS:
        return f"{digits(match['top'])} {digits(match['bottom'])}"
    if _spans(match, context, before):
        return f"{digits(match['top'])} à {digits(match['bottom'])}"
    if top + bottom == 100 and len(match["top"]) == len(match["bottom"]) == 2:
        # `50/50`, `70/30`: shares.
        return f"{cardinal(top)} {cardinal(bottom)}"
    if not _is_part(match, context, before):
        return f"{digits(match['top'])} sur {digits(match['bottom'])}"
    if (top, bottom) == (1, 2):
        if re.match(r"[\s-]final", context.text[match.end() : match.end() + 8]):
            return "demi"
        if counts_feminine(context, match.end()):
            return "demi" if before == "une" else "une demi"
    said = fraction(top, bottom)
    if before in context.lexicon.words["before_fraction"]:
        said = said.removeprefix("un ").removeprefix("une ")
        several = before in ("les", "des", "aux") or match[0].endswith("s")
        return f"{said}s" if several and not said.endswith("s") else said
    return said


def _spans(match: re.Match[str], context: Context, before: str) -> bool:
    """Whether it says from how many to how many: `8/12 ans`, `4/6 personnes`, `th. 6/7`."""
    top, bottom = int(match["top"]), int(match["bottom"])
    counted = context.words_after(match.end(), 1)
    return top < bottom and (before in ("th.", "thermostat") or (top > 1 and bool(counted) and counted[0] in _COUNTED))


def _is_part(match: re.Match[str], context: Context, before: str) -> bool:
    """Whether it is part of a whole, and no mark: `2/3`, `1/250e`, but `12/20` and `l’épisode 3/10`."""
    top, bottom = int(match["top"]), int(match["bottom"])
    if before in context.lexicon.words["marks"]:
        return False
    if _MARKED.search(context.text[max(0, match.start() - 24) : match.start()]):
        return False
    named = 2 <= bottom < _LARGEST_NAMED or bottom in _ALSO_NAMED or (bottom == _LARGEST_NAMED and top in (1, 3, 9))
    ordinal_written = top == 1 and bool(match["ending"])
    return 0 < top < bottom and (named or ordinal_written) and not match["top"].startswith("0")


def _sets(match: re.Match[str], context: Context) -> Said:
    """`6/4 6/3`, `(7/5)`: the sets of a match; `(1/2)` and `(6/12)` are parts of a series."""
    sets = [(int(left), int(right)) for left, right in re.findall(r"(\d+)/(\d+)", match[0])]
    played = all(_is_set(max(games), min(games)) for games in sets)
    if len(sets) == 1 and not played:
        return f"{cardinal(sets[0][0])} sur {cardinal(sets[0][1])}"
    if not played:
        return None
    return re.sub(r"(\d+)/(\d+)", lambda pair: f"{digits(pair[1])} à {digits(pair[2])}", match[0])


def _is_set(most: int, fewest: int) -> bool:
    """Whether a set of tennis can end so: six games to four, seven to five or six, a long one by two."""
    return (most == 6 and fewest <= 4) or (most == 7 and fewest in (5, 6)) or (most > 7 and most - fewest == 2)


def _scale(match: re.Match[str], context: Context) -> Said:
    """`1/25 000`: the scale of a map."""
    said = f"un {ordinal(int(quantity(match['bottom']).whole))}"
    return said.removeprefix("un ") if context.word_before(match.start()).lower() in ("au", "le") else said


def _mixed(match: re.Match[str], context: Context) -> Said:
    """`1 1/2 tasse`, `2 ½ heures`: the half follows its noun, « une tasse et demie »."""
    whole, noun = quantity(match["whole"]), match["noun"]
    feminine = bool(noun) and counts_feminine(context, match.start("noun"))
    glyph = match["glyph"]
    top, bottom = _GLYPHS[glyph] if glyph else (int(match["top"]), int(match["bottom"]))
    if not 0 < top < bottom <= _LARGEST_NAMED:
        return None
    part = f"demi{'e' if feminine else ''}" if (top, bottom) == (1, 2) else fraction(top, bottom)
    return f"{whole.say(feminine=feminine)}{f' {noun}' if noun else ''} et {part}"


def _after_noun(match: re.Match[str], context: Context) -> Said:
    """`1 pomme 1/2`: « une pomme et demie »."""
    number, noun = quantity(match["whole"]), match["noun"]
    feminine = counts_feminine(context, match.start("noun") - 1)
    return f"{number.say(feminine=feminine)} {noun} et demi{'e' if feminine else ''}"


def _semi(match: re.Match[str], context: Context) -> Said:
    """`1/2 écrémé`: half so."""
    return "demi-"


def _glyph(match: re.Match[str], context: Context) -> Said:
    top, bottom = _GLYPHS[match["glyph"]]
    if (top, bottom) == (1, 2) and re.match(r"[\s-]final", context.text[match.end() : match.end() + 8]):
        return "demi"
    if (top, bottom) == (1, 2) and counts_feminine(context, match.end()):
        return "une demi"
    return fraction(top, bottom)


def _decimal_mark(match: re.Match[str], context: Context) -> Said:
    return f"{quantity(match['mark']).say()} sur {digits(match['of'])}"


def _times(match: re.Match[str], context: Context) -> Said:
    return f"fois {quantity(match['number']).say()}"


def _times_after(match: re.Match[str], context: Context) -> Said:
    return f"{quantity(match['number']).say()} fois"


def _product(match: re.Match[str], context: Context) -> Said:
    left, right = quantity(match["left"]), quantity(match["right"])
    if match[0] in ("4x4", "3x8", "2x8", "3x3"):
        return f"{left.say()} {right.say()}"
    return f"{left.say()} fois {right.say()}"


def _power(match: re.Match[str], context: Context) -> Said:
    """`10^-6`: ten to the minus sixth."""
    return f" puissance {'moins ' if match['sign'] in ('-', '−') else ''}{digits(match['power'])}"


def _ratio(match: re.Match[str], context: Context) -> Said:
    if match["wide"]:
        return fraction(16, 9)
    left, right = int(match["left"]), int(quantity(match["right"]).whole)
    if (left, right) in {(16, 9), (4, 3)}:
        return fraction(left, right)
    return f"{cardinal(left)} pour {cardinal(right)}"


RULES = (
    Rule(
        "power",
        re.compile(r"(?<=\d)\^(?P<sign>[-−+]?)(?P<power>\d{1,3})(?!\w)"),
        _power,
        needs=frozenset("^"),
    ),
    Rule(
        "score",
        re.compile(r"(?<![\w.,/])\d{1,2}/\d{1,2}(?:,? \d{1,2}/\d{1,2}(?![\w/]))+|(?<=\()\d{1,2}/\d{1,2}(?=\))"),
        _sets,
        needs=frozenset("/"),
    ),
    Rule(
        "mark",
        re.compile(r"(?<![\w.,/])(?P<mark>\d{1,2},\d{1,2})\s?/\s?(?P<of>\d{1,3})(?![\w/]|[ \u00a0\u202f]\d{3}(?!\d))"),
        _decimal_mark,
        needs=frozenset("/"),
    ),
    Rule(
        "fraction",
        re.compile(
            rf"(?<![\w.,/])(?P<whole>\d{{1,3}})[ \u00a0\u202f]?(?:(?P<glyph>[{''.join(_GLYPHS)}])"
            r"|(?<=[ \u00a0\u202f])(?P<top>\d)/(?P<bottom>\d))(?![\w/])(?:[ \u00a0\u202f](?P<noun>[a-zà-ÿœ]{3,}))?"
        ),
        _mixed,
        needs=DIGITS,
    ),
    Rule(
        "fraction",
        re.compile(r"(?<![\w.,/])(?P<whole>\d{1,3})[ \u00a0](?P<noun>[a-zà-ÿœ]{3,})[ \u00a0](?:1/2|½)(?![\w/])"),
        _after_noun,
        needs=frozenset("/½"),
    ),
    Rule(
        "fraction",
        re.compile(rf"(?<![\w.,/])1/2[ \u00a0](?={HALVED})"),
        _semi,
        needs=frozenset("/"),
    ),
    Rule("fraction", re.compile(r"(?<=/[2-9] d[’'])h\.?(?!\w)"), lambda match, context: "heure", needs=frozenset("h")),
    Rule(
        "fraction",
        re.compile(r"(?<![\w.,/])1/(?P<bottom>\d{1,3}(?:[ \u00a0\u202f.]\d{3}){1,2}|\d{4,7})(?:e|è?me)?(?![\w/])"),
        _scale,
        needs=frozenset("/"),
    ),
    Rule(
        "fraction",
        re.compile(
            r"(?<![\w.,/])(?P<top>\d{1,4})\s?[/⁄]\s?(?P<bottom>\d{1,4})(?P<ending>es?|è?mes?)?"
            r"(?![\w/]|[ \u00a0\u202f]\d{3}(?!\d))"
        ),
        _fraction,
        needs=frozenset("/⁄"),
    ),
    Rule("fraction", re.compile(rf"(?P<glyph>[{''.join(_GLYPHS)}])"), _glyph, needs=frozenset(_GLYPHS)),
    Rule(
        "multiple",
        re.compile(rf"(?<![\w.,])(?P<left>{NUMBER})\s?[x×]\s?(?P<right>{NUMBER})(?![\w])"),
        _product,
        needs=frozenset("x×"),
    ),
    Rule("multiple", re.compile(rf"(?<![\w])[x×]\s?(?P<number>{NUMBER})(?![\w])"), _times, needs=frozenset("x×")),
    Rule(
        "multiple", re.compile(rf"(?<![\w.,])(?P<number>{NUMBER})\s?[x×](?![\w])"), _times_after, needs=frozenset("x×")
    ),
    Rule(
        "ratio",
        re.compile(
            r"(?<![\w.,:/])(?P<left>\d{1,3}):(?P<right>\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,2}|\d{1,4})(?![\d:])"
            r"|(?<![\w.,])(?P<wide>16[-/]9)(?!\w)"
        ),
        _ratio,
        needs=frozenset(":-/"),
    ),
)
