"""A long programme is mastered in pieces: what comes out is one sound, and a change remakes what it touches alone."""

import array
import math
import shutil
import subprocess
import zlib
from dataclasses import replace
from functools import lru_cache

import imageio_ffmpeg
import pytest
from mutagen.mp3 import MP3

from audiobrief.audio.loudness import GatingBlocks, integrate_loudness
from audiobrief.audio.mastering import Mastering
from audiobrief.audio.mpeg_layer3 import FrameTotals, Mp3Format, build_info_frame
from audiobrief.audio.pieces import Spacing, cut_pieces
from audiobrief.audio.programme import make_sound
from audiobrief.errors import EncoderError
from audiobrief.model import Chapter, Clip, Script, Utterance
from audiobrief.system.disk_cache import DiskCache

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
SPACING = Spacing(
    {"none": 0.0, "phrase": 0.2, "sentence": 0.45, "paragraph": 0.8, "heading": 1.0, "chapter": 1.5}, 0.3, 0.5
)


@lru_cache
def tone(hertz, rate, seconds=3):
    """A tone that ends at full strength: a join in the wrong place would be heard as a click."""
    second = array.array("h", (round(4000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(rate)))
    return Clip(second.tobytes() * seconds, rate)


def long_script(sentences=80):
    said = [Utterance(f"Phrase {number}.") for number in range(sentences)]
    return Script("Titre", (Chapter("Un", tuple(said[:50])), Chapter("Deux", tuple(said[50:]))))


def spoken(script, rate, changed=None):
    said = [utterance for chapter in script.chapters for utterance in chapter.utterances]
    clips = [tone(600 if at == changed else 200 + 5 * at, rate) for at in range(len(said))]
    return list(zip(said, clips, strict=True))


def made(tmp_path, script, clips, mastering=None, **more):
    mastering = mastering or Mastering()
    return make_sound(script, iter(clips), spacing=SPACING, mastering=mastering, mp3=tmp_path / "long.mp3", **more)


def decoded(path):
    command = [FFMPEG, "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "1", "-"]
    return array.array("h", subprocess.run(command, capture_output=True, check=True).stdout)


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    """The usual programme, and the store with what was kept of its pieces: for all who only look at them."""
    folder = tmp_path_factory.mktemp("usual")
    clips = spoken(long_script(), 22_050)
    return made(folder, long_script(), clips, store=DiskCache(folder / "store")), folder / "store"


def test_the_joins_are_silent_and_everything_is_where_the_timeline_says(usual):
    check_places(usual[0], spoken(long_script(), 22_050), Mastering())


def test_so_they_are_at_the_rate_and_loudness_of_radio(tmp_path):
    script, mastering = long_script(54), Mastering(-23, -1, 48_000, 256)
    clips = spoken(script, 24_000)
    check_places(made(tmp_path, script, clips, mastering), clips, mastering, script)


def check_places(recording, clips, mastering, script=None):
    cut = list(cut_pieces(script or long_script(), iter(clips), SPACING, mastering.sample_rate))
    assert len(cut) >= 3 and [piece.last for piece in cut] == [False] * (len(cut) - 1) + [True]
    sound = decoded(recording.path)
    assert len(sound) == recording.timeline.frames
    join = 0
    for piece in cut[:-1]:
        assert piece.samples % 1152 == 0
        join += piece.samples
        assert max(map(abs, sound[join - mastering.sample_rate // 20 : join - mastering.sample_rate // 100])) < 40
    slack = mastering.sample_rate // 200
    for cue in recording.timeline.cues:
        assert max(map(abs, sound[cue.start - 4 * slack : cue.start - slack])) < 40
        assert max(map(abs, sound[cue.start + slack : cue.start + 4 * slack])) > 1000
        assert max(map(abs, sound[cue.end - 4 * slack : cue.end - slack])) > 1000
        # A tone that stops dead is heard a little longer in an MP3, most at the lowest bit rate.
        assert max(map(abs, sound[cue.end + slack : cue.end + 4 * slack])) < 60


def test_the_programme_lasts_what_clips_and_pauses_last(usual):
    clips = spoken(long_script(), 22_050)
    frames = (
        sum(clip.frames for _, clip in clips) + 80 * round(0.45 * 22_050) + round(0.3 * 22_050) + round(0.5 * 22_050)
    )
    assert usual[0].timeline.frames == 2 * frames


def test_a_change_remakes_its_piece_alone(usual, tmp_path):
    script, store = long_script(), DiskCache(shutil.copytree(usual[1], tmp_path / "store"))
    first = usual[0].path.read_bytes()
    kept = set(store.list_paths("sound"))
    assert len(kept) >= 4
    assert made(tmp_path, script, spoken(script, 22_050), store=store).path.read_bytes() == first
    assert set(store.list_paths("sound")) == kept
    other = made(tmp_path, script, spoken(script, 22_050, changed=40), store=store).path.read_bytes()
    assert other != first and len(set(store.list_paths("sound")) - kept) == 1


def test_what_is_kept_gives_the_same_bytes_as_what_is_made(tmp_path):
    script, clips = long_script(30), spoken(long_script(30), 24_000)
    store = DiskCache(tmp_path / "store")
    bare = made(tmp_path, script, clips).path.read_bytes()
    assert made(tmp_path, script, clips, store=store).path.read_bytes() == bare
    for path in store.list_paths("sound"):  # damaged: made again, not used
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert made(tmp_path, script, clips, store=store).path.read_bytes() == bare


@pytest.mark.parametrize(("rate", "bitrate"), [(44_100, 96), (44_100, 64), (48_000, 256)])
def test_the_info_frame_says_what_ffmpeg_s_own_says(tmp_path, rate, bitrate):
    pcm, coding = tone(440, rate, 20).pcm[:-500], Mp3Format(rate, bitrate)
    arguments = ["-v", "error", "-y", "-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0"]
    arguments += ["-c:a", "libmp3lame", "-b:a", f"{bitrate}k", "-flags:a", "+bitexact", "-fflags", "+bitexact"]
    path = tmp_path / "theirs.mp3"
    subprocess.run([FFMPEG, *arguments, "-map_metadata", "-1", "-id3v2_version", "0", str(path)], input=pcm, check=True)
    theirs = path.read_bytes()
    frames = theirs[coding.frame_size :]
    count = coding.count_frames(len(pcm) // 2)
    assert coding.take_frames(frames, count) == frames
    ours = build_info_frame(coding, frames[:4], FrameTotals().add_frames(frames, count), len(pcm) // 2)
    places = slice(37, 137)
    assert ours[:37] == theirs[:37] and ours[137:175] == theirs[137:175]
    assert all(abs(one - two) <= 2 for one, two in zip(ours[places], theirs[places], strict=True))
    (tmp_path / "ours.mp3").write_bytes(ours + frames)
    info = MP3(tmp_path / "ours.mp3").info
    assert info.length == pytest.approx(len(pcm) / 2 / rate, abs=0.06) and info.bitrate == bitrate * 1000
    assert decoded(tmp_path / "ours.mp3") == decoded(path)


# 576 samples of the encoder's delay and 529 of the decoder's stand before the sound, 1152 in a frame.
@pytest.mark.parametrize(("samples", "frames"), [(47, 1), (48, 2), (1_199, 2), (1_200, 3), (1_150_895, 1_000)])
def test_how_many_frames_hold_a_sound(samples, frames):
    assert Mp3Format(44_100, 96).count_frames(samples) == frames


@pytest.mark.parametrize("head", ["fffb70c0", "fffb72c0", "fffb72c4"])
def test_an_info_frame_is_not_padded_whatever_the_sound_s_first_frame_is(head):
    assert build_info_frame(Mp3Format(44_100, 96), bytes.fromhex(head), FrameTotals(1, 313), 47)[:4].hex() == "fffb70c0"


@pytest.mark.parametrize("frames", [1, 7, 100, 5_000])
def test_the_places_in_the_info_frame_are_where_each_hundredth_of_the_sound_begins(frames):
    """Xing's table: for each hundredth of the time, how many 256ths of the file stand before it."""
    coding, size = Mp3Format(44_100, 96), 313 * frames
    places = build_info_frame(coding, b"\xff\xfb\x70\xc0", FrameTotals(frames, size), frames * 1152 - 1105)[37:137]
    total = coding.frame_size + size
    for hundredth, place in enumerate(places):
        before = coding.frame_size + size * hundredth // 100
        assert place * total <= 256 * before < (place + 1) * total


def test_loudness_of_pieces_together_is_that_of_the_whole(tmp_path):
    """Against ffmpeg's own figure for the whole file; a tenth of it is silent, and no two sentences have one length."""
    script = long_script()
    clips = [
        (utterance, Clip(bytes(2 * clip.frames) if at % 10 == 0 else clip.pcm[: -662 * at], clip.sample_rate))
        for at, (utterance, clip) in enumerate(spoken(script, 22_050))
    ]
    recording = made(tmp_path, script, clips)
    command = [FFMPEG, "-nostats", "-i", str(recording.path), "-af", "ebur128", "-f", "null", "-"]
    report = subprocess.run(command, capture_output=True, check=True).stderr.decode()
    theirs = float(report.rpartition("I:")[2].split()[0])
    assert recording.loudness.integrated == pytest.approx(theirs, abs=0.06)


@pytest.mark.parametrize(
    ("counts", "loudness"),
    [
        (((-2000, 10),), -20.0),
        (((-2000, 10), (-6000, 10_000)), -20.0),  # under the relative gate
        (((-2000, 10), (-2300, 10)), -21.24),
        # The gate is 10 LU under the mean of all: −32.77 and −32.80 here.
        (((-2000, 10), (-3250, 10)), -22.77),
        (((-2000, 10), (-3300, 10)), -20.0),
    ],
)
def test_integrated_loudness_is_gated(counts, loudness):
    assert integrate_loudness([GatingBlocks(counts)]) == pytest.approx(loudness, abs=0.01)
    assert integrate_loudness([GatingBlocks((one,)) for one in counts]) == pytest.approx(loudness, abs=0.01)


def test_nothing_heard_is_refused():
    with pytest.raises(EncoderError, match="silent"):
        integrate_loudness([GatingBlocks(()), GatingBlocks(())])


@pytest.mark.parametrize("frames", range(60_000, 66_000, 1_000))
def test_the_last_words_are_whole_where_no_silence_follows_them(frames):
    """What the cuts gave is owed at the end, and there is no silence there to take it from."""
    script = long_script()
    said = [utterance for chapter in script.chapters for utterance in chapter.utterances]
    said[-1] = replace(said[-1], pause_after="none")
    script = Script("Titre", (Chapter("Un", tuple(said)),))
    clip = Clip(b"\1\0" * frames, 22_050)
    cut = list(
        cut_pieces(script, iter([(utterance, clip) for utterance in said]), replace(SPACING, lead_out=0.0), 44_100)
    )
    exact = 2 * (round(0.3 * 22_050) + 80 * frames + 79 * round(0.45 * 22_050))
    last = cut[-1]
    assert last.samples >= last.cues[-1].end and len(last.pcm) // 2 * 2 >= last.cues[-1].end
    assert len(cut) > 2 and last.cues[-1].end - last.cues[-1].start == 2 * frames
    total = sum(piece.samples for piece in cut)
    assert exact <= total <= exact + len(cut) * 576


def test_without_a_silence_at_the_end_some_cuts_gave_and_some_took():
    """The test above would be idle if no cut ever gave anything."""
    script = long_script()
    said = [utterance for chapter in script.chapters for utterance in chapter.utterances]
    owed = []
    for frames in range(60_000, 66_000, 1_000):
        clip = Clip(b"\1\0" * frames, 22_050)
        cut = list(cut_pieces(script, iter([(utterance, clip) for utterance in said]), SPACING, 44_100))
        exact = 2 * (round(0.3 * 22_050) + 80 * (frames + round(0.45 * 22_050)) + round(0.5 * 22_050))
        assert sum(piece.samples for piece in cut) == exact
        before = sum(piece.samples for piece in cut[:-1])
        spoken = sum(len(piece.cues) for piece in cut[:-1]) * (frames + round(0.45 * 22_050)) + round(0.3 * 22_050)
        owed.append(2 * spoken - before)
    assert min(owed) < 0 < max(owed)


# Seconds of each sentence, the pauses behind them, and how many sentences each piece has.
LONG = [
    ([41, 41], ["chapter", "chapter"], [1, 1]),
    ([39, 41], ["chapter", "chapter"], [2]),  # 40 s with its pause only: 39 + 0.3 + 0.5
    ([39.1, 1], ["chapter", "chapter"], [2]),
    ([39.25, 1], ["chapter", "chapter"], [1, 1]),  # 40.05 s with what stands around it
    ([121, 1], ["sentence", "none"], [1, 1]),
    ([119.2, 1], ["sentence", "none"], [2]),
    ([119.3, 1], ["sentence", "none"], [1, 1]),  # 120.05 s
    ([121, 1], ["none", "none"], [2]),  # no pause to cut in
    ([121], ["chapter"], [1]),  # nothing is left for another piece
    ([50, 50, 50, 50], ["none", "none", "paragraph", "none"], [3, 1]),
]


@pytest.mark.parametrize(("lengths", "pauses", "counts"), LONG)
def test_a_programme_is_cut_in_pauses_only(lengths, pauses, counts):
    # « aa » and the like end no piece before two minutes are full.
    said = tuple(Utterance("ab", pause_after=pause) for pause in pauses)
    assert zlib.crc32(b"ab") % 4
    clips = [Clip(bytes(2 * round(1_000 * seconds)), 1_000) for seconds in lengths]
    cut = list(
        cut_pieces(
            Script("T", (Chapter("Un", said),)),
            iter(zip(said, clips, strict=True)),
            replace(SPACING, lead_in=0.3, pauses={**SPACING.pauses, "chapter": 0.5}),
            44_100,
        )
    )
    assert [len(piece.cues) for piece in cut] == counts
    assert [piece.last for piece in cut] == [False] * (len(cut) - 1) + [True]


def test_a_byte_that_was_no_text_is_cut_like_any_other():
    said = (Utterance("Un \ud800 seul."), Utterance("\udfff"))
    clips = [Clip(bytes(2 * 1_000 * 130), 1_000)] * 2
    cut = list(cut_pieces(Script("T", (Chapter("Un", said),)), iter(zip(said, clips, strict=True)), SPACING, 44_100))
    assert [len(piece.cues) for piece in cut] == [1, 1]


def test_one_sentence_in_four_may_end_a_piece_of_forty_seconds():
    words = [f"Phrase {number}." for number in range(400)]
    ending = [text for text in words if zlib.crc32(text.encode()) % 4 == 0]
    assert 60 < len(ending) < 140
    for text in words[:40]:
        said = (Utterance(text), Utterance("Fin."))
        clips = [Clip(bytes(2 * 1_000 * 45), 1_000)] * 2
        cut = list(
            cut_pieces(Script("T", (Chapter("Un", said),)), iter(zip(said, clips, strict=True)), SPACING, 44_100)
        )
        assert len(cut) == 1 + (text in ending)
