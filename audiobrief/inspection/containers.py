"""Reading of sound files of unknown origin: format, tags, chapters and damage."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from audiobrief.delivery.provenance import MANIFEST_CHUNK, MEDIA_TYPES
from audiobrief.delivery.radio import bext, cart, riff
from audiobrief.delivery.radio.bwf import XMP
from audiobrief.errors import EncoderError
from audiobrief.inspection.credentials import read_credentials
from audiobrief.inspection.id3_tags import LARGEST_TAG
from audiobrief.inspection.mpeg_frames import FrameScan, begins_with_tags, scan_frames
from audiobrief.inspection.other_sounds import read_other_sound
from audiobrief.inspection.sound_info import ChapterInfo, SoundInfo
from audiobrief.inspection.tag_reading import HeldTags, read_tags, read_tags_chunk
from audiobrief.inspection.wave_tags import list_titles, merge_tags, read_info_list
from audiobrief.messages import Message, get_reason, listed, message
from audiobrief.system.filesystem import refuse_devices

_FMT = struct.Struct("<HHIIHH")
_LINEAR_PCM, _EXTENSIBLE = 1, 0xFFFE
# Real WAV files have a dozen chunks, and a label for each marker.
MOST_CHUNKS = 10_000
MOST_MARKERS = 2000
_ID3 = riff.ID3
_LARGEST_CHUNK, _LONGEST_LABEL, _MOST_REMARKS = 4 << 20, 64 << 10, 256 << 10
_SOURCE_TYPE = re.compile(r"""DigitalSourceType(?:\s*=\s*["']([^"'<>]{1,200})["']|>([^<>]{1,200})<)""")


def read_sound_info(path: Path) -> SoundInfo:
    """Read a sound file. Raises EncoderError if it is of no known format, or cannot be read."""
    try:
        refuse_devices(path, allow_inherited=False)
        with path.open("rb") as file:
            if riff.is_wave(file):
                return _read_wave(path, file)
            if other := read_other_sound(path, file):
                return other
        frames = scan_frames(path)
        if frames is None:
            if begins_with_tags(path):
                raise EncoderError(
                    "'{name}' contains tags but no sound: it was cut short, or is not an MP3.", name=path.name
                )
            raise EncoderError(
                "'{name}' is no sound file that can be read here: give an MP3, WAV, M4B, Opus, FLAC or MP2.",
                name=path.name,
            )
        return _read_mp3(path, frames)
    except OSError as error:
        raise EncoderError(
            "'{path}' cannot be read ({reason}): check the path.", path=path, reason=get_reason(error)
        ) from error


def _read_mp3(path: Path, frames: FrameScan) -> SoundInfo:
    held = read_tags(path)
    return SoundInfo(
        format="mp3",
        size=path.stat().st_size,
        sample_rate=frames.sample_rate,
        channels=frames.channels,
        bitrate=frames.bitrate,
        constant=len(frames.bitrates) == 1,
        header=frames.header,
        tags=held.tags,
        chapters=held.chapters,
        contents=held.contents,
        provenance=read_credentials(path, MEDIA_TYPES["mp3"]) if held.signed else None,
        faults=(*held.faults, *_find_damage(frames)),
    )


def _find_damage(frames: FrameScan) -> Iterator[Message]:
    if frames.junk:
        # Rounded before the division, so that 59.96 s becomes 1:00.0.
        minutes, tenths = divmod(round(frames.junk_at * 10), 600)
        yield message(
            "{junk} bytes, the first at {minutes:.0f}:{seconds:04.1f}, are not MPEG frames.",
            junk=frames.junk,
            minutes=minutes,
            seconds=tenths / 10,
        )
    # Some encoders count the header frame too.
    if frames.announced is not None and frames.count < frames.announced - 1:
        missing = frames.announced - frames.count
        yield message(
            "{missing} of the {announced} frames that the header announces are missing.",
            missing=missing,
            announced=frames.announced,
        )
    elif frames.cut:
        yield message("The last frame is incomplete: the file was cut short.")


def _read_wave(path: Path, file: BinaryIO) -> SoundInfo:
    """Read the first chunk of each name. Sizes that exceed the file are reported as faults."""
    chunks: dict[bytes, riff.Chunk] = {}
    labels: list[bytes] = []
    listed_texts: dict[str, str] = {}
    faults: list[Message] = []
    places = riff.find_chunks(file)
    for place in islice(places, MOST_CHUNKS):
        _check_remarks(path, file, place)
        chunks.setdefault(_ID3 if place.name == b"ID3 " else place.name, place)
        if place.name == b"LIST" and len(labels) < MOST_MARKERS:
            labels += _read_labels(file, place)
            listed_texts = listed_texts or read_info_list(file, place)
    if next(places, None) is not None:
        faults.append(message("There are more than {most} chunks: the rest was not read.", most=MOST_CHUNKS))

    def read_content(name: bytes) -> bytes:
        if name not in chunks:
            return b""
        if chunks[name].held > _LARGEST_CHUNK:
            faults.append(
                message(
                    "The chunk {name} has more than {most} bytes.",
                    name=name.decode("latin-1").strip(),
                    most=_LARGEST_CHUNK,
                )
            )
        return riff.read_chunk(file, chunks[name], _LARGEST_CHUNK)

    fmt = read_content(b"fmt ")
    if len(fmt) < _FMT.size or b"data" not in chunks:
        if faults:
            raise EncoderError(
                "'{name}' is a WAV file without sound, or damaged: {faults}", name=path.name, faults=listed(faults, " ")
            )
        raise EncoderError("'{name}' is a WAV file without sound, or damaged.", name=path.name)
    coding, channels, rate, byte_rate, _, bits = _FMT.unpack_from(fmt)
    if not channels or not rate:
        raise EncoderError(
            "'{name}' is a WAV file of {channels} channels at {rate} Hz: it is damaged.",
            name=path.name,
            channels=channels,
            rate=rate,
        )
    if coding == _EXTENSIBLE and len(fmt) >= 26:
        coding = struct.unpack_from("<H", fmt, 24)[0]
    data = chunks[b"data"]
    if data.held < data.length:
        faults.append(
            message(
                "The sound should have {length} bytes but has {held}: the file was cut short.",
                length=data.length,
                held=data.held,
            )
        )
    about = bext.unpack_bext(read_content(bext.NAME)) if bext.NAME in chunks else None
    label = cart.unpack_cart(read_content(cart.NAME)) if cart.NAME in chunks else None
    held = read_tags_chunk(riff.read_chunk(file, chunks[_ID3], LARGEST_TAG)) if _ID3 in chunks else HeldTags()
    faults += held.faults
    markers = riff.unpack_markers(read_content(riff.MARKERS), labels)
    if len(markers) > MOST_MARKERS:
        faults.append(
            message(
                "There are {count} markers: only the first {most} were read.", count=len(markers), most=MOST_MARKERS
            )
        )
    tags = merge_tags(label, about, listed_texts, held.tags)
    return SoundInfo(
        format="wav",
        size=path.stat().st_size,
        sample_rate=rate,
        channels=channels,
        bitrate=byte_rate * 8 / 1000,
        constant=True,
        bits=bits if coding == _LINEAR_PCM else 0,
        tags=replace(tags, source_type=_find_source_type(read_content(XMP)) or tags.source_type),
        titles=list_titles(label, about, listed_texts, held.tags),
        chapters=tuple(ChapterInfo(marker.frame / rate, None, marker.label) for marker in markers[:MOST_MARKERS]),
        bext=about,
        cart=label,
        provenance=read_credentials(path, MEDIA_TYPES["wav"]) if MANIFEST_CHUNK in chunks else None,
        faults=tuple(faults),
    )


def _find_source_type(packet: bytes) -> str:
    """The digital source type in an XMP packet, wherever its writer put it."""
    found = _SOURCE_TYPE.search(packet.decode("utf-8", "replace"))
    return found[1] or found[2] if found else ""


def _check_remarks(path: Path, file: BinaryIO, place: riff.Chunk) -> None:
    """Refuse long LIST INFO chunks, for which ffmpeg needs minutes. Raises EncoderError."""
    if place.name == b"LIST" and place.held > _MOST_REMARKS and riff.read_chunk(file, place, 4) == b"INFO":
        raise EncoderError(
            "'{name}' has more than {most} bytes of remarks (LIST INFO): it is damaged, or remove them.",
            name=path.name,
            most=_MOST_REMARKS,
        )


def _read_labels(file: BinaryIO, place: riff.Chunk) -> list[bytes]:
    file.seek(place.start)
    if file.read(4) != riff.MARKER_LABELS:
        return []
    inside = list(islice(riff.find_chunks(file, place.start + 4, place.start + place.held), MOST_CHUNKS))
    return [riff.read_chunk(file, label, _LONGEST_LABEL) for label in inside if label.name == b"labl"]
