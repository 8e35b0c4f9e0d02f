"""Checks of a sound file against the requirements of a delivery."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from audiobrief.delivery.formats import Content, Delivery
from audiobrief.inspection.sound_info import SoundInfo
from audiobrief.messages import Message, counted, listed, message
from audiobrief.model import Sound

_PLACES: dict[Content, tuple[str, ...]] = {
    "title": ("mp3", "wav"), "chapters": ("mp3", "wav"), "lyrics": ("mp3",), "cover": ("mp3",), "bext": ("wav",),
    "cart": ("wav",),
}  # fmt: skip
_BITS = 16
# Loudness is measured in tenths; times in ID3 tags are whole milliseconds.
_ROUNDING, _TIME_ROUNDING = 1e-6, 0.0015


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check: its name, whether it passed, the expected and the actual value."""

    name: Message
    passed: bool
    expected: Message
    actual: Message


@dataclass(frozen=True, slots=True)
class Verdict:
    """The checks of one delivery on a file."""

    delivery: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether all checks passed."""
        return all(check.passed for check in self.checks)


def check_compliance(delivery: Delivery, info: SoundInfo, sound: Sound, chapter_faults: tuple[Message, ...]) -> Verdict:
    """Check a file against a delivery. Requirements for other file formats are left out."""
    return Verdict(delivery.name, tuple(_check_delivery(delivery, info, sound, chapter_faults)))


def find_chapter_faults(info: SoundInfo, duration: float) -> tuple[Message, ...]:
    """What is wrong with the chapters of a file (ID3v2 Chapter Frame Addendum 1.0, and what players need).

    `duration` is that of the decoded sound, in seconds.
    """
    chapters = info.chapters
    if not chapters:
        return (message("There are no chapters."),)
    faults: list[Message] = []
    starts = [chapter.start for chapter in chapters]
    if starts != sorted(starts):
        faults.append(
            message("The chapters are not in time order in the file: some players show them in the order of the file.")
        )
    if min(starts) > _TIME_ROUNDING:
        faults.append(message("The first chapter starts at {start:.3f} s, not at 0.", start=min(starts)))
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    for before, after in pairwise(ordered):
        if before.end is not None and abs(after.start - before.end) > _TIME_ROUNDING:
            faults.append(
                message("Chapters overlap at {start:.3f} s.", start=after.start)
                if after.start < before.end
                else message("Chapters leave a gap at {start:.3f} s.", start=after.start)
            )
            break
    last = max(max(chapter.start, chapter.end or 0.0) for chapter in chapters)
    if last > duration + _TIME_ROUNDING:
        faults.append(
            message(
                "The last chapter ends at {end:.3f} s, after the sound ({duration:.3f} s).", end=last, duration=duration
            )
        )
    if untitled := sum(not chapter.title for chapter in chapters):
        faults.append(message("{untitled} of {all} chapters have no title.", untitled=untitled, all=len(chapters)))
    if info.format == "mp3" and info.contents != tuple(range(len(chapters))):
        faults.append(
            message("There is no table of contents (CTOC): some players will not show every chapter.")
            if info.contents is None
            else message("The table of contents differs: some players will not show every chapter.")
        )
    return tuple(faults)


def _check_delivery(
    delivery: Delivery, info: SoundInfo, sound: Sound, chapter_faults: tuple[Message, ...]
) -> Iterator[Check]:
    yield Check(
        message("format"), info.format in delivery.formats, listed(delivery.formats, " or "), Message(info.format)
    )
    yield Check(
        message("sample rate"),
        info.sample_rate == delivery.sample_rate,
        message("{rate} Hz", rate=delivery.sample_rate),
        message("{rate} Hz", rate=info.sample_rate),
    )
    yield Check(
        message("channels"),
        info.channels == delivery.channels,
        format_channels(delivery.channels),
        format_channels(info.channels),
    )
    yield from _check_coding(delivery, info)
    yield from _check_loudness(delivery, info, sound)
    for content in delivery.contents:
        if info.format in _PLACES[content]:
            yield _check_content(content, info, chapter_faults)
    yield Check(
        message("undamaged"),
        not info.faults,
        message("no fault"),
        listed(info.faults, " ") if info.faults else message("no fault"),
    )


def _check_coding(delivery: Delivery, info: SoundInfo) -> Iterator[Check]:
    if info.format == "wav":
        yield Check(message("coding"), info.bits == _BITS, format_coding(_BITS), format_coding(info.bits))
        return
    exact = info.constant and round(info.bitrate) == delivery.bitrate
    wanted = message("{rate} kbit/s, constant", rate=delivery.bitrate)
    yield Check(message("bit rate"), exact, wanted, format_bitrate(info))
    yield Check(
        message("length header"), bool(info.header), listed(("Info", "Xing"), " or "), _format_text(info.header)
    )
    yield Check(
        message("tags"), info.tags.version == delivery.id3, Message(f"ID3v{delivery.id3}"), format_tag_version(info)
    )


def _check_loudness(delivery: Delivery, info: SoundInfo, sound: Sound) -> Iterator[Check]:
    wanted = delivery.loudness if info.channels == 1 else delivery.loudness_stereo
    scale = message(
        "{loudness:.1f} LUFS ± {tolerance:.1f} on {channels}",
        loudness=wanted,
        tolerance=delivery.tolerance,
        channels=format_channels(info.channels),
    )
    peak = message("at most {peak:.1f} dBTP", peak=delivery.true_peak)
    if sound.loudness is None:
        yield Check(message("loudness"), False, scale, message("silence"))
        yield Check(message("true peak"), True, peak, message("silence"))
        return
    integrated, true_peak = sound.loudness.integrated, sound.loudness.true_peak
    near = abs(integrated - wanted) <= delivery.tolerance + _ROUNDING
    yield Check(message("loudness"), near, scale, message("{loudness:.1f} LUFS", loudness=integrated))
    low = true_peak <= delivery.true_peak + _ROUNDING
    yield Check(message("true peak"), low, peak, message("{peak:.1f} dBTP", peak=true_peak))


def _check_content(content: Content, info: SoundInfo, chapter_faults: tuple[Message, ...]) -> Check:
    tags = info.tags
    if content == "chapters":
        number = len(info.chapters)
        description = (
            listed(chapter_faults, " ")
            if chapter_faults
            else counted("{count} chapter, in order", "{count} chapters, in order", count=number)
        )
        return Check(
            message("chapters"),
            not chapter_faults,
            message("chapters in order, from 0 to the end"),
            description if number else message("none"),
        )
    if content == "title":
        return Check(message("title"), bool(tags.title), message("a title"), _format_text(tags.title))
    if content == "lyrics":
        return Check(message("lyrics"), bool(tags.lyrics), message("the full text"), format_length(len(tags.lyrics)))
    if content == "cover":
        return Check(message("cover"), bool(tags.cover), message("a picture"), _format_text(tags.cover))
    if content == "bext":
        version = info.bext.version if info.bext else None
        good = version is not None and version >= 2
        return Check(Message("bext"), good, message("version {version}", version=2), _format_version(version))
    label = info.cart.version if info.cart else None
    return Check(Message("cart"), info.cart is not None, message("a cart chunk"), _format_version(label))


def _format_text(text: str) -> Message:
    return message("{text}", text=text) if text else message("none")


def _format_version(version: object) -> Message:
    return message("none") if version is None else message("version {version}", version=version)


def format_channels(number: int) -> Message:
    """`mono`, `stereo`, or the number of channels."""
    if number == 1:
        return message("mono")
    return message("stereo") if number == 2 else message("{number} channels", number=number)


def format_bitrate(info: SoundInfo) -> Message:
    """The bit rate in kbit/s, and whether it is constant."""
    if info.constant:
        return message("{rate} kbit/s, constant", rate=round(info.bitrate))
    return message("{rate} kbit/s on average, variable", rate=round(info.bitrate))


def format_coding(bits: int) -> Message:
    """`16-bit PCM`; 0 bits mean another coding."""
    return message("{bits}-bit PCM", bits=bits) if bits else message("not linear PCM")


def format_length(number: int) -> Message:
    """The length of a text in characters."""
    return counted("{count} character", "{count} characters", count=number)


def format_tag_version(info: SoundInfo) -> Message:
    """`ID3v2.3`, or `none`."""
    return Message(f"ID3v{info.tags.version}") if info.tags.version else message("none")
