"""What the eSpeak NG library is told, by the sound that comes of it."""

import numpy
import pytest

from audiobrief.pronunciation.espeak_library import find_sample_rate, synthesize_ssml


def tone(pcm, rate):
    """The fundamental frequency in hertz of the loudest seventh of a second: where the sound is most like itself."""
    samples = numpy.frombuffer(pcm, numpy.int16).astype(float)
    size = rate // 7
    energy = numpy.convolve(samples**2, numpy.ones(size), "valid")
    part = samples[int(energy.argmax()) :][:size]

    def likeness(lag):
        one, other = part[:-lag], part[lag:]
        return one @ other / numpy.sqrt((one @ one) * (other @ other))

    return rate / max(range(rate // 250, rate // 40), key=likeness)


# The voice's own pitch is 50.
PITCHES = [(0, 60), (25, 75), (50, 96), (75, 125), (99, 165)]


@pytest.mark.parametrize(("pitch", "hertz"), PITCHES)
def test_a_pitch_is_the_same_tone_always(pitch, hertz):
    spoken = synthesize_ssml("<speak>ou</speak>", voice="fr", rate=80, pitch=pitch)
    pcm, rate = spoken.pcm, spoken.sample_rate
    assert rate == find_sample_rate() == 22_050
    assert tone(pcm, rate) == pytest.approx(hertz, rel=0.04)


PACES = [(80, 2.0), (160, 1.0), (320, 0.45)]


@pytest.mark.parametrize(("pace", "times"), PACES)
def test_a_rate_is_the_same_pace_always(pace, times):
    text = "<speak>Il fait beau aujourd'hui sur toute la ville de Paris.</speak>"
    lengths = [len(synthesize_ssml(text, voice="fr", rate=rate, pitch=50).pcm) for rate in (pace, 160)]
    assert lengths[0] / lengths[1] == pytest.approx(times, rel=0.1)
