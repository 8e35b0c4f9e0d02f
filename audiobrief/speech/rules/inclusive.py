"""Inclusive writing: `salarié·e·s`, `acteurs/trices`, `véhicule(s)` are said in the masculine, in their number."""

import re

from audiobrief.speech.rule import Context, Rule, Said

_MIDDLE = "[·•⋅∙‧]"
# What makes a feminine of a masculine.
_FEMININE = "(?:e|se|ne|te|le|ve|fe|sse|ère|rice|trice|euse)"


def _stem(match: re.Match[str], context: Context) -> Said:
    """The masculine, with the s of the plural unless it has one: `salarié·e·s`, `acteurs/trices`."""
    plural = match["ending"].endswith("s") and context.text[match.start() - 1] not in "sx"
    return "s" if plural else ""


def _stem_of(match: re.Match[str], context: Context) -> Said:
    """As `_stem`; `étudiants-es` is no plural verb, nor `porte-e`."""
    ending = match["ending"] or match["hyphen"] or match["slash"]
    before = context.text[match.start() - 1]
    if match["hyphen"] == "es" and before != "s":
        return None
    return "s" if ending.endswith("s") and before not in "sx" else ""


def _bracketed(match: re.Match[str], context: Context) -> Said:
    """`salarié(e)s`, `Tou(te)s`, `véhicule(s)`, `conseillers(ères)`."""
    plural = match[0].endswith("s") or match["ending"] in ("s)", "x)", "es)")
    return ("x" if match["ending"] == "x)" else "s") if plural and context.text[match.start() - 1] not in "sx" else ""


RULES = (
    Rule(
        "inclusive",
        re.compile(rf"(?<=[A-Za-zÀ-ÿ][a-zà-ÿ]){_MIDDLE}(?P<ending>[a-zà-ÿ]{{1,7}}(?:{_MIDDLE}s)?)(?![\w])"),
        _stem,
        needs=frozenset("·•⋅∙‧"),
    ),
    Rule(
        "inclusive",
        re.compile(
            rf"(?<=[a-zà-ÿ]{{2}})(?:\.(?P<ending>{_FEMININE}\.?s)|-(?P<hyphen>(?:{_FEMININE}-s|es))"
            rf"|/(?P<slash>(?:{_FEMININE}|trices|rices|euses|ères)))(?![\w/-])"
        ),
        _stem_of,
        needs=frozenset(".-/"),
    ),
    Rule(
        "inclusive",
        re.compile(rf"(?<=[a-zà-ÿA-Z]{{2}})\((?P<ending>(?:{_FEMININE}|trices|rices|euses|ères|x|e?s)\)(?:s\b)?)"),
        _bracketed,
        needs=frozenset("("),
    ),
    Rule("inclusive", re.compile(r"(?<=\b[Ll]e)\((?=la\))"), lambda match, context: " ou ", needs=frozenset("(")),
    Rule("inclusive", re.compile(r"(?<=\b[Ll]e\(la)\)"), lambda match, context: "", needs=frozenset("(")),
)
