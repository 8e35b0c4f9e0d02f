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
from audiobrief.model import Article, BlockKind, ChapterMark, Cue, Role, Timeline

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
    """A chapter. `heading` is what is spoken of its heading: the title, its number (« Chapitre 2. »), both or nothing;
    `passages` do not include it. `unspoken` is the title that is shown after that, empty if it is spoken or stands
    above the article."""

    title: str
    start: int
    heading: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    unspoken: str = ""


@dataclass(frozen=True, slots=True)
class ReadAlong:
    """An article with the times of its sound, in milliseconds; `heading` is the title as spoken, empty if it is not.
    `opening` is what is spoken before the heading of the first chapter, such as the table of contents."""

    title: str
    heading: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    end: int
    opening: tuple[Passage, ...] = ()


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
    title = join_lines(article.title)
    paragraphs = list(_group_paragraphs(article, cues))
    before: list[_Paragraph] = []
    sections: list[Section] = []
    for mark in timeline.chapters:
        inside = [paragraph for paragraph in paragraphs if mark.start <= paragraph.cues[0].start < mark.end]
        announced = _find_announcement(inside, mark.title)
        if announced is not None and not sections:
            before, inside = inside[:announced], inside[announced:]
        sections.append(_make_section(mark, inside, title, rate, announced=announced is not None))
    return ReadAlong(
        title,
        heading,
        tuple(sections),
        to_milliseconds(timeline.frames, rate),
        tuple(_gather_passages(before, rate)),
    )


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """The cues of a paragraph. `added` says that they are in no block of the article, `number` how many of them
    announce the heading that follows (« Chapitre 2. »)."""

    kind: BlockKind
    cues: list[Cue]
    added: bool = False
    number: int = 0


def _find_announcement(inside: Sequence[_Paragraph], title: str) -> int | None:
    """The place of the heading that opens a chapter, if it is announced or is the chapter's title; only what is not in
    the article comes before it."""
    for at, paragraph in enumerate(inside):
        if paragraph.kind == "heading" and (paragraph.added or paragraph.number or _is_title(paragraph, title)):
            return at
        if not paragraph.added:
            break
    return None


def _is_title(paragraph: _Paragraph, title: str) -> bool:
    return _is_chapter_title(title, [cue.utterance.text for cue in paragraph.cues[paragraph.number :]])


def _make_section(
    mark: ChapterMark, inside: list[_Paragraph], article_title: str, rate: int, *, announced: bool
) -> Section:
    title = join_lines(mark.title)
    opening: list[Cue] = []
    spoken = False
    if inside and inside[0].kind == "heading":
        first = inside[0]
        spoken = _is_title(first, mark.title)
        if spoken or announced:
            opening = inside.pop(0).cues
    return Section(
        title,
        to_milliseconds(mark.start, rate),
        tuple(_make_sentence(cue, rate) for cue in opening),
        tuple(_gather_passages(inside, rate)),
        "" if spoken or title == article_title else title,
    )


def _make_sentence(cue: Cue, rate: int) -> Sentence:
    return Sentence(
        join_lines(cue.utterance.text),
        to_milliseconds(cue.start, rate),
        to_milliseconds(cue.end, rate),
        time_words(cue.words, rate),
    )


def _is_chapter_title(title: str, sentences: Iterable[str]) -> bool:
    """Whether a heading is the chapter's title, which may have a number after it (`Suite (2)`), or be its beginning."""
    text = _remove_spaces("".join(sentences))
    name = _remove_spaces(title)
    return bool(text) and (name.startswith(f"{text}(") or (bool(name) and text.startswith(name.removesuffix("…"))))


def _gather_passages(paragraphs: Iterable[_Paragraph], rate: int) -> Iterator[Passage]:
    for kind, neighbours in groupby(paragraphs, key=lambda paragraph: paragraph.kind):
        texts = tuple(tuple(_make_sentence(cue, rate) for cue in paragraph.cues) for paragraph in neighbours)
        if kind in _GATHERED:
            yield Passage(kind, texts)
        else:
            yield from (Passage(kind, (text,)) for text in texts)


def _group_paragraphs(article: Article, cues: Sequence[Cue]) -> Iterator[_Paragraph]:
    """The cues of each block in order. Cues without a block are grouped by role and pauses; what announces a heading
    belongs to it."""
    number: list[Cue] = []
    for block, together in groupby(_match_blocks(article, cues), key=lambda placed: placed[1]):
        spoken = [cue for cue, _ in together]
        if block is None:
            *others, last = _split_by_pauses(spoken)
            for run in others:
                yield from _make_added(run)
            if last[0].utterance.role == "heading" and len(last) == 1:
                number = last
            else:
                yield from _make_added(last)
            continue
        kind = article.blocks[block].kind
        if number and kind != "heading":
            yield from _make_added(number)
            number = []
        yield _Paragraph(kind, [*number, *spoken], number=len(number))
        number = []
    if number:
        yield from _make_added(number)


def _make_added(cues: list[Cue]) -> Iterator[_Paragraph]:
    """The paragraphs of cues without a block. Several sentences of a heading are the spoken table of contents."""
    role = cues[0].utterance.role
    if role == "heading" and len(cues) > 1:
        yield _Paragraph("paragraph", cues[:1], added=True)
        yield from (_Paragraph("list_item", [cue], added=True) for cue in cues[1:])
    else:
        yield _Paragraph(_KINDS[role], cues, added=True)


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


def _split_by_pauses(cues: list[Cue]) -> Iterator[list[Cue]]:
    paragraph: list[Cue] = []
    for cue in cues:
        if paragraph and paragraph[-1].utterance.role != cue.utterance.role:
            yield paragraph
            paragraph = []
        paragraph.append(cue)
        if cue.utterance.pause_after not in ("phrase", "sentence"):
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _remove_spaces(text: str) -> str:
    return "".join(text.split())


def _find_end(text: str, block: str, taken: int) -> int | None:
    """The end of `text` in a block of which `taken` characters are used. None unless only punctuation comes before
    it."""
    start = block.find(text, taken)
    if start < 0 or any(mark.isalnum() for mark in block[taken:start]):
        return None
    return start + len(text)
