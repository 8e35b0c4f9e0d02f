"""An article becomes a script: chapters of sentences, each with its role and the pause after it."""

from audiobrief.segmentation.announce import announced
from audiobrief.segmentation.titles import entitled
from audiobrief.segmentation.write import ChapterMode, write

__all__ = ["ChapterMode", "announced", "entitled", "write"]
