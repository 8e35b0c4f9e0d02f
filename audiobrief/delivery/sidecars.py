"""The small files that go with a programme, by the ending of their names."""

from __future__ import annotations

import os
from collections.abc import Callable

from audiobrief.delivery.radio.cuesheet import cue_sheet
from audiobrief.delivery.text.chapters_json import chapters_json
from audiobrief.delivery.text.srt import srt
from audiobrief.delivery.text.transcript import transcript
from audiobrief.delivery.text.webvtt import webvtt
from audiobrief.model import Article, Script, Timeline

_WRITERS: dict[str, Callable[[Article, Script, Timeline, str], bytes]] = {
    "chapters.json": lambda article, script, timeline, name: chapters_json(article, timeline, file_name=name).encode(),
    "vtt": lambda article, script, timeline, name: webvtt(timeline).encode(),
    "srt": lambda article, script, timeline, name: srt(timeline).encode(),
    "html": lambda article, script, timeline, name: transcript(article, timeline).encode(),
    "cue": lambda article, script, timeline, name: cue_sheet(timeline, script, article, name, "MP3"),
}


def sidecar(kind: str, article: Article, script: Script, timeline: Timeline, sound_name: str) -> bytes:
    """The file of that kind for the programme whose sound is called `sound_name`. Raises KeyError for no such kind."""
    # A file name need not be UTF-8, nor the locale; what is written is.
    readable = os.fsencode(sound_name).decode("utf-8", "replace")
    return _WRITERS[kind](article, script, timeline, readable)
