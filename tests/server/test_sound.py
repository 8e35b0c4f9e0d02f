"""A growing sound over HTTP: what is sent of it, from where, and where its frames begin."""

import asyncio
import math
import struct

import pytest

from audiobrief.messages import message
from audiobrief.mpeg_header import read_header
from audiobrief.player.sound_stream import encode_mp3
from audiobrief.server.live import LiveSound
from audiobrief.server.sound import find_frame, send_growing
from audiobrief.server.speaking import Progress, read_progress

RATE, SECONDS = 22_050, 12


def tone(hertz):
    """A second of a tone."""
    return struct.pack(f"<{RATE}h", *(round(8000 * math.sin(2 * math.pi * hertz * at / RATE)) for at in range(RATE)))


@pytest.fixture(scope="module")
def mp3():
    return b"".join(encode_mp3((tone(200 + 50 * second) for second in range(SECONDS)), RATE))


class Growing(LiveSound):
    """A sound whose file this test writes."""

    def __init__(self, folder):
        self.id, self.version, self.error, self.duration, self.listeners = "x", 1, None, None, 0
        self.sound, self.text, self.progress = (folder / name for name in ("x.mp3", "x.json", "x.progress"))
        self.over = False

    @property
    def ended(self):
        return self.over

    @property
    def complete(self):
        return self.over and self.error is None


@pytest.fixture
def live(tmp_path):
    return Growing(tmp_path)


def take(live, header="", sentence=None, steps=()):
    """The answer and its body; each of `steps` is done in turn while it is being read."""

    async def ask():
        async def go_on():
            for step in steps:
                await asyncio.sleep(0.15)
                step()

        going = asyncio.create_task(go_on())
        answer = await send_growing(live, header, sentence)
        body = bytes(getattr(answer, "body", b""))
        if hasattr(answer, "body_iterator"):
            body = b"".join([piece async for piece in answer.body_iterator])
        await going
        return answer, body

    return asyncio.run(ask())


def test_it_is_followed_to_its_end(live, mp3):
    half = len(mp3) // 2

    def add(part):
        with live.sound.open("ab") as file:
            file.write(part)

    def end():
        live.over = True

    answer, body = take(live, steps=[lambda: add(mp3[:half]), lambda: add(mp3[half:]), end])
    assert (answer.status_code, body) == (200, mp3)
    assert "content-length" not in answer.headers
    assert live.listeners == 0


RANGES = [
    # asked, status, first byte, last byte
    ("bytes=0-99", 206, 0, 99),
    ("bytes=100-", 206, 100, 999),
    ("bytes=990-2000", 206, 990, 999),
    ("bytes=1000-", 416, None, None),
    ("bytes=50-40", 416, None, None),
]


@pytest.mark.parametrize(("asked", "status", "first", "last"), RANGES)
def test_a_range_is_what_there_is_by_now(live, mp3, asked, status, first, last):
    live.sound.write_bytes(mp3[:1000])
    answer, body = take(live, asked)
    assert answer.status_code == status
    if status == 206:
        assert answer.headers["content-range"] == f"bytes {first}-{last}/*"
        assert body == mp3[first : last + 1]


@pytest.mark.parametrize("asked", ["", "bytes=0-", "bytes=-500", "lines=1-2", "bytes=0-1,5-6"])
def test_other_ranges_mean_all_of_it(live, mp3, asked):
    live.sound.write_bytes(mp3)

    def end():
        live.over = True

    assert take(live, asked, steps=[end])[1] == mp3


def test_one_that_was_spoken_to_its_end_is_a_file(live, mp3):
    live.sound.write_bytes(mp3)
    live.over = True
    answer, _ = take(live)
    assert answer.path == live.sound


def test_a_voice_that_never_spoke_is_told(live):
    live.error, live.over = message("The voice is dead."), True
    assert take(live)[0].status_code == 503


def test_it_begins_at_a_sentence(live, mp3):
    live.sound.write_bytes(mp3)
    live.progress.write_text("0.3\n4.0\n8.0\nend 12.0\n", encoding="ascii")
    live.over = True
    body = take(live, sentence=1)[1]
    assert mp3.endswith(body)
    # A tenth of a second ahead of it, for the decoder.
    assert len(body) / 12_000 == pytest.approx(SECONDS - 4.0 + 0.1, abs=0.08)
    assert len(take(live, sentence=99)[1]) == pytest.approx(12_000 * 4.1, abs=1000)


@pytest.mark.parametrize("seconds", [0.0, 0.01, 1.0, 3.3, 7.777, 11.9])
def test_frames_are_found_by_their_time(live, mp3, seconds):
    live.sound.write_bytes(mp3)
    place = find_frame(live.sound, seconds)
    assert read_header(mp3, place) is not None
    start = mp3.index(b"\xff\xf3")
    assert (place - start) / 12_000 == pytest.approx(seconds, abs=0.05)


def test_a_frame_that_is_not_there_yet(live, mp3):
    live.sound.write_bytes(mp3[:20_000])
    assert find_frame(live.sound, 5.0) is None
    live.sound.write_bytes(b"")
    assert find_frame(live.sound, 0.0) is None


def test_starts_are_read_while_they_are_written(tmp_path):
    path = tmp_path / "starts"
    assert read_progress(path) == Progress()
    path.write_text("0.300\n2.5", encoding="ascii")
    assert read_progress(path).starts == (0.3,)
    path.write_text("0.300\n2.500\nend 7.250\n", encoding="ascii")
    assert read_progress(path) == Progress((0.3, 2.5), ([], []), 7.25)
