"""Sound files of other formats, byte by byte: how each is recognised, and where each of its tags stands."""

import base64
import subprocess

import imageio_ffmpeg
import pytest
from mutagen import mp4
from mutagen.flac import Picture
from mutagen.id3 import CHAP, CTOC, TIT2, TPE1
from mutagen.mp3 import MP3
from mutagen.ogg import OggPage

from audiobrief.errors import EncoderError
from audiobrief.inspection.containers import read_sound_info
from audiobrief.inspection.other_sounds import _has_manifest, _recognise
from audiobrief.inspection.sound_info import ChapterInfo, Tags

TAGGED = b"ID3\x03\0\0\0\0\0\x04abcd"
HEADS = [
    (b"fLaC", "flac"),
    (b"fLa", None),
    (b"xfLaC", None),
    (b"OggS" + bytes(24) + b"OpusHead", "opus"),
    (b"OggS" + bytes(52) + b"OpusHead", "opus"),
    (b"OggS" + bytes(53) + b"OpusHead", None),
    (b"OggS" + bytes(24) + b"\x01vorbis", None),
    (b"Oggs" + bytes(24) + b"OpusHead", None),
    (b"\0\0\0\x18ftypM4B ", "m4b"),
    (b"\0\0\0ftypM4B ", None),
    (b"\0\0\0\0\x18ftyp", None),
    (b"\0\0\0\x18moov", None),
    # MPEG 1, 2 and 2.5, with a check sum and without.
    (b"\xff\xfd\x90\0", "mp2"),
    (b"\xff\xfc\x90\0", "mp2"),
    (b"\xff\xf5\x90\0", "mp2"),
    (b"\xff\xf4", "mp2"),
    (b"\xff\xe4", "mp2"),
    (b"\xff\xfb\x90\0", None),
    (b"\xff\xff\x90\0", None),
    (b"\xff\xf9\x90\0", None),
    (b"\xff\xdd\x90\0", None),
    (b"\xff\x1d\x90\0", None),
    (b"\xfe\xfd\x90\0", None),
    (b"\0\xff\xfd\x90", None),
    (b"\xff", None),
    (b"", None),
    (TAGGED + b"\xff\xfd\x90\0", "mp2"),
    (TAGGED + TAGGED + b"\xff\xfd\x90\0", "mp2"),
    (TAGGED + b"\xff\xfb\x90\0", None),
    (TAGGED + b"\xff", None),
    (TAGGED, None),
    (b"ID2" + TAGGED[3:] + b"\xff\xfd\x90\0", None),
]


@pytest.mark.parametrize(("head", "kind"), HEADS)
def test_a_format_is_known_by_its_first_bytes(tmp_path, head, kind):
    (tmp_path / "a").write_bytes(head)
    with (tmp_path / "a").open("rb") as file:
        file.read(3)
        assert _recognise(file) == kind


@pytest.mark.parametrize("head", [head for head, kind in HEADS if kind])
def test_a_head_without_a_sound_is_damage(tmp_path, head):
    (tmp_path / "a.bin").write_bytes(head)
    with pytest.raises(EncoderError, match=r"^'a\.bin' is damaged, or cut short \("):
        read_sound_info(tmp_path / "a.bin")


def box(name, content=b"", length=None):
    return (8 + len(content) if length is None else length).to_bytes(4, "big") + name + content


def long_box(name, content=b"", length=None):
    length = 16 + len(content) if length is None else length
    return (1).to_bytes(4, "big") + name + length.to_bytes(8, "big") + content


FTYP, MDAT = box(b"ftyp", b"M4B \0\0\2\0"), box(b"mdat", bytes(30))
ID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
SIGNED = box(b"uuid", ID + b"manifest")
BOXES = {
    "first": (SIGNED + MDAT, True),
    "second": (FTYP + SIGNED + MDAT, True),
    "last": (FTYP + MDAT + SIGNED, True),
    "behind a long box": (FTYP + long_box(b"mdat", bytes(20)) + SIGNED, True),
    "in a long box": (FTYP + long_box(b"uuid", ID + b"manifest"), True),
    "behind an empty box": (FTYP + box(b"free") + SIGNED, True),
    "behind an empty long box": (FTYP + long_box(b"free") + SIGNED, True),
    "without anything more": (FTYP + box(b"uuid", ID), True),
    "none": (FTYP + MDAT, False),
    "nothing": (b"", False),
    "seven bytes": (FTYP + bytes(7), False),
    "of another use": (FTYP + box(b"uuid", bytes(16) + b"manifest"), False),
    "nearly of this use": (FTYP + box(b"uuid", ID[:15] + b"\0"), False),
    "under another name": (FTYP + box(b"free", ID + b"manifest"), False),
    "within another box": (FTYP + box(b"moov", SIGNED), False),
    "in what fills the rest": (FTYP + box(b"mdat", SIGNED, 0), False),
    "behind a box that is longer than the file": (FTYP + box(b"mdat", b"", 1000) + SIGNED, False),
    "behind a long box that is longer than the file": (FTYP + long_box(b"mdat", b"", 1000) + SIGNED, False),
    "behind a box shorter than its head": (FTYP + box(b"mdat", b"", 7) + SIGNED, False),
    "behind a long box shorter than its head": (FTYP + long_box(b"mdat", b"", 15) + SIGNED, False),
    "the thousandth": (box(b"free") * 999 + SIGNED, True),
    "the thousand and first": (box(b"free") * 1000 + SIGNED, False),
}


@pytest.mark.parametrize(("data", "signed"), BOXES.values(), ids=BOXES)
def test_a_manifest_is_an_outermost_box(tmp_path, data, signed):
    (tmp_path / "a.m4b").write_bytes(data)
    assert _has_manifest(tmp_path / "a.m4b") is signed


# Comments of Vorbis' kind


PNG, JPEG = b"\x89PNG\r\n\x1a\n" + bytes(20), b"\xff\xd8\xff\xe0" + bytes(30)
COMMENTS = {
    "title": ("TITLE", "Le pont"),
    "artist": ("ARTIST", "Élise Noël"),
    "album": ("ALBUM", "Le Phare"),
    "date": ("DATE", "2026-03-09"),
    "language": ("LANGUAGE", "fra"),
    "genre": ("GENRE", "Speech"),
    "encoder": ("ENCODER", "Une machine"),
    "comment": ("DESCRIPTION", "Un avis"),
    "lyrics": ("LYRICS", "Le texte"),
    "source_type": ("DIGITALSOURCETYPE", "http://example.org/type"),
    "voice": ("SYNTHETICVOICE", "une voix"),
}


def picture(mime, data):
    made = Picture()
    made.type, made.mime, made.data = 3, mime, data
    return made.write()


def pack_comments(comments):
    lines = [f"{name}={text}".encode() for name, text in comments]
    parts = [b"\1\0\0\0x", len(lines).to_bytes(4, "little")]
    return b"".join([*parts, *(len(line).to_bytes(4, "little") + line for line in lines)])


def write_flac(path, comments=(), pictures=(), *, rate=32_000, bits=24, frames=64_000):
    """The head of a stereo FLAC, without its sound."""
    told = rate << 44 | 1 << 41 | (bits - 1) << 36 | frames
    stream = b"\x10\0\x10\0" + bytes(6) + told.to_bytes(8, "big") + bytes(16)
    blocks = [(0, stream), (4, pack_comments(comments)), *((6, one) for one in pictures)]
    packed = [
        bytes([kind | (128 if number == len(blocks) else 0)]) + len(data).to_bytes(3, "big") + data
        for number, (kind, data) in enumerate(blocks, 1)
    ]
    path.write_bytes(b"fLaC" + b"".join(packed) + bytes(1000))
    return path


def write_opus(path, comments=(), *, seconds=2, channels=2):
    head = b"OpusHead\1" + bytes([channels]) + (312).to_bytes(2, "little") + (24_000).to_bytes(4, "little") + bytes(3)
    packets = [(head, 0), (b"OpusTags" + pack_comments(comments), 0), (bytes(1200), 312 + seconds * 48_000)]
    pages = []
    for number, (packet, position) in enumerate(packets):
        page = OggPage()
        page.serial, page.sequence, page.packets, page.position = 7, number, [packet], position
        page.first, page.last = number == 0, number == len(packets) - 1
        pages.append(page.write())
    path.write_bytes(b"".join(pages))
    return path


WRITERS = {"flac": write_flac, "opus": write_opus}


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("asked", ["all", "none", *COMMENTS])
def test_each_comment_is_a_tag(tmp_path, kind, asked):
    told = {field: text for field, (name, text) in COMMENTS.items() if asked in ("all", field)}
    given = [COMMENTS[field] for field in told]
    assert read_sound_info(WRITERS[kind](tmp_path / "a", given)).tags == Tags(**told)


@pytest.mark.parametrize("kind", WRITERS)
def test_of_two_comments_of_one_name_the_first_counts(tmp_path, kind):
    path = WRITERS[kind](tmp_path / "a", [("title", "Un"), ("TITLE", "Deux")])
    assert read_sound_info(path).tags.title == "Un"


CHAPTERS = [
    ([("CHAPTER000", "00:00:00.000"), ("CHAPTER000NAME", "Un")], [(0.0, "Un")]),
    ([("CHAPTER001", "01:02:03.500"), ("CHAPTER001NAME", "Un")], [(3723.5, "Un")]),
    ([("CHAPTER001", "1:00:00"), ("CHAPTER002", "123:00:01")], [(3600.0, ""), (442_801.0, "")]),
    ([("CHAPTER001", "00:01:00.123456789")], [(60.123456789, "")]),
    ([("CHAPTER001", "00:01:00.1234567890")], []),
    ([("CHAPTER001", "00:01:00.")], []),
    ([("CHAPTER001", "0:1:00")], []),
    ([("CHAPTER001", "01:00")], []),
    ([("CHAPTER001", "00:01:00,5")], []),
    ([("CHAPTER001NAME", "Un")], []),
    ([("CHAPTER1", "00:01:00")], []),
    ([("CHAPTER002", "00:00:09"), ("CHAPTER001", "00:00:10"), ("CHAPTER009NAME", "Neuf"), ("CHAPTER009", "00:00:11")],
     [(10.0, ""), (9.0, ""), (11.0, "Neuf")]),
    ([("CHAPTER999", "00:00:09"), ("CHAPTER1000", "00:00:10")], [(9.0, "")]),
]  # fmt: skip


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize(("comments", "told"), CHAPTERS)
def test_chapters_are_comments_with_a_number(tmp_path, kind, comments, told):
    chapters = read_sound_info(WRITERS[kind](tmp_path / "a", comments)).chapters
    assert chapters == tuple(ChapterInfo(start, None, title) for start, title in told)


def test_what_a_flac_says_of_its_sound(tmp_path):
    pictures = [picture("image/png", PNG), picture("image/jpeg", JPEG)]
    path = write_flac(tmp_path / "a.flac", pictures=pictures)
    info = read_sound_info(path)
    assert (info.format, info.size, info.sample_rate, info.channels) == ("flac", path.stat().st_size, 32_000, 2)
    assert (info.bits, info.constant, info.header, info.provenance, info.titles) == (24, False, "", None, ())
    assert (info.tags.cover, info.tags.cover_bytes) == ("image/png", len(PNG))
    # A thousand bytes of sound in two seconds.
    assert info.bitrate == pytest.approx(4, rel=0.01)
    assert read_sound_info(write_flac(tmp_path / "b.flac", frames=0)).bitrate == 0
    assert read_sound_info(write_flac(tmp_path / "c.flac", bits=16, rate=8_000)).bits == 16


def test_what_an_opus_says_of_its_sound(tmp_path):
    coded = [base64.b64encode(picture(*each)).decode() for each in (("image/jpeg", JPEG), ("image/png", PNG))]
    path = write_opus(tmp_path / "a.opus", [("METADATA_BLOCK_PICTURE", text) for text in coded])
    info = read_sound_info(path)
    assert (info.format, info.size, info.sample_rate, info.channels) == ("opus", path.stat().st_size, 48_000, 2)
    assert (info.bits, info.constant) == (0, False)
    assert (info.tags.cover, info.tags.cover_bytes) == ("image/jpeg", len(JPEG))
    # 1200 bytes of sound in two seconds, and the head of their page.
    assert info.bitrate == pytest.approx((1200 + 32) * 8 / 2 / 1000)
    assert read_sound_info(write_opus(tmp_path / "b.opus", seconds=0, channels=1)).bitrate == 0


# MPEG-4 and Layer II: as ffmpeg encodes a moment of silence


def encode(path, *options):
    silence = ["-f", "lavfi", "-i", "anullsrc=r=24000:cl=stereo", "-t", "0.5"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *silence, *options, str(path)]
    subprocess.run(command, check=True)
    return path


@pytest.fixture(scope="module")
def silent(tmp_path_factory):
    folder = tmp_path_factory.mktemp("silent")
    return encode(folder / "a.m4a", "-c:a", "aac", "-b:a", "32k"), encode(
        folder / "a.mp2", "-c:a", "mp2", "-b:a", "64k"
    )


ATOMS = {
    "title": "\xa9nam", "artist": "\xa9ART", "album": "\xa9alb", "date": "\xa9day", "genre": "\xa9gen",
    "encoder": "\xa9too", "comment": "\xa9cmt", "lyrics": "\xa9lyr",
}  # fmt: skip


def write_mpeg4(silent, path, tags=(), pictures=(), own=()):
    path.write_bytes(silent[0].read_bytes())
    file = mp4.MP4(path)
    file.tags.clear()
    for name, text in dict(tags).items():
        file.tags[ATOMS[name]] = [text, "Un autre"]
    for name, data in dict(own).items():
        file.tags[f"----:com.apple.iTunes:{name}"] = [mp4.MP4FreeForm(data), mp4.MP4FreeForm(b"un autre")]
    if pictures:
        file.tags["covr"] = [mp4.MP4Cover(data) for data in pictures]
    file.save()
    return path


@pytest.mark.parametrize("field", ["all", "none", *ATOMS])
def test_each_atom_is_a_tag(silent, tmp_path, field):
    given = {name: f"Dit : {name}" for name in ATOMS if field in ("all", name)}
    assert read_sound_info(write_mpeg4(silent, tmp_path / "a.m4b", given)).tags == Tags(**given)


@pytest.mark.parametrize(
    ("field", "name"), [("language", "LANGUAGE"), ("source_type", "DigitalSourceType"), ("voice", "SyntheticVoice")]
)
def test_atoms_of_a_program_s_own(silent, tmp_path, field, name):
    path = write_mpeg4(silent, tmp_path / "a.m4b", own={name: "Été".encode(), "AUTRE": b"rien"})
    assert read_sound_info(path).tags == Tags(**{field: "Été"})
    path = write_mpeg4(silent, tmp_path / "a.m4b", own={name: b"\xe9t\xe9"})
    assert read_sound_info(path).tags == Tags(**{field: "\ufffdt\ufffd"})


@pytest.mark.parametrize(
    ("pictures", "told"),
    [
        ([], ("", 0)),
        ([PNG], ("image/png", len(PNG))),
        ([JPEG, PNG], ("image/jpeg", len(JPEG))),
        ([b"\x89PNH", PNG], ("image/jpeg", 4)),
    ],
)
def test_the_first_picture_is_the_cover(silent, tmp_path, pictures, told):
    tags = read_sound_info(write_mpeg4(silent, tmp_path / "a.m4b", pictures=pictures)).tags
    assert (tags.cover, tags.cover_bytes) == told


def test_what_an_mpeg_4_says_of_its_sound(silent, tmp_path):
    path = write_mpeg4(silent, tmp_path / "a.m4b")
    info = read_sound_info(path)
    assert (info.format, info.size, info.sample_rate, info.channels) == ("m4b", path.stat().st_size, 24_000, 2)
    assert (info.bits, info.constant, info.provenance, info.chapters) == (0, False, None, ())
    assert 0 < info.bitrate < 100


def test_chapters_of_an_mpeg_4(silent, tmp_path):
    (tmp_path / "chapters").write_text(
        ";FFMETADATA1\n"
        + "".join(
            f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}\n"
            for start, end, title in ((0, 120, "Début"), (120, 400, "Fin"))
        ),
        encoding="utf-8",
    )
    path = tmp_path / "a.m4b"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(silent[0]), "-i", str(tmp_path / "chapters")]
    subprocess.run([*command, "-map_chapters", "1", "-c", "copy", "-f", "ipod", str(path)], check=True)
    found = read_sound_info(path).chapters
    assert [(chapter.title, round(chapter.start, 3), chapter.end) for chapter in found] == [
        ("Début", 0.0, None), ("Fin", 0.12, None),
    ]  # fmt: skip


def test_what_a_layer_ii_says_of_its_sound(silent, tmp_path):
    path = tmp_path / "a.mp2"
    path.write_bytes(silent[1].read_bytes())
    bare = read_sound_info(path)
    assert (bare.format, bare.tags, bare.chapters, bare.contents, bare.faults) == ("mp2", Tags(), (), None, ())
    file = MP3(path)
    file.add_tags()
    file.tags.add(TIT2(3, ["Le pont"]))
    file.tags.add(TPE1(3, ["Élise Noël"]))
    file.tags.add(CTOC(element_id="a", flags=3, child_element_ids=["c2", "c1"], sub_frames=[]))
    for name, start, end in (("c1", 0, 200), ("c2", 200, 500)):
        file.tags.add(CHAP(element_id=name, start_time=start, end_time=end, sub_frames=[TIT2(3, [name])]))
    file.save(v2_version=3)
    info = read_sound_info(path)
    assert (info.format, info.size, info.sample_rate, info.channels) == ("mp2", path.stat().st_size, 24_000, 2)
    assert (info.bitrate, info.constant, info.bits) == (64, True, 0)
    assert (info.tags.title, info.tags.artist) == ("Le pont", "Élise Noël")
    assert {(chapter.title, chapter.start, chapter.end) for chapter in info.chapters} == {
        ("c1", 0.0, 0.2), ("c2", 0.2, 0.5),
    }  # fmt: skip
    assert [info.chapters[number].title for number in info.contents] == ["c2", "c1"]
