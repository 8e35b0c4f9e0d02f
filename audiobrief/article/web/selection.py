"""Select the blocks of a page that are its article.

trafilatura finds most of an article's text, but loses parts of it and glues others. So it only shows where the article
is: all text in that part of the page is read, apart from what is recognized as furniture by its element's names, its
links or its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from audiobrief.article.letters import reduce_to_letters
from audiobrief.article.web.document import get_names, strip_inline
from audiobrief.article.web.paragraphs import BLOCK_TAGS, PageBlock, is_data_table
from audiobrief.system.toml_files import load_shipped

_MAX_TAGS, _MAX_CHILDREN = 200_000, 2_000
# The article is in the smallest element with this part of the letters that were found.
_ARTICLE_PART = 0.8
# An element that looks like furniture is kept if it holds this part of them.
_OWN_PART = 0.4
_MIN_PROSE, _MIN_SENTENCE, _MIN_FOUND, _MAX_CARD = 60, 25, 12, 900
_MOSTLY_LINKS, _ONLY_LINKS = 0.6, 0.9
# An article is in more than one of these.
_TEXT_TAGS = frozenset(
    {"p", "li", "dd", "dt", "td", "blockquote", "h1", "h2", "h3", "h4", "ul", "ol", "span", "tr", "pre"}
)
_SENTENCE_END = re.compile(r"[.…!?][»”\")\]\s]*$")
_READ_ALSO = re.compile(
    r"(?:>+|[►▶→»•*-])?\s*(?:à |a )?(?:(?:re)?lire|(?:re)?voir|(?:ré)?écouter|(?:re)?découvrir|retrouve[rz]"
    r"|notre dossier"
    r"|en vidéo|dossier|podcast|vidéo|sur le même (?:sujet|thème))\b",
    re.I,
)

# What may follow the word that says what an element is.
_PART = (
    r"(?:-(?:\d+|wrapper|wrap|container|box(?:es)?|block|section|list|area|inner|content|contents|bar|items?|title|header"
    r"|body|zone|links?|module|text|teaser|widget|panel|slot|group|row|col|column|placeholder|buttons?|form|icons?|top"
    r"|bottom|left|right|desktop|mobile|articles?|posts?|main|small|label|info|head|footer|component|line|intro))*+"
)
_LAYOUT = re.compile(
    r"(?:^|-)(?:no|not|has|with|without|is|hide|show|js|elementor|tag-[\w-]+|category-[\w-]+)-|^(?:tag|category)-"
)
_MEDIA = re.compile(
    r"(?:en (?:vidéo|images|photos)|vidéo|diaporama|à (?:lire|voir|écouter) aussi)\b[^.!?]{0,120}$", re.I
)


@dataclass(frozen=True, slots=True)
class Selection:
    """The blocks of the article in `blocks`, by their indexes `kept`.

    `attributions` are texts of the page that may tell who wrote it and when; `furniture` are the indexes of blocks that
    surround the article.
    """

    blocks: tuple[PageBlock, ...]
    kept: tuple[int, ...]
    attributions: tuple[str, ...]
    furniture: frozenset[int]


def select_article(tree: Any, blocks: Sequence[PageBlock], address: str) -> Selection:
    """The blocks of the article among all `blocks` of the page `tree`."""
    found, shorts = _find_text(tree, address)
    own = {at for at, block in enumerate(blocks) if _is_found(block, found, shorts)}
    prose = [at for at in sorted(own) if len(blocks[at].text) >= _MIN_PROSE and blocks[at].kind != "heading"]
    layout = _Layout(tree, [blocks[at] for at in prose])
    furniture = frozenset(at for at, block in enumerate(blocks) if layout.is_in_furniture(block))
    attributions = _list_attributions(blocks)
    if not prose:
        kept = [at for at in range(len(blocks)) if at not in furniture]
        return Selection(tuple(blocks), tuple(kept), attributions, furniture)
    container = layout.find_container()
    within = {at for at, block in enumerate(blocks) if layout.is_inside(block, container)}
    places = [at for at in prose if at in within] or prose
    first, last = places[0], places[-1]
    homes = {_get_home(blocks[at]) for at in places} - {("", "")}
    cards = _find_cards(blocks, container, layout, first)
    kept = []
    for at, block in enumerate(blocks):
        if at in furniture or (cards and cards & layout.list_around(block)):
            continue
        if at not in within and not (
            (at in own or _get_home(block) in homes) and _is_prose(block) and block.linked < _MOSTLY_LINKS
        ):
            continue
        if at not in within and at > last and not (at in own and _is_continuation(block)):
            continue
        is_next_line = bool(kept) and kept[-1] == at - 1 and blocks[at - 1].element is block.element
        if at in own or is_next_line or _belongs(block, at, first, last):
            kept.append(at)
    kept = _drop_empty_headings(blocks, _drop_link_lists(blocks, kept))
    return Selection(tuple(blocks), tuple(kept), attributions, furniture)


class _Layout:
    """What the elements of a page hold: letters of found prose, of anything, and of links.

    Elements are known by their identity, which lxml keeps as long as there is a reference to each of them.
    """

    def __init__(self, tree: Any, prose: Sequence[PageBlock]) -> None:
        self._tree = tree
        self._elements = list(tree.iter())
        self._prose = prose
        self._found = {id(block) for block in prose}
        self._weights = _weigh_elements(prose)
        self._total = sum(len(block.letters) for block in prose) or 1
        self._sizes: dict[int, int] = {}
        self._linked: dict[int, tuple[int, int]] = {}
        for element in reversed(self._elements):
            self._measure(element)
        self._furniture: dict[int, str] = {}
        # Where prose is in many elements of one name, as the entries of a live page, that name is the article's.
        self._named: Counter[str] = Counter()
        for element in self._elements:
            if self._weights[id(element)]:
                self._named[element.get("class") or ""] += self._weights[id(element)]

    def _measure(self, element: Any) -> None:
        """Count the characters of an element, those in links, and its links; its children have been counted."""
        size = len((element.text or "").strip())
        linked = links = 0
        for child in element:
            size += self._sizes.get(id(child), 0) + len((child.tail or "").strip())
            inner, count = self._linked.get(id(child), (0, 0))
            linked, links = linked + inner, links + count
        if element.tag == "a":
            linked, links = size, int(size > 0)
        self._sizes[id(element)], self._linked[id(element)] = size, (linked, links)

    def find_container(self) -> Any:
        """The smallest element that holds most of the prose."""
        best, depth = self._tree, -1
        for block in self._prose:
            chain = [block.element, *block.element.iterancestors()]
            for height, element in enumerate(chain):
                if self._weights[id(element)] >= _ARTICLE_PART * self._total:
                    if len(chain) - height > depth:
                        best, depth = element, len(chain) - height
                    break
        while best.tag in _TEXT_TAGS and best.getparent() is not None:
            best = best.getparent()
        return best

    def is_inside(self, block: PageBlock, container: Any) -> bool:
        return block.element is container or any(parent is container for parent in block.element.iterancestors())

    def list_around(self, block: PageBlock) -> set[int]:
        return {id(block.element), *(id(parent) for parent in block.element.iterancestors())}

    def get_size(self, element: Any) -> int:
        return self._sizes.get(id(element), 0)

    def holds_part(self, element: Any, part: float) -> bool:
        """Whether an element holds more than `part` of the found prose."""
        return self._weights[id(element)] > part * self._total

    def is_in_furniture(self, block: PageBlock) -> bool:
        """Whether an element around the block is furniture by its name, or consists of links."""
        for element in (block.element, *block.element.iterancestors()):
            if element.tag in ("body", "html") or self.holds_part(element, _OWN_PART):
                return False
            if id(element) not in self._furniture:
                self._furniture[id(element)] = self._classify_furniture(element)
            kind = self._furniture[id(element)]
            if kind == "furniture" or (kind and not (id(block) in self._found and _is_prose(block))):
                return True
            if not _is_prose(block) and (
                element.tag == "footer" or _compile_names("attributions").search(_split_names(get_names(element)))
            ):
                return True
        return False

    def _classify_furniture(self, element: Any) -> str:
        """`furniture`, `weak_furniture`, or empty for what may be the article's."""
        names = _split_names(get_names(element))
        if not (names and self._named[element.get("class") or ""] > _OWN_PART * self._total):
            kind = next((each for each in ("furniture", "weak_furniture") if _compile_names(each).search(names)), "")
            if kind or (element.tag == "table" and "infobox" in names):
                return kind or "furniture"
        if element.tag not in ("aside", "ul", "ol", "section", "div", "table", "footer"):
            return ""
        linked, links = self._linked[id(element)]
        is_links = links > 1 and linked >= _MOSTLY_LINKS * self._sizes[id(element)]
        return "furniture" if is_links and not _SENTENCE_END.search("".join(element.itertext())[-40:].rstrip()) else ""


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
    data = {id(table): is_data_table(table) for table in tree.iter("table")}
    keep = list(tree.iter("table", "tbody", "thead", "tfoot", "tr", "td"))
    # From the inside out: the table of a part must not have been renamed yet.
    for part in reversed(keep):
        table = part if part.tag == "table" else next(part.iterancestors("table"), None)
        if table is None or not data.get(id(table), True):
            part.tag = "p" if part.tag == "td" and next(part.iter(*BLOCK_TAGS), None) is part else "div"


def _is_found(block: PageBlock, found: str, shorts: frozenset[str]) -> bool:
    letters = block.letters
    return bool(letters) and (letters in shorts or (len(letters) >= _MIN_FOUND and letters in found))


def _weigh_elements(prose: Iterable[PageBlock]) -> Counter[int]:
    """How many letters of the found prose each element holds, by the identity of the element."""
    weights: Counter[int] = Counter()
    for block in prose:
        count = len(block.letters)
        weights[id(block.element)] += count
        for parent in block.element.iterancestors():
            weights[id(parent)] += count
    return weights


def _get_home(block: PageBlock) -> tuple[str, str]:
    """The tag and the first class of the element around a block; empty if it has no class."""
    parent = block.element.getparent()
    names = (parent.get("class") or "").split() if parent is not None else []
    return (str(parent.tag), names[0]) if names else ("", "")


def _is_prose(block: PageBlock) -> bool:
    return block.kind != "heading" and len(block.text) >= _MIN_PROSE and bool(_SENTENCE_END.search(block.text))


def _belongs(block: PageBlock, at: int, first: int, last: int) -> bool:
    """Whether a block in the article's part of the page that trafilatura did not find is text of the article."""
    if block.linked >= _ONLY_LINKS and (block.kind != "list_item" or at > last):
        return False
    if block.kind in ("heading", "list_item", "caption", "quotation") or block.element.tag in ("dt", "table"):
        return at <= last or (block.kind != "heading" and block.linked < _MOSTLY_LINKS)
    if at < first:
        return _is_prose(block) and block.linked < _MOSTLY_LINKS
    if at > last:
        return len(block.text) >= _MIN_SENTENCE and block.linked < 0.3 and bool(_SENTENCE_END.search(block.text))
    return (
        bool(_SENTENCE_END.search(block.text))
        or block.text[-1:] in ":,"
        or len(block.text) >= _MIN_PROSE
        or block.bold > 0.9
    )


def _is_continuation(block: PageBlock) -> bool:
    """Whether prose behind the article's part of the page may still be part of it: not of a list of other articles."""
    return block.element.tag == "p" and not any(
        parent.tag in ("li", "aside", "footer", "td") or parent.find(".//a/h3") is not None
        for parent in list(block.element.iterancestors())[:3]
    )


def _find_cards(blocks: Sequence[PageBlock], container: Any, layout: _Layout, first: int) -> set[int]:
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


def _list_attributions(blocks: Sequence[PageBlock]) -> tuple[str, ...]:
    """The texts of elements that tell who wrote the article and when."""
    pattern = _compile_names("attributions")
    told = [
        block.text
        for block in blocks
        if len(block.text) <= 200
        and any(
            pattern.search(_split_names(get_names(element)))
            for element in (block.element, *list(block.element.iterancestors())[:2])
        )
    ]
    return tuple(told[:8])


def _drop_link_lists(blocks: Sequence[PageBlock], kept: Sequence[int]) -> list[int]:
    """`kept` without lines that send the reader elsewhere, and without links at the end."""
    made = [at for at in kept if not is_pointer(blocks[at])]
    while made and blocks[made[-1]].linked >= _ONLY_LINKS:
        made.pop()
    return made


def is_pointer(block: PageBlock) -> bool:
    """Whether a block only points to another article or to a film (« Lire aussi : … », « En vidéo, le port »)."""
    if _READ_ALSO.match(block.text) and (block.linked > 0.25 or _MEDIA.match(block.text)):
        return True
    is_title = len(block.text) > 25 and not _SENTENCE_END.search(block.text)
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


@cache
def _compile_names(key: str) -> re.Pattern[str]:
    entries = load_shipped(__package__, "web")[key]
    return re.compile(rf"(?:^|[\s-])(?:{'|'.join(entries)}){_PART}(?=$|\s)")


@cache
def _split_names(names: str) -> str:
    """Names in lower case, with the words of camelCase parted by hyphens, without layouts (« has-sidebar »)."""
    plain = re.sub(r"[_-]+", "-", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names)).lower()
    return " ".join(name for name in plain.split() if not _LAYOUT.search(name))


def matches_names(names: str, key: str) -> bool:
    """Whether a class or identifier is one of the list `key`."""
    return bool(_compile_names(key).search(_split_names(names)))
