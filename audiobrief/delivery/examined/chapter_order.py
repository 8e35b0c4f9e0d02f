"""Whether the chapters of a file are as players want them (ID3v2 Chapter Frame Addendum 1.0, and what players do)."""

from __future__ import annotations

from itertools import pairwise

from audiobrief.delivery.examined.found import Found

# Times in ID3 tags are whole milliseconds.
_ROUNDING = 0.0015


def chapter_faults(found: Found, duration: float) -> tuple[str, ...]:
    """What is wrong with the chapters, a sentence each; `duration` is the sound's, in seconds, as decoded."""
    chapters = found.chapters
    if not chapters:
        return ("There are no chapters.",)
    faults: list[str] = []
    starts = [chapter.start for chapter in chapters]
    if starts != sorted(starts):
        faults.append("Chapters do not stand in time order in the file: some players show them as they stand.")
    if min(starts) > _ROUNDING:
        faults.append(f"The first chapter starts at {min(starts):.3f} s, not at 0.")
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    for before, after in pairwise(ordered):
        if before.end is not None and abs(after.start - before.end) > _ROUNDING:
            what = "overlap" if after.start < before.end else "leave a gap"
            faults.append(f"Chapters {what} at {after.start:.3f} s.")
            break
    last = max(max(chapter.start, chapter.end or 0.0) for chapter in chapters)
    if last > duration + _ROUNDING:
        faults.append(f"The last chapter ends at {last:.3f} s, after the sound ({duration:.3f} s).")
    if untitled := sum(not chapter.title for chapter in chapters):
        faults.append(f"{untitled} of {len(chapters)} chapters have no title.")
    if found.format == "mp3" and found.contents != tuple(range(len(chapters))):
        absent = "There is no table of contents (CTOC)" if found.contents is None else "The table of contents differs"
        faults.append(f"{absent}: some players will not show every chapter.")
    return tuple(faults)
