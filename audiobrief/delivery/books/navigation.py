"""The programme as a text to be followed while it is heard: parts, passages, sentences.

The script knows chapters and sentences; the article knows which of them make a heading, of which level, a paragraph or
an item of a list. Here both come together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from audiobrief.delivery.books.xml import remove_illegal
from audiobrief.model import Article, Block, BlockKind, Chapter, Role, Script, Utterance

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


def build_outline(script: Script, article: Article) -> tuple[Part, ...]:
    """The parts of the programme, one for each chapter with something to say.

    The first passage of all is the title, whether it is read out or not. Every chapter opens with a heading, which is
    not read out where the writer gave none. No heading is more than one level deeper than the one before.
    """
    spoken = [chapter for chapter in script.chapters if chapter.utterances]
    blocks = _match_blocks(spoken, article)
    # What the article does not have stands with its highest headings, or, inside a chapter, under them.
    top = min((block.level for block in article.blocks if block.kind == "heading"), default=1)
    title = remove_illegal(script.title).strip() or _UNTITLED
    parts: list[Part] = []
    for chapter in spoken:
        passages = list(_build_passages(chapter, list(islice(blocks, len(chapter.utterances))), top))
        if not parts and passages[0].kind != "title":
            passages.insert(0, Passage("title", (Sentence("", title),)))
        elif parts and passages[0].kind != "heading":
            shown = remove_illegal(chapter.title).strip() or title
            passages.insert(0, Passage("heading", (Sentence("", shown),), top))
        parts.append(Part(remove_illegal(chapter.title).strip() or title, tuple(passages)))
    return _number_sentences(_nest_headings(parts))


def split_languages(sentence: Sentence, language: str) -> Iterator[tuple[str, str]]:
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


def _match_blocks(chapters: list[Chapter], article: Article) -> Iterator[Block | None]:
    """For each utterance, in order, the block it was cut from; None for what the article does not say."""
    # Each its own object, so that two blocks with the same words stay two.
    blocks = [replace(block) for block in article.blocks]
    left = [_skip_marks(block.text) for block in blocks]
    at = 0
    for utterance in (utterance for chapter in chapters for utterance in chapter.utterances):
        said = _skip_marks(utterance.text)
        for number in range(at, len(blocks)):
            if utterance.role in _ROLES[blocks[number].kind] and _begins_with(utterance, said, left[number]):
                left[number] = _skip_marks(left[number][len(said) :])
                at = number
                yield blocks[number]
                break
        else:
            yield None


def _skip_marks(text: str) -> str:
    """`text` from its first letter or digit on, its spaces single."""
    plain = " ".join(text.split())
    return plain[next((at for at, mark in enumerate(plain) if mark.isalnum()), len(plain)) :]


def _begins_with(utterance: Utterance, said: str, left: str) -> bool:
    """Whether the utterance stands at the head of what is left of a block, and stops where a word does."""
    if not said or not left.startswith(said):
        return False
    return utterance.pause_after == "phrase" or not (said[-1:].isalnum() and left[len(said) : len(said) + 1].isalnum())


def _build_passages(chapter: Chapter, blocks: list[Block | None], top: int) -> Iterator[Passage]:
    """The chapter's passages. `blocks` holds one for each of its utterances, `top` is the level of chapters."""
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
    """Whether two neighbours are of one passage. What announces a heading (« Chapitre 2. ») goes with it."""
    if block is not None:
        return other is block
    if one.role != two.role:
        return False
    if one.role == "heading" and other is not None:
        return one.pause_after == "heading"
    return other is None and one.pause_after in ("phrase", "sentence")


def _make_passages(run: list[Utterance], block: Block | None, level: int) -> Iterator[Passage]:
    """A passage; or a heading and a list, for a heading of several sentences that the article does not have: what the
    programme says of its contents."""
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
    """Phrases of one sentence are put together again."""
    phrases: list[Utterance] = []
    for at, utterance in enumerate(run):
        phrases.append(utterance)
        if utterance.pause_after != "phrase" or at + 1 == len(run):
            yield _join_utterances(phrases)
            phrases = []


def _nest_headings(parts: list[Part]) -> list[Part]:
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


def _number_sentences(parts: list[Part]) -> tuple[Part, ...]:
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
