"""Mend text that was pasted from a page, a PDF or an e-mail: parted words, running heads, menus, quoted replies.

Each function takes and returns the lines of a text. A line is only removed if its place or its repetition tells what it
is.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from audiobrief.article.byline import clean_byline, parse_day
from audiobrief.lazy_regex import lazy_regex
from audiobrief.system.toml_files import load_shipped

_HYPHENS = "-\u2010\u00ac"
_WORD = lazy_regex(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIRST_WORD = lazy_regex(r"\s*(?P<end>[^\W\d_]+)")
_PARTED = lazy_regex(rf"(?<![^\W\d_])(?P<start>[^\W\d_]{{2,}})[{_HYPHENS}]$")
_PAGE_NUMBER = lazy_regex(r"[-–—\s]*(?:page\s*)?\d{1,4}(?:\s*(?:/|sur|of)\s*\d{1,4})?[-–—\s]*", re.I)
_MAX_RUNNING_HEAD, _MIN_LINES = 80, 6
_SENTENCE_END = lazy_regex(r"[.…!?:;][»”\")\s]*$")
_FULL_STOP = lazy_regex(r"[.…:;][»”\")\s]*$")
_QUOTED_LINE = lazy_regex(r"\s*>+(?:\s|$)")
_REPLY = lazy_regex(
    r"\s*(?:Le |On )?.{0,120}\b(?:a écrit|wrote|écrivait)\s*:\s*$"
    r"|\s*-{3,}\s*(?:Message (?:d[’']origine|original|transféré)|Original Message|Forwarded message)\s*-{0,}.*$",
    re.I,
)
_SENT_FROM = lazy_regex(r"\s*(?:Envoyé|Sent|Expédié) (?:de|depuis|from) (?:mon|ma|my|l)\b.{0,60}$", re.I)
_HEADER = lazy_regex(
    r"\s*(?P<name>De|From|Envoyé|Sent|Date|À|A|To|Cc|Objet|Sujet|Subject|Pièces? jointes?|Attachments?)\s?:"
    r"\s*(?P<value>.*)$",
    re.I,
)
_MAX_HEADERS = 12
# A menu has so many short lines; a line of it is no longer than this.
_MIN_MENU, _MAX_MENU_LINE, _MIN_PROSE = 6, 38, 80
# A page that was copied whole has so many of them around its article, which has so much prose.
_MIN_PAGE_MENU, _MIN_PAGE_PROSE = 25, 600
# What a line of prose counts at most, and what another line takes away.
_MAX_WEIGHT, _SHORT_WEIGHT = 400, 60
# The title is among so many lines above the text.
_TITLE_REACH, _MIN_TITLE, _MAX_TITLE = 20, 25, 160


@dataclass(frozen=True, slots=True)
class MailHead:
    """What the copied head of an e-mail tells."""

    subject: str = ""
    sender: str = ""
    sent: date | None = None


def join_parted_words(lines: Sequence[str]) -> list[str]:
    """The lines with words that a line end parts joined on the first line: « réno- » and « vation » as « rénovation ».

    The hyphen of a compound stays (« garde- », « fou » is « garde-fou »): after a usual first part, before a pronoun or
    a capital, or if the text has the compound elsewhere.
    """
    if not any(_PARTED.search(line.rstrip()) for line in lines):
        return list(lines)
    known = frozenset(_WORD.findall(" ".join(lines).lower()))
    made: list[str] = []
    rest = deque(lines)
    while rest:
        line = rest.popleft()
        found = _PARTED.search(line.rstrip())
        empty = 1 if rest and not rest[0].strip() else 0
        following = _FIRST_WORD.match(rest[empty]) if found and len(rest) > empty else None
        if not found or not following or following["end"] in ("et", "ou"):
            made.append(line)
            continue
        hyphen = "-" if _keeps_hyphen(found["start"], following["end"], known) else ""
        for _ in range(empty):
            rest.popleft()
        first, _, left = rest.popleft().strip().partition(" ")
        made.append(f"{line.rstrip()[:-1]}{hyphen}{first}")
        if left:
            # The rest of the line may end with a parted word too.
            rest.appendleft(left)
    return made


def _keeps_hyphen(start: str, end: str, known: frozenset[str]) -> bool:
    compound, joined = f"{start}-{end}".lower(), f"{start}{end}".lower()
    if joined in known:
        return False
    words = _load_parts()
    return end[0].isupper() or compound in known or start.lower() in words[0] or end.lower() in words[1]


@cache
def _load_parts() -> tuple[frozenset[str], frozenset[str]]:
    words = load_shipped(__package__, "pasted_text")
    return frozenset(words["first_parts"]), frozenset(words["last_parts"])


def drop_running_heads(lines: Sequence[str]) -> list[str]:
    """The lines without page numbers, and without heads and feet that are repeated on each page."""
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) < _MIN_LINES:
        return list(lines)
    shapes = Counter(_shape_line(line) for line in filled)
    texts = Counter(filled)
    numbers = sum(bool(_PAGE_NUMBER.fullmatch(line)) for line in filled)

    def is_running(line: str) -> bool:
        text = line.strip()
        if not text or len(text) > _MAX_RUNNING_HEAD:
            return False
        if _PAGE_NUMBER.fullmatch(text):
            return numbers > 1 or bool(re.search(r"page|/|sur|^[-–—]", text, re.I))
        shape = _shape_line(text)
        if not any(mark.isalpha() for mark in text) or _SENTENCE_END.search(text) or text[0] in "-•*–—":
            return False
        # The same words with another number, at the start or end, are a head with its page number.
        is_numbered = shapes[shape] > 1 and shape != text and texts[text] < shapes[shape]
        has_number_outside = bool(re.match(r"\d{1,4}\s", text) or re.search(r"\s\d{1,4}$", text))
        return (is_numbered and has_number_outside) or (shapes[shape] > 2 and (text.isupper() or numbers > 1))

    kept = [line for line in lines if not is_running(line)]
    return _close_gaps(kept) if len(kept) < len(lines) else list(lines)


def _shape_line(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _close_gaps(kept: Sequence[str]) -> list[str]:
    """The lines without the empty ones where a removed head parted a sentence."""
    made: list[str] = []
    gap: list[str] = []
    before = ""
    for line in kept:
        if not line.strip():
            gap.append(line)
            continue
        if not (before and not _SENTENCE_END.search(before) and line.strip()[0].islower()):
            made += gap
        made.append(line)
        gap, before = [], line
    return [*made, *gap]


def drop_menus(lines: Sequence[str]) -> list[str]:
    """The lines without the menus of a page: many short lines before the title and after the text."""
    prose = [at for at, line in enumerate(lines) if len(line.strip()) >= _MIN_PROSE and _SENTENCE_END.search(line)]
    if len(prose) < 2:
        return list(lines)
    body = _find_page_body(lines)
    if body is not None:
        return list(lines[body[0] : body[1]])
    first, last = prose[0], prose[-1]
    head = [at for at in range(first) if lines[at].strip()]
    menu = [at for at in head if _is_menu_line(lines[at])]
    if len(menu) >= _MIN_MENU and len(menu) >= 0.7 * len(head):
        # The title is the last long line before the text, or what stands alone above it.
        titles = [at for at in head if not _is_menu_line(lines[at])]
        start = titles[0] if titles and titles[0] > menu[_MIN_MENU - 2] else (titles or head)[-1]
    else:
        start = 0
    tail = [at for at in range(last + 1, len(lines)) if lines[at].strip()]
    is_menu = len(tail) >= _MIN_MENU and sum(_is_menu_line(lines[at]) for at in tail) >= 0.85 * len(tail)
    return list(lines[start : last + 1 if is_menu else len(lines)])


def _find_page_body(lines: Sequence[str]) -> tuple[int, int] | None:
    """Where the article of a page begins and ends that was copied with all its menus; None if the text is none.

    It is the run of lines in which prose outweighs short lines most, with the title above it.
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    menu = {at for at in filled if _is_menu_line(lines[at])}
    if len(menu) < _MIN_PAGE_MENU:
        return None
    best, start, first, last, value = 0, 0, -1, -1, 0
    for at in filled:
        text = lines[at].strip()
        is_prose = len(text) >= _MIN_PROSE and _SENTENCE_END.search(text)
        if value <= 0:
            value, start = 0, at
        value += min(len(text), _MAX_WEIGHT) if is_prose else -_SHORT_WEIGHT
        if value > best:
            best, first, last = value, start, at
    outside = [at for at in filled if not first <= at <= last]
    if best < _MIN_PAGE_PROSE or sum(at in menu for at in outside) < max(_MIN_PAGE_MENU, 0.5 * len(outside)):
        return None
    above = [at for at in filled if at < first][-_TITLE_REACH:]
    titles = [
        at
        for at in above
        if _MIN_TITLE <= len(lines[at].strip()) <= _MAX_TITLE and at not in menu and not _FULL_STOP.search(lines[at])
    ]
    # A title may stand in a trail of links too: the last of those that are as long stands above the text.
    title = max(titles, key=lambda at: (min(len(lines[at].strip()), _MIN_PROSE), at), default=first)
    return title, last + 1


def _is_menu_line(line: str) -> bool:
    text = line.strip()
    return (
        len(text) <= _MAX_MENU_LINE
        and not _SENTENCE_END.search(text)
        and not re.match(r"[-•*–—]\s|\d", text)
        and len(text.split()) <= 5
    )


def drop_mail_parts(lines: Sequence[str]) -> tuple[list[str], MailHead]:
    """The lines without the head, the quoted messages and the signature of an e-mail, and what its head tells."""
    head, start = _read_mail_head(lines)
    body = list(lines[start:])
    replies = [at for at, line in enumerate(body) if _REPLY.match(line)]
    quoted = [line for line in body if _QUOTED_LINE.match(line)]
    # « >> Et les loyers ? » is how some papers write intertitles; a reply quotes at the first level too.
    is_reply = bool(replies or start or not all(line.lstrip().startswith(">>") for line in quoted))
    quotes = len(quoted) if is_reply else 0
    if replies and (quotes or start):
        body = body[: replies[0]]
    if quotes and (replies or 2 * quotes < len(body)):
        body = [line for line in body if not _QUOTED_LINE.match(line)]
    # RFC 3676, 4.3: a signature follows a line of two hyphens and a space.
    signature = next((at for at, line in enumerate(body) if line.rstrip("\r\n") in ("-- ", "--") and at), len(body))
    return [line for line in body[:signature] if not _SENT_FROM.match(line)], head


def _read_mail_head(lines: Sequence[str]) -> tuple[MailHead, int]:
    """What the copied head of an e-mail tells, and where its text starts; 0 if there is no head."""
    known: dict[str, str] = {}
    start = 0
    for at, line in enumerate(lines[:_MAX_HEADERS]):
        if found := _HEADER.match(line):
            known.setdefault(found["name"].lower(), found["value"].strip())
            start = at + 1
        elif line.strip() and not _REPLY.match(line):
            break
    subject = next((known[name] for name in ("objet", "sujet", "subject") if name in known), "")
    if len(known) < 3 or not subject:
        return MailHead(), 0
    sender = re.sub(r"<[^<>]*>|\[mailto:[^\]]*\]", "", known.get("de", known.get("from", "")))
    sent = next((known[name] for name in ("envoyé", "sent", "date") if name in known), "")
    plain = re.sub(r"^(?:(?:re|tr|fwd?|rép)\s?:\s*)+", "", subject, flags=re.I)
    return MailHead(plain, clean_byline(sender.strip(' "')), parse_day(sent)), start
