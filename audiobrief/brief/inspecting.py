"""What a sound file is, whoever made it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiobrief.delivery.examined.inspection import Inspection


def inspect(path: Path) -> Inspection:
    """What a sound file is, decoded and measured, and what each kind of delivery says of it. Raises EncoderError."""
    from audiobrief.audio.measuring import measure
    from audiobrief.delivery.examined.inspection import inspection
    from audiobrief.delivery.examined.mpeg_frames import find_sound
    from audiobrief.delivery.examined.sound_files import read as read_sound

    found = read_sound(path)
    start = find_sound(path) if found.format == "mp3" else 0
    return inspection(path.name, found, measure(path, found.format, start))
