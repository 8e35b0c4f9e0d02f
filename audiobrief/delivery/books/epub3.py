"""EPUB 3.3 with Media Overlays and the metadata of EPUB Accessibility 1.1.

Each chapter has a document, an overlay and an MP3, as most books with overlays do. Nothing in the archive is
compressed: MP3s are nearly all of it, and so the bytes do not depend on the version of zlib.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from audiobrief.delivery.books.archive import add_file, identify_image
from audiobrief.delivery.books.book import Edition, SpokenBook, collect_credits, make_edition
from audiobrief.delivery.books.media_overlay import Clip, SpokenPart, align_parts
from audiobrief.delivery.books.mp3_pieces import open_mp3
from audiobrief.delivery.books.navigation import Passage, build_outline, mark_words
from audiobrief.delivery.books.xhtml import make_language_attributes, render_passages
from audiobrief.delivery.books.xml import (
    get_direction,
    make_block,
    make_element,
    serialize_document,
)
from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.timecode import format_epub_clock
from audiobrief.errors import TargetError
from audiobrief.messages import get_reason
from audiobrief.model import Article, Script, Timeline

_HTML = "<!DOCTYPE html>"
_XHTML_SPACE = "http://www.w3.org/1999/xhtml"
_EPUB_SPACE = "http://www.idpf.org/2007/ops"
_CONTENTS = "Table des matières"
_TEXT = "Texte"
_LANDMARKS = "Repères"
_BY_SENTENCE, _BY_WORD = "phrase par phrase", "mot à mot"
_SUMMARY = (
    f"Texte intégral et lecture à voix haute par une voix de synthèse, synchronisés {_BY_SENTENCE}. La table des"
    " matières mène à chaque titre. La publication peut être lue avec les yeux seuls ou écoutée sans être vue ; aucune"
    " image n’est nécessaire pour la comprendre."
)
_ACTIVE = "-epub-media-overlay-active"
_STYLE = f"""\
body {{ line-height: 1.5; margin: 1em; }}
blockquote {{ border-left: 0.25em solid; margin-left: 0; padding-left: 1em; }}
.caption {{ font-style: italic; }}
.{_ACTIVE} {{ background-color: #ffe27a; color: #000; }}
"""
_ACCESSIBILITY = (
    ("accessMode", "textual"),
    ("accessMode", "auditory"),
    ("accessModeSufficient", "textual"),
    ("accessModeSufficient", "auditory"),
    ("accessModeSufficient", "textual,auditory"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "synchronizedAudioText"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
    ("accessibilitySummary", _SUMMARY),
)
# The form of a claim in EPUB Accessibility 1.1, 4.3.1. Documents have text alone, with its headings and languages.
_CONFORMANCE = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
_SECTION = "chapter"


def write_epub3(
    target: Path,
    mp3: Path,
    article: Article,
    script: Script,
    timeline: Timeline,
    edition: Edition,
    cover: bytes | None = None,
    *,
    by_word: bool = False,
) -> None:
    """Write the book to the file `target`; `by_word` has the text follow the voice word by word where their times are
    known.

    `mp3` is the finished programme that `timeline` describes, `cover` a JPEG or PNG image. The same arguments give the
    same bytes. Raises TargetError if the file cannot be written, the MP3 cannot be cut or the cover is neither JPEG nor
    PNG; ValueError if script, timeline and MP3 do not match.
    """
    image = identify_image(cover) if cover else None
    with open_mp3(mp3) as sound:
        outline = build_outline(script, article)
        parts = align_parts(mark_words(outline, timeline) if by_word else outline, timeline, sound)
        book = _Book(article, edition, collect_credits(article, edition), parts, image)
        try:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
                for name, data in _make_files(book):
                    add_file(archive, name, data)
                if image and cover:
                    add_file(archive, f"EPUB/{image.name}", cover)
                for name, part in book.chapters:
                    add_file(archive, f"EPUB/{name}.mp3", sound.read_piece(part.piece))
        except OSError as error:
            raise TargetError(
                "'{target}' cannot be written ({reason}): choose another.", target=target, reason=get_reason(error)
            ) from error


@dataclass(frozen=True, slots=True)
class _Book(SpokenBook):
    @property
    def by_word(self) -> bool:
        """Whether the text follows the voice word by word somewhere."""
        return any(clip.words for part in self.parts for clip in part.clips)


def _make_files(book: _Book) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of every file but sound and cover; `mimetype` must be first (EPUB 3.3, 4.2.6.2)."""
    yield "mimetype", b"application/epub+zip"
    yield "META-INF/container.xml", serialize_document(_make_container())
    yield "EPUB/package.opf", serialize_document(_make_package(book))
    yield "EPUB/nav.xhtml", serialize_document(_make_navigation(book), _HTML)
    yield "EPUB/style.css", _STYLE.encode()
    for name, part in book.chapters:
        yield f"EPUB/{name}.xhtml", serialize_document(_make_chapter(book, part), _HTML)
        yield f"EPUB/{name}.smil", serialize_document(_make_overlay(name, part))


def _make_container() -> Element:
    root = make_element("rootfile", {"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"})
    attributes = {"version": "1.0", "xmlns": "urn:oasis:names:tc:opendocument:xmlns:container"}
    return make_block("container", attributes, [make_block("rootfiles", None, [root])])


def _make_package(book: _Book) -> Element:
    attributes = {
        "xmlns": "http://www.idpf.org/2007/opf",
        "version": "3.0",
        "unique-identifier": "identifier",
        "xml:lang": book.language,
        "dir": get_direction(book.language),
    }
    spine = [make_element("itemref", {"idref": name}) for name, _ in book.chapters]
    return make_block(
        "package",
        attributes,
        [
            make_block("metadata", {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}, _make_metadata(book)),
            make_block("manifest", None, _make_manifest(book)),
            make_block("spine", {"page-progression-direction": get_direction(book.language)}, spine),
        ],
    )


def _make_metadata(book: _Book) -> Iterator[Element]:
    known = book.credits
    yield make_element("dc:identifier", {"id": "identifier"}, known.identifier)
    yield make_element("dc:title", None, book.title)
    yield make_element("dc:language", None, book.language)
    if known.author:
        yield make_element("dc:creator", {"id": "author"}, known.author)
        yield _make_meta("role", "aut", {"refines": "#author", "scheme": "marc:relators"})
    if known.narrator:
        yield _make_meta("media:narrator", known.narrator)
        yield make_element("dc:contributor", {"id": "narrator"}, known.narrator)
        yield _make_meta("role", "nrt", {"refines": "#narrator", "scheme": "marc:relators"})
    if disclosure := book.edition.disclosure:
        yield _make_meta("schema:digitalSourceType", disclosure.schema_type)
        if disclosure.notice:
            yield make_element("dc:description", None, disclosure.notice)
    yield make_element("dc:publisher", None, known.publisher)
    yield make_element("dc:date", None, book.edition.date)
    if known.address:
        yield make_element("dc:source", None, known.address)
    if book.article.published:
        yield _make_meta("dcterms:issued", book.article.published.isoformat())
    yield _make_meta("dcterms:modified", book.edition.modified)
    for name, part in book.chapters:
        yield _make_meta("media:duration", format_epub_clock(part.milliseconds), {"refines": f"#{name}-overlay"})
    yield _make_meta("media:duration", format_epub_clock(sum(part.milliseconds for part in book.parts)))
    yield _make_meta("media:active-class", _ACTIVE)
    for name, value in _ACCESSIBILITY:
        told = value.replace(_BY_SENTENCE, _BY_WORD) if book.by_word else value
        yield _make_meta(f"schema:{name}", told, {"xml:lang": "fr"} if value is _SUMMARY else {})
    yield _make_meta("dcterms:conformsTo", _CONFORMANCE, {"id": "conformance"})
    yield _make_meta("a11y:certifiedBy", known.certifier, {"refines": "#conformance"})


def _make_meta(name: str, value: str, attributes: dict[str, str] | None = None) -> Element:
    return make_element("meta", {"property": name} | (attributes or {}), value)


def _make_manifest(book: _Book) -> Iterator[Element]:
    html, overlay = "application/xhtml+xml", "application/smil+xml"
    yield _make_item("nav", "nav.xhtml", html, properties="nav")
    yield _make_item("style", "style.css", "text/css")
    if book.cover:
        yield _make_item("cover", book.cover.name, book.cover.media_type, properties="cover-image")
    for name, _ in book.chapters:
        yield _make_item(name, f"{name}.xhtml", html, **{"media-overlay": f"{name}-overlay"})
        yield _make_item(f"{name}-overlay", f"{name}.smil", overlay)
        yield _make_item(f"{name}-sound", f"{name}.mp3", "audio/mpeg")


def _make_item(name: str, href: str, media_type: str, **attributes: str) -> Element:
    return make_element("item", {"id": name, "href": href, "media-type": media_type} | attributes)


def _make_page(book: _Book, title: str, body: Sequence[Element]) -> Element:
    attributes = {"xmlns": _XHTML_SPACE, "xmlns:epub": _EPUB_SPACE} | make_language_attributes(book.language)
    head = [
        make_element("meta", {"charset": "utf-8"}),
        make_element("title", None, title),
        make_element("link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"}),
    ]
    return make_block("html", attributes, [make_block("head", None, head), make_block("body", None, body)])


def _make_chapter(book: _Book, part: SpokenPart) -> Element:
    heading = part.part.passages[0].sentences[0]
    attributes = {"id": _SECTION, "epub:type": "chapter", "role": "doc-chapter", "aria-labelledby": heading.id}
    return _make_page(
        book, part.part.title, [make_block("section", attributes, render_passages(part.part, book.language))]
    )


def _make_overlay(name: str, part: SpokenPart) -> Element:
    """The media overlay of a chapter, a `par` for each sentence, or a `seq` of those of its words (EPUB 3.3, 9.2)."""
    events: list[Element] = []
    for clip in part.clips:
        if clip.words:
            sentence = {"id": f"q{clip.id}", "epub:textref": f"{name}.xhtml#{clip.id}"}
            events.append(make_block("seq", sentence, [_make_par(name, word) for word in clip.words]))
        else:
            events.append(_make_par(name, clip))
    attributes = {"xmlns": "http://www.w3.org/ns/SMIL", "xmlns:epub": _EPUB_SPACE, "version": "3.0"}
    whole = {"id": "chapter", "epub:textref": f"{name}.xhtml#{_SECTION}", "epub:type": "chapter"}
    return make_block("smil", attributes, [make_block("body", None, [make_block("seq", whole, events)])])


def _make_par(name: str, clip: Clip) -> Element:
    """The element of a chapter's overlay that plays a clip and marks its text."""
    text = make_element("text", {"src": f"{name}.xhtml#{clip.id}"})
    span = {"clipBegin": format_epub_clock(clip.start), "clipEnd": format_epub_clock(clip.end)}
    audio = make_element("audio", {"src": f"{name}.mp3", **span})
    return make_block("par", {"id": f"p{clip.id}"}, [text, audio])


def _make_navigation(book: _Book) -> Element:
    contents = [
        (f"{name}.xhtml#{passage.sentences[0].id}", passage)
        for name, part in book.chapters
        for passage in part.part.passages
        if passage.level
    ]
    start = make_element("a", {"epub:type": "bodymatter", "href": f"{book.chapters[0][0]}.xhtml"}, _TEXT)
    return _make_page(
        book,
        _CONTENTS,
        [
            make_block(
                "nav",
                {"epub:type": "toc", "role": "doc-toc", "id": "toc", "aria-labelledby": "contents"},
                [make_element("h1", {"id": "contents"}, _CONTENTS), _make_list(contents)],
            ),
            make_block(
                "nav",
                {"epub:type": "landmarks", "aria-labelledby": "landmarks", "hidden": "hidden"},
                [
                    make_element("h2", {"id": "landmarks"}, _LANDMARKS),
                    make_block("ol", None, [make_element("li", None, start)]),
                ],
            ),
        ],
    )


def _make_list(entries: Sequence[tuple[str, Passage]]) -> Element:
    """The headings as a list, deeper ones in nested lists."""
    items: list[Element] = []
    at = 0
    while at < len(entries):
        href, passage = entries[at]
        end = at + 1
        while end < len(entries) and entries[end][1].level > passage.level:
            end += 1
        link = make_element("a", {"href": href}, passage.sentences[0].text)
        items.append(
            make_block("li", None, [link, _make_list(entries[at + 1 : end])])
            if end > at + 1
            else make_element("li", None, link)
        )
        at = end
    return make_block("ol", None, items)


def _write_rendition(rendition: Rendition, path: Path) -> None:
    cover = rendition.cover.picture if rendition.cover else None
    write_epub3(
        path,
        rendition.mp3,
        rendition.article,
        rendition.script,
        rendition.timeline,
        make_edition(rendition),
        cover=cover,
        by_word=rendition.by_word,
    )


EXPORTER = Exporter(
    "epub",
    ".epub",
    "an EPUB 3 whose text follows the voice (Media Overlays)",
    _write_rendition,
    flag="--epub",
    flag_help="Also NAME.epub, an EPUB 3 whose text follows the voice.",
)
