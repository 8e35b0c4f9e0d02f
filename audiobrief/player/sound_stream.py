"""Sound as it comes, in a format that a player can read from a pipe."""

from __future__ import annotations

import struct
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Literal

from audiobrief.audio.ffmpeg import start_ffmpeg
from audiobrief.errors import EncoderError

# kbit/s
_BITRATE = 96
# The size of data whose end is not known yet, as ffmpeg and sox write it to a pipe.
_UNKNOWN = 0xFFFFFFFF


SoundFormat = Literal["mp3", "wav", "opus", "aac", "flac", "pcm"]
_ENCODERS: dict[SoundFormat, tuple[str, ...]] = {
    "mp3": ("-c:a", "libmp3lame", "-b:a", f"{_BITRATE}k", "-f", "mp3", "-write_xing", "0"),
    "opus": ("-c:a", "libopus", "-b:a", "32k", "-f", "ogg"),
    "aac": ("-c:a", "aac", "-b:a", "64k", "-f", "adts"),
    "flac": ("-c:a", "flac", "-f", "flac"),
    # As OpenAI's service gives it: 24 kHz, 16 bits, one channel.
    "pcm": ("-ar", "24000", "-f", "s16le"),
}


def encode_wav(pcm: Iterable[bytes], sample_rate: int) -> Iterator[bytes]:
    """A WAV file of mono 16-bit PCM, whose header says that its length is not known."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, sample_rate, 2 * sample_rate, 2, 16)
    yield struct.pack("<4sI4s", b"RIFF", _UNKNOWN, b"WAVE") + form + struct.pack("<4sI", b"data", _UNKNOWN)
    yield from pcm


def encode_mp3(pcm: Iterable[bytes], sample_rate: int) -> Iterator[bytes]:
    """An MP3 of mono 16-bit PCM, in pieces as soon as the encoder gives them. Raises EncoderError."""
    return encode_sound(pcm, sample_rate, "mp3")


def encode_sound(pcm: Iterable[bytes], sample_rate: int, kind: SoundFormat) -> Iterator[bytes]:
    """Mono 16-bit PCM in a format, in pieces as soon as the encoder gives them. Raises EncoderError."""
    if kind == "wav":
        yield from encode_wav(pcm, sample_rate)
        return
    process = start_ffmpeg(
        ["-f", "s16le", "-ar", str(sample_rate), "-ac", "1", "-i", "pipe:0", *_ENCODERS[kind], "-flush_packets", "1",
         "pipe:1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    failed: list[BaseException] = []
    feeder = threading.Thread(target=_feed, args=(process, pcm, failed), daemon=True)
    drain = threading.Thread(target=_drop_report, args=(process,), daemon=True)
    feeder.start()
    drain.start()
    assert process.stdout is not None
    try:
        while piece := process.stdout.read1(1 << 14):  # type: ignore[attr-defined]
            yield piece
        feeder.join()
        if failed:
            raise failed[0]
        if process.wait():
            raise EncoderError("ffmpeg could not encode the sound: reinstall imageio-ffmpeg.")
    finally:
        process.kill()
        process.wait()


def _feed(process: subprocess.Popen[bytes], pcm: Iterable[bytes], failed: list[BaseException]) -> None:
    assert process.stdin is not None
    try:
        with suppress(BrokenPipeError):
            for piece in pcm:
                process.stdin.write(piece)
                process.stdin.flush()
    except Exception as error:
        failed.append(error)
    finally:
        with suppress(OSError):
            process.stdin.close()


def _drop_report(process: subprocess.Popen[bytes]) -> None:
    """Read what ffmpeg reports, which would fill its pipe."""
    assert process.stderr is not None
    for _ in process.stderr:
        pass
