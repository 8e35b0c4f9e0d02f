"""The machine's sound card, by miniaudio, whose wheels hold all that it needs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from audiobrief.errors import DeviceError
from audiobrief.messages import get_reason

if TYPE_CHECKING:
    import miniaudio

_Read = Callable[[int], bytes]

NULL = "null"
"""The name of a device that plays into nothing, in real time: for trying out."""

# Milliseconds that the card asks for at a time: short enough that keys act at once.
_PERIOD = 60


@contextmanager
def open_sound_card(sample_rate: int, read: _Read, name: str = "") -> Iterator[None]:
    """Play what `read` returns for a number of frames (mono 16-bit PCM at `sample_rate` Hz) during the block.

    `name` is a part of the name of a device; empty means the system's own choice. Raises DeviceError.
    """
    library = _load_miniaudio()
    with _hide_stderr():
        device = _open_device(library, sample_rate, name)
    with ExitStack() as stack:
        stack.callback(device.close)
        source = _feed(read)
        next(source)
        device.start(source)
        stack.callback(device.stop)
        yield


def list_devices() -> list[str]:
    """The names of the devices that can play. Raises DeviceError."""
    library = _load_miniaudio()
    with _hide_stderr(), suppress(library.MiniaudioError):
        return [device["name"] for device in library.Devices().get_playbacks()]
    return []


def _load_miniaudio() -> Any:
    try:
        import miniaudio
    except ImportError as error:
        raise DeviceError(
            "The sound card cannot be used without the package miniaudio ({reason}): install it with 'pip install "
            "miniaudio', or play the sound with another program, as in: audiobrief listen ARTICLE --stdout wav | mpv -",
            reason=get_reason(error),
        ) from error
    return miniaudio


def _open_device(library: Any, sample_rate: int, name: str) -> miniaudio.PlaybackDevice:
    chosen: dict[str, Any] = {}
    if name == NULL:
        chosen["backends"] = [library.Backend.NULL]
    elif name:
        chosen["device_id"] = _find_device(library, name)
    try:
        device: miniaudio.PlaybackDevice = library.PlaybackDevice(
            output_format=library.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=sample_rate,
            buffersize_msec=_PERIOD,
            app_name="audiobrief",
            **chosen,
        )
    except library.MiniaudioError as error:
        raise DeviceError(
            "No sound can be played here ({reason}): connect a sound card or end the program that uses it, or play the "
            "sound with another program, as in: audiobrief listen ARTICLE --stdout wav | mpv -",
            reason=str(error.args[0]) if error.args else "",
        ) from error
    if not name and device.backend == "Null":
        # miniaudio falls back on a device that plays into nothing.
        device.close()
        raise DeviceError(
            "No sound can be played here: connect a sound card, or play the sound with another program, as in: "
            "audiobrief listen ARTICLE --stdout wav | mpv -"
        )
    return device


def _find_device(library: Any, name: str) -> Any:
    try:
        devices = library.Devices().get_playbacks()
    except library.MiniaudioError:
        devices = []
    for device in devices:
        if name.casefold() in device["name"].casefold():
            return device["id"]
    raise DeviceError(
        "There is no sound card '{name}': use one of {known}.",
        name=name,
        known=", ".join([*(device["name"] for device in devices), NULL]),
    )


def _feed(read: _Read) -> Generator[bytes, int, None]:
    frames = yield b""
    while True:
        frames = yield read(frames)


@contextmanager
def _hide_stderr() -> Iterator[None]:
    """Drop what ALSA and JACK write to standard error when they look for devices."""
    if sys.platform == "win32":
        yield
        return
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except (OSError, ValueError, AttributeError):
        yield
        return
    try:
        void = os.open(os.devnull, os.O_WRONLY)
        os.dup2(void, 2)
        os.close(void)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
