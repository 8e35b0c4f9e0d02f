"""Find the standfirst of a page: the sentences between the title and the text that say what the article is about."""

from __future__ import annotations

from collections.abc import Sequence

from audiobrief.article.letters import reduce_to_letters
from audiobrief.article.web.document import get_names
from audiobrief.article.web.element_names import matches_names
from audiobrief.article.web.metadata import PageMetadata
from audiobrief.article.web.paragraphs import PageBlock
from audiobrief.article.web.selection import Selection, is_pointer
from audiobrief.lazy_regex import lazy_regex

# Of a description, which pages cut after some length, so many letters have to be those of a block.
_COMPARED, _MIN_COMPARED = 50, 30
_MIN_STANDFIRST, _MAX_STANDFIRST, _MAX_KICKER = 40, 1200, 30
# How many blocks before the text are looked at.
_REACH = 25
_SENTENCE = lazy_regex(r"[.!?…][»”\")\s]*$")


def find_standfirst(selection: Selection, metadata: PageMetadata, title: str) -> list[int]:
    """The indexes of the blocks of the standfirst, in order; they may or may not be among those kept.

    It is the block that the page's description quotes, or else what stands between the title and the text in an element
    of that name or as a sentence.
    """
    blocks, kept = selection.blocks, selection.kept
    quoted = find_quoted(blocks, metadata)
    start = next((at for at in kept if blocks[at].kind not in ("heading", "caption")), len(blocks))
    known = {blocks[at].letters for at in kept}
    beside = [at for at in _list_between(blocks, start, title) if blocks[at].letters not in known]
    named = [
        at
        for at in beside
        if _can_be_standfirst(blocks[at])
        and at not in selection.furniture
        and not is_pointer(blocks[at])
        and (matches_names(_list_names(blocks[at]), "standfirsts") or _SENTENCE.search(blocks[at].text))
    ]
    if quoted is not None and (quoted in kept or blocks[quoted].letters in known):
        # Whatever precedes it still belongs to the head.
        return named
    found = set(named)
    if quoted is not None and (quoted <= start or not kept):
        found.add(quoted)
    return sorted(found)


def cut_kicker(text: str, metadata: PageMetadata) -> str:
    """A standfirst without the label before it (« FOOTBALL Le club recherche… »), as the page's description has it."""
    for description in metadata.descriptions:
        start = text.find(description[:_MIN_COMPARED])
        if 0 < start <= _MAX_KICKER and (label := text[:start].strip()) and (label.isupper() or label[-1] in ":-–—|"):
            return text[start:]
    return text


def find_quoted(blocks: Sequence[PageBlock], metadata: PageMetadata) -> int | None:
    """The first block that begins as a description of the page does: some quote the standfirst, others the text."""
    found: list[int] = []
    for description in metadata.descriptions:
        letters = reduce_to_letters(description.rstrip(" .…"))[:_COMPARED]
        if len(letters) < _MIN_COMPARED:
            continue
        for at, block in enumerate(blocks):
            begins = -1 < block.letters.find(letters) <= _MAX_KICKER
            if begins and block.kind != "caption" and len(block.text) <= _MAX_STANDFIRST:
                found.append(at)
                break
    return min(found, default=None)


def _list_between(blocks: Sequence[PageBlock], start: int, title: str) -> list[int]:
    """The blocks between the title and the text."""
    letters = reduce_to_letters(title)
    heads = [at for at in range(start) if blocks[at].kind == "heading" and blocks[at].level == 1]
    heads = [
        at for at in heads if (letters and blocks[at].letters in letters) or letters in blocks[at].letters
    ] or heads
    if not heads:
        return []
    return list(range(max(heads[-1] + 1, start - _REACH), start))


def _can_be_standfirst(block: PageBlock) -> bool:
    return (
        block.kind != "caption"
        and _MIN_STANDFIRST <= len(block.text) <= _MAX_STANDFIRST
        and block.linked < 0.5
        and block.element.tag not in ("li", "td", "label")
    )


def _list_names(block: PageBlock) -> str:
    parents = list(block.element.iterancestors())[:2]
    return " ".join(get_names(element) for element in (block.element, *parents))
