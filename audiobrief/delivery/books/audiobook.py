"""An audiobook as the W3C and Readium describe it: MP3s, a manifest for each of the two, contents and text.

W3C Audiobooks (recommendation of 10 November 2020), packaged as the Lightweight Packaging Format (LPF) says, with
`publication.json` and `index.html`. Readium's toolkits look for `manifest.json` (Readium Web Publication Manifest,
audiobook profile) in files of this ending. Each chapter has an alternate in HTML and one that says when each sentence
is heard (Synchronized Narration, a draft of the W3C's Synchronized Multimedia for Publications group).
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, tostring

from audiobrief.delivery.books.archive import add_file, identify_image
from audiobrief.delivery.books.book import SpokenBook, collect_credits, make_edition
from audiobrief.delivery.books.media_overlay import SpokenPart, align_parts
from audiobrief.delivery.books.mp3_pieces import open_mp3
from audiobrief.delivery.books.navigation import build_outline
from audiobrief.delivery.books.xhtml import render_passages
from audiobrief.delivery.books.xml import get_direction, make_block, make_element
from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.timecode import format_seconds
from audiobrief.errors import TargetError
from audiobrief.messages import get_reason
from audiobrief.show import Show

_PROFILE = "https://www.w3.org/TR/audiobooks/"
_READIUM_CONTEXT = "https://readium.org/webpub-manifest/context.jsonld"
_READIUM_PROFILE = "https://readium.org/webpub-manifest/profiles/audiobook"
_SPDX = "https://spdx.org/licenses/"
_SOUND, _HTML, _NARRATION = "audio/mpeg", "text/html", "application/vnd.syncnarr+json"
_CONTENTS, _COVER = "Table des matières", "Couverture"
_FEATURES = ("readingOrder", "structuralNavigation", "synchronizedAudioText", "tableOfContents", "transcript")
_SUMMARY = (
    "Lecture à voix haute par une voix de synthèse, du début à la fin, avec une table des matières. Le texte intégral"
    " de chaque chapitre est joint ; aucune image n’est nécessaire pour comprendre."
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A heading: where it is heard, its text and its level, 1 being the highest."""

    href: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class _Audiobook(SpokenBook):
    show: Show | None

    @property
    def milliseconds(self) -> int:
        return sum(_get_length(part) for part in self.parts)

    @property
    def published(self) -> str:
        day = self.article.published
        return day.isoformat() if day else self.edition.date

    @property
    def license(self) -> tuple[str, str] | None:
        """The name of the licence and its address; that of an SPDX identifier is known."""
        if not self.show or not self.show.license:
            return None
        named = self.show.license
        return named.name, named.url or f"{_SPDX}{named.name}.html"


def _get_length(part: SpokenPart) -> int:
    """How long the MP3 of a chapter is, in milliseconds."""
    return part.clips[-1].end


def write_audiobook(rendition: Rendition, path: Path) -> None:
    """Write the audiobook of a rendition to the file `path`. The same rendition gives the same bytes.

    Raises TargetError if the file cannot be written, or the MP3 cannot be cut.
    """
    picture = rendition.cover.picture if rendition.cover else None
    edition = make_edition(rendition)
    with open_mp3(rendition.mp3) as sound:
        parts = align_parts(build_outline(rendition.script, rendition.article), rendition.timeline, sound)
        credits = collect_credits(rendition.article, edition)
        image = identify_image(picture) if picture else None
        book = _Audiobook(rendition.article, edition, credits, parts, image, rendition.show)
        try:
            with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
                for name, data in _make_files(book):
                    add_file(archive, name, data)
                if image and picture:
                    add_file(archive, image.name, picture)
                for name, part in book.chapters:
                    add_file(archive, f"{name}.mp3", sound.read_piece(part.piece))
        except OSError as error:
            raise TargetError(
                "'{target}' cannot be written ({reason}): choose another.", target=path, reason=get_reason(error)
            ) from error


def _make_files(book: _Audiobook) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of every file but sound and cover."""
    yield "publication.json", _pack_json(_make_publication(book))
    yield "manifest.json", _pack_json(_make_readium_manifest(book))
    entry = make_element("link", {"rel": "publication", "href": "publication.json"})
    yield "index.html", _pack_page(book, book.title, _make_contents(book), entry)
    for name, part in book.chapters:
        yield f"{name}.html", _pack_page(book, part.part.title, list(render_passages(part.part, book.language)))
        yield f"{name}.json", _pack_json(_make_narration(name, part))


def _make_publication(book: _Audiobook) -> dict[str, Any]:
    """The manifest of W3C Audiobooks (5.2), which W3C Publication Manifest describes."""
    known, disclosure = book.credits, book.edition.disclosure
    language, direction = book.language, get_direction(book.language)
    resources: list[dict[str, Any]] = [_link("index.html", _HTML, _CONTENTS, rel="contents")]
    if book.cover:
        resources.append(_link(book.cover.name, book.cover.media_type, _COVER, rel="cover"))
    for name, _ in book.chapters:
        resources += [_link(f"{name}.html", _HTML), _link(f"{name}.json", _NARRATION)]
    manifest: dict[str, Any] = {
        "@context": [
            "https://schema.org",
            "https://www.w3.org/ns/pub-context",
            {"language": language, "direction": direction},
        ],
        "conformsTo": _PROFILE,
        "type": "Audiobook",
        "id": known.identifier,
        "url": known.address,
        "name": book.title,
        "author": known.author,
        "readBy": known.narrator,
        "publisher": known.publisher,
        "inLanguage": language,
        "readingProgression": direction,
        "datePublished": book.published,
        "dateModified": book.edition.modified,
        "duration": _format_duration(book.milliseconds),
        "abridged": not book.article.complete,
        "description": disclosure.notice if disclosure else "",
        "digitalSourceType": disclosure.schema_type if disclosure else "",
        "copyrightNotice": book.show.copyright if book.show else "",
        "accessMode": ["auditory", "textual"],
        "accessModeSufficient": [_list_modes("auditory"), _list_modes("textual")],
        "accessibilityFeature": list(_FEATURES),
        "accessibilityHazard": ["none"],
        "accessibilitySummary": _SUMMARY,
        "readingOrder": [
            _link(
                f"{name}.mp3",
                _SOUND,
                part.part.title,
                duration=_format_duration(_get_length(part)),
                alternate=[_link(f"{name}.html", _HTML), _link(f"{name}.json", _NARRATION)],
            )
            for name, part in book.chapters
        ],
        "resources": resources,
        "links": [_link(book.license[1], _HTML, book.license[0], rel="license")] if book.license else [],
    }
    return _leave_out_unknown(manifest)


def _make_readium_manifest(book: _Audiobook) -> dict[str, Any]:
    """The manifest that Readium's toolkits read; durations are in seconds."""
    known, disclosure = book.credits, book.edition.disclosure
    metadata = {
        "@type": "http://schema.org/Audiobook",
        "conformsTo": _READIUM_PROFILE,
        "identifier": known.identifier,
        "title": book.title,
        "author": known.author,
        "narrator": known.narrator,
        "publisher": known.publisher,
        "language": book.language,
        "readingProgression": get_direction(book.language),
        "published": book.published,
        "modified": book.edition.modified,
        "description": disclosure.notice if disclosure else "",
        "duration": book.milliseconds / 1000,
        "accessibility": {
            "accessMode": ["auditory", "textual"],
            "accessModeSufficient": ["auditory", "textual"],
            "feature": list(_FEATURES),
            "hazard": ["none"],
            "summary": _SUMMARY,
        },
    }
    links = [{"rel": "license", "href": book.license[1], "type": _HTML}] if book.license else []
    resources: list[dict[str, Any]] = [{"href": "index.html", "type": _HTML, "rel": "contents", "title": _CONTENTS}]
    if book.cover:
        resources.append({"href": book.cover.name, "type": book.cover.media_type, "rel": "cover", "title": _COVER})
    order = [
        {
            "href": f"{name}.mp3",
            "type": _SOUND,
            "title": part.part.title,
            "duration": _get_length(part) / 1000,
            "alternate": [
                {"href": f"{name}.html", "type": _HTML},
                {"href": f"{name}.json", "type": _NARRATION},
            ],
        }
        for name, part in book.chapters
    ]
    return {
        "@context": _READIUM_CONTEXT,
        "metadata": _leave_out_unknown(metadata),
        "links": links,
        "readingOrder": order,
        "resources": resources,
        "toc": _nest_entries(_list_headings(book)),
    }


def _make_narration(name: str, part: SpokenPart) -> dict[str, Any]:
    """When each sentence of a chapter is heard; fragments of media are in seconds (Media Fragments URI 1.0, 4.2.1)."""
    return {
        "role": "chapter",
        "narration": [
            {
                "text": f"{name}.html#{clip.id}",
                "audio": f"{name}.mp3#t={format_seconds(clip.start)},{format_seconds(clip.end)}",
            }
            for clip in part.clips
        ],
    }


def _list_headings(book: _Audiobook) -> list[_Entry]:
    """Every heading with the place where it is heard."""
    entries = []
    for name, part in book.chapters:
        starts = {clip.id: clip.start for clip in part.clips}
        for passage in part.part.passages:
            if passage.level:
                (sentence,) = passage.sentences
                at = starts[sentence.id]
                place = f"#t={format_seconds(at)}" if passage is not part.part.passages[0] else ""
                entries.append(_Entry(f"{name}.mp3{place}", sentence.text, passage.level))
    return entries


def _nest_entries(entries: Sequence[_Entry]) -> list[dict[str, Any]]:
    """The headings with those below them as children."""
    nested: list[dict[str, Any]] = []
    for first, below in _group_entries(entries):
        children = _nest_entries(below)
        nested.append({"href": first.href, "title": first.text, **({"children": children} if children else {})})
    return nested


def _group_entries(entries: Sequence[_Entry]) -> Iterator[tuple[_Entry, Sequence[_Entry]]]:
    """Each heading with the deeper ones that follow it."""
    at = 0
    while at < len(entries):
        end = at + 1
        while end < len(entries) and entries[end].level > entries[at].level:
            end += 1
        yield entries[at], entries[at + 1 : end]
        at = end


def _make_contents(book: _Audiobook) -> list[Element]:
    """The contents as W3C Publication Manifest's user agents read them: a list of links in a `doc-toc` (C.1)."""
    heading = make_element("h2", {"id": "contents"}, _CONTENTS)
    attributes = {"role": "doc-toc", "aria-labelledby": "contents"}
    nav = make_block("nav", attributes, [heading, _make_list(_list_headings(book))])
    notice = book.edition.disclosure.notice if book.edition.disclosure else ""
    told = [make_element("p", None, notice)] if notice else []
    return [make_element("h1", None, book.title), *told, nav]


def _make_list(entries: Sequence[_Entry]) -> Element:
    items = []
    for first, below in _group_entries(entries):
        link = make_element("a", {"href": first.href}, first.text)
        items.append(make_block("li", None, [link, _make_list(below)]) if below else make_element("li", None, link))
    return make_block("ol", None, items)


def _pack_page(book: _Audiobook, title: str, body: Sequence[Element], *links: Element) -> bytes:
    language = book.language
    head = [make_element("meta", {"charset": "utf-8"}), make_element("title", None, title), *links]
    page = make_block(
        "html",
        {"lang": language, "dir": get_direction(language)},
        [make_block("head", None, head), make_block("body", None, body)],
    )
    return f"<!doctype html>\n{tostring(page, encoding='unicode', method='html')}\n".encode()


def _link(url: str, kind: str, name: str = "", **more: Any) -> dict[str, Any]:
    named = {"name": name} if name else {}
    return {"type": "LinkedResource", "url": url, "encodingFormat": kind, **named, **more}


def _list_modes(*modes: str) -> dict[str, Any]:
    return {"type": "ItemList", "itemListElement": list(modes)}


def _format_duration(milliseconds: int) -> str:
    """A duration of ISO 8601, in seconds."""
    return f"PT{format_seconds(milliseconds)}S"


def _leave_out_unknown(table: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in table.items() if value not in ("", [])}


def _pack_json(table: dict[str, Any]) -> bytes:
    return (json.dumps(table, ensure_ascii=False, indent=2) + "\n").encode()


EXPORTER = Exporter(
    "audiobook",
    ".audiobook",
    "an audiobook of the W3C and Readium: MP3s, contents and text in one archive",
    write_audiobook,
    flag="--audiobook",
    flag_help="Also NAME.audiobook, an audiobook by the W3C's manifest.",
)
