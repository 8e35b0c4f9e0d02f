"""Encoding the mastered sound of a programme in other formats than MP3, by the wheel's ffmpeg."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from audiobrief.audio.ffmpeg import build_limiter, build_resample_filter, run_ffmpeg
from audiobrief.audio.loudness import measure_true_peak
from audiobrief.audio.mastering import Mastering, make_peak_error
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
_LOSSLESS: frozenset[Codec] = frozenset({"flac"})
# How the names of files end, where not as the codec.
_ENDINGS: dict[Codec, str] = {"aac": "m4b"}
# dB: how far under the ceiling peaks must be, since decoders differ a little; by how much more than a peak is over the
# limit is lowered, since the encoder raises peaks anew.
_SLACK, _STEP = 0.05, 0.3
_MOST_TRIES = 8
# ffmpeg's metadata format: these are escaped in values.
_ESCAPED = re.compile(r"([=;#\\\n])")


def encode_master(
    master: Path,
    target: Path,
    codec: Codec,
    mastering: Mastering,
    chapters: Sequence[ChapterMark] = (),
) -> None:
    """Encode the WAV file `master` of a programme that was mastered so into `target`, without tags.

    MPEG-4 files get `chapters`, counted in frames of the master, as a QuickTime chapter track and as Nero's list; in
    the other formats chapters are tags. Encoding changes peaks: true peaks are measured in the decoded sound, and where
    one is over the ceiling, the master is limited lower and encoded again. The same master gives the same bytes.

    Raises EncoderError.
    """
    limit = mastering.true_peak
    limited: tuple[str, ...] = ()
    for _ in range(_MOST_TRIES):
        filters = [*limited, *([build_resample_filter(_OPUS_RATE)] if codec == "opus" else [])]
        _encode(master, target, codec, mastering, chapters, filters)
        if codec in _LOSSLESS:
            return
        over = measure_true_peak(target, _ENDINGS.get(codec, codec)) - mastering.true_peak
        if over <= -_SLACK:
            return
        limit -= over + _STEP
        limited = (build_limiter(limit, mastering.sample_rate), build_resample_filter(mastering.sample_rate))
    raise make_peak_error(mastering)


def _encode(
    master: Path,
    target: Path,
    codec: Codec,
    mastering: Mastering,
    chapters: Sequence[ChapterMark],
    filters: Sequence[str],
) -> None:
    marks = codec == "aac" and bool(chapters)
    run_ffmpeg(
        [
            *("-i", f"file:{master}"),
            *(("-f", "ffmetadata", "-i", "pipe:0", "-map_chapters", "1") if marks else ()),
            # Without the master's metadata, but with the chapters' titles.
            *("-map", "0:a", "-map_metadata:g", "-1", "-map_metadata:s", "-1", "-metadata:s:a", "language=fra"),
            *("-fflags", "+bitexact", "-flags:a", "+bitexact"),
            *(("-af", ",".join(filters)) if filters else ()),
            *_CODECS[codec],
            *(_STEREO_RATES[codec] if mastering.channels == 2 else ()),
            f"file:{target}",
        ],
        _format_chapters(chapters, mastering.sample_rate).encode() if marks else b"",
    )


def _format_chapters(chapters: Sequence[ChapterMark], sample_rate: int) -> str:
    lines = [";FFMETADATA1"]
    for mark in chapters:
        title = _ESCAPED.sub(r"\\\1", mark.title)
        lines += ["[CHAPTER]", f"TIMEBASE=1/{sample_rate}", f"START={mark.start}", f"END={mark.end}", f"title={title}"]
    return "\n".join(lines) + "\n"
