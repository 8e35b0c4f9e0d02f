"""The small files beside the sound: each names the sound as it is called, and none fails for how it is called."""

import json
import os

import pytest

from audiobrief.delivery.exporter import choose_exporters
from audiobrief.delivery.formats import load_delivery
from audiobrief.delivery.radio import bext, cart, riff
from audiobrief.errors import DataError
from audiobrief.model import Chapter, Script, Utterance
from tests.renditions import export
from tests.timelines import ARTICLE, timeline

SCRIPT = Script("T", (Chapter("A", (Utterance("B."),)),))
KINDS = [
    ("chapters.json", "{"),
    ("vtt", "WEBVTT\n"),
    ("srt", "1\n00:00:00,300 --> "),
    ("html", "<!DOCTYPE html>"),
    ("cue", "REM GENRE Speech"),
]


@pytest.mark.parametrize(("kind", "opening"), KINDS)
def test_each_kind_is_what_its_name_says(kind, opening):
    assert export(kind, ARTICLE, SCRIPT, timeline(), "digue.mp3").decode().startswith(opening)


@pytest.mark.parametrize("name", ["digue.mp3", "l’été.mp3", os.fsdecode(b"\xe9t\xe9.mp3")])
def test_the_sound_is_named_as_it_is_called(name):
    shown = os.fsencode(name).decode("utf-8", "replace")
    assert shown in (name, "\ufffdt\ufffd.mp3")
    assert json.loads(export("chapters.json", ARTICLE, SCRIPT, timeline(), name))["fileName"] == shown
    assert f'FILE "{shown}" MP3' in export("cue", ARTICLE, SCRIPT, timeline(), name).decode().splitlines()


def test_another_kind_is_none():
    told = r"There is no exporter 'exe': use one of audiobook, chapters\.json, cover, cue, daisy"
    with pytest.raises(DataError, match=told):
        choose_exporters(load_delivery("podcast"), ("exe",))


# Bytes of a field, and what is read: up to the first zero, in UTF-8 where it is that, else ISO 8859-1.
FIELDS = [
    (b"", ""),
    (b"abc", "abc"),
    (b"abc\0def", "abc"),
    (b"\0abc", ""),
    ("été".encode(), "été"),
    ("été".encode("latin-1") + b"\0\xff", "été"),
    (b" a  ", " a  "),
]


@pytest.mark.parametrize(("raw", "text"), FIELDS)
def test_a_field_of_another_program_is_read(raw, text):
    assert bext.unpack_bext(raw).description == text
    assert cart.unpack_cart(b"0101" + raw).title == text
    assert riff.unpack_markers(points(7), [(1).to_bytes(4, "little") + raw])[0].label == text


def test_lines_at_the_end_of_a_tag_text_are_none_of_it():
    assert cart.unpack_cart(bytes(2048) + b"un\r\ndeux \r\n\r\n\0x").tag_text == "un\r\ndeux "
    assert cart.unpack_cart(bytes(2048) + b"\xe9t\xe9 \r\n\0").tag_text == "été "
    assert bext.unpack_bext(bytes(602) + b"A=PCM\r\nA=MP3\r\n\0").coding_history == "A=PCM\r\nA=MP3\r\n"


def points(*frames):
    rows = b"".join(
        b"".join(part.to_bytes(4, "little") for part in (number, frame))
        + b"data"
        + bytes(8)
        + frame.to_bytes(4, "little")
        for number, frame in enumerate(frames, 1)
    )
    return len(frames).to_bytes(4, "little") + rows


def test_markers_keep_their_order_and_those_without_a_name_have_none():
    labels = [(2).to_bytes(4, "little") + b"Deux\0", b"x", (9).to_bytes(4, "little") + b"Neuf\0"]
    read = riff.unpack_markers(points(50, 10, 30), labels)
    assert [(marker.frame, marker.label) for marker in read] == [(50, ""), (10, "Deux"), (30, "")]
    assert riff.unpack_markers(b"", []) == riff.unpack_markers(b"\1\0\0\0", []) == ()
    assert len(riff.unpack_markers(points(1, 2)[:-1], [])) == 1


def test_chunks_end_at_even_places_and_a_last_one_may_be_cut(tmp_path):
    assert riff.pack_chunk(b"abcd", b"xyz") == b"abcd\3\0\0\0xyz\0"
    assert riff.pack_chunk(b"abcd", b"wxyz") == b"abcd\4\0\0\0wxyz"
    assert riff.pack_list(b"adtl", [riff.pack_chunk(b"labl", b"x")]) == b"LIST\x0e\0\0\0adtllabl\1\0\0\0x\0"
    data = (
        b"RIFF....WAVE"
        + riff.pack_chunk(b"odd ", b"xyz")
        + riff.pack_chunk(b"even", b"ab")
        + b"cut \x09\0\0\0abc"
        + b""
    )
    (tmp_path / "a.wav").write_bytes(data)
    with (tmp_path / "a.wav").open("rb") as file:
        assert riff.is_wave(file)
        found = list(riff.find_chunks(file))
        assert [(place.name, place.start, place.length, place.held) for place in found] == [
            (b"odd ", 20, 3, 3), (b"even", 32, 2, 2), (b"cut ", 42, 9, 3),
        ]  # fmt: skip
        assert [riff.read_chunk(file, place) for place in found] == [b"xyz", b"ab", b"abc"]
        assert [place.name for place in riff.find_chunks(file, 24, 34)] == [b"even"]
    for raw in (b"", b"RIFF....WAV", b"RIFX....WAVE", b"RIFF....AVI "):
        (tmp_path / "b.wav").write_bytes(raw)
        with (tmp_path / "b.wav").open("rb") as file:
            assert not riff.is_wave(file)


def test_a_chunk_of_four_gigabytes_and_one_byte_is_refused():
    assert riff.pack_head(b"data", 0xFFFFFFFF) == b"data\xff\xff\xff\xff"
    with pytest.raises(ValueError, match="at most 4294967295 bytes, not 4294967296"):
        riff.pack_head(b"data", 1 << 32)
