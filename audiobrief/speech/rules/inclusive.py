"""Inclusive writing: `salarié·e·s`, `acteurs/trices`, `véhicule(s)` are said in the masculine, in their number."""

import re

from audiobrief.speech.rule import Context, Rule, Said

_MIDDLE = "[·•⋅∙‧]"
# What makes a feminine of a masculine.
_FEMININE = "(?:e|se|ne|te|le|ve|fe|sse|ère|rice|trice|euse)"


def _plural(mark: str, match: re.Match[str], context: Context) -> str:
    """The mark of the plural, unless the word before the match has one."""
    return "" if context.text[match.start() - 1] in "sx" else mark


def _stem(match: re.Match[str], context: Context) -> Said:
    """The masculine: `salarié·e·s`, `acteurs/trices`; `étudiants-es`, but no verb `porte-es`."""
    if match[0] == "-es" and context.text[match.start() - 1] != "s":
        return None
    return _plural("s", match, context) if match[0].endswith("s") else ""


def _bracketed(match: re.Match[str], context: Context) -> Said:
    """`salarié(e)s`, `Tou(te)s`, `véhicule(s)`, `conseillers(ères)`."""
    if match["ending"] == "x)":
        return _plural("x", match, context)
    return _plural("s", match, context) if match["ending"] in ("s)", "es)") or match[0].endswith("s") else ""


RULES = (
    Rule(
        "inclusive",
        re.compile(rf"(?<=[A-Za-zÀ-ÿ][a-zà-ÿ]){_MIDDLE}[a-zà-ÿ]{{1,7}}(?:{_MIDDLE}s)?(?![\w])"),
        _stem,
        needs=frozenset("·•⋅∙‧"),
    ),
    Rule(
        "inclusive",
        re.compile(
            rf"(?<=[a-zà-ÿ]{{2}})(?:\.{_FEMININE}\.?s|-(?:{_FEMININE}-s|es)|/(?:{_FEMININE}|trices|rices|euses|ères))(?![\w/-])"
        ),
        _stem,
        needs=frozenset(".-/"),
    ),
    Rule(
        "inclusive",
        re.compile(rf"(?<=[a-zà-ÿA-Z]{{2}})\((?P<ending>(?:{_FEMININE}s?|x|s)\)(?:s\b)?)"),
        _bracketed,
        needs=frozenset("("),
    ),
    Rule("inclusive", re.compile(r"(?<=\b[Ll]e)\((?=la\))"), lambda match, context: " ou ", needs=frozenset("(")),
    Rule("inclusive", re.compile(r"(?<=\b[Ll]e\(la)\)"), lambda match, context: "", needs=frozenset("(")),
)
