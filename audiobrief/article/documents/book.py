"""Read the parts of an EPUB: its package (EPUB 3.3, 5), its navigation (7; NCX for EPUB 2), and rights management."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from posixpath import dirname, join
from typing import Any
from urllib.parse import unquote

from audiobrief.article.charset import decode_text
from audiobrief.article.documents.archive import Archive
from audiobrief.article.documents.assembly import Paragraph, Properties, parse_day
from audiobrief.article.documents.markup import MarkupText, read_markup
from audiobrief.article.documents.xml import find_text, get_attribute, parse_xml
from audiobrief.article.letters import reduce_to_letters
from audiobrief.article.reading_options import ReadingOptions
from audiobrief.article.web.document import parse_page
from audiobrief.errors import ArticleError
from audiobrief.lazy_regex import lazy_regex
from audiobrief.messages import Message, message

_PAGES = ("application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document", "application/x-dtbook+xml")
# Fonts are scrambled with these, which is no lock (EPUB 3.3, 4.3; Adobe's older method).
_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_NOTES = lazy_regex(r"(?:notes?|notes? de (?:fin|bas de page|l’auteur|l'auteur)|endnotes|footnotes)", re.I)
_OUTSIDE = lazy_regex(r"(?:cover|couverture|table des matières|sommaire|contents|table of contents|toc)", re.I)
# Labels that programs give to pages without a heading.
_PLACEHOLDER = lazy_regex(r"(?:section|page|untitled|unnamed|sans titre|start|début)[\s_-]*\d*|\W*", re.I)
# Headings of a page that the navigation does not name are below its chapters.
_INNER_LEVEL = 3
# The blocks at the start of a chapter among which its heading is looked for.
_HEAD = 4


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """An entry of a book's navigation: the page and the element that it leads to, and its depth from 1."""

    label: str
    page: str
    fragment: str
    depth: int


def check_rights(archive: Archive, address: str) -> None:
    """Raise ArticleError, which names the system, if the text of a book is encrypted."""
    root = archive.parse("META-INF/encryption.xml")
    if root is None:
        return
    for data in root.iter("{*}EncryptedData"):
        method = next((get_attribute(each, "Algorithm") for each in data.iter("{*}EncryptionMethod")), "")
        if method not in _FONT_SCRAMBLING:
            raise ArticleError(
                "'{address}' is locked by {system}, and only the program that it was sold for opens it: ask for a copy "
                "without a lock, or with a watermark.",
                address=address or "standard input",
                system=_name_rights(archive),
            )


def _name_rights(archive: Archive) -> Message | str:
    if archive.find("META-INF/license.lcpl"):
        return "LCP (Readium)"
    if archive.find("META-INF/sinf.xml"):
        return "FairPlay (Apple)"
    return "ADEPT (Adobe)" if archive.find("META-INF/rights.xml") else message("rights management (DRM)")


class Book:
    """The package of an EPUB. Raises ArticleError if it has none."""

    def __init__(self, archive: Archive, address: str, reading: ReadingOptions) -> None:
        self._archive, self._address, self._reading = archive, address, reading
        container = archive.parse("META-INF/container.xml")
        rootfiles = container.iter("{*}rootfile") if container is not None else ()
        path = next((get_attribute(each, "full-path") for each in rootfiles), "")
        path = archive.find(path) or next((name for name in archive.names if name.endswith(".opf")), "")
        raw = archive.read(path)
        if not raw:
            raise archive.make_damage_error()
        package = parse_xml(raw, address, recover=True)
        self._folder = dirname(path)
        self._items = {get_attribute(each, "id"): each for each in package.iter("{*}item")}
        self.properties = _read_properties(package)
        self.missing: list[str] = []
        self.pages = list(self._list_pages(package))
        self.notes: list[str] = []
        # Some programs list the links back from notes (« ↩ »).
        entries = self._read_navigation(package)
        self._navigation = [entry for entry in entries if any(map(str.isalnum, entry.label))]

    def read_chapters(self) -> list[Paragraph]:
        """The paragraphs of all pages in reading order, with the navigation's entries as headings."""
        found: list[Paragraph] = []
        for page in self.pages:
            entries = [entry for entry in self._navigation if entry.page == page]
            if entries and _OUTSIDE.fullmatch(entries[0].label):
                continue
            text = read_markup(decode_text(self._archive.read(page), self._address), self._address, self._reading)
            self.notes += text.notes
            if entries and len(entries) == 1 and _NOTES.fullmatch(entries[0].label):
                self.notes += [block.text for block in text.blocks if block.kind != "heading"]
                continue
            found += self._place_headings(text, entries)
        return found

    def _list_pages(self, package: Any) -> Iterator[str]:
        """The pages of the spine in reading order, without the navigation and those outside of the text."""
        guide = {
            self._resolve(get_attribute(each, "href"))[0]
            for each in package.iterfind("{*}guide/{*}reference")
            if get_attribute(each, "type") in ("cover", "toc", "copyright-page")
        }
        for reference in package.iterfind("{*}spine/{*}itemref"):
            item = self._items.get(get_attribute(reference, "idref"))
            if (
                item is None
                or get_attribute(reference, "linear") == "no"
                or "nav" in get_attribute(item, "properties").split()
            ):
                continue
            page = self._resolve(get_attribute(item, "href"))[0]
            if not page:
                self.missing.append(get_attribute(item, "href"))
            elif page not in guide and get_attribute(item, "media-type").lower() in _PAGES:
                yield page

    def _resolve(self, href: str, folder: str | None = None) -> tuple[str, str]:
        """The part of the archive and the fragment that a relative address leads to."""
        path, _, fragment = href.partition("#")
        return self._archive.find(join(self._folder if folder is None else folder, path)) if path else "", unquote(
            fragment
        )

    def _read_navigation(self, package: Any) -> list[NavigationEntry]:
        """The table of contents of the navigation document or, in EPUB 2, of the NCX."""
        for item in self._items.values():
            if "nav" in get_attribute(item, "properties").split():
                path = self._resolve(get_attribute(item, "href"))[0]
                if entries := list(self._read_nav(path)):
                    return entries
        spine = package.find("{*}spine")
        toc = self._items.get(get_attribute(spine, "toc")) if spine is not None else None
        candidates = [toc] if toc is not None else []
        candidates += [
            each for each in self._items.values() if get_attribute(each, "media-type") == "application/x-dtbncx+xml"
        ]
        for item in candidates:
            path = self._resolve(get_attribute(item, "href"))[0]
            if raw := self._archive.read(path):
                root = parse_xml(raw, self._address, recover=True)
                return [
                    entry for each in root.iterfind("{*}navMap") for entry in self._read_points(each, 1, dirname(path))
                ]
        return []

    def _read_points(self, element: Any, depth: int, folder: str) -> Iterator[NavigationEntry]:
        for point in element.iterfind("{*}navPoint"):
            label = find_text(point.find("{*}navLabel"), "text")
            target = next((get_attribute(each, "src") for each in point.iterfind("{*}content")), "")
            yield NavigationEntry(label, *self._resolve(target, folder), depth)
            yield from self._read_points(point, depth + 1, folder)

    def _read_nav(self, path: str) -> Iterator[NavigationEntry]:
        tree = parse_page(decode_text(self._archive.read(path), self._address))
        if tree is None:
            return
        lists = [each for each in tree.iter("nav") if "toc" in (each.get("epub:type") or "toc").split()]
        for link in lists[0].iter("a") if lists else ():
            depth = sum(1 for each in link.iterancestors("ol", "ul"))
            label = " ".join(link.text_content().split())
            yield NavigationEntry(label, *self._resolve(link.get("href") or "", dirname(path)), max(1, depth))

    def _place_headings(self, text: MarkupText, entries: Sequence[NavigationEntry]) -> list[Paragraph]:
        """The paragraphs of a page with the headings of the navigation where its entries lead to."""
        paragraphs = text.paragraphs
        if len(self._navigation) < 2:
            # It names only the book: the headings of the text itself say more.
            return paragraphs
        if not any(mark.isalpha() for entry in self._navigation for mark in entry.label) and (
            not paragraphs or any(each.kind == "heading" for each in paragraphs)
        ):
            # Numbers of chapters, which are in the text too, or of notes.
            return paragraphs
        inner = [
            replace(each, level=max(_INNER_LEVEL, each.level)) if each.kind == "heading" else each
            for each in paragraphs
        ]
        order = {element: at for at, element in enumerate(text.elements)}
        starts = [order.get(block.element, 0) for block in text.blocks]
        targets = _index_targets(text.elements, order)
        placed: dict[int, list[NavigationEntry]] = {}
        for entry in entries:
            target = targets.get(entry.fragment, 0) if entry.fragment else 0
            at = next((at for at, start in enumerate(starts) if start >= target), len(starts)) if target else 0
            placed.setdefault(at, []).append(entry)
        made: list[Paragraph] = []
        covered = 0
        for at, paragraph in enumerate(inner):
            for entry in placed.get(at, ()):
                repeated = _count_head(inner[at : at + _HEAD], entry.label)
                if _PLACEHOLDER.fullmatch(entry.label) and not repeated:
                    continue
                made.append(Paragraph("heading", entry.label, entry.depth))
                covered = max(covered, at + repeated)
            if at >= covered:
                made.append(paragraph)
        return made + [Paragraph("heading", entry.label, entry.depth) for entry in placed.get(len(inner), ())]


def _index_targets(elements: Sequence[Any], order: dict[Any, int]) -> dict[str, int]:
    """The places of the elements with an identifier; that of an inline element is that of the block around it."""
    found: dict[str, int] = {}
    for element in elements:
        for name in (
            (element.get("id"), element.get("name") if element.tag == "a" else None)
            if isinstance(element.tag, str)
            else ()
        ):
            if name and name not in found:
                holder = element
                while holder.tag in ("a", "span", "b", "strong", "i", "em") and holder.getparent() in order:
                    holder = holder.getparent()
                found[name] = order[holder if holder.tag != "body" else element]
    return found


def _count_head(paragraphs: Sequence[Paragraph], label: str) -> int:
    """How many paragraphs at the start of a chapter only repeat its label, whole or in parts."""
    rest = reduce_to_letters(label)
    whole = rest
    count = 0
    for at, paragraph in enumerate(paragraphs, 1):
        letters = reduce_to_letters(paragraph.text)
        if letters and (letters == whole or letters in rest):
            rest = rest.replace(letters, "", 1)
            count = at
        elif paragraph.kind == "heading" and whole in letters:
            return at
        else:
            break
    return count


def _read_properties(package: Any) -> Properties:
    metadata = package.find("{*}metadata")
    if metadata is None:
        return Properties()
    authors = [" ".join("".join(each.itertext()).split()) for each in metadata.iter("{*}creator")]
    roles = {
        get_attribute(each, "refines").lstrip("#"): (each.text or "")
        for each in metadata.iter("{*}meta")
        if get_attribute(each, "property") == "role"
    }
    written = [
        author
        for author, each in zip(authors, metadata.iter("{*}creator"), strict=True)
        if (get_attribute(each, "role") or roles.get(get_attribute(each, "id"), "aut")) == "aut"
    ]
    return Properties(
        title=find_text(metadata, "title"),
        byline=", ".join(author for author in written or authors if author),
        published=next((day for each in metadata.iter("{*}date") if (day := parse_day(each.text or ""))), None),
        language=find_text(metadata, "language"),
        source=find_text(metadata, "publisher"),
    )
