"""JSON chapters, beside the chapter frames of the MP3 they describe."""

import json
import subprocess

import eyed3
import imageio_ffmpeg

from audiobrief.delivery.mp3 import make_tags, tag_mp3
from audiobrief.delivery.text.chapters_json import make_chapters_json
from audiobrief.model import Article, Block, Chapter, ChapterMark, Script, Timeline, Utterance
from tests.timelines import ARTICLE, timeline


def test_what_the_format_asks_for():
    document = json.loads(make_chapters_json(ARTICLE, timeline(), file_name="digue.mp3"))
    assert document["version"] == "1.2.0"
    assert (document["title"], document["author"], document["fileName"]) == (
        ARTICLE.title,
        ARTICLE.byline,
        "digue.mp3",
    )
    first = {"startTime": 0.0, "endTime": 7.8, "title": ARTICLE.title, "toc": True, "url": ARTICLE.address}
    assert document["chapters"][0] == first
    starts = [chapter["startTime"] for chapter in document["chapters"]]
    assert starts == sorted(starts)


def test_a_chapter_leads_to_its_heading_in_the_article():
    article = Article("T", (Block("heading", "Là-bas, sur l’eau & le quai", 2),), address="https://example.org/a")
    marks = (ChapterMark(0, 44_100, "T"), ChapterMark(44_100, 88_200, "Là-bas, sur l’eau & le quai"))
    chapters = json.loads(make_chapters_json(article, Timeline(44_100, 88_200, (), marks)))["chapters"]
    assert [chapter["url"] for chapter in chapters] == [
        "https://example.org/a",
        "https://example.org/a#:~:text=L%C3%A0%2Dbas%2C%20sur%20l%E2%80%99eau%20%26%20le%20quai",
    ]


def test_what_is_not_known_is_left_out():
    document = json.loads(make_chapters_json(Article("T", ()), timeline()))
    assert set(document) == {"version", "title", "chapters"}


def test_times_are_milliseconds_that_have_passed():
    """0.9999 s is no second yet; worked out by hand."""
    marks = (ChapterMark(0, 44_099, "A"), ChapterMark(44_099, 44_145, "B"), ChapterMark(44_145, 10 * 44_100, "C"))
    document = json.loads(make_chapters_json(ARTICLE, Timeline(44_100, 10 * 44_100, (), marks)))
    times = [(chapter["startTime"], chapter["endTime"]) for chapter in document["chapters"]]
    assert times == [(0.0, 0.999), (0.999, 1.001), (1.001, 10.0)]


def test_the_times_are_those_of_the_mp3(tmp_path):
    """At a rate that gives no whole milliseconds."""
    path = tmp_path / "a.mp3"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "sine=d=40", "-id3v2_version", "0"]
    subprocess.run([*command, str(path)], check=True)
    marks = timeline()
    script = Script("T", (Chapter("A", (Utterance("B."),)),))
    tag_mp3(path, make_tags(marks, ARTICLE, script, version="1", lyrics=""))
    frames = sorted(eyed3.load(path).tag.chapters, key=lambda chapter: chapter.times[0])
    chapters = json.loads(make_chapters_json(ARTICLE, marks))["chapters"]
    assert [(round(one["startTime"] * 1000), round(one["endTime"] * 1000), one["title"]) for one in chapters] == [
        (*frame.times, frame.title) for frame in frames
    ]
