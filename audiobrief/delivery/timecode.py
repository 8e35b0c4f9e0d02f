"""PCM frames as milliseconds: one rounding for every file that tells a time, so that they all agree."""

from __future__ import annotations


def to_milliseconds(frame: int, sample_rate: int) -> int:
    """Rounded down, so that nothing ends after the sound."""
    return frame * 1000 // sample_rate


def format_timestamp(milliseconds: int, point: str = ".") -> str:
    """`HH:MM:SS.mmm` (WebVTT 3.3; SubRip writes a comma for the point)."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{rest:03d}"
