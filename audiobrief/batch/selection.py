"""Which files of a watched folder are articles: by their names, never by what is in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath

from audiobrief.article.unsupported import name_kind

# Suffixes and beginnings that editors, browsers, file servers and transfer programs give to incomplete files.
_UNFINISHED = (
    ".part", ".partial", ".filepart", ".crdownload", ".download", ".opdownload", ".tmp", ".temp", ".swp", ".upload",
    ".uploading", ".inprogress", ".aria2", ".lock", "~",
)  # fmt: skip
_UNFINISHED_PREFIXES = (".", "~")
# What stands beside articles: data of the program that wrote them, pictures, sound. Documents of other kinds are not
# read either, but somebody waits for them, and is told.
_BESIDE = frozenset({"data", "database", "picture", "sound", "program", "code"})
# Texts that are sidecars where a sound or video of the same name is.
_RENDITIONS = frozenset({".srt", ".vtt", ".epub"})


@dataclass(frozen=True, slots=True)
class Selection:
    """What is taken from a folder: with `recursive` also from its sub-folders. `include` and `exclude` are patterns of
    names or of paths in the folder, as those of a shell, in upper or lower case."""

    recursive: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def is_article(self, path: PurePath, names: Collection[str]) -> bool:
        """Whether the file `path` (relative to the folder) is one. `names` are those of its own folder."""
        if self.exclude and _matches(path, self.exclude):
            return False
        if self.include:
            return _matches(path, self.include)
        return name_kind(path.name) not in _BESIDE and not _is_rendition(path, names)


def is_unfinished(name: str) -> bool:
    """Whether a file of this name is one that is still being written, or hidden."""
    return name.startswith(_UNFINISHED_PREFIXES) or name.lower().endswith(_UNFINISHED)


def _matches(path: PurePath, patterns: tuple[str, ...]) -> bool:
    texts = (path.name.lower(), path.as_posix().lower())
    return any(fnmatchcase(text, pattern.lower()) for pattern in patterns for text in texts)


def _is_rendition(path: PurePath, names: Collection[str]) -> bool:
    if path.suffix.lower() not in _RENDITIONS:
        return False
    return any(PurePath(name).stem == path.stem and name_kind(name) == "sound" for name in names)
