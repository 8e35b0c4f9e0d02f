"""Another sample rate, by what every system's ffmpeg has."""

# ffmpeg's own resampler: the wheels of imageio-ffmpeg for Windows and macOS are built without SoX's. With this filter
# it is flat to 0.01 dB up to 0.9 of the lower rate's half, and what would be mirrored lies 120 dB under what it came
# from, as with SoX's; it takes as long.
_FILTER = "filter_size=128:kaiser_beta=12:cutoff=0.95"


def resample_filter(rate: int) -> str:
    """The filter that makes sound of any sample rate one of `rate` Hz, as ffmpeg's `-af` takes it."""
    return f"aresample={rate}:{_FILTER}"
