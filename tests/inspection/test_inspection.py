"""Sound files made by any program, read, decoded, measured and judged."""

import json
import math
import re
import struct
import subprocess
import sys
import zlib
from datetime import datetime
from pathlib import Path

import imageio_ffmpeg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.id3 import APIC, CHAP, CTOC, ID3, TIT2, USLT
from mutagen.mp3 import MP3, BitrateMode

from audiobrief.delivery.formats import load_deliveries
from audiobrief.delivery.mp3 import _make_ordered_tags, make_tags, tag_mp3
from audiobrief.delivery.radio.broadcast_metadata import BroadcastInfo
from audiobrief.delivery.radio.bwf import write_bwf
from audiobrief.errors import EncoderError
from audiobrief.inspection.compliance import check_compliance, find_chapter_faults
from audiobrief.inspection.containers import read_sound_info
from audiobrief.inspection.mpeg_frames import scan_frames
from audiobrief.inspection.report import inspect_file as inspect
from audiobrief.inspection.sound_info import ChapterInfo, SoundInfo
from audiobrief.model import Article, Chapter, ChapterMark, Loudness, Script, Sound, Timeline, Utterance

AUDIOBRIEF = str(Path(sys.executable).with_name("audiobrief"))
SECONDS = 6
TITLES = ["Ouverture", "B", "La fin de l’œuvre"]


def png():
    """A picture of one grey point."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


PNG = png()


def encode(target, *options, level=0.12, channels=1, rate=44_100):
    """Pink noise, through ffmpeg, as the options say."""
    noise = f"anoisesrc=c=pink:d={SECONDS}:a={level}:r={rate}:seed=3"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi", "-i", noise, "-ac", str(channels)]
    subprocess.run([*command, "-id3v2_version", "0", *options, str(target)], check=True)
    return target


def at_loudness(target, wanted, *options, **sound):
    """The same, brought to a loudness: measured once, then made again."""
    encode(target, *options, **sound)
    gain = wanted - measured(target)[0]
    return encode(target, *options, level=0.12 * 10 ** (gain / 20), **sound)


def measured(path):
    """Loudness, true peak and range as ffmpeg's own summary says."""
    meter = ["-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", "-i", path, *meter]
    report = subprocess.run([str(part) for part in command], capture_output=True, check=True).stderr.decode()
    summary = report[report.rindex("Summary:") :]
    return tuple(
        float(re.search(pattern, summary)[1]) for pattern in (r"I:\s+(\S+)", r"Peak:\s+(\S+)", r"LRA:\s+(\S+)")
    )


def tagged(path, rate=44_100, seconds=SECONDS):
    frames = seconds * rate
    edges = [0, frames // 3, frames // 2, frames]
    marks = tuple(ChapterMark(a, b, t) for a, b, t in zip(edges, edges[1:], TITLES, strict=False))
    script = Script("L’œuf", tuple(Chapter(title, (Utterance("Texte."),)) for title in TITLES))
    article = Article("L’œuf", (), "Anne Ferrec", source="Le Littoral")
    tag_mp3(path, make_tags(Timeline(rate, frames, (), marks), article, script, version="9.9", lyrics="Texte."))
    return path


def broken(inspected, name):
    """The promises of a delivery that are not kept, by name."""
    found = next(verdict for verdict in inspected.verdicts if verdict.delivery == name)
    return {str(promise.name): str(promise.actual) for promise in found.checks if not promise.passed}


@pytest.fixture(scope="module")
def podcast(tmp_path_factory):
    path = tmp_path_factory.mktemp("mp3") / "podcast.mp3"
    at_loudness(path, -19.0, "-b:a", "96k")
    tagged(path)
    tags = _make_ordered_tags()  # mutagen itself would sort the chapters by size
    tags.load(path)
    tags.add(APIC(3, "image/png", 3, "", PNG))
    tags.update_to_v23()
    tags.save(path, v2_version=3)
    return path


def test_a_podcast_keeps_its_promises(podcast):
    inspected = inspect(podcast)
    found = inspected.info
    assert broken(inspected, "podcast") == {}
    assert (found.format, found.sample_rate, found.channels, found.header) == ("mp3", 44_100, 1, "Info")
    assert (round(found.bitrate), found.constant, found.tags.version) == (96, True, "2.3")
    assert (found.tags.title, found.tags.artist, found.tags.album) == ("L’œuf", "Anne Ferrec", "Le Littoral")
    assert (found.tags.genre, found.tags.language, found.tags.lyrics) == ("Speech", "fra", "Texte.")
    assert (found.tags.cover, found.tags.cover_bytes) == ("image/png", len(PNG))
    assert [chapter.title for chapter in found.chapters] == TITLES
    assert [chapter.start for chapter in found.chapters] == [0, 2, 3]
    assert (inspected.chapter_faults, found.faults, found.provenance) == ((), (), None)


def test_other_deliveries_say_what_they_want(podcast):
    inspected = inspect(podcast)
    assert broken(inspected, "listening") == {"bit rate": "96 kbit/s, constant"}
    assert broken(inspected, "radio").keys() == {"sample rate", "bit rate", "loudness"}


def test_it_is_measured_as_ffmpeg_and_mutagen_measure_it(podcast):
    inspected = inspect(podcast)
    loudness = inspected.sound.loudness
    assert (loudness.integrated, loudness.true_peak, loudness.range) == measured(podcast)
    assert -19.5 <= loudness.integrated <= loudness.short_term <= loudness.momentary
    info = MP3(podcast).info
    assert inspected.sound.frames == SECONDS * 44_100
    # mutagen counts whole MPEG frames, with the silence that encoding adds.
    assert inspected.duration == pytest.approx(info.length, abs=0.05)
    assert (round(info.bitrate, -3), info.bitrate_mode) == (96_000, BitrateMode.CBR)


def test_a_tone_is_heard_at_its_known_level(tmp_path):
    """EBU Tech 3341: a 1 kHz sine of -23 dBFS in both channels measures -23 LUFS, in one channel 3 LU less."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "sine=f=1000:d=5:r=48000"]
    tone = f"volume={10 ** (-23 / 20) * 8}"  # ffmpeg's sine has an amplitude of 1/8
    for channels, expected in ((2, -23.0), (1, -26.0)):
        path = tmp_path / f"{channels}.wav"
        pan = f"{tone},pan={channels}c|c0=c0" + ("|c1=c0" if channels == 2 else "")
        subprocess.run([*command, "-af", pan, "-c:a", "pcm_s16le", str(path)], check=True)
        loudness = inspect(path).sound.loudness
        assert loudness.integrated == pytest.approx(expected, abs=0.15)
        assert loudness.momentary == pytest.approx(expected, abs=0.15)
        assert loudness.short_term == pytest.approx(expected, abs=0.15)
        assert loudness.true_peak == pytest.approx(-23.0, abs=0.2)


def test_variable_rate_and_stereo_are_seen(tmp_path):
    path = encode(tmp_path / "a.mp3", "-q:a", "5", channels=2)
    inspected = inspect(path)
    found = inspected.info
    assert (found.constant, found.channels, found.header, found.tags.version) == (False, 2, "Xing", "")
    assert found.bitrate == pytest.approx(MP3(path).info.bitrate / 1000, rel=0.02)
    wrong = broken(inspected, "podcast")
    assert wrong["channels"] == "stereo"
    assert wrong["bit rate"].endswith("on average, variable")
    assert wrong["tags"] == wrong["chapters"] == wrong["cover"] == wrong["title"] == "none"


def test_loudness_on_two_channels_is_held_against_the_figure_for_two(tmp_path):
    path = at_loudness(tmp_path / "a.mp3", -16.0, "-b:a", "128k", channels=2)
    inspected = inspect(path)
    assert "loudness" not in broken(inspected, "podcast")
    assert broken(inspected, "radio")["loudness"] == f"{inspected.sound.loudness.integrated:.1f} LUFS"


def test_an_mp3_without_a_length_header(tmp_path):
    path = encode(tmp_path / "a.mp3", "-b:a", "96k", "-write_xing", "0")
    inspected = inspect(path)
    assert (inspected.info.header, inspected.info.constant) == ("", True)
    assert broken(inspected, "podcast")["length header"] == "none"
    assert inspected.duration > SECONDS


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 48_000])
def test_frames_are_counted_at_every_sample_rate(tmp_path, rate):
    path = encode(tmp_path / "a.mp3", "-b:a", "32k", rate=rate)
    frames = scan_frames(path)
    info = MP3(path).info
    assert (frames.sample_rate, frames.channels, frames.junk, frames.cut) == (rate, 1, 0, False)
    assert frames.count in (frames.announced, frames.announced - 1)
    assert frames.bitrate == pytest.approx(32, abs=0.5)
    assert info.sample_rate == rate
    assert inspect(path).duration == pytest.approx(SECONDS, abs=0.2)


def test_tags_at_both_ends_are_no_sound(podcast, tmp_path):
    path = tmp_path / "a.mp3"
    ape = b"APETAGEX" + b"\xd0\x07\0\0" + b"\x20\0\0\0" + bytes(16)
    path.write_bytes(podcast.read_bytes() + ape + b"TAG" + bytes(125))
    assert scan_frames(path) == scan_frames(podcast)
    assert inspect(path).info.faults == ()


def test_damage_is_named_with_its_place(podcast, tmp_path):
    whole = podcast.read_bytes()
    cut = tmp_path / "cut.mp3"
    cut.write_bytes(whole[: len(whole) // 2])
    (fault,) = inspect(cut).info.faults
    assert re.fullmatch(r"\d+ of the 2\d\d frames that the header announces are missing\.", str(fault))
    assert "no fault" not in broken(inspect(cut), "podcast")["undamaged"]
    holed = tmp_path / "holed.mp3"
    at = len(whole) - 12_000 * 2  # two seconds before the end, at 12 000 bytes a second
    holed.write_bytes(whole[:at] + bytes(2_000) + whole[at + 2_000 :])
    faults = inspect(holed).info.faults
    assert re.fullmatch(r"[12]\d\d\d bytes, the first at 0:0[34]\.\d, are not MPEG frames\.", str(faults[0]))


NO_SOUND = [
    ("empty.mp3", b"", "'empty.mp3' is no sound file that can be read here"),
    (
        "text.mp3",
        "Bonjour à tous. ".encode() * 500,
        "'text.mp3' is no sound file that can be read here: give an MP3, WAV, M4B, Opus, FLAC or MP2.",
    ),
    ("tags.mp3", b"ID3\x03\0\0\0\0\x01\0" + bytes(128), "'tags.mp3' contains tags but no sound"),
    ("a.wav", b"RIFF\x04\0\0\0WAVE", "'a.wav' is a WAV file without sound, or damaged."),
    ("b.wav", b"RIFF\x28\0\0\0WAVEfmt \x10\0\0\0" + bytes(16) + b"data\0\0\0\0", "'b.wav' is a WAV file of 0 channels"),
    (
        "page.html",
        b"<html>\xff\xfb\x90\x64 pas un son</html>",
        "'page.html' is no sound file that can be read here: give an MP3, WAV, M4B, Opus, FLAC or MP2.",
    ),
]


@pytest.mark.parametrize(("name", "data", "said"), NO_SOUND)
def test_what_is_no_sound_gets_one_sentence(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(EncoderError) as error:
        inspect(tmp_path / name)
    assert str(error.value).startswith(said)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damage_of_any_kind_gives_facts_or_one_sentence(podcast, tmp_path_factory, data):
    whole = bytearray(podcast.read_bytes()[:8_000])
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, 3_000), st.sampled_from([0, 1, 127, 255])))):
        whole[place] = byte
    path = tmp_path_factory.getbasetemp() / "damaged.mp3"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    try:
        found = read_sound_info(path)
    except EncoderError as error:
        assert str(error).startswith("'damaged.mp3' ")
    else:
        assert found.sample_rate and found.bitrate > 0
        assert all(str(fault).endswith(".") for fault in found.faults)


def test_a_list_of_addresses_is_not_followed(tmp_path):
    (tmp_path / "a.mp3").write_bytes(b"#EXTM3U\nhttp://127.0.0.1:9/a.mp3\n")
    with pytest.raises(EncoderError, match="is no sound file that can be read here"):
        inspect(tmp_path / "a.mp3")


def test_silence_is_said(tmp_path):
    path = encode(tmp_path / "a.mp3", "-b:a", "96k", level=0)
    inspected = inspect(path)
    assert inspected.sound.loudness is None
    assert broken(inspected, "podcast")["loudness"] == "silence"


def test_a_broadcast_wav_is_read_back(tmp_path):
    rate, frames = 48_000, SECONDS * 48_000
    at_loudness(tmp_path / "a.wav", -23.0, "-c:a", "pcm_s16le", rate=rate)
    marks = (ChapterMark(0, frames // 2, "Été"), ChapterMark(frames // 2, frames, "Fin"))
    script = Script("L’œuf", (Chapter("Été", (Utterance("Texte."),)),))
    path = tmp_path / "b.wav"
    write_bwf(
        tmp_path / "a.wav",
        path,
        Timeline(rate, frames, (), marks),
        Article("T", (), "Anne Ferrec"),
        script,
        Loudness(-23.0, -9.0),
        BroadcastInfo(datetime(2024, 3, 9)),
        version="9.9",
    )
    inspected = inspect(path)
    assert broken(inspected, "radio") == {}
    found = inspected.info
    assert (found.bits, found.bitrate, found.constant) == (16, 768, True)
    assert [(chapter.start, chapter.title) for chapter in found.chapters] == [(0, "Été"), (3, "Fin")]
    assert (found.bext.version, found.bext.loudness_value, found.bext.loudness_range) == (2, -23.0, None)
    assert (found.cart.title, found.cart.artist) == ("L'oeuf", "Anne Ferrec")
    assert inspected.sound.frames == frames
    plain = inspect(tmp_path / "a.wav")
    assert broken(plain, "radio") == {"title": "none", "chapters": "none", "bext": "none", "cart": "none"}


def test_a_wav_that_was_cut_short(tmp_path):
    path = encode(tmp_path / "a.wav", "-c:a", "pcm_s16le")
    path.write_bytes(path.read_bytes()[:100_000])
    inspected = inspect(path)
    assert "529200 bytes" in str(inspected.info.faults[0])
    assert broken(inspected, "radio")["undamaged"]


def test_a_wav_of_another_coding(tmp_path):
    path = encode(tmp_path / "a.wav", "-c:a", "pcm_f32le")
    assert broken(inspect(path), "radio")["coding"] == "not linear PCM"
    path = encode(tmp_path / "b.wav", "-c:a", "pcm_s24le")
    assert broken(inspect(path), "radio")["coding"] == "24-bit PCM"


WHOLE = [(0.0, 2.0, "A"), (2.0, 4.0, "B"), (4.0, 6.0, "C")]
CHAPTERS = [
    (WHOLE, (0, 1, 2), []),
    ([], None, ["There are no chapters."]),
    ([WHOLE[1], WHOLE[0], WHOLE[2]], (0, 1, 2), ["are not in time order"]),
    ([(0.5, 2.0, "A"), *WHOLE[1:]], (0, 1, 2), ["starts at 0.500 s, not at 0"]),
    ([(0.0, 1.5, "A"), *WHOLE[1:]], (0, 1, 2), ["leave a gap at 2.000 s"]),
    ([(0.0, 2.5, "A"), *WHOLE[1:]], (0, 1, 2), ["overlap at 2.000 s"]),
    ([*WHOLE[:2], (4.0, 6.01, "C")], (0, 1, 2), ["ends at 6.010 s, after the sound (6.000 s)"]),
    ([*WHOLE[:2], (4.0, 6.0, "")], (0, 1, 2), ["1 of 3 chapters have no title"]),
    (WHOLE, None, ["no table of contents (CTOC)"]),
    (WHOLE, (0, 2, 1), ["table of contents differs"]),
    (WHOLE, (0, 1), ["table of contents differs"]),
]


@pytest.mark.parametrize(("chapters", "contents", "faults"), CHAPTERS)
def test_chapters_are_as_players_want_them(chapters, contents, faults):
    chapters = tuple(ChapterInfo(*chapter) for chapter in chapters)
    found = SoundInfo("mp3", 0, 44_100, 1, 96, True, chapters=chapters, contents=contents)
    told = find_chapter_faults(found, 6.0)
    assert len(told) == len(faults)
    for said, part in zip(told, faults, strict=True):
        assert part in str(said)


def test_chapters_in_the_wrong_order_are_seen_in_the_file(podcast, tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(podcast.read_bytes())
    tags = ID3(path)
    tags.delall("CHAP")
    tags.delall("CTOC")
    # mutagen writes by size: the long title comes last.
    for name, start, title in (("a", 0, "Un très long titre"), ("b", 2000, "B"), ("c", 4000, "Un titre")):
        tags.add(CHAP(element_id=name, start_time=start, end_time=start + 2000, sub_frames=[TIT2(1, [title])]))
    tags.add(CTOC(element_id="t", flags=3, child_element_ids=["a", "b", "c"], sub_frames=[]))
    tags.update_to_v23()
    tags.save(path, v2_version=3)
    inspected = inspect(path)
    assert [chapter.title for chapter in inspected.info.chapters] == ["B", "Un titre", "Un très long titre"]
    assert any("time order" in str(fault) for fault in inspected.chapter_faults)


TAGS = [(3, "2.3"), (4, "2.4")]


@pytest.mark.parametrize(("version", "said"), TAGS)
def test_the_version_of_the_tags_is_the_file_s(tmp_path, version, said):
    path = encode(tmp_path / "a.mp3", "-b:a", "96k")
    tags = ID3()
    tags.add(TIT2(1, ["É"]))
    tags.add(USLT(1, "fra", "", "Texte"))
    tags.save(path, v2_version=version)
    found = inspect(path).info
    assert (found.tags.version, found.tags.title, found.tags.lyrics) == (said, "É", "Texte")


EDGES = [(-19.5, True), (-18.5, True), (-19.6, False), (-18.4, False)]


@pytest.mark.parametrize(("integrated", "kept"), EDGES)
def test_a_tolerance_includes_its_edges(integrated, kept):
    found = SoundInfo("mp3", 0, 44_100, 1, 96, True)
    told = check_compliance(load_deliveries()["podcast"], found, Sound(1, Loudness(integrated, -1.0)), ())
    promises = {str(promise.name): promise.passed for promise in told.checks}
    assert (promises["loudness"], promises["true peak"]) == (kept, True)
    louder = check_compliance(load_deliveries()["podcast"], found, Sound(1, Loudness(-19, -0.9)), ())
    assert not {str(promise.name): promise.passed for promise in louder.checks}["true peak"]
    assert not told.passed


def run(*arguments):
    return subprocess.run([AUDIOBRIEF, "inspect", *map(str, arguments)], capture_output=True, encoding="utf-8")


def test_the_command_says_it_in_lines(podcast):
    done = run(podcast)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        "File: podcast.mp3",
        "Format: MP3, Info header",
        "Sound: 44100 Hz, mono, 96 kbit/s, constant",
        f"Duration: 0:06.000 ({SECONDS * 44_100} frames decoded)",
    ]
    loudness = measured(podcast)[0]
    assert f"Loudness: {loudness:.1f} LUFS measured on mono ({loudness + 3.01:.1f} LUFS as dual mono)" in lines
    assert "Tags: ID3v2.3" in lines
    assert "  0:03.000  La fin de l’œuvre" in lines
    assert "Delivery podcast: pass, 13 of 13" in lines
    at = lines.index("Delivery listening: fail, 11 of 12")
    assert lines[at + 1] == "  bit rate: wanted 64 kbit/s, constant, found 96 kbit/s, constant"


def test_the_command_says_it_as_json(podcast):
    table = json.loads(run(podcast, "--json").stdout)
    assert (table["format"], table["duration"], table["frames"]) == ("mp3", 6.0, SECONDS * 44_100)
    assert table["tags"]["title"] == "L’œuf"
    assert table["chapters"][1] == {"start": 2.0, "end": 3.0, "title": "B"}
    loudness = table["loudness"]
    assert math.isclose(loudness["dual_mono"], loudness["integrated"] + 3.0, abs_tol=0.1)
    assert {told["delivery"]: told["kept"] for told in table["verdicts"]} == {
        "podcast": True,
        "listening": False,
        "radio": False,
    }
    promise = table["verdicts"][1]["promises"][3]
    assert promise == {
        "name": "bit rate",
        "kept": False,
        "wanted": "64 kbit/s, constant",
        "found": "96 kbit/s, constant",
    }


def test_the_command_on_what_is_no_sound(tmp_path):
    (tmp_path / "a.mp3").write_text("Bonjour")
    done = run(tmp_path / "a.mp3")
    assert (done.returncode, done.stdout) == (9, "")
    assert (
        done.stderr
        == "audiobrief: 'a.mp3' is no sound file that can be read here: give an MP3, WAV, M4B, Opus, FLAC or MP2.\n"
    )
    assert run(tmp_path / "none.mp3").returncode == 2
