"""Sound files beside the MP3: what other programs read in them."""

import json
import subprocess
from datetime import date
from shutil import which

import pytest
from mutagen.flac import FLAC
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

from audiobrief import pipeline
from audiobrief.delivery.cover import draw_cover
from audiobrief.errors import TargetError
from audiobrief.model import Article, Block

TITLE, BYLINE, SOURCE = "L’œuvre d’été ; n° 1 = #1", "Élise Noël", "Le Phare"
HEADINGS = ["Les travaux = #1; et\\fin", "La suite"]
ARTICLE = Article(
    TITLE,
    (
        Block("paragraph", "Le pont a rouvert mardi."),
        Block("heading", HEADINGS[0]),
        Block("paragraph", "Les travaux ont duré."),
        Block("heading", HEADINGS[1]),
        Block("paragraph", "On verra demain."),
    ),
    byline=BYLINE,
    source=SOURCE,
    published=date(2026, 3, 9),
    address="https://example.org/pont",
)
FORMATS = ("flac", "m4b", "mp2", "opus")
SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A programme with every sound file, and its cover."""
    folder = tmp_path_factory.mktemp("sounds")
    cover = folder / "cover.jpg"
    cover.write_bytes(draw_cover(ARTICLE).picture)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOBRIEF_CACHE", str(folder / "cache"))
        return pipeline.make(
            ARTICLE,
            output=folder / "pont.mp3",
            voice="espeak-fr",
            formats=FORMATS,
            chapters="headings",
            delivery="listening",
            cover=cover,
        )


def probe(path):
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters"]
    return json.loads(subprocess.run([*command, str(path)], capture_output=True, check=True).stdout)


@pytest.mark.skipif(not which("ffprobe"), reason="ffprobe is not installed: apt-get install ffmpeg")
@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [("flac", "flac", 44_100), ("m4b", "aac", 44_100), ("mp2", "mp2", 44_100), ("opus", "opus", 48_000)],
)
def test_as_ffprobe_reads_it(made, name, codec, rate):
    read = probe(made.mp3.with_suffix(f".{name}"))
    sound = next(stream for stream in read["streams"] if stream["codec_type"] == "audio")
    assert (sound["codec_name"], int(sound["sample_rate"]), sound["channels"]) == (codec, rate, 1)
    assert float(read["format"]["duration"]) == pytest.approx(made.duration, abs=0.03)
    tags = {key.lower(): value for key, value in (read["format"].get("tags", {}) | sound.get("tags", {})).items()}
    assert (tags["title"], tags["artist"], tags["album"], tags["date"]) == (TITLE, BYLINE, SOURCE, "2026-03-09")
    assert tags["digitalsourcetype"] == SYNTHETIC
    chapters = [(float(chapter["start_time"]), chapter["tags"]["title"]) for chapter in read["chapters"]]
    assert [title for _, title in chapters] == [chapter.title for chapter in made.chapters]
    assert [start for start, _ in chapters] == pytest.approx([chapter.start for chapter in made.chapters], abs=0.001)
    assert any(stream["disposition"].get("attached_pic") for stream in read["streams"])


@pytest.mark.skipif(not which("mediainfo"), reason="mediainfo is not installed: apt-get install mediainfo")
@pytest.mark.parametrize("name", FORMATS)
def test_as_mediainfo_reads_it(made, name):
    shown = subprocess.run(["mediainfo", str(made.mp3.with_suffix(f".{name}"))], capture_output=True, text=True).stdout
    assert [text for text in (TITLE, BYLINE, *HEADINGS) if text not in shown] == []


def test_an_audiobook_as_mutagen_reads_it(made):
    file = MP4(made.mp3.with_suffix(".m4b"))
    assert file.info.length == pytest.approx(made.duration, abs=0.03)
    assert [chapter.title for chapter in file.chapters] == [chapter.title for chapter in made.chapters]
    assert file.tags["stik"] == [2] and bytes(file.tags["covr"][0])[:2] == b"\xff\xd8"
    assert "Les travaux ont duré." in file.tags["\xa9lyr"][0]


def test_comments_as_mutagen_reads_them(made):
    opus, flac = OggOpus(made.mp3.with_suffix(".opus")), FLAC(made.mp3.with_suffix(".flac"))
    assert opus["CHAPTER001NAME"] == flac["chapter001name"] == [HEADINGS[0]]
    assert opus["language"] == ["fra"] and flac.pictures[0].mime == "image/jpeg"
    # The gain that brings -19 LUFS to -23: -4 dB in 256ths.
    assert int(opus["R128_TRACK_GAIN"][0]) == pytest.approx(-4 * 256, abs=60)


def test_flac_is_the_sound_without_loss(made, tmp_path):
    again = pipeline.make(
        ARTICLE,
        output=tmp_path / "b.mp3",
        voice="espeak-fr",
        formats=("flac", "wav"),
        chapters="headings",
        delivery="listening",
    )
    samples = [_decode(again.mp3.with_suffix(ending)) for ending in (".flac", ".wav")]
    assert samples[0] == samples[1]
    assert len(samples[0]) == 2 * again.timeline.frames


def _decode(path):
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "s16le", "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_what_is_no_sound_cannot_be_tagged(made, tmp_path):
    from tests.renditions import exporters

    for name in ("flac", "m4b", "opus"):
        path = tmp_path / f"broken.{name}"
        path.write_bytes(b"nothing")
        with pytest.raises(TargetError, match=rf"The tags of 'broken\.{name}' cannot be written"):
            exporters()[name].write(_make_rendition(made), path)


def _make_rendition(made):
    from datetime import UTC, datetime

    from audiobrief.delivery.disclosure import Disclosure
    from audiobrief.delivery.exporter import Rendition
    from audiobrief.delivery.formats import load_delivery

    return Rendition(
        target=made.mp3,
        mp3=made.mp3,
        master=None,
        article=made.article,
        script=made.script,
        timeline=made.timeline,
        loudness=made.loudness,
        delivery=load_delivery("listening"),
        cover=None,
        voice=made.voice,
        disclosure=Disclosure("espeak-fr", "espeak", trained=False),
        produced=datetime(2026, 1, 1, tzinfo=UTC),
        version="9.9",
    )
