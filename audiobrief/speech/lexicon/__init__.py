"""Words and facts about words, read from the files beside this one, and a user's own over them."""

from audiobrief.speech.lexicon.load import (
    Acronym,
    Currency,
    ForeignName,
    Lexicon,
    Pronunciation,
    Unit,
    load_builtin_lexicon,
    load_lines,
    load_word_forms,
)
from audiobrief.speech.lexicon.user import add_user_lexicon

__all__ = [
    "Acronym",
    "Currency",
    "ForeignName",
    "Lexicon",
    "Pronunciation",
    "Unit",
    "add_user_lexicon",
    "load_builtin_lexicon",
    "load_lines",
    "load_word_forms",
]
