"""Sound files that are neither MP3 nor WAV: what `inspect` says of those that audiobrief writes, and if damaged."""

import json
import random
from datetime import date

import pytest

from audiobrief import pipeline
from audiobrief.delivery.cover import draw_cover
from audiobrief.errors import EncoderError
from audiobrief.inspection.containers import read_sound_info
from audiobrief.inspection.report import inspect_file, make_table
from audiobrief.inspection.report_lines import describe_inspection
from audiobrief.inspection.sound_info import SoundInfo
from audiobrief.model import Article, Block
from tests.certificates import write_credentials

ARTICLE = Article(
    "L’œuvre d’été",
    (
        Block("paragraph", "Le pont a rouvert mardi."),
        Block("heading", "Les travaux"),
        Block("paragraph", "Ils ont duré."),
    ),
    byline="Élise Noël",
    source="Le Phare",
    published=date(2026, 3, 9),
)
KINDS = {"m4b": "MPEG-4", "opus": "Opus in Ogg", "flac": "FLAC", "mp2": "MPEG Layer II"}
SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A programme in every format, signed where that can be."""
    folder = tmp_path_factory.mktemp("others")
    key, chain = write_credentials(folder)
    cover = folder / "cover.jpg"
    cover.write_bytes(draw_cover(ARTICLE).picture)
    return pipeline.make(
        ARTICLE, output=folder / "pont.mp3", voice="espeak-fr", formats=tuple(KINDS), chapters="headings",
        cached=False, c2pa_key=key, c2pa_certificate=chain, cover=cover,
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_its_tags_chapters_and_marking(made, kind):
    inspected = inspect_file(made.mp3.with_suffix(f".{kind}"))
    info = inspected.info
    assert (info.format, info.channels) == (kind, 1)
    assert inspected.duration == pytest.approx(made.duration, abs=0.03)
    tags = info.tags
    assert (tags.title, tags.artist, tags.album) == (ARTICLE.title, "Élise Noël", "Le Phare")
    assert (tags.date, tags.language, tags.genre) == ("2026-03-09", "fra", "Speech")
    assert (tags.source_type, tags.voice) == (SYNTHETIC, "espeak-fr (espeak)")
    assert (tags.cover, "Le pont a rouvert mardi." in tags.lyrics) == ("image/jpeg", True)
    assert tags.cover_bytes > 1000
    assert [chapter.title for chapter in info.chapters] == [chapter.title for chapter in made.chapters]
    starts = [chapter.start for chapter in made.chapters]
    assert [chapter.start for chapter in info.chapters] == pytest.approx(starts, abs=0.001)
    assert inspected.chapter_faults == ()
    assert inspected.verdicts == ()


@pytest.mark.parametrize(("kind", "name"), KINDS.items())
def test_as_lines_and_as_json(made, kind, name):
    inspected = inspect_file(made.mp3.with_suffix(f".{kind}"))
    lines = [str(line) for line in describe_inspection(inspected)]
    assert f"Format: {name}" in lines
    assert f"Made as: {SYNTHETIC}" in lines
    assert "Chapters: 2" in lines
    assert any("16-bit PCM" in line if kind == "flac" else "kbit/s" in line for line in lines[:3])
    table = json.loads(json.dumps(make_table(inspected)))
    assert (table["format"], table["tags"]["title"]) == (kind, ARTICLE.title)
    assert (table["provenance"] or {}).get("state") == ("valid" if kind == "m4b" else None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_read_or_told_of(made, tmp_path, kind):
    """Cut anywhere, or with some bytes changed: what is left is found, or one sentence says that it is not."""
    data = made.mp3.with_suffix(f".{kind}").read_bytes()
    dice = random.Random(7)
    path = tmp_path / f"a.{kind}"
    for _ in range(40):
        changed = bytearray(data[: dice.choice([len(data), dice.randrange(64, len(data))])])
        for _ in range(dice.randrange(20)):
            changed[dice.randrange(min(len(changed), 4000))] = dice.randrange(256)
        path.write_bytes(changed)
        try:
            assert isinstance(read_sound_info(path), SoundInfo)
        except EncoderError as error:
            assert "a." in str(error)
            assert "\n" not in str(error)
