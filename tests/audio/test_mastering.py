"""Pieces brought to a level: what is kept of them is for the very settings, and no peak goes over the ceiling."""

import array
import dataclasses
import math
import re
import subprocess

import imageio_ffmpeg
import pytest

from audiobrief.audio import mastering
from audiobrief.audio.loudness import GatingBlocks
from audiobrief.audio.mastering import Mastering, master_piece, measure_piece
from audiobrief.audio.mpeg_layer3 import Mp3Format
from audiobrief.audio.pieces import Piece
from audiobrief.errors import EncoderError
from audiobrief.system.disk_cache import DiskCache

RATE = 24_000
USUAL = Mastering()


def piece(sound, *, rate=44_100, last=True, source=RATE):
    return Piece(array.array("h", sound).tobytes(), source, len(sound) * rate // source, (), (), last)


def tone(seconds=2.0, level=4000, hertz=440):
    return [round(level * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(round(seconds * RATE))]


def clicks(seconds=2.0):
    """A quiet tone with short clicks at full strength, which coding makes overshoot."""
    sound = tone(seconds, 600)
    for at in range(0, len(sound) - 12, RATE // 4):
        sound[at : at + 12] = [30_000, -30_000] * 6
    return sound


def peak(made, form, rate=44_100):
    """The true peak as ffmpeg measures what was made."""
    given = ["-f", "mp3"] if form == "mp3" else ["-f", "s16le", "-ar", str(rate), "-ac", "1"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", *given, "-i", "-", "-af", "ebur128=peak=true"]
    done = subprocess.run([*command, "-f", "null", "-"], input=made.content, capture_output=True, check=True)
    return float(re.findall(r"Peak:\s+(\S+) dBFS", done.stderr.decode())[-1])


OTHERS = [
    ("bit rate", {"bitrate": 64}),
    ("ceiling", {"true_peak": -9.0}),
    ("sample rate", {"sample_rate": 48_000}),
]


@pytest.mark.parametrize(("what", "change"), OTHERS, ids=[row[0] for row in OTHERS])
@pytest.mark.parametrize("form", ["mp3", "pcm"])
def test_what_is_kept_for_one_delivery_is_not_taken_for_another(tmp_path, what, change, form):
    store, other = DiskCache(tmp_path), dataclasses.replace(USUAL, **change)
    wanted = {each: piece(tone(), rate=each.sample_rate) for each in (USUAL, other)}
    alone = {each: master_piece(wanted[each], 12.0, form, each, None) for each in wanted}
    for _ in range(2):  # made and kept, then taken
        for each, given in wanted.items():
            assert master_piece(given, 12.0, form, each, store) == alone[each]
    if form == "mp3" or what != "bit rate":
        assert alone[USUAL].content != alone[other].content


def test_each_piece_gain_and_form_is_kept_for_itself(tmp_path):
    store = DiskCache(tmp_path)
    sounds = [piece(tone()), piece(tone(hertz=441)), piece(tone(), last=False)]
    asked = [(each, gain, form) for each in sounds for gain in (3.0, 3.1) for form in ("mp3", "pcm")]
    first = [master_piece(*each, USUAL, store) for each in asked]
    assert first == [master_piece(*each, USUAL, None) for each in asked]
    assert len(store.list_paths("sound")) == len(asked)
    assert [master_piece(*each, USUAL, store) for each in asked] == first


def test_what_is_kept_is_taken(tmp_path, monkeypatch):
    store, given = DiskCache(tmp_path), piece(tone())
    made, loud = master_piece(given, 3.0, "mp3", USUAL, store), measure_piece(given, store)
    monkeypatch.setattr("audiobrief.audio.mastering.run_ffmpeg", None)
    assert master_piece(given, 3.0, "mp3", USUAL, store) == made and measure_piece(given, store) == loud


def test_another_recipe_or_encoder_takes_nothing_that_was_kept(tmp_path, monkeypatch):
    store, given = DiskCache(tmp_path), piece(tone())
    for version, wheel in ((1, "imageio-ffmpeg 0"), (1, "imageio-ffmpeg 1"), (2, "imageio-ffmpeg 1")):
        monkeypatch.setattr(mastering, "_VERSION", version)
        monkeypatch.setattr("audiobrief.audio.mastering.identify_ffmpeg", lambda wheel=wheel: wheel)
        master_piece(given, 3.0, "pcm", USUAL, store)
        measure_piece(given, store)
    assert len(store.list_paths("sound")) == len(store.list_paths("level")) == 3


@pytest.mark.parametrize("form", ["mp3", "pcm"])
def test_a_limiter_without_a_margin_is_not_enough_and_is_made_stricter(monkeypatch, form):
    """The margin is a first guess: what measures over the ceiling is made again, under a lower one."""
    monkeypatch.setattr(mastering, "_MARGIN", {form: -1.0})
    given = piece(clicks())
    made = master_piece(given, 20.0, form, USUAL, None)
    assert made.true_peak < -1.0
    assert peak(made, form) <= -1.0
    monkeypatch.setattr(mastering, "_MOST_TRIES", 1)
    with pytest.raises(EncoderError, match=r"cannot reach -19\.0 LUFS with true peaks below -1\.0 dBTP"):
        master_piece(given, 20.0, form, USUAL, None)


@pytest.mark.parametrize("form", ["mp3", "pcm"])
def test_the_gain_is_what_was_asked_where_nothing_is_limited(form):
    quiet, loud = (master_piece(piece(tone(level=1000)), gain, form, USUAL, None) for gain in (0.0, 6.0))
    assert loud.true_peak - quiet.true_peak == pytest.approx(6.0, abs=0.15)
    # A sine of amplitude 1000; coding moves its peaks a little. LAME's own scaling, 0.45 dB, must be made up for.
    assert quiet.true_peak == pytest.approx(20 * math.log10(1000 / 32768), abs=0.35)


def test_sound_that_begins_at_once_is_measured_from_its_beginning():
    """A meter's first block is full after 400 ms: without silence before it, the beginning would weigh less than the
    rest, and a piece that is loud at its beginning only would measure too quiet."""
    loud, quiet = tone(0.4, 16_000), tone(2.0, 1)
    counts = [dict(measure_piece(piece(sound), None).counts) for sound in (loud + quiet, quiet + loud + quiet)]
    assert sum(count for level, count in counts[0].items() if level > -3000) == pytest.approx(
        sum(count for level, count in counts[1].items() if level > -3000), abs=1
    )


def test_a_piece_of_silence_is_no_louder_than_nothing():
    assert measure_piece(piece([0] * RATE), None) == GatingBlocks(())


def test_frames_that_are_cut_short_are_refused():
    coding = Mp3Format(44_100, 96)
    frames = master_piece(piece(tone()), 0.0, "mp3", USUAL, None).content
    count = coding.count_frames(2 * 44_100)
    assert coding.take_frames(frames, count) == frames
    assert coding.take_frames(frames + b"more", count) == frames
    for damaged in (frames[:-1], frames[:-400], b"\0" + frames[1:], frames[:3] + b"\0\0" + frames[3:]):
        with pytest.raises(ValueError, match="frame"):
            coding.take_frames(damaged, count)


@pytest.mark.parametrize("coded", [b"", b"\xff", b"\xff\xfb", bytes(9_000), b"\xff\xfb\x70\xc0" + bytes(309)])
def test_an_encoder_that_gives_no_whole_frames_is_told(coded, monkeypatch):
    monkeypatch.setattr("audiobrief.audio.mastering.run_ffmpeg", lambda arguments, given: (coded, ""))
    with pytest.raises(EncoderError, match=r"ffmpeg returned an incomplete MP3 .*: reinstall imageio-ffmpeg"):
        master_piece(piece(tone()), 0.0, "mp3", USUAL, None)


@pytest.mark.parametrize("seconds", [0.5, 1.0, 26.122])
@pytest.mark.parametrize("last", [True, False])
def test_a_piece_has_as_many_frames_as_it_needs(seconds, last):
    given = piece(tone(seconds), last=last)
    samples = round(given.samples / 1152) * 1152 if not last else given.samples
    given = dataclasses.replace(given, samples=samples)
    made = master_piece(given, 0.0, "mp3", USUAL, None)
    count = mastering.count_piece_frames(given, USUAL.mp3_format)
    # 576 samples of the encoder's delay and 529 of the decoder's must be decoded behind the last sample.
    assert count == (math.ceil((samples + 576 + 529) / 1152) if last else samples // 1152)
    assert USUAL.mp3_format.take_frames(made.content, count) == made.content
    assert len(master_piece(given, 0.0, "pcm", USUAL, None).content) == 2 * samples
