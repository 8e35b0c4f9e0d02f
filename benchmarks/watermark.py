"""Whether resemble-perth's watermark is found again in programmes, is not found where there is none, and may be heard.

    /usr/bin/python3 -m benchmarks.watermark PROGRAMME.flac ...

It runs on Debian's python3-torch and python3-torchaudio, with resemble-perth, librosa and soundfile from PyPI, and with
Debian's ffmpeg. Of each programme, seven seconds are taken, with the mark and without it. What may be heard is told by
a plain model of masking: the difference in Bark bands, beside the sound spread over its neighbours (Schroeder 1979) and
lowered by 6 dB, as noise masks noise.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile
import torch
from perth.perth_net.perth_net_implicit.perth_watermarker import PerthImplicitWatermarker

# Seconds.
FIRST, LAST = 5, 12
# The arguments of ffmpeg, and the ending of the file that it writes.
WAYS = {
    "as it is": ([], ".wav"),
    "MP3 at 64 kbit/s": (["-b:a", "64k"], ".mp3"),
    "resampled to 22,050 Hz": (["-ar", "22050"], ".wav"),
    "both": (["-ar", "22050", "-b:a", "64k"], ".mp3"),
}
# The mark is taken to be there from this on, between 0 and 1.
FOUND = 0.5
MASKED = 10 ** (-6 / 10)
# The part of the loudest frame's power under which nothing is looked at.
LOUD = 1e-4


def send(samples, rate, arguments, ending, folder):
    """The samples and their rate after ffmpeg has written and read them."""
    given, written, read = folder / "given.wav", folder / f"written{ending}", folder / "read.wav"
    soundfile.write(given, samples, rate)
    for command in ([given, *arguments, written], [written, read]):
        subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-i", *map(str, command)], check=True)
    return soundfile.read(read, dtype="float32")


def measure_bands(samples, rate, size=2048):
    """The power in each of 24 Bark bands, a row for each frame."""
    window = np.hanning(size)
    starts = range(0, len(samples) - size, size // 2)
    power = np.array([np.abs(np.fft.rfft(samples[at : at + size] * window)) ** 2 for at in starts])
    hertz = np.fft.rfftfreq(size, 1 / rate)
    bark = (13 * np.arctan(0.00076 * hertz) + 3.5 * np.arctan((hertz / 7500) ** 2)).astype(int)
    return np.stack([power[:, bark == band].sum(axis=1) for band in range(24)], axis=1)


def find_audible(sound, difference):
    """The part of the frames with sound in which the difference is above the mask in a band."""
    away = np.subtract.outer(np.arange(24), np.arange(24)) + 0.474
    spread = 10 ** ((15.81 + 7.5 * away - 17.5 * np.sqrt(1 + away**2)) / 10)
    loud = sound.sum(axis=1) > sound.sum(axis=1).max() * LOUD
    audible = difference > sound @ spread.T * MASKED
    return audible[loud].any(axis=1).mean()


def main():
    torch.set_num_threads(1)
    marker = PerthImplicitWatermarker()
    found = {(way, kind): [] for way in WAYS for kind in ("with", "without")}
    under, heard = [], []
    with tempfile.TemporaryDirectory() as name:
        for path in sys.argv[1:]:
            samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
            plain = samples[FIRST * rate : LAST * rate, 0]
            marked = marker.apply_watermark(plain, sample_rate=rate).astype("float32")
            plain = plain[: len(marked)]
            difference = marked[: len(plain)] - plain
            under.append(10 * np.log10((plain**2).sum() / (difference**2).sum()))
            heard.append(find_audible(measure_bands(plain, rate), measure_bands(difference, rate)))
            for kind, sound in (("with", marked), ("without", plain)):
                for way, arguments in WAYS.items():
                    told = marker.get_watermark(*send(sound, rate, *arguments, Path(name)), round=False)
                    found[way, kind].append(told.mean() >= FOUND)
    print("| | detected with | detected without |\n|---|---|---|")
    for way in WAYS:
        counts = (f"{sum(found[way, kind])} of {len(found[way, kind])}" for kind in ("with", "without"))
        print(f"| {way} | {' | '.join(counts)} |")
    print(f"under the sound by {min(under):.1f} to {max(under):.1f} dB (median {np.median(under):.1f})")
    print(f"frames above the mask: {min(heard):.1%} to {max(heard):.1%} (median {np.median(heard):.1%})")


if __name__ == "__main__":
    main()
