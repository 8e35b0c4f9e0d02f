"""Kinds of delivery, read from formats.toml: what their files must be like, and how programmes are made for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from audiobrief.errors import DataError
from audiobrief.system.toml_files import load_shipped

FileFormat = Literal["mp3", "wav"]
Content = Literal["title", "chapters", "lyrics", "cover", "bext", "cart"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One kind of delivery. Fields and units are explained at the head of formats.toml."""

    name: str
    description: str
    formats: tuple[FileFormat, ...]
    sample_rate: int
    channels: int
    bitrate: int
    loudness: float
    loudness_stereo: float
    tolerance: float
    true_peak: float
    id3: str
    contents: tuple[Content, ...]
    spoken_title: bool
    spoken_contents: bool
    spoken_chapters: Literal["none", "headings", "numbered"]
    notice: Literal["spoken", "text", "none"]
    rate_factor: float
    pause_factor: float
    sidecars: tuple[str, ...]


@lru_cache(maxsize=1)
def load_deliveries() -> dict[str, Delivery]:
    """All kinds of delivery by name, in the order of the file."""
    return {name: _parse_delivery(name, table) for name, table in load_shipped(__package__, "formats").items()}


def make_sample_delivery() -> Delivery:
    """The delivery of a voice sample: the sound of a podcast, without announcements and sidecar files."""
    podcast = load_deliveries()["podcast"]
    return replace(
        podcast,
        name="sample",
        contents=("title",),
        spoken_title=False,
        spoken_chapters="none",
        notice="none",
        sidecars=(),
    )


def load_delivery(name: str) -> Delivery:
    """The kind of delivery called `name`. Raises DataError."""
    known = load_deliveries()
    if name not in known:
        raise DataError("There is no delivery '{name}': use one of {known}.", name=name, known=", ".join(known))
    return known[name]


def _parse_delivery(name: str, table: dict[str, Any]) -> Delivery:
    lists = {key: tuple(value) for key, value in table.items() if isinstance(value, list)}
    return Delivery(name=name, **{**table, **lists})
