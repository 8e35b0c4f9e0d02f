"""Bare symbols left between words."""

import re

from audiobrief.speech.numbers import digits, of
from audiobrief.speech.rule import Context, Rule, Said

_WORDS = {
    "&": "et", "+": "plus", "=": "égale", "@": "arobase", "%": "pour cent", "‰": "pour mille", "€": "euros",
    "$": "dollars", "£": "livres", "¥": "yens", "§": "paragraphe", "±": "plus ou moins", "≥": "supérieur ou égal à",
    "≤": "inférieur ou égal à", "≈": "environ", "≠": "différent de", "×": "fois", "÷": "divisé par", "−": "moins",
    "∞": "l’infini", "√": "racine de", "µ": "micro", "°": "degrés", "²": "au carré", "³": "au cube",
}  # fmt: skip
_SILENT = "*_#^~|\\<>{}[]©®™¤¦¬¨´`¸†‡•/⁄→←↑↓¹⁰⁴⁵⁶⁷⁸⁹⁻⁺ªº"


_ONE_BEFORE = re.compile(r"(?i)\b(?:le|la|du|au|une?|ce|cette|(?P<elided>[ld][’']))$")


def _word(match: re.Match[str], context: Context) -> Said:
    said = _WORDS[match[0].strip()]
    if match[0].strip() in "€$£¥" and (
        one := _ONE_BEFORE.search(context.text, max(0, match.start() - 6), match.start())
    ):
        return f"{'' if one['elided'] else ' '}{said.removesuffix('s')} "
    return f" {said} "


def _silent(match: re.Match[str], context: Context) -> Said:
    glued = (
        context.text[match.start() - 1 : match.start()].isalnum()
        and context.text[match.end() : match.end() + 1].isalnum()
    )
    return " " if glued or {"/", "|"} & {*match[0]} else ""


_VERB = re.compile(r"(?i)\b(?:ils?|elles?|on|qui|cela|ça|n(?:e |[’']))\s?[^\W\d_]+\s$")


def _compared(match: re.Match[str], context: Context) -> Said:
    """`< 5 %`: fewer than; after a noun, `de moins de`; between two numbers or names, `inférieur à`."""
    said, between = _COMPARED[match["sign"]]
    written = context.word_before(match.start())
    before = written.lower()
    if len(before) == 1 or written.isupper() or re.search(r"\d\s?$", context.text[: match.start()][-2:]):
        return between
    after_verb = _VERB.search(context.text, max(0, match.start() - 40), match.start())
    after_noun = before and not after_verb and before not in context.lexicon.words["before_comparison"]
    return of(said) if after_noun else said


_COMPARED = {
    "<": ("moins de ", "inférieur à "),
    ">": ("plus de ", "supérieur à "),
    "≤": ("au plus ", "inférieur ou égal à "),
    "≥": ("au moins ", "supérieur ou égal à "),
}


def _stars(match: re.Match[str], context: Context) -> Said:
    return f" étoile{'' if context.text[match.start() - 1] == '1' else 's'}"


_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _power(match: re.Match[str], context: Context) -> Said:
    """`10⁶`: ten to the sixth."""
    sign = "moins " if match[0].startswith("⁻") else ""
    return f" puissance {sign}{digits(match[0].lstrip('⁻').translate(_RAISED))}"


RULES = (
    Rule("symbol", re.compile(r"(?<=\d)(?![²³](?![⁰¹²³⁴-⁹]))⁻?[⁰¹²³⁴-⁹]+"), _power, needs=frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")),
    Rule(
        "minus",
        re.compile(
            r"(?:(?<!\S)|(?<=\())[-−–] ?(?=\d+(?:[.,]\d+)? ?(?:°|%|[^–—]{0,3}\)))(?![^–—]{0,80} [–—])"
            r"|(?:(?<=\bde )|(?<=\bà ))[-−–] ?(?=\d+ ?(?:à|°))|(?<=\s)[-−–] ?(?=de \d)"
        ),
        lambda match, context: "moins ",
        needs=frozenset("-−–"),
    ),
    Rule("symbol", re.compile(r"(?P<sign>[<>≤≥])[ \u00a0\u202f]?(?=[\d+-])"), _compared, needs=frozenset("<>≤≥")),
    Rule(
        "symbol",
        re.compile(r"(?:(?<=[a-zà-ÿ]{2})|(?<=[²³]))/(?=(?:an|mois|semaine|personne)\b)"),
        lambda match, context: " par ",
        needs=frozenset("/"),
    ),
    Rule("symbol", re.compile(r"(?<=(?<!\d)[1-5])\*(?![\w*])"), _stars, needs=frozenset("*")),
    Rule("symbol", re.compile(r"(?<=\b[CF])#(?!\w)"), lambda match, context: " dièse", needs=frozenset("#")),
    Rule("symbol", re.compile(r"(?<!\S)#(?!\w)"), lambda match, context: "dièse", needs=frozenset("#")),
    Rule("symbol", re.compile(rf"\s?[{re.escape(''.join(_WORDS))}]\s?"), _word, needs=frozenset(_WORDS)),
    Rule("symbol", re.compile(rf"[{re.escape(_SILENT)}]{{1,99}}"), _silent, needs=frozenset(_SILENT)),
)
