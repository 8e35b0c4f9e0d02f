"""Reading of sound files in other formats than MP3 and WAV: MPEG-4, Opus in Ogg, FLAC and MPEG Layer II."""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from audiobrief.delivery.disclosure import SOURCE_TYPE, VOICE
from audiobrief.delivery.provenance import MEDIA_TYPES
from audiobrief.errors import EncoderError
from audiobrief.inspection.credentials import read_credentials
from audiobrief.inspection.id3_tags import MOST_CHAPTERS
from audiobrief.inspection.sound_info import ChapterInfo, Provenance, SoundInfo, SoundKind, Tags
from audiobrief.inspection.tag_reading import read_tags
from audiobrief.messages import get_reason
from audiobrief.mpeg_header import skip_id3_tags

_FREE_FORM = "----:com.apple.iTunes:"
# The box that holds a C2PA manifest (C2PA technical specification 2.2, A.5.1).
_MANIFEST_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_MOST_BOXES = 1000
# A frame of Layer II begins with eleven set bits, the version and two bits of the layer (ISO/IEC 11172-3, 2.4.2.3).
_LAYER, _LAYER_2 = 0xE6, 0xE4
_CHAPTER = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d{1,9})?)")
_MOST_NUMBER = 1000
_OPUS_RATE = 48_000


def read_other_sound(path: Path, file: BinaryIO) -> SoundInfo | None:
    """Read a sound file by its first bytes; None if it is of none of these formats.

    Raises EncoderError if it is damaged, OSError if it cannot be read.
    """
    kind = _recognise(file)
    if kind is None:
        return None
    try:
        return _READERS[kind](path)
    except OSError:
        raise
    # A parser given arbitrary bytes may raise anything.
    except Exception as error:
        raise EncoderError(
            "'{name}' is damaged, or cut short ({reason}).", name=path.name, reason=get_reason(error)
        ) from error


def _recognise(file: BinaryIO) -> SoundKind | None:
    file.seek(0)
    head = file.read(64)
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS" and b"OpusHead" in head:
        return "opus"
    if head[4:8] == b"ftyp":
        return "m4b"
    sync = head[:2]
    if head[:3] == b"ID3":
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            start = skip_id3_tags(data)
            sync = data[start : start + 2]
    return "mp2" if len(sync) == 2 and sync[0] == 0xFF and sync[1] & _LAYER == _LAYER_2 else None


def _read_mpeg4(path: Path) -> SoundInfo:
    from mutagen import mp4 as untyped

    module: Any = untyped
    file = module.MP4(path)
    held: Mapping[str, Any] = file.tags or {}

    def get_text(name: str) -> str:
        values = held.get(name) or [""]
        return values[0].decode("utf-8", "replace") if isinstance(values[0], bytes) else str(values[0])

    pictures = held.get("covr") or []
    chapters = [(float(chapter.start), str(chapter.title)) for chapter in list(file.chapters or ())[:MOST_CHAPTERS]]
    return _make_info(
        path,
        "m4b",
        file.info,
        Tags(
            title=get_text("\xa9nam"),
            artist=get_text("\xa9ART"),
            album=get_text("\xa9alb"),
            date=get_text("\xa9day"),
            language=get_text(f"{_FREE_FORM}LANGUAGE"),
            genre=get_text("\xa9gen"),
            encoder=get_text("\xa9too"),
            comment=get_text("\xa9cmt"),
            lyrics=get_text("\xa9lyr"),
            cover=_name_picture(bytes(pictures[0])) if pictures else "",
            cover_bytes=len(pictures[0]) if pictures else 0,
            source_type=get_text(_FREE_FORM + SOURCE_TYPE),
            voice=get_text(_FREE_FORM + VOICE),
        ),
        chapters,
        provenance=read_credentials(path, MEDIA_TYPES["m4b"]) if _has_manifest(path) else None,
    )


def _read_opus(path: Path) -> SoundInfo:
    import base64

    from mutagen import flac as untyped_flac
    from mutagen import oggopus as untyped

    module: Any = untyped
    flac: Any = untyped_flac
    file = module.OggOpus(path)
    coded = (file.tags or {}).get("METADATA_BLOCK_PICTURE") or []
    pictures = [flac.Picture(base64.b64decode(coded[0]))] if coded else []
    return _read_comments(path, "opus", file, pictures)


def _read_flac(path: Path) -> SoundInfo:
    from mutagen import flac as untyped

    module: Any = untyped
    file = module.FLAC(path)
    return _read_comments(path, "flac", file, file.pictures)


def _read_comments(path: Path, kind: SoundKind, file: Any, pictures: Sequence[Any]) -> SoundInfo:
    """A file whose tags are Vorbis comments."""
    held: Mapping[str, Any] = file.tags or {}

    def get_text(name: str) -> str:
        return str((held.get(name) or [""])[0])

    tags = Tags(
        title=get_text("TITLE"),
        artist=get_text("ARTIST"),
        album=get_text("ALBUM"),
        date=get_text("DATE"),
        language=get_text("LANGUAGE"),
        genre=get_text("GENRE"),
        encoder=get_text("ENCODER"),
        comment=get_text("DESCRIPTION"),
        lyrics=get_text("LYRICS"),
        cover=pictures[0].mime if pictures else "",
        cover_bytes=len(pictures[0].data) if pictures else 0,
        source_type=get_text(SOURCE_TYPE.upper()),
        voice=get_text(VOICE.upper()),
    )
    chapters = []
    for number in range(_MOST_NUMBER):
        if found := _CHAPTER.fullmatch(get_text(f"CHAPTER{number:03d}")):
            start = int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])
            chapters.append((start, get_text(f"CHAPTER{number:03d}NAME")))
    return _make_info(path, kind, file.info, tags, chapters)


def _read_layer2(path: Path) -> SoundInfo:
    from mutagen import mp3 as untyped

    module: Any = untyped
    read = module.MP3(path).info
    held = read_tags(path)
    return SoundInfo(
        format="mp2",
        size=path.stat().st_size,
        sample_rate=read.sample_rate,
        channels=read.channels,
        bitrate=read.bitrate / 1000,
        constant=True,
        tags=held.tags,
        chapters=held.chapters,
        contents=held.contents,
        faults=held.faults,
    )


def _make_info(
    path: Path,
    kind: SoundKind,
    info: Any,
    tags: Tags,
    chapters: Sequence[tuple[float, str]],
    provenance: Provenance | None = None,
) -> SoundInfo:
    size = path.stat().st_size
    return SoundInfo(
        format=kind,
        size=size,
        sample_rate=getattr(info, "sample_rate", _OPUS_RATE),
        channels=info.channels,
        bitrate=(getattr(info, "bitrate", 0) or (size * 8 / info.length if info.length else 0)) / 1000,
        constant=False,
        bits=info.bits_per_sample if kind == "flac" else 0,
        tags=tags,
        chapters=tuple(ChapterInfo(start, None, title) for start, title in chapters),
        provenance=provenance,
    )


def _name_picture(data: bytes) -> str:
    return "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"


def _has_manifest(path: Path) -> bool:
    """Whether an MPEG-4 file has a signed manifest among its outermost boxes (ISO/IEC 14496-12, 4.2)."""
    size, at = path.stat().st_size, 0
    with path.open("rb") as file:
        for _ in range(_MOST_BOXES):
            file.seek(at)
            head = file.read(32)
            if len(head) < 8:
                return False
            length, body = int.from_bytes(head[:4], "big"), 8
            if length == 1:
                length, body = int.from_bytes(head[8:16], "big"), 16
            if head[4:8] == b"uuid" and head[body : body + 16] == _MANIFEST_BOX:
                return True
            if length < body or at + length >= size:
                return False
            at += length
    return False


_READERS: dict[SoundKind, Callable[[Path], SoundInfo]] = {
    "flac": _read_flac,
    "opus": _read_opus,
    "m4b": _read_mpeg4,
    "mp2": _read_layer2,
}
