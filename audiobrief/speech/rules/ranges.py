"""Two numbers joined by a hyphen: a span of years or a range, a score. The hyphen between digits is never a minus."""

import re

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.gender import counts_feminine
from audiobrief.speech.numbers import parse_quantity, say_digits, say_name
from audiobrief.speech.patterns import HYPHEN, INTEGER, NUMBER, RANGE_START, WORD_END
from audiobrief.speech.rule import Context, Rule, Said

_DASH = "[-‐‑–—]"
# Articles of a law, from the second on: `les articles 222-23 et 222-24`.
_ARTICLES_BEFORE = lazy_regex(
    r"""
    \b(?:articles?|art\.)\s
    (?:(?:[LRDA]\.?\s?)?\d+(?:-\d+)*(?:,\s?|\set\s|\sà\s|\sou\s))+
    (?:[LRDA]\.?\s?)?$
    """,
    re.X | re.I,
)
_NF_BEFORE = lazy_regex(r"\b(?:NF|EN)\s[A-Z]\s$")
# The wars named by their years: « la guerre de quatorze dix-huit ».
_WARS = {("14", "18"), ("39", "45"), ("70", "71"), ("39", "40")}
_YEAR = r"1[5-9]\d\d|20\d\d"


def _say_years(match: re.Match[str], context: Context) -> Said:
    first, last = match["first"], match["last"]
    if context.find_word_before(match.start()).lower() in ("article", "articles", "art."):
        return f"{say_digits(first)} tiret {say_digits(last)}"
    if context.find_word_before(match.start()).lower() in context.lexicon.words["acts"]:
        return f"{say_digits(first)}{' barre ' if match['mark'] == '/' else ' tiret '}{say_digits(last)}"
    full = last if len(last) == 4 else first[:2] + last
    link = " " if int(full) - int(first) == 1 else " à "
    if context.get_text_before(match.start(), 2).rstrip().endswith(("(", ",", "«")):
        # The years of a life or a work: a pause keeps them apart.
        link = ", "
    return f"{say_name(first)}{link}{say_name(full)}"


def _say_part(written: str) -> str:
    """One side of a range as a name: its zeros too; an amount (`1,5`) where it is no row of digits."""
    return say_digits(written) if written.isdecimal() else parse_quantity(written).say()


def _say_range(match: re.Match[str], context: Context) -> Said:
    parts = re.split(r"\s?[-‐‑–—/]\s?", match[0])
    if _ARTICLES_BEFORE.search(context.text, max(0, match.start() - 80), match.start()):
        # A comma without its space parts articles too: `275-1,277`.
        return " tiret ".join(", ".join(map(say_digits, re.findall(r"\d+", part))) for part in parts)
    if re.fullmatch(rf"7[0-8]7{HYPHEN}\d{{3}}", match[0]):
        # An airliner: `747-400`.
        return " ".join(map(_say_part, parts))
    following = context.find_words_after(match.end(), 1)
    # A score counts nothing, whatever was counted before it: `2-1 sur la pelouse`.
    counted = bool(following) and following[0].lower() not in context.lexicon.words["not_counted"]
    feminine = counted and counts_feminine(context, match.end())
    said = [parse_quantity(part).say(feminine=feminine and at == len(parts) - 1) for at, part in enumerate(parts)]
    standard = context.find_word_before(match.start())
    if standard in ("NF", "EN", "DTU", "ISO") or _NF_BEFORE.search(context.get_text_before(match.start(), 8)):
        # A standard: `NF C 15-100`.
        return " ".join(map(_say_part, parts))
    if len(parts) == 2 and any(part[0] == "0" and part.isdecimal() and len(part) > 1 for part in parts):
        # A number of a file: `106-01`, `01-69`.
        return " ".join(map(_say_part, parts))
    if len(parts) > 2 or context.find_word_before(match.start()) in context.lexicon.words["makers"]:
        return " ".join(said)
    if parts[0] == parts[1] and len(parts[0]) == 2:
        return " ".join(said)
    if match[0] == "9-3" and context.find_word_before(match.start()).lower() in ("le", "du", "au"):
        # Seine-Saint-Denis, by its number.
        return " ".join(said)
    if (last := _complete_page(parts, context.find_word_before(match.start()).lower())) is not None:
        return f"{said[0]} à {say_digits(last)}"
    if (parts[0], parts[1]) in _WARS and not (following and following[0] in ("ans", "euros")):
        return " ".join(said)
    before = context.find_word_before(match.start()).lower()
    if before in ("à", "au", "art.", "article", "articles") and len(parts) == 2:
        return (" tiret " if before.startswith("art") else " ").join(said)
    return " à ".join(said)


def _complete_page(parts: list[str], before: str) -> str | None:
    """The last page of `pp. 337-8` in full; None where nothing is left out."""
    first, last = parts
    short = first.isdecimal() and last.isdecimal() and len(last) < len(first) and int(first[-len(last) :]) < int(last)
    return first[: -len(last)] + last if short and before in ("p.", "pp.", "pages", "page") else None


def _say_act(match: re.Match[str], context: Context) -> Said:
    """`loi 2005-102`, `règlement 2016/679`: the number of an act."""
    if context.find_word_before(match.start()).lower() not in context.lexicon.words["acts"]:
        return None
    return f"{say_digits(match['year'])}{' tiret ' if match['mark'] == '-' else ' barre '}{say_digits(match['number'])}"


def _say_list(match: re.Match[str], context: Context) -> Said:
    """`1 - 2 - 3 - 5`: the numbers one after the other."""
    return ", ".join(say_digits(part) for part in re.findall(r"\d+", match[0]))


def _say_articles(match: re.Match[str], context: Context) -> Said:
    """`815-9,815-10`: articles of a law in a row, whose commas lack their spaces."""
    return ", ".join(" tiret ".join(map(say_digits, article.split("-"))) for article in match[0].split(","))


RULES = (
    Rule(
        "code",
        # 815-9,815-10
        lazy_regex(
            rf"{RANGE_START}\d{{1,4}}(?:-\d{{1,3}}){{1,3}}(?:,\d{{2,4}}(?:-\d{{1,3}}){{1,3}})+(?![\w/-]|[.,]\d)"
        ),
        _say_articles,
        needs=frozenset(","),
        has_digits=True,
    ),
    Rule(
        "code",
        # loi 2005-102
        lazy_regex(rf"{RANGE_START}(?P<year>(?:19|20)?\d\d)(?P<mark>[-/])(?P<number>\d{{2,5}})(?![\w/-])"),
        _say_act,
        needs=frozenset("-/"),
        has_digits=True,
    ),
    Rule(
        "range",
        # 1914-1918, 2024/25
        lazy_regex(rf"{RANGE_START}(?P<first>{_YEAR})(?P<mark>\s?[-‐‑–−]\s?|/)(?P<last>{_YEAR}|\d\d)(?![\w/-]|[.,]\d)"),
        _say_years,
        needs=frozenset("-‐‑–−/"),
        has_digits=True,
    ),
    Rule(
        "range",
        # 10-15, 3-1, 6-4-2
        lazy_regex(rf"{RANGE_START}{NUMBER}{_DASH}{NUMBER}(?:{_DASH}{INTEGER})*{WORD_END}"),
        _say_range,
        needs=frozenset("-‐‑–—"),
        has_digits=True,
    ),
    Rule(
        "list",
        # 2012,2013,2014
        lazy_regex(rf"{RANGE_START}(?:(?:19|20)\d\d,){{1,20}}(?:19|20)\d\d(?!\w|[.,]\d)"),
        _say_list,
        needs=frozenset(","),
        has_digits=True,
    ),
    Rule(
        "list",
        # 1 - 2 - 3 - 5
        lazy_regex(rf"{RANGE_START}\d{{1,2}}(?:\s{_DASH}\s\d{{1,2}}){{2,20}}(?!\w|[.,]\d)"),
        _say_list,
        needs=frozenset("-–—"),
        has_digits=True,
    ),
    Rule(
        "range",
        # 3 - 1
        lazy_regex(rf"{RANGE_START}\d{{1,3}}\s{_DASH}\s\d{{1,3}}(?!\w|[.,]\d)"),
        _say_range,
        needs=frozenset("-–—"),
        has_digits=True,
    ),
)
