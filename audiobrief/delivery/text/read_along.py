"""The text of transcript and page: chapters, passages and sentences, with the time of each.

Unlike captions, they show lists, quotations and headings. The script does not have these, so every sentence is matched
with the block of the article that it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from audiobrief.delivery.text.line_breaking import join_lines
from audiobrief.delivery.text.shown_words import ShownWord, time_words
from audiobrief.delivery.timecode import to_milliseconds
from audiobrief.model import Article, BlockKind, Cue, Role, Timeline

_KINDS: dict[Role, BlockKind] = {
    "title": "paragraph", "heading": "heading", "text": "paragraph", "quotation": "quotation", "caption": "caption",
}  # fmt: skip
# Consecutive paragraphs of these kinds form one list or quotation.
_GATHERED = ("list_item", "quotation")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as written, and when it is spoken, in milliseconds; `words` are those whose times are known."""

    text: str
    start: int
    end: int
    words: tuple[ShownWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading or caption, or consecutive list items or quoted paragraphs."""

    kind: BlockKind
    paragraphs: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter. `heading` is its title as spoken, empty if it is not; `passages` do not include it."""

    title: str
    start: int
    heading: tuple[Sentence, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ReadAlong:
    """An article with the times of its sound, in milliseconds; `heading` is the title as spoken, empty if it is not."""

    title: str
    heading: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    end: int


def build_read_along(article: Article, timeline: Timeline) -> ReadAlong:
    """Match an article with the timeline of its sound."""
    cues = list(timeline.cues)
    rate = timeline.sample_rate
    heading: tuple[Sentence, ...] = ()
    if cues and cues[0].utterance.role == "title":
        heading = (_make_sentence(cues.pop(0), rate),)
    else:
        # A show that says something first: the title stands above the text in any case.
        cues = [cue for cue in cues if cue.utterance.role != "title"]
    paragraphs = list(_group_paragraphs(article, cues))
    sections = []
    for mark in timeline.chapters:
        inside = [
            (kind, tuple(_make_sentence(cue, rate) for cue in spoken))
            for kind, spoken in paragraphs
            if mark.start <= spoken[0].start < mark.end
        ]
        opening: tuple[Sentence, ...] = ()
        if inside and inside[0][0] == "heading" and _is_chapter_title(mark.title, inside[0][1]):
            opening = inside.pop(0)[1]
        sections.append(
            Section(
                join_lines(mark.title),
                to_milliseconds(mark.start, rate),
                opening,
                tuple(_gather_passages(inside)),
            )
        )
    return ReadAlong(join_lines(article.title), heading, tuple(sections), to_milliseconds(timeline.frames, rate))


def _make_sentence(cue: Cue, rate: int) -> Sentence:
    return Sentence(
        join_lines(cue.utterance.text),
        to_milliseconds(cue.start, rate),
        to_milliseconds(cue.end, rate),
        time_words(cue.words, rate),
    )


def _is_chapter_title(title: str, sentences: Iterable[Sentence]) -> bool:
    """Whether a heading is the chapter's title, which may have a number after it (`Suite (2)`), or be its beginning."""
    text = _remove_spaces("".join(sentence.text for sentence in sentences))
    name = _remove_spaces(title)
    return name.startswith(f"{text}(") or (bool(name) and text.startswith(name.removesuffix("…")))


def _gather_passages(paragraphs: list[tuple[BlockKind, tuple[Sentence, ...]]]) -> Iterator[Passage]:
    for kind, neighbours in groupby(paragraphs, key=lambda paragraph: paragraph[0]):
        texts = tuple(sentences for _, sentences in neighbours)
        if kind in _GATHERED:
            yield Passage(kind, texts)
        else:
            yield from (Passage(kind, (text,)) for text in texts)


def _group_paragraphs(article: Article, cues: Sequence[Cue]) -> Iterator[tuple[BlockKind, list[Cue]]]:
    """The cues of each block in order. Cues without a block are grouped by role and pauses."""
    for block, together in groupby(_match_blocks(article, cues), key=lambda placed: placed[1]):
        spoken = [cue for cue, _ in together]
        if block is not None:
            yield article.blocks[block].kind, spoken
        else:
            yield from _split_by_pauses(spoken)


def _match_blocks(article: Article, cues: Sequence[Cue]) -> Iterator[tuple[Cue, int | None]]:
    """Every cue with the index of the block that contains its text, None if there is none."""
    blocks = [_remove_spaces(block.text) for block in article.blocks]
    at, taken = 0, 0
    for cue in cues:
        text = _remove_spaces(cue.utterance.text)
        for block in range(at, len(blocks)):
            end = _find_end(text, blocks[block], taken if block == at else 0)
            if end is not None:
                at, taken = block, end
                yield cue, block
                break
        else:
            yield cue, None


def _split_by_pauses(cues: list[Cue]) -> Iterator[tuple[BlockKind, list[Cue]]]:
    paragraph: list[Cue] = []
    for cue in cues:
        if paragraph and paragraph[-1].utterance.role != cue.utterance.role:
            yield _KINDS[paragraph[-1].utterance.role], paragraph
            paragraph = []
        paragraph.append(cue)
        if cue.utterance.pause_after not in ("phrase", "sentence"):
            yield _KINDS[cue.utterance.role], paragraph
            paragraph = []
    if paragraph:
        yield _KINDS[paragraph[-1].utterance.role], paragraph


def _remove_spaces(text: str) -> str:
    return "".join(text.split())


def _find_end(text: str, block: str, taken: int) -> int | None:
    """The end of `text` in a block of which `taken` characters are used. None unless only punctuation comes before
    it."""
    start = block.find(text, taken)
    if start < 0 or any(mark.isalnum() for mark in block[taken:start]):
        return None
    return start + len(text)
