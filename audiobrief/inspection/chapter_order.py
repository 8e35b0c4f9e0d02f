"""Whether the chapters of a file are as players want them (ID3v2 Chapter Frame Addendum 1.0, and what players do)."""

from __future__ import annotations

from itertools import pairwise

from audiobrief.inspection.sound_info import SoundInfo
from audiobrief.messages import Message, message

# Times in ID3 tags are whole milliseconds.
_ROUNDING = 0.0015


def find_chapter_faults(found: SoundInfo, duration: float) -> tuple[Message, ...]:
    """What is wrong with the chapters, a sentence each; `duration` is the sound's, in seconds, as decoded."""
    chapters = found.chapters
    if not chapters:
        return (message("There are no chapters."),)
    faults: list[Message] = []
    starts = [chapter.start for chapter in chapters]
    if starts != sorted(starts):
        faults.append(message("Chapters do not stand in time order in the file: some players show them as they stand."))
    if min(starts) > _ROUNDING:
        faults.append(message("The first chapter starts at {start:.3f} s, not at 0.", start=min(starts)))
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    for before, after in pairwise(ordered):
        if before.end is not None and abs(after.start - before.end) > _ROUNDING:
            faults.append(
                message("Chapters overlap at {start:.3f} s.", start=after.start)
                if after.start < before.end
                else message("Chapters leave a gap at {start:.3f} s.", start=after.start)
            )
            break
    last = max(max(chapter.start, chapter.end or 0.0) for chapter in chapters)
    if last > duration + _ROUNDING:
        faults.append(
            message(
                "The last chapter ends at {end:.3f} s, after the sound ({duration:.3f} s).", end=last, duration=duration
            )
        )
    if untitled := sum(not chapter.title for chapter in chapters):
        faults.append(message("{untitled} of {all} chapters have no title.", untitled=untitled, all=len(chapters)))
    if found.format == "mp3" and found.contents != tuple(range(len(chapters))):
        faults.append(
            message("There is no table of contents (CTOC): some players will not show every chapter.")
            if found.contents is None
            else message("The table of contents differs: some players will not show every chapter.")
        )
    return tuple(faults)
