"""Make a title from the opening words of an article that has none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Article
from audiobrief.segmentation.sentences import find_sentences, is_abbreviation, load_words

# Lengths are in characters.
_MAX_TITLE = 80
# A sentence that is a little longer than a title is kept whole rather than cut between two words.
_MAX_STRETCH = 100
_MIN_FULL, _MIN_TITLE = 45, 25
_MAX_READ = 2000
_ICON = lazy_regex(
    "[\u2139\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe00-\ufe0f\u200d\U0001f000-\U0001faff]"
)
_QUOTES = lazy_regex(r"[«»“”„\"‹›*_\[\]]|\(\s*\)")
_NUMBERED = lazy_regex(r"\d{1,2}[.)]\s+(?=\S)")
_ASIDE = lazy_regex(r"\s?\([^()]{0,200}\)")
_BREAK = lazy_regex(r"(?<!\d),(?=\s)|,(?=\s+\D)|\s*[;:](?=\s)|\s[–—-](?=\s+\D)")
_HOUR = lazy_regex(r"(?:[Àà] |Vers |Dès )?\d{1,2} ?[h:] ?(?:\d{2})?")
_DASHED = lazy_regex(r"(?P<label>[^.–—:]{2,40}?)(?P<stop>\.)?\s[–—-]\s+(?=(?P<first>[^\W\d_]+)|\d)")
_DATE = lazy_regex(r"(?:le |ce )?(?:\w+di |dimanche )?\d{1,2}(?:er)? \w+(?: \d{4})?", re.I)


def title_article(article: Article) -> Article:
    """The article with a title: its own, else one made from its opening words."""
    if article.title:
        return article
    first = next((block.text for block in article.blocks if any(mark.isalnum() for mark in block.text)), "")
    return replace(article, title=make_title(first) or "Article", title_guessed=True)


def make_title(text: str, longest: int = _MAX_TITLE) -> str:
    """The first sentence of `text` as a title, without dateline and kicker (« NANTES. », « VIDÉO. », « À 19 h. »).

    A sentence of more than `longest` characters is cut at the end of a phrase: at a comma, a colon or a dash, else
    before an adjunct of time, place or manner. It is never cut inside a number or brackets, and a title never ends on
    an article, a preposition, a conjunction or an auxiliary verb.
    """
    plain = clean_marks(text[:_MAX_READ])
    numbered = _NUMBERED.match(plain)
    first = _find_first_sentence(plain[numbered.end() :] if numbered else plain)
    if len(first) > longest:
        first = _ASIDE.sub("", _ASIDE.sub("", first))
    return _drop_open_brackets(first if len(first) <= longest else _cut_title(first, longest))


def clean_marks(text: str) -> str:
    """`text` without icons, quotation marks, and marks at its start."""
    plain = _QUOTES.sub(" ", _ICON.sub("", text))
    return re.sub(r"\s+([.,])", r"\1", " ".join(plain.split())).lstrip(" .,;:!?…–—-")


def _drop_open_brackets(text: str) -> str:
    """`text` without the brackets that are opened and never closed in it."""
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


def _find_first_sentence(text: str) -> str:
    """The first sentence after datelines and kickers, without its full stop."""
    rest = text
    for _ in range(3):
        behind = _skip_label(rest)
        if len(behind.split()) < 2:
            break
        rest = behind[0].upper() + behind[1:]
    spans = find_sentences(rest)
    first = rest[slice(*spans[0])] if spans else rest
    # A long line without a final punctuation mark was truncated.
    return trim_weak_end(first) if len(first) > _MIN_FULL and first[-1] not in ".!?…" else _strip_final_mark(first)


def _skip_label(text: str) -> str:
    """The text after a dateline or a kicker; empty if `text` starts with neither."""
    spans = find_sentences(text)
    if len(spans) > 1 and text[spans[0][1] - 1] == "." and _is_label(text[spans[0][0] : spans[0][1] - 1]):
        return text[spans[1][0] :]
    dashed = _DASHED.match(text)
    if dashed:
        label, first = dashed["label"], dashed["first"] or ""
        names = all(not word[0].islower() or len(word) < 4 for word in label.split())
        opens = first in load_words("abbreviations", "openers") or first in load_words(
            "abbreviations", "elided_openers"
        )
        if _is_kicker(label) or label.isupper() or (names and (dashed["stop"] or opens)):
            return text[dashed.end() :]
    label, colon, behind = text[:40].partition(":")
    return text[len(label) + 1 :].lstrip() if colon and behind and _is_kicker(label) else ""


def _is_label(text: str) -> bool:
    """Whether a sentence only gives a place, a time or the kind of article (« NANTES », « À 19 h », « VIDÉO »)."""
    few = len(text.split()) <= 5
    return " " not in text or (few and text.isupper()) or bool(_HOUR.fullmatch(text)) or _is_kicker(text)


def _is_kicker(text: str) -> bool:
    """Whether `text` names a kind of article (« VIDÉO », « Entretien »)."""
    return text.strip().lower().replace("’", "'") in load_words("function_words", "kickers")


def _cut_title(text: str, longest: int) -> str:
    """The longest beginning of `text` that ends with a phrase."""
    allowed = _find_places_outside_brackets(text)
    breaks = [found.start() for found in _BREAK.finditer(text, 0, _MAX_STRETCH + 2) if found.start() in allowed]
    breaks = [at for at in breaks if at >= _MIN_TITLE and not (at == breaks[0] and _is_introduction(text[:at]))]
    full = [at for at in breaks if _MIN_FULL <= at <= longest]
    if full:
        return trim_weak_end(text[: full[-1]])
    if len(text) <= _MAX_STRETCH:
        return text
    if breaks:
        return trim_weak_end(text[: breaks[-1]])
    spaces = [at.start() for at in re.finditer(r"(?<!\d)\s(?!\d)", text[: longest + 1]) if at.start() in allowed]
    return trim_weak_end(text[: _find_phrase_end(text, spaces) or (spaces[-1] if spaces else longest)])


def _find_phrase_end(text: str, spaces: list[int]) -> int:
    """The last of `spaces` where a phrase may end; 0 if there is none."""
    for openers in ("adjuncts", "phrase_openers"):
        places = [
            at
            for at in spaces
            if at >= _MIN_TITLE
            and _find_first_word(text[at + 1 : at + 20]) in load_words("function_words", openers)
            and _is_whole_phrase(text[:at])
        ]
        # « un entrepôt | de la rue | du Port »: complements of one another are dropped together.
        while len(places) > 1 and all(_starts_complement(text, at) for at in places[-2:]):
            if len(text[places[-2] : places[-1]].split()) > 3:
                break
            places.pop()
        if places:
            return places[-1]
    return 0


def _starts_complement(text: str, at: int) -> bool:
    """Whether a noun complement (« de », « du ») follows the space at `at`."""
    return _find_first_word(text[at + 1 : at + 20]) in load_words("function_words", "of")


def _is_whole_phrase(head: str) -> bool:
    """Whether a phrase can end with `head`: neither on a weak word nor on a participle, which needs its complement."""
    before, last = ["", *head.split()][-2:]
    named = (
        before[:1].isdigit() or before.lower() in load_words("function_words", "determiners") or re.search("[’']", last)
    )
    return not _is_weak(last) and (bool(named) or not re.search(r"é(?:e?s?)$", last))


def _find_places_outside_brackets(text: str) -> set[int]:
    """The positions near the start of `text` that are outside brackets.

    All of them are, if a bracket that is opened near the start is not closed soon.
    """
    depth, places = 0, set[int]()
    for at, mark in enumerate(text[: _MAX_STRETCH + 1]):
        if not depth:
            places.add(at)
        depth += (mark == "(") - (mark == ")" and depth > 0)
    return places if len(places) > _MIN_TITLE else set(range(_MAX_STRETCH + 1))


def _is_introduction(text: str) -> bool:
    """Whether `text` is only an introductory phrase (« Selon la préfète », « Le 3 mars »)."""
    return _find_first_word(text) in load_words("function_words", "intros") or bool(_DATE.fullmatch(text))


def _find_first_word(text: str) -> str:
    """The first word of `text`, or its part before an apostrophe, in lower case."""
    return re.split(r"[\s’']", text, maxsplit=1)[0].lower()


def _is_weak(word: str) -> bool:
    """Whether a title must not end on `word`."""
    bare = re.split(r"[’']", word.lower())[-1]
    return bare in load_words("function_words", "never_last") or not bare or word.endswith(("’", "'"))


def trim_weak_end(head: str) -> str:
    """`head` without the words and marks that a title must not end on."""
    parts = _strip_final_mark(head).split()
    while len(parts) > 1 and _is_weak(parts[-1]):
        parts.pop()
    return " ".join(parts).rstrip(" ,;:–—-")


def _strip_final_mark(text: str) -> str:
    """`text` without its final punctuation mark, unless that is ? or ! or belongs to an abbreviation."""
    bare = text.rstrip(" ,;:–—-…")
    last = bare.rpartition(" ")[2]
    return bare[:-1].rstrip(" ,;:–—-") if last.endswith(".") and not is_abbreviation(last[:-1]) else bare


def make_distinct(titles: Iterable[str]) -> list[str]:
    """The titles, with a number after those that occur before, so that no two are equal."""
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
