"""Music: what is heard when, how loud it is, and what is refused, on musics that ffmpeg makes."""

import math
import re
import subprocess
from array import array
from pathlib import Path

import imageio_ffmpeg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.mp3 import MP3, BitrateMode

from audiobrief.audio.mastering import Mastering
from audiobrief.audio.mpeg_layer3 import FRAME_SAMPLES
from audiobrief.audio.music import (
    BED_ALONE,
    BED_UNDER,
    LONGEST,
    Music,
    Ramp,
    Tune,
    count_channels,
    format_ramps,
    plan_ramps,
    prepare_music,
)
from audiobrief.audio.pieces import Spacing
from audiobrief.audio.programme import make_sound
from audiobrief.errors import DataError
from audiobrief.model import Chapter, Clip, Script, Utterance
from tests.audio.test_programme_sound import PAUSES, decoded, measured, tone

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
MUSICS = {
    "loud.flac": "aevalsrc='0.9*sin(2*PI*440*t)|0.9*sin(2*PI*550*t)':s=44100:d=3",
    "quiet.wav": "sine=f=300:d=2:r=8000,volume=-45dB",
    "noise.mp3": "anoisesrc=d=2:c=pink:a=0.3",
}
SCRIPT = Script(
    "Titre",
    (
        Chapter("Un", (Utterance("Titre.", "title", "heading"), Utterance("Phrase.", pause_after="chapter"))),
        Chapter("Deux", (Utterance("Fin.", pause_after="none"),)),
    ),
)


def make_file(path, source):
    subprocess.run([FFMPEG, "-v", "error", "-y", "-f", "lavfi", "-i", source, path], check=True)
    return path


def record(folder, music, mastering):
    said = [utterance for chapter in SCRIPT.chapters for utterance in chapter.utterances]
    clips = [tone(1.0), tone(2.0), tone(1.5)]
    spacing = Spacing(PAUSES, 0.3, 0.5)
    pairs = iter(list(zip(said, clips, strict=True)))
    return make_sound(SCRIPT, pairs, spacing=spacing, mastering=mastering, mp3=folder / "a.mp3", music=music)


@pytest.mark.parametrize("name", MUSICS)
def test_the_whole_is_as_loud_as_speech_alone(tmp_path, name):
    path = make_file(tmp_path / name, MUSICS[name])
    channels = count_channels({"intro": path})
    assert channels == (2 if name == "loud.flac" else 1)
    files = dict.fromkeys(("intro", "outro", "jingle", "bed"), path)
    music = prepare_music(files, tmp_path, 44_100, channels)
    target = -19.0 if channels == 1 else -16.0
    made = record(tmp_path, music, Mastering(loudness=target, channels=channels, bitrate=128))
    loudness, peak = measured(made.path)
    assert loudness == pytest.approx(target, abs=0.5)
    assert peak <= -1.0


def test_everything_with_a_time_is_later_by_the_music(tmp_path):
    path = make_file(tmp_path / "a.wav", "sine=f=880:d=2:r=44100")
    music = prepare_music({"intro": path, "jingle": path, "outro": path}, tmp_path, 44_100, 1)
    plain = record(tmp_path, prepare_music({}, tmp_path, 44_100, 1), Mastering())
    made = record(tmp_path, music, Mastering())
    length = music.intro.frames
    assert length % FRAME_SAMPLES == 0 and 88_200 <= length <= 88_200 + 4 * FRAME_SAMPLES
    moved = [after.start - before.start for before, after in zip(plain.timeline.cues, made.timeline.cues, strict=True)]
    assert moved[:2] == [length, length]
    assert moved[2] == pytest.approx(2 * length, abs=2 * FRAME_SAMPLES)
    assert [mark.start for mark in made.timeline.chapters] == [0, made.timeline.cues[2].start]
    assert made.timeline.music[0] == (0, length)
    assert made.timeline.music[2][1] == made.timeline.frames
    assert abs(len(decoded(made.path)) - made.timeline.frames) <= 2
    expected = plain.timeline.frames / 44_100 + music.count_seconds(SCRIPT)
    assert made.timeline.frames / 44_100 == pytest.approx(expected, abs=0.05)


def test_a_bed_is_heard_before_the_first_word_and_not_long_after_the_opening(tmp_path):
    path = make_file(tmp_path / "a.wav", "sine=f=880:d=0.7:r=44100")
    music = prepare_music({"bed": path}, tmp_path, 44_100, 1)
    made = record(tmp_path, music, Mastering())
    samples = decoded(made.path)

    def level(start, end):
        part = samples[round(start * 44_100) : round(end * 44_100)]
        return (sum(sample * sample for sample in part) / len(part)) ** 0.5

    first = made.timeline.cues[0].start / 44_100
    assert level(first - 0.9, first - 0.5) > 300
    # In the pause after the title, the bed is low; in that between the chapters it is gone.
    under = level(made.timeline.cues[0].end / 44_100 + 0.1, made.timeline.cues[0].end / 44_100 + 0.3)
    assert 20 < under < level(first - 0.9, first - 0.5) / 3
    assert level(made.timeline.cues[1].end / 44_100 + 1.0, made.timeline.cues[2].start / 44_100 - 0.1) < 20


@given(st.lists(st.floats(0.05, 5), min_size=2, max_size=12).filter(lambda lengths: len(lengths) % 2 == 0))
def test_a_bed_is_low_under_every_word_and_ends_silent(lengths):
    edges = [sum(lengths[: at + 1]) + 1.5 for at in range(len(lengths))]
    spoken = list(zip(edges[::2], edges[1::2], strict=True))
    ramps = plan_ramps(spoken, edges[-1] + 3)

    def level(time):
        parts = ((time - ramp.start) / (ramp.end - ramp.start) for ramp in ramps)
        return -60 + sum(ramp.change * min(max(part, 0), 1) for ramp, part in zip(ramps, parts, strict=True))

    assert all(level((start + end) / 2) == pytest.approx(BED_UNDER) for start, end in spoken)
    assert max(level(at / 20) for at in range(round(20 * edges[-1]))) <= BED_ALONE + 0.01
    assert level(ramps[-1].end) == pytest.approx(-60)


REFUSED = {
    "empty.wav": (b"", "is empty"),
    "text.wav": ("Ceci n’est pas un son.\n".encode() * 50, "no sound that can be decoded"),
    "list.m3u8": (b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", "no sound that can be decoded"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_music_is_refused(tmp_path, name):
    content, reason = REFUSED[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=f"The music '.*{re.escape(name)}'.*{reason}"):
        prepare_music({"intro": tmp_path / name}, tmp_path, 44_100, 1)


MADE = {
    "long.mp3": (f"sine=f=200:r=8000:d={LONGEST + 60}", "lasts longer than 5 minutes"),
    "mute.wav": ("anullsrc=d=1", "silent or too short"),
    "film.avi": ("testsrc=d=0.2:s=32x32", "is a video"),
}


@pytest.mark.parametrize("name", MADE)
def test_what_is_no_music_for_a_programme_is_refused(tmp_path, name):
    source, reason = MADE[name]
    path = make_file(tmp_path / name, source)
    with pytest.raises(DataError, match=reason):
        prepare_music({"bed": path}, tmp_path, 44_100, 1)


@pytest.mark.parametrize("missing", ["none.wav", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path, missing):
    with pytest.raises(DataError, match="cannot be read"):
        count_channels({"jingle": tmp_path / missing})


def test_a_variable_bit_rate_has_a_header_by_which_its_length_is_known(tmp_path):
    noise = Clip(array("h", ((n * n * 7919) % 4000 - 2000 for n in range(24_000))).tobytes(), 24_000)
    said = Utterance("Bruit.", pause_after="none")
    script = Script("T", (Chapter("Un", (said,)),))
    made = make_sound(
        script,
        iter([(said, noise)]),
        spacing=Spacing(PAUSES, 1.0, 2.0),
        mastering=Mastering(quality=4),
        mp3=tmp_path / "a.mp3",
    )
    info = MP3(made.path).info
    assert info.bitrate_mode == BitrateMode.VBR
    # mutagen counts whole frames, of 26 ms, with the delays of encoder and decoder.
    assert info.length == pytest.approx(4.0, abs=0.06)
    points = made.path.read_bytes()
    table = points[points.index(b"Xing") + 16 :][:100]
    # Silence takes few bytes, noise many: the table of contents is no straight line.
    assert list(table) == sorted(table)
    assert max(abs(point - 256 * at / 100) for at, point in enumerate(table)) > 10


def tune(frames=88_200, rate=44_100):
    return Tune(Path("none.pcm"), rate, 1, frames, "")


# Tunes, and by how many seconds they make a programme of two chapters longer.
LONGER = [
    ({}, 0.0),
    ({"intro": tune()}, 2.0),
    ({"outro": tune(44_100)}, 1.0),
    ({"jingle": tune(44_100)}, 1.0),
    ({"bed": tune()}, 1.2),
    ({"intro": tune(), "outro": tune(44_100), "jingle": tune(22_050), "bed": tune()}, 4.7),
]


@pytest.mark.parametrize(("tunes", "seconds"), LONGER)
def test_how_much_longer_music_makes_a_programme(tunes, seconds):
    assert Music(**tunes).count_seconds(SCRIPT) == pytest.approx(seconds)
    single = Script("T", SCRIPT.chapters[:1])
    less = 0.0 if "jingle" not in tunes else tunes["jingle"].frames / 44_100
    assert Music(**tunes).count_seconds(single) == pytest.approx(seconds - less)
    # A chapter that says nothing has no jingle, and nothing is shorter for it.
    empty = Script("T", (Chapter("Un", ()),))
    assert Music(**tunes).count_seconds(empty) == pytest.approx(seconds - less)


def test_each_chapter_s_file_has_its_part_of_the_music():
    whole = Music(2, intro=tune(1), outro=tune(2), jingle=tune(3), bed=tune(4), opening=3)
    parts = [whole.choose_part(number, 3) for number in (1, 2, 3)]
    heard = [[part and part.frames for part in (each.intro, each.outro, each.jingle, each.bed)] for each in parts]
    assert heard == [[1, 3, None, 4], [None, 3, None, None], [None, 2, None, None]]
    assert {(each.channels, each.opening) for each in parts} == {(2, 3)}
    alone = whole.choose_part(1, 1)
    assert (alone.intro.frames, alone.outro.frames, alone.bed.frames) == (1, 2, 4)


# When words are spoken, the end, and the level in dB at some times.
LEVELS = [
    (
        [(2.0, 4.0)],
        9.0,
        {0.0: -60, 0.25: -33, 0.5: -6, 1.5: -6, 1.6: -6, 1.8: -12, 2.0: -18, 4.0: -18, 5.5: -39, 7.0: -60},
    ),
    ([(2.0, 4.0)], 5.0, {4.5: -39, 5.0: -60}),
    ([(2.0, 4.0)], 4.0, {4.0: -18, 4.01: -60}),
    ([(0.6, 4.0)], 9.0, {0.15: -33, 0.6: -18}),
    ([(2.0, 4.0), (5.9, 7.0)], 20.0, {5.0: -18, 7.0: -18, 10.0: -60}),
    ([(2.0, 4.0), (6.0, 7.0)], 20.0, {4.0: -18, 4.4: -12, 4.8: -6, 5.6: -6, 5.8: -12, 6.0: -18}),
]


@pytest.mark.parametrize(("spoken", "end", "levels"), LEVELS)
def test_the_level_of_a_bed(spoken, end, levels):
    ramps = plan_ramps(spoken, end)
    parts = {at: [min(max((at - ramp.start) / (ramp.end - ramp.start), 0), 1) for ramp in ramps] for at in levels}
    found = {at: -60 + sum(r.change * share for r, share in zip(ramps, parts[at], strict=True)) for at in levels}
    assert found == pytest.approx(levels, abs=0.01)


def test_the_level_as_ffmpeg_reads_it():
    text = format_ramps((Ramp(0.0, 0.5, 54.0), Ramp(2.0, 2.0, -42.0)))
    assert text == (
        "lt(t,2.0000)*pow(10,(-60.0+(54.00)*clip((t-0.0000)/0.5000,0,1)+(-42.00)*clip((t-2.0000)/0.0010,0,1))/20)"
    )


@pytest.mark.parametrize("channels", [1, 2])
def test_a_tune_is_faded_and_as_loud_as_it_must_be_and_a_bed_is_whole(tmp_path, channels):
    path = make_file(tmp_path / "a.wav", "sine=f=880:d=2:r=44100")
    music = prepare_music({"intro": path, "bed": path}, tmp_path, 44_100, channels, opening=4)
    assert (music.channels, music.opening, music.outro, music.jingle) == (channels, 4, None, None)
    assert music.bed.frames == 88_200 and music.intro.frames == -(-(88_200 + 2 * 1152) // 1152) * 1152
    samples = {name: array("f", getattr(music, name).path.read_bytes()) for name in ("intro", "bed")}
    assert {name: len(each) for name, each in samples.items()} == {
        "intro": channels * music.intro.frames, "bed": channels * music.bed.frames,
    }  # fmt: skip
    intro, bed = samples["intro"], samples["bed"]
    assert not any(intro[: channels * 1152]) and not any(intro[channels * (1152 + 88_200) :])
    peak = max(bed)
    # A sine of -23 LUFS; half as much in each of two channels that sound alike.
    assert 20 * math.log10(peak) == pytest.approx(-23.0 + 3.0 + (0.7 if channels == 1 else -2.3), abs=1.0)
    assert max(bed[: channels * 441]) > 0.9 * peak and max(bed[-channels * 441 :]) > 0.9 * peak
    # Half of a fade of half a second, at the end.
    begin = channels * (1152 + 88_200 - 11_025)
    assert max(intro[begin : begin + channels * 441]) == pytest.approx(0.5 * peak, abs=0.05 * peak)
    assert music.intro.digest != music.bed.digest and len(music.bed.digest) == 64


# Seconds of a tune of 0.6, and how loud it is there: in in 0.02 s, out in 0.15 s.
LOUD = {0.01: 0.6, 0.03: 1.0, 0.3: 1.0, 0.43: 1.0, 0.525: 0.5, 0.56: 0.27}


def test_a_short_tune_fades_out_in_its_last_quarter(tmp_path):
    path = make_file(tmp_path / "a.wav", "sine=f=880:d=0.6:r=44100")
    tune = prepare_music({"jingle": path}, tmp_path, 44_100, 1).jingle
    samples = array("f", tune.path.read_bytes())[FRAME_SAMPLES:]
    peak = max(samples)
    loud = {at: max(samples[round(at * 44_100) - 110 : round(at * 44_100) + 110]) / peak for at in LOUD}
    assert loud == pytest.approx(LOUD, abs=0.09)
