"""Times as file formats write them.

PCM frames are rounded to milliseconds here alone, so that all files of a programme agree on every time.
"""

from __future__ import annotations

_CD_FRAMES = 75


def to_milliseconds(frame: int, sample_rate: int) -> int:
    """The time of a PCM frame in milliseconds, rounded down so that nothing ends after the sound."""
    return frame * 1000 // sample_rate


def format_timestamp(milliseconds: int, point: str = ".") -> str:
    """`HH:MM:SS.mmm`, as in WebVTT (3.3); SubRip has a comma for the point."""
    hours, minutes, seconds, rest = _split_time(milliseconds)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{rest:03d}"


def format_epub_clock(milliseconds: int) -> str:
    """`H:MM:SS.mmm`, a full clock value (EPUB 3.3, 9.2.3)."""
    hours, minutes, seconds, rest = _split_time(milliseconds)
    return f"{hours}:{minutes:02d}:{seconds:02d}.{rest:03d}"


def format_daisy_clock(milliseconds: int) -> str:
    """`HH:MM:SS`, to the nearest second, as DAISY 2.02 recommends for metadata."""
    hours, minutes, seconds, _ = _split_time(milliseconds + 500)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"


def format_player_clock(milliseconds: int) -> str:
    """`M:SS`, or `H:MM:SS` from an hour up, as players show it."""
    hours, minutes, seconds, _ = _split_time(milliseconds)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def format_seconds(milliseconds: int) -> str:
    """Seconds with three decimals, as in HTML attributes and SMIL."""
    return f"{milliseconds // 1000}.{milliseconds % 1000:03d}"


def format_cue_index(frame: int, sample_rate: int) -> str:
    """`MM:SS:FF` with 75 frames a second, as in cue sheets; rounded down, minutes run on past 99."""
    seconds, part = divmod(frame * _CD_FRAMES // sample_rate, _CD_FRAMES)
    return f"{seconds // 60:02d}:{seconds % 60:02d}:{part:02d}"


def _split_time(milliseconds: int) -> tuple[int, int, int, int]:
    """Hours, minutes, seconds and milliseconds."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return hours, minutes, seconds, rest
