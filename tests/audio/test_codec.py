"""Sound that is decoded and resampled."""

import math
from array import array

import pytest

from audiobrief.audio.codec import UndecodableError, decode_mp3, resample_clip
from audiobrief.model import Clip
from audiobrief.voice.clips import join_clips
from tests.voice.stand_in import mp3_of


def tone(hertz, rate, seconds=0.5):
    return Clip(
        array(
            "h", [round(9000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(int(rate * seconds))]
        ).tobytes(),
        rate,
    )


def strength(clip, hertz):
    """How much of a tone is in a clip, from 0 to about 9000."""
    samples = array("h", clip.pcm)
    turn = [2 * math.pi * hertz * n / clip.sample_rate for n in range(len(samples))]
    real = sum(sample * math.cos(angle) for sample, angle in zip(samples, turn, strict=True))
    imaginary = sum(sample * math.sin(angle) for sample, angle in zip(samples, turn, strict=True))
    return 2 * math.hypot(real, imaginary) / len(samples)


@pytest.mark.parametrize("rate", [24_000, 16_000])
def test_an_mp3_is_decoded_at_the_rate_asked(rate):
    clip = decode_mp3(mp3_of("Bonjour à tous."), rate)
    assert clip.sample_rate == rate
    assert 0.5 < clip.frames / rate < 2


@pytest.mark.parametrize("raw", [b"", b"<html>429</html>" * 200, bytes(5000)], ids=["nothing", "a page", "zeros"])
def test_what_is_no_mp3_is_told(raw):
    with pytest.raises(UndecodableError, match="not a decodable MP3"):
        decode_mp3(raw, 24_000)


@pytest.mark.parametrize(("before", "after"), [(22_050, 24_000), (24_000, 22_050)])
def test_a_tone_keeps_its_pitch_and_length_and_gets_no_company(before, after):
    hertz = 9_000
    made = resample_clip(tone(hertz, before), after)
    assert made.sample_rate == after
    assert made.frames / after == pytest.approx(0.5, abs=0.001)
    assert strength(made, hertz) == pytest.approx(9000, rel=0.02)
    # Where a linear interpolation would mirror it.
    assert strength(made, before - hertz) < 20


def test_the_same_rate_and_an_empty_clip_are_left_alone():
    clip = tone(400, 24_000, 0.1)
    assert resample_clip(clip, 24_000) == clip
    assert resample_clip(Clip(b"", 22_050), 24_000) == Clip(b"", 24_000)


def test_clips_are_joined_with_a_gap_between_two():
    one, two = tone(400, 24_000, 0.1), tone(500, 24_000, 0.2)
    made = join_clips([one, two, one], 24_000, gap=0.15)
    assert made == Clip(one.pcm + bytes(7200) + two.pcm + bytes(7200) + one.pcm, 24_000)
    assert join_clips([one], 24_000, gap=0.15) == one and join_clips([], 24_000, gap=0.15).frames == 0
    assert join_clips([tone(400, 12_000, 0.1), two], 24_000, gap=0.0).frames == pytest.approx(7200, abs=2)
