"""Everything that is known of a sound file, and what each kind of delivery says of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from audiobrief.delivery.formats import load_deliveries
from audiobrief.inspection.compliance import Verdict, check_compliance, find_chapter_faults
from audiobrief.inspection.sound_info import SoundInfo
from audiobrief.messages import Message
from audiobrief.model import Loudness, Sound

# The same signal from two channels carries twice the power: 10 log 2 (ITU-R BS.1770-4, annex 1, the sum over channels).
_DUAL_MONO_GAIN = 3.01


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file as it stands and as it sounds. `duration` is in seconds, counted while decoding.

    >>> mp3 = make(b"Il a 21 ans.", voice="espeak-fr", output="a.mp3").mp3
    >>> [verdict.delivery for verdict in inspect(mp3).verdicts if verdict.passed]
    ['podcast']
    """

    name: str
    info: SoundInfo
    sound: Sound
    duration: float
    chapter_faults: tuple[Message, ...]
    verdicts: tuple[Verdict, ...]


def inspect_sound(name: str, info: SoundInfo, sound: Sound) -> Inspection:
    """The file `name` against every kind of delivery."""
    duration = sound.frames / info.sample_rate
    faults = find_chapter_faults(info, duration)
    verdicts = tuple(check_compliance(delivery, info, sound, faults) for delivery in load_deliveries().values())
    return Inspection(name, info, sound, duration, faults, verdicts)


def compute_dual_mono(loudness: Loudness) -> float:
    """What a mono sound measures in LUFS when it is played from two channels."""
    return round(loudness.integrated + _DUAL_MONO_GAIN, 1)


def make_table(inspected: Inspection) -> dict[str, Any]:
    """The inspection as names and values, for JSON: a program reads it, so that its words are always English."""
    info, loudness = inspected.info, inspected.sound.loudness
    table = asdict(replace(info, faults=()))
    del table["faults"]
    chapters = table.pop("chapters")
    contents = table.pop("contents")
    return {
        "name": inspected.name,
        **table,
        "bitrate": round(info.bitrate, 3),
        "duration": round(inspected.duration, 6),
        "frames": inspected.sound.frames,
        "loudness": None
        if loudness is None
        else {**asdict(loudness), "dual_mono": compute_dual_mono(loudness) if info.channels == 1 else None},
        "chapters": chapters,
        "contents": contents,
        "chapter_faults": [str(fault) for fault in inspected.chapter_faults],
        "faults": [str(fault) for fault in info.faults],
        "verdicts": [
            {
                "delivery": verdict.delivery,
                "kept": verdict.passed,
                "promises": [
                    {
                        "name": str(check.name),
                        "kept": check.passed,
                        "wanted": str(check.expected),
                        "found": str(check.actual),
                    }
                    for check in verdict.checks
                ],
            }
            for verdict in inspected.verdicts
        ],
    }


def inspect_file(path: Path) -> Inspection:
    """What a sound file is, decoded and measured, and what each kind of delivery says of it.

    >>> mp3 = make(b"Il a 21 ans.", voice="espeak-fr", output="a.mp3").mp3
    >>> inspect(mp3).info.sample_rate
    44100

    Raises EncoderError.
    """
    from audiobrief.audio.loudness import measure_file
    from audiobrief.inspection.containers import read_sound_info
    from audiobrief.inspection.mpeg_frames import find_sound_start

    info = read_sound_info(path)
    start = find_sound_start(path) if info.format == "mp3" else 0
    return inspect_sound(path.name, info, measure_file(path, info.format, start))
