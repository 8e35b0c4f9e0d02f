"""Plain text: titles, headings, lists and paragraphs guessed only where they plainly are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from audiobrief.article.boilerplate import Line, sifted
from audiobrief.article.limits import check_paragraphs
from audiobrief.model import Article, Block

_LONGEST_TITLE, _LONGEST_HEADING, _LONGEST_SUBTITLE = 140, 90, 60
_SHORTEST_PROSE = 60
# Lines that were wrapped by a text editor are about as long as each other, and not longer than this.
_LONGEST_WRAPPED, _SHORTEST_WRAPPED = 130, 45
_ITEM = re.compile(r"(?:(?P<bullet>[-•*‣▪–—])|(?P<number>\d{1,2})[.)])\s+(?=\S)")
_DASHES = frozenset("-–—")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,400}?)(?<=\S)\1")
_STRESSED = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]{1,300})(?<=[^\s*_])\1(?![\w*_])")
_QUOTED = re.compile(r"«\s?([^«»]+?)\s?»|“([^“”]+)”|\"([^\"]+)\"")
_ENDED = re.compile(r"[.…!?][»”\")\s]*$")
_ASKS_YOU = re.compile(r"\b(?:vous|votre|vos|toi|tu)\b", re.I)


def parsed(text: str, address: str) -> Article:
    """The article in a plain text. Blank lines part paragraphs; without any, each line is a paragraph. Raises
    ArticleError for one that is too long."""
    lines = list(_lines(text))
    check_paragraphs(len(lines), address)
    kept, signed = sifted(lines)
    blocks = _blocks([lines[at] for at in kept])
    title, blocks = _title(blocks)
    interview = sum(_asks_you(block.text) for block in blocks) > 1
    made = tuple(_heading(blocks, at, entitled=bool(title), interview=interview) for at in range(len(blocks)))
    return Article(title, made, signed.byline, signed.published, address=address)


def _lines(text: str) -> list[Line]:
    """The lines that hold a word, in groups parted by blank lines (and rows of marks)."""
    made: list[Line] = []
    group = 0
    for written in text.split("\n"):
        line = written.strip()
        if any(mark.isalnum() for mark in line):
            made.append(Line(line, group, bool(_ITEM.match(line))))
        else:
            group = len(made)
    return made


def _blocks(lines: Sequence[Line]) -> list[Block]:
    """Paragraphs, and the items of lists."""
    entries = [
        (text, group, _kind(text))
        for group, texts in groupby(lines, key=lambda line: line.group)
        for text in _unwrapped([line.text for line in texts])
    ]
    made: list[Block] = []
    for (kind, _), run in groupby(entries, key=lambda entry: (entry[2], 0 if entry[2] == "bullet" else entry[1])):
        texts = [text for text, _, _ in run]
        talk = any(text[0] in _DASHES and text.rstrip(" »*_").endswith("?") for text in texts)
        listed = (bool(made) and _labels(texts)) if kind == "text" else (len(texts) > 1 and not talk)
        for text in texts:
            # A bullet is not spoken; the number of a step or of a rank is.
            words = _bare(_ITEM.sub("", text, count=1) if listed and kind == "bullet" else text)
            made.append(Block("list_item" if listed else "paragraph", words))
    return made


def _kind(text: str) -> str:
    item = _ITEM.match(text)
    return "text" if not item else "bullet" if item["bullet"] else "number"


def _bare(text: str) -> str:
    """A text without the marks of stress that Markdown knows."""
    return _STRESSED.sub(r"\2", _STRONG.sub(r"\2", text))


def _labels(texts: Sequence[str]) -> bool:
    """Whether the lines of a group are a list without marks: three or more, short, none of them a sentence."""
    return len(texts) > 2 and all(len(text) <= _LONGEST_WRAPPED and not _ENDED.search(text) for text in texts)


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """The paragraphs and items of a group of lines, those that were wrapped joined again."""
    longest = max(len(line) for line in lines)
    followers = [line for line in lines[1:] if not _ITEM.match(line)]
    lower = sum(line[0].islower() for line in followers)
    wrapped = longest <= _LONGEST_WRAPPED and 4 * lower >= len(followers) > 0 and lower > 0
    texts = [[lines[0]]]
    last = lines[0]
    for line in lines[1:]:
        full = len(last) >= 0.6 * longest and (wrapped or (len(last) >= _SHORTEST_WRAPPED and not _ENDED.search(last)))
        runs_on = line[0].islower() or (full and longest <= _LONGEST_WRAPPED)
        if runs_on and not _ITEM.match(line):
            texts[-1].append(line)
        else:
            texts.append([line])
        last = line
    return [" ".join(parts) for parts in texts]


def _title(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The first line when it plainly is a title: short, not a sentence, followed by text."""
    if len(blocks) < 2 or blocks[0].kind != "paragraph":
        return "", blocks
    first = blocks[0].text
    plain = (
        len(first) <= _LONGEST_TITLE
        and any(mark.isalpha() for mark in first)
        and not re.search(r"[.…,;:]\s*$", first)
        and not re.match(r"[–—-]", first)
        and _balanced(first)
        and not _ENDED.search(_whole_quotation(first))
        and any(
            block.kind == "list_item" or _ENDED.search(block.text) or len(block.text) > len(first)
            for block in blocks[1:5]
        )
    )
    return (first, blocks[1:]) if plain else ("", blocks)


def _balanced(text: str) -> bool:
    """Whether every quotation mark and bracket of a line has its other half."""
    pairs = (("«", "»"), ("“", "”"), ("(", ")"))
    return all(text.count(one) == text.count(other) for one, other in pairs) and text.count('"') % 2 == 0


def _whole_quotation(text: str) -> str:
    """What stands between the quotation marks of a line that is quoted from end to end; else nothing."""
    found = _QUOTED.fullmatch(text.strip())
    return next((words for words in found.groups() if words), "") if found else ""


def _asks_you(text: str) -> bool:
    return len(text) <= 200 and text.endswith("?") and bool(_ASKS_YOU.search(text))


def _heading(blocks: Sequence[Block], at: int, *, entitled: bool, interview: bool) -> Block:
    """A block, as a heading where it plainly is one: short, no final stop, a capital or a number first, text behind."""
    block = blocks[at]
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    text = _whole_quotation(block.text) or block.text
    asks = text.rstrip().endswith("?")
    is_heading = (
        following is not None
        and block.kind == "paragraph"
        and len(block.text) <= (_LONGEST_SUBTITLE if at == 0 and entitled else _LONGEST_HEADING)
        and not re.search(r"[.…,;:)]\s*$", text)
        and (text is not block.text or not block.text.endswith("!"))
        and not re.match(r"[–—-]", text)
        and _balanced(block.text)
        and not (asks and (interview or (at == 0 and not entitled)))
        and _worded_as_heading(text, blocks[at - 1] if at else None)
        and _text_follows(block, following)
    )
    return replace(block, kind="heading", level=2) if is_heading else block


def _worded_as_heading(text: str, before: Block | None) -> bool:
    """Whether a line begins as a heading does, and is no number of telephone, address, or lone label."""
    if sum(mark.isdigit() for mark in text) >= 8 or re.search(r"@|www\.|https?:|\s[|>›]\s", text):
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 2]
    first = text.lstrip('«“" ')[:1]
    if first.isdigit():
        # Not behind another such line: « 200 g de farine » under « 3 œufs » is one of a list.
        return len(words) > 1 and (before is None or before.kind != "paragraph" or bool(_ENDED.search(before.text)))
    if len(text.split()) == 1:
        return bool(re.fullmatch(r"[A-ZÀ-ÞŒ][’']?[^\W\d_]{3,}(?:-[^\W\d_]+)* ?\??", text))
    return first.isupper()


def _text_follows(block: Block, following: Block) -> bool:
    if following.kind == "list_item":
        return True
    if following.kind != "paragraph" or len(following.text) <= 2 * len(block.text):
        return False
    return " " in block.text or len(following.text) >= _SHORTEST_PROSE or bool(_ITEM.match(following.text))
