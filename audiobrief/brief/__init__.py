"""The whole way, in one place: article → script → speech → voice and audio → delivery.

The stages do not know each other; only this room calls them all. `make` is the way itself.
"""

from audiobrief.brief.beside import planned
from audiobrief.brief.inspecting import inspect
from audiobrief.brief.making import deliver, make
from audiobrief.brief.scripting import file_lines, said, spoken_lines, write_script
from audiobrief.brief.voicing import cache_fault, cache_info, clear_cache, sample, voices
from audiobrief.brief.wishes import AcronymMode, ChapterMode, Programme, Progress, Voice, Wishes

__all__ = [
    "AcronymMode",
    "ChapterMode",
    "Programme",
    "Progress",
    "Voice",
    "Wishes",
    "cache_fault",
    "cache_info",
    "clear_cache",
    "deliver",
    "file_lines",
    "inspect",
    "make",
    "planned",
    "said",
    "sample",
    "spoken_lines",
    "voices",
    "write_script",
]
