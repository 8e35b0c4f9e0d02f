"""Where a sound file is loud and where it is silent, once decoded."""

import subprocess

import imageio_ffmpeg
import numpy as np

RATE = 44_100
# Over the noise of the voices and of MP3 coding, under their quietest first consonants.
_LOUD = 250


def decoded(path):
    """Mono PCM at 44.1 kHz, by ffmpeg."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-f", "s16le", "-ac", "1", "-ar", RATE, "-"]
    raw = subprocess.run([str(part) for part in command], capture_output=True, check=True).stdout
    return np.frombuffer(raw, dtype="<i2")


def loud(samples, start, end):
    """Milliseconds at which something is first and last heard between two others, or None."""
    begin = max(0, start * RATE // 1000)
    found = np.nonzero(np.abs(samples[begin : end * RATE // 1000].astype(int)) > _LOUD)[0]
    if not len(found):
        return None
    return (begin + found[0]) * 1000 / RATE, (begin + found[-1]) * 1000 / RATE


def out_of_step(samples, clips, silent):
    """Faults of clips (id, begin, end), in milliseconds: words that begin more than 100 ms after their clip, or in the
    one before; and anything heard in those that should be `silent`."""
    for name, begin, end in clips:
        heard = loud(samples, begin, end)
        if name in silent:
            if heard is not None:
                yield f"{name}: heard at {heard}"
            continue
        if heard is None:
            yield f"{name}: nothing is heard"
            continue
        if heard[0] - begin > 100:
            yield f"{name}: begins at {begin}, is heard from {heard[0]:.0f} on"
        if end - heard[1] < 10:
            yield f"{name}: is still heard at its end, {end}"
        before = loud(samples, begin - 100, begin)
        if before is not None:
            yield f"{name}: something is heard {begin - before[1]:.0f} ms before it begins"
