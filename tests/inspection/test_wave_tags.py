"""The title of a WAV file, which can stand in four places: where it is found, and whether all places agree."""

import dataclasses
import json
import struct

import pytest
from mutagen.id3 import ID3, TALB, TIT2, TPE1

from audiobrief.delivery.radio import bext, cart, riff
from audiobrief.inspection.containers import read_sound_info
from audiobrief.inspection.report import inspect_file, make_table
from audiobrief.inspection.report_lines import describe_inspection
from audiobrief.inspection.wave_tags import find_other_titles

TITLE = "L’œuvre d’été n° 1"
LONG = "L’œuvre d’été, ou comment un très long titre ne tient pas dans l’étiquette d’une station"


def fill(kind, **given):
    """A label with nothing in its other fields."""
    needed = [field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING]
    return kind(**{name: "" for name in needed if name not in given and name != "timers"}, **given)


def pack_id3(title, folder):
    tags = ID3()
    tags.add(TIT2(encoding=1, text=[title]))
    tags.add(TPE1(encoding=1, text=["Élise Noël"]))
    tags.add(TALB(encoding=1, text=["Le Phare"]))
    tags.save(folder / "tags.id3", v2_version=3)
    return (folder / "tags.id3").read_bytes()


def write_wave(folder, places):
    """A WAV file of a second with a title in each of these places."""
    chunks = [riff.pack_chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16_000, 2, 16))]
    for place, title in places.items():
        if place == "LIST INFO":
            chunks.append(riff.pack_info({b"INAM": title, b"IART": "Élise Noël", b"ISFT": "Autre"}))
        elif place == "latin-1":
            chunks.append(riff.pack_list(b"INFO", [riff.pack_chunk(b"INAM", title.encode("latin-1") + b"\0")]))
        elif place in ("id3", "ID3"):
            chunks.append(riff.pack_chunk(f"{place} ".encode(), pack_id3(title, folder)))
        elif place == "cart":
            chunks.append(riff.pack_chunk(cart.NAME, cart.pack_cart(fill(cart.Cart, title=title, artist="Elise Noel"))))
        else:
            chunks.append(riff.pack_chunk(bext.NAME, bext.pack_bext(fill(bext.Bext, description=title))))
    chunks.append(riff.pack_chunk(b"data", struct.pack("<h", 3000) * 8000))
    path = folder / "a.wav"
    path.write_bytes(riff.pack_chunk(b"RIFF", b"WAVE" + b"".join(chunks)))
    return path


# The title in each place; that which is shown; the places; those that say something else.
PLACES = [
    ({}, "", [], []),
    ({"LIST INFO": TITLE}, TITLE, ["LIST INFO"], []),
    ({"latin-1": "Un été"}, "Un été", ["LIST INFO"], []),
    ({"id3": TITLE}, TITLE, ["id3"], []),
    ({"ID3": TITLE}, TITLE, ["id3"], []),
    ({"cart": TITLE}, "L'oeuvre d'ete no 1", ["cart"], []),
    ({"bext": "Interview du maire"}, "Interview du maire", ["bext"], []),
    ({"cart": LONG, "LIST INFO": LONG}, LONG, ["LIST INFO", "cart"], []),
    ({"bext": f"{TITLE} - Élise Noël", "id3": TITLE}, TITLE, ["id3", "bext"], []),
    ({"bext": f"{LONG} {LONG} {LONG}", "id3": f"{LONG} {LONG} {LONG} {LONG}"}, f"{LONG} {LONG} {LONG} {LONG}",
     ["id3", "bext"], []),
    ({"bext": TITLE, "cart": TITLE, "LIST INFO": TITLE, "id3": TITLE}, TITLE, ["LIST INFO", "id3", "cart", "bext"], []),
    ({"LIST INFO": TITLE, "id3": "Une autre affaire"}, TITLE, ["LIST INFO", "id3"], ["id3"]),
    ({"cart": "Flash", "LIST INFO": "Flash de 18 heures"}, "Flash de 18 heures", ["LIST INFO", "cart"], ["cart"]),
    ({"bext": "Enregistré dehors", "LIST INFO": TITLE}, TITLE, ["LIST INFO", "bext"], ["bext"]),
    ({"LIST INFO": "日本", "id3": "中国"}, "日本", ["LIST INFO", "id3"], ["id3"]),
]  # fmt: skip


@pytest.mark.parametrize(("places", "shown", "found", "others"), PLACES)
def test_every_title_is_found_and_disagreement_is_told(tmp_path, places, shown, found, others):
    info = read_sound_info(write_wave(tmp_path, places))
    assert info.tags.title == shown
    assert [title.place for title in info.titles] == found
    assert [title.place for title in find_other_titles(info.titles)] == others
    assert not info.faults


def test_what_is_printed_and_given_to_programs(tmp_path):
    inspected = inspect_file(write_wave(tmp_path, {"cart": "Flash", "LIST INFO": "Le pont rouvre", "id3": "Le pont"}))
    lines = [str(line) for line in describe_inspection(inspected)]
    at = lines.index("Title: Le pont rouvre")
    assert lines[at + 1 : at + 5] == [
        "Title found in: LIST INFO, id3, cart",
        "Another title in id3: Le pont",
        "Another title in cart: Flash",
        "Artist: Élise Noël",
    ]
    assert "Album: Le Phare" in lines
    table = json.loads(json.dumps(make_table(inspected)))
    assert table["titles"][2] == {"place": "cart", "title": "Flash"} and table["other_titles"] == ["id3", "cart"]


@pytest.mark.parametrize("damage", [b"", b"ID3", b"ID3\x03\0\0\0\0\x7f\x7f", b"ID3\x09\0\0\0\0\0\x05abcde"])
def test_a_damaged_chunk_of_tags_does_not_hide_the_rest(tmp_path, damage):
    path = write_wave(tmp_path, {"LIST INFO": TITLE})
    whole = path.read_bytes()[12:]
    path.write_bytes(riff.pack_chunk(b"RIFF", b"WAVE" + riff.pack_chunk(b"id3 ", damage) + whole))
    info = read_sound_info(path)
    assert info.tags.title == TITLE and info.sample_rate == 8000
