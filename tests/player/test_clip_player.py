"""A clip is played to its end, in real time."""

import time
from contextlib import contextmanager

import pytest

from audiobrief.errors import DeviceError
from audiobrief.model import Clip
from audiobrief.player import clip_player
from audiobrief.player.sound_card import NULL

CLIP = Clip(b"\1\0" * 2400, 24_000)


def test_it_takes_as_long_as_the_sound():
    begun = time.monotonic()
    clip_player.play_clip(CLIP, NULL)
    assert time.monotonic() - begun > 0.1


@pytest.mark.parametrize("frames", [1, 700, 2400, 5000])
def test_all_of_it_is_given_and_silence_after_it(monkeypatch, frames):
    heard = bytearray()

    @contextmanager
    def card(rate, read, name):
        assert (rate, name) == (24_000, "mine")
        while len(heard) < len(CLIP.pcm) + 2 * frames:
            heard.extend(read(frames))
        yield

    monkeypatch.setattr(clip_player, "open_sound_card", card)
    monkeypatch.setattr(clip_player, "_HELD", 0)
    clip_player.play_clip(CLIP, "mine")
    assert bytes(heard).startswith(CLIP.pcm) and not any(heard[len(CLIP.pcm) :])


def test_a_card_that_stops_is_told(monkeypatch):
    @contextmanager
    def card(*_):
        yield

    monkeypatch.setattr(clip_player, "open_sound_card", card)
    monkeypatch.setattr(clip_player, "_PATIENCE", -0.09)
    with pytest.raises(DeviceError, match="The sound card has stopped"):
        clip_player.play_clip(CLIP)
