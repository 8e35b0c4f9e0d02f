"""Adding what was pasted, dropped or sent: a text, an address, or a document."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from dataclasses import dataclass
from typing import BinaryIO

from audiobrief.errors import ArticleError
from audiobrief.server.programmes import Programme, make_identifier
from audiobrief.server.site import UPLOADS, Site
from audiobrief.system.file_names import make_portable
from audiobrief.system.filesystem import remove_tree
from audiobrief.system.transaction import target_errors

_ADDRESS = re.compile(r"https?://\S+", re.I)
_BARE_ADDRESS = re.compile(r"www\.[^\s/]+\.[a-z]{2,}(?:/\S*)?", re.I)
# Characters of a text that is pasted.
_MOST = 5_000_000
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A document that was sent: its file name and its content."""

    name: str
    content: BinaryIO


def add_source(
    site: Site, what: str, title: str = "", upload: Upload | None = None, key: str | None = None
) -> Programme:
    """Add a document, or `what`: an article's address alone, or a text. What was added with the same `key` is returned.

    Raises ArticleError if there is nothing, or too much, and TargetError.
    """
    key = (key or secrets.token_urlsafe(12))[:100]
    if former := site.programmes.find_key(key):
        return former
    if upload is not None:
        return _add_document(site, upload, title, key)
    what = what.strip()
    if not what:
        raise ArticleError("There is nothing to add: give a text, the address of an article, or a document.")
    if len(what) > _MOST:
        raise ArticleError("The text is too long: send it as a document, or in parts.")
    if _BARE_ADDRESS.fullmatch(what):
        what = f"https://{what}"
    if _ADDRESS.fullmatch(what):
        return site.programmes.add("address", what, title, key=key)
    return site.programmes.add("text", what, title, key=key)


def find_shared(title: str, text: str, url: str) -> tuple[str, str]:
    """What a phone or a bookmarklet shares, and its title: the address, which may stand in the text, or the text."""
    if _ADDRESS.fullmatch(url.strip()):
        return url.strip(), title
    # Applications share « Look at this: https://… ».
    if len(text) < 500 and (found := _ADDRESS.search(text)):
        return found[0], title
    return text, title


def _add_document(site: Site, upload: Upload, title: str, key: str) -> Programme:
    """Write a document before the database knows of it, so that it is never missing."""
    name = make_portable(upload.name.replace("\\", "/").rpartition("/")[2] or "document")[-_LONGEST_NAME:]
    id = make_identifier()
    folder = site.data / UPLOADS / id
    try:
        with target_errors(folder, "--data"):
            folder.mkdir(mode=0o700)
            with (folder / name).open("xb") as file:
                shutil.copyfileobj(upload.content, file)
                file.flush()
                os.fsync(file.fileno())
        added = site.programmes.add("document", name, title, key=key, name=id)
    except BaseException:
        remove_tree(folder)
        raise
    if added.id != id:
        # The same form came twice at once.
        remove_tree(folder)
    return added
