"""Inclusive writing: `salarié·e·s`, `acteurs/trices`, `véhicule(s)` are said in the masculine, in their number."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.patterns import LOWER, LOWERS, UPPERS
from audiobrief.speech.rule import Context, Rule, Said, say_constant

_MIDDLE_DOT = "[·•⋅∙‧]"
# What makes a feminine of a masculine.
_FEMININE = "(?:e|se|ne|te|le|ve|fe|sse|ère|rice|trice|euse)"


def _say_plural(mark: str, match: re.Match[str], context: Context) -> str:
    """The mark of the plural, unless the word before the match has one."""
    return "" if context.text[match.start() - 1] in "sx" else mark


def _say_masculine(match: re.Match[str], context: Context) -> Said:
    """`salarié·e·s`, `acteurs/trices`; `étudiants-es`, but no verb `porte-es`."""
    if match[0] == "-es" and context.text[match.start() - 1] != "s":
        return None
    return _say_plural("s", match, context) if match[0].endswith("s") else ""


def _say_bracketed(match: re.Match[str], context: Context) -> Said:
    """`salarié(e)s`, `Tou(te)s`, `véhicule(s)`, `conseillers(ères)`."""
    if match["ending"] == "x)":
        return _say_plural("x", match, context)
    return _say_plural("s", match, context) if match["ending"] in ("s)", "es)") or match[0].endswith("s") else ""


def _say_bracketed_capitals(match: re.Match[str], context: Context) -> Said:
    """`NUMERO(S)`, `EMPLOYÉ(E)`."""
    mark = {"S)": "s", "ES)": "s", "X)": "x"}.get(match["ending"], "")
    return "" if context.text[match.start() - 1] in "SX" else mark


RULES = (
    Rule(
        "inclusive",
        # salarié·e·s, but kg·m⁻³
        lazy_regex(rf"(?<=[{UPPERS}{LOWERS}]{LOWER}){_MIDDLE_DOT}{LOWER}{{1,7}}(?:{_MIDDLE_DOT}s)?(?![\w⁻])"),
        _say_masculine,
        needs=frozenset("·•⋅∙‧"),
    ),
    Rule(
        "inclusive",
        lazy_regex(
            rf"""
            (?<={LOWER}{{2}})
            (?:\.{_FEMININE}\.?s                                  # salarié.e.s
            |-(?:{_FEMININE}-s|es)                                # salarié-e-s, étudiants-es
            |/(?:{_FEMININE}|trices|rices|euses|ères))            # acteurs/trices
            (?![\w/-])
            """,
            re.X,
        ),
        _say_masculine,
        needs=frozenset(".-/"),
    ),
    Rule(
        "inclusive",
        # salarié(e)s, véhicule(s)
        lazy_regex(rf"(?<=[{LOWERS}A-Z]{{2}})\((?P<ending>(?:{_FEMININE}s?|x|s)\)(?:s\b)?)"),
        _say_bracketed,
        needs=frozenset("("),
    ),
    Rule(
        "inclusive",
        # NUMERO(S)
        lazy_regex(rf"(?<=[{UPPERS}]{{2}})\((?P<ending>(?:E?S|E|X)\))"),
        _say_bracketed_capitals,
        needs=frozenset("("),
    ),
    # le(la)
    Rule("inclusive", lazy_regex(r"(?<=\b[Ll]e)\((?=la\))"), say_constant(" ou "), needs=frozenset("(")),
    Rule("inclusive", lazy_regex(r"(?<=\b[Ll]e\(la)\)"), say_constant(""), needs=frozenset("(")),
)
