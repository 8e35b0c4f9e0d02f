"""What an inspection says, line by line and value by value; frames of MP3 files that are made by hand."""

import json
import struct
from dataclasses import replace
from io import BytesIO

import pytest
from mutagen.mp3 import MPEGFrame

from audiobrief.delivery.formats import load_deliveries
from audiobrief.delivery.radio.bext import Bext
from audiobrief.delivery.radio.cart import Cart, PostTimer
from audiobrief.inspection.compliance import check_compliance, find_chapter_faults
from audiobrief.inspection.containers import read_sound_info
from audiobrief.inspection.mpeg_frames import scan_frames
from audiobrief.inspection.report import compute_dual_mono, inspect_sound, make_table
from audiobrief.inspection.report_lines import describe_inspection
from audiobrief.inspection.sound_info import ChapterInfo, SoundInfo, Tags
from audiobrief.messages import message
from audiobrief.model import Loudness, Sound

TAGS = Tags("2.3", "Titre", "Ève", "Le Littoral", "2024-03-09", "fra", "Speech", "audiobrief 9", "Un mot", "Texte.",
            "image/png", 67)  # fmt: skip
MP3 = SoundInfo("mp3", 72_000, 44_100, 1, 96.02, True, header="Info", tags=TAGS,
            chapters=(ChapterInfo(0.0, 2.0, "Un"), ChapterInfo(2.0, 6.0, "")), contents=(0, 1),
            faults=(message("It is damaged."),))  # fmt: skip
BEXT = Bext("Titre - Ève", "Le Littoral", "FR1", "2024-03-09", "07:30:05", "A=PCM\r\nA=MP3\r\n", 0, 2, -23.04, 5.25,
            -6.1, -18.45, -20.0)  # fmt: skip
CART = Cart("Titre", "Ève", "012", "C", "NEWS", "Magazine", "...la fin.", "2024/03/09", "07:30:05", "2099/12/31",
            "23:59:59", "audiobrief", "9", "U", timers=(PostTimer("AUDs", 14_400), PostTimer("SEGs", 48_000 * 3_723)),
            url="https://example.org/", tag_text="Mots")  # fmt: skip
WAV = SoundInfo("wav", 576_044, 48_000, 2, 1536.0, True, bits=16,
                tags=Tags(title="Titre", artist="Ève", date="2024-03-09"),
                chapters=(ChapterInfo(0.0, None, "Un"),), bext=BEXT, cart=CART)  # fmt: skip
LOUD = Loudness(-19.04, -2.26, 5.21, -15.0, -17.0)


def lines(found, sound):
    return [str(line) for line in describe_inspection(inspect_sound("a", found, sound))]


def test_all_that_is_said_of_an_mp3():
    assert lines(MP3, Sound(6 * 44_100, LOUD)) == [
        "File: a",
        "Format: MP3, Info header",
        "Sound: 44100 Hz, mono, 96 kbit/s, constant",
        "Duration: 0:06.000 (264600 frames decoded)",
        "Loudness: -19.0 LUFS measured on mono (-16.0 LUFS as dual mono)",
        "Loudness range: 5.2 LU",
        "Highest momentary loudness: -15.0 LUFS",
        "Highest short-term loudness: -17.0 LUFS",
        "True peak: -2.3 dBTP",
        "Tags: ID3v2.3",
        "Title: Titre",
        "Artist: Ève",
        "Album: Le Littoral",
        "Date: 2024-03-09",
        "Language: fra",
        "Genre: Speech",
        "Comment: Un mot",
        "Encoder: audiobrief 9",
        "Text: 6 characters",
        "Cover: image/png, 67 bytes",
        "Chapters: 2",
        "  0:00.000  Un",
        "  0:02.000  (no title)",
        "Chapter fault: 1 of 2 chapters have no title.",
        "Damage: It is damaged.",
        "Delivery podcast: fail, 11 of 13",
        "  chapters: wanted chapters in order, from 0 to the end, found 1 of 2 chapters have no title.",
        "  undamaged: wanted no fault, found It is damaged.",
        "Delivery listening: fail, 9 of 12",
        "  bit rate: wanted 64 kbit/s, constant, found 96 kbit/s, constant",
        "  chapters: wanted chapters in order, from 0 to the end, found 1 of 2 chapters have no title.",
        "  undamaged: wanted no fault, found It is damaged.",
        "Delivery radio: fail, 6 of 11",
        "  sample rate: wanted 48000 Hz, found 44100 Hz",
        "  bit rate: wanted 256 kbit/s, constant, found 96 kbit/s, constant",
        "  loudness: wanted -23.0 LUFS ± 0.5 on mono, found -19.0 LUFS",
        "  chapters: wanted chapters in order, from 0 to the end, found 1 of 2 chapters have no title.",
        "  undamaged: wanted no fault, found It is damaged.",
    ]


def test_all_that_is_said_of_a_broadcast_wav():
    said = lines(WAV, Sound(48_000 * 3_723, Loudness(-23.0, -6.0)))
    assert said[: next(at for at, line in enumerate(said) if line.startswith("Delivery"))] == [
        "File: a",
        "Format: Broadcast WAV",
        "Sound: 48000 Hz, stereo, 16-bit PCM",
        "Duration: 1:02:03.000 (178704000 frames decoded)",
        "Loudness: -23.0 LUFS measured on stereo",
        "True peak: -6.0 dBTP",
        "Title: Titre",
        "Artist: Ève",
        "Date: 2024-03-09",
        "bext version: 2",
        "bext description: Titre - Ève",
        "bext originator: Le Littoral",
        "bext reference: FR1",
        "bext origination: 2024-03-09 07:30:05",
        "bext coding history: A=PCM / A=MP3",
        "bext loudness: -23.04 LUFS",
        "bext loudness range: 5.25 LU",
        "bext true peak: -6.10 dBTP",
        "bext momentary: -18.45 LUFS",
        "bext short-term: -20.00 LUFS",
        "cart version: 0101",
        "cart title: Titre",
        "cart artist: Ève",
        "cart cut: 012",
        "cart client: C",
        "cart category: NEWS",
        "cart classification: Magazine",
        "cart out cue: ...la fin.",
        "cart from: 2024/03/09 07:30:05",
        "cart to: 2099/12/31 23:59:59",
        "cart made by: audiobrief 9",
        "cart user text: U",
        "cart address: https://example.org/",
        "cart timer AUDs: 0:00.300",
        "cart timer SEGs: 1:02:03.000",
        "cart text: 4 characters",
        "Chapters: 1",
        "  0:00.000  Un",
    ]
    told = {each.delivery: each for each in inspect_sound("a", WAV, Sound(9, Loudness(-23.0, -6.0))).verdicts}
    assert broken(told["radio"]) == {"channels": ("mono", "stereo")}
    assert broken(told["podcast"]) == {
        "format": ("mp3", "wav"),
        "sample rate": ("44100 Hz", "48000 Hz"),
        "channels": ("mono", "stereo"),
        "loudness": ("-16.0 LUFS ± 0.5 on stereo", "-23.0 LUFS"),
    }


def broken(told):
    return {str(each.name): (str(each.expected), str(each.actual)) for each in told.checks if not each.passed}


def test_what_is_not_known_is_not_said():
    bare = SoundInfo("mp3", 0, 8_000, 3, 31.6, False)
    assert lines(bare, Sound(8_000, None))[:7] == [
        "File: a",
        "Format: MP3, no length header",
        "Sound: 8000 Hz, 3 channels, 32 kbit/s on average, variable",
        "Duration: 0:01.000 (8000 frames decoded)",
        "Loudness: nothing can be heard",
        "Tags: none",
        "Chapters: 0",
    ]
    plain = SoundInfo("wav", 0, 8_000, 1, 64, True, bits=0)
    assert lines(plain, Sound(8_000, Loudness(-23.0, -6.0)))[:6] == [
        "File: a",
        "Format: WAV",
        "Sound: 8000 Hz, mono, not linear PCM",
        "Duration: 0:01.000 (8000 frames decoded)",
        "Loudness: -23.0 LUFS measured on mono (-20.0 LUFS as dual mono)",
        "True peak: -6.0 dBTP",
    ]
    silent = replace(CART, **dict.fromkeys(["cut_id", "client_id", "user_text", "url", "tag_text", "out_cue"], ""))
    told = lines(replace(WAV, cart=replace(silent, timers=(), start_date="", start_time="")), Sound(9, None))
    assert [line for line in told if line.startswith("cart")] == [
        "cart version: 0101",
        "cart title: Titre",
        "cart artist: Ève",
        "cart category: NEWS",
        "cart classification: Magazine",
        "cart to: 2099/12/31 23:59:59",
        "cart made by: audiobrief 9",
    ]


# What is changed of an MP3 that keeps all that a podcast promises, and what is then wanted and found.
WHOLE = replace(MP3, faults=(), chapters=(ChapterInfo(0.0, 2.0, "Un"), ChapterInfo(2.0, 6.0, "Deux")))
BROKEN = [
    ({}, {}),
    ({"sample_rate": 48_000}, {"sample rate": ("44100 Hz", "48000 Hz")}),
    ({"bitrate": 96.49}, {}),
    ({"bitrate": 96.51}, {"bit rate": ("96 kbit/s, constant", "97 kbit/s, constant")}),
    ({"constant": False}, {"bit rate": ("96 kbit/s, constant", "96 kbit/s on average, variable")}),
    ({"header": ""}, {"length header": ("Info or Xing", "none")}),
    ({"tags": replace(TAGS, version="2.4")}, {"tags": ("ID3v2.3", "ID3v2.4")}),
    ({"tags": replace(TAGS, title="")}, {"title": ("a title", "none")}),
    ({"tags": replace(TAGS, lyrics="")}, {"lyrics": ("the full text", "0 characters")}),
    ({"tags": replace(TAGS, cover="")}, {"cover": ("a picture", "none")}),
]


@pytest.mark.parametrize(("change", "told"), BROKEN)
def test_what_is_promised_of_a_podcast(change, told):
    assert broken(check_compliance(load_deliveries()["podcast"], replace(WHOLE, **change), Sound(1, LOUD), ())) == told


# Integrated loudness, true peak, channels, and which of the promises of a podcast are broken.
LEVELS = [
    (-19.5, -1.0, 1, set()),
    (-19.51, -1.0, 1, {"loudness"}),
    (-18.49, -1.0, 1, {"loudness"}),
    (-16.0, -1.0, 1, {"loudness"}),
    (-16.0, -1.0, 2, {"channels"}),
    (-16.5, -0.99, 2, {"channels", "true peak"}),
    (-19.0, -1.0, 2, {"channels", "loudness"}),
]


@pytest.mark.parametrize(("integrated", "peak", "channels", "names"), LEVELS)
def test_how_loud_it_may_be(integrated, peak, channels, names):
    found = replace(WHOLE, channels=channels)
    assert (
        broken(check_compliance(load_deliveries()["podcast"], found, Sound(1, Loudness(integrated, peak)), ())).keys()
        == names
    )


def test_silence_breaks_one_promise():
    told = check_compliance(load_deliveries()["podcast"], WHOLE, Sound(1, None), ())
    assert broken(told) == {"loudness": ("-19.0 LUFS ± 0.5 on mono", "silence")} and not told.passed
    assert check_compliance(load_deliveries()["podcast"], WHOLE, Sound(1, LOUD), ()).passed


WAVES = [
    ({}, {"channels": ("mono", "stereo")}),
    ({"channels": 1, "bits": 24}, {"coding": ("16-bit PCM", "24-bit PCM")}),
    ({"channels": 1, "bits": 0}, {"coding": ("16-bit PCM", "not linear PCM")}),
    ({"channels": 1, "bext": None}, {"bext": ("version 2", "none")}),
    ({"channels": 1, "bext": replace(BEXT, version=1)}, {"bext": ("version 2", "version 1")}),
    ({"channels": 1, "bext": replace(BEXT, version=3)}, {}),
    ({"channels": 1, "cart": None}, {"cart": ("a cart chunk", "none")}),
    ({"channels": 1, "cart": replace(CART, version="0100")}, {}),
]


@pytest.mark.parametrize(("change", "told"), WAVES)
def test_what_is_promised_of_a_broadcast_wav(change, told):
    found = replace(WAV, **change)
    assert broken(check_compliance(load_deliveries()["radio"], found, Sound(1, Loudness(-23.0, -1.0)), ())) == told


def test_the_promises_stand_in_one_order():
    """That of the delivery, so that a listing can be compared with the next."""

    def names(kind, found):
        return [
            str(promise.name) for promise in check_compliance(load_deliveries()[kind], found, Sound(1, LOUD), ()).checks
        ]

    first = ["format", "sample rate", "channels"]
    assert names("podcast", WHOLE) == [
        *first, "bit rate", "length header", "tags", "loudness", "true peak", "title", "chapters", "lyrics", "cover",
        "undamaged",
    ]  # fmt: skip
    assert names("radio", WAV) == [
        *first, "coding", "loudness", "true peak", "title", "chapters", "bext", "cart", "undamaged",
    ]  # fmt: skip


def test_all_of_it_as_a_table():
    table = json.loads(json.dumps(make_table(inspect_sound("a", MP3, Sound(6 * 44_100 + 1, LOUD)))))
    verdicts = table.pop("verdicts")
    assert table == {
        "name": "a", "format": "mp3", "size": 72_000, "sample_rate": 44_100, "channels": 1, "bitrate": 96.02,
        "constant": True, "bits": 0, "header": "Info", "bext": None, "cart": None,
        "provenance": None, "duration": 6.000023,
        "frames": 264_601, "contents": [0, 1],
        "tags": {
            "version": "2.3", "title": "Titre", "artist": "Ève", "album": "Le Littoral", "date": "2024-03-09",
            "language": "fra", "genre": "Speech", "encoder": "audiobrief 9", "comment": "Un mot", "lyrics": "Texte.",
            "cover": "image/png", "cover_bytes": 67, "source_type": "", "voice": "",
        },
        "loudness": {"integrated": -19.04, "true_peak": -2.26, "range": 5.21, "momentary": -15.0, "short_term": -17.0,
                     "dual_mono": -16.0},
        "titles": [],
        "other_titles": [],
        "chapters": [{"start": 0.0, "end": 2.0, "title": "Un"}, {"start": 2.0, "end": 6.0, "title": ""}],
        "chapter_faults": ["1 of 2 chapters have no title."],
        "faults": ["It is damaged."],
    }  # fmt: skip
    assert [(each["delivery"], each["kept"]) for each in verdicts] == [
        ("podcast", False), ("listening", False), ("radio", False),
    ]  # fmt: skip
    assert verdicts[0]["promises"][0] == {"name": "format", "kept": True, "wanted": "mp3", "found": "mp3"}
    both = make_table(inspect_sound("a", WAV, Sound(1, LOUD)))
    assert both["loudness"]["dual_mono"] is None and both["bext"]["loudness_value"] == -23.04
    assert make_table(inspect_sound("a", WAV, Sound(1, None)))["loudness"] is None
    bare = make_table(inspect_sound("a", SoundInfo("mp3", 0, 8_000, 1, 31.6, False), Sound(8_000, None)))
    assert bare["tags"] == {name: 0 if name == "cover_bytes" else "" for name in table["tags"]}
    assert (bare["bits"], bare["header"], bare["chapters"], bare["contents"]) == (0, "", (), None)
    assert compute_dual_mono(Loudness(-23.04, 0.0)) == -20.0


# Chapters that are off by a rounding, and by more: times are whole milliseconds.
NEAR = [
    ([(0.001, 2.0), (2.001, 6.001)], []),
    ([(0.002, 2.0), (2.0, 6.0)], ["The first chapter starts at 0.002 s, not at 0."]),
    ([(0.0, 2.0), (2.002, 6.0)], ["Chapters leave a gap at 2.002 s."]),
    ([(0.0, 2.002), (2.0, 6.0)], ["Chapters overlap at 2.000 s."]),
    ([(0.0, 2.0), (2.0, 6.002)], ["The last chapter ends at 6.002 s, after the sound (6.000 s)."]),
    ([(0.0, 9.0), (2.0, 6.0)], ["Chapters overlap at 2.000 s.",
                                "The last chapter ends at 9.000 s, after the sound (6.000 s)."]),
    ([(0.0, None), (7.0, None)], ["The last chapter ends at 7.000 s, after the sound (6.000 s)."]),
]  # fmt: skip


@pytest.mark.parametrize(("times", "faults"), NEAR)
def test_chapters_may_be_off_by_a_rounding(times, faults):
    chapters = tuple(ChapterInfo(start, end, "T") for start, end in times)
    found = replace(MP3, chapters=chapters, contents=(0, 1))
    assert [str(fault) for fault in find_chapter_faults(found, 6.0)] == faults
    assert [str(fault) for fault in find_chapter_faults(replace(found, format="wav", contents=None), 6.0)] == faults


def test_the_first_gap_alone_is_told():
    chapters = tuple(ChapterInfo(start, end, "T") for start, end in ((0.0, 1.0), (2.0, 3.0), (4.0, 6.0)))
    told = find_chapter_faults(replace(MP3, chapters=chapters, contents=(0, 1, 2)), 6.0)
    assert [str(fault) for fault in told] == ["Chapters leave a gap at 2.000 s."]


VERSIONS, LAYER_3 = {1: 3, 2: 2, 2.5: 0}, 1


def frame(version=1, rate=9, speed=0, mono=True, padded=False, fill=b"\0", layer=LAYER_3):
    """One MPEG frame: by its version, the places of its bit rate and sample rate in the tables, and what is in it."""
    rates = {
        True: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0],
        False: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0],
    }
    kbit = rates[version == 1][rate]
    hertz = [44_100, 48_000, 32_000, 1][speed] // {1: 1, 2: 2, 2.5: 4}[version]
    word = 0xFFE00001 | VERSIONS[version] << 19 | layer << 17 | rate << 12 | speed << 10 | padded << 9 | (3 * mono) << 6
    size = (144 if version == 1 else 72) * kbit * 1000 // hertz + padded
    return struct.pack(">I", word) + (fill * size)[: max(0, size - 4)]


@pytest.fixture
def walked(tmp_path):
    def walk_over(*parts):
        (tmp_path / "a.mp3").write_bytes(b"".join(parts))
        return scan_frames(tmp_path / "a.mp3")

    return walk_over


# Version, place of the bit rate, place of the sample rate, mono; kbit/s, Hz, samples in a frame.
HEADS = [
    (1, 1, 0, True, 32, 44_100, 1152),
    (1, 9, 0, False, 128, 44_100, 1152),
    (1, 14, 1, True, 320, 48_000, 1152),
    (1, 5, 2, True, 64, 32_000, 1152),
    (2, 1, 0, True, 8, 22_050, 576),
    (2, 8, 1, False, 64, 24_000, 576),
    (2, 14, 2, True, 160, 16_000, 576),
    (2.5, 4, 0, True, 32, 11_025, 576),
    (2.5, 4, 1, True, 32, 12_000, 576),
    (2.5, 4, 2, False, 32, 8_000, 576),
]


@pytest.mark.parametrize(("version", "rate", "speed", "mono", "kbit", "hertz", "samples"), HEADS)
def test_every_head_is_read(walked, version, rate, speed, mono, kbit, hertz, samples):
    parts = [frame(version, rate, speed, mono, padded=number % 2 == 1) for number in range(4)]
    found = walked(*parts)
    assert (found.count, found.size, found.bitrates) == (4, sum(map(len, parts)), (kbit,))
    assert (found.sample_rate, found.channels, found.samples_a_frame) == (hertz, 1 if mono else 2, samples)
    assert (found.header, found.announced, found.junk, found.junk_at, found.cut) == ("", None, 0, 0.0, False)
    assert found.bitrate == pytest.approx(sum(map(len, parts)) * 8 * hertz / samples / 4 / 1000)


@pytest.mark.parametrize("version", [1, 2, 2.5])
@pytest.mark.parametrize("speed", [0, 1, 2])
@pytest.mark.parametrize("rate", range(1, 15))
def test_frames_of_every_rate_are_as_long_as_the_standard_says(walked, version, speed, rate):
    parts = [frame(version, rate, speed, padded=number == 1) for number in range(3)]
    found = walked(*parts)
    assert (found.count, found.junk, found.cut, found.size) == (3, 0, False, sum(map(len, parts)))
    # As mutagen reads the head of the first.
    assert found.bitrates == (MPEGFrame(BytesIO(parts[0] + bytes(99))).bitrate // 1000,)


NO_FRAMES = [b"", b"\xff", b"\xff\xfb\x90", b"x" * 500, frame(layer=2) * 3, frame(speed=3, rate=1)[:4] + bytes(500)]
NO_FRAMES += [b"ID3\3\0\0\0\0\0", b"ID3\3\0\0\0\0\0\0", b"ID3\3\0\0\0\0\0\0ID3\3\0\0\0\0\0"]  # cut within a tag's head
NO_FRAMES += [frame(rate=0) + bytes(400), frame(rate=15) + bytes(400), b"\xff\xeb" + frame()[2:] + bytes(9)]


@pytest.mark.parametrize("data", NO_FRAMES)
def test_what_is_no_frame(walked, data):
    assert walked(data) is None


def test_one_frame_alone_is_an_mp3_and_a_head_without_its_sound_is_none(walked):
    assert walked(frame()).count == 1
    assert walked(frame(), frame()[:100]).cut and walked(frame(), frame()[:100]).count == 1
    assert walked(frame()[:100]) is None


@pytest.mark.parametrize("junk", [b"x", b"\xff" * 9, bytes(1000), frame(version=2, rate=8), frame(speed=1)])
def test_what_lies_between_frames_is_counted_and_its_place_told(walked, junk):
    found = walked(*[frame()] * 5, junk, *[frame()] * 3)
    assert (found.count, found.junk) == (8, len(junk))
    assert found.junk_at == pytest.approx(5 * 1152 / 44_100)
    assert found.size == 8 * len(frame())
    twice = walked(*[frame()] * 5, junk, *[frame()] * 3, junk, frame())
    assert (twice.count, twice.junk, twice.junk_at) == (9, 2 * len(junk), found.junk_at)


def test_what_lies_before_the_first_frame_is_passed_over(walked):
    # The last two look like heads of frames, but nothing follows where those would end.
    for before in (b"x" * 77, frame()[:4] + b"x" * 50, (frame()[:4] + b"x") * 9):
        found = walked(before, frame(), frame())
        assert (found.count, found.junk) == (2, 0)


def test_rates_that_differ_are_all_named(walked):
    assert walked(frame(rate=9), frame(rate=5), frame(rate=9)).bitrates == (64, 128)


def with_header(name, flags, count, version=1, mono=True, place=None):
    whole = bytearray(frame(version, mono=mono))
    side = (17 if mono else 32) if version == 1 else (9 if mono else 17)
    at = 4 + side if place is None else place
    whole[at : at + 12] = name + struct.pack(">II", flags, count)
    return bytes(whole)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("mono", [True, False])
@pytest.mark.parametrize(("name", "flags", "announced"), [(b"Info", 1, 7), (b"Xing", 15, 7), (b"Xing", 14, None)])
def test_the_frame_without_sound_that_says_how_many_follow(walked, version, mono, name, flags, announced):
    found = walked(with_header(name, flags, 7, version, mono), *[frame(version, mono=mono)] * 7)
    assert (found.header, found.announced, found.count) == (name.decode(), announced, 7)


def test_the_header_of_another_encoder(walked):
    whole = bytearray(frame(mono=False))
    whole[36:40] = b"VBRI"
    whole[50:54] = (7).to_bytes(4, "big")
    found = walked(bytes(whole), *[frame(mono=False)] * 7)
    assert (found.header, found.announced, found.count) == ("VBRI", 7, 7)


def test_a_header_without_sound_behind_it_is_no_mp3(walked):
    assert walked(with_header(b"Info", 1, 0)) is None


# Frames that the header announces, beside the seven that there are, and what is told. Some encoders count the header.
MISSING = [(7, None), (8, None), (9, "2 of the 9 frames that the header announces are missing."), (6, None)]


@pytest.mark.parametrize(("announced", "told"), MISSING)
def test_frames_that_are_missing_are_told(tmp_path, announced, told):
    (tmp_path / "a.mp3").write_bytes(b"".join([with_header(b"Info", 1, announced), *[frame()] * 7]))
    assert [str(fault) for fault in read_sound_info(tmp_path / "a.mp3").faults] == ([told] if told else [])


# Frames of 1 152 samples at 44 100 Hz before what is none, and its place.
PLACES = [(2, "0:00.1"), (200, "0:05.2"), (2_295, "1:00.0"), (2_297, "1:00.0"), (3_000, "1:18.4")]


@pytest.mark.parametrize(("before", "place"), PLACES)
def test_bytes_that_are_no_frames_are_told_with_their_place(tmp_path, before, place):
    (tmp_path / "a.mp3").write_bytes(b"".join([*[frame()] * before, b"xyz", frame(), frame()[:100]]))
    assert [str(fault) for fault in read_sound_info(tmp_path / "a.mp3").faults] == [
        f"3 bytes, the first at {place}, are not MPEG frames.",
        "The last frame is incomplete: the file was cut short.",
    ]


SIZE_OF_200 = bytes([0, 0, 1, 72])  # seven bits a byte
TAGGED = [
    ("one tag", b"ID3\x03\0\0" + SIZE_OF_200 + b"\xff\xfb\x90\xc0" + bytes(196), b""),
    ("two tags", (b"ID3\x03\0\0" + SIZE_OF_200 + bytes(200)) * 2, b""),
    ("a tag with a footer", b"ID3\x04\0\x10" + SIZE_OF_200 + bytes(200) + b"3DI\x04\0\x10" + SIZE_OF_200, b""),
    ("ID3v1", b"", b"TAG" + b"\xff\xfb\x90\xc0" + bytes(121)),
    ("APE", b"", bytes(40) + b"APETAGEX\xd0\x07\0\0" + (72).to_bytes(4, "little") + bytes(16)),
    ("APE with a header", b"", b"APETAGEX" + bytes(24) + bytes(40) + b"APETAGEX\xd0\x07\0\0"
     + (72).to_bytes(4, "little") + bytes(4) + (0x80000000).to_bytes(4, "little") + bytes(8)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "before", "after"), TAGGED, ids=[row[0] for row in TAGGED])
def test_tags_are_no_frames(walked, what, before, after):
    plain = walked(*[frame()] * 3)
    assert walked(before, *[frame()] * 3, after) == plain
    if what == "APE":
        assert walked(before, *[frame()] * 3, after, TAGGED[3][2]) == plain


def test_a_tag_that_says_more_than_the_file_holds(walked):
    assert walked(b"ID3\x03\0\0\x7f\x7f\x7f\x7f", *[frame()] * 3) is None
    huge = bytes(20) + b"APETAGEX\xd0\x07\0\0" + (2**31 - 1).to_bytes(4, "little") + bytes(16)
    assert walked(*[frame()] * 3, huge) is None
