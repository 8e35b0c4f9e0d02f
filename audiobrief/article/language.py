"""Tell in which language an article is: audiobrief reads French, and reads anything else wrongly."""

from __future__ import annotations

import unicodedata
from functools import cache

from audiobrief.errors import ArticleError
from audiobrief.lazy_regex import lazy_regex
from audiobrief.messages import Message, message
from audiobrief.model import Article
from audiobrief.system.toml_files import load_shipped

# A sample of so many characters tells the language; a text of fewer letters, or of fewer different words, may be
# anything.
_SAMPLE, _MIN_LETTERS, _MIN_WORDS = 6000, 70, 12
# In French, at least so many of a hundred words are among the frequent ones.
_MIN_FREQUENT = 0.12
# A French article may quote at length in another language.
_QUOTATION = lazy_regex(r"«[^«»]{20,2000}»|“[^“”]{20,2000}”")
_MARKS = lazy_regex("[\u0300-\u036f\u0483-\u0489]")
_WORD = lazy_regex(r"[^\W\d_]+")
_LATIN_WORD = lazy_regex("[a-z\u00aa-\u024f\u1e00-\u1eff]+")
_NAMES = {
    "en": message("English"), "de": message("German"), "es": message("Spanish"), "it": message("Italian"),
    "pt": message("Portuguese"), "nl": message("Dutch"), "ca": message("Catalan"), "ro": message("Romanian"),
    "ar": message("Arabic"), "ru": message("Russian"), "pl": message("Polish"), "zh": message("Chinese"),
    "ja": message("Japanese"), "ko": message("Korean"), "he": message("Hebrew"), "el": message("Greek"),
    "tr": message("Turkish"), "uk": message("Ukrainian"), "hu": message("Hungarian"), "cs": message("Czech"),
    "sv": message("Swedish"), "da": message("Danish"), "fi": message("Finnish"),
}  # fmt: skip


def check_language(article: Article, name: str) -> None:
    """Raise ArticleError if the article, which `name` stands for, is in another language than French."""
    text = " ".join(block.text for block in article.blocks if block.kind != "caption")[:_SAMPLE]
    language = detect_language(_QUOTATION.sub(" ", text))
    if language not in ("", "fr"):
        raise ArticleError(
            "'{address}' is in {language}, but audiobrief reads French: give --force-french to have it read as French.",
            address=name,
            language=_NAMES.get(language, Message(language)),
        )


def detect_language(text: str) -> str:
    """The code of the language of a text (ISO 639-1); empty if the text is too short to tell, or in none for sure."""
    # Letters of other widths, and marks stacked on letters, make no other language.
    text = _MARKS.sub("", unicodedata.normalize("NFKC", text))
    words = [word.lower() for word in _WORD.findall(text)]
    latin = [word for word in words if _LATIN_WORD.fullmatch(word)]
    if 2 * sum(map(len, latin)) > sum(map(len, words)):
        # A few words in another script are quoted; the detector would tell their language.
        words, text = latin, " ".join(latin)
    if sum(map(len, words)) < _MIN_LETTERS or len(set(words)) < _MIN_WORDS:
        return ""
    if sum(word in _load_frequent_words() for word in words) >= _MIN_FREQUENT * len(words):
        # Sure enough, and quicker than loading the detector.
        return "fr"
    from eld import LanguageDetector

    found = LanguageDetector().detect(text)
    return str(found.language or "") if found.is_reliable() else ""


@cache
def _load_frequent_words() -> frozenset[str]:
    return frozenset(load_shipped(__package__, "language")["french"])
