"""The colours of a show's covers, from one hue, in the OKLCH colour space (CSS Color 4, 9.3)."""

from __future__ import annotations

import math
from dataclasses import dataclass

Rgb = tuple[int, int, int]

_HUES = 24
_ACCENTS = (60, 150, 210)
_ENOUGH, _READABLE = 7.0, 4.5
"""The contrast of text and ground (WCAG 2.2, 1.4.6 and 1.4.3)."""


@dataclass(frozen=True, slots=True)
class Palette:
    """`ground` bears the title in `ink` and the show's name in `second`; the others are for the picture."""

    ground: Rgb
    ink: Rgb
    second: Rgb
    deep: Rgb
    mid: Rgb
    accent: Rgb
    pale: Rgb


def make_palette(seed: bytes, color: str = "") -> Palette:
    """The palette of the show with a hash of its name, or of its own `color` as #rrggbb.

    A colour on which neither light nor dark text can be read is darkened.
    """
    turn = _ACCENTS[seed[1] % len(_ACCENTS)]
    own = parse_color(color) if color else None
    hue = find_hue(own) if own else seed[0] % _HUES * 360 / _HUES
    pale, deep = make_color(0.95, 0.025, hue + turn), make_color(0.20, 0.05, hue)
    accent = make_color(0.80, 0.145, hue + turn)
    ground = own or make_color(0.46, 0.12, hue)
    ink = deep if own and measure_contrast(deep, own) >= _ENOUGH else pale
    while measure_contrast(ink, ground) < _ENOUGH:
        ground = (int(ground[0] * 0.96), int(ground[1] * 0.96), int(ground[2] * 0.96))
    second = accent if measure_contrast(accent, ground) >= _READABLE else ink
    return Palette(ground, ink, second, deep, make_color(0.56, 0.14, hue + 12), accent, pale)


def parse_color(text: str) -> Rgb:
    """The channels of a colour written as #rrggbb."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def make_color(lightness: float, chroma: float, hue: float) -> Rgb:
    """The sRGB colour nearest to one in OKLCH: outside the gamut, with as much chroma as there is."""
    while True:
        channels = _to_linear(lightness, chroma, math.radians(hue))
        if chroma <= 0.01 or all(-0.001 <= channel <= 1.001 for channel in channels):
            red, green, blue = (round(255 * _compress(min(max(channel, 0.0), 1.0))) for channel in channels)
            return red, green, blue
        chroma -= 0.005


def find_hue(color: Rgb) -> float:
    """The hue of an sRGB colour in OKLCH, in degrees."""
    red, green, blue = (_expand(channel / 255) for channel in color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return math.degrees(math.atan2(b, a)) % 360


def measure_contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours (WCAG 2.2)."""
    dark, light = sorted((_measure_luminance(one), _measure_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _measure_luminance(color: Rgb) -> float:
    red, green, blue = (_expand(channel / 255) for channel in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_linear(lightness: float, chroma: float, angle: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(angle), chroma * math.sin(angle)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _compress(channel: float) -> float:
    """From linear light to sRGB (IEC 61966-2-1)."""
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _expand(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
