"""A file held against what a kind of delivery promises, one promise after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audiobrief.delivery.formats import Delivery, Holding
from audiobrief.inspection.sound_info import Found
from audiobrief.messages import Message, counted, listed, message
from audiobrief.model import Sound

_PLACES: dict[Holding, tuple[str, ...]] = {
    "title": ("mp3", "wav"), "chapters": ("mp3", "wav"), "lyrics": ("mp3",), "cover": ("mp3",), "bext": ("wav",),
    "cart": ("wav",),
}  # fmt: skip
_BITS = 16
# Measures are given in tenths.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: whether it is kept, what was wanted, what was found."""

    name: Message
    kept: bool
    wanted: Message
    found: Message


@dataclass(frozen=True, slots=True)
class Verdict:
    """A delivery's promises on one file."""

    delivery: str
    promises: tuple[Promise, ...]

    @property
    def kept(self) -> bool:
        return all(promise.kept for promise in self.promises)


def verdict(delivery: Delivery, found: Found, sound: Sound, chapter_faults: tuple[Message, ...]) -> Verdict:
    """What `delivery` says of a file. Promises of another format than the file's are not asked of it."""
    return Verdict(delivery.name, tuple(_promises(delivery, found, sound, chapter_faults)))


def _promises(delivery: Delivery, found: Found, sound: Sound, chapter_faults: tuple[Message, ...]) -> Iterator[Promise]:
    yield Promise(
        message("format"), found.format in delivery.formats, listed(delivery.formats, " or "), Message(found.format)
    )
    yield Promise(
        message("sample rate"),
        found.sample_rate == delivery.sample_rate,
        message("{rate} Hz", rate=delivery.sample_rate),
        message("{rate} Hz", rate=found.sample_rate),
    )
    yield Promise(
        message("channels"), found.channels == delivery.channels, channels(delivery.channels), channels(found.channels)
    )
    yield from _coding(delivery, found)
    yield from _loudness(delivery, found, sound)
    for holding in delivery.holds:
        if found.format in _PLACES[holding]:
            yield _holds(holding, found, chapter_faults)
    yield Promise(
        message("undamaged"),
        not found.faults,
        message("no fault"),
        listed(found.faults, " ") if found.faults else message("no fault"),
    )


def _coding(delivery: Delivery, found: Found) -> Iterator[Promise]:
    if found.format == "wav":
        yield Promise(message("coding"), found.bits == _BITS, pcm(_BITS), pcm(found.bits))
        return
    exact = found.constant and round(found.bitrate) == delivery.bitrate
    wanted = message("{rate} kbit/s, constant", rate=delivery.bitrate)
    yield Promise(message("bit rate"), exact, wanted, bitrate(found))
    yield Promise(
        message("length header"), bool(found.header), listed(("Info", "Xing"), " or "), _or_none(found.header)
    )
    yield Promise(
        message("tags"), found.tags.version == delivery.id3, Message(f"ID3v{delivery.id3}"), tag_version(found)
    )


def _loudness(delivery: Delivery, found: Found, sound: Sound) -> Iterator[Promise]:
    wanted = delivery.loudness if found.channels == 1 else delivery.loudness_stereo
    scale = message(
        "{loudness:.1f} LUFS ± {tolerance:.1f} on {channels}",
        loudness=wanted,
        tolerance=delivery.tolerance,
        channels=channels(found.channels),
    )
    peak = message("at most {peak:.1f} dBTP", peak=delivery.true_peak)
    if sound.loudness is None:
        yield Promise(message("loudness"), False, scale, message("silence"))
        yield Promise(message("true peak"), True, peak, message("silence"))
        return
    integrated, true_peak = sound.loudness.integrated, sound.loudness.true_peak
    near = abs(integrated - wanted) <= delivery.tolerance + _ROUNDING
    yield Promise(message("loudness"), near, scale, message("{loudness:.1f} LUFS", loudness=integrated))
    low = true_peak <= delivery.true_peak + _ROUNDING
    yield Promise(message("true peak"), low, peak, message("{peak:.1f} dBTP", peak=true_peak))


def _holds(holding: Holding, found: Found, chapter_faults: tuple[Message, ...]) -> Promise:
    tags = found.tags
    if holding == "chapters":
        number = len(found.chapters)
        shown = (
            listed(chapter_faults, " ")
            if chapter_faults
            else counted("{count} chapter, in order", "{count} chapters, in order", count=number)
        )
        return Promise(
            message("chapters"),
            not chapter_faults,
            message("chapters in order, from 0 to the end"),
            shown if number else message("none"),
        )
    if holding == "title":
        return Promise(message("title"), bool(tags.title), message("a title"), _or_none(tags.title))
    if holding == "lyrics":
        return Promise(message("lyrics"), bool(tags.lyrics), message("the full text"), characters(len(tags.lyrics)))
    if holding == "cover":
        return Promise(message("cover"), bool(tags.cover), message("a picture"), _or_none(tags.cover))
    if holding == "bext":
        version = found.bext.version if found.bext else None
        good = version is not None and version >= 2
        return Promise(Message("bext"), good, message("version {version}", version=2), _version(version))
    label = found.cart.version if found.cart else None
    return Promise(Message("cart"), found.cart is not None, message("a cart chunk"), _version(label))


def _or_none(text: str) -> Message:
    return message("{text}", text=text) if text else message("none")


def _version(version: object) -> Message:
    return message("none") if version is None else message("version {version}", version=version)


def channels(number: int) -> Message:
    """`mono`, `stereo`, or the number."""
    if number == 1:
        return message("mono")
    return message("stereo") if number == 2 else message("{number} channels", number=number)


def bitrate(found: Found) -> Message:
    """The bit rate in words."""
    if found.constant:
        return message("{rate} kbit/s, constant", rate=round(found.bitrate))
    return message("{rate} kbit/s on average, variable", rate=round(found.bitrate))


def pcm(bits: int) -> Message:
    """`16-bit PCM`; 0 bits stand for another coding."""
    return message("{bits}-bit PCM", bits=bits) if bits else message("not linear PCM")


def characters(number: int) -> Message:
    """The length of a text in words."""
    return counted("{count} character", "{count} characters", count=number)


def tag_version(found: Found) -> Message:
    """`ID3v2.3`, or `none`."""
    return Message(f"ID3v{found.tags.version}") if found.tags.version else message("none")
