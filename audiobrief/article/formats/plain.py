"""Parse plain text: titles, headings and lists are recognized only where they are unmistakable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from audiobrief.article.boilerplate import Line, find_article_lines
from audiobrief.article.limits import check_characters, check_paragraphs
from audiobrief.article.pasted_text import drop_mail_parts, drop_menus, drop_running_heads, join_parted_words
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Article, Block

_MAX_TITLE, _MAX_HEADING, _MAX_SUBTITLE = 140, 90, 60
_MIN_PROSE = 60
# Lines wrapped by a text editor are of similar length, and not longer than this.
_MAX_WRAPPED, _MIN_WRAPPED = 130, 45
_ITEM = lazy_regex(r"(?:(?P<bullet>[-•*‣▪–—])|(?P<number>\d{1,2})[.)])\s+(?=\S)")
_DASHES = frozenset("-–—")
_STRONG = lazy_regex(r"(\*\*|__)(?=\S)([^*_\n]{1,400}?)(?<=\S)\1")
_EMPHASIS = lazy_regex(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]{1,300})(?<=[^\s*_])\1(?![\w*_])")
_QUOTED = lazy_regex(r"«\s?([^«»]+?)\s?»|“([^“”]+)”|\"([^\"]+)\"")
_SENTENCE_END = lazy_regex(r"[.…!?][»”\")\s]*$")
_SECOND_PERSON = lazy_regex(r"\b(?:vous|votre|vos|toi|tu)\b", re.I)


def parse_plain(text: str, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in a plain text. Blank lines separate paragraphs; without any, each line is a paragraph.

    Raises ArticleError if it is too long.
    """
    check_characters(len(text), address)
    written, mail = drop_mail_parts(text.split("\n"))
    written = drop_menus(join_parted_words(drop_running_heads(written)))
    lines = list(_split_lines("\n".join(written)))
    check_paragraphs(len(lines), address)
    kept, attribution = find_article_lines(lines)
    blocks = _make_blocks([lines[at] for at in kept])
    title, blocks = (mail.subject, blocks) if mail.subject else _split_title(blocks)
    interview = sum(_is_interview_question(block.text) for block in blocks) > 1
    made = tuple(_mark_heading(blocks, at, has_title=bool(title), interview=interview) for at in range(len(blocks)))
    byline, published = attribution.byline or mail.sender, attribution.published or mail.sent
    return Article(title, made, byline, published, address=address)


def _split_lines(text: str) -> list[Line]:
    """The lines that contain a word, in groups separated by blank lines or lines of punctuation."""
    made: list[Line] = []
    group = 0
    for written in text.split("\n"):
        line = written.strip()
        if any(mark.isalnum() for mark in line):
            made.append(Line(line, group, bool(_ITEM.match(line))))
        else:
            group = len(made)
    return made


def _make_blocks(lines: Sequence[Line]) -> list[Block]:
    """The paragraphs and list items in the lines."""
    entries = [
        (text, group, _classify_line(text))
        for group, texts in groupby(lines, key=lambda line: line.group)
        for text in _join_wrapped_lines([line.text for line in texts])
    ]
    made: list[Block] = []
    for (kind, _), run in groupby(entries, key=lambda entry: (entry[2], 0 if entry[2] == "bullet" else entry[1])):
        texts = [text for text, _, _ in run]
        is_dialogue = any(text[0] in _DASHES and text.rstrip(" »*_").endswith("?") for text in texts)
        is_list = (bool(made) and _is_unmarked_list(texts)) if kind == "text" else (len(texts) > 1 and not is_dialogue)
        for text in texts:
            # A bullet is not spoken, unlike the number of a step or a rank.
            words = _strip_emphasis(_ITEM.sub("", text, count=1) if is_list and kind == "bullet" else text)
            made.append(Block("list_item" if is_list else "paragraph", words))
    return made


def _classify_line(text: str) -> str:
    """`bullet` or `number` for the start of a list item, else `text`."""
    item = _ITEM.match(text)
    return "text" if not item else "bullet" if item["bullet"] else "number"


def _strip_emphasis(text: str) -> str:
    """A text without Markdown's marks for emphasis."""
    return _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))


def _is_unmarked_list(texts: Sequence[str]) -> bool:
    """Whether lines are a list without bullets: three or more, all of them short, none a sentence."""
    return len(texts) > 2 and all(len(text) <= _MAX_WRAPPED and not _SENTENCE_END.search(text) for text in texts)


def _join_wrapped_lines(lines: Sequence[str]) -> list[str]:
    """The paragraphs and list items in a group of lines, with wrapped lines joined."""
    longest = max(len(line) for line in lines)
    followers = [line for line in lines[1:] if not _ITEM.match(line)]
    lower = sum(line[0].islower() for line in followers)
    is_wrapped = longest <= _MAX_WRAPPED and 4 * lower >= len(followers) > 0 and lower > 0
    texts = [[lines[0]]]
    last = lines[0]
    for line in lines[1:]:
        full = len(last) >= 0.6 * longest and (
            is_wrapped or (len(last) >= _MIN_WRAPPED and not _SENTENCE_END.search(last))
        )
        runs_on = line[0].islower() or (full and longest <= _MAX_WRAPPED)
        if runs_on and not _ITEM.match(line):
            texts[-1].append(line)
        else:
            texts.append([line])
        last = line
    return [" ".join(parts) for parts in texts]


def _split_title(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The first line as the title, if it is short, not a sentence and followed by text; and the other blocks."""
    if len(blocks) < 2 or blocks[0].kind != "paragraph":
        return "", blocks
    first = blocks[0].text
    is_title = (
        len(first) <= _MAX_TITLE
        and any(mark.isalpha() for mark in first)
        and not re.search(r"[.…,;:]\s*$", first)
        and not re.match(r"[–—-]", first)
        and _is_balanced(first)
        and not _SENTENCE_END.search(_find_whole_quotation(first))
        and any(
            block.kind == "list_item" or _SENTENCE_END.search(block.text) or len(block.text) > len(first)
            for block in blocks[1:5]
        )
    )
    return (first, blocks[1:]) if is_title else ("", blocks)


def _is_balanced(text: str) -> bool:
    """Whether all quotation marks and brackets of a line are paired."""
    pairs = (("«", "»"), ("“", "”"), ("(", ")"))
    return all(text.count(one) == text.count(other) for one, other in pairs) and text.count('"') % 2 == 0


def _find_whole_quotation(text: str) -> str:
    """The text between the quotation marks of a line that is quoted as a whole; else empty."""
    found = _QUOTED.fullmatch(text.strip())
    return next((words for words in found.groups() if words), "") if found else ""


def _is_interview_question(text: str) -> bool:
    """Whether a line is a short question to somebody."""
    return len(text) <= 200 and text.endswith("?") and bool(_SECOND_PERSON.search(text))


def _mark_heading(blocks: Sequence[Block], at: int, *, has_title: bool, interview: bool) -> Block:
    """The block; as a heading if it is short, has no final punctuation, starts like a heading and has text below it."""
    block = blocks[at]
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    text = _find_whole_quotation(block.text) or block.text
    is_question = text.rstrip().endswith("?")
    is_heading = (
        following is not None
        and block.kind == "paragraph"
        and len(block.text) <= (_MAX_SUBTITLE if at == 0 and has_title else _MAX_HEADING)
        and not re.search(r"[.…,;:)]\s*$", text)
        and (text is not block.text or not block.text.endswith("!"))
        and not re.match(r"[–—-]", text)
        and _is_balanced(block.text)
        and not (is_question and (interview or (at == 0 and not has_title)))
        and _reads_as_heading(text, blocks[at - 1] if at else None)
        and _is_followed_by_text(block, following)
    )
    return replace(block, kind="heading", level=2) if is_heading else block


def _reads_as_heading(text: str, before: Block | None) -> bool:
    """Whether a line starts like a heading, and is not a telephone number, an address or a label."""
    if sum(mark.isdigit() for mark in text) >= 8 or re.search(r"@|www\.|https?:|\s[|>›]\s", text):
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 2]
    first = text.lstrip('«“" ')[:1]
    if first.isdigit():
        # Not after a similar line: « 200 g de farine » below « 3 œufs » is an item of a list.
        return len(words) > 1 and (
            before is None or before.kind != "paragraph" or bool(_SENTENCE_END.search(before.text))
        )
    if len(text.split()) == 1:
        return bool(re.fullmatch(r"[A-ZÀ-ÞŒ][’']?[^\W\d_]{3,}(?:-[^\W\d_]+)* ?\??", text))
    return first.isupper()


def _is_followed_by_text(block: Block, following: Block) -> bool:
    """Whether `following` is long enough to be the text below the heading `block`, or a list."""
    if following.kind == "list_item":
        return True
    if following.kind != "paragraph" or len(following.text) <= 2 * len(block.text):
        return False
    return " " in block.text or len(following.text) >= _MIN_PROSE or bool(_ITEM.match(following.text))
