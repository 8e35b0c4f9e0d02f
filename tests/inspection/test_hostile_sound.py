"""Sound files that nobody's program would write: read within bounds, with what was left out said."""

import itertools
import os
import resource
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import imageio_ffmpeg
import pytest
from mutagen.id3 import ID3

from audiobrief.audio import loudness
from audiobrief.errors import EncoderError
from audiobrief.inspection import id3_tags, mpeg_frames
from audiobrief.inspection.containers import MOST_CHUNKS, MOST_MARKERS, read_sound_info
from audiobrief.inspection.id3_tags import MOST_CHAPTERS, read_id3
from audiobrief.inspection.mpeg_frames import scan_frames
from audiobrief.inspection.report import inspect_file as inspect

FRAMES = frozenset({"TIT2", "TPE1", "TDRC", "COMM", "USLT", "APIC", "CHAP", "CTOC"})
MB = 1 << 20
# What a machine with little memory gives a process, Python and its libraries included.
MEMORY = 700 * MB
PATIENCE = 120


def padded(number):
    return bytes(number >> 7 * place & 0x7F for place in (3, 2, 1, 0))


def frame(name, content, version=3, flags=0, size=None):
    length = len(content) if size is None else size
    if version == 2:
        return name + length.to_bytes(3) + content
    return name + (padded(length) if version == 4 else struct.pack(">I", length)) + struct.pack(">H", flags) + content


def tag(*frames, version=3, flags=0, size=None):
    body = b"".join(frames)
    return b"ID3" + bytes([version, 0, flags]) + padded(len(body) if size is None else size) + body


def text(name, words, version=3):
    return frame(name, b"\0" + words.encode("latin-1"), version)


def chapter(number, inside=b"", version=3):
    times = struct.pack(">IIII", number, number + 1, 0xFFFFFFFF, 0xFFFFFFFF)
    return frame(b"CHAP", b"c%d\0" % number + times + inside, version)


def nested(kind, levels):
    inside = text(b"TIT2", "Au fond")
    for level in range(levels):
        inside = chapter(level, inside) if kind == "CHAP" else frame(b"CTOC", b"t%d\0\3\0" % level + inside)
    return inside


def packed(content, version, claimed=100):
    """A compressed frame of lyrics: the flag, and the length before it, as each version has them."""
    flags, length = (0x80, struct.pack(">I", claimed)) if version == 3 else (0x09, padded(claimed))
    return frame(b"USLT", length + content, version, flags)


def bomb(size):
    """So many bytes of lyrics, packed: a megabyte of zeros packed once, and that repeated."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"\0fra\0") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)
    blocks = size // MB
    # Adler-32, to which each zero adds its first half in the second.
    second, first = divmod(zlib.adler32(b"\0fra\0"), 1 << 16)
    checksum = (second + first * blocks * MB) % 65521 << 16 | first
    return head + block * blocks + packer.flush()[:-4] + struct.pack(">I", checksum)


def test_a_bomb_is_whole():
    assert zlib.decompress(bomb(3 * MB)) == b"\0fra\0" + bytes(3 * MB)


TITLE = text(b"TIT2", "Le pont")
PICTURE = b"\0image/png\0\3\0"
LYRICS = b"\0fraa\0Le texte"

# Each tag, what is read of it (number of chapters, title of the first, size of the picture) and what is said.
TAGS = {
    "plain": (lambda: tag(TITLE, chapter(0, text(b"TIT2", "Un"))), (1, "Un", 0), []),
    "nested chapters": (lambda: tag(TITLE, nested("CHAP", 3000)), (1, "", 0), []),
    "nested tables": (lambda: tag(TITLE, nested("CTOC", 3000)), (0, "", 0), []),
    "100 000 chapters": (
        lambda: tag(*(chapter(number, text(b"TIT2", "x")) for number in range(100_000)), TITLE),
        (MOST_CHAPTERS, "x", 0), ["There are 100000 chapters: only the first 2000 were read."],
    ),
    "100 000 chapters, 2.4": (
        lambda: tag(text(b"TIT2", "Le pont", 4), *(chapter(number, version=4) for number in range(100_000)), version=4),
        (MOST_CHAPTERS, "", 0), ["There are 100000 chapters: only the first 2000 were read."],
    ),
    "100 000 tables": (
        lambda: tag(TITLE, *(frame(b"CTOC", b"t%d\0\3\1c\0" % number) for number in range(100_000))),
        (0, "", 0), ["There are 100000 CTOC frames: only the first 100 were read."],
    ),
    "200 000 comments": (
        lambda: tag(TITLE, *(frame(b"COMM", b"\0fra%d\0x" % number) for number in range(200_000))),
        (0, "", 0), ["There are 200000 COMM frames: only the first 100 were read."],
    ),
    "a million frames": (
        lambda: tag(TITLE, frame(b"XXXX", b"") * 1_000_000), (0, "", 0),
        ["The tags have more than 500000 frames: the rest was not read."],
    ),
    "a chapter of many frames": (lambda: tag(TITLE, chapter(0, text(b"TPE1", "x") * 9999)), (1, "", 0), []),
    "a picture before a chapter's title": (
        lambda: tag(TITLE, chapter(0, frame(b"APIC", PICTURE + bytes(MB)) + text(b"TIT2", "Un"))), (1, "Un", 0), [],
    ),
    "a picture of 50 MB": (lambda: tag(TITLE, frame(b"APIC", PICTURE + b"\x89" * (50 * MB))), (0, "", 50 * MB), []),
    "a frame longer than the tag": (lambda: tag(TITLE, frame(b"APIC", PICTURE, size=1 << 31)), (0, "", 0), []),
    "a title of 16 MB": (
        lambda: tag(frame(b"TIT2", b"\3Le pont " + "é ".encode() * (5 * MB))), (0, "", 0),
        ["The frame TIT2 has more than 65536 bytes."],
    ),
    "a bomb, 2.3": (
        lambda: tag(TITLE, packed(bomb(2000 * MB), 3)), (0, "", 0), ["The frame USLT has more than 16777216"],
    ),
    "a bomb, 2.4": (
        lambda: tag(text(b"TIT2", "Le pont", 4), packed(bomb(2000 * MB), 4), version=4), (0, "", 0),
        ["The frame USLT has more than 16777216"],
    ),
    "bombs": (
        lambda: tag(TITLE, frame(b"COMM", struct.pack(">I", 9) + bomb(60 * MB), flags=0x80) * 90), (0, "", 0),
        ["The frame COMM has more than 65536 bytes."],
    ),
    "no stream": (lambda: tag(TITLE, packed(b"Le texte", 3)), (0, "", 0), ["1 frame of the tags is damaged."]),
    "encrypted": (
        lambda: tag(TITLE, frame(b"TPE1", b"\1secret", flags=0x40), frame(b"USLT", LYRICS, flags=0x40)), (0, "", 0),
        ["2 frames of the tags are encrypted."],
    ),
    "a chapter cut short": (
        lambda: tag(TITLE, frame(b"CHAP", b"c0\0\0\0")), (0, "", 0), ["1 frame of the tags is damaged."],
    ),
    "of no version": (lambda: tag(TITLE, version=9), None, ["The tags cannot be read (ID3v2.9 is not known)."]),
}  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "a.mp3"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "anoisesrc=d=3:a=0.1:r=44100"]
    subprocess.run([*command, "-ac", "1", "-b:a", "64k", "-id3v2_version", "0", str(path)], check=True)
    return path.read_bytes()


@pytest.mark.parametrize(("make", "expected", "faults"), TAGS.values(), ids=TAGS)
def test_tags_are_read_within_bounds(make, expected, faults, sound, tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(make() + sound)
    found = read_sound_info(path)
    assert [str(fault)[: len(said)] for fault, said in zip(found.faults, faults, strict=True)] == faults
    if expected is None:
        assert (found.tags.title, found.chapters) == ("", ())
    else:
        first = found.chapters[0].title if found.chapters else ""
        assert (len(found.chapters), first, found.tags.cover_bytes) == expected
        assert found.tags.title[:7] == "Le pont"


def test_mutagen_never_sees_more_than_the_bounds(sound, tmp_path, monkeypatch):
    """What costs time is counted, since times differ from machine to machine."""
    path = tmp_path / "a.mp3"
    path.write_bytes(TAGS["100 000 chapters"][0]() + sound)
    frames = []
    handed = ID3._read
    monkeypatch.setattr(ID3, "_read", lambda self, head, data: frames.append(len(data)) or handed(self, head, data))
    read_sound_info(path)
    assert len(frames) == 1 and frames[0] < MOST_CHAPTERS * 100


@pytest.mark.parametrize("version", [2, 3, 4])
@pytest.mark.parametrize("stuffed", [False, True], ids=["plain", "unsynchronised"])
def test_what_is_copied_is_what_was_there(version, stuffed, tmp_path):
    """Every version, with bytes that a synchronised tag may not hold."""
    words = "ÿàéÿ"
    raw = b"\1\xff\xfe" + words.encode("utf-16-le")
    names = (b"TT2", b"TYE") if version == 2 else (b"TIT2", b"TYER" if version == 3 else b"TDRC")
    kept = raw.replace(b"\xff", b"\xff\0") if stuffed and version == 4 else raw
    body = (
        frame(names[0], kept, version)
        + frame(b"ZZZZ"[: len(names[0])], b"x", version)
        + text(names[1], "2024", version)
    )
    if stuffed and version < 4:
        body = body.replace(b"\xff", b"\xff\0")
    path = tmp_path / "a.mp3"
    path.write_bytes(tag(body, version=version, flags=0x80 if stuffed else 0))
    tags = read_id3(path, FRAMES).tags
    assert (str(tags["TIT2"].text[0]), str(tags["TDRC"].text[0])) == (words, "2024")
    assert tags.version[:2] == (2, version)


def test_headers_of_every_kind_are_passed_over(tmp_path):
    title = frame(b"TIT2", b"\0Le pont")
    later = frame(b"TIT2", b"\0Le pont", 4)
    heads = {
        "extended": tag(struct.pack(">IHI", 6, 0, 0), title, flags=0x40),
        "extended, 2.4": tag(padded(6) + b"\1\0", later, version=4, flags=0x40),
        "said to be extended": tag(title, flags=0x40),
        "grouped": tag(frame(b"TIT2", b"\7\0Le pont", flags=0x20)),
        "with its length": tag(frame(b"TIT2", padded(8) + b"\0Le pont", 4, 0x01), version=4),
        "compressed": tag(frame(b"TIT2", struct.pack(">I", 8) + zlib.compress(b"\0Le pont"), flags=0x80)),
        "sizes of iTunes": tag(
            frame(b"COMM", b"\0fraa\0" + b"x" * 300, 3), title, text(b"TPE1", "Anne"), version=4,
        ),
    }  # fmt: skip
    for name, head in heads.items():
        path = tmp_path / "a.mp3"
        path.write_bytes(head)
        held = read_id3(path, FRAMES)
        assert held.faults == () and str(held.tags["TIT2"].text[0]) == "Le pont", name


def test_a_tag_at_the_end_is_read_alone_and_completes_the_other(tmp_path):
    path = tmp_path / "a.mp3"
    last = b"TAG" + b"Le titre".ljust(30, b"\0") + b"Anne".ljust(30, b"\0") + bytes(65)
    path.write_bytes(bytes(500) + last)
    assert str(read_id3(path, FRAMES).tags["TIT2"].text[0]) == "Le titre"
    path.write_bytes(tag(TITLE) + bytes(500) + last)
    tags = read_id3(path, FRAMES).tags
    assert (str(tags["TIT2"].text[0]), str(tags["TPE1"].text[0])) == ("Le pont", "Anne")


def test_a_tag_larger_than_is_read(monkeypatch, sound, tmp_path):
    monkeypatch.setattr(id3_tags, "LARGEST_TAG", 1000)
    path = tmp_path / "a.mp3"
    path.write_bytes(tag(TITLE, frame(b"APIC", PICTURE + bytes(2000))) + sound)
    assert "only the first 1000 were read" in str(read_sound_info(path).faults[0])


def test_a_file_cut_within_its_tags_says_so(tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(tag(TITLE, frame(b"APIC", PICTURE + bytes(5000)))[:900])
    with pytest.raises(EncoderError, match="contains tags but no sound: it was cut short"):
        read_sound_info(path)
    assert str(read_id3(path, FRAMES).tags["TIT2"].text[0]) == "Le pont"


# Bytes that look like MPEG frames, or like tags, without end.
NO_FRAMES = {
    "heads": b"\xff\xfb\x90\0" * MB,
    "ones": b"\xff" * (20 * MB),
    "tags": b"ID3\3\0\0\0\0\0\0" * MB,
    "heads of two rates": (b"\xff\xfb\x90\0".ljust(417, b"\0") + b"\xff\xfb\x94\0".ljust(384, b"\0")) * 9999,
}


@pytest.mark.parametrize("data", NO_FRAMES.values(), ids=NO_FRAMES)
def test_the_search_for_frames_ends(data, tmp_path, monkeypatch):
    path = tmp_path / "a.mp3"
    path.write_bytes(data)
    looked = 0
    head = mpeg_frames.read_header

    def counted(data, at):
        nonlocal looked
        looked += 1
        return head(data, at)

    monkeypatch.setattr(mpeg_frames, "read_header", counted)
    scan_frames(path)
    assert looked <= 3 * mpeg_frames.MOST_TRIES


def test_sound_behind_noise_is_found_and_the_noise_told(sound, tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(sound[:9000] + b"\xff" * 5000 + sound[9000:])
    assert scan_frames(path).junk >= 5000 and scan_frames(path).count > 100


def wave(*chunks):
    body = b"".join(chunks)
    return b"RIFF" + struct.pack("<I", min(len(body) + 4, 0xFFFFFFFF)) + b"WAVE" + body


def chunk(name, content, length=None):
    return name + struct.pack("<I", len(content) if length is None else length) + content


FMT = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 44_100, 88_200, 2, 16))
DATA = chunk(b"data", bytes(8820))
POINT = struct.pack("<II4sIII", 1, 0, b"data", 0, 0, 5)
LABEL = chunk(b"labl", struct.pack("<I", 1) + b"Un\0\0")

WAVES = {
    "many chunks": (wave(FMT, DATA, chunk(b"junk", b"") * 300_000), 0, ["There are more than 10000 chunks"]),
    "many labels": (wave(FMT, DATA, chunk(b"LIST", b"adtl" + LABEL * 100_000)), 0, []),
    "many lists": (wave(FMT, DATA, chunk(b"LIST", b"adtl" + LABEL * 9) * 5000), 0, []),
    "lists within lists": (
        wave(FMT, DATA, chunk(b"LIST", b"adtl" + chunk(b"LIST", b"adtl" + chunk(b"LIST", b"adtl" + LABEL)))), 0, [],
    ),
    "many markers": (
        wave(FMT, DATA, chunk(b"cue ", struct.pack("<I", 5000) + POINT * 5000)), MOST_MARKERS,
        ["There are 5000 markers: only the first 2000 were read."],
    ),
    "a format of 20 MB": (wave(chunk(b"fmt ", FMT[8:] + bytes(20 * MB)), DATA), 0, ["The chunk fmt has more than"]),
    "a bext of 20 MB": (wave(FMT, chunk(b"bext", bytes(20 * MB)), DATA), 0, ["The chunk bext has more than"]),
    "a chunk that claims 4 GB": (wave(FMT, DATA, chunk(b"cart", b"0101", 0xFFFFFFFE)), 0, []),
    "an odd length": (wave(FMT, chunk(b"junk", b"abc") + b"\0", DATA), 0, []),
}  # fmt: skip


@pytest.mark.parametrize(("data", "chapters", "faults"), WAVES.values(), ids=WAVES)
def test_waves_are_read_within_bounds(data, chapters, faults, tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(data)
    found = read_sound_info(path)
    assert len(found.chapters) == chapters
    assert [str(fault)[: len(said)] for fault, said in zip(found.faults, faults, strict=True)] == faults


@pytest.mark.parametrize(("letters", "kept"), [(65_531, 65_531), (65_532, 65_532), (65_533, 65_532)])
def test_the_name_of_a_marker_is_read_to_a_bound(letters, kept, tmp_path):
    """64 KiB with the number of the marker, whatever the name claims."""
    label = chunk(b"labl", struct.pack("<I", 1) + b"a" * letters + bytes(1 + letters % 2))
    path = tmp_path / "a.wav"
    path.write_bytes(wave(FMT, DATA, chunk(b"cue ", struct.pack("<I", 1) + POINT), chunk(b"LIST", b"adtl" + label)))
    assert [len(mark.title) for mark in read_sound_info(path).chapters] == [kept]


def test_remarks_without_end_are_refused_before_they_are_decoded(tmp_path):
    path = tmp_path / "a.wav"
    names = (bytes(name) for name in itertools.product(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=4))
    remarks = b"".join(chunk(name, b"x\0") for name in itertools.islice(names, 200_000))
    path.write_bytes(wave(FMT, chunk(b"LIST", b"INFO" + remarks), DATA))
    with pytest.raises(EncoderError, match="has more than 262144 bytes of remarks"):
        read_sound_info(path)
    path.write_bytes(wave(FMT, chunk(b"LIST", b"INFO" + remarks[:10_000]), DATA))
    assert inspect(path).sound.frames == len(DATA[8:]) // 2


@pytest.mark.parametrize("name", ["200 000 comments", "100 000 chapters", "100 000 tables"])
def test_the_decoder_is_not_given_the_tags(name, sound, tmp_path, monkeypatch):
    """ffmpeg takes the square of their number in time: what it is told to skip is looked at."""
    commands = []
    start = loudness.start_ffmpeg
    monkeypatch.setattr(
        loudness, "start_ffmpeg", lambda options, **more: commands.append(options) or start(options, **more)
    )
    plain, tagged = tmp_path / "plain.mp3", tmp_path / "a.mp3"
    plain.write_bytes(sound)
    tagged.write_bytes((tags := TAGS[name][0]()) + sound)
    assert inspect(tagged).sound == inspect(plain).sound
    assert [command[command.index("-skip_initial_bytes") + 1] for command in commands] == [str(len(tags)), "0"]


def test_sound_behind_too_many_chunks_is_not_looked_for(tmp_path):
    path = tmp_path / "a.wav"
    path.write_bytes(wave(FMT, chunk(b"junk", b"") * (MOST_CHUNKS + 9), DATA))
    with pytest.raises(EncoderError, match=r"without sound, or damaged: There are more than 10000 chunks"):
        read_sound_info(path)


@pytest.mark.parametrize("name", ["nested chapters", "100 000 chapters", "bombs", "a picture of 50 MB"])
def test_the_command_ends_with_little_memory(name, sound, tmp_path):
    (tmp_path / "a.mp3").write_bytes(TAGS[name][0]() + sound)
    done = subprocess.run(
        [sys.executable, "-c", "from audiobrief.inspection.containers import read_sound_info\n"
         "from pathlib import Path\nprint(read_sound_info(Path('a.mp3')).tags.title)"],
        cwd=tmp_path, capture_output=True, timeout=PATIENCE, env={**os.environ, "PYTHONUTF8": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )  # fmt: skip
    assert (done.returncode, done.stdout.decode().strip()) == (0, "Le pont"), done.stderr


def test_the_command_tells_what_it_left_out(sound, tmp_path):
    (tmp_path / "a.mp3").write_bytes(TAGS["100 000 chapters"][0]() + sound)
    command = [Path(sys.executable).with_name("audiobrief"), "inspect", "a.mp3"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    assert "Damage: There are 100000 chapters: only the first 2000 were read." in done.stdout.decode()
