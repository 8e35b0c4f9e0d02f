"""An EPUB 3.3 whose text and sound run in step (Media Overlays), with the metadata of EPUB Accessibility 1.1.

Each chapter is a document, an overlay and an MP3, which is what reading systems meet in practice. The archive holds
everything uncompressed, MP3s make up nearly all of it: so no version of zlib changes a byte.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from audiobrief.delivery.books.book import Credits, Edition, credits_of, edition_of
from audiobrief.delivery.books.media_overlay import SpokenPart, spoken_parts
from audiobrief.delivery.books.mp3_pieces import opened
from audiobrief.delivery.books.navigation import Passage, outline
from audiobrief.delivery.books.xhtml import languages, prose
from audiobrief.delivery.books.xml import direction, document, element, language_tag, stacked
from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.errors import TargetError
from audiobrief.messages import get_reason
from audiobrief.model import Article, Script, Timeline

_HTML = "<!DOCTYPE html>"
_XHTML_SPACE = "http://www.w3.org/1999/xhtml"
_EPUB_SPACE = "http://www.idpf.org/2007/ops"
_CONTENTS = "Table des matières"
_TEXT = "Texte"
_LANDMARKS = "Repères"
_SUMMARY = (
    "Texte intégral et lecture à voix haute par une voix de synthèse, synchronisés phrase par phrase. La table des"
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
_IMAGES = ((b"\xff\xd8\xff", "jpg", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "png", "image/png"))
# The first date a zip archive can hold.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_UNIX = 3


def write_epub3(
    target: Path,
    mp3: Path,
    article: Article,
    script: Script,
    timeline: Timeline,
    edition: Edition,
    cover: bytes | None = None,
) -> None:
    """Write the book to the file `target`.

    `mp3` is the finished programme that `timeline` tells of, `cover` a JPEG or a PNG. The same arguments give the same
    bytes. Raises TargetError when the file cannot be written, the MP3 cannot be cut or the cover is no image of these
    kinds; ValueError when script, timeline and MP3 do not belong together.
    """
    image = _image(cover) if cover else None
    with opened(mp3) as sound:
        parts = spoken_parts(outline(script, article), timeline, sound)
        book = _Book(article, edition, credits_of(article, edition), parts, image)
        try:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
                for name, data in _files(book):
                    _add(archive, name, data)
                if image and cover:
                    _add(archive, f"EPUB/{image.name}", cover)
                for name, part in book.chapters:
                    _add(archive, f"EPUB/{name}.mp3", sound.data(part.piece))
        except OSError as error:
            raise TargetError(
                "'{target}' cannot be written ({reason}): choose another.", target=target, reason=get_reason(error)
            ) from error


@dataclass(frozen=True, slots=True)
class _Image:
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class _Book:
    article: Article
    edition: Edition
    credits: Credits
    parts: Sequence[SpokenPart]
    cover: _Image | None

    @property
    def language(self) -> str:
        return language_tag(self.article.language)

    @property
    def title(self) -> str:
        return self.parts[0].part.passages[0].sentences[0].text

    @property
    def chapters(self) -> list[tuple[str, SpokenPart]]:
        return [(f"chapter{number:03d}", part) for number, part in enumerate(self.parts, 1)]


def _image(cover: bytes) -> _Image:
    for opening, suffix, media_type in _IMAGES:
        if cover.startswith(opening):
            return _Image(f"cover.{suffix}", media_type)
    raise TargetError("The cover is neither a JPEG nor a PNG: give one of these.")


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _NO_DATE)
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    archive.writestr(entry, data)


def _files(book: _Book) -> Iterator[tuple[str, bytes]]:
    """Everything but sound and cover. `mimetype` comes first (EPUB 3.3, 4.2.6.2)."""
    yield "mimetype", b"application/epub+zip"
    yield "META-INF/container.xml", document(_container())
    yield "EPUB/package.opf", document(_package(book))
    yield "EPUB/nav.xhtml", document(_navigation(book), _HTML)
    yield "EPUB/style.css", _STYLE.encode()
    for name, part in book.chapters:
        yield f"EPUB/{name}.xhtml", document(_chapter(book, part), _HTML)
        yield f"EPUB/{name}.smil", document(_overlay(name, part))


def _container() -> Element:
    root = element("rootfile", {"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"})
    attributes = {"version": "1.0", "xmlns": "urn:oasis:names:tc:opendocument:xmlns:container"}
    return stacked("container", attributes, [stacked("rootfiles", None, [root])])


def _package(book: _Book) -> Element:
    attributes = {
        "xmlns": "http://www.idpf.org/2007/opf",
        "version": "3.0",
        "unique-identifier": "identifier",
        "xml:lang": book.language,
        "dir": direction(book.language),
    }
    spine = [element("itemref", {"idref": name}) for name, _ in book.chapters]
    return stacked(
        "package",
        attributes,
        [
            stacked("metadata", {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}, _metadata(book)),
            stacked("manifest", None, _manifest(book)),
            stacked("spine", {"page-progression-direction": direction(book.language)}, spine),
        ],
    )


def _metadata(book: _Book) -> Iterator[Element]:
    known = book.credits
    yield element("dc:identifier", {"id": "identifier"}, known.identifier)
    yield element("dc:title", None, book.title)
    yield element("dc:language", None, book.language)
    if known.author:
        yield element("dc:creator", {"id": "author"}, known.author)
        yield _meta("role", "aut", {"refines": "#author", "scheme": "marc:relators"})
    if known.narrator:
        yield _meta("media:narrator", known.narrator)
    yield element("dc:publisher", None, known.publisher)
    yield element("dc:date", None, book.edition.date)
    if known.address:
        yield element("dc:source", None, known.address)
    if book.article.published:
        yield _meta("dcterms:issued", book.article.published.isoformat())
    yield _meta("dcterms:modified", book.edition.modified)
    for name, part in book.chapters:
        yield _meta("media:duration", _clock(part.milliseconds), {"refines": f"#{name}-overlay"})
    yield _meta("media:duration", _clock(sum(part.milliseconds for part in book.parts)))
    yield _meta("media:active-class", _ACTIVE)
    for name, value in _ACCESSIBILITY:
        yield _meta(f"schema:{name}", value, {"xml:lang": "fr"} if value is _SUMMARY else {})


def _meta(name: str, value: str, attributes: dict[str, str] | None = None) -> Element:
    return element("meta", {"property": name} | (attributes or {}), value)


def _manifest(book: _Book) -> Iterator[Element]:
    html, overlay = "application/xhtml+xml", "application/smil+xml"
    yield _item("nav", "nav.xhtml", html, properties="nav")
    yield _item("style", "style.css", "text/css")
    if book.cover:
        yield _item("cover", book.cover.name, book.cover.media_type, properties="cover-image")
    for name, _ in book.chapters:
        yield _item(name, f"{name}.xhtml", html, **{"media-overlay": f"{name}-overlay"})
        yield _item(f"{name}-overlay", f"{name}.smil", overlay)
        yield _item(f"{name}-sound", f"{name}.mp3", "audio/mpeg")


def _item(name: str, href: str, media_type: str, **attributes: str) -> Element:
    return element("item", {"id": name, "href": href, "media-type": media_type} | attributes)


def _page(book: _Book, title: str, body: Sequence[Element]) -> Element:
    attributes = {"xmlns": _XHTML_SPACE, "xmlns:epub": _EPUB_SPACE} | languages(book.language)
    head = [
        element("meta", {"charset": "utf-8"}),
        element("title", None, title),
        element("link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"}),
    ]
    return stacked("html", attributes, [stacked("head", None, head), stacked("body", None, body)])


def _chapter(book: _Book, part: SpokenPart) -> Element:
    heading = part.part.passages[0].sentences[0]
    attributes = {"epub:type": "chapter", "role": "doc-chapter", "aria-labelledby": heading.id}
    return _page(book, part.part.title, [stacked("section", attributes, prose(part.part, book.language))])


def _overlay(name: str, part: SpokenPart) -> Element:
    """EPUB 3.3, 9.2: a par for each sentence."""
    events: list[Element] = []
    for clip in part.clips:
        text = element("text", {"src": f"{name}.xhtml#{clip.id}"})
        span = {"clipBegin": _clock(clip.start), "clipEnd": _clock(clip.end)}
        audio = element("audio", {"src": f"{name}.mp3", **span})
        events.append(stacked("par", {"id": f"p{clip.id}"}, [text, audio]))
    attributes = {"xmlns": "http://www.w3.org/ns/SMIL", "xmlns:epub": _EPUB_SPACE, "version": "3.0"}
    whole = {"id": "chapter", "epub:textref": f"{name}.xhtml", "epub:type": "chapter"}
    return stacked("smil", attributes, [stacked("body", None, [stacked("seq", whole, events)])])


def _clock(milliseconds: int) -> str:
    """A full clock value (EPUB 3.3, 9.2.3)."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def _navigation(book: _Book) -> Element:
    contents = [
        (f"{name}.xhtml#{passage.sentences[0].id}", passage)
        for name, part in book.chapters
        for passage in part.part.passages
        if passage.level
    ]
    start = element("a", {"epub:type": "bodymatter", "href": f"{book.chapters[0][0]}.xhtml"}, _TEXT)
    return _page(
        book,
        _CONTENTS,
        [
            stacked(
                "nav",
                {"epub:type": "toc", "role": "doc-toc", "id": "toc", "aria-labelledby": "contents"},
                [element("h1", {"id": "contents"}, _CONTENTS), _list(contents)],
            ),
            stacked(
                "nav",
                {"epub:type": "landmarks", "aria-labelledby": "landmarks", "hidden": "hidden"},
                [element("h2", {"id": "landmarks"}, _LANDMARKS), stacked("ol", None, [element("li", None, start)])],
            ),
        ],
    )


def _list(entries: Sequence[tuple[str, Passage]]) -> Element:
    """The headings as a list, deeper ones in lists of their own."""
    items: list[Element] = []
    at = 0
    while at < len(entries):
        href, passage = entries[at]
        end = at + 1
        while end < len(entries) and entries[end][1].level > passage.level:
            end += 1
        link = element("a", {"href": href}, passage.sentences[0].text)
        items.append(
            stacked("li", None, [link, _list(entries[at + 1 : end])]) if end > at + 1 else element("li", None, link)
        )
        at = end
    return stacked("ol", None, items)


def _write(rendition: Rendition, path: Path) -> None:
    cover = rendition.cover.picture if rendition.cover else None
    write_epub3(
        path,
        rendition.mp3,
        rendition.article,
        rendition.script,
        rendition.timeline,
        edition_of(rendition),
        cover=cover,
    )


EXPORTER = Exporter(
    "epub",
    ".epub",
    "an EPUB 3 whose text follows the voice (Media Overlays)",
    _write,
    flag="--epub",
    flag_help="Also NAME.epub, an EPUB 3 whose text follows the voice.",
)
