"""A short sound played to its end: what a word sounds like."""

from __future__ import annotations

import threading
import time

from audiobrief.errors import DeviceError
from audiobrief.model import Clip
from audiobrief.player.sound_card import open_sound_card

# Seconds that a card holds back of what it was given.
_HELD = 0.3
# Seconds more than a sound's length after which a card counts as stuck.
_PATIENCE = 5.0


def play_clip(clip: Clip, device: str = "") -> None:
    """Play a clip to its end; `device` is as for `open_sound_card`. Raises DeviceError."""
    sound, at, ended = clip.pcm, 0, threading.Event()

    def read(frames: int) -> bytes:
        nonlocal at
        piece = sound[at : at + 2 * frames]
        at += len(piece)
        if at == len(sound):
            ended.set()
        return piece.ljust(2 * frames, b"\0")

    with open_sound_card(clip.sample_rate, read, device):
        if not ended.wait(len(sound) / (2 * clip.sample_rate) + _PATIENCE):
            raise DeviceError(
                "The sound card has stopped: connect it again, or write the sound to a file with --output."
            )
        time.sleep(_HELD)
