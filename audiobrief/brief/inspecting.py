"""What a sound file is, whoever made it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiobrief.inspection.report import Inspection


def inspect(path: Path) -> Inspection:
    """What a sound file is, decoded and measured, and what each kind of delivery says of it. Raises EncoderError."""
    from audiobrief.audio.measurement import measure
    from audiobrief.inspection.containers import read as read_sound
    from audiobrief.inspection.mpeg_frames import find_sound
    from audiobrief.inspection.report import inspection

    found = read_sound(path)
    start = find_sound(path) if found.format == "mp3" else 0
    return inspection(path.name, found, measure(path, found.format, start))
