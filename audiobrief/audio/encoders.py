"""Encoding the mastered sound of a programme in other formats than MP3, by the wheel's ffmpeg."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from audiobrief.audio.ffmpeg import build_resample_filter, run_ffmpeg
from audiobrief.model import ChapterMark, Codec

# Opus works at this rate (RFC 7845, 5.1); others keep the rate of the master.
_OPUS_RATE = 48_000
# Bit rates for one voice in mono, in bit/s. MPEG-1 Layer II has no more for mono (ISO/IEC 11172-3, 2.4.2.3).
_CODECS: dict[Codec, tuple[str, ...]] = {
    "aac": ("-c:a", "aac", "-b:a", "80k", "-f", "ipod", "-brand", "M4B ", "-movflags", "+faststart"),
    "opus": ("-c:a", "libopus", "-b:a", "48k", "-f", "opus"),
    "flac": ("-c:a", "flac", "-compression_level", "8", "-f", "flac"),
    "mp2": ("-c:a", "mp2", "-b:a", "192k", "-f", "mp2"),
}
_STEREO_RATES: dict[Codec, tuple[str, ...]] = {
    "aac": ("-b:a", "128k"),
    "opus": ("-b:a", "80k"),
    "flac": (),
    "mp2": ("-b:a", "256k"),
}
# ffmpeg's metadata format: these are escaped in values.
_ESCAPED = re.compile(r"([=;#\\\n])")


def encode_master(
    master: Path,
    target: Path,
    codec: Codec,
    chapters: Sequence[ChapterMark] = (),
    sample_rate: int = 1,
    channels: int = 1,
) -> None:
    """Encode the WAV file `master`, which has so many channels, into `target`, without tags.

    MPEG-4 files get `chapters`, counted in frames of `sample_rate` Hz, as a QuickTime chapter track and as Nero's list;
    in the other formats chapters are tags. The same master gives the same bytes. Raises EncoderError.
    """
    marks = codec == "aac" and bool(chapters)
    run_ffmpeg(
        [
            *("-i", f"file:{master}"),
            *(("-f", "ffmetadata", "-i", "pipe:0", "-map_chapters", "1") if marks else ()),
            # Without the master's metadata, but with the chapters' titles.
            *("-map", "0:a", "-map_metadata:g", "-1", "-map_metadata:s", "-1", "-metadata:s:a", "language=fra"),
            *("-fflags", "+bitexact", "-flags:a", "+bitexact"),
            *(("-af", build_resample_filter(_OPUS_RATE)) if codec == "opus" else ()),
            *_CODECS[codec],
            *(_STEREO_RATES[codec] if channels == 2 else ()),
            f"file:{target}",
        ],
        _format_chapters(chapters, sample_rate).encode() if marks else b"",
    )


def _format_chapters(chapters: Sequence[ChapterMark], sample_rate: int) -> str:
    lines = [";FFMETADATA1"]
    for mark in chapters:
        title = _ESCAPED.sub(r"\\\1", mark.title)
        lines += ["[CHAPTER]", f"TIMEBASE=1/{sample_rate}", f"START={mark.start}", f"END={mark.end}", f"title={title}"]
    return "\n".join(lines) + "\n"
