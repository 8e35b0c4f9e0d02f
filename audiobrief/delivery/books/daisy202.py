"""DAISY 2.02 talking books with full text and full audio (DAISY Consortium, recommendation of 28 February 2001).

Each chapter has its own SMIL file and MP3, as in nearly all such books: this is what players are tested with, short
MP3s are quick to open and seek in, and a player without DAISY support still shows the chapters. The MP3s are cut from
the programme without re-encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import Element

from audiobrief.delivery.books.book import Credits, Edition, collect_credits, make_edition
from audiobrief.delivery.books.media_overlay import SpokenPart, align_parts
from audiobrief.delivery.books.mp3_pieces import open_mp3
from audiobrief.delivery.books.navigation import Part, Passage, Sentence, build_outline
from audiobrief.delivery.books.xhtml import make_language_attributes, render_passages
from audiobrief.delivery.books.xml import choose_language_tag, make_block, make_element, serialize_document
from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.timecode import format_daisy_clock, format_seconds
from audiobrief.model import Article, Script, Timeline

_XHTML = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"'
    ' "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
)
_SMIL = '<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">'
_FORMAT = "Daisy 2.02"
_UNKNOWN = "Auteur inconnu"
FILE_NAMES = re.compile(r"ncc\.html|content\.html|master\.smil|default\.css|chapter\d{3,}\.(?:smil|mp3)")
# Every sentence links to its sound; it need not look like a link.
_STYLE = """\
body { font-family: sans-serif; line-height: 1.5; margin: 1em; max-width: 40em; }
a { color: inherit; text-decoration: none; }
blockquote { border-left: 0.25em solid; margin-left: 0; padding-left: 1em; }
.caption { font-style: italic; }
"""


def write_daisy202(
    folder: Path, mp3: Path, article: Article, script: Script, timeline: Timeline, edition: Edition
) -> None:
    """Write the book to `folder`, which exists and is empty.

    `mp3` is the finished programme that `timeline` describes. The same arguments give the same bytes. Raises
    TargetError if the MP3 cannot be cut, ValueError if script, timeline and MP3 do not match.
    """
    with open_mp3(mp3) as sound:
        parts = align_parts(build_outline(script, article), timeline, sound)
        names = [f"chapter{number:03d}" for number in range(1, len(parts) + 1)]
        book = _Book(article, edition, collect_credits(article, edition), _get_title(parts))
        for name, part in zip(names, parts, strict=True):
            (folder / f"{name}.mp3").write_bytes(sound.read_piece(part.piece))
        elapsed = 0
        for name, part in zip(names, parts, strict=True):
            (folder / f"{name}.smil").write_bytes(serialize_document(_make_smil(book, name, part, elapsed), _SMIL))
            elapsed += part.milliseconds
        (folder / "master.smil").write_bytes(serialize_document(_make_master(book, names, parts, elapsed), _SMIL))
        (folder / "content.html").write_bytes(serialize_document(_make_content(book, names, parts), _XHTML))
        (folder / "default.css").write_bytes(_STYLE.encode())
        sizes = [path.stat().st_size for path in folder.iterdir()]
        own = len(serialize_document(_make_ncc(book, names, parts, elapsed, [*sizes, 0]), _XHTML))
        (folder / "ncc.html").write_bytes(
            serialize_document(_make_ncc(book, names, parts, elapsed, [*sizes, own]), _XHTML)
        )


@dataclass(frozen=True, slots=True)
class _Book:
    article: Article
    edition: Edition
    credits: Credits
    title: str

    @property
    def language(self) -> str:
        return choose_language_tag(self.article.language)


def _get_title(parts: Sequence[SpokenPart]) -> str:
    return parts[0].part.passages[0].sentences[0].text


def _iterate_headings(part: Part) -> Iterator[tuple[Passage, Sentence]]:
    return ((passage, passage.sentences[0]) for passage in part.passages if passage.level)


def _format_npt(milliseconds: int) -> str:
    """A normal play time (SMIL 1.0, clip-begin)."""
    return f"npt={format_seconds(milliseconds)}s"


def _make_meta(name: str, content: str, scheme: str = "") -> Element:
    return make_element("meta", {"name": name, "content": content} | ({"scheme": scheme} if scheme else {}))


def _make_ncc(
    book: _Book, names: Sequence[str], parts: Sequence[SpokenPart], total: int, sizes: Sequence[int]
) -> Element:
    """The navigation control centre. `sizes` are the sizes of all files in bytes, this one included."""
    items: list[Element] = []
    for name, part in zip(names, parts, strict=True):
        for passage, sentence in _iterate_headings(part.part):
            attributes = {"class": "section" if items else "title", "id": f"ncc{len(items) + 1:03d}"}
            link = make_element("a", {"href": _make_link(name, sentence)}, sentence.text)
            items.append(make_element(f"h{passage.level}", attributes, link))
    counted = {
        "ncc:charset": "utf-8",
        "ncc:depth": str(max(passage.level for part in parts for passage, _ in _iterate_headings(part.part))),
        "ncc:files": str(len(sizes)),
        "ncc:footnotes": "0",
        "ncc:kByteSize": str(-(-sum(sizes) // 1024)),
        "ncc:maxPageNormal": "0",
        "ncc:multimediaType": "audioFullText",
        "ncc:pageFront": "0",
        "ncc:pageNormal": "0",
        "ncc:pageSpecial": "0",
        "ncc:prodNotes": "0",
        "ncc:setInfo": "1 of 1",
        "ncc:sidebars": "0",
        "ncc:tocItems": str(len(items)),
    }
    head = [
        make_element("meta", {"http-equiv": "Content-type", "content": "text/html; charset=utf-8"}),
        make_element("title", None, book.title),
        *_make_bibliography(book),
        *(_make_meta(name, content) for name, content in counted.items()),
        _make_meta("ncc:totalTime", format_daisy_clock(total), "hh:mm:ss"),
    ]
    return _make_page(book, head, items, {})


def _make_bibliography(book: _Book) -> Iterator[Element]:
    known = book.credits
    yield _make_meta("dc:title", book.title)
    yield _make_meta("dc:creator", known.author or known.source or _UNKNOWN)
    yield _make_meta("dc:date", book.edition.date, "yyyy-mm-dd")
    yield _make_meta("dc:format", _FORMAT)
    yield _make_meta("dc:identifier", known.identifier)
    yield _make_meta("dc:language", book.language, "ISO 639")
    if disclosure := book.edition.disclosure:
        yield _make_meta("dc:description", disclosure.notice or disclosure.source_type)
    yield _make_meta("dc:publisher", known.publisher)
    if known.address:
        yield _make_meta("dc:source", known.address)
    yield _make_meta("ncc:generator", known.generator)
    if known.narrator:
        yield _make_meta("ncc:narrator", known.narrator)
    yield _make_meta("ncc:producedDate", book.edition.date, "yyyy-mm-dd")
    yield _make_meta("ncc:producer", known.publisher)
    if book.article.published:
        yield _make_meta("ncc:sourceDate", book.article.published.isoformat(), "yyyy-mm-dd")
    if known.source:
        yield _make_meta("ncc:sourcePublisher", known.source)
    yield _make_meta("ncc:sourceTitle", book.title)


def _make_content(book: _Book, names: Sequence[str], parts: Sequence[SpokenPart]) -> Element:
    """The text document; every sentence links to its sound."""
    head = [
        make_element("meta", {"http-equiv": "Content-type", "content": "text/html; charset=utf-8"}),
        make_element("title", None, book.title),
        _make_meta("dc:title", book.title),
        _make_meta("dc:identifier", book.credits.identifier),
        _make_meta("ncc:generator", book.credits.generator),
        make_element("link", {"rel": "stylesheet", "type": "text/css", "href": "default.css"}),
    ]
    body: list[Element] = []
    for name, part in zip(names, parts, strict=True):
        body += render_passages(part.part, book.language, partial(_make_link, name))
    return _make_page(book, head, body, make_language_attributes(book.language))


def _make_page(book: _Book, head: Sequence[Element], body: Sequence[Element], attributes: dict[str, str]) -> Element:
    named = {"xmlns": "http://www.w3.org/1999/xhtml", "lang": book.language, "xml:lang": book.language}
    return make_block("html", named | attributes, [make_block("head", None, head), make_block("body", None, body)])


def _make_link(name: str, sentence: Sentence) -> str:
    return f"{name}.smil#{_make_text_id(sentence.id)}"


def _make_text_id(sentence: str) -> str:
    """The id of a sentence's text event in its SMIL file, which NCC and text link to."""
    return f"t{sentence}"


def _make_smil(book: _Book, name: str, part: SpokenPart, elapsed: int) -> Element:
    """The SMIL document of a chapter: the text and the sound of each sentence in parallel."""
    head = [
        *_make_smil_head(book),
        _make_meta("title", part.part.title),
        _make_meta("ncc:totalElapsedTime", format_daisy_clock(elapsed)),
        _make_meta("ncc:timeInThisSmil", format_daisy_clock(part.milliseconds)),
        _make_layout(),
    ]
    events: list[Element] = []
    for clip in part.clips:
        text = make_element("text", {"src": f"content.html#{clip.id}", "id": _make_text_id(clip.id)})
        span = {
            "clip-begin": _format_npt(clip.start),
            "clip-end": _format_npt(clip.end),
            "id": f"a{clip.id}",
        }
        audio = make_element("seq", None, make_element("audio", {"src": f"{name}.mp3", **span}))
        events.append(make_block("par", {"endsync": "last", "id": f"p{clip.id}"}, [text, audio]))
    whole = {"dur": f"{format_seconds(part.milliseconds)}s"}
    return _make_presentation(head, [make_block("seq", whole, events)])


def _make_master(book: _Book, names: Sequence[str], parts: Sequence[SpokenPart], total: int) -> Element:
    """The master SMIL, which lists those of the chapters in order."""
    head = [*_make_smil_head(book), _make_meta("ncc:timeInThisSmil", format_daisy_clock(total)), _make_layout()]
    references = [
        make_element("ref", {"title": part.part.title, "src": f"{name}.smil", "id": f"m{name}"})
        for name, part in zip(names, parts, strict=True)
    ]
    return _make_presentation(head, references)


def _make_smil_head(book: _Book) -> list[Element]:
    return [
        _make_meta("dc:title", book.title),
        _make_meta("dc:identifier", book.credits.identifier),
        _make_meta("dc:format", _FORMAT),
        _make_meta("ncc:generator", book.credits.generator),
    ]


def _make_layout() -> Element:
    return make_block("layout", None, [make_element("region", {"id": "txtView"})])


def _make_presentation(head: Sequence[Element], body: Sequence[Element]) -> Element:
    return make_block("smil", None, [make_block("head", None, head), make_block("body", None, body)])


def _write_rendition(rendition: Rendition, path: Path) -> None:
    edition = make_edition(rendition)
    write_daisy202(path, rendition.mp3, rendition.article, rendition.script, rendition.timeline, edition)


EXPORTER = Exporter(
    "daisy",
    ".daisy",
    "a DAISY 2.02 talking book, in a folder",
    _write_rendition,
    flag="--daisy",
    flag_help="Also NAME.daisy, a DAISY 2.02 talking book.",
    folder=FILE_NAMES,
)
