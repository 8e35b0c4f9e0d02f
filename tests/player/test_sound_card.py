"""The sound card is asked for sound in real time; where there is none, a sentence says what to do."""

import os
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from audiobrief.errors import DeviceError
from audiobrief.player.sound_card import NULL, list_devices, open_sound_card
from tests.waiting import wait_until


def test_what_it_asks_for_is_in_time():
    asked = []

    def read(frames):
        asked.append(frames)
        return bytes(2 * frames)

    begun = time.monotonic()
    with open_sound_card(24_000, read, NULL):
        wait_until(lambda: sum(asked) > 24_000)
    took = time.monotonic() - begun
    # A second's sound takes about a second; what is asked for at a time is 60 ms.
    assert took > 0.6 and max(asked) < 6_000
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


class _Device:
    def __init__(self, backend="ALSA", **given):
        self.backend, self.given, self.calls = backend, given, []

    def start(self, source):
        self.calls.append(("start", source.send(3), source.send(5)))

    def stop(self):
        self.calls.append("stop")

    def close(self):
        self.calls.append("close")


class _Library:
    """miniaudio with these devices, of which the first is opened."""

    class MiniaudioError(Exception):
        pass

    class Backend:
        NULL = "null backend"

    class SampleFormat:
        SIGNED16 = "signed"

    def __init__(self, names=(), backend="ALSA", error=None):
        self.names, self.backend, self.error, self.opened = names, backend, error, []

    def Devices(self):  # noqa: N802 - as miniaudio has it
        if self.names is None:
            raise self.MiniaudioError("no devices")
        return SimpleNamespace(get_playbacks=lambda: [{"name": name, "id": at} for at, name in enumerate(self.names)])

    def PlaybackDevice(self, **given):  # noqa: N802 - as miniaudio has it
        if self.error:
            raise self.MiniaudioError(*self.error)
        self.opened.append(_Device(self.backend, **given))
        return self.opened[-1]


@pytest.fixture
def library(monkeypatch):
    def use(*given, **more):
        made = _Library(*given, **more)
        monkeypatch.setattr("audiobrief.player.sound_card._load_miniaudio", lambda: made)
        return made

    return use


USUAL = {
    "output_format": "signed",
    "nchannels": 1,
    "sample_rate": 24_000,
    "buffersize_msec": 60,
    "app_name": "audiobrief",
}
CHOSEN = [("", {}), ("null", {"backends": ["null backend"]}), ("CASQUE", {"device_id": 1}), ("a", {"device_id": 0})]


@pytest.mark.parametrize(("name", "chosen"), CHOSEN)
def test_a_card_is_opened_started_and_closed(library, name, chosen):
    made = library(["Haut-parleur", "Casque"])
    with open_sound_card(24_000, lambda frames: bytes(2 * frames), name):
        (device,) = made.opened
        assert device.given == USUAL | chosen and device.calls == [("start", bytes(6), bytes(10))]
    assert device.calls[1:] == ["stop", "close"]
    assert list_devices() == ["Haut-parleur", "Casque"]


NONE = [
    ({"names": None}, "x", "There is no sound card 'x': use one of null."),
    ({"names": ["Casque"]}, "x", "There is no sound card 'x': use one of Casque, null."),
    ({"error": ("it is busy", 3)}, "", r"No sound can be played here \(it is busy\)"),
    ({"error": ()}, "null", r"No sound can be played here"),
    ({"backend": "Null"}, "", "No sound can be played here: connect"),
]


@pytest.mark.parametrize(("given", "name", "told"), NONE)
def test_where_no_card_can_be_opened_it_is_told(library, given, name, told):
    made = library(**{"error": None, **given}) if given.get("error") != () else library(error=("",))
    with pytest.raises(DeviceError, match=told), open_sound_card(24_000, bytes, name):
        pass
    assert all(device.calls == ["close"] for device in made.opened)


def test_a_device_that_plays_into_nothing_is_used_where_it_is_asked_for(library):
    made = library(["Null"], backend="Null")
    for name in ("null", "Nul"):
        with open_sound_card(24_000, lambda frames: bytes(2 * frames), name):
            pass
    assert [device.calls[-1] for device in made.opened] == ["close", "close"]
    library(None)
    assert list_devices() == []


def test_what_the_system_writes_of_devices_is_not_shown(library, capfd):
    made = library(["Casque"])
    find = made.PlaybackDevice

    def noisy(**given):
        os.write(2, b"ALSA lib: no such card")
        return find(**given)

    made.PlaybackDevice = noisy
    with open_sound_card(24_000, lambda frames: bytes(2 * frames)):
        os.write(2, b"shown")
    assert capfd.readouterr().err == "shown"


def test_without_a_standard_error_a_card_is_opened_all_the_same(library, monkeypatch):
    made = library(["Casque"])
    for stream in (None, SimpleNamespace(flush=lambda: (_ for _ in ()).throw(ValueError))):
        monkeypatch.setattr("sys.stderr", stream)
        with open_sound_card(24_000, lambda frames: bytes(2 * frames)):
            pass
    assert len(made.opened) == 2
