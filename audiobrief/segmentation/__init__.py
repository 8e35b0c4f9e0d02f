"""Segmentation: split an article into chapters and sentences, each with its role and the pause after it (`Script`)."""

from audiobrief.segmentation.intertitles import mark_intertitles
from audiobrief.segmentation.script import ChapterMode, announce, write_script
from audiobrief.segmentation.titles import title_article

__all__ = ["ChapterMode", "announce", "mark_intertitles", "title_article", "write_script"]
