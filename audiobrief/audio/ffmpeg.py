"""Running ffmpeg, from the wheel imageio-ffmpeg."""

from __future__ import annotations

import errno
import os
import subprocess
from functools import lru_cache
from typing import IO

from audiobrief.errors import EncoderError
from audiobrief.messages import get_reason

# Errors that ffmpeg reports when it cannot allocate a buffer or the stack of a thread.
_NO_MEMORY = (errno.ENOMEM, errno.EAGAIN)
# ffmpeg's own resampler, because the wheels for Windows and macOS are built without SoX's. With these settings it is
# flat to 0.01 dB up to 0.9 of the lower rate's Nyquist frequency, and aliases are 120 dB below their source, as with
# SoX's; it is as fast.
_RESAMPLER = "filter_size=128:kaiser_beta=12:cutoff=0.95"


@lru_cache(maxsize=1)
def find_ffmpeg() -> str:
    """The path of the executable. Raises EncoderError."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise EncoderError("ffmpeg is missing: install it with 'pip install imageio-ffmpeg'.") from error


def identify_ffmpeg() -> str:
    """The wheel's name and version, on which ffmpeg's output depends."""
    from importlib.metadata import version

    return f"imageio-ffmpeg {version('imageio-ffmpeg')}"


def start_ffmpeg(
    arguments: list[str], *, stdin: int | IO[bytes], stdout: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Start ffmpeg; it writes its report to standard error. Raises EncoderError."""
    command = [
        find_ffmpeg(),
        "-hide_banner",
        "-nostats",
        # Several run side by side: a thread for every core in each would only cost memory and time.
        "-filter_threads",
        "1",
        "-nostdin" if stdin == subprocess.DEVNULL else "-y",
        *arguments,
    ]
    try:
        return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE)
    except OSError as error:
        raise EncoderError(
            "ffmpeg cannot be run ({reason}): reinstall imageio-ffmpeg.", reason=get_reason(error)
        ) from error


def run_ffmpeg(arguments: list[str], data: bytes) -> tuple[bytes, str]:
    """Run ffmpeg with `data` on standard input; return its standard output and its report. Raises EncoderError."""
    with start_ffmpeg(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            output, raw = process.communicate(data)
        except BaseException:
            process.kill()
            # After an interrupt, Popen.__exit__ would not wait.
            process.wait()
            raise
    report = raw.decode("utf-8", "replace")
    if process.returncode != 0:
        lines = [line for line in report.splitlines() if line.strip()]
        raise EncoderError(
            "ffmpeg failed ({reason}): is the disk full?", reason=lines[-1] if lines else process.returncode
        ) from (MemoryError() if any(os.strerror(number) in report for number in _NO_MEMORY) else None)
    return output, report


def build_limiter(ceiling: float, rate: int) -> str:
    """Filters that bring sound of `rate` Hz to four times that rate and limit its peaks to `ceiling` dB there."""
    limit = min(1.0, 10 ** (ceiling / 20))
    return f"aresample={4 * rate},alimiter=level=0:limit={limit:.5f}:attack=2:release=40:latency=1"


def build_resample_filter(rate: int) -> str:
    """The filter for ffmpeg's `-af` that converts sound of any sample rate to `rate` Hz."""
    return f"aresample={rate}:{_RESAMPLER}"
