"""Parse web pages: trafilatura shows where the article is, the page's own elements give its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from audiobrief.article.boilerplate import remove_boilerplate
from audiobrief.article.byline import Attribution, clean_byline, find_only_day, is_person
from audiobrief.article.html_limits import fit_parser_limits
from audiobrief.article.letters import reduce_to_letters
from audiobrief.article.limits import check_paragraphs
from audiobrief.article.reading_options import DEFAULT_READING, ReadingOptions
from audiobrief.article.web.completeness import check_article, cut_paywall, describe_opening, is_opening
from audiobrief.article.web.document import parse_page, remove_invisible
from audiobrief.article.web.end_matter import remove_end_matter
from audiobrief.article.web.metadata import PageMetadata, read_metadata, strip_site_name
from audiobrief.article.web.page_data import drop_beyond_data, prefer_data
from audiobrief.article.web.paragraphs import PageBlock, is_bold_heading, list_blocks
from audiobrief.article.web.recipe import insert_recipe
from audiobrief.article.web.selection import Selection, select_article
from audiobrief.article.web.standfirst import cut_kicker, find_quoted, find_standfirst
from audiobrief.lazy_regex import lazy_regex
from audiobrief.model import Article, Block, BlockKind

_MAX_HEADING = 120
_MIN_TEXT, _MANY_BLOCKS = 40, 30
_TWO_SENTENCES = lazy_regex(r"[a-zà-ÿ»)\d][.!?]\s+[A-ZÀ-Þ«]")
_NUMBER = lazy_regex(r"^(?:\d{1,2}|[IVX]{1,4})[.)]\s*")
_TWEET_ADDRESS = lazy_regex(r"\s*(?:https?://t\.co/\w+|pic\.(?:twitter|x)\.com/\w+)")
_POST_ADDRESS = lazy_regex(r"\s*https?://\S+\s*$")
_TWEET_AUTHOR = lazy_regex(
    r"^[—–-]+ ?.{0,100}\(@\w+\).{0,60}$"
    r"|^(?:publiée? par|une publication partagée par|a post shared by|voir cette publication sur|posted by)\b.{0,160}$",
    re.I,
)
# A sentence of the article that is shown again in large type has this many characters.
_MIN_PULLED, _MAX_PULLED = 25, 320
_SPEAKER = lazy_regex(r"[—–-]?\s*[A-ZÀ-Þ][^.!?]{2,60}")
_OPENING_BYLINE = lazy_regex(r"Par (?P<name>[A-ZÀ-Þ][^.,:;!?]{4,38})\. (?=[A-ZÀ-Þ«])")
_ARTICLE = lazy_regex(r"(?:le|la|les) |l[’']", re.I)
# Words of so many characters that are repeated so often are no text.
_MIN_REPEATED, _MIN_NAME = 3, 8
# In how many blocks above the text, and below it, its author is looked for.
_REACH, _BELOW = 20, 4


def parse_html(text: str, address: str, reading: ReadingOptions = DEFAULT_READING) -> Article:
    """The article in a page, with its title, author, date, site and headings.

    Raises ArticleError if it is too long, or if the page holds no article but a template or a notice.
    """
    is_page = bool(re.search(r"<(?:html|body)\b", text[:200_000], re.I))
    tree = parse_page(fit_parser_limits(text, address))
    if tree is None:
        return Article("", (), address=address)
    metadata = read_metadata(tree, address)
    language = _find_language(tree)
    remove_invisible(tree, keep_notes=reading.notes == "read")
    page_blocks = list_blocks(tree, reading)
    check_paragraphs(len(page_blocks), address)
    selection = select_article(tree, page_blocks, address)
    title = choose_title(metadata, page_blocks)
    blocks = _assemble_blocks(selection, metadata, title, reading)
    blocks = drop_beyond_data(prefer_data(blocks, metadata), metadata)
    blocks, attribution = remove_boilerplate(blocks)
    _, told = remove_boilerplate([Block("paragraph", text) for text in selection.attributions])
    attribution = attribution.merge(told)
    blocks = _drop_dangling(remove_end_matter(blocks, keep_notes=reading.notes == "read"))
    blocks, is_cut = cut_paywall(blocks)
    complete = metadata.recipe is not None or not (is_cut or is_opening(blocks, selection, metadata))
    blocks = _drop_title(_drop_repeated(_drop_pull_quotes(_drop_cut_opening(blocks)), title), title)
    blocks, byline = _cut_signature(blocks, _choose_byline(metadata, attribution, selection))
    blocks, byline = _cut_opening_byline(_drop_author_box(blocks, byline), byline)
    if metadata.recipe:
        blocks = insert_recipe(blocks, metadata.recipe)
    if sum(len(block.text) for block in blocks) < _MIN_TEXT and len(page_blocks) > _MANY_BLOCKS:
        # A list of other articles leaves only labels.
        blocks = []
    if is_page:
        check_article(blocks, [block.text for block in page_blocks], address)
    return Article(
        title,
        tuple(blocks),
        byline=byline,
        published=metadata.published or attribution.published or _find_day(selection) or metadata.guessed_day,
        published_at=metadata.published_at,
        source=metadata.source,
        address=address,
        language=language,
        complete=complete,
        remarks=() if complete else (describe_opening(),),
    )


def choose_title(metadata: PageMetadata, blocks: Sequence[PageBlock]) -> str:
    """The title of the article: the page's first heading if its data has that too, else the data's without the site."""
    heads = [block.text for block in blocks if block.kind == "heading" and block.level == 1]
    for headline in metadata.headlines:
        letters = reduce_to_letters(headline)
        for head in heads:
            bare = reduce_to_letters(head)
            # A rubric or the name of the site may be in a headline too.
            is_whole = len(bare) >= 0.4 * len(letters) or len(head.split()) > 3
            if bare and is_whole and (bare in letters or letters in bare):
                return head
    stripped = [strip_site_name(headline, metadata.source) for headline in metadata.headlines]
    known = {letters for headline in stripped if (letters := reduce_to_letters(headline))}
    # Where the first heading is the name of the blog, the title of the article is below it.
    for block in blocks:
        if block.kind == "heading" and len(block.text.split()) > 3 and reduce_to_letters(block.text) in known:
            return block.text
    source = reduce_to_letters(metadata.source)
    heads = [head for head in heads if reduce_to_letters(head) != source and len(head) <= 2 * _MAX_HEADING]
    if len(heads) == 1 and len(metadata.headlines) < 2:
        return heads[0]
    titles = [title for title in stripped if reduce_to_letters(title) not in ("", source)]
    for head in heads:
        words = set(head.lower().split())
        if any(len(words & set(title.lower().split())) >= 0.5 * len(words) for title in titles):
            return head
    return (titles or heads or [""])[0]


def _assemble_blocks(selection: Selection, metadata: PageMetadata, title: str, reading: ReadingOptions) -> list[Block]:
    """The standfirst and the text of the article, each block once."""
    quoted = find_quoted(selection.blocks, metadata)
    first = find_standfirst(selection, metadata, title)
    places = [*first, *(at for at in selection.kept if at not in first)]
    has_headings = any(
        selection.blocks[at].kind == "heading" and selection.blocks[at].level > 1 for at in selection.kept
    )
    made: list[Block] = []
    seen: set[str] = set()
    for order, at in enumerate(places):
        block = selection.blocks[at]
        is_caption = block.kind == "caption" or (block.kind == "heading" and "©" in block.text)
        if is_caption and reading.captions == "skip":
            continue
        text = _clean_tweet(block.text, block.kind).lstrip("> ")
        letters = reduce_to_letters(text)
        if not text or (letters in seen and len(letters) > 40):
            continue
        seen.add(letters)
        following = selection.blocks[places[order + 1]] if order + 1 < len(places) else None
        if at == quoted or at in first:
            made.append(Block("paragraph", cut_kicker(text, metadata)))
        elif block.kind == "heading":
            made.append(Block("heading", text, block.level) if reads_as_heading(text) else Block("paragraph", text))
        elif is_bold_heading(block, following, is_first=order == 0):
            made.append(Block("heading", text.strip("> –—-"), 4 if has_headings else 2))
        else:
            made.append(Block(block.kind, text))
    return made


def reads_as_heading(text: str) -> bool:
    """Whether a heading of a page is one: not a sentence, nor two, nor a long text."""
    plain = _NUMBER.sub("", text)
    if len(plain) > _MAX_HEADING or (len(plain) > 40 and _TWO_SENTENCES.search(plain)):
        return False
    return not re.search(r"(?<![.…])(?<!\b[A-Z])[.;,][»”\")\s]*$", text) or len(text.split()) < 4


def _clean_tweet(text: str, kind: BlockKind) -> str:
    """A text without the addresses of tweets and of other posts that are quoted, or nothing if it tells who wrote
    one."""
    if _TWEET_AUTHOR.match(text) and (kind == "quotation" or text[0] in "—–-"):
        return ""
    plain = _TWEET_ADDRESS.sub("", text)
    return (_POST_ADDRESS.sub("", plain) if kind == "quotation" else plain).strip()


def _drop_cut_opening(blocks: list[Block]) -> list[Block]:
    """The blocks without a first one that is the beginning of the second, cut after some length."""
    if len(blocks) < 2 or not blocks[0].text.endswith(("...", "…")):
        return blocks
    start = reduce_to_letters(blocks[0].text)
    return blocks[1:] if len(start) > 40 and reduce_to_letters(blocks[1].text).startswith(start) else blocks


def _drop_pull_quotes(blocks: list[Block]) -> list[Block]:
    """The blocks without sentences that are shown again in large type: quotations that a paragraph holds too."""
    letters = [reduce_to_letters(block.text) for block in blocks]
    paragraphs = [own for block, own in zip(blocks, letters, strict=True) if block.kind in ("paragraph", "list_item")]
    kept: list[Block] = []
    dropped = False
    for block, own in zip(blocks, letters, strict=True):
        if dropped and block.kind == "quotation" and _SPEAKER.fullmatch(block.text):
            continue
        dropped = False
        is_quoted = block.kind == "quotation" or (block.text[:1] in '«“"' and block.text[-1:] in '»”"')
        if (
            is_quoted
            and block.kind != "heading"
            and _MIN_PULLED <= len(own) <= _MAX_PULLED
            and any(len(other) > len(own) and own in other for other in paragraphs)
        ):
            dropped = True
            continue
        kept.append(block)
    return kept


def _drop_repeated(blocks: list[Block], title: str) -> list[Block]:
    """The blocks without words of the title that stand in the text again and again, as the names of its pictures do."""
    letters = reduce_to_letters(title)
    counts = Counter(block.text for block in blocks if block.kind == "paragraph")
    return [
        block
        for block in blocks
        if counts[block.text] < _MIN_REPEATED
        or len(block.text) < _MIN_NAME
        or reduce_to_letters(block.text) not in letters
    ]


def _cut_signature(blocks: list[Block], byline: str) -> tuple[list[Block], str]:
    """The blocks without the author's name alone below the text, and the byline, which it gives if there is none."""
    if len(blocks) < 2 or blocks[-1].kind != "paragraph":
        return blocks, byline
    last = blocks[-1].text
    if byline and reduce_to_letters(last) == reduce_to_letters(byline):
        return blocks[:-1], byline
    if is_person(last) and not is_person(byline.split(", ")[0]):
        return blocks[:-1], clean_byline(last)
    return blocks, byline


def _cut_opening_byline(blocks: list[Block], byline: str) -> tuple[list[Block], str]:
    """The blocks without « Par Anne Le Roux. » before the first words, which name the author better than an account."""
    found = _OPENING_BYLINE.match(blocks[0].text) if blocks and blocks[0].kind == "paragraph" else None
    if found is None or not is_person(found["name"]):
        return blocks, byline
    first = Block("paragraph", blocks[0].text[found.end() :])
    return [first, *blocks[1:]], byline if is_person(byline.split(", ")[0]) else clean_byline(found["name"])


def _drop_author_box(blocks: list[Block], byline: str) -> list[Block]:
    """The blocks without a heading that is the author's name, and the paragraph about him below it."""
    names = {reduce_to_letters(name) for name in byline.split(", ")} - {""}
    for at, block in enumerate(blocks):
        if block.kind == "heading" and reduce_to_letters(block.text) in names:
            follows = at + 1 < len(blocks) and blocks[at + 1].kind == "paragraph"
            is_last = at + 2 >= len(blocks) or blocks[at + 2].kind == "heading"
            return [*blocks[:at], *blocks[at + (2 if follows and is_last else 1) :]]
    return blocks


def _choose_byline(metadata: PageMetadata, attribution: Attribution, selection: Selection) -> str:
    """Who wrote the article: the author that the page declares, unless that is the site itself and the page names a
    person beside the text; else whom its lines name, or whom trafilatura finds there."""
    declared = metadata.byline
    is_site = bool(declared) and reduce_to_letters(declared) == reduce_to_letters(metadata.source)
    if declared and not is_site:
        return declared
    named = (clean_byline(text) for text in selection.authors if len(text) <= _MAX_HEADING)
    people = next((names for names in named if is_person(names.split(", ")[0])), "")
    told = attribution.byline
    first = clean_byline(told).split(", ")[0]
    guessed = reduce_to_letters(metadata.guessed_byline.split(", ")[0])
    beside = [reduce_to_letters(text) for text in _list_beside(selection)]
    is_beside = guessed in beside or (len(guessed) > _MIN_REPEATED and any(guessed in text for text in beside))
    is_named = is_person(metadata.guessed_byline.split(", ")[0]) and not _ARTICLE.match(metadata.guessed_byline)
    if is_site and (not is_person(first) or reduce_to_letters(first) == reduce_to_letters(declared)):
        told = ""
    return told or people or declared or (metadata.guessed_byline if is_beside or is_named else "")


def _list_beside(selection: Selection) -> list[str]:
    """The texts right above and below those that are kept, where the author's name stands."""
    blocks, kept = selection.blocks, selection.kept
    if not kept:
        return []
    above, below = blocks[max(0, kept[0] - _REACH) : kept[0]], blocks[kept[-1] + 1 : kept[-1] + 1 + _BELOW]
    return [block.text for block in (*above, *(blocks[at] for at in (*kept[:3], *kept[-3:])), *below)]


def _find_day(selection: Selection) -> date | None:
    """The day in a short line above the text (« Rédaction du phare, le 01/03/2023 »)."""
    return next((day for text in selection.dated if (day := find_only_day(text))), None)


def _drop_dangling(blocks: list[Block]) -> list[Block]:
    """The blocks without headings and lines at the end that announce what is not read (« La synthèse : »)."""
    last = len(blocks)
    while last > 1 and (
        blocks[last - 1].kind == "heading"
        or (blocks[last - 1].text.endswith(":") and len(blocks[last - 1].text) <= _MAX_HEADING)
    ):
        last -= 1
    return blocks[:last] if any(block.kind != "heading" for block in blocks[:last]) else blocks


def _drop_title(blocks: list[Block], title: str) -> list[Block]:
    """The blocks without the title among the first of them, and without it as a paragraph anywhere, where it is shown
    large again."""
    letters = reduce_to_letters(title)
    if not letters:
        return blocks
    return [
        block
        for at, block in enumerate(blocks)
        if not _repeats_title(block, reduce_to_letters(block.text), letters, is_early=at < 3)
    ]


def _repeats_title(block: Block, own: str, title: str, *, is_early: bool) -> bool:
    if own == title:
        return is_early or block.kind != "heading"
    return is_early and block.kind == "heading" and bool(own) and title.startswith(own)


def _find_language(tree: Any) -> str:
    """The language code that the page declares, else `fr`."""
    written = (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    found = re.match(r"[A-Za-z]{2,3}", written)
    return found[0].lower() if found else "fr"
