"""The sound itself: what was put in is found in the decoded MP3, where the timeline says, as loud as it should be."""

import array
import math
import re
import subprocess
import wave

import imageio_ffmpeg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.audio.mastering import Mastering
from audiobrief.audio.pieces import Spacing, build_timeline, cut_pieces
from audiobrief.audio.programme import make_sound
from audiobrief.errors import EncoderError
from audiobrief.model import Chapter, Clip, Script, Utterance

RATE = 24_000
PAUSES = {"none": 0.0, "phrase": 0.2, "sentence": 0.5, "paragraph": 0.9, "heading": 1.0, "chapter": 1.5}


def tone(seconds, level=0.1, hertz=440.0, rate=RATE):
    samples = (round(32767 * level * math.sin(2 * math.pi * hertz * n / rate)) for n in range(round(seconds * rate)))
    return Clip(array.array("h", samples).tobytes(), rate)


def programme(*chapters):
    """A script whose chapters are given as lists of (seconds, pause)."""
    made = []
    for number, utterances in enumerate(chapters):
        said = tuple(Utterance(f"Phrase {number}.{at}.", pause_after=pause) for at, (_, pause) in enumerate(utterances))
        made.append(Chapter(f"Chapitre {number}", said))
    return Script("Titre", tuple(made))


def record(tmp_path, script, clips, mastering=None, wav=None):
    said = [utterance for chapter in script.chapters for utterance in chapter.utterances]
    return make_sound(
        script,
        iter(list(zip(said, clips, strict=True))),
        spacing=Spacing(PAUSES, 0.3, 0.5),
        mastering=mastering or Mastering(),
        mp3=tmp_path / "it's [a] test: one.mp3",
        wav=wav,
    )


def decoded(path):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", path, "-f", "s16le", "-ac", "1", "-"]
    return array.array("h", subprocess.run([str(part) for part in command], capture_output=True, check=True).stdout)


def measured(path):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"]
    report = subprocess.run([str(part) for part in command], capture_output=True, check=True).stderr.decode()
    return float(re.findall(r"I:\s+(\S+) LUFS", report)[-1]), float(re.findall(r"Peak:\s+(\S+) dBFS", report)[-1])


def onsets(samples, rate, quiet=0.2):
    """Where sound starts after at least `quiet` seconds of silence, in frames."""
    threshold, found, last = 400, [], -rate * 10
    for at in range(len(samples)):
        if abs(samples[at]) > threshold:
            if at - last > quiet * rate:
                found.append(at)
            last = at
    return found


def test_cues_and_chapters_are_where_the_timeline_says(tmp_path):
    script = programme([(1.0, "sentence"), (0.7, "chapter")], [(1.3, "paragraph"), (0.5, "chapter")], [(2.0, "none")])
    clips = [tone(1.0), tone(0.7), tone(1.3), tone(0.5), tone(2.0)]
    made = record(tmp_path, script, clips)
    heard = onsets(decoded(made.path), 44_100)
    assert len(heard) == 5
    for cue, onset in zip(made.timeline.cues, heard, strict=True):
        assert abs(cue.start - onset) / 44_100 < 0.01
    first, second, third = made.timeline.chapters
    assert first.start == 0 and third.end == made.timeline.frames
    assert first.end == second.start == made.timeline.cues[2].start
    assert second.end == third.start == made.timeline.cues[4].start


def test_the_duration_is_the_sound_s_own(tmp_path):
    made = record(tmp_path, programme([(3.0, "none")]), [tone(3.0)])
    assert abs(len(decoded(made.path)) - made.timeline.frames) <= 2
    assert made.timeline.frames == round((0.3 + 3.0 + 0.5) * 44_100)


@pytest.mark.parametrize("level", [0.003, 0.1, 0.9])
def test_loudness_reaches_the_target(tmp_path, level):
    made = record(tmp_path, programme([(4.0, "none")]), [tone(4.0, level)])
    loudness, peak = measured(made.path)
    assert loudness == pytest.approx(-19.0, abs=0.5)
    assert peak <= -1.0
    assert made.loudness.integrated == pytest.approx(loudness, abs=0.11)


def test_true_peaks_are_limited(tmp_path):
    """Clicks over a quiet tone: the gain alone would push them far over full scale."""
    samples = array.array("h", tone(6.0, 0.02).pcm)
    for at in range(0, len(samples), RATE // 4):
        samples[at : at + 12] = array.array("h", [30_000, -30_000] * 6)
    made = record(tmp_path, programme([(6.0, "none")]), [Clip(samples.tobytes(), RATE)])
    loudness, peak = measured(made.path)
    assert peak <= -1.0
    assert loudness == pytest.approx(-19.0, abs=0.5)


def test_a_wav_is_mastered_beside_the_mp3(tmp_path):
    samples = array.array("h", tone(6.0, 0.02).pcm)
    for at in range(0, len(samples), RATE // 4):
        samples[at : at + 12] = array.array("h", [30_000, -30_000] * 6)
    wav = tmp_path / "one.wav"
    radio = Mastering(loudness=-23.0, sample_rate=48_000, bitrate=256)
    made = record(tmp_path, programme([(6.0, "none")]), [Clip(samples.tobytes(), RATE)], radio, wav)
    for path in (made.path, wav):
        loudness, peak = measured(path)
        assert loudness == pytest.approx(-23.0, abs=0.5) and peak <= -1.0
    with wave.open(str(wav)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 48_000)
        assert abs(sound.getnframes() - made.timeline.frames) <= 1


def test_the_file_is_cbr_mono_with_an_info_header(tmp_path):
    made = record(tmp_path, programme([(2.0, "none")]), [tone(2.0)])
    raw = made.path.read_bytes()
    assert b"Info" in raw[:200] and b"Xing" not in raw[:200]
    assert raw[:2] == b"\xff\xfb"


def test_the_same_sound_gives_the_same_bytes(tmp_path):
    script = programme([(1.5, "none")])
    one = record(tmp_path, script, [tone(1.5)]).path.read_bytes()
    two = record(tmp_path, script, [tone(1.5)]).path.read_bytes()
    assert one == two


def test_silence_is_refused(tmp_path):
    with pytest.raises(EncoderError, match="silent"):
        record(tmp_path, programme([(2.0, "none")]), [Clip(bytes(4 * RATE), RATE)])


def test_a_voice_that_changes_its_rate_is_refused(tmp_path):
    with pytest.raises(EncoderError, match="sample rate"):
        record(tmp_path, programme([(1.0, "sentence"), (1.0, "none")]), [tone(1.0), tone(1.0, rate=22_050)])


@given(
    st.lists(st.lists(st.integers(0, 5000), min_size=1, max_size=4), min_size=1, max_size=5),
    st.sampled_from([8_000, 22_050, 24_000, 44_100]),
)
def test_every_frame_is_counted(lengths, rate):
    script = programme(*[[(0, "sentence")] * len(chapter) for chapter in lengths])
    said = [utterance for chapter in script.chapters for utterance in chapter.utterances]
    clips = [Clip(bytes(2 * frames), rate) for chapter in lengths for frames in chapter]
    cut = list(cut_pieces(script, iter(zip(said, clips, strict=True)), Spacing(PAUSES, 0.3, 0.5), 44_100))
    whole = build_timeline(44_100, cut)
    seconds = sum(clip.frames for clip in clips) / rate + 0.8 + 0.5 * len(clips)
    assert abs(whole.frames / 44_100 - seconds) < (len(clips) + 3) / rate
    assert sum(piece.samples for piece in cut) == whole.frames
    assert all(len(piece.pcm) // 2 >= piece.samples * rate // 44_100 for piece in cut)
    assert whole.chapters[0].start == 0 and whole.chapters[-1].end == whole.frames
    assert all(one.end == two.start for one, two in zip(whole.chapters, whole.chapters[1:], strict=False))
