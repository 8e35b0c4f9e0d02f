"""Make an article of the paragraphs of a document: its title, its headings, its notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import PurePath
from typing import Literal

from audiobrief.article.boilerplate import remove_boilerplate
from audiobrief.article.byline import Attribution
from audiobrief.article.letters import reduce_to_letters
from audiobrief.article.limits import check_characters, check_paragraphs
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.lazy_regex import lazy_regex
from audiobrief.messages import Message
from audiobrief.model import Article, Block, BlockKind

# A line in bold type is a heading if it is no longer, and the titles of this many are tried.
_MAX_HEADING = 110
_MAX_TITLE_PLACE = 4
# What stands above a title is a rubric or a date, and no longer than this.
_MAX_RUBRIC = 60
# How far apart two numbered paragraphs of one list may be.
_REACH = 8
# Bullets, those of Wingdings and Symbol among them, and one of a type without names for its letters, as TeX has.
_ITEM = lazy_regex(
    r"(?:(?P<bullet>[•‣▪◦●■·\uf02d\uf06e\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc]|[\x01-\x08\x0e-\x1f\x7f-\x9f\ufffd](?=\s))"
    r"|(?P<hyphen>[-–—])|(?P<number>\d{1,3})[.)])\s+(?=\S)"
)
# A name that stands alone above a date, or below a title above a text.
_NAME = lazy_regex(r"(?:[A-ZÀ-Þ][\w’'.-]{1,30} ){1,3}[A-ZÀ-Þ][\w’'-]{1,30}")
_ISO_DAY = lazy_regex(r"\d{4}-\d\d-\d\d")
_SENTENCE_END = lazy_regex(r"(?<!\bM)[.…;,:][»”\")\s]*$")
# Titles that programs put in without being asked.
_PLACEHOLDER = lazy_regex(
    r"(?:document|sans[ -]titre|untitled|title|titre|nouveau document|new document|presentation|unknown|inconnu"
    r"|microsoft word)\s*\d*|microsoft \w+ - .*|.*\.(?:docx?|odt|rtf|pdf|indd|qxp|pages|tex|dvi|html?|md|txt)|file:.*"
    r"|https?:.*|\W*",
    re.I,
)
_NO_AUTHOR = lazy_regex(
    r"(?:(?:utilisateur|user|admin(?:istrat(?:or|eur))?|auteur|author|owner|propriétaire|unknown|inconnu|anonym\w*"
    r"|microsoft(?: office)?(?: user)?|utilisateur (?:windows|microsoft office|de microsoft office)|windows user|pc"
    r"|hp|dell|acer|asus|lenovo|python-docx|apache poi|calibre|libreoffice|openoffice\S*|un-named|root(?:@\S+)?)\s*\d*"
    r"|\W*)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document. `level` is a heading's depth; `bold`: all of it is in bold type; `size` is that of
    most of its characters in points, 0 if it is not known; `is_title`, `is_author`: it has the style of a document's
    title, or of its author's name."""

    kind: BlockKind
    text: str
    level: int = 0
    bold: bool = False
    size: float = 0.0
    is_title: bool = False
    is_author: bool = False


@dataclass(frozen=True, slots=True)
class Properties:
    """What a document says of itself."""

    title: str = ""
    byline: str = ""
    published: date | None = None
    language: str = ""
    source: str = ""
    published_at: datetime | None = None


def make_article(
    paragraphs: Sequence[Paragraph],
    notes: Sequence[str],
    properties: Properties,
    address: str,
    reading: ReadingOptions,
    remarks: Sequence[Message] = (),
) -> Article:
    """The article of a document. `notes` are read at its end if `reading` asks for it.

    Raises ArticleError if it is too long.
    """
    check_characters(sum(len(paragraph.text) for paragraph in paragraphs), address)
    filled = [each for paragraph in paragraphs if (each := replace(paragraph, text=_join_line(paragraph.text))).text]
    check_paragraphs(len(filled), address)
    titled, filled = _take_title(filled)
    # Elsewhere than at its head, the style is that of a signature.
    signed = {at for at, each in enumerate(filled[:_MAX_TITLE_PLACE]) if each.is_author}
    authors = ", ".join(filled[at].text for at in sorted(signed))
    filled = [each for at, each in enumerate(filled) if at not in signed]
    blocks = _mark_items(mark_headings(filled))
    known = clean_title(properties.title, address)
    title = titled or known
    if not titled and (first := _find_leading_heading(blocks, known)):
        title = blocks.pop(first - 1).text
    byline = clean_author(properties.byline) or clean_author(authors)
    blocks, attribution = _take_attribution(drop_title(blocks, title), byline, titled=bool(titled))
    return Article(
        title,
        (*blocks, *make_notes(notes, reading)),
        byline=attribution.byline or byline,
        published=attribution.published or properties.published,
        published_at=properties.published_at if attribution.published in (None, properties.published) else None,
        source=properties.source,
        address=address,
        language=get_language(properties.language),
        remarks=tuple(remarks),
    )


def mark_headings(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """The paragraphs as blocks. If no style marks headings, short lines in bold or larger type are headings."""
    if any(paragraph.kind == "heading" for paragraph in paragraphs):
        return [Block(each.kind, each.text, each.level) for each in paragraphs]
    usual = find_usual_size(paragraphs)
    marked = [_stands_out(paragraphs, at, usual) for at in range(len(paragraphs))]
    sizes = sorted({paragraphs[at].size for at, mark in enumerate(marked) if mark}, reverse=True)
    return [
        Block("heading", each.text.rstrip(" :"), min(6, 1 + sizes.index(each.size)) if len(sizes) > 1 else 2)
        if marked[at]
        else Block(each.kind, each.text, each.level)
        for at, each in enumerate(paragraphs)
    ]


def find_usual_size(paragraphs: Sequence[Paragraph]) -> float:
    """The size of type of most of the text; 0 if no size is known."""
    weights: dict[float, int] = {}
    for paragraph in paragraphs:
        weights[paragraph.size] = weights.get(paragraph.size, 0) + len(paragraph.text)
    return max(weights, key=lambda size: weights[size], default=0.0)


def _stands_out(paragraphs: Sequence[Paragraph], at: int, usual: float) -> bool:
    """Whether a paragraph is a heading by its type: bold or larger, short, not a sentence, above other text."""
    paragraph = paragraphs[at]
    following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
    if paragraph.kind != "paragraph" or following is None or len(paragraph.text) > _MAX_HEADING:
        return False
    larger = usual > 0 and paragraph.size >= usual * 1.15
    is_plain = not following.bold and (not paragraph.size or following.size < paragraph.size * 1.15)
    return (
        (larger or (paragraph.bold and is_plain))
        and not _SENTENCE_END.search(paragraph.text.rstrip(" :") if paragraph.bold else paragraph.text)
        and any(mark.isalpha() for mark in paragraph.text)
    )


def _mark_items(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with paragraphs that begin with a bullet, or two that begin with numbers in order, as list items."""
    made = list(blocks)
    numbers = [_ITEM.match(block.text) if block.kind == "paragraph" else None for block in blocks]
    for at, found in enumerate(numbers):
        if found is None:
            continue
        is_said = found["hyphen"] != "-" and not blocks[at].text[found.end()].islower()
        if found["bullet"] or (found["hyphen"] and not is_said and _has_hyphens_beside(numbers, at)):
            made[at] = Block("list_item", blocks[at].text[found.end() :])
        elif found["hyphen"]:
            continue
        elif any(int(other["number"]) == int(found["number"]) + step for step, other in _find_numbers(numbers, at)):
            made[at] = Block("list_item", blocks[at].text)
    return made


def _has_hyphens_beside(found: Sequence[re.Match[str] | None], at: int) -> bool:
    """Whether a paragraph before or after begins with a hyphen too; one alone may be what somebody says."""
    beside = [found[near] for near in (at - 1, at + 1) if 0 <= near < len(found)]
    return any(other is not None and other["hyphen"] for other in beside)


def _find_numbers(found: Sequence[re.Match[str] | None], at: int) -> Iterator[tuple[Literal[-1, 1], re.Match[str]]]:
    """The nearest paragraphs before (-1) and after (1) that begin with a number."""
    steps: tuple[Literal[-1, 1], ...] = (-1, 1)
    for step in steps:
        near = (at + step * far for far in range(1, _REACH + 1))
        numbers = (found[place] for place in near if 0 <= place < len(found))
        if other := next((each for each in numbers if each and each["number"]), None):
            yield step, other


def _take_attribution(blocks: list[Block], byline: str, *, titled: bool) -> tuple[list[Block], Attribution]:
    """The blocks without lines among the first that only tell the author or the date, and what these tell."""
    told = Attribution()
    kept: list[Block] = []
    for at, block in enumerate(blocks):
        if at < _MAX_TITLE_PLACE and block.kind in ("paragraph", "heading") and len(block.text) <= _MAX_HEADING:
            rest, found = remove_boilerplate([block])
            if byline and reduce_to_letters(block.text) == reduce_to_letters(byline):
                continue
            if _ISO_DAY.fullmatch(block.text):
                found = Attribution(published=parse_day(block.text))
                rest = []
            if not rest and found != Attribution():
                told = told.merge(found)
                if at == 1 and len(kept) == 1 and not byline and _NAME.fullmatch(kept[0].text):
                    told = told.merge(Attribution(kept.pop().text))
                continue
        kept.append(block)
    if titled and not byline and not told.byline and len(kept) > 1 and _NAME.fullmatch(kept[0].text):
        following = kept[1]
        if kept[0].kind == "paragraph" and following.kind == "paragraph" and len(following.text) > _MAX_HEADING:
            told = told.merge(Attribution(kept.pop(0).text))
    return kept, told


def _take_title(paragraphs: list[Paragraph]) -> tuple[str, list[Paragraph]]:
    """The first paragraph with the style of a title, and the other paragraphs; further such ones are headings.

    Without such a style, a first line in larger or bold type is the title.
    """
    at = next((at for at, each in enumerate(paragraphs) if each.is_title), None)
    if at is None and paragraphs and _stands_out(paragraphs, 0, find_usual_size(paragraphs)):
        at = 0
    if at is None or at > _MAX_TITLE_PLACE:
        return "", [replace(each, kind="heading", level=1) if each.is_title else each for each in paragraphs]
    rest = [replace(each, kind="heading", level=1) if each.is_title else each for each in paragraphs[at + 1 :]]
    return paragraphs[at].text, paragraphs[:at] + rest


def _find_leading_heading(blocks: Sequence[Block], known: str) -> int:
    """The place, counted from 1, of the heading that is the title: the only one of the highest level, before any other
    heading and within the first blocks; 0 if there is none."""
    headings = [(at, block) for at, block in enumerate(blocks, 1) if block.kind == "heading"]
    if not headings or headings[0][0] > _MAX_TITLE_PLACE:
        return 0
    at, first = headings[0]
    if any(len(block.text) > _MAX_RUBRIC or _SENTENCE_END.search(block.text) for block in blocks[: at - 1]):
        return 0
    highest = [block for _, block in headings if block.level <= first.level]
    if len(highest) > 1 or (
        len(headings) == 1 and known and reduce_to_letters(known) != reduce_to_letters(first.text) and at > 1
    ):
        return 0
    return at


def drop_title(blocks: Sequence[Block], title: str) -> list[Block]:
    """The blocks without those among the first that only repeat the title."""
    bare = reduce_to_letters(title)
    return [
        block
        for at, block in enumerate(blocks)
        if not (bare and at < _MAX_TITLE_PLACE and reduce_to_letters(block.text) == bare)
    ]


def make_notes(notes: Sequence[str], reading: ReadingOptions) -> tuple[Block, ...]:
    """The notes as blocks at the end of an article, if they are to be read."""
    texts = [text for note in notes if (text := _join_line(note))]
    if reading.notes == "skip" or not texts:
        return ()
    return (Block("heading", "Notes", 2), *(Block("list_item", f"{at}. {text}") for at, text in enumerate(texts, 1)))


def clean_title(title: str, address: str) -> str:
    """The title that a document declares, or nothing if a program put it there."""
    text = _join_line(title)
    return "" if _PLACEHOLDER.fullmatch(text) or text == PurePath(address).stem else text


def clean_author(name: str) -> str:
    """The author that a document declares, or nothing if it is only the name of a program or of a machine's user."""
    text = _join_line(name)
    return "" if _NO_AUTHOR.fullmatch(text) else text


def get_language(tag: str) -> str:
    """The language of a tag such as `fr-FR` or `fr_FR`; `fr` if there is none."""
    found = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", tag.strip())
    return found[1].lower() if found and found[1].lower() not in ("zxx", "und", "mul", "non") else "fr"


def parse_day(text: str) -> date | None:
    """The day of a date or time as metadata has it (ISO 8601, `D:20240314…` of a PDF); None if there is none."""
    found = re.match(r"\s*(?:D:)?(\d{4})-?(\d\d)-?(\d\d)", text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _join_line(text: str) -> str:
    """The text on one line, without the arrow by which a note leads back."""
    return " ".join(text.split()).rstrip(" ↩\ufe0e\ufe0f")
