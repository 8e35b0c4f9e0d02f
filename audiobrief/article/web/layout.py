"""What the elements of a page hold: prose of the article, links, or what surrounds it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from audiobrief.article.web.document import get_names
from audiobrief.article.web.element_names import matches_names
from audiobrief.article.web.paragraphs import PageBlock

# The article is in the smallest element with this part of the letters that were found.
_ARTICLE_PART = 0.8
# An element that looks like furniture is kept if it holds this part of them.
_OWN_PART = 0.4
MIN_PROSE = 60
MOSTLY_LINKS, _FEW_LINKS = 0.6, 0.3
# How many elements from the smallest around the article upwards may name it.
_REACH = 3
# An article is in more than one of these.
_TEXT_TAGS = frozenset(
    {"p", "li", "dd", "dt", "td", "blockquote", "h1", "h2", "h3", "h4", "ul", "ol", "span", "tr", "pre"}
)
# Names that elements have for the layout, whatever they hold.
_GENERIC = re.compile(
    r"(?:(?:row|col|columns?|container|flex|grid|clearfix|wrapper|wrap|inner|section|block|box|card|item|relative|absolute"
    r"|view|views|field|region|module|widget|list|group|media|el|is|has|w|m|p|d|css)(?:$|[-_:]))",
    re.I,
)
_ITEM_OPENING = re.compile(r"\w")
SENTENCE_END = re.compile(r"[.…!?][»”\")\]\s]*$")


class Layout:
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
        self._twins: list[Any] = []
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

    def widen_container(self, container: Any, parts: Sequence[PageBlock]) -> Any:
        """The element around `container` and around others of the same name that hold prose of `parts`: an article in
        several parts, between pictures or advertisements, of which the first is the longest."""
        named = next((each for each in [container, *container.iterancestors()][:_REACH] if each.get("class")), None)
        name = _get_first_name(named) if named is not None else ""
        if named is None or named.tag not in ("div", "section") or not name or _GENERIC.match(name):
            return container
        article = next(named.iterancestors("article"), None)
        prose = [block.element for block in parts if block.linked < _FEW_LINKS]
        inside = {id(parent) for each in prose if each.tag == "p" for parent in each.iterancestors()}
        inside |= set(map(id, prose))
        twins = [
            each
            for each in self._tree.iter(named.tag)
            if id(each) in inside
            and _get_first_name(each) == name
            and each is not named
            and next(each.iterancestors("article"), None) is article
            and not any(parent is named for parent in each.iterancestors())
            and not any(True for _ in each.iter("article", "h1", "aside", "footer"))
        ]
        if not twins or any(each is parent for each in twins for parent in named.iterancestors()):
            return container
        self._twins = twins
        around = [{id(parent) for parent in each.iterancestors()} for each in twins]
        return next(
            (each for each in named.iterancestors() if all(id(each) in ids for ids in around)),
            container,
        )

    def is_twin(self, block: PageBlock) -> bool:
        """Whether a block is in a part of the article beside the one that holds most of it."""
        return any(self.is_inside(block, each) for each in self._twins)

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
            if kind == "furniture" or (kind and not (id(block) in self._found and is_prose(block))):
                return True
            if not is_prose(block) and (element.tag == "footer" or matches_names(get_names(element), "attributions")):
                return True
        return False

    def _classify_furniture(self, element: Any) -> str:
        """`furniture`, `weak_furniture`, or empty for what may be the article's."""
        names = get_names(element)
        if not (names and self._named[element.get("class") or ""] > _OWN_PART * self._total):
            kind = next((each for each in ("furniture", "weak_furniture") if matches_names(names, each)), "")
            if kind or (element.tag == "table" and "infobox" in names.lower()):
                return kind or "furniture"
        if element.tag not in ("aside", "ul", "ol", "section", "div", "table", "footer"):
            return ""
        linked, links = self._linked[id(element)]
        is_links = links > 1 and linked >= MOSTLY_LINKS * self._sizes[id(element)] and not _opens_items(element)
        return "furniture" if is_links and not SENTENCE_END.search("".join(element.itertext())[-40:].rstrip()) else ""


def _opens_items(element: Any) -> bool:
    """Whether most items of a list begin with words of their own, not with a link (« 5 gouttes d'<a>huile</a> »)."""
    items = [item for item in element if item.tag == "li"] if element.tag in ("ul", "ol") else []
    own = sum(1 for item in items if len(_ITEM_OPENING.findall(item.text or "")) >= 3)
    return len(items) > 1 and own > 0.5 * len(items)


def _get_first_name(element: Any) -> str:
    return next(iter((element.get("class") or "").split()), "")


def _weigh_elements(prose: Iterable[PageBlock]) -> Counter[int]:
    """How many letters of the found prose each element holds, by the identity of the element."""
    weights: Counter[int] = Counter()
    for block in prose:
        count = len(block.letters)
        weights[id(block.element)] += count
        for parent in block.element.iterancestors():
            weights[id(parent)] += count
    return weights


def is_prose(block: PageBlock) -> bool:
    return block.kind != "heading" and len(block.text) >= MIN_PROSE and bool(SENTENCE_END.search(block.text))
