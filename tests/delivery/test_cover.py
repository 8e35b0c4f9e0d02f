"""Covers: what is drawn fits and can be read; what is given is checked."""

import io
import subprocess
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import eyed3
import imageio_ffmpeg
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from audiobrief.delivery import cover
from audiobrief.delivery.cover_colors import find_hue, make_palette, measure_contrast
from audiobrief.delivery.cover_text import has_glyph
from audiobrief.delivery.mp3 import make_tags, tag_mp3
from audiobrief.errors import DataError
from audiobrief.model import Article, Chapter, Script, Utterance
from audiobrief.show import Show, read_show
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


def rows_with_text(picture, first=702, last=1400):
    """For each row under the tiles, whether anything but the ground is in it."""
    ground = Image.new("RGB", (1400, last - first), picture.getpixel((2, 1398)))
    differs = ImageChops.difference(picture.crop((0, first, 1400, last)), ground).convert("L")
    strong = differs.point(lambda value: 255 if value > 60 else 0)
    return [strong.crop((0, row, 1400, row + 1)).getbbox() is not None for row in range(last - first)]


def edges(rows):
    """Where runs of rows with text begin, and where they end."""
    changes = [row for row in range(1, len(rows)) if rows[row] != rows[row - 1]]
    return changes[::2], changes[1::2]


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=300))
@example("j")
@example("jjjj " * 12)
@example("f" * 9)
def test_no_title_runs_out_of_the_picture(title):
    picture = opened(drawn(title, byline=title, source=title))
    below = picture.crop((0, 702, 1400, 1400))
    ground = Image.new("RGB", below.size, picture.getpixel((2, 1398)))
    strong = ImageChops.difference(below, ground).convert("L").point(lambda value: 255 if value > 60 else 0)
    left, _, right, bottom = strong.getbbox() or (700, 700, 700, 600)
    assert left >= 80 and right <= 1320 and bottom <= 640


@pytest.mark.parametrize(("short", "long"), [("Œuf dur", "Œuf dur et autres nouvelles du marché couvert de la ville")])
def test_a_short_title_is_written_at_least_as_large(short, long):
    heights = []
    for title in (short, long):
        starts, ends = edges(rows_with_text(opened(drawn(title, "", ""))))
        heights.append(ends[0] - starts[0])
    assert heights[0] > 1.5 * heights[1]


@pytest.mark.parametrize("words", [3, 6, 12])
def test_lines_of_a_title_stand_apart_at_one_distance(words):
    """Capitals of one height: each line is a run of rows with ink, none runs into the next."""
    starts, ends = edges(rows_with_text(opened(drawn("HEHEHEHE " * words, "", ""))))
    heights = {end - start for start, end in zip(starts, ends, strict=True)}
    distances = {two - one for one, two in pairwise(starts)}
    assert len(starts) >= 2 and max(heights) - min(heights) <= 2 and max(distances) - min(distances) <= 2
    assert 1.3 < min(distances) / max(heights) < 2.2
    assert starts[0] < 130, "the first line stands at the top"


def test_a_long_title_has_the_place_of_a_row_of_tiles():
    picture = opened(drawn("Ce que la réforme change pour les saisonniers " * 3, "", ""))
    assert any(rows_with_text(picture, 400, 700))


def test_no_line_holds_a_lone_word():
    picture = opened(drawn("Le marché couvert de la ville rouvre", "", ""))
    starts, ends = edges(rows_with_text(picture))
    ground = picture.getpixel((2, 1398))
    widths = []
    for start, end in zip(starts, ends, strict=True):
        line = picture.crop((0, 702 + start, 1400, 702 + end))
        differs = ImageChops.difference(line, Image.new("RGB", line.size, ground)).convert("L")
        widths.append(differs.point(lambda value: 255 if value > 60 else 0).getbbox()[2] - 90)
    assert len(widths) > 1 and min(widths) > 0.5 * max(widths)


def test_accents_are_drawn():
    """A title without its accents is another picture."""
    assert drawn("Été à Évreux").picture != drawn("Ete a Evreux").picture
    for letter in "éèêëàâùûîïôçœæÉÈÀÇŒÆÿ«»’–—…€":
        assert has_glyph(letter), letter


@pytest.mark.parametrize("color", ["", "#ffd400", "#8c1c13", "#777777", "#000000", "#ffffff", "#00ff00"])
@pytest.mark.parametrize("hue", range(0, 256, 11))
def test_the_contrast_is_high(color, hue):
    for turn in range(3):
        palette = make_palette(bytes((hue, turn)), color)
        assert measure_contrast(palette.ink, palette.ground) >= 7
        assert measure_contrast(palette.second, palette.ground) >= 4.5
        assert measure_contrast(palette.deep, palette.accent) >= 4.5


@given(st.integers(0, 0xFFFFFF))
def test_a_color_of_one_s_own_stays_or_is_darkened(number):
    own = (number >> 16, number >> 8 & 255, number & 255)
    palette = make_palette(bytes(2), f"#{number:06x}")
    assert all(drawn <= asked for drawn, asked in zip(palette.ground, own, strict=True))
    assert measure_contrast(palette.ink, palette.ground) >= 7


@pytest.mark.parametrize(
    ("color", "hue"), [((255, 0, 0), 29.2), ((0, 255, 0), 142.5), ((0, 0, 255), 264.1), ((255, 255, 0), 109.8)]
)
def test_hues_are_those_of_oklch(color, hue):
    """As CSS Color 4 gives them for the colours of these names."""
    assert find_hue(color) == pytest.approx(hue, abs=0.1)


def tile(picture, column, row=0):
    return picture.crop((column * 350, row * 350, column * 350 + 350, row * 350 + 350))


def far(one, other):
    """The mean difference of two pictures, from 0 to 255."""
    return ImageStat.Stat(ImageChops.difference(one, other).convert("L")).mean[0]


SHOW = Show(title="Le Phare")
DATED = [
    Article(f"Titre {number}", (), byline="Anne Ferrec", source="Le Littoral", published=date(2026, 3, 12 + number))
    for number in range(8)
]


def test_a_show_has_its_ground_and_its_mark_on_every_cover():
    covers = [opened(cover.draw_cover(article, SHOW)) for article in DATED]
    assert len({picture.getpixel((2, 1398)) for picture in covers}) == 1
    assert all(far(tile(covers[0], 0), tile(other, 0)) < 2 for other in covers[1:])


def test_other_shows_have_another_ground_or_mark():
    names = [
        "Le Phare",
        "Altitudes",
        "Stade 29",
        "InfoRive",
        "Monde",
        "Voix basses",
        "Cuisine & terroir",
        "Le Littoral",
    ]
    marks = [tile(opened(cover.draw_cover(DATED[0], Show(title=name))), 0) for name in names]
    assert all(far(one, other) > 10 for one, other in combinations(marks, 2))


def test_no_two_covers_of_a_show_are_alike_even_small():
    small = [opened(cover.draw_cover(article, SHOW)).resize((64, 64), Image.Resampling.BOX) for article in DATED]
    assert min(far(one, other) for one, other in combinations(small, 2)) > 8


def test_the_day_can_be_read_at_64_pixels():
    """Of two covers that differ by the day alone, the tile of the day differs clearly in a list of episodes."""
    one, other = (
        tile(opened(cover.draw_cover(replace(DATED[0], published=date(2026, 3, day)), SHOW)), 3).resize((16, 16))
        for day in (12, 28)
    )
    assert far(one, other) > 10


def test_an_episode_without_a_day_has_its_number():
    undated = replace(DATED[0], published=None)
    numbered, plain = (opened(cover.draw_cover(undated, SHOW, number)) for number in (7, None))
    assert far(tile(numbered, 3), tile(plain, 3)) > 10


def test_a_color_of_the_show_is_the_ground():
    picture = opened(cover.draw_cover(DATED[0], Show(title="Le Phare", color="#8c1c13")))
    assert picture.getpixel((2, 1398)) == pytest.approx((0x8C, 0x1C, 0x13), abs=3)


@pytest.mark.parametrize("color", ["rouge", "#8c1", "#8c1c1g", "8c1c13"])
def test_what_is_no_color_is_refused(tmp_path, color):
    path = tmp_path / "show.toml"
    path.write_text(f'title = "Le Phare"\ncolor = "{color}"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"key 'color': must be a colour such as #8c1c13"):
        read_show(path)


def test_source_and_byline_stand_under_each_other():
    """Each in a line of its own; who has no byline has the source in the first."""

    def lines(byline, source):
        return [start + 1190 for start in edges(rows_with_text(opened(drawn("Œuf", byline, source)), 1190))[0]]

    first, second = lines("HH", "HHH")
    assert lines("HH", "") == lines("", "HHH") == [first]
    assert 1216 <= first < 1240 and second - first == pytest.approx(56, abs=3)
    assert lines("", "") == []


def test_what_is_too_long_ends_in_its_own_place():
    """A title above the credits, these in a line each, whatever they are."""
    starts, _ = edges(rows_with_text(opened(drawn("W" * 1000, "W" * 200, "V" * 200)), 1186))
    assert len(starts) == 2
    assert not any(rows_with_text(opened(drawn("mot " * 400, "", "")), 1186))


def test_a_cover_without_a_title_bears_the_source_as_one():
    named, bare = (rows_with_text(opened(drawn("", "", source)), 702, 1180) for source in ("HH", ""))
    assert any(named) and not any(bare)


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
