"""A Piper voice as its two files say it is; the model itself is not looked into here."""

import json

import pytest

from audiobrief.errors import VoiceError
from audiobrief.voice.engines.piper_voice import read_piper_voice

TABLE = {
    "audio": {"sample_rate": 22_050},
    "espeak": {"voice": "fr"},
    "phoneme_id_map": {"^": [1], "$": [2], "_": [0], ",": [8], "a": [10], "e": [11], "\u0303": [12, 13]},
}
SEVERAL = {"num_speakers": 3, "speaker_id_map": {"marie": 0, "pierre": 2}}


@pytest.fixture
def voice(tmp_path):
    """A voice with other things in its configuration: what its files are read as."""

    def call(speaker="", **changes):
        (tmp_path / "voice.onnx").write_bytes(b"model")
        (tmp_path / "voice.onnx.json").write_text(json.dumps({**TABLE, **changes}))
        return read_piper_voice(f"{tmp_path / 'voice.onnx'}{speaker}")

    return call


def test_what_is_not_said_is_as_usual(voice):
    made = voice()
    assert (made.model, made.espeak_voice, made.sample_rate, made.speaker) == (b"model", "fr", 22_050, None)
    assert (made.noise, made.length, made.duration_noise) == (0.667, 1.0, 0.8)


def test_the_model_has_scales_of_its_own(voice):
    made = voice(inference={"noise_scale": 0.3, "length_scale": 1.2, "noise_w": 0.5})
    assert (made.noise, made.length, made.duration_noise) == (0.3, 1.2, 0.5)


# What is said of speakers, who is asked for, and the number that the model is given.
SPEAKERS = [
    ({}, "", None),
    ({"num_speakers": 1}, "", None),
    ({"num_speakers": 2}, "", 0),
    (SEVERAL, "", 0),
    (SEVERAL, "#marie", 0),
    (SEVERAL, "#pierre", 2),
]


@pytest.mark.parametrize(("changes", "asked", "number"), SPEAKERS)
def test_who_speaks(voice, changes, asked, number):
    assert voice(asked, **changes).speaker == number


@pytest.mark.parametrize(("changes", "told"), [({}, "it has only one"), (SEVERAL, "use one of marie, pierre")])
def test_a_speaker_that_it_does_not_have_is_told(voice, changes, told):
    with pytest.raises(VoiceError, match=rf"has no speaker 'paul': {told}"):
        voice("#paul", **changes)


@pytest.mark.parametrize(("rate", "taken"), [(7_999, False), (8_000, True), (96_000, True), (96_001, False)])
def test_sample_rates(voice, rate, taken):
    if taken:
        assert voice(audio={"sample_rate": rate}).sample_rate == rate
    else:
        with pytest.raises(VoiceError, match=f"'sample_rate' cannot be {rate}"):
            voice(audio={"sample_rate": rate})


WRONG = [
    ({"audio": {"sample_rate": "fast"}}, "is not the configuration of a Piper voice"),
    ({"audio": {"sample_rate": float("inf")}}, "is not the configuration of a Piper voice"),
    ({"audio": {}}, "it lacks 'sample_rate'"),
    ({"audio": None}, "is not the configuration of a Piper voice"),
    ({"phoneme_id_map": []}, "is not the configuration of a Piper voice"),
    ({"phoneme_id_map": {"a": [1]}}, r"'phoneme_id_map' lacks \$, \^, _"),
    ({"inference": {"noise_w": float("nan")}}, "'noise_w' cannot be nan"),
    ({"phoneme_type": "text"}, "takes phonemes of type 'text': only 'espeak'"),
]


@pytest.mark.parametrize(("changes", "told"), WRONG)
def test_a_wrong_configuration_is_told(voice, changes, told):
    with pytest.raises(VoiceError, match=told):
        voice(**changes)


# Phonemes, and the model's numbers: its beginning, each symbol with the blank after it, its end.
NUMBERS = [
    ("", [1, 0, 2]),
    ("ae", [1, 0, 10, 0, 11, 0, 2]),
    ("ã", [1, 0, 10, 0, 12, 13, 0, 2]),
    ("a—e", [1, 0, 10, 0, 8, 0, 11, 0, 2]),
    ("a?e", [1, 0, 10, 0, 11, 0, 2]),
]


@pytest.mark.parametrize(("phonemes", "numbers"), NUMBERS)
def test_numbers(voice, phonemes, numbers):
    assert voice().encode_phonemes(phonemes) == numbers
