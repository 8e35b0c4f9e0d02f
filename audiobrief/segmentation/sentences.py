"""Split a French paragraph into sentences, and sentences that are too long into phrases.

A full stop does not end a sentence after an abbreviation that needs something to follow it, after an initial, inside a
number or an address, after a dateline (« Nîmes. – »), or where the next word is in lower case (« Pourquoi ? »
demande-t-il).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from audiobrief.lazy_regex import lazy_regex
from audiobrief.system.toml_files import load_shipped

_GAP = "[ \u00a0\u202f\u2009]"
_STOP = lazy_regex(
    rf"(?<![.!?…])(?P<stop>[.!?…]+)"
    rf"(?:{_GAP}?[»”\"’)\]](?!\w)|«(?={_GAP}?[,.\s]|$)|[*_]|\[\d{{1,3}}\])*(?=\s|$)"
)
_NEXT = lazy_regex(
    r"(?P<lead>[\s«“„\"'‘(\[–—*_-]*)(?P<first>\S)(?P<word>[^\W\d_]*)(?P<elided>[’'])?(?P<capital>\s*[A-ZÀ-ÖØ-Þ])?"
)
_BEFORE = lazy_regex(r"[^\s«“„\"(\[’'*_]+$")
_LOOK_BACK, _LOOK_AHEAD = 24, 60
_DATELINE = 40
_BLANKS = " *_\u00a0\u202f\u2009\n"
_BRACKETS, _DASHES = frozenset("(["), frozenset("–—-")
_INITIALS = lazy_regex(r"[A-ZÀ-ÖØ-Þ](?:\.-?[A-ZÀ-ÖØ-Þ])*")
_ITEM = lazy_regex(r"\d{1,3}(?:\.\d{1,2})*|[IVXLC]{1,6}|[A-Za-z]")
_NUMBER = lazy_regex(r"\s*(?:\d|(?!MM\.)[IVXLCDM]{2,}(?![\w’'])|[IVXLCDM](?![\w’'.])|(?:L\.?O|[LRDA])\.?\s?\d)")
_LETTER = lazy_regex(r"\s*(?:\d|(?!M\.)[A-Z](?![\w’']))")
_ARTICLE = lazy_regex(r"\s*\d{1,4}(?:-\d|\d\d)")
_YEAR = lazy_regex(r"\s*(?:1\d|20|21)\d\d\b")
_HOUR = lazy_regex(r"\s*\d{1,2}\s?(?:h\b|h\d|heures?\b|:\d\d)")
# Characters: a longer sentence is split, and a phrase is never longer than the second.
_MAX_UNSPLIT = 600
_MAX_PHRASE = 800
# Where a long sentence is split, best places first.
_BREAKS = (lazy_regex(r"[;:]\s|\s[–—]\s"), lazy_regex(r",\s"), lazy_regex(r"\s"))
# The lists of abbreviations.toml that hold abbreviations, by what may follow them.
_KINDS = ("always", "before_name", "before_title", "before_number", "before_letter", "may_end", "weekdays", "months")


@cache
def load_words(file: str, key: str) -> frozenset[str]:
    """The word list `key` of the data file `file`.toml of this package."""
    return frozenset(_load_table(file)[key])


@cache
def _load_table(file: str) -> dict[str, Any]:
    return load_shipped(__package__, file)


def find_sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a block, in order, without the white space between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.start() >= start and _is_sentence_end(text, start, stop):
            spans.append((start, stop.end()))
            start = stop.end()
    spans.append((start, len(text)))
    trimmed = (
        (begin + _count_leading_blanks(text[begin:end]), begin + len(text[begin:end].rstrip())) for begin, end in spans
    )
    return [(begin, end) for begin, end in trimmed if begin < end]


def split_sentence(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of at most 800 characters that cover `text[start:end]`, split after ; : or –, else a comma or a space."""
    spans: list[tuple[int, int]] = []
    while end - start > _MAX_UNSPLIT:
        cut = _find_break(text, start, end)
        if cut >= end:
            break
        spans.append((start, cut))
        start = cut
    return [*spans, (start, end)]


def is_abbreviation(token: str) -> bool:
    """Whether a title that ends on `token` and a full stop keeps that stop (« etc. », « oct. », « J.-P. »)."""
    kinds = _load_abbreviations().get(token, ())
    return bool(_INITIALS.fullmatch(token)) or "may_end" in kinds or "months" in kinds


def _count_leading_blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _is_sentence_end(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether `stop` ends the sentence that starts at `start`."""
    after = text[stop.end() : stop.end() + _LOOK_AHEAD]
    following = _NEXT.match(after)
    if not following:
        return True
    if following["first"].islower() or following["first"] in ",;:!?…»”":
        return False
    if stop["stop"] != ".":
        return not _is_name_with_mark(text, start, stop.end("stop"), following)
    if (
        start == 0
        and stop.start() <= _DATELINE
        and _find_lead(following) in _DASHES
        and _is_dateline(text[: stop.start()])
    ):
        return False
    return not _is_abbreviation_stop(text, start, stop.start(), after, following)


def _is_dateline(head: str) -> bool:
    """Whether the first words of a block are a place or a number before a dash (« La Roche-sur-Yon. – »)."""
    return all(not word[0].islower() or len(word) < 4 for word in head.split())


def _is_name_with_mark(text: str, start: int, end: int, following: re.Match[str]) -> bool:
    """Whether the punctuation mark before `end` is part of a name (« Yahoo! Japan »)."""
    if _starts_sentence(following):
        return False
    head = re.sub(r"\s", " ", text[max(start, end - _LOOK_BACK) : end])
    for name in load_words("abbreviations", "names_with_marks"):
        if head.endswith(name) and not head[: -len(name)][-1:].isalnum():
            # « Ensemble ! » names a party inside a sentence, but is an exclamation at its start.
            return " " not in name or bool(head[: -len(name)].strip(' «“"'))
    return False


def _find_lead(following: re.Match[str]) -> str:
    """The first punctuation mark between a full stop and the next word; empty if there is none."""
    return following["lead"].strip(_BLANKS)[:1]


def _starts_sentence(following: re.Match[str]) -> bool:
    """Whether the next word is one that often starts a sentence."""
    return following["first"] + following["word"] in load_words(
        "abbreviations", "elided_openers" if following["elided"] else "openers"
    )


def _is_surname(following: re.Match[str]) -> bool:
    """Whether a surname with an article follows (« Le Guen »)."""
    return bool(following["capital"]) and following["first"] + following["word"] in load_words(
        "abbreviations", "particles"
    )


def _is_abbreviation_stop(text: str, start: int, position: int, after: str, following: re.Match[str]) -> bool:
    """Whether the full stop at `position` belongs to an abbreviation, an initial or the number of a list item."""
    found = _BEFORE.search(text, max(0, position - _LOOK_BACK), position)
    if not found:
        return False
    token = found[0]
    if _ITEM.fullmatch(token) and _starts_item(text, start, found.start()):
        return True
    kinds = _find_kinds(token, text[max(0, position - _LOOK_BACK) : position])
    if kinds:
        return any(_continues(kind, after, following) for kind in kinds)
    return bool(_INITIALS.fullmatch(token)) and _continues_after_initial(
        text[max(0, found.start() - 30) : found.start()], token, after, following
    )


def _starts_item(text: str, start: int, at: int) -> bool:
    """Whether a list item may start at `at`: with the sentence, after a semicolon, or as « 1. » after a colon."""
    before = text[max(start, at - 8) : at].strip(_BLANKS)[-1:]
    return (not before and at - start < 8) or before == ";" or (before == ":" and text[at : at + 2] == "1.")


def _find_kinds(token: str, head: str) -> set[str]:
    """The kinds of abbreviation that `token`, its part after the last hyphen, or the last words of `head` are."""
    table = _load_abbreviations()
    found = {kind for form in {token, token.rpartition("-")[2]} for kind in table.get(form, ())}
    plain = " ".join(head.split())
    for phrase, kinds in _load_phrases():
        if plain.endswith(phrase) and not plain[: -len(phrase)][-1:].isalnum():
            found.update(kinds)
    return found


@cache
def _load_abbreviations() -> dict[str, tuple[str, ...]]:
    """Every abbreviation, as listed and capitalised, with its kinds."""
    table: dict[str, tuple[str, ...]] = {}
    for kind in _KINDS:
        for entry in load_words("abbreviations", kind):
            for form in {entry, entry[0].upper() + entry[1:]} if len(entry) > 1 else {entry}:
                table[form] = (*table.get(form, ()), kind)
    return table


@cache
def _load_phrases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The abbreviations of several words, with their kinds."""
    return tuple((form, kinds) for form, kinds in _load_abbreviations().items() if " " in form)


def _continues(kind: str, after: str, following: re.Match[str]) -> bool:
    """Whether the sentence continues with `after` when an abbreviation of this kind precedes it."""
    lead = _find_lead(following)
    if kind == "always" or lead in _BRACKETS or lead in _DASHES:
        return True
    if kind == "before_name":
        return not lead and following["first"].isupper() and (not _starts_sentence(following) or _is_surname(following))
    if kind == "before_title":
        return bool(lead) or _continues("before_name", after, following)
    if kind == "may_end":
        return not following["first"].isupper()
    return bool(_compile_continuations()[kind].match(after))


@cache
def _compile_continuations() -> dict[str, re.Pattern[str]]:
    """What follows an abbreviation of each kind if its sentence continues."""
    months = "|".join(
        sorted(load_words("abbreviations", "months") | load_words("abbreviations", "full_months"), reverse=True)
    )
    day = rf"\s*\d{{1,2}}(?:er)?(?:\s+(?:{months})\b|/\d|\s*[,;.)–-]|\s+(?:à|au|et)\s|\s*$)"
    return {
        "before_number": _NUMBER,
        "before_letter": _LETTER,
        "weekdays": re.compile(rf"{day}|{_HOUR.pattern}"),
        "months": re.compile(rf"{_YEAR.pattern}|{_HOUR.pattern}"),
    }


def _continues_after_initial(head: str, token: str, after: str, following: re.Match[str]) -> bool:
    """Whether the sentence continues with `after` when an initial or a dotted acronym precedes it."""
    if following["first"].isdigit():
        numbered = token in load_words("abbreviations", "code_letters") and _ARTICLE.match(after)
        return bool(numbered or (len(token) > 1 and _YEAR.match(after)))
    lead = _find_lead(following)
    if lead:
        return lead in _BRACKETS or lead in _DASHES
    if not _starts_sentence(following):
        return True
    # « Karim B. Le procureur »: after a first name, the initial stands for a surname that is withheld.
    before = head.split()
    is_withheld = bool(before) and before[-1][:1].isupper() and not before[-1].endswith(".")
    return (len(token) == 1 or "-" in token) and _is_surname(following) and not is_withheld


def _find_break(text: str, start: int, end: int) -> int:
    for breath in _BREAKS:
        reach = min(end, start + _MAX_UNSPLIT)
        places = [found.end() for found in breath.finditer(text, start + _MAX_UNSPLIT // 4, reach)]
        if places:
            return places[-1]
    return min(end, start + _MAX_PHRASE)
