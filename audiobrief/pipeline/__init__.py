"""The pipeline from an article to a programme.

`make` reads the article, writes its script, resolves the voice, speaks, masters and exports. Nothing else calls two
stages; each stage gets what it needs from here and knows none of the others.
"""

from audiobrief.pipeline.checking import check_options
from audiobrief.pipeline.choices import list_named_files, plan_files, resolve_profile
from audiobrief.pipeline.making import make, make_sample
from audiobrief.pipeline.performance import Performance, open_performance, speak_sample
from audiobrief.pipeline.programme import ChapterTime, Events, Programme, Progress
from audiobrief.pipeline.reading import Source, read
from audiobrief.pipeline.scripting import (
    format_phonemes,
    join_speech,
    pronounce,
    pronounce_text,
    script,
    spoken_text,
)

__all__ = [
    "ChapterTime",
    "Events",
    "Performance",
    "Programme",
    "Progress",
    "Source",
    "check_options",
    "format_phonemes",
    "join_speech",
    "list_named_files",
    "make",
    "make_sample",
    "open_performance",
    "plan_files",
    "pronounce",
    "pronounce_text",
    "read",
    "resolve_profile",
    "script",
    "speak_sample",
    "spoken_text",
]
