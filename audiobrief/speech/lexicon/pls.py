"""Pronunciation lexicons in XML: the W3C's Pronunciation Lexicon Specification (PLS) 1.0, read and written.

`pls.rng` is the specification's grammar. A lexeme's `phoneme` is a word's `ipa`, its `alias` a word's `like`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from audiobrief.errors import DataError
from audiobrief.french_sounds import normalize_phonemes
from audiobrief.messages import Message, get_reason, message
from audiobrief.speech.lexicon.load import Pronunciation
from audiobrief.speech.lexicon.user import explain_pronunciation
from audiobrief.system.filesystem import read_bytes

MEDIA_TYPE = "application/pls+xml"
_NAMESPACE = "http://www.w3.org/2005/01/pronunciation-lexicon"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_pls(path: Path) -> dict[str, Pronunciation]:
    """The words of a PLS file with their pronunciations. Raises DataError with the file, the line and the reason.

    Where a lexeme has several phonemes or aliases, the one to `prefer` is taken, else the first (clauses 4.6 and 4.7);
    where several lexemes have the same grapheme, the first (4.9.3).
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(read_bytes(path), parser)
    except OSError as error:
        raise DataError(
            "The lexicon '{path}' cannot be read ({reason}): check the path.", path=path, reason=get_reason(error)
        ) from error
    except etree.XMLSyntaxError as error:
        line, _ = error.position
        raise _make_error(
            path, line, message("it is not well-formed XML ({reason})", reason=error.msg or "")
        ) from error
    if fault := next(_find_faults(root), None):
        raise _make_error(path, *fault)
    schema = etree.RelaxNG(_load_grammar())
    if not schema.validate(root):
        wrong = schema.error_log[0]
        raise _make_error(path, wrong.line, Message(wrong.message.rstrip(".")))
    words: dict[str, Pronunciation] = {}
    for lexeme in root.iterfind(f"{{{_NAMESPACE}}}lexeme"):
        for word, entry in _read_lexeme(path, lexeme, root.get("alphabet", "")):
            words.setdefault(word, entry)
    return words


def write_pls(words: Mapping[str, Pronunciation]) -> bytes:
    """A PLS document of words with their pronunciations."""
    from lxml import etree

    root = etree.Element(f"{{{_NAMESPACE}}}lexicon", nsmap={None: _NAMESPACE})
    root.set("version", "1.0")
    root.set("alphabet", "ipa")
    root.set(_LANGUAGE, "fr")
    for word, entry in words.items():
        lexeme = etree.SubElement(root, f"{{{_NAMESPACE}}}lexeme")
        for name, text in (("grapheme", word), ("phoneme", entry.ipa), ("alias", entry.like)):
            if text:
                etree.SubElement(lexeme, f"{{{_NAMESPACE}}}{name}").text = text
    etree.indent(root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"


def _find_faults(root: Any) -> Iterator[tuple[int, Message]]:
    """Yield the line and the reason of frequent faults, of which the grammar's validator says little."""
    if root.tag != f"{{{_NAMESPACE}}}lexicon":
        yield root.sourceline, message("it is no <lexicon> of the namespace {namespace}", namespace=_NAMESPACE)
    if root.get("version") != "1.0":
        yield root.sourceline, message('<lexicon> needs version="1.0" (4.1)')
    if not root.get("alphabet"):
        yield root.sourceline, message('<lexicon> needs alphabet="ipa" (4.1)')
    language = root.get(_LANGUAGE, "")
    if language.lower().partition("-")[0] != "fr":
        yield root.sourceline, message('<lexicon> needs xml:lang="fr", not "{language}" (4.1)', language=language)
    for lexeme in root.iterfind(f"{{{_NAMESPACE}}}lexeme"):
        if lexeme.find(f"{{{_NAMESPACE}}}grapheme") is None:
            yield lexeme.sourceline, message("<lexeme> needs a <grapheme> (4.4)")
        if all(lexeme.find(f"{{{_NAMESPACE}}}{name}") is None for name in ("phoneme", "alias")):
            yield lexeme.sourceline, message("<lexeme> needs a <phoneme> or an <alias> (4.4)")


def _read_lexeme(path: Path, lexeme: Any, alphabet: str) -> Iterator[tuple[str, Pronunciation]]:
    """The words of a lexeme with their pronunciation. Raises DataError."""
    phoneme, alias = _find_preferred(lexeme, "phoneme"), _find_preferred(lexeme, "alias")
    if phoneme is not None and phoneme.get("alphabet", alphabet) != "ipa":
        raise _make_error(
            path,
            phoneme.sourceline,
            message("its alphabet is '{alphabet}'; only ipa is read", alphabet=phoneme.get("alphabet", alphabet)),
        )
    ipa, like = _get_text(phoneme), _get_text(alias)
    for grapheme in lexeme.iterfind(f"{{{_NAMESPACE}}}grapheme"):
        word = _get_text(grapheme)
        if reason := explain_pronunciation(word, ipa, like):
            raise _make_error(path, grapheme.sourceline, message("'{word}': {reason}", word=word, reason=reason))
        yield word, Pronunciation(ipa=normalize_phonemes(ipa), like=like)


def _find_preferred(lexeme: Any, name: str) -> Any:
    found = lexeme.findall(f"{{{_NAMESPACE}}}{name}")
    return next((one for one in found if one.get("prefer") == "true"), found[0] if found else None)


def _get_text(element: Any) -> str:
    return "" if element is None else " ".join((element.text or "").split())


@cache
def _load_grammar() -> Any:
    from lxml import etree

    return etree.fromstring(resources.files(__package__ or "").joinpath("pls.rng").read_bytes())


def _make_error(path: Path, line: int, reason: Message) -> DataError:
    return DataError("The lexicon '{path}', line {line}: {reason}.", path=path, line=line, reason=reason)
