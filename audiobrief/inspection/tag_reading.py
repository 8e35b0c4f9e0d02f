"""What the ID3 tags of a sound file say: its tags, its chapters, and whether it is signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audiobrief.delivery.disclosure import SOURCE_TYPE, VOICE
from audiobrief.delivery.provenance import MANIFEST_TYPE
from audiobrief.inspection.id3_tags import Id3, read_id3, read_id3_chunk
from audiobrief.inspection.sound_info import ChapterInfo, Tags
from audiobrief.messages import Message

_FRAMES = frozenset(
    {"TIT2", "TPE1", "TALB", "TDRC", "TLAN", "TCON", "TSSE", "COMM", "USLT", "APIC", "CHAP", "CTOC", "TXXX", "GEOB"}
)


@dataclass(frozen=True, slots=True)
class HeldTags:
    """The tags of a file. `contents` lists chapters by index in the order of the table of contents, None if there is
    none; `signed` says that there is a manifest of Content Credentials; `faults` says what is damaged."""

    tags: Tags = field(default_factory=Tags)
    chapters: tuple[ChapterInfo, ...] = ()
    contents: tuple[int, ...] | None = None
    faults: tuple[Message, ...] = ()
    signed: bool = False


def read_tags(path: Path) -> HeldTags:
    """Read the ID3 tags of a file. Raises OSError."""
    return _collect_tags(read_id3(path, _FRAMES))


def read_tags_chunk(data: bytes) -> HeldTags:
    """Read the ID3 tags in a chunk of a WAV file."""
    return _collect_tags(read_id3_chunk(data, _FRAMES))


def _collect_tags(held: Id3) -> HeldTags:
    id3 = held.tags
    if id3 is None:
        return HeldTags(faults=held.faults)

    def get_text(name: str) -> str:
        frames = id3.getall(name)
        return str(frames[0].text[0]) if frames and frames[0].text else ""

    def get_own_text(name: str) -> str:
        frames = [frame for frame in id3.getall("TXXX") if frame.desc == name]
        return str(frames[0].text[0]) if frames and frames[0].text else ""

    marks = id3.getall("CHAP")
    numbers = {mark.element_id: number for number, mark in enumerate(marks)}
    tables = id3.getall("CTOC")
    # The top-level table, if tables are nested.
    table = next((table for table in tables if table.flags & 2), tables[0] if tables else None)
    contents = None if table is None else tuple(numbers.get(name, -1) for name in table.child_element_ids)
    comments = [comment for comment in id3.getall("COMM") if not comment.desc]
    lyrics, pictures = id3.getall("USLT"), id3.getall("APIC")
    genres = id3.getall("TCON")
    tags = Tags(
        version=".".join(str(part) for part in id3.version[:2]),
        title=get_text("TIT2"),
        artist=get_text("TPE1"),
        album=get_text("TALB"),
        date=get_text("TDRC"),
        language=get_text("TLAN"),
        genre=genres[0].genres[0] if genres and genres[0].genres else "",
        encoder=get_text("TSSE"),
        comment=str(comments[0].text[0]) if comments and comments[0].text else "",
        lyrics=lyrics[0].text if lyrics else "",
        cover=pictures[0].mime if pictures else "",
        cover_bytes=len(pictures[0].data) + held.picture_cut if pictures else 0,
        source_type=get_own_text(SOURCE_TYPE),
        voice=get_own_text(VOICE),
    )
    chapters = tuple(
        ChapterInfo(mark.start_time / 1000, mark.end_time / 1000, _get_chapter_title(mark.sub_frames)) for mark in marks
    )
    signed = any(frame.mime == MANIFEST_TYPE for frame in id3.getall("GEOB"))
    return HeldTags(tags, chapters, contents, held.faults, signed)


def _get_chapter_title(frames: Any) -> str:
    titles = frames.getall("TIT2")
    return str(titles[0].text[0]) if titles and titles[0].text else ""
