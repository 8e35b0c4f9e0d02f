"""MPEG-1 Layer II, which radio automation of many years reads, with the tags of the MP3."""

from __future__ import annotations

from audiobrief.delivery.exporter import Exporter
from audiobrief.delivery.mp3 import tag_rendition

EXPORTER = Exporter("mp2", ".mp2", "MPEG Layer II for radio automation, tagged as the MP3", tag_rendition, codec="mp2")
