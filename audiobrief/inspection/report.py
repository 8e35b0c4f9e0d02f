"""The inspection of a sound file: its contents, its loudness, and its compliance with each delivery."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from audiobrief.delivery.formats import load_deliveries
from audiobrief.inspection.compliance import Verdict, check_compliance, find_chapter_faults
from audiobrief.inspection.sound_info import SoundInfo
from audiobrief.inspection.wave_tags import find_other_titles
from audiobrief.messages import Message
from audiobrief.model import Loudness, Sound

# dB that a signal gains when it plays on two channels: 10 log 2 (ITU-R BS.1770-4, annex 1, sum over channels).
_DUAL_MONO_GAIN = 3.01


@dataclass(frozen=True, slots=True)
class Inspection:
    """The contents and the measured sound of a file; `duration` is that of the decoded sound, in seconds.

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
    """Check a sound file that was read and measured against all deliveries."""
    duration = sound.frames / info.sample_rate
    faults = find_chapter_faults(info, duration)
    deliveries = load_deliveries().values()
    # No delivery asks for the other formats.
    asked = any(info.format in delivery.formats for delivery in deliveries)
    verdicts = tuple(check_compliance(delivery, info, sound, faults) for delivery in deliveries) if asked else ()
    return Inspection(name, info, sound, duration, faults, verdicts)


def compute_dual_mono(loudness: Loudness) -> float:
    """The loudness in LUFS of a mono sound when it is played on two channels."""
    return round(loudness.integrated + _DUAL_MONO_GAIN, 1)


def make_table(inspected: Inspection) -> dict[str, Any]:
    """An inspection as a dictionary for JSON. Its keys are a stable interface, its texts always English."""
    info, loudness = inspected.info, inspected.sound.loudness
    table = asdict(replace(info, faults=()))
    del table["faults"]
    chapters = table.pop("chapters")
    contents = table.pop("contents")
    titles = table.pop("titles")
    return {
        "name": inspected.name,
        **table,
        "bitrate": round(info.bitrate, 3),
        "duration": round(inspected.duration, 6),
        "frames": inspected.sound.frames,
        "loudness": None
        if loudness is None
        else {**asdict(loudness), "dual_mono": compute_dual_mono(loudness) if info.channels == 1 else None},
        "titles": titles,
        "other_titles": [title.place for title in find_other_titles(info.titles)],
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
    """Read, decode and measure a sound file, and check it against all deliveries.

    >>> mp3 = make(b"Il a 21 ans.", voice="espeak-fr", output="a.mp3").mp3
    >>> inspect(mp3).info.sample_rate
    44100

    Raises EncoderError.
    """
    from audiobrief.audio.loudness import measure_file
    from audiobrief.inspection.containers import read_sound_info
    from audiobrief.inspection.mpeg_frames import find_sound_start

    info = read_sound_info(path)
    start = find_sound_start(path) if info.format in ("mp3", "mp2") else 0
    return inspect_sound(path.name, info, measure_file(path, info.format, start))
