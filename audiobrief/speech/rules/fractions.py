"""Fractions, marks, multiples and ratios: `2/3` is « deux tiers », `12/20` « douze sur vingt », `x3` « fois trois »."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.gender import counts_feminine, is_feminine
from audiobrief.speech.numbers import (
    Quantity,
    parse_quantity,
    say_cardinal,
    say_digits,
    say_fraction,
    say_ordinal,
)
from audiobrief.speech.patterns import (
    GAP,
    HALVED,
    LETTER,
    LOWERS,
    MORE_THOUSANDS,
    NUMBER,
    NUMBER_START,
    QUOTIENT_START,
    RANGE_START,
    SIGN,
    SPACE,
    TIMES_SIGN,
    WORD_END,
    WORD_START,
)
from audiobrief.speech.rule import Context, Piece, Rule, Said, say_constant

# What has versions, not parts.
_SYSTEMS = {"windows", "android", "ios", "ipados", "macos"}
_NUMERO_BEFORE = lazy_regex(rf"(?:\b[nN][°ºᵒo]|\bnuméro){GAP}$")
_MARK_BEFORE = lazy_regex(r"(?i)(?:note|difficulté|niveau|avis|moyenne)\b[^.!?]{0,8}(?:de|:)\s?$")
_GLYPHS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
}  # fmt: skip
_GLYPH = f"[{''.join(_GLYPHS)}]"
_NOUN = f"[{LOWERS}]{{3,}}"
# What is weighed or measured by halves and quarters: `1 1/4 lb`.
_UNIT = "(?:lbs?|oz|kg|km|cm|po|[lL])"
_LARGEST_NAMED = 10
_ALSO_NAMED = {12, 16, 32, 64, 100, 1000}
# What is counted from one number to another: `8/12 ans`.
_COUNTED = {
    "an", "ans", "personne", "personnes", "pers", "parts", "jours", "minutes", "heures", "pages", "semaines", "mois",
    "convives", "couverts", "mégapixels", "Mégapixels", "Mpx", "portions",
    "degrés", "enfants", "élèves", "euros", "kilos", "litres", "centimètres", "tours", "fois",
}  # fmt: skip
_STREETS = {"rue", "avenue", "boulevard", "place", "quai", "impasse", "allée", "chemin", "cours", "route", "bd", "av"}
_OF = {"de", "du", "des"}
# `une ½ part`
_HALF_BEFORE = lazy_regex(r"(?i)\b(?:une?|l[ae]|cette|deuxième)\s$")
_NOUN_FOLLOWS = lazy_regex(rf"(?=[{LOWERS}])")
# The set that a tie-break decided: `7-6 (7/4)`.
_SET_BEFORE = lazy_regex(r"(?:7[-–/]6|6[-–/]7)\s?\($")
# `1920 x 1080 pixels`
_PIXELS_FOLLOW = lazy_regex(rf"{SPACE}(?:pixels|px|points)\b")
# `un moule de 13 x 9`
_SIZED_BEFORE = lazy_regex(
    r"(?i)\b(?:moules?|plats?|plaques?|formats?|cadres?|photos?|gâteaux?|lèchefrites?|feuilles?|tapis|écrans?)\s(?:[^\W\d]+\s){0,3}$"
)
_SIDES = {"L": "largeur", "l": "largeur", "H": "hauteur", "h": "hauteur", "P": "profondeur", "p": "profondeur"}
# Where a slash parts the games of a set: `mené 5/6 dans le jeu décisif`.
_PLAYED_NEAR = lazy_regex(
    r"(?i)\b(?:sets?|tie-?break|jeu\sdécisif|manches?|breaks?|débreak\w*|au\sservice|balles?\sde\s(?:set|match|break))\b"
)
# `le 7/9 de France Inter`
_STATION_FOLLOWS = lazy_regex(
    r"[»”\"\s]{1,3}(?:de\s|du\s|d[’'])?(?:[Ff]rance|RTL|Europe|RMC|Inter\b|BFM|CNews|Canal|TF1|LCI|Arte|RTBF|RTS|Sud\sRadio)"
)
_COUNTED_BEFORE = lazy_regex(rf"\d{SPACE}(?P<noun>[{LOWERS}]+)\set\s$")
_ON_AIR_BEFORE = lazy_regex(r"(?i)\b(?:le|du|au|dans)\s(?:[«“\"]\s?)?$")
_OF_FOLLOWS = lazy_regex(r"\s(?:d[eu]s?\s|d[’'])")
# What recipes measure in parts: `1/3 tasse`.
_PARTED_FOLLOWS = lazy_regex(
    rf"(?i){SPACE}(?:tasse|cuillère|cuillerée|cuiller|pouce|livre|litre|verre|bol|sachet|paquet|boîte|gousse|cube|pinte)s?\b"
)
# `1/2 finale`
_FINAL_FOLLOWS = lazy_regex(r"[\s-]final")


def _say_fraction(match: re.Match[str], context: Context) -> Said:
    top, bottom = int(match["top"]), int(match["bottom"])
    if len(match["top"]) == 4 and match["top"][:2] in ("19", "20"):
        # The years of a season, or the number of a file.
        return None
    before = context.find_word_before(match.start()).lower()
    if before in context.lexicon.words["acts"] or _NUMERO_BEFORE.search(context.get_text_before(match.start(), 8)):
        return None
    if _is_address(context.find_words_after(match.end(), 2)):
        return f"{say_digits(match['top'])} {say_digits(match['bottom'])}"
    if before in _SYSTEMS and top < bottom:
        # Windows 10/11
        return f"{say_digits(match['top'])} et {say_digits(match['bottom'])}"
    if top + bottom < 40 and not match["ending"] and _is_game(match, context, before):
        return f"{say_digits(match['top'])} à {say_digits(match['bottom'])}"
    on_air = _STATION_FOLLOWS.match(context.text, match.end()) or (bottom == top + 1 and top >= 12)
    if top < bottom and on_air and _ON_AIR_BEFORE.search(context.get_text_before(match.start(), 8)):
        # News of radio and television, by their hours: `le 12/13`.
        return f"{say_cardinal(top)} {say_cardinal(bottom)}"
    if _is_range(match, context, before):
        return f"{say_digits(match['top'])} à {say_digits(match['bottom'])}"
    if top + bottom == 100 and len(match["top"]) == len(match["bottom"]) == 2:
        # `50/50`, `70/30`: shares.
        return f"{say_cardinal(top)} {say_cardinal(bottom)}"
    if bottom == top + 1 and len(match["top"]) == len(match["bottom"]) == 3:
        # `en 630/631`: one year or the next.
        return f"{say_digits(match['top'])} ou {say_digits(match['bottom'])}"
    if top == bottom == 4:
        # A tin of standard size: `une boîte 4/4`.
        return "quatre quarts"
    if not _is_part(match, context, before):
        return f"{say_digits(match['top'])} sur {say_digits(match['bottom'])}"
    if (top, bottom) == (1, 2):
        if counted := _COUNTED_BEFORE.search(context.get_text_before(match.start(), 24)):
            # `un an et 1/2`
            return f"demi{'e' if is_feminine(counted['noun']) else ''}"
        if _FINAL_FOLLOWS.match(context.text, match.end()):
            return "demi"
        if counts_feminine(context, match.end()):
            return "demi" if before == "une" else "une demi"
    said = say_fraction(top, bottom) + ("" if (top, bottom) == (1, 2) else _say_link(context, match.end()))
    if before in context.lexicon.words["before_fraction"]:
        said = said.removeprefix("un ").removeprefix("une ")
        several = before in ("les", "des", "aux") or match[0].endswith("s")
        return f"{said}s" if several and not said.endswith("s") else said
    return said


def _is_address(following: list[str]) -> bool:
    """Whether a street and its name stand after two numbers: `12/14 rue Basse`, but `1/2 place`."""
    if not following or following[0].lower() not in _STREETS:
        return False
    # After `av.` no further word is found.
    return following[0].lower() in ("av", "bd") or any(word in _OF or word[:1].isupper() for word in following[1:])


def _is_game(match: re.Match[str], context: Context, before: str) -> bool:
    """Whether it is a state of a match of tennis: `mené 5/6 dans le jeu décisif`, but `les 2/3 du set`."""
    if before in context.lexicon.words["before_fraction"] or _OF_FOLLOWS.match(context.text, match.end()):
        return False
    return _PLAYED_NEAR.search(context.text, max(0, match.start() - 120), match.end() + 80) is not None


def _is_range(match: re.Match[str], context: Context, before: str) -> bool:
    """Whether it is a range: `8/12 ans`, `4/6 personnes`, `th. 6/7`."""
    top, bottom = int(match["top"]), int(match["bottom"])
    counted = context.find_words_after(match.end(), 1)
    return top < bottom and (before in ("th.", "thermostat") or (top > 1 and bool(counted) and counted[0] in _COUNTED))


def _is_part(match: re.Match[str], context: Context, before: str) -> bool:
    """Whether it is part of a whole and not a mark: `2/3`, `1/250e`, but `12/20` and `l’épisode 3/10`."""
    top, bottom = int(match["top"]), int(match["bottom"])
    if before in context.lexicon.words["marks"] or _MARK_BEFORE.search(context.get_text_before(match.start(), 24)):
        return False
    named = 2 <= bottom < _LARGEST_NAMED or bottom in _ALSO_NAMED or (bottom == _LARGEST_NAMED and top in (1, 3, 9))
    ordinal_written = bool(match["ending"])
    return 0 < top < bottom and (named or ordinal_written) and not match["top"].startswith("0")


def _say_sets(match: re.Match[str], context: Context) -> Said:
    """`6/4 6/3`, `(7/5)`: the sets of a match; `(1/2)` and `(6/12)` are parts of a series."""
    sets = [(int(left), int(right)) for left, right in re.findall(r"(\d+)/(\d+)", match[0])]
    tie_break = _SET_BEFORE.search(context.get_text_before(match.start(), 6))
    played = bool(tie_break) or all(_is_set(max(games), min(games)) for games in sets)
    if len(sets) == 1 and not played:
        return f"{say_cardinal(sets[0][0])} sur {say_cardinal(sets[0][1])}"
    if not played:
        return None
    return re.sub(r"(\d+)/(\d+)", lambda pair: f"{say_digits(pair[1])} à {say_digits(pair[2])}", match[0])


def _is_set(most: int, fewest: int) -> bool:
    """Whether a set of tennis can end so: six games to four, seven to five or six, a long one by two."""
    return (most == 6 and fewest <= 4) or (most == 7 and fewest in (5, 6)) or (most > 7 and most - fewest == 2)


def _say_scale(match: re.Match[str], context: Context) -> Said:
    """`1/25 000`: the scale of a map."""
    said = f"un {say_ordinal(int(parse_quantity(match['bottom']).whole))}"
    return said.removeprefix("un ") if context.find_word_before(match.start()).lower() in ("au", "le") else said


def _say_mixed(match: re.Match[str], context: Context) -> Said:
    """`1 1/2 tasse`, `2 ½ heures`: the half follows its noun, « une tasse et demie »."""
    whole, noun = parse_quantity(match["whole"]), match["noun"]
    if noun in context.lexicon.words["not_counted"] or noun == "chaque":
        return [Piece(match.start(), match.start("noun") - 1, _say_half_more(match))]
    # A pound, and no book.
    feminine = noun in ("livre", "livres") or (bool(noun) and counts_feminine(context, match.start("noun")))
    if match["unit"]:
        unit = context.lexicon.find_unit(match["unit"])
        noun, feminine = unit.many if whole.plural else unit.one, unit.feminine
    glyph = match["glyph"]
    top, bottom = _GLYPHS[glyph] if glyph else (int(match["top"]), int(match["bottom"]))
    if not 0 < top < bottom <= _LARGEST_NAMED:
        return None
    part = f"demi{'e' if feminine else ''}" if (top, bottom) == (1, 2) else say_fraction(top, bottom)
    said = Quantity(whole.whole, "", match["sign"] or "").say(feminine=feminine)
    if noun and int(whole.whole) < 2 and noun.endswith("s") and noun not in ("mois", "fois"):
        noun = noun.removesuffix("s")
    if match["inches"]:
        return f"{said} pouces et {part}"
    return f"{said}{f' {noun}' if noun else ''} et {part}"


def _say_half_more(match: re.Match[str]) -> str:
    """`1 1/2` that counts nothing: « un et demi »."""
    top, bottom = _GLYPHS[match["glyph"]] if match["glyph"] else (int(match["top"]), int(match["bottom"]))
    part = "demi" if (top, bottom) == (1, 2) else say_fraction(top, bottom)
    return f"{Quantity(match['whole'], '', match['sign'] or '').say()} et {part}"


def _say_half_after_noun(match: re.Match[str], context: Context) -> Said:
    """`1 pomme 1/2`: « une pomme et demie »."""
    number, noun = parse_quantity(match["whole"]), match["noun"]
    feminine = counts_feminine(context, match.start("noun") - 1)
    return f"{number.say(feminine=feminine)} {noun} et demi{'e' if feminine else ''}"


def _say_glyph(match: re.Match[str], context: Context) -> Said:
    """`½`, `¾`."""
    top, bottom = _GLYPHS[match["glyph"]]
    if context.text[match.start() - 1 : match.start()].isalpha():
        # t½
        return f" {say_fraction(top, bottom)}"
    if (top, bottom) == (1, 2) and _HALF_BEFORE.search(context.get_text_before(match.start(), 7)):
        return "demi-" if _NOUN_FOLLOWS.match(context.text, match.end()) else "demi"
    if (top, bottom) == (1, 2) and _FINAL_FOLLOWS.match(context.text, match.end()):
        return "demi"
    if (top, bottom) == (1, 2) and counts_feminine(context, match.end()):
        return "une demi"
    return say_fraction(top, bottom) + ("" if (top, bottom) == (1, 2) else _say_link(context, match.end()))


def _say_link(context: Context, position: int) -> str:
    """« de » between a fraction and the measure that it is part of: `1/3 tasse`."""
    return " de" if _PARTED_FOLLOWS.match(context.text, position) else ""


def _say_decimal_mark(match: re.Match[str], context: Context) -> Said:
    return f"{parse_quantity(match['mark']).say()} sur {say_digits(match['of'])}"


def _say_times_before(match: re.Match[str], context: Context) -> Said:
    return f"fois {parse_quantity(match['number']).say()}"


def _say_times_after(match: re.Match[str], context: Context) -> Said:
    return f"{parse_quantity(match['number']).say()} fois"


def _say_product(match: re.Match[str], context: Context) -> Said:
    left, right = parse_quantity(match["left"]), parse_quantity(match["right"])
    if match["third"]:
        return f"{left.say()} par {right.say()} par {parse_quantity(match['third']).say()}"
    if match[0].lower() in ("4x4", "3x8", "2x8", "3x3"):
        return f"{left.say()} {right.say()}"
    if _PIXELS_FOLLOW.match(context.text, match.end()) or min(left.value, right.value) >= 200:
        return f"{left.say()} par {right.say()}"
    if _SIZED_BEFORE.search(context.text, max(0, match.start() - 32), match.start()):
        return f"{left.say()} sur {right.say()}"
    return f"{left.say()} fois {right.say()}"


def _say_sides(match: re.Match[str], context: Context) -> Said:
    """`L x l x h`: the sides of a thing, before their measures."""
    letters = re.findall(r"[LlHhPp]", match[0])
    names = {**_SIDES, "L": "longueur"} if "l" in letters else _SIDES
    return " sur ".join(names[letter] for letter in letters)


def _say_power(match: re.Match[str], context: Context) -> Said:
    """`10^-6`: ten to the minus sixth."""
    return f" puissance {'moins ' if match['sign'] in ('-', '−') else ''}{say_digits(match['power'])}"


def _say_lost_power(match: re.Match[str], context: Context) -> Said:
    """`10-9 m`, `3 x 10-34`: a power of ten whose exponent is no longer raised; `10-15 m` is a range."""
    power = match["power"] or match["after_sign"]
    if match["unit"] and match["unit"] not in context.lexicon.units:
        return None
    return f"dix puissance moins {say_digits(power)}"


def _say_exponent(match: re.Match[str], context: Context) -> Said:
    """`1,2E-3`: as a calculator writes a power of ten."""
    minus = "moins " if match["sign"] in ("-", "−") else ""
    return f"{parse_quantity(match['number']).say()} fois dix puissance {minus}{say_digits(match['power'])}"


def _say_ratio(match: re.Match[str], context: Context) -> Said:
    if match["wide"]:
        return say_fraction(16, 9)
    left, right = int(match["left"]), int(parse_quantity(match["right"]).whole)
    if (left, right) in {(16, 9), (4, 3)}:
        return say_fraction(left, right)
    return f"{say_cardinal(left)} pour {say_cardinal(right)}"


# Before units, which would claim the power: `1,2E-3 mol`.
POWERS = (
    Rule(
        "fraction",
        # 1-1/2 tasse
        lazy_regex(
            rf"{RANGE_START}(?P<sign>)(?P<glyph>)(?P<inches>)(?P<whole>\d)-(?P<top>[123])/(?P<bottom>[234])(?![\w/])"
            rf"(?:{SPACE}(?:(?P<unit>{_UNIT})(?![\w’'])|(?P<noun>{_NOUN})))?"
        ),
        _say_mixed,
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "power",
        # 3,0·10⁸
        lazy_regex(r"(?<=\d)\s?[·⋅]\s?(?=10[⁻⁰¹²³⁴-⁹^])"),
        say_constant(" fois "),
        needs=frozenset("·⋅"),
        has_digits=True,
    ),
    Rule(
        "power",
        # 10^-6, x^2
        lazy_regex(rf"(?:(?<=[\d)])|(?<=\b[A-Za-z]))\^(?P<sign>[-−+]?)(?P<power>\d{{1,3}}){WORD_END}"),
        _say_power,
        needs=frozenset("^"),
        has_digits=True,
    ),
    Rule(
        "power",
        # 1,2E-3, 5e-8, 6.02E23
        lazy_regex(
            rf"{NUMBER_START}(?P<number>{SIGN}?\d{{1,4}}(?P<decimals>[.,]\d{{1,8}})?)"
            rf"(?:[eE](?P<sign>(?(decimals)[-−+]?|[-−]))|E\+)(?P<power>\d{{1,3}}){WORD_END}"
        ),
        _say_exponent,
        needs=frozenset("eE"),
        has_digits=True,
    ),
    Rule(
        "power",
        # 10-9 m, 3 x 10-34
        lazy_regex(
            rf"""
            (?:(?<=\d\s[x×*.·]\s)|(?<=\d[x×*·]))10[-−–](?P<after_sign>\d{{1,2}})(?!\w|[.,]\d)
            |{RANGE_START}10[-−–](?P<power>[1-9])(?={SPACE}(?P<unit>{LETTER}{{1,3}})(?!\w))
            """,
            re.X,
        ),
        _say_lost_power,
        needs=frozenset("-−–"),
        needs_any=("10-", "10−", "10–"),
        has_digits=True,
    ),
)

RULES = (
    Rule(
        "score",
        lazy_regex(
            rf"""
            {QUOTIENT_START}\d{{1,2}}/\d{{1,2}}(?:,?\s\d{{1,2}}/\d{{1,2}}(?![\w/]))+    # 6/4 6/3
            |(?<=\()\d{{1,2}}/\d{{1,2}}(?=\))                                            # (7/5)
            """,
            re.X,
        ),
        _say_sets,
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "mark",
        # 12,5/20
        lazy_regex(rf"{QUOTIENT_START}(?P<mark>\d{{1,2}},\d{{1,2}})\s?/\s?(?P<of>\d{{1,3}})(?![\w/]|{MORE_THOUSANDS})"),
        _say_decimal_mark,
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "fraction",
        lazy_regex(
            rf"""
            {QUOTIENT_START}(?P<sign>{SIGN})?(?P<whole>\d{{1,3}}){GAP}
            (?:(?P<glyph>{_GLYPH})                               # 2½ heures
              |(?<={SPACE})(?P<top>\d)/(?P<bottom>\d))           # 1 1/2 tasse
            (?![\w/])
            (?:{SPACE}(?:(?P<unit>{_UNIT})(?![\w’'])|(?P<noun>{_NOUN}))|(?P<inches>[\"″”](?!\w)))?
            """,
            re.X,
        ),
        _say_mixed,
        needs=frozenset(_GLYPHS) | {"/"},
        has_digits=True,
    ),
    Rule(
        "fraction",
        # 1 pomme 1/2
        lazy_regex(rf"{QUOTIENT_START}(?P<whole>\d{{1,3}}){SPACE}(?P<noun>{_NOUN}){SPACE}(?:1/2|½)(?![\w/])"),
        _say_half_after_noun,
        needs=frozenset("/½"),
        has_digits=True,
    ),
    Rule(
        "fraction",
        # 1/2 écrémé
        lazy_regex(rf"(?:{QUOTIENT_START}1/2|½){SPACE}(?={HALVED})"),
        say_constant("demi-"),
        needs=frozenset("/½"),
    ),
    # 3/4 d’h
    Rule(
        "fraction",
        lazy_regex(rf"(?<=/[2-9]\sd[’'])h\.?{WORD_END}"),
        say_constant("heure"),
        needs=frozenset("h"),
        has_digits=True,
    ),
    Rule(
        "fraction",
        # 1/25 000
        lazy_regex(
            rf"{QUOTIENT_START}1/(?P<bottom>\d{{1,3}}(?:(?:{SPACE}|\.)\d{{3}}){{1,2}}|\d{{4,7}})(?:e|è?me)?(?![\w/])"
        ),
        _say_scale,
        needs=frozenset("/"),
        has_digits=True,
    ),
    Rule(
        "fraction",
        lazy_regex(
            rf"""
            {QUOTIENT_START}(?P<top>\d{{1,4}})\s?[/⁄]\s?(?P<bottom>\d{{1,4}})
            (?P<ending>es?|è?mes?)?                              # 1/250e
            (?![\w/]|{MORE_THOUSANDS})
            """,
            re.X,
        ),
        _say_fraction,
        needs=frozenset("/⁄"),
        has_digits=True,
    ),
    Rule("fraction", lazy_regex(rf"(?P<glyph>{_GLYPH})"), _say_glyph, needs=frozenset(_GLYPHS)),
    Rule(
        "multiple",
        # L x l x h
        lazy_regex(rf"{WORD_START}[Ll]\s?{TIMES_SIGN}\s?[lHhPp](?:\s?{TIMES_SIGN}\s?[HhPp])?{WORD_END}"),
        _say_sides,
        needs=frozenset("x×"),
    ),
    Rule(
        "multiple",
        # 3 x 12
        lazy_regex(
            rf"{NUMBER_START}(?P<left>{NUMBER})(?:\s?{TIMES_SIGN}\s?|X(?=\d))(?P<right>{NUMBER})"
            rf"(?:\s?{TIMES_SIGN}\s?(?P<third>{NUMBER}))?{WORD_END}"
        ),
        _say_product,
        needs=frozenset("xX×"),
        has_digits=True,
    ),
    Rule(
        "multiple",
        # x3
        lazy_regex(rf"{WORD_START}{TIMES_SIGN}\s?(?P<number>{NUMBER}){WORD_END}"),
        _say_times_before,
        needs=frozenset("x×"),
        has_digits=True,
    ),
    Rule(
        "multiple",
        # 3x
        lazy_regex(rf"{NUMBER_START}(?P<number>{NUMBER})\s?{TIMES_SIGN}{WORD_END}(?!\s?[+=])"),
        _say_times_after,
        needs=frozenset("x×"),
        has_digits=True,
    ),
    Rule(
        "ratio",
        lazy_regex(
            rf"""
            (?<![\w.,:/])(?P<left>\d{{1,3}}):(?P<right>\d{{1,3}}(?:{SPACE}\d{{3}}){{1,2}}|\d{{1,4}})(?![\d:])   # 1:25
            |{NUMBER_START}(?P<wide>16[-/]9){WORD_END}                                                           # 16/9
            """,
            re.X,
        ),
        _say_ratio,
        needs=frozenset(":-/"),
        has_digits=True,
    ),
)
