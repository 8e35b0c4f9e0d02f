"""Words and facts about words, read from the TOML beside this file."""

from audiobrief.speech.lexicon.load import Acronym, ForeignName, Lexicon, Unit, builtin, with_house

__all__ = ["Acronym", "ForeignName", "Lexicon", "Unit", "builtin", "with_house"]
