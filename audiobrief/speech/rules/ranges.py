"""Two numbers joined by a hyphen: a span of years or a range, a score. The hyphen between digits is never a minus."""

import re

from audiobrief.speech.gender import counts_feminine
from audiobrief.speech.numbers import INTEGER, NUMBER, digits, quantity
from audiobrief.speech.rule import Context, Rule, Said


def _years(match: re.Match[str], context: Context) -> Said:
    first, last = match["first"], match["last"]
    if context.word_before(match.start()).lower() in context.lexicon.words["acts"]:
        return f"{digits(first)}{' barre ' if match['mark'] == '/' else ' tiret '}{digits(last)}"
    full = last if len(last) == 4 else first[:2] + last
    link = " " if int(full) - int(first) == 1 else " à "
    if context.text[max(0, match.start() - 2) : match.start()].rstrip().endswith(("(", ",", "«")):
        # The years of a life or a work.
        link = " "
    return f"{digits(first)}{link}{digits(full)}"


# Articles of a law, from the second on: `les articles 222-23 et 222-24`.
_ARTICLES = re.compile(
    r"(?i)\b(?:articles?|art\.)\s(?:(?:[LRDA]\.?\s?)?\d+(?:-\d+)*(?:, | et | à | ou ))+(?:[LRDA]\.?\s?)?$"
)


def _range(match: re.Match[str], context: Context) -> Said:
    parts = re.split(r"\s?[-–—/]\s?", match[0])
    if _ARTICLES.search(context.text, max(0, match.start() - 80), match.start()):
        return " tiret ".join(digits(part) for part in parts)
    if re.fullmatch(r"7[0-8]7[-–]\d{3}", match[0]):
        return " ".join(digits(part) for part in parts)
    feminine = counts_feminine(context, match.end())
    said = [quantity(part).say(feminine=feminine and at == len(parts) - 1) for at, part in enumerate(parts)]
    following = context.words_after(match.end(), 1)
    if len(parts) > 2 or context.word_before(match.start()) in context.lexicon.words["makers"]:
        return " ".join(said)
    if parts[0] == parts[1] and len(parts[0]) == 2:
        return " ".join(said)
    if (parts[0], parts[1]) in _WARS and not (following and following[0] in ("ans", "euros")):
        return " ".join(said)
    before = context.word_before(match.start()).lower()
    if before in ("à", "au", "art.", "article", "articles") and len(parts) == 2:
        return (" tiret " if before.startswith("art") else " ").join(said)
    return " à ".join(said)


# The wars named by their years: « la guerre de quatorze dix-huit ».
_WARS = {("14", "18"), ("39", "45"), ("70", "71"), ("39", "40")}


def _act(match: re.Match[str], context: Context) -> Said:
    """`loi 2005-102`, `règlement 2016/679`: the number of an act."""
    if context.word_before(match.start()).lower() not in context.lexicon.words["acts"]:
        return None
    return f"{digits(match['year'])}{' tiret ' if match['mark'] == '-' else ' barre '}{digits(match['number'])}"


RULES = (
    Rule(
        "code",
        re.compile(r"(?<![\w.,/-])(?P<year>(?:19|20)?\d\d)(?P<mark>[-/])(?P<number>\d{2,5})(?![\w/-])"),
        _act,
        needs=frozenset("-/"),
    ),
    Rule(
        "range",
        re.compile(
            r"(?<![\w.,/-])(?P<first>1[5-9]\d\d|20\d\d)(?P<mark>[-–/])(?P<last>1[5-9]\d\d|20\d\d|\d\d)(?![\w/-])"
        ),
        _years,
        needs=frozenset("-–/"),
    ),
    Rule(
        "range",
        re.compile(rf"(?<![\w.,/-]){NUMBER}[-–—]{NUMBER}(?:[-–—]{INTEGER})*(?![\w])"),
        _range,
        needs=frozenset("-–—"),
    ),
    Rule(
        "list",
        re.compile(r"(?<![\w.,/-])\d{1,2}(?: [-–—] \d{1,2}){2,20}(?!\w|[.,]\d)"),
        lambda match, context: ", ".join(digits(part) for part in re.findall(r"\d+", match[0])),
        needs=frozenset("-–—"),
    ),
    Rule("range", re.compile(r"(?<![\w.,/-])\d{1,3} [-–—] \d{1,3}(?!\w|[.,]\d)"), _range, needs=frozenset("-–—")),
)
