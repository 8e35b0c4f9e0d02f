"""Places in the sound as times, rounded once and the same way for every file that tells one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.delivery.timecode import (
    format_cue_index,
    format_daisy_clock,
    format_epub_clock,
    format_player_clock,
    format_seconds,
    format_timestamp,
    to_milliseconds,
)
from audiobrief.inspection import report_lines as inspection_lines

# Frame, sample rate, milliseconds.
PLACES = [
    (0, 44_100, 0),
    (44, 44_100, 0),
    (45, 44_100, 1),
    (44_099, 44_100, 999),
    (44_100, 44_100, 1_000),
    (23_999, 24_000, 999),
    (47, 48_000, 0),
    (10**12, 44_100, 22_675_736_961),
]


@pytest.mark.parametrize(("frame", "rate", "time"), PLACES)
def test_a_place_in_milliseconds(frame, rate, time):
    assert to_milliseconds(frame, rate) == time


@given(st.integers(0, 10**10), st.sampled_from([8_000, 22_050, 24_000, 44_100, 48_000]))
def test_nothing_is_told_later_than_it_is_heard_nor_a_millisecond_sooner(frame, rate):
    late = Fraction(1000 * frame, rate) - to_milliseconds(frame, rate)
    assert 0 <= late < 1


STAMPS = [
    (0, "00:00:00.000"),
    (9, "00:00:00.009"),
    (999, "00:00:00.999"),
    (59_999, "00:00:59.999"),
    (60_000, "00:01:00.000"),
    (3_599_999, "00:59:59.999"),
    (3_600_000, "01:00:00.000"),
    (3_723_004, "01:02:03.004"),
    (360_000_000, "100:00:00.000"),
]


@pytest.mark.parametrize(("time", "written"), STAMPS)
def test_a_time_is_written_in_full(time, written):
    assert format_timestamp(time) == written
    assert format_timestamp(time, ",") == written.replace(".", ",")


# Milliseconds as EPUB's overlays, DAISY's metadata, pages and `inspect` write them.
WRITTEN = [
    (0, "0:00:00.000", "00:00:00", "0:00", "0.000", "0:00.000"),
    (499, "0:00:00.499", "00:00:00", "0:00", "0.499", "0:00.499"),
    (500, "0:00:00.500", "00:00:01", "0:00", "0.500", "0:00.500"),
    (9_040, "0:00:09.040", "00:00:09", "0:09", "9.040", "0:09.040"),
    (59_999, "0:00:59.999", "00:01:00", "0:59", "59.999", "0:59.999"),
    (185_000, "0:03:05.000", "00:03:05", "3:05", "185.000", "3:05.000"),
    (3_599_499, "0:59:59.499", "00:59:59", "59:59", "3599.499", "59:59.499"),
    (3_600_000, "1:00:00.000", "01:00:00", "1:00:00", "3600.000", "1:00:00.000"),
    (3_723_004, "1:02:03.004", "01:02:03", "1:02:03", "3723.004", "1:02:03.004"),
    (363_723_004, "101:02:03.004", "101:02:03", "101:02:03", "363723.004", "101:02:03.004"),
]


@pytest.mark.parametrize(("time", "overlay", "metadata", "page", "attribute", "told"), WRITTEN)
def test_each_document_writes_a_time_its_own_way(time, overlay, metadata, page, attribute, told):
    assert format_epub_clock(time) == overlay
    assert format_daisy_clock(time) == metadata
    assert format_player_clock(time) == page
    assert format_seconds(time) == attribute
    assert str(inspection_lines.format_time(time / 1000)) == told


# Frames at 44.1 kHz as a cue sheet has them: minutes, seconds, and frames of a seventy-fifth of a second.
SHEET = [(0, "00:00:00"), (587, "00:00:00"), (588, "00:00:01"), (44_099, "00:00:74"), (44_100, "00:01:00"),
         (60 * 44_100, "01:00:00"), (3_725 * 44_100, "62:05:00"), (6_000 * 44_100, "100:00:00")]  # fmt: skip


@pytest.mark.parametrize(("frame", "written"), SHEET)
def test_a_cue_sheet_counts_in_75ths(frame, written):
    assert format_cue_index(frame, 44_100) == written
