"""Covers: what is drawn fits and can be read; what is given is checked."""

import io
import subprocess
from itertools import pairwise

import eyed3
import imageio_ffmpeg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from audiobrief.delivery import cover
from audiobrief.delivery.mp3 import make_tags, tag_mp3
from audiobrief.errors import DataError
from audiobrief.model import Article, Chapter, Script, Utterance
from tests.timelines import ARTICLE, timeline

TITLES = [
    "Œuf",
    "Au marché, les halles rouvrent après vingt et un mois de chantier",
    "« Où va l’été ? » : Évreux, Nîmes, Łódź et 2 400 m² d’incertitude",
    "anticonstitutionnellement " * 30,
    "W" * 400,
    "Ὀδύσσεια 🥚 Война",
    "",
]


def opened(made):
    picture = Image.open(io.BytesIO(made.picture))
    picture.load()
    return picture


def drawn(title, byline="Anne Ferrec", source="Le Littoral"):
    return cover.draw_cover(Article(title, (), byline=byline, source=source))


@pytest.mark.parametrize("title", TITLES)
def test_a_drawn_cover_is_what_directories_ask_for(title):
    made = drawn(title)
    picture = opened(made)
    assert (picture.format, picture.size, picture.mode) == ("JPEG", (1400, 1400), "RGB")
    assert made.mime == "image/jpeg"
    assert len(made.picture) < 300_000


def ink(picture):
    """The box of what is drawn, on whatever ground."""
    ground = picture.getpixel((2, 2))
    strong = picture.convert("L").point(lambda value: 255 if value > 150 else 0)
    assert sum(ground) < 300
    return strong.getbbox()


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=300))
def test_no_title_runs_out_of_the_picture(title):
    left, top, right, bottom = ink(opened(drawn(title, byline=title, source=title)))
    assert left >= 80 and top >= 80 and right <= 1320 and bottom <= 1320


@pytest.mark.parametrize(("short", "long"), [("Œuf dur", "Œuf dur et autres nouvelles du marché couvert de la ville")])
def test_a_short_title_is_written_at_least_as_large(short, long):
    def height_of_first_line(title):
        picture = opened(drawn(title, "", "")).convert("L").crop((0, 0, 1400, 950))
        rows = [max(picture.crop((0, row, 1400, row + 1)).tobytes()) > 200 for row in range(950)]
        top = rows.index(True)
        return rows.index(False, top) - top

    assert height_of_first_line(short) >= height_of_first_line(long)


@pytest.mark.parametrize("words", [4, 9, 16, 40])
def test_lines_of_a_title_stand_apart_at_one_distance(words):
    """Capitals of one height: each line is a run of rows with ink, none runs into the next."""
    picture = opened(drawn("HEHEHEHE " * words, "", "")).convert("L").crop((0, 0, 1400, 950))
    inked = [max(picture.crop((0, row, 1400, row + 1)).tobytes()) > 200 for row in range(950)]
    edges = [row for row in range(1, 950) if inked[row] != inked[row - 1]]
    starts, ends = edges[::2], edges[1::2]
    heights = {end - start for start, end in zip(starts, ends, strict=True)}
    distances = {two - one for one, two in pairwise(starts)}
    assert len(starts) >= 2 and max(heights) - min(heights) <= 2 and max(distances) - min(distances) <= 2
    assert 1.3 < min(distances) / max(heights) < 2.2
    assert starts[0] < 200, "the first line stands at the top"


def test_accents_are_drawn():
    """A title without its accents is another picture."""
    assert drawn("Été à Évreux").picture != drawn("Ete a Evreux").picture
    for letter in "éèêëàâùûîïôçœæÉÈÀÇŒÆÿ«»’–—…€":
        assert cover._has_glyph(letter), letter


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    channels = [value / 255 for value in colour]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("title", ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K"])
def test_the_contrast_is_high(title):
    picture = opened(drawn(title))
    colours = [colour for _, colour in picture.getcolors(1400 * 1400)]
    light, dark = max(map(luminance, colours)), luminance(picture.getpixel((2, 2)))
    assert (light + 0.05) / (dark + 0.05) >= 7


def bars(title):
    """The heights in pixels of the 37 bars under the title, and the middle of each."""
    picture = opened(drawn(title)).convert("L")
    found = []
    for at in range(37):
        x = round(110 + (at + 0.25) * 1180 / 37)
        rows = [row for row in range(985, 1150) if picture.getpixel((x, row)) > 150]
        found.append((len(rows), (rows[0] + rows[-1]) / 2))
    return found


@pytest.mark.parametrize("title", ["Œuf", "Le pont rouvre", "La fanfare joue"])
def test_bars_of_different_heights_swell_to_the_middle(title):
    heights = [height for height, _ in bars(title)]
    assert all(middle == pytest.approx(1060, abs=2) for _, middle in bars(title))
    assert all(14 <= height <= 132 for height in heights)
    assert max(heights[0], heights[-1]) < 25 and max(heights[12:25]) > 75
    assert len(set(heights)) > 20 and heights != heights[::-1]


def test_titles_have_bars_and_grounds_of_their_own():
    titles = ["Œuf", "Le pont rouvre", "La fanfare joue", "La piscine ferme", "Un bus de plus", "Été"]
    assert len({str(bars(title)) for title in titles}) == len(titles)
    assert len({opened(drawn(title)).getpixel((2, 2)) for title in titles}) >= 3


def test_byline_and_source_stand_under_each_other():
    """Each in a line of its own, under the bars; who has no byline has the source in the first."""

    def lines(byline, source):
        picture = opened(drawn("Œuf", byline, source)).convert("L").crop((0, 1150, 1400, 1400))
        inked = [max(picture.crop((0, row, 1400, row + 1)).tobytes()) > 200 for row in range(250)]
        return [row + 1150 for row in range(1, 250) if inked[row] and not inked[row - 1]]

    first, second = lines("HH", "HH")
    assert lines("HH", "") == lines("", "HH") == [first]
    assert 1180 <= first < 1200 and 1.1 < (second - first) / 48 < 1.4
    assert lines("", "") == []


def test_what_is_too_long_ends_in_its_own_place():
    """A title above the bars, byline and source in a line each, whatever they are."""

    def inked(picture, first, last):
        return [max(picture.crop((0, row, 1400, row + 1)).tobytes()) > 200 for row in range(first, last)]

    picture = opened(drawn("W" * 1000, "W" * 200, "")).convert("L")
    assert any(inked(picture, 900, 945)) and not any(inked(picture, 950, 990))
    credit = inked(picture, 1150, 1400)
    assert sum(one and not before for before, one in pairwise(credit)) == 1
    assert not any(inked(opened(drawn("mot " * 400, "", "")).convert("L"), 950, 990))


def test_a_cover_without_a_title_bears_the_source_as_one():
    named, bare = (opened(drawn("", "", source)).convert("L").crop((0, 0, 1400, 960)) for source in ("HH", ""))
    assert named.getextrema()[1] > 200 > bare.getextrema()[1]


def test_the_same_article_gives_the_same_bytes():
    assert drawn("L’été") == drawn("L’été")
    assert drawn("L’été").picture != drawn("L’hiver").picture


def saved(path, size=(1400, 1400), mode="RGB", kind="JPEG"):
    Image.new(mode, size).save(path, kind)
    return path


@pytest.mark.parametrize(("kind", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a_given_cover_is_taken_as_it_is(tmp_path, kind, mime):
    path = saved(tmp_path / "cover.img", kind=kind)
    assert cover.load_cover(path) == cover.Cover(path.read_bytes(), mime)


@pytest.mark.parametrize("side", [1400, 3000])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_cover_may_be_as_small_or_as_large_as_directories_take(tmp_path, side, mode):
    path = saved(tmp_path / "cover.img", size=(side, side), mode=mode)
    assert cover.load_cover(path).picture == path.read_bytes()


REFUSED = [
    ({"size": (1399, 1399)}, "its side is 1399 pixels; give it 1400 to 3000"),
    ({"size": (3001, 3001)}, "its side is 3001 pixels; give it 1400 to 3000"),
    ({"size": (1400, 1500)}, "square"),
    ({"size": (600, 600)}, "1400 to 3000"),
    ({"size": (3200, 3200)}, "1400 to 3000"),
    ({"mode": "CMYK"}, "RGB"),
    ({"mode": "RGBA", "kind": "PNG"}, "transparency"),
    ({"kind": "GIF"}, "neither a JPEG nor a PNG"),
]


@pytest.mark.parametrize(("wrong", "reason"), REFUSED)
def test_what_no_directory_takes_is_refused(tmp_path, wrong, reason):
    path = saved(tmp_path / "cover.img", **wrong)
    with pytest.raises(DataError, match=reason) as refused:
        cover.load_cover(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_what_is_no_picture_is_refused(tmp_path, content):
    path = tmp_path / "cover.png"
    path.write_bytes(content)
    with pytest.raises(DataError, match="neither"):
        cover.load_cover(path)


def test_a_damaged_picture_is_refused(tmp_path):
    path = saved(tmp_path / "cover.png", kind="PNG")
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(DataError, match="damaged"):
        cover.load_cover(path)


def test_a_heavy_or_missing_cover_is_refused(tmp_path):
    path = tmp_path / "cover.png"
    with pytest.raises(DataError, match="check the path"):
        cover.load_cover(path)
    picture = saved(path).read_bytes()
    path.write_bytes(picture.ljust(2_000_000, b"\0"))
    assert len(cover.load_cover(path).picture) == 2_000_000
    path.write_bytes(picture.ljust(2_000_001, b"\0"))
    with pytest.raises(DataError, match=r"is 2\.0 MB; save it under 2 MB"):
        cover.load_cover(path)
    with pytest.raises(DataError, match="cannot be read"):
        cover.load_cover(tmp_path)


def test_the_cover_in_the_mp3_as_eyed3_and_ffmpeg_see_it(tmp_path):
    path = tmp_path / "a.mp3"
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    sound = [ffmpeg, "-v", "error", "-f", "lavfi", "-i", "sine=d=40", "-id3v2_version", "0"]
    subprocess.run([*sound, str(path)], check=True)
    made = cover.draw_cover(ARTICLE)
    script = Script("T", (Chapter("A", (Utterance("B."),)),))
    tag_mp3(path, make_tags(timeline(), ARTICLE, script, version="1", lyrics="", cover=made))
    tag = eyed3.load(path).tag
    (image,) = tag.images
    assert (image.image_data, image.mime_type, image.picture_type) == (made.picture, made.mime, image.FRONT_COVER)
    assert len(list(tag.chapters)) == 2
    seen = subprocess.run([ffmpeg, "-hide_banner", "-i", str(path)], capture_output=True, text=True).stderr
    assert "Video: mjpeg" in seen and "1400x1400" in seen and "attached pic" in seen
