"""Vorbis comments, the tags of Opus in Ogg and of FLAC.

The field names are those of the Vorbis I specification, 5.2.2, and of players' custom; chapters are the CHAPTERxxx
fields of the Xiph wiki, which ffmpeg, VLC and mpv read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audiobrief.delivery.disclosure import SOURCE_TYPE, VOICE
from audiobrief.delivery.exporter import Rendition
from audiobrief.delivery.mp3 import MUSIC_RIGHTS
from audiobrief.delivery.sounds.tags import GENRE, LANGUAGE, collect_tags
from audiobrief.delivery.timecode import format_timestamp, to_milliseconds
from audiobrief.model import ChapterMark
from audiobrief.sanitize import sanitize_text

if TYPE_CHECKING:
    from audiobrief.delivery.cover import Cover

_FRONT_COVER = 3
_MOST_CHAPTERS = 1000


def list_comments(rendition: Rendition) -> list[tuple[str, str]]:
    """The comments of a programme in order: names in capitals, values not empty."""
    tags = collect_tags(rendition)
    comments = [
        ("TITLE", tags.title),
        ("ARTIST", tags.artist),
        ("ALBUM", tags.album),
        ("ALBUMARTIST", tags.album_artist),
        ("DATE", tags.date),
        ("TRACKNUMBER", str(tags.track) if tags.track else ""),
        ("TRACKTOTAL", str(tags.tracks) if tags.tracks else ""),
        ("DISCNUMBER", str(tags.season) if tags.season else ""),
        ("COPYRIGHT", tags.copyright),
        ("GENRE", GENRE),
        ("LANGUAGE", LANGUAGE),
        ("DESCRIPTION", tags.notice),
        ("CONTACT", tags.address),
        ("ENCODER", tags.maker),
        (SOURCE_TYPE.upper(), tags.source_type),
        (VOICE.upper(), tags.voice),
        (MUSIC_RIGHTS.upper(), tags.music_rights),
        ("LYRICS", tags.text),
    ]
    for number, mark in enumerate(rendition.timeline.chapters[:_MOST_CHAPTERS]):
        comments += _list_chapter_comments(number, mark, rendition.timeline.sample_rate)
    return [(name, value) for name, value in comments if value]


def _list_chapter_comments(number: int, mark: ChapterMark, sample_rate: int) -> list[tuple[str, str]]:
    time = format_timestamp(to_milliseconds(mark.start, sample_rate))
    return [(f"CHAPTER{number:03d}", time), (f"CHAPTER{number:03d}NAME", sanitize_text(mark.title) or str(number + 1))]


def make_picture(cover: Cover) -> Any:
    """The FLAC picture block of a cover (RFC 9639, 8.8), which Ogg has in a comment."""
    from mutagen import flac as untyped

    flac: Any = untyped
    picture = flac.Picture()
    picture.type, picture.mime, picture.data = _FRONT_COVER, cover.mime, cover.picture
    return picture
