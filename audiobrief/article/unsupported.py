"""Name what cannot be read aloud, and say what to do: data, pictures, sound, archives, documents of other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePath

from audiobrief.article.documents.faults import make_damage_error, make_password_error
from audiobrief.errors import ArticleError
from audiobrief.lazy_regex import lazy_regex
from audiobrief.messages import Message, message

# What a file is, and what to do with it.
_KINDS: Mapping[str, tuple[Message, Message]] = {
    "doc": (message("an old Word document"), message("save it as .docx in the program that opens it")),
    "document": (
        message("a document of another program"),
        message("save it as .docx, .odt, .rtf or .pdf in that program"),
    ),
    "pages": (message("a document of Pages"), message("export it as .docx or .epub")),
    "spreadsheet": (message("a spreadsheet"), message("save what is to be read in a text document")),
    "slides": (message("a presentation"), message("save its outline in a text document, or export it as .pdf")),
    "data": (message("data, not an article"), message("rename it to .txt to have it read all the same")),
    "database": (message("a database"), message("export what is to be read as text")),
    "picture": (message("a picture"), message("have its text recognized by an OCR program first")),
    "sound": (message("sound or video"), message("give its text, such as subtitles (.srt, .vtt)")),
    "archive": (message("an archive"), message("unpack it, and give the files in it")),
    "kindle": (message("a book for Kindle"), message("convert it to .epub, as Calibre does")),
    "mail": (message("mail of Outlook, or a whole mailbox"), message("save the message as .eml")),
    "layout": (message("a page layout or a printer's file"), message("export it as .pdf")),
    "program": (message("a program or another binary file"), message("give an article")),
    "code": (message("code, not an article"), message("rename it to .txt to have it read all the same")),
}
_SUFFIXES = {
    "document": "wpd wps sxw abw hwp hwpx lwp cwk xps oxps djvu djv lit pdb prc chm webarchive one",
    "pages": "pages",
    "spreadsheet": "xls xlsx xlsm xlsb xlt xltx ods ots numbers",
    "slides": "ppt pptx pptm pps ppsx odp otp key",
    "data": "csv tsv json jsonl ndjson geojson json5 xml rss atom opml xsd xsl xslt kml gpx svg yaml yml toml ini cfg"
    " conf properties plist ics vcf ldif log parquet avro npy npz mat h5 pkl po pot xliff xlf",
    "database": "db db3 sqlite sqlite3 mdb accdb dbf sql odb",
    "picture": "jpg jpeg png gif bmp tif tiff webp heic heif avif psd ico raw cr2 nef ai",
    "sound": "mp3 wav ogg oga opus flac aac m4a m4b wma aif aiff mid mp4 m4v mkv avi mov webm wmv mpg mpeg 3gp",
    "archive": "zip rar 7z gz tgz bz2 xz zst tar iso dmg cab lz lzma",
    "kindle": "mobi azw azw3 azw4 kfx kf8",
    "mail": "msg pst ost mbox mbx dbx oft",
    "layout": "indd idml qxp qxd pub ps eps dvi sla",
    "program": "exe dll so dylib bin com msi apk jar class pyc o a dat ttf otf woff woff2 eot swf wasm deb rpm",
    "code": "css js mjs ts jsx tsx c h cpp cc hpp java rs go rb php pl sh bat ps1 swift kt cs lua r scss less py",
}
_BY_SUFFIX = {f".{suffix}": kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
# Office documents before 2007, and what else is in a compound file: a name in it tells them apart (MS-CFB, 2.6).
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("WordDocument", "doc"), ("Workbook", "spreadsheet"), ("Book", "spreadsheet"), ("PowerPoint Document", "slides"),
    ("__nameid_version1.0", "mail"), ("__properties_version1.0", "mail"), ("Quill", "layout"),
)  # fmt: skip
_MAX_SEARCHED = 4 << 20
# The first bytes of other files (with DOTALL).
_SIGNATURES = (
    (rb"SQLite format 3\x00|\x00\x01\x00\x00Standard (?:Jet|ACE) DB", "database"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\x00{4}|II\*\x00|MM\x00\*|8BPS|RIFF.{4}WEBP", "picture"),
    (rb".{4}ftyp(?:heic|heix|mif1|avif)", "picture"),
    (rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]|RIFF.{4}(?:WAVE|AVI )|OggS|fLaC|FORM.{4}AIF|MThd", "sound"),
    (rb".{4}ftyp|\x1a\x45\xdf\xa3", "sound"),
    (rb"\x1f\x8b|BZh[1-9]|\xfd7zXZ\x00|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x28\xb5\x2f\xfd", "archive"),
    (rb".{257}ustar|MSCF\x00", "archive"),
    (rb".{60}(?:BOOKMOBI|TEXtREAd)|\xeaDRMION\xee|CONT.\x00", "kindle"),
    (rb"!BDN", "mail"),
    (rb"%!PS-Adobe|\x06\x06\xed\xf5\xd8\x1d\x46\xe5|\xf7\x02\x01\x83\x92\xc0", "layout"),
    (rb"\xffWPC|AT&TFORM|ITSF\x03|ITOLITLS|bplist00", "document"),
    (rb"\x7fELF|MZ.{0,60}\x00|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|\x00asm|wOF[F2]", "program"),
    (rb"\x00\x01\x00\x00\x00|OTTO\x00", "program"),
)
_ARCHIVED = {"docx": "document", "xlsx": "spreadsheet", "pptx": "slides", "pages": "pages", "zip": "archive"}
# The XML of documents that are read begins with these elements.
_MARKUP = lazy_regex(
    r"(?:<\?[^>]{0,300}\?>|<!--.{0,2000}?-->|<!doctype[^>]{0,600}>|\s){0,20}<(?:\w{1,20}:)?(html|FictionBook)\b",
    re.I | re.S,
)
_XML = lazy_regex(r"<\?xml\b|<(\w[\w:.-]{0,60})(?:\s[^<>]{0,2000})?\sxmlns[:=]", re.I)
_MAX_JSON = 2_000_000
_MIN_ROWS = 5


def check_bytes(raw: bytes, address: str) -> None:
    """Raise ArticleError if the first bytes of a file are those of something that cannot be read aloud."""
    if raw.startswith(_COMPOUND_FILE):
        part = raw[:_MAX_SEARCHED]
        if "EncryptedPackage".encode("utf-16-le") in part:
            raise make_password_error(address)
        found = (kind for name, kind in _STREAMS if name.encode("utf-16-le") in part)
        raise _make_error(next(found, "document"), address)
    if raw.startswith(b"PK\x03\x04"):
        from audiobrief.article.documents.archive import identify_archive

        kind = identify_archive(raw)
        if not kind:
            raise make_damage_error(address)
        raise _make_error(_ARCHIVED.get(kind) or _name_media_type(kind), address)
    for signature, kind in _SIGNATURES:
        if re.match(signature, raw[:512], re.S):
            raise _make_error(kind, address)


def name_kind(address: str) -> str:
    """What a file is that is not read aloud, by its suffix: a key of `_KINDS`; empty if the suffix says nothing."""
    return _BY_SUFFIX.get(PurePath(address).suffix.lower(), "")


def check_suffix(address: str) -> None:
    """Raise ArticleError if the suffix of a file is that of something that is not read aloud."""
    if kind := name_kind(address):
        raise _make_error(kind, address)


def check_text(text: str, address: str) -> None:
    """Raise ArticleError if a text whose suffix says nothing is data: JSON, XML or a table."""
    head = text.lstrip()[:5000]
    if head[:1] in "{[" and head and _is_json(text):
        raise _make_error("data", address)
    if _XML.match(head) and not _MARKUP.match(head):
        raise _make_error("data", address)
    if _is_table(text):
        raise _make_error("data", address)


def is_markup(text: str) -> bool:
    """Whether a file named .xml is a web page."""
    return bool(_MARKUP.match(text[:5000]))


def _is_json(text: str) -> bool:
    if len(text) > _MAX_JSON:
        return bool(re.match(r"\s*[\[{]\s*(?:[\[{]|\"(?:[^\"\\]|\\.){0,200}\"\s*[:,])", text))
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _is_table(text: str) -> bool:
    """Whether each line has the same number of semicolons or tabs, and no more than a few words between them."""
    lines = [line for line in text[:20_000].split("\n")[:50] if line.strip()]
    if len(lines) < _MIN_ROWS:
        return False
    for mark in (";", "\t", "|"):
        counts = {line.count(mark) for line in lines[:-1]}
        if len(counts) == 1 and min(counts) > 1:
            cells = [cell for line in lines for cell in line.split(mark)]
            return sum(map(len, cells)) / len(cells) < 40
    return False


def _name_media_type(kind: str) -> str:
    """What an archive with this media type is."""
    if "spreadsheet" in kind or "chart" in kind:
        return "spreadsheet"
    if "presentation" in kind:
        return "slides"
    return "document" if kind.startswith("application/") else "archive"


def _make_error(kind: str, address: str) -> ArticleError:
    what, advice = _KINDS[kind]
    return ArticleError(
        "'{address}' is {what}, which is not read aloud: {advice}.",
        address=address or "standard input",
        what=what,
        advice=advice,
    )
