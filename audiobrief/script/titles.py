"""Titles made from opening words, for an article or a chapter that has none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from audiobrief.model import Article
from audiobrief.script.data import words

LONGEST = 60
_SHORTEST = 18
_ICON = re.compile(
    "[\u2139\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe00-\ufe0f\u200d\U0001f000-\U0001faff]"
)
_BREAK = re.compile(r"\s*(?:[,;:!?…]|\.(?=\s|$)|\s[–—-]\s|[()])")


def entitled(article: Article) -> Article:
    """The article with a title: the writer's own, else one made from the first words that are text."""
    if article.title:
        return article
    first = next((block.text for block in article.blocks if any(mark.isalnum() for mark in block.text)), "")
    return replace(article, title=opening(first) or "Article", title_guessed=True)


def opening(text: str, longest: int = LONGEST) -> str:
    """The first words of `text` as a title of at most `longest` characters, cut at a phrase boundary.

    It never ends in mid-word, nor on an article, a preposition, a conjunction or an auxiliary.
    """
    plain = _ICON.sub("", text)
    plain = re.sub(r"[«»“”„\"‹›*_\[\]]|\(\s*\)", " ", plain)
    plain = re.sub(r"\s+([.,])", r"\1", " ".join(plain.split())).strip(" .,;:!?…–—-")
    if len(plain) <= longest:
        first = re.split(r"(?<=[^\W\d_]{3})[.!?…]\s", plain)[0]
        return first or plain
    head = plain[: longest + 1]
    breaks = [found.start() for found in _BREAK.finditer(head) if found.start() >= _SHORTEST]
    breaks = [at for at in breaks if not _abbreviation(head[: at + 1])]
    if breaks:
        return _ended(head[: breaks[-1]])
    spaces = [found.start() for found in re.finditer(r"\s", head)]
    before_phrase = [
        at
        for at in spaces
        if at >= _SHORTEST
        and re.split(r"[\s’']", plain[at + 1 :], maxsplit=1)[0].lower() in words("function_words", "phrase_openers")
    ]
    for at in reversed(before_phrase):
        if not _weak(head[:at].split()[-1]):
            return head[:at]
    return _ended(head[: spaces[-1]] if spaces else head[:longest])


def _abbreviation(head: str) -> bool:
    return head.endswith(".") and bool(re.search(r"(?:^|\s)(?:[A-Z]|MM|Mme|Dr|Me|Pr|St|n|p|art)\.$", head))


def _weak(word: str) -> bool:
    bare = re.split(r"[’']", word.lower())[-1]
    return bare in words("function_words", "never_last") or not bare or word.endswith(("’", "'"))


def _ended(head: str) -> str:
    parts = head.split()
    while len(parts) > 1 and _weak(parts[-1]):
        parts.pop()
    return " ".join(parts).rstrip(" ,;:–—-")


def distinct(titles: Iterable[str]) -> list[str]:
    """The same titles, repeated ones numbered."""
    seen: dict[str, int] = {}
    given: list[str] = []
    for title in titles:
        seen[title] = seen.get(title, 0) + 1
        given.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return given
