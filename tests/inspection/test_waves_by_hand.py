"""WAV files chunk by chunk: which are sounds, what each chunk says of them, and how much of it is read."""

import itertools
import struct
from dataclasses import replace

import pytest
from mutagen.id3 import ID3, TIT2, TXXX

from audiobrief.delivery.radio import riff
from audiobrief.delivery.radio.bext import NAME as BEXT
from audiobrief.delivery.radio.bext import Bext, pack_bext
from audiobrief.delivery.radio.cart import NAME as CART
from audiobrief.delivery.radio.cart import Cart, pack_cart
from audiobrief.errors import EncoderError
from audiobrief.inspection.containers import _find_damage, read_sound_info
from audiobrief.inspection.mpeg_frames import FrameScan
from audiobrief.inspection.sound_info import Tags, TitleInfo
from audiobrief.inspection.wave_tags import find_other_titles, list_titles, merge_tags, read_info_list

FMT = struct.pack("<HHIIHH", 1, 2, 8000, 32_000, 4, 16)
FORMAT, DATA = riff.pack_chunk(b"fmt ", FMT), riff.pack_chunk(b"data", bytes(400))
ABOUT = Bext("Un titre", "Radio", "R1", "2026-03-09", "06:30:00", "")
LABEL = Cart("Un titre", "Anne", "1", "C", "NEWS", "", "fin.", "", "", "", "", "a", "1")


def wave(folder, *chunks):
    path = folder / "a.wav"
    path.write_bytes(riff.pack_chunk(b"RIFF", b"WAVE" + b"".join(chunks)))
    return path


def pack_format(coding, channels=2, rate=8000, byte_rate=32_000, bits=16, more=b""):
    return riff.pack_chunk(b"fmt ", struct.pack("<HHIIHH", coding, channels, rate, byte_rate, 4, bits) + more)


def extensible(coding):
    return struct.pack("<HHI", 22, 16, 3) + struct.pack("<H", coding) + bytes(14)


FORMATS = [
    (pack_format(1), (8000, 2, 256, 16)),
    (pack_format(1, 1, 48_000, 96_000, 24), (48_000, 1, 768, 24)),
    (pack_format(1, 255, 1, 1, 8), (1, 255, 0.008, 8)),
    (pack_format(1, more=b"\0\0"), (8000, 2, 256, 16)),
    (pack_format(3, bits=32), (8000, 2, 256, 0)),
    (pack_format(0x55), (8000, 2, 256, 0)),
    (pack_format(0xFFFE, bits=24, more=extensible(1)), (8000, 2, 256, 24)),
    (pack_format(0xFFFE, bits=24, more=extensible(1)[:10]), (8000, 2, 256, 24)),
    (pack_format(0xFFFE, bits=24, more=extensible(1)[:9]), (8000, 2, 256, 0)),
    (pack_format(0xFFFE, bits=32, more=extensible(3)), (8000, 2, 256, 0)),
    (pack_format(1, more=extensible(3)), (8000, 2, 256, 16)),
    (FORMAT + pack_format(1, 1, 48_000), (8000, 2, 256, 16)),
]


@pytest.mark.parametrize(("chunk", "told"), FORMATS)
def test_what_the_format_says_of_the_sound(tmp_path, chunk, told):
    path = wave(tmp_path, chunk, DATA)
    info = read_sound_info(path)
    assert (info.sample_rate, info.channels, info.bitrate, info.bits) == told
    assert (info.format, info.size, info.constant, info.faults) == ("wav", path.stat().st_size, True, ())
    assert (info.chapters, info.bext, info.cart, info.provenance, info.titles) == ((), None, None, None, ())


WITHOUT_SOUND = [
    ((FORMAT,), "is a WAV file without sound, or damaged."),
    ((DATA,), "is a WAV file without sound, or damaged."),
    ((riff.pack_chunk(b"fmt ", FMT[:15]), DATA), "is a WAV file without sound, or damaged."),
    ((riff.pack_chunk(b"fmt ", FMT[:15] + bytes(4 << 20)),), "or damaged: The chunk fmt has more than 4194304 bytes."),
    ((pack_format(1, channels=0), DATA), "is a WAV file of 0 channels at 8000 Hz: it is damaged."),
    ((pack_format(1, rate=0), DATA), "is a WAV file of 2 channels at 0 Hz: it is damaged."),
]


@pytest.mark.parametrize(("chunks", "told"), WITHOUT_SOUND)
def test_what_is_no_sound(tmp_path, chunks, told):
    with pytest.raises(EncoderError) as caught:
        read_sound_info(wave(tmp_path, *chunks))
    assert str(caught.value).startswith("'a.wav' is a WAV file") and str(caught.value).endswith(told)


def test_as_many_chunks_as_are_read(tmp_path):
    rest = riff.pack_chunk(b"junk", b"") * 9_998
    assert read_sound_info(wave(tmp_path, FORMAT, rest, DATA)).faults == ()
    told = read_sound_info(wave(tmp_path, FORMAT, DATA, rest, riff.pack_chunk(b"junk", b""))).faults
    assert [str(fault) for fault in told] == ["There are more than 10000 chunks: the rest was not read."]


@pytest.mark.parametrize("name", [b"bext", b"cart", b"_PMX"])
def test_as_long_a_chunk_as_is_read(tmp_path, name):
    assert read_sound_info(wave(tmp_path, FORMAT, DATA, riff.pack_chunk(name, bytes(4 << 20)))).faults == ()
    told = read_sound_info(wave(tmp_path, FORMAT, DATA, riff.pack_chunk(name, bytes((4 << 20) + 1)))).faults
    assert str(told[0]) == f"The chunk {name.decode().strip()} has more than 4194304 bytes."


@pytest.mark.parametrize(("missing", "faults"), [
    (0, []), (1, ["The sound should have 400 bytes but has 399: the file was cut short."]),
    (400, ["The sound should have 400 bytes but has 0: the file was cut short."]),
])  # fmt: skip
def test_a_sound_that_was_cut_short(tmp_path, missing, faults):
    path = wave(tmp_path, FORMAT, DATA)
    path.write_bytes(path.read_bytes()[: path.stat().st_size - missing])
    assert [str(fault) for fault in read_sound_info(path).faults] == faults


@pytest.mark.parametrize(("kind", "size", "refused"), [
    (b"INFO", 262_144, False), (b"INFO", 262_145, True), (b"adtl", 262_145, False),
])  # fmt: skip
def test_as_many_remarks_as_are_read(tmp_path, kind, size, refused):
    path = wave(tmp_path, FORMAT, DATA, riff.pack_chunk(b"LIST", kind + riff.pack_chunk(b"IXXX", bytes(size - 12))))
    if not refused:
        assert read_sound_info(path).faults == ()
        return
    with pytest.raises(EncoderError, match=r"^'a\.wav' has more than 262144 bytes of remarks \(LIST INFO\)"):
        read_sound_info(path)


@pytest.mark.parametrize("count", [1, 2, 1999, 2000, 2001])
def test_markers_have_the_time_of_their_frame(tmp_path, count):
    marks = [riff.Marker(2000 * number, f"C{number}") for number in range(count)]
    info = read_sound_info(wave(tmp_path, FORMAT, riff.pack_markers(marks), DATA))
    assert [(chapter.start, chapter.end, chapter.title) for chapter in info.chapters] == [
        (number / 4, None, f"C{number}") for number in range(min(count, 2000))
    ]
    assert [str(fault) for fault in info.faults] == [
        f"There are {count} markers: only the first 2000 were read."
    ] * (count > 2000)  # fmt: skip


def test_labels_may_stand_in_several_lists(tmp_path):
    points, _, _ = (riff.pack_markers([riff.Marker(0, ""), riff.Marker(8000, "")])).partition(b"LIST")
    names = [
        riff.pack_chunk(b"labl", struct.pack("<I", number) + text) for number, text in ((1, b"Un\0"), (2, b"Deux"))
    ]
    lists = [riff.pack_list(b"adtl", [riff.pack_chunk(b"note", bytes(6)), name]) for name in names]
    chapters = read_sound_info(wave(tmp_path, lists[0], FORMAT, points, DATA, lists[1])).chapters
    assert [(chapter.start, chapter.title) for chapter in chapters] == [(0.0, "Un"), (1.0, "Deux")]
    others = [riff.pack_list(b"xxxx", [name]) for name in names]
    chapters = read_sound_info(wave(tmp_path, FORMAT, points, DATA, *others)).chapters
    assert [chapter.title for chapter in chapters] == ["", ""]


def test_of_two_chunks_of_a_name_the_first_counts(tmp_path):
    second = replace(ABOUT, description="Un autre"), replace(LABEL, title="Un autre")
    info = read_sound_info(
        wave(tmp_path, FORMAT, *(riff.pack_info({b"INAM": title}) for title in ("", "A", "B")),
             riff.pack_chunk(BEXT, pack_bext(ABOUT)), riff.pack_chunk(BEXT, pack_bext(second[0])),
             riff.pack_chunk(CART, pack_cart(LABEL)), riff.pack_chunk(CART, pack_cart(second[1])), DATA)
    )  # fmt: skip
    assert (info.bext.description, info.cart.title, info.tags.title) == ("Un titre", "Un titre", "A")


def pack_tags(folder, *frames):
    tags = ID3()
    for frame in frames:
        tags.add(frame)
    tags.save(folder / "a.id3", v2_version=3)
    return (folder / "a.id3").read_bytes()


TYPE = "http://example.org/types/machine"
PACKETS = [
    (f'<a Iptc4xmpExt:DigitalSourceType="{TYPE}"/>', TYPE),
    (f"<a Iptc4xmpExt:DigitalSourceType = '{TYPE}'/>", TYPE),
    (f"<Iptc4xmpExt:DigitalSourceType>{TYPE}</Iptc4xmpExt:DigitalSourceType>", TYPE),
    (f'<a DigitalSourceType="{"x" * 200}"/>', "x" * 200),
    (f"<DigitalSourceType>{'x' * 200}</DigitalSourceType>", "x" * 200),
    (f'<a DigitalSourceType="{"x" * 201}"/>', "ID3"),
    (f"<DigitalSourceType>{'x' * 201}</DigitalSourceType>", "ID3"),
    ('<a DigitalSourceType=""/>', "ID3"),
    ("<a DigitalSourceTypes='b'/>", "ID3"),
    ("\ufffd", "ID3"),
    (None, "ID3"),
]


@pytest.mark.parametrize(("packet", "told"), PACKETS)
def test_how_the_voice_is_made_stands_in_xmp_or_else_in_id3(tmp_path, packet, told):
    tags = pack_tags(tmp_path, TXXX(3, "DigitalSourceType", ["ID3"]))
    chunks = [riff.pack_chunk(b"id3 ", tags), *([] if packet is None else [riff.pack_chunk(b"_PMX", packet.encode())])]
    assert read_sound_info(wave(tmp_path, FORMAT, *chunks, DATA)).tags.source_type == told


def test_faults_of_tags_are_told(tmp_path):
    broken = pack_tags(tmp_path, TIT2(3, ["Un titre"]))[:-9]
    info = read_sound_info(wave(tmp_path, FORMAT, DATA, riff.pack_chunk(b"id3 ", broken[:12])))
    assert (info.tags.title, info.sample_rate) == ("", 8000)


# Which place counts


PLACES = ("bext", "list", "id3", "cart")
ORDER = {
    "title": ("list", "id3", "cart", "bext"),
    "artist": ("list", "id3", "cart"),
    "album": ("list", "id3"),
    "date": ("bext", "list", "id3"),
    "genre": ("list", "id3"),
    "comment": ("list", "id3"),
    "encoder": ("list", "id3"),
    "language": ("list", "id3"),
}
LISTED = {"title": "INAM", "artist": "IART", "album": "IPRD", "date": "ICRD", "genre": "IGNR", "comment": "ICMT",
          "encoder": "ISFT", "language": "ILNG"}  # fmt: skip


@pytest.mark.parametrize("present", [chosen for n in range(5) for chosen in itertools.combinations(PLACES, n)])
def test_each_tag_is_of_the_first_place_that_has_it(present):
    about = replace(ABOUT, description="title bext", origination_date="date bext") if "bext" in present else None
    label = replace(LABEL, title="title cart", artist="artist cart") if "cart" in present else None
    listed = {name: f"{tag} list" for tag, name in LISTED.items()} if "list" in present else {}
    id3 = Tags(**{tag: f"{tag} id3" for tag in ORDER}) if "id3" in present else Tags()
    merged = merge_tags(label, about, listed, replace(id3, version="2.4", lyrics="Un texte", cover="image/png"))
    for tag, order in ORDER.items():
        assert getattr(merged, tag) == next((f"{tag} {place}" for place in order if place in present), "")
    # What only ID3 has stays; which version of it says nothing of a WAV.
    assert (merged.version, merged.lyrics, merged.cover) == ("", "Un texte", "image/png")
    names = {"list": "LIST INFO"}
    assert [title.place for title in list_titles(label, about, listed, id3)] == [
        names.get(place, place) for place in ORDER["title"] if place in present
    ]


LONG = "x" * 300
OTHER = [
    # A `cart` title has 64 characters, of which more than half must be there.
    ({"LIST INFO": LONG, "cart": LONG[:33]}, []),
    ({"LIST INFO": LONG, "cart": LONG[:32]}, ["cart"]),
    ({"LIST INFO": LONG, "cart": LONG[:60] + "y"}, ["cart"]),
    ({"LIST INFO": LONG, "cart": LONG[:40] + "…"}, []),
    ({"LIST INFO": LONG, "cart": LONG[:40] + " ..."}, []),
    ({"LIST INFO": LONG, "cart": LONG[:40] + " !"}, ["cart"]),
    # A `bext` description has 256.
    ({"LIST INFO": LONG, "bext": LONG[:129]}, []),
    ({"LIST INFO": LONG, "bext": LONG[:128]}, ["bext"]),
    # Other places have room enough, whatever is cut there.
    ({"LIST INFO": LONG, "id3": LONG[:299]}, ["id3"]),
    ({"LIST INFO": LONG[:299], "id3": LONG}, ["LIST INFO"]),
    ({"LIST INFO": "Un ÉTÉ", "id3": "un  ete"}, []),
    ({"LIST INFO": "Un", "bext": "Deux, un, trois"}, []),
    ({"LIST INFO": "Un", "cart": "Deux, un, trois"}, ["LIST INFO"]),
    ({"bext": "Un seul"}, []),
    ({}, []),
]


@pytest.mark.parametrize(("titles", "others"), OTHER)
def test_which_titles_say_something_else(titles, others):
    found = find_other_titles([TitleInfo(place, title) for place, title in titles.items()])
    assert [title.place for title in found] == others


def read_list(tmp_path, chunk):
    path = wave(tmp_path, chunk)
    with path.open("rb") as file:
        return read_info_list(file, next(riff.find_chunks(file)))


TEXTS = [
    (riff.pack_list(b"INFO", []), {}),
    (riff.pack_list(b"adtl", [riff.pack_chunk(b"INAM", b"Un\0")]), {}),
    (riff.pack_list(b"INFO", [riff.pack_chunk(b"INAM", b"  Un  \0Deux")]), {"INAM": "Un"}),
    (riff.pack_list(b"INFO", [riff.pack_chunk(b"INAM", b"Un"), riff.pack_chunk(b"INAM", b"Deux")]), {"INAM": "Un"}),
    (riff.pack_list(b"INFO", [riff.pack_chunk(b"I\xe9AM", b"Un"), riff.pack_chunk(b"IART", b"\xe9")]),
     {"IéAM": "Un", "IART": "é"}),
    (riff.pack_list(b"INFO", [riff.pack_chunk(b"INAM", b"a" * 65_536)]), {"INAM": "a" * 65_536}),
    (riff.pack_list(b"INFO", [riff.pack_chunk(b"INAM", b"a" * 65_537)]), {"INAM": "a" * 65_536}),
]  # fmt: skip


@pytest.mark.parametrize(("chunk", "texts"), TEXTS)
def test_the_texts_of_a_list(tmp_path, chunk, texts):
    assert read_list(tmp_path, chunk) == texts


def test_as_many_texts_as_are_read(tmp_path):
    names = [f"I{number:03d}" for number in range(201)]
    texts = read_list(tmp_path, riff.pack_list(b"INFO", [riff.pack_chunk(name.encode(), b"x") for name in names]))
    assert list(texts) == names[:200]


# Damage of an MP3


SCAN = FrameScan(
    count=100, sample_rate=44_100, channels=1, samples_a_frame=1152, size=20_000, bitrates=(96,), header="Info",
    announced=None, junk=0, junk_at=0.0, cut=False,
)  # fmt: skip
DAMAGE = [
    ({}, []),
    ({"announced": 100}, []),
    ({"announced": 101}, []),
    ({"announced": 99}, []),
    ({"announced": 102}, ["2 of the 102 frames that the header announces are missing."]),
    ({"announced": 400}, ["300 of the 400 frames that the header announces are missing."]),
    ({"announced": 400, "cut": True}, ["300 of the 400 frames that the header announces are missing."]),
    ({"announced": 101, "cut": True}, ["The last frame is incomplete: the file was cut short."]),
    ({"cut": True}, ["The last frame is incomplete: the file was cut short."]),
    ({"junk": 1, "junk_at": 0.0}, ["1 bytes, the first at 0:00.0, are not MPEG frames."]),
    ({"junk": 5, "junk_at": 9.04}, ["5 bytes, the first at 0:09.0, are not MPEG frames."]),
    ({"junk": 5, "junk_at": 59.94}, ["5 bytes, the first at 0:59.9, are not MPEG frames."]),
    ({"junk": 5, "junk_at": 59.96}, ["5 bytes, the first at 1:00.0, are not MPEG frames."]),
    ({"junk": 5, "junk_at": 3671.5}, ["5 bytes, the first at 61:11.5, are not MPEG frames."]),
    ({"junk": 5, "junk_at": 1.0, "cut": True},
     ["5 bytes, the first at 0:01.0, are not MPEG frames.", "The last frame is incomplete: the file was cut short."]),
]  # fmt: skip


@pytest.mark.parametrize(("more", "told"), DAMAGE)
def test_damage_of_an_mp3(more, told):
    assert [str(fault) for fault in _find_damage(replace(SCAN, **more))] == told
