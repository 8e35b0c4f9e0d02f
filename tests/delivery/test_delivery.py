"""Tags read back by other programs, names of files, and writing that is all or nothing."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from shutil import which

import eyed3
import imageio_ffmpeg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3

from audiobrief.delivery.mp3 import join_text, make_tags, tag_mp3
from audiobrief.errors import TargetError
from audiobrief.model import Article, Block, Chapter, ChapterMark, Cue, Script, Timeline, Utterance
from audiobrief.system.file_names import make_slug
from audiobrief.system.transaction import check_writable, replaced_file
from tests.waiting import PATIENCE

# Of very different lengths: written by size, they would come out in another order.
TITLES = [
    "Un titre d’ouverture bien plus long que tous ceux qui le suivent",
    "B",
    "Troisième chapitre",
    "Œuf 🥚",
    "Fin",
]


@pytest.fixture
def mp3(tmp_path):
    path = tmp_path / "a.mp3"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "sine=d=10", "-id3v2_version", "0"]
    subprocess.run([*command, str(path)], check=True)
    return path


# More than ten: sorted by their names, chp10 and chp11 would come before chp2.
TWELVE = [*TITLES, *(f"{'Suite ' * (number % 4)}{number}" for number in range(7))]


def tagged(path, titles=TITLES, frames=10 * 44_100):
    edges = [frames * n // len(titles) for n in range(len(titles) + 1)]
    marks = tuple(ChapterMark(a, b, t) for a, b, t in zip(edges, edges[1:], titles, strict=False))
    article = Article("L’œuf d’été", (Block("paragraph", "Texte."),), "Anne Ferrec", date(2024, 3, 9), "Le Littoral")
    script = Script("L’œuf d’été", tuple(Chapter(t, (Utterance("Texte."),)) for t in titles))
    tag_mp3(
        path, make_tags(Timeline(44_100, frames, (), marks), article, script, version="9.9", lyrics="Texte.\n\nFin.")
    )
    return marks


def test_tags_as_eyed3_reads_them(mp3):
    marks = tagged(mp3)
    tag = eyed3.load(mp3).tag
    assert tag.version == (2, 3, 0)
    assert (tag.title, tag.artist, tag.album) == ("L’œuf d’été", "Anne Ferrec", "Le Littoral")
    # eyeD3 takes TDAT for a whole date and drops it; mutagen reads it below.
    assert tag.recording_date.year == 2024
    assert tag.genre.name == "Speech"
    assert tag.lyrics[0].text.splitlines() == ["Texte.", "", "Fin."]
    assert tag.comments[0].text == "audiobrief 9.9"
    (toc,) = tag.table_of_contents
    assert toc.toplevel and toc.ordered
    assert [child.decode() for child in toc.child_ids] == [f"chp{n}" for n in range(len(TITLES))]
    read = sorted(tag.chapters, key=lambda chapter: chapter.times[0])
    assert [chapter.title for chapter in read] == TITLES
    for chapter, mark in zip(read, marks, strict=True):
        assert abs(chapter.times[0] - mark.start / 44.1) <= 1
        assert abs(chapter.times[1] - mark.end / 44.1) <= 1


def test_tags_as_mutagen_reads_them(mp3):
    tagged(mp3)
    tags = ID3(mp3, translate=False)
    assert tags.version == (2, 3, 0)
    assert (tags["TYER"].text, tags["TDAT"].text, tags["TLAN"].text) == (["2024"], ["0903"], ["fra"])
    assert tags["CHAP:chp0"].start_time == 0
    assert tags["CHAP:chp4"].end_time <= 10_000
    assert tags["CHAP:chp1"].start_offset == 0xFFFFFFFF


# An article's address, and the links of its chapters « Un pont-levis » (a heading of it) and « Fin » (none).
LINKS = [
    ("https://example.org/a", ["https://example.org/a#:~:text=Un%20pont%2Dlevis", "https://example.org/a"]),
    ("https://example.org/a#bas", ["https://example.org/a#bas"] * 2),
    # Addresses in ID3 are ISO 8859-1.
    ("https://example.org/été", []),
    ("", []),
]


@pytest.mark.parametrize(("address", "links"), LINKS)
def test_chapters_lead_to_their_headings_on_the_web(mp3, address, links):
    article = Article("T", (Block("heading", "Un pont-levis", 2), Block("paragraph", "Là.")), address=address)
    marks = (ChapterMark(0, 44_100, "Un pont-levis"), ChapterMark(44_100, 88_200, "Fin"))
    line = Timeline(44_100, 88_200, (), marks)
    tag_mp3(mp3, make_tags(line, article, Script("T", ()), version="9.9", lyrics=""))
    chapters = ID3(mp3, translate=False).getall("CHAP")
    assert [frame.url for chapter in chapters for frame in chapter.sub_frames.getall("WXXX")] == links


def test_chapters_stand_in_time_order_in_the_file(mp3):
    tagged(mp3, TWELVE)
    raw = mp3.read_bytes()
    places = [raw.index(f"chp{n}\0".encode(), raw.index(b"CHAP")) for n in range(12)]
    assert places == sorted(places)
    assert raw.index(b"CTOC") < raw.index(b"CHAP")
    tags = ID3(mp3, translate=False)
    assert tags["CTOC:toc"].child_element_ids == [f"chp{n}" for n in range(12)]
    assert [tags[f"CHAP:chp{n}"].sub_frames["TIT2"].text[0] for n in range(12)] == TWELVE


# Frames at 44.1 kHz, and how long that is in whole milliseconds, as a length and as the end of the last chapter.
LENGTHS = [(441_000, 10_000), (440_999, 9_999), (44_100, 1_000), (44_099, 999)]


@pytest.mark.parametrize(("frames", "length"), LENGTHS)
def test_lengths_are_in_milliseconds_and_never_over(mp3, frames, length):
    tagged(mp3, frames=frames)
    tags = ID3(mp3, translate=False)
    assert tags["TLEN"].text == [str(length)]
    assert tags[f"CHAP:chp{len(TITLES) - 1}"].end_time == length


def test_the_words_stand_in_the_file_with_the_moment_they_are_heard(mp3):
    said = [Utterance("Un début."), Utterance("Une\x1bsuite."), Utterance("La fin.")]
    cues = tuple(Cue(at * 44_100 + 44, at * 44_100 + 30_000, each) for at, each in enumerate(said))
    line = Timeline(44_100, 4 * 44_100, cues, (ChapterMark(0, 4 * 44_100, "Un"),))
    script = Script("T", (Chapter("Un", tuple(said)),))
    tag_mp3(mp3, make_tags(line, Article("T", ()), script, version="9.9", lyrics="Un début.\n\nLa\x1bfin."))
    tags = ID3(mp3, translate=False)
    (timed,) = tags.getall("SYLT")
    # ID3v2.3, 4.10: 2 is milliseconds, 1 is lyrics.
    assert (timed.lang, timed.format, timed.type) == ("fra", 2, 1)
    assert timed.text == [("Un début.", 0), ("Une\ufffdsuite.", 1000), ("La fin.", 2000)]
    (words,) = tags.getall("USLT")
    assert (words.lang, words.text) == ("fra", "Un début.\n\nLa\ufffdfin.")
    # What is not known is not said.
    assert not set(tags) & {"TPE1", "TALB", "TYER", "TDAT", "TDRC", "APIC:"}
    assert tags.size < 4_000


def test_there_are_as_many_chapters_as_a_table_of_contents_can_count(mp3):
    tagged(mp3, [f"C{n}" for n in range(255)])
    assert len(ID3(mp3).getall("CHAP")) == 255


def test_tags_that_cannot_be_written_are_told(mp3, tmp_path):
    with pytest.raises(TargetError, match=r"The tags of 'none\.mp3' cannot be written: No such file"):
        tagged(tmp_path / "none" / "none.mp3")


@pytest.mark.skipif(not which("ffprobe"), reason="ffprobe is not installed: apt-get install ffmpeg")
def test_chapters_as_ffprobe_shows_them(mp3):
    tagged(mp3)
    command = ["ffprobe", "-v", "error", "-show_entries", "chapter_tags=title", "-of", "csv=p=0", str(mp3)]
    assert subprocess.run(command, capture_output=True, text=True).stdout.split("\n")[:-1] == TITLES


def test_too_many_chapters_are_refused(mp3):
    with pytest.raises(ValueError, match="255"):
        tagged(mp3, [f"C{n}" for n in range(256)])


def test_tagging_twice_gives_the_same_bytes(mp3):
    tagged(mp3)
    once = mp3.read_bytes()
    tagged(mp3)
    assert mp3.read_bytes() == once


def test_lyrics_are_the_article_s_own_words():
    script = Script(
        "T",
        (
            Chapter("A", (Utterance("Il a 21 ans."), Utterance("Il part.", pause_after="chapter"))),
            Chapter("B", (Utterance("Fin.", pause_after="none"),)),
        ),
    )
    assert join_text(script) == "Il a 21 ans. Il part.\n\nFin."


# The pause behind each sentence, and what is shown of them.
PARAGRAPHS = [
    (["sentence", "phrase", "none"], "A. B. C."),
    (["sentence", "sentence", "sentence"], "A. B. C."),
    (["paragraph", "sentence", "sentence"], "A.\n\nB. C."),
    (["heading", "paragraph", "chapter"], "A.\n\nB.\n\nC."),
]


@pytest.mark.parametrize(("pauses", "shown"), PARAGRAPHS)
def test_lyrics_have_the_paragraphs_of_the_article(pauses, shown):
    said = tuple(Utterance(text, pause_after=pause) for text, pause in zip(("A.", "B.", "C."), pauses, strict=True))
    assert join_text(Script("T", (Chapter("A", said),))) == shown


SLUGS = [
    ("L’été à Évreux", "l-ete-a-evreux"),
    ("Cœur & œuvre", "coeur-oeuvre"),
    ("../../etc/passwd", "etc-passwd"),
    ("🔴 ALERTE !", "alerte"),
    ("🔴", "programme"),
    ("", "programme"),
    ("con", "con-"),
    ("a" * 200, "a" * 80),
    ("mot " * 40, "-".join(["mot"] * 20)),
    ("a" * 39 + " " + "b" * 40, "a" * 39 + "-" + "b" * 40),
    ("a" * 39 + " " + "b" * 41, "a" * 39),
    ("Straße & Ærø", "strasse-aero"),
    ("L'île d`or", "l-ile-d-or"),
    ("LPT1", "lpt1-"),
    ("com10", "com10"),
    ("Auxerre", "auxerre"),
]


@pytest.mark.parametrize(("title", "name"), SLUGS)
def test_slugs(title, name):
    assert make_slug(title) == name


@given(st.text(max_size=300))
def test_a_slug_is_always_a_safe_file_name(title):
    name = make_slug(title)
    assert 0 < len(name) <= 81
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_what_is_unfinished_never_takes_the_target_s_place(tmp_path):
    target = tmp_path / "a.mp3"
    target.write_bytes(b"former")
    with pytest.raises(RuntimeError), replaced_file(target) as unfinished:
        unfinished.write_bytes(b"half")
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]
    assert target.read_bytes() == b"former"
    with replaced_file(target) as unfinished:
        unfinished.write_bytes(b"whole")
    assert target.read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]


HOLD = """
import sys, time
from pathlib import Path
from audiobrief.system.signals import exit_on_termination
from audiobrief.system.transaction import replaced_file
with exit_on_termination(), replaced_file(Path(sys.argv[1])) as unfinished:
    unfinished.write_bytes(b"half")
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_killed_run_leaves_no_target(tmp_path, number):
    target = tmp_path / "a.mp3"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(target)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(number)
    process.communicate(timeout=PATIENCE)
    assert not target.exists()
    left = list(tmp_path.iterdir())
    assert left == [] or number == signal.SIGKILL
    for path in left:
        os.utime(path, (time.time() - 90_000,) * 2)
    with replaced_file(target) as unfinished:
        unfinished.write_bytes(b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]


@pytest.mark.parametrize("name", ["", "file/x.mp3"])
def test_targets_that_cannot_be_written(tmp_path, name):
    (tmp_path / "file").write_text("x")
    with pytest.raises(TargetError, match=str(tmp_path)):
        check_writable(tmp_path / name if name else tmp_path)
