"""Cue sheets: the chapters as tracks, for players and burning software without support for ID3 chapters.

CDRWIN User's Guide, appendix A, "Cue Sheet Commands": times are minutes, seconds and 75ths of a second; texts are in
double quotes and cannot contain them; TITLE and PERFORMER have at most 80 characters; tracks and indexes are numbered
01 to 99.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.radio.transliteration import keep_first_words
from audiobrief.delivery.timecode import format_cue_index
from audiobrief.errors import TargetError
from audiobrief.model import Article, Script, Timeline

FileKind = Literal["MP3", "WAVE"]

_MOST = 99
_LONGEST_TEXT = 80


def format_cue_sheet(timeline: Timeline, script: Script, article: Article, file_name: str, kind: FileKind) -> bytes:
    """The cue sheet of the sound file `file_name`, in UTF-8 with CRLF line endings.

    A sheet has at most 99 tracks. Chapters after the 99th become further indexes (02, 03 …) of the last track, which
    gives 98 more to players that support indexes. Raises TargetError for a file name that cannot be written in a sheet.
    """
    # No-break spaces are allowed, though `isprintable` is false for them.
    if '"' in file_name or not file_name.translate({0xA0: " ", 0x202F: " "}).isprintable():
        raise TargetError(
            "A cue sheet cannot name the file '{name}': choose a name without double quotes.", name=file_name
        )
    lines = ["REM GENRE Speech"]
    if article.published:
        lines.append(f"REM DATE {article.published.year}")
    performer = _quote_text(article.byline or article.source)
    if article.byline or article.source:
        lines.append(f"PERFORMER {performer}")
    lines += [f"TITLE {_quote_text(script.title)}", f'FILE "{file_name}" {kind}']
    for number, mark in enumerate(timeline.chapters[:_MOST], 1):
        lines += [f"  TRACK {number:02d} AUDIO", f"    TITLE {_quote_text(mark.title)}"]
        lines.append(f"    INDEX 01 {format_cue_index(mark.start, timeline.sample_rate)}")
    for number, mark in enumerate(timeline.chapters[_MOST : 2 * _MOST - 1], 2):
        lines.append(f"    INDEX {number:02d} {format_cue_index(mark.start, timeline.sample_rate)}")
    return "".join(line + "\r\n" for line in lines).encode("utf-8")


def _quote_text(text: str) -> str:
    """Quote a text on one line; straight double quotes in it become opening and closing ones by turns."""
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    opened, *rest = line.split('"')
    turned = opened + "".join(("“" if at % 2 == 0 else "”") + part for at, part in enumerate(rest))
    return f'"{keep_first_words(turned, _LONGEST_TEXT)}"'


def _write_rendition(rendition: Rendition, path: Path) -> None:
    # The sheet names the main sound of the delivery, which for radio is the WAV.
    wave = rendition.delivery.formats[0] == "wav"
    name = f"{rendition.sound_name.rpartition('.')[0]}.wav" if wave else rendition.sound_name
    kind: FileKind = "WAVE" if wave else "MP3"
    path.write_bytes(format_cue_sheet(rendition.timeline, rendition.script, rendition.article, name, kind))


EXPORTER = Exporter("cue", ".cue", "a cue sheet: the chapters as tracks", _write_rendition)
