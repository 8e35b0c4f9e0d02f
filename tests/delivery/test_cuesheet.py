"""Cue sheets, read back by cueparser and cuetools."""

import re
import subprocess
from datetime import date
from shutil import which

import pytest
from cueparser import CueSheet
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.delivery.radio.cuesheet import format_cue_sheet
from audiobrief.errors import TargetError
from audiobrief.model import Article, ChapterMark, Script, Timeline
from tests.renditions import export

ARTICLE = Article("T", (), "Anne Ferrec", date(2024, 3, 9), "Le Littoral")


def sheet(starts, titles=None, title="Le marché des brumes", article=ARTICLE, name="a.mp3", rate=44_100, kind="MP3"):
    titles = titles or [f"Chapitre {n}" for n in range(1, len(starts) + 1)]
    ends = [*starts[1:], starts[-1] + rate]
    marks = tuple(ChapterMark(a, b, text) for a, b, text in zip(starts, ends, titles, strict=True))
    return format_cue_sheet(Timeline(rate, ends[-1], (), marks), Script(title, ()), article, name, kind)


def parsed(data):
    read = CueSheet()
    read.setOutputFormat("", "")
    read.setData(data.decode("utf-8").replace("\r\n", "\n"))
    read.parse()
    return read


def test_a_whole_sheet():
    made = sheet([0, 44_100, 44_100 * 95 + 588], ["Ouverture", "Cœur d’été", "« Fin »"])
    assert made.decode("utf-8").split("\r\n") == [
        "REM GENRE Speech",
        "REM DATE 2024",
        'PERFORMER "Anne Ferrec"',
        'TITLE "Le marché des brumes"',
        'FILE "a.mp3" MP3',
        "  TRACK 01 AUDIO",
        '    TITLE "Ouverture"',
        "    INDEX 01 00:00:00",
        "  TRACK 02 AUDIO",
        '    TITLE "Cœur d’été"',
        "    INDEX 01 00:01:00",
        "  TRACK 03 AUDIO",
        '    TITLE "« Fin »"',
        "    INDEX 01 01:35:01",
        "",
    ]


def test_as_cueparser_reads_it():
    read = parsed(sheet([0, 90 * 48_000], ['Il dit "non" et "oui"', "B"], rate=48_000, name="a.wav", kind="WAVE"))
    assert (read.title, read.performer, read.file, read.aformat) == (
        "Le marché des brumes", "Anne Ferrec", "a.wav", "WAVE",
    )  # fmt: skip
    assert [(track.number, track.offset, track.title) for track in read.tracks] == [
        (1, "00:00:00", "Il dit “non” et “oui”"),
        (2, "01:30:00", "B"),
    ]


@pytest.mark.skipif(not which("cuebreakpoints"), reason="cuebreakpoints is not installed: apt-get install cuetools")
def test_as_cuetools_reads_it(tmp_path):
    (tmp_path / "a.cue").write_bytes(sheet([0, 44_100, 44_100 * 95 + 588]))
    shown = subprocess.run(["cuebreakpoints", tmp_path / "a.cue"], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["0:01.00", "1:35.01"]


def test_what_is_not_known_is_not_said():
    made = sheet([0], article=Article("T", ()))
    assert b"PERFORMER" not in made and b"REM DATE" not in made
    assert b'PERFORMER "Le Littoral"' in sheet([0], article=Article("T", (), source="Le Littoral"))


def test_chapters_beyond_the_ninety_ninth_are_indexes_of_the_last_track():
    starts = [n * 44_100 for n in range(250)]
    lines = sheet(starts).decode().split("\r\n")
    tracks = [line for line in lines if "TRACK" in line]
    assert (len(tracks), tracks[-1]) == (99, "  TRACK 99 AUDIO")
    last = lines[lines.index("  TRACK 99 AUDIO") :]
    assert last[:4] == ["  TRACK 99 AUDIO", '    TITLE "Chapitre 99"', "    INDEX 01 01:38:00", "    INDEX 02 01:39:00"]
    assert last[-2] == "    INDEX 99 03:16:00"


def test_minutes_run_on_past_the_hour():
    assert b"INDEX 01 150:00:00" in sheet([0, 150 * 60 * 44_100])


def test_a_long_title_is_cut_at_a_word():
    (title,) = re.findall(r'^TITLE "(.*)"', sheet([0], title="mot " * 40).decode(), re.M)
    assert (len(title), title[-3:]) == (79, "mot")


@pytest.mark.parametrize("name", ['a".mp3', "a\n.mp3"])
def test_file_names_that_no_sheet_can_hold(name):
    with pytest.raises(TargetError, match="cannot name"):
        sheet([0], name=name)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=120), st.text(), st.sampled_from([44_100, 48_000]))
def test_no_text_breaks_a_sheet_and_no_index_is_late(gaps, title, rate):
    starts = [sum(gaps[1 : n + 1]) for n in range(len(gaps))]
    text = sheet(starts, [title] * len(starts), title, rate=rate).decode("utf-8")
    for line in text.splitlines():
        assert re.fullmatch(
            r'REM \w+ \w+|(?:PERFORMER|FILE|\s*TITLE) "[^"]*"(?: MP3)?|\s+TRACK \d\d AUDIO|\s+INDEX.*', line
        )
    indexes = [[int(part) for part in found] for found in re.findall(r"INDEX \d\d (\d+):(\d\d):(\d\d)", text)]
    places = [(minutes * 60 + seconds) * 75 + part for minutes, seconds, part in indexes]
    assert len(places) == len(starts)
    for place, start in zip(places, starts, strict=True):
        assert place <= start * 75 / rate < place + 1


@pytest.mark.parametrize(("delivery", "line"), [("podcast", 'FILE "a.mp3" MP3'), ("radio", 'FILE "a.wav" WAVE')])
def test_the_sheet_names_the_main_sound(delivery, line):
    marks = Timeline(48_000, 48_000, (), (ChapterMark(0, 48_000, "Ouverture"),))
    made = export("cue", ARTICLE, Script("T", ()), marks, "a.mp3", delivery=delivery)
    assert line in made.decode().split("\r\n")
