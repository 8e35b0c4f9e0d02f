"""What is wrong with a DAISY 2.02 book, by the specification and by nothing that wrote the book.

The recommendation of 28 February 2001, its appendix 2 for the metadata; the DTDs of XHTML 1.0 and SMIL 1.0, where
Debian's w3c-sgml-lib is installed.
"""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

from lxml import etree

_FOLDER = Path("/usr/share/xml/w3c-sgml-lib/schema/dtd")
DTDS = {
    ".html": _FOLDER / "REC-xhtml1-20020801" / "xhtml1-transitional.dtd",
    ".smil": _FOLDER / "REC-smil-19980615" / "smil10.dtd",
}
XHTML = "{http://www.w3.org/1999/xhtml}"
DOCTYPES = {
    ".html": "-//W3C//DTD XHTML 1.0 Transitional//EN",
    ".smil": "-//W3C//DTD SMIL 1.0//EN",
}
# Exactly once in the NCC.
MANDATORY = [
    "dc:date", "dc:format", "dc:identifier", "dc:publisher", "dc:title", "ncc:charset", "ncc:pageFront",
    "ncc:pageNormal", "ncc:pageSpecial", "ncc:tocItems", "ncc:totalTime",
]  # fmt: skip
# Once or more.
REPEATABLE = ["dc:creator", "dc:language"]
# At most once; here all are wanted.
RECOMMENDED = [
    "ncc:depth", "ncc:files", "ncc:generator", "ncc:kByteSize", "ncc:maxPageNormal", "ncc:multimediaType",
    "ncc:setInfo", "ncc:producedDate",
]  # fmt: skip
HEADINGS = [f"{XHTML}h{level}" for level in range(1, 7)]


def faults(folder, lengths):
    """The faults of the book in `folder`: of its documents first, then of what they say together.

    `lengths` are those of its MP3s, by name, in seconds.
    """
    book = _Book(folder)
    found = list(_names(folder))
    for name in book.trees:
        found += _document(book, name)
    if found:
        return found
    found += _metadata(book)
    found += _navigation(book)
    found += _text(book)
    found += _times(book, lengths)
    return found


def dtd_faults(folder):
    """What the DTDs of the documents' own types object to."""
    known = {suffix: etree.DTD(file=str(path)) for suffix, path in DTDS.items()}
    for path in sorted(folder.iterdir()):
        dtd = known.get(path.suffix)
        if dtd is not None and not dtd.validate(etree.parse(str(path))):
            yield from (f"{path.name}: {error.message}" for error in dtd.error_log.filter_from_errors())


class _Book:
    def __init__(self, folder):
        self.folder = folder
        parser = etree.XMLParser(load_dtd=False, resolve_entities=False, no_network=True)
        self.trees = {
            path.name: etree.parse(str(path), parser) for path in sorted(folder.iterdir()) if path.suffix in DOCTYPES
        }
        self.ncc = self.trees["ncc.html"]
        # Presentations in the order in which the NCC first refers to them.
        self.smils = list(dict.fromkeys(href.split("#")[0] for href in _hrefs(self.ncc)))

    def elements(self, name):
        return [element for element in self.trees[name].iter() if isinstance(element.tag, str)]

    def by_id(self, name):
        return {element.get("id"): element for element in self.elements(name) if element.get("id")}

    def meta(self, name, key):
        return [element.get("content") for element in self.elements(name) if element.get("name") == key]

    def pars(self, name):
        return [element for element in self.elements(name) if element.tag == "par"]


def _hrefs(tree):
    return [element.get("href") for element in tree.iter(f"{XHTML}a")]


def _names(folder):
    """What the oldest players can find: ASCII, lower case, short, one folder."""
    for path in sorted(folder.iterdir()):
        if not path.is_file() or not re.fullmatch(r"[a-z0-9]{1,60}\.(?:html|smil|mp3|css)", path.name):
            yield f"{path.name}: not a name that every player can find"


def _document(book, name):
    tree = book.trees[name]
    suffix = Path(name).suffix
    raw = (book.folder / name).read_bytes()
    if not raw.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE '):
        yield f"{name}: does not open with an XML declaration and a document type"
    if tree.docinfo.public_id != DOCTYPES[suffix]:
        yield f"{name}: the document type is {tree.docinfo.public_id}"
    if re.search(rb"<[a-z]+:|xmlns:", raw):
        yield f"{name}: prefixed elements"
    ids = [element.get("id") for element in book.elements(name) if element.get("id")]
    yield from (f"{name}: the id {one} occurs twice" for one in sorted(set(ids)) if ids.count(one) > 1)
    for element in book.elements(name):
        for attribute in ("href", "src"):
            if element.get(attribute):
                yield from _reference(book, name, element.get(attribute))
    if suffix == ".html":
        levels = [int(element.tag[-1]) for element in book.elements(name) if element.tag in HEADINGS]
        if levels[:1] != [1] or any(two > one + 1 for one, two in pairwise(levels)):
            yield f"{name}: the headings skip a level: {levels}"


def _reference(book, name, reference):
    file, _, fragment = reference.partition("#")
    if not (book.folder / file).is_file():
        yield f"{name}: {reference} leads to no file"
    elif fragment:
        target = book.by_id(file).get(fragment)
        if target is None:
            yield f"{name}: {reference} leads to no element"
        elif file.endswith(".smil") and target.tag not in ("text", "par"):
            yield f"{name}: {reference} leads to no text and no par"


def _metadata(book):
    for key in [*MANDATORY, *RECOMMENDED]:
        if len(book.meta("ncc.html", key)) != 1:
            yield f"ncc.html: {key} stands there {len(book.meta('ncc.html', key))} times"
    for key in REPEATABLE:
        if not book.meta("ncc.html", key):
            yield f"ncc.html: {key} is missing"
    if any(not value.strip() for element in book.ncc.iter(f"{XHTML}meta") for value in [element.get("content")]):
        yield "ncc.html: an empty value"
    for key in ("dc:date", "ncc:producedDate", "ncc:sourceDate", "ncc:revisionDate"):
        for value in book.meta("ncc.html", key):
            date.fromisoformat(value)
    body = list(book.ncc.getroot().find(f"{XHTML}body"))
    size = sum(path.stat().st_size for path in book.folder.iterdir())
    expected = {
        "dc:format": "Daisy 2.02",
        "ncc:charset": "utf-8",
        "ncc:pageFront": "0",
        "ncc:pageNormal": "0",
        "ncc:pageSpecial": "0",
        "ncc:maxPageNormal": "0",
        "ncc:multimediaType": "audioFullText",
        "ncc:setInfo": "1 of 1",
        "ncc:tocItems": str(len(body)),
        "ncc:depth": str(max(int(element.tag[-1]) for element in body)),
        "ncc:files": str(len(list(book.folder.iterdir()))),
        "ncc:kByteSize": str(-(-size // 1024)),
    }
    for key, value in expected.items():
        if book.meta("ncc.html", key) != [value]:
            yield f"ncc.html: {key} is {book.meta('ncc.html', key)}, not {value}"
    for name in [*book.smils, "master.smil"]:
        if book.meta(name, "dc:format") != ["Daisy 2.02"]:
            yield f"{name}: dc:format"
        for key in ("dc:identifier", "dc:title"):
            if book.meta(name, key) != book.meta("ncc.html", key):
                yield f"{name}: {key} is not the NCC's"


def _navigation(book):
    body = list(book.ncc.getroot().find(f"{XHTML}body"))
    if body[0].tag != f"{XHTML}h1" or body[0].get("class") != "title":
        yield "ncc.html: the first heading is not the title"
    for element in body:
        links = list(element)
        if element.tag not in HEADINGS or not element.get("id") or len(links) != 1 or links[0].tag != f"{XHTML}a":
            yield f"ncc.html: {element.get('id')} is not a heading with an id and one link"
        elif not (links[0].text or "").strip():
            yield f"ncc.html: {element.get('id')} says nothing"
    references = [element.get("src") for element in book.elements("master.smil") if element.tag == "ref"]
    if references != book.smils:
        yield "master.smil: not the presentations of the NCC, in its order"
    if set(book.smils) != {name for name in book.trees if name.endswith(".smil")} - {"master.smil"}:
        yield "ncc.html: it does not lead to every presentation"
    places = []
    for href in _hrefs(book.ncc):
        name, _, fragment = href.partition("#")
        order = [element.get("id") for element in book.elements(name)]
        places.append((book.smils.index(name), order.index(fragment)))
    if places != sorted(set(places)):
        yield "ncc.html: it does not follow the presentations"
    for name in book.smils:
        first = book.pars(name)[0].find("text").get("id")
        if f"{name}#{first}" not in _hrefs(book.ncc):
            yield f"ncc.html: it does not lead to the beginning of {name}"


def _text(book):
    """Each sentence of the text has one event, in the same order, and leads to it; headings are those of the NCC."""
    events = [(name, par.find("text")) for name in book.smils for par in book.pars(name)]
    targets = [text.get("src") for _, text in events]
    linked = [element for element in book.elements("content.html") if element.tag == f"{XHTML}a"]
    shown = [f"content.html#{element.getparent().get('id')}" for element in linked]
    if targets != shown:
        yield "content.html: its sentences are not those of the presentations"
    if [element.get("href") for element in linked] != [f"{name}#{text.get('id')}" for name, text in events]:
        yield "content.html: its sentences do not lead to their own events"
    headings = [
        ("".join(element.itertext()), element.tag)
        for element in book.elements("content.html")
        if element.tag in HEADINGS
    ]
    entries = [
        ("".join(element.itertext()), element.tag) for element in book.elements("ncc.html") if element.tag in HEADINGS
    ]
    if headings != entries:
        yield "content.html: its headings are not those of the NCC"


def clips(book_folder, name):
    """(text reference, MP3, begin, end) of each event of a presentation; times in milliseconds."""
    tree = etree.parse(str(book_folder / name))
    for par in tree.iter("par"):
        (audio,) = par.iter("audio")
        yield par.find("text").get("src"), audio.get("src"), _npt(audio.get("clip-begin")), _npt(audio.get("clip-end"))


def _npt(value):
    seconds, thousandths = re.fullmatch(r"npt=(\d+)\.(\d{3})s", value).groups()
    return 1000 * int(seconds) + int(thousandths)


def _seconds(value):
    hours, minutes, seconds = re.fullmatch(r"(\d\d):([0-5]\d):([0-5]\d)", value).groups()
    return 3600 * int(hours) + 60 * int(minutes) + int(seconds)


def _times(book, lengths):
    elapsed = 0
    used = set()
    for name in book.smils:
        total, last = 0, None
        for _, audio, begin, end in clips(book.folder, name):
            used.add(audio)
            total += end - begin
            if not begin < end:
                yield f"{name}: a clip from {begin} to {end}"
            if audio in lengths and end > 1000 * lengths[audio]:
                yield f"{name}: a clip ends at {end}, after {audio}"
            if last is not None and begin != last:
                yield f"{name}: a gap before {begin}"
            last = end
        (whole,) = book.trees[name].getroot().find("body")
        if whole.get("dur") != f"{total // 1000}.{total % 1000:03d}s":
            yield f"{name}: it takes {total} ms, not {whole.get('dur')}"
        for key, milliseconds in (("ncc:timeInThisSmil", total), ("ncc:totalElapsedTime", elapsed)):
            if [_seconds(value) for value in book.meta(name, key)] != [(milliseconds + 500) // 1000]:
                yield f"{name}: {key} is {book.meta(name, key)}, not {milliseconds} ms"
        elapsed += total
    for name, key in (("ncc.html", "ncc:totalTime"), ("master.smil", "ncc:timeInThisSmil")):
        if [_seconds(value) for value in book.meta(name, key)] != [(elapsed + 500) // 1000]:
            yield f"{name}: {key} is {book.meta(name, key)}, not {elapsed} ms"
    if used != set(lengths):
        yield f"sounds {sorted(set(lengths) ^ used)} are not there or not heard"
