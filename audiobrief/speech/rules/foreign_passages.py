"""Quotations and whole sentences in another language, known by its function words."""

from __future__ import annotations

import re
from functools import cache

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.patterns import LETTER, SPACE
from audiobrief.speech.rule import Context, Piece, Rule, Said
from audiobrief.system.toml_files import load_shipped

_WORD = lazy_regex(rf"{LETTER}+")
# A passage has so many words; so many and this part of them are function words of its language, and few of French.
_MIN_WORDS, _MIN_KNOWN, _MIN_PART, _MAX_FRENCH = 5, 3, 0.25, 0.05
_LANGUAGES = ("en", "de", "es", "it")
# « We shall never surrender », or a sentence without quotation marks.
_PASSAGE = lazy_regex(
    rf"(?<=[«“\"]){SPACE}*(?P<quoted>[^«»“”\"]{{20,800}}?){SPACE}*(?=[»”\"])|\A(?P<whole>[^«»“”\"]{{25,800}})\Z"
)


def _say_passage(match: re.Match[str], context: Context) -> Said:
    """The passage as foreign text; None if it is French or in no language for sure."""
    name = "quoted" if match["quoted"] is not None else "whole"
    language = _find_language(match[name])
    return [Piece(*match.span(name), match[name], "foreign", language, entry="foreign-passage")] if language else None


def _find_language(text: str) -> str:
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < _MIN_WORDS:
        return ""
    known = _load_function_words()
    counts = {language: sum(word in known[language] for word in words) for language in (*_LANGUAGES, "fr")}
    best = max(_LANGUAGES, key=lambda language: counts[language])
    if counts["fr"] > _MAX_FRENCH * len(words) or counts[best] < max(_MIN_KNOWN, _MIN_PART * len(words)):
        return ""
    return best


@cache
def _load_function_words() -> dict[str, frozenset[str]]:
    tables = load_shipped("audiobrief.speech.lexicon", "function_words")
    return {language: frozenset(words) for language, words in tables.items()}


RULES = (Rule("foreign-passage", _PASSAGE, _say_passage),)
