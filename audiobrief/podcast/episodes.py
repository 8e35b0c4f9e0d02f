"""The episodes of a podcast: the programmes in a folder, with their metadata."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from audiobrief.delivery.disclosure import SOURCE_TYPE
from audiobrief.delivery.timecode import format_player_clock
from audiobrief.errors import wrap_unforeseen
from audiobrief.inspection.id3_tags import read_id3
from audiobrief.inspection.mpeg_frames import begins_with_tags, scan_frames
from audiobrief.messages import Message, get_reason, message
from audiobrief.system.filesystem import list_named, refuse_devices

# Endings of files beside NAME.mp3, their media types, and whether they are captions (Podcasting 2.0,
# podcast:transcript).
_TRANSCRIPTS = (("vtt", "text/vtt", True), ("srt", "application/x-subrip", True), ("html", "text/html", False))
# Endings of the other sound files beside it, and their media types (Podcasting 2.0, podcast:alternateEnclosure).
_SOUNDS = (
    ("m4b", "audio/mp4"),
    ("opus", "audio/ogg"),
    ("flac", "audio/flac"),
    ("mp2", "audio/mpeg"),
    ("wav", "audio/wav"),
)
_CHAPTERS = "chapters.json"
_SHORTEST, _LONGEST = 120, 400
# Characters of titles and names; players show fewer.
_LONGEST_NAME = 1000
_MOST_MARKS = 100
_FRAMES = frozenset({"TIT2", "TPE1", "TDRC", "TRCK", "TPOS", "USLT", "TXXX", "WOAF", "CHAP"})


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript beside the sound; `captions` says that it has times."""

    file: str
    type: str
    captions: bool


@dataclass(frozen=True, slots=True)
class Sound:
    """The same programme in another format; `size` is in bytes."""

    file: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Episode:
    """A programme in a feed.

    `size` is in bytes, `duration` in seconds. `changed` is the latest modification time of its files, `opening` the
    beginning of its text. `chapters`, `page` and `cover` are file names, empty if there is no such file; `address` is
    the article's. `synthetic` says that the file is marked as spoken by a synthetic voice, `dated` that its date is in
    its tags. `season` and `number` are 0 if unknown. `marks` are the chapters, with times as players show them;
    `sounds` are other formats of the same programme.
    """

    file: str
    title: str
    author: str
    opening: str
    published: datetime
    changed: datetime
    size: int
    duration: float
    chapters: str
    page: str
    transcripts: tuple[Transcript, ...]
    synthetic: bool = False
    dated: bool = True
    season: int = 0
    number: int = 0
    cover: str = ""
    address: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    sounds: tuple[Sound, ...] = ()


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that has the name of a programme and could not be read as one."""

    file: str
    reason: Message


def find_episodes(folder: Path) -> tuple[list[Episode], list[SkippedFile]]:
    """The programmes directly in `folder`, latest first, and the files that were skipped.

    Raises ArticleError if the folder cannot be read.
    """
    found: list[Episode] = []
    skipped: list[SkippedFile] = []
    for path in list_named(folder, {".mp3"}):
        try:
            found.append(_read_episode(path))
        except (OSError, ValueError) as error:
            skipped.append(SkippedFile(path.name, get_reason(error)))
        # Whatever is wrong with one file, the others stay in the feed.
        except Exception as error:
            skipped.append(SkippedFile(path.name, wrap_unforeseen(error).message))
    # The files are in the order of their names, which episodes of the same time keep.
    return sorted(found, key=lambda episode: episode.published, reverse=True), skipped


def _read_episode(path: Path) -> Episode:
    if path.is_dir():
        raise ValueError(message("it is a folder"))
    refuse_devices(path, allow_inherited=False)
    frames = scan_frames(path)
    if frames is None and begins_with_tags(path):
        raise ValueError(message("it contains tags but no sound"))
    if frames is None:
        raise ValueError(message("it is not an MP3"))
    read = read_id3(path, _FRAMES).tags
    tags = _collect_tags(read)
    stem = path.name[: -len(path.suffix)]
    chapters = f"{stem}.{_CHAPTERS}"
    transcripts = tuple(
        Transcript(f"{stem}.{suffix}", kind, captions)
        for suffix, kind, captions in _TRANSCRIPTS
        if path.with_name(f"{stem}.{suffix}").is_file()
    )
    has_chapters = path.with_name(chapters).is_file()
    files = [path.name, *(transcript.file for transcript in transcripts), *([chapters] if has_chapters else [])]
    status = path.stat()
    pages = (f"{stem}.page.html", f"{stem}.html")
    title = tags.get("TIT2") or decode_name(stem).replace("-", " ")
    return Episode(
        file=path.name,
        title=title,
        author=tags.get("TPE1", ""),
        opening=extract_opening(tags.get("USLT", ""), title),
        published=(dated := _parse_date(tags.get("TDRC", ""))) or _to_datetime(status.st_mtime),
        changed=_to_datetime(max(path.with_name(name).stat().st_mtime for name in files)),
        size=status.st_size,
        duration=frames.count * frames.samples_a_frame / frames.sample_rate,
        chapters=chapters if has_chapters else "",
        page=next((page for page in pages if path.with_name(page).is_file()), ""),
        transcripts=transcripts,
        synthetic=tags.get("TXXX", "").lower().endswith("algorithmicmedia"),
        dated=dated is not None,
        season=_parse_number(tags.get("TPOS", "")),
        number=_parse_number(tags.get("TRCK", "")),
        cover=next((name for name in (f"{stem}.jpg", f"{stem}.png") if path.with_name(name).is_file()), ""),
        address=tags.get("WOAF", ""),
        marks=_list_marks(read),
        sounds=tuple(_find_sounds(path, stem)),
    )


def _find_sounds(path: Path, stem: str) -> Iterator[Sound]:
    for suffix, kind in _SOUNDS:
        beside = path.with_name(f"{stem}.{suffix}")
        if beside.is_file() and (size := beside.stat().st_size):
            yield Sound(beside.name, kind, size)


def _parse_number(text: str) -> int:
    """The number before a slash, as in `3/12`; 0 if there is none."""
    found = re.match(r"0*(\d{1,6})(?:/|$)", text)
    return int(found[1]) if found else 0


def _list_marks(tags: Any) -> tuple[tuple[str, str], ...]:
    """The chapters of a programme: their times as players show them, and their titles."""
    chapters = sorted(tags.getall("CHAP"), key=lambda frame: frame.start_time) if tags is not None else []
    return tuple(
        (format_player_clock(chapter.start_time), _cut_at_word(str(title.text[0]).strip(), _LONGEST_NAME))
        for chapter in chapters[:_MOST_MARKS]
        for title in chapter.sub_frames.getall("TIT2")[:1]
        if title.text
    )


def _collect_tags(tags: Any) -> dict[str, str]:
    """The tags that a feed needs, by frame name; empty if they are missing or damaged."""
    if tags is None:
        return {}
    texts = {
        name: _cut_at_word(str(frame.text[0]).strip(), _LONGEST_NAME)
        for name in ("TIT2", "TPE1", "TDRC", "TRCK", "TPOS")
        for frame in tags.getall(name)[:1]
        if frame.text
    }
    for frame in tags.getall("TXXX"):
        if frame.desc == SOURCE_TYPE and frame.text:
            texts["TXXX"] = str(frame.text[0])
    for frame in tags.getall("WOAF")[:1]:
        if re.fullmatch(r"https?://[^\s<>\"]+", frame.url):
            texts["WOAF"] = frame.url
    for frame in tags.getall("USLT")[:1]:
        texts["USLT"] = str(frame.text)
    return texts


def _parse_date(text: str) -> datetime | None:
    """Parse an ID3 timestamp, a possibly incomplete date and time in UTC (ID3v2.4, clause 4). None if invalid.

    Without a time it is midnight: podcast players hide episodes that are dated in the future.
    """
    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?)?)?", text)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups())
    try:
        return datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _to_datetime(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):  # file systems may hold any number
        return datetime.fromtimestamp(0, UTC)


def decode_name(name: str) -> str:
    """A file name as readable text: its bytes as UTF-8 in any locale, else as Windows-1252, as on old disks."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def extract_opening(text: str, title: str) -> str:
    """The first paragraphs of a programme's text without the spoken title, 120 to 400 characters if there are as
    many."""
    beginning = ""
    for paragraph in _split_paragraphs(text, title):
        beginning = f"{beginning} {paragraph}".strip()
        if len(beginning) >= _SHORTEST:
            break
    return _cut_at_word(beginning, _LONGEST)


def _cut_at_word(text: str, most: int) -> str:
    """The beginning of a text, at most `most` characters, cut between words."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def _split_paragraphs(text: str, title: str) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text)):
        words = " ".join(paragraph.split())
        if words and (number or words.rstrip(".") != title.rstrip(".")):
            yield words
