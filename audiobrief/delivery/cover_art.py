"""The picture of a cover: square tiles in the show's colours, the first of which is the show's mark.

Shapes and colours follow from hashes: the mark and the colours from the show's name, the other tiles from the episode.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from audiobrief.delivery.cover_colors import Palette, Rgb

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

SIDE = 350
"""The side of a tile, in pixels."""
# Tiles are drawn larger and reduced, since Pillow does not smooth edges.
_SCALE = 2
_INK = 255
_Shape = Callable[["ImageDraw", int, bytes], None]


def draw_mark(palette: Palette, seed: bytes) -> Image:
    """The mark of a show: two shapes in four quarters, turned around the middle."""
    from PIL import Image

    half = SIDE // 2
    tile = Image.new("RGB", (SIDE, SIDE), palette.pale)
    shapes = (_QUARTERS[seed[2] % len(_QUARTERS)], _QUARTERS[seed[3] % len(_QUARTERS)])
    colors = (palette.ground, palette.mid) if seed[4] & 1 else (palette.ground, palette.ground)
    turn, mirrored = seed[5] % 4, seed[6] & 1
    for number, (x, y) in enumerate(((0, 0), (half, 0), (half, half), (0, half))):
        turns = turn + (number & 1) * 2 if mirrored else turn - number
        tile.paste(_draw_shape(shapes[number & 1], half, turns, palette.pale, colors[number & 1], seed), (x, y))
    return tile


def draw_tiles(
    palette: Palette, seed: bytes, columns: int, rows: int, fixed: Mapping[int, Rgb]
) -> Iterator[tuple[int, Image]]:
    """Yield the tiles of an episode with their places, row by row: neighbours differ in ground and shape. `fixed` has
    the grounds of tiles, by place, that are not drawn here."""
    pairs = (
        (palette.mid, palette.pale),
        (palette.accent, palette.deep),
        (palette.pale, palette.mid),
        (palette.deep, palette.accent),
        (palette.mid, palette.accent),
        (palette.pale, palette.deep),
        (palette.deep, palette.pale),
        (palette.accent, palette.pale),
    )
    grounds, shapes = dict(fixed), dict[int, int]()
    for number in range(columns * rows):
        if number in fixed:
            continue
        beside = {number - 1} if number % columns else set()
        beside |= {number + 1} if (number + 1) % columns else set()
        near = {*beside, number - columns, number + columns}
        taken = {grounds[place] for place in near if place in grounds}
        color = _pick(seed[2 * number], len(pairs), {at for at in range(len(pairs)) if pairs[at][0] in taken})
        shape = _pick(seed[2 * number + 1], len(_SHAPES), {shapes[place] for place in near if place in shapes})
        ground, ink = pairs[color]
        grounds[number], shapes[number] = ground, shape
        turns = seed[2 * number + 1] // 16
        yield number, _draw_shape(_SHAPES[shape], SIDE, turns, ground, ink, seed[number:])


def _pick(value: int, count: int, taken: set[int]) -> int:
    """The first number from `value` on, below `count`, that is not taken."""
    return next(at % count for at in range(value, value + count) if at % count not in taken)


def _draw_shape(shape: _Shape, side: int, turns: int, ground: Rgb, ink: Rgb, seed: bytes) -> Image:
    """A square tile with a shape, turned by so many right angles."""
    from PIL import Image, ImageDraw

    mask = Image.new("L", (side * _SCALE, side * _SCALE))
    shape(ImageDraw.Draw(mask), side * _SCALE, seed)
    tile = Image.new("RGB", (side, side), ground)
    tile.paste(ink, None, mask.reduce(_SCALE).rotate(90 * turns))
    return tile


def _draw_quarter(draw: ImageDraw, side: int, seed: bytes) -> None:
    draw.ellipse((-side, -side, side - 1, side - 1), _INK)


def _draw_half(draw: ImageDraw, side: int, seed: bytes) -> None:
    draw.ellipse((0, side // 2, side - 1, side + side // 2 - 1), _INK)


def _draw_disc(draw: ImageDraw, side: int, seed: bytes) -> None:
    edge = side // 6
    draw.ellipse((edge, edge, side - edge, side - edge), _INK)


def _draw_triangle(draw: ImageDraw, side: int, seed: bytes) -> None:
    draw.polygon(((0, 0), (side, 0), (0, side)), _INK)


def _draw_leaf(draw: ImageDraw, side: int, seed: bytes) -> None:
    angles = [math.pi / 2 * step / 32 for step in range(33)]
    upper = [(side * math.sin(angle), side * (1 - math.cos(angle))) for angle in angles]
    lower = [(side * (1 - math.sin(angle)), side * math.cos(angle)) for angle in angles]
    draw.polygon([*upper, *lower], _INK)


def _draw_opposed(draw: ImageDraw, side: int, seed: bytes) -> None:
    half = side // 2
    draw.ellipse((-half, -half, half, half), _INK)
    draw.ellipse((side - half, side - half, side + half, side + half), _INK)


def _draw_waves(draw: ImageDraw, side: int, seed: bytes) -> None:
    """Arcs around a corner, as sound spreads."""
    width = side // 9
    for radius in (side, side - 2 * width, side - 4 * width, side - 6 * width):
        draw.arc((-radius, -radius, radius, radius), 0, 90, _INK, width)
    draw.ellipse((-width, -width, width, width), _INK)


def _draw_stripes(draw: ImageDraw, side: int, seed: bytes) -> None:
    for number in range(0, 8, 2):
        draw.rectangle((0, side * number // 8, side, side * (number + 1) // 8 - 1), _INK)


def _draw_dots(draw: ImageDraw, side: int, seed: bytes) -> None:
    step, radius = side // 3, side // 10
    for x in range(step // 2, side, step):
        for y in range(step // 2, side, step):
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), _INK)


def _draw_sound(draw: ImageDraw, side: int, seed: bytes) -> None:
    """Bars of a waveform."""
    step = side // 5
    for number in range(5):
        half = side // 10 + (side * 3 // 10) * seed[number % len(seed)] // 255
        left = number * step + step // 4
        box = (left, side // 2 - half, left + step // 2, side // 2 + half)
        draw.rounded_rectangle(box, step // 4, _INK)


_SHAPES = (
    _draw_quarter,
    _draw_half,
    _draw_disc,
    _draw_triangle,
    _draw_leaf,
    _draw_opposed,
    _draw_waves,
    _draw_stripes,
    _draw_dots,
    _draw_sound,
)
_QUARTERS = (_draw_quarter, _draw_half, _draw_triangle, _draw_leaf, _draw_disc)
