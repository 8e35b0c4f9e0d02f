"""Broadcast WAV files, read back by programs of others: libsndfile, wavinfo, wave-chunk-parser, MediaInfo, ffmpeg."""

import dataclasses
import io
import json
import re
import struct
import subprocess
import tracemalloc
import wave
from datetime import date, datetime
from shutil import which

import imageio_ffmpeg
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from mutagen.wave import WAVE
from wave_chunk_parser.chunks import CartChunk
from wavinfo import WavInfoReader

from audiobrief.delivery.mp3 import make_tags, pack_tags
from audiobrief.delivery.radio import bext, cart, riff
from audiobrief.delivery.radio.broadcast_metadata import BroadcastInfo, find_out_cue, make_bext, make_post_timers
from audiobrief.delivery.radio.bwf import PcmFormat, write_bwf, write_wave
from audiobrief.errors import EncoderError, TargetError
from audiobrief.model import Article, Chapter, ChapterMark, Cue, Loudness, Script, Spoken, Timeline, Utterance

RATE = 48_000
SECONDS = 10
FRAMES = RATE * SECONDS
TITLE = Utterance("Le marché des brumes : l’œuf à « 3 € »", role="title")
BODY = Utterance("Il y a 21 ans, tout commençait.")
END = Utterance("Et l’on n’entendra plus, l’été venu, que les cloches de la vieille église de Brévelle.")
CHAPTERS = ["Ouverture", "Cœur d’été — №2", "Fin"]
LOUDNESS = Loudness(-23.04, -6.1, 5.25, -18.449, -20.0)
PRODUCED = datetime(2024, 3, 9, 7, 30, 5)


def timeline(titled=True, rate=RATE):
    said = [(0.3, 2.0, TITLE if titled else BODY), (2.5, 5.0, BODY), (5.0, 9.583, END)]
    cues = tuple(Cue(round(a * rate), round(b * rate), utterance) for a, b, utterance in said)
    edges = [0, round(2.5 * rate), 5 * rate, SECONDS * rate]
    marks = tuple(ChapterMark(a, b, title) for a, b, title in zip(edges, edges[1:], CHAPTERS, strict=False))
    return Timeline(rate, SECONDS * rate, cues, marks)


ARTICLE = Article("T", (), "Anne Ferrec", date(2024, 3, 9), "Le Littoral", "https://example.org/été?x=1%20a")
SCRIPT = Script(TITLE.text, (Chapter("Ouverture", (TITLE,)), Chapter("Cœur", (BODY, END))))


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A WAV made by ffmpeg, with an INFO list as ffmpeg writes it."""
    path = tmp_path_factory.mktemp("wav") / "source.wav"
    noise = f"anoisesrc=d={SECONDS}:a=0.1:r={RATE}:seed=7"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", noise, "-c:a", "pcm_s16le"]
    subprocess.run([*command, str(path)], check=True)
    return path


@pytest.fixture
def bwf(source, tmp_path):
    target = tmp_path / "programme.wav"
    write(source, target)
    return target


def write(source, target, line=None, **airing):
    airing, line = BroadcastInfo(PRODUCED, **airing), line or timeline()
    tags = pack_tags(make_tags(line, ARTICLE, SCRIPT, version="9.9", lyrics=""))
    write_bwf(source, target, line, ARTICLE, SCRIPT, LOUDNESS, airing, version="9.9", tags=tags)


def decoded(path):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "s16le", "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def frames_of(path):
    with wave.open(str(path)) as file:
        return file.getparams(), file.readframes(file.getnframes())


def test_readers_that_know_no_chunk_hear_the_same_sound(source, bwf):
    assert decoded(bwf) == decoded(source)
    assert frames_of(bwf)[1] == frames_of(source)[1]
    assert frames_of(bwf)[0][:4] == (1, 2, RATE, FRAMES)
    assert (soundfile.read(bwf, dtype="int16")[0] == soundfile.read(source, dtype="int16")[0]).all()
    assert soundfile.info(bwf).frames == FRAMES


def test_bext_as_wavinfo_reads_it(bwf):
    info = WavInfoReader(bwf)  # ASCII is its rule for bext: it raises where there is anything else
    about = info.bext
    assert about.description == 'Le marche des brumes : l\'oeuf a "3 EUR" - Anne Ferrec - Le Littoral - 2024-03-09'
    assert (about.originator, len(about.originator_ref)) == ("Le Littoral", 32)
    assert (about.originator_date, about.originator_time) == ("2024-03-09", "07:30:05")
    assert (about.version, about.time_reference, about.umid) == (2, 0, bytes(64))
    assert about.coding_history == "A=PCM,F=48000,W=16,M=mono,T=audiobrief 9.9\r\n"
    assert (about.loudness_value, about.loudness_range, about.max_true_peak) == (-23.04, 5.25, -6.1)
    assert (about.max_momentary_loudness, about.max_shortterm_loudness) == (-18.45, -20.0)


def test_markers_as_wavinfo_reads_them(bwf):
    cues = WavInfoReader(bwf, info_encoding="utf-8").cues
    assert [cue.sample_offset for cue in cues.cues] == [0, 120_000, 240_000]
    assert [label.text for label in cues.labels] == CHAPTERS
    assert [cue.name for cue in cues.cues] == [label.name for label in cues.labels]


def test_cart_as_wave_chunk_parser_reads_it(bwf):
    with bwf.open("rb") as file:
        place = next(place for place in riff.find_chunks(file) if place.name == b"cart")
        label = CartChunk.from_file(file, place.start - 8)
    assert label.version == "0101"
    assert label.title == 'Le marche des brumes : l\'oeuf a "3 EUR"'
    assert (label.artist, label.client_id, label.category) == ("Anne Ferrec", "Le Littoral", "NEWS")
    assert label.out_cue == "...venu, que les cloches de la vieille eglise de Brevelle."
    assert (label.start_date, label.end_date) == (PRODUCED, datetime(2099, 12, 31, 23, 59, 59))
    assert (label.producer_app, label.producer_app_version, label.ref_0db) == ("audiobrief", "9.9", 32768)
    assert label.url == "https://example.org/%C3%A9t%C3%A9?x=1%20a"
    # It drops the timers that it does not know: EOM.
    assert [(timer.name, timer.time) for timer in label.timers] == [
        ("AUDs", 14_400), ("INTs", 14_400), ("INTe", 96_000), ("MRK1", 120_000), ("SEC1", 459_984), ("SEGs", 459_984),
        ("AUDe", FRAMES),
    ]  # fmt: skip
    assert label.tag_text.split("\r\n")[:3] == [label.title, "", f"{BODY.text.replace('ç', 'c')} " + TEXT_END]


TEXT_END = "Et l'on n'entendra plus, l'ete venu, que les cloches de la vieille eglise de Brevelle."


def test_cart_and_bext_as_libsndfile_reads_them(bwf):
    ffi, library = soundfile._ffi, soundfile._snd
    get_broadcast, get_cart = 0x10F0, 0x1401
    with soundfile.SoundFile(bwf) as file:
        label = ffi.new("char[]", 2052 + 16 * 1024)
        assert library.sf_command(file._file, get_cart, label, len(label)) == 1
        about = ffi.new("char[]", 608 + 16 * 1024)
        assert library.sf_command(file._file, get_broadcast, about, len(about)) == 1
    label, about = bytes(ffi.buffer(label)), bytes(ffi.buffer(about))
    assert label[:4] == b"0101"
    assert label[388:452].rstrip(b"\0") == b"...venu, que les cloches de la vieille eglise de Brevelle."
    assert label[452:488] == b"2024/03/0907:30:052099/12/3123:59:59"
    assert struct.unpack_from("<i4sI", label, 680) == (32768, b"AUDs", 14_400)
    assert label[2052:].startswith(b"Le marche des brumes") and TEXT_END.encode() in label
    assert about.startswith(b'Le marche des brumes : l\'oeuf a "3 EUR" - Anne Ferrec')
    assert b"A=PCM,F=48000,W=16,M=mono,T=audiobrief 9.9\r\n" in about


# What a reader shows, where its program is here: title, author and the second chapter, with their accents.
READERS = [
    (("ffprobe", "-v", "error", "-show_format", "-show_chapters"), (TITLE.text, "Anne Ferrec", CHAPTERS[1])),
    (("mediainfo",), (TITLE.text, "Anne Ferrec")),
    (("exiftool",), (TITLE.text, "Anne Ferrec")),
    (("sndfile-info",), (TITLE.text, "Anne Ferrec", CHAPTERS[1])),
]


@pytest.mark.parametrize(("command", "texts"), READERS, ids=[command[0] for command, _ in READERS])
def test_players_show_title_author_and_chapters(bwf, command, texts):
    if not which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    shown = subprocess.run([*command, str(bwf)], capture_output=True, text=True, check=True).stdout
    assert [text for text in texts if text not in shown] == []


def test_the_id3_chunk_as_mutagen_reads_it(bwf):
    tags = WAVE(bwf).tags
    assert (str(tags["TIT2"]), str(tags["TPE1"])) == (TITLE.text, "Anne Ferrec")
    assert not tags.getall("CHAP") + tags.getall("CTOC")


@pytest.mark.skipif(not which("ffprobe"), reason="ffprobe is not installed: apt-get install ffmpeg")
def test_chapters_as_ffprobe_reads_them(bwf):
    command = ["ffprobe", "-v", "error", "-show_chapters", "-of", "json", str(bwf)]
    shown = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["chapters"]
    assert [(chapter["tags"]["title"], float(chapter["start_time"])) for chapter in shown] == [
        (CHAPTERS[0], 0.0),
        (CHAPTERS[1], 2.5),
        (CHAPTERS[2], 5.0),
    ]


@pytest.mark.parametrize(("asked", "shown"), [({}, "Le Littoral"), ({"album": "Le journal"}, "Le journal")])
def test_the_album_in_the_information_list(source, tmp_path, asked, shown):
    write(source, tmp_path / "a.wav", **asked)
    assert WavInfoReader(str(tmp_path / "a.wav"), info_encoding="utf-8").info.product == shown


@pytest.mark.skipif(not which("mediainfo"), reason="mediainfo is not installed: apt-get install mediainfo")
def test_as_mediainfo_shows_it(bwf):
    shown = subprocess.run(["mediainfo", str(bwf)], capture_output=True, text=True).stdout
    facts = dict(line.split(" : ", 1) for line in shown.splitlines() if " : " in line)
    facts = {name.strip(): value for name, value in facts.items()}
    assert facts["Producer"] == "Le Littoral"
    assert facts["Encoded date"] == "2024-03-09 07:30:05"
    assert (facts["LoudnessValue"], facts["MaxTruePeakLevel"]) == ("-23.04", "-6.10")
    assert (facts["Sampling rate"], facts["Bit depth"], facts["Duration"]) == ("48.0 kHz", "16 bits", "10 s 0 ms")


@pytest.mark.skipif(not which("sndfile-info"), reason="sndfile-info is not installed: apt-get install sndfile-programs")
def test_as_sndfile_info_shows_it(bwf):
    shown = subprocess.run(["sndfile-info", "--cart", str(bwf)], capture_output=True, text=True).stdout
    assert "Out cue        : ...venu, que les cloches" in shown
    assert "SEGs    459984" in shown
    log = subprocess.run(["sndfile-info", str(bwf)], capture_output=True, text=True).stdout
    # libsndfile marks what it finds wrong, and what it does not know, with three asterisks.
    assert re.findall(r"\*\*\* *(.*?) *:", log) == ["id3"]


def test_chunks_are_padded_and_fill_the_file(bwf):
    size = bwf.stat().st_size
    with bwf.open("rb") as file:
        assert struct.unpack_from("<I", file.read(8), 4)[0] == size - 8
        places = list(riff.find_chunks(file))
    assert [place.name for place in places] == [
        b"bext",
        b"cart",
        b"fmt ",
        b"cue ",
        b"LIST",
        b"LIST",
        b"id3 ",
        b"data",
    ]
    assert all(place.start % 2 == 0 and place.held == place.length for place in places)
    assert places[-1].start + places[-1].length == size


def test_the_same_input_gives_the_same_bytes(source, bwf, tmp_path):
    write(source, tmp_path / "again.wav")
    assert (tmp_path / "again.wav").read_bytes() == bwf.read_bytes()


def test_where_the_article_lay_on_this_machine_is_not_told(source, tmp_path):
    made = []
    for address in ("/home/jeanne/secret/article.md", "article.md"):
        target = tmp_path / f"{len(made)}.wav"
        article = dataclasses.replace(ARTICLE, address=address)
        write_bwf(source, target, timeline(), article, SCRIPT, LOUDNESS, BroadcastInfo(PRODUCED), version="9.9")
        made.append(target.read_bytes())
    assert made[0] == made[1]
    assert b"jeanne" not in made[0]


def test_what_a_station_says_of_it(source, tmp_path):
    target = tmp_path / "a.wav"
    write(
        source,
        target,
        start=datetime(2024, 3, 10, 6),
        end=datetime(2024, 3, 11),
        reference="FRLITxyz",
        originator="Radio Littoral",
        cut_id="012345",
        client_id="C",
        category="CULT",
        classification="Magazine",
        user_text="U",
        title_as_intro=False,
    )
    with target.open("rb") as file:
        chunks = {place.name: riff.read_chunk(file, place) for place in riff.find_chunks(file)}
    label, about = cart.unpack_cart(chunks[b"cart"]), bext.unpack_bext(chunks[b"bext"])
    assert (about.originator, about.originator_reference) == ("Radio Littoral", "FRLITxyz")
    assert (label.cut_id, label.client_id, label.category, label.classification) == (
        "012345", "C", "CULT", "Magazine",
    )  # fmt: skip
    assert (label.start_date, label.start_time) == ("2024/03/10", "06:00:00")
    assert (label.end_date, label.end_time, label.user_text) == ("2024/03/11", "00:00:00", "U")
    uses = ["AUDs", "INTs", "INTe", "MRK1", "SEC1", "SEGs", "EOM ", "AUDe"]
    assert [timer.use for timer in label.timers] == uses


def test_no_chapter_is_where_automation_would_start_the_next_item():
    uses = {timer.use: timer.frame for timer in make_post_timers(timeline(titled=False))}
    assert uses == {
        "AUDs": 14_400, "INTs": 14_400, "INTe": 14_400, "MRK1": 120_000, "SEC1": 459_984, "SEGs": 459_984,
        "EOM ": 459_984, "AUDe": FRAMES,
    }  # fmt: skip
    many = tuple(ChapterMark(n * 1000, n * 1000 + 1000, f"C{n}") for n in range(40))
    timers = make_post_timers(Timeline(RATE, FRAMES, timeline().cues, many))
    assert len(timers) == 8
    assert [timer.use for timer in timers if timer.use.startswith("MRK")] == ["MRK1"]
    assert [timer.frame for timer in timers] == sorted(timer.frame for timer in timers)


@pytest.mark.parametrize(("music", "begin", "end"), [
    ((), 14_400, 459_984), (((0, 9_000),), 0, 459_984), (((500, 9_000),), 14_400, 459_984),
    (((0, 9_000), (450_000, 470_000)), 0, 470_000),
])  # fmt: skip
def test_music_before_the_first_word_is_played_and_after_the_last_is_heard_to_its_end(music, begin, end):
    with_music = dataclasses.replace(timeline(titled=False), music=music)
    timers = {timer.use: timer.frame for timer in make_post_timers(with_music)}
    assert (timers["AUDs"], timers["SEC1"]) == (begin, end)


OUT_CUES = [
    (Utterance("C’était à Brévelle."), "C'etait a Brevelle."),
    (Utterance("Fin de l’article [12].", speech=(
        Spoken(0, 17, "Fin de l’article "), Spoken(17, 21, ""), Spoken(21, 22, "."),
    )), "Fin de l'article."),
    (Utterance("En 2024.", speech=(Spoken(0, 8, "En deux mille vingt-quatre."),)), "En 2024."),
    (Utterance("mot " * 40), "..." + "mot " * 14 + "mot"),
]  # fmt: skip


@pytest.mark.parametrize(("last", "said"), OUT_CUES)
def test_out_cues(last, said):
    line = Timeline(RATE, FRAMES, (Cue(0, 10, BODY), Cue(10, 20, last), Cue(20, 30, Utterance("🔴"))), ())
    assert find_out_cue(line) == said


# Long enough to fill every field, and of words as long as a field.
FIELDS = st.text(max_size=400) | st.builds(
    lambda words, times: " ".join(words * times),
    st.lists(st.text("abcé€œ", min_size=1, max_size=70), min_size=1, max_size=4),
    st.integers(1, 12),
)
FULL = [
    ("a" * 63, "a" * 63),
    ("a" * 64, "a" * 63),
    ("a" * 62 + "œ", "a" * 62 + "o"),
    ("mot " * 15 + "abc", "mot " * 15 + "abc"),
    ("mot " * 15 + "abcd", ("mot " * 15).rstrip()),
]


@pytest.mark.parametrize(("text", "kept"), FULL)
def test_a_field_of_64_characters_keeps_a_zero_at_its_end(text, kept):
    data = cart.pack_cart(cart.Cart(*[text] * 7, *["2024/03/09", "07:30:00"] * 2, text, text, text))
    assert len(data) == 2048
    fields = struct.unpack("<4s" + "64s" * 7 + "10s8s10s8s" + "64s" * 3, data[:680])
    assert {field for field in fields[1:] if len(field) == 64} == {kept.encode().ljust(64, b"\0")}


@pytest.mark.parametrize(("length", "kept"), [(1022, True), (1023, True), (1024, False), (1025, False)])
def test_an_address_of_1024_characters_keeps_a_zero_at_its_end(length, kept):
    url = "https://example.org/".ljust(length, "a")
    data = cart.pack_cart(cart.Cart(*["a"] * 7, *["2024/03/09", "07:30:00"] * 2, "a", "1", url=url))
    assert len(data) == 2048 and data[1024:] == (url.encode() if kept else b"").ljust(1024, b"\0")


@pytest.mark.parametrize(("field", "size"), [("description", 256), ("originator", 32), ("originator_reference", 32)])
def test_a_field_of_bext_may_be_full(field, size):
    for length in (size - 1, size, size + 1):
        about = bext.Bext("", "", "", "2024-03-09", "07:30:00", "")
        packed = bext.pack_bext(dataclasses.replace(about, **{field: "a" * length}))
        assert len(packed) == 602
        assert getattr(bext.unpack_bext(packed), field) == "a" * min(length, size)
    # What ends one character later ends at the word before.
    words = "mot " * ((size - 3) // 4)
    packed = bext.pack_bext(dataclasses.replace(about, **{field: words.ljust(size + 1, "a")}))
    assert getattr(bext.unpack_bext(packed), field) == words.strip()


def test_every_field_of_bext_stands_in_its_place():
    """EBU Tech 3285, clause 2.3: what another program wrote, byte by byte."""
    data = bytearray(602)
    for place, what in [(0, b"Un\0x"), (256, b"Deux"), (288, b"Trois"), (320, b"2024-03-09"), (330, b"07:30:05")]:
        data[place : place + len(what)] = what
    data[338:348] = (5 << 32 | 6).to_bytes(8, "little") + b"\2\0"
    data[348:412] = b"\xff" * 64  # the UMID
    for place, level in zip(range(412, 422, 2), (-2304, 525, -610, -1845, -2000), strict=True):
        data[place : place + 2] = level.to_bytes(2, "little", signed=True)
    about = bext.Bext(
        "Un", "Deux", "Trois", "2024-03-09", "07:30:05", "A=PCM\r\n", 5 << 32 | 6, 2, -23.04, 5.25, -6.1, -18.45, -20.0
    )
    assert bext.unpack_bext(bytes(data) + b"A=PCM\r\n\0") == about
    data[348:412] = bytes(64)
    data[2:4] = b"\0\0"
    assert bext.pack_bext(about) == bytes(data) + b"A=PCM\r\n"


# A level, and how it stands there: in hundredths, or as one that is not used (clause 2.4).
@pytest.mark.parametrize(
    ("level", "stored"),
    [(0.0, 0), (-23.005, -2301), (-23.004, -2300), (99.99, 9999), (-99.99, -9999), (99.995, 0x7FFF), (100.0, 0x7FFF),
     (None, 0x7FFF), (float("-inf"), 0x7FFF), (float("nan"), 0x7FFF)],
)  # fmt: skip
def test_how_a_level_stands_in_bext(level, stored):
    about = bext.Bext("", "", "", "2024-03-09", "07:30:00", "", loudness_value=level)
    packed = bext.pack_bext(about)
    assert int.from_bytes(packed[412:414], "little", signed=True) == stored
    assert bext.unpack_bext(packed).loudness_value == (None if stored == 0x7FFF else stored / 100)


@pytest.mark.parametrize(("version", "level"), [(0, None), (1, None), (2, -23.0), (3, -23.0)])
def test_loudness_is_read_where_the_version_of_bext_has_it(version, level):
    """EBU Tech 3285: in versions 0 and 1 these bytes are reserved, whatever stands there."""
    names = ("loudness_value", "loudness_range", "max_true_peak_level", "max_momentary_loudness")
    levels = dict.fromkeys((*names, "max_short_term_loudness"), -23.0)
    about = bext.Bext("a", "b", "c", "2024-03-09", "07:30:00", "d", version=version, **levels)
    read = bext.unpack_bext(bext.pack_bext(about))
    assert {getattr(read, name) for name in levels} == {level} and read.version == version


@given(FIELDS, FIELDS, FIELDS, st.lists(st.tuples(st.sampled_from(["AUDs", "EOD ", "MRK1"]), st.integers(0, 2**31))))
def test_what_is_packed_is_read_back_and_never_too_long(title, artist, text, timers):
    timers = tuple(cart.PostTimer(*timer) for timer in timers[:8])
    texts = [title, artist, title, artist, title, artist, text]
    dates = ["2024/03/09", "07:30:00", "2024/03/09", "07:30:00"]
    url = "https://example.org/" + text
    label = cart.Cart(*texts, *dates, "a", "1", text, timers=timers, url=url, tag_text=text)
    data = cart.pack_cart(label)
    assert 2048 <= len(data) <= 16 * 1024
    read = cart.unpack_cart(data)
    assert read.timers == timers
    assert read.title.isascii() and len(read.title) <= 63
    assert len(read.url) < 1024 and read.url.isascii()
    assert read.tag_text.isascii() and "\0" not in read.tag_text
    about = bext.Bext(title, artist, text, "2024-03-09", "07:30:00", text)
    packed = bext.pack_bext(about)
    assert len(packed) >= 602
    again = bext.unpack_bext(packed)
    assert (len(again.description) <= 256, len(again.originator) <= 32) == (True, True)
    assert (again.loudness_value, again.max_true_peak_level) == (None, None)


def test_a_long_text_is_cut_at_a_word_where_libsndfile_would_drop_the_chunk():
    label = cart.Cart(*["a"] * 7, *["2024/03/09", "07:30:00"] * 2, "a", "1", tag_text="parole " * 5000)
    data = cart.pack_cart(label)
    assert 16_000 < len(data) <= 16 * 1024
    assert data.endswith(b"parole\r\n\0")


@pytest.mark.parametrize(("length", "kept"), [(14_332, 14_332), (14_333, 14_333), (14_334, 14_333)])
def test_a_text_may_fill_a_cart_to_the_last_byte(length, kept):
    """16 KiB, of which 2048 bytes stand before the text, and a line's end and a zero behind it."""
    label = cart.Cart(*["a"] * 7, *["2024/03/09", "07:30:00"] * 2, "a", "1", tag_text="a" * length)
    assert len(cart.pack_cart(label)) == 2048 + kept + 3
    assert cart.unpack_cart(cart.pack_cart(label)).tag_text == "a" * kept


def test_every_field_of_a_cart_stands_in_its_place():
    """AES46-2002, clause 4: what another program wrote, byte by byte."""
    data = bytearray(2048)
    names = ["0101", "Titre", "Anne", "coupe", "client", "NEWS", "Magazine", "fin"]
    names += ["2024/03/09", "07:30:00", "2099/12/31", "23:59:59", "app", "9.9", "mot"]
    places = [0, *range(4, 452, 64), 452, 462, 470, 480, 488, 552, 616]
    for place, name in zip(places, names, strict=True):
        data[place : place + len(name)] = name.encode()
    data[680:684] = (32_768).to_bytes(4, "little")
    data[684:700] = b"AUDs" + (7).to_bytes(4, "little") + b"EOD " + (90_000).to_bytes(4, "little")
    data[1024:1028] = b"a://"
    timers = (cart.PostTimer("AUDs", 7), cart.PostTimer("EOD ", 90_000))
    label = cart.Cart(
        *names[1:], level_reference=32_768, timers=timers, url="a://", tag_text="Un\r\ndeux", version="0101"
    )
    assert cart.unpack_cart(bytes(data) + b"Un\r\ndeux\r\n\0") == label
    assert cart.pack_cart(label) == bytes(data) + b"Un\r\ndeux\r\n\0"


def test_an_address_that_does_not_fit_is_left_out():
    label = cart.Cart(*["a"] * 7, *["2024/03/09", "07:30:00"] * 2, "a", "1", url="https://example.org/" + "é" * 200)
    assert cart.unpack_cart(cart.pack_cart(label)).url == ""


def test_a_byte_that_was_no_text_leads_nowhere_and_has_a_reference():
    label = cart.Cart(*["a"] * 7, *["2024/03/09", "07:30:00"] * 2, "a", "1", url="https://example.org/\ud800")
    assert cart.unpack_cart(cart.pack_cart(label)).url == ""
    script = Script("Un \udfff", SCRIPT.chapters)
    references = {
        make_bext(timeline(), ARTICLE, each, LOUDNESS, BroadcastInfo(PRODUCED), history="").originator_reference
        for each in (script, SCRIPT)
    }
    assert len(references) == 2 and all(re.fullmatch("[0-9a-f]{32}", each) for each in references)


def test_nine_timers_are_refused():
    label = cart.Cart(*["a"] * 7, *["2024/03/09", "07:30:00"] * 2, "a", "1", timers=(cart.PostTimer("MRK1", 0),) * 9)
    with pytest.raises(ValueError, match="9 post timers"):
        cart.pack_cart(label)


LEVELS = [(-23.0, -2300), (-22.646, -2265), (-22.644, -2264), (0.005, 1), (-0.005, -1), (None, 0x7FFF)]
LEVELS += [(float("-inf"), 0x7FFF), (float("nan"), 0x7FFF), (-120.7, 0x7FFF), (99.99, 9999)]


@pytest.mark.parametrize(("level", "stored"), LEVELS)
def test_levels_are_hundredths_and_what_is_unknown_says_so(level, stored):
    about = bext.Bext("", "", "", "2024-03-09", "07:30:00", "", loudness_value=level)
    assert struct.unpack_from("<h", bext.pack_bext(about), 412)[0] == stored


def test_the_free_text_of_the_coding_history_has_no_comma():
    assert bext.format_coding_history(44_100, 2, 16, "a, b") == "A=PCM,F=44100,W=16,M=stereo,T=a; b"


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.text(max_size=30)), min_size=1, max_size=20))
def test_markers_are_read_back(marks):
    markers = [riff.Marker(frame, label) for frame, label in marks]
    data = b"RIFF....WAVE" + riff.pack_markers(markers)
    file = io.BytesIO(data)
    points, names = riff.find_chunks(file)
    labels = [
        riff.read_chunk(file, place) for place in riff.find_chunks(file, names.start + 4, names.start + names.held)
    ]
    read = riff.unpack_markers(riff.read_chunk(file, points), labels)
    assert [marker.frame for marker in read] == [frame for frame, _ in marks]
    assert len(data) % 2 == 0


def test_a_long_sound_is_never_in_memory(tmp_path):
    frames = 20 * 60 * RATE
    block = bytes(2 * RATE)
    with (tmp_path / "long.wav").open("wb") as file:
        write_wave(file, PcmFormat(RATE), frames, (block for _ in range(frames // RATE)))
    long = Timeline(RATE, frames, timeline().cues, timeline().chapters)
    tracemalloc.start()
    write_bwf(
        tmp_path / "long.wav",
        tmp_path / "out.wav",
        long,
        ARTICLE,
        SCRIPT,
        LOUDNESS,
        BroadcastInfo(PRODUCED),
        version="9",
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "out.wav").stat().st_size > 115_000_000
    assert peak < 2_000_000


WRONG = [
    ("nothing.wav", b"", "cut short"),
    ("text.wav", b"bonjour " * 20, "not a PCM WAV file"),
    ("folder/none.wav", None, "check the path"),
]


@pytest.mark.parametrize(("name", "data", "said"), WRONG)
def test_sources_that_are_no_wav(tmp_path, name, data, said):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(EncoderError, match=said):
        write(tmp_path / name, tmp_path / "out.wav")
    assert not (tmp_path / "out.wav").exists()


def test_other_depths_and_other_timelines_are_refused(source, tmp_path):
    eight = tmp_path / "eight.wav"
    with wave.open(str(eight), "wb") as file:
        file.setparams((1, 1, RATE, 0, "NONE", ""))
        file.writeframes(bytes(100))
    with pytest.raises(EncoderError, match="8 bits"):
        write(eight, tmp_path / "out.wav")
    with pytest.raises(ValueError, match="44100 Hz"):
        write(source, tmp_path / "out.wav", timeline(rate=44_100))
    with pytest.raises(ValueError, match="480000"):
        write(source, tmp_path / "out.wav", Timeline(RATE, 2 * FRAMES, (), ()))


def test_no_place_stands_after_the_sound(source, tmp_path):
    line = timeline()
    late = Timeline(RATE, FRAMES + 7, (*line.cues[:2], Cue(240_000, FRAMES + 5, END)), line.chapters)
    write(source, tmp_path / "out.wav", late)
    with (tmp_path / "out.wav").open("rb") as file:
        label = next(
            cart.unpack_cart(riff.read_chunk(file, place)) for place in riff.find_chunks(file) if place.name == b"cart"
        )
    assert max(timer.frame for timer in label.timers) == FRAMES


def test_a_stream_that_is_not_as_long_as_announced_is_refused():
    with pytest.raises(EncoderError, match="50 frames where 100"):
        write_wave(io.BytesIO(), PcmFormat(RATE), 100, [bytes(100)])


def test_a_sound_of_thirteen_hours_does_not_fit():
    with pytest.raises(TargetError, match=r"13\.0 hours"):
        write_wave(io.BytesIO(), PcmFormat(RATE), 13 * 3600 * RATE, [])
