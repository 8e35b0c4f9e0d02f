"""A programme for each delivery keeps its promises, as programs that are not audiobrief's read its files.

`deliveries.py` reads ten articles so, and writes down the worst of them.
"""

import shutil

import pytest

from tests.acceptance import deliveries
from tests.acceptance.deliveries import DELIVERIES, IN_STEP, Made, Reading

TOOLS = ("ffmpeg", "ffprobe", "mediainfo", "cuebreakpoints", "java")
MISSING = [tool for tool in TOOLS if not shutil.which(tool)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
# Of ninety words, with headings.
ARTICLE = 2


@pytest.fixture(scope="module", params=DELIVERIES)
def made(request, tmp_path_factory) -> Made:
    words, headed = deliveries.ARTICLES[ARTICLE - 1]
    text = deliveries.written(ARTICLE, words, headed, deliveries.sentences())
    folder = tmp_path_factory.mktemp(request.param)
    return deliveries.make(text, request.param, folder, *DELIVERIES[request.param])


@pytest.fixture(autouse=True)
def _java_starts_quickly(monkeypatch):
    """EPUBCheck runs for two seconds: what Java would compile thoroughly is not worth its time."""
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto")


def broken(readings: list[Reading]) -> list[str]:
    return [f"{one.figure}, by {one.tool}: {one.found}, not {one.promised}" for one in readings if not one.kept]


def test_every_promised_figure_is_kept(made):
    readings = [*deliveries.read_back(made)]
    assert len(readings) > 20 and broken(readings) == []


def test_every_mark_is_where_its_sound_begins(made):
    found: dict[tuple[str, str], deliveries.Marks] = {}
    deliveries.mark_all(made, found)
    far = [(kind, error) for (_, kind), marks in found.items() for error in marks.errors if abs(error) > IN_STEP]
    assert far == [] and all(marks.errors for marks in found.values())
    assert [kind for (_, kind), marks in found.items() if marks.shared] == []


@pytest.mark.parametrize("made", ["radio"], indirect=True)
def test_a_slot_is_kept(made, tmp_path):
    readings = [*deliveries.fitted(made.text, made.length, tmp_path)]
    assert len(readings) == 3 and broken(readings) == []
