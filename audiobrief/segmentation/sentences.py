"""Where a French paragraph's sentences end.

A full stop ends no sentence after an abbreviation that something follows, after an initial, inside a number or an
address, behind a dateline (« Nîmes. – »), or where the sentence goes on in lower case (« Pourquoi ? » demande-t-il).
"""

from __future__ import annotations

import re
from functools import cache

from audiobrief.segmentation.data import words

_GAP = "[ \u00a0\u202f\u2009]"
_STOP = re.compile(
    rf"(?<![.!?…])(?P<stop>[.!?…]+)"
    rf"(?:{_GAP}?[»”\"’)\]](?!\w)|«(?={_GAP}?[,.\s]|$)|[*_]|\[\d{{1,3}}\])*(?=\s|$)"
)
_NEXT = re.compile(
    r"(?P<lead>[\s«“„\"'‘(\[–—*_-]*)(?P<first>\S)(?P<word>[^\W\d_]*)(?P<elided>[’'])?(?P<capital>\s*[A-ZÀ-ÖØ-Þ])?"
)
_BEFORE = re.compile(r"[^\s«“„\"(\[’'*_]+$")
_LOOK_BACK, _LOOK_AHEAD = 24, 60
_DATELINE = 40
_BLANKS = " *_\u00a0\u202f\u2009\n"
_BRACKETS, _DASHES = frozenset("(["), frozenset("–—-")
_INITIALS = re.compile(r"[A-ZÀ-ÖØ-Þ](?:\.-?[A-ZÀ-ÖØ-Þ])*")
_ITEM = re.compile(r"\d{1,3}(?:\.\d{1,2})*|[IVXLC]{1,6}|[A-Za-z]")
_NUMBER = re.compile(r"\s*(?:\d|(?!MM\.)[IVXLCDM]{2,}(?![\w’'])|[IVXLCDM](?![\w’'.])|(?:L\.?O|[LRDA])\.?\s?\d)")
_LETTER = re.compile(r"\s*(?:\d|(?!M\.)[A-Z](?![\w’']))")
_ARTICLE = re.compile(r"\s*\d{1,4}(?:-\d|\d\d)")
_YEAR = re.compile(r"\s*(?:1\d|20|21)\d\d\b")
_HOUR = re.compile(r"\s*\d{1,2}\s?(?:h\b|h\d|heures?\b|:\d\d)")
_KINDS = ("always", "before_name", "before_title", "before_number", "before_letter", "may_end", "weekdays", "months")


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of one block, in order, blanks between them left out."""
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.start() >= start and _ends(text, start, stop):
            spans.append((start, stop.end()))
            start = stop.end()
    spans.append((start, len(text)))
    trimmed = ((begin + _blank(text[begin:end]), begin + len(text[begin:end].rstrip())) for begin, end in spans)
    return [(begin, end) for begin, end in trimmed if begin < end]


def abbreviation(token: str) -> bool:
    """Whether `token`, written with a full stop, keeps it at the end of a title (« etc. », « oct. », « J.-P. »)."""
    kinds = _table().get(token, ())
    return bool(_INITIALS.fullmatch(token)) or "may_end" in kinds or "months" in kinds


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip())


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether `stop` ends the sentence that begins at `start`."""
    after = text[stop.end() : stop.end() + _LOOK_AHEAD]
    following = _NEXT.match(after)
    if not following:
        return True
    if following["first"].islower() or following["first"] in ",;:!?…»”":
        return False
    if stop["stop"] != ".":
        return not _name_with_mark(text, start, stop.end("stop"), following)
    if start == 0 and stop.start() <= _DATELINE and _lead(following) in _DASHES and _dateline(text[: stop.start()]):
        return False
    return not _abbreviated(text, start, stop.start(), after, following)


def _dateline(head: str) -> bool:
    """Whether a block's first words are a place or a number before a dash (« La Roche-sur-Yon. – »)."""
    return all(not word[0].islower() or len(word) < 4 for word in head.split())


def _name_with_mark(text: str, start: int, end: int, following: re.Match[str]) -> bool:
    """Whether the mark before `end` is part of a name (« Yahoo! Japan »)."""
    if _opens(following):
        return False
    head = re.sub(r"\s", " ", text[max(start, end - _LOOK_BACK) : end])
    for name in words("abbreviations", "names_with_marks"):
        if head.endswith(name) and not head[: -len(name)][-1:].isalnum():
            # « Ensemble ! » is a party inside a sentence, a call at its head.
            return " " not in name or bool(head[: -len(name)].strip(' «“"'))
    return False


def _lead(following: re.Match[str]) -> str:
    """The first mark between a full stop and the next word, or nothing."""
    return following["lead"].strip(_BLANKS)[:1]


def _opens(following: re.Match[str]) -> bool:
    """Whether what follows begins with a word that opens sentences."""
    return following["first"] + following["word"] in words(
        "abbreviations", "elided_openers" if following["elided"] else "openers"
    )


def _surname(following: re.Match[str]) -> bool:
    """Whether what follows is a surname with its article (« Le Guen »)."""
    return bool(following["capital"]) and following["first"] + following["word"] in words("abbreviations", "particles")


def _abbreviated(text: str, start: int, position: int, after: str, following: re.Match[str]) -> bool:
    """Whether the full stop at `position` belongs to what stands before it."""
    found = _BEFORE.search(text, max(0, position - _LOOK_BACK), position)
    if not found:
        return False
    token = found[0]
    if _ITEM.fullmatch(token) and _opens_item(text, start, found.start()):
        return True
    kinds = _kinds(token, text[max(0, position - _LOOK_BACK) : position])
    if kinds:
        return any(_goes_on(kind, after, following) for kind in kinds)
    return bool(_INITIALS.fullmatch(token)) and _initial(
        text[max(0, found.start() - 30) : found.start()], token, after, following
    )


def _opens_item(text: str, start: int, at: int) -> bool:
    """Whether an item's number may stand at `at`: heading a sentence, behind a semicolon, the first behind a colon."""
    before = text[max(start, at - 8) : at].strip(_BLANKS)[-1:]
    return (not before and at - start < 8) or before == ";" or (before == ":" and text[at : at + 2] == "1.")


def _kinds(token: str, head: str) -> set[str]:
    """The lists of abbreviations that hold `token`, its last part after a hyphen, or the last words of `head`."""
    table = _table()
    found = {kind for form in {token, token.rpartition("-")[2]} for kind in table.get(form, ())}
    plain = " ".join(head.split())
    for phrase, kinds in _phrases():
        if plain.endswith(phrase) and not plain[: -len(phrase)][-1:].isalnum():
            found.update(kinds)
    return found


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """What is abbreviated, in lower case and capitalised, and the lists that hold it."""
    table: dict[str, tuple[str, ...]] = {}
    for kind in _KINDS:
        for entry in words("abbreviations", kind):
            for form in {entry, entry[0].upper() + entry[1:]} if len(entry) > 1 else {entry}:
                table[form] = (*table.get(form, ()), kind)
    return table


@cache
def _phrases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((form, kinds) for form, kinds in _table().items() if " " in form)


def _goes_on(kind: str, after: str, following: re.Match[str]) -> bool:
    """Whether the sentence goes on with `after`, behind an abbreviation of this kind."""
    lead = _lead(following)
    if kind == "always" or lead in _BRACKETS or lead in _DASHES:
        return True
    if kind == "before_name":
        return not lead and following["first"].isupper() and (not _opens(following) or _surname(following))
    if kind == "before_title":
        return bool(lead) or _goes_on("before_name", after, following)
    if kind == "may_end":
        return not following["first"].isupper()
    return bool(_continuations()[kind].match(after))


@cache
def _continuations() -> dict[str, re.Pattern[str]]:
    """What follows an abbreviation of each kind when its sentence goes on."""
    months = "|".join(sorted(words("abbreviations", "months") | words("abbreviations", "full_months"), reverse=True))
    day = rf"\s*\d{{1,2}}(?:er)?(?:\s+(?:{months})\b|/\d|\s*[,;.)–-]|\s+(?:à|au|et)\s|\s*$)"
    return {
        "before_number": _NUMBER,
        "before_letter": _LETTER,
        "weekdays": re.compile(rf"{day}|{_HOUR.pattern}"),
        "months": re.compile(rf"{_YEAR.pattern}|{_HOUR.pattern}"),
    }


def _initial(head: str, token: str, after: str, following: re.Match[str]) -> bool:
    """Whether the sentence goes on with `after`, behind an initial or a dotted acronym."""
    if following["first"].isdigit():
        numbered = token in words("abbreviations", "code_letters") and _ARTICLE.match(after)
        return bool(numbered or (len(token) > 1 and _YEAR.match(after)))
    lead = _lead(following)
    if lead:
        return lead in _BRACKETS or lead in _DASHES
    if not _opens(following):
        return True
    # « Karim B. Le procureur »: behind a first name, an initial stands for a surname that is kept back.
    before = head.split()
    kept_back = bool(before) and before[-1][:1].isupper() and not before[-1].endswith(".")
    return (len(token) == 1 or "-" in token) and _surname(following) and not kept_back
