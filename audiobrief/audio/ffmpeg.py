"""The one place that runs ffmpeg, from the wheel imageio-ffmpeg."""

from __future__ import annotations

import errno
import os
import subprocess
from functools import lru_cache
from typing import IO

from audiobrief.errors import EncoderError
from audiobrief.messages import get_reason

# What it reports where a buffer or the stack of a thread is not to be had.
_NO_MEMORY = (errno.ENOMEM, errno.EAGAIN)


@lru_cache(maxsize=1)
def executable() -> str:
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise EncoderError("ffmpeg is missing: install it with 'pip install imageio-ffmpeg'.") from error


def identity() -> str:
    """What its output depends on: the wheel's version."""
    from importlib.metadata import version

    return f"imageio-ffmpeg {version('imageio-ffmpeg')}"


def start(arguments: list[str], *, stdin: int | IO[bytes], stdout: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """ffmpeg, reading `stdin`, its report on standard error. Raises EncoderError."""
    command = [
        executable(),
        "-hide_banner",
        "-nostats",
        # Several run side by side; a thread each for every core takes memory, and time from the others.
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


def run(arguments: list[str], given: bytes) -> tuple[bytes, str]:
    """What ffmpeg writes to its standard output when `given` is its input, and its report. Raises EncoderError."""
    with start(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            out, raw = process.communicate(given)
        except BaseException:
            process.kill()
            # After an interrupt the end of the block would not wait for it.
            process.wait()
            raise
    report = raw.decode("utf-8", "replace")
    if process.returncode != 0:
        lines = [line for line in report.splitlines() if line.strip()]
        raise EncoderError(
            "ffmpeg failed ({reason}): is the disk full?", reason=lines[-1] if lines else process.returncode
        ) from (MemoryError() if any(os.strerror(number) in report for number in _NO_MEMORY) else None)
    return out, report
