"""Titles made from opening words, for an article or a chapter that has none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from audiobrief.model import Article
from audiobrief.segmentation.data import words
from audiobrief.segmentation.sentences import abbreviation, sentences

LONGEST = 80
# A sentence a little longer is still better whole than cut at random.
_STRETCH = 100
_FULL, _SHORTEST = 45, 25
_READ = 2000
_ICON = re.compile(
    "[\u2139\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe00-\ufe0f\u200d\U0001f000-\U0001faff]"
)
_QUOTES = re.compile(r"[«»“”„\"‹›*_\[\]]|\(\s*\)")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
_ASIDE = re.compile(r"\s?\([^()]{0,200}\)")
_BREAK = re.compile(r"(?<!\d),(?=\s)|,(?=\s+\D)|\s*[;:](?=\s)|\s[–—-](?=\s+\D)")
_HOUR = re.compile(r"(?:[Àà] |Vers |Dès )?\d{1,2} ?[h:] ?(?:\d{2})?")
_DASHED = re.compile(r"(?P<label>[^.–—:]{2,40}?)(?P<stop>\.)?\s[–—-]\s+(?=(?P<first>[^\W\d_]+)|\d)")
_DATE = re.compile(r"(?:le |ce )?(?:\w+di |dimanche )?\d{1,2}(?:er)? \w+(?: \d{4})?", re.I)


def entitled(article: Article) -> Article:
    """The article with a title: the writer's own, else one made from the first words that are text."""
    if article.title:
        return article
    first = next((block.text for block in article.blocks if any(mark.isalnum() for mark in block.text)), "")
    return replace(article, title=opening(first) or "Article", title_guessed=True)


def opening(text: str, longest: int = LONGEST) -> str:
    """The first sentence of `text` as a title, without dateline and kicker (« NANTES. », « VIDÉO. », « À 19 h. »).

    A sentence of more than `longest` characters is cut where a group of words is whole: at a comma, a colon, a dash,
    else before what says when, where or how; never inside a number or brackets, nor on an article, a preposition, a
    conjunction or an auxiliary.
    """
    plain = _QUOTES.sub(" ", _ICON.sub("", text[:_READ]))
    plain = re.sub(r"\s+([.,])", r"\1", " ".join(plain.split())).lstrip(" .,;:!?…–—-")
    numbered = _NUMBERED.match(plain)
    first = _first_sentence(plain[numbered.end() :] if numbered else plain)
    if len(first) > longest:
        first = _ASIDE.sub("", _ASIDE.sub("", first))
    # A bracket that the title does not close stands for nothing.
    return _without_open_brackets(first if len(first) <= longest else _cut(first, longest))


def _without_open_brackets(text: str) -> str:
    """`text` without the brackets that are opened in it and never closed."""
    opened: list[int] = []
    for at, mark in enumerate(text):
        if mark == "(":
            opened.append(at)
        elif mark == ")" and opened:
            opened.pop()
    if not opened:
        return text
    kept = "".join(" " if at in opened else mark for at, mark in enumerate(text))
    return " ".join(kept.split()).strip(" ,;:–—-")


def _first_sentence(text: str) -> str:
    """The first sentence that is no label of the article, its full stop left out."""
    rest = text
    for _ in range(3):
        behind = _behind_label(rest)
        if len(behind.split()) < 2:
            break
        rest = behind[0].upper() + behind[1:]
    spans = sentences(rest)
    first = rest[slice(*spans[0])] if spans else rest
    # A long line without a last mark was cut off.
    return _ended(first) if len(first) > _FULL and first[-1] not in ".!?…" else _unstopped(first)


def _behind_label(text: str) -> str:
    """What stands behind a dateline or a kicker; nothing where `text` begins with none."""
    spans = sentences(text)
    if len(spans) > 1 and text[spans[0][1] - 1] == "." and _label(text[spans[0][0] : spans[0][1] - 1]):
        return text[spans[1][0] :]
    dashed = _DASHED.match(text)
    if dashed:
        label, first = dashed["label"], dashed["first"] or ""
        names = all(not word[0].islower() or len(word) < 4 for word in label.split())
        opens = first in words("abbreviations", "openers") or first in words("abbreviations", "elided_openers")
        if _kicker(label) or label.isupper() or (names and (dashed["stop"] or opens)):
            return text[dashed.end() :]
    label, colon, behind = text[:40].partition(":")
    return text[len(label) + 1 :].lstrip() if colon and behind and _kicker(label) else ""


def _label(text: str) -> bool:
    """Whether a sentence says only where, when or what kind of article (« NANTES », « À 19 h », « VIDÉO »)."""
    few = len(text.split()) <= 5
    return " " not in text or (few and text.isupper()) or bool(_HOUR.fullmatch(text)) or _kicker(text)


def _kicker(text: str) -> bool:
    return text.strip().lower().replace("’", "'") in words("function_words", "kickers")


def _cut(text: str, longest: int) -> str:
    """The longest beginning of `text` that reads as a whole."""
    allowed = _outside_brackets(text)
    breaks = [found.start() for found in _BREAK.finditer(text, 0, _STRETCH + 2) if found.start() in allowed]
    breaks = [at for at in breaks if at >= _SHORTEST and not (at == breaks[0] and _intro(text[:at]))]
    full = [at for at in breaks if _FULL <= at <= longest]
    if full:
        return _ended(text[: full[-1]])
    if len(text) <= _STRETCH:
        return text
    if breaks:
        return _ended(text[: breaks[-1]])
    spaces = [at.start() for at in re.finditer(r"(?<!\d)\s(?!\d)", text[: longest + 1]) if at.start() in allowed]
    return _ended(text[: _phrase_end(text, spaces) or (spaces[-1] if spaces else longest)])


def _phrase_end(text: str, spaces: list[int]) -> int:
    """The last of `spaces` where a phrase may end; 0 where there is none."""
    for openers in ("adjuncts", "phrase_openers"):
        places = [
            at
            for at in spaces
            if at >= _SHORTEST
            and _word(text[at + 1 : at + 20]) in words("function_words", openers)
            and _whole(text[:at])
        ]
        # « un entrepôt | de la rue | du Port »: complements that hang on each other are left out together.
        while len(places) > 1 and all(_complement(text, at) for at in places[-2:]):
            if len(text[places[-2] : places[-1]].split()) > 3:
                break
            places.pop()
        if places:
            return places[-1]
    return 0


def _complement(text: str, at: int) -> bool:
    return _word(text[at + 1 : at + 20]) in words("function_words", "of")


def _whole(head: str) -> bool:
    """Whether a phrase can end with `head`: not on a weak word, nor on a participle, whose complement would follow."""
    before, last = ["", *head.split()][-2:]
    named = before[:1].isdigit() or before.lower() in words("function_words", "determiners") or re.search("[’']", last)
    return not _weak(last) and (bool(named) or not re.search(r"é(?:e?s?)$", last))


def _outside_brackets(text: str) -> set[int]:
    """The places near the head of `text` where no bracket is open; all, where one is opened at once for good."""
    depth, places = 0, set[int]()
    for at, mark in enumerate(text[: _STRETCH + 1]):
        if not depth:
            places.add(at)
        depth += (mark == "(") - (mark == ")" and depth > 0)
    return places if len(places) > _SHORTEST else set(range(_STRETCH + 1))


def _intro(text: str) -> bool:
    """Whether a group of words only leads in (« Selon la préfète », « Le 3 mars »)."""
    return _word(text) in words("function_words", "intros") or bool(_DATE.fullmatch(text))


def _word(text: str) -> str:
    return re.split(r"[\s’']", text, maxsplit=1)[0].lower()


def _weak(word: str) -> bool:
    bare = re.split(r"[’']", word.lower())[-1]
    return bare in words("function_words", "never_last") or not bare or word.endswith(("’", "'"))


def _ended(head: str) -> str:
    """`head` without what a title never ends on."""
    parts = _unstopped(head).split()
    while len(parts) > 1 and _weak(parts[-1]):
        parts.pop()
    return " ".join(parts).rstrip(" ,;:–—-")


def _unstopped(text: str) -> str:
    """`text` without its last mark, but for a question's, an exclamation's and an abbreviation's."""
    bare = text.rstrip(" ,;:–—-…")
    last = bare.rpartition(" ")[2]
    return bare[:-1].rstrip(" ,;:–—-") if last.endswith(".") and not abbreviation(last[:-1]) else bare


def distinct(titles: Iterable[str]) -> list[str]:
    """The same titles, repeated ones numbered, so that no two are equal."""
    seen: dict[str, int] = {}
    given: list[str] = []
    taken: set[str] = set()
    for title in titles:
        seen[title] = seen.get(title, 0) + 1
        name = title if seen[title] == 1 else f"{title} ({seen[title]})"
        while name in taken:
            seen[title] += 1
            name = f"{title} ({seen[title]})"
        taken.add(name)
        given.append(name)
    return given
