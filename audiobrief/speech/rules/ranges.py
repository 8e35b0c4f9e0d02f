"""Two numbers joined by a hyphen: a span of years or a range, a score. The hyphen between digits is never a minus."""

import re

from audiobrief.speech.gender import counts_feminine
from audiobrief.speech.numbers import INTEGER, NUMBER, digits, quantity
from audiobrief.speech.rule import Context, Rule, Said


def _years(match: re.Match[str], context: Context) -> Said:
    first, last = match["first"], match["last"]
    full = last if len(last) == 4 else first[:2] + last
    link = " " if int(full) - int(first) == 1 else " à "
    return f"{digits(first)}{link}{digits(full)}"


def _range(match: re.Match[str], context: Context) -> Said:
    parts = re.split(r"\s?[-–—/]\s?", match[0])
    feminine = counts_feminine(context, match.end())
    said = [quantity(part).say(feminine=feminine and at == len(parts) - 1) for at, part in enumerate(parts)]
    following = context.words_after(match.end(), 1)
    if len(parts) > 2 or context.word_before(match.start()) in context.lexicon.words["makers"]:
        return " ".join(said)
    if (parts[0], parts[1]) in _WARS and not (following and following[0] in ("ans", "euros")):
        return " ".join(said)
    return " à ".join(said)


# The wars named by their years: « la guerre de quatorze dix-huit ».
_WARS = {("14", "18"), ("39", "45"), ("70", "71"), ("39", "40")}


RULES = (
    Rule(
        "range",
        re.compile(r"(?<![\w.,/-])(?P<first>1[5-9]\d\d|20\d\d)[-–/](?P<last>1[5-9]\d\d|20\d\d|\d\d)(?![\w/-])"),
        _years,
        needs=frozenset("-–/"),
    ),
    Rule(
        "range",
        re.compile(rf"(?<![\w.,/-]){NUMBER}[-–—]{NUMBER}(?:[-–—]{INTEGER})*(?![\w])"),
        _range,
        needs=frozenset("-–—"),
    ),
    Rule("range", re.compile(r"(?<![\w.,/-])\d{1,3} [-–—] \d{1,3}(?!\w|[.,]\d)"), _range, needs=frozenset("-–—")),
)
