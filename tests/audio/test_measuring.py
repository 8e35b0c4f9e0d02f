"""A sound file decoded, counted and measured; and what cannot be brought to its level or into its file."""

import array
import math
import wave

import pytest

from audiobrief.audio import programme
from audiobrief.audio.loudness import _parse_meter, measure_file
from audiobrief.audio.mastering import Mastering
from audiobrief.errors import EncoderError, TargetError
from audiobrief.model import Chapter, Clip, Loudness, Script, Utterance
from tests.audio.test_pieces import SPACING, tone

RATE = 48_000


@pytest.fixture
def wav(tmp_path):
    """Seconds of a tone at each level in dBFS, one after the other, as a WAV file."""

    def write(*parts):
        samples = array.array("h")
        for seconds, level in parts:
            height = 0 if level is None else 32767 * 10 ** (level / 20)
            samples.extend(round(height * math.sin(2 * math.pi * 997 * n / RATE)) for n in range(round(seconds * RATE)))
        with wave.open(str(tmp_path / "it's [a] %d.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes())
        return tmp_path / "it's [a] %d.wav"

    return write


def test_a_tone_that_grows_louder(wav):
    """EBU Tech 3341: a sine of 997 Hz at −23 dBFS in one channel is 3.01 LU under −23 LUFS."""
    sound = measure_file(wav((4, -33), (4, -23), (0.1234375, None)), "wav")
    loudness = sound.loudness
    assert sound.frames == round(8.1234375 * RATE)
    assert loudness.momentary == pytest.approx(-26.0, abs=0.1)
    assert loudness.short_term == pytest.approx(-26.0, abs=0.1)
    # Half of it 10 LU under the other half: 10 log ((1 + 0.1) / 2) over both, where the gate lets the quiet half pass.
    assert loudness.integrated == pytest.approx(-26.0 + 10 * math.log10(1.1 / 2), abs=0.4)
    assert loudness.true_peak == pytest.approx(-23.0, abs=0.2)
    assert loudness.range == pytest.approx(10.0, abs=0.5)


def test_a_short_sound_has_a_momentary_loudness(wav):
    loudness = measure_file(wav((1, -23)), "wav").loudness
    assert loudness.momentary == pytest.approx(-26.0, abs=0.2)


@pytest.mark.parametrize("seconds", [0.1, 3.0])
def test_silence_has_a_length_and_no_loudness(wav, seconds):
    sound = measure_file(wav((seconds, None)), "wav")
    assert (sound.frames, sound.loudness) == (round(seconds * RATE), None)


def test_what_cannot_be_decoded_is_told(wav, tmp_path):
    empty = wav()
    with pytest.raises(EncoderError, match=r"'it's \[a\] %d\.wav' cannot be decoded: it holds no sound, or is damaged"):
        measure_file(empty, "wav")
    (tmp_path / "none.mp3").write_bytes(b"x" * 5_000)
    with pytest.raises(EncoderError, match=r"'none\.mp3' cannot be decoded"):
        measure_file(tmp_path / "none.mp3", "mp3")


# Lines of ffmpeg's meter, and the highest momentary and short-term loudness in them.
MOMENT = "[Parsed_ebur128_1 @ 0x5] t: 0.4  TARGET:-23 LUFS    M: {m} S: {s}     I: -70.0 LUFS  LRA:   0.0 LU"
LINES = [
    ([("-23.4", "-120.7"), ("-20.0", "-25.5"), ("-21.0", "-25.0")], (-20.0, -25.0)),
    ([("nan", "nan"), ("-inf", "-30.0")], (float("-inf"), -30.0)),
    ([], (float("-inf"), float("-inf"))),
]


@pytest.mark.parametrize(("moments", "highest"), LINES)
def test_the_highest_of_many_moments(moments, highest):
    lines = ["Input #0\n", *(MOMENT.format(m=m, s=s) + "\n" for m, s in moments), "  Integrated loudness:\n"]
    assert _parse_meter(lines) == (*highest, "Input #0\n  Integrated loudness:\n")


def make(tmp_path, clips, mastering):
    said = [Utterance(f"Phrase {number}.") for number in range(len(clips))]
    script = Script("T", (Chapter("Un", tuple(said)),))
    pairs = iter(list(zip(said, clips, strict=True)))
    return programme.make_sound(script, pairs, spacing=SPACING, mastering=mastering, mp3=tmp_path / "a.mp3")


def test_a_level_that_no_gain_reaches_is_told(tmp_path):
    with pytest.raises(EncoderError, match=r"cannot reach -5\.0 LUFS with true peaks below -20\.0 dBTP"):
        make(tmp_path, [tone(440, 22_050)] * 2, Mastering(loudness=-5.0, true_peak=-20.0))


@pytest.mark.parametrize(("above", "below", "nearest"), [(-18.5, -19.5, 0.5), (-18.5, -19.4, 0.4), (-18.7, -20.1, 0.3)])
def test_a_loudness_that_leaps_over_what_is_wanted_is_the_nearest(tmp_path, monkeypatch, above, below, nearest):
    """As that of one word: whether a moment of it counts depends on the gain."""
    gains, master = [], programme.master_piece

    def noted(piece, **given):
        gains.append(given["gain"])
        return master(piece, **given)

    monkeypatch.setattr(programme, "master_piece", noted)

    def leap(blocks):
        list(blocks)  # that of what was spoken is measured while it is kept
        return (above if gains[-1] > -4.05 else below) if gains else -15.2

    monkeypatch.setattr(programme, "integrate_loudness", leap)
    made = make(tmp_path, [tone(440, 22_050)], Mastering())
    assert abs(made.loudness.integrated + 19.0) == pytest.approx(nearest)
    assert len(gains) <= 6


def test_an_empty_script_is_told(tmp_path):
    for chapters in ((), (Chapter("Un", ()),)):
        with pytest.raises(EncoderError, match="nothing to say"):
            programme.make_sound(
                Script("T", chapters), iter(()), spacing=SPACING, mastering=Mastering(), mp3=tmp_path / "a.mp3"
            )
    assert not (tmp_path / "a.mp3").exists()


def test_where_nothing_can_be_written_is_told(tmp_path):
    with pytest.raises(TargetError, match=f"cannot be written beside '{tmp_path / 'none'}' .No such file"):
        make(tmp_path / "none", [tone(440, 22_050)], Mastering())


def test_the_loudest_peak_of_all_pieces_is_told(tmp_path):
    quiet, loud = tone(440, 22_050), Clip(tone(440, 22_050).pcm[:2000] + b"\xff\x7f" * 20, 22_050)
    made = make(tmp_path, [quiet, loud, quiet], Mastering())
    assert isinstance(made.loudness, Loudness) and -6.0 < made.loudness.true_peak < -1.0


# Samples of a WAV file, and whether they fit: 4 GiB less the 64 KiB that heads and chunks may take.
@pytest.mark.parametrize(("samples", "fits"), [((1 << 31) - (1 << 15), True), ((1 << 31) - (1 << 15) + 1, False)])
def test_a_wav_file_holds_four_gigabytes(tmp_path, samples, fits):
    path = tmp_path / "a.wav"
    if fits:
        programme._write_wav(path, Mastering(sample_rate=RATE), samples, iter(()))
        assert path.stat().st_size == 44
        return
    with pytest.raises(TargetError, match=r"of 12\.4 hours would be larger than 4 GiB: deliver an MP3"):
        programme._write_wav(path, Mastering(sample_rate=RATE), samples, iter(()))
    assert not path.exists()


def test_gains_are_in_tenths_so_that_a_word_changed_leaves_other_pieces_what_they_were(tmp_path, monkeypatch):
    gains = []
    master = programme.master_piece

    def noted(piece, **given):
        gains.append(given["gain"])
        return master(piece, **given)

    monkeypatch.setattr(programme, "master_piece", noted)
    for level in (0.9, 0.91):
        samples = array.array("h", tone(440, 22_050).pcm)
        make(
            tmp_path, [Clip(array.array("h", (round(level * each) for each in samples)).tobytes(), 22_050)], Mastering()
        )
    first = len(gains)
    monkeypatch.setattr(programme, "_TOLERANCE", -1.0)  # never within it: each try is corrected
    monkeypatch.setattr(programme, "_LEAST_CHANGE", -1.0)
    with pytest.raises(EncoderError, match="peaks are too high"):
        make(tmp_path, [tone(440, 22_050)], Mastering(loudness=-19.03))
    assert 0 < first < len(gains) == first + 8
    assert all(gain == round(gain, 1) for gain in gains)
