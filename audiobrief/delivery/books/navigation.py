"""The structure of a talking book: parts, passages and sentences.

The script has the chapters and sentences; the article says which of them form a heading (and of which level), a
paragraph or a list item. Both are combined here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from audiobrief.delivery.books.xml import remove_illegal
from audiobrief.model import Article, Block, BlockKind, Chapter, Role, Script, Timeline, Utterance

PassageKind = Literal["title", "heading", "paragraph", "quotation", "list_item", "caption"]

_KINDS: dict[Role, PassageKind] = {
    "title": "title", "heading": "heading", "text": "paragraph", "quotation": "quotation", "caption": "caption",
}  # fmt: skip
_ROLES: dict[BlockKind, tuple[Role, ...]] = {
    "heading": ("heading",), "paragraph": ("text",), "list_item": ("text",), "quotation": ("quotation",),
    "caption": ("caption",),
}  # fmt: skip
_UNTITLED = "Sans titre"
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Word:
    """The characters `start:end` of a sentence's text, heard from PCM frame `first` of the programme on."""

    id: str
    start: int
    end: int
    first: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of synchronization. `utterances` is empty for a heading that is not read aloud, `words` if only
    sentences are marked."""

    id: str
    text: str
    utterances: tuple[Utterance, ...] = ()
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph or the like. `level` is 1 to 6 for headings, which have one sentence, else 0."""

    kind: PassageKind
    sentences: tuple[Sentence, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter; its first passage is a heading or the title."""

    title: str
    passages: tuple[Passage, ...]


def build_outline(script: Script, article: Article) -> tuple[Part, ...]:
    """The parts of a programme, one for each chapter that has utterances.

    The very first passage is the title, and every other part begins with a heading, even if the article has none there
    and nothing is read aloud for it. No heading is more than one level deeper than the one before it.
    """
    spoken = [chapter for chapter in script.chapters if chapter.utterances]
    blocks = _match_blocks(spoken, article)
    # Headings that the article does not have get the level of its highest ones, or one below that inside a chapter.
    top = min((block.level for block in article.blocks if block.kind == "heading"), default=1)
    title = remove_illegal(script.title).strip() or _UNTITLED
    parts: list[Part] = []
    for chapter in spoken:
        passages = list(_build_passages(chapter, list(islice(blocks, len(chapter.utterances))), top))
        if not parts and passages[0].kind != "title":
            passages.insert(0, Passage("title", (Sentence("", title),)))
        elif parts and passages[0].kind != "heading":
            heading = remove_illegal(chapter.title).strip() or title
            passages.insert(0, Passage("heading", (Sentence("", heading),), top))
        parts.append(Part(remove_illegal(chapter.title).strip() or title, tuple(passages)))
    return _number_sentences(_nest_headings(parts))


def mark_words(parts: Sequence[Part], timeline: Timeline) -> tuple[Part, ...]:
    """The same parts, their sentences with the words whose times the timeline knows."""
    cues = iter(timeline.cues)

    def add_words(sentence: Sentence) -> Sentence:
        begin = 0
        found: list[tuple[int, int, int]] = []
        for utterance, cue in zip(sentence.utterances, cues, strict=False):
            found += ((begin + word.start, begin + word.end, word.first) for word in cue.words)
            begin += len(utterance.text) + 1
        words = (Word(f"{sentence.id}w{number:03d}", *places) for number, places in enumerate(found, 1))
        return replace(sentence, words=tuple(words))

    return _map_sentences(parts, add_words)


def split_languages(sentence: Sentence, language: str) -> Iterator[tuple[str, str]]:
    """Split a sentence's text by language: pairs of text and language, which is '' for text in `language`."""
    if not sentence.utterances:
        yield sentence.text, ""
    for at, utterance in enumerate(sentence.utterances):
        if at:
            yield " ", ""
        end = 0
        for span in utterance.speech:
            if span.kind == "foreign" and span.language != language and span.end > span.start >= end:
                yield utterance.text[end : span.start], ""
                yield utterance.text[span.start : span.end], span.language
                end = span.end
        yield utterance.text[end:], ""


def _match_blocks(chapters: list[Chapter], article: Article) -> Iterator[Block | None]:
    """The block that each utterance comes from, in order; None for those that are not in the article."""
    # Copies, so that equal blocks are told apart by identity.
    blocks = [replace(block) for block in article.blocks]
    left = [_skip_marks(block.text) for block in blocks]
    at = 0
    for utterance in (utterance for chapter in chapters for utterance in chapter.utterances):
        words = _skip_marks(utterance.text)
        for number in range(at, len(blocks)):
            if utterance.role in _ROLES[blocks[number].kind] and _begins_with(utterance, words, left[number]):
                left[number] = _skip_marks(left[number][len(words) :])
                at = number
                yield blocks[number]
                break
        else:
            yield None


def _skip_marks(text: str) -> str:
    """`text` from its first letter or digit, with single spaces."""
    plain = " ".join(text.split())
    return plain[next((at for at, mark in enumerate(plain) if mark.isalnum()), len(plain)) :]


def _begins_with(utterance: Utterance, words: str, left: str) -> bool:
    """Whether `left`, the rest of a block, begins with the utterance and does not go on with the same word."""
    if not words or not left.startswith(words):
        return False
    return utterance.pause_after == "phrase" or not (
        words[-1:].isalnum() and left[len(words) : len(words) + 1].isalnum()
    )


def _build_passages(chapter: Chapter, blocks: list[Block | None], top: int) -> Iterator[Passage]:
    """The passages of a chapter. `blocks` has the block of each utterance, `top` is the level of chapter headings."""
    run: list[Utterance] = []
    opening = True
    for at, (utterance, block) in enumerate(zip(chapter.utterances, blocks, strict=True)):
        run.append(utterance)
        following = chapter.utterances[at + 1 : at + 2]
        if following and _share_passage(utterance, block, following[0], blocks[at + 1]):
            continue
        level = block.level if block else top if opening else top + 1
        yield from _make_passages(run, block, level)
        opening = opening and utterance.role in ("title", "heading")
        run = []


def _share_passage(one: Utterance, block: Block | None, two: Utterance, other: Block | None) -> bool:
    """Whether two consecutive utterances belong to one passage. An announcement (« Chapitre 2. ») belongs to its
    heading."""
    if block is not None:
        return other is block
    if one.role != two.role:
        return False
    if one.role == "heading" and other is not None:
        return one.pause_after == "heading"
    return other is None and one.pause_after in ("phrase", "sentence")


def _make_passages(run: list[Utterance], block: Block | None, level: int) -> Iterator[Passage]:
    """The passage of consecutive utterances. The spoken table of contents, a heading of several sentences that is not
    in the article, becomes a heading and a list."""
    kind = _KINDS[run[0].role]
    if kind in ("title", "heading"):
        sentences = list(_join_phrases(run)) if kind == "heading" and block is None else [_join_utterances(run)]
        yield Passage(kind, (sentences[0],), 0 if kind == "title" else level)
        yield from (Passage("list_item", (sentence,)) for sentence in sentences[1:])
    else:
        listed = block is not None and block.kind == "list_item"
        yield Passage("list_item" if listed else kind, tuple(_join_phrases(run)))


def _join_utterances(run: list[Utterance]) -> Sentence:
    return Sentence("", " ".join(utterance.text for utterance in run), tuple(run))


def _join_phrases(run: list[Utterance]) -> Iterator[Sentence]:
    """Join the phrases that a sentence was split into."""
    phrases: list[Utterance] = []
    for at, utterance in enumerate(run):
        phrases.append(utterance)
        if utterance.pause_after != "phrase" or at + 1 == len(run):
            yield _join_utterances(phrases)
            phrases = []


def _nest_headings(parts: list[Part]) -> list[Part]:
    """Give headings the level of their nesting: 1 for the title and for headings that are not below another one."""
    above: list[int] = []

    def find_depth(passage: Passage) -> int:
        if passage.kind == "title":
            return 1
        if passage.kind != "heading":
            return 0
        while above and above[-1] >= passage.level:
            above.pop()
        above.append(passage.level)
        return min(len(above), _DEEPEST)

    return [
        replace(part, passages=tuple(replace(passage, level=find_depth(passage)) for passage in part.passages))
        for part in parts
    ]


def _number_sentences(parts: list[Part]) -> tuple[Part, ...]:
    """Give every sentence an id."""
    number = 0

    def add_id(sentence: Sentence) -> Sentence:
        nonlocal number
        number += 1
        return replace(sentence, id=f"s{number:04d}")

    return _map_sentences(parts, add_id)


def _map_sentences(parts: Sequence[Part], change: Callable[[Sentence], Sentence]) -> tuple[Part, ...]:
    """The parts with every sentence changed, in order."""
    return tuple(
        replace(
            part,
            passages=tuple(
                replace(passage, sentences=tuple(change(sentence) for sentence in passage.sentences))
                for passage in part.passages
            ),
        )
        for part in parts
    )
