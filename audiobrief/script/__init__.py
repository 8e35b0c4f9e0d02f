"""An article becomes a script: chapters of sentences, each with its role and the pause after it."""

from audiobrief.script.announce import announced
from audiobrief.script.titles import entitled
from audiobrief.script.write import ChapterMode, write

__all__ = ["ChapterMode", "announced", "entitled", "write"]
