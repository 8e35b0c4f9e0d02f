"""Select the blocks of a page that are its article.

trafilatura finds most of an article's text, but loses parts of it and glues others. So it only shows where the article
is: all text in that part of the page is read, apart from what is recognized as furniture by its element's names, its
links or its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audiobrief.article.byline import is_person
from audiobrief.article.letters import reduce_to_letters
from audiobrief.article.web.document import get_names, strip_inline
from audiobrief.article.web.element_names import matches_names
from audiobrief.article.web.end_matter import names_end_matter
from audiobrief.article.web.layout import MIN_PROSE, MOSTLY_LINKS, SENTENCE_END, Layout, is_prose
from audiobrief.article.web.paragraphs import BLOCK_TAGS, PageBlock, is_data_table
from audiobrief.lazy_regex import lazy_regex

_MAX_TAGS, _MAX_CHILDREN = 200_000, 2_000
_MIN_SENTENCE, _MIN_FOUND, _MAX_CARD = 25, 12, 900
# An author's name alone is looked for in so many blocks above the text.
_HEAD, _MAX_ATTRIBUTION, _MAX_DATED = 15, 200, 80
_ATTRIBUTION = lazy_regex(r"(?:par|publiée?|posté|mis à jour|écrit|rédigé|le) [\wÀ-ÿ]", re.I)
# Shorter items above the first prose are buttons (« Écouter »); longer ones may sum up the article.
_MIN_ITEM = 30
_ONLY_LINKS, _MAX_LABEL = 0.9, 60
_READ_ALSO = lazy_regex(
    r"(?:>+|[►▶→»•*-])?\s*(?:à |a )?(?:(?:re)?lire|(?:re)?voir|(?:ré)?écouter|(?:re)?découvrir|retrouve[rz]"
    r"|en savoir plus|(?:pour )?aller plus loin|notre dossier"
    r"|en vidéo|dossier|podcast|vidéo|sur le même (?:sujet|thème))\b",
    re.I,
)

_MEDIA = lazy_regex(
    r"(?:en (?:vidéo|images|photos)|vidéo|diaporama|à (?:lire|voir|écouter) aussi)\b[^.!?]{0,120}$", re.I
)
# A sentence, not the title of another article, which may be a question.
_FULL_STOP = lazy_regex(r"[.…!][»”\")\]\s]*$")
# Arrows before a link to another article (« → ENTRETIEN. … »), two marks before a line to one (« >> Revoir : »).
_ARROW = lazy_regex(r"[→➡►▶☛👉]|>>")
_MARKED_POINTER = lazy_regex(r">>.{0,200}:$")


@dataclass(frozen=True, slots=True)
class Selection:
    """The blocks of the article in `blocks`, by their indexes `kept`.

    `attributions` are texts of the page that may tell who wrote it and when, `authors` those of elements for names;
    `dated` are short lines above the text, the nearest first, that may give its day; `furniture` are the indexes of
    blocks that surround the article.
    """

    blocks: tuple[PageBlock, ...]
    kept: tuple[int, ...]
    attributions: tuple[str, ...]
    furniture: frozenset[int]
    authors: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()


def select_article(tree: Any, blocks: Sequence[PageBlock], address: str) -> Selection:
    """The blocks of the article among all `blocks` of the page `tree`."""
    found, shorts = _find_text(tree, address)
    own = {at for at, block in enumerate(blocks) if _is_found(block, found, shorts)}
    prose = [at for at in sorted(own) if len(blocks[at].text) >= MIN_PROSE and blocks[at].kind != "heading"]
    layout = Layout(tree, [blocks[at] for at in prose])
    furniture = frozenset(at for at, block in enumerate(blocks) if layout.is_in_furniture(block))
    start = prose[0] if prose else 0
    above = blocks[max(0, start - _HEAD) : start]
    attributions = (
        *(block.text for block in above if len(block.text) <= _MAX_ATTRIBUTION and _ATTRIBUTION.match(block.text)),
        *_list_attributions(blocks, start, "attributions"),
    )
    authors = _list_attributions(above, _HEAD, "authors")
    dated = tuple(block.text for block in reversed(above) if block.kind != "heading" and len(block.text) <= _MAX_DATED)
    if not prose:
        kept = [at for at in range(len(blocks)) if at not in furniture]
        return Selection(tuple(blocks), tuple(kept), attributions, furniture, authors, dated)
    container = layout.find_container()
    parts = [at for at in range(len(blocks)) if at not in furniture and is_prose(blocks[at])]
    container = layout.widen_container(container, [blocks[at] for at in parts])
    within = {at for at, block in enumerate(blocks) if layout.is_inside(block, container)}
    twins = {at for at in parts if at in within and layout.is_twin(blocks[at])}
    places = sorted({at for at in prose if at in within} | twins) or prose
    first, last = places[0], places[-1]
    homes = {_get_home(blocks[at]) for at in places} - {("", "")}
    cards = _find_cards(blocks, container, layout, first)
    # Behind the article's part of the page, the text below « Bibliographie » is not its own.
    ends = (
        at
        for at, block in enumerate(blocks)
        if at > last and at not in within and block.kind == "heading" and names_end_matter(block.text)
    )
    end = next(ends, len(blocks))
    kept = []
    for at, block in enumerate(blocks[:end]):
        if at in furniture or (cards and cards & layout.list_around(block)):
            continue
        if at not in within and not (
            (at in own or _get_home(block) in homes) and is_prose(block) and block.linked < MOSTLY_LINKS
        ):
            continue
        if at not in within and at > last and not (at in own and _is_continuation(block)):
            continue
        if at not in within and at > last and _tells_of(block, blocks[at - 1]):
            continue
        is_next_line = bool(kept) and kept[-1] == at - 1 and blocks[at - 1].element is block.element
        if block.kind == "list_item" and at < first and len(block.text) < _MIN_ITEM:
            continue
        if at in own or is_next_line or _belongs(block, at, first, last):
            kept.append(at)
    kept = _drop_empty_headings(blocks, _drop_link_lists(blocks, kept))
    return Selection(tuple(blocks), tuple(kept), attributions, furniture, authors, dated)


def _find_text(tree: Any, address: str) -> tuple[str, frozenset[str]]:
    """The letters of all that trafilatura finds, and those of each of its elements."""
    from copy import deepcopy

    from trafilatura import bare_extraction

    if sum(1 for _ in tree.iter()) > _MAX_TAGS:
        return "", frozenset()
    copied = deepcopy(tree)
    if max(map(len, copied.iter())) > _MAX_CHILDREN:
        # trafilatura takes time that grows with the square of an element's children.
        strip_inline(copied)
    _unwrap_layout_tables(copied)
    found = bare_extraction(
        copied,
        url=address or None,
        favor_recall=True,
        include_comments=False,
        include_tables=False,
        include_images=False,
        include_formatting=False,
        with_metadata=False,
    )
    body: Any = getattr(found, "body", None)
    if body is None:
        return "", frozenset()
    shorts = (
        reduce_to_letters("".join(element.itertext(with_tail=False)))
        for element in body.iter("p", "head", "item", "quote")
    )
    return reduce_to_letters("".join(body.itertext())), frozenset(shorts)


def _unwrap_layout_tables(tree: Any) -> None:
    """Turn the cells of layout tables into <p> and <div>: old pages are laid out with tables."""
    # lxml makes an element anew, with another identity, unless there is a reference to it.
    tables = list(tree.iter("table"))
    data = {id(table): is_data_table(table) for table in tables}
    keep = list(tree.iter("table", "tbody", "thead", "tfoot", "tr", "td"))
    # From the inside out: the table of a part must not have been renamed yet.
    for part in reversed(keep):
        table = part if part.tag == "table" else next(part.iterancestors("table"), None)
        if table is None or not data.get(id(table), True):
            part.tag = "p" if part.tag == "td" and next(part.iter(*BLOCK_TAGS), None) is part else "div"


def _is_found(block: PageBlock, found: str, shorts: frozenset[str]) -> bool:
    letters = block.letters
    return bool(letters) and (letters in shorts or (len(letters) >= _MIN_FOUND and letters in found))


def _get_home(block: PageBlock) -> tuple[str, str]:
    """The tag and the first class of the element around a block; empty if it has no class."""
    parent = block.element.getparent()
    names = (parent.get("class") or "").split() if parent is not None else []
    return (str(parent.tag), names[0]) if names else ("", "")


def _belongs(block: PageBlock, at: int, first: int, last: int) -> bool:
    """Whether a block in the article's part of the page that trafilatura did not find is text of the article."""
    if block.linked >= _ONLY_LINKS and (block.kind != "list_item" or at > last):
        return False
    if block.kind in ("heading", "list_item", "caption", "quotation") or block.element.tag in ("dt", "table"):
        return at <= last or (block.kind != "heading" and block.linked < MOSTLY_LINKS)
    if at < first:
        return is_prose(block) and block.linked < MOSTLY_LINKS
    if at > last:
        return len(block.text) >= _MIN_SENTENCE and block.linked < 0.3 and bool(SENTENCE_END.search(block.text))
    return (
        bool(SENTENCE_END.search(block.text))
        or block.text[-1:] in ":,"
        or len(block.text) >= MIN_PROSE
        or block.bold > 0.9
    )


def _is_continuation(block: PageBlock) -> bool:
    """Whether prose behind the article's part of the page may still be part of it: not of a list of other articles."""
    return block.element.tag == "p" and not any(
        parent.tag in ("li", "aside", "footer", "td") or parent.find(".//a/h3") is not None
        for parent in list(block.element.iterancestors())[:3]
    )


def _tells_of(block: PageBlock, before: PageBlock) -> bool:
    """Whether a text is about the person whose name stands above it alone, as one about the author does."""
    return is_person(before.text) and before.text.split()[-1] in block.text


def _find_cards(blocks: Sequence[PageBlock], container: Any, layout: Layout, first: int) -> set[int]:
    """The elements, by identity, that present another article: a heading that is a link, below the first prose."""
    cards: set[int] = set()
    for block in blocks[first:]:
        if block.kind != "heading" or block.linked < _ONLY_LINKS:
            continue
        card = block.element
        for parent in block.element.iterancestors():
            if parent is container or layout.holds_part(parent, 0.1) or layout.get_size(parent) > _MAX_CARD:
                break
            card = parent
        cards.add(id(card))
    return cards


def _list_attributions(blocks: Sequence[PageBlock], first: int, key: str) -> tuple[str, ...]:
    """The texts of elements that tell who wrote the article and when, by their names; those next to its first prose
    come first."""
    told: list[tuple[int, str]] = []
    for at, block in enumerate(blocks):
        around = [block.element, *list(block.element.iterancestors())[:4]]
        is_told = any(matches_names(get_names(element), key) for element in around[:3])
        is_quoted = any("quote" in get_names(element).lower() for element in around)
        if len(block.text) > _MAX_ATTRIBUTION or not is_told or (is_quoted and key == "authors"):
            continue
        if told and told[-1][0] == at - 1 and re.search(r"(?:^|\W)(?:par|by)\W*$", told[-1][1], re.I):
            told[-1] = (at, f"{told[-1][1]} {block.text}")
        else:
            told.append((at, block.text))
    # What stands above the text tells of it; a list of other articles below it has authors and dates too.
    nearest = sorted(told, key=lambda each: (each[0] > first, abs(each[0] - first)))
    return tuple(text for _, text in nearest[:8])


def _drop_link_lists(blocks: Sequence[PageBlock], kept: Sequence[int]) -> list[int]:
    """`kept` without lines that send the reader elsewhere, and without links at the end."""
    made = [at for at in kept if not is_pointer(blocks[at]) and not _is_pointed_at(blocks, at)]
    while made and blocks[made[-1]].linked >= _ONLY_LINKS:
        made.pop()
    return made


def _is_pointed_at(blocks: Sequence[PageBlock], at: int) -> bool:
    """Whether a block is an item of links below « À lire aussi »."""
    if blocks[at].kind != "list_item" or blocks[at].linked < _ONLY_LINKS:
        return False
    while at and blocks[at].kind == "list_item" and blocks[at].linked >= _ONLY_LINKS:
        at -= 1
    return len(blocks[at].text) <= _MAX_LABEL and bool(_READ_ALSO.match(blocks[at].text))


def is_pointer(block: PageBlock) -> bool:
    """Whether a block only points to another article or to a film (« Lire aussi : … », « En vidéo, le port »)."""
    if _READ_ALSO.match(block.text) and (
        block.linked > 0.25 or _MEDIA.match(block.text) or _MARKED_POINTER.match(block.text)
    ):
        return True
    if block.linked > MOSTLY_LINKS and _ARROW.match(block.text):
        return True
    is_title = len(block.text) > 25 and not _FULL_STOP.search(block.text)
    return block.linked >= _ONLY_LINKS and is_title and block.kind != "list_item"


def _drop_empty_headings(blocks: Sequence[PageBlock], kept: Sequence[int]) -> list[int]:
    """`kept` without headings that have no text below them."""
    made: list[int] = []
    for at in reversed(kept):
        below = blocks[made[-1]] if made else None
        is_heading = blocks[at].kind == "heading"
        if is_heading and (below is None or (below.kind == "heading" and below.level <= blocks[at].level)):
            continue
        made.append(at)
    return made[::-1]
