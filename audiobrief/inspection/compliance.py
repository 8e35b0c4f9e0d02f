"""A file held against what a kind of delivery promises, one promise after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audiobrief.delivery.formats import Content, Delivery
from audiobrief.inspection.sound_info import SoundInfo
from audiobrief.messages import Message, counted, listed, message
from audiobrief.model import Sound

_PLACES: dict[Content, tuple[str, ...]] = {
    "title": ("mp3", "wav"), "chapters": ("mp3", "wav"), "lyrics": ("mp3",), "cover": ("mp3",), "bext": ("wav",),
    "cart": ("wav",),
}  # fmt: skip
_BITS = 16
# Measures are given in tenths.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Check:
    """One promise: whether it is kept, what was wanted, what was found."""

    name: Message
    kept: bool
    wanted: Message
    found: Message


@dataclass(frozen=True, slots=True)
class Verdict:
    """A delivery's promises on one file."""

    delivery: str
    promises: tuple[Check, ...]

    @property
    def kept(self) -> bool:
        return all(promise.kept for promise in self.promises)


def check_compliance(
    delivery: Delivery, found: SoundInfo, sound: Sound, chapter_faults: tuple[Message, ...]
) -> Verdict:
    """What `delivery` says of a file. Promises of another format than the file's are not asked of it."""
    return Verdict(delivery.name, tuple(_check_delivery(delivery, found, sound, chapter_faults)))


def _check_delivery(
    delivery: Delivery, found: SoundInfo, sound: Sound, chapter_faults: tuple[Message, ...]
) -> Iterator[Check]:
    yield Check(
        message("format"), found.format in delivery.formats, listed(delivery.formats, " or "), Message(found.format)
    )
    yield Check(
        message("sample rate"),
        found.sample_rate == delivery.sample_rate,
        message("{rate} Hz", rate=delivery.sample_rate),
        message("{rate} Hz", rate=found.sample_rate),
    )
    yield Check(
        message("channels"),
        found.channels == delivery.channels,
        format_channels(delivery.channels),
        format_channels(found.channels),
    )
    yield from _check_coding(delivery, found)
    yield from _check_loudness(delivery, found, sound)
    for holding in delivery.holds:
        if found.format in _PLACES[holding]:
            yield _check_content(holding, found, chapter_faults)
    yield Check(
        message("undamaged"),
        not found.faults,
        message("no fault"),
        listed(found.faults, " ") if found.faults else message("no fault"),
    )


def _check_coding(delivery: Delivery, found: SoundInfo) -> Iterator[Check]:
    if found.format == "wav":
        yield Check(message("coding"), found.bits == _BITS, format_coding(_BITS), format_coding(found.bits))
        return
    exact = found.constant and round(found.bitrate) == delivery.bitrate
    wanted = message("{rate} kbit/s, constant", rate=delivery.bitrate)
    yield Check(message("bit rate"), exact, wanted, format_bitrate(found))
    yield Check(
        message("length header"), bool(found.header), listed(("Info", "Xing"), " or "), _format_text(found.header)
    )
    yield Check(
        message("tags"), found.tags.version == delivery.id3, Message(f"ID3v{delivery.id3}"), format_tag_version(found)
    )


def _check_loudness(delivery: Delivery, found: SoundInfo, sound: Sound) -> Iterator[Check]:
    wanted = delivery.loudness if found.channels == 1 else delivery.loudness_stereo
    scale = message(
        "{loudness:.1f} LUFS ± {tolerance:.1f} on {channels}",
        loudness=wanted,
        tolerance=delivery.tolerance,
        channels=format_channels(found.channels),
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


def _check_content(holding: Content, found: SoundInfo, chapter_faults: tuple[Message, ...]) -> Check:
    tags = found.tags
    if holding == "chapters":
        number = len(found.chapters)
        shown = (
            listed(chapter_faults, " ")
            if chapter_faults
            else counted("{count} chapter, in order", "{count} chapters, in order", count=number)
        )
        return Check(
            message("chapters"),
            not chapter_faults,
            message("chapters in order, from 0 to the end"),
            shown if number else message("none"),
        )
    if holding == "title":
        return Check(message("title"), bool(tags.title), message("a title"), _format_text(tags.title))
    if holding == "lyrics":
        return Check(message("lyrics"), bool(tags.lyrics), message("the full text"), format_length(len(tags.lyrics)))
    if holding == "cover":
        return Check(message("cover"), bool(tags.cover), message("a picture"), _format_text(tags.cover))
    if holding == "bext":
        version = found.bext.version if found.bext else None
        good = version is not None and version >= 2
        return Check(Message("bext"), good, message("version {version}", version=2), _format_version(version))
    label = found.cart.version if found.cart else None
    return Check(Message("cart"), found.cart is not None, message("a cart chunk"), _format_version(label))


def _format_text(text: str) -> Message:
    return message("{text}", text=text) if text else message("none")


def _format_version(version: object) -> Message:
    return message("none") if version is None else message("version {version}", version=version)


def format_channels(number: int) -> Message:
    """`mono`, `stereo`, or the number."""
    if number == 1:
        return message("mono")
    return message("stereo") if number == 2 else message("{number} channels", number=number)


def format_bitrate(found: SoundInfo) -> Message:
    """The bit rate in words."""
    if found.constant:
        return message("{rate} kbit/s, constant", rate=round(found.bitrate))
    return message("{rate} kbit/s on average, variable", rate=round(found.bitrate))


def format_coding(bits: int) -> Message:
    """`16-bit PCM`; 0 bits stand for another coding."""
    return message("{bits}-bit PCM", bits=bits) if bits else message("not linear PCM")


def format_length(number: int) -> Message:
    """The length of a text in words."""
    return counted("{count} character", "{count} characters", count=number)


def format_tag_version(found: SoundInfo) -> Message:
    """`ID3v2.3`, or `none`."""
    return Message(f"ID3v{found.tags.version}") if found.tags.version else message("none")
