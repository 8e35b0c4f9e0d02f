"""Pieces of an MP3, decoded, are the same samples as in the decoded whole: each at the place that the piece tells."""

import subprocess
from io import BytesIO

import imageio_ffmpeg
import numpy as np
import pytest
from mutagen.id3 import ID3, TIT2
from mutagen.mp3 import MP3, MPEGFrame

from audiobrief.delivery.books.mp3_pieces import open_mp3
from audiobrief.errors import TargetError


def ffmpeg(*arguments):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def decoded(path):
    return np.frombuffer(ffmpeg("-i", path, "-f", "s16le", "-ac", "1", "-"), dtype="<i2")


# Sample rate, channels, further arguments of the encoder: MPEG-1 and MPEG-2, mono, joint and plain stereo.
KINDS = [
    (44_100, 1, ["-b:a", "96k"]),
    (48_000, 2, ["-b:a", "128k"]),
    (44_100, 2, ["-b:a", "192k", "-joint_stereo", "0"]),
    (22_050, 1, ["-b:a", "32k"]),
    (24_000, 2, ["-b:a", "64k"]),
    (44_100, 1, ["-b:a", "64k", "-reservoir", "0"]),
    (44_100, 1, ["-b:a", "96k", "-write_xing", "0"]),
]


def encoded(path, rate, channels, arguments):
    """Four seconds of noise that comes and goes, so that the encoder saves bits in one frame for the next."""
    noise = f"anoisesrc=d=4:r={rate}:seed=1:a=0.3,volume='abs(sin(9*t))':eval=frame"
    ffmpeg("-f", "lavfi", "-i", noise, "-ac", channels, "-c:a", "libmp3lame", *arguments, "-id3v2_version", "0", path)
    return path


@pytest.mark.parametrize(("rate", "channels", "arguments"), KINDS)
def test_a_piece_holds_the_very_samples(tmp_path, rate, channels, arguments):
    path = encoded(tmp_path / "whole.mp3", rate, channels, arguments)
    # Without a header no decoder leaves the delay out: the whole then begins 1105 samples earlier.
    late = 1105 if "-write_xing" in arguments else 0
    whole = decoded(path)[late:]
    with open_mp3(path) as mp3:
        assert mp3.sample_rate == rate
        for start, end in [(0, rate), (rate // 3, rate), (2 * rate + 7, 3 * rate), (3 * rate, 4 * rate)]:
            piece = mp3.find_piece(start, end)
            (tmp_path / "piece.mp3").write_bytes(mp3.read_piece(piece))
            heard = decoded(tmp_path / "piece.mp3")
            assert len(heard) == piece.samples
            assert piece.origin <= start and piece.origin + piece.samples >= end
            assert start - piece.origin < 6 * mp3.frame_samples
            assert np.array_equal(heard[start - piece.origin : end - piece.origin], whole[start:end])


def test_a_piece_is_a_file_of_its_own(tmp_path):
    path = encoded(tmp_path / "whole.mp3", 44_100, 1, ["-b:a", "96k"])
    with open_mp3(path) as mp3:
        piece = mp3.find_piece(44_100, 3 * 44_100)
        (tmp_path / "piece.mp3").write_bytes(mp3.read_piece(piece))
    info = MP3(tmp_path / "piece.mp3").info
    assert (info.sample_rate, info.channels, info.bitrate) == (44_100, 1, 96_000)
    assert info.length == pytest.approx(piece.samples / 44_100, abs=0.001)


def test_tags_are_not_sound(tmp_path):
    path = encoded(tmp_path / "whole.mp3", 44_100, 1, ["-b:a", "96k"])
    with open_mp3(path) as mp3:
        bare = mp3.read_piece(mp3.find_piece(44_100, 88_200))
    tags = ID3()
    tags.add(TIT2(1, ["Un titre"]))
    tags.save(path, v1=2)
    assert path.read_bytes()[:3] == b"ID3" and path.read_bytes()[-128:-125] == b"TAG"
    with open_mp3(path) as mp3:
        assert mp3.read_piece(mp3.find_piece(44_100, 88_200)) == bare
        last = mp3.find_piece(3 * 44_100, 4 * 44_100)
        assert b"TAG" not in mp3.read_piece(last)[-200:]


OTHERS = {
    "nothing.mp3": b"",
    "text.mp3": b"Ceci n'est pas un son. " * 40,
    "half.mp3": b"\xff\xfb\x70\xc0",
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_mp3_is_refused(tmp_path, name):
    (tmp_path / name).write_bytes(OTHERS[name])
    with pytest.raises(TargetError, match=name), open_mp3(tmp_path / name):
        pass


# Heads of four bytes that differ from FF FB 90 C0 in one thing.
NO_HEADS = {
    "no synchronisation": 0xFFDB90C0, "a version that there is not": 0xFFEB90C0, "Layer II": 0xFFFD90C0,
    "Layer I": 0xFFFF90C0, "a checksum": 0xFFFA90C0, "a free rate": 0xFFFB00C0, "no such rate": 0xFFFBF0C0,
    "no such sample rate": 0xFFFB9CC0,
}  # fmt: skip


@pytest.mark.parametrize("head", NO_HEADS.values(), ids=NO_HEADS)
def test_what_is_no_frame_is_told_with_its_place(tmp_path, head):
    (tmp_path / "a.mp3").write_bytes((head.to_bytes(4, "big") + bytes(413)) * 3)
    with pytest.raises(TargetError, match="no MPEG Layer III frame at byte 0"), open_mp3(tmp_path / "a.mp3"):
        pass


def test_a_file_that_lacks_its_first_frames_is_cut_as_it_stands(tmp_path):
    """Its first frames begin in frames that are not there: nothing stands before the first of all."""
    path = encoded(tmp_path / "whole.mp3", 44_100, 1, ["-b:a", "96k", "-write_xing", "0"])
    with open_mp3(path) as mp3:
        start = len(mp3.read_piece(mp3.find_piece(0, 20 * 1152)))
    rest = path.read_bytes()[start:]
    assert rest[4] << 1 | rest[5] >> 7 > 0  # bytes of a frame that is gone
    (tmp_path / "rest.mp3").write_bytes(rest)
    with open_mp3(tmp_path / "rest.mp3") as mp3:
        piece = mp3.find_piece(0, 10_000)
        assert (piece.first, piece.silenced) == (0, 0)
        assert rest.startswith(mp3.read_piece(piece)) and len(mp3.read_piece(piece)) > 3_000


@pytest.mark.parametrize("arguments", [["-q:a", "4"], ["-abr", "1", "-b:a", "96k"]])
def test_a_bit_rate_that_varies_is_refused(tmp_path, arguments):
    path = encoded(tmp_path / "whole.mp3", 44_100, 1, arguments)
    with pytest.raises(TargetError, match="change"), open_mp3(path):
        pass


def test_a_missing_mp3_is_refused(tmp_path):
    with pytest.raises(TargetError, match="missing"), open_mp3(tmp_path / "missing.mp3"):
        pass


def frames_of(version, rate, hertz, number=3):
    """Mono frames of Layer III without sound, as long as mutagen says that frames of such a head are."""
    head = bytes([0xFF, 0xE0 | version << 3 | 0b011, rate << 4 | hertz << 2, 0xC0])
    frame = MPEGFrame(BytesIO(head + bytes(100)))
    size = (144 if version == 3 else 72) * frame.bitrate // frame.sample_rate
    return frame.sample_rate, (head + bytes(size - 4)) * number


@pytest.mark.parametrize("version", [3, 2, 0])
@pytest.mark.parametrize("hertz", [0, 1, 2])
@pytest.mark.parametrize("rate", range(1, 15))
def test_frames_of_every_rate_are_found(tmp_path, version, hertz, rate):
    sample_rate, data = frames_of(version, rate, hertz)
    (tmp_path / "a.mp3").write_bytes(data)
    with open_mp3(tmp_path / "a.mp3") as mp3:
        assert mp3.sample_rate == sample_rate
        assert mp3.read_piece(mp3.find_piece(0, 10_000)) == data


@pytest.mark.parametrize("place", [0, 10_000, 44_100])
def test_a_piece_of_no_length_is_no_more_than_holds_its_place(tmp_path, place):
    path = encoded(tmp_path / "whole.mp3", 44_100, 1, ["-b:a", "96k"])
    with open_mp3(path) as mp3:
        piece = mp3.find_piece(place, place)
    assert piece.origin <= place < piece.origin + piece.samples <= place + 1152


def with_header(name, flags, encoder, delay, version=3, mono=True):
    """Frames behind the one that tells the encoder's delay, with the parts of its header that the flags say."""
    (_, data), side = frames_of(version, 9, 0), {(3, True): 17, (3, False): 32, (2, True): 9, (2, False): 17}
    kept = len(data) // 3
    data = data if mono else data.replace(data[:4], data[:3] + b"\0")
    at = 4 + side[version, mono]
    parts = (flags & 1) * 4 + (flags >> 1 & 1) * 4 + (flags >> 2 & 1) * 100 + (flags >> 3 & 1) * 4
    told = encoder.ljust(21, b"\0") + (delay << 12 | 0xABC).to_bytes(3, "big")
    header = name + flags.to_bytes(4, "big") + b"\x01" * parts + told
    assert at + len(header) <= kept
    return data[:at] + header + data[at + len(header) :]


# What stands in the header, the encoder's delay as it is told, and the one that is reckoned with.
HEADERS = [(b"Info", flags, b"LAME3.100", 1000, 1000) for flags in range(16)]
HEADERS += [(b"Xing", 15, b"Lavf", 3000, 3000), (b"Info", 15, b"", 1000, 576), (b"Nfoi", 15, b"LAME", 1000, 576)]


@pytest.mark.parametrize(("name", "flags", "encoder", "told", "delay"), HEADERS)
@pytest.mark.parametrize("mono", [True, False], ids=["mono", "stereo"])
@pytest.mark.parametrize("version", [3, 2])
def test_the_encoders_delay_is_what_the_header_tells(tmp_path, version, mono, name, flags, encoder, told, delay):
    (tmp_path / "a.mp3").write_bytes(with_header(name, flags, encoder, told, version, mono))
    with open_mp3(tmp_path / "a.mp3") as mp3:
        # A decoder adds 529 samples of its own (LAME, tech FAQ).
        assert mp3.find_piece(0, 1).origin == -delay - 529
        # Three frames, the first of which is no sound where it is a header.
        sound = mp3.read_piece(mp3.find_piece(0, 10_000))
    assert sound == (tmp_path / "a.mp3").read_bytes()[-len(sound) :]
    assert len(sound) * 3 == (tmp_path / "a.mp3").stat().st_size * (3 if name == b"Nfoi" else 2)
