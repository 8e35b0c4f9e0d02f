"""Putting pronunciations into a user's lexicon and taking them out; the rest of the file stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from audiobrief.errors import DataError
from audiobrief.french_sounds import normalize_phonemes
from audiobrief.speech.lexicon.load import Pronunciation
from audiobrief.speech.lexicon.user import explain_pronunciation, read_user_lexicon
from audiobrief.system.filesystem import path_exists, read_text
from audiobrief.system.transaction import write_file

_TABLE = "pronunciation"


def make_pronunciation(word: str, *, ipa: str = "", like: str = "") -> Pronunciation:
    """The pronunciation of a word, in normalized phonemes. Raises DataError with the reason if it cannot be one."""
    if reason := explain_pronunciation(word, ipa, like):
        raise DataError("'{word}' cannot be pronounced so: {reason}.", word=word, reason=reason)
    return Pronunciation(ipa=normalize_phonemes(ipa), like=" ".join(like.split()))


def list_pronunciations(path: Path) -> Mapping[str, Pronunciation]:
    """The pronunciations in the lexicon at `path`; none if there is no file. Raises DataError."""
    return read_user_lexicon(path).pronunciation if path_exists(path) else {}


def add_pronunciations(path: Path, entries: Mapping[str, Pronunciation]) -> None:
    """Put entries into the lexicon at `path`, in place of former ones of the same words; make the file if there is
    none. Raises DataError and TargetError."""
    import tomlkit

    document = _open_document(path)
    table = document.setdefault(_TABLE, tomlkit.table())
    for word, entry in entries.items():
        written = tomlkit.inline_table()
        written.update({key: value for key, value in (("ipa", entry.ipa), ("like", entry.like)) if value})
        table[" ".join(word.split())] = written
    _write_document(path, document)


def remove_pronunciations(path: Path, words: Iterable[str]) -> None:
    """Take entries out of the lexicon at `path`. Raises DataError if one is not there, and TargetError."""
    known = list_pronunciations(path)
    document = _open_document(path)
    for word in words:
        if word not in known:
            raise DataError(
                "The lexicon '{path}' has no pronunciation of '{word}': 'audiobrief lexicon list' shows those it has.",
                path=path,
                word=word,
            )
        del document[_TABLE][word]
    if not document.get(_TABLE, True):
        del document[_TABLE]
    _write_document(path, document)


def _open_document(path: Path) -> Any:
    """The file as a document that keeps comments and order, checked. Raises DataError."""
    import tomlkit

    if not path_exists(path):
        return tomlkit.document()
    read_user_lexicon(path)
    return tomlkit.parse(read_text(path).removeprefix("\N{BYTE ORDER MARK}"))


def _write_document(path: Path, document: Any) -> None:
    write_file(path, document.as_string().encode(), "--in")
