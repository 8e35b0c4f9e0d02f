"""DAISY 3 talking books with full text and full audio (ANSI/NISO Z39.86-2005, R2012).

The text is a DTBook whose headings and sentences lead to their sound, and back. As in DAISY 2.02, each chapter has its
own SMIL file and MP3; the MP3s are cut from the programme without re-encoding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element

from audiobrief.delivery.books.book import Edition, SpokenBook, collect_credits, make_edition
from audiobrief.delivery.books.media_overlay import Clip, SpokenPart, align_parts
from audiobrief.delivery.books.mp3_pieces import open_mp3
from audiobrief.delivery.books.navigation import Passage, PassageKind, Sentence, build_outline, split_languages
from audiobrief.delivery.books.xml import (
    choose_language_tag,
    get_direction,
    make_block,
    make_element,
    serialize_document,
)
from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.timecode import format_epub_clock
from audiobrief.model import Article, Script, Timeline

_PACKAGE = (
    '<!DOCTYPE package PUBLIC "+//ISBN 0-9673008-1-9//DTD OEB 1.2 Package//EN"'
    ' "http://openebook.org/dtds/oeb-1.2/oebpkg12.dtd">'
)
_NCX, _SMIL, _DTBOOK, _RESOURCE = (
    f'<!DOCTYPE {root} PUBLIC "-//NISO//DTD {name}//EN" "http://www.daisy.org/z3986/2005/{name.replace(" ", "-")}.dtd">'
    for root, name in (
        ("ncx", "ncx 2005-1"),
        ("smil", "dtbsmil 2005-2"),
        ("dtbook", "dtbook 2005-2"),
        ("resources", "resource 2005-1"),
    )
)
_PACKAGE_SPACE = "http://openebook.org/namespaces/oeb-package/1.0/"
_NCX_SPACE = "http://www.daisy.org/z3986/2005/ncx/"
_SMIL_SPACE = "http://www.w3.org/2001/SMIL20/"
_DTBOOK_SPACE = "http://www.daisy.org/z3986/2005/dtbook/"
_RESOURCE_SPACE = "http://www.daisy.org/z3986/2005/resource/"
_FORMAT = "ANSI/NISO Z39.86-2005"
FILE_NAMES = re.compile(r"book\.opf|navigation\.ncx|text\.xml|resources\.res|default\.css|chapter\d{3,}\.(?:smil|mp3)")
_MEDIA_TYPES = {
    ".opf": "text/xml",
    ".ncx": "application/x-dtbncx+xml",
    ".xml": "application/x-dtbook+xml",
    ".res": "application/x-dtbresource+xml",
    ".css": "text/css",
    ".smil": "application/smil",
    ".mp3": "audio/mpeg",
}
# Identifiers of the manifest that the standard fixes.
_FIXED_IDS = {"book.opf": "opf", "navigation.ncx": "ncx", "resources.res": "resource"}
# What a reader says when it enters a structure or leaves it.
_STRUCTURES = {"blockquote": "citation", "list": "liste"}
_STYLE = """\
book { font-family: sans-serif; line-height: 1.5; margin: 1em; max-width: 40em; }
doctitle, h1, h2, h3, h4, h5, h6 { display: block; font-weight: bold; }
blockquote { border-left: 0.25em solid; margin-left: 0; padding-left: 1em; }
.caption { font-style: italic; }
"""


def write_daisy3(
    folder: Path, mp3: Path, article: Article, script: Script, timeline: Timeline, edition: Edition
) -> None:
    """Write the book to `folder`, which exists and is empty.

    `mp3` is the finished programme that `timeline` describes. The same arguments give the same bytes. Raises
    TargetError if the MP3 cannot be cut, ValueError if script, timeline and MP3 do not match.
    """
    with open_mp3(mp3) as sound:
        parts = align_parts(build_outline(script, article), timeline, sound)
        book = SpokenBook(article, edition, collect_credits(article, edition), parts, None)
        for name, part in book.chapters:
            (folder / f"{name}.mp3").write_bytes(sound.read_piece(part.piece))
    for name, data in _make_files(book):
        (folder / name).write_bytes(data)


def _make_files(book: SpokenBook) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of every file but the sound."""
    yield "book.opf", serialize_document(_make_package(book), _PACKAGE)
    yield "navigation.ncx", serialize_document(_make_ncx(book), _NCX)
    yield "text.xml", serialize_document(_make_text(book), _DTBOOK)
    yield "resources.res", serialize_document(_make_resources(), _RESOURCE)
    yield "default.css", _STYLE.encode()
    elapsed = 0
    for name, part in book.chapters:
        yield f"{name}.smil", serialize_document(_make_smil(book, name, part, elapsed), _SMIL)
        elapsed += part.milliseconds


def _make_meta(name: str, content: str) -> Element:
    return make_element("meta", {"name": name, "content": content})


# The package


def _make_package(book: SpokenBook) -> Element:
    names = [name for name, _ in book.chapters]
    files = ["book.opf", "navigation.ncx", "text.xml", "resources.res", "default.css"]
    files += [f"{name}{ending}" for name in names for ending in (".smil", ".mp3")]
    spaces = {"xmlns:dc": "http://purl.org/dc/elements/1.1/", "xmlns:oebpackage": _PACKAGE_SPACE}
    metadata = [
        make_block("dc-metadata", spaces, _make_dublin_core(book)),
        make_block("x-metadata", None, _make_own_metadata(book)),
    ]
    spine = [make_element("itemref", {"idref": f"{name}.smil"}) for name in names]
    return make_block(
        "package",
        {"xmlns": _PACKAGE_SPACE, "unique-identifier": "uid"},
        [
            make_block("metadata", None, metadata),
            make_block("manifest", None, map(_make_item, files)),
            make_block("spine", None, spine),
        ],
    )


def _make_item(name: str) -> Element:
    kind = _MEDIA_TYPES[Path(name).suffix]
    return make_element("item", {"id": _FIXED_IDS.get(name, name), "href": name, "media-type": kind})


def _make_dublin_core(book: SpokenBook) -> Iterator[Element]:
    known = book.credits
    yield make_element("dc:Title", None, book.title)
    if known.author or known.source:
        yield make_element("dc:Creator", {"role": "aut"}, known.author or known.source)
    if known.narrator:
        yield make_element("dc:Contributor", {"role": "nrt"}, known.narrator)
    if disclosure := book.edition.disclosure:
        yield make_element("dc:Description", None, disclosure.notice or disclosure.source_type)
    yield make_element("dc:Publisher", None, known.publisher)
    yield make_element("dc:Date", None, book.edition.date)
    yield make_element("dc:Format", None, _FORMAT)
    yield make_element("dc:Identifier", {"id": "uid"}, known.identifier)
    if known.address:
        yield make_element("dc:Source", None, known.address)
    yield make_element("dc:Language", None, book.language)


def _make_own_metadata(book: SpokenBook) -> Iterator[Element]:
    known = book.credits
    if book.article.published:
        yield _make_meta("dtb:sourceDate", book.article.published.isoformat())
    if known.source:
        yield _make_meta("dtb:sourcePublisher", known.source)
    yield _make_meta("dtb:sourceTitle", book.title)
    yield _make_meta("dtb:multimediaType", "audioFullText")
    yield _make_meta("dtb:multimediaContent", "audio,text")
    if known.narrator:
        yield _make_meta("dtb:narrator", known.narrator)
    yield _make_meta("dtb:producer", known.publisher)
    yield _make_meta("dtb:producedDate", book.edition.date)
    yield _make_meta("dtb:totalTime", format_epub_clock(sum(part.milliseconds for part in book.parts)))
    yield _make_meta("dtb:audioFormat", "MP3")
    if disclosure := book.edition.disclosure:
        yield _make_meta("schema:digitalSourceType", disclosure.schema_type)


# Navigation


def _list_headings(book: SpokenBook) -> list[tuple[str, Passage, Clip]]:
    """The title and every heading, with the name of its chapter's files and its clip."""
    found: list[tuple[str, Passage, Clip]] = []
    for name, part in book.chapters:
        clips = {clip.id: clip for clip in part.clips}
        found += ((name, passage, clips[passage.sentences[0].id]) for passage in part.part.passages if passage.level)
    return found


def _make_ncx(book: SpokenBook) -> Element:
    headings = _list_headings(book)
    head = [
        _make_meta("dtb:uid", book.credits.identifier),
        _make_meta("dtb:depth", str(max(passage.level for _, passage, _ in headings))),
        _make_meta("dtb:generator", book.credits.generator),
        _make_meta("dtb:totalPageCount", "0"),
        _make_meta("dtb:maxPageNumber", "0"),
    ]
    points = _make_points(list(enumerate(headings, 1)))
    return make_block(
        "ncx",
        {"xmlns": _NCX_SPACE, "version": "2005-1", "xml:lang": book.language, "dir": get_direction(book.language)},
        [
            make_block("head", None, head),
            make_block("docTitle", None, _make_label(*headings[0])),
            *([make_block("docAuthor", None, [_make_text_of(book.credits.author)])] if book.credits.author else []),
            make_block("navMap", {"id": "map"}, points),
        ],
    )


def _make_points(entries: Sequence[tuple[int, tuple[str, Passage, Clip]]]) -> Iterator[Element]:
    """The headings with their places in the reading order, deeper ones inside those before them."""
    at = 0
    while at < len(entries):
        order, (name, passage, clip) = entries[at]
        end = at + 1
        while end < len(entries) and entries[end][1][1].level > passage.level:
            end += 1
        kind = "doctitle" if passage.kind == "title" else f"h{passage.level}"
        yield make_block(
            "navPoint",
            {"id": f"nav{order:03d}", "class": kind, "playOrder": str(order)},
            [
                make_block("navLabel", None, _make_label(name, passage, clip)),
                make_element("content", {"src": _make_link(name, clip.id)}),
                *_make_points(entries[at + 1 : end]),
            ],
        )
        at = end


def _make_label(name: str, passage: Passage, clip: Clip) -> Iterator[Element]:
    """The text of a heading, and its sound if it is read aloud."""
    sentence = passage.sentences[0]
    yield _make_text_of(sentence.text)
    if sentence.utterances:
        yield _make_audio(name, clip)


def _make_text_of(text: str) -> Element:
    return make_element("text", None, text)


def _make_audio(name: str, clip: Clip) -> Element:
    span = {"clipBegin": format_epub_clock(clip.start), "clipEnd": format_epub_clock(clip.end)}
    return make_element("audio", {"src": f"{name}.mp3", **span})


# Synchronization


def _make_link(name: str, sentence: str) -> str:
    """The address of a sentence's element in the SMIL file of its chapter."""
    return f"{name}.smil#p{sentence}"


def _make_smil(book: SpokenBook, name: str, part: SpokenPart, elapsed: int) -> Element:
    """The SMIL document of a chapter: the text and the sound of each sentence in parallel."""
    head = [
        _make_meta("dtb:uid", book.credits.identifier),
        _make_meta("dtb:generator", book.credits.generator),
        _make_meta("dtb:totalElapsedTime", format_epub_clock(elapsed)),
    ]
    events: list[Element] = []
    clips = iter(part.clips)
    for kind, group in _group_passages(part.part.passages):
        spoken = [sentence for passage in group for sentence in passage.sentences]
        pars = [_make_par(name, clip) for _, clip in zip(spoken, clips, strict=False)]
        if kind == "list_item":
            pars = [make_block("seq", {"id": _make_list_id(spoken[0]), "class": "list"}, pars)]
        events += pars
    whole = {"id": "chapter", "dur": format_epub_clock(part.milliseconds), "fill": "remove"}
    body = make_block("body", None, [make_block("seq", whole, events)])
    return make_block("smil", {"xmlns": _SMIL_SPACE}, [make_block("head", None, head), body])


def _make_par(name: str, clip: Clip) -> Element:
    text = make_element("text", {"src": f"text.xml#{clip.id}"})
    return make_block("par", {"id": f"p{clip.id}"}, [text, _make_audio(name, clip)])


def _make_list_id(first: Sentence) -> str:
    """The id of the SMIL element of a list in its chapter, by its first sentence."""
    return f"l{first.id}"


def _group_passages(passages: Iterable[Passage]) -> Iterator[tuple[PassageKind, list[Passage]]]:
    """Consecutive passages of one kind."""
    return ((kind, list(group)) for kind, group in groupby(passages, key=lambda passage: passage.kind))


# The text


def _make_text(book: SpokenBook) -> Element:
    language = book.language
    head = [
        _make_meta("dtb:uid", book.credits.identifier),
        _make_meta("dc:Title", book.title),
        _make_meta("dc:Language", language),
        make_element("link", {"rel": "stylesheet", "type": "text/css", "href": "default.css"}),
    ]
    (first, title), *others = ((name, passage) for name, part in book.chapters for passage in part.part.passages)
    front = _make_sentence("doctitle", first, title.sentences[0], language)
    levels = [_make_level(1, group, language) for group in _split_levels(1, others)] or [_make_empty_level()]
    text = [make_block("frontmatter", None, [front]), make_block("bodymatter", None, levels)]
    return make_block(
        "dtbook",
        {"xmlns": _DTBOOK_SPACE, "version": "2005-2", "xml:lang": language, "dir": get_direction(language)},
        [make_block("head", None, head), make_block("book", None, text)],
    )


def _split_levels(level: int, passages: Iterable[tuple[str, Passage]]) -> list[list[tuple[str, Passage]]]:
    """Passages, each with the name of its chapter's files, in groups that begin with the headings of a level. The first
    group may have none."""
    groups: list[list[tuple[str, Passage]]] = []
    for name, passage in passages:
        if passage.level == level or not groups:
            groups.append([])
        groups[-1].append((name, passage))
    return groups


def _make_level(level: int, passages: Sequence[tuple[str, Passage]], language: str) -> Element:
    """The element of a heading with what stands below it."""
    name, first = passages[0]
    own: list[Element] = []
    rest = list(passages)
    if first.level:
        own.append(_make_sentence(f"h{level}", name, first.sentences[0], language))
        rest = rest[1:]
    deeper = next((at for at, (_, passage) in enumerate(rest) if passage.level), len(rest))
    own += _make_passages(rest[:deeper], language)
    own += (_make_level(level + 1, group, language) for group in _split_levels(level + 1, rest[deeper:]))
    if first.level and len(own) == 1:
        own.append(make_element("p"))  # the DTD asks for something below each heading
    return make_block(f"level{level}", None, own)


def _make_empty_level() -> Element:
    return make_element("level1", None, make_element("p"))


def _make_passages(passages: Sequence[tuple[str, Passage]], language: str) -> Iterator[Element]:
    names = iter([name for name, _ in passages])
    for kind, group in _group_passages(passage for _, passage in passages):
        name, *_ = [next(names) for _ in group]
        elements = [_make_passage(name, passage, language) for passage in group]
        if kind == "list_item":
            list_id = _make_list_id(group[0].sentences[0])
            yield make_block("list", {"type": "ul", "smilref": f"{name}.smil#{list_id}"}, elements)
        elif kind == "quotation":
            yield make_block("blockquote", None, elements)
        else:
            yield from elements


def _make_passage(name: str, passage: Passage, language: str) -> Element:
    children: list[Element | str] = []
    for sentence in passage.sentences:
        children += [*([" "] if children else []), _make_sentence("sent", name, sentence, language)]
    attributes = {"class": "caption"} if passage.kind == "caption" else None
    return make_element("li" if passage.kind == "list_item" else "p", attributes, *children)


def _make_sentence(element: str, name: str, sentence: Sentence, language: str) -> Element:
    """A sentence or heading, which leads to its sound; words of other languages are marked."""
    words: list[Element | str] = []
    for text, foreign in split_languages(sentence, language):
        tag = choose_language_tag(foreign) if foreign else ""
        marked = {"xml:lang": tag, "dir": get_direction(tag)}
        words.append(make_element("span", marked, text) if foreign else text)
    return make_element(element, {"id": sentence.id, "smilref": _make_link(name, sentence.id)}, *words)


def _make_resources() -> Element:
    """The resource file: the names of structures, for readers that announce them."""
    sets = [
        make_block(
            "nodeSet",
            {"id": f"set-{element}", "select": f"//{element}"},
            [make_block("resource", {"xml:lang": "fr", "id": f"name-{element}"}, [_make_text_of(name)])],
        )
        for element, name in _STRUCTURES.items()
    ]
    scope = make_block("scope", {"nsuri": _DTBOOK_SPACE}, sets)
    return make_block("resources", {"xmlns": _RESOURCE_SPACE, "version": "2005-1"}, [scope])


def _write_rendition(rendition: Rendition, path: Path) -> None:
    edition = make_edition(rendition)
    write_daisy3(path, rendition.mp3, rendition.article, rendition.script, rendition.timeline, edition)


EXPORTER = Exporter(
    "daisy3",
    ".daisy3",
    "a DAISY 3 talking book, in a folder",
    _write_rendition,
    flag="--daisy3",
    flag_help="Also NAME.daisy3, a DAISY 3 talking book.",
    folder=FILE_NAMES,
)
