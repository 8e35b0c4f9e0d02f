"""Compare the text of an article in the data of its page (`articleBody`) with that of the page's elements."""

from __future__ import annotations

import re

from audiobrief.article.letters import reduce_to_letters
from audiobrief.article.reading_options import DEFAULT_READING
from audiobrief.article.web.document import parse_page
from audiobrief.article.web.metadata import PageMetadata
from audiobrief.article.web.paragraphs import list_blocks
from audiobrief.model import Block

# The data of a page is taken instead of its elements if it has this much more of the article.
_MORE, _MIN_BODY = 1.4, 400
# What follows the data's last words is not of the article if it is no more than this part, and most is in the data.
_MAX_BEYOND, _MIN_SHARED, _COMPARED = 0.15, 0.8, 20


def prefer_data(blocks: list[Block], metadata: PageMetadata) -> list[Block]:
    """The article's text from the page's data, if that has clearly more of it than the page's elements."""
    body = metadata.body
    if len(body) < _MIN_BODY:
        return blocks
    given = _split_body(body)
    letters = reduce_to_letters(" ".join(given))
    own = [reduce_to_letters(block.text) for block in blocks if block.kind != "heading"]
    whole = sum(map(len, own))
    shared = sum(len(each) for each in own if each and each in letters)
    if len(letters) < _MORE * whole or (whole > _MIN_BODY and shared < 0.5 * whole):
        return blocks
    head = [
        block
        for block, each in zip((b for b in blocks if b.kind != "heading"), own, strict=True)
        if each not in letters
    ]
    first = head[:1] if blocks and head and head[0] is blocks[0] else []
    return [*first, *(Block("paragraph", each) for each in given)]


def drop_beyond_data(blocks: list[Block], metadata: PageMetadata) -> list[Block]:
    """The blocks up to the one with which the page's data ends, if it has the article: what follows are notices."""
    letters = reduce_to_letters(" ".join(_split_body(metadata.body)))
    if len(letters) < _MIN_BODY:
        return blocks
    own = [reduce_to_letters(block.text) for block in blocks]
    shared = [at for at, each in enumerate(own) if len(each) >= _COMPARED and each in letters]
    if not shared or not own[shared[-1]].endswith(letters[-_COMPARED:]):
        return blocks
    whole = sum(map(len, own))
    beyond = sum(map(len, own[shared[-1] + 1 :]))
    if sum(len(own[at]) for at in shared) < _MIN_SHARED * (whole - beyond) or beyond > _MAX_BEYOND * whole:
        return blocks
    return blocks[: shared[-1] + 1]


def _split_body(body: str) -> list[str]:
    """The paragraphs of an `articleBody`, which may have tags and line feeds, or neither."""
    if (
        re.search(r"<(?:p|br|div|h\d)\b", body, re.I)
        and (tree := parse_page(f"<html><body>{body}</body></html>")) is not None
    ):
        return [block.text for block in list_blocks(tree, DEFAULT_READING)]
    plain = re.sub(r"<[^<>]{0,400}>", " ", body)
    lines = [" ".join(line.split()) for line in plain.split("\n")]
    if sum(map(bool, lines)) < 2:
        lines = re.split(r"(?<=[a-zà-ÿ»][.!?])(?=[A-ZÀ-Þ«])", " ".join(plain.split()))
    return [line for line in lines if line]
