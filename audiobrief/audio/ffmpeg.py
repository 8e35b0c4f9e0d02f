"""The one place that runs ffmpeg, from the wheel imageio-ffmpeg."""

from __future__ import annotations

import subprocess
from functools import lru_cache
from typing import IO

from audiobrief.errors import EncoderError


@lru_cache(maxsize=1)
def executable() -> str:
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise EncoderError("ffmpeg is missing: install it with 'pip install imageio-ffmpeg'.") from error


def start(arguments: list[str], *, stdin: int | IO[bytes], stdout: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """ffmpeg, reading `stdin`, its report on standard error."""
    command = [
        executable(),
        "-hide_banner",
        "-nostats",
        "-nostdin" if stdin == subprocess.DEVNULL else "-y",
        *arguments,
    ]
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE)


def report(process: subprocess.Popen[bytes]) -> str:
    """ffmpeg's report once it has ended. Raises EncoderError with its last line."""
    _, raw = process.communicate()
    text = raw.decode("utf-8", "replace")
    if process.returncode != 0:
        lines = [line for line in text.splitlines() if line.strip()]
        raise EncoderError(
            "ffmpeg failed ({reason}): is the disk full?", reason=lines[-1] if lines else process.returncode
        )
    return text
