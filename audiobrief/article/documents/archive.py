"""ZIP archives of documents, read within limits: a small file may hold gigabytes of compressed zeros."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any
from urllib.parse import unquote

from audiobrief.article.documents.faults import make_damage_error, make_password_error
from audiobrief.errors import ArticleError

# A book of a thousand pages has about 5 MB of text, and several times that with its markup. Only parts with text are
# unpacked; the sum is that of all parts that are read.
_MAX_MEMBERS, _MAX_PART, _MAX_TOTAL = 20_000, 64 << 20, 192 << 20
_CHUNK = 1 << 20
# APPNOTE 4.4.4: bit 0 of the flags of an encrypted member.
_ENCRYPTED = 1


class Archive:
    """The parts of a document in a ZIP archive. Raises ArticleError, in which `address` is named, if it is damaged."""

    def __init__(self, raw: bytes, address: str) -> None:
        self._address = address or "standard input"
        self._unpacked = 0
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise self.make_damage_error() from error
        if len(self._archive.filelist) > _MAX_MEMBERS:
            raise self._make_size_error()
        self._members = {entry.filename.replace("\\", "/").lstrip("/"): entry for entry in self._archive.filelist}
        self._by_lower = {name.lower(): name for name in self._members}

    @property
    def names(self) -> list[str]:
        """The names of the parts, in the order of the archive."""
        return list(self._members)

    def find(self, name: str) -> str:
        """The name of the part that `name` refers to, perhaps in other case or percent-encoded; empty without one."""
        for written in (name, unquote(name)):
            path = _normalize_path(written)
            if found := path if path in self._members else self._by_lower.get(path.lower(), ""):
                return found
        return ""

    def read(self, name: str) -> bytes:
        """The content of a part; empty if there is none of that name.

        Raises ArticleError if it is damaged, encrypted or too large.
        """
        found = self.find(name)
        if not found:
            return b""
        member = self._members[found]
        if member.flag_bits & _ENCRYPTED:
            raise make_password_error(self._address)
        parts: list[bytes] = []
        size = 0
        try:
            with self._archive.open(member) as file:
                while part := file.read(_CHUNK):
                    size += len(part)
                    self._unpacked += len(part)
                    if size > _MAX_PART or self._unpacked > _MAX_TOTAL:
                        raise self._make_size_error()
                    parts.append(part)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            ValueError,
            OSError,
            RuntimeError,
        ) as error:
            raise self.make_damage_error() from error
        return b"".join(parts)

    def parse(self, name: str) -> Any:
        """The root element of a part; None if there is none of that name. Raises ArticleError."""
        from audiobrief.article.documents.xml import parse_xml

        raw = self.read(name)
        return parse_xml(raw, self._address) if raw else None

    def make_damage_error(self) -> ArticleError:
        return make_damage_error(self._address)

    def _make_size_error(self) -> ArticleError:
        return ArticleError(
            "'{address}' holds more than {most} MB of text when unpacked, too much for an article: split it first.",
            address=self._address,
            most=_MAX_TOTAL >> 20,
        )


_KINDS = {
    "application/epub+zip": "epub",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.text-master": "odt",
}


def identify_archive(raw: bytes) -> str:
    """What the ZIP archive `raw` is: the name of a format, the media type or suffix of another one, `zip`, or nothing
    if it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = {entry.filename.lower().lstrip("/") for entry in archive.filelist[:_MAX_MEMBERS]}
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    declared = file.read(200).decode("ascii", "replace").strip()
                return _KINDS.get(declared, declared)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError, KeyError):
        return ""
    if "meta-inf/container.xml" in names:
        return "epub"
    if "[content_types].xml" in names:
        folders = {name.split("/")[0] for name in names}
        return next((kind for folder, kind in _OFFICE.items() if folder in folders), "zip")
    if "content.xml" in names and "meta-inf/manifest.xml" in names:
        return "odt"
    files = [name for name in names if not name.endswith("/")]
    if len(files) == 1 and files[0].endswith(".fb2"):
        return "fb2"
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names) or "index.zip" in names:
        return "pages"
    return "zip"


_OFFICE = {"word": "docx", "xl": "xlsx", "ppt": "pptx"}


def _normalize_path(path: str) -> str:
    """A path without `.` and `..`, which leads to no other place than a part of the archive."""
    steps: list[str] = []
    for step in re.split(r"[/\\]", path):
        if step == "..":
            steps[-1:] = []
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)
