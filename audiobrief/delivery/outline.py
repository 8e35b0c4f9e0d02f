"""The programme as a text to be followed while it is heard: parts, passages, sentences.

The script knows chapters and sentences; the article knows which of them make a heading, of which level, a paragraph or
an item of a list. Here both come together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from audiobrief.delivery.markup import legal
from audiobrief.model import Article, Block, Chapter, Role, Script, Utterance

PassageKind = Literal["title", "heading", "paragraph", "quotation", "list_item", "caption"]

_KINDS: dict[Role, PassageKind] = {
    "title": "title", "heading": "heading", "text": "paragraph", "quotation": "quotation", "caption": "caption",
}  # fmt: skip
_UNTITLED = "Sans titre"
_DEEPEST = 6
# A heading whose block is not found stands under its chapter's.
_CHAPTER, _INSIDE = 1, 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is shown in step with the sound. `utterances` is empty for a heading that is not read out."""

    id: str
    text: str
    utterances: tuple[Utterance, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, a paragraph and so on. `level` is a heading's depth, 1 to 6, else 0; a heading is one sentence."""

    kind: PassageKind
    sentences: tuple[Sentence, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter; its first passage is a heading or the title."""

    title: str
    passages: tuple[Passage, ...]


def outline(script: Script, article: Article) -> tuple[Part, ...]:
    """The parts of the programme, one for each chapter with something to say.

    The first passage of all is the title, whether it is read out or not. Every chapter opens with a heading, which is
    not read out where the writer gave none. No heading is more than one level deeper than the one before.
    """
    spoken = [chapter for chapter in script.chapters if chapter.utterances]
    blocks = iter(_blocks(spoken, article))
    title = legal(script.title).strip() or _UNTITLED
    parts: list[Part] = []
    for chapter in spoken:
        passages = list(_passages(chapter, list(islice(blocks, len(chapter.utterances)))))
        if not parts and passages[0].kind != "title":
            passages.insert(0, Passage("title", (Sentence("", title),)))
        elif parts and passages[0].kind != "heading":
            shown = legal(chapter.title).strip() or title
            passages.insert(0, Passage("heading", (Sentence("", shown),), _CHAPTER))
        parts.append(Part(legal(chapter.title).strip() or title, tuple(passages)))
    return _numbered(_nested(parts))


def runs(sentence: Sentence, language: str) -> Iterator[tuple[str, str]]:
    """The sentence's text in pieces, each with its language where that is not `language`, else with ''."""
    if not sentence.utterances:
        yield sentence.text, ""
    for at, utterance in enumerate(sentence.utterances):
        if at:
            yield " ", ""
        done = 0
        for span in utterance.speech:
            if span.kind == "foreign" and span.language != language and span.end > span.start >= done:
                yield utterance.text[done : span.start], ""
                yield utterance.text[span.start : span.end], span.language
                done = span.end
        yield utterance.text[done:], ""


def _blocks(chapters: list[Chapter], article: Article) -> list[Block | None]:
    """For each utterance, in order, the block it was cut from; only None where they do not all fit."""
    utterances = [utterance for chapter in chapters for utterance in chapter.utterances]
    found: list[Block | None] = []
    rest = iter(article.blocks)
    block: Block | None = None
    left = ""
    for utterance in utterances:
        if utterance.role == "title":
            found.append(None)
            continue
        while not any(mark.isalnum() for mark in left):
            block = next(rest, None)
            if block is None:
                return [None] * len(utterances)
            # Each its own object, so that two blocks with the same words stay two.
            block = replace(block)
            left = " ".join(block.text.split())
        said = " ".join(utterance.text.split())
        before, piece, after = left.partition(said)
        if not piece or any(mark.isalnum() for mark in before):
            return [None] * len(utterances)
        found.append(block)
        left = after
    return found


def _passages(chapter: Chapter, blocks: list[Block | None]) -> Iterator[Passage]:
    """The chapter's passages. `blocks` holds one for each of its utterances."""
    run: list[Utterance] = []
    first = True
    for at, (utterance, block) in enumerate(zip(chapter.utterances, blocks, strict=True)):
        run.append(utterance)
        following = chapter.utterances[at + 1 : at + 2]
        if following and _together(utterance, block, following[0], blocks[at + 1]):
            continue
        level = block.level if block else _CHAPTER if first else _INSIDE
        yield _passage(run, block, level)
        first = first and utterance.role == "title"
        run = []


def _together(one: Utterance, block: Block | None, two: Utterance, other: Block | None) -> bool:
    if block is not None:
        return other is block
    return one.role == two.role and one.pause_after in ("phrase", "sentence")


def _passage(run: list[Utterance], block: Block | None, level: int) -> Passage:
    kind = _KINDS[run[0].role]
    if kind in ("title", "heading"):
        whole = Sentence("", " ".join(utterance.text for utterance in run), tuple(run))
        return Passage(kind, (whole,), 0 if kind == "title" else level)
    if block is not None and block.kind == "list_item":
        kind = "list_item"
    return Passage(kind, tuple(_sentences(run)))


def _sentences(run: list[Utterance]) -> Iterator[Sentence]:
    """Phrases of one sentence are put together again."""
    phrases: list[Utterance] = []
    for at, utterance in enumerate(run):
        phrases.append(utterance)
        if utterance.pause_after != "phrase" or at + 1 == len(run):
            yield Sentence("", " ".join(phrase.text for phrase in phrases), tuple(phrases))
            phrases = []


def _nested(parts: list[Part]) -> list[Part]:
    """Headings given the depth at which they stand: 1 for the title, and for those that no other one holds."""
    above: list[int] = []

    def depth(passage: Passage) -> int:
        if passage.kind == "title":
            return 1
        if passage.kind != "heading":
            return 0
        while above and above[-1] >= passage.level:
            above.pop()
        above.append(passage.level)
        return min(len(above), _DEEPEST)

    return [
        replace(part, passages=tuple(replace(passage, level=depth(passage)) for passage in part.passages))
        for part in parts
    ]


def _numbered(parts: list[Part]) -> tuple[Part, ...]:
    number = 0

    def named(sentence: Sentence) -> Sentence:
        nonlocal number
        number += 1
        return replace(sentence, id=f"s{number:04d}")

    return tuple(
        replace(
            part,
            passages=tuple(
                replace(passage, sentences=tuple(named(sentence) for sentence in passage.sentences))
                for passage in part.passages
            ),
        )
        for part in parts
    )
