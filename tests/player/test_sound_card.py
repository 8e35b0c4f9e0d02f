"""The sound card is asked for sound in real time; where there is none, a sentence says what to do."""

import subprocess
import sys
import time

import pytest

from audiobrief.errors import DeviceError
from audiobrief.player.sound_card import NULL, list_devices, open_sound_card


def test_what_it_asks_for_is_in_time():
    asked = []

    def read(frames):
        asked.append(frames)
        return bytes(2 * frames)

    begun = time.monotonic()
    with open_sound_card(24_000, read, NULL):
        time.sleep(1.0)
    took = time.monotonic() - begun
    assert 0.6 * took * 24_000 < sum(asked) < 1.4 * took * 24_000 + 6_000
    count = len(asked)
    time.sleep(0.2)
    assert len(asked) == count


def test_a_name_that_no_card_has_is_told_with_those_there_are():
    with (
        pytest.raises(DeviceError, match=r"There is no sound card 'Grammophon': use one of .*null\."),
        open_sound_card(24_000, bytes, "Grammophon"),
    ):
        pass
    assert all("Grammophon" not in name for name in list_devices())


def test_without_the_library_the_sound_can_go_into_a_pipe():
    code = (
        "import sys; sys.modules['miniaudio'] = None\n"
        "from audiobrief.player.sound_card import open_sound_card\n"
        "with open_sound_card(24000, bytes): pass\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert "pip install miniaudio" in done.stderr and "--stdout wav | mpv -" in done.stderr
