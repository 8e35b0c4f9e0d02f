"""Reading of talking books of unknown origin: EPUB, audiobooks by the W3C's manifest, the NCC of DAISY 2.02 and
the package of DAISY 3."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from audiobrief.article.documents.xml import get_name, parse_xml
from audiobrief.errors import ArticleError, EncoderError
from audiobrief.messages import Message, get_reason, message
from audiobrief.sanitize import sanitize_text
from audiobrief.system.filesystem import refuse_devices

BookFormat = Literal["epub", "audiobook", "daisy", "daisy3"]
_NAMES: dict[BookFormat, str] = {
    "epub": "EPUB",
    "audiobook": "W3C Audiobook",
    "daisy": "DAISY 2.02",
    "daisy3": "DAISY 3",
}
_LARGEST = 16 << 20
_MOST_CHAPTERS = 2000
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:\.\d{1,9})?)")
_PERIOD = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,9})?)S)?")


@dataclass(frozen=True, slots=True)
class BookInfo:
    """A talking book. Texts are empty where nothing is said, `duration` is in seconds, or None.

    `source_type` is how the voice was made, as schema.org or the IPTC name it; `conformance` is the claim of
    accessibility, `certifier` who vouches for it.
    """

    name: str
    format: BookFormat
    title: str = ""
    author: str = ""
    narrator: str = ""
    publisher: str = ""
    date: str = ""
    language: str = ""
    description: str = ""
    source_type: str = ""
    conformance: str = ""
    certifier: str = ""
    summary: str = ""
    duration: float | None = None
    chapters: tuple[str, ...] = ()


def read_book_info(path: Path) -> BookInfo | None:
    """Read a talking book; None if the file is none. Raises EncoderError if it is damaged or cannot be read."""
    try:
        refuse_devices(path, allow_inherited=False)
        with path.open("rb") as file:
            head = file.read(4)
        if head == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive:
                names = {*archive.namelist()}
                if "META-INF/container.xml" in names:
                    return _read_epub(path.name, archive)
                return _read_audiobook(path.name, archive) if "publication.json" in names else None
        if path.name.lower() == "ncc.html":
            return _read_ncc(path.name, path.read_bytes()[:_LARGEST])
        if path.suffix.lower() == ".opf":
            return _read_daisy3(path)
    except OSError as error:
        raise EncoderError(
            "'{path}' cannot be read ({reason}): check the path.", path=path, reason=get_reason(error)
        ) from error
    except (ArticleError, zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EncoderError("'{name}' is damaged, or no talking book.", name=path.name) from error
    except (RuntimeError, NotImplementedError, RecursionError) as error:  # encrypted, or compressed in an unknown way
        raise EncoderError("'{name}' is damaged, or no talking book.", name=path.name) from error
    return None


def make_book_table(book: BookInfo) -> dict[str, Any]:
    """A book as a dictionary for JSON. Its keys are a stable interface."""
    return asdict(book)


def describe_book(book: BookInfo) -> Iterator[Message]:
    """The lines that `audiobrief inspect` prints."""
    yield message("File: {name}", name=book.name)
    yield message("Format: {format}", format=_NAMES[book.format])
    known = (
        (message("Title"), book.title),
        (message("Artist"), book.author),
        (message("Narrator"), book.narrator),
        (message("Publisher"), book.publisher),
        (message("Date"), book.date),
        (message("Language"), book.language),
        (message("Comment"), book.description),
        (message("Made as"), book.source_type),
        (message("Accessibility"), book.conformance),
        (message("Certified by"), book.certifier),
        (message("Summary"), book.summary),
    )
    for name, value in known:
        if value:
            yield message("{name}: {value}", name=name, value=value)
    if book.duration is not None:
        minutes, seconds = divmod(book.duration, 60)
        yield message(
            "Duration: {time}", time=message("{minutes:.0f}:{seconds:06.3f}", minutes=minutes, seconds=seconds)
        )
    yield message("Chapters: {number}", number=len(book.chapters))
    for title in book.chapters:
        yield message("  {title}", title=title or message("(no title)"))


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        return file.read(_LARGEST)


def _read_epub(name: str, archive: zipfile.ZipFile) -> BookInfo:
    container = parse_xml(_read(archive, "META-INF/container.xml"), name)
    place = next((str(one.get("full-path")) for one in container.iter() if get_name(one) == "rootfile"), "")
    package = parse_xml(_read(archive, place), name)
    elements = [one for one in package.iter() if isinstance(one.tag, str)]

    def get_text(kind: str) -> str:
        return next((_join(one) for one in elements if get_name(one) == kind and _join(one)), "")

    def get_meta(kind: str) -> str:
        found = (one for one in elements if get_name(one) == "meta" and one.get("property") == kind)
        texts = (_join(one) for one in found if not one.get("refines") or kind.startswith("a11y:"))
        return next(filter(None, texts), "")

    folder = place.rpartition("/")[0]
    nav = next((one.get("href") for one in elements if "nav" in str(one.get("properties") or "").split()), "")
    chapters = _list_links(parse_xml(_read(archive, f"{folder}/{nav}" if folder else nav), name)) if nav else ()
    return BookInfo(
        name,
        "epub",
        title=get_text("title"),
        author=get_text("creator"),
        narrator=get_meta("media:narrator"),
        publisher=get_text("publisher"),
        date=get_text("date"),
        language=get_text("language"),
        description=get_text("description"),
        source_type=get_meta("schema:digitalSourceType"),
        conformance=get_meta("dcterms:conformsTo"),
        certifier=get_meta("a11y:certifiedBy"),
        summary=get_meta("schema:accessibilitySummary"),
        duration=_parse_clock(get_meta("media:duration")),
        chapters=chapters,
    )


def _read_audiobook(name: str, archive: zipfile.ZipFile) -> BookInfo:
    manifest = json.loads(_read(archive, "publication.json"))

    def get_text(key: str) -> str:
        value = manifest.get(key, "")
        value = value[0] if isinstance(value, list) and value else value
        value = value.get("name") or value.get("value") if isinstance(value, dict) else value
        return sanitize_text(str(value or ""))

    found = _PERIOD.fullmatch(get_text("duration"))
    hours, minutes, seconds = (float(part or 0) for part in found.groups()) if found else (0.0, 0.0, 0.0)
    order = manifest.get("readingOrder", [])
    return BookInfo(
        name,
        "audiobook",
        title=get_text("name"),
        author=get_text("author"),
        narrator=get_text("readBy"),
        publisher=get_text("publisher"),
        date=get_text("datePublished"),
        language=get_text("inLanguage"),
        description=get_text("description"),
        source_type=get_text("digitalSourceType"),
        conformance=get_text("conformsTo"),
        summary=get_text("accessibilitySummary"),
        duration=hours * 3600 + minutes * 60 + seconds if found else None,
        chapters=tuple(sanitize_text(str(link.get("name", ""))) for link in order[:_MOST_CHAPTERS]),
    )


def _read_ncc(name: str, content: bytes) -> BookInfo:
    page = parse_xml(content, name)
    metas = {str(one.get("name")): sanitize_text(str(one.get("content") or "")) for one in page.iter("{*}meta")}
    headings = [_join(one) for one in page.iter() if re.fullmatch("h[1-6]", get_name(one))]
    described = metas.get("dc:description", "")
    return BookInfo(
        name,
        "daisy",
        title=metas.get("dc:title", ""),
        author=metas.get("dc:creator", ""),
        narrator=metas.get("ncc:narrator", ""),
        publisher=metas.get("dc:publisher", ""),
        date=metas.get("dc:date", ""),
        language=metas.get("dc:language", ""),
        description=described,
        duration=_parse_clock(metas.get("ncc:totalTime", "")),
        chapters=tuple(headings[:_MOST_CHAPTERS]),
    )


def _read_daisy3(path: Path) -> BookInfo | None:
    """The book of a package of DAISY 3, with the contents of the navigation beside it; None for another package."""
    with path.open("rb") as file:
        package = parse_xml(file.read(_LARGEST), path.name)
    elements = [one for one in package.iter() if isinstance(one.tag, str)]
    metas = {str(one.get("name")): sanitize_text(str(one.get("content") or "")) for one in elements if one.get("name")}
    texts = {get_name(one).lower(): _join(one) for one in reversed(elements) if _join(one)}
    if not texts.get("format", "").startswith("ANSI/NISO Z39.86"):
        return None
    media = "application/x-dtbncx+xml"
    name = next((str(one.get("href")) for one in elements if one.get("media-type") == media), "")
    return BookInfo(
        path.name,
        "daisy3",
        title=texts.get("title", ""),
        author=texts.get("creator", ""),
        narrator=metas.get("dtb:narrator", ""),
        publisher=texts.get("publisher", ""),
        date=texts.get("date", ""),
        language=texts.get("language", ""),
        description=texts.get("description", ""),
        source_type=metas.get("schema:digitalSourceType", ""),
        duration=_parse_clock(metas.get("dtb:totalTime", "")),
        chapters=_list_points(path.with_name(name)) if name == Path(name).name and name else (),
    )


def _list_points(path: Path) -> tuple[str, ...]:
    """The labels of a navigation file (NCX)."""
    refuse_devices(path, allow_inherited=False)
    with path.open("rb") as file:
        navigation = parse_xml(file.read(_LARGEST), path.name)
    points = [one for one in navigation.iter() if isinstance(one.tag, str) and get_name(one) == "navPoint"]
    labels = (next((one for one in point if get_name(one) == "navLabel"), None) for point in points[:_MOST_CHAPTERS])
    return tuple("" if label is None else _join(label) for label in labels)


def _list_links(page: Any) -> tuple[str, ...]:
    """The entries of the first navigation list of a page."""
    nav = next((one for one in page.iter() if get_name(one) == "nav"), None)
    links = [] if nav is None else [_join(one) for one in nav.iter() if get_name(one) == "a"]
    return tuple(links[:_MOST_CHAPTERS])


def _join(element: Any) -> str:
    return sanitize_text(" ".join("".join(element.itertext()).split()))


def _parse_clock(text: str) -> float | None:
    """`0:01:30.250`, `1:30` and the like in seconds."""
    found = _CLOCK.fullmatch(text.strip())
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + float(found[3]) if found else None
