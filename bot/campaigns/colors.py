"""A campaign's own color: whether it can be read on the pages, the nearest that can, and what it becomes in the dark.

Contrast is that of WCAG 2.2, "contrast ratio". Pure.
"""

import colorsys
from dataclasses import dataclass

# What the public pages are drawn on, as their style sheet has it; a test compares.
PAPER, DARK_CARD = "#fbfaf7", "#1d2127"
WHITE, NIGHT = "#ffffff", "#0b1512"
LEAST_CONTRAST = 4.5  # of text (WCAG 2.2, 1.4.3)
STEPS = 200  # of lightness, from black to white


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """A color and what is written on it, by day and in the dark; each as #rrggbb."""

    accent: str
    on_accent: str
    dark_accent: str
    on_dark_accent: str


def palette_of(color: str) -> Palette:
    """What the pages make of a color (#rrggbb), which may be read on PAPER."""
    dark = readable_color(color, DARK_CARD)
    return Palette(accent=color, on_accent=ink_on(color), dark_accent=dark, on_dark_accent=ink_on(dark))


def ink_on(color: str) -> str:
    """White or nearly black, whichever is read better on a color."""
    return max((WHITE, NIGHT), key=lambda ink: contrast(ink, color))


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_color(color: str, ground: str) -> str:
    """The color itself, or the nearest of its hue that can be read on a ground: lighter on a dark one, darker on a light one.

    ground: as dark or as light as the pages' own; on a middle gray nothing can be read.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(color))
    step = 1 if _luminance(ground) < 0.18 else -1
    found, at = color, round(lightness * STEPS)
    while contrast(found, ground) < LEAST_CONTRAST:
        at = min(max(at + step, 0), STEPS)
        found = _written(colorsys.hls_to_rgb(hue, at / STEPS, saturation))
    return found


def _parts(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(color: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
