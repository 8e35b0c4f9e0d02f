"""Parse Markdown with markdown-it-py and its plugins, and its front matter.

Markdown may hold HTML anywhere, so it is rendered and then read as a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any

from audiobrief.article.boilerplate import remove_boilerplate
from audiobrief.article.byline import clean_byline
from audiobrief.article.front_matter import find_key, parse_date, split_front_matter
from audiobrief.article.limits import check_characters, check_paragraphs
from audiobrief.article.moments import parse_moment
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.article.web.document import parse_page, remove_invisible
from audiobrief.article.web.paragraphs import SOFT_BREAK, PageBlock, is_bold_heading, list_blocks
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Article, Block
from audiobrief.sanitize import redact_userinfo

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# The parser is recursive and omits what is nested deeper, so nesting is reduced before. A list and its item are two
# levels.
_MAX_NESTING = 120
# A page of fewer characters cannot exceed the limits of the parser of HTML.
_MAX_SMALL = 750
# A text with more marks of a plugin is read without it.
_MAX_MARKS = 3000
_MARKER = r"(?:[ \t]*+(?:>|(?:[-*+]|\d{1,9}+[.)])(?=[ \t])))"
_DEEP_MARKERS = lazy_regex(rf"^({_MARKER}{{20}}){_MARKER}++", re.M)
_DEEP_INDENT = lazy_regex(r"^( {60}|\t{15})[ \t]++(?=\S)", re.M)
# The parser searches for the end of each image and link separately, nested ones included: a paragraph with more takes
# minutes.
_MAX_BRACKETS = 200
# In a text with more of these marks, words between them are not parsed as emphasis unless they fill their line, as
# intertitles do: each costs as much as fifty letters, and nothing of it is heard.
_MAX_EMPHASIS = 10_000
_EMPHASIS = lazy_regex(
    r"(?<![*_\\\w])(?P<mark>\*\*|__|[*_])(?=[^\s*_])(?P<text>[^*_\n`]{1,200})(?<=\S)(?P=mark)(?![*_\w])(?!$)", re.M
)
_IMAGE = lazy_regex(r"!\[[^\[\]]{0,400}\]\([^()\s]{0,2000}\)[ \t]?")
# What the markup of site generators, notebooks and editors has at least one of.
_MARKUP = lazy_regex(
    r"[{}@%=\\]|\[\[|<!--|:::|\[[!*T_t]|^\*\[|\[[^\]\n]*\]\([^)\s]*\s|(?<!\w):[a-z+-]|^(?:im|ex)port |\^\w+$|&nbsp;",
    re.M,
)
_NOTE_CALL = lazy_regex(r"\[\^[^\]]{1,40}\]")
_STRAY = lazy_regex(r"\*\*+(?=\s|\w|[«“\"(])|(?<=[\s\w»”.:])\*\*+")
_CODE = lazy_regex(r"(?<!`)`([^`<>\n]{1,200})`(?!`)")
_LINK = lazy_regex(r"\[([^\[\]]{0,400})\]\([^()\s]{0,2000}\)")


def parse_markdown(text: str, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in a Markdown text. Its title is the front matter's, else the first level-one heading, else empty.

    Raises ArticleError if it is too long.
    """
    check_characters(len(text), address)
    known, body = split_front_matter(text)
    page = _render_page(_limit_nesting(_strip_dialects(body)), reading, address)
    whole = _convert_page(page, reading, address)
    check_paragraphs(len(whole), address)
    blocks, attribution = remove_boilerplate(whole)
    title = find_key(known, "title")
    first = next((at for at, block in enumerate(blocks) if block.kind == "heading"), None)
    if first is not None and blocks[first].level == 1 and (not title or blocks[first].text == title):
        title = title or blocks[first].text
        blocks.pop(first)
    return Article(
        title,
        tuple(blocks),
        byline=clean_byline(find_key(known, "author")) or attribution.byline,
        published=parse_date(find_key(known, "date")) or attribution.published,
        published_at=parse_moment(find_key(known, "date")),
        source=redact_userinfo(find_key(known, "source")),
        address=address,
        language=find_key(known, "lang").split("-")[0].lower() or "fr",
    )


def _strip_dialects(text: str) -> str:
    """The text as plain Markdown. What does so is loaded only where it has something to do."""
    if not _MARKUP.search(text):
        return text
    from audiobrief.article.markdown_dialects import strip_dialects

    return strip_dialects(text)


def _limit_nesting(text: str) -> str:
    """The same words with at most twenty nested quotations and lists, without links in paragraphs of too many, and
    without emphasis in a text of too much."""
    text = _DEEP_INDENT.sub(r"\1", _DEEP_MARKERS.sub(r"\1", text))
    if text.count("*") + text.count("_") > _MAX_EMPHASIS:
        text = _EMPHASIS.sub(r"\g<text>", text)
    if text.count("[") <= _MAX_BRACKETS:
        return text
    parts = text.split("\n\n")
    return "\n\n".join(_strip_links(part) if part.count("[") > _MAX_BRACKETS else part for part in parts)


def _strip_links(part: str) -> str:
    """A paragraph without images, with links replaced by their text and all other brackets escaped."""
    return _LINK.sub(r"\1", _IMAGE.sub("", part)).replace("![", "[").replace("[", r"\[")


def _render_page(text: str, reading: ReadingOptions, address: str) -> str:
    """The text as a web page."""
    parser = _make_parser(text, reading)
    tokens = parser.parse(text)
    check_paragraphs(sum(token.type == "inline" for token in tokens), address)
    return f"<html><body>{parser.renderer.render(tokens, parser.options, {})}</body></html>"


def _make_parser(text: str, reading: ReadingOptions) -> MarkdownIt:
    """The parser with the plugins for what the text has."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    for plugin, function, marks, options in _PLUGINS:
        # Their time grows with the square of what they look for.
        if 0 < sum(text.count(mark) for mark in marks) <= _MAX_MARKS:
            parser.use(getattr(import_module(f"mdit_py_plugins.{plugin}"), function), **options)
    for name in _MATH_TOKENS:
        parser.add_render_rule(name, _render_formula)
    parser.add_render_rule("html_block", _render_html)
    parser.add_render_rule("text", _render_text)
    parser.add_render_rule("softbreak", _render_soft_break)
    parser.add_render_rule("image", _render_caption if reading.captions == "read" else _render_nothing)
    for name in ("fence", "code_block"):
        parser.add_render_rule(name, _render_nothing)
    return parser


# Each plugin with its function, what a text has that needs it, and its options.
# « 5 $ et 6 $ » is money, so a formula has no space inside its dollars.
_PLUGINS: tuple[tuple[str, str, tuple[str, ...], dict[str, Any]], ...] = (
    ("footnote", "footnote_plugin", ("[^", "^["), {}),
    ("deflist", "deflist_plugin", ("\n:", "\n~", "\n  :", "\n   :"), {}),
    ("tasklists", "tasklists_plugin", ("[ ]", "[x]", "[X]"), {}),
    ("admon", "admon_plugin", ("!!!", "???"), {}),
    ("subscript", "sub_plugin", ("~",), {}),
    ("superscript", "superscript_plugin", ("^",), {}),
    ("texmath", "texmath_plugin", ("\\(", "\\["), {"delimiters": "brackets"}),
    ("dollarmath", "dollarmath_plugin", ("$",), {"allow_space": False, "allow_digits": False, "double_inline": True}),
)
_MATH_TOKENS = (
    "math_inline", "math_inline_double", "math_block", "math_block_label", "math_single", "math_block_eqno", "amsmath",
)  # fmt: skip


def _render_text(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A text without marks for emphasis that are none, as « **Le prix ** : » has, and without calls of absent notes."""
    return escape(_STRAY.sub("", _NOTE_CALL.sub("", tokens[at].content)), quote=False)


def _render_html(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A block of HTML. Markdown inside of it is none, but authors write it there."""
    return _STRAY.sub("", _CODE.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub("", tokens[at].content))))


def _render_formula(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    from audiobrief.article.formulas import speak_formula

    spoken = escape(speak_formula(tokens[at].content))
    return f"<p>{spoken}</p>" if "block" in tokens[at].type else spoken


def _render_soft_break(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return SOFT_BREAK


def _render_nothing(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return ""


def _render_caption(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    caption = tokens[at].attrGet("title") or tokens[at].content
    return f"<figure><figcaption>{escape(str(caption))}</figcaption></figure>" if caption else ""


def _convert_page(page: str, reading: ReadingOptions, address: str) -> list[Block]:
    """The blocks of the rendered text."""
    if len(page) > _MAX_SMALL:
        from audiobrief.article.html_limits import fit_parser_limits

        page = fit_parser_limits(page, address)
    tree = parse_page(page)
    if tree is None:
        return []
    remove_invisible(tree, keep_notes=reading.notes == "read")
    found = list_blocks(tree, reading)
    has_headings = any(block.kind == "heading" and block.level > 1 for block in found)
    kept = [block for block in found if block.kind != "caption" or reading.captions == "read"]
    return [_convert_block(block, kept[at + 1 : at + 2], has_headings, at) for at, block in enumerate(kept)]


def _convert_block(block: PageBlock, following: Sequence[PageBlock], has_headings: bool, at: int) -> Block:
    if is_bold_heading(block, following[0] if following else None, is_first=at == 0):
        return Block("heading", block.text, 4 if has_headings else 2)
    return Block(block.kind, block.text, block.level)
