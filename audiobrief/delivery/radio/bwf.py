"""Broadcast WAV files for radio automation.

The order of chunks is `bext`, `cart`, `fmt `, `cue `, `LIST` of labels, `LIST` of information, `_PMX`, `id3 `, `data`.
A reader that stops at the sound has seen all of them, and those it does not know it skips (EBU Tech 3285, clause 2.1).
Automation systems read the first two, players the others.
"""

from __future__ import annotations

import struct
import wave
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from audiobrief.delivery.disclosure import Disclosure, make_xmp_packet
from audiobrief.delivery.exporter import Exporter, Rendition
from audiobrief.delivery.mp3 import choose_album, make_rendition_tags, pack_tags
from audiobrief.delivery.radio import bext, cart, riff
from audiobrief.delivery.radio.broadcast_metadata import BroadcastInfo, make_bext, make_cart
from audiobrief.delivery.radio.riff import Marker
from audiobrief.errors import EncoderError, TargetError
from audiobrief.messages import get_reason, message
from audiobrief.model import Article, ChapterMark, Cue, Loudness, Script, Timeline

XMP = b"_PMX"
"""The name of the chunk that holds XMP."""
_BLOCK = 1 << 16
_FMT = struct.Struct("<HHIIHH")
_LINEAR_PCM = 1
_BYTES = 2
# Sound and timeline may differ by this fraction of a second.
_SLACK = 10


@dataclass(frozen=True, slots=True)
class PcmFormat:
    """16-bit little-endian PCM: sample rate in Hz and channels."""

    sample_rate: int
    channels: int = 1

    @property
    def frame_bytes(self) -> int:
        return _BYTES * self.channels


def write_bwf(
    source: Path,
    target: Path,
    timeline: Timeline,
    article: Article,
    script: Script,
    loudness: Loudness,
    broadcast: BroadcastInfo,
    *,
    version: str,
    disclosure: Disclosure | None = None,
    tags: bytes = b"",
) -> None:
    """Copy the 16-bit PCM of the WAV file `source` into the Broadcast WAV `target`, block by block; `tags` are ID3.

    Raises ValueError if `timeline` has another sample rate, EncoderError if `source` is not a complete 16-bit PCM WAV
    file, TargetError if `target` cannot be written.
    """
    with _open_wave(source) as sound:
        if sound.getsampwidth() != _BYTES:
            raise EncoderError(
                "'{name}' has {bits} bits a sample: 16 are needed.", name=source.name, bits=8 * sound.getsampwidth()
            )
        pcm_format = PcmFormat(sound.getframerate(), sound.getnchannels())
        frames = sound.getnframes()
        chunks = make_chunks(
            pcm_format,
            frames,
            timeline,
            article,
            script,
            loudness,
            broadcast,
            version=version,
            disclosure=disclosure,
            tags=tags,
        )
        try:
            with target.open("wb") as file:
                write_wave(file, pcm_format, frames, _read_blocks(sound), *chunks)
        except OSError as error:
            raise TargetError(
                "'{target}' cannot be written ({reason}): choose another with -o.",
                target=target,
                reason=get_reason(error),
            ) from error


def make_chunks(
    pcm_format: PcmFormat,
    frames: int,
    timeline: Timeline,
    article: Article,
    script: Script,
    loudness: Loudness,
    broadcast: BroadcastInfo,
    *,
    version: str,
    disclosure: Disclosure | None = None,
    tags: bytes = b"",
) -> tuple[Sequence[bytes], Sequence[bytes]]:
    """The chunks before `fmt ` and those after it, for a sound of `frames` frames.

    Raises ValueError if the timeline is that of another sound.
    """
    if timeline.sample_rate != pcm_format.sample_rate:
        raise ValueError(
            f"the timeline counts frames of {timeline.sample_rate} Hz, the sound has {pcm_format.sample_rate}"
        )
    clamped = _clamp_timeline(timeline, frames)
    maker = f"audiobrief {version}"
    if disclosure:
        # EBU R 98: T is free text without commas.
        maker += f"; {disclosure.kind}; {disclosure.described_voice.replace(',', ' ')}"
    history = bext.format_coding_history(pcm_format.sample_rate, pcm_format.channels, 8 * _BYTES, maker)
    notice = disclosure.notice if disclosure else ""
    about = make_bext(clamped, article, script, loudness, broadcast, history=history, notice=notice)
    label = make_cart(clamped, article, script, broadcast, version=version)
    markers = [Marker(mark.start, mark.title) for mark in clamped.chapters]
    return (
        [
            riff.pack_chunk(bext.NAME, bext.pack_bext(about)),
            riff.pack_chunk(cart.NAME, cart.pack_cart(label)),
        ],
        [
            *([riff.pack_markers(markers)] if markers else []),
            riff.pack_info(_list_info(article, script, broadcast, notice, version)),
            # XMP specification, part 3, 1.1.4: XMP in a WAV file is a chunk of this name.
            *([riff.pack_chunk(XMP, make_xmp_packet(disclosure, f"audiobrief {version}"))] if disclosure else []),
            *([riff.pack_chunk(riff.ID3, tags)] if tags else []),
        ],
    )


def _list_info(
    article: Article, script: Script, broadcast: BroadcastInfo, notice: str, version: str
) -> dict[bytes, str]:
    """The texts of the information list, by name."""
    return {
        b"INAM": script.title,
        b"IART": article.byline,
        b"IPRD": broadcast.album or article.source,
        b"ICRD": broadcast.produced.date().isoformat(),
        b"IGNR": "Speech",
        b"ICMT": notice,
        b"ISFT": f"audiobrief {version}",
    }


def _clamp_timeline(timeline: Timeline, frames: int) -> Timeline:
    """The timeline with its times limited to the sound, since resampling adds or drops a few frames. Raises
    ValueError."""
    if abs(timeline.frames - frames) > timeline.sample_rate // _SLACK:
        raise ValueError(f"the timeline has {timeline.frames} frames, the sound {frames}")
    return Timeline(
        timeline.sample_rate,
        frames,
        tuple(Cue(min(cue.start, frames), min(cue.end, frames), cue.utterance) for cue in timeline.cues),
        tuple(ChapterMark(min(mark.start, frames), min(mark.end, frames), mark.title) for mark in timeline.chapters),
        tuple((min(start, frames), min(end, frames)) for start, end in timeline.music),
    )


def write_wave(
    file: BinaryIO,
    pcm_format: PcmFormat,
    frames: int,
    pcm: Iterable[bytes],
    before: Sequence[bytes] = (),
    after: Sequence[bytes] = (),
) -> None:
    """Write a WAV file of `frames` frames from blocks of PCM, with chunks before and after `fmt `.

    Raises EncoderError if `pcm` has more or fewer frames, TargetError over 4 GiB.
    """
    rate, size = pcm_format.sample_rate, pcm_format.frame_bytes
    fmt = _FMT.pack(_LINEAR_PCM, pcm_format.channels, rate, rate * size, size, 8 * _BYTES)
    leading = b"".join([*before, riff.pack_chunk(b"fmt ", fmt), *after])
    length = frames * size
    try:
        file.write(
            riff.pack_head(b"RIFF", 4 + len(leading) + 8 + length) + b"WAVE" + leading + riff.pack_head(b"data", length)
        )
    except ValueError as error:
        hours = frames / rate / 3600
        raise TargetError(
            "A WAV file of {hours:.1f} hours would be larger than 4 GiB: deliver an MP3.", hours=hours
        ) from error
    written = 0
    for block in pcm:
        file.write(block)
        written += len(block)
    if written != length:
        raise EncoderError(
            "The sound has {found} frames where {frames} were announced: make it again.",
            found=written // size,
            frames=frames,
        )


def _open_wave(source: Path) -> wave.Wave_read:
    try:
        return wave.open(str(source), "rb")
    except (wave.Error, EOFError) as error:
        raise EncoderError(
            "'{name}' is not a PCM WAV file ({reason}).",
            name=source.name,
            reason=get_reason(error) if str(error) else message("it is cut short"),
        ) from error
    except OSError as error:
        raise EncoderError(
            "'{source}' cannot be read ({reason}): check the path.", source=source, reason=get_reason(error)
        ) from error


def _read_blocks(sound: wave.Wave_read) -> Iterator[bytes]:
    while block := sound.readframes(_BLOCK):
        yield block


def _write_rendition(rendition: Rendition, path: Path) -> None:
    assert rendition.master is not None  # as `needs_master` says
    write_bwf(
        rendition.master,
        path,
        rendition.timeline,
        rendition.article,
        rendition.script,
        rendition.loudness,
        BroadcastInfo(
            rendition.produced,
            start=rendition.valid_from,
            end=rendition.valid_until,
            cut_id=rendition.target.stem,
            album=choose_album(rendition.article, rendition.place, rendition.show),
        ),
        version=rendition.version,
        disclosure=rendition.disclosure,
        tags=pack_tags(make_rendition_tags(rendition), rendition.id3),
    )


EXPORTER = Exporter(
    "wav", ".wav", "Broadcast WAV with bext and cart chunks and markers", _write_rendition, needs_master=True
)
