"""A file held against what a kind of delivery promises, one promise after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audiobrief.delivery.examined.found import Found
from audiobrief.delivery.profiles import Delivery, Holding
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

    name: str
    kept: bool
    wanted: str
    found: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A delivery's promises on one file."""

    delivery: str
    promises: tuple[Promise, ...]

    @property
    def kept(self) -> bool:
        return all(promise.kept for promise in self.promises)


def verdict(delivery: Delivery, found: Found, sound: Sound, chapter_faults: tuple[str, ...]) -> Verdict:
    """What `delivery` says of a file. Promises of another format than the file's are not asked of it."""
    return Verdict(delivery.name, tuple(_promises(delivery, found, sound, chapter_faults)))


def _promises(delivery: Delivery, found: Found, sound: Sound, chapter_faults: tuple[str, ...]) -> Iterator[Promise]:
    yield Promise("format", found.format in delivery.formats, " or ".join(delivery.formats), found.format)
    yield Promise(
        "sample rate",
        found.sample_rate == delivery.sample_rate,
        f"{delivery.sample_rate} Hz",
        f"{found.sample_rate} Hz",
    )
    yield Promise(
        "channels", found.channels == delivery.channels, channels(delivery.channels), channels(found.channels)
    )
    yield from _coding(delivery, found)
    yield from _loudness(delivery, found, sound)
    for holding in delivery.holds:
        if found.format in _PLACES[holding]:
            yield _holds(holding, found, chapter_faults)
    yield Promise("undamaged", not found.faults, "no fault", " ".join(found.faults) or "no fault")


def _coding(delivery: Delivery, found: Found) -> Iterator[Promise]:
    if found.format == "wav":
        coded = f"{found.bits}-bit PCM" if found.bits else "not linear PCM"
        yield Promise("coding", found.bits == _BITS, f"{_BITS}-bit PCM", coded)
        return
    exact = found.constant and round(found.bitrate) == delivery.bitrate
    yield Promise("bit rate", exact, f"{delivery.bitrate} kbit/s, constant", bitrate(found))
    yield Promise("length header", bool(found.header), "Info or Xing", found.header or "none")
    yield Promise("tags", found.tags.version == delivery.id3, f"ID3v{delivery.id3}", tag_version(found))


def _loudness(delivery: Delivery, found: Found, sound: Sound) -> Iterator[Promise]:
    wanted = delivery.loudness if found.channels == 1 else delivery.loudness_stereo
    scale = f"{wanted:.1f} LUFS ± {delivery.tolerance:.1f} on {channels(found.channels)}"
    peak = f"at most {delivery.true_peak:.1f} dBTP"
    if sound.loudness is None:
        yield Promise("loudness", False, scale, "silence")
        yield Promise("true peak", True, peak, "silence")
        return
    integrated, true_peak = sound.loudness.integrated, sound.loudness.true_peak
    near = abs(integrated - wanted) <= delivery.tolerance + _ROUNDING
    yield Promise("loudness", near, scale, f"{integrated:.1f} LUFS")
    yield Promise("true peak", true_peak <= delivery.true_peak + _ROUNDING, peak, f"{true_peak:.1f} dBTP")


def _holds(holding: Holding, found: Found, chapter_faults: tuple[str, ...]) -> Promise:
    tags = found.tags
    if holding == "chapters":
        number = len(found.chapters)
        shown = " ".join(chapter_faults) or f"{number} chapter{'' if number == 1 else 's'}, in order"
        return Promise(
            "chapters", not chapter_faults, "chapters in order, from 0 to the end", shown if number else "none"
        )
    if holding == "title":
        return Promise("title", bool(tags.title), "a title", tags.title or "none")
    if holding == "lyrics":
        return Promise("lyrics", bool(tags.lyrics), "the full text", f"{len(tags.lyrics)} characters")
    if holding == "cover":
        return Promise("cover", bool(tags.cover), "a picture", tags.cover or "none")
    if holding == "bext":
        version = found.bext.version if found.bext else None
        shown = "none" if version is None else f"version {version}"
        return Promise("bext", version is not None and version >= 2, "version 2", shown)
    return Promise(
        "cart", found.cart is not None, "a cart chunk", f"version {found.cart.version}" if found.cart else "none"
    )


def channels(number: int) -> str:
    """`mono`, `stereo`, or the number."""
    return {1: "mono", 2: "stereo"}.get(number, f"{number} channels")


def bitrate(found: Found) -> str:
    """The bit rate in words."""
    if found.constant:
        return f"{round(found.bitrate)} kbit/s, constant"
    return f"{round(found.bitrate)} kbit/s on average, variable"


def tag_version(found: Found) -> str:
    """`ID3v2.3`, or `none`."""
    return f"ID3v{found.tags.version}" if found.tags.version else "none"
